/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/site.h"

#include "tests/fuzz/fuzz.h"

bool fuzz_site_read(void *ctx, struct span yaml, struct fuzz_site *out, struct error *err)
{
    out->files = (struct config_files){.name = "hugo.yaml", .resolved = yaml.len % 2};
    out->files.root = yaml_read(ctx, yaml, "hugo.yaml", 1, err);
    return out->files.root && hugo_read(ctx, &out->files, NULL, &out->hugo, err);
}

static const struct yaml *front_of(void *ctx, const char *text)
{
    struct error err;
    const struct yaml *tree = yaml_read(ctx, span_of(text), "_index.md", 1, &err);
    MUST(tree);
    return tree;
}

const struct fuzz_site *fuzz_site(void)
{
    static const char config[] =
        "baseURL: https://site.example/\ndefaultContentLanguage: en\nenableGitInfo: true\n"
        "languages: {en: {weight: 1, title: The site}, nl: {weight: 2, title: De site}}\n"
        "taxonomies: {tag: tags, category: categories}\n"
        "permalinks: {posts: /:year/:month/:slug/, guides: '/:sections[1:]/:contentbasename/'}\n"
        "frontmatter: {date: [':filename', date], lastmod: [lastmod, ':fileModTime']}\n"
        "cascade: {params: {search: {boost: 2}}}\n";
    static struct fuzz_site *site;
    struct error err;
    if (site)
        return site;
    site = talloc_zero(NULL, struct fuzz_site);
    MUST(site && fuzz_site_read(site, span_of(config), site, &err));
    struct branch_file sections[] = {
        {content_path_read(site, &site->hugo, "posts/_index.md"), "en",
         front_of(site, "title: Posts\nslug: news\ncascade: [{target: {kind: page}, draft: false, weight: 3}]\n")},
        {content_path_read(site, &site->hugo, "guides/_index.nl.md"), "nl",
         front_of(site, "title: Gidsen\ncascade: {build: {list: never}}\n")},
    };
    site->branches = branches_new(site, &site->hugo, sections, 2);
    return site;
}
