/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/notice.h"

#include <stdarg.h>
#include <stdio.h>

void notice(const struct listener *listener, enum notice kind, const char *path, int line, const char *mend,
            const char *what, ...)
{
    if (!listener)
        return;
    char text[ERROR_TEXT_MAX];
    va_list arguments;
    va_start(arguments, what);
    vsnprintf(text, sizeof text, what, arguments);
    va_end(arguments);
    struct error err;
    error_set(&err, ERROR_INPUT, path, line, text, mend);
    notice_error(listener, kind, &err);
}

void notice_error(const struct listener *listener, enum notice kind, const struct error *what)
{
    if (listener)
        listener->tell(listener->self, kind, what);
}
