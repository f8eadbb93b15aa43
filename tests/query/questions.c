/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/query/questions.h"

#include <stdio.h>
#include <stdlib.h>

#include "analysis/analysis.h"
#include "tests/support/cmocka.h"

enum { NOW = 1800000000, WORD_LEAST = 2 };

static void add(struct questions *questions, struct question_list *list, const struct page *page, const char *q)
{
    if (list->len % 256 == 0)
        list->at = talloc_realloc(questions, list->at, struct question, (unsigned)list->len + 256);
    assert_non_null(list->at);
    list->at[list->len++] = (struct question){page->lang, q, page};
}

static bool is_letter_word(const struct word *word)
{
    return word->end - word->start >= WORD_LEAST;
}

/* ---- lines ---- */

static void add_pairs(struct questions *questions, const struct page *page, const char *title)
{
    struct scanner scanner = scanner_new(span_of(title));
    struct word word, before = {.end = 0};

    for (bool first = true; scanner_next(&scanner, &word); first = false) {
        if (!first)
            add(questions, &questions->pairs, page,
                talloc_strndup(questions, title + before.start, word.end - before.start));
        before = word;
    }
}

static void add_page(struct questions *questions, const struct page *page, const struct page_body *body)
{
    add(questions, &questions->titles, page, body->display_title);
    add_pairs(questions, page, body->display_title);
    for (size_t k = 1; k < body->sections_len; k++)
        add(questions, &questions->headings, page, body->sections[k].title);
    for (size_t k = 0; k < page->tags_len; k++)
        add(questions, &questions->tags, page, page->tags[k]);
}

/* ---- words ---- */

/* Every place of a word is as likely as every other, so common words are drawn more than once. */
struct question_list questions_words(struct questions *questions, size_t len)
{
    struct question_list all = {NULL, 0}, drawn = {NULL, 0};

    for (size_t i = 0; i < site_len(questions->site); i++) {
        char *text = page_body_text(questions, questions->bodies[i]);
        struct scanner scanner = scanner_new(span_of(text));
        struct word word;
        while (scanner_next(&scanner, &word))
            if (is_letter_word(&word))
                add(questions, &all, site_page(questions->site, i),
                    talloc_strndup(questions, text + word.start, word.end - word.start));
    }
    assert_true(all.len > 0);
    for (size_t i = 0; i < len; i++) {
        const struct question *one = &all.at[(size_t)rand_r(&questions->seed) % all.len];
        add(questions, &drawn, one->page, one->q);
    }
    return drawn;
}

struct question_list questions_some(struct questions *questions, struct question_list list, size_t most)
{
    struct question_list some = {NULL, 0};
    size_t step = (list.len + most - 1) / most;

    if (questions->whole || step < 2)
        return list;
    for (size_t i = (size_t)rand_r(&questions->seed) % step; i < list.len; i += step)
        add(questions, &some, list.at[i].page, list.at[i].q);
    return some;
}

/* ---- the whole ---- */

const struct page_body *questions_body(const struct questions *questions, const char *path)
{
    for (size_t i = 0; i < site_len(questions->site); i++)
        if (strcmp(site_page(questions->site, i)->path, path) == 0)
            return questions->bodies[i];
    return NULL;
}

struct questions *questions_of(const char *folder)
{
    struct world *world = world_new();
    struct questions *questions = talloc_zero(world, struct questions);
    const struct site_options options = {.folder = folder, .now = NOW, .data_folder = TWC_SOURCE_DIR "/corpus"};
    const char *seed = getenv("TWC_SEED"), *whole = getenv("TWC_WHOLE");

    questions->world = world;
    questions->seed = seed ? (unsigned)strtoul(seed, NULL, 10) : 20250421;
    questions->whole = whole && strcmp(whole, "1") == 0;
    print_message("seed %u, %s\n", questions->seed, questions->whole ? "everything" : "a part");
    world_index_folder(world, folder);
    questions->site = site_open(questions, &options, NULL, &world->err);
    assert_non_null(questions->site);
    questions->bodies = talloc_array(questions, struct page_body *, (unsigned)site_len(questions->site));
    for (size_t i = 0; i < site_len(questions->site); i++) {
        const struct page *page = site_page(questions->site, i);
        questions->bodies[i] = page_body_read(questions, questions->site, page, NULL, &world->err);
        assert_non_null(questions->bodies[i]);
        add_page(questions, page, questions->bodies[i]);
    }
    return questions;
}
