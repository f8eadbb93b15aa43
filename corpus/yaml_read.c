/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libyaml's events into a tree. */
#include <yaml.h>

#include "corpus/need.h"
#include "corpus/yaml.h"

enum {
    DEPTH_MAX = 64,     /* front matter nests three or four deep, Hugo's configuration seven */
    NODES_MAX = 200000, /* written out; `hugo config` of a large site prints about ten thousand */
};

struct anchor {
    const char *name;
    const struct yaml *node; /* NULL while it is being read: an alias to itself */
    struct anchor *next;
};

struct open {
    struct yaml *node;
    const char *key; /* a map's key that waits for its value */
    int key_line;
    struct anchor *anchor;
};

struct reading {
    void *ctx;
    const char *path;
    int first_line;
    struct span text;
    yaml_parser_t parser;
    struct anchor *anchors;
    struct open stack[DEPTH_MAX];
    size_t depth;
    struct yaml *root;
    struct error *err;
};

static int line_of(const struct reading *r, yaml_mark_t mark)
{
    return r->first_line + (int)mark.line;
}

/* ---- what went wrong, in words ---- */

/* The text of a line from its given column on; libyaml counts characters, not bytes. */
static struct span line_from(const struct reading *r, int line, size_t column)
{
    struct span rest = r->text, piece;
    for (int i = r->first_line; span_cut(&rest, '\n', &piece); i++) {
        if (i != line)
            continue;
        for (; column > 0 && piece.len > 0; column--) {
            size_t step;
            utf8_decode(piece, &step);
            piece = span_from(piece, step);
        }
        return piece;
    }
    return SPAN("");
}

static bool tab_at(const struct reading *r, yaml_mark_t mark)
{
    int line = line_of(r, mark);
    struct span here = line_from(r, line, mark.column), whole = line_from(r, line, 0);
    while (whole.len > 0 && whole.at[0] == ' ')
        whole = span_from(whole, 1);
    return (here.len > 0 && here.at[0] == '\t') || (whole.len > 0 && whole.at[0] == '\t');
}

static bool says(const char *text, const char *part)
{
    return text && strstr(text, part);
}

static bool broken(struct reading *r)
{
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR)
        need(NULL);
    if (p->error == YAML_READER_ERROR) {
        /* The reader knows the offset in bytes, not the line. */
        int line = r->first_line;
        for (size_t i = 0; i < p->problem_offset && i < r->text.len; i++)
            line += r->text.at[i] == '\n';
        return error_set(r->err, ERROR_INPUT, r->path, line, "a character that is not text stands here",
                         "take it out, and save the file as UTF-8");
    }
    int line = line_of(r, p->problem_mark);
    if (tab_at(r, p->problem_mark))
        return error_set(r->err, ERROR_INPUT, r->path, line, "a tab stands where YAML wants blanks",
                         "indent with blanks");
    if (says(p->context, "quoted scalar"))
        return error_set(r->err, ERROR_INPUT, r->path, line_of(r, p->context_mark),
                         "a quotation mark is opened here and never closed", "close it, or double it inside the text");
    if (says(p->context, "flow") && r->depth > 0)
        return error_set(r->err, ERROR_INPUT, r->path, r->stack[r->depth - 1].node->line,
                         "a bracket is opened here and not closed as YAML wants it",
                         "close it, and put a comma between its values");
    if (says(p->context, "anchor") || says(p->context, "alias"))
        return error_set(r->err, ERROR_INPUT, r->path, line, "a value that starts with * or & is an alias to YAML",
                         "put it in quotation marks");
    if (says(p->problem, "mapping values are not allowed"))
        return error_set(r->err, ERROR_INPUT, r->path, line, "there is a second ': ' in this value",
                         "put the whole value in quotation marks");
    return error_setf(r->err, ERROR_INPUT, r->path, line,
                      "write it as 'key: value', values with : # [ { or quotes in quotation marks",
                      "this is not YAML: %s", p->problem ? p->problem : "it cannot be read");
}

/* ---- the tree ---- */

static struct anchor *anchor_add(struct reading *r, const yaml_char_t *name)
{
    if (!name)
        return NULL;
    struct anchor *anchor = NEED_NEW(r->ctx, struct anchor);
    anchor->name = text_copy(r->ctx, span_of((const char *)name));
    anchor->next = r->anchors;
    r->anchors = anchor;
    return anchor;
}

/* `<<: *defaults` and `<<: [*a, *b]`: their keys, where the map has none of its own. */
static void merge_in(struct reading *r, struct yaml *map, const struct yaml *from)
{
    for (size_t i = 0; i < from->len; i++) {
        const struct yaml_entry *entry = &from->entries[i];
        if (yaml_is_list(from) && yaml_is_map(entry->value))
            merge_in(r, map, entry->value);
        else if (yaml_is_map(from) && !yaml_get(map, entry->key))
            yaml_add(r->ctx, map, entry->key, entry->line, entry->value);
    }
}

static void merge_keys(struct reading *r, struct yaml *map)
{
    const struct yaml *from = yaml_get(map, "<<");
    if (from && from->kind != YAML_SCALAR)
        merge_in(r, map, from);
}

static bool take_key(struct reading *r, struct open *top, const struct yaml *node)
{
    const struct yaml_entry *same = yaml_entry(top->node, node->text);
    if (same && strcmp(same->key, node->text) == 0)
        return error_setf(r->err, ERROR_INPUT, r->path, node->line, "keep one of the two",
                          "the key '%s' is here twice, first in line %d", node->text, same->line);
    if (same) {
        top->node->doubled = node->text;
        top->node->doubled_line = node->line;
    }
    top->key = node->text;
    top->key_line = node->line;
    return true;
}

static bool take(struct reading *r, const struct yaml *node, int line)
{
    if (r->depth == 0) {
        r->root = (struct yaml *)node;
        return true;
    }
    struct open *top = &r->stack[r->depth - 1];
    if (top->node->kind == YAML_MAP && !top->key) {
        if (node->kind != YAML_SCALAR)
            return error_set(r->err, ERROR_INPUT, r->path, node->line, "a list or a map stands where a key must be",
                             "write 'key: value'");
        return take_key(r, top, node);
    }
    yaml_add(r->ctx, top->node, top->key, top->key ? top->key_line : line, node);
    top->key = NULL;
    if (top->node->weight > NODES_MAX)
        return error_setf(r->err, ERROR_INPUT, r->path, line, "write the values out, or fewer of them",
                          "its aliases stand for more than %d values", NODES_MAX);
    return true;
}

static bool take_scalar(struct reading *r, const yaml_event_t *event)
{
    struct yaml *node = yaml_new(r->ctx, YAML_SCALAR, line_of(r, event->start_mark));
    node->text = text_copy(r->ctx, (struct span){(const char *)event->data.scalar.value, event->data.scalar.length});
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !event->data.scalar.tag;
    if (strlen(node->text) != event->data.scalar.length)
        return error_set(r->err, ERROR_INPUT, r->path, node->line, "a NUL character stands in this value",
                         "take it out");
    struct anchor *anchor = anchor_add(r, event->data.scalar.anchor);
    if (anchor)
        anchor->node = node;
    return take(r, node, node->line);
}

static bool take_alias(struct reading *r, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    int line = line_of(r, event->start_mark);
    for (const struct anchor *a = r->anchors; a; a = a->next) {
        if (strcmp(a->name, name) != 0)
            continue;
        if (!a->node)
            return error_setf(r->err, ERROR_INPUT, r->path, line, "write the values out",
                              "the alias *%s stands inside what it stands for", name);
        return take(r, a->node, line);
    }
    return error_setf(r->err, ERROR_INPUT, r->path, line, "put the value in quotation marks",
                      "there is no anchor &%s for this alias", name);
}

static bool open_node(struct reading *r, enum yaml_kind kind, const yaml_event_t *event, const yaml_char_t *anchor)
{
    int line = line_of(r, event->start_mark);
    if (r->depth == DEPTH_MAX)
        return error_setf(r->err, ERROR_INPUT, r->path, line, "write it flatter", "it nests more than %d deep",
                          DEPTH_MAX);
    r->stack[r->depth++] = (struct open){
        .node = yaml_new(r->ctx, kind, line),
        .anchor = anchor_add(r, anchor),
    };
    return true;
}

static bool close_node(struct reading *r)
{
    struct open done = r->stack[--r->depth];
    if (done.node->kind == YAML_MAP)
        merge_keys(r, done.node);
    if (done.anchor)
        done.anchor->node = done.node;
    return take(r, done.node, done.node->line);
}

static bool take_event(struct reading *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return take_scalar(r, event);
    case YAML_ALIAS_EVENT:
        return take_alias(r, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_node(r, YAML_LIST, event, event->data.sequence_start.anchor);
    case YAML_MAPPING_START_EVENT:
        return open_node(r, YAML_MAP, event, event->data.mapping_start.anchor);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_node(r);
    default:
        return true;
    }
}

static bool read_events(struct reading *r)
{
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r->parser, &event))
            return broken(r);
        bool last = event.type == YAML_DOCUMENT_END_EVENT || event.type == YAML_STREAM_END_EVENT;
        bool fine = take_event(r, &event);
        yaml_event_delete(&event);
        if (!fine || last)
            return fine;
    }
}

const struct yaml *yaml_read(void *ctx, struct span text, const char *path, int first_line, struct error *err)
{
    struct reading r = {.ctx = ctx, .path = path, .first_line = first_line, .text = text, .err = err};
    if (!yaml_parser_initialize(&r.parser))
        need(NULL);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.at, text.len);
    bool fine = read_events(&r);
    yaml_parser_delete(&r.parser);
    if (!fine)
        return NULL;
    if (!r.root || yaml_is_null(r.root))
        return yaml_new(ctx, YAML_MAP, first_line);
    return r.root;
}
