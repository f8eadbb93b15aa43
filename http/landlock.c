/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <talloc.h>
#include <unistd.h>

/* Rights that the headers of Debian 12 lack; a kernel that does not know them is not asked for them. */
enum { ABI_REFER = 2, ABI_TRUNCATE = 3, ABI_NETWORK = 4, ABI_DEVICES = 5, ABI_SCOPES = 6 };
static const uint64_t files_v1 = (1ULL << 13) - 1;
static const uint64_t file_refer = 1ULL << 13, file_truncate = 1ULL << 14, file_devices = 1ULL << 15;
static const uint64_t network_all = 3, scopes_all = 3;

struct ruleset_v6 {
    uint64_t files, network, scopes;
};

static struct ruleset_v6 all_that_the_kernel_knows(int abi, size_t *size)
{
    struct ruleset_v6 all = {.files = files_v1};
    all.files |= (abi >= ABI_REFER ? file_refer : 0) | (abi >= ABI_TRUNCATE ? file_truncate : 0) |
                 (abi >= ABI_DEVICES ? file_devices : 0);
    all.network = abi >= ABI_NETWORK ? network_all : 0;
    all.scopes = abi >= ABI_SCOPES ? scopes_all : 0;
    *size = abi >= ABI_SCOPES ? 24 : abi >= ABI_NETWORK ? 16 : 8;
    return all;
}

static char *nearest_there(void *ctx, const char *path)
{
    char *at = talloc_strdup(ctx, path);
    while (at && *at && !file_exists(at)) {
        char *slash = strrchr(at, '/');
        *(slash ? slash : at) = '\0';
    }
    if (!at || *at)
        return at;
    talloc_free(at);
    return talloc_strdup(ctx, path[0] == '/' ? "/" : ".");
}

static bool allow_reading(int ruleset, const char *folder)
{
    struct landlock_path_beneath_attr rule = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
        .parent_fd = open(folder, O_PATH | O_CLOEXEC),
    };
    if (rule.parent_fd < 0)
        return false;
    struct landlock_path_beneath_attr file_rule = rule; /* a stub is a file, and a file has no folder rights */
    file_rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
    bool ok = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0 ||
              syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &file_rule, 0) == 0;
    close(rule.parent_fd);
    return ok;
}

/* The folder around it: what is in its place changes with each rebuild, and with each copy that is swapped in. */
static bool allow_around(int ruleset, const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    return allow_reading(ruleset, folder) || !file_exists(folder);
}

struct port_rule {
    uint64_t access, port;
};

static bool allow_shards(int ruleset, bool network, struct shards *shards)
{
    enum { RULE_PORT = 2, ACCESS_CONNECT = 2 };
    struct shard_status status;
    for (size_t i = 0; shards && i < shards_len(shards); i++) {
        shards_status(shards, i, &status);
        const struct port_rule rule = {ACCESS_CONNECT, status.port};
        if (status.path && !allow_around(ruleset, status.path))
            return false;
        if (status.address && network && syscall(SYS_landlock_add_rule, ruleset, RULE_PORT, &rule, 0) != 0)
            return false;
    }
    return true;
}

static bool restrict_to(const char *folder, struct shards *shards)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return false;
    size_t size;
    struct ruleset_v6 all = all_that_the_kernel_knows((int)abi, &size);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (ruleset < 0)
        return false;
    bool ok = allow_reading(ruleset, folder) && allow_shards(ruleset, all.network != 0, shards) &&
              prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
              syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return ok;
}

/* A unit of systemd may have dropped them all, and have forbidden the call too: then there is nothing left to do. */
static bool has_no_capabilities(void)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct held[2];
    if (syscall(SYS_capget, &head, held) != 0)
        return false;
    return (held[0].permitted | held[1].permitted | held[0].inheritable | held[1].inheritable) == 0;
}

static bool drop_capabilities(void)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {{0}};
    for (unsigned long cap = 0; cap < 64; cap++)
        prctl(PR_CAPBSET_DROP, cap, 0, 0, 0); /* who may not drop them from the bounding set has none to drop */
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (syscall(SYS_capset, &head, none) != 0 && !has_no_capabilities())
        return false;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0; /* a core file would hold what is being asked, and who asks */
}

bool sandbox_files(void *ctx, const char *index, struct shards *shards, char **scope, struct error *err)
{
    static const char mend[] = "start with --no-sandbox where the kernel has no Landlock";
    *scope = nearest_there(ctx, index);
    if (!*scope)
        return error_set(err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
    if (!restrict_to(*scope, shards))
        return error_errno(err, *scope, "cannot be made the only folder to read", mend);
    return drop_capabilities() || error_errno(err, NULL, "capabilities cannot be dropped", "start with --no-sandbox");
}
