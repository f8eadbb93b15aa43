/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/query/world.h"

#include "indexer/indexer.h"
#include "tests/support/cmocka.h"
#include "tests/support/folder.h"

enum { NOW = 1800000000 };

struct world *world_new(void)
{
    struct world *world = talloc_zero(NULL, struct world);

    world->site = test_folder(world);
    world->index_path = test_path(world, world->site, ".twc-search/index");
    return world;
}

void world_page(struct world *world, const char *path, const char *title, const char *front, const char *text)
{
    test_write(world->site, talloc_asprintf(world, "content/%s", path),
               talloc_asprintf(world, "---\ntitle: \"%s\"\n%s%s---\n%s\n", title, front, *front ? "\n" : "", text));
}

void world_file(struct world *world, const char *path, const char *content)
{
    test_write(world->site, path, content);
}

void world_settings(struct world *world, const char *yaml)
{
    test_write(world->site, "twc-search.yaml", yaml);
}

void world_bilingual(struct world *world, const char *more_settings)
{
    test_write(world->site, "hugo.yaml",
               "defaultContentLanguage: en\ndefaultContentLanguageInSubdir: true\n"
               "languages:\n  en: {weight: 1}\n  nl: {weight: 2}\n");
    world_settings(world, talloc_asprintf(world,
                                          "languages: {en: {stemmer: english}, nl: {stemmer: kraaij_pohlmann}}\n%s",
                                          more_settings));
}

void world_index_folder(struct world *world, const char *site)
{
    const struct index_options options = {.site = site,
                                          .index = world->index_path,
                                          .data_folder = TWC_SOURCE_DIR "/corpus",
                                          .now = NOW,
                                          .accept_shrink = true};
    struct index_report report;

    if (!index_update(&options, NULL, &report, &world->err))
        fail_msg("%s", world->err.text);
    if (!world->index)
        world->index = index_open(world, world->index_path, &world->err);
    if (!world->index)
        fail_msg("%s", world->err.text);
}

void world_index(struct world *world)
{
    world_index_folder(world, world->site);
}

static struct answer *ask(struct world *world, const struct request *request)
{
    struct answer *answer = search(world, world->index, request, &world->err);

    if (!answer)
        fail_msg("%s", world->err.text);
    return answer;
}

struct answer *world_ask(struct world *world, const char *lang, const char *q)
{
    struct request *request = request_new(world);

    request->q = talloc_strdup(request, q);
    request->lang = lang;
    request->time_budget = 0;
    return ask(world, request);
}

struct answer *world_request(struct world *world, const char *first, ...)
{
    struct request *request = request_new(world);
    va_list arguments;

    request->time_budget = 0;
    va_start(arguments, first);
    for (const char *name = first; name; name = va_arg(arguments, const char *))
        if (!request_set(request, name, va_arg(arguments, const char *), &world->err))
            fail_msg("%s", world->err.text);
    va_end(arguments);
    return ask(world, request);
}

const char *world_ids(struct world *world, const struct answer *answer)
{
    char *ids = talloc_strdup(world, "");

    for (size_t i = 0; i < answer->hits_len; i++)
        ids = talloc_asprintf_append(ids, "%s%s", i ? " " : "", answer->hits[i].id);
    return ids;
}

const char *world_relaxed(struct world *world, const struct answer *answer)
{
    char *names = talloc_strdup(world, "");

    for (size_t i = 0; i < answer->relaxed_len; i++)
        names = talloc_asprintf_append(names, "%s%s", i ? " " : "", answer->relaxed[i]);
    return names;
}

const char *world_shared(struct world *world, const char *path)
{
    char *whole = talloc_asprintf(world, "%s/../shared/%s", TWC_SOURCE_DIR, path);

    if (!file_exists(whole)) {
        talloc_free(world);
        skip();
    }
    return whole;
}
