/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/markdown_inline.h"

#include <talloc.h>

#include "corpus/entity.h"
#include "corpus/markdown_attribute.h"
#include "corpus/markdown_link.h"
#include "corpus/markdown_mark.h"

struct builder {
    struct inline_text *out;
    const struct markup *markup;
    struct html_reader *html;
    struct buffer plain; /* code and tags with their marks taken back */
    bool opaque;         /* inside an address or formula */
    unsigned links;      /* how many links we are in */
};

struct inline_text inline_text_new(void *ctx, size_t cap)
{
    return (struct inline_text){.bytes = buffer_new(ctx, cap), .glyphs = buffer_new(ctx, cap)};
}

static void add(struct inline_text *out, struct span text, int glyph)
{
    char glyphs[64];
    memset(glyphs, glyph, sizeof(glyphs));
    buffer_span(&out->bytes, text);
    for (size_t left = text.len; left > 0;) {
        size_t len = left < sizeof(glyphs) ? left : sizeof(glyphs);
        buffer_add(&out->glyphs, glyphs, len);
        left -= len;
    }
}

static void add_char(struct inline_text *out, char c, int glyph)
{
    buffer_char(&out->bytes, c);
    buffer_char(&out->glyphs, (char)glyph);
}

int32_t inline_before(const struct inline_text *text, size_t at)
{
    if (at == 0)
        return '\n';
    size_t begin = at - 1;
    while (begin > 0 && at - begin < 4 && (text->bytes.at[begin] & 0xC0) == 0x80)
        begin--;
    size_t len;
    return utf8_decode((struct span){text->bytes.at + begin, at - begin}, &len);
}

int32_t inline_after(const struct inline_text *text, size_t at)
{
    size_t len;
    return at < text->bytes.len ? utf8_decode(span_from(buffer_view(&text->bytes), at), &len) : ' ';
}

/* ---- marks within text ---- */

static int shown(const struct builder *builder, int glyph)
{
    if (html_hidden(builder->html))
        return GLYPH_SYNTAX;
    if (builder->opaque)
        return builder->links > 0 ? GLYPH_LITERAL : GLYPH_LITERAL | GLYPH_NO_ID;
    return glyph;
}

/* Goldmark makes an id from the source, where names have been resolved and numbers not. */
static size_t add_entity(struct builder *builder, struct span rest)
{
    char source[40] = "&";
    size_t len = rest.len - MARK_LEN < sizeof(source) - 1 ? rest.len - MARK_LEN : sizeof(source) - 1;
    memcpy(source + 1, rest.at + MARK_LEN, len);
    struct span text = {source, len + 1};
    struct entity entity = entity_read(text);
    if (entity.len == 0) {
        add_char(builder->out, '&', shown(builder, GLYPH_LITERAL));
        return MARK_LEN;
    }
    struct span decoded = {entity.text, entity.text_len};
    add_char(builder->out, '&', GLYPH_SYNTAX);
    if (!entity.named && !builder->opaque)
        add(builder->out, (struct span){source + 1, entity.len - 2}, GLYPH_ID);
    add(builder->out, decoded, shown(builder, GLYPH_LITERAL) | (entity.named ? 0 : GLYPH_NO_ID));
    add_char(builder->out, ';', GLYPH_SYNTAX);
    return MARK_LEN + entity.len - 1;
}

/* Hugo's own placeholder begins and ends with a letter, which the typographer sees. */
static size_t add_call(struct builder *builder, struct span rest)
{
    size_t end;
    if (!span_find(rest, SPAN(MARK_CALL_END), &end))
        return rest.len;
    add_char(builder->out, 'H', GLYPH_SYNTAX);
    if (!html_hidden(builder->html))
        add(builder->out, span_first(span_from(rest, MARK_LEN), end - MARK_LEN), GLYPH_CALL);
    add_char(builder->out, 'B', GLYPH_SYNTAX);
    return end + MARK_LEN;
}

static size_t skip_label(struct span rest)
{
    size_t end;
    return span_find(rest, SPAN(MARK_FOOTNOTE_END), &end) ? end + MARK_LEN : rest.len;
}

static void add_opaque(struct builder *builder, bool begins)
{
    add_char(builder->out, begins ? '<' : '>', begins ? GLYPH_OPEN : GLYPH_CLOSE);
    builder->opaque = begins;
}

static void set_escaped(struct inline_text *out)
{
    if (out->bytes.len > 0 && inline_glyph(out, out->bytes.len - 1) == GLYPH_TEXT)
        inline_set(out, out->bytes.len - 1, GLYPH_LITERAL);
}

/* How much of rest the mark at its beginning takes; 0 where there is none. */
static size_t add_mark(struct builder *builder, struct span rest)
{
    struct inline_text *out = builder->out;
    char sign = mark_protected(rest);
    if (sign) {
        add_char(out, sign, shown(builder, GLYPH_LITERAL));
        return PROTECTED_LEN;
    }
    if (mark_is(rest, MARK_ENTITY))
        return add_entity(builder, rest);
    if (mark_is(rest, MARK_CALL))
        return add_call(builder, rest);
    if (mark_is(rest, MARK_FOOTNOTE))
        return skip_label(rest);
    if (mark_is(rest, MARK_ESCAPED)) {
        set_escaped(out);
    } else if (mark_is(rest, MARK_OPAQUE) || mark_is(rest, MARK_OPAQUE_END)) {
        add_opaque(builder, mark_is(rest, MARK_OPAQUE));
    } else if (mark_is(rest, MARK_ATTRIBUTE)) {
        out->has_attribute = true;
        out->attribute_at = out->bytes.len;
    } else if (mark_is(rest, MARK_MORE)) {
        add_char(out, '\n', GLYPH_MORE);
    } else if (mark_is(rest, MARK_DEFINITION)) {
        if (!out->is_definition)
            add(out, SPAN(": "), GLYPH_LITERAL);
    } else if (!mark_is(rest, MARK_NOTHING)) {
        return 0;
    }
    return MARK_LEN;
}

static void add_text(struct builder *builder, struct span text)
{
    while (text.len > 0) {
        size_t plain = 0;
        while (plain < text.len && (unsigned char)text.at[plain] < 0xEF)
            plain++;
        if (plain > 0)
            add(builder->out, span_first(text, plain), shown(builder, GLYPH_TEXT));
        text = span_from(text, plain);
        if (text.len == 0)
            return;
        size_t taken = add_mark(builder, text);
        if (taken == 0) {
            utf8_decode(text, &taken);
            add(builder->out, span_first(text, taken), shown(builder, GLYPH_TEXT));
        }
        text = span_from(text, taken);
    }
}

/* ---- nodes ---- */

static struct span unmarked(struct builder *builder, cmark_node *node)
{
    buffer_clear(&builder->plain);
    markdown_unmark(&builder->plain, span_of(cmark_node_get_literal(node)));
    return buffer_view(&builder->plain);
}

/* Shortcodes run inside code too. */
static void add_code(struct builder *builder, struct span code)
{
    size_t at;
    while (span_find(code, SPAN(MARK_CALL), &at)) {
        add(builder->out, span_first(code, at), shown(builder, GLYPH_LITERAL));
        code = span_from(code, at);
        code = span_from(code, add_call(builder, code));
    }
    add(builder->out, code, shown(builder, GLYPH_LITERAL));
}

static void add_html(struct builder *builder, cmark_node *node)
{
    add_char(builder->out, '<', GLYPH_OPEN);
    add_char(builder->out, '>', GLYPH_CLOSE);
    if (builder->markup->unsafe && html_inline(builder->html, unmarked(builder, node)) == HTML_BREAK)
        add_char(builder->out, '\n', GLYPH_BREAK | GLYPH_NO_ID);
}

/* <https://…> and <name@host>: a link whose text is its address. */
static bool is_autolink(cmark_node *node)
{
    cmark_node *child = cmark_node_first_child(node);
    if (!child || cmark_node_next(child) || cmark_node_get_type(child) != CMARK_NODE_TEXT)
        return false;
    struct span text = span_of(cmark_node_get_literal(child)), url = span_of(cmark_node_get_url(node));
    if (span_begins(url, SPAN("mailto:")) && !span_begins(text, SPAN("mailto:")))
        url = span_from(url, strlen("mailto:"));
    return text.len > 0 && span_equal(text, url);
}

static void enter_link(struct builder *builder, cmark_node *node)
{
    bool autolink = is_autolink(node);
    add_char(builder->out, autolink ? '<' : '[', GLYPH_OPEN);
    if (autolink)
        builder->opaque = true;
    else
        builder->links++;
}

static void leave_link(struct builder *builder, cmark_node *node)
{
    if (is_autolink(node)) {
        builder->opaque = false;
        add_char(builder->out, '>', GLYPH_CLOSE);
        return;
    }
    builder->links--;
    add_char(builder->out, ']', GLYPH_SYNTAX);
    add_char(builder->out, ')', GLYPH_CLOSE);
}

static void enter(struct builder *builder, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        add_text(builder, span_of(cmark_node_get_literal(node)));
        break;
    case CMARK_NODE_SOFTBREAK:
        add_char(builder->out, '\n', GLYPH_SOFT);
        break;
    case CMARK_NODE_LINEBREAK:
        add_char(builder->out, '\n', GLYPH_BREAK);
        break;
    case CMARK_NODE_CODE:
        add_char(builder->out, '`', GLYPH_OPEN);
        add_code(builder, unmarked(builder, node));
        add_char(builder->out, '`', GLYPH_CLOSE);
        break;
    case CMARK_NODE_HTML_INLINE:
        add_html(builder, node);
        break;
    case CMARK_NODE_LINK:
        enter_link(builder, node);
        break;
    case CMARK_NODE_IMAGE:
        add_char(builder->out, '!', GLYPH_OPEN);
        break;
    default:
        add_char(builder->out, '*', GLYPH_OPEN);
        break;
    }
}

static void leave(struct builder *builder, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_LINK:
        leave_link(builder, node);
        break;
    case CMARK_NODE_IMAGE:
        add_char(builder->out, ']', GLYPH_SYNTAX);
        add_char(builder->out, ')', GLYPH_CLOSE);
        break;
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
        add_char(builder->out, '*', GLYPH_CLOSE);
        break;
    default:
        break;
    }
}

/* Without recursion: a page may nest as deep as it is long. */
void inline_build(struct inline_text *out, cmark_node *block, const struct markup *markup, struct html_reader *html)
{
    struct builder builder = {.out = out, .markup = markup, .html = html};
    builder.plain = buffer_new(out->bytes.ctx, out->bytes.cap);
    buffer_clear(&out->bytes);
    buffer_clear(&out->glyphs);
    out->has_attribute = false;
    cmark_node *node = cmark_node_first_child(block);
    while (node && node != block) {
        enter(&builder, node);
        cmark_node *child = cmark_node_first_child(node);
        while (!child && node != block) {
            leave(&builder, node);
            child = cmark_node_next(node);
            node = cmark_node_parent(node);
        }
        node = child;
    }
    talloc_free(builder.plain.at);
}

/* ---- what only some blocks have ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static void cut(struct inline_text *text, size_t len)
{
    buffer_cut(&text->bytes, len);
    buffer_cut(&text->glyphs, len);
}

/* What closes an ATX heading stands before its attributes: ## Heading ## {#id} */
struct span inline_take_attributes(void *ctx, struct inline_text *text)
{
    struct span id = SPAN("");
    if (!text->has_attribute)
        return id;
    struct span group = span_from(buffer_view(&text->bytes), text->attribute_at);
    char *copy = span_copy(ctx, group);
    attribute_group_len((struct span){copy, copy ? group.len : 0}, &id);
    size_t len = text->attribute_at;
    while (len > 0 && is_blank(text->bytes.at[len - 1]))
        len--;
    size_t hashes = len;
    while (hashes > 0 && text->bytes.at[hashes - 1] == '#' && inline_glyph(text, hashes - 1) == GLYPH_TEXT)
        hashes--;
    if (hashes < len && (hashes == 0 || is_blank(text->bytes.at[hashes - 1])))
        for (len = hashes; len > 0 && is_blank(text->bytes.at[len - 1]);)
            len--;
    cut(text, len);
    text->has_attribute = false;
    return id;
}

void inline_take_task(struct inline_text *text)
{
    struct span bytes = buffer_view(&text->bytes);
    if (bytes.len < 3 || bytes.at[0] != '[' || bytes.at[2] != ']' ||
        (bytes.at[1] != ' ' && bytes.at[1] != 'x' && bytes.at[1] != 'X') || inline_glyph(text, 0) != GLYPH_TEXT)
        return;
    for (size_t i = 0; i < 3; i++)
        inline_set(text, i, GLYPH_SYNTAX);
}

void inline_take_emails(struct inline_text *text)
{
    struct span bytes = buffer_view(&text->bytes);
    if (bytes.len == 0 || !memchr(bytes.at, '@', bytes.len))
        return;
    for (size_t at = 0; at < bytes.len; at++) {
        if (inline_glyph(text, at) != GLYPH_TEXT || (at > 0 && !link_may_follow(bytes.at[at - 1])))
            continue;
        size_t len = link_email_len(span_from(bytes, at));
        for (size_t end = at + len; at < end; at++)
            text->glyphs.at[at] = GLYPH_LITERAL | GLYPH_NO_ID;
    }
}
