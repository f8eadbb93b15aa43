/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor of serving: libmicrohttpd answering 2,000 bytes from memory, with as many threads as twc-searchd has.
 *
 *   bench-httpd THREADS     prints its address, and ends with standard input */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER = 2000 };

static enum MHD_Result answer(void *response, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **self)
{
    (void)url, (void)method, (void)version, (void)upload, (void)upload_size, (void)self;
    return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

int main(int argc, char **argv)
{
    static char text[ANSWER];
    unsigned threads = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 8;

    memset(text, 'x', sizeof text);

    struct MHD_Response *response = MHD_create_response_from_buffer(sizeof text, text, MHD_RESPMEM_PERSISTENT);

    MHD_add_response_header(response, "Content-Type", "application/json");

    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, response,
                                                 MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_END);

    if (!daemon)
        return 2;
    printf("listening on http://127.0.0.1:%u/\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (getchar() != EOF) {
    }
    MHD_stop_daemon(daemon);
    MHD_destroy_response(response);
    return 0;
}
