/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of twc-index. */
#ifndef INDEXER_OPTIONS_H
#define INDEXER_OPTIONS_H

#include "indexer/indexer.h"

enum deed { 
    DEED_INDEX,
    DEED_WATCH,
    DEED_INSTALL_HOOK,
    DEED_DRY_RUN,
    DEED_CHECK_CONFIG,
    DEED_ROLLBACK,
    DEED_EXPORT,
    DEED_IMPORT,
    DEED_HELP,
    DEED_VERSION
};

struct options {
    struct index_options index;
    enum deed deed;
    const char *export_to, *import_from;
    const char *related_to; /* beside indexing; NULL: not asked for */
    bool changed_named;       /* --changed: index.changed are the operands */
    bool changed_from0;       /* they are still to be read from standard input */
    bool json, quiet, verbose;
};

/* False: *err says what is wrong (ERROR_INPUT). */
bool options_read(int argc, char **argv, struct options *out, struct error *err);
extern const char options_help[];

#endif
