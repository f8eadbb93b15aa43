/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one error of the project: what is wrong, where, and how to mend it.
 *
 * The caller holds it and passes it last; whoever can fail returns false or NULL and has set it. The text is for the
 * person who wrote the page or runs the program: no function names. A module never prints an error; only main.c does. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

enum error_kind {
    ERROR_NONE = 0,
    ERROR_INPUT,   /* a page, a setting or an option is wrong: its author can mend it */
    ERROR_SYSTEM,  /* the operating system said no: permission, space, a missing file */
    ERROR_INDEX,   /* the index is missing, damaged, or of a schema that we do not read */
    ERROR_BUSY,    /* another indexer holds the lock, or the index changed under us too often */
    ERROR_REFUSED, /* the publish gate said no; the old index serves on */
    ERROR_MEMORY,  /* an allocation failed */
};

enum { ERROR_TEXT_MAX = 1024 };

struct error {
    enum error_kind kind;
    char text[ERROR_TEXT_MAX]; /* "posts/strike.md:3: 'date' is not a date (write it as 2024-03-31)"; cut, never overrun */
};

/* Sets *err and returns false, so that failing is one line. path may be NULL, line 0 where there is none, mend NULL
 * where there is nothing to do about it. Control characters in path and what are shown as '?'. */
bool error_set(struct error *err, enum error_kind kind, const char *path, int line, const char *what, const char *mend);

/* The same with a formatted what. */
bool error_setf(struct error *err, enum error_kind kind, const char *path, int line, const char *mend, const char *what,
                ...) __attribute__((format(printf, 6, 7)));

/* The same from errno: "cannot read it: Permission denied". */
bool error_errno(struct error *err, const char *path, const char *what, const char *mend);

#endif
