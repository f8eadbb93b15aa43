/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* Where the next byte of an error's text goes. */
struct pen {
    char *at;
    size_t left; /* the NUL at the end not counted */
};

/* A code point, whole or not at all; what would upset a terminal or a log as '?'. */
static void put(struct pen *pen, int32_t codepoint)
{
    char bytes[4];
    if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint <= 0x9F))
        codepoint = '?';
    size_t len = utf8_encode(codepoint, bytes);
    if (len > pen->left) {
        pen->left = 0;
        return;
    }
    memcpy(pen->at, bytes, len);
    pen->at += len;
    pen->left -= len;
}

static void put_text(struct pen *pen, const char *text)
{
    struct span rest = span_of(text);
    while (rest.len > 0) {
        size_t len;
        int32_t codepoint = utf8_decode(rest, &len);
        put(pen, codepoint == UTF8_REPLACEMENT && len == 1 ? '?' : codepoint);
        rest = span_from(rest, len);
    }
}

static void put_place(struct pen *pen, const char *path, int line)
{
    char number[32];
    if (path && line > 0)
        snprintf(number, sizeof number, ":%d: ", line);
    else if (line > 0)
        snprintf(number, sizeof number, "line %d: ", line);
    else
        snprintf(number, sizeof number, "%s", path ? ": " : "");
    if (path)
        put_text(pen, path);
    put_text(pen, number);
}

bool error_set(struct error *err, enum error_kind kind, const char *path, int line, const char *what, const char *mend)
{
    if (!err)
        return false;
    struct error made = {.kind = kind}; /* what or mend may be in *err itself */
    struct pen pen = {made.text, sizeof made.text - 1};
    put_place(&pen, path, line);
    put_text(&pen, what);
    if (mend) {
        put_text(&pen, " (");
        put_text(&pen, mend);
        put_text(&pen, ")");
    }
    *pen.at = '\0';
    *err = made;
    return false;
}

bool error_setf(struct error *err, enum error_kind kind, const char *path, int line, const char *mend, const char *what,
                ...)
{
    char text[ERROR_TEXT_MAX];
    va_list arguments;
    va_start(arguments, what);
    vsnprintf(text, sizeof text, what, arguments);
    va_end(arguments);
    return error_set(err, kind, path, line, text, mend);
}

bool error_errno(struct error *err, const char *path, const char *what, const char *mend)
{
    int number = errno;
    char room[128];
    const char *reason = strerror_r(number, room, sizeof room); /* GNU's: returns the text, uses room or not */
    return error_setf(err, number == ENOMEM ? ERROR_MEMORY : ERROR_SYSTEM, path, 0, mend, "%s: %s", what, reason);
}
