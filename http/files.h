/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are part of the program: made into C by CMake from http/openapi.json and http/box/. */
#ifndef HTTP_FILES_H
#define HTTP_FILES_H

#include "base/base.h"

struct embedded {
    const unsigned char *at;
    size_t len;
};

/* sheet: what the page of results has on top of style. */
extern const struct embedded file_openapi, file_script, file_style, file_sheet;

/* The same as they are sent. */
struct file {
    struct span plain, packed; /* packed: by gzip; empty where it is not */
    char tag[HASH_TEXT_MAX];
};
struct files {
    struct file openapi, script, style, sheet;
};

/* Yours, talloc child of ctx; NULL when there is no memory. */
struct files *files_new(void *ctx);

#endif
