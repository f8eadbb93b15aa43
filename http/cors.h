/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other sites' scripts: who may read the answers. */
#ifndef HTTP_CORS_H
#define HTTP_CORS_H

#include "http/exchange.h"

/* Lets the origin of this request read the reply, where it is on the list of --allow-origin. */
void cors_allow(struct exchange *);
/* The same for the question before a request. */
void cors_preflight(struct exchange *);

#endif
