/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/body.h"

#include <talloc.h>

#include "corpus/body_guard.h"
#include "corpus/body_title.h"
#include "corpus/body_writer.h"
#include "corpus/markdown.h"
#include "corpus/markdown_mark.h"

/* A page's text may grow through shortcodes: each call repeats its template's text. */
enum { CAP_FACTOR = 8, CAP_LEAST = 4 << 20 };

struct rendering {
    void *ctx; /* of the work, freed when it is done */
    const struct body_source *page;
    const struct body_rules *rules;
    struct shortcode_rules shortcodes; /* the same for this page, its listener known */
    size_t cap;
};

static bool fail_cap(const struct rendering *rendering, struct error *err)
{
    return error_set(err, ERROR_INPUT, rendering->page->path, rendering->page->source.first_line,
                     "the page's text grows too large when its shortcodes are put in",
                     "split the page, or set 'keep: none' for the shortcode in twc-search.yaml");
}

/* ---- one pass over a text ---- */

/* <!--more--> is a mark to Hugo before it is a comment. */
static struct span mark_more(void *ctx, struct span text)
{
    struct span more = SPAN("<!--more-->");
    size_t at;
    if (!span_find(text, more, &at))
        return text;
    struct buffer out = buffer_new(ctx, text.len + MARK_LEN);
    buffer_span(&out, span_first(text, at));
    buffer_text(&out, MARK_MORE);
    buffer_span(&out, span_from(text, at + more.len));
    return buffer_view(&out);
}

/* In two steps: whether an initializer's other members are zeroed before or after it runs is the compiler's choice. */
static struct span mark_clean_span(void *ctx, struct span text)
{
    struct span clean = {0};
    clean.at = mark_clean(ctx, text, &clean.len);
    return clean;
}

static bool render(struct rendering *rendering, struct span text, int summary_length, void *ctx, struct page_body *out)
{
    bool html = rendering->page->source.format == PAGE_HTML;
    struct span clean = mark_clean_span(rendering->ctx, text);
    struct body_writer *writer = body_writer_new(rendering->ctx, rendering->cap, summary_length);
    struct shortcode_page page;
    if (!clean.at || !writer)
        return false;
    if (!html)
        clean = mark_more(rendering->ctx, clean);
    if (!shortcodes_expand(rendering->ctx, clean, &rendering->shortcodes, rendering->cap, &page))
        return false;
    const struct markup *markup = rendering->rules->markup;
    bool done = html ? markdown_render_html(rendering->ctx, &page, markup, writer)
                     : markdown_render(rendering->ctx, &page, markup, writer);
    return done && body_writer_finish(writer, ctx, out);
}

/* ---- the author's text, and what Hugo made of it ---- */

/* Hugo makes ids from the bytes as they are, in whatever normal form and however garbled; we show the text mended. So
 * where the two differ the ids come from a rendering of the page as it is. */
static bool take_ids(struct rendering *rendering, void *ctx, struct page_body *body)
{
    struct page_body raw = {0};
    rendering->shortcodes.listener = NULL; /* what is to be told has been */
    if (!render(rendering, rendering->page->source.text, 0, rendering->ctx, &raw))
        return false;
    struct page_section *sections = (struct page_section *)body->sections;
    for (size_t i = 0; i < body->sections_len && raw.sections_len == body->sections_len; i++)
        sections[i].id = raw.sections[i].id ? talloc_strdup(ctx, raw.sections[i].id) : NULL;
    return true;
}

/* Text as its author meant it; tells of what could not be saved. */
static struct span mend(const struct rendering *rendering, struct span text, const struct listener *listener)
{
    int bad_line = 0;
    char *clean = clean_text(rendering->ctx, text, &bad_line);
    char *mended = clean ? clean_mojibake(rendering->ctx, span_of(clean), NULL) : NULL;
    if (bad_line > 0 && listener)
        notice(listener, NOTICE_WARNING, rendering->page->path, rendering->page->source.first_line + bad_line - 1,
               "save the file as UTF-8", "a byte is not UTF-8 text, so a character is lost");
    return (struct span){mended, mended ? strlen(mended) : 0};
}

static bool render_summary(struct rendering *rendering, void *ctx, struct page_body *body)
{
    if (body->summary[0] != '\0' || rendering->page->summary[0] == '\0')
        return true;
    struct page_body summary = {0};
    if (!render(rendering, span_of(rendering->page->summary), 0, rendering->ctx, &summary))
        return false;
    char *text = page_body_text(rendering->ctx, &summary);
    body->summary = text ? clean_line(ctx, span_of(text)) : NULL;
    return body->summary != NULL;
}

static bool render_page(struct rendering *rendering, const struct listener *listener, struct page_body *body)
{
    bool own_summary = rendering->page->summary[0] != '\0';
    struct span source = rendering->page->source.text, text = mend(rendering, source, listener);
    if (!text.at || !render(rendering, text, own_summary ? 0 : rendering->rules->markup->summary_length, body, body))
        return false;
    struct span raw = mark_clean_span(rendering->ctx, source);
    if (!raw.at || (!span_equal(text, raw) && !take_ids(rendering, body, body)))
        return false;
    body->display_title = body_title(body, rendering->page, rendering->rules->home_title);
    return body->display_title && render_summary(rendering, body, body);
}

struct page_body *body_render(void *ctx, const struct body_source *page, const struct body_rules *rules,
                              const struct listener *listener, struct error *err)
{
    bool markdown = page->source.format == PAGE_MARKDOWN;
    if (markdown && !body_guard(page->source.text, page->path, page->source.first_line, err))
        return NULL;
    struct page_body *body = talloc_zero(ctx, struct page_body);
    void *work = talloc_new(ctx);
    struct rendering rendering = {work, page, rules, rules->shortcodes, page->source.text.len * CAP_FACTOR + CAP_LEAST};
    rendering.shortcodes.page = page->path;
    rendering.shortcodes.listener = listener;
    bool done = body && work && render_page(&rendering, listener, body);
    talloc_free(work);
    if (done)
        return body;
    fail_cap(&rendering, err);
    talloc_free(body);
    return NULL;
}

/* ---- by site ---- */

static const struct shortcode_setting *setting_of(const void *site, const char *name)
{
    return site_shortcode(site, name);
}

static const char *title_of_language(const struct site *site, const char *lang)
{
    const struct settings *settings = site_settings(site);
    for (size_t i = 0; i < settings->languages_len; i++)
        if (strcmp(settings->languages[i].code, lang) == 0)
            return settings->languages[i].title;
    return "";
}

struct page_body *page_body_read(void *ctx, const struct site *site, const struct page *page,
                                 const struct listener *listener, struct error *err)
{
    const struct markup *markup = site_markup(site, page->lang);
    struct body_rules rules = {
        .markup = markup,
        .shortcodes = {.setting = setting_of,
                       .self = site,
                       .folder = site_folder(site),
                       .lang = page->lang,
                       .inline_shortcodes = markup->inline_shortcodes},
        .home_title = title_of_language(site, page->lang),
    };
    struct body_source source = {.path = page->path, .title = page->title, .summary = page->summary};
    void *read = talloc_new(ctx);
    struct page_body *body = NULL;
    if (page_source_read(read, site, page, &source.source, err))
        body = body_render(ctx, &source, &rules, listener, err);
    talloc_free(read);
    return body;
}

/* ---- all of it ---- */

static void add_part(struct buffer *out, const char *text)
{
    if (text[0] == '\0')
        return;
    if (out->len > 0)
        buffer_char(out, '\n');
    buffer_text(out, text);
}

char *page_body_text(void *ctx, const struct page_body *body)
{
    size_t cap = 1;
    for (size_t i = 0; i < body->sections_len; i++)
        cap += strlen(body->sections[i].title) + strlen(body->sections[i].text) + 2;
    struct buffer out = buffer_new(ctx, cap);
    for (size_t i = 0; i < body->sections_len; i++) {
        add_part(&out, body->sections[i].title);
        add_part(&out, body->sections[i].text);
    }
    return out.at ? out.at : span_copy(ctx, SPAN(""));
}
