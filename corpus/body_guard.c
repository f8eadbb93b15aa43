/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/body_guard.h"

#include "corpus/markdown_line.h"

/* cmark 0.30 looks at every bracket still open for every one that closes (ten thousand inside each other are fifty
 * million looks, an eighth of a second), and at every container for every line. People nest a handful of either. */
enum { CONTAINERS_MAX = 100, BRACKET_LOOKS_MAX = 20 * 1000 * 1000 };

struct guard {
    size_t open, deepest; /* brackets of the block being read */
    size_t looks;         /* at open ones, in the whole page */
    struct line_reader lines;
};

static void count_brackets(struct guard *guard, struct span line)
{
    for (size_t at = 0; at < line.len; at++) {
        if (line.at[at] == '\\') {
            at++;
        } else if (line.at[at] == '[') {
            guard->open++;
        } else if (line.at[at] == ']' && guard->open > 0) {
            guard->deepest = guard->open > guard->deepest ? guard->open : guard->deepest;
            guard->looks += --guard->open;
        }
    }
}

static size_t count_containers(const struct line_shape *shape)
{
    size_t count = 0;
    for (size_t at = 0; at < shape->content; at++)
        count += shape->text.at[at] != ' ' && shape->text.at[at] != '\t' &&
                 (shape->text.at[at] < '0' || shape->text.at[at] > '9');
    return count;
}

static bool guard_line(struct guard *guard, struct span line, const char *path, int number, struct error *err)
{
    struct line_shape shape = line_read(&guard->lines, line);
    bool fenced = line_is_fenced(&guard->lines, &shape);
    if (fenced || shape.blank || shape.item || line_is_atx(&shape))
        guard->open = guard->deepest = 0;
    if (fenced)
        return true;
    size_t containers = count_containers(&shape);
    if (containers > CONTAINERS_MAX)
        return error_setf(err, ERROR_INPUT, path, number, "nest them less deep, or fence the text as code with ```",
                          "quotes and lists are nested %zu deep", containers);
    count_brackets(guard, line);
    if (guard->looks > BRACKET_LOOKS_MAX)
        return error_setf(err, ERROR_INPUT, path, number,
                          "close them, write \\[ for a bracket that is none, or fence the text as code with ```",
                          "%zu square brackets are open at once", guard->deepest);
    return true;
}

bool body_guard(struct span text, const char *path, int first_line, struct error *err)
{
    struct guard guard = {0};
    struct span line;
    for (int number = first_line; span_cut(&text, '\n', &line); number++)
        if (!guard_line(&guard, line, path, number, err))
            return false;
    return true;
}
