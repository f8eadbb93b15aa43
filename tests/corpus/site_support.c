/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/corpus/site_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <talloc.h>

#include "tests/support/folder.h"

enum { OUT_MAX = 1 << 20 };

void print_address(struct buffer *out, const struct page *page)
{
    buffer_format(out, "%s %s %s", page->path, page->lang, page->url);
}

void print_path(struct buffer *out, const struct page *page)
{
    buffer_text(out, page->path);
}

/* ---- files ---- */

/* "-- content/a.md --": the name; empty where line is no such line. */
static struct span file_name(struct span line)
{
    if (!span_begins(line, SPAN("-- ")) || !span_ends(line, SPAN(" --")) || line.len < 7)
        return SPAN("");
    return span_first(span_from(line, 3), line.len - 6);
}

static void write_one(void *ctx, const char *folder, struct span name, struct span content)
{
    test_write_bytes(folder, span_copy(ctx, name), content.at, content.len);
}

void site_write(const char *folder, const char *files)
{
    void *ctx = talloc_new(NULL);
    struct span rest = span_of(files), line, name = SPAN("");
    const char *start = files;
    while (rest.len > 0) {
        const char *before = rest.at;
        span_cut(&rest, '\n', &line);
        struct span next = file_name(line);
        if (next.len == 0)
            continue;
        if (name.len > 0)
            write_one(ctx, folder, name, (struct span){start, (size_t)(before - start)});
        name = next;
        start = line.at + line.len + 1;
    }
    if (name.len > 0)
        write_one(ctx, folder, name, (struct span){start, strlen(start)});
    talloc_free(ctx);
}

/* ---- opening and printing ---- */

static void note(void *self, enum notice kind, const struct error *what)
{
    static const char *const names[] = {"info", "warning", "skipped"};
    buffer_format(self, "%s: %s\n", names[kind], what->text);
}

char *site_print(void *ctx, const char *folder, page_printer *print)
{
    struct buffer out = buffer_new(ctx, OUT_MAX), told = buffer_new(ctx, OUT_MAX);
    struct listener listener = {note, &told};
    struct error err = {0};
    struct site_options options = {.folder = folder, .now = TEST_NOW, .data_folder = TWC_SOURCE_DIR "/corpus"};
    struct site *site = site_open(ctx, &options, &listener, &err);
    for (size_t i = 0; site && i < site_len(site); i++) {
        print(&out, site_page(site, i));
        buffer_char(&out, '\n');
    }
    buffer_span(&out, buffer_view(&told));
    if (!site)
        buffer_format(&out, "error: %s\n", err.text);
    char *text = span_copy(ctx, buffer_view(&out));
    talloc_free(site);
    return text;
}

/* ---- cases ---- */

/* The folder's own name differs from run to run, and so does what every case without configuration is told. */
static char *settled(void *ctx, const char *text, const char *folder)
{
    struct buffer out = buffer_new(ctx, OUT_MAX);
    struct span rest = span_of(text), line;
    size_t at;
    while (rest.len > 0) {
        span_cut(&rest, '\n', &line);
        if (span_begins(line, SPAN("info: no configuration")))
            continue;
        while (span_find(line, span_of(folder), &at)) {
            buffer_span(&out, span_first(line, at));
            buffer_text(&out, "SITE");
            line = span_from(line, at + strlen(folder));
        }
        buffer_span(&out, line);
        buffer_char(&out, '\n');
    }
    return span_copy(ctx, buffer_view(&out));
}

static bool run(const struct site_case *one, page_printer *print)
{
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(folder, one->files);
    char *text = settled(ctx, site_print(ctx, folder, print), folder);
    bool fine = strcmp(text, one->expect) == 0;
    if (!fine)
        print_error("---- %s\n-- expected:\n%s-- is:\n%s", one->name, one->expect, text);
    talloc_free(ctx);
    return fine;
}

void site_check(const struct site_case *cases, size_t len, page_printer *print)
{
    size_t wrong = 0;
    for (size_t i = 0; i < len; i++)
        wrong += !run(&cases[i], print);
    assert_int_equal(wrong, 0);
}
