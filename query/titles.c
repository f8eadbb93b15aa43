/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/titles.h"

#include <stdlib.h>

#include "base/memory.h"

enum { PAGES_LOOKED_AT = 16, KEPT_MAX = 256, TERM_ROOM = 1 << 12, TITLE_MAX = 80, SECTIONS_MAX = 64 };

struct naming {
    struct answer *answer;
    struct index *index;
    const char *lang;
    struct error *err;
};

static bool no_memory(struct naming *naming)
{
    return error_set(naming->err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

/* ---- a title, read ---- */

/* Hugo's page of a section has the section's name for its id, and is in it. A title too long for a label is none. */
static bool names(const struct record *record, const char *lang, const char *section)
{
    return span_is(record->id, section) && span_is(record->section, section) && span_is(record->lang, lang) &&
           record->display_title.len > 0 && record->display_title.len <= TITLE_MAX;
}

/* *title stays NULL where this is not the page. */
static bool read_title(struct naming *naming, void *ctx, uint32_t docid, const char *section, const char **title)
{
    char *data = NULL;
    size_t len;
    if (!xapc_reader_data(naming->index->reader, docid, &data, &len, &naming->index->trouble))
        return false;
    struct record *record = record_load(ctx, (struct span){data, len}, naming->err);
    bool read = record != NULL;
    if (read && names(record, naming->lang, section)) {
        *title = span_copy(ctx, record->display_title);
        read = *title || no_memory(naming);
    }
    talloc_free(record);
    free(data);
    return read;
}

static bool look_up(struct naming *naming, void *ctx, const char *section, const char **title)
{
    struct index *index = naming->index;
    struct buffer term = buffer_new(naming->answer, TERM_ROOM);
    struct span name = schema_filter(&term, TERM_ID, span_of(section));
    uint32_t *docids = NULL;
    size_t len = 0;
    *title = NULL;
    bool read = xapc_reader_postings(index->reader, bytes_of(name), PAGES_LOOKED_AT, &docids, &len, &index->trouble);
    for (size_t i = 0; read && !*title && i < len; i++)
        read = read_title(naming, ctx, docids[i], section, title);
    free(docids);
    return read;
}

/* ---- and remembered, until another generation is read ---- */

static const struct section_title *remembered(const struct generation *generation, const char *lang,
                                              const char *section)
{
    for (size_t i = 0; i < generation->titles_len; i++)
        if (strcmp(generation->titles[i].section, section) == 0 && strcmp(generation->titles[i].lang, lang) == 0)
            return &generation->titles[i];
    return NULL;
}

static bool remember(struct naming *naming, const char *section, const char *title)
{
    struct generation *generation = naming->index->generation;
    if (generation->titles_len == KEPT_MAX)
        return true;
    struct section_title *titles =
        array_resize(generation, generation->titles, struct section_title, generation->titles_len + 1);
    if (!titles)
        return no_memory(naming);
    generation->titles = titles;
    struct section_title one = {talloc_strdup(titles, section), talloc_strdup(titles, naming->lang),
                                title ? talloc_strdup(titles, title) : NULL};
    if (!one.section || !one.lang || (title && !one.title))
        return no_memory(naming);
    titles[generation->titles_len++] = one;
    return true;
}

static bool title_of(struct naming *naming, const char *section, const char **title)
{
    const struct section_title *known = remembered(naming->index->generation, naming->lang, section);
    if (!known)
        return look_up(naming, naming->answer, section, title) && remember(naming, section, *title);
    *title = known->title ? talloc_strdup(naming->answer, known->title) : NULL;
    return *title || !known->title || no_memory(naming);
}

/* ---- those of an answer ---- */

static bool is_named(const struct answer *answer, const char *section)
{
    for (size_t i = 0; i < answer->section_titles_len; i++)
        if (strcmp(answer->section_titles[i].section, section) == 0)
            return true;
    return false;
}

static bool name_section(struct naming *naming, const char *section)
{
    struct answer *answer = naming->answer;
    const char *title;
    if (!section || !*section || answer->section_titles_len == SECTIONS_MAX || is_named(answer, section))
        return true;
    if (!title_of(naming, section, &title))
        return false;
    if (title)
        answer->section_titles[answer->section_titles_len++] = (struct section_title){section, naming->lang, title};
    return true;
}

static bool name_counted(struct naming *naming, const struct facet *facet)
{
    for (size_t i = 0; strcmp(facet->name, "section") == 0 && i < facet->counts_len; i++)
        if (!name_section(naming, facet->counts[i].value))
            return false;
    return true;
}

bool titles_add(struct answer *answer, struct index *index, struct error *err)
{
    const char *lang = answer->request->lang ? answer->request->lang : index->generation->codes[0];
    struct naming naming = {answer, index, lang, err};
    answer->section_titles = array_new(answer, struct section_title, SECTIONS_MAX);
    if (!answer->section_titles)
        return no_memory(&naming);
    for (size_t i = 0; i < answer->hits_len; i++)
        if (!name_section(&naming, answer->hits[i].section))
            return false;
    for (size_t i = 0; i < answer->facets_len; i++)
        if (!name_counted(&naming, &answer->facets[i]))
            return false;
    return true;
}
