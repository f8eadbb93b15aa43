/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shortcodes: what of {{< x >}}…{{< /x >}} and {{% x %}}…{{% /x %}} is a page's text. */
#ifndef CORPUS_SHORTCODE_H
#define CORPUS_SHORTCODE_H

#include "corpus/site.h"

struct shortcode_rules {
    const struct shortcode_setting *(*setting)(const void *self, const char *name); /* may be NULL: none is set */
    const void *self;
    const char *folder; /* SITE, where template files are; NULL for nowhere */
    const char *lang;
    bool inline_shortcodes; /* {{< x.inline >}} runs */
    const char *page;       /* for messages */
    const struct listener *listener;
};

enum call_format {
    CALL_MARKDOWN,
    CALL_CODE, /* as it stands */
    CALL_HTML, /* a template's text */
};

/* What one call puts in its place; may hold further calls. */
struct shortcode_call {
    enum call_format format;
    struct span text;
    const char *alt; /* an image's alternative, or NULL */
};

struct shortcode_page {
    struct span text; /* the source, with MARK_CALL number MARK_CALL_END where calls[number] stands */
    const struct shortcode_call *calls;
    size_t calls_len;
};

/* Takes the calls out of a page's source (clean of marks). As Hugo does, {{% %}} with text inside becomes that text
 * before Markdown is read, everything else stands aside until after; all in code as well; commented calls
 * ({{</ * x * />}} without the blanks) become the call as one would write it; a call without a closing one has no text
 * inside. Parameters are dropped, and the text inside kept, unless the site says otherwise or Hugo itself does (figure,
 * details, highlight, youtube …). Talloc children of ctx. False when the text grew past cap or memory ran out. */
bool shortcodes_expand(void *ctx, struct span source, const struct shortcode_rules *, size_t cap,
                       struct shortcode_page *out);

#endif
