/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/dates.h"

#include <ctype.h>

/* Hugo notes a date that it found under the four names of its own, where the page has none of that name; the next
 * date asks those too. So a bare lastmod is also the date, and with it the day of publishing. */
struct found {
    const char *key;
    struct instant value;
};

struct reading {
    void *ctx;
    const struct dates_options *options;
    struct dates *out;
    struct found noted[4];
    size_t noted_len;
    struct error *err;
};

static bool refuse(struct reading *r, const char *key, const struct yaml *node)
{
    bool truth;
    if (text_same(key, "published") && yaml_bool(node, &truth))
        return error_set(r->err, ERROR_INPUT, r->options->name, node->line, "'published' is a date to Hugo",
                         truth ? "take it out" : "write draft: true");
    return error_setf(r->err, ERROR_INPUT, r->options->name, node->line,
                      "write it as 2024-03-31 or 2024-03-31T10:00:00+02:00", "'%s' is not a date", key);
}

/* Seconds since 1970 are a number without quotes; a year alone is not meant as such. */
static bool number_date(const struct yaml *node, struct instant *out)
{
    int64_t seconds;
    if (!yaml_whole(node, &seconds) || (seconds > 0 && seconds < 10000))
        return false;
    *out = (struct instant){.known = true, .seconds = seconds};
    return true;
}

static bool all_digits(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == '\0';
}

static bool from_key(struct reading *r, const char *key, struct instant *out)
{
    const struct yaml *node = values_get(r->options->values, key);
    if (!node) {
        for (size_t i = 0; i < r->noted_len; i++) {
            if (strcmp(r->noted[i].key, key) == 0)
                *out = r->noted[i].value;
        }
        return true;
    }
    if (yaml_is_null(node) || (yaml_is_scalar(node) && !*node->text))
        return true;
    if (number_date(node, out))
        return true;
    if (!yaml_is_scalar(node) || all_digits(node->text) ||
        !instant_parse(span_of(node->text), r->options->lang->time_zone, out))
        return refuse(r, key, node);
    return true;
}

/* 2024-01-02-hello: the date, and "hello" for the address. */
static void from_name(struct reading *r, struct instant *out)
{
    struct span name = span_of(r->options->base);
    const char *shape = "dddd-dd-dd";
    for (size_t i = 0; shape[i]; i++) {
        if (i >= name.len || (shape[i] == 'd' ? !isdigit((unsigned char)name.at[i]) : name.at[i] != '-'))
            return;
    }
    if (!instant_parse(span_first(name, strlen(shape)), r->options->lang->time_zone, out))
        return;
    struct span slug = span_from(name, strlen(shape));
    while (slug.len > 0 && strchr(" -_", slug.at[0]))
        slug = span_from(slug, 1);
    while (slug.len > 0 && strchr(" -_", slug.at[slug.len - 1]))
        slug = span_first(slug, slug.len - 1);
    r->out->slug = text_copy(r->ctx, slug);
}

static bool from_sources(struct reading *r, const struct strings *sources, const char *name, struct instant *out)
{
    *out = (struct instant){0};
    for (size_t i = 0; i < sources->len && !out->known; i++) {
        const char *source = sources->at[i];
        if (strcmp(source, ":filename") == 0)
            from_name(r, out);
        else if (strcmp(source, ":filemodtime") == 0)
            *out = (struct instant){.known = true, .seconds = r->options->modified / 1000000000};
        else if (source[0] != ':' && !from_key(r, source, out))
            return false; /* ":git" is never known: history is not content */
    }
    if (out->known && !values_get(r->options->values, name))
        r->noted[r->noted_len++] = (struct found){name, *out};
    return true;
}

bool dates_read(void *ctx, const struct dates_options *options, struct dates *out, struct error *err)
{
    *out = (struct dates){0};
    struct reading r = {.ctx = ctx, .options = options, .out = out, .err = err};
    const struct date_sources *sources = &options->lang->dates;
    return from_sources(&r, &sources->date, "date", &out->date) &&
           from_sources(&r, &sources->lastmod, "lastmod", &out->lastmod) &&
           from_sources(&r, &sources->publish, "publishdate", &out->publish) &&
           from_sources(&r, &sources->expiry, "expirydate", &out->expiry);
}
