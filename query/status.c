/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an index says of itself to those who serve it. */
#include "query/follow.h"

#include <strings.h>

void index_status(const struct index *index, struct index_status *out)
{
    const struct generation *generation = index->generation;

    *out = (struct index_status){
        .generation = generation->name,
        .published = generation->published,
        .next_change = generation->manifest->next_change,
        .documents = index->stats.documents,
        .retries = index->retries,
        .shards = index->parts_len,
        .languages = generation->codes,
        .languages_len = generation->languages,
        .base_url = generation->manifest->base_url,
        .program = generation->manifest->program,
        .xapian = generation->manifest->xapian,
        .word_list = generation->manifest->word_list,
    };
    for (size_t i = 0; i < index->parts_len; i++)
        out->shards_up += index->parts[i].reader != NULL;
}

static const struct manifest_language *language_of(const struct index *index, const char *lang)
{
    const struct manifest *manifest = index->generation->manifest;
    int language = lang ? analyser_language(index->generation->analyser, lang) : -1;

    if (language >= 0)
        return &manifest->languages[language];
    return manifest->languages_len > 0 ? &manifest->languages[0] : NULL;
}

const char *index_site_title(const struct index *index, const char *lang)
{
    const struct manifest_language *language = language_of(index, lang);

    return language && language->title ? language->title : "";
}

const char *index_language_label(const struct index *index, const char *lang)
{
    const struct manifest_language *language = language_of(index, lang);

    return language && language->label ? language->label : lang;
}

bool index_language_is_rtl(const struct index *index, const char *lang)
{
    const struct manifest_language *language = language_of(index, lang);

    return language && language->right_to_left;
}
