/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/stub.h"

#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "analysis/analysis.h"
#include "base/memory.h"

enum { STUB_BYTES_MAX = 1 << 16, PORT_MAX = 65535 };

static const char mend_line[] = "a line is: remote HOST:PORT, or: auto PATH";

/* ---- lines ---- */

struct reading_stub {
    const char *path;
    struct stub *stub;
    unsigned line;
    struct error *err;
};

static bool wrong(const struct reading_stub *reading, const char *what, const char *mend)
{
    return error_set(reading->err, ERROR_INPUT, reading->path, reading->line, what, mend);
}

/* Digits, so that nothing is looked up once the daemon has closed itself off. */
static const char *digits_of(void *ctx, const char *host)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char digits[NI_MAXHOST] = "";

    if (getaddrinfo(host, NULL, &hints, &found) != 0)
        return NULL;
    if (getnameinfo(found->ai_addr, found->ai_addrlen, digits, sizeof digits, NULL, 0, NI_NUMERICHOST) != 0)
        digits[0] = '\0';
    freeaddrinfo(found);
    return *digits ? talloc_strdup(ctx, digits) : NULL;
}

static bool read_server(const struct reading_stub *reading, struct stub_shard *out, const char *text)
{
    const char *colon = strrchr(text, ':');
    char *end = NULL, *host = colon ? talloc_strndup(reading->stub, text, (size_t)(colon - text)) : NULL;
    unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;
    size_t len = host ? strlen(host) : 0;

    if (len == 0 || port == 0 || port > PORT_MAX || *end)
        return wrong(reading, "this names no server", mend_line);
    if (host[0] == '[' && host[len - 1] == ']') { /* [::1]:7001 */
        host[len - 1] = '\0';
        host++;
    }
    *out = (struct stub_shard){.name = text, .address = digits_of(reading->stub, host), .port = (unsigned)port};
    return out->address || wrong(reading, "this host's address is not known", "write its address in digits");
}

static bool read_path(const struct reading_stub *reading, struct stub_shard *out, const char *text)
{
    const char *slash = strrchr(reading->path, '/');
    bool beside = *text != '/' && slash;

    *out = (struct stub_shard){
        .name = text,
        .path = beside ? talloc_asprintf(reading->stub, "%.*s/%s", (int)(slash - reading->path), reading->path, text)
                       : text,
    };
    return true;
}

static bool read_line(const struct reading_stub *reading, struct span line)
{
    char *text = span_copy(reading->stub, span_trim(line)), *rest;

    if (!text || *text == '\0' || *text == '#')
        return true;
    if (reading->stub->len == STUB_SHARDS_MAX)
        return wrong(reading, "these are too many shards", "256 at most");
    rest = text + strcspn(text, " \t");
    if (*rest)
        *rest++ = '\0';
    rest += strspn(rest, " \t");
    if (!*rest)
        return wrong(reading, "this names no shard", mend_line);

    struct stub_shard *out = &reading->stub->at[reading->stub->len++];

    if (strcmp(text, "remote") == 0)
        return read_server(reading, out, rest);
    if (strcmp(text, "auto") == 0 || strcmp(text, "glass") == 0)
        return read_path(reading, out, rest);
    return wrong(reading, "this names no shard", mend_line);
}

/* ---- the whole ---- */

static bool is_file(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

char *stub_at(void *ctx, const char *path)
{
    char *inside = talloc_asprintf(ctx, "%s/" STUB_NAME, path), *current = talloc_asprintf(inside, "%s/current", path);
    bool is_inside = inside && current && !file_exists(current) && is_file(inside);

    talloc_free(current);
    if (is_inside)
        return inside;
    talloc_free(inside);
    return is_file(path) ? talloc_strdup(ctx, path) : NULL;
}

struct stub *stub_read(void *ctx, const char *path, struct error *err)
{
    struct stub *stub = talloc_zero(ctx, struct stub);
    struct reading_stub reading = {path, stub, 0, err};
    size_t len = 0, first = 0;
    char *text = file_read(stub, path, NULL, STUB_BYTES_MAX, &len, NULL, err);
    bool read = text != NULL;

    if (stub)
        stub->at = array_new(stub, struct stub_shard, STUB_SHARDS_MAX);
    if (!stub || !stub->at)
        read = error_set(err, ERROR_MEMORY, path, 0, "memory ran out", NULL);
    for (size_t i = 0; read && i <= len; i++)
        if (i == len || text[i] == '\n') {
            reading.line++;
            read = read_line(&reading, (struct span){text + first, i - first});
            first = i + 1;
        }
    if (read && stub->len == 0)
        read = error_set(err, ERROR_INPUT, path, 0, "it lists no shard", mend_line);
    if (read)
        return stub;
    talloc_free(stub);
    return NULL;
}
