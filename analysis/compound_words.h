/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a language's compounds are told by, chosen by hand. Lists end in NULL. Internal to analysis/. */
#ifndef ANALYSIS_COMPOUND_WORDS_H
#define ANALYSIS_COMPOUND_WORDS_H

#include "base/base.h"

struct compounding {
    const char *language;             /* primary subtag */
    const char *const *links;         /* between two parts; "" among them */
    const char *const *taking_s;      /* endings of first parts behind which an s is a link, where either would do */
    const char *const *short_parts;   /* of three letters; others have four at least */
    const char *const *never_first;   /* particles and prefixes: what follows makes a verb with them, not a compound */
    const char *const *stub_prefixes; /* a first part of one of these and two letters more is a stub … */
    const char *const *particles;     /* and one of these and one letter more: overs-tappen, voort-duren */
    const char *const *stubs_allowed; /* … but these are words */
    const char *const *never_last;    /* endings that look like words */
    const char *const *verbal;        /* endings of verbs: no head behind an unknown part */
    const char *const *never;         /* words that stay whole, in all their forms */
};

bool compounding_is_verbal(const struct compounding *, struct span head);

#endif
