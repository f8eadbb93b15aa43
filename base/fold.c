/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fold.h"

#include <stdlib.h>

#include <utf8proc.h>

#include "base/utf8.h"

const unsigned char fold_ascii[128] = {
    ['0'] = FOLD_DIGIT, ['1'] = FOLD_DIGIT, ['2'] = FOLD_DIGIT,  ['3'] = FOLD_DIGIT,       ['4'] = FOLD_DIGIT,
    ['5'] = FOLD_DIGIT, ['6'] = FOLD_DIGIT, ['7'] = FOLD_DIGIT,  ['8'] = FOLD_DIGIT,       ['9'] = FOLD_DIGIT,
    ['A'] = FOLD_UPPER, ['B'] = FOLD_UPPER, ['C'] = FOLD_UPPER,  ['D'] = FOLD_UPPER,       ['E'] = FOLD_UPPER,
    ['F'] = FOLD_UPPER, ['G'] = FOLD_UPPER, ['H'] = FOLD_UPPER,  ['I'] = FOLD_UPPER,       ['J'] = FOLD_UPPER,
    ['K'] = FOLD_UPPER, ['L'] = FOLD_UPPER, ['M'] = FOLD_UPPER,  ['N'] = FOLD_UPPER,       ['O'] = FOLD_UPPER,
    ['P'] = FOLD_UPPER, ['Q'] = FOLD_UPPER, ['R'] = FOLD_UPPER,  ['S'] = FOLD_UPPER,       ['T'] = FOLD_UPPER,
    ['U'] = FOLD_UPPER, ['V'] = FOLD_UPPER, ['W'] = FOLD_UPPER,  ['X'] = FOLD_UPPER,       ['Y'] = FOLD_UPPER,
    ['Z'] = FOLD_UPPER, ['a'] = FOLD_LOWER, ['b'] = FOLD_LOWER,  ['c'] = FOLD_LOWER,       ['d'] = FOLD_LOWER,
    ['e'] = FOLD_LOWER, ['f'] = FOLD_LOWER, ['g'] = FOLD_LOWER,  ['h'] = FOLD_LOWER,       ['i'] = FOLD_LOWER,
    ['j'] = FOLD_LOWER, ['k'] = FOLD_LOWER, ['l'] = FOLD_LOWER,  ['m'] = FOLD_LOWER,       ['n'] = FOLD_LOWER,
    ['o'] = FOLD_LOWER, ['p'] = FOLD_LOWER, ['q'] = FOLD_LOWER,  ['r'] = FOLD_LOWER,       ['s'] = FOLD_LOWER,
    ['t'] = FOLD_LOWER, ['u'] = FOLD_LOWER, ['v'] = FOLD_LOWER,  ['w'] = FOLD_LOWER,       ['x'] = FOLD_LOWER,
    ['y'] = FOLD_LOWER, ['z'] = FOLD_LOWER, ['-'] = FOLD_HYPHEN, ['\''] = FOLD_APOSTROPHE, ['`'] = FOLD_APOSTROPHE,
};

static bool is_between(int32_t codepoint, int32_t low, int32_t high)
{
    return codepoint >= low && codepoint <= high;
}

static bool is_apostrophe(int32_t codepoint)
{
    switch (codepoint) {
    case '\'':
    case '`':
    case 0xB4:   /* acute accent */
    case 0x2BB:  /* turned comma: okina */
    case 0x2BC:  /* modifier letter apostrophe */
    case 0x5F3:  /* Hebrew geresh */
    case 0x5F4:  /* Hebrew gershayim */
    case 0x2018: /* ‘ */
    case 0x2019: /* ’ */
    case 0x201B:
    case 0x2032: /* prime */
    case 0xFF07: /* full width */
        return true;
    default:
        return false;
    }
}

static bool is_hyphen(int32_t codepoint)
{
    switch (codepoint) {
    case '-':
    case 0x2010: /* hyphen */
    case 0x2011: /* non-breaking hyphen */
    case 0x2212: /* minus */
    case 0xFE63: /* small hyphen-minus */
    case 0xFF0D: /* full width */
        return true;
    default:
        return false;
    }
}

/* Beyond category Cf: what Unicode calls a letter or a mark and no reader sees. */
static bool is_ignored(int32_t codepoint)
{
    return codepoint == 0x640                       /* tatweel stretches a word */
           || codepoint == 0x34F                    /* grapheme joiner */
           || is_between(codepoint, 0x115F, 0x1160) /* Hangul fillers */
           || codepoint == 0x3164 || codepoint == 0xFFA0 || is_between(codepoint, 0x180B, 0x180F) ||
           is_between(codepoint, 0xFE00, 0xFE0F) || is_between(codepoint, 0xE0000, 0xE0FFF);
}

/* Letters to Unicode, but written on the one before: vowels and finals of decomposed Hangul, half-width voicing, Greek
 * iota below, Arabic vowel signs that stand alone. */
static bool is_trailing(int32_t codepoint)
{
    return is_between(codepoint, 0x1161, 0x11FF) || is_between(codepoint, 0xFF9E, 0xFF9F) || codepoint == 0x37A ||
           is_between(codepoint, 0xFC5E, 0xFC63) || is_between(codepoint, 0xFCF2, 0xFCF4) ||
           is_between(codepoint, 0xFE70, 0xFE7F);
}

static enum fold_class letter_class(int32_t codepoint, utf8proc_category_t category)
{
    if (is_trailing(codepoint))
        return FOLD_MARK;
    if (utf8_is_ngram_script(codepoint))
        return FOLD_GRAM;
    if (category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT)
        return FOLD_UPPER;
    return category == UTF8PROC_CATEGORY_LL ? FOLD_LOWER : FOLD_LETTER;
}

enum fold_class fold_class_beyond_ascii(int32_t codepoint)
{
    if (is_apostrophe(codepoint))
        return FOLD_APOSTROPHE;
    if (is_hyphen(codepoint))
        return FOLD_HYPHEN;
    if (is_ignored(codepoint))
        return FOLD_IGNORED;
    utf8proc_category_t category = utf8proc_category(codepoint);
    switch (category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return letter_class(codepoint, category);
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return FOLD_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return FOLD_MARK;
    case UTF8PROC_CATEGORY_CF:
        return FOLD_IGNORED;
    default:
        return FOLD_OTHER;
    }
}

/* Marks that a reader leaves out when typing. Those of the scripts not named here are vowels and the like. */
static bool is_dropped_mark(int32_t mark)
{
    return is_between(mark, 0x300, 0x36F)                                      /* Latin, Greek, Cyrillic */
           || is_between(mark, 0x483, 0x489) || is_between(mark, 0x591, 0x5C7) /* Hebrew points */
           || is_between(mark, 0x610, 0x61A) || is_between(mark, 0x64B, 0x65F) /* Arabic vowels, hamza on a seat */
           || mark == 0x670 || is_between(mark, 0x6D6, 0x6ED) || is_between(mark, 0x898, 0x89F) ||
           is_between(mark, 0x8CA, 0x8FF) || is_between(mark, 0x1AB0, 0x1AFF) || is_between(mark, 0x1DC0, 0x1DFF) ||
           is_between(mark, 0x20D0, 0x20FF) || is_between(mark, 0xFE20, 0xFE2F);
}

/* Letters that no normal form takes apart, as people type them without the key; 0 where there is none. */
static const char *letter_spelling(int32_t letter)
{
    switch (letter) {
    case 0xDF: /* ß */
        return "ss";
    case 0xE6: /* æ */
        return "ae";
    case 0xF0:  /* ð */
    case 0x111: /* đ */
        return "d";
    case 0xF8: /* ø */
        return "o";
    case 0xFE: /* þ */
        return "th";
    case 0x127: /* ħ */
        return "h";
    case 0x131: /* ı */
        return "i";
    case 0x142: /* ł */
        return "l";
    case 0x14B: /* ŋ */
        return "ng";
    case 0x153: /* œ */
        return "oe";
    case 0x167: /* ŧ */
        return "t";
    default:
        return NULL;
    }
}

/* Digits of the scripts in daily use beside ours, so that ٢٠٢٤ and २०२४ are 2024. */
static int32_t plain_digit(int32_t digit)
{
    static const int32_t zeros[] = {0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0};
    for (size_t i = 0; zeros[i]; i++)
        if (is_between(digit, zeros[i], zeros[i] + 9))
            return '0' + (digit - zeros[i]);
    return digit;
}

static int32_t fold_letter(int32_t letter)
{
    if (letter == 0x3C2) /* ς */
        return 0x3C3;
    return plain_digit(letter);
}

static bool is_kept(int32_t codepoint, int32_t base)
{
    enum { BREVE = 0x306, SHORT_I = 0x438 };
    if (codepoint < 0x80)
        return utf8_is_letter(codepoint) || utf8_is_digit(codepoint) || codepoint == '&' || codepoint == '+' ||
               codepoint == '#';
    switch (fold_class(codepoint)) {
    case FOLD_LOWER:
    case FOLD_UPPER:
    case FOLD_LETTER:
    case FOLD_DIGIT:
    case FOLD_GRAM:
        return true;
    case FOLD_MARK: /* й is a letter of its own, and Russian endings need it */
        return !is_dropped_mark(codepoint) || (codepoint == BREVE && base == SHORT_I);
    default:
        return false;
    }
}

/* NFKD code points to folded ones, marked: with their marks and as they are spelt; at most twice as many, so folded has
 * room for that. */
static size_t fold_codepoints(const int32_t *from, size_t len, bool marked, int32_t *folded)
{
    size_t n = 0;
    int32_t base = 0; /* the letter that marks at hand stand on */
    for (size_t i = 0; i < len; i++) {
        int32_t lower = utf8proc_tolower(from[i]);
        const char *spelling = marked ? NULL : letter_spelling(lower);
        for (const char *c = spelling; c && *c; c++)
            folded[n++] = (unsigned char)*c;
        if (!spelling && (is_kept(lower, base) || (marked && fold_class(lower) == FOLD_MARK)))
            folded[n++] = fold_letter(lower);
        if (fold_class(lower) != FOLD_MARK)
            base = lower;
    }
    return n;
}

/* The general way: decompose, fold, compose what is left (Hangul, Kana, Indic). False where that is no way. */
static bool fold_unicode(struct buffer *out, struct span text, bool marked)
{
    const utf8proc_option_t decompose = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.at;
    utf8proc_ssize_t len = utf8proc_decompose(bytes, (utf8proc_ssize_t)text.len, NULL, 0, decompose);
    if (len < 0)
        return false; /* not UTF-8 */
    int32_t *work = calloc((size_t)len * 3 + 1, sizeof *work);
    if (!work) {
        out->full = out->starved = true;
        return true;
    }
    utf8proc_decompose(bytes, (utf8proc_ssize_t)text.len, work, len, decompose);
    int32_t *folded = work + len;
    utf8proc_ssize_t n = (utf8proc_ssize_t)fold_codepoints(work, (size_t)len, marked, folded);
    n = utf8proc_normalize_utf32(folded, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    for (utf8proc_ssize_t i = 0; i < n; i++)
        buffer_codepoint(out, folded[i]);
    free(work);
    return true;
}

static size_t ascii_len(struct span text)
{
    size_t i = 0;
    while (i < text.len && (unsigned char)text.at[i] < 0x80)
        i++;
    return i;
}

static void fold_ascii_text(struct buffer *out, struct span text)
{
    char piece[64];
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '&' || c == '+' || c == '#')
            piece[n++] = c;
        if (n == sizeof piece) {
            buffer_add(out, piece, n);
            n = 0;
        }
    }
    buffer_add(out, piece, n);
}

void fold_text(struct buffer *out, struct span text)
{
    if (ascii_len(text) == text.len || !fold_unicode(out, text, false))
        fold_ascii_text(out, text);
}

bool fold_marked(struct buffer *out, struct span text)
{
    return ascii_len(text) < text.len && fold_unicode(out, text, true);
}
