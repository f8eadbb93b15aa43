/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/query_log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "http/pseudonym.h"
#include "http/tally.h"
#include "http/typing.h"

enum { DAY = 86400, WRITTEN_MAX = 4 << 20 };

struct query_log {
    pthread_mutex_t lock; /* over all below, talloc's children too */
    int fd;
    const char *path;
    const struct listener *listener;
    bool torn; /* the file does not end in a whole line */
    int64_t day;
    struct salt salt; /* of the day */
    bool salted;      /* false: there was no randomness, and so nothing is counted */
    struct typing *typing;
    struct tally *tally;
};

/* ---- the file ---- */

static bool open_file(struct query_log *log, struct error *err)
{
    struct stat st;
    char last = '\n';
    log->fd = open(log->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0640);
    if (log->fd < 0 || fstat(log->fd, &st) != 0)
        return error_errno(err, log->path, "cannot be opened for counts of queries",
                           "its folder must be there, and writable for the user that twc-searchd runs as");
    if (!S_ISREG(st.st_mode))
        return error_set(err, ERROR_INPUT, log->path, 0, "is not a file", "--log-queries takes the name of one");
    if (st.st_size > 0)
        log->torn = pread(log->fd, &last, 1, st.st_size - 1) != 1 || last != '\n';
    return true;
}

static bool write_whole(struct query_log *log, struct span text)
{
    while (text.len > 0) {
        ssize_t n = write(log->fd, text.at, text.len);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            log->torn = text.at[n - 1] != '\n';
        text = span_from(text, n > 0 ? (size_t)n : 0);
    }
    return true;
}

static void append(struct query_log *log, struct span lines)
{
    if (lines.len == 0 || ((!log->torn || write_whole(log, SPAN("\n"))) && write_whole(log, lines)))
        return;
    struct error err;
    error_errno(&err, log->path, "the counts of queries could not be written and are lost", NULL);
    notice_error(log->listener, NOTICE_WARNING, &err);
}

/* ---- the day ---- */

static void begin_day(struct query_log *log, int64_t now)
{
    log->day = now / DAY;
    log->salted = salt_renew(&log->salt);
}

static void end_typing(struct query_log *log, int64_t now)
{
    for (struct asked done; typing_next(log->typing, now, &done);)
        tally_count(log->tally, &done);
}

static void end_day(struct query_log *log)
{
    struct buffer lines = buffer_new(log, WRITTEN_MAX);
    char date[INSTANT_TEXT_MAX];
    end_typing(log, INT64_MAX);
    instant_print_date((struct instant){true, log->day * DAY, 0}, date);
    tally_write(log->tally, date, &lines);
    append(log, buffer_view(&lines));
    talloc_free(lines.at);
    tally_clear(log->tally);
}

static void reach(struct query_log *log, int64_t now)
{
    if (now / DAY == log->day)
        return;
    end_day(log);
    begin_day(log, now);
}

/* ---- a query ---- */

/* As people mean it: one line, lower case. False where there is nothing to count. */
static bool read_text(void *ctx, const char *query, char text[ASKED_TEXT_MAX])
{
    char *clean = clean_text(ctx, span_of(query), NULL);
    char *line = clean ? clean_line(ctx, span_of(clean)) : NULL;
    struct span rest = span_of(line);
    size_t len = 0;
    while (rest.len > 0 && len + 4 < ASKED_TEXT_MAX) {
        size_t bytes;
        len += utf8_encode(utf8_lower(utf8_decode(rest, &bytes)), text + len);
        rest = span_from(rest, bytes);
    }
    text[len] = '\0';
    return len > 0 && rest.len == 0;
}

bool query_log_add(struct query_log *log, const struct address *client, const char *query, unsigned rungs, bool zero,
                   int64_t now)
{
    struct asked asked = {.kinds = zero ? KIND_ZERO : rungs}, done;
    void *work = talloc_new(NULL);
    bool counts = work && read_text(work, query, asked.text), room = true;
    talloc_free(work);
    if (!counts)
        return true;
    pthread_mutex_lock(&log->lock);
    reach(log, now);
    asked.client = pseudonym_of(&log->salt, client);
    if (log->salted && typing_take(log->typing, &asked, now, &done))
        room = tally_count(log->tally, &done);
    pthread_mutex_unlock(&log->lock);
    return room;
}

void query_log_tick(struct query_log *log, int64_t now)
{
    pthread_mutex_lock(&log->lock);
    reach(log, now);
    end_typing(log, now);
    pthread_mutex_unlock(&log->lock);
}

/* ---- life ---- */

static int end(struct query_log *log)
{
    end_day(log);
    close(log->fd);
    explicit_bzero(&log->salt, sizeof log->salt);
    pthread_mutex_destroy(&log->lock);
    return 0;
}

struct query_log *query_log_open(void *ctx, const char *path, const struct listener *listener, int64_t now,
                                 struct error *err)
{
    struct query_log *log = talloc_zero(ctx, struct query_log);
    if (log) {
        log->typing = typing_new(log);
        log->tally = tally_new(log);
    }
    if (!log || !log->typing || !log->tally) {
        talloc_free(log);
        error_set(err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
        return NULL;
    }
    log->path = path;
    log->listener = listener;
    if (!open_file(log, err)) {
        if (log->fd >= 0)
            close(log->fd);
        talloc_free(log);
        return NULL;
    }
    begin_day(log, now);
    pthread_mutex_init(&log->lock, NULL);
    talloc_set_destructor(log, end);
    return log;
}
