/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/glob.h"

#include <ctype.h>

enum { STEPS_MAX = 100000 };

struct trial {
    int steps;
};

/* What is left of the pattern after a brace group: the alternatives are tried before the same rest. */
struct tail {
    const char *pattern;
    const struct tail *next;
};

static bool try(struct trial *t, const char *p, const struct tail *tail, const char *s);

static int fold(char c)
{
    return tolower((unsigned char)c);
}

/* The character behind a [class], NULL where the class is not closed. */
static const char *class_end(const char *p)
{
    p += p[1] == '!' || p[1] == '^' ? 2 : 1;
    if (*p == ']')
        p++;
    while (*p && *p != ']')
        p++;
    return *p ? p + 1 : NULL;
}

static bool class_has(const char *p, char wanted)
{
    bool negative = p[1] == '!' || p[1] == '^', found = false;
    const char *end = class_end(p) - 1;
    for (p += negative ? 2 : 1; p < end; p++) {
        if (p + 2 < end && p[1] == '-') {
            found = found || (fold(p[0]) <= fold(wanted) && fold(wanted) <= fold(p[2]));
            p += 2;
        } else {
            found = found || fold(*p) == fold(wanted);
        }
    }
    return found != negative;
}

/* Where a brace group closes, NULL where it does not. */
static const char *brace_end(const char *p)
{
    int depth = 0;
    for (; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        else if (*p == '{')
            depth++;
        else if (*p == '}' && --depth == 0)
            return p;
    }
    return NULL;
}

static bool try_star(struct trial *t, const char *p, const struct tail *tail, const char *s)
{
    bool across = p[1] == '*';
    p += across ? 2 : 1;
    for (;; s++) {
        if (try(t, p, tail, s))
            return true;
        if (!*s || (*s == '/' && !across))
            return false;
    }
}

enum { ALTERNATIVE_MAX = 256 };

static bool try_braces(struct trial *t, const char *p, const struct tail *tail, const char *s)
{
    const char *end = brace_end(p);
    if (!end) /* likewise */
        return false;
    struct tail rest = {.pattern = end + 1, .next = tail};
    int depth = 0;
    const char *start = p + 1;
    for (const char *c = start; c <= end; c++) {
        if (*c == '\\' && c + 1 < end) {
            c++;
            continue;
        }
        depth += *c == '{';
        depth -= *c == '}' && c < end;
        if ((*c != ',' || depth > 0) && c != end)
            continue;
        char alternative[ALTERNATIVE_MAX];
        size_t len = (size_t)(c - start);
        if (len >= sizeof alternative)
            return false;
        memcpy(alternative, start, len);
        alternative[len] = '\0';
        if (try(t, alternative, &rest, s))
            return true;
        start = c + 1;
    }
    return false;
}

static bool try(struct trial *t, const char *p, const struct tail *tail, const char *s)
{
    for (;; p++, s++) {
        if (++t->steps > STEPS_MAX)
            return false;
        while (!*p && tail) {
            p = tail->pattern;
            tail = tail->next;
        }
        switch (*p) {
        case '\0':
            return !*s;
        case '*':
            return try_star(t, p, tail, s);
        case '{':
            return try_braces(t, p, tail, s);
        case '?':
            if (!*s || *s == '/')
                return false;
            break;
        case '[':
            /* One of several alternatives may end inside it: {[,]}. */
            if (!*s || !class_end(p) || !class_has(p, *s))
                return false;
            p = class_end(p) - 1;
            break;
        case '\\':
            p += p[1] != '\0';
            __attribute__((fallthrough));
        default:
            if (fold(*p) != fold(*s))
                return false;
        }
    }
}

bool glob_valid(const char *p)
{
    for (; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        else if ((*p == '[' && !class_end(p)) || (*p == '{' && !brace_end(p)))
            return false;
        else if (*p == '[')
            p = class_end(p) - 1;
    }
    return true;
}

bool glob_match(const char *pattern, const char *text)
{
    struct trial t = {0};
    return glob_valid(pattern) && try(&t, pattern, NULL, text);
}

bool glob_list_match(const char *const *patterns, size_t len, const char *text)
{
    bool positive = false, matched = false;
    for (size_t i = 0; i < len; i++) {
        const char *pattern = patterns[i];
        bool negative = *pattern == '!';
        if (negative)
            pattern += 1 + strspn(pattern + 1, " ");
        bool hit = glob_match(pattern, text);
        if (negative && hit)
            return false;
        positive = positive || !negative;
        matched = matched || (!negative && hit);
    }
    return matched || !positive;
}
