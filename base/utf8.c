/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

#include <string.h>

#include <utf8proc.h>

struct range {
    int32_t first, last;
};

static bool in_ranges(int32_t codepoint, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (codepoint >= ranges[i].first && codepoint <= ranges[i].last)
            return true;
    return false;
}

#define IN(codepoint, ranges) in_ranges(codepoint, ranges, sizeof(ranges) / sizeof((ranges)[0]))

static size_t length_by_lead(unsigned char lead)
{
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

/* Overlong forms, surrogates and what lies past U+10FFFF are not UTF-8 (RFC 3629). */
static bool well_formed(int32_t codepoint, size_t len)
{
    static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    return codepoint >= least[len] && codepoint <= 0x10FFFF && (codepoint < 0xD800 || codepoint > 0xDFFF);
}

int32_t utf8_decode(struct span text, size_t *len)
{
    const unsigned char *at = (const unsigned char *)text.at;
    *len = 1;
    if (at[0] < 0x80)
        return at[0];
    size_t want = length_by_lead(at[0]);
    if (want == 0 || want > text.len)
        return UTF8_REPLACEMENT;
    int32_t codepoint = at[0] & (0x7F >> want);
    for (size_t i = 1; i < want; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return UTF8_REPLACEMENT;
        codepoint = codepoint << 6 | (at[i] & 0x3F);
    }
    if (!well_formed(codepoint, want))
        return UTF8_REPLACEMENT;
    *len = want;
    return codepoint;
}

size_t utf8_encode(int32_t codepoint, char out[4])
{
    if (codepoint < 0 || codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
        codepoint = UTF8_REPLACEMENT;
    if (codepoint < 0x80) {
        out[0] = (char)codepoint;
        return 1;
    }
    size_t len = codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (codepoint & 0x3F));
        codepoint >>= 6;
    }
    out[0] = (char)((0xF00 >> len & 0xFF) | codepoint);
    return len;
}

size_t utf8_plain(struct span text)
{
    size_t at = 0;
    uint64_t eight;
    while (text.len - at >= sizeof eight) {
        memcpy(&eight, text.at + at, sizeof eight);
        if (eight & 0x8080808080808080u)
            break;
        at += sizeof eight;
    }
    while (at < text.len && (unsigned char)text.at[at] < 0x80)
        at++;
    return at;
}

bool utf8_valid(struct span text)
{
    while (text.len > 0) {
        size_t len;
        if (utf8_decode(text, &len) == UTF8_REPLACEMENT && len == 1)
            return false;
        text = span_from(text, len);
    }
    return true;
}

bool utf8_is_letter(int32_t codepoint)
{
    if (codepoint < 0x80)
        return (codepoint >= 'a' && codepoint <= 'z') || (codepoint >= 'A' && codepoint <= 'Z');
    utf8proc_category_t category = utf8proc_category(codepoint);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

bool utf8_is_digit(int32_t codepoint)
{
    if (codepoint < 0x80)
        return codepoint >= '0' && codepoint <= '9';
    return utf8proc_category(codepoint) == UTF8PROC_CATEGORY_ND;
}

/* PropList.txt, White_Space. */
bool utf8_is_space(int32_t codepoint)
{
    static const struct range spaces[] = {{0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},
                                          {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
                                          {0x205F, 0x205F}, {0x3000, 0x3000}};
    return IN(codepoint, spaces);
}

bool utf8_is_ignorable(int32_t codepoint)
{
    static const struct range selectors[] = {
        {0x034F, 0x034F}, {0x180B, 0x180D}, {0x180F, 0x180F}, {0xFE00, 0xFE0F}, {0xE0100, 0xE01EF}};
    if (codepoint < 0xAD)
        return false;
    return utf8proc_category(codepoint) == UTF8PROC_CATEGORY_CF || IN(codepoint, selectors);
}

bool utf8_is_mark(int32_t codepoint)
{
    if (codepoint < 0x300)
        return false;
    utf8proc_category_t category = utf8proc_category(codepoint);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

bool utf8_is_punctuation(int32_t codepoint)
{
    utf8proc_category_t category = utf8proc_category(codepoint);
    return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

bool utf8_is_symbol(int32_t codepoint)
{
    utf8proc_category_t category = utf8proc_category(codepoint);
    return category >= UTF8PROC_CATEGORY_SM && category <= UTF8PROC_CATEGORY_SO;
}

bool utf8_is_ngram_script(int32_t codepoint)
{
    /* Blocks.txt: Thai and Lao, Myanmar, Hangul Jamo, Khmer, CJK radicals, then kana, Hangul and Han with extensions. */
    static const struct range blocks[] = {
        {0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1100, 0x11FF}, {0x1780, 0x17FF}, {0x2E80, 0x2FDF},   {0x3005, 0x3007},
        {0x3021, 0x3029}, {0x3031, 0x303C}, {0x3041, 0x318F}, {0x31A0, 0x31BF}, {0x31F0, 0x31FF},   {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF}, {0xA960, 0xA97F}, {0xA9E0, 0xA9FF}, {0xAA60, 0xAA7F}, {0xAC00, 0xD7FF},   {0xF900, 0xFAFF},
        {0xFF66, 0xFF9F}, {0xFFA0, 0xFFDC}, {0x1AFF0, 0x1B16F}, {0x20000, 0x323AF}};
    if (codepoint < 0x0E00 || !IN(codepoint, blocks))
        return false;
    return utf8_is_letter(codepoint) || utf8proc_category(codepoint) == UTF8PROC_CATEGORY_NL;
}

int32_t utf8_lower(int32_t codepoint)
{
    if (codepoint < 0x80)
        return codepoint >= 'A' && codepoint <= 'Z' ? codepoint + 32 : codepoint;
    return utf8proc_tolower(codepoint);
}

int32_t utf8_upper(int32_t codepoint)
{
    if (codepoint < 0x80)
        return codepoint >= 'a' && codepoint <= 'z' ? codepoint - 32 : codepoint;
    return utf8proc_toupper(codepoint);
}

int32_t utf8_base(int32_t codepoint)
{
    utf8proc_int32_t parts[8] = {codepoint};
    int last_class = 0;
    if (codepoint < 0xC0 || utf8proc_decompose_char(codepoint, parts, 8, UTF8PROC_DECOMPOSE, &last_class) < 1)
        return codepoint;
    return parts[0];
}
