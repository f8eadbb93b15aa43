/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/record.h"

#include <strings.h>

enum { TAGS_MAX = 1 << 16 };

char *page_id(void *ctx, const struct page *page)
{
    struct span id = span_of(page->path);
    size_t dot = id.len;

    while (dot > 0 && id.at[dot - 1] != '.' && id.at[dot - 1] != '/')
        dot--;
    if (dot > 0 && id.at[dot - 1] == '.')
        id = span_first(id, dot - 1);

    size_t lang = strlen(page->lang);

    if (id.len > lang + 1 && id.at[id.len - lang - 1] == '.' &&
        strncasecmp(id.at + id.len - lang, page->lang, lang) == 0)
        id = span_first(id, id.len - lang - 1);
    if (span_ends(id, SPAN("/index")))
        id = span_first(id, id.len - strlen("/index"));
    else if (span_ends(id, SPAN("/_index")))
        id = span_first(id, id.len - strlen("/_index"));
    return span_copy(ctx, id);
}

struct record_positions *record_positions_new(void *ctx, size_t sections_len)
{
    struct record_positions *positions = talloc_zero(ctx, struct record_positions);

    if (!positions)
        return NULL;
    positions->headings = array_new(positions, uint32_t, sections_len);
    positions->texts = array_new(positions, uint32_t, sections_len);
    return positions->headings && positions->texts ? positions : NULL;
}

/* ---- the record ---- */

static int64_t seconds_of(struct instant instant)
{
    return instant.known ? instant.seconds : INT64_MIN;
}

static bool set_tags(struct record *record, const struct page *page)
{
    struct span *tags = array_new(record, struct span, page->tags_len);
    struct span *keys = array_new(record, struct span, page->tags_len);

    if (!tags || !keys)
        return false;
    for (size_t i = 0; i < page->tags_len; i++) {
        tags[i] = span_of(page->tags[i]);
        keys[i] = span_of(fold_key(record, tags[i]));
    }
    record->tags = tags;
    record->tag_keys = keys;
    record->tags_len = page->tags_len;
    return true;
}

/* A sibling that lends no words is still shown; its title is then the one that Hugo has. */
static const char *sibling_title(const struct page *page, const struct reading *const *siblings, size_t siblings_len)
{
    for (size_t i = 0; i < siblings_len; i++)
        if (siblings[i]->page == page)
            return siblings[i]->body->display_title;
    return page->title;
}

static bool set_siblings(struct record *record, const struct page *page, const struct reading *const *readings,
                         size_t readings_len)
{
    struct record_sibling *siblings = array_new(record, struct record_sibling, page->translations_len);

    if (!siblings)
        return false;
    for (size_t i = 0; i < page->translations_len; i++) {
        const struct page *other = page->translations[i];
        siblings[i] = (struct record_sibling){span_of(other->lang), span_of(other->url),
                                              span_of(sibling_title(other, readings, readings_len)),
                                              span_of(other->path)};
    }
    record->siblings = siblings;
    record->siblings_len = page->translations_len;
    return true;
}

static bool set_sections(struct record *record, const struct page_body *body, const struct record_positions *positions)
{
    struct record_section *sections = array_new(record, struct record_section, body->sections_len);

    if (!sections)
        return false;
    for (size_t i = 0; i < body->sections_len; i++)
        sections[i] = (struct record_section){
            .level = body->sections[i].level,
            .id = span_of(body->sections[i].id),
            .title = span_of(body->sections[i].title),
            .text = span_of(body->sections[i].text),
            .title_position = positions->headings[i],
            .position = positions->texts[i],
        };
    record->sections = sections;
    record->sections_len = body->sections_len;
    return true;
}

bool document_set_record(struct document *document, const struct reading *reading,
                         const struct record_positions *positions, const struct reading *const *siblings,
                         size_t siblings_len)
{
    const struct page *page = reading->page;
    char date[INSTANT_TEXT_MAX] = "";
    struct record *record = talloc_zero(document, struct record);
    char *id = page_id(record, page);

    if (!record || !id)
        return false;
    if (page->date.known)
        instant_print_date(page->date, date);
    record->path = span_of(page->path);
    record->id = span_of(id);
    record->lang = span_of(page->lang);
    record->url = span_of(page->url);
    record->title = span_of(page->title);
    record->display_title = span_of(reading->body->display_title);
    record->section = span_of(page->section);
    record->description = span_of(page->description);
    record->summary = span_of(reading->body->summary);
    record->set = span_of(page->translation_key);
    record->date = seconds_of(page->date);
    record->lastmod = seconds_of(page->lastmod);
    record->expiry = seconds_of(page->expiry);
    record->date_text = span_of(date);
    record->unlisted = page->unlisted;
    record->title_position = positions->title;
    record->description_position = positions->lead;
    if (!set_tags(record, page) || !set_siblings(record, page, siblings, siblings_len) ||
        !set_sections(record, reading->body, positions))
        return false;
    document->it.data.at = record_pack(document, record, &document->it.data.len);
    talloc_free(record);
    return document->it.data.at != NULL;
}

/* ---- values ---- */

struct values {
    struct document *document;
    struct xapc_value *at;
    size_t len;
};

static void set_value(struct values *values, uint32_t slot, struct span text)
{
    if (text.len > 0)
        values->at[values->len++] = (struct xapc_value){slot, {text.at, text.len}};
}

static void set_number(struct values *values, uint32_t slot, double number)
{
    char bytes[XAPC_NUMBER_MAX];
    size_t len = xapc_number(number, bytes);

    set_value(values, slot, (struct span){talloc_memdup(values->document, bytes, len), len});
}

static void set_list(struct values *values, uint32_t slot, const char *const *texts, size_t len)
{
    struct buffer list = buffer_new(values->document, TAGS_MAX);

    for (size_t i = 0; i < len; i++) {
        if (list.len > 0)
            buffer_char(&list, FACET_SEPARATOR);
        buffer_text(&list, texts[i]);
    }
    set_value(values, slot, buffer_view(&list));
}

static struct rank_stems rank_of_words(void *ctx, const char *lang, const struct words *words)
{
    struct buffer named = buffer_new(ctx, TAGS_MAX);
    size_t len = words ? words->len : 0;
    uint32_t *at = array_new(ctx, uint32_t, len);

    for (size_t i = 0; i < len && at; i++)
        at[i] = (hash_short(schema_term(&named, "", 0, lang, words->at[i].stem)) & ~1u) | words->at[i].stop;
    return (struct rank_stems){at, at ? len : 0};
}

/* Whether a title may end between two of its words: "Getting fired? Here is what …", "Summer | Reading group". A comma
 * parts the topics of a newsletter, each of which says a part only. */
static bool ends_within(struct span between)
{
    static const char *const ends[] = {": ", "? ", "! ", ". ", "; ", " | ", " - ", " – ", " — ", " (", ") "};
    size_t at;

    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
        if (span_find(between, span_of(ends[i]), &at))
            return true;
    return false;
}

static void set_title_ends(struct rank *rank, const struct words *words, const char *title)
{
    size_t len = words ? words->len : 0;
    uint32_t *ends = array_new(rank, uint32_t, len);

    for (size_t i = 1; i < len && ends; i++) {
        const struct word *before = &words->at[i - 1], *word = &words->at[i];
        if (word->start > before->end && ends_within((struct span){title + before->end, word->start - before->end}))
            ends[rank->title_ends_len++] = (uint32_t)i;
    }
    rank->title_ends = ends;
}

static uint32_t key_of(void *ctx, const char *line)
{
    char *key = fold_key(ctx, span_of(line));

    return hash_short(span_of(key));
}

static double section_weight(const struct settings *settings, const char *section)
{
    for (size_t i = 0; i < settings->sections_len; i++)
        if (strcmp(settings->sections[i].name, section) == 0)
            return settings->sections[i].weight;
    return 1;
}

static bool set_rank(struct values *values, const struct document_maker *maker, const struct reading *reading,
                     const struct reading *const *siblings, size_t siblings_len)
{
    const struct page_body *body = reading->body;
    const char *lang = analyser_code(maker->analyser, reading->language);
    size_t headings_len = body->sections_len > 0 ? body->sections_len - 1 : 0, len;
    struct rank *rank = talloc_zero(values->document, struct rank);
    struct rank_stems *titles = array_new(rank, struct rank_stems, siblings_len);
    struct rank_stems *headings = array_new(rank, struct rank_stems, headings_len);
    uint32_t *keys = array_new(rank, uint32_t, headings_len);

    if (!rank || !titles || !headings || !keys)
        return false;
    for (size_t i = 0; i < siblings_len; i++)
        titles[i] = rank_of_words(rank, analyser_code(maker->analyser, siblings[i]->language), siblings[i]->title);
    for (size_t i = 0; i < headings_len; i++) {
        headings[i] = rank_of_words(rank, lang, reading->headings[i + 1]);
        keys[i] = key_of(rank, body->sections[i + 1].title);
    }
    *rank = (struct rank){.prior = section_weight(maker->settings, reading->page->section) * reading->page->boost,
                          .kind = reading->kind,
                          .title_key = key_of(rank, body->display_title),
                          .title = rank_of_words(rank, lang, reading->title),
                          .sibling_titles = titles,
                          .sibling_titles_len = siblings_len,
                          .headings = headings,
                          .heading_keys = keys,
                          .headings_len = headings_len};
    set_title_ends(rank, reading->title, body->display_title);

    char *packed = rank_pack(values->document, rank, &len);

    talloc_free(rank);
    if (packed)
        set_value(values, SLOT_RANK, (struct span){packed, len});
    return packed != NULL;
}

static void set_taxonomies(struct values *values, const struct settings *settings, const struct page *page)
{
    for (size_t i = 0; i < page->taxonomies_len; i++)
        for (size_t k = 0; k < settings->taxonomies_len; k++)
            if (strcmp(settings->taxonomies[k], page->taxonomies[i].taxonomy) == 0)
                set_list(values, (uint32_t)(SLOT_TAXONOMY + k), page->taxonomies[i].terms,
                         page->taxonomies[i].terms_len);
}

/* Document numbers of different shards say nothing, so where a page stands among equals is told by values. */
static bool set_order(struct values *values, const struct page *page)
{
    const uint64_t age = (uint64_t)INT64_MAX - (uint64_t)(page->date.known ? page->date.seconds : 0);
    char *newest = page->date.known ? talloc_asprintf(values->document, "%016llx %s", (unsigned long long)age, page->path)
                                    : talloc_asprintf(values->document, "~ %s", page->path);

    if (newest) {
        set_value(values, SLOT_PATH, span_of(page->path));
        set_value(values, SLOT_NEWEST, span_of(newest));
    }
    return newest != NULL;
}

bool document_set_values(struct document *document, const struct document_maker *maker, const struct reading *reading,
                         const struct reading *const *siblings, size_t siblings_len)
{
    const struct page *page = reading->page;
    struct values values = {document, array_new(document, struct xapc_value, SLOT_TAXONOMY + page->taxonomies_len), 0};
    int year, month, day;

    if (!values.at)
        return false;
    if (page->date.known) {
        set_number(&values, SLOT_DATE, (double)page->date.seconds);
        instant_fields(page->date, &year, &month, &day);
        set_value(&values, SLOT_YEAR, span_of(talloc_asprintf(document, "%04d", year)));
    }
    if (page->expiry.known)
        set_number(&values, SLOT_EXPIRY, (double)page->expiry.seconds);
    if (maker->sharded && !set_order(&values, page))
        return false;
    set_value(&values, SLOT_SET, span_of(page->translation_key));
    set_value(&values, SLOT_LANG, span_of(page->lang));
    set_value(&values, SLOT_SECTION, span_of(page->section));
    set_list(&values, SLOT_TAGS, page->tags, page->tags_len);
    set_taxonomies(&values, maker->settings, page);
    if (!set_rank(&values, maker, reading, siblings, siblings_len))
        return false;
    document->it.values = values.at;
    document->it.values_len = values.len;
    return true;
}
