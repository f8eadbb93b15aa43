/* SPDX-License-Identifier: GPL-3.0-or-later */
/* twc-index as a person or a hook meets it: what it prints, its exit codes, what it leaves behind. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support/folder.h"

#define PAGE(title, text) "---\ntitle: " title "\n---\n" text "\n"

enum { PATIENCE_MS = 20000 }; /* with sanitizers on a busy machine; a plain build takes a quarter of a second */

static char *site_new(void *ctx)
{
    char *site = test_folder(ctx);

    test_write(site, "content/strikes.md", PAGE("Strikes", "Walking out together."));
    test_write(site, "content/wages.md", PAGE("Wages", "What the work is worth."));
    return site;
}

static int index_site(void *ctx, char **out, const char *options, const char *site)
{
    return test_run(ctx, out, "%s %s '%s'", TWC_INDEX, options, site);
}

static int search_in(void *ctx, char **out, const char *index, const char *query)
{
    return test_run(ctx, out, "%s --index '%s' -- %s", TWC_SEARCH, index, query);
}

static void assert_says(const char *out, const char *text)
{
    if (!strstr(out, text))
        fail_msg("\"%s\" is not in: %s", text, out);
}

static void the_last_line_counts_pages(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx);

    (void)state;
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    assert_says(out, "2 added, 0 changed, 0 removed, 0 unchanged, 0 skipped");
    assert_int_equal(index_site(ctx, &out, "--json", site), 0);
    assert_says(out, "\"unchanged\":2");
    talloc_free(ctx);
}

static void a_skipped_page_is_told_with_its_line_and_exit_1(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx);

    (void)state;
    test_write(site, "content/late.md", "---\ntitle: Late\ndate: 2024/03/31\n---\n");
    assert_int_equal(index_site(ctx, &out, "", site), 1);
    assert_says(out, "late.md:3: ");
    assert_says(out, "2024-03-31");
    assert_says(out, "2 added");
    talloc_free(ctx);
}

static void a_folder_that_is_not_there_is_exit_2(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out;

    (void)state;
    assert_int_equal(index_site(ctx, &out, "", "/nowhere/at/all"), 2);
    assert_says(out, "/nowhere/at/all");
    talloc_free(ctx);
}

static void options_that_are_unknown_or_not_built_are_told(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out;

    (void)state;
    assert_int_equal(index_site(ctx, &out, "--nonsense", "."), 2);
    assert_says(out, "there is no option --nonsense (twc-index --help lists them)");
    assert_int_equal(index_site(ctx, &out, "--shards 0", "."), 2);
    assert_says(out, "--shards 0 is not a number from 1 to 256");
    assert_int_equal(index_site(ctx, &out, "--index", ""), 2);
    talloc_free(ctx);
}

static void what_has_changed_is_named_from_wherever_one_is(void **state)
{
    static const char *const ways[] = {
        "cd \"$S\" && \"$P\" --changed content/wages.md",
        "cd \"$S/content\" && printf 'wages.md\\0' | \"$P\" --changed-from0 ..",
        "cd / && printf '%s\\0' \"$S/content/wages.md\" | \"$P\" --changed-from0 \"$S\"",
        "cd \"$S\" && printf 'content/strikes.md\\0content/wages.md' | \"$P\" --changed-from0"};
    static const char *const said[] = {"walking is", "work", "together is", "out is the"}; /* known words: no rebuild */
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx);

    (void)state;
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
        test_write(site, "content/wages.md", talloc_asprintf(ctx, PAGE("Wages", "What the %s worth."), said[i]));
        assert_int_equal(test_run(ctx, &out, "S='%s'; P='%s'; %s", site, TWC_INDEX, ways[i]), 0);
        assert_says(out, "0 added, 1 changed, 0 removed, 1 unchanged");
    }
    assert_int_equal(test_run(ctx, &out, "cd '%s' && '%s' --changed", site, TWC_INDEX), 2);
    assert_says(out, "--changed wants paths");
    assert_int_equal(test_run(ctx, &out, "cd '%s' && '%s' --watch --changed a.md", site, TWC_INDEX), 2);
    assert_int_equal(test_run(ctx, &out, "cd '%s' && '%s' --changed-from0 </dev/null", site, TWC_INDEX), 0);
    talloc_free(ctx);
}

static void a_held_lock_is_exit_75(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx);

    (void)state;
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    assert_int_equal(test_run(ctx, &out, "flock '%s/.twc-search/index/lock' %s '%s'", site, TWC_INDEX, site), 75);
    assert_says(out, "another twc-index is at work");
    talloc_free(ctx);
}

static void an_export_is_whole_checked_and_answers(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx), *copy = test_path(ctx, site, "copy");
    char *export = talloc_asprintf(ctx, "--export '%s'", copy);

    (void)state;
    assert_int_equal(index_site(ctx, &out, export, site), 2); /* nothing to export yet */
    assert_says(out, "run twc-index first");
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    assert_int_equal(index_site(ctx, &out, export, site), 0);
    assert_int_equal(index_site(ctx, &out, export, site), 0); /* again: over the earlier one */
    assert_int_equal(test_run(ctx, &out, "cd '%s' && sha256sum -c --quiet SHA256SUMS", copy), 0);
    assert_int_equal(search_in(ctx, &out, copy, "strikes"), 0);
    assert_says(out, "Strikes");
    talloc_free(ctx);
}

static void an_export_takes_no_other_folders_place(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx);

    (void)state;
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    test_write(site, "mine/letter.txt", "dear");
    assert_int_equal(index_site(ctx, &out, talloc_asprintf(ctx, "--export '%s/mine'", site), site), 2);
    assert_says(out, "not an earlier export");
    assert_true(file_exists(test_path(ctx, site, "mine/letter.txt")));
    talloc_free(ctx);
}

/* libxapian would say that the index changed, again and again. */
static void a_damaged_shard_is_left_out_and_told(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx), *index = test_path(ctx, site, "parts");

    (void)state;
    assert_int_equal(index_site(ctx, &out, talloc_asprintf(ctx, "--quiet --shards 2 --index '%s'", index), site), 0);
    assert_int_equal(test_run(ctx, &out, "for file in '%s'/shard-*/current/postlist.glass; do"
                              " printf x | dd of=$file bs=1 seek=20 conv=notrunc; break; done", index), 0);
    assert_int_not_equal(test_run(ctx, &out, "%s --json --index '%s' strikes wages", TWC_SEARCH, index), 2);
    assert_says(out, "\"partial\":true");
    assert_int_not_equal(test_run(ctx, &out, "%s --doctor --index '%s'", TWC_SEARCH, index), 0);
    assert_says(out, "shard-0/current: it is damaged: postlist.glass is not as it was written");
    assert_says(out, "make it anew, twc-index --rebuild");
    talloc_free(ctx);
}

static void rolling_back_answers_as_before_the_rebuild(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx), *index = test_path(ctx, site, ".twc-search/index");

    (void)state;
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    test_write(site, "content/new.md", PAGE("Newcomer", "Just arrived."));
    assert_int_equal(index_site(ctx, &out, "--rebuild", site), 0);
    assert_int_equal(search_in(ctx, &out, index, "newcomer"), 0);
    assert_int_equal(index_site(ctx, &out, "--rollback", site), 0);
    assert_int_equal(search_in(ctx, &out, index, "newcomer"), 1);
    talloc_free(ctx);
}

static void a_commit_brings_the_index_up_to_date_and_an_older_hook_still_runs(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx), *index = test_path(ctx, site, ".twc-search/index");
    const char *git = "git -c user.name=t -c user.email=t@example.org";

    (void)state;
    if (test_run(ctx, &out, "git --version") != 0)
        skip();
    assert_int_equal(test_run(ctx, &out, "cd '%s' && git init -q", site), 0);
    test_write(site, ".git/hooks/post-commit", "#!/bin/sh\ntouch earlier-hook-ran\n");
    assert_int_equal(test_run(ctx, &out, "chmod +x '%s/.git/hooks/post-commit'", site), 0);
    assert_int_equal(index_site(ctx, &out, "--install-hook", site), 0);
    assert_int_equal(index_site(ctx, &out, "--install-hook", site), 0); /* again renews it */
    assert_int_equal(test_run(ctx, &out, "cd '%s' && git add content && %s commit -qm first", site, git), 0);
    assert_true(file_exists(test_path(ctx, site, "earlier-hook-ran")));
    assert_int_equal(search_in(ctx, &out, index, "strikes"), 0);
    talloc_free(ctx);
}

static void a_hook_that_fails_does_not_fail_the_commit(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx);

    (void)state;
    if (test_run(ctx, &out, "git --version") != 0)
        skip();
    assert_int_equal(test_run(ctx, &out, "cd '%s' && git init -q", site), 0);
    assert_int_equal(index_site(ctx, &out, "--install-hook", site), 0);
    test_write(site, "twc-search.yaml", "nonsense: [\n");
    assert_int_equal(test_run(ctx, &out, "cd '%s' && git add . && git -c user.name=t -c user.email=t@example.org "
                                         "commit -qm broken", site), 0);
    assert_says(out, "the old one serves on");
    talloc_free(ctx);
}

static void a_push_to_a_bare_repository_deploys_and_indexes_its_work_tree(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx), *live = test_path(ctx, site, "live"), *bare = test_path(ctx, site, "bare.git");
    const char *git = "git -c user.name=t -c user.email=t@example.org";

    (void)state;
    if (test_run(ctx, &out, "git --version") != 0)
        skip();
    assert_int_equal(test_run(ctx, &out, "mkdir '%s' && git init -q --bare '%s' && cd '%s' && git init -q && git add content && "
                                         "%s commit -qm first", live, bare, site, git), 0);
    assert_int_equal(test_run(ctx, &out, "GIT_DIR='%s' %s --install-hook '%s'", bare, TWC_INDEX, live), 2);
    assert_says(out, "no work tree");
    assert_says(out, "GIT_WORK_TREE=SITE");
    assert_int_equal(test_run(ctx, &out, "GIT_DIR='%s' GIT_WORK_TREE='%s' %s --install-hook '%s'", bare, live, TWC_INDEX,
                              live), 0);
    assert_int_equal(test_run(ctx, &out, "cd '%s' && git push -q '%s' HEAD:$(git -C '%s' symbolic-ref HEAD)", site, bare,
                              bare), 0);
    assert_int_equal(search_in(ctx, &out, test_path(ctx, live, ".twc-search/index"), "strikes"), 0);
    talloc_free(ctx);
}

static void a_checkout_and_a_merge_bring_the_index_up_to_date(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx), *index = test_path(ctx, site, ".twc-search/index");
    const char *git = "git -c user.name=t -c user.email=t@example.org";

    (void)state;
    if (test_run(ctx, &out, "git --version") != 0)
        skip();
    assert_int_equal(test_run(ctx, &out, "cd '%s' && git init -q -b main && git add content && %s commit -qm first && %s "
                                         "--install-hook . && git checkout -q -b other", site, git, TWC_INDEX), 0);
    test_write(site, "content/zeppelins.md", PAGE("Zeppelins", "They fly."));
    assert_int_equal(test_run(ctx, &out, "cd '%s' && git add content && %s commit -qm second", site, git), 0);
    assert_int_equal(search_in(ctx, &out, index, "zeppelins"), 0);
    assert_int_equal(test_run(ctx, &out, "cd '%s' && git checkout -q main", site), 0);
    assert_says(out, "--accept-shrink"); /* one of three pages: a checkout that the gate holds back, and git goes on */
    test_write(site, "twc-search.yaml", "publish: {max_shrink: 1}\n");
    assert_int_equal(test_run(ctx, &out, "cd '%s' && git checkout -q other && git checkout -q main", site), 0);
    assert_int_equal(search_in(ctx, &out, index, "zeppelins"), 1);
    assert_int_equal(test_run(ctx, &out, "cd '%s' && %s merge -q other", site, git), 0);
    assert_int_equal(search_in(ctx, &out, index, "zeppelins"), 0);
    talloc_free(ctx);
}

static void where_git_knows_no_repository_the_hook_says_so(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx);

    (void)state;
    assert_int_equal(test_run(ctx, &out, "GIT_CEILING_DIRECTORIES='%s/..' %s --install-hook '%s'", site, TWC_INDEX,
                              site), 2);
    assert_says(out, "git knows no repository here");
    assert_says(out, "GIT_DIR");
    talloc_free(ctx);
}

static void a_configuration_that_outran_hugo_config_yaml_is_warned_of_once(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx);
    const char *warning = "warning: hugo-config.yaml: Hugo's configuration has changed since the last index";

    (void)state;
    test_write(site, "hugo.toml", "title = 'A'\n");
    test_write(site, "hugo-config.yaml", "title: A\n");
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    assert_null(strstr(out, warning));
    test_write(site, "hugo.toml", "title = 'B'\n");
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    assert_says(out, warning);
    assert_says(out, "(run: hugo config --format yaml > hugo-config.yaml)");
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    assert_null(strstr(out, warning));
    test_write(site, "hugo.toml", "title = 'C'\n");
    test_write(site, "hugo-config.yaml", "title: C\n");
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    assert_null(strstr(out, warning));
    talloc_free(ctx);
}

/* ---- watching ---- */

static pid_t watch_start(const char *site)
{
    pid_t child = fork();

    if (child == 0) {
        execl(TWC_INDEX, TWC_INDEX, "--quiet", "--watch", site, (char *)NULL);
        _exit(127);
    }
    assert_true(child > 0);
    return child;
}

/* Asks until the exit code is the one that is waited for. */
static bool comes_to(const char *index, const char *query, int status)
{
    const struct timespec moment = {0, 50 * 1000 * 1000};

    for (int waited = 0; waited < PATIENCE_MS; waited += 50) {
        void *ctx = talloc_new(NULL);
        char *out;
        bool there = search_in(ctx, &out, index, query) == status;
        talloc_free(ctx);
        if (there)
            return true;
        nanosleep(&moment, NULL);
    }
    return false;
}

static void watching_follows_new_changed_and_removed_pages_and_stops_cleanly(void **state)
{
    void *ctx = talloc_new(NULL);
    char *site = site_new(ctx), *index = test_path(ctx, site, ".twc-search/index");
    pid_t watcher = watch_start(site);
    int status;

    (void)state;
    assert_true(comes_to(index, "strikes", 0));
    test_write(site, "content/deep/er/page.md", PAGE("Zeppelins", "In a folder that was not there."));
    assert_true(comes_to(index, "zeppelins", 0));
    test_write(site, "content/deep/er/page.md", PAGE("Balloons", "Renamed over, as editors do."));
    assert_true(comes_to(index, "balloons", 0));
    assert_true(comes_to(index, "zeppelins", 1));
    kill(watcher, SIGTERM);
    assert_int_equal(waitpid(watcher, &status, 0), watcher);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    talloc_free(ctx);
}

/* ---- asking ---- */

static void nothing_that_is_typed_is_an_error(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx), *index = test_path(ctx, site, ".twc-search/index"), *noise;
    static const char *const typed[] = {"'((('", "'\"abc'", "'-'", "'*'", "OR", "AND", "''", "'🤗'", "x", "'tag:'",
                                        "'-strikes'", "'before:never'"};

    (void)state;
    assert_int_equal(index_site(ctx, &out, "", site), 0);
    for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++)
        if (search_in(ctx, &out, index, typed[i]) == 2)
            fail_msg("%s: %s", typed[i], out);
    noise = talloc_array(ctx, char, 10001);
    for (int i = 0; i < 10000; i++)
        noise[i] = "abc (\"-:*&|~^[]{}<>?"[(i * 7919) % 20];
    noise[10000] = '\0';
    assert_true(search_in(ctx, &out, index, talloc_asprintf(ctx, "'%s'", noise)) != 2);
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_line_counts_pages),
        cmocka_unit_test(a_skipped_page_is_told_with_its_line_and_exit_1),
        cmocka_unit_test(a_folder_that_is_not_there_is_exit_2),
        cmocka_unit_test(options_that_are_unknown_or_not_built_are_told),
        cmocka_unit_test(what_has_changed_is_named_from_wherever_one_is),
        cmocka_unit_test(a_held_lock_is_exit_75),
        cmocka_unit_test(an_export_is_whole_checked_and_answers),
        cmocka_unit_test(an_export_takes_no_other_folders_place),
        cmocka_unit_test(a_damaged_shard_is_left_out_and_told),
        cmocka_unit_test(rolling_back_answers_as_before_the_rebuild),
        cmocka_unit_test(a_commit_brings_the_index_up_to_date_and_an_older_hook_still_runs),
        cmocka_unit_test(a_hook_that_fails_does_not_fail_the_commit),
        cmocka_unit_test(a_push_to_a_bare_repository_deploys_and_indexes_its_work_tree),
        cmocka_unit_test(a_checkout_and_a_merge_bring_the_index_up_to_date),
        cmocka_unit_test(where_git_knows_no_repository_the_hook_says_so),
        cmocka_unit_test(a_configuration_that_outran_hugo_config_yaml_is_warned_of_once),
        cmocka_unit_test(watching_follows_new_changed_and_removed_pages_and_stops_cleanly),
        cmocka_unit_test(nothing_that_is_typed_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
