/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/ask.h"

#include <talloc.h>

#include "http/routes.h"
#include "http/words.h"

static void element(struct buffer *out, const char *name, const char *text)
{
    buffer_format(out, "<%s>", name);
    html_escape(out, span_of(text));
    buffer_format(out, "</%s>", name);
}

static void url(struct buffer *out, const char *type, const char *origin, const char *path, const char *lang)
{
    buffer_format(out, "<Url type=\"%s\" template=\"", type);
    html_escape(out, span_of(origin));
    buffer_format(out, "%s?q={searchTerms}&amp;lang=", path);
    url_escape(out, span_of(lang));
    buffer_text(out, "\"/>");
}

/* Where browsers reach this program: on the site's own host, or else on the one that they asked. */
static const char *own_origin(struct exchange *x, const struct index_status *status)
{
    const char *site = site_origin(x, status);
    const char *host = exchange_header(x, "Host");
    return (site && *site) || !host ? site : exchange_had(x, talloc_asprintf(x, "http://%s", host));
}

/* As many words as have so many characters, or the beginning of one that is longer; a code point is never cut in two.
 */
static char *shortened(struct exchange *x, const char *text, size_t most)
{
    struct span all = span_of(text);
    size_t at = 0, word = 0, len = 0;
    for (; at < all.len && most > 0; most--) {
        word = all.at[at] == ' ' ? at : word;
        utf8_decode(span_from(all, at), &len);
        at += len;
    }
    bool within = at < all.len && all.at[at] != ' ' && word > 0;
    return exchange_had(x, span_copy(x, span_first(all, within ? word : at)));
}

void answer_opensearch(struct exchange *x)
{
    struct ask ask;
    if (!ask_index(x, &ask))
        return;
    const char *lang = reader_language(x, &ask.status), *origin = own_origin(x, &ask.status);
    const char *title = index_site_title(ask.index, lang);
    struct buffer *out = &x->reply.body;
    x->reply.type = "application/opensearchdescription+xml; charset=utf-8";
    x->reply.caching = CACHING_SHORT;
    x->reply.language = lang;
    x->reply.by_language = true;
    x->reply.tag = reply_tag(x, ask.status.generation, origin, lang);
    title = title && *title ? title : words_of(lang)->search;
    buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">");
    element(out, "ShortName", shortened(x, title, 16)); /* more, and 48, are not OpenSearch 1.1 */
    element(out, "LongName", shortened(x, title, 48));
    element(out, "Description", exchange_had(x, talloc_asprintf(x, "%s: %s", words_of(lang)->search, title)));
    element(out, "Language", lang);
    element(out, "InputEncoding", "UTF-8");
    url(out, "text/html", origin, "/search", lang);
    url(out, "application/json", origin, "/api/v1/search", lang);
    buffer_text(out, "<Url type=\"application/x-suggestions+json\" template=\"");
    html_escape(out, span_of(origin));
    buffer_text(out, "/api/v1/suggest?format=opensearch&amp;q={searchTerms}&amp;lang=");
    url_escape(out, span_of(lang));
    buffer_text(out, "\"/></OpenSearchDescription>\n");
}
