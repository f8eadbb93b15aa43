/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Git hooks that bring an index up to date: after a commit, a merge, a checkout, and a push into a repository that a
 * work tree is deployed from. They never make the git command fail, and a hook that was there before is kept and runs
 * first. */
#ifndef INDEXER_HOOK_H
#define INDEXER_HOOK_H

#include "base/base.h"

struct hook_options {
    const char *site;     /* in a work tree; or anywhere, with GIT_DIR in the environment naming the repository */
    const char *index;    /* --index, or NULL */
    const char *config;   /* --config, or NULL */
    const char *program;  /* absolute path of twc-index */
    const char *work_tree; /* GIT_WORK_TREE: what a push to a bare repository is checked out to; or NULL */
};

/* *folder is where they went; talloc child of ctx. ERROR_INPUT when git knows no repository there, or when it is a
 * bare one and nothing brings what is pushed to a work tree. Running it again renews them. */
bool hook_install(void *ctx, const struct hook_options *, char **folder, struct error *err);

#endif
