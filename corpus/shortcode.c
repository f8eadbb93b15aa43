/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/shortcode.h"

#include <talloc.h>

#include "corpus/markdown_mark.h"
#include "corpus/shortcode_policy.h"
#include "corpus/shortcode_tag.h"
#include "corpus/shortcode_template.h"

enum { NESTED_MAX = 64, FIRST_CALLS = 16 };

struct expansion {
    void *ctx;
    struct span source;
    const struct shortcode_rules *rules;
    const struct shortcode_tag *tags;
    size_t tags_len;
    struct shortcode_call *calls;
    size_t calls_len, calls_room;
    size_t cap, used; /* bytes of all calls together */
    unsigned depth;
    bool failed;
    struct shortcode_templates templates;
};

/* A run of the source: its bytes and the tags among them. */
struct stretch {
    size_t at, end;
    size_t first_tag, end_tag;
};

static void expand(struct expansion *, struct buffer *out, struct stretch);

/* ---- calls that stand aside ---- */

static void add_call(struct expansion *expansion, struct buffer *out, struct shortcode_call call)
{
    if (expansion->calls_len == expansion->calls_room) {
        size_t room = expansion->calls_room == 0 ? FIRST_CALLS : expansion->calls_room * 2;
        struct shortcode_call *grown =
            talloc_realloc(expansion->ctx, expansion->calls, struct shortcode_call, (unsigned)room);
        if (!grown) {
            expansion->failed = true;
            return;
        }
        expansion->calls = grown;
        expansion->calls_room = room;
    }
    expansion->used += call.text.len;
    if (expansion->used > expansion->cap)
        expansion->failed = true;
    buffer_format(out, MARK_CALL "%zu" MARK_CALL_END, expansion->calls_len);
    expansion->calls[expansion->calls_len++] = call;
}

/* What all lines begin with is their place in the page, not code. */
static size_t common_indent(struct span text)
{
    size_t least = SIZE_MAX;
    struct span line;
    while (span_cut(&text, '\n', &line)) {
        size_t indent = 0;
        while (indent < line.len && (line.at[indent] == ' ' || line.at[indent] == '\t'))
            indent++;
        if (indent < line.len && indent < least)
            least = indent;
    }
    return least == SIZE_MAX ? 0 : least;
}

static struct span without_indent(void *ctx, struct span text)
{
    while (span_begins(text, SPAN("\n")))
        text = span_from(text, 1);
    size_t indent = common_indent(text);
    if (indent == 0)
        return text;
    struct buffer out = buffer_new(ctx, text.len + 1);
    struct span line;
    while (span_cut(&text, '\n', &line)) {
        buffer_span(&out, span_from(line, indent));
        buffer_char(&out, '\n');
    }
    return buffer_view(&out);
}

/* ---- one call ---- */

struct call_site {
    const struct shortcode_tag *tag;
    struct stretch inner; /* empty where the call has no text inside */
    const struct shortcode_policy *policy;
};

static struct span inner_text(struct expansion *expansion, struct stretch inner)
{
    struct buffer out = buffer_new(expansion->ctx, expansion->cap);
    expand(expansion, &out, inner);
    expansion->failed |= out.full;
    return buffer_view(&out);
}

/* The parameters that are text, each a paragraph. */
static void add_params(struct expansion *expansion, struct buffer *out, const struct call_site *site)
{
    struct span value;
    for (size_t i = 0; i < site->policy->params_len; i++) {
        if (!shortcode_param(expansion->ctx, site->tag->params, site->policy->params[i], &value))
            continue;
        buffer_span(out, value);
        buffer_text(out, "\n\n");
    }
}

static const char *alt_of(struct expansion *expansion, const struct call_site *site)
{
    struct span value;
    if (!site->policy->alt || !shortcode_param(expansion->ctx, site->tag->params, site->policy->alt, &value))
        return NULL;
    return span_copy(expansion->ctx, value);
}

/* Without its template the text inside is what is left. */
static void write_template(struct expansion *expansion, struct buffer *out, const struct call_site *site)
{
    struct span template;
    if (!shortcode_template_read(&expansion->templates, expansion->rules, site->policy->file, &template))
        template = SPAN("{{ .Inner }}");
    struct buffer inner = buffer_new(expansion->ctx, MARK_LEN * 2 + 24);
    struct span text = without_indent(expansion->ctx, inner_text(expansion, site->inner));
    if (text.len > 0)
        add_call(expansion, &inner, (struct shortcode_call){CALL_MARKDOWN, text, NULL});
    struct buffer html = buffer_new(expansion->ctx, expansion->cap);
    shortcode_template_fill(&html, template, site->tag->params, buffer_view(&inner));
    add_call(expansion, out, (struct shortcode_call){CALL_HTML, buffer_view(&html), NULL});
}

/* {{% %}}: the text inside is the page's Markdown, in its place. What else it shows stands aside. */
static void write_in_place(struct expansion *expansion, struct buffer *out, const struct call_site *site)
{
    struct buffer params = buffer_new(expansion->ctx, expansion->cap);
    add_params(expansion, &params, site);
    const char *alt = alt_of(expansion, site);
    bool inner = site->policy->inner && site->inner.end > site->inner.at;
    if (params.len > 0 || alt || !inner)
        add_call(expansion, out, (struct shortcode_call){CALL_MARKDOWN, buffer_view(&params), alt});
    if (inner)
        expand(expansion, out, site->inner);
}

static void write_aside(struct expansion *expansion, struct buffer *out, const struct call_site *site)
{
    struct buffer text = buffer_new(expansion->ctx, expansion->cap);
    add_params(expansion, &text, site);
    if (site->policy->inner) {
        struct span inner = inner_text(expansion, site->inner);
        buffer_span(&text, site->policy->code ? inner : without_indent(expansion->ctx, inner));
    }
    enum call_format format = site->policy->code ? CALL_CODE : CALL_MARKDOWN;
    add_call(expansion, out, (struct shortcode_call){format, buffer_view(&text), alt_of(expansion, site)});
}

static void write_call(struct expansion *expansion, struct buffer *out, const struct call_site *site)
{
    if (site->policy->file)
        write_template(expansion, out, site);
    else if (site->tag->kind == '%' && !site->policy->code)
        write_in_place(expansion, out, site);
    else
        write_aside(expansion, out, site);
}

/* ---- a run of text and tags ---- */

static void write_comment(struct buffer *out, const struct shortcode_tag *tag)
{
    buffer_format(out, "{{%c", tag->kind);
    buffer_span(out, tag->params);
    buffer_text(out, tag->kind == '<' ? ">}}" : "%}}");
}

/* Writes what the tag stands for; how many tags that took. */
static size_t write_tag(struct expansion *expansion, struct buffer *out, size_t i, size_t end_tag)
{
    const struct shortcode_tag *tag = &expansion->tags[i];
    if (tag->comment) {
        write_comment(out, tag);
        return 1;
    }
    if (tag->closing)
        return 1;
    bool paired = tag->match > i && tag->match < end_tag;
    if (paired && expansion->depth >= NESTED_MAX)
        return 1;
    struct shortcode_policy policy = shortcode_policy(expansion->ctx, expansion->rules, tag->name);
    struct call_site site = {tag, {0, 0, 0, 0}, &policy};
    if (paired)
        site.inner = (struct stretch){tag->at + tag->len, expansion->tags[tag->match].at, i + 1, tag->match};
    expansion->depth++;
    write_call(expansion, out, &site);
    expansion->depth--;
    return paired ? tag->match - i + 1 : 1;
}

static void expand(struct expansion *expansion, struct buffer *out, struct stretch stretch)
{
    size_t at = stretch.at;
    for (size_t i = stretch.first_tag; i < stretch.end_tag && !expansion->failed;) {
        const struct shortcode_tag *tag = &expansion->tags[i];
        buffer_add(out, expansion->source.at + at, tag->at - at);
        i += write_tag(expansion, out, i, stretch.end_tag);
        at = expansion->tags[i - 1].at + expansion->tags[i - 1].len;
    }
    if (stretch.end > at)
        buffer_add(out, expansion->source.at + at, stretch.end - at);
}

bool shortcodes_expand(void *ctx, struct span source, const struct shortcode_rules *rules, size_t cap,
                       struct shortcode_page *out)
{
    size_t found;
    *out = (struct shortcode_page){source, NULL, 0};
    if (!span_find(source, SPAN("{{"), &found))
        return true;
    struct expansion expansion = {.ctx = ctx, .source = source, .rules = rules, .cap = cap};
    expansion.templates.ctx = ctx;
    expansion.tags = shortcode_tags(ctx, source, &expansion.tags_len);
    if (!expansion.tags)
        return false;
    struct buffer text = buffer_new(ctx, cap);
    expand(&expansion, &text, (struct stretch){0, source.len, 0, expansion.tags_len});
    *out = (struct shortcode_page){buffer_view(&text), expansion.calls, expansion.calls_len};
    return !expansion.failed && !text.full;
}
