/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clean.h"

#include <talloc.h>

#include "base/buffer.h"
#include "base/normal.h"
#include "base/utf8.h"

enum { MARKS_MAX = 30, BOM = 0xFEFF };

/* Text on its way from raw bytes to valid UTF-8. */
struct scan {
    struct buffer out;
    int line, bad_line, marks;
};

static void scan_codepoint(struct scan *scan, int32_t codepoint, struct span bytes)
{
    scan->marks = utf8_is_mark(codepoint) ? scan->marks + 1 : 0;
    bool bad = codepoint == 0 || (codepoint == UTF8_REPLACEMENT && bytes.len == 1);
    if (bad && scan->bad_line == 0)
        scan->bad_line = scan->line;
    if (codepoint == '\n') {
        scan->line++;
        buffer_char(&scan->out, '\n');
    } else if ((codepoint < 0x20 && codepoint != '\t') || codepoint == 0x7F) {
        buffer_char(&scan->out, ' ');
    } else if (bad) {
        buffer_codepoint(&scan->out, UTF8_REPLACEMENT);
    } else if (scan->marks <= MARKS_MAX) {
        buffer_span(&scan->out, bytes);
    }
}

static bool is_plain(char c)
{
    return (c >= ' ' && c < 0x7F) || c == '\t';
}

/* Most bytes of most texts are plain: they go in one piece. */
static size_t scan_plain(struct scan *scan, struct span rest)
{
    size_t len = 0;
    while (len < rest.len && is_plain(rest.at[len]))
        len++;
    if (len > 0) {
        buffer_add(&scan->out, rest.at, len);
        scan->marks = 0;
    }
    return len;
}

static void scan_text(struct scan *scan, struct span raw)
{
    while (raw.len > 0) {
        raw = span_from(raw, scan_plain(scan, raw));
        if (raw.len == 0)
            return;
        size_t len;
        int32_t codepoint = utf8_decode(raw, &len);
        struct span bytes = span_first(raw, len);
        raw = span_from(raw, len);
        if (codepoint == '\r') {
            codepoint = '\n';
            if (raw.len > 0 && raw.at[0] == '\n')
                raw = span_from(raw, 1);
        }
        scan_codepoint(scan, codepoint, bytes);
    }
}

char *clean_text(void *ctx, struct span raw, int *bad_line)
{
    struct scan scan = {.out = buffer_new(ctx, raw.len * 3 + 1), .line = 1}; /* a bad byte becomes three */
    if (span_begins(raw, SPAN("\xEF\xBB\xBF")))
        raw = span_from(raw, 3);
    scan_text(&scan, raw);
    char *text = scan.out.full ? NULL : normal_text(ctx, buffer_view(&scan.out));
    talloc_free(scan.out.at);
    if (bad_line)
        *bad_line = scan.bad_line;
    return text;
}

static bool is_zero_width(int32_t codepoint)
{
    return codepoint == 0xAD || codepoint == 0x200B || codepoint == 0x2060 || codepoint == BOM;
}

static bool is_control(int32_t codepoint)
{
    return codepoint < 0x20 || (codepoint >= 0x7F && codepoint <= 0x9F);
}

char *clean_line(void *ctx, struct span text)
{
    struct buffer out = buffer_new(ctx, text.len * 3 + 1);
    bool blank = false;
    for (size_t i = 0, len; i < text.len; i += len) {
        int32_t codepoint = utf8_decode(span_from(text, i), &len);
        if (utf8_is_space(codepoint)) {
            blank = true;
            continue;
        }
        if (is_zero_width(codepoint) || is_control(codepoint))
            continue;
        if (blank && out.len > 0)
            buffer_char(&out, ' ');
        blank = false;
        buffer_codepoint(&out, codepoint);
    }
    if (!out.full && out.at)
        return out.at;
    talloc_free(out.at);
    return out.full ? NULL : span_copy(ctx, SPAN(""));
}
