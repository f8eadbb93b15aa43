/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const hooks[] = {"post-receive", "post-commit", "post-merge", "post-checkout"};

#define MADE_BY "# Made by twc-index --install-hook"

enum { ANSWER_MAX = 1 << 16, SCRIPT_MAX = 1 << 16 };

/* ---- asking git ---- */

static bool read_answer(int fd, struct buffer *answer)
{
    char chunk[1024];
    ssize_t len;

    while ((len = read(fd, chunk, sizeof(chunk))) != 0) {
        if (len < 0 && errno == EINTR)
            continue;
        if (len < 0)
            return false;
        buffer_add(answer, chunk, (size_t)len);
    }
    return true;
}

static bool run_git(char *const argv[], struct buffer *answer)
{
    posix_spawn_file_actions_t actions;
    int ends[2], status = -1;
    pid_t child;

    if (pipe(ends) != 0)
        return false;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    bool started = posix_spawnp(&child, "git", &actions, NULL, argv, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    bool answered = started && read_answer(ends[0], answer);
    close(ends[0]);
    return answered && waitpid(child, &status, 0) == child && status == 0;
}

/* git answers relative to the folder it was asked in. */
static char *hooks_folder(void *ctx, const char *site, struct error *err)
{
    struct buffer answer = buffer_new(ctx, ANSWER_MAX);
    char *const argv[] = {"git", "-C", (char *)site, "rev-parse", "--git-path", "hooks", NULL};

    if (!run_git(argv, &answer) || answer.len == 0) {
        error_set(err, ERROR_INPUT, site, 0, "git knows no repository here",
                  "name a folder in a work tree, or set GIT_DIR to the repository that is pushed to");
        return NULL;
    }

    char *said = span_copy(ctx, span_trim(buffer_view(&answer)));

    return *said == '/' ? said : talloc_asprintf(ctx, "%s/%s", site, said);
}

/* Its configuration says so also where GIT_WORK_TREE gives it one for the moment. */
static bool is_bare(void *ctx, const char *site)
{
    struct buffer answer = buffer_new(ctx, ANSWER_MAX);
    char *const argv[] = {"git", "-C", (char *)site, "config", "--bool", "core.bare", NULL};

    return run_git(argv, &answer) && span_equal(span_trim(buffer_view(&answer)), SPAN("true"));
}

/* ---- the script ---- */

static void quote(struct buffer *out, const char *text)
{
    buffer_char(out, '\'');
    for (; *text; text++)
        if (*text == '\'')
            buffer_text(out, "'\\''");
        else
            buffer_char(out, *text);
    buffer_char(out, '\'');
}

/* Whole, since git runs hooks elsewhere; an index may be named that is still to be made. */
static void quote_path(struct buffer *out, const char *path)
{
    char whole[PATH_MAX], here[PATH_MAX];

    if (realpath(path, whole) || *path == '/' || !getcwd(here, sizeof here))
        quote(out, realpath(path, whole) ? whole : path);
    else
        quote(out, talloc_asprintf(out, "%s/%s", here, path));
}

static void quote_option(struct buffer *out, const char *name, const char *path)
{
    if (!path)
        return;
    buffer_format(out, " --%s ", name);
    quote_path(out, path);
}

/* A push changes no work tree by itself. In a hook's environment git names the repository, and -f is what deploys it. */
static void check_out(struct buffer *out, const char *work_tree)
{
    buffer_text(out, "case $0 in *post-receive)\n    GIT_WORK_TREE=");
    quote_path(out, work_tree);
    buffer_text(out, " git checkout -f >&2 || echo 'twc-search: the work tree is not as it was pushed' >&2\n    ;;\nesac\n");
}

/* All work trees of a repository have one folder of hooks, which git runs at the top of the one that it is about. */
static void choose_site(void *ctx, struct buffer *out, const struct hook_options *options)
{
    struct buffer prefix = buffer_new(ctx, ANSWER_MAX);
    char *const argv[] = {"git", "-C", (char *)options->site, "rev-parse", "--show-prefix", NULL};

    buffer_text(out, "site=");
    quote_path(out, options->site);
    buffer_char(out, '\n');
    if (options->index || options->config || !run_git(argv, &prefix))
        return;
    buffer_text(out, "# Another work tree of the repository is brought up to date where it has an index.\nhere=$PWD/");
    quote(out, span_copy(ctx, span_trim(buffer_view(&prefix))));
    buffer_text(out, "\nif [ -d \"$here/.twc-search/index\" ]; then site=$here; fi\n");
}

static const char *script(void *ctx, const struct hook_options *options, bool bare)
{
    struct buffer *out = talloc(ctx, struct buffer);

    *out = buffer_new(ctx, SCRIPT_MAX);
    buffer_text(out, "#!/bin/sh\n" MADE_BY ", which may be run again.\n"
                     "# The hook that was here before is beside, with .local behind its name, and runs first.\n"
                     "status=0\n"
                     "if [ -x \"$0.local\" ]; then \"$0.local\" \"$@\" || status=$?; fi\n");
    if (bare && options->work_tree)
        check_out(out, options->work_tree);
    choose_site(ctx, out, options);
    buffer_text(out, "program=");
    quote(out, options->program);
    buffer_text(out, "\n[ -x \"$program\" ] || program=twc-index\nset -- --quiet");
    quote_option(out, "index", options->index);
    quote_option(out, "config", options->config);
    buffer_text(out, " \"$site\"\n\"$program\" \"$@\" >&2\n"
                     "case $? in\n"
                     "0 | 1) ;;\n"
                     "75) \"$program\" --wait \"$@\" >/dev/null 2>&1 </dev/null & ;; # after the one that is at work\n"
                     "*) echo 'twc-search: the index was not brought up to date; the old one serves on' >&2 ;;\n"
                     "esac\n"
                     "exit $status\n");
    return buffer_string(out);
}

/* ---- installing ---- */

static bool is_ours(const char *path)
{
    struct error unread;
    size_t len;
    char *text = file_read(NULL, path, NULL, SCRIPT_MAX, &len, NULL, &unread);
    bool ours = text && strstr(text, MADE_BY);

    talloc_free(text);
    return ours;
}

/* Whether somebody's own post-receive is there, which then deploys. */
static bool has_own(void *ctx, const char *folder)
{
    char *path = talloc_asprintf(ctx, "%s/%s", folder, hooks[0]);

    return file_exists(talloc_asprintf(ctx, "%s.local", path)) || (file_exists(path) && !is_ours(path));
}

static bool install_one(void *ctx, const char *folder, const char *name, const char *text, struct error *err)
{
    char *path = talloc_asprintf(ctx, "%s/%s", folder, name);
    char *before = talloc_asprintf(ctx, "%s.local", path);

    if (file_exists(path) && !is_ours(path)) {
        if (file_exists(before))
            return error_set(err, ERROR_INPUT, path, 0, "there is a hook here and an earlier one beside it",
                             "make one of them (.local is the one that is kept) and try again");
        if (rename(path, before) != 0)
            return error_errno(err, path, "cannot be moved aside", NULL);
    }
    return file_write(path, span_of(text), err) &&
           (chmod(path, 0755) == 0 || error_errno(err, path, "cannot be made executable", NULL));
}

bool hook_install(void *ctx, const struct hook_options *options, char **folder, struct error *err)
{
    *folder = hooks_folder(ctx, options->site, err);
    if (!*folder || !folder_make(*folder, 0755, err))
        return false;

    bool bare = is_bare(ctx, options->site);
    const char *text = script(ctx, options, bare);

    if (bare && !options->work_tree && !has_own(ctx, *folder))
        return error_set(err, ERROR_INPUT, *folder, 0,
                         "this repository has no work tree, and no hook that brings what is pushed to one",
                         "say where: GIT_DIR=REPOSITORY GIT_WORK_TREE=SITE twc-index --install-hook SITE");
    for (size_t i = 0; i < (bare ? 1 : sizeof(hooks) / sizeof(*hooks)); i++)
        if (!install_one(ctx, *folder, hooks[i], text, err))
            return false;
    return true;
}
