/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random trees over a small database, against a model that is too simple to be wrong: for each document, does it match?
 */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DOCUMENTS = 120, WORDS = 12, VOCABULARY = 9, SLOTS = 2 };

static struct {
    int words[WORDS]; /* index into vocabulary, by position */
    int len;
    int value[SLOTS]; /* -1: none */
} model[DOCUMENTS];

static const char *const vocabulary[VOCABULARY + 2] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "nowhere", "never"};
static struct xapc_reader *readers[2]; /* one database, and the same documents in three shards */
static unsigned seed;

static int below(int limit)
{
    return rand_r(&seed) % limit;
}

static void make_model(void)
{
    for (int i = 0; i < DOCUMENTS; i++) {
        model[i].len = below(WORDS + 1);
        for (int w = 0; w < model[i].len; w++)
            model[i].words[w] = below(1 + below(VOCABULARY)); /* some are rare */
        for (int s = 0; s < SLOTS; s++)
            model[i].value[s] = below(4) ? below(20) : -1;
    }
}

static void put_document(struct xapc_writer *writer, int number)
{
    int len = 0;
    char words[4 * WORDS] = "", name[8], zero[4], one[XAPC_NUMBER_MAX + 1] = "";
    for (int w = 0; w < model[number].len; w++)
        len +=
            snprintf(words + len, sizeof words - (size_t)len, "%s%s", w ? " " : "", vocabulary[model[number].words[w]]);
    snprintf(name, sizeof name, "%d", number);
    snprintf(zero, sizeof zero, "%02d", model[number].value[0]);
    xapc_number(model[number].value[1], one);
    put(writer, name, words, model[number].value[0] < 0 ? NULL : zero, model[number].value[1] < 0 ? NULL : one);
}

static int databases_make(void **state)
{
    folder_make(state);
    seed = 7;
    make_model();
    struct xapc_writer *all = writer_new(in(state, "all")), *shards[3];
    char name[8];
    for (int s = 0; s < 3; s++) {
        snprintf(name, sizeof name, "s%d", s);
        shards[s] = writer_new(in(state, name));
    }
    for (int i = 0; i < DOCUMENTS; i++) {
        put_document(all, i);
        put_document(shards[i % 3], i);
    }
    commit(all);
    xapc_writer_free(all);
    for (int s = 0; s < 3; s++) {
        commit(shards[s]);
        xapc_writer_free(shards[s]);
    }
    write_file(in(state, "stub"), "auto s0\nauto s1\nauto s2\n");
    readers[0] = reader_new(in(state, "all"));
    readers[1] = reader_new(in(state, "stub"));
    return 0;
}

static int databases_remove(void **state)
{
    xapc_reader_free(readers[0]);
    xapc_reader_free(readers[1]);
    return folder_remove(state);
}

static bool stands_at(int document, struct xapc_bytes word, int position)
{
    return position >= 0 && position < model[document].len &&
           bytes_are(word, vocabulary[model[document].words[position]]);
}

static bool holds(int document, struct xapc_bytes word)
{
    for (int w = 0; w < WORDS; w++)
        if (stands_at(document, word, w))
            return true;
    return false;
}

/* Whether kids from `kid` on can be placed from `from` on, before `end`, in order. */
static bool in_order(int document, const struct xapc_query *query, size_t kid, int from, int end)
{
    if (kid == query->kids_len)
        return true;
    for (int at = from; at < end; at++)
        if (stands_at(document, query->kids[kid]->term, at) && in_order(document, query, kid + 1, at + 1, end))
            return true;
    return false;
}

static bool is_phrase(int document, const struct xapc_query *query)
{
    int window = query->window ? (int)query->window : (int)query->kids_len;
    for (int start = 0; start < WORDS; start++)
        if (in_order(document, query, 0, start, start + window))
            return true;
    return false;
}

/* Two different terms, which is all that the generator makes. */
static bool is_near(int document, const struct xapc_query *query)
{
    int window = query->window ? (int)query->window : (int)query->kids_len;
    for (int a = 0; a < WORDS; a++)
        for (int b = 0; b < WORDS; b++)
            if (abs(a - b) < window && stands_at(document, query->kids[0]->term, a) &&
                stands_at(document, query->kids[1]->term, b))
                return true;
    return false;
}

static bool in_range(int document, const struct xapc_query *query)
{
    char value[4];
    int number = model[document].value[query->slot];
    snprintf(value, sizeof value, "%02d", number);
    return number >= 0 && (query->low.len == 0 || strncmp(value, query->low.at, 2) >= 0) &&
           (query->high.len == 0 || strncmp(value, query->high.at, 2) <= 0);
}

static bool matches(int document, const struct xapc_query *query);

static size_t matching_kids(int document, const struct xapc_query *query, size_t from)
{
    size_t sum = 0;
    for (size_t i = from; i < query->kids_len; i++)
        sum += matches(document, query->kids[i]);
    return sum;
}

static bool matches(int document, const struct xapc_query *query)
{
    switch (query->op) {
    case XAPC_NOTHING:
        return false;
    case XAPC_EVERYTHING:
        return true;
    case XAPC_TERM:
        return holds(document, query->term);
    case XAPC_AND:
    case XAPC_FILTER:
        return matching_kids(document, query, 0) == query->kids_len;
    case XAPC_OR:
    case XAPC_SYNONYM:
    case XAPC_SCALE:
    case XAPC_CONSTANT:
        return matching_kids(document, query, 0) > 0;
    case XAPC_AND_NOT:
        return matches(document, query->kids[0]) && matching_kids(document, query, 1) == 0;
    case XAPC_AND_MAYBE:
        return matches(document, query->kids[0]);
    case XAPC_NEAR:
        return is_near(document, query);
    case XAPC_PHRASE:
        return is_phrase(document, query);
    case XAPC_VALUE_RANGE:
        return in_range(document, query);
    case XAPC_VALUE_WEIGHT:
        return model[document].value[1] >= 0;
    }
    return false;
}

static struct xapc_query *random_tree(int depth);
static int synonyms; /* that we are inside of: these hold no CONSTANT, VALUE_RANGE or VALUE_WEIGHT */

static struct xapc_query *random_term(void)
{
    struct xapc_query *query = term(vocabulary[below(VOCABULARY + 2)]);
    query->wqf = (uint32_t)below(3);
    return query;
}

static struct xapc_query *random_window(enum xapc_op op)
{
    struct xapc_query *first = random_term(), *second = random_term();
    while (!strcmp(second->term.at, first->term.at))
        second = random_term();
    struct xapc_query *query = tree(op, first, second, op == XAPC_PHRASE && below(2) ? random_term() : NULL, NULL);
    query->window = below(2) ? (uint32_t)query->kids_len + (uint32_t)below(4) : 0;
    return query;
}

static struct xapc_query *random_range(void)
{
    static const char *const bounds[] = {"", "00", "03", "07", "10", "11", "15", "19", "99"};
    struct xapc_query *query = leaf(XAPC_VALUE_RANGE);
    query->low = bytes(bounds[below(9)]);
    query->high = bytes(bounds[below(9)]);
    return query;
}

static struct xapc_query *random_leaf(void)
{
    switch (below(synonyms ? 6 : 8) + (below(2) ? 0 : 8)) {
    case 0:
        return leaf(XAPC_NOTHING);
    case 1:
        return leaf(XAPC_EVERYTHING);
    case 2:
    case 3:
        return random_window(XAPC_NEAR);
    case 4:
    case 5:
        return random_window(XAPC_PHRASE);
    case 6:
        return random_range();
    case 7: {
        struct xapc_query *query = leaf(XAPC_VALUE_WEIGHT);
        query->slot = 1;
        query->factor = below(3);
        return query;
    }
    default:
        return random_term();
    }
}

static struct xapc_query *random_tree(int depth)
{
    static const enum xapc_op ops[] = {XAPC_AND,    XAPC_OR,      XAPC_OR,    XAPC_AND_NOT, XAPC_AND_MAYBE,
                                       XAPC_FILTER, XAPC_SYNONYM, XAPC_SCALE, XAPC_CONSTANT};
    if (depth == 0 || below(4) == 0)
        return random_leaf();
    enum xapc_op op = ops[below(synonyms ? 8 : 9)];
    synonyms += op == XAPC_SYNONYM;
    struct xapc_query *query = tree(op, random_tree(depth - 1), NULL);
    const struct xapc_query **kids = (const struct xapc_query **)query->kids;
    int more = op == XAPC_SCALE || op == XAPC_CONSTANT ? 0 : below(4);
    while (more--)
        kids[query->kids_len++] = random_tree(depth - 1);
    query->factor = below(4) * 0.7;
    synonyms -= op == XAPC_SYNONYM;
    return query;
}

static void say_tree(const struct xapc_query *query)
{
    char *text = xapc_query_describe(query, NULL);
    print_error("%s\n", text ? text : "?");
    free(text);
}

static void check_matches(struct xapc_reader *reader, const struct xapc_query *query, enum xapc_scheme scheme)
{
    struct xapc_search search = search_for(query, DOCUMENTS);
    search.scheme = scheme;
    memcpy(search.parameters, (double[]){scheme == XAPC_INEB2 ? 1 : 2, .5, 1000, 0}, sizeof search.parameters);
    struct xapc_hits *hits = hits_of(reader, &search);
    bool seen[DOCUMENTS] = {false};
    for (size_t i = 0; i < hits->len; i++) {
        seen[atoi(hits->hits[i].data.at)] = true;
        assert_true(isfinite(hits->hits[i].weight) && hits->hits[i].weight >= 0);
        assert_true(i == 0 || hits->hits[i - 1].weight >= hits->hits[i].weight);
    }
    uint32_t expected = 0;
    for (int d = 0; d < DOCUMENTS; d++) {
        bool match = matches(d, query);
        expected += match;
        if (seen[d] != match) {
            say_tree(query);
            print_error("document %d: found %d, expected %d\n", d, seen[d], match);
        }
        assert_int_equal(seen[d], match);
    }
    assert_int_equal(hits->matches_low, expected);
    assert_int_equal(hits->matches_high, expected);
    xapc_hits_free(hits);
}

static bool begins_alike(const struct xapc_hits *page, const struct xapc_hits *whole, uint32_t first)
{
    size_t left = whole->len > first ? whole->len - first : 0;
    if (page->len != (left < 3 ? left : 3))
        return false;
    for (size_t i = 0; i < page->len; i++)
        if (fabs(page->hits[i].weight - whole->hits[first + i].weight) > 1e-6)
            return false;
    return true;
}

/* Whether three hits from somewhere are those of the whole list. */
static bool page_is_right(struct xapc_reader *reader, const struct xapc_query *query, uint32_t check_at_least)
{
    struct xapc_search search = search_for(query, DOCUMENTS);
    struct xapc_hits *whole = hits_of(reader, &search);
    search.count = 3;
    search.first = (uint32_t)below(4);
    search.check_at_least = check_at_least;
    struct xapc_hits *page = hits_of(reader, &search);
    bool right = begins_alike(page, whole, search.first);
    assert_true(page->matches_low <= whole->len && whole->len <= page->matches_high);
    xapc_hits_free(page);
    xapc_hits_free(whole);
    return right;
}

static void random_trees_match_what_the_model_does(void **state)
{
    (void)state;
    seed = 11;
    for (int round = 0; round < 3000; round++) {
        const struct xapc_query *query = random_tree(1 + below(4));
        check_matches(readers[0], query, (enum xapc_scheme)(round % 3));
        check_matches(readers[1], query, (enum xapc_scheme)(round % 3));
        trees_free();
    }
}

static void weigh(const struct xapc_query *query, double weights[DOCUMENTS])
{
    struct xapc_search search = search_for(query, DOCUMENTS);
    struct xapc_hits *hits = hits_of(readers[0], &search);
    memset(weights, 0, DOCUMENTS * sizeof *weights);
    for (size_t i = 0; i < hits->len; i++)
        weights[atoi(hits->hits[i].data.at)] = hits->hits[i].weight;
    xapc_hits_free(hits);
}

/* With a limit to its time a search is libxapian's own: what it finds and weighs is what is found and weighed without. */
static void weights_are_those_of_libxapian(void **state)
{
    (void)state;
    seed = 19;
    for (int round = 0; round < 2000; round++) {
        struct xapc_search search = search_for(random_tree(1 + below(4)), 1 + (uint32_t)below(DOCUMENTS));
        search.scheme = XAPC_INEB2;
        search.parameters[0] = 1 + below(2);
        search.first = (uint32_t)below(5);
        struct xapc_hits *ours = hits_of(readers[0], &search);
        search.time_limit = 1000;
        struct xapc_hits *theirs = hits_of(readers[0], &search);
        if (ours->len != theirs->len || ours->matches != theirs->matches)
            say_tree(search.query);
        assert_int_equal(ours->len, theirs->len);
        assert_int_equal(ours->matches, theirs->matches);
        for (size_t i = 0; i < ours->len; i++)
            if (fabs(ours->hits[i].weight - theirs->hits[i].weight) > 1e-6) {
                say_tree(search.query);
                fail_msg("the weight of hit %zu is %f, and libxapian says %f", i, ours->hits[i].weight,
                         theirs->hits[i].weight);
            }
        xapc_hits_free(ours);
        xapc_hits_free(theirs);
        trees_free();
    }
}

/* libxapian 1.4 alone adds a NEAR's weight to documents that hold the words apart. */
static void below_a_filter_an_or_weighs_what_its_kids_do(void **state)
{
    (void)state;
    double whole[DOCUMENTS], parts[3][DOCUMENTS];
    seed = 17;
    for (int round = 0; round < 300; round++) {
        int first = below(VOCABULARY), second = (first + 1 + below(VOCABULARY - 1)) % VOCABULARY;
        const struct xapc_query *kids[] = {term(vocabulary[first]), term(vocabulary[second]),
                                           tree(below(2) ? XAPC_NEAR : XAPC_PHRASE, term(vocabulary[first]),
                                                term(vocabulary[second]), NULL)};
        for (int i = 0; i < 3; i++)
            weigh(kids[i], parts[i]);
        weigh(tree(XAPC_FILTER, tree(XAPC_OR, kids[0], kids[1], kids[2], NULL), random_range(), NULL), whole);
        for (int d = 0; d < DOCUMENTS; d++)
            assert_true(whole[d] == 0 || fabs(whole[d] - parts[0][d] - parts[1][d] - parts[2][d]) < 1e-6);
        trees_free();
    }
}

static int wrong_pages(int rounds, uint32_t check_at_least)
{
    int wrong = 0;
    seed = 13;
    for (int round = 0; round < rounds; round++) {
        const struct xapc_query *query = random_tree(1 + below(4));
        if (!page_is_right(readers[round % 2], query, check_at_least) && wrong++ < 5)
            say_tree(query);
        trees_free();
    }
    return wrong;
}

static void a_page_is_a_piece_of_the_whole_list(void **state)
{
    (void)state;
    assert_int_equal(wrong_pages(1000, DOCUMENTS), 0);
}

/* On so small a database libxapian 1.4.22 loses one in a hundred. Scaled wrongly, a posting source loses half of them.
 */
static void a_page_found_by_skipping_is_so_too_but_for_a_few(void **state)
{
    (void)state;
    int wrong = wrong_pages(4000, 0);
    print_message("%d of 4000 pages miss a hit\n", wrong);
    assert_true(wrong <= 80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_trees_match_what_the_model_does),
        cmocka_unit_test(weights_are_those_of_libxapian),
        cmocka_unit_test(below_a_filter_an_or_weighs_what_its_kids_do),
        cmocka_unit_test(a_page_is_a_piece_of_the_whole_list),
        cmocka_unit_test(a_page_found_by_skipping_is_so_too_but_for_a_few),
    };
    return cmocka_run_group_tests(tests, databases_make, databases_remove);
}
