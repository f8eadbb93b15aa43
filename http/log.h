/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the daemon tells while it runs: a line each, of key=value, and never of a reader. */
#ifndef HTTP_LOG_H
#define HTTP_LOG_H

#include "base/base.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO };

/* The level of that name: error, warning, info. False: there is none. */
bool log_level_read(const char *name, uint64_t *level);

/* time=2026-08-11T18:02:03Z level=warning msg="…" into *out, with a newline; text is one line, whatever it holds. */
void log_format(struct buffer *out, int64_t now, enum log_level, const char *text);

struct log {
    uint64_t most; /* enum log_level; what is less than that is passed over */
    bool terminal; /* as "twc-searchd: warning: …" */
};

/* The same to standard error, in one piece. */
void log_write(const struct log *, enum log_level, const char *text);

#endif
