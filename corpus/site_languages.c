/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Languages that no configuration names. */
#include "corpus/glob.h"
#include "corpus/site_inner.h"

/* ISO 639-1, the languages that Snowball or people who keep a site in two of them have. */
static const char CODES[] =
    " af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km "
    "kn "
    "ko ku ky lb lo lt lv mk ml mn mr ms mt my nb ne nl nn no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tg th tk "
    "tl tr uk ur uz vi yi zh zu ";

static bool is_code(struct span text)
{
    char wanted[5] = "    ";
    if (text.len != 2)
        return false;
    wanted[1] = text.at[0];
    wanted[2] = text.at[1];
    return strstr(CODES, wanted) != NULL;
}

/* "posts/hello.nl.md" ends in nl. */
static bool suffix_of(const char *below, char code[3])
{
    const char *end = strrchr(below, '.'), *start = end;
    while (start && start > below && start[-1] != '.' && start[-1] != '/')
        start--;
    if (!start || start == below || start[-1] != '.')
        return false;
    struct span text = {start, (size_t)(end - start)};
    if (!is_code(text))
        return false;
    memcpy(code, text.at, 2);
    code[2] = '\0';
    return true;
}

enum { FILES_MIN = 2 }; /* one file may be called v.is.md by chance */

static void from_names(struct site *site, struct strings *codes)
{
    struct strings seen = {0};
    for (size_t i = 0; i < site->walk.len; i++) {
        char code[3];
        if (suffix_of(site->walk.at[i].below, code))
            strings_add(site->work, &seen, text_copy(site->work, span_of(code)));
    }
    strings_sort(&seen);
    for (size_t i = 0, same; i < seen.len; i += same) {
        for (same = 1; i + same < seen.len && strcmp(seen.at[i], seen.at[i + same]) == 0; same++)
            ;
        if (same >= FILES_MIN)
            strings_add(site->work, codes, seen.at[i]);
    }
}

static void from_settings(struct site *site, struct strings *codes)
{
    const struct yaml *node = site->own.languages;
    for (size_t i = 0; node && i < node->len; i++)
        strings_add(site->work, codes, text_lower(site, span_of(node->entries[i].key)));
}

static const char *joined(struct site *site, const struct strings *codes)
{
    char *all = text_copy(site->work, span_of(codes->at[0]));
    for (size_t i = 1; i < codes->len; i++)
        all = text_format(site->work, "%s, %s", all, codes->at[i]);
    return all;
}

/* Lays `languages: {nl: {}, en: {}}` and the first of them as the default over the configuration. */
static void lay_languages(struct site *site, const struct strings *codes)
{
    struct yaml *root = yaml_new(site, YAML_MAP, 1), *languages = yaml_new(site, YAML_MAP, 1);
    for (size_t i = 0; i < codes->len; i++) {
        struct yaml *one = yaml_new(site, YAML_MAP, 1), *weight = yaml_new(site, YAML_SCALAR, 1);
        weight->plain = true;
        weight->text = text_format(site, "%zu", i + 1);
        yaml_add(site, one, "weight", 1, weight);
        yaml_add(site, languages, text_copy(site, span_of(codes->at[i])), 1, one);
    }
    yaml_add(site, root, "languages", 1, languages);
    if (yaml_is_null(yaml_get(site->files.root, "defaultcontentlanguage"))) {
        struct yaml *first = yaml_new(site, YAML_SCALAR, 1);
        first->plain = true;
        first->text = strings_have(codes, "en") && !site->own.languages ? "en" : text_copy(site, span_of(codes->at[0]));
        yaml_add(site, root, "defaultcontentlanguage", 1, first);
    }
    site->files.root = yaml_merge(site, site->files.root, root);
}

static void tell_toml(struct site *site, const char *assumed)
{
    notice(site->listener, NOTICE_WARNING, site->files.toml, 0,
           "run in the site's folder: hugo config --format yaml > hugo-config.yaml",
           "TOML is not read, so of Hugo's configuration this is assumed: %s, addresses as Hugo makes them by default",
           assumed);
}

void site_guess_languages(struct site *site)
{
    const struct yaml *known = yaml_get(site->files.root, "languages");
    struct strings codes = {0};
    bool named = yaml_is_map(known) && known->len > 0;
    if (!named)
        from_settings(site, &codes);
    if (!named && codes.len == 0 && site->files.toml) {
        codes = site->files.toml_languages;
        if (codes.len == 0 && site->partial)
            site->part_trouble = "the names of all files say which languages there are";
        else if (codes.len == 0)
            from_names(site, &codes);
    }
    if (codes.len > 0)
        lay_languages(site, &codes);
    if (site->files.toml)
        tell_toml(site, named            ? "the languages of the YAML beside it"
                        : codes.len == 0 ? "one language, en"
                        : codes.len == 1 ? text_format(site->work, "one language, %s", codes.at[0])
                                         : text_format(site->work, "the languages %s", joined(site, &codes)));
    else if (!*site->files.name)
        notice(site->listener, NOTICE_INFO, NULL, 0, NULL,
               "no configuration of Hugo's is here: assumed are %s %s, and addresses as Hugo makes them by default",
               codes.len > 1 ? "the languages" : "one language,", codes.len > 0 ? joined(site, &codes) : "en");
}
