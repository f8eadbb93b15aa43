/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are part of the program: made into C by CMake from http/openapi.json and http/box/. */
#ifndef HTTP_FILES_H
#define HTTP_FILES_H

#include <stddef.h>

struct embedded {
    const unsigned char *at;
    size_t len;
};

extern const struct embedded file_openapi, file_script, file_style;

#endif
