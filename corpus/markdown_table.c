/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables, as goldmark finds them in paragraphs (extension/table.go). The cells of all tables of a text are parsed once
 * more together, each as a paragraph of its own: what stands in one cell then cannot reach into the next. */
#include <talloc.h>

#include "corpus/markdown_document.h"
#include "corpus/markdown_line.h"
#include "corpus/markdown_mark.h"

enum { FIRST_TABLES = 8 };

/* ---- the lines of a paragraph ---- */

static size_t skip_blanks(struct span line, size_t at)
{
    while (at < line.len && (line.at[at] == ' ' || line.at[at] == '\t'))
        at++;
    return at;
}

static size_t quotes_around(cmark_node *node)
{
    size_t quotes = 0;
    while ((node = cmark_node_parent(node)))
        quotes += cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
    return quotes;
}

struct lines {
    const struct document *document;
    cmark_node *paragraph;
    size_t first, count, quotes;
};

/* A line without what the quotes and items around it put in front. */
static struct span line_at(const struct lines *lines, size_t i)
{
    size_t number = lines->first + i;
    const char *begin = lines->document->lines[number];
    struct span line = {begin, (size_t)(lines->document->lines[number + 1] - begin)};
    size_t at = i == 0 ? (size_t)cmark_node_get_start_column(lines->paragraph) - 1 : skip_blanks(line, 0);
    for (size_t quote = 0; i > 0 && quote < lines->quotes && at < line.len && line.at[at] == '>'; quote++)
        at = skip_blanks(line, at + 1);
    return span_trim(span_from(line, at));
}

static struct lines lines_of(const struct document *document, cmark_node *paragraph)
{
    int first = cmark_node_get_start_line(paragraph), last = cmark_node_get_end_line(paragraph);
    struct lines lines = {document, paragraph, (size_t)(first - 1), 0, 0};
    if (first < 1 || last < first || (size_t)last > document->lines_len)
        return lines;
    lines.count = (size_t)(last - first) + 1;
    return lines;
}

/* ---- rows ---- */

static bool is_delimiter_cell(struct span cell)
{
    cell = span_trim(cell);
    if (span_begins(cell, SPAN(":")))
        cell = span_from(cell, 1);
    if (span_ends(cell, SPAN(":")))
        cell.len--;
    for (size_t i = 0; i < cell.len; i++)
        if (cell.at[i] != '-')
            return false;
    return cell.len > 0;
}

/* How many columns a delimiter row has; 0 where the line is none. */
static size_t delimiter_columns(struct span line)
{
    if (!line_is_delimiter_row(line))
        return 0;
    if (span_begins(line, SPAN("|")))
        line = span_from(line, 1);
    if (span_ends(line, SPAN("|")))
        line.len--;
    size_t columns = 0;
    struct span cell;
    while (span_cut(&line, '|', &cell)) {
        if (!is_delimiter_cell(cell))
            return 0;
        columns++;
    }
    return columns;
}

/* The next cell of a row, which ends at a bar that no backslash stands before. */
static bool take_cell(struct span *row, struct span *cell)
{
    if (row->len == 0)
        return false;
    size_t at = 0;
    while (at < row->len && (row->at[at] != '|' || (at > 0 && row->at[at - 1] == '\\')))
        at++;
    *cell = span_trim(span_first(*row, at));
    *row = span_from(*row, at + 1);
    return true;
}

static struct span inside_bars(struct span line)
{
    if (span_begins(line, SPAN("|")))
        line = span_from(line, 1);
    if (span_ends(line, SPAN("|")))
        line.len--;
    return line;
}

static size_t count_cells(struct span line)
{
    struct span row = inside_bars(line), cell;
    size_t count = 0;
    while (take_cell(&row, &cell))
        count++;
    return count;
}

/* \| is a bar, in text and in code. */
static void write_cell(struct buffer *out, struct span cell)
{
    size_t at;
    while (span_find(cell, SPAN("\\|"), &at)) {
        buffer_span(out, span_first(cell, at));
        mark_protect(out, '|');
        cell = span_from(cell, at + 2);
        if (mark_is(cell, MARK_ESCAPED))
            cell = span_from(cell, MARK_LEN);
    }
    buffer_span(out, cell);
}

static void write_row(struct document *document, struct table *table, struct span line, size_t columns)
{
    struct span row = inside_bars(line), cell;
    for (size_t i = 0; i < columns && take_cell(&row, &cell); i++) {
        if (cell.len == 0)
            continue;
        buffer_text(&document->cells, MARK_NOTHING);
        write_cell(&document->cells, cell);
        buffer_text(&document->cells, "\n\n");
        table->cells_len++;
    }
}

/* ---- tables ---- */

static bool add_table(struct markdown *markdown, struct document *document, struct table table)
{
    if (document->tables_len == document->tables_room) {
        size_t room = document->tables_room == 0 ? FIRST_TABLES : document->tables_room * 2;
        struct table *grown = talloc_realloc(markdown->ctx, document->tables, struct table, (unsigned)room);
        if (!grown) {
            markdown->failed = true;
            return false;
        }
        document->tables = grown;
        document->tables_room = room;
    }
    document->tables[document->tables_len++] = table;
    return true;
}

/* The paragraph's lines above the table's head. */
static void write_above(struct document *document, struct table *table, const struct lines *lines, size_t count)
{
    if (count == 0)
        return;
    buffer_text(&document->cells, MARK_NOTHING);
    for (size_t i = 0; i < count; i++) {
        buffer_span(&document->cells, line_at(lines, i));
        buffer_char(&document->cells, '\n');
    }
    buffer_char(&document->cells, '\n');
    table->cells_len++;
}

static void find_in(struct markdown *markdown, struct document *document, const struct lines *lines)
{
    for (size_t i = 1; i < lines->count; i++) {
        size_t columns = delimiter_columns(line_at(lines, i));
        if (columns == 0)
            continue;
        if (count_cells(line_at(lines, i - 1)) != columns)
            return;
        struct table table = {lines->paragraph, 0};
        write_above(document, &table, lines, i - 1);
        write_row(document, &table, line_at(lines, i - 1), columns);
        for (size_t row = i + 1; row < lines->count; row++)
            write_row(document, &table, line_at(lines, row), columns);
        add_table(markdown, document, table);
        return;
    }
}

/* Only a paragraph of several lines that is long enough for bars or colons can be one. */
static bool may_hold_table(cmark_node *node)
{
    return cmark_node_get_end_line(node) > cmark_node_get_start_line(node);
}

static void find_tables(struct markdown *markdown, struct document *document)
{
    cmark_iter *iter = cmark_iter_new(document->root);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE && !markdown->failed;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event != CMARK_EVENT_ENTER || cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH)
            continue;
        if (may_hold_table(node)) {
            struct lines lines = lines_of(document, node);
            lines.quotes = quotes_around(node);
            find_in(markdown, document, &lines);
        }
        cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
    }
    cmark_iter_free(iter);
}

static bool has_delimiter_row(struct span text)
{
    struct span line;
    while (span_cut(&text, '\n', &line)) {
        size_t at = 0;
        while (at < line.len && (line.at[at] == ' ' || line.at[at] == '\t' || line.at[at] == '>'))
            at++;
        struct span row = span_trim(span_from(line, at));
        if (row.len > 0 && (row.at[0] == '|' || row.at[0] == '-' || row.at[0] == ':') && line_is_delimiter_row(row))
            return true;
    }
    return false;
}

void tables_find(struct markdown *markdown, struct document *document)
{
    if (!markdown->markup->table || !has_delimiter_row(document->prepared.text))
        return;
    document->cells = buffer_new(markdown->ctx, document->prepared.text.len * 4 + 64);
    if (!markdown->failed)
        find_tables(markdown, document);
    buffer_span(&document->cells, document->prepared.references);
    markdown->failed |= document->cells.full;
    if (markdown->failed || document->tables_len == 0)
        return;
    struct span cells = buffer_view(&document->cells);
    document->cells_root = cmark_parse_document(cells.at, cells.len, CMARK_OPT_DEFAULT);
    document->next_cell = cmark_node_first_child(document->cells_root);
}

bool table_write(struct markdown *markdown, struct document *document, cmark_node *paragraph)
{
    if (document->next_table >= document->tables_len || document->tables[document->next_table].paragraph != paragraph)
        return false;
    size_t cells = document->tables[document->next_table++].cells_len;
    for (size_t i = 0; i < cells && document->next_cell; i++) {
        inline_build(&document->text, document->next_cell, markdown->markup, markdown->html);
        inline_take_delimiters(&document->text, markdown->markup);
        markdown_emit(markdown, document, NULL);
        markdown_break(markdown);
        document->next_cell = cmark_node_next(document->next_cell);
    }
    return true;
}
