/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/shortcode_template.h"

#include <talloc.h>

#include "corpus/shortcode_tag.h"

enum { TEMPLATE_MAX = 1 << 20 };

/* ---- reading ---- */

static char *with_language(void *ctx, const char *file, const char *lang)
{
    const char *dot = strrchr(file, '.');
    if (!dot || !lang)
        return NULL;
    return talloc_asprintf(ctx, "%.*s.%s%s", (int)(dot - file), file, lang, dot);
}

static bool read_file(void *ctx, const struct shortcode_rules *rules, const char *file, struct span *text)
{
    char *path = file ? talloc_asprintf(ctx, "%s/%s", rules->folder, file) : NULL;
    struct error ignored;
    size_t len;
    text->at = path && file_exists(path) ? file_read(ctx, path, file, TEMPLATE_MAX, &len, NULL, &ignored) : NULL;
    text->len = text->at ? len : 0;
    return text->at != NULL;
}

static void read_template(void *ctx, const struct shortcode_rules *rules, const char *file, struct span *text)
{
    if (rules->folder &&
        (read_file(ctx, rules, with_language(ctx, file, rules->lang), text) || read_file(ctx, rules, file, text)))
        return;
    text->at = NULL;
    notice(rules->listener, NOTICE_WARNING, rules->page, 0,
           "name a file that is there in twc-search.yaml, or set 'keep: inner'",
           "%s, the template of one of its shortcodes, cannot be read", file);
}

bool shortcode_template_read(struct shortcode_templates *templates, const struct shortcode_rules *rules,
                             const char *file, struct span *text)
{
    size_t i = 0;
    while (i < templates->len && strcmp(templates->read[i].file, file) != 0)
        i++;
    if (i < templates->len) {
        *text = templates->read[i].text;
        return text->at != NULL;
    }
    *text = SPAN("");
    read_template(templates->ctx, rules, file, text);
    if (templates->len < TEMPLATES_MAX) {
        templates->read[templates->len].file = file;
        templates->read[templates->len++].text = *text;
    }
    return text->at != NULL;
}

/* ---- filling ---- */

/* Where an action ends, past its }}; strings and comments in it may hold braces. */
static size_t action_len(struct span text)
{
    for (size_t at = 2; at < text.len; at++) {
        char c = text.at[at];
        if (c == '}' && span_begins(span_from(text, at), SPAN("}}")))
            return at + 2;
        if (c == '"' || c == '`') {
            const char *end = memchr(text.at + at + 1, c, text.len - at - 1);
            if (!end)
                break;
            at = (size_t)(end - text.at);
        }
    }
    return text.len;
}

static bool take_word(struct span *text, const char *word)
{
    if (!span_begins(*text, span_of(word)))
        return false;
    *text = span_trim(span_from(*text, strlen(word)));
    return true;
}

/* .Get "x" and .Get 0 print a parameter; with and if print nothing themselves. */
static void write_get(struct buffer *out, struct span which, struct span params)
{
    struct span name, value;
    if (!shortcode_param(out->ctx, which, "0", &name))
        return;
    char *key = span_copy(out->ctx, name);
    if (key && shortcode_param(out->ctx, params, key, &value))
        html_escape(out, value);
    talloc_free(key);
}

static void write_action(struct buffer *out, struct span action, struct span params, struct span inner)
{
    size_t found;
    action = span_trim(action);
    if (take_word(&action, "-"))
        action = span_trim(action);
    if (span_ends(action, SPAN("-")))
        action = span_trim(span_first(action, action.len - 1));
    if (span_begins(action, SPAN("/*")) || span_begins(action, SPAN("if")) || span_begins(action, SPAN("with")))
        return;
    if (span_find(action, SPAN(".Inner"), &found))
        buffer_span(out, inner);
    else if (take_word(&action, "$.Get") || take_word(&action, ".Get"))
        write_get(out, action, params);
}

void shortcode_template_fill(struct buffer *out, struct span template, struct span params, struct span inner)
{
    size_t at;
    while (span_find(template, SPAN("{{"), &at)) {
        buffer_span(out, span_first(template, at));
        template = span_from(template, at);
        size_t len = action_len(template);
        write_action(out, (struct span){template.at + 2, len > 4 ? len - 4 : 0}, params, inner);
        template = span_from(template, len);
    }
    buffer_span(out, template);
}
