/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/page_make.h"

#include "corpus/address.h"
#include "corpus/nearest.h"

struct making {
    void *ctx;
    const struct page_maker *maker;
    const struct page_source_file *file;
    const struct hugo_language *lang;
    struct values values;
    struct page *page;
    struct error *err;
};

/* ---- texts ---- */

/* As its author meant it, kept as long as the pages. */
static const char *mended(struct making *m, const char *text)
{
    return need(clean_mojibake(m->maker->pages, span_of(text), NULL));
}

static const char *mended_line(struct making *m, const char *text)
{
    char *whole = need(clean_mojibake(m->ctx, span_of(text), NULL));
    return need(clean_line(m->maker->pages, span_of(whole)));
}

static const char *value_text(struct making *m, const char *key)
{
    return yaml_text(m->ctx, values_get(&m->values, key));
}

static const char *kept(struct making *m, const char *text)
{
    return text_copy(m->maker->pages, span_of(text));
}

/* ---- taxonomies ---- */

struct strings page_terms(void *ctx, const struct values *values, const char *plural)
{
    struct strings terms = {0};
    const struct yaml *node = values_param(values, plural);
    size_t len = yaml_is_list(node) ? node->len : 1;
    for (size_t i = 0; i < len; i++) {
        const char *term = yaml_text(ctx, yaml_is_list(node) ? node->entries[i].value : node);
        if (*term)
            strings_add(ctx, &terms, term);
    }
    return terms;
}

static const char **keep_terms(struct making *m, const char *plural, size_t *len)
{
    struct strings terms = page_terms(m->ctx, &m->values, plural);
    const char **kept_terms = terms.len ? NEED_ARRAY(m->maker->pages, const char *, terms.len) : NULL;
    for (size_t i = 0; i < terms.len; i++)
        kept_terms[i] = mended(m, terms.at[i]);
    *len = terms.len;
    return kept_terms;
}

/* Tags are tags whatever the taxonomies: a site that lists none still writes them. */
static void read_taxonomies(struct making *m)
{
    const struct strings *plurals = &m->lang->taxonomies;
    struct page *page = m->page;
    page->tags = keep_terms(m, "tags", &page->tags_len);
    struct taxonomy_terms *others = NULL;
    for (size_t i = 0; i < plurals->len; i++) {
        if (strcmp(plurals->at[i], "tags") == 0)
            continue;
        struct taxonomy_terms one = {.taxonomy = plurals->at[i]};
        one.terms = keep_terms(m, plurals->at[i], &one.terms_len);
        if (one.terms_len == 0)
            continue;
        if (!others)
            others = NEED_ARRAY(m->maker->pages, struct taxonomy_terms, plurals->len);
        others[page->taxonomies_len++] = one;
    }
    page->taxonomies = others;
}

/* ---- search: {boost, exclude, keywords, pin, list} ---- */

static void warn(struct making *m, int line, const char *what, const char *mend)
{
    notice(m->maker->listener, NOTICE_WARNING, m->file->name, line, mend, "%s", what);
}

static const char **read_words(struct making *m, const struct yaml *search, const char *key, size_t *len)
{
    const struct yaml *node = yaml_get(search, key);
    *len = 0;
    if (yaml_is_null(node))
        return NULL;
    if (yaml_is_map(node)) {
        warn(m, node->line, text_format(m->ctx, "'search.%s' holds words", key),
             text_format(m->ctx, "write it as %s: [one, two words]", key));
        return NULL;
    }
    size_t max = yaml_is_list(node) ? node->len : 1;
    const char **words = NEED_ARRAY(m->maker->pages, const char *, max);
    for (size_t i = 0; i < max; i++) {
        const char *word = yaml_text(m->ctx, yaml_is_list(node) ? node->entries[i].value : node);
        if (*word)
            words[(*len)++] = mended_line(m, word);
    }
    return words;
}

static double read_boost(struct making *m, const struct yaml *search)
{
    const struct yaml *node = yaml_get(search, "boost");
    double boost;
    if (yaml_is_null(node))
        return 1;
    if (yaml_number(node, &boost) && boost > 0 && boost <= 100)
        return boost;
    warn(m, node->line, "'search.boost' is not a number between 0 and 100", "write it as boost: 1.5");
    return 1;
}

static void check_flag(struct making *m, const struct yaml *search, const char *key)
{
    bool value;
    const struct yaml *node = yaml_get(search, key);
    if (!yaml_is_null(node) && !yaml_bool(node, &value))
        warn(m, node->line, text_format(m->ctx, "'search.%s' is neither true nor false", key),
             text_format(m->ctx, "write it as %s: true", key));
}

static void read_search(struct making *m)
{
    static const char *const keys[] = {"boost", "exclude", "keywords", "pin", "list", NULL};
    const struct yaml *search = values_param(&m->values, "search");
    m->page->boost = 1;
    if (yaml_is_null(search))
        return;
    if (!yaml_is_map(search)) {
        warn(m, search->line, "'search' holds boost, exclude, keywords, pin and list",
             "write it as search: {boost: 1.5}");
        return;
    }
    for (size_t i = 0; i < search->len; i++) {
        const char *key = search->entries[i].key, *near = nearest(key, keys);
        if (near && text_same(key, near))
            continue;
        warn(m, search->entries[i].line, text_format(m->ctx, "'search.%s' is not known", key),
             near ? text_format(m->ctx, "did you mean %s?", near) : "there are boost, exclude, keywords, pin and list");
    }
    m->page->boost = read_boost(m, search);
    m->page->keywords = read_words(m, search, "keywords", &m->page->keywords_len);
    m->page->pins = read_words(m, search, "pin", &m->page->pins_len);
    check_flag(m, search, "exclude");
    check_flag(m, search, "list");
}

/* ---- the address ---- */

static bool read_address(struct making *m, const struct dates *dates)
{
    const struct yaml *url = values_get(&m->values, "url"), *slug = values_get(&m->values, "slug");
    const char *own = yaml_text(m->ctx, url);
    const char *end = slug ? slug_text(m->ctx, slug) : dates->slug ? dates->slug : "";
    if (text_begins(own, "http://") || text_begins(own, "https://"))
        return error_set(m->err, ERROR_INPUT, m->file->name, url->line,
                         "'url' is an address on this site, without a host", "write it as url: /about/");
    struct addressed addressed = {
        .lang = m->lang,
        .branches = m->maker->branches,
        .path = m->file->path,
        .kind = m->values.kind,
        .title = value_text(m, "title"),
        .slug = end,
        .url = own,
        .date = dates->date,
    };
    const char *unknown, *address = address_of(m->ctx, &addressed, &unknown);
    if (!address)
        return error_setf(m->err, ERROR_INPUT, *own ? m->file->name : m->maker->hugo->name, *own ? url->line : 0,
                          "use one of Hugo's, such as :year, :section, :slug", "the permalink token ':%s' is not known",
                          unknown);
    m->page->url = kept(m, address);
    return true;
}

/* ---- the page ---- */

static const char *kind_of(const struct making *m)
{
    if (m->file->path.bundle == BUNDLE_BRANCH)
        return branch_kind(m->lang, m->file->path.path);
    return strcmp(m->file->path.path, "/") == 0 ? "home" : "page";
}

/* Words such as yes are text since Hugo reads YAML 1.2, and text is no draft. */
static void tell_draft(struct making *m)
{
    bool value;
    const struct yaml *draft = values_get(&m->values, "draft");
    if (!yaml_is_null(draft) && !yaml_bool(draft, &value))
        warn(m, draft->line, "'draft' is neither true nor false, so the page is published", "write draft: true");
}

static void tell_doubled(struct making *m)
{
    const struct yaml *front = m->file->front;
    if (front->doubled)
        notice(m->maker->listener, NOTICE_WARNING, m->file->name, front->doubled_line, "keep one of the two",
               "the key '%s' is here twice, in different case", front->doubled);
}

static struct page *fill(struct making *m, const struct dates *dates, bool unlisted)
{
    struct page *page = NEED_NEW(m->maker->pages, struct page);
    m->page = page;
    if (!read_address(m, dates)) {
        talloc_free(page);
        return NULL;
    }
    const char *key = value_text(m, "translationkey");
    page->path = kept(m, m->file->name);
    page->file = kept(m, m->file->disk);
    page->lang = m->lang->code;
    page->title = mended_line(m, value_text(m, "title"));
    page->date = dates->date;
    page->lastmod = dates->lastmod;
    page->publish = dates->publish;
    page->expiry = dates->expiry;
    page->section = kept(m, m->file->path.section);
    page->kind = m->values.kind;
    page->description = mended(m, value_text(m, "description"));
    page->summary = mended(m, value_text(m, "summary"));
    page->translation_key = kept(m, *key ? key : m->file->path.path);
    page->unlisted = unlisted;
    page->front_matter_lines = m->file->front_lines;
    page->content = m->file->content;
    page->state = m->file->state;
    read_taxonomies(m);
    read_search(m);
    tell_doubled(m);
    tell_draft(m);
    return page;
}

struct made_page page_make(void *ctx, const struct page_maker *maker, const struct page_source_file *file,
                           const struct hugo_language *lang, struct error *err)
{
    struct making m = {.ctx = ctx, .maker = maker, .file = file, .lang = lang, .err = err};
    const char *kind = kind_of(&m);
    m.values = (struct values){file->front, branches_cascade(maker->branches, file->path.path), file->path.path, kind,
                               lang->code};
    struct made_page made = {.kind = kind};
    struct selection selection = {.lang = lang, .values = &m.values, .name = file->name, .now = maker->now};
    bool unlisted = false;
    made.verdict = select_by_values(&selection, &unlisted, err);
    if (made.verdict == VERDICT_WRONG || (made.verdict == VERDICT_DROPPED && file->path.bundle != BUNDLE_BRANCH))
        return made;
    struct dates_options options = {.lang = lang,
                                    .values = &m.values,
                                    .name = file->name,
                                    .base =
                                        file->path.bundle == BUNDLE_LEAF ? file->path.raw_base : file->path.file_base,
                                    .modified = file->state.mtime_ns};
    struct error unasked;
    if (!dates_read(ctx, &options, &made.dates, made.verdict == VERDICT_DROPPED ? &unasked : err)) {
        if (made.verdict != VERDICT_DROPPED)
            made.verdict = VERDICT_WRONG;
        return made;
    }
    if (select_by_dates(&selection, &made.dates) == VERDICT_DROPPED)
        made.verdict = VERDICT_DROPPED;
    if (made.verdict != VERDICT_SHOWN)
        return made;
    made.page = fill(&m, &made.dates, unlisted);
    if (!made.page)
        made.verdict = VERDICT_WRONG;
    return made;
}
