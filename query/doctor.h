/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with an index, its settings or its surroundings, and how to mend it. */
#ifndef QUERY_DOCTOR_H
#define QUERY_DOCTOR_H

#include "query/query.h"

enum finding_state {
    FINDING_WELL,
    FINDING_LOOK,  /* search works, and somebody should look */
    FINDING_BROKEN /* it does not */
};

struct finding {
    const char *name; /* what was looked at: "index", "daemon" */
    enum finding_state state;
    const char *text;
    const char *mend; /* NULL where there is nothing to do */
};

struct diagnosis {
    struct finding *at;
    size_t len;
};

/* Looks at the index of that path, at what this machine offers, and at a daemon: daemon is its address, http://HOST:PORT/
 * (a numeric address or localhost) or unix:PATH. NULL: the usual one, which may be absent. Never fails: what cannot be
 * looked at is a finding. Talloc child of ctx; NULL without memory. */
struct diagnosis *diagnose(void *ctx, const char *index, const char *daemon);

/* The worst of them. */
enum finding_state diagnosis_state(const struct diagnosis *);

/* For a person, and {"state": "look", "findings": [{"name", "state", "text", "mend"}]}. */
void diagnosis_write(struct buffer *out, const struct diagnosis *);
void diagnosis_write_json(struct json *, const struct diagnosis *);

#endif
