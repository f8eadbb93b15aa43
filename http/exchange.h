/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request and its answer.
 *
 * A route reads the request, fills the reply or calls problem_reply(), and returns. All memory of an exchange is a
 * talloc child of it and goes with it. */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include <microhttpd.h>

#include "http/address.h"
#include "http/parameters.h"
#include "http/server.h"
#include "http/sockets.h"

struct route;
struct connection;

enum caching {
    CACHING_NONE,   /* no-store: it is true now only */
    CACHING_SHORT,  /* an answer from the index: --max-age, and longer while it is asked for anew */
    CACHING_STATIC, /* a file of ours: an hour */
};

enum { REPLY_MAX = 4 << 20, HEADERS_MAX = 8 };

struct reply {
    unsigned status;
    const char *type; /* Content-Type */
    struct buffer body;
    bool gzip;            /* body is encoded already */
    const char *language; /* Content-Language; NULL: none */
    const char *tag;      /* what the entity tag is made of, without quotes; NULL: none */
    enum caching caching;
    bool html;        /* gets a content security policy */
    bool by_language; /* depends on Accept-Language */
    struct {
        const char *name, *value;
    } headers[HEADERS_MAX]; /* more of them */
    size_t headers_len;
};

struct exchange {
    struct server *server;
    enum listener_role role;
    struct MHD_Connection *mhd;
    struct connection *connection; /* for its deadline */
    int64_t began;                 /* monotonic nanoseconds */
    char *uri;                     /* as it came, up to the limit */
    bool uri_too_long;
    bool begun; /* its head has been read */
    bool has_body;
    bool no_memory; /* something that it depends on could not be kept: it is not what it would be */
    const char *method;
    char *path; /* decoded */
    struct parameters parameters;
    const struct route *route;
    int64_t moment; /* seconds; 0 while answers depend on the generation alone */
    struct reply reply;
};

/* What an answer cannot do without: itself. Where there was no memory for it the answer is 503, whatever was made of it. */
static inline void *exchange_had(struct exchange *x, void *memory)
{
    x->no_memory = x->no_memory || !memory;
    return memory;
}

/* A talloc root of its own, or NULL when there is no memory. */
struct exchange *exchange_new(struct server *, enum listener_role, struct MHD_Connection *, const char *uri);

/* Answers it and gives the answer to MHD. The method is borrowed. */
enum MHD_Result exchange_answer(struct exchange *, const char *method, const char *version);

/* A request's header, several of one name joined by commas; NULL where there is none. Borrowed. */
const char *exchange_header(struct exchange *, const char *name);

void reply_header(struct exchange *, const char *name, const char *value);

/* Says what the answer's entity tag will be: true where the client has that answer already, and then the reply is done.
 */
bool reply_is_known(struct exchange *, const char *tag);

/* The tag of an answer that depends on these texts. Yours, a child of the exchange. */
const char *reply_tag(struct exchange *, const char *generation, const char *route, const char *request);

/* Compresses the body where the client likes that and it pays. */
void reply_compress(struct exchange *);

/* To MHD, with every header. */
enum MHD_Result reply_send(struct exchange *);

/* The same for when there was no memory for an exchange. */
enum MHD_Result reply_no_memory(struct MHD_Connection *);

#endif
