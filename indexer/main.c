/* SPDX-License-Identifier: GPL-3.0-or-later */
/* twc-index: a site of Markdown files into an index. */
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "corpus/corpus.h"
#include "indexer/home.h"
#include "indexer/hook.h"
#include "indexer/made.h"
#include "indexer/options.h"
#include "indexer/related.h"
#include "indexer/watch.h"
#include "xapian-c/xapian-c.h"

enum { EXIT_SKIPPED = 1, EXIT_NOTHING = 2, EXIT_REFUSED = 3 };

/* ---- what a person sees while it runs ---- */

struct console {
    bool quiet, verbose, terminal, bar;
    double started, shown;
};

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void clear_bar(struct console *console)
{
    if (console->bar)
        fputs("\r\033[K", stderr);
    console->bar = false;
}

static void tell(void *self, enum notice kind, const struct error *what)
{
    static const char *const words[] = {
        [NOTICE_INFO] = "", [NOTICE_WARNING] = "warning: ", [NOTICE_SKIPPED] = "skipped: "};
    struct console *console = self;

    if (console->quiet && kind != NOTICE_SKIPPED)
        return;
    clear_bar(console);
    fprintf(stderr, "twc-index: %s%s\n", words[kind], what->text);
}

/* A bar once it takes more than a moment, ten times a second. */
static void progress(void *self, const char *what, size_t done, size_t all)
{
    struct console *console = self;
    double now = seconds();

    if (!console->terminal || console->quiet || now - console->started < 0.5 || now - console->shown < 0.1 || all == 0)
        return;

    int full = (int)(done * 30 / all);
    double left = (now - console->started) * (double)(all - done) / (double)(done ? done : 1);

    console->shown = now;
    console->bar = true;
    fprintf(stderr, "\r\033[K%s %.*s%.*s %zu of %zu, %.0f s left", what, full, "##############################",
            30 - full, "..............................", done, all, left);
}

/* ---- deeds ---- */

/* The data that ships with us lies beside the program: bin/../share/twc-search, in a build folder as where it is
 * installed. */
static const char *data_folder(void *ctx)
{
    char self[4096];
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    const char *asked = getenv("TWC_DATA_DIR");

    if (asked)
        return asked;
    if (len < 0)
        return "";
    self[len] = '\0';
    return talloc_asprintf(ctx, "%s/../share/twc-search", dirname(self));
}

/* How many processes rebuild; 0, by the site's size, where nobody says. */
static unsigned workers_asked(void)
{
    const char *asked = getenv("TWC_WORKERS");
    unsigned long workers = asked ? strtoul(asked, NULL, 10) : 0;

    return workers > 8 ? 8 : (unsigned)workers;
}

static int exit_for(const struct error *err)
{
    switch (err->kind) {
    case ERROR_BUSY:
        return EX_TEMPFAIL;
    case ERROR_REFUSED:
        return EXIT_REFUSED;
    default:
        return EXIT_NOTHING;
    }
}

static int fail(struct console *console, const struct error *err)
{
    clear_bar(console);
    fprintf(stderr, "twc-index: %s\n", err->text);
    return exit_for(err);
}

static void print_report(const struct index_report *report)
{
    printf("%s%zu added, %zu changed, %zu removed, %zu unchanged, %zu skipped%s; %.2f s\n",
           report->rebuilt ? "built anew: " : "", report->added, report->changed, report->removed, report->unchanged,
           report->skipped, report->skipped ? " for the errors told above" : "", report->seconds);
}

static void print_report_json(void *ctx, const struct index_report *report)
{
    struct buffer out = buffer_new(ctx, 4096);
    struct json json = json_new(&out);
    const struct {
        const char *name;
        size_t number;
    } counts[] = {{"added", report->added},
                  {"changed", report->changed},
                  {"removed", report->removed},
                  {"unchanged", report->unchanged},
                  {"skipped", report->skipped}};

    json_open(&json, '{');
    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
        json_key(&json, counts[i].name);
        json_int(&json, (int64_t)counts[i].number);
    }
    json_key(&json, "rebuilt");
    json_bool(&json, report->rebuilt);
    json_key(&json, "generation");
    json_text(&json, *report->generation ? report->generation : NULL);
    json_key(&json, "seconds");
    json_number(&json, report->seconds, 3);
    json_close(&json, '}');
    puts(buffer_string(&out));
}

static bool write_related(void *ctx, const struct options *options, struct error *err)
{
    char folder[HOME_MAX];

    return home_name(&options->index, folder, err) && related_write(ctx, folder, options->related_to, err);
}

static int index_site(void *ctx, const struct options *options, const struct listener *listener,
                      struct console *console)
{
    struct index_report report;
    struct error err;

    if (!index_update(&options->index, listener, &report, &err))
        return fail(console, &err);
    clear_bar(console);
    if (options->json)
        print_report_json(ctx, &report);
    else if (!options->quiet)
        print_report(&report);
    if (options->related_to && !write_related(ctx, options, &err))
        return fail(console, &err);
    return report.skipped ? EXIT_SKIPPED : EXIT_SUCCESS;
}

/* ---- staying ---- */

enum { QUIET_MS = 200, PATIENCE_MS = 1500, RETRY_SECONDS = 30 };

/* One update; what goes wrong is told and tried again at the next change, or in half a minute. */
static int64_t update_once(void *ctx, struct options *options, const struct listener *listener, struct console *console)
{
    struct index_report report;
    struct error err;

    options->index.now = instant_now();
    console->started = seconds();
    if (!index_update(&options->index, listener, &report, &err)) {
        fail(console, &err);
        return instant_now() + RETRY_SECONDS;
    }
    options->index.rebuild = false;
    clear_bar(console);
    if (!options->quiet && *report.generation)
        print_report(&report);
    if (options->related_to && !write_related(ctx, options, &err))
        fail(console, &err);
    fflush(stdout);
    return report.next_change;
}

static int stop_descriptor(void)
{
    sigset_t stop;

    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    return signalfd(-1, &stop, SFD_CLOEXEC);
}

static int watch_site(void *ctx, struct options *options, const struct listener *listener, struct console *console)
{
    struct watch_wait wait = {stop_descriptor(), 0, QUIET_MS, PATIENCE_MS};
    struct error err;
    struct watch *watch = watch_new(ctx, options->index.site, options->index.index, &err);
    enum watched what = WATCHED_CHANGE;

    while (watch && what != WATCHED_STOP) {
        wait.until = update_once(ctx, options, listener, console);
        if (!watch_wait(watch, &wait, &what, &err))
            break;
    }
    close(wait.stop_fd);
    return watch && what == WATCHED_STOP ? EXIT_SUCCESS : fail(console, &err);
}

static bool print_page(const struct site *site, const struct page *page, bool as_json, const struct listener *listener)
{
    void *ctx = talloc_new(NULL);
    struct error err;
    struct page_body *body = page_body_read(ctx, site, page, listener, &err);
    struct buffer out = buffer_new(ctx, (size_t)256 << 20);
    struct json json = json_new(&out);

    if (!body)
        notice_error(listener, NOTICE_SKIPPED, &err);
    else if (as_json)
        page_write_json(&json, page, body);
    else
        buffer_format(&out, "%s\t%s\t%s\t%s", page->path, page->lang, page->url, body->display_title);
    if (body)
        puts(buffer_string(&out));
    talloc_free(ctx);
    return body != NULL;
}

static int dry_run(const struct site *site, const struct options *options, const struct listener *listener,
                   struct console *console)
{
    size_t skipped = site_skipped(site);

    for (size_t i = 0; i < site_len(site); i++) {
        skipped += !print_page(site, site_page(site, i), options->json, listener);
        progress(console, "reading", i + 1, site_len(site));
    }
    clear_bar(console);
    if (!options->quiet)
        fprintf(stderr, "twc-index: %zu pages would be indexed, %zu skipped\n", site_len(site), skipped);
    return skipped ? EXIT_SKIPPED : EXIT_SUCCESS;
}

static void print_settings(const struct site *site)
{
    const struct settings *settings = site_settings(site);

    printf("pages        %zu\nlanguages   ", site_len(site));
    for (size_t i = 0; i < settings->languages_len; i++)
        printf(" %s%s", settings->languages[i].code,
               strcmp(settings->languages[i].code, settings->default_language) == 0 ? " (default)" : "");
    printf("\ntranslate   ");
    for (size_t i = 0; i < settings->translate_len; i++)
        printf(" %s", settings->translate[i]);
    printf("\nglossary     %s\nword list    %s\nbase URL     %s\nmax_shrink   %.2f\nmax_page     %zu bytes\n",
           settings->glossary ? settings->glossary->path : "none",
           settings->compound_list && *settings->compound_list ? settings->compound_list : "none",
           *settings->base_url ? settings->base_url : "none", settings->max_shrink, settings->max_page);
    for (size_t i = 0; i < settings->sections_len; i++)
        printf("section      %s: weight %.2f%s\n", settings->sections[i].name, settings->sections[i].weight,
               settings->sections[i].news ? ", news" : "");
}

static int look_at_site(void *ctx, const struct options *options, const struct listener *listener,
                        struct console *console)
{
    struct site_options site_options = {options->index.site, options->index.config, options->index.now,
                                        options->index.data_folder, NULL, NULL};
    struct error err;
    struct site *site = site_open(ctx, &site_options, listener, &err);

    if (!site)
        return fail(console, &err);
    if (options->deed == DEED_DRY_RUN)
        return dry_run(site, options, listener, console);
    print_settings(site);
    return site_skipped(site) ? EXIT_SKIPPED : EXIT_SUCCESS;
}

static int rollback(void *ctx, const struct options *options, struct console *console)
{
    struct error err;

    if (!made_rollback(ctx, &options->index, &err))
        return fail(console, &err);
    if (!options->quiet)
        printf("the previous generation serves again\n");
    return EXIT_SUCCESS;
}

static int export(void *ctx, const struct options *options, struct console *console)
{
    struct error err;

    if (!made_export(ctx, &options->index, options->export_to, &err))
        return fail(console, &err);
    if (!options->quiet)
        printf("exported to %s\n", options->export_to);
    return EXIT_SUCCESS;
}

static int import(void *ctx, const struct options *options, struct console *console)
{
    struct error err;
    bool published;

    if (!made_import(ctx, &options->index, options->import_from, &published, &err))
        return fail(console, &err);
    if (!options->quiet)
        printf(published ? "imported from %s\n" : "%s: this copy serves already\n", options->import_from);
    return EXIT_SUCCESS;
}

static int install_hook(void *ctx, const struct options *options, struct console *console)
{
    char self[4096], *folder;
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    struct error err;

    self[len > 0 ? len : 0] = '\0';

    const struct hook_options hook = {options->index.site, options->index.index, options->index.config, self,
                                      getenv("GIT_WORK_TREE")};

    if (!hook_install(ctx, &hook, &folder, &err))
        return fail(console, &err);
    if (!options->quiet)
        printf("git runs twc-index after every change: hooks in %s\n", folder);
    return EXIT_SUCCESS;
}

/* ---- what somebody else knows to have changed ---- */

enum { NAMES_MAX = 256 << 20 };

static bool read_names(void *ctx, struct buffer *names, struct error *err)
{
    char chunk[1 << 16];
    size_t len;

    *names = buffer_new(ctx, NAMES_MAX);
    while ((len = fread(chunk, 1, sizeof(chunk), stdin)) > 0)
        buffer_add(names, chunk, len);
    if (ferror(stdin))
        return error_errno(err, "standard input", "cannot be read", NULL);
    return !names->full || error_set(err, ERROR_INPUT, "standard input", 0, "it names too many files",
                                     "run twc-index without --changed-from0: it finds all that has changed");
}

static bool take_names(void *ctx, struct index_options *options, struct error *err)
{
    struct buffer *names = talloc_zero(ctx, struct buffer);
    const char **paths = NULL;
    size_t len = 0;

    if (!names || !read_names(names, names, err))
        return names ? false : error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    for (int filled = 0; filled < 2; filled++) { /* counted first */
        struct span rest = buffer_view(names), name;
        if (filled && !(paths = array_new(ctx, const char *, len + 1)))
            return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        for (len = 0; span_cut(&rest, '\0', &name); len++)
            if (filled)
                paths[len] = span_copy(ctx, name);
    }
    options->changed = paths;
    options->changed_len = len;
    return true;
}

static int run(void *ctx, struct options *options, struct console *console)
{
    struct listener listener = {tell, console};

    struct error err;

    if (options->changed_from0 && !take_names(ctx, &options->index, &err))
        return fail(console, &err);
    options->index.data_folder = data_folder(ctx);
    options->index.workers = workers_asked();
    options->index.progress = progress;
    options->index.progress_self = console;
    switch (options->deed) {
    case DEED_HELP:
        fputs(options_help, stdout);
        return EXIT_SUCCESS;
    case DEED_VERSION:
        printf("twc-index %s (libxapian %s)\n", TWC_VERSION, xapc_version());
        return EXIT_SUCCESS;
    case DEED_WATCH:
        return watch_site(ctx, options, &listener, console);
    case DEED_INSTALL_HOOK:
        return install_hook(ctx, options, console);
    case DEED_ROLLBACK:
        return rollback(ctx, options, console);
    case DEED_EXPORT:
        return export(ctx, options, console);
    case DEED_IMPORT:
        return import(ctx, options, console);
    case DEED_DRY_RUN:
    case DEED_CHECK_CONFIG:
        return look_at_site(ctx, options, &listener, console);
    case DEED_INDEX:
        break;
    }
    return index_site(ctx, options, &listener, console);
}

int main(int argc, char **argv)
{
    struct options options;
    struct error err;

    if (!options_read(argc, argv, &options, &err)) {
        fprintf(stderr, "twc-index: %s\n", err.text);
        return EXIT_NOTHING;
    }

    void *ctx = talloc_new(NULL);
    struct console console = {.quiet = options.quiet,
                              .verbose = options.verbose,
                              .terminal = isatty(STDERR_FILENO) != 0,
                              .started = seconds()};
    int status = run(ctx, &options, &console);

    talloc_free(ctx);
    if (fflush(stdout) != 0) {
        perror("twc-index: cannot write the output");
        return EXIT_NOTHING;
    }
    return status;
}
