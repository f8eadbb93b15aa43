/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/markdown_prepare.h"

#include "corpus/entity.h"
#include "corpus/html_tag.h"
#include "corpus/markdown_attribute.h"
#include "corpus/markdown_line.h"
#include "corpus/markdown_link.h"
#include "corpus/markdown_mark.h"

enum { BLANK_LINES_MAX = 2, DELIMITERS_MAX = 16 };

struct prepare {
    const struct markup *markup;
    struct span source;
    struct buffer out, references;
    struct line_reader lines;
    size_t blank_lines;
    bool after_text;                  /* a paragraph may end on the line before */
    size_t opaque_end;                /* a formula reaches to here in the source; 0 outside of one */
    size_t no_closer[DELIMITERS_MAX]; /* for each pair: up to here its closing delimiter is known to be missing */
    size_t block_end;                 /* of the block that was looked into last */
    struct html_missing missing;      /* in the line being written */
    bool special[256];                /* bytes that are more than themselves */
};

/* ---- formulas ---- */

struct delimiters {
    const char *open, *close;
};

static size_t delimiters_len(const struct markup *markup)
{
    size_t len = markup->passthrough ? markup->block_delimiters_len + markup->inline_delimiters_len : 0;
    return len < DELIMITERS_MAX ? len : DELIMITERS_MAX;
}

/* Block delimiters come first: $$ before $. */
static struct delimiters delimiters_at(const struct markup *markup, size_t i)
{
    const char **pairs = markup->block_delimiters;
    if (i >= markup->block_delimiters_len) {
        pairs = markup->inline_delimiters;
        i -= markup->block_delimiters_len;
    }
    return (struct delimiters){pairs[2 * i], pairs[2 * i + 1]};
}

static size_t find_block_end(struct span source, size_t at)
{
    for (const char *found; (found = memchr(source.at + at, '\n', source.len - at));) {
        at = (size_t)(found - source.at) + 1;
        size_t next = at;
        while (next < source.len && (source.at[next] == ' ' || source.at[next] == '\t'))
            next++;
        if (next >= source.len || source.at[next] == '\n')
            return at;
    }
    return source.len;
}

/* A formula does not reach past a blank line. */
static size_t block_end(struct prepare *prepare, size_t at)
{
    if (at >= prepare->block_end)
        prepare->block_end = find_block_end(prepare->source, at);
    return prepare->block_end;
}

/* Where the formula that begins at the source's at ends; 0 where none does. */
static size_t formula_end(struct prepare *prepare, size_t at)
{
    for (size_t i = 0; i < delimiters_len(prepare->markup); i++) {
        struct delimiters pair = delimiters_at(prepare->markup, i);
        struct span open = span_of(pair.open), close = span_of(pair.close);
        if (open.len == 0 || close.len == 0 || !span_begins(span_from(prepare->source, at), open) ||
            at < prepare->no_closer[i])
            continue;
        size_t inside = at + open.len, end = block_end(prepare, at), found;
        struct span rest = span_first(span_from(prepare->source, inside), end - inside);
        if (end >= inside && span_find(rest, close, &found))
            return found > 0 ? inside + found + close.len : 0;
        prepare->no_closer[i] = end;
    }
    return 0;
}

static void mark_opener_bytes(struct prepare *prepare)
{
    for (size_t i = 0; i < delimiters_len(prepare->markup); i++)
        prepare->special[(unsigned char)delimiters_at(prepare->markup, i).open[0]] = true;
}

/* ---- within a line ---- */

static void protect(struct buffer *out, struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (mark_is_punctuation(text.at[i]))
            mark_protect(out, text.at[i]);
        else
            buffer_char(out, text.at[i]);
}

/* An address is a link as it stands; brackets in it may still be the syntax around it. */
static void write_link(struct buffer *out, struct span link)
{
    buffer_text(out, MARK_OPAQUE);
    for (size_t i = 0; i < link.len; i++)
        if (mark_is_punctuation(link.at[i]) && !strchr("[]()<>`", link.at[i]))
            mark_protect(out, link.at[i]);
        else
            buffer_char(out, link.at[i]);
    buffer_text(out, MARK_OPAQUE_END);
}

/* ](http://… is a link's target, ="http://… an attribute of a tag that began on a line before. */
static bool is_part_of_syntax(char before, char sign)
{
    return (before == ']' && sign == '(') || (before == '=' && (sign == '"' || sign == '\''));
}

/* The address whose scheme ended or whose "www" ended just before line[at]: how much of the line it takes from there, 0
 * where it is none. What of it was written already is taken back. */
static size_t take_link(struct prepare *prepare, struct span line, size_t at)
{
    size_t back = 0;
    while (back < at && back < 5 && line.at[at - back - 1] >= 'a' && line.at[at - back - 1] <= 'z')
        back++;
    size_t begin = at - back;
    if (back < 3 || (begin > 0 && !link_may_follow(line.at[begin - 1])) ||
        (begin > 1 && is_part_of_syntax(line.at[begin - 2], line.at[begin - 1])))
        return 0;
    size_t len = link_len(span_from(line, begin));
    if (len <= back)
        return 0;
    buffer_cut(&prepare->out, prepare->out.len - back);
    write_link(&prepare->out, span_first(span_from(line, begin), len));
    return len - back;
}

static size_t take_escape(struct prepare *prepare, struct span rest)
{
    if (rest.len < 2 || !mark_is_punctuation(rest.at[1]))
        return 0;
    buffer_add(&prepare->out, rest.at, 2);
    buffer_text(&prepare->out, MARK_ESCAPED);
    return 2;
}

static size_t take_entity(struct prepare *prepare, struct span rest)
{
    size_t len = entity_len(rest);
    if (len == 0)
        return 0;
    buffer_text(&prepare->out, MARK_ENTITY);
    buffer_add(&prepare->out, rest.at + 1, len - 1);
    return len;
}

/* << is a quote before it is a tag. A tag goes as it stands: what looks like an address in it is none. */
static size_t take_angle(struct prepare *prepare, struct span rest)
{
    const struct typographer *typographer = &prepare->markup->typographer;
    if (span_begins(rest, SPAN("<<")) && typographer->on && typographer->left_angle_quote[0] != '\0') {
        buffer_text(&prepare->out, "<" MARK_NOTHING "<" MARK_NOTHING);
        return 2;
    }
    struct html_tag tag = html_tag_read(rest, &prepare->missing);
    if (tag.kind != HTML_START && tag.kind != HTML_END)
        return 0;
    buffer_add(&prepare->out, rest.at, tag.len);
    return tag.len;
}

/* The byte at line[at] is special: how much was taken, 0 where it is itself after all. */
static size_t take_special(struct prepare *prepare, struct span line, size_t at)
{
    size_t where = (size_t)(line.at + at - prepare->source.at);
    size_t end = formula_end(prepare, where);
    if (end > 0) {
        buffer_text(&prepare->out, MARK_OPAQUE);
        prepare->opaque_end = end;
        return SIZE_MAX;
    }
    struct span rest = span_from(line, at);
    if (rest.at[0] == '\\')
        return take_escape(prepare, rest);
    if (rest.at[0] == '&')
        return take_entity(prepare, rest);
    if (rest.at[0] == '<')
        return take_angle(prepare, rest);
    bool link = prepare->markup->linkify && (rest.at[0] == '.' || span_begins(rest, SPAN("://")));
    return link ? take_link(prepare, line, at) : 0;
}

/* What of the line belongs to a formula that goes on. */
static size_t write_opaque(struct prepare *prepare, struct span rest)
{
    size_t where = (size_t)(rest.at - prepare->source.at);
    size_t len = prepare->opaque_end - where;
    if (len > rest.len) {
        protect(&prepare->out, rest);
        return rest.len;
    }
    protect(&prepare->out, span_first(rest, len));
    buffer_text(&prepare->out, MARK_OPAQUE_END);
    prepare->opaque_end = 0;
    return len;
}

static void write_inline(struct prepare *prepare, struct span line)
{
    size_t at = 0;
    prepare->missing = (struct html_missing){0};
    while (at < line.len) {
        if (prepare->opaque_end > 0) {
            at += write_opaque(prepare, span_from(line, at));
            continue;
        }
        size_t plain = at;
        while (plain < line.len && !prepare->special[(unsigned char)line.at[plain]])
            plain++;
        buffer_add(&prepare->out, line.at + at, plain - at);
        at = plain;
        if (at == line.len)
            return;
        size_t taken = take_special(prepare, line, at);
        if (taken == SIZE_MAX)
            continue;
        if (taken == 0)
            buffer_char(&prepare->out, line.at[at]);
        at += taken > 0 ? taken : 1;
    }
}

/* ---- lines that are more than CommonMark ---- */

static bool write_heading_attributes(struct prepare *prepare, const struct line_shape *shape, struct span next)
{
    if (!prepare->markup->title_attributes || shape->text.len == 0 ||
        !(line_is_atx(shape) || (!shape->blank && line_is_setext(next))))
        return false;
    struct span id;
    size_t at = attribute_group_at_end(shape->text, &id);
    if (at >= shape->text.len || at < shape->content)
        return false;
    write_inline(prepare, span_first(shape->text, at));
    buffer_text(&prepare->out, MARK_ATTRIBUTE);
    protect(&prepare->out, span_from(shape->text, at));
    return true;
}

/* A comment may stand wherever block attributes may, and shows as little. */
static bool write_block_attributes(struct prepare *prepare, const struct line_shape *shape)
{
    struct span text = span_from(shape->text, shape->content), id;
    if (!prepare->markup->block_attributes || text.len < 2 || text.at[0] != '{' || shape->item)
        return false;
    size_t len = attribute_group_len(text, &id);
    if (len == 0 || span_trim(span_from(text, len)).len > 0)
        return false;
    buffer_add(&prepare->out, shape->text.at, shape->content);
    buffer_text(&prepare->out, "<!--" MARK_ATTRIBUTE);
    protect(&prepare->out, span_first(text, len));
    buffer_text(&prepare->out, "-->");
    return true;
}

/* [^label]: text is a list item to cmark, for its text goes on and ends as that of an item does. */
static bool write_footnote(struct prepare *prepare, const struct line_shape *shape)
{
    struct span text = span_from(shape->text, shape->content);
    if (!prepare->markup->footnote || shape->item || !span_begins(text, SPAN("[^")))
        return false;
    const char *end = memchr(text.at, ']', text.len);
    size_t len = end ? (size_t)(end - text.at) : 0;
    if (len < 3 || len + 1 >= text.len || text.at[len + 1] != ':')
        return false;
    buffer_add(&prepare->out, shape->text.at, shape->content);
    buffer_text(&prepare->out, "-   " MARK_FOOTNOTE);
    buffer_add(&prepare->out, text.at + 2, len - 2);
    buffer_text(&prepare->out, MARK_FOOTNOTE_END);
    write_inline(prepare, span_from(text, len + 2));
    return true;
}

/* : text below a paragraph is a list item too. */
static bool write_definition(struct prepare *prepare, const struct line_shape *shape)
{
    struct span text = shape->text;
    if (!prepare->markup->definition_list || !prepare->after_text || text.len < 3 || text.at[0] != ':')
        return false;
    size_t at = 1;
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\t'))
        at++;
    if (at == 1 || at == text.len)
        return false;
    buffer_char(&prepare->out, '-');
    buffer_add(&prepare->out, text.at + 1, at - 1);
    buffer_text(&prepare->out, MARK_DEFINITION MARK_NOTHING); /* emphasis may begin right behind it */
    write_inline(prepare, span_from(text, at));
    return true;
}

static void note_reference(struct prepare *prepare, const struct line_shape *shape, size_t from)
{
    struct span text = span_from(shape->text, shape->content);
    size_t at;
    if (text.len < 4 || text.at[0] != '[' || !span_find(text, SPAN("]:"), &at))
        return;
    buffer_add(&prepare->references, prepare->out.at + from, prepare->out.len - from);
    buffer_char(&prepare->references, '\n');
}

static void write_text_line(struct prepare *prepare, const struct line_shape *shape, struct span next)
{
    size_t from = prepare->out.len + shape->content;
    bool code = line_is_indented_code(&prepare->lines, shape);
    bool written = !code && (write_block_attributes(prepare, shape) || write_heading_attributes(prepare, shape, next) ||
                             write_footnote(prepare, shape) || write_definition(prepare, shape));
    if (!written) {
        write_inline(prepare, shape->text);
        note_reference(prepare, shape, from);
    }
    if (!shape->blank)
        prepare->after_text = !code && !line_is_atx(shape) && !line_is_html(shape) && !line_is_setext(shape->text);
}

static void write_line(struct prepare *prepare, struct span line, struct span next)
{
    struct line_shape shape = line_read(&prepare->lines, line);
    prepare->blank_lines = shape.blank ? prepare->blank_lines + 1 : 0;
    bool fenced = line_is_fenced(&prepare->lines, &shape);
    if (prepare->blank_lines > BLANK_LINES_MAX)
        return;
    if (fenced) {
        buffer_span(&prepare->out, line);
        prepare->after_text = false;
    } else if (prepare->opaque_end > 0) {
        write_inline(prepare, line);
    } else {
        write_text_line(prepare, &shape, next);
    }
    buffer_char(&prepare->out, '\n');
}

static struct span first_line(struct span text)
{
    struct span line = SPAN("");
    span_cut(&text, '\n', &line);
    return line;
}

bool markdown_prepare(void *ctx, struct span source, const struct markup *markup, struct prepared *out)
{
    size_t cap = source.len * 6 + 64;
    struct prepare prepare = {
        .markup = markup, .source = source, .out = buffer_new(ctx, cap), .references = buffer_new(ctx, cap)};
    for (const char *c = "\\&:.<"; *c; c++)
        prepare.special[(unsigned char)*c] = true;
    mark_opener_bytes(&prepare);
    struct span rest = source, line;
    while (span_cut(&rest, '\n', &line))
        write_line(&prepare, line, first_line(rest));
    out->text = buffer_view(&prepare.out);
    out->references = buffer_view(&prepare.references);
    return !prepare.out.full && !prepare.references.full;
}
