/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings that are about languages, once Hugo's configuration has said which there are. */
#include "corpus/need.h"
#include "corpus/settings.h"

static struct language *find(struct language *languages, size_t len, const char *code)
{
    for (size_t i = 0; i < len; i++) {
        if (text_same(languages[i].code, code))
            return &languages[i];
    }
    return NULL;
}

static const char *all_codes(void *ctx, const struct language *languages, size_t len)
{
    char *all = text_copy(ctx, SPAN("the site has"));
    for (size_t i = 0; i < len; i++)
        all = text_format(ctx, "%s%s %s", all, i ? "," : "", languages[i].code);
    return all;
}

static void read_own(void *ctx, const struct yaml *node, struct language *language)
{
    const struct yaml *stemmer = yaml_get(node, "stemmer"), *title = yaml_get(node, "title");
    const struct yaml *label = yaml_get(node, "label");
    if (!yaml_is_null(stemmer))
        language->stemmer = yaml_text(ctx, stemmer);
    if (!yaml_is_null(title))
        language->title = yaml_text(ctx, title);
    if (!yaml_is_null(label))
        language->label = yaml_text(ctx, label);
}

static bool join_translate(void *ctx, const struct own_settings *own, struct language *languages, size_t len,
                           struct settings *out, struct error *err)
{
    if (!own->translate_given && len == 2) {
        out->translate = NEED_ARRAY(ctx, const char *, 2);
        out->translate[0] = languages[0].code;
        out->translate[1] = languages[1].code;
        out->translate_len = 2;
    }
    for (size_t i = 0; i < out->translate_len; i++) {
        const struct language *language = find(languages, len, out->translate[i]);
        if (!language)
            return error_setf(err, ERROR_INPUT, own->name, own->translate_line, all_codes(ctx, languages, len),
                              "'%s' is not a language of this site", out->translate[i]);
        out->translate[i] = language->code;
    }
    return true;
}

bool settings_join(void *ctx, const struct own_settings *own, struct language *languages, size_t len,
                   const struct listener *listener, struct settings *out, struct error *err)
{
    for (size_t i = 0; own->languages && i < own->languages->len; i++) {
        const struct yaml_entry *entry = &own->languages->entries[i];
        struct language *language = find(languages, len, entry->key);
        if (language)
            read_own(ctx, entry->value, language);
        else
            notice(listener, NOTICE_WARNING, own->name, entry->line, all_codes(ctx, languages, len),
                   "'%s' is not a language of this site", entry->key);
    }
    out->languages = languages;
    out->languages_len = len;
    return join_translate(ctx, own, languages, len, out, err);
}
