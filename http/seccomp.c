/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

/* What serving needs, of libmicrohttpd, libxapian, glibc and us. */
static const char *const allowed[] = {
    /* connections */
    "accept",
    "accept4",
    "recvfrom",
    "recvmsg",
    "sendto",
    "sendmsg",
    "shutdown",
    "getsockopt",
    "setsockopt",
    "getsockname",
    "getpeername",
    "epoll_create1",
    "epoll_ctl",
    "epoll_wait",
    "epoll_pwait",
    "poll",
    "ppoll",
    "select",
    "pselect6",
    "eventfd2",
    "pipe2",
    /* the index, read */
    "read",
    "readv",
    "pread64",
    "preadv",
    "lseek",
    "fstat",
    "stat",
    "lstat",
    "newfstatat",
    "statx",
    "access",
    "faccessat",
    "readlink",
    "readlinkat",
    "getdents64",
    "fadvise64",
    "close",
    "dup",
    "getcwd",
    "fcntl",
    /* the log, which is open already */
    "write",
    "writev",
    /* memory, threads, time */
    "munmap",
    "mremap",
    "madvise",
    "brk",
    "futex",
    "set_robust_list",
    "rseq",
    "membarrier",
    "sched_yield",
    "sched_getaffinity",
    "clock_gettime",
    "clock_getres",
    "clock_nanosleep",
    "nanosleep",
    "gettimeofday",
    "time",
    "getrandom",
    "getpid",
    "gettid",
    "getuid",
    "geteuid",
    "getgid",
    "getegid",
    "getrusage",
    "sysinfo",
    "uname",
    /* signals and the end */
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "rt_sigtimedwait",
    "rt_sigpending",
    "sigaltstack",
    "tgkill",
    "restart_syscall",
    "exit",
    "exit_group",
};

/* glibc asks for these first and does without them when they are not known, but not when they are forbidden. */
static const char *const unknown[] = {"clone3", "faccessat2", "openat2", "close_range", "epoll_pwait2", "futex_waitv"};

static bool is_absent(int number)
{
    return number == __NR_SCMP_ERROR;
}

static bool add_names(scmp_filter_ctx filter, uint32_t action, const char *const *names, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        int number = seccomp_syscall_resolve_name(names[i]);
        if (!is_absent(number) && seccomp_rule_add(filter, action, number, 0) != 0)
            return false;
    }
    return true;
}

static bool add_if_clear(scmp_filter_ctx filter, const char *name, unsigned argument, uint64_t bits)
{
    int number = seccomp_syscall_resolve_name(name);
    struct scmp_arg_cmp clear = {argument, SCMP_CMP_MASKED_EQ, bits, 0};
    return is_absent(number) || seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, 1, &clear) == 0;
}

static bool add_limited(scmp_filter_ctx filter)
{
    const uint64_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
    struct scmp_arg_cmp own_limits = {2, SCMP_CMP_EQ, 0, 0}; /* prlimit64 that only reads */
    return add_if_clear(filter, "open", 1, writing) && add_if_clear(filter, "openat", 2, writing) &&
           add_if_clear(filter, "mmap", 2, PROT_EXEC) && add_if_clear(filter, "mprotect", 2, PROT_EXEC) &&
           seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, seccomp_syscall_resolve_name("prlimit64"), 1, &own_limits) ==
               0;
}

/* TCP alone; to which ports, Landlock says. */
static bool add_connecting(scmp_filter_ctx filter)
{
    static const uint64_t families[] = {AF_INET, AF_INET6};
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        struct scmp_arg_cmp tcp[] = {{0, SCMP_CMP_EQ, families[i], 0}, {1, SCMP_CMP_MASKED_EQ, 0xF, SOCK_STREAM}};
        if (seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, seccomp_syscall_resolve_name("socket"), 2, tcp) != 0)
            return false;
    }
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, seccomp_syscall_resolve_name("connect"), 0) == 0;
}

static bool fill(scmp_filter_ctx filter, bool connects)
{
    return seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
           add_names(filter, SCMP_ACT_ALLOW, allowed, sizeof allowed / sizeof allowed[0]) &&
           add_names(filter, SCMP_ACT_ERRNO(ENOSYS), unknown, sizeof unknown / sizeof unknown[0]) &&
           add_limited(filter) && (!connects || add_connecting(filter));
}

bool sandbox_calls(bool connects, struct error *err)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return error_set(err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
    int failed = fill(filter, connects) ? seccomp_load(filter) : -EINVAL;
    seccomp_release(filter);
    if (failed == 0)
        return true;
    errno = -failed;
    return error_errno(err, NULL, "system calls cannot be filtered",
                       "start with --no-sandbox where the kernel has no seccomp");
}
