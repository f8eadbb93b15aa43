/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/server.h"

#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#include "http/cache.h"
#include "http/clock.h"
#include "http/connections.h"
#include "http/exchange.h"
#include "http/files.h"
#include "http/metrics.h"
#include "http/query_log.h"
#include "http/rate.h"
#include "http/readers.h"
#include "http/routes.h"

struct listening {
    struct server *server;
    enum listener_role role;
    struct MHD_Daemon *mhd;
};

enum { OTHER_DESCRIPTORS = 512 };

/* ---- what MHD calls, from its threads ---- */

static struct address address_of_connection(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return address_of(info ? info->client_addr : NULL);
}

static struct connection *connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static enum MHD_Result on_accept(void *cls, const struct sockaddr *peer, socklen_t len)
{
    struct listening *l = cls;
    (void)len;
    struct address address = address_of(peer);
    return connections_admit(l->server->connections, &address) ? MHD_YES : MHD_NO;
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **own, enum MHD_ConnectionNotificationCode code)
{
    struct listening *l = cls;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        connections_remove(l->server->connections, *own);
        return;
    }
    struct address peer = address_of_connection(mhd);
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    *own = info ? connections_add(l->server->connections, info->connect_fd, &peer, clock_ms()) : NULL;
}

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *mhd)
{
    struct listening *l = cls;
    return exchange_new(l->server, l->role, mhd, uri);
}

static bool has_body(struct exchange *x)
{
    const char *length = MHD_lookup_connection_value(x->mhd, MHD_HEADER_KIND, "Content-Length");
    return (length && strtoull(length, NULL, 10) > 0) ||
           MHD_lookup_connection_value(x->mhd, MHD_HEADER_KIND, "Transfer-Encoding");
}

/* The signature is libmicrohttpd's. NOLINTBEGIN(readability-non-const-parameter) */
static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_len, void **own)
{
    struct listening *l = cls;
    struct exchange *x = *own;
    (void)url;
    (void)upload;
    (void)upload_len;
    if (!x)
        return reply_no_memory(mhd);
    if (x->begun)
        return exchange_answer(x, method, version);
    x->begun = true;
    x->has_body = has_body(x);
    connection_answers(l->server->connections, connection_of(mhd), clock_ms());
    /* A body is not waited for: the answer to it goes out now, and the connection ends. */
    return x->has_body ? exchange_answer(x, method, version) : MHD_YES;
}
/* NOLINTEND(readability-non-const-parameter) */

static void on_completed(void *cls, struct MHD_Connection *mhd, void **own, enum MHD_RequestTerminationCode code)
{
    struct listening *l = cls;
    const struct exchange *x = *own;
    (void)code;
    metrics_count(l->server->metrics, COUNT_UNREAD, x && !x->begun);
    connection_waits(l->server->connections, connection_of(mhd), clock_ms());
    talloc_free(*own);
    *own = NULL;
}

/* MHD's messages can name peers. */
static void say_nothing(void *cls, const char *format, va_list arguments)
{
    (void)cls;
    (void)format;
    (void)arguments;
}

/* ---- life ---- */

static int stop(struct server *s)
{
    for (size_t i = 0; i < s->listening_len; i++) {
        if (s->listening[i].mhd)
            MHD_stop_daemon(s->listening[i].mhd);
    }
    return 0;
}

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
}

static bool open_query_log(struct server *s, const struct listener *listener, struct error *err)
{
    const char *path = s->settings->log_queries;
    if (path)
        s->query_log = query_log_open(s, path, listener, instant_now(), err);
    return s->query_log || !path;
}

/* Names are looked up here, before the sandbox. */
static bool open_shards(struct server *s, struct error *err)
{
    if (!shards_are_at(s->settings->index))
        return true;
    s->shards = shards_open(s, s->settings->index, settings_shard_time(s->settings), err);
    return s->shards != NULL;
}

static bool fill(struct server *s, const struct listener *listener, struct error *err)
{
    const struct settings *settings = s->settings;
    if (!open_shards(s, err))
        return false;
    s->files = files_new(s);
    s->metrics = metrics_new(s, route_names, route_names_len);
    s->readers = s->metrics ? readers_new(s, settings->index, s->shards, s->metrics, listener) : NULL;
    if (settings->limits.rate > 0)
        s->rate = rate_new(s, settings->limits.rate, settings->limits.burst);
    if (settings->cache_bytes > 0)
        s->cache = cache_new(s, settings->cache_bytes, (int64_t)settings->max_age * 1000);
    if (!s->files || !s->readers || (!s->rate && settings->limits.rate > 0) || (!s->cache && settings->cache_bytes > 0))
        return no_memory(err);
    return open_query_log(s, listener, err);
}

struct server *server_new(void *ctx, const struct settings *settings, const struct listener *listener,
                          struct error *err)
{
    struct server *s = talloc_zero(ctx, struct server);
    if (!s) {
        no_memory(err);
        return NULL;
    }
    s->settings = settings;
    talloc_set_destructor(s, stop); /* runs before what the threads use is freed */
    if (fill(s, listener, err))
        return s;
    talloc_free(s);
    return NULL;
}

static void allow_descriptors(uint64_t many)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= many)
        return;
    limit.rlim_cur = limit.rlim_max < many ? limit.rlim_max : many;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* how: what differs between those that listen and the one that does not. */
static struct MHD_Daemon *start(struct listening *l, unsigned flags, struct MHD_OptionItem *how)
{
    const struct limits *limits = &l->server->settings->limits;
    return MHD_start_daemon(
        flags, 0, on_accept, l, on_request, l, MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL, MHD_OPTION_ARRAY, how,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)limits->connection_memory, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)larger(limits->head_seconds, limits->answer_seconds), MHD_OPTION_URI_LOG_CALLBACK, on_uri, l,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, l, MHD_OPTION_NOTIFY_CONNECTION, on_connection, l,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
}

/* Those that come in have it from the socket that is listened on. The kernel would else keep megabytes for each client that
 * asks much and takes nothing, and they are on nobody's account. */
static void bound_sending(int fd, uint64_t bytes)
{
    const int size = (int)bytes;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

/* The limit of all connections is ours: libmicrohttpd would divide it by the threads, and connections are not, and would
 * leave those above it waiting without a word. */
static bool listen_on(struct listening *l, struct listener_socket *socket, struct error *err)
{
    unsigned threads = l->role == LISTENER_METRICS ? 1 : settings_threads(l->server->settings);
    struct MHD_OptionItem how[] = {
        {MHD_OPTION_LISTEN_SOCKET, socket->fd, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)(l->server->settings->limits.connections + 1) * threads, NULL},
        {threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads, NULL},
        {MHD_OPTION_END, 0, NULL}};
    bound_sending(socket->fd, l->server->settings->limits.send_memory);
    l->mhd = start(l, MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_TURBO, how);
    if (!l->mhd)
        return error_errno(err, socket->name, "the threads for it cannot be started", NULL);
    socket->fd = -1;
    return true;
}

/* Makes what counts connections, and room for so many listeners. */
static bool prepare(struct server *s, size_t listeners, struct error *err)
{
    uint64_t room = s->settings->limits.connections * listeners;
    allow_descriptors(room + OTHER_DESCRIPTORS);
    s->connections = connections_new(s, room, s->settings, s->metrics);
    s->listening = array_new(s, struct listening, listeners);
    return (s->connections && s->listening) || no_memory(err);
}

bool server_start(struct server *s, struct sockets *sockets, struct error *err)
{
    if (!prepare(s, sockets->len, err) || (s->shards && !shards_watch(s->shards, err)))
        return false;
    for (size_t i = 0; i < sockets->len; i++) {
        s->listening[i] = (struct listening){s, sockets->at[i].role, NULL};
        s->listening_len++;
        if (!listen_on(&s->listening[i], &sockets->at[i], err))
            return false;
    }
    return true;
}

/* Long enough for a request that is on its way on a connection that is kept open. */
enum { DRAIN_STEP_MS = 10, DRAIN_QUIET_MS = 500, DRAIN_MS = 5000 };

void server_drain(struct server *s)
{
    const struct timespec step = {.tv_nsec = DRAIN_STEP_MS * 1000000L};
    atomic_store(&s->draining, true);
    for (size_t i = 0; i < s->listening_len; i++) {
        MHD_socket fd = s->listening[i].mhd ? MHD_quiesce_daemon(s->listening[i].mhd) : MHD_INVALID_SOCKET;
        if (fd != MHD_INVALID_SOCKET)
            close(fd);
    }
    for (int ms = 0; ms < DRAIN_MS && connections_count(s->connections) > 0; ms += DRAIN_STEP_MS) {
        if (ms >= DRAIN_QUIET_MS && !connections_answering(s->connections))
            break;
        nanosleep(&step, NULL);
    }
}

bool server_start_alone(struct server *s, struct error *err)
{
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    if (!prepare(s, 1, err))
        return false;
    s->listening[0] = (struct listening){s, LISTENER_ALL, NULL};
    s->listening[0].mhd = start(&s->listening[0], MHD_USE_NO_LISTEN_SOCKET, none);
    s->listening_len = 1;
    return s->listening[0].mhd || error_errno(err, NULL, "libmicrohttpd cannot be started", NULL);
}

bool server_take(struct server *s, int fd)
{
    const struct sockaddr_in nowhere = {.sin_family = AF_INET};
    return MHD_add_connection(s->listening[0].mhd, fd, (const struct sockaddr *)&nowhere, sizeof nowhere) == MHD_YES;
}

bool server_step(struct server *s)
{
    return MHD_run(s->listening[0].mhd) == MHD_YES && connections_count(s->connections) > 0;
}

void server_tick(struct server *s)
{
    connections_sweep(s->connections, clock_ms());
    if (s->query_log)
        query_log_tick(s->query_log, instant_now());
}
