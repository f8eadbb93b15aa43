/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/entity.h"

#include <cmark.h>
#include <stdlib.h>

enum { NAME_MAX_LEN = 32, DECIMAL_MAX = 7, HEX_MAX = 6 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* From first on, as many as the class holds, then a semicolon: the whole length, or 0. */
static size_t run_len(struct span text, size_t first, bool (*in_class)(char), size_t most)
{
    size_t at = first;
    while (at < text.len && at - first < most && in_class(text.at[at]))
        at++;
    return at > first && at < text.len && text.at[at] == ';' ? at + 1 : 0;
}

static bool is_alphanumeric(char c)
{
    return is_letter(c) || is_digit(c);
}

size_t entity_len(struct span text)
{
    if (text.len < 3)
        return 0;
    if (text.at[1] != '#')
        return is_letter(text.at[1]) ? run_len(text, 1, is_alphanumeric, NAME_MAX_LEN) : 0;
    if (text.at[2] == 'x' || text.at[2] == 'X')
        return run_len(text, 3, is_hex, HEX_MAX);
    return run_len(text, 2, is_digit, DECIMAL_MAX);
}

static void set_text(struct entity *entity, const char *text, size_t len)
{
    if (len >= ENTITY_TEXT_MAX)
        return;
    memcpy(entity->text, text, len);
    entity->text[len] = '\0';
    entity->text_len = len;
}

static void read_number(struct entity *entity, struct span text)
{
    bool hex = text.at[2] == 'x' || text.at[2] == 'X';
    long value = strtol(text.at + (hex ? 3 : 2), NULL, hex ? 16 : 10);
    char bytes[4];
    set_text(entity, bytes, utf8_encode(value > 0 && value <= 0x10FFFF ? (int32_t)value : UTF8_REPLACEMENT, bytes));
}

/* Most that are used are few; the others cmark knows. */
static const char *common_entity(struct span name)
{
    static const struct {
        const char *name, *text;
    } common[] = {{"amp", "&"},        {"lt", "<"},          {"gt", ">"},          {"quot", "\""},
                  {"nbsp", "\u00A0"},  {"apos", "'"},        {"copy", "\u00A9"},   {"reg", "\u00AE"},
                  {"mdash", "\u2014"}, {"ndash", "\u2013"},  {"hellip", "\u2026"}, {"rsquo", "\u2019"},
                  {"lsquo", "\u2018"}, {"ldquo", "\u201C"},  {"rdquo", "\u201D"},  {"eacute", "\u00E9"},
                  {"euro", "\u20AC"},  {"middot", "\u00B7"}, {"shy", "\u00AD"},    {"trade", "\u2122"}};
    for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
        if (span_is(name, common[i].name))
            return common[i].text;
    return NULL;
}

static void read_name(struct entity *entity, struct span text)
{
    const char *common = common_entity((struct span){text.at + 1, text.len - 2});
    if (common) {
        set_text(entity, common, strlen(common));
        return;
    }
    cmark_node *root = cmark_parse_document(text.at, text.len, CMARK_OPT_DEFAULT);
    cmark_node *node = cmark_node_first_child(cmark_node_first_child(root));
    struct span found = span_of(cmark_node_get_literal(node));
    if (!cmark_node_next(node) && !span_equal(found, text))
        set_text(entity, found.at, found.len);
    cmark_node_free(root);
}

struct entity entity_read(struct span text)
{
    struct entity entity = {0};
    size_t len = entity_len(text);
    if (len == 0)
        return entity;
    entity.named = text.at[1] != '#';
    if (entity.named)
        read_name(&entity, span_first(text, len));
    else
        read_number(&entity, span_first(text, len));
    entity.len = entity.text_len > 0 ? len : 0;
    return entity;
}

void entity_decode(struct buffer *out, struct span text)
{
    while (text.len > 0) {
        const char *found = memchr(text.at, '&', text.len);
        size_t plain = found ? (size_t)(found - text.at) : text.len;
        buffer_add(out, text.at, plain);
        text = span_from(text, plain);
        if (text.len == 0)
            return;
        struct entity entity = entity_read(text);
        if (entity.len > 0)
            buffer_add(out, entity.text, entity.text_len);
        else
            buffer_char(out, '&');
        text = span_from(text, entity.len > 0 ? entity.len : 1);
    }
}
