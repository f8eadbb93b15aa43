/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forbidden.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <talloc.h>
#include <unistd.h>

struct act {
    const char *name;
    long got; /* negative: it was forbidden */
};

static long connect_to(int family)
{
    const struct sockaddr_in net = {.sin_family = AF_INET, .sin_port = htons(9)};
    const struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "/run/systemd/journal/socket"};
    int fd = socket(family, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
    return family == AF_INET ? connect(fd, (const struct sockaddr *)&net, sizeof net)
                             : connect(fd, (const struct sockaddr *)&local, sizeof local);
}

/* A child that came into being has nothing to do. */
static long child(long pid)
{
    if (pid == 0)
        syscall(SYS_exit_group, 0);
    return pid;
}

static long run_memory(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    long got = mprotect(page, 4096, PROT_READ | PROT_EXEC);
    munmap(page, 4096);
    return got;
}

static long map_to_run(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

char *forbidden_try(void *ctx, const char *folder)
{
    char *const none[] = {NULL};
    const char *ready = talloc_asprintf(ctx, "%s/ready", folder), *new = talloc_asprintf(ctx, "%s/new", folder);
    const struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
    struct io_uring_params ring = {0};
    int pair[2];
    const struct act acts[] = {
        {"open-passwd", open("/etc/passwd", O_RDONLY)},
        {"open-proc", open("/proc/self/environ", O_RDONLY)},
        {"open-above", open(talloc_asprintf(ctx, "%s/../../etc/passwd", folder), O_RDONLY)},
        {"list-root", open("/", O_RDONLY | O_DIRECTORY)},
        {"open-device", open("/dev/tty", O_RDONLY)},
        {"write", open(ready, O_WRONLY)},
        {"append", open(ready, O_WRONLY | O_APPEND)},
        {"truncate-open", open(ready, O_RDONLY | O_TRUNC)},
        {"truncate", truncate(ready, 0)},
        {"create", open(new, O_RDONLY | O_CREAT, 0600)},
        {"create-unnamed", open(folder, O_RDWR | O_TMPFILE, 0600)},
        {"mkdir", mkdirat(AT_FDCWD, new, 0700)},
        {"unlink", unlink(ready)},
        {"rename", rename(ready, new)},
        {"link", link(ready, new)},
        {"symlink", symlink("/etc", new)},
        {"chmod", chmod(ready, 0777)},
        {"chown", chown(ready, 1, 1)},
        {"mknod", mknodat(AT_FDCWD, new, 0100600, 0)},
        {"exec", execve("/bin/true", none, none)},
        {"execveat", syscall(SYS_execveat, AT_FDCWD, "/bin/true", none, none, 0)},
        {"fork", child(syscall(SYS_fork))},
        {"clone", child(syscall(SYS_clone, (long)SIGCHLD, 0L, 0L, 0L, 0L))},
        {"clone3", child(syscall(SYS_clone3, &(struct { uint64_t at[11]; }){{0}}, 88L))},
        {"socket-inet", socket(AF_INET, SOCK_STREAM, 0)},
        {"socket-unix", socket(AF_UNIX, SOCK_DGRAM, 0)},
        {"socket-netlink", socket(AF_NETLINK, SOCK_RAW, 0)},
        {"socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair)},
        {"connect-inet", connect_to(AF_INET)},
        {"connect-unix", connect_to(AF_UNIX)},
        {"ptrace", ptrace(PTRACE_TRACEME, 0, NULL, NULL)},
        {"read-memory", syscall(SYS_process_vm_readv, (long)getppid(), NULL, 0L, NULL, 0L, 0L)},
        {"kill", kill(getppid(), 0)},
        {"unshare", unshare(CLONE_NEWUSER)},
        {"unshare-files", unshare(CLONE_FS)},
        {"setns", setns(0, 0)},
        {"mount", mount("none", folder, "tmpfs", 0, NULL)},
        {"chroot", chroot(folder)},
        {"setuid", syscall(SYS_setuid, 0L)},
        {"raise-limit", setrlimit(RLIMIT_NOFILE, &more)},
        {"run-memory", run_memory()},
        {"map-to-run", map_to_run()},
        {"memfd", memfd_create("x", 0)},
        {"bpf", syscall(SYS_bpf, 0L, NULL, 0L)},
        {"perf", syscall(SYS_perf_event_open, NULL, 0L, -1L, -1L, 0L)},
        {"io_uring", syscall(SYS_io_uring_setup, 1L, &ring)},
        {"userfaultfd", syscall(SYS_userfaultfd, 0L)},
        {"keyring", syscall(SYS_add_key, "user", "x", "y", 1L, -3L)},
        {"type-for-another", ioctl(0, TIOCSTI, "x")},
        {"inotify", syscall(SYS_inotify_init1, 0L)},
    };
    char *allowed = NULL;
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (acts[i].got >= 0)
            allowed = talloc_asprintf(ctx, "%s%s ", allowed ? allowed : "", acts[i].name);
    return talloc_asprintf(ctx, "allowed: %s; tried %zu; thread %ld", allowed ? allowed : "none",
                           sizeof acts / sizeof acts[0], syscall(SYS_gettid));
}
