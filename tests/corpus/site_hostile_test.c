/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input that nobody meant: special files, links, sizes, permissions, many pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <talloc.h>
#include <unistd.h>

#include "corpus/site.h"
#include "tests/corpus/site_support.h"
#include "tests/support/folder.h"

#define PAGE "---\ntitle: A page\n---\n"
#define CONFIG "-- hugo.yaml --\ntitle: x\n"

/* A folder with one good page, z.md. */
static char *new_site(void *ctx)
{
    char *folder = test_folder(ctx);
    site_write(folder, CONFIG "-- content/z.md --\n" PAGE);
    return folder;
}

static void bind_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_true(strlen(path) < sizeof address.sun_path);
    memcpy(address.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    close(fd);
}

static void what_is_no_file_is_told_by_its_name(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = new_site(ctx);
    test_write(folder, "content/inside.txt", "x");
    test_write(folder, "content/folder.md/in.md", PAGE);
    assert_int_equal(mkfifo(test_path(ctx, folder, "content/fifo.md"), 0600), 0);
    bind_socket(test_path(ctx, folder, "content/socket.md"));
    assert_int_equal(symlink("nothing", test_path(ctx, folder, "content/dangling.md")), 0);
    assert_int_equal(symlink("loop.md", test_path(ctx, folder, "content/loop.md")), 0);
    assert_int_equal(symlink("/etc/hostname", test_path(ctx, folder, "content/out.md")), 0);
    assert_int_equal(symlink("z.md", test_path(ctx, folder, "content/in.md")), 0);
    assert_int_equal(symlink("/etc", test_path(ctx, folder, "content/etc")), 0);
    assert_int_equal(symlink("inside.txt", test_path(ctx, folder, "content/link.txt")), 0);
    assert_string_equal(
        site_print(ctx, folder, print_address),
        "folder.md/in.md en /folder.md/in/\nz.md en /z/\n"
        "skipped: dangling.md: this is a link to nothing (put the file itself here)\n"
        "skipped: etc: this is a link out of the site, and is not followed (put the file itself here)\n"
        "skipped: fifo.md: this is a FIFO, not a file (put a file here, or rename it)\n"
        "warning: folder.md: this is a folder with the name of a page; what is in it is read (rename it)\n"
        "skipped: in.md: this is a link, and Hugo follows none in content (put the file itself here)\n"
        "skipped: loop.md: this is a link that leads back to itself (put the file itself here)\n"
        "skipped: out.md: this is a link out of the site, and is not followed (put the file itself here)\n"
        "skipped: socket.md: this is a socket, not a file (put a file here, or rename it)\n");
    talloc_free(ctx);
}

static void what_was_passed_over_is_counted_and_listed(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = new_site(ctx);
    test_write(folder, "content/toml.md", "+++\n+++\n");
    assert_int_equal(symlink("nothing", test_path(ctx, folder, "content/dangling.md")), 0);
    struct error err;
    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .now = TEST_NOW}, NULL, &err);
    assert_int_equal(site_len(site), 1);
    assert_int_equal(site_skipped(site), 2);
    assert_string_equal(site_skipped_paths(site)[0], "dangling.md");
    assert_string_equal(site_skipped_paths(site)[1], "toml.md");
    talloc_free(ctx);
}

/* Root reads everything, so this is tried as somebody else. */
static void what_may_not_be_read_is_told(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = new_site(ctx);
    test_write(folder, "content/secret.md", PAGE);
    test_write(folder, "content/private/a.md", PAGE);
    chmod(folder, 0755);
    chmod(test_path(ctx, folder, "content/secret.md"), 0);
    chmod(test_path(ctx, folder, "content/private"), 0);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        bool other = getuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0);
        char *text = other ? site_print(ctx, folder, print_path) : "cannot become somebody else";
        _exit(write(ends[1], text, strlen(text)) < 0);
    }
    close(ends[1]);
    char text[2048] = "";
    size_t len = 0;
    for (ssize_t got; (got = read(ends[0], text + len, sizeof text - 1 - len)) > 0;)
        len += (size_t)got;
    text[len] = '\0';
    close(ends[0]);
    waitpid(child, NULL, 0);
    chmod(test_path(ctx, folder, "content/private"), 0700);
    assert_non_null(strstr(text, "z.md\n"));
    assert_non_null(strstr(text, "skipped: private: this folder may not be read (check its permissions)\n"));
    assert_non_null(strstr(text, "skipped: secret.md: "));
    assert_non_null(strstr(text, "Permission denied"));
    talloc_free(ctx);
}

static void a_page_that_is_too_large_is_told_with_its_size(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = new_site(ctx);
    FILE *file = fopen(test_path(ctx, folder, "content/large.md"), "w");
    fputs(PAGE, file);
    fseek(file, 50L << 20, SEEK_SET);
    fputc('x', file);
    fclose(file);
    char *text = site_print(ctx, folder, print_path);
    assert_int_equal(strncmp(text, "z.md\nskipped: large.md: ", strlen("z.md\nskipped: large.md: ")), 0);
    assert_non_null(strstr(text, "max_page"));
    talloc_free(ctx);
}

static void names_that_are_not_text_are_told(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = new_site(ctx);
    test_write(folder, "content/caf\xE9.md", PAGE);
    char *text = site_print(ctx, folder, print_path);
    assert_int_equal(strncmp(text, "z.md\nskipped: caf", strlen("z.md\nskipped: caf")), 0);
    assert_non_null(strstr(text, ": its name is not UTF-8 (rename it)\n"));
    talloc_free(ctx);
}

static void folders_that_lie_too_deep_are_told(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = new_site(ctx), *path = talloc_strdup(ctx, "content");
    for (int i = 0; i < 120; i++)
        path = talloc_asprintf(ctx, "%s/d", path);
    test_write(folder, talloc_asprintf(ctx, "%s/a.md", path), PAGE);
    char *text = site_print(ctx, folder, print_path);
    assert_int_equal(strncmp(text, "z.md\nskipped: d/d/", strlen("z.md\nskipped: d/d/")), 0);
    assert_non_null(strstr(text, ": this folder lies too deep (put it higher up)\n"));
    talloc_free(ctx);
}

static void a_site_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = new_site(ctx);
    char *missing = test_path(ctx, folder, "missing"), *file = test_path(ctx, folder, "hugo.yaml");
    assert_string_equal(
        site_print(ctx, missing, print_path),
        talloc_asprintf(ctx,
                        "error: %s: cannot open this site: No such file or directory (name the folder of a "
                        "Hugo site)\n",
                        missing));
    assert_string_equal(
        site_print(ctx, file, print_path),
        talloc_asprintf(ctx, "error: %s: this is not a folder (name the folder of a Hugo site)\n", file));
    talloc_free(ctx);
}

static void a_slash_behind_the_sites_name_changes_nothing(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = new_site(ctx);
    assert_string_equal(site_print(ctx, talloc_asprintf(ctx, "%s//", folder), print_address), "z.md en /z/\n");
    talloc_free(ctx);
}

enum { MANY = 3000, SECONDS_MAX = 20 };

static void thousands_of_pages_open_in_time(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(folder, "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}, de: {weight: 3}}\n");
    for (int i = 0; i < MANY; i++) {
        static const char *const codes[] = {"", ".nl", ".de"};
        char name[64], text[160];
        snprintf(name, sizeof name, "content/s%d/t%d/page-%d%s.md", i / 3 % 10, i / 3 % 7, i / 3, codes[i % 3]);
        snprintf(text, sizeof text, "---\ntitle: Page %d\ndate: 2024-01-02\ntags: [a, b%d]\n---\nText %d\n", i, i % 50,
                 i);
        test_write(folder, name, text);
    }
    alarm(SECONDS_MAX); /* ends the test program where opening takes quadratic time */
    struct error err;
    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .now = TEST_NOW}, NULL, &err);
    alarm(0);
    assert_int_equal(site_len(site), MANY);
    assert_int_equal(site_page(site, 0)->translations_len, 2);
    talloc_free(ctx);
}

static const struct page *page_called(const struct site *site, const char *path)
{
    for (size_t i = 0; i < site_len(site); i++) {
        if (strcmp(site_page(site, i)->path, path) == 0)
            return site_page(site, i);
    }
    fail_msg("no page %s", path);
    return NULL;
}

static struct site *open_folder(void *ctx, const char *folder)
{
    struct error err;
    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .now = TEST_NOW}, NULL, &err);
    assert_non_null(site);
    return site;
}

static void hashes_tell_what_changed(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(folder, "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n"
                       "-- content/s/_index.md --\n" PAGE "-- content/s/a.md --\n" PAGE "-- content/s/b.md --\n" PAGE);
    struct site *before = open_folder(ctx, folder);
    site_write(folder, "-- content/s/a.md --\n" PAGE "More text\n");
    struct site *text = open_folder(ctx, folder);
    assert_false(hash_equal(page_called(before, "s/a.md")->content, page_called(text, "s/a.md")->content));
    assert_true(hash_equal(page_called(before, "s/a.md")->meta, page_called(text, "s/a.md")->meta));
    assert_true(hash_equal(page_called(before, "s/b.md")->content, page_called(text, "s/b.md")->content));
    site_write(folder, "-- content/s/a.nl.md --\n" PAGE);
    struct site *translated = open_folder(ctx, folder);
    assert_false(hash_equal(page_called(text, "s/a.md")->meta, page_called(translated, "s/a.md")->meta));
    assert_true(hash_equal(page_called(text, "s/b.md")->meta, page_called(translated, "s/b.md")->meta));
    site_write(folder, "-- content/s/_index.md --\n---\ntitle: A page\ncascade: {tags: [x]}\n---\n");
    struct site *cascaded = open_folder(ctx, folder);
    assert_false(hash_equal(page_called(translated, "s/b.md")->meta, page_called(cascaded, "s/b.md")->meta));
    assert_true(hash_equal(page_called(translated, "s/b.md")->content, page_called(cascaded, "s/b.md")->content));
    talloc_free(ctx);
}

static void a_pages_source_is_read_without_its_front_matter(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(folder, "-- content/a.md --\n\n---\ntitle: A\n--- \nText\n-- content/b.html --\n<p>Hi</p>\n"
                       "-- content/c.md --\n---\ntitle: C\n---more\n");
    struct site *site = open_folder(ctx, folder);
    struct page_source source;
    struct error err;
    assert_true(page_source_read(ctx, site, page_called(site, "a.md"), &source, &err));
    assert_true(span_is(source.text, "Text\n"));
    assert_int_equal(source.first_line, 5);
    assert_int_equal(source.format, PAGE_MARKDOWN);
    assert_true(page_source_read(ctx, site, page_called(site, "b.html"), &source, &err));
    assert_true(span_is(source.text, "<p>Hi</p>\n"));
    assert_int_equal(source.first_line, 1);
    assert_int_equal(source.format, PAGE_HTML);
    assert_true(page_source_read(ctx, site, page_called(site, "c.md"), &source, &err));
    assert_true(span_is(source.text, "more\n"));
    assert_int_equal(source.first_line, 3);
    test_remove(folder, "content/a.md");
    assert_false(page_source_read(ctx, site, page_called(site, "a.md"), &source, &err));
    assert_non_null(strstr(err.text, "a.md"));
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_file_is_told_by_its_name),
        cmocka_unit_test(what_was_passed_over_is_counted_and_listed),
        cmocka_unit_test(what_may_not_be_read_is_told),
        cmocka_unit_test(a_page_that_is_too_large_is_told_with_its_size),
        cmocka_unit_test(names_that_are_not_text_are_told),
        cmocka_unit_test(folders_that_lie_too_deep_are_told),
        cmocka_unit_test(a_site_that_is_not_there_is_an_error),
        cmocka_unit_test(a_slash_behind_the_sites_name_changes_nothing),
        cmocka_unit_test(thousands_of_pages_open_in_time),
        cmocka_unit_test(hashes_tell_what_changed),
        cmocka_unit_test(a_pages_source_is_read_without_its_front_matter),
    };
    return cmocka_run_group_tests_name("corpus-hostile", tests, NULL, NULL);
}
