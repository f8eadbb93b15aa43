/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hugo's configuration, and the addresses that it gives. */
#include "corpus/page_make.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/site.h"

static const char *const files[] = {"posts/2024-03-31-a.nl.md", "guides/b/index.md", "c.md"};

static void make(void *ctx, struct fuzz_site *site, const char *name)
{
    const struct page_maker maker = {ctx, &site->hugo, site->branches, NULL, 1800000000};
    struct error err;
    const struct yaml *front = yaml_read(ctx, SPAN("title: A page\ndate: 2024-03-31\ntags: [a]\n"), name, 1, &err);
    const struct page_source_file file = {
        .name = name, .disk = name, .path = content_path_read(ctx, &site->hugo, name), .front = front};
    const struct hugo_language *lang =
        file.path.lang ? hugo_language(&site->hugo, file.path.lang) : site->hugo.fallback;
    MUST(lang);
    struct made_page made = page_make(ctx, &maker, &file, lang, &err);
    MUST(!made.page || (made.page->url && fuzz_text(made.page->title)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    void *ctx = talloc_new(NULL);
    struct fuzz_site site = {0};
    struct error err;
    if (fuzz_site_read(ctx, (struct span){(const char *)data, len}, &site, &err)) {
        MUST(site.hugo.fallback && site.hugo.languages_len > 0);
        site.branches = branches_new(ctx, &site.hugo, NULL, 0);
        for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
            make(ctx, &site, files[i]);
    }
    talloc_free(ctx);
    return 0;
}
