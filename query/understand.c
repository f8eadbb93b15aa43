/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/understand.h"

#include <ctype.h>
#include <strings.h>

#include "base/memory.h"
#include "query/tags.h"

enum { CLAUSES_MAX = 32, KEY_MAX = 4096 };

struct parse {
    struct index *index;
    struct understood *out;
    struct span text;
    bool starved; /* memory ran out: what it would say may be wrong */
};

/* ---- marks ---- */

/* The length of the quotation mark at text, 0 where there is none. Phones write “curly” ones. */
static size_t quote_len(struct span text)
{
    static const char *const quotes[] = {"\"", "“", "”", "„", "‟", "«", "»", "＂"};

    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (span_begins(text, span_of(quotes[i])))
            return strlen(quotes[i]);
    return 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* Whether something that could be looked for stands in text. */
static bool has_word(struct span text)
{
    size_t len;

    for (; text.len > 0; text = span_from(text, len)) {
        int32_t codepoint = utf8_decode(text, &len);
        if (utf8_is_letter(codepoint) || utf8_is_digit(codepoint))
            return true;
    }
    return false;
}

/* From the start of what stands at `at` to its end: a quoted run or up to the next blank. */
struct item {
    struct span value; /* without quotes */
    size_t end;        /* behind it, quotes included */
    bool quoted;
};

static bool read_quoted(struct span text, size_t at, struct item *out)
{
    size_t open = quote_len(span_from(text, at));
    if (open == 0)
        return false;

    for (size_t i = at + open; i < text.len; i++) {
        size_t close = quote_len(span_from(text, i));
        if (close == 0)
            continue;
        *out = (struct item){span_trim((struct span){text.at + at + open, i - at - open}), i + close, true};
        return has_word(out->value);
    }
    return false;
}

static struct item read_bare(struct span text, size_t at)
{
    size_t end = at;

    while (end < text.len && !is_blank(text.at[end]))
        end++;
    return (struct item){{text.at + at, end - at}, end, false};
}

static struct item read_item(struct span text, size_t at)
{
    struct item item;

    return read_quoted(text, at, &item) ? item : read_bare(text, at);
}

/* ---- clauses ---- */

static void blank_out(struct parse *parse, size_t from, size_t to)
{
    memset(parse->out->words + from, ' ', to - from);
}

static bool add_clause(struct parse *parse, struct clause clause)
{
    if (parse->out->clauses_len == CLAUSES_MAX)
        return false;
    parse->out->clauses[parse->out->clauses_len++] = clause;
    return true;
}

/* 2024, 2024-03 or 2024-03-31: when it begins. */
static bool begin_of(struct span value, int64_t *out)
{
    static const char rest[] = "0000-01-01";
    char date[sizeof rest];

    if (value.len != 4 && value.len != 7 && value.len != 10)
        return false;
    memcpy(date, rest, sizeof rest);
    memcpy(date, value.at, value.len);
    return instant_from_date(span_of(date), false, out);
}

static bool is_used(struct parse *parse, const char *prefix, struct span text)
{
    struct buffer name = buffer_new(parse->out, KEY_MAX);
    bool used = index_frequency(parse->index, schema_filter(&name, prefix, text), NULL) > 0;

    parse->starved = parse->starved || !name.at;
    talloc_free(name.at);
    return used;
}

static bool is_tag(struct parse *parse, struct span value)
{
    void *scratch = talloc_new(parse->out);
    const char *keys[TAG_KEYS];
    size_t len = 0;
    bool used = false;

    parse->starved = parse->starved || !scratch || !tag_keys(scratch, parse->index->generation, value, keys, &len);
    for (size_t i = 0; i < len && !used; i++)
        used = is_used(parse, TERM_TAG, span_of(keys[i]));
    talloc_free(scratch);
    return used;
}

static bool is_language(struct parse *parse, struct span value)
{
    char *code = span_copy(parse->out, value);
    bool known = code && analyser_language(parse->index->generation->analyser, code) >= 0;

    parse->starved = parse->starved || !code;
    talloc_free(code);
    return known;
}

static bool means_something(struct parse *parse, struct clause *clause)
{
    switch (clause->kind) {
    case CLAUSE_TAG:
        return is_tag(parse, clause->value);
    case CLAUSE_SECTION:
        return is_used(parse, TERM_SECTION, clause->value);
    case CLAUSE_LANG:
        return is_language(parse, clause->value);
    case CLAUSE_BEFORE:
    case CLAUSE_AFTER:
        return begin_of(clause->value, &clause->moment);
    default:
        return has_word(clause->value);
    }
}

static bool read_field(struct parse *parse, size_t at, bool without, size_t *end)
{
    static const struct {
        const char *name;
        enum clause_kind kind;
    } fields[] = {{"tag:", CLAUSE_TAG},   {"section:", CLAUSE_SECTION}, {"lang:", CLAUSE_LANG},
                  {"title:", CLAUSE_TITLE}, {"before:", CLAUSE_BEFORE},   {"after:", CLAUSE_AFTER}};
    struct span rest = span_from(parse->text, at);

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t len = strlen(fields[i].name);
        if (rest.len <= len || strncasecmp(rest.at, fields[i].name, len) != 0 || is_blank(rest.at[len]))
            continue;
        struct item item = read_item(parse->text, at + len);
        struct clause clause = {fields[i].kind, without, item.value, 0};
        if (!means_something(parse, &clause) || !add_clause(parse, clause))
            return false;
        /* The words of title: are looked for as well; only its name goes. */
        blank_out(parse, at, clause.kind == CLAUSE_TITLE && !without ? at + len : item.end);
        *end = item.end;
        return true;
    }
    return false;
}

static bool read_phrase(struct parse *parse, size_t at, bool without, size_t *end)
{
    struct item item;

    if (!read_quoted(parse->text, at, &item) ||
        !add_clause(parse, (struct clause){CLAUSE_PHRASE, without, item.value, 0}))
        return false;
    if (without)
        blank_out(parse, at, item.end);
    *end = item.end;
    return true;
}

static bool read_without(struct parse *parse, size_t at, size_t *end)
{
    struct span rest = span_from(parse->text, at);

    if (rest.len < 2 || rest.at[0] != '-')
        return false;
    if (read_phrase(parse, at + 1, true, end) || read_field(parse, at + 1, true, end)) {
        blank_out(parse, at, at + 1);
        return true;
    }

    struct item item = read_bare(parse->text, at + 1);
    size_t len;

    if (item.value.len == 0)
        return false;
    int32_t first = utf8_decode(item.value, &len);
    if ((!utf8_is_letter(first) && !utf8_is_digit(first)) ||
        !add_clause(parse, (struct clause){CLAUSE_WORD, true, item.value, 0}))
        return false;
    blank_out(parse, at, item.end);
    *end = item.end;
    return true;
}

static void read_all(struct parse *parse)
{
    size_t at = 0, end;

    while (at < parse->text.len) {
        if (is_blank(parse->text.at[at])) {
            at++;
            continue;
        }
        if (read_without(parse, at, &end) || read_field(parse, at, false, &end) ||
            read_phrase(parse, at, false, &end))
            at = end;
        else if (quote_len(span_from(parse->text, at)) > 0)
            at += quote_len(span_from(parse->text, at)); /* one that never ends */
        else
            at = read_bare(parse->text, at).end;
    }
}

/* ---- the whole ---- */

static struct span cut(struct span typed, size_t most_bytes)
{
    size_t len = most_bytes;

    if (typed.len <= len)
        return typed;
    while (len > 0 && ((unsigned char)typed.at[len] & 0xC0) == 0x80)
        len--;
    return span_first(typed, len);
}

struct understood *understand(void *ctx, struct index *index, const char *typed, size_t most_bytes)
{
    struct understood *out = talloc_zero(ctx, struct understood);
    struct span whole = span_of(typed), part = cut(whole, most_bytes);
    char *clean = out ? clean_text(out, part, NULL) : NULL;

    if (!clean)
        return NULL;
    out->text = clean_line(out, span_of(clean));
    out->words = out->text ? talloc_strdup(out, out->text) : NULL;
    out->clauses = array_new(out, struct clause, CLAUSES_MAX);
    if (!out->words || !out->clauses)
        return NULL;
    out->truncated = part.len < whole.len;

    struct parse parse = {index, out, span_of(out->text), false};

    read_all(&parse);
    return parse.starved ? NULL : out;
}
