/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/page.h"

/* By its title a browser knows whether it has this search already: the site's name, and not that of one page of it. */
static void offer_search(struct buffer *out, const struct page_head *head)
{
    if (!head->site)
        return;
    buffer_text(out,
                "<link rel=\"search\" type=\"application/opensearchdescription+xml\" href=\"/opensearch.xml?lang=");
    url_escape(out, span_of(head->lang));
    buffer_text(out, "\" title=\"");
    html_escape(out, span_of(head->site));
    buffer_text(out, "\">\n");
}

void page_begin(struct exchange *x, const struct page_head *head)
{
    struct buffer *out = &x->reply.body;
    x->reply.type = "text/html; charset=utf-8";
    x->reply.html = true;
    x->reply.language = head->lang;
    buffer_text(out, "<!doctype html>\n<html lang=\"");
    html_escape(out, span_of(head->lang));
    buffer_format(out,
                  "\" dir=\"%s\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
                  "initial-scale=1\">\n",
                  head->rtl ? "rtl" : "ltr");
    buffer_text(
        out,
        "<meta name=\"robots\" content=\"noindex\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    html_escape(out, span_of(head->title));
    buffer_text(
        out,
        "</title>\n<link rel=\"stylesheet\" href=\"/twc-search.css\">\n<link rel=\"stylesheet\" "
        "href=\"/twc-search.css?page\">\n<link rel=\"icon\" href=\"data:,\">\n");
    offer_search(out, head);
    buffer_text(out, "<script src=\"/twc-search.js\" defer></script>\n<body class=\"twc-page\">\n");
}

void page_end(struct exchange *x)
{
    buffer_text(&x->reply.body, "\n</body>\n</html>\n");
}

static bool is_kept(const struct parameter *p)
{
    return p->value[0] && strcmp(p->name, "q") != 0 && strcmp(p->name, "lang") != 0 && strcmp(p->name, "offset") != 0;
}

static void hidden(struct buffer *out, const char *name, const char *value)
{
    buffer_text(out, "<input type=\"hidden\" name=\"");
    html_escape(out, span_of(name));
    buffer_text(out, "\" value=\"");
    html_escape(out, span_of(value));
    buffer_text(out, "\">");
}

void page_form(struct exchange *x, const struct words *words, const char *q, const char *lang)
{
    struct buffer *out = &x->reply.body;
    buffer_format(
        out,
        "<form role=\"search\" action=\"/search\"><label for=\"q\">%s</label><span><input id=\"q\" type=\"search\" "
        "name=\"q\" autocomplete=\"off\" enterkeyhint=\"search\" maxlength=\"1000\" value=\"",
        words->query);
    html_escape(out, span_of(q));
    buffer_text(out, "\">");
    if (lang && *lang)
        hidden(out, "lang", lang);
    for (size_t i = 0; i < x->parameters.len; i++) {
        if (is_kept(&x->parameters.at[i]))
            hidden(out, x->parameters.at[i].name, x->parameters.at[i].value);
    }
    buffer_format(out, "<button>%s</button></span></form>\n", words->search);
}

void page_fill(struct buffer *out, const char *text, const char *value)
{
    const char *at = strchr(text, '%');
    if (!at) {
        buffer_text(out, text);
        return;
    }
    buffer_span(out, (struct span){text, (size_t)(at - text)});
    html_escape(out, span_of(value));
    buffer_text(out, at + 2);
}
