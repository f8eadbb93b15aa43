/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of `twc-index --dry-run --json`. */
#include "corpus/corpus.h"
#include "corpus/need.h"

static void write_texts(struct json *json, const char *key, const char *const *texts, size_t len)
{
    json_key(json, key);
    json_open(json, '[');
    for (size_t i = 0; i < len; i++)
        json_text(json, texts[i]);
    json_close(json, ']');
}

static void write_text(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    json_text(json, text);
}

static void write_instant(struct json *json, const char *key, struct instant instant)
{
    char text[INSTANT_TEXT_MAX];
    if (instant.known)
        instant_print(instant, text);
    write_text(json, key, instant.known ? text : NULL);
}

static void write_headings(struct json *json, const struct page_body *body)
{
    json_key(json, "headings");
    json_open(json, '[');
    for (size_t i = 0; i < body->sections_len; i++) {
        const struct page_section *section = &body->sections[i];
        if (section->level == 0)
            continue;
        json_open(json, '{');
        json_key(json, "level");
        json_int(json, section->level);
        write_text(json, "id", section->id);
        write_text(json, "text", section->title);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_translations(struct json *json, const struct page *page)
{
    json_key(json, "translations");
    json_open(json, '[');
    for (size_t i = 0; i < page->translations_len; i++)
        json_text(json, page->translations[i]->path);
    json_close(json, ']');
}

void page_write_json(struct json *json, const struct page *page, const struct page_body *body)
{
    json_open(json, '{');
    write_text(json, "path", page->path);
    write_text(json, "lang", page->lang);
    write_text(json, "url", page->url);
    write_text(json, "title", page->title);
    write_text(json, "display_title", body->display_title);
    write_instant(json, "date", page->date);
    write_instant(json, "lastmod", page->lastmod);
    write_texts(json, "tags", page->tags, page->tags_len);
    write_text(json, "section", page->section);
    write_text(json, "description", page->description);
    write_text(json, "summary", body->summary);
    write_translations(json, page);
    write_headings(json, body);
    write_texts(json, "alts", body->alts, body->alts_len);
    void *scratch = need(talloc_new(NULL));
    write_text(json, "text", page_body_text(scratch, body));
    talloc_free(scratch);
    json_close(json, '}');
}
