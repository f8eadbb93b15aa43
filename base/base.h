/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of base/: errors, borrowed and owned text, files, moments, JSON. Below everything, above nothing. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include "base/buffer.h"
#include "base/clean.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/html.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/notice.h"
#include "base/span.h"
#include "base/sums.h"
#include "base/utf8.h"

#endif
