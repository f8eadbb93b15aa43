/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/log.h"

#include <talloc.h>
#include <unistd.h>

static const char *const names[] = {"error", "warning", "info"};
enum { LEVELS = sizeof names / sizeof names[0], LINE_MAX_BYTES = 8192 };

bool log_level_read(const char *name, uint64_t *level)
{
    for (uint64_t i = 0; i < LEVELS; i++) {
        if (strcmp(names[i], name) == 0) {
            *level = i;
            return true;
        }
    }
    return false;
}

void log_format(struct buffer *out, int64_t now, enum log_level level, const char *text)
{
    char time[INSTANT_TEXT_MAX];
    instant_print((struct instant){.known = true, .seconds = now}, time);
    buffer_format(out, "time=%s level=%s msg=\"", time, names[level]);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buffer_char(out, '\\');
        buffer_char(out, (unsigned char)*text < ' ' ? ' ' : *text);
    }
    buffer_text(out, "\"\n");
}

void log_write(const struct log *log, enum log_level level, const char *text)
{
    if (level > log->most)
        return;
    struct buffer line = buffer_new(NULL, LINE_MAX_BYTES);
    if (log->terminal)
        buffer_format(&line, "twc-searchd: %s%s\n", level == LOG_LEVEL_WARNING ? "warning: " : "", text);
    else
        log_format(&line, instant_now(), level, text);
    (void)!write(STDERR_FILENO, buffer_string(&line), line.len);
    talloc_free(line.at);
}
