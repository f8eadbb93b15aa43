/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Processes that share a work. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/crew.h"

enum { JOBS = 50, LONG = 300000, TOLD_JOB = 7, TOLD_LONG };

struct work {
    size_t wrong, killed; /* job that fails, and that ends its worker; JOBS: none */
    size_t times[JOBS];
    size_t long_ones;
};

static bool take_jobs(void *self, struct worker *worker, struct error *err)
{
    const struct work *work = self;
    char *text = malloc(LONG);
    size_t job;

    memset(text, 'x', LONG);
    while (worker_next(worker, &job)) {
        if (job == work->wrong)
            return error_set(err, ERROR_INPUT, "page.md", 3, "this one is wrong", NULL);
        if (job == work->killed)
            kill(getpid(), SIGKILL);
        worker_tell(worker, TOLD_JOB, (struct span){(const char *)&job, sizeof job});
        if (job % 10 == 0)
            worker_tell(worker, TOLD_LONG, (struct span){text, LONG});
    }
    free(text);
    return true;
}

static void note(void *self, unsigned what, struct span bytes)
{
    struct work *work = self;
    size_t job;

    if (what == TOLD_LONG) {
        work->long_ones += bytes.len == LONG && bytes.at[0] == 'x' && bytes.at[LONG - 1] == 'x';
        return;
    }
    assert_int_equal(what, TOLD_JOB);
    memcpy(&job, bytes.at, sizeof job);
    work->times[job]++;
}

static bool share(struct work *work, unsigned workers, struct error *err)
{
    return crew_run(&(struct crew){JOBS, workers, take_jobs, note, work}, err);
}

static void every_job_is_done_once_and_told(void **state)
{
    struct error err;

    (void)state;
    for (unsigned workers = 1; workers <= 4; workers++) {
        struct work work = {.wrong = JOBS, .killed = JOBS};
        assert_true(share(&work, workers, &err));
        for (size_t i = 0; i < JOBS; i++)
            assert_int_equal(work.times[i], 1);
        assert_int_equal(work.long_ones, JOBS / 10);
    }
}

static void the_error_of_one_is_the_error_of_all(void **state)
{
    struct work work = {.wrong = 20, .killed = JOBS};
    struct error err;

    (void)state;
    assert_false(share(&work, 3, &err));
    assert_string_equal(err.text, "page.md:3: this one is wrong");
    assert_int_equal(err.kind, ERROR_INPUT);
}

static void a_worker_that_was_killed_is_told(void **state)
{
    struct work work = {.wrong = JOBS, .killed = 20};
    struct error err;

    (void)state;
    assert_false(share(&work, 3, &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_non_null(strstr(err.text, "by a signal"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_is_done_once_and_told),
        cmocka_unit_test(the_error_of_one_is_the_error_of_all),
        cmocka_unit_test(a_worker_that_was_killed_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
