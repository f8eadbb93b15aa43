/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/front.h"

static int count_lines(struct span text)
{
    int lines = 0;
    for (const char *c = text.at, *end = c + text.len; c < end && (c = memchr(c, '\n', (size_t)(end - c))); c++)
        lines++;
    return lines;
}

/* Takes the first line off, its end of line with it. */
static struct span take_line(struct span *rest)
{
    const char *end = memchr(rest->at, '\n', rest->len);
    struct span line = span_first(*rest, end ? (size_t)(end - rest->at) : rest->len);
    *rest = span_from(*rest, line.len + (end ? 1 : 0));
    if (span_ends(line, SPAN("\r")))
        line.len--;
    return line;
}

static bool find_between(struct span bytes, struct span start, const char *name, struct front *out, struct error *err)
{
    int opening = 1 + count_lines(span_first(bytes, (size_t)(start.at - bytes.at)));
    struct span rest = start;
    take_line(&rest);
    out->matter = span_first(rest, 0);
    out->matter_line = opening + 1;
    int line = opening + 1;
    while (rest.len > 0) {
        struct span before = rest, text = take_line(&rest);
        if (span_begins(text, SPAN("---"))) {
            out->kind = FRONT_YAML;
            out->matter.len = (size_t)(before.at - out->matter.at);
            /* What stands behind the closing hyphens is text already; blanks alone are not. */
            bool more = span_trim(span_from(text, 3)).len > 0;
            out->text = more ? span_from(before, 3) : rest;
            out->text_line = more ? line : line + 1;
            return true;
        }
        line++;
    }
    return error_set(err, ERROR_INPUT, name, opening, "the front matter is opened here and never closed",
                     "close it with a line of ---");
}

/* JSON's front matter is the text up to the brace that closes the first one. */
static bool find_json(struct span bytes, struct span start, const char *name, struct front *out, struct error *err)
{
    int depth = 0;
    bool quoted = false;
    out->matter_line = 1 + count_lines(span_first(bytes, (size_t)(start.at - bytes.at)));
    for (size_t i = 0; i < start.len; i++) {
        char c = start.at[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == '{')
            depth++;
        else if (!quoted && c == '}' && --depth == 0) {
            out->kind = FRONT_JSON;
            out->matter = span_first(start, i + 1);
            out->text = span_from(start, i + 1);
            struct span rest = out->text, line = take_line(&rest);
            if (span_trim(line).len == 0)
                out->text = rest;
            out->text_line = 1 + count_lines(span_first(bytes, (size_t)(out->text.at - bytes.at)));
            return true;
        }
    }
    return error_set(err, ERROR_INPUT, name, out->matter_line, "the front matter is opened here and never closed",
                     "close it with a brace: }");
}

static struct span skip_blank(struct span text)
{
    if (span_begins(text, SPAN("\xEF\xBB\xBF")))
        text = span_from(text, 3);
    while (text.len > 0 && text.at[0] != '\0' && strchr(" \t\r\n", text.at[0]))
        text = span_from(text, 1);
    return text;
}

bool front_find(struct span bytes, const char *name, struct front *out, struct error *err)
{
    size_t bom = span_begins(bytes, SPAN("\xEF\xBB\xBF")) ? 3 : 0;
    *out = (struct front){.text = span_from(bytes, bom), .text_line = 1, .matter = SPAN(""), .matter_line = 1};
    struct span start = skip_blank(bytes), rest = start;
    struct span line = span_trim(take_line(&rest));
    int at = 1 + count_lines(span_first(bytes, (size_t)(start.at - bytes.at)));
    if (span_is(line, "---"))
        return find_between(bytes, start, name, out, err);
    if (span_is(line, "+++"))
        return error_set(err, ERROR_INPUT, name, at, "its front matter is TOML, which is not read",
                         "run: hugo convert toYAML");
    if (span_begins(line, SPAN("#+")))
        return error_set(err, ERROR_INPUT, name, at, "its front matter is Org's, which is not read",
                         "write it as YAML between two lines of ---");
    if (span_begins(line, SPAN("{")) && !span_begins(line, SPAN("{{")))
        return find_json(bytes, start, name, out, err);
    return true;
}

const struct yaml *front_read(void *ctx, const struct front *front, const char *name, struct error *err)
{
    if (front->kind == FRONT_NONE)
        return yaml_new(ctx, YAML_MAP, 1);
    const struct yaml *tree = yaml_read(ctx, front->matter, name, front->matter_line, err);
    if (tree && !yaml_is_map(tree)) {
        error_set(err, ERROR_INPUT, name, tree->line, "the front matter holds no keys", "write it as 'key: value'");
        return NULL;
    }
    return tree;
}
