/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keeps two indexers apart: a lock on a file of the index folder, which ends with the process that has it however that
 * ends, and in which that process writes its number, for the one that finds the index taken. */
#ifndef INDEXER_LOCK_H
#define INDEXER_LOCK_H

#include "base/base.h"

/* A descriptor that has the lock until it is closed; path is made where it is missing. -1: ERROR_BUSY where another has
 * it and wait is false, which says who, since when, and what to do where that one is stopped; ERROR_SYSTEM else. folder is
 * what messages name. */
int lock_take(const char *folder, const char *path, bool wait, struct error *err);

#endif
