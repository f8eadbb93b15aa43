/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/html.h"

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;"; /* &apos; is not HTML 4 */
    default:
        return NULL;
    }
}

void html_escape(struct buffer *out, struct span text)
{
    size_t done = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *instead = entity(text.at[i]);
        if (!instead)
            continue;
        buffer_add(out, text.at + done, i - done);
        buffer_text(out, instead);
        done = i + 1;
    }
    buffer_span(out, span_from(text, done));
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

void url_escape(struct buffer *out, struct span text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (is_unreserved(text.at[i]))
            buffer_char(out, text.at[i]);
        else
            buffer_add(out, (char[]){'%', digits[c >> 4], digits[c & 15]}, 3);
    }
}
