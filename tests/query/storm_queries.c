/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/query/storm_queries.h"

#include "analysis/analysis.h"
#include "corpus/corpus.h"

enum { QUERY_ROOM = 3 * QUERY_MAX_BYTES, PIECES = 6 };

struct maker {
    const struct storm_words *of;
    struct buffer out;
    uint64_t state;
};

/* ---- a site's words ---- */

static void keep(void *ctx, const char ***list, size_t *len, const char *text)
{
    if (*len % 1024 == 0)
        *list = talloc_realloc(ctx, *list, const char *, (unsigned)*len + 1024);
    if (*list)
        (*list)[(*len)++] = talloc_strdup(ctx, text);
}

static void keep_words(struct storm_words *words, const char *text)
{
    struct scanner scanner = scanner_new(span_of(text));
    struct word word;

    while (scanner_next(&scanner, &word))
        keep(words, &words->words, &words->words_len,
             talloc_strndup(words, text + word.start, word.end - word.start));
}

static void keep_page(struct storm_words *words, const struct page *page, const struct page_body *body)
{
    keep_words(words, page_body_text(words, body));
    keep(words, &words->lines, &words->lines_len, body->display_title);
    keep(words, &words->sections, &words->sections_len, page->section);
    for (size_t i = 0; i < body->sections_len; i++)
        keep(words, &words->lines, &words->lines_len, body->sections[i].title);
    for (size_t i = 0; i < page->tags_len; i++)
        keep(words, &words->tags, &words->tags_len, page->tags[i]);
}

struct storm_words *storm_words_of(void *ctx, const char *folder, struct error *err)
{
    struct storm_words *words = talloc_zero(ctx, struct storm_words);
    const struct site_options options = {.folder = folder, .now = 1800000000, .data_folder = TWC_SOURCE_DIR "/corpus"};
    struct site *site = site_open(words, &options, NULL, err);

    for (size_t i = 0; site && i < site_len(site); i++) {
        struct page_body *body = page_body_read(words, site, site_page(site, i), NULL, err);
        if (!body)
            return NULL;
        keep_page(words, site_page(site, i), body);
    }
    return site ? words : NULL;
}

/* ---- chance ---- */

/* splitmix64 (Steele, Lea and Flood, 2014). */
static uint64_t next(struct maker *maker)
{
    uint64_t z = maker->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static size_t below(struct maker *maker, size_t n)
{
    return n ? next(maker) % n : 0;
}

static bool once_in(struct maker *maker, size_t n)
{
    return below(maker, n) == 0;
}

static const char *one_of(struct maker *maker, const char *const *list, size_t len)
{
    return len ? list[below(maker, len)] : "";
}

#define PICK(maker, list) one_of(maker, list, sizeof(list) / sizeof(*(list)))

static const char *site_word(struct maker *maker)
{
    return one_of(maker, maker->of->words, maker->of->words_len);
}

/* ---- pieces ---- */

static void add_word(struct maker *maker)
{
    buffer_text(&maker->out, site_word(maker));
}

static void add_prefix(struct maker *maker)
{
    struct span word = span_of(site_word(maker));

    buffer_span(&maker->out, span_first(word, 1 + below(maker, word.len)));
}

/* One or two letters wrong: left out, doubled, swapped, another. */
static void add_typo(struct maker *maker)
{
    char *word = talloc_asprintf(maker->out.ctx, "%s ", site_word(maker));

    for (size_t errors = 1 + below(maker, 2); errors > 0; errors--) {
        size_t len = strlen(word), at = below(maker, len - 1);
        switch (below(maker, 4)) {
        case 0: memmove(word + at, word + at + 1, len - at); break;
        case 1: word = talloc_asprintf(maker->out.ctx, "%.*s%s", (int)at + 1, word, word + at); break;
        case 2: if (at > 0) { char kept = word[at]; word[at] = word[at - 1]; word[at - 1] = kept; } break;
        default: word[at] = (char)('a' + below(maker, 26));
        }
        if (strlen(word) < 2)
            break;
    }
    buffer_text(&maker->out, word);
}

static void add_line(struct maker *maker)
{
    const char *line = one_of(maker, maker->of->lines, maker->of->lines_len);
    size_t from = below(maker, strlen(line) + 1);

    buffer_text(&maker->out, once_in(maker, 2) ? line : line + from);
}

static void add_glued(struct maker *maker)
{
    static const char *const glue[] = {"", "-", "'", "’", ".", "&", "_", "/", "\u200b", "\u00ad", "s"};

    add_word(maker);
    buffer_text(&maker->out, PICK(maker, glue));
    add_word(maker);
}

static void add_sign(struct maker *maker)
{
    static const char *const signs[] = {"OR", "AND", "NOT", "NEAR", "XOR", "\"", "\"\"", "-", "--", "+", "*", "**", "(", ")", ":",
                                        "::", "~", "^", "?", "!", "|", "&", "\\", "/", "'", "’", "`", "<b>", "&amp;", "%00",
                                        "\t", "\n", "\r\n", "\u00a0", "\u2028", "\u202e", "\ufeff", "\u200b", "#", "c++", "c#",
                                        "the", "de", "a", "u.s.a.", "30%", "😀", "👩🏽‍💻", "🏳️‍🌈", "…", "—", "''", "„", "”"};

    buffer_text(&maker->out, PICK(maker, signs));
}

static void add_clause(struct maker *maker)
{
    static const char *const fields[] = {"tag", "section", "lang", "title", "before", "after", "TAG", "site", "Ttag", "tax.x"};
    static const char *const values[] = {"en", "nl", "xx", "2024", "2024-13", "2024-02-30", "-1", "99999999999", "", "\"", "*", "2025-03-01"};

    buffer_text(&maker->out, once_in(maker, 4) ? "-" : "");
    buffer_text(&maker->out, PICK(maker, fields));
    buffer_text(&maker->out, once_in(maker, 8) ? " : " : ":");
    switch (below(maker, 5)) {
    case 0: add_word(maker); break;
    case 1: buffer_text(&maker->out, one_of(maker, maker->of->tags, maker->of->tags_len)); break;
    case 2: buffer_text(&maker->out, one_of(maker, maker->of->sections, maker->of->sections_len)); break;
    case 3: buffer_char(&maker->out, '"'); add_line(maker); break;
    default: buffer_text(&maker->out, PICK(maker, values));
    }
    buffer_text(&maker->out, once_in(maker, 4) ? "\"" : "");
}

static void add_quoted(struct maker *maker)
{
    buffer_text(&maker->out, once_in(maker, 4) ? "-\"" : "\"");
    for (size_t words = below(maker, 5); words > 0; words--) {
        add_word(maker);
        buffer_char(&maker->out, ' ');
    }
    buffer_text(&maker->out, once_in(maker, 3) ? "" : "\"");
}

static void add_without(struct maker *maker)
{
    buffer_char(&maker->out, '-');
    add_word(maker);
}

/* Letters of one script, or of any. */
static void add_script(struct maker *maker)
{
    static const int32_t from[] = {0x21,   0xC0,   0x250,  0x300,  0x370,  0x400,  0x530,  0x590,  0x600,  0x700,   0x900,
                                   0xE00,  0xE80,  0x1000, 0x10A0, 0x1100, 0x1780, 0x1E00, 0x2000, 0x2600, 0x3040,  0x30A0,
                                   0x4E00, 0xAC00, 0xE000, 0xFB50, 0xFE00, 0xFF00, 0x1D400, 0x1F300, 0x20000, 0xE0000};
    int32_t script = from[below(maker, sizeof(from) / sizeof(*from))];

    for (size_t letters = 1 + below(maker, once_in(maker, 10) ? 80 : 8); letters > 0; letters--) {
        int32_t letter = once_in(maker, 20) ? 1 + (int32_t)below(maker, 0x10FFFF) : script + (int32_t)below(maker, 0x60);
        buffer_codepoint(&maker->out, letter >= 0xD800 && letter < 0xE000 ? 0xFFFD : letter);
    }
}

/* Whatever bytes, UTF-8 or not; none is NUL, which no parameter can hold. */
static void add_bytes(struct maker *maker)
{
    for (size_t bytes = 1 + below(maker, 24); bytes > 0; bytes--)
        buffer_char(&maker->out, (char)(1 + below(maker, 255)));
}

static void add_number(struct maker *maker)
{
    uint64_t number = next(maker) >> below(maker, 64);

    buffer_format(&maker->out, once_in(maker, 2) ? "%llu" : "%llu-03", (unsigned long long)number);
}

static void add_piece(struct maker *maker)
{
    static void (*const pieces[])(struct maker *) = {
        add_word, add_word, add_word, add_word, add_prefix, add_prefix, add_typo,   add_typo,  add_line,
        add_glued, add_sign, add_clause, add_quoted, add_without, add_script, add_bytes, add_number,
    };

    pieces[below(maker, sizeof(pieces) / sizeof(*pieces))](maker);
}

/* ---- the whole ---- */

static void add_run(struct maker *maker, size_t pieces)
{
    static const char *const gaps[] = {" ", " ", " ", " ", " ", "  ", "\t", "", "\u00a0", " OR ", " AND "};

    while (pieces-- > 0 && !maker->out.full) {
        add_piece(maker);
        buffer_text(&maker->out, PICK(maker, gaps));
    }
}

/* As long as a query is read, and longer: of many words, of one word many times, of one long word. */
static void add_long(struct maker *maker)
{
    size_t bytes = below(maker, QUERY_MAX_BYTES * 2), kind = below(maker, 3), before = maker->out.len;
    const char *word = site_word(maker);

    while (maker->out.len < before + bytes && !maker->out.full)
        switch (kind) {
        case 0: add_run(maker, PIECES); break;
        case 1: buffer_text(&maker->out, word); buffer_char(&maker->out, ' '); break;
        default: buffer_text(&maker->out, word);
        }
}

static void make(struct maker *maker)
{
    if (once_in(maker, 400)) {
        add_long(maker);
        return;
    }
    add_run(maker, below(maker, PIECES));
    if (once_in(maker, 2))
        add_prefix(maker); /* the last word, being typed */
    if (once_in(maker, 8))
        buffer_cut(&maker->out, below(maker, maker->out.len + 1));
    for (size_t i = 0; maker->out.at && once_in(maker, 6) && i < maker->out.len; i++)
        if (maker->out.at[i] >= 'a' && maker->out.at[i] <= 'z')
            maker->out.at[i] = (char)(maker->out.at[i] - 32);
}

static void set(struct request *request, const char *name, const char *value)
{
    struct error err;

    request_set(request, name, value, &err); /* a bad date or tag is refused there, and left out */
}

static void narrow(struct maker *maker, struct request *request)
{
    static const char *const dates[] = {"2024-01-01", "2025", "2025-03", "2099-12-31"};
    const struct storm_words *of = maker->of;

    if (once_in(maker, 6))
        set(request, "tag", one_of(maker, of->tags, of->tags_len));
    if (once_in(maker, 6))
        set(request, "section", one_of(maker, of->sections, of->sections_len));
    if (once_in(maker, 12))
        set(request, once_in(maker, 2) ? "from" : "to", PICK(maker, dates));
    if (once_in(maker, 12))
        set(request, "sort", "date");
    if (once_in(maker, 6))
        set(request, "facets", "tag,section,lang,year");
    if (once_in(maker, 12))
        set(request, "explain", "1");
    request->offset = once_in(maker, 12) ? (uint32_t)below(maker, 900) : 0;
    request->limit = once_in(maker, 12) ? 1 + (uint32_t)below(maker, QUERY_MAX_LIMIT) : request->limit;
    request->typing = !once_in(maker, 4);
}

struct request *storm_request(void *ctx, const struct storm_words *words, uint64_t seed, uint64_t number)
{
    static const char *const languages[] = {"en", "nl", "en", "nl", "", "xx"};
    struct request *request = request_new(ctx);
    struct maker maker = {words, buffer_new(request, QUERY_ROOM), seed * 0x2545F4914F6CDD1Du + number};

    next(&maker);
    make(&maker);
    request->q = buffer_string(&maker.out);
    set(request, "lang", PICK(&maker, languages));
    narrow(&maker, request);
    return request;
}
