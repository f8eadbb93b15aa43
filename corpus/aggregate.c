/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hugo's hugolib/content_map_page_assembler.go, applyAggregates. */
#include "corpus/aggregate.h"

#include <stdlib.h>

#include "corpus/site.h"

struct lists {
    const struct dated **at; /* sorted by path and language */
    size_t len;
    int64_t now;
};

static int compare(const void *a, const void *b)
{
    const struct dated *x = a, *y = b;
    int order = strcmp(x->path, y->path);
    return order ? order : strcmp(x->lang, y->lang);
}

static struct page *find(const struct lists *lists, const char *path, const char *lang)
{
    const struct dated wanted = {.path = path, .lang = lang};
    size_t low = 0, high = lists->len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(&wanted, lists->at[middle]);
        if (order == 0)
            return lists->at[middle]->list;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool is_after(struct instant a, struct instant b)
{
    return a.known && (!b.known || a.seconds > b.seconds);
}

static void take(const struct lists *lists, struct page *list, const struct dates *dates)
{
    if (is_after(dates->date, list->date))
        list->date = dates->date;
    if (is_after(dates->lastmod, list->lastmod))
        list->lastmod = dates->lastmod;
    if (is_after(dates->publish, list->publish) && dates->publish.seconds < lists->now)
        list->publish = dates->publish;
}

static void send_up(const struct lists *lists, const struct dated *item, const char *from)
{
    char *path = need(talloc_strdup(NULL, from));
    while (strcmp(path, "/") != 0) {
        char *slash = strrchr(path, '/');
        slash[slash == path] = '\0';
        struct page *list = find(lists, path, item->lang);
        if (list)
            take(lists, list, &item->dates);
    }
    talloc_free(path);
}

/* A term has the pages that name it, and passes their dates on to its taxonomy. */
static void send_to_terms(const struct lists *lists, const struct dated *item)
{
    for (size_t i = 0; i < item->terms.len; i++) {
        struct page *term = find(lists, item->terms.at[i], item->lang);
        if (term)
            take(lists, term, &item->dates);
        send_up(lists, item, item->terms.at[i]);
    }
}

void aggregate_dates(void *ctx, struct dated *items, size_t len, int64_t now)
{
    struct lists lists = {.at = NEED_ARRAY(ctx, const struct dated *, len), .now = now};
    if (len > 1)
        qsort(items, len, sizeof *items, compare);
    for (size_t i = 0; i < len; i++) {
        if (items[i].list)
            lists.at[lists.len++] = &items[i];
    }
    for (size_t i = 0; i < len; i++) {
        send_up(&lists, &items[i], items[i].path);
        send_to_terms(&lists, &items[i]);
    }
    talloc_free(lists.at);
}
