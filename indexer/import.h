/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An export that was copied to this machine, taken in as the generation that serves. */
#ifndef INDEXER_IMPORT_H
#define INDEXER_IMPORT_H

#include "indexer/store.h"

/* Copies the files that folder/SHA256SUMS names into a new generation, compares each with its sum, opens the copy as a
 * reader would, and publishes it: whole, or not at all. *published is false where that very copy serves already.
 * ERROR_INPUT: the folder holds no export, or a file is not what its sum says (an export that was replaced while it was
 * being copied, say). ERROR_INDEX: this program cannot read it. Whatever fails, the old generation serves on. */
bool store_import(struct store *, const char *folder, bool *published, struct error *err);

#endif
