/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/doctor.h"

#include <linux/landlock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "query/changed.h"
#include "query/follow.h"
#include "query/knock.h"

static const char usual_daemon[] = "http://127.0.0.1:8080/";
enum { MINUTE = 60, HOUR = 3600, DAY = 86400, RELATIVE_ROOM = 2 };

/* ---- findings ---- */

static void find(struct diagnosis *d, const char *name, enum finding_state state, const char *mend, const char *format,
                 ...) __attribute__((format(printf, 5, 6)));

static void find(struct diagnosis *d, const char *name, enum finding_state state, const char *mend, const char *format,
                 ...)
{
    struct finding *longer = array_resize(d, d->at, struct finding, d->len + 1);
    va_list arguments;

    if (!longer)
        return;
    d->at = longer;
    va_start(arguments, format);
    longer[d->len++] = (struct finding){name, state, talloc_vasprintf(d, format, arguments), mend};
    va_end(arguments);
}

/* An error's text has its mend inside. */
static void find_error(struct diagnosis *d, const char *name, enum finding_state state, const struct error *err)
{
    find(d, name, state, NULL, "%s", err->text);
}

static const char *how_long(void *ctx, int64_t seconds)
{
    if (seconds < 2 * MINUTE)
        return talloc_asprintf(ctx, "%lld seconds", (long long)seconds);
    if (seconds < 2 * HOUR)
        return talloc_asprintf(ctx, "%lld minutes", (long long)seconds / MINUTE);
    if (seconds < 2 * DAY)
        return talloc_asprintf(ctx, "%lld hours", (long long)seconds / HOUR);
    return talloc_asprintf(ctx, "%lld days", (long long)seconds / DAY);
}

/* ---- the index ---- */

static void look_at_makers(struct diagnosis *d, const struct index_status *status)
{
    const char *mine = "twc-index " TWC_VERSION;

    if (status->program && strcmp(status->program, mine) != 0)
        find(d, "versions", FINDING_LOOK, "run twc-index: it makes the index anew",
             "the index was made by %s, and this is twc-search " TWC_VERSION, status->program);
    else if (status->xapian && strcmp(status->xapian, xapc_version()) != 0)
        find(d, "versions", FINDING_LOOK, "run twc-index: it makes the index anew",
             "the index was made with libxapian %s, and this is %s", status->xapian, xapc_version());
    else
        find(d, "versions", FINDING_WELL, NULL, "twc-search " TWC_VERSION ", libxapian %s, as the index was made with",
             xapc_version());
}

static void look_at_pages(struct diagnosis *d, const struct index *index, const struct index_status *status)
{
    char *languages = talloc_strdup(d, "");

    for (size_t i = 0; i < index->generation->manifest->languages_len; i++) {
        const struct manifest_language *language = &index->generation->manifest->languages[i];
        const char *stemmer = language->stemmer ? language->stemmer : "the usual stemmer";
        languages = talloc_asprintf(d, "%s%s%s (%s)", languages, i ? ", " : "", language->code, stemmer);
    }
    if (status->documents == 0)
        find(d, "pages", FINDING_BROKEN, "see what twc-index --dry-run SITE lists", "there are none in it");
    else
        find(d, "pages", FINDING_WELL, NULL, "%u, in %s", status->documents, languages);
    if (status->word_list && *status->word_list)
        find(d, "compounds", FINDING_WELL, NULL, "split by %s", status->word_list);
}

static void look_at_age(struct diagnosis *d, const struct index *index, const struct index_status *status)
{
    const int64_t now = instant_now(), due = index->generation->manifest->next_change;
    const char *age = how_long(d, now - status->published);

    if (status->published > now + MINUTE)
        find(d, "age", FINDING_LOOK, "set this machine's clock", "it was published in the future: %s",
             status->generation);
    else if (due > 0 && due < now)
        find(d, "age", FINDING_LOOK, "run twc-index, and let a timer do it",
             "published %s ago; since %s a page has been due or expired that it does not know of", age,
             how_long(d, now - due));
    else
        find(d, "age", FINDING_WELL, NULL, "published %s ago, as %s", age, status->generation);
}

/* libxapian's own check opens the files for writing. Who may only read, a container or the daemon's user, compares their
 * two halves instead. */
static bool check_files(const struct index *index, const char *place, size_t *faults, struct xapc_error *trouble)
{
    *faults = 0;
    return access(place, W_OK) == 0 ? xapc_check(place, faults, trouble) : xapc_reader_compare(index->reader, trouble);
}

static void look_at_shards(struct diagnosis *d, const struct index *index)
{
    struct shard_status status;

    for (size_t i = 0; i < index->parts_len; i++) {
        shards_status(index->shards, i, &status);
        if (status.up)
            find(d, "shard", FINDING_WELL, NULL, "%s answers from %s", status.name, index->parts[i].generation);
        else
            find(d, "shard", FINDING_LOOK,
                 status.path ? "make it anew, twc-index --rebuild; answers are partial"
                             : "see that its xapian-tcpsrv runs and can be reached; answers are partial",
                 "%s: %s", status.name, status.why);
    }
}

static void look_at_files(struct diagnosis *d, const struct index *index)
{
    struct xapc_error trouble = {0};
    size_t faults;

    /* That it agrees with its checksums was seen when it was opened: else it would not be. */
    if (!check_files(index, index->place ? index->place : index->path, &faults, &trouble))
        find(d, "files", FINDING_BROKEN, "make it anew: twc-index --rebuild", "%s", trouble.text);
    else if (faults > 0)
        find(d, "files", FINDING_BROKEN, "make it anew: twc-index --rebuild, and look at the disk",
             "%zu faults are in its files", faults);
    else
        find(d, "files", FINDING_WELL, NULL, index->sound ? "whole, and as they were written" : "whole");
}

/* ---- around it ---- */

static void look_at_room(struct diagnosis *d, const struct index *index)
{
    struct statvfs room;
    const char *place = index->place ? index->place : index->path;
    int64_t size = folder_bytes(place);

    if (statvfs(place, &room) != 0)
        return;
    int64_t left = (int64_t)room.f_bavail * (int64_t)room.f_frsize;
    bool tight = left < RELATIVE_ROOM * size;
    find(d, "disk", tight ? FINDING_LOOK : FINDING_WELL,
         tight ? "make room: a rebuild needs the index's size once more" : NULL,
         "the index takes %.1f MB, and %.1f MB are left", (double)size / 1e6, (double)left / 1e6);
}

static void look_at_changes(struct diagnosis *d, const char *site, const struct index_status *status)
{
    struct changed changed;

    changed_since(d, site, status->published, &changed);
    if (changed.len > 0)
        find(d, "changes", FINDING_LOOK, "run twc-index: readers find the pages as they were",
             "%zu %s changed since the index was published, such as %s", changed.len,
             changed.len == 1 ? "page or folder has" : "pages or folders have", changed.first ? changed.first : site);
    else
        find(d, "changes", FINDING_WELL, NULL, "no page has changed since");
}

/* SITE/.twc-search/index: the settings and the pages are at hand. An index elsewhere does not say where its site is. */
static void look_at_settings(struct diagnosis *d, const char *path, const struct index_status *status)
{
    static const char *const names[] = {"twc-search.yaml", "hugo.yaml", "hugo.json", "hugo-config.yaml"};
    char *folder = realpath(path, NULL);
    char *at = folder ? strstr(folder, "/.twc-search/index") : NULL;
    struct stat st;
    bool changed = false;

    if (at)
        *at = '\0';
    for (size_t i = 0; at && i < sizeof names / sizeof names[0]; i++) {
        char *file = talloc_asprintf(d, "%s/%s", folder, names[i]);
        if (stat(file, &st) != 0 || st.st_mtime <= status->published)
            continue;
        changed = true;
        find(d, "settings", FINDING_LOOK, "run twc-index: what it makes of them is in the index",
             "%s has changed since the index was published", file);
    }
    if (at && !changed)
        find(d, "settings", FINDING_WELL, NULL, "none of %s has changed since", folder);
    if (at)
        look_at_changes(d, folder, status);
    free(folder);
}

static void look_at_sandbox(struct diagnosis *d)
{
    static const char mend[] = "start twc-searchd with --no-sandbox, or use a kernel that has it";
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

    if (abi < 1)
        find(d, "sandbox", FINDING_LOOK, mend, "this kernel has no Landlock, or it is switched off");
    else if (!file_exists("/proc/sys/kernel/seccomp/actions_avail") && file_exists("/proc/sys/kernel"))
        find(d, "sandbox", FINDING_LOOK, mend, "this kernel has no seccomp");
    else
        find(d, "sandbox", FINDING_WELL, NULL, "Landlock (version %ld) and seccomp are here", abi);
}

/* ---- the daemon ---- */

/* The value of "generation" in what /readyz said. */
static char *generation_in(void *ctx, const char *ready)
{
    static const char key[] = "\"generation\":\"";
    const char *at = strstr(ready, key);

    return at ? talloc_strndup(ctx, at + strlen(key), strcspn(at + strlen(key), "\"")) : NULL;
}

static void look_at_generation(struct diagnosis *d, const char *address, const char *served, const char *generation)
{
    if (!served)
        find(d, "daemon", FINDING_BROKEN, NULL, "what answers at %s is no twc-searchd", address);
    else if (generation && strcmp(served, generation) != 0)
        find(d, "daemon", FINDING_LOOK, "see that its --index is this one, and what it logged; restart it after an upgrade",
             "at %s it answers from another index, %s", address, served);
    else
        find(d, "daemon", FINDING_WELL, NULL, "at %s it answers from %s", address, served);
}

static void look_at_daemon(struct diagnosis *d, const char *address, const char *generation)
{
    const char *where = address ? address : usual_daemon;
    struct error err;
    int status = 0;
    char *ready = knock(d, where, "/readyz", &status, &err);

    if (!ready && !address)
        find(d, "daemon", FINDING_WELL, "name another: twc-search --doctor http://127.0.0.1:8081/",
             "none is at %s, the usual place", where);
    else if (!ready)
        find_error(d, "daemon", FINDING_BROKEN, &err);
    else if (status == 503)
        find(d, "daemon", FINDING_BROKEN, "see that its --index is there and readable for its user",
             "at %s it runs, and has no index to answer from", where);
    else if (status != 200)
        find(d, "daemon", address ? FINDING_BROKEN : FINDING_WELL, NULL,
             "what answers at %s is no twc-searchd (it said %d)", where, status);
    else
        look_at_generation(d, where, generation_in(d, ready), generation);
}

/* ---- all of it ---- */

static char *look_at_index(struct diagnosis *d, const char *path)
{
    struct error err;
    struct index *index = index_open(d, path, &err);
    struct index_status status;

    if (!index) {
        find_error(d, "index", FINDING_BROKEN, &err);
        return NULL;
    }
    index_status(index, &status);
    find(d, "index", FINDING_WELL, NULL, "%s", index->place ? index->place : index->path);
    look_at_makers(d, &status);
    look_at_pages(d, index, &status);
    look_at_age(d, index, &status);
    if (index->shards) {
        look_at_shards(d, index);
    } else {
        look_at_files(d, index);
        look_at_room(d, index);
    }
    look_at_settings(d, path, &status);

    char *generation = talloc_strdup(d, status.generation);

    talloc_free(index);
    return generation;
}

struct diagnosis *diagnose(void *ctx, const char *path, const char *daemon)
{
    struct diagnosis *d = talloc_zero(ctx, struct diagnosis);
    if (!d)
        return NULL;

    const char *generation = look_at_index(d, path);

    look_at_sandbox(d);
    look_at_daemon(d, daemon, generation);
    return d;
}

enum finding_state diagnosis_state(const struct diagnosis *d)
{
    enum finding_state worst = FINDING_WELL;

    for (size_t i = 0; i < d->len; i++)
        worst = d->at[i].state > worst ? d->at[i].state : worst;
    return worst;
}

static const char *state_name(enum finding_state state)
{
    return state == FINDING_WELL ? "well" : state == FINDING_LOOK ? "look" : "broken";
}

void diagnosis_write(struct buffer *out, const struct diagnosis *d)
{
    static const char *const ends[] = {"All is well.", "Search works; see what is marked 'look'.",
                                       "Search does not work; see what is marked 'broken'."};

    for (size_t i = 0; i < d->len; i++) {
        const struct finding *f = &d->at[i];
        buffer_format(out, "%-7s %-10s %s\n", state_name(f->state), f->name, f->text);
        if (f->mend)
            buffer_format(out, "%-18s %s\n", "", f->mend);
    }
    buffer_format(out, "%s\n", ends[diagnosis_state(d)]);
}

void diagnosis_write_json(struct json *json, const struct diagnosis *d)
{
    json_open(json, '{');
    json_key(json, "state");
    json_text(json, state_name(diagnosis_state(d)));
    json_key(json, "findings");
    json_open(json, '[');
    for (size_t i = 0; i < d->len; i++) {
        const struct finding *f = &d->at[i];
        json_open(json, '{');
        json_key(json, "name");
        json_text(json, f->name);
        json_key(json, "state");
        json_text(json, state_name(f->state));
        json_key(json, "text");
        json_text(json, f->text);
        json_key(json, "mend");
        json_text(json, f->mend);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}
