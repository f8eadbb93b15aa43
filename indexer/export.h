/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole, consistent copy of the serving generation, for shipping elsewhere. */
#ifndef INDEXER_EXPORT_H
#define INDEXER_EXPORT_H

#include "indexer/store.h"

/* Copies the generation's files into folder with a SHA256SUMS beside them (sha256sum -c reads it). Made beside and
 * swapped in whole: an earlier export there is replaced, anything else there is ERROR_INPUT and left alone. The store's
 * lock keeps writers away meanwhile. */
bool store_export(struct store *, const char *folder, struct error *err);

#endif
