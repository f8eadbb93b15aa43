/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site_texts.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>
#include <talloc.h>

static const char *text_of(const json_t *page, const char *key)
{
    const char *text = json_string_value(json_object_get(page, key));
    return text ? text : "";
}

size_t site_texts(void *ctx, const char *path, const char *lang, char *texts[SITE_TEXTS_MAX])
{
    FILE *file = fopen(path, "r");
    size_t len = 0;
    json_t *page;
    while (file && len < SITE_TEXTS_MAX && (page = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL))) {
        if (strcmp(text_of(page, "lang"), lang) == 0)
            texts[len++] = talloc_asprintf(ctx, "%s\n%s", text_of(page, "title"), text_of(page, "plain"));
        json_decref(page);
    }
    if (file)
        fclose(file);
    return len;
}
