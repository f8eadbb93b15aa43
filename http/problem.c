/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/problem.h"

#include <talloc.h>

#include "http/negotiate.h"
#include "http/page.h"
#include "http/routes.h"

struct row {
    unsigned status;
    const char *name, *title, *detail;
    const char *about;       /* the page of it */
    const char *retry_after; /* seconds */
};

static const struct row rows[PROBLEMS] = {
    [PROBLEM_INVALID_PARAMETER] =
        {400, "invalid-parameter", "A parameter is not valid", "a parameter is not valid",
         "A parameter of the URL has a value that it cannot have. invalid_params names each one and says "
         "what it may be. The words of a query are never at fault: any text can be looked for.",
         NULL},
    [PROBLEM_BAD_REQUEST] = {400, "bad-request", "The request is not valid HTTP",
                             "the Host header is missing or doubled",
                             "A request over HTTP/1.1 names the host that it is for, once (RFC 9112, section 3.2).",
                             NULL},
    [PROBLEM_NOT_FOUND] = {404, "not-found", "There is nothing here", "nothing has this address",
                           "The address is none that this program answers. /api/v1/openapi.json lists them.", NULL},
    [PROBLEM_NO_SUCH_PAGE] =
        {404, "no-such-page", "The index has no such page", "no page has this id",
         "The id is that of no page in the index. Ids are in the hits of a search; a page that was moved or "
         "removed has lost its own.",
         NULL},
    [PROBLEM_METHOD_NOT_ALLOWED] =
        {405, "method-not-allowed", "This method is not answered", "GET, HEAD and OPTIONS are answered",
         "Everything here is only read, so GET, HEAD and OPTIONS are the methods. Allow names them.", NULL},
    [PROBLEM_URI_TOO_LONG] = {414, "uri-too-long", "The URL is too long", "the URL is longer than is read",
                              "A URL is read up to 8 kB unless the daemon was started with another --max-url.", NULL},
    [PROBLEM_TOO_MANY_REQUESTS] =
        {429, "too-many-requests", "Too many requests", "more requests came from your network than are answered",
         "Each network (the /24 of an IPv4 address, the /48 of an IPv6 one) has so many requests a "
         "second. Retry-After says when there is one again.",
         NULL},
    [PROBLEM_NO_INDEX] =
        {503, "no-index", "There is no index yet", "no index can be read at this moment",
         "The daemon runs, and has no index to answer from: twc-index has not been run yet, or made one that this "
         "version cannot read. The daemon's log says which. It takes up a new index by itself.",
         "5"},
    [PROBLEM_BUSY] = {503, "busy", "The index changed too often", "the index changed while it was read; ask again",
                      "The index was replaced several times while this request was answered. Asking again helps.", "1"},
    [PROBLEM_NO_MEMORY] = {503, "no-memory", "The daemon is out of memory",
                           "there is no memory to answer with; ask again",
                           "The memory that the daemon may have is in use. Asking again a little later helps.", "2"},
};

static void begin(struct exchange *x, const struct row *row)
{
    struct reply *r = &x->reply;
    *r = (struct reply){.status = row->status, .type = "application/problem+json", .language = "en"};
    r->body = buffer_new(x, REPLY_MAX);
    if (row->retry_after)
        reply_header(x, "Retry-After", row->retry_after);
    if (row->status == 405)
        reply_header(x, "Allow", "GET, HEAD, OPTIONS");
}

static void write_invalid(struct json *j, const struct invalid_parameter *invalid, size_t len)
{
    json_key(j, "invalid_params");
    json_open(j, '[');
    for (size_t i = 0; i < len; i++) {
        json_open(j, '{');
        json_key(j, "name");
        json_text(j, invalid[i].name);
        json_key(j, "reason");
        json_text(j, invalid[i].reason);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* ---- for a person who came to one of our own pages ---- */

static bool is_for_a_person(struct exchange *x)
{
    if (!x->route || (x->route->answer != answer_page && x->route->answer != answer_front))
        return false;
    const char *accept = exchange_header(x, "Accept");
    return wants_type(accept, "text/html") && wanted(accept, "text/html") > wanted(accept, "application/problem+json");
}

/* Without an index there are only the languages that the words are in. */
static const char *language_of(struct exchange *x)
{
    const char *there[] = {"en", "nl"}, *asked = parameters_get(&x->parameters, "lang");
    return wanted_language(asked && *asked ? asked : exchange_header(x, "Accept-Language"), there, 2, "en");
}

static void write_way_on(struct exchange *x, const struct words *words, const char *lang, bool same)
{
    struct buffer *out = &x->reply.body;
    struct buffer link = buffer_new(x, 64 << 10);
    if (same)
        parameters_link(&link, &x->parameters, NULL, NULL);
    else
        buffer_format(&link, "?lang=%s", lang);
    exchange_had(x, link.starved ? NULL : x);
    buffer_format(out, "<p><a href=\"%s", x->route->answer == answer_front ? "/" : "/search");
    html_escape(out, span_of(buffer_string(&link)));
    buffer_format(out, "\">%s</a></p></main>", same ? words->again : words->anew);
}

/* The same status and headers, in words that help. */
static void write_for_a_person(struct exchange *x, const struct row *row, const char *detail)
{
    const char *lang = language_of(x);
    const struct words *words = words_of(lang);
    struct buffer *out = &x->reply.body;
    const char *title = row->status == 400                                                   ? words->odd
                        : row->status == 429                                                 ? words->hasty
                        : x->route->answer == answer_front && row == &rows[PROBLEM_NO_INDEX] ? words->no_index
                                                                                             : words->away;
    page_begin(x, &(struct page_head){.lang = lang, .title = title});
    buffer_format(out, "<main class=\"front\"><h1>%s</h1>\n", title);
    if (row->status == 400 && detail) {
        buffer_text(out, "<p lang=\"en\">");
        html_escape(out, span_of(detail));
        buffer_text(out, "</p>\n");
    }
    write_way_on(x, words, lang, row->status != 400);
    page_end(x);
}

/* ---- for programs ---- */

static void write_problem(struct exchange *x, enum problem which, const char *detail,
                          const struct invalid_parameter *invalid, size_t len)
{
    const struct row *row = &rows[which];
    begin(x, row);
    if (is_for_a_person(x)) {
        write_for_a_person(x, row, detail);
        return;
    }
    struct json j = json_new(&x->reply.body);
    json_open(&j, '{');
    json_key(&j, "type");
    json_text(&j, exchange_had(x, talloc_asprintf(x, "/problems/%s", row->name)));
    json_key(&j, "title");
    json_text(&j, row->title);
    json_key(&j, "status");
    json_int(&j, row->status);
    json_key(&j, "detail");
    json_text(&j, detail ? detail : row->detail);
    json_key(&j, "instance");
    json_text(&j, x->path ? x->path : "/");
    if (len > 0)
        write_invalid(&j, invalid, len);
    json_close(&j, '}');
    buffer_char(&x->reply.body, '\n');
}

void problem_reply(struct exchange *x, enum problem which, const char *detail)
{
    write_problem(x, which, detail, NULL, 0);
}

void problem_reply_invalid(struct exchange *x, const struct invalid_parameter *invalid, size_t len)
{
    write_problem(x, PROBLEM_INVALID_PARAMETER, invalid[0].reason, invalid, len);
}

void problem_reply_error(struct exchange *x, const struct error *err)
{
    switch (err->kind) {
    case ERROR_INPUT:
        problem_reply(x, PROBLEM_INVALID_PARAMETER, err->text);
        return;
    case ERROR_MEMORY:
        problem_reply(x, PROBLEM_NO_MEMORY, NULL);
        return;
    case ERROR_BUSY:
        problem_reply(x, PROBLEM_BUSY, NULL);
        return;
    default: /* its text names folders of this machine: for the log, not for the world */
        problem_reply(x, PROBLEM_NO_INDEX, NULL);
    }
}

static void write_page(struct exchange *x, const struct row *row)
{
    struct buffer *out = &x->reply.body;
    page_begin(x, &(struct page_head){.lang = "en", .title = row->title});
    buffer_format(out, "<main><h1>%s</h1><p>%s</p><p>Status: %u. Type: <code>/problems/%s</code></p></main>",
                  row->title, row->about, row->status, row->name);
    page_end(x);
    x->reply.caching = CACHING_STATIC;
    x->reply.tag = reply_tag(x, TWC_VERSION, "problem", row->name);
}

void answer_problem(struct exchange *x)
{
    const char *name = x->path + strlen("/problems/");
    for (size_t i = 0; i < PROBLEMS; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            write_page(x, &rows[i]);
            return;
        }
    }
    problem_reply(x, PROBLEM_NOT_FOUND, NULL);
}
