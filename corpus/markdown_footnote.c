/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <talloc.h>

#include "corpus/markdown_document.h"
#include "corpus/markdown_mark.h"

enum { FIRST_FOOTNOTES = 16 };

/* The label of the item that markdown_prepare made of a footnote; empty for any other. */
static struct span label_of(cmark_node *item)
{
    cmark_node *text = cmark_node_first_child(cmark_node_first_child(item));
    struct span literal = span_of(cmark_node_get_type(text) == CMARK_NODE_TEXT ? cmark_node_get_literal(text) : NULL);
    size_t end;
    if (!mark_is(literal, MARK_FOOTNOTE) || !span_find(literal, SPAN(MARK_FOOTNOTE_END), &end))
        return SPAN("");
    return span_first(span_from(literal, MARK_LEN), end - MARK_LEN);
}

bool footnote_is(cmark_node *item)
{
    return label_of(item).len > 0;
}

void footnote_note(struct markdown *markdown, struct document *document, cmark_node *item)
{
    struct span label = label_of(item);
    if (label.len == 0)
        return;
    if (document->footnotes_len == document->footnotes_room) {
        size_t room = document->footnotes_room == 0 ? FIRST_FOOTNOTES : document->footnotes_room * 2;
        struct footnote *grown = talloc_realloc(markdown->ctx, document->footnotes, struct footnote, (unsigned)room);
        if (!grown) {
            markdown->failed = true;
            return;
        }
        document->footnotes = grown;
        document->footnotes_room = room;
    }
    document->footnotes[document->footnotes_len++] = (struct footnote){label, item, 0};
}

/* Of two with one label the earlier comes first, and counts. */
static int by_label(const void *a, const void *b)
{
    const struct footnote *left = a, *right = b;
    int order = span_compare(left->label, right->label);
    int lines = cmark_node_get_start_line(left->item) - cmark_node_get_start_line(right->item);
    return order != 0 ? order : lines;
}

void footnotes_sort(struct markdown *markdown, struct document *document)
{
    if (document->footnotes_len == 0)
        return;
    qsort(document->footnotes, document->footnotes_len, sizeof(*document->footnotes), by_label);
    document->referred = talloc_array(markdown->ctx, struct footnote *, (unsigned)document->footnotes_len + 1);
    markdown->failed |= document->referred == NULL;
}

unsigned footnote_number(struct document *document, struct span label)
{
    size_t low = 0, high = document->footnotes_len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (span_compare(document->footnotes[middle].label, label) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == document->footnotes_len || !document->referred || !span_equal(document->footnotes[low].label, label))
        return 0;
    struct footnote *found = &document->footnotes[low];
    if (found->number == 0) {
        found->number = ++document->references;
        document->referred[found->number] = found;
    }
    return found->number;
}
