/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration of a bilingual site, read once: what targets of corpus/ need around their input. */
#ifndef TESTS_FUZZ_SITE_H
#define TESTS_FUZZ_SITE_H

#include "corpus/branches.h"
#include "corpus/hugo.h"

struct fuzz_site {
    struct config_files files;
    struct hugo hugo;
    struct branches *branches;
};

/* False: the configuration is refused, err says why. */
bool fuzz_site_read(void *ctx, struct span yaml, struct fuzz_site *out, struct error *err);

/* A site's with sections that say things for the pages below them. Made once, never freed. */
const struct fuzz_site *fuzz_site(void);

#endif
