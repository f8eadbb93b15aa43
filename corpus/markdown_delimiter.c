/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of delimiters that CommonMark does not have: ~~deleted~~ ==marked== ++inserted++ x^2^ H~2~O. */
#include "corpus/markdown_inline.h"
#include "corpus/typographer.h"

/* Few are open at once in what people write; the bound keeps a page of nothing else from quadratic work. */
enum { OPEN_MAX = 64, DEPTH_MAX = 64 };

struct rule {
    size_t least, most; /* how long its runs are */
    char sign;
    bool one_word; /* no white space inside */
};

struct run {
    struct rule rule;
    size_t at, len, whole; /* what is left of it, and its length when it was found */
    bool opens, closes;
};

/* Runs that may open, in the element we are in and those around it. */
struct pairing {
    struct inline_text *text;
    struct run runs[OPEN_MAX];
    size_t len;
    size_t floor[DEPTH_MAX]; /* for each open element: how many runs came before it */
    size_t floors, too_deep;
};

static size_t rules_of(const struct markup *markup, struct rule rules[5])
{
    size_t len = 0;
    if (markup->extra_delete)
        rules[len++] = (struct rule){2, 2, '~', false};
    else if (markup->strikethrough)
        rules[len++] = (struct rule){1, 2, '~', false};
    if (markup->subscript)
        rules[len++] = (struct rule){1, 1, '~', true};
    if (markup->superscript)
        rules[len++] = (struct rule){1, 1, '^', true};
    if (markup->mark)
        rules[len++] = (struct rule){2, 2, '=', false};
    if (markup->insert)
        rules[len++] = (struct rule){2, 2, '+', false};
    return len;
}

static bool has_space(const struct inline_text *text, size_t at, size_t end)
{
    for (; at < end; at++)
        if (text->bytes.at[at] == ' ' || text->bytes.at[at] == '\t' || text->bytes.at[at] == '\n')
            return true;
    return false;
}

static void hide(struct inline_text *text, size_t at, size_t len)
{
    for (size_t i = at; i < at + len; i++)
        inline_set(text, i, GLYPH_SYNTAX);
}

/* The opening run that the one given closes: the nearest of its sign, within the same element. */
static bool close_run(struct pairing *pairing, struct run *run)
{
    size_t floor = pairing->floors > 0 ? pairing->floor[pairing->floors - 1] : 0;
    for (size_t n = pairing->len; n > floor; n--) {
        struct run *opening = &pairing->runs[n - 1];
        bool either = opening->closes || run->opens;
        if (opening->rule.sign != run->rule.sign ||
            (either && (opening->whole + run->whole) % 3 == 0 && run->whole % 3 != 0))
            continue;
        if (run->rule.one_word && has_space(pairing->text, opening->at + opening->len, run->at)) {
            opening->rule.sign = '\0'; /* whatever follows is past that space too */
            continue;
        }
        size_t len = opening->len >= 2 && run->len >= 2 ? 2 : 1;
        hide(pairing->text, opening->at + opening->len - len, len);
        hide(pairing->text, run->at, len);
        opening->len -= len;
        run->at += len;
        run->len -= len;
        pairing->len = opening->len > 0 ? n : n - 1;
        return true;
    }
    return false;
}

static void take_run(struct pairing *pairing, struct run run)
{
    int32_t before = inline_before(pairing->text, run.at), after = inline_after(pairing->text, run.at + run.len);
    if (before == '~' && run.rule.sign == '~')
        return;
    run.opens = flanks_left(before, after);
    run.closes = flanks_right(before, after);
    while (run.closes && run.len > 0 && close_run(pairing, &run))
        continue;
    if (run.opens && run.len > 0 && pairing->len < OPEN_MAX)
        pairing->runs[pairing->len++] = run;
}

static void take_edge(struct pairing *pairing, enum glyph glyph)
{
    if (glyph == GLYPH_OPEN && pairing->floors < DEPTH_MAX)
        pairing->floor[pairing->floors++] = pairing->len;
    else if (glyph == GLYPH_OPEN)
        pairing->too_deep++;
    else if (glyph == GLYPH_CLOSE && pairing->too_deep > 0)
        pairing->too_deep--;
    else if (glyph == GLYPH_CLOSE && pairing->floors > 0)
        pairing->len = pairing->floor[--pairing->floors];
}

static size_t run_len(const struct inline_text *text, size_t at)
{
    size_t end = at;
    while (end < text->bytes.len && text->bytes.at[end] == text->bytes.at[at] && inline_glyph(text, end) == GLYPH_TEXT)
        end++;
    return end - at;
}

static bool has_sign(const struct inline_text *text, const struct rule *rules, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text->bytes.len > 0 && memchr(text->bytes.at, rules[i].sign, text->bytes.len))
            return true;
    return false;
}

void inline_take_delimiters(struct inline_text *text, const struct markup *markup)
{
    struct rule rules[5];
    size_t rules_len = rules_of(markup, rules);
    if (!has_sign(text, rules, rules_len))
        return;
    struct pairing pairing = {.text = text};
    for (size_t at = 0; at < text->bytes.len;) {
        enum glyph glyph = inline_glyph(text, at);
        size_t len = glyph == GLYPH_TEXT ? run_len(text, at) : 1;
        take_edge(&pairing, glyph);
        for (size_t i = 0; glyph == GLYPH_TEXT && i < rules_len; i++)
            if (text->bytes.at[at] == rules[i].sign && len >= rules[i].least && len <= rules[i].most) {
                take_run(&pairing, (struct run){.rule = rules[i], .at = at, .len = len, .whole = len});
                break;
            }
        at += len;
    }
}
