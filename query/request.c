/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/request.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/memory.h"

enum { FILTERS_MAX = 32, ALTERNATIVES_MAX = 64, FACETS_MAX = 16, VALUE_MAX = 512, LINK_MAX = 64 << 10 };

struct request *request_new(void *ctx)
{
    struct request *request = talloc_zero(ctx, struct request);

    if (!request)
        return NULL;
    request->q = "";
    request->limit = 10;
    request->typing = true;
    request->count_exactly = 10000;
    request->time_budget = 0.05;
    request->query_bytes = QUERY_MAX_BYTES;
    request->query_terms = QUERY_MAX_TERMS;
    return request;
}

/* ---- one parameter ---- */

static bool refuse(struct error *err, const char *reason)
{
    return error_set(err, ERROR_INPUT, NULL, 0, reason, NULL);
}

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

static bool set_text(struct request *request, const char **to, const char *value, struct error *err)
{
    *to = talloc_strdup(request, value);
    return *to || error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

static bool set_lang(struct request *request, const char *value, struct error *err)
{
    size_t len = strlen(value);

    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)value[i]) && value[i] != '-' && value[i] != '_')
            return refuse(err, "lang must be a language code such as en or pt-br");
    if (len > 35)
        return refuse(err, "lang must be a language code such as en or pt-br");
    if (len == 0) {
        request->lang = NULL;
        return true;
    }
    return set_text(request, &request->lang, value, err);
}

static bool set_number(uint32_t *to, const char *value, uint32_t least, uint32_t most, const char *reason,
                       struct error *err)
{
    uint32_t number = 0;

    for (const char *at = value; *at; at++) {
        if (!isdigit((unsigned char)*at) || number > most)
            return refuse(err, reason);
        number = number * 10 + (uint32_t)(*at - '0');
    }
    if (!*value || number < least || number > most)
        return refuse(err, reason);
    *to = number;
    return true;
}

static bool set_date(struct request *request, const char **to, const char *value, const char *reason,
                     struct error *err)
{
    int64_t seconds;

    if (!*value) {
        *to = NULL;
        return true;
    }
    if (!instant_from_date(span_of(value), false, &seconds))
        return refuse(err, reason);
    return set_text(request, to, value, err);
}

static bool set_sort(struct request *request, const char *value, struct error *err)
{
    bool date = strcmp(value, "date") == 0;

    if (!date && *value && strcmp(value, "relevance") != 0)
        return refuse(err, "sort must be relevance or date");
    request->sort = date ? SORT_DATE : SORT_RELEVANCE;
    return true;
}

static bool set_flag(bool *to, const char *value, struct error *err)
{
    if (strcmp(value, "1") == 0 || strcmp(value, "true") == 0)
        *to = true;
    else if (!*value || strcmp(value, "0") == 0 || strcmp(value, "false") == 0)
        *to = false;
    else
        return refuse(err, "explain must be 0 or 1");
    return true;
}

/* The parts of a list, trimmed, empty ones left out. Room for ALTERNATIVES_MAX; more are too many. */
static bool split(void *ctx, const char *value, const char **out, size_t *len)
{
    struct span rest = span_of(value), piece;

    *len = 0;
    while (span_cut(&rest, ',', &piece)) {
        piece = span_trim(piece);
        if (piece.len == 0)
            continue;
        if (*len == ALTERNATIVES_MAX)
            return false;
        out[*len] = span_copy(ctx, piece);
        if (!out[*len])
            return false;
        (*len)++;
    }
    return true;
}

static bool add_filter(struct request *request, const char *facet, const char *value, struct error *err)
{
    const char *alternatives[ALTERNATIVES_MAX];
    size_t len;

    if (strlen(value) > VALUE_MAX * 8)
        return refuse(err, "a filter takes at most 64 alternatives");
    if (!split(request, value, alternatives, &len))
        return len == ALTERNATIVES_MAX ? refuse(err, "a filter takes at most 64 alternatives") : no_memory(err);
    if (len == 0)
        return true;
    if (request->filters_len == FILTERS_MAX)
        return refuse(err, "at most 32 filters can be given");

    struct request_filter *filters =
        array_resize(request, request->filters, struct request_filter, request->filters_len + 1);

    if (!filters)
        return no_memory(err);
    request->filters = filters;

    struct request_filter one = {talloc_strdup(request, facet),
                                 talloc_memdup(request, alternatives, len * sizeof *alternatives), len};

    if (!one.facet || !one.alternatives)
        return no_memory(err);
    filters[request->filters_len++] = one;
    return true;
}

bool request_is_facet(const char *name)
{
    return strcmp(name, "tag") == 0 || strcmp(name, "section") == 0 || strcmp(name, "lang") == 0 ||
           strcmp(name, "year") == 0 || (strncmp(name, "tax.", 4) == 0 && name[4]);
}

static bool has_facet(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->facets_len; i++)
        if (strcmp(request->facets[i], name) == 0)
            return true;
    return false;
}

static bool add_facets(struct request *request, const char *value, struct error *err)
{
    const char *names[ALTERNATIVES_MAX];
    size_t len;

    if (!split(request, value, names, &len))
        return len == ALTERNATIVES_MAX ? refuse(err, "facets takes at most 16 names") : no_memory(err);
    for (size_t i = 0; i < len; i++) {
        if (!request_is_facet(names[i]))
            return refuse(err, "facets must be of tag, section, lang, year and tax.NAME");
        if (has_facet(request, names[i]))
            continue;
        if (request->facets_len == FACETS_MAX)
            return refuse(err, "facets takes at most 16 names");
        const char **facets = array_resize(request, request->facets, const char *, request->facets_len + 1);
        if (!facets)
            return no_memory(err);
        request->facets = facets;
        facets[request->facets_len++] = names[i];
    }
    return true;
}

static bool set_fields(struct request *request, const char *value, struct error *err)
{
    const char *names[ALTERNATIVES_MAX];
    size_t len;

    if (!split(request, value, names, &len))
        return len == ALTERNATIVES_MAX ? refuse(err, "fields takes at most 64 names") : no_memory(err);
    for (size_t i = 0; i < len; i++)
        if (!request_is_field(names[i]))
            return refuse(err, "fields must be of the members of an answer, such as hits.url");
    request->fields = len > 0 ? talloc_memdup(request, names, len * sizeof *names) : NULL;
    request->fields_len = request->fields ? len : 0;
    return request->fields || len == 0 || no_memory(err);
}

bool request_set(struct request *request, const char *name, const char *value, struct error *err)
{
    if (strcmp(name, "q") == 0)
        return set_text(request, &request->q, value, err);
    if (strcmp(name, "lang") == 0)
        return set_lang(request, value, err);
    if (strcmp(name, "tag") == 0 || strcmp(name, "section") == 0 || (strncmp(name, "tax.", 4) == 0 && name[4]))
        return add_filter(request, name, value, err);
    if (strcmp(name, "from") == 0)
        return set_date(request, &request->from, value, "from must be a date such as 2024-03-31", err);
    if (strcmp(name, "to") == 0)
        return set_date(request, &request->to, value, "to must be a date such as 2024-03-31", err);
    if (strcmp(name, "sort") == 0)
        return set_sort(request, value, err);
    if (strcmp(name, "limit") == 0)
        return set_number(&request->limit, value, 1, QUERY_MAX_LIMIT, "limit must be between 1 and 50", err);
    if (strcmp(name, "offset") == 0)
        return set_number(&request->offset, value, 0, QUERY_MAX_DEPTH - 1, "offset must be between 0 and 999", err);
    if (strcmp(name, "facets") == 0)
        return add_facets(request, value, err);
    if (strcmp(name, "fields") == 0)
        return set_fields(request, value, err);
    if (strcmp(name, "suggest") == 0)
        return set_number(&request->suggest, value, 0, QUERY_MAX_SUGGEST, "suggest must be between 0 and 20", err);
    if (strcmp(name, "explain") == 0)
        return set_flag(&request->explain, value, err);
    return true;
}

bool request_check(const struct request *request, const char **name, struct error *err)
{
    int64_t from, to;

    *name = "offset";
    if (request->offset + request->limit > QUERY_MAX_DEPTH)
        return refuse(err, "offset and limit must not go beyond 1000 together");
    *name = "from";
    if (request->from && request->to && instant_from_date(span_of(request->from), false, &from) &&
        instant_from_date(span_of(request->to), false, &to) && from > to)
        return refuse(err, "from must not be after to");
    *name = NULL;
    return true;
}

/* ---- the whole as text ---- */

static void add_escaped(struct buffer *out, const char *value)
{
    for (struct span rest = span_of(value), piece; span_cut(&rest, ' ', &piece);) {
        url_escape(out, piece);
        if (piece.at + piece.len < rest.at)
            buffer_char(out, '+');
    }
}

static void add_parameter(struct buffer *out, const char *name, const char *value)
{
    if (out->len > 0)
        buffer_char(out, '&');
    url_escape(out, span_of(name));
    buffer_char(out, '=');
    add_escaped(out, value);
}

static void add_list(struct buffer *out, const char *name, const char *const *values, size_t len)
{
    if (out->len > 0)
        buffer_char(out, '&');
    url_escape(out, span_of(name));
    for (size_t i = 0; i < len; i++) {
        buffer_char(out, i == 0 ? '=' : ',');
        add_escaped(out, values[i]);
    }
}

static void add_number(struct buffer *out, const char *name, uint32_t number)
{
    buffer_format(out, "%s%s=%u", out->len ? "&" : "", name, number);
}

static void add_range(struct buffer *out, const struct request *request)
{
    if (request->from)
        add_parameter(out, "from", request->from);
    if (request->to)
        add_parameter(out, "to", request->to);
    if (request->sort == SORT_DATE)
        add_parameter(out, "sort", "date");
}

char *request_link(void *ctx, const struct request *request, uint32_t offset)
{
    struct buffer out = buffer_new(ctx, LINK_MAX);
    char *line = clean_line(ctx, span_of(request->q));

    if (!line)
        return NULL;
    add_parameter(&out, "q", line);
    if (request->lang)
        add_parameter(&out, "lang", request->lang);
    for (size_t i = 0; i < request->filters_len; i++)
        add_list(&out, request->filters[i].facet, request->filters[i].alternatives,
                 request->filters[i].alternatives_len);
    add_range(&out, request);
    if (offset > 0)
        add_number(&out, "offset", offset);
    if (request->limit != 10)
        add_number(&out, "limit", request->limit);
    if (request->facets_len > 0)
        add_list(&out, "facets", request->facets, request->facets_len);
    if (request->fields_len > 0)
        add_list(&out, "fields", request->fields, request->fields_len);
    if (request->suggest > 0)
        add_number(&out, "suggest", request->suggest);
    if (request->explain)
        add_parameter(&out, "explain", "1");
    talloc_free(line);
    return out.full ? NULL : out.at;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char **sorted(void *ctx, const char *const *texts, size_t len)
{
    const char **copy = array_new(ctx, const char *, len);

    for (size_t i = 0; copy && i < len; i++)
        copy[i] = texts[i];
    if (copy && len > 0)
        qsort(copy, len, sizeof *copy, by_text);
    return copy;
}

/* A filter's own text; filters are then sorted by it. */
static const char *filter_text(void *ctx, const struct request_filter *filter)
{
    struct buffer out = buffer_new(ctx, LINK_MAX);
    const char **alternatives = sorted(ctx, filter->alternatives, filter->alternatives_len);

    if (alternatives)
        add_list(&out, filter->facet, alternatives, filter->alternatives_len);
    return alternatives && !out.full ? buffer_string(&out) : NULL;
}

static char *lower(void *ctx, const char *text)
{
    char *copy = talloc_strdup(ctx, text);

    for (char *at = copy; at && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return copy;
}

/* The filters' texts in their order; NULL when memory ran out, for what is left out would be another request. */
static const char **sorted_filters(void *work, const struct request *request)
{
    const char **filters = array_new(work, const char *, request->filters_len);

    for (size_t i = 0; filters && i < request->filters_len; i++) {
        filters[i] = filter_text(work, &request->filters[i]);
        if (!filters[i])
            return NULL;
    }
    if (filters && request->filters_len > 0)
        qsort(filters, request->filters_len, sizeof *filters, by_text);
    return filters;
}

static char *normal_in(void *ctx, void *work, const struct request *request)
{
    struct buffer out = buffer_new(ctx, LINK_MAX);
    const char **filters = sorted_filters(work, request);
    const char **facets = sorted(work, request->facets, request->facets_len);
    const char **fields = sorted(work, request->fields, request->fields_len);
    char *text = clean_text(work, span_of(request->q), NULL), *line = text ? clean_line(work, span_of(text)) : NULL;
    char *lang = lower(work, request->lang ? request->lang : "");

    if (!filters || !facets || !fields || !line || !lang)
        return NULL;
    add_parameter(&out, "q", line);
    if (request->lang)
        add_parameter(&out, "lang", lang);
    for (size_t i = 0; i < request->filters_len; i++)
        buffer_format(&out, "&%s", filters[i]);
    add_range(&out, request);
    add_number(&out, "offset", request->offset);
    add_number(&out, "limit", request->limit);
    if (request->facets_len > 0)
        add_list(&out, "facets", facets, request->facets_len);
    if (request->fields_len > 0)
        add_list(&out, "fields", fields, request->fields_len);
    if (request->suggest > 0)
        add_number(&out, "suggest", request->suggest);
    buffer_format(&out, "&explain=%d&typing=%d&count=%u", request->explain, request->typing, request->count_exactly);
    return out.full ? NULL : out.at;
}

char *request_normal(void *ctx, const struct request *request)
{
    void *work = talloc_new(ctx);
    char *normal = work ? normal_in(ctx, work, request) : NULL;

    talloc_free(work);
    return normal;
}
