/* SPDX-License-Identifier: GPL-3.0-or-later */
/* query/query.h without an index, so that the tests of http/ can have every trouble when they want it.
 *
 * The index is there when its folder holds a file `ready`, whose first line is the generation. The words of a query say
 * what happens: busy, nomemory, gone, slow, nothing, spelling, many, partial; limits
 * tells how much of it is read; opening opens a file outside the index; forbidden does what the sandbox forbids and answers with what came of it. */
#include <fcntl.h>
#include <stdlib.h>
#include <talloc.h>
#include <unistd.h>

#include "forbidden.h"
#include "query/query.h"

struct index {
    char *path;
    char *generation;
};

static bool read_generation(struct index *index, struct error *err)
{
    size_t len;
    char *text = file_read(index, talloc_asprintf(index, "%s/ready", index->path), NULL, 1 << 20, &len, NULL, err);
    if (!text)
        return error_set(err, ERROR_INDEX, index->path, 0, "there is no index", "run twc-index");
    text[strcspn(text, "\n")] = '\0';
    if (strcmp(text, "other schema") == 0)
        return error_set(err, ERROR_INDEX, index->path, 0, "the index has another schema", "twc-index --rebuild");
    index->generation = text;
    return true;
}

struct index *index_open(void *ctx, const char *path, struct error *err)
{
    struct index *index = talloc_zero(ctx, struct index);
    index->path = talloc_strdup(index, path);
    if (read_generation(index, err))
        return index;
    talloc_free(index);
    return NULL;
}

struct lexicons *lexicons_new(void *ctx)
{
    (void)ctx;
    return NULL;
}

struct index *index_open_kept(void *ctx, const char *path, const char *kept, struct lexicons *lexicons,
                              struct error *err)
{
    (void)kept;
    (void)lexicons;
    return index_open(ctx, path, err);
}

/* Always in one piece. */
bool shards_are_at(const char *path)
{
    (void)path;
    return false;
}

struct shards *shards_open(void *ctx, const char *path, unsigned limit_ms, struct error *err)
{
    (void)ctx;
    (void)path;
    (void)limit_ms;
    (void)err;
    return NULL;
}

bool shards_watch(struct shards *shards, struct error *err)
{
    (void)shards;
    (void)err;
    return false;
}

size_t shards_len(const struct shards *shards)
{
    (void)shards;
    return 0;
}

void shards_status(struct shards *shards, size_t shard, struct shard_status *out)
{
    (void)shards;
    (void)shard;
    *out = (struct shard_status){.name = ""};
}

struct index *index_open_shards(void *ctx, struct shards *shards, struct error *err)
{
    (void)shards;
    return index_open(ctx, "", err);
}

const char *index_place(const struct index *index)
{
    return index->path;
}

bool index_refresh(struct index *index, struct error *err)
{
    return read_generation(index, err);
}

void index_status(const struct index *index, struct index_status *out)
{
    static const char *const languages[] = {"nl", "en"};
    *out = (struct index_status){
        .generation = index->generation,
        .published = instant_now() - 42,
        .documents = 78,
        .retries = 3,
        .languages = languages,
        .languages_len = 2,
        .base_url = "https://site.example/",
        .program = "twc-index 0",
    };
}

const char *index_site_title(const struct index *index, const char *lang)
{
    (void)index;
    return strcmp(lang, "nl") == 0 ? "De <Site>" : "The <Site> and its friends";
}

const char *index_language_label(const struct index *index, const char *lang)
{
    (void)index;
    return strcmp(lang, "nl") == 0 ? "Nederlands" : strcmp(lang, "en") == 0 ? "English" : NULL;
}

bool index_language_is_rtl(const struct index *index, const char *lang)
{
    (void)index;
    return strcmp(lang, "ar") == 0;
}

/* ---- answers ---- */

static bool said(const struct request *request, const char *word)
{
    return request->q && strcmp(request->q, word) == 0;
}

static void *made(const void *what, size_t size, void *ctx)
{
    return talloc_memdup(ctx, what, size);
}

static void add_hits(struct answer *a, struct index *index)
{
    const struct request *r = a->request;
    const char *tags[] = {"rights"};
    struct sub_result sub = {
        "Role of <it>", "role", "/en/a/#role", {"the works council", "the <mark>works council</mark>"}};
    struct hit_translation other = {"nl", "/nl/a/", "De pagina"};
    struct hit hit = {.id = "a",
                      .path = "a/index.en.md",
                      .lang = r->lang ? r->lang : "en",
                      .url = "/en/a/",
                      .section = "guides",
                      .date = "2025-04-21",
                      .rung = "words",
                      .score = 0.5};
    hit.title =
        (struct marked){"<script>alert(1)</script> works", "&lt;script&gt;alert(1)&lt;/script&gt; <mark>works</mark>"};
    hit.snippet = (struct marked){"The works & \"council\"", "The <mark>works</mark> &amp; &quot;council&quot;"};
    if (r->q && strcmp(r->q, "limits") == 0)
        hit.snippet.plain = talloc_asprintf(a, "bytes %zu, terms %zu, matches %u, %g ms", r->query_bytes, r->query_terms,
                                            (unsigned)r->count_exactly, r->time_budget * 1000);
    if (r->q && strcmp(r->q, "opening") == 0)
        hit.snippet.plain = open("/etc/passwd", O_RDONLY) >= 0 ? "opened" : "refused";
    if (r->q && strcmp(r->q, "forbidden") == 0)
        hit.snippet.plain = forbidden_try(a, index->path);
    hit.tags = made(tags, sizeof tags, a);
    hit.tags_len = 1;
    hit.sub_results = made(&sub, sizeof sub, a);
    hit.sub_results_len = 1;
    hit.translations = made(&other, sizeof other, a);
    hit.translations_len = 1;
    hit.matched_terms = made(tags, sizeof tags, a);
    hit.matched_terms_len = 1;
    a->hits_len = a->total_matches > r->offset ? a->total_matches - r->offset : 0;
    a->hits_len = a->hits_len < r->limit ? a->hits_len : r->limit;
    a->hits = talloc_array(a, struct hit, (unsigned)a->hits_len);
    for (size_t i = 0; i < a->hits_len; i++)
        a->hits[i] = hit;
}

static void add_facets(struct answer *a)
{
    a->facets = talloc_array(a, struct facet, (unsigned)a->request->facets_len);
    a->facets_len = a->request->facets_len;
    for (size_t i = 0; i < a->facets_len; i++) {
        const char *name = a->request->facets[i];
        struct facet_count counts[] = {{strcmp(name, "lang") == 0 ? "en" : "rights & <duties>", 3}};
        a->facets[i] = (struct facet){name, made(counts, sizeof counts, a), 1};
    }
}

static bool fails(const struct request *request, struct error *err)
{
    if (said(request, "busy"))
        return !error_set(err, ERROR_BUSY, "/secret/folder", 0, "the index changed too often", NULL);
    if (said(request, "nomemory"))
        return !error_set(err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
    return said(request, "gone") &&
           !error_set(err, ERROR_INDEX, "/secret/folder", 0, "the index is damaged", "rebuild it");
}

struct answer *search(void *ctx, struct index *index, const struct request *request, struct error *err)
{
    static const char *const spelling[] = {"spelling"};
    if (fails(request, err))
        return NULL;
    if (said(request, "slow"))
        usleep(300 * 1000);
    struct answer *a = talloc_zero(ctx, struct answer);
    a->request = request;
    a->milliseconds = 0.5;
    a->exact = a->facets_exact = !said(request, "many");
    a->total_hits = a->total_matches = said(request, "nothing") ? 0 : said(request, "many") ? 120 : 2;
    a->partial = said(request, "partial");
    a->generation = index->generation;
    a->documents = 78;
    if (said(request, "spelling")) {
        a->relaxed = made(spelling, sizeof spelling, a);
        a->relaxed_len = 1;
        a->correction = "spelling <right>";
    }
    add_hits(a, index);
    add_facets(a);
    return a;
}

struct suggestions *suggest(void *ctx, struct index *index, const char *q, const char *lang, size_t limit,
                            struct error *err)
{
    struct suggestion two[] = {{"ondernemingsraad", "word", NULL}, {"De ondernemingsraad", "title", "/nl/or/"}};
    (void)lang;
    if (strcmp(q, "busy") == 0) {
        error_set(err, ERROR_BUSY, NULL, 0, "the index changed too often", NULL);
        return NULL;
    }
    struct suggestions *s = talloc_zero(ctx, struct suggestions);
    s->query = q;
    s->at = made(two, sizeof two, s);
    s->len = limit < 2 ? limit : 2;
    s->generation = index->generation;
    return s;
}

struct answer *similar(void *ctx, struct index *index, const char *id, const char *lang, uint32_t limit,
                       struct error *err)
{
    if (strcmp(id, "a") != 0) {
        error_set(err, ERROR_INPUT, NULL, 0, "no page has this id", NULL);
        return NULL;
    }
    struct request *request = request_new(ctx);
    request->lang = lang;
    request->limit = limit;
    return search(ctx, index, request, err);
}
