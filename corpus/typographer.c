/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/typographer.h"

static bool is_punct(int32_t codepoint)
{
    return utf8_is_punctuation(codepoint) || utf8_is_symbol(codepoint);
}

bool flanks_left(int32_t before, int32_t after)
{
    return !utf8_is_space(after) && (!is_punct(after) || utf8_is_space(before) || is_punct(before));
}

bool flanks_right(int32_t before, int32_t after)
{
    return !utf8_is_space(before) && (!is_punct(before) || utf8_is_space(after) || is_punct(after));
}

static bool is_letter(int32_t codepoint)
{
    return utf8_is_letter(codepoint) && !utf8_is_mark(codepoint);
}

static bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int32_t codepoint_at(struct span line, size_t at)
{
    size_t len;
    return at < line.len ? utf8_decode(span_from(line, at), &len) : ' ';
}

/* ASCII punctuation or space, or the line's end. */
static bool ends_word(struct span line, size_t at)
{
    return at >= line.len || (unsigned char)line.at[at] < 0x80
               ? is_punct(codepoint_at(line, at)) || utf8_is_space(codepoint_at(line, at))
               : false;
}

struct quote {
    int32_t before;
    struct span line;
    bool opens, closes;
};

static struct quote quote_read(int32_t before, struct span line)
{
    size_t run = 1;
    while (run < line.len && line.at[run] == line.at[0])
        run++;
    int32_t after = codepoint_at(line, run);
    return (struct quote){before, line, flanks_left(before, after), flanks_right(before, after)};
}

/* '90s */
static bool is_decade(const struct quote *quote)
{
    struct span line = quote->line;
    if (!quote->opens || quote->closes || line.len < 4)
        return false;
    int32_t after = codepoint_at(line, 4);
    return is_ascii_digit(line.at[1]) && is_ascii_digit(line.at[2]) && line.at[3] == 's' &&
           (utf8_is_space(after) || is_punct(after));
}

/* 'twas, 'em, 'net, don't, o'clock */
static bool is_apostrophe(const struct quote *quote)
{
    struct span line = quote->line;
    if (line.len < 2)
        return false;
    int32_t before = quote->before;
    if ((utf8_is_punctuation(before) || utf8_is_space(before)) && strchr("tenl", line.at[1]) && line.at[1] != '\0')
        return true;
    return (utf8_is_digit(before) || is_letter(before)) && is_letter(codepoint_at(line, 1));
}

/* Alice's, I'm, don't, you'd, I've, I'll, you're, where something other than a letter stands before */
static bool is_contraction(struct span line)
{
    if (line.len > 1 && line.at[1] != '\0' && strchr("smtd", line.at[1]) && ends_word(line, 2))
        return true;
    if (line.len < 3)
        return false;
    bool pair =
        memcmp(line.at + 1, "ve", 2) == 0 || memcmp(line.at + 1, "ll", 2) == 0 || memcmp(line.at + 1, "re", 2) == 0;
    return pair && ends_word(line, 3);
}

/* Where a quote could open as well as close, punctuation after it decides. */
static bool is_closing(const struct quote *quote)
{
    struct span line = quote->line;
    if (quote->closes && !quote->opens)
        return true;
    return quote->closes && quote->opens && line.len > 1 && utf8_is_punctuation(codepoint_at(line, 1)) &&
           (line.len == 2 || ends_word(line, 2));
}

static bool is_on(const char *replacement)
{
    return replacement && replacement[0] != '\0';
}

static const char *match_single(const struct typographer *signs, struct typographer_state *state,
                                const struct quote *quote)
{
    struct span line = quote->line;
    if (is_on(signs->apostrophe) && (is_decade(quote) || is_apostrophe(quote)))
        return signs->apostrophe;
    if (is_on(signs->left_single_quote) && quote->opens && !quote->closes) {
        if (is_contraction(line))
            return is_on(signs->right_single_quote) ? signs->right_single_quote : NULL;
        state->single_open++;
        return signs->left_single_quote;
    }
    if (!is_on(signs->right_single_quote))
        return NULL;
    /* Smiths', doin' */
    if (line.len > 2 && !utf8_is_digit(codepoint_at(line, 1)))
        return signs->right_single_quote;
    if (state->single_open == 0 || !is_closing(quote))
        return NULL;
    state->single_open--;
    return signs->right_single_quote;
}

static const char *match_double(const struct typographer *signs, struct typographer_state *state,
                                const struct quote *quote)
{
    if (is_on(signs->left_double_quote) && quote->opens && !quote->closes) {
        state->double_open++;
        return signs->left_double_quote;
    }
    if (!is_on(signs->right_double_quote) || state->double_open == 0 || !is_closing(quote))
        return NULL;
    /* "Monitor 21"" */
    if (quote->line.len > 1 && quote->line.at[1] == '"' && utf8_is_digit(quote->before))
        return NULL;
    state->double_open--;
    return signs->right_double_quote;
}

static bool begins(struct span line, const char *sign, const char *replacement, size_t *len)
{
    *len = strlen(sign);
    return is_on(replacement) && span_begins(line, span_of(sign));
}

const char *typographer_match(const struct typographer *signs, struct typographer_state *state, int32_t before,
                              struct span line, size_t *len)
{
    if (line.at[0] == '\'' || line.at[0] == '"') {
        struct quote quote = quote_read(before, line);
        *len = 1;
        return line.at[0] == '\'' ? match_single(signs, state, &quote) : match_double(signs, state, &quote);
    }
    if (begins(line, "---", signs->em_dash, len))
        return signs->em_dash;
    if (begins(line, "--", signs->en_dash, len))
        return signs->en_dash;
    if (begins(line, "...", signs->ellipsis, len))
        return signs->ellipsis;
    if (begins(line, "<<", signs->left_angle_quote, len))
        return signs->left_angle_quote;
    if (begins(line, ">>", signs->right_angle_quote, len))
        return signs->right_angle_quote;
    return NULL;
}
