/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index folder: the one that is asked for, or the site's own. */
#ifndef INDEXER_HOME_H
#define INDEXER_HOME_H

#include "indexer/indexer.h"

enum { HOME_MAX = 4096 };

/* ERROR_INPUT where its path is too long. */
bool home_name(const struct index_options *, char out[HOME_MAX], struct error *err);

/* Makes what it lies in, where that is the site: a folder that git passes over. */
bool home_make(const struct index_options *, struct error *err);

#endif
