/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/body_title.h"

#include <talloc.h>

enum { LANGUAGE_MAX = 8 };

static struct span last_segment(struct span path, struct span *folder)
{
    size_t at = path.len;
    while (at > 0 && path.at[at - 1] != '/')
        at--;
    *folder = span_first(path, at > 0 ? at - 1 : 0);
    return span_from(path, at);
}

/* Less the extension, and a language before it: strike.nl.md is strike. */
static struct span base_name(struct span name)
{
    for (int suffixes = 0; suffixes < 2; suffixes++) {
        size_t dot = name.len;
        while (dot > 1 && name.at[dot - 1] != '.')
            dot--;
        if (dot <= 1 || (suffixes == 1 && name.len - dot > LANGUAGE_MAX))
            break;
        name.len = dot - 1;
    }
    return name;
}

static struct span words_of_path(struct span path)
{
    struct span folder, name = base_name(last_segment(path, &folder));
    if (span_is(name, "index") || span_is(name, "_index"))
        name = last_segment(folder, &folder);
    return name;
}

/* "long-term_illness" is "Long term illness". */
static const char *in_words(void *ctx, struct span name)
{
    struct buffer out = buffer_new(ctx, name.len * 2 + 4);
    size_t len;
    for (size_t at = 0; at < name.len; at += len) {
        int32_t codepoint = utf8_decode(span_from(name, at), &len);
        if (codepoint == '-' || codepoint == '_')
            buffer_char(&out, ' ');
        else
            buffer_codepoint(&out, out.len == 0 ? utf8_upper(codepoint) : codepoint);
    }
    return clean_line(ctx, buffer_view(&out));
}

static const char *first_h1(const struct page_body *body)
{
    for (size_t i = 0; i < body->sections_len; i++)
        if (body->sections[i].level == 1 && body->sections[i].title[0] != '\0')
            return body->sections[i].title;
    return NULL;
}

const char *body_title(struct page_body *body, const struct body_source *page, const char *home_title)
{
    if (page->title[0] != '\0')
        return clean_line(body, span_of(page->title));
    const char *h1 = first_h1(body);
    if (h1)
        return clean_line(body, span_of(h1));
    struct span name = words_of_path(span_of(page->path));
    if (name.len > 0)
        return in_words(body, name);
    return clean_line(body, span_of(home_title[0] != '\0' ? home_title : "Home"));
}
