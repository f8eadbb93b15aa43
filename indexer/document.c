/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/document.h"

#include <strings.h>

#include "base/fold.h"
#include "indexer/postings.h"
#include "indexer/record.h"
#include "indexer/weak.h"

enum { TERM_TEXT_MAX = 1 << 16 };

/* The entries of a word's terms, once it was met. */
struct met {
    bool is;
    uint32_t stem;
};

struct making {
    const struct document_maker *maker;
    const struct reading *reading;
    const char *lang;
    struct document *document;
    struct postings *postings;
    struct weak *parts;
    struct met *met; /* by the word's number in the vocabulary */
    struct buffer term, marked;
    uint32_t position; /* of the next field's first word */
};

/* ---- text ---- */

static uint32_t add_text_term(struct making *making, const char *prefix, struct span text)
{
    return postings_add(making->postings, schema_term(&making->term, prefix, 0, making->lang, text), 0, NO_POSITION);
}

static const struct met *meet(struct making *making, const struct word *word)
{
    struct met *met = &making->met[word->number];

    if (!met->is) {
        *met = (struct met){true, add_text_term(making, TERM_STEM, word->stem)};
        if (!span_equal(word->form, word->stem))
            add_text_term(making, TERM_EXACT, word->form);
    }
    return met;
}

static void add_word(struct making *making, const struct word *word, enum field field, uint32_t position)
{
    postings_add_to(making->postings, meet(making, word)->stem, field_wdf[field], position);
    if (field == FIELD_TITLE)
        add_text_term(making, TERM_TITLE, word->stem);
    if (field == FIELD_HEADING)
        add_text_term(making, TERM_HEADING, word->stem);
    for (size_t i = 0; i < word->parts_len; i++)
        weak_add(making->parts, word->parts[i], field == FIELD_TITLE ? field_wdf[FIELD_TITLE] : 1);
}

/* As its words are spelt in the text that they were read from. */
static void add_marked(struct making *making, const struct words *words, const char *text)
{
    for (size_t i = 0; words && i < words->len; i++) {
        const struct word *word = &words->at[i];
        if (word->joined || word->gram || word->stop)
            continue;
        buffer_clear(&making->marked);
        if (fold_marked(&making->marked, (struct span){text + word->start, word->end - word->start}) &&
            !span_equal(buffer_view(&making->marked), word->form))
            add_text_term(making, TERM_MARKED, buffer_view(&making->marked));
    }
}

/* Returns the position of the field's first word. */
static uint32_t add_field(struct making *making, const struct words *words, enum field field)
{
    uint32_t first = making->position;

    for (size_t i = 0; words && i < words->len; i++)
        add_word(making, &words->at[i], field, first + words->at[i].position);
    making->position = first + (words ? words->positions : 0) + FIELD_GAP;
    return first;
}

static void add_text(struct making *making, struct record_positions *positions)
{
    const struct reading *reading = making->reading;

    add_marked(making, reading->title, reading->body->display_title);
    positions->title = add_field(making, reading->title, FIELD_TITLE);
    positions->lead = add_field(making, reading->lead, FIELD_DESCRIPTION);
    for (size_t i = 0; i < reading->body->sections_len; i++) {
        positions->headings[i] = add_field(making, reading->headings[i], FIELD_HEADING);
        positions->texts[i] = add_field(making, reading->texts[i], FIELD_BODY);
        add_marked(making, reading->headings[i], reading->body->sections[i].title);
        add_marked(making, reading->texts[i], reading->body->sections[i].text);
    }
    add_field(making, reading->tags, FIELD_TAG);
    add_field(making, reading->keywords, FIELD_KEYWORD);
    add_field(making, reading->alts, FIELD_ALT);
    add_field(making, reading->kind_words, FIELD_KIND);
}

/* ---- what translations lend ---- */

struct lending {
    struct weak *stems, *parts;
};

static void lend(struct lending to, const struct words *words, unsigned times)
{
    for (size_t i = 0; words && i < words->len; i++) {
        weak_add(to.stems, words->at[i].stem, times);
        for (size_t k = 0; k < words->at[i].parts_len; k++)
            weak_add(to.parts, words->at[i].parts[k], times);
    }
}

static bool add_sibling(struct making *making, const struct reading *sibling)
{
    const char *lang = analyser_code(making->maker->analyser, sibling->language);
    struct lending to = {weak_new(making->document, TERM_SIBLING, lang, sibling->length),
                         weak_new(making->document, TERM_SIBLING_PART, lang, sibling->length)};

    lend(to, sibling->title, field_wdf[FIELD_TITLE]);
    lend(to, sibling->lead, 1);
    lend(to, sibling->tags, field_wdf[FIELD_TAG]);
    lend(to, sibling->keywords, field_wdf[FIELD_KEYWORD]);
    for (size_t i = 0; i < sibling->body->sections_len; i++) {
        lend(to, sibling->headings[i], field_wdf[FIELD_HEADING]);
        lend(to, sibling->texts[i], 1);
    }
    return weak_write(to.stems, making->postings) && weak_write(to.parts, making->postings);
}

/* ---- filters ---- */

static void add_filter(struct making *making, const char *prefix, struct span text)
{
    postings_add(making->postings, schema_filter(&making->term, prefix, text), 0, NO_POSITION);
}

static void add_key(struct making *making, const char *prefix, const char *text)
{
    char *key = fold_key(making->document, span_of(text));

    if (key && *key)
        add_filter(making, prefix, span_of(key));
}

static void add_pins(struct making *making)
{
    const struct page *page = making->reading->page;

    for (size_t i = 0; i < page->pins_len; i++) {
        struct words *words = analyse(making->document, making->maker->analyser, making->reading->language,
                                      span_of(page->pins[i]));
        struct buffer key = buffer_new(making->document, TERM_TEXT_MAX);
        for (size_t k = 0; words && k < words->len; k++) {
            if (words->at[k].joined)
                continue;
            buffer_text(&key, key.len ? " " : "");
            buffer_span(&key, words->at[k].stem);
        }
        if (key.len > 0)
            postings_add(making->postings,
                         schema_term(&making->term, TERM_PIN, 0, making->lang, buffer_view(&key)), 0, NO_POSITION);
    }
}

static void add_tags(struct making *making, const struct page *page)
{
    for (size_t i = 0; i < page->tags_len; i++)
        add_key(making, TERM_TAG, page->tags[i]);
    for (size_t i = 0; i < page->taxonomies_len; i++) {
        const struct taxonomy_terms *taxonomy = &page->taxonomies[i];
        char *prefix = talloc_asprintf(making->document, "%s%s:", TERM_TAXONOMY, taxonomy->taxonomy);
        for (size_t k = 0; prefix && k < taxonomy->terms_len; k++)
            add_key(making, prefix, taxonomy->terms[k]);
    }
}

static bool is_among(const struct page *const *pages, size_t len, const char *lang)
{
    for (size_t i = 0; i < len; i++)
        if (strcmp(pages[i]->lang, lang) == 0)
            return true;
    return false;
}

/* By all translations, those too that lend no words. */
static void add_lone(struct making *making)
{
    const struct page *page = making->reading->page;
    const struct analyser *analyser = making->maker->analyser;

    for (size_t i = 0; i < analyser_languages(analyser); i++) {
        const char *lang = analyser_code(analyser, (int)i);
        if (strcmp(lang, page->lang) != 0 && !is_among(page->translations, page->translations_len, lang))
            add_filter(making, TERM_LONE, span_of(lang));
    }
}

static void add_filters(struct making *making)
{
    const struct page *page = making->reading->page;

    add_filter(making, TERM_PATH, span_of(page->path));
    add_filter(making, TERM_ID, span_of(page_id(making->document, page)));
    add_filter(making, TERM_LANG, span_of(page->lang));
    add_filter(making, TERM_SECTION, span_of(page->section));
    add_filter(making, TERM_SET, span_of(page->translation_key));
    /* It is one page in two languages: who asks for union has the Dutch page too, which is tagged vakbond. */
    add_tags(making, page);
    for (size_t i = 0; i < page->translations_len; i++)
        add_tags(making, page->translations[i]);
    add_pins(making);
}

/* ---- suggestions ---- */

static struct span suggest_key(struct span key)
{
    size_t len = key.len < SUGGEST_KEY_MAX ? key.len : SUGGEST_KEY_MAX;

    while (len < key.len && len > 0 && ((unsigned char)key.at[len] & 0xC0) == 0x80)
        len--;
    return span_first(key, len);
}

static void add_suggestion(struct making *making, enum suggest_level level, const char *line, size_t starts)
{
    char *folded = fold_key(making->document, span_of(line));
    struct span key = span_of(folded);
    size_t blank;

    for (; key.len > 0 && starts > 0; starts--) {
        postings_add(making->postings,
                     schema_term(&making->term, TERM_SUGGEST, level, making->lang, suggest_key(key)), 0, NO_POSITION);
        key = span_find(key, SPAN(" "), &blank) ? span_from(key, blank + 1) : SPAN("");
    }
}

static void add_suggestions(struct making *making)
{
    const struct page *page = making->reading->page;
    const struct page_body *body = making->reading->body;

    if (page->unlisted)
        return;
    add_suggestion(making, SUGGEST_TITLE, body->display_title, SUGGEST_TITLE_STARTS);
    for (size_t i = 1; i < body->sections_len; i++)
        add_suggestion(making, SUGGEST_HEADING, body->sections[i].title, SUGGEST_HEADING_STARTS);
    for (size_t i = 0; i < page->tags_len; i++)
        add_suggestion(making, SUGGEST_TAG, page->tags[i], 1);
}

/* ---- the whole ---- */

static struct making *making_new(void *ctx, const struct document_maker *maker, const struct reading *reading)
{
    struct document *document = talloc_zero(ctx, struct document);
    struct making *making = document ? talloc_zero(document, struct making) : NULL;

    if (!making) {
        talloc_free(document);
        return NULL;
    }
    making->maker = maker;
    making->reading = reading;
    making->lang = reading->language < 0 ? reading->page->lang : analyser_code(maker->analyser, reading->language);
    making->document = document;
    making->postings = postings_new(document);
    making->met = talloc_zero_array(document, struct met, (unsigned)vocabulary_len(reading->vocabulary));
    making->parts = weak_new(document, TERM_PART, making->lang, reading->length);
    making->term = buffer_new(document, TERM_TEXT_MAX);
    making->marked = buffer_new(document, TERM_TEXT_MAX);
    making->position = 1;
    return making;
}

struct document *document_new(void *ctx, const struct document_maker *maker, const struct reading *reading,
                              const struct reading *const *siblings, size_t siblings_len)
{
    struct making *making = making_new(ctx, maker, reading);
    if (!making)
        return NULL;

    struct document *document = making->document;
    struct record_positions *positions = record_positions_new(document, reading->body->sections_len);
    bool made = making->postings && making->met && making->parts && positions;

    if (made) {
        add_text(making, positions);
        add_filters(making);
        add_lone(making);
        add_suggestions(making);
        made = weak_write(making->parts, making->postings);
    }
    for (size_t i = 0; i < siblings_len && made; i++)
        made = add_sibling(making, siblings[i]);
    if (made) {
        document->it.postings = postings_list(making->postings, &document->it.postings_len);
        document->unique = schema_filter(&making->term, TERM_PATH, span_of(reading->page->path));
        made = document->it.postings && !making->term.full &&
               document_set_record(document, reading, positions, siblings, siblings_len) &&
               document_set_values(document, maker, reading, siblings, siblings_len);
    }
    if (!made) {
        talloc_free(document);
        return NULL;
    }
    return document;
}
