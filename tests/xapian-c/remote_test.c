/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database behind Xapian's own server: what the header promises must hold there too. */
#include "support.h"

#include <arpa/inet.h>
#include <math.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static struct xapc_reader *local, *joined;
static pid_t server;
static int port;

static int free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int failed =
        bind(fd, (struct sockaddr *)&address, sizeof address) || getsockname(fd, (struct sockaddr *)&address, &len);
    close(fd);
    return failed ? -1 : ntohs(address.sin_port);
}

/* In a session of its own: on SIGTERM it signals its whole process group. */
static pid_t start_server(const char *path)
{
    char number[16];
    snprintf(number, sizeof number, "%d", port);
    pid_t child = fork();
    if (child == 0) {
        setsid();
        execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port", number, "--timeout",
               "10000", path, (char *)NULL);
        _exit(127);
    }
    return child;
}

static bool answers(void)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
    for (int i = 0; i < 100; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        bool connected = !connect(fd, (struct sockaddr *)&address, sizeof address);
        close(fd);
        if (connected)
            return true;
        if (waitpid(server, NULL, WNOHANG) == server)
            return false; /* not installed */
        usleep(50 * 1000);
    }
    return false;
}

static void fill(const char *path, int from)
{
    struct xapc_error err;
    struct xapc_writer *writer = writer_new(path);
    for (int i = from; i < from + 100; i++) {
        char name[16], words[64], number[XAPC_NUMBER_MAX + 1] = "";
        snprintf(name, sizeof name, "d%d", i);
        snprintf(words, sizeof words, "word %s n%d", i % 2 ? "odd" : "even", i % 10);
        xapc_number(i, number);
        put(writer, name, words, i % 3 ? "x,y" : "y", number);
    }
    ok(xapc_writer_set_metadata(writer, "key", bytes(from ? "remote" : "local"), &err));
    commit(writer);
    xapc_writer_free(writer);
}

static int servers_start(void **state)
{
    folder_make(state);
    fill(in(state, "one"), 0);
    fill(in(state, "two"), 100);
    char stub[128];
    port = free_port();
    snprintf(stub, sizeof stub, "auto one\nremote 127.0.0.1:%d\n", port);
    write_file(in(state, "joined"), stub);
    write_file(in(state, "both"), "auto one\nauto two\n");
    server = start_server(in(state, "two"));
    local = reader_new(in(state, "both"));
    joined = answers() ? reader_new(in(state, "joined")) : NULL;
    return 0;
}

static int servers_stop(void **state)
{
    xapc_reader_free(joined);
    xapc_reader_free(local);
    if (server > 0 && !kill(server, SIGTERM))
        waitpid(server, NULL, 0);
    return folder_remove(state);
}

static void needs_a_server(void)
{
    if (!joined)
        skip(); /* xapian-tools is not installed */
}

static struct xapc_query *with_factor(struct xapc_query *query, double factor)
{
    query->factor = factor;
    return query;
}

static struct xapc_query *a_bit_of_everything(double value_factor)
{
    struct xapc_query *value = with_factor(leaf(XAPC_VALUE_WEIGHT), value_factor);
    value->slot = 1;
    struct xapc_query *range = leaf(XAPC_VALUE_RANGE);
    range->low = bytes("x");
    struct xapc_query *words =
        tree(XAPC_OR, term("odd"), tree(XAPC_PHRASE, term("even"), term("n4"), NULL),
             with_factor(tree(XAPC_SCALE, tree(XAPC_SYNONYM, term("n1"), term("n2"), NULL), NULL), .5), NULL);
    struct xapc_query *constant =
        with_factor(tree(XAPC_SCALE, with_factor(tree(XAPC_CONSTANT, term("n3"), NULL), 2), NULL), 3);
    return tree(XAPC_FILTER, tree(XAPC_AND_MAYBE, words, constant, value, NULL), range, NULL);
}

static void the_same(const struct xapc_facet *a, const struct xapc_facet *b)
{
    assert_int_equal(a->counts_len, b->counts_len);
    for (size_t i = 0; i < a->counts_len; i++) {
        assert_string_equal(a->counts[i].value.at, b->counts[i].value.at);
        assert_int_equal(a->counts[i].count, b->counts[i].count);
    }
}

static void a_remote_shard_gives_the_same_hits_and_facets(void **state)
{
    (void)state;
    needs_a_server();
    const uint32_t slots[] = {0};
    struct xapc_search search = search_for(a_bit_of_everything(.001), 50);
    search.facet_slots = search.value_slots = slots;
    search.facet_slots_len = search.value_slots_len = 1;
    search.facet_separator = ',';
    search.time_limit = 60;
    struct xapc_hits *here = hits_of(local, &search), *there = hits_of(joined, &search);
    assert_int_equal(here->len, 50);
    assert_int_equal(there->len, 50);
    assert_int_equal(here->matches, there->matches);
    for (size_t i = 0; i < 50; i++) {
        assert_true(fabs(here->hits[i].weight - there->hits[i].weight) < 1e-9);
        assert_int_equal(here->hits[i].docid, there->hits[i].docid);
        assert_string_equal(here->hits[i].data.at, there->hits[i].data.at);
        assert_string_equal(here->hits[i].values[0].at, there->hits[i].values[0].at);
    }
    assert_true(here->facets[0].counts_len == 2);
    the_same(&here->facets[0], &there->facets[0]);
    xapc_hits_free(here);
    search.first = 10;
    here = hits_of(joined, &search);
    for (size_t i = 0; i < 40; i++)
        assert_string_equal(here->hits[i].data.at, there->hits[i + 10].data.at);
    xapc_hits_free(here);
    xapc_hits_free(there);
}

static void a_value_weight_scaled_up_is_not_for_remote_shards(void **state)
{
    (void)state;
    needs_a_server();
    struct xapc_error err;
    struct xapc_hits *hits;
    struct xapc_search search = search_for(a_bit_of_everything(5), 50);
    fails(xapc_reader_search(joined, &search, &hits, &err), XAPC_UNSUPPORTED,
          "A VALUE_WEIGHT scaled above 1 cannot be sent to a remote shard (use a local glass database)");
    hits = hits_of(local, &search);
    assert_int_equal(hits->len, 50);
    xapc_hits_free(hits);
}

static void looking_up_reaches_the_remote_shard(void **state)
{
    (void)state;
    needs_a_server();
    struct xapc_error err;
    assert_int_equal(documents(joined), 200);
    ok(xapc_reader_reopen(joined, NULL, &err));
    uint32_t docid;
    ok(xapc_reader_find(joined, bytes("d150"), &docid, &err));
    char *data;
    size_t len;
    ok(xapc_reader_data(joined, docid, &data, &len, &err));
    assert_string_equal(data, "d150");
    free(data);
    struct xapc_terms *terms = xapc_reader_terms(joined, bytes("n"), 100, &err);
    ok(terms != NULL);
    assert_int_equal(terms->len, 10);
    assert_int_equal(terms->at[0].count, 20);
    xapc_terms_free(terms);
    ok(xapc_reader_metadata(joined, "key", &data, &len, &err));
    assert_string_equal(data, "local"); /* the first shard is asked alone */
    free(data);
}

static void hundreds_of_terms_are_counted_over_both(void **state)
{
    (void)state;
    needs_a_server();
    enum { TERMS = 450 };
    struct xapc_error err;
    char names[TERMS][16];
    struct xapc_bytes terms[TERMS];
    uint32_t of[TERMS];
    for (int i = 0; i < TERMS; i++) {
        snprintf(names[i], sizeof names[i], i % 2 ? "n%d" : "no%d", i);
        terms[i] = bytes(i == 0 ? "word" : names[i]);
    }
    ok(xapc_reader_documents(joined, terms, TERMS, of, &err));
    assert_int_equal(of[0], 200);
    assert_int_equal(of[2], 0);
    assert_int_equal(of[7], 20);
    assert_int_equal(of[449], 0);
}

/* What is not read of one call would be taken for the answer to the next. */
static void a_search_that_fails_in_the_midst_leaves_its_connections_in_doubt(void **state)
{
    (void)state;
    needs_a_server();
    struct xapc_error err;
    struct xapc_hits *hits;
    char *data;
    size_t len;
    struct xapc_search search = search_for(term("word"), 5);
    struct xapc_reader *parts[2] = {xapc_reader_connect("127.0.0.1", (unsigned)port, 300, &err),
                                    xapc_reader_connect("127.0.0.1", (unsigned)port, 300, &err)};
    struct xapc_reader *both = parts[0] && parts[1] ? xapc_reader_join(parts, 2, &err) : NULL;
    assert_non_null(both);
    xapc_hits_free(hits_of(both, &search));
    assert_false(xapc_reader_in_doubt(both));
    kill(-server, SIGSTOP);
    fails(xapc_reader_data(both, 1, &data, &len, &err), XAPC_UNREACHABLE, "imeout");
    assert_false(xapc_reader_in_doubt(both));
    fails(xapc_reader_search(both, &search, &hits, &err), XAPC_UNREACHABLE, "imeout");
    assert_true(xapc_reader_in_doubt(both));
    kill(-server, SIGCONT);
    xapc_reader_free(both);
    xapc_reader_free(parts[0]);
    xapc_reader_free(parts[1]);
}

static void a_server_that_is_gone_is_unreachable(void **state)
{
    struct xapc_error err;
    char stub[64];
    snprintf(stub, sizeof stub, "remote 127.0.0.1:%d\n", free_port());
    write_file(in(state, "gone"), stub);
    fails(xapc_reader_open(in(state, "gone"), &err) != NULL, XAPC_UNREACHABLE,
          "(see whether that shard's server runs and can be reached, then ask again)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_remote_shard_gives_the_same_hits_and_facets),
        cmocka_unit_test(a_value_weight_scaled_up_is_not_for_remote_shards),
        cmocka_unit_test(looking_up_reaches_the_remote_shard),
        cmocka_unit_test(hundreds_of_terms_are_counted_over_both),
        cmocka_unit_test(a_search_that_fails_in_the_midst_leaves_its_connections_in_doubt),
        cmocka_unit_test(a_server_that_is_gone_is_unreachable),
    };
    return cmocka_run_group_tests(tests, servers_start, servers_stop);
}
