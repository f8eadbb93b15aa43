/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two files for one page, two pages for one address. */
#include <stdlib.h>

#include "corpus/site_inner.h"

/* Of files that are the same page, the one of the first mount comes first, and in it the bundle. */
static int compare_paths(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = strcmp(x->path, y->path);
    if (order == 0)
        order = strcmp(x->page->lang, y->page->lang);
    if (order == 0)
        order = (int)y->bundle - (int)x->bundle;
    if (order == 0)
        order = x->order < y->order ? -1 : x->order > y->order;
    return order;
}

static int compare_addresses(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = strcmp(x->page->url, y->page->url);
    return order ? order : strcmp(x->page->path, y->page->path);
}

static int compare_hosts(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = strcmp(x->page->lang, y->page->lang);
    return order ? order : compare_addresses(a, b);
}

static bool same_page(const struct candidate *a, const struct candidate *b)
{
    return strcmp(a->path, b->path) == 0 && strcmp(a->page->lang, b->page->lang) == 0;
}

static bool same_address(const struct candidate *a, const struct candidate *b)
{
    return strcmp(a->page->url, b->page->url) == 0;
}

static bool same_host_and_address(const struct candidate *a, const struct candidate *b)
{
    return strcmp(a->page->lang, b->page->lang) == 0 && same_address(a, b);
}

/* Leaves the first of each run of equals. */
static void keep_first(struct site *site, int (*compare)(const void *, const void *),
                       bool (*equal)(const struct candidate *, const struct candidate *))
{
    struct candidate *all = site->candidates;
    size_t len = site->candidates_len, out = 0;
    if (len > 1)
        qsort(all, len, sizeof *all, compare);
    for (size_t i = 0; i < len; i++) {
        if (out == 0 || !equal(&all[out - 1], &all[i])) {
            all[out++] = all[i];
            continue;
        }
        notice(site->listener, NOTICE_WARNING, all[i].page->path, 0, "give one of them another name, slug or url",
               "its address %s is that of %s already, so it is left out", all[i].page->url, all[out - 1].page->path);
        talloc_free(all[i].page);
    }
    site->candidates_len = out;
}

void site_settle_collisions(struct site *site)
{
    keep_first(site, compare_paths, same_page);
    if (site->hugo.multihost)
        keep_first(site, compare_hosts, same_host_and_address);
    else
        keep_first(site, compare_addresses, same_address);
}
