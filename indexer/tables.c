/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/tables.h"

#include "indexer/gather.h"

enum { WORD_LIST_MAX = 64 << 20, TOLD_MAX = 4096 };
/* What the analyser remembers while words are gathered, as when they are written. */
enum { ANALYSER_WORDS = 1 << 16 };

struct analyser_language *tables_languages(void *ctx, const struct settings *settings)
{
    struct analyser_language *languages = array_new(ctx, struct analyser_language, settings->languages_len);

    for (size_t i = 0; languages && i < settings->languages_len; i++)
        languages[i] = (struct analyser_language){settings->languages[i].code, settings->languages[i].stemmer};
    return languages;
}

/* ---- word lists ---- */

static const struct {
    const char *lang, *list, *package;
} word_lists[] = {
    {"nl", "/usr/share/dict/dutch", "wdutch"},
    {"de", "/usr/share/dict/ngerman", "wngerman"},
};

/* The word list for a language whose compounds are split; NULL for none. The setting, where it is another one than
 * Debian's Dutch, is for the site's first such language. */
static const char *word_list_for(const struct settings *settings, const char *lang, const char **package)
{
    bool own = settings->compound_list && strcmp(settings->compound_list, word_lists[0].list) != 0;

    *package = NULL;
    if (own)
        return *settings->compound_list ? settings->compound_list : NULL;
    for (size_t i = 0; i < sizeof(word_lists) / sizeof(*word_lists); i++)
        if (strncmp(lang, word_lists[i].lang, 2) == 0 && (lang[2] == '\0' || lang[2] == '-')) {
            *package = word_lists[i].package;
            return word_lists[i].list;
        }
    return NULL;
}

/* Of a file's content; of nothing where there is none. */
static struct hash file_hash(const char *path)
{
    struct error none;
    size_t len = 0;
    char *content = path ? file_read(NULL, path, NULL, WORD_LIST_MAX, &len, NULL, &none) : NULL;
    struct hash hash = hash_of(content ? (struct span){content, len} : SPAN(""));

    talloc_free(content);
    return hash;
}

static struct hash settings_file_hash(const struct index_options *options)
{
    char *path = options->config ? NULL : talloc_asprintf(NULL, "%s/twc-search.yaml", options->site);
    struct hash hash = file_hash(options->config ? options->config : path);

    talloc_free(path);
    return hash;
}

char *tables_settings_hash(void *ctx, const struct site *site, const struct index_options *options)
{
    const struct settings *settings = site_settings(site);
    struct hash all = hash_join(settings_file_hash(options), hash_of(SPAN(TWC_VERSION)));
    char text[HASH_TEXT_MAX];

    all = hash_join(all, hash_join(site_config_hash(site), site_resolved_hash(site)));
    all = hash_join(all, file_hash(settings->glossary ? settings->glossary->path : NULL));
    all = hash_join(all, settings->hash);
    all = hash_join(all, hash_of(span_of(xapc_version())));
    for (size_t i = 0; i < settings->languages_len; i++) {
        const char *package;
        all = hash_join(all, file_hash(word_list_for(settings, settings->languages[i].code, &package)));
    }
    hash_print(all, text);
    return talloc_strdup(ctx, text);
}

/* ---- Hugo's configuration ---- */

const char *tables_hugo_hashes(void *ctx, const struct site *site)
{
    char own[HASH_TEXT_MAX], resolved[HASH_TEXT_MAX];

    hash_print(site_config_hash(site), own);
    hash_print(site_resolved_hash(site), resolved);
    return talloc_asprintf(ctx, "%s %s", own, resolved);
}

void tables_warn_of_stale(const struct site *site, const struct index_options *options, const char *before,
                          const struct listener *listener)
{
    void *scratch = talloc_new(NULL);
    const char *now = tables_hugo_hashes(scratch, site);
    char *resolved = talloc_asprintf(scratch, "%s/hugo-config.yaml", options->site);
    size_t one = HASH_TEXT_MAX - 1;

    if (before && strlen(before) == strlen(now) && file_exists(resolved) && strncmp(before, now, one) != 0 &&
        strcmp(before + one, now + one) == 0)
        notice(listener, NOTICE_WARNING, "hugo-config.yaml", 0, "run: hugo config --format yaml > hugo-config.yaml",
               "Hugo's configuration has changed since the last index, and this has not");
    talloc_free(scratch);
}

/* ---- the lexicon ---- */

/* Says which list was read for a language, or that there is none. */
static bool add_list(struct gathering *gathering, const struct settings *settings, int language,
                     const struct listener *listener, struct buffer *told, struct error *err)
{
    const char *package, *list = word_list_for(settings, settings->languages[language].code, &package);

    if (!list)
        return true;
    if (!file_exists(list) && package) {
        notice(listener, NOTICE_INFO, NULL, 0,
               talloc_asprintf(told->ctx, "for more of them: apt install %s, then twc-index --rebuild", package),
               "there is no word list %s: compounds are split by the site's own words", list);
        return true;
    }
    buffer_format(told, "%s%s", told->len ? ", " : "", list);
    return lexicon_add_list(gathering->builder, language, list, err);
}

static bool add_known_words(struct gathering *gathering, const struct settings *settings, struct error *err)
{
    const struct glossary_file *glossary = settings->glossary;

    for (size_t i = 0; glossary && i < glossary->entries_len; i++)
        for (size_t k = 0; k < glossary->entries[i].sides_len; k++) {
            const struct glossary_terms *side = &glossary->entries[i].sides[k];
            int language = analyser_language(gathering->analyser, side->lang);
            for (size_t t = 0; t < side->terms_len && language >= 0; t++) {
                struct words *words = analyse(NULL, gathering->analyser, language, span_of(side->terms[t]));
                if (!words)
                    return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
                for (size_t w = 0; w < words->len; w++)
                    lexicon_add_known(gathering->builder, language, words->at[w].form);
                talloc_free(words);
            }
        }
    for (size_t i = 0; i < settings->compound_never_len; i++)
        lexicon_add_never(gathering->builder,
                          span_of(fold_word(gathering->builder, span_of(settings->compound_never[i]))));
    return true;
}

struct span tables_lexicon(void *ctx, const struct lexicon_source *source, const char **word_list, struct error *err)
{
    void *scratch = talloc_new(NULL);
    const struct settings *settings = site_settings(source->site);
    struct analyser_language *languages = tables_languages(scratch, settings);
    const char **codes = array_new(scratch, const char *, settings->languages_len);
    struct buffer told = buffer_new(scratch, TOLD_MAX);
    struct gathering gathering = {
        .site = source->site, .spool = source->spool, .options = source->options, .workers = source->workers};
    struct span packed = {0};

    for (size_t i = 0; codes && i < settings->languages_len; i++)
        codes[i] = settings->languages[i].code;
    gathering.builder = lexicon_builder_new(scratch, codes, settings->languages_len);
    gathering.analyser = analyser_new(scratch, languages, settings->languages_len, NULL, err);

    bool made = gathering.analyser != NULL;

    if (made)
        analyser_remember(gathering.analyser, ANALYSER_WORDS); /* no memory for more: it goes on with those it has */
    for (size_t i = 0; made && i < settings->languages_len; i++)
        made = lexicon_use_stemmer(gathering.builder, (int)i, languages[i].stemmer, err);
    made = made && gather_pages(&gathering, err);
    for (size_t i = 0; made && i < settings->languages_len; i++)
        if (analyser_splits(gathering.analyser, (int)i))
            made = add_list(&gathering, settings, (int)i, source->listener, &told, err);
    if (made && add_known_words(&gathering, settings, err))
        packed.at = lexicon_pack(ctx, gathering.builder, &packed.len, err);
    *word_list = talloc_strdup(ctx, told.len ? buffer_string(&told) : "the site's own words");
    talloc_free(scratch);
    return packed;
}

/* ---- glossary and manifest ---- */

bool tables_glossary(void *ctx, const struct settings *settings, struct span *packed, struct error *err)
{
    const struct glossary_file *glossary = settings->glossary;

    *packed = SPAN("");
    if (!glossary)
        return true;

    struct glossary_builder *builder = glossary_builder_new(ctx);

    for (size_t i = 0; i < glossary->entries_len; i++) {
        const struct glossary_entry *entry = &glossary->entries[i];
        glossary_concept(builder, entry->one_way, entry->whole_query);
        for (size_t k = 0; k < entry->sides_len; k++)
            for (size_t t = 0; t < entry->sides[k].terms_len; t++)
                glossary_term(builder, entry->sides[k].lang, span_of(entry->sides[k].terms[t]));
    }
    packed->at = glossary_pack(ctx, builder, &packed->len, err);
    talloc_free(builder);
    return packed->at != NULL;
}

static const struct manifest_language *manifest_languages(void *ctx, const struct settings *settings)
{
    struct manifest_language *languages = array_new(ctx, struct manifest_language, settings->languages_len);
    size_t len = 0;

    /* The default language first, then Hugo's order. */
    for (int others = 0; others <= 1 && languages; others++)
        for (size_t i = 0; i < settings->languages_len; i++) {
            const struct language *language = &settings->languages[i];
            if ((strcmp(language->code, settings->default_language) != 0) == others)
                languages[len++] = (struct manifest_language){language->code, language->stemmer, language->title,
                                                              language->label, language->right_to_left};
        }
    return languages;
}

struct manifest *tables_manifest(void *ctx, const struct site *site, const struct index_options *options,
                                 const char *word_list)
{
    const struct settings *settings = site_settings(site);
    struct manifest *manifest = talloc_zero(ctx, struct manifest);
    struct manifest_section *sections =
        manifest ? array_new(manifest, struct manifest_section, settings->sections_len) : NULL;

    if (!manifest || !sections) {
        talloc_free(manifest);
        return NULL;
    }
    for (size_t i = 0; i < settings->sections_len; i++)
        sections[i] = (struct manifest_section){settings->sections[i].name, settings->sections[i].weight,
                                                settings->sections[i].news};
    *manifest = (struct manifest){
        .program = "twc-index " TWC_VERSION,
        .xapian = xapc_version(),
        .base_url = settings->base_url,
        .languages = manifest_languages(manifest, settings),
        .languages_len = settings->languages_len,
        .translate = settings->translate,
        .translate_len = settings->translate_len,
        .sections = sections,
        .sections_len = settings->sections_len,
        .taxonomies = settings->taxonomies,
        .taxonomies_len = settings->taxonomies_len,
        .settings_hash = tables_settings_hash(manifest, site, options),
        .word_list = word_list,
        .built = options->now,
        .next_change = site_next_change(site),
    };
    return manifest;
}
