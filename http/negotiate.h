/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a client would rather have: Accept, Accept-Encoding, Accept-Language, If-None-Match. */
#ifndef HTTP_NEGOTIATE_H
#define HTTP_NEGOTIATE_H

#include "base/base.h"

/* How much a header's list wants one item, 0 (not at all) to 1000, by the q of RFC 9110; -1 where the list does not
 * speak of it. Names compare without case. header NULL: -1. */
int wanted(const char *header, const char *item);

/* gzip is wanted, by its own name or by *. */
bool wants_gzip(const char *accept_encoding);

/* A media type is named in Accept itself (a wildcard does not do), with q above 0. */
bool wants_type(const char *accept, const char *type);

/* The language of Accept-Language that is wanted most among those there are, by its primary tag; fallback where none
 * is. All are borrowed. */
const char *wanted_language(const char *accept_language, const char *const *there, size_t len, const char *fallback);

/* If-None-Match names this entity tag (given without quotes), or is "*". Compares weakly, as GET does. */
bool names_tag(const char *if_none_match, const char *tag);

#endif
