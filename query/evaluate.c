/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/query.h"

#include <math.h>
#include <stdlib.h>

enum { FILE_MAX = 64 << 20, DEPTH = 10, GRADE_MAX = 30, BELOW_MAX = 4096 };

const char *const figure_names[FIGURES] = {"nDCG@10", "MRR@10", "S@1", "S@3", "Zero"};

struct judged {
    char *id, *lang, *query, *category;
    char **paths;
    int *grades;
    size_t len;
    int top;
    double figures[FIGURES];
    const char *got[3];
};

struct evaluating {
    void *ctx;
    struct index *index;
    const char *path;
    struct judged *rows;
    size_t len, room;
    struct error *err;
};

static bool wrong(struct evaluating *evaluating, int line, const char *what)
{
    return error_set(evaluating->err, ERROR_INPUT, evaluating->path, line, what,
                     "write: id<TAB>lang<TAB>query<TAB>category<TAB>path=grade path=grade");
}

static bool out_of_memory(struct evaluating *evaluating)
{
    return error_set(evaluating->err, ERROR_MEMORY, evaluating->path, 0, "memory ran out", NULL);
}

/* ---- reading ---- */

static bool read_grade(struct evaluating *evaluating, struct judged *row, struct span item, int line)
{
    size_t at = item.len;

    while (at > 0 && item.at[at - 1] != '=')
        at--;

    char *number = span_copy(row->paths, span_from(item, at)), *end;
    char *path = span_copy(row->paths, span_first(item, at > 0 ? at - 1 : 0));
    if (!number || !path)
        return out_of_memory(evaluating);

    long grade = strtol(number, &end, 10);

    if (at < 2 || *number == '\0' || *end != '\0' || grade < 0 || grade > GRADE_MAX)
        return wrong(evaluating, line, "a judgement is not path=grade");
    for (size_t i = 0; i < row->len; i++)
        if (strcmp(path, row->paths[i]) == 0)
            return wrong(evaluating, line, "a page is judged twice");
    row->paths[row->len] = path;
    row->grades[row->len++] = (int)grade;
    row->top = grade > row->top ? (int)grade : row->top;
    return true;
}

static bool read_grades(struct evaluating *evaluating, struct judged *row, struct span text, int line)
{
    struct span item;

    row->paths = array_new(evaluating->ctx, char *, text.len / 2 + 1);
    row->grades = array_new(evaluating->ctx, int, text.len / 2 + 1);
    if (!row->paths || !row->grades)
        return out_of_memory(evaluating);
    while (span_cut(&text, ' ', &item))
        if (item.len > 0 && !read_grade(evaluating, row, item, line))
            return false;
    return row->top > 0 || wrong(evaluating, line, "no page is judged relevant");
}

static bool read_line(struct evaluating *evaluating, struct span text, int line)
{
    struct span fields[5] = {{0}};
    struct judged *row;
    size_t len = 0;

    if (span_trim(text).len == 0 || *text.at == '#')
        return true;
    while (len < 5 && span_cut(&text, '\t', &fields[len]))
        len++;
    if (len < 5 || text.len > 0)
        return wrong(evaluating, line, "a judged query has five fields");
    if (evaluating->len == evaluating->room) {
        size_t room = evaluating->room * 2 + 64;
        struct judged *rows = array_resize(evaluating->ctx, evaluating->rows, struct judged, room);
        if (!rows)
            return out_of_memory(evaluating);
        evaluating->rows = rows;
        evaluating->room = room;
    }
    row = &evaluating->rows[evaluating->len++];
    *row = (struct judged){.id = span_copy(evaluating->ctx, fields[0]),
                           .lang = span_copy(evaluating->ctx, fields[1]),
                           .query = span_copy(evaluating->ctx, fields[2]),
                           .category = span_copy(evaluating->ctx, fields[3])};
    return row->id && row->lang && row->query && row->category ? read_grades(evaluating, row, span_trim(fields[4]), line)
                                                               : out_of_memory(evaluating);
}

static bool read_file(struct evaluating *evaluating)
{
    size_t len;
    char *text = file_read(evaluating->ctx, evaluating->path, NULL, FILE_MAX, &len, NULL, evaluating->err);
    struct span rest = {text, len}, line;

    if (!text)
        return false;
    for (int number = 1; span_cut(&rest, '\n', &line); number++)
        if (!read_line(evaluating, line, number))
            return false;
    return evaluating->len > 0 || wrong(evaluating, 0, "there is no judged query");
}

/* ---- scoring ---- */

static int grade_of(const struct judged *row, const char *path)
{
    for (size_t i = 0; i < row->len; i++)
        if (strcmp(row->paths[i], path) == 0)
            return row->grades[i];
    return 0;
}

static int higher_first(const void *a, const void *b)
{
    return *(const int *)b - *(const int *)a;
}

static double gain(int grade, size_t rank)
{
    return (exp2(grade) - 1) / log2((double)rank + 2);
}

static void score(struct judged *row, const struct answer *answer)
{
    size_t first = 0;
    double got = 0, ideal = 0;

    for (size_t i = 0; i < answer->hits_len && i < DEPTH; i++) {
        int grade = grade_of(row, answer->hits[i].path);
        got += gain(grade, i);
        if (first == 0 && grade == row->top)
            first = i + 1;
    }
    qsort(row->grades, row->len, sizeof(*row->grades), higher_first);
    for (size_t i = 0; i < row->len && i < DEPTH; i++)
        ideal += gain(row->grades[i], i);
    row->figures[FIGURE_NDCG] = got / ideal;
    row->figures[FIGURE_MRR] = first ? 1.0 / (double)first : 0;
    row->figures[FIGURE_S1] = first == 1;
    row->figures[FIGURE_S3] = first >= 1 && first <= 3;
    row->figures[FIGURE_ZERO] = answer->hits_len == 0;
}

static bool ask(struct evaluating *evaluating, struct judged *row)
{
    void *scratch = talloc_new(evaluating->ctx);
    struct request *request = request_new(scratch);
    struct answer *answer = NULL;

    if (!request)
        out_of_memory(evaluating);
    else if (request_set(request, "q", row->query, evaluating->err) &&
             request_set(request, "lang", row->lang, evaluating->err))
        answer = search(scratch, evaluating->index, request, evaluating->err);
    if (answer) {
        score(row, answer);
        for (size_t i = 0; i < 3 && i < answer->hits_len; i++)
            row->got[i] = talloc_strdup(evaluating->ctx, answer->hits[i].path);
    }
    talloc_free(scratch);
    return answer != NULL;
}

/* ---- groups ---- */

static void add_to(struct evaluation_group *group, const struct judged *row)
{
    for (int figure = 0; figure < FIGURES; figure++)
        group->figures[figure] += row->figures[figure];
    group->queries++;
}

static struct evaluation_group *group_of(struct evaluation *out, const char *category)
{
    for (size_t i = 1; i < out->groups_len; i++)
        if (strcmp(out->groups[i].category, category) == 0)
            return &out->groups[i];
    out->groups[out->groups_len] = (struct evaluation_group){.category = category};
    return &out->groups[out->groups_len++];
}

static int by_category(const void *a, const void *b)
{
    return strcmp(((const struct evaluation_group *)a)->category, ((const struct evaluation_group *)b)->category);
}

/* rows' grades are sorted by now, so the best page is found by the order in which they were written: the first. */
static void add_miss(struct evaluation *out, const struct judged *row, const char *wanted)
{
    struct evaluation_miss *miss = &out->misses[out->misses_len++];

    *miss = (struct evaluation_miss){row->id, row->lang, row->category, row->query, wanted, {NULL}};
    memcpy(miss->got, row->got, sizeof(miss->got));
}

static const char *best_page(const struct judged *row)
{
    for (size_t i = 0; i < row->len; i++)
        if (row->grades[i] == row->top)
            return row->paths[i];
    return "";
}

static struct evaluation *summarise(struct evaluating *evaluating, const char **wanted)
{
    struct evaluation *out = talloc_zero(evaluating->ctx, struct evaluation);

    if (!out)
        return NULL;
    out->groups = array_new(out, struct evaluation_group, evaluating->len + 1);
    out->misses = array_new(out, struct evaluation_miss, evaluating->len);
    if (!out->groups || !out->misses)
        return NULL;
    out->groups[out->groups_len++] = (struct evaluation_group){.category = "all"};
    for (size_t i = 0; i < evaluating->len; i++) {
        add_to(&out->groups[0], &evaluating->rows[i]);
        add_to(group_of(out, evaluating->rows[i].category), &evaluating->rows[i]);
        if (evaluating->rows[i].figures[FIGURE_S1] == 0)
            add_miss(out, &evaluating->rows[i], wanted[i]);
    }
    for (size_t i = 0; i < out->groups_len; i++)
        for (int figure = 0; figure < FIGURES; figure++)
            out->groups[i].figures[figure] /= (double)out->groups[i].queries;
    qsort(out->groups + 1, out->groups_len - 1, sizeof(*out->groups), by_category);
    return out;
}

struct evaluation *evaluate(void *ctx, struct index *index, const char *judged, struct error *err)
{
    struct evaluating evaluating = {.ctx = talloc_new(ctx), .index = index, .path = judged, .err = err};
    bool done = evaluating.ctx ? read_file(&evaluating) : out_of_memory(&evaluating);
    const char **wanted = done ? array_new(evaluating.ctx, const char *, evaluating.len) : NULL;

    for (size_t i = 0; wanted && i < evaluating.len && done; i++) {
        wanted[i] = best_page(&evaluating.rows[i]);
        done = ask(&evaluating, &evaluating.rows[i]);
    }
    if (!done)
        return NULL;

    struct evaluation *out = wanted ? summarise(&evaluating, wanted) : NULL;

    if (!out)
        out_of_memory(&evaluating);
    return out;
}

/* ---- floors ---- */

static int figure_named(struct span name)
{
    for (int figure = 0; figure < FIGURES; figure++)
        if (span_is(name, figure_names[figure]))
            return figure;
    return -1;
}

bool evaluation_meets(void *ctx, const struct evaluation *evaluation, const char *floor, char **below,
                      struct error *err)
{
    size_t len;
    char *text = file_read(ctx, floor, NULL, FILE_MAX, &len, NULL, err);
    struct buffer fallen = buffer_new(ctx, BELOW_MAX);
    struct span rest = {text, len}, line, name;

    if (!text)
        return false;
    for (int number = 1; span_cut(&rest, '\n', &line); number++) {
        line = span_trim(line);
        if (line.len == 0 || *line.at == '#')
            continue;
        span_cut(&line, '\t', &name);
        char *value = span_copy(ctx, span_trim(line)), *end;
        if (!value)
            return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        double wanted = strtod(value, &end);
        int figure = figure_named(span_trim(name));
        if (figure < 0 || *value == '\0' || *end != '\0')
            return error_set(err, ERROR_INPUT, floor, number, "a floor is not a figure and a value",
                             "write nDCG@10, MRR@10, S@1, S@3 or Zero, a tab, and a number");
        double got = evaluation->groups[0].figures[figure];
        if (figure == FIGURE_ZERO ? got > wanted + 1e-9 : got < wanted - 1e-9)
            buffer_format(&fallen, "%s%s is %.3f, %s %.3f", fallen.len ? "; " : "", figure_names[figure], got,
                          figure == FIGURE_ZERO ? "above" : "below", wanted);
    }
    *below = fallen.starved ? NULL : talloc_strdup(ctx, buffer_string(&fallen));
    return *below || error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}
