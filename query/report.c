/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/report.h"

#include <stdlib.h>

#include "base/memory.h"

enum { FILE_MAX = 256 << 20, DATE_LEN = 10 };

struct row {
    struct span date, how, query;
    uint64_t count;
};

struct reading {
    struct row *at;
    size_t len;
};

static bool read_number(struct span text, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i > 12)
            return false;
        *out = *out * 10 + (uint64_t)(text.at[i] - '0');
    }
    return *out > 0;
}

static bool read_row(struct span line, struct row *row)
{
    struct span count;
    int64_t day;
    return span_cut(&line, '\t', &row->date) && span_cut(&line, '\t', &count) && span_cut(&line, '\t', &row->how) &&
           (row->query = line).len > 0 && !memchr(line.at, '\t', line.len) && row->how.len > 0 &&
           row->date.len == DATE_LEN && instant_from_date(row->date, false, &day) && read_number(count, &row->count);
}

static bool is_between(struct span date, const char *from, const char *to)
{
    return (!from || span_compare(date, span_of(from)) >= 0) && (!to || span_compare(date, span_of(to)) <= 0);
}

static size_t lines_of(struct span text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return lines;
}

static bool read_rows(struct report *report, struct span text, const char *from, const char *to, struct reading *out)
{
    int number = 0;
    out->len = 0;
    out->at = array_new(report, struct row, lines_of(text));
    for (struct span line; out->at && span_cut(&text, '\n', &line);) {
        struct row row;
        number++;
        if (line.len == 0 || line.at[0] == '#')
            continue;
        if (!read_row(line, &row))
            report->bad_line = report->bad++ == 0 ? number : report->bad_line;
        else if (is_between(row.date, from, to))
            out->at[out->len++] = row;
    }
    return out->at != NULL;
}

static int by_date(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    int order = span_compare(a->date, b->date);
    return order ? order : (a->query.at > b->query.at) - (a->query.at < b->query.at); /* as they stand in the file */
}

static int by_query(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    int order = span_compare(a->query, b->query);
    return order ? order : by_date(a, b);
}

static int by_count(const void *left, const void *right)
{
    const struct report_query *a = left, *b = right;
    return a->count != b->count ? (a->count < b->count) - (a->count > b->count) : strcmp(a->query, b->query);
}

static void count_days(struct report *report, struct reading *rows)
{
    qsort(rows->at, rows->len, sizeof *rows->at, by_date);
    for (size_t i = 0; i < rows->len; i++)
        report->days += i == 0 || !span_equal(rows->at[i].date, rows->at[i - 1].date);
    if (rows->len == 0)
        return;
    report->from = span_copy(report, rows->at[0].date);
    report->to = span_copy(report, rows->at[rows->len - 1].date);
}

/* The rows of a query stand together, the newest last. */
static bool add_up(struct report *report, struct reading *rows)
{
    qsort(rows->at, rows->len, sizeof *rows->at, by_query);
    report->at = array_new(report, struct report_query, rows->len);
    for (size_t i = 0; report->at && i < rows->len; i++) {
        const struct row *row = &rows->at[i];
        if (i == 0 || !span_equal(row->query, rows->at[i - 1].query))
            report->at[report->len++] = (struct report_query){.query = span_copy(report, row->query)};
        struct report_query *query = &report->at[report->len - 1];
        query->count += row->count;
        report->asked += row->count;
        if (i + 1 == rows->len || !span_equal(row->query, rows->at[i + 1].query))
            query->how = span_copy(report, row->how);
    }
    if (report->at)
        qsort(report->at, report->len, sizeof *report->at, by_count);
    return report->at != NULL;
}

static bool make(struct report *report, struct span text, const char *from, const char *to)
{
    struct reading rows;
    if (!read_rows(report, text, from, to, &rows))
        return false;
    if (rows.len > 0)
        count_days(report, &rows);
    return rows.len == 0 || add_up(report, &rows);
}

struct report *report_read(void *ctx, const char *path, const char *from, const char *to, struct error *err)
{
    struct report *report = talloc_zero(ctx, struct report);
    size_t len = 0;
    char *text = report ? file_read(report, path, NULL, FILE_MAX, &len, NULL, err) : NULL;
    if (report && !text) {
        talloc_free(report);
        return NULL;
    }
    if (report && make(report, (struct span){text, len}, from, to))
        return report;
    talloc_free(report);
    error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    return NULL;
}

bool report_is_zero(const struct report_query *query)
{
    return strcmp(query->how, "zero") == 0;
}

bool report_is_relaxed(const struct report_query *query)
{
    return !report_is_zero(query) && strcmp(query->how, "words") != 0;
}

static void write_query(struct json *json, const struct report_query *query)
{
    struct span rest = span_of(report_is_relaxed(query) ? query->how : ""), rung;
    json_open(json, '{');
    json_key(json, "query");
    json_text(json, query->query);
    json_key(json, "count");
    json_int(json, (int64_t)query->count);
    json_key(json, "zero");
    json_bool(json, report_is_zero(query));
    json_key(json, "relaxed");
    json_open(json, '[');
    while (span_cut(&rest, ',', &rung))
        json_string(json, rung);
    json_close(json, ']');
    json_close(json, '}');
}

static bool is_any(const struct report_query *query)
{
    (void)query;
    return true;
}

static void write_table(struct json *json, const char *name, const struct report *report, size_t most,
                        bool (*belongs)(const struct report_query *))
{
    json_key(json, name);
    json_open(json, '[');
    for (size_t i = 0; i < report->len && most > 0; i++) {
        if (!belongs(&report->at[i]))
            continue;
        write_query(json, &report->at[i]);
        most--;
    }
    json_close(json, ']');
}

void report_write_json(struct json *json, const struct report *report, size_t most)
{
    json_open(json, '{');
    json_key(json, "from");
    json_text(json, report->from);
    json_key(json, "to");
    json_text(json, report->to);
    json_key(json, "days");
    json_int(json, (int64_t)report->days);
    json_key(json, "queries");
    json_int(json, (int64_t)report->len);
    json_key(json, "asked");
    json_int(json, (int64_t)report->asked);
    json_key(json, "badLines");
    json_int(json, (int64_t)report->bad);
    write_table(json, "top", report, most, is_any);
    write_table(json, "zero", report, most, report_is_zero);
    write_table(json, "relaxed", report, most, report_is_relaxed);
    json_close(json, '}');
}
