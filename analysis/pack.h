/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and texts in a row of bytes, and back with every bound checked. Numbers are LEB128; a text is its length and
 * its bytes. */
#ifndef ANALYSIS_PACK_H
#define ANALYSIS_PACK_H

#include "base/base.h"

void pack_number(struct buffer *, uint64_t);
void pack_signed(struct buffer *, int64_t);   /* zigzag */
void pack_double(struct buffer *, double);    /* 8 bytes, little-endian */
void pack_u32(struct buffer *, uint32_t);     /* 4 bytes, little-endian */
void pack_span(struct buffer *, struct span);

/* Reading: once something does not fit, bad is set and all that follows is 0 or empty. */
struct unpack {
    struct span rest;
    bool bad;
    bool no_memory; /* for who reads: it is not the bytes that are bad */
};

struct unpack unpack_new(struct span packed);
uint64_t unpack_number(struct unpack *);
int64_t unpack_signed(struct unpack *);
double unpack_double(struct unpack *);
uint32_t unpack_u32(struct unpack *);
struct span unpack_span(struct unpack *);     /* borrowed from packed */
/* A number of things that take at least `least` bytes each: more than could follow is bad. */
size_t unpack_count(struct unpack *, size_t least);

/* What bytes are, for the head that is before them; the last `plain` of them are not made smaller: what is packed close
 * already, and large, costs more time than it saves room. */
struct deflating {
    int magic, format;
    size_t plain;
};

/* Bytes deflated behind a head that tells what they are; a talloc child of ctx. NULL: no memory, or over 512 MB. */
char *deflated_make(void *ctx, struct span bytes, struct deflating, size_t *len);
/* The bytes again: NULL when packed is not that, is damaged, or memory ran out (*starved, else left as it is). */
char *deflated_open(void *ctx, struct span packed, int magic, int format, size_t *len, bool *starved);

#endif
