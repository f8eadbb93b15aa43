/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps an index fresh: an update after every change of the site's files, and when a page becomes due or expires. */
#ifndef INDEXER_WATCH_H
#define INDEXER_WATCH_H

#include "base/base.h"

struct watch;

/* Watches a folder and all beneath it but what no page can come from: hidden folders, node_modules, public, resources,
 * and the folder `except` (the index; may be NULL). Both paths must outlive it. Talloc child of ctx. ERROR_SYSTEM when
 * the system has no more watches, with the mend. */
struct watch *watch_new(void *ctx, const char *folder, const char *except, struct error *err);

enum watched { WATCHED_CHANGE, WATCHED_TIME, WATCHED_STOP };

/* Sleeps until the files have changed and been quiet for quiet_ms, but no longer than patience_ms after the first change;
 * or until the moment until (0: none), or until stop_fd is readable. Folders that came are watched too; when events were
 * lost everything is looked at anew and told as a change. */
struct watch_wait {
    int stop_fd;
    int64_t until;
    int quiet_ms, patience_ms;
};
bool watch_wait(struct watch *, const struct watch_wait *, enum watched *out, struct error *err);

#endif
