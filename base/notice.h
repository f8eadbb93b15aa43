/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a module has to tell while it goes on: warnings, pages passed over. Modules never print: main.c listens. */
#ifndef BASE_NOTICE_H
#define BASE_NOTICE_H

#include "base/error.h"

enum notice {
    NOTICE_INFO,    /* what was assumed, what is being done */
    NOTICE_WARNING, /* it works, but its author will want to mend it */
    NOTICE_SKIPPED, /* this page is left out, and why; the exit code says so too */
};

struct listener {
    void (*tell)(void *self, enum notice kind, const struct error *what);
    void *self;
};

/* No listener (NULL), nobody is told. */
void notice(const struct listener *listener, enum notice kind, const char *path, int line, const char *mend,
            const char *what, ...) __attribute__((format(printf, 6, 7)));

/* Tells an error that has been set already. */
void notice_error(const struct listener *listener, enum notice kind, const struct error *what);

#endif
