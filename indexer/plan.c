/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/analysis.h"
#include "indexer/shards.h"
#include "indexer/xapc.h"

enum { KEY_TEXT_MAX = 1 << 16 };
/* Of a key's value: hex digits of half a hash, and where the path begins. */
enum { HALF = 16, KEY_PATH = 3 * HALF + 1 };

static struct hash fingerprint(const struct page *page)
{
    struct hash all = hash_join(page->content, page->meta);

    for (size_t i = 0; i < page->translations_len; i++)
        all = hash_join(all, hash_join(page->translations[i]->content, page->translations[i]->meta));
    return all;
}

const char *page_key(struct buffer *out, const char *path)
{
    schema_filter(out, META_PAGE, span_of(path));
    return buffer_string(out);
}

char *page_key_value(void *ctx, const struct planned *planned)
{
    char text[HASH_TEXT_MAX];

    hash_print((struct hash){planned->fingerprint.low, planned->page->content.low}, text);
    return talloc_asprintf(ctx, "%s%016" PRIx64 " %s", text, planned->page->ties.low, planned->page->path);
}

/* Of three. */
static bool half_is(struct span value, size_t which, uint64_t number)
{
    char text[HALF + 1];

    snprintf(text, sizeof(text), "%016" PRIx64, number);
    return value.len > KEY_PATH && memcmp(value.at + which * HALF, text, HALF) == 0;
}

bool page_key_ties(struct span value, const struct page *page)
{
    return half_is(value, 2, page->ties.low);
}

bool page_key_is_of(struct span value, const struct page *page)
{
    return half_is(value, 1, page->content.low);
}

/* Into value, which the caller frees. */
static bool page_known(struct xapc_reader *reader, const char *key, char **value, size_t *len, struct error *err)
{
    struct xapc_error trouble;

    *value = NULL;
    return xapc_reader_metadata(reader, key, value, len, &trouble) || error_xapc(err, NULL, &trouble);
}

/* Whether the file itself is another: the second half of a key's value. Else it is made with what others have changed. */
static bool is_other_file(struct span before, struct span now)
{
    return !span_equal(span_first(span_from(before, HALF), HALF), span_first(span_from(now, HALF), HALF));
}

/* What the index will hold of it adds to what the generation's id is made from. */
static enum plan_deed deed_for(struct plan *plan, const struct planned *planned, struct span before, struct span now,
                               const struct named *named)
{
    bool same = span_equal(before, now), 
         left = !same && named && is_other_file(before, now) && !named_page(named, planned->page);
    struct span holds = left ? before : now;

    plan->content += holds.len > 0 ? hash_of(holds).low : 0;
    plan->added += before.len == 0 && !left;
    plan->changed += before.len > 0 && !same && !left;
    plan->kept += before.len > 0 && (same || left);
    return same || left ? PLAN_KEEP : before.len == 0 ? PLAN_ADD : PLAN_CHANGE;
}

static bool plan_page(struct plan *plan, struct planned *planned, struct xapc_reader *reader, const char *key,
                      struct plan_share share, struct error *err)
{
    char *before = NULL;
    size_t len = 0;

    if (reader && !page_known(reader, key, &before, &len, err))
        return false;

    char *now = page_key_value(plan, planned);

    planned->deed = deed_for(plan, planned, (struct span){before, len}, span_of(now), share.named);
    if (share.only)
        plan->content -= len > 0 ? hash_of((struct span){before, len}).low : 0;
    talloc_free(now);
    free(before);
    return true;
}

static bool plan_pages(struct plan *plan, const struct site *site, struct plan_share share, struct xapc_reader *reader,
                       struct error *err)
{
    struct buffer key = buffer_new(plan, KEY_TEXT_MAX);

    for (size_t i = 0; i < site_len(site); i++) {
        struct planned *planned = &plan->pages[plan->len];

        planned->page = site_page(site, i);
        if (shards_of_page(planned->page, share.shards) != share.shard)
            continue;
        plan->len++;
        planned->fingerprint = fingerprint(planned->page);
        if (!plan_page(plan, planned, reader, page_key(&key, planned->page->path), share, err))
            return false;
    }
    return true;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The keys of all pages that stay, sorted. */
static const char **keys_that_stay(struct plan *plan, const struct site *site, size_t *len)
{
    struct buffer key = buffer_new(plan, KEY_TEXT_MAX);
    const char **keys = array_new(plan, const char *, plan->len + site_skipped(site));

    *len = 0;
    for (size_t i = 0; keys && i < plan->len; i++)
        keys[(*len)++] = talloc_strdup(keys, page_key(&key, plan->pages[i].page->path));
    for (size_t i = 0; keys && i < site_skipped(site); i++)
        keys[(*len)++] = talloc_strdup(keys, page_key(&key, site_skipped_paths(site)[i]));
    if (keys)
        qsort(keys, *len, sizeof(*keys), by_text);
    return keys;
}

/* A folder that could not be read is skipped as a whole, and what is in it is not gone. */
static bool is_below_skipped(const struct site *site, struct span path)
{
    for (size_t i = 0; i < site_skipped(site); i++) {
        struct span folder = span_of(site_skipped_paths(site)[i]);
        if (path.len > folder.len && path.at[folder.len] == '/' && span_equal(span_first(path, folder.len), folder))
            return true;
    }
    return false;
}

static bool plan_removal(struct plan *plan, const struct site *site, struct xapc_reader *reader, const char *key,
                         struct error *err)
{
    char *value;
    size_t len;

    if (!page_known(reader, key, &value, &len, err))
        return false;

    struct span path = len > KEY_PATH ? (struct span){value + KEY_PATH, len - KEY_PATH} : SPAN("");

    if (path.len > 0 && !is_below_skipped(site, path))
        plan->gone[plan->gone_len++] = span_copy(plan, path);
    free(value);
    return true;
}

static bool plan_removals(struct plan *plan, const struct site *site, struct xapc_reader *reader, struct error *err)
{
    struct xapc_error trouble;
    size_t stay_len;
    const char **stay = keys_that_stay(plan, site, &stay_len);
    struct xapc_terms *keys = xapc_reader_metadata_keys(reader, META_PAGE, &trouble);

    if (!keys)
        return error_xapc(err, NULL, &trouble);
    plan->gone = array_new(plan, const char *, keys->len);

    bool planned = stay && plan->gone;

    if (!planned)
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    for (size_t i = 0; i < keys->len && planned; i++) {
        const char *key = span_copy(stay, span_of_bytes(keys->at[i].value));
        if (!bsearch(&key, stay, stay_len, sizeof(*stay), by_text))
            planned = plan_removal(plan, site, reader, key, err);
    }
    xapc_terms_free(keys);
    talloc_free(stay);
    return planned;
}

struct plan *plan_new(void *ctx, const struct site *site, struct plan_share share, struct xapc_reader *reader,
                      struct error *err)
{
    struct plan *plan = talloc_zero(ctx, struct plan);

    if (plan)
        plan->pages = talloc_zero_size(plan, (site_len(site) + 1) * sizeof(*plan->pages));
    if (!plan || !plan->pages) {
        talloc_free(plan);
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        return NULL;
    }
    if (share.only)
        plan->content = share.only->content;
    if (!plan_pages(plan, site, share, reader, err) ||
        (reader && !share.only && !plan_removals(plan, site, reader, err))) {
        talloc_free(plan);
        return NULL;
    }
    if (share.only)
        plan->kept = share.only->documents - plan->changed;
    return plan;
}

struct planned *plan_find(struct plan *plan, const struct page *page)
{
    size_t low = 0, high = plan->len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(plan->pages[middle].page->path, page->path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < plan->len && strcmp(plan->pages[low].page->path, page->path) == 0 ? &plan->pages[low] : NULL;
}

/* ---- pieces ---- */

enum { PIECES_MAX = 64, NO_PIECE = PIECES_MAX };

static size_t bytes_of_all(const struct plan *plan)
{
    size_t bytes = 0;

    for (size_t i = 0; i < plan->len; i++)
        bytes += (size_t)plan->pages[i].page->state.size;
    return bytes;
}

/* Returns the bytes of those that had no piece yet: a page that is in two sets is written with the first. */
static size_t give_piece(struct plan *plan, struct planned *planned, size_t piece)
{
    size_t bytes = 0;

    if (planned && planned->piece == NO_PIECE) {
        planned->piece = piece;
        bytes = (size_t)planned->page->state.size;
        for (size_t i = 0; i < planned->page->translations_len; i++) {
            struct planned *other = plan_find(plan, planned->page->translations[i]);
            if (other && other->piece == NO_PIECE) {
                other->piece = piece;
                bytes += (size_t)other->page->state.size;
            }
        }
    }
    return bytes;
}

size_t plan_pieces(struct plan *plan, size_t bytes, size_t least)
{
    size_t all = bytes_of_all(plan), room = all / least < bytes ? all / least : bytes, piece = 0, filled = 0;

    if (room < all / PIECES_MAX)
        room = all / PIECES_MAX + 1;
    for (size_t i = 0; i < plan->len; i++)
        plan->pages[i].piece = NO_PIECE;
    for (size_t i = 0; i < plan->len; i++) {
        if (filled >= room && piece + 1 < PIECES_MAX && plan->pages[i].piece == NO_PIECE) {
            piece++;
            filled = 0;
        }
        filled += give_piece(plan, &plan->pages[i], piece);
    }
    return piece + 1;
}
