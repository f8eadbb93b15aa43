/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index while others are put in its place. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/query/world.h"
#include "tests/support/cmocka.h"
#include "xapian-c/xapian-c.h"

static struct world *strike_new(void)
{
    struct world *world = world_new();

    world_page(world, "strike.md", "Strike", "", "How to strike.");
    world_index(world);
    return world;
}

/* What a twc-index of a later version would leave: a generation of another schema, and `current` led to it. */
static char *publish_other_schema(struct world *world)
{
    char *folder = talloc_asprintf(world, "%s/gen-99", world->index_path);
    char *link = talloc_asprintf(world, "%s/current", world->index_path);
    char *next = talloc_asprintf(world, "%s/next", world->index_path);
    char was[256] = "";
    struct xapc_writer *writer = xapc_writer_open(folder, NULL, NULL);

    assert_non_null(writer);
    assert_true(xapc_writer_set_metadata(writer, "twc.schema", (struct xapc_bytes){"999", 3}, NULL));
    assert_true(xapc_writer_commit(writer, NULL));
    xapc_writer_free(writer);
    assert_true(readlink(link, was, sizeof was - 1) > 0);
    assert_int_equal(symlink("gen-99", next), 0);
    assert_int_equal(rename(next, link), 0);
    return talloc_strdup(world, was);
}

static void turn_back(struct world *world, const char *to)
{
    char *link = talloc_asprintf(world, "%s/current", world->index_path);

    assert_int_equal(unlink(link), 0);
    assert_int_equal(symlink(to, link), 0);
}

static void a_schema_that_is_not_ours_leaves_the_old_one_answering(void **state)
{
    struct world *world = strike_new();
    (void)state;

    publish_other_schema(world);
    for (int i = 0; i < 4; i++)
        assert_string_equal(world_ids(world, world_ask(world, NULL, "strike")), "strike");
    assert_false(index_refresh(world->index, &world->err));
    assert_non_null(strstr(world->err.text, "has schema 999"));
    assert_non_null(strstr(world->err.text, "twc-index --rebuild"));
    talloc_free(world);
}

static void one_that_can_be_read_again_is_followed_again(void **state)
{
    struct world *world = strike_new();
    char *was = publish_other_schema(world);
    (void)state;

    assert_false(index_refresh(world->index, &world->err));
    turn_back(world, was);
    assert_true(index_refresh(world->index, &world->err));
    world_page(world, "union.md", "Union", "", "Join one.");
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, NULL, "union")), "union");
    talloc_free(world);
}

static void who_opens_it_then_is_given_the_one_that_was_kept(void **state)
{
    struct world *world = strike_new();
    char *kept = talloc_strdup(world, index_place(world->index));
    (void)state;

    publish_other_schema(world);
    assert_null(index_open_kept(world, world->index_path, NULL, NULL, &world->err));

    struct index *late = index_open_kept(world, world->index_path, kept, NULL, &world->err);
    struct index_status status;

    assert_non_null(late);
    index_status(late, &status);
    assert_int_equal(status.documents, 1);
    assert_false(index_refresh(late, &world->err)); /* it goes on looking at where `current` leads */
    talloc_free(world);
}

static void one_that_is_closed_leaves_the_others_what_they_had_in_common(void **state)
{
    struct world *world = strike_new();
    struct lexicons *lexicons = lexicons_new(world);
    struct index *first = index_open_kept(world, world->index_path, NULL, lexicons, &world->err);
    struct index *second = index_open_kept(world, world->index_path, NULL, lexicons, &world->err);
    (void)state;

    assert_non_null(first);
    assert_non_null(second);
    talloc_free(first);
    world_page(world, "union.md", "Union", "", "Join one.");
    world_index(world);
    assert_true(index_refresh(second, &world->err));

    struct request *request = request_new(world);

    assert_true(request_set(request, "q", "striek", &world->err)); /* a slip, which the lexicon mends */
    assert_int_equal(search(world, second, request, &world->err)->hits_len, 1);
    talloc_free(second);
    assert_non_null(index_open_kept(world, world->index_path, NULL, lexicons, &world->err));
    talloc_free(world);
}

/* Zeros over part of the postings, as a power cut leaves them. */
static void zero(const char *path, off_t at)
{
    static const char zeros[4096];
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, zeros, sizeof zeros, at), sizeof zeros);
    close(fd);
}

static off_t size_of(const char *path)
{
    struct stat st;

    assert_int_equal(stat(path, &st), 0);
    return st.st_size;
}

/* What is answered by an index of which that much was lost; NULL where it is not answered, and told. */
static struct answer *answer_without(struct world *world, const char *postings, struct span whole, off_t at)
{
    struct request *request = request_new(world);
    struct error err = {0};
    struct answer *answer = NULL;

    assert_true(file_write(postings, whole, &err));
    zero(postings, at);
    request->q = "strike";

    struct index *index = index_open(world, world->index_path, &err);

    if (index)
        answer = search(world, index, request, &err);
    if (!answer) {
        assert_non_null(strstr(err.text, world->index_path));
        assert_non_null(strstr(err.text, "twc-index --rebuild"));
    }
    return answer;
}

static void damage_that_takes_all_hits_is_told(void **state)
{
    struct world *world = world_new();
    struct error err;
    size_t len, emptied = 0;
    (void)state;

    for (int i = 0; i < 40; i++)
        world_page(world, talloc_asprintf(world, "p%d.md", i), talloc_asprintf(world, "Page %d", i), "",
                   talloc_asprintf(world, "How to strike, word%d other%d third%d fourth%d.", i, i * 7, i * 11, i * 13));
    world_index(world);

    char *postings = talloc_asprintf(world, "%s/postlist.glass", index_place(world->index));
    char *whole = file_read(world, postings, NULL, 1 << 26, &len, NULL, &err);

    assert_non_null(whole);
    for (off_t at = 0; at + 4096 <= size_of(postings); at += 4096) {
        struct answer *answer = answer_without(world, postings, (struct span){whole, len}, at);
        assert_true(!answer || answer->total_matches > 0);
        emptied += !answer;
    }
    assert_true(emptied > 0);
    talloc_free(world);
}

static void an_answer_without_hits_is_exact(void **state)
{
    struct world *world = strike_new();
    struct answer *answer = world_ask(world, NULL, "zeppelin");
    (void)state;

    assert_int_equal(answer->total_matches, 0);
    assert_true(answer->exact);
    talloc_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_schema_that_is_not_ours_leaves_the_old_one_answering),
        cmocka_unit_test(one_that_can_be_read_again_is_followed_again),
        cmocka_unit_test(one_that_is_closed_leaves_the_others_what_they_had_in_common),
        cmocka_unit_test(who_opens_it_then_is_given_the_one_that_was_kept),
        cmocka_unit_test(damage_that_takes_all_hits_is_told),
        cmocka_unit_test(an_answer_without_hits_is_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
