/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --doctor finds, and how it says to mend it. */
#include "query/doctor.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/query/world.h"
#include "tests/support/cmocka.h"
#include "tests/support/folder.h"

static struct world *strike_new(void)
{
    struct world *world = world_new();

    world_page(world, "strike.md", "Strike", "", "How to strike.");
    world_index(world);
    return world;
}

static const struct finding *finding(const struct diagnosis *d, const char *name)
{
    for (size_t i = 0; i < d->len; i++) {
        if (strcmp(d->at[i].name, name) == 0)
            return &d->at[i];
    }
    fail_msg("nothing was found about %s", name);
    return NULL;
}

static void assert_has(const char *text, const char *part)
{
    if (!text || !strstr(text, part))
        fail_msg("'%s' is not in: %s", part, text ? text : "(nothing)");
}

static void an_index_that_is_not_there_is_broken_and_says_how_to_make_one(void **state)
{
    struct world *world = world_new();
    struct diagnosis *d = diagnose(world, world->index_path, NULL);
    (void)state;

    assert_int_equal(finding(d, "index")->state, FINDING_BROKEN);
    assert_has(finding(d, "index")->text, "twc-index SITE");
    assert_int_equal(diagnosis_state(d), FINDING_BROKEN);
    talloc_free(world);
}

static void a_whole_index_is_well(void **state)
{
    static const char *const names[] = {"index", "versions", "pages", "files", "disk", "settings", "changes"};
    struct world *world = strike_new();
    struct diagnosis *d = diagnose(world, world->index_path, NULL);
    (void)state;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(finding(d, names[i])->state, FINDING_WELL);
    assert_has(finding(d, "pages")->text, "1, in en");
    talloc_free(world);
}

/* The world's indexes are published in 2027; a file of later is newer. */
static void make_newer(const struct world *world, const char *name)
{
    char path[4096];
    const struct timespec later[2] = {{.tv_sec = 4000000000}, {.tv_sec = 4000000000}};

    snprintf(path, sizeof path, "%s/%s", world->site, name);
    assert_int_equal(utimensat(AT_FDCWD, path, later, 0), 0);
}

static void settings_that_changed_since_are_told(void **state)
{
    struct world *world = strike_new();
    (void)state;

    test_write(world->site, "twc-search.yaml", "max_page: 8M\n");
    make_newer(world, "twc-search.yaml");

    struct diagnosis *d = diagnose(world, world->index_path, NULL);

    assert_int_equal(finding(d, "settings")->state, FINDING_LOOK);
    assert_has(finding(d, "settings")->text, "twc-search.yaml has changed");
    assert_has(finding(d, "settings")->mend, "twc-index");
    talloc_free(world);
}

static void pages_that_changed_since_are_told(void **state)
{
    struct world *world = strike_new();
    (void)state;

    make_newer(world, "content/strike.md");

    const struct finding *told = finding(diagnose(world, world->index_path, NULL), "changes");

    assert_int_equal(told->state, FINDING_LOOK);
    assert_has(told->text, "1 page or folder has changed");
    assert_has(told->text, "content/strike.md");
    assert_has(told->mend, "twc-index");
    talloc_free(world);
}

static void a_file_that_was_cut_short_is_broken(void **state)
{
    struct world *world = strike_new();
    char path[4096];
    (void)state;

    snprintf(path, sizeof path, "%s/current/postlist.glass", world->index_path);
    assert_int_equal(truncate(path, 100), 0);

    struct diagnosis *d = diagnose(world, world->index_path, NULL);

    assert_int_equal(diagnosis_state(d), FINDING_BROKEN);
    talloc_free(world);
}

/* What a user is told who may read the index and not write it: a state, as an exit status. */
static int as_a_reader_finds_it(const struct world *world)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        bool lowered = geteuid() != 0 || setresuid(65534, 65534, 65534) == 0;
        _exit(lowered ? (int)diagnosis_state(diagnose(NULL, world->index_path, NULL)) : 99);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void who_may_only_read_an_index_can_have_it_looked_at(void **state)
{
    struct world *world = strike_new();
    char *out;
    (void)state;

    assert_int_equal(test_run(world, &out, "chmod a+rx '%s' && chmod -R a+rX,a-w '%s'", world->site, world->index_path), 0);
    assert_int_not_equal(as_a_reader_finds_it(world), FINDING_BROKEN);
    assert_int_equal(test_run(world, &out, "chmod -R u+w '%s'", world->index_path), 0);
    assert_int_equal(test_run(world, &out, "cd '%s/current' && head -c $(stat -c %%s termlist.glass) /dev/zero >zeros && "
                              "mv zeros termlist.glass", world->index_path), 0);
    assert_int_equal(test_run(world, &out, "chmod -R a-w '%s'", world->index_path), 0);
    assert_int_equal(as_a_reader_finds_it(world), FINDING_BROKEN);
    assert_int_equal(test_run(world, &out, "chmod -R u+w '%s'", world->index_path), 0);
    talloc_free(world);
}

/* A child that says this, or nothing, to the first who comes; its address. */
static char *server_new(struct world *world, const char *answer, pid_t *child)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof at;
    char heard[1024];
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
    *child = fork();
    if (*child == 0) {
        int peer = accept(fd, NULL, NULL);
        bool done = read(peer, heard, sizeof heard) > 0 && (!answer || write(peer, answer, strlen(answer)) > 0);
        _exit(!done);
    }
    close(fd);
    return talloc_asprintf(world, "http://127.0.0.1:%d/", ntohs(at.sin_port));
}

static struct finding daemon_that_says(struct world *world, const char *answer)
{
    pid_t child;
    int status;
    char *address = server_new(world, answer, &child);
    struct diagnosis *d = diagnose(world, world->index_path, address);

    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    return *finding(d, "daemon");
}

static void a_daemon_of_the_same_generation_is_well_and_of_another_is_told(void **state)
{
    struct world *world = strike_new();
    struct index_status status;
    struct finding found;
    (void)state;

    index_status(world->index, &status);
    found = daemon_that_says(world, talloc_asprintf(world, "HTTP/1.1 200 OK\r\n\r\n{\"generation\":\"%s\"}\n",
                                                    status.generation));
    assert_int_equal(found.state, FINDING_WELL);
    found = daemon_that_says(world, "HTTP/1.1 200 OK\r\n\r\n{\"generation\":\"old\"}\n");
    assert_int_equal(found.state, FINDING_LOOK);
    assert_has(found.text, "another index, old");
    talloc_free(world);
}

static void a_daemon_without_an_index_is_broken(void **state)
{
    struct world *world = strike_new();
    struct finding found = daemon_that_says(world, "HTTP/1.1 503 No\r\n\r\n{}");
    (void)state;

    assert_int_equal(found.state, FINDING_BROKEN);
    assert_has(found.text, "has no index");
    talloc_free(world);
}

static void an_address_that_is_none_is_told(void **state)
{
    struct world *world = strike_new();
    struct diagnosis *d = diagnose(world, world->index_path, "localhost");
    (void)state;

    assert_int_equal(finding(d, "daemon")->state, FINDING_BROKEN);
    assert_has(finding(d, "daemon")->text, "write it as http://127.0.0.1:8080/");
    talloc_free(world);
}

static void nobody_there_is_told_with_how_to_start_it(void **state)
{
    struct world *world = strike_new();
    struct diagnosis *d = diagnose(world, world->index_path, "unix:/nowhere/search.sock");
    (void)state;

    assert_int_equal(finding(d, "daemon")->state, FINDING_BROKEN);
    assert_has(finding(d, "daemon")->text, "nobody answers there");
    assert_has(finding(d, "daemon")->text, "start it: twc-searchd --index DIR");
    talloc_free(world);
}

static void a_socket_on_which_nobody_answers_is_told_with_where_to_look(void **state)
{
    struct world *world = strike_new();
    struct finding found = daemon_that_says(world, NULL);
    (void)state;

    assert_int_equal(found.state, FINDING_BROKEN);
    assert_has(found.text, "journalctl");
    talloc_free(world);
}

static void json_names_the_worst_and_each_finding(void **state)
{
    struct world *world = world_new();
    struct diagnosis *d = diagnose(world, world->index_path, NULL);
    struct buffer out = buffer_new(world, 1 << 16);
    struct json json = json_new(&out);
    (void)state;

    diagnosis_write_json(&json, d);
    assert_has(buffer_string(&out), "{\"state\":\"broken\",\"findings\":[{\"name\":\"index\",\"state\":\"broken\"");
    talloc_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_that_is_not_there_is_broken_and_says_how_to_make_one),
        cmocka_unit_test(a_whole_index_is_well),
        cmocka_unit_test(settings_that_changed_since_are_told),
        cmocka_unit_test(pages_that_changed_since_are_told),
        cmocka_unit_test(a_file_that_was_cut_short_is_broken),
        cmocka_unit_test(who_may_only_read_an_index_can_have_it_looked_at),
        cmocka_unit_test(a_daemon_of_the_same_generation_is_well_and_of_another_is_told),
        cmocka_unit_test(a_daemon_without_an_index_is_broken),
        cmocka_unit_test(an_address_that_is_none_is_told),
        cmocka_unit_test(nobody_there_is_told_with_how_to_start_it),
        cmocka_unit_test(a_socket_on_which_nobody_answers_is_told_with_where_to_look),
        cmocka_unit_test(json_names_the_worst_and_each_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
