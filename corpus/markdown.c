/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/markdown.h"

#include <stdlib.h>
#include <talloc.h>

#include "corpus/markdown_document.h"
#include "corpus/markdown_mark.h"

enum { CALLS_DEPTH_MAX = 64, TEXT_CAP_FACTOR = 8 };

static void render_children(struct markdown *, struct document *, cmark_node *parent);

void markdown_break(struct markdown *markdown)
{
    if (!markdown->one_line)
        body_writer_break(markdown->out);
}

/* ---- leaf blocks ---- */

static bool in_tight_list(cmark_node *paragraph)
{
    cmark_node *item = cmark_node_parent(paragraph);
    return cmark_node_get_type(item) == CMARK_NODE_ITEM && cmark_node_get_list_tight(cmark_node_parent(item));
}

static bool begins_item(cmark_node *paragraph)
{
    return cmark_node_get_type(cmark_node_parent(paragraph)) == CMARK_NODE_ITEM && !cmark_node_previous(paragraph);
}

/* A colon begins a definition below a paragraph or below other definitions. */
static bool is_definition(cmark_node *paragraph)
{
    if (!begins_item(paragraph))
        return false;
    cmark_node *item = cmark_node_parent(paragraph);
    return cmark_node_previous(cmark_node_parent(item)) || cmark_node_previous(item);
}

/* HTML that opened a heading and ended there has its title in what follows. */
static void close_html_heading(struct markdown *markdown)
{
    if (body_writer_in_heading(markdown->out) && !body_writer_title_is_empty(markdown->out))
        body_writer_heading_close(markdown->out);
}

/* What is left of the page from a block's line on, where an element that it opens may be closed. */
static void tell_rest(struct markdown *markdown, const struct document *document, int line)
{
    struct span text = document->prepared.text;
    bool known = line >= 0 && (size_t)line < document->lines_len;
    size_t skip = known ? (size_t)(document->lines[line] - text.at) : 0;
    html_reader_rest(markdown->html, span_from(text, skip));
}

static void render_paragraph(struct markdown *markdown, struct document *document, cmark_node *node)
{
    markdown_break(markdown);
    tell_rest(markdown, document, cmark_node_get_start_line(node) - 1);
    if (!table_write(markdown, document, node)) {
        document->text.is_definition = is_definition(node);
        inline_build(&document->text, node, markdown->markup, markdown->html);
        if (markdown->markup->task_list && begins_item(node))
            inline_take_task(&document->text);
        inline_take_delimiters(&document->text, markdown->markup);
        markdown_emit(markdown, document, NULL);
        if (!in_tight_list(node))
            body_writer_paragraph_end(markdown->out);
    }
    markdown_break(markdown);
    close_html_heading(markdown);
}

/* Of a heading of several lines Hugo takes the last one for the id. */
static struct span last_line(struct span text)
{
    for (size_t at = text.len; at > 0; at--)
        if (text.at[at - 1] == '\n')
            return span_from(text, at);
    return text;
}

/* Automatic ids are for headings of the page's own Markdown; what a shortcode makes of its text has none we could know.
 */
static const char *id_for(struct markdown *markdown, struct span given, const struct emitted_id *automatic)
{
    if (given.len > 0) {
        char *id = span_copy(markdown->ids, given);
        if (id && markdown->depth == 0)
            heading_id_take(markdown->ids, id);
        return id;
    }
    if (markdown->depth > 0 || automatic->has_call)
        return NULL;
    return heading_id(markdown->ids, markdown->markup->heading_ids, last_line(buffer_view(&automatic->text)));
}

static void render_heading(struct markdown *markdown, struct document *document, cmark_node *node)
{
    struct emitted_id automatic = {buffer_new(markdown->ctx, document->text.bytes.cap), false};
    document->text.is_definition = false;
    inline_build(&document->text, node, markdown->markup, markdown->html);
    struct span given = inline_take_attributes(markdown->ctx, &document->text);
    inline_take_delimiters(&document->text, markdown->markup);
    if (markdown->markup->linkify)
        inline_take_emails(&document->text);
    markdown_break(markdown);
    bool within = markdown->one_line || body_writer_in_heading(markdown->out);
    if (!within)
        body_writer_heading_open(markdown->out, cmark_node_get_heading_level(node), NULL);
    bool flat = body_writer_flat(markdown->out, true);
    markdown_emit(markdown, document, &automatic);
    body_writer_flat(markdown->out, flat);
    if (!within) {
        body_writer_heading_id(markdown->out, id_for(markdown, given, &automatic));
        body_writer_heading_close(markdown->out);
    }
    markdown_break(markdown);
    talloc_free(automatic.text.at);
}

/* Code as it stands, with what shortcodes put into it. */
static void render_code(struct markdown *markdown, struct span code)
{
    size_t at, end;
    while (span_find(code, SPAN(MARK_CALL), &at)) {
        body_writer_lines(markdown->out, span_first(code, at));
        code = span_from(code, at + MARK_LEN);
        if (!span_find(code, SPAN(MARK_CALL_END), &end))
            return;
        markdown_call(markdown, (unsigned)strtoul(code.at, NULL, 10));
        code = span_from(code, end + MARK_LEN);
    }
    body_writer_lines(markdown->out, code);
}

static void render_code_block(struct markdown *markdown, cmark_node *node)
{
    if (html_hidden(markdown->html))
        return;
    struct span literal = span_of(cmark_node_get_literal(node));
    struct buffer code = buffer_new(markdown->ctx, literal.len + 1);
    markdown_unmark(&code, literal);
    markdown_break(markdown);
    render_code(markdown, buffer_view(&code));
    markdown_break(markdown);
    talloc_free(code.at);
}

static void render_html_block(struct markdown *markdown, struct document *document, cmark_node *node)
{
    struct span literal = span_of(cmark_node_get_literal(node));
    if (span_begins(literal, SPAN("<!--" MARK_ATTRIBUTE)) || !markdown->markup->unsafe)
        return;
    struct buffer html = buffer_new(markdown->ctx, literal.len + 1);
    markdown_unmark(&html, literal);
    markdown_break(markdown);
    tell_rest(markdown, document, cmark_node_get_end_line(node));
    html_block(markdown->html, buffer_view(&html));
    markdown_break(markdown);
    talloc_free(html.at);
}

/* ---- all blocks ---- */

/* Whether all that is to be said of the node has been said, its children included. */
static bool render_node(struct markdown *markdown, struct document *document, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
        render_paragraph(markdown, document, node);
        return true;
    case CMARK_NODE_HEADING:
        render_heading(markdown, document, node);
        return true;
    case CMARK_NODE_CODE_BLOCK:
        render_code_block(markdown, node);
        return true;
    case CMARK_NODE_HTML_BLOCK:
        render_html_block(markdown, document, node);
        return true;
    case CMARK_NODE_ITEM:
        return document->footnotes_len > 0 && footnote_is(node);
    default:
        return false;
    }
}

static bool is_leaf(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_THEMATIC_BREAK;
}

static void render_children(struct markdown *markdown, struct document *document, cmark_node *parent)
{
    cmark_iter *iter = cmark_iter_new(parent);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE && !markdown->failed;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER && node != parent && render_node(markdown, document, node) && !is_leaf(node))
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
    }
    cmark_iter_free(iter);
}

/* Those that were referred to, in that order; one may refer to the next. */
static void render_footnotes(struct markdown *markdown, struct document *document)
{
    for (unsigned number = 1; number <= document->references; number++)
        render_children(markdown, document, document->referred[number]->item);
}

static void find_footnotes(struct markdown *markdown, struct document *document)
{
    size_t found;
    if (!markdown->markup->footnote || !span_find(document->prepared.text, SPAN(MARK_FOOTNOTE), &found))
        return;
    cmark_iter *iter = cmark_iter_new(document->root);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_ITEM)
            footnote_note(markdown, document, node);
    }
    cmark_iter_free(iter);
    footnotes_sort(markdown, document);
}

static void document_lines(struct markdown *markdown, struct document *document)
{
    size_t count = 0, at = 0;
    struct span rest = document->prepared.text, line;
    while (span_cut(&rest, '\n', &line))
        count++;
    document->lines = talloc_array(markdown->ctx, const char *, (unsigned)count + 1);
    if (!document->lines) {
        markdown->failed = true;
        return;
    }
    for (rest = document->prepared.text; span_cut(&rest, '\n', &line); at++)
        document->lines[at] = line.at;
    document->lines[at] = document->prepared.text.at + document->prepared.text.len;
    document->lines_len = at;
}

void markdown_text(struct markdown *markdown, struct span text)
{
    void *outer = markdown->ctx;
    markdown->ctx = talloc_new(outer);
    struct document document = {0};
    struct span rest = html_reader_rest(markdown->html, SPAN(""));
    size_t cap = text.len * TEXT_CAP_FACTOR + 1024;
    document.text = inline_text_new(markdown->ctx, cap);
    if (!markdown->ctx || !markdown_prepare(markdown->ctx, text, markdown->markup, &document.prepared)) {
        markdown->failed = true;
    } else {
        struct span prepared = document.prepared.text;
        document.root = cmark_parse_document(prepared.at, prepared.len, CMARK_OPT_DEFAULT);
        document_lines(markdown, &document);
        find_footnotes(markdown, &document);
        tables_find(markdown, &document);
        render_children(markdown, &document, document.root);
        render_footnotes(markdown, &document);
        markdown->failed |= document.text.bytes.full || document.text.glyphs.full;
        cmark_node_free(document.root);
        if (document.cells_root)
            cmark_node_free(document.cells_root);
    }
    html_reader_rest(markdown->html, rest);
    talloc_free(markdown->ctx);
    markdown->ctx = outer;
}

/* ---- shortcodes ---- */

static bool is_word(int32_t codepoint)
{
    return utf8_is_letter(codepoint) || utf8_is_digit(codepoint);
}

/* A template's own white space keeps its text from the word before; ours is gone. */
static void separate(struct markdown *markdown, struct span text)
{
    size_t len;
    text = span_trim(text);
    if (text.len > 0 && is_word(utf8_decode(text, &len)) && is_word(body_writer_last(markdown->out)))
        body_writer_text(markdown->out, SPAN(" "));
}

static void write_markdown_call(struct markdown *markdown, struct span text)
{
    bool outer = markdown->one_line;
    markdown->one_line = outer || !memchr(text.at, '\n', text.len) || body_writer_in_heading(markdown->out);
    struct typographer_state quotes = markdown->quotes;
    markdown->quotes = (struct typographer_state){0, 0};
    separate(markdown, text);
    markdown_text(markdown, text);
    markdown->quotes = quotes;
    markdown->one_line = outer;
}

void markdown_call(struct markdown *markdown, unsigned number)
{
    if (number >= markdown->page->calls_len || markdown->depth >= CALLS_DEPTH_MAX)
        return;
    const struct shortcode_call *call = &markdown->page->calls[number];
    markdown->depth++;
    if (call->alt)
        body_writer_alt(markdown->out, span_of(call->alt));
    if (call->format == CALL_MARKDOWN && span_trim(call->text).len > 0)
        write_markdown_call(markdown, call->text);
    else if (call->format == CALL_CODE)
        render_code(markdown, call->text);
    else if (call->format == CALL_HTML)
        html_block(markdown->html, call->text);
    markdown->depth--;
}

static void write_call(void *self, unsigned number)
{
    markdown_call(self, number);
}

/* ---- a page ---- */

static bool begin(struct markdown *markdown)
{
    struct html_calls calls = {write_call, markdown};
    markdown->html = html_reader_new(markdown->ctx, markdown->out, calls);
    markdown->ids = heading_ids_new(markdown->ctx);
    return markdown->html && markdown->ids;
}

bool markdown_render(void *ctx, const struct shortcode_page *page, const struct markup *markup, struct body_writer *out)
{
    struct markdown markdown = {.markup = markup, .page = page, .out = out, .ctx = ctx};
    if (!begin(&markdown))
        return false;
    markdown_text(&markdown, page->text);
    return !markdown.failed;
}

bool markdown_render_html(void *ctx, const struct shortcode_page *page, const struct markup *markup,
                          struct body_writer *out)
{
    struct markdown markdown = {.markup = markup, .page = page, .out = out, .ctx = ctx};
    if (!begin(&markdown))
        return false;
    html_block(markdown.html, page->text);
    return !markdown.failed;
}
