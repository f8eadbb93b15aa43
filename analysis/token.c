/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/token.h"

#include "base/fold.h"

enum { TOKEN_READ_MAX = 4096 };

/* Without a cut through a character. */
static struct span cut(struct span text, size_t max)
{
    size_t len = text.len < max ? text.len : max;
    while (len > 0 && len < text.len && (text.at[len] & 0xC0) == 0x80)
        len--;
    return span_first(text, len);
}

/* Where the first apostrophe stands, and the last; false where there is none. */
static bool find_apostrophes(struct span token, size_t *first, size_t *last, size_t *last_len)
{
    bool found = false;
    for (size_t at = 0, len = 1; at < token.len; at += len) {
        unsigned char byte = (unsigned char)token.at[at];
        len = 1;
        if (byte >= '0' && byte < 0x80 && byte != '`')
            continue;
        if (fold_class(utf8_decode(span_from(token, at), &len)) != FOLD_APOSTROPHE)
            continue;
        if (!found)
            *first = at;
        found = true;
        *last = at;
        *last_len = len;
    }
    return found;
}

/* s alone, or with what nobody sees. */
static bool is_only_s(struct span tail)
{
    bool found = false;
    for (size_t at = 0, len; at < tail.len; at += len) {
        int32_t letter = utf8_decode(span_from(tail, at), &len);
        if (fold_class(letter) == FOLD_IGNORED)
            continue;
        if (found || (letter | 0x20) != 's')
            return false;
        found = true;
    }
    return found;
}

/* What French, Italian and Catalan write before a vowel. */
static bool is_elision(struct span folded)
{
    static const char *const words[] = {"l",    "d",     "j",      "m",      "t",      "s",     "n",    "c",
                                        "qu",   "jusqu", "lorsqu", "puisqu", "quoiqu", "un",    "all",  "dell",
                                        "dall", "nell",  "sull",   "coll",   "quell",  "quest", "bell", "sant"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(folded, words[i]))
            return true;
    return false;
}

static struct span less_elision(struct buffer *work, struct span token, size_t first)
{
    buffer_clear(work);
    fold_text(work, span_first(token, first));
    size_t len = 1;
    utf8_decode(span_from(token, first), &len);
    return is_elision(buffer_view(work)) ? span_from(token, first + len) : token;
}

void token_fold(struct buffer *out, struct span token, bool elides)
{
    size_t first = 0, last = 0, last_len = 0;
    struct span rest = cut(token, TOKEN_READ_MAX);
    buffer_clear(out);
    if (find_apostrophes(rest, &first, &last, &last_len)) {
        if (last > 0 && is_only_s(span_from(rest, last + last_len)))
            rest = span_first(rest, last);
        if (elides && first < rest.len)
            rest = less_elision(out, rest, first);
        if (out->full)
            return; /* who knows whether it was one */
    }
    buffer_clear(out);
    fold_text(out, rest);
    if (out->len == 0)
        buffer_span(out, cut(token, TOKEN_FORM_MAX)); /* nothing of it folds: as it stands */
    buffer_cut(out, cut(buffer_view(out), TOKEN_FORM_MAX).len);
}
