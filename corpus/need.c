/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/need.h"

#include <stdarg.h>
#include <strings.h>
#include <unistd.h>

#include "base/utf8.h"

enum { EXIT_NOTHING_DONE = 2 };

/* The one module that says something and ends: what it would have to hand back by needs memory too. */
void memory_ran_out(void)
{
    static const char text[] = "twc-index: memory ran out\n";

    if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
        _exit(EXIT_NOTHING_DONE);
    _exit(EXIT_NOTHING_DONE);
}

char *text_copy(void *ctx, struct span text)
{
    return need(span_copy(ctx, text));
}

char *text_format(void *ctx, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = talloc_vasprintf(ctx, format, arguments);
    va_end(arguments);
    return need(text);
}

char *text_lower(void *ctx, struct span text)
{
    /* Two bytes may become three (Ⱥ), never more. */
    char *out = NEED_ARRAY(ctx, char, text.len * 2 + 1);
    size_t len = 0;
    while (text.len > 0) {
        size_t step;
        int32_t letter = utf8_decode(text, &step);
        if (letter == UTF8_REPLACEMENT && step == 1)
            out[len++] = text.at[0];
        else
            len += utf8_encode(utf8_lower(letter), out + len);
        text = span_from(text, step);
    }
    out[len] = '\0';
    return out;
}

bool text_same(const char *a, const char *b)
{
    return strcasecmp(a, b) == 0;
}

bool text_begins(const char *whole, const char *beginning)
{
    return strncmp(whole, beginning, strlen(beginning)) == 0;
}

void sort_pointers(void *array, size_t len, int (*compare)(const void *, const void *))
{
    if (len > 1)
        qsort(array, len, sizeof(void *), compare);
}

void strings_add(void *ctx, struct strings *list, const char *text)
{
    if (list->len == list->room) {
        list->room = list->room ? list->room * 2 : 4;
        list->at = NEED_RESIZE(ctx, list->at, const char *, list->room);
    }
    list->at[list->len++] = text;
}

bool strings_have(const struct strings *list, const char *text)
{
    for (size_t i = 0; i < list->len; i++) {
        if (strcmp(list->at[i], text) == 0)
            return true;
    }
    return false;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void strings_sort(struct strings *list)
{
    sort_pointers(list->at, list->len, compare_texts);
}
