/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS_MAX = 8, HEARD_MAX = 1 << 28, READ_ROOM = 1 << 16 };
enum { TOLD_DONE = 1u << 31, TOLD_ERROR }; /* besides what the work itself tells */

struct worker {
    _Atomic size_t *taken; /* shared by all */
    size_t jobs;
    int out;
    bool unheard;          /* nobody reads any more */
};

struct head {
    uint32_t what, len;
};

/* One of the others, as it is seen from here. */
struct member {
    pid_t process;
    int in;
    struct buffer heard;
    bool done;
};

struct running {
    const struct crew *crew;
    _Atomic size_t *taken;
    struct member members[WORKERS_MAX];
    unsigned len;
    struct error *err;
    bool failed;
};

unsigned crew_workers(void)
{
    cpu_set_t usable;
    int count = sched_getaffinity(0, sizeof usable, &usable) == 0 ? CPU_COUNT(&usable) : 1;

    return count < 1 ? 1 : count > WORKERS_MAX ? WORKERS_MAX : (unsigned)count;
}

/* ---- in a worker ---- */

bool worker_next(struct worker *worker, size_t *job)
{
    *job = atomic_fetch_add(worker->taken, 1);
    return *job < worker->jobs && !worker->unheard;
}

static void send(struct worker *worker, const char *bytes, size_t len)
{
    while (len > 0 && !worker->unheard) {
        ssize_t sent = write(worker->out, bytes, len);
        if (sent > 0) {
            bytes += sent;
            len -= (size_t)sent;
        } else if (errno != EINTR) {
            worker->unheard = true;
        }
    }
}

void worker_tell(struct worker *worker, unsigned what, struct span bytes)
{
    struct head head = {what, (uint32_t)bytes.len};

    send(worker, (const char *)&head, sizeof head);
    send(worker, bytes.at, bytes.len);
}

/* Never returns: what is buffered and registered for the end of the program is the other's. */
static void be_worker(const struct running *running, int out, pid_t parent)
{
    struct worker worker = {.taken = running->taken, .jobs = running->crew->jobs, .out = out};
    struct error err = {0};

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    signal(SIGPIPE, SIG_IGN);
    if (running->crew->work(running->crew->self, &worker, &err))
        worker_tell(&worker, TOLD_DONE, SPAN(""));
    else
        worker_tell(&worker, TOLD_ERROR, (struct span){(const char *)&err, sizeof err});
    _exit(0);
}

/* ---- here ---- */

static bool begin_one(struct running *running, struct error *err)
{
    struct member *member = &running->members[running->len];
    pid_t parent = getpid();
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_errno(err, NULL, "no further process can be begun", NULL);
    fflush(stdout);
    member->process = fork();
    if (member->process == 0) {
        for (unsigned i = 0; i < running->len; i++)
            close(running->members[i].in);
        close(ends[0]);
        be_worker(running, ends[1], parent);
    }
    close(ends[1]);
    if (member->process < 0) {
        close(ends[0]);
        return error_errno(err, NULL, "no further process can be begun", NULL);
    }
    member->in = ends[0];
    member->heard = buffer_new(NULL, HEARD_MAX);
    running->len++;
    return true;
}

static void fail(struct running *running, const struct error *why)
{
    if (!running->failed)
        *running->err = *why;
    running->failed = true;
    for (unsigned i = 0; i < running->len; i++)
        if (running->members[i].process > 0)
            kill(running->members[i].process, SIGKILL);
}

static void hear(struct running *running, struct member *member, struct head head, struct span bytes)
{
    struct error why;

    if (head.what == TOLD_DONE) {
        member->done = true;
    } else if (head.what == TOLD_ERROR && bytes.len == sizeof why) {
        memcpy(&why, bytes.at, sizeof why);
        member->done = true;
        fail(running, &why);
    } else {
        running->crew->hear(running->crew->self, head.what, bytes);
    }
}

/* All that is whole; the rest waits. */
static void hear_all(struct running *running, struct member *member)
{
    struct span left = buffer_view(&member->heard);
    struct head head;

    while (left.len >= sizeof head) {
        memcpy(&head, left.at, sizeof head);
        if (left.len - sizeof head < head.len)
            break;
        hear(running, member, head, (struct span){left.at + sizeof head, head.len});
        left = span_from(left, sizeof head + head.len);
    }
    if (left.len > 0 && left.len < member->heard.len)
        memmove(member->heard.at, left.at, left.len);
    buffer_cut(&member->heard, left.len);
}

/* A worker that ends without a word was killed. */
static void end_one(struct running *running, struct member *member)
{
    struct error why;
    int status = 0;

    while (waitpid(member->process, &status, 0) < 0 && errno == EINTR)
        ;
    member->process = 0;
    close(member->in);
    member->in = -1;
    talloc_free(member->heard.at);
    if (member->done)
        return;
    error_setf(&why, ERROR_SYSTEM, NULL, 0, "look whether memory or disk ran out; then try again",
               "one of the processes that build the index was ended%s", WIFSIGNALED(status) ? " by a signal" : "");
    fail(running, &why);
}

static void read_one(struct running *running, struct member *member)
{
    char room[READ_ROOM];
    ssize_t got = read(member->in, room, sizeof room);

    if (got < 0 && errno == EINTR)
        return;
    if (got <= 0) {
        end_one(running, member);
        return;
    }
    buffer_add(&member->heard, room, (size_t)got);
    hear_all(running, member);
}

static bool wait_for_some(struct running *running)
{
    struct pollfd polled[WORKERS_MAX];
    struct member *of[WORKERS_MAX];
    nfds_t len = 0;

    for (unsigned i = 0; i < running->len; i++)
        if (running->members[i].in >= 0) {
            of[len] = &running->members[i];
            polled[len++] = (struct pollfd){running->members[i].in, POLLIN, 0};
        }
    if (len == 0)
        return false;
    if (poll(polled, len, -1) < 0)
        return true;
    for (nfds_t i = 0; i < len; i++)
        if (polled[i].revents)
            read_one(running, of[i]);
    return true;
}

bool crew_run(const struct crew *crew, struct error *err)
{
    struct running running = {.crew = crew, .err = err};
    unsigned workers = crew->workers > WORKERS_MAX ? WORKERS_MAX : crew->workers;
    struct error why;

    running.taken = mmap(NULL, sizeof *running.taken, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (running.taken == MAP_FAILED)
        return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    for (unsigned i = 0; i < workers && !running.failed; i++)
        if (!begin_one(&running, &why))
            fail(&running, &why);
    while (wait_for_some(&running))
        ;
    munmap(running.taken, sizeof *running.taken);
    return !running.failed;
}
