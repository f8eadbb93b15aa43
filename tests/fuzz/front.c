/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page's front matter: where it ends, what it says, and the page that it makes, address and dates included. */
#include "corpus/front.h"

#include "corpus/page_make.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/site.h"

static const char *const names[] = {"posts/2024-03-31-a-strike.md", "guides/index.nl.md", "_index.md",
                                    "guides/Deep er/page.en.md"};

static void check_page(const struct page *page)
{
    MUST(page->url && fuzz_text(page->url) && page->url[0] == '/');
    MUST(fuzz_text(page->title) && fuzz_text(page->description) && fuzz_text(page->summary));
    for (size_t i = 0; i < page->tags_len; i++)
        MUST(fuzz_text(page->tags[i]) && page->tags[i][0]);
    MUST(page->boost > 0);
}

static void make(void *ctx, const struct front *front, const struct yaml *tree, const char *name)
{
    const struct fuzz_site *site = fuzz_site();
    const struct page_maker maker = {ctx, &site->hugo, site->branches, NULL, 1800000000};
    const struct page_source_file file = {.name = name,
                                          .disk = name,
                                          .path = content_path_read(ctx, &site->hugo, name),
                                          .front = tree,
                                          .front_lines = front->text_line - 1};
    const char *code = file.path.lang ? file.path.lang : site->hugo.fallback->code;
    struct error err;
    struct made_page made = page_make(ctx, &maker, &file, hugo_language(&site->hugo, code), &err);
    if (made.page)
        check_page(made.page);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return fuzz_site() ? 0 : 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    void *ctx = talloc_new(NULL);
    struct front front;
    struct error err;
    if (front_find((struct span){(const char *)data, len}, "page.md", &front, &err)) {
        MUST(front.text_line >= 1 && front.text.len <= len);
        const struct yaml *tree = front_read(ctx, &front, "page.md", &err);
        if (tree)
            make(ctx, &front, tree, names[len % 4]);
    }
    talloc_free(ctx);
    return 0;
}
