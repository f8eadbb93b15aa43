/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json.h"

#include <math.h>

#include "base/utf8.h"

struct json json_new(struct buffer *out)
{
    return (struct json){out, false};
}

static void before_value(struct json *json)
{
    if (json->comma)
        buffer_char(json->out, ',');
    json->comma = true;
}

void json_open(struct json *json, char bracket)
{
    before_value(json);
    buffer_char(json->out, bracket);
    json->comma = false;
}

void json_close(struct json *json, char bracket)
{
    buffer_char(json->out, bracket);
    json->comma = true;
}

void json_key(struct json *json, const char *key)
{
    json_string(json, span_of(key));
    buffer_char(json->out, ':');
    json->comma = false;
}

/* How a code point is written where it can't stand as it is; NULL where it can. U+2028 and U+2029 end a line in older
 * JavaScript. */
static const char *escape(int32_t codepoint, bool after_less)
{
    switch (codepoint) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case 0x2028:
        return "\\u2028";
    case 0x2029:
        return "\\u2029";
    case UTF8_REPLACEMENT: /* itself, and what a bad byte becomes */
        return "\xEF\xBF\xBD";
    case '/':
        return after_less ? "\\/" : NULL;
    case '!':
        return after_less ? "\\u0021" : NULL; /* "<!--" opens a comment inside a script element */
    default:
        return NULL;
    }
}

/* Most bytes stand as they are and are no part of anything that is escaped. */
static bool is_plain(char c)
{
    return c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '/' && c != '!';
}

void json_string(struct json *json, struct span text)
{
    before_value(json);
    buffer_char(json->out, '"');
    size_t done = 0, len;
    for (size_t i = 0; i < text.len; i += len) {
        len = 1;
        if (is_plain(text.at[i]))
            continue;
        int32_t codepoint = utf8_decode(span_from(text, i), &len);
        const char *instead = escape(codepoint, i > 0 && text.at[i - 1] == '<');
        if (!instead && codepoint >= 0x20)
            continue;
        buffer_add(json->out, text.at + done, i - done);
        if (instead)
            buffer_text(json->out, instead);
        else
            buffer_format(json->out, "\\u%04x", (unsigned)codepoint);
        done = i + len;
    }
    buffer_span(json->out, span_from(text, done));
    buffer_char(json->out, '"');
}

void json_text(struct json *json, const char *text)
{
    if (text)
        json_string(json, span_of(text));
    else
        json_null(json);
}

void json_int(struct json *json, int64_t number)
{
    before_value(json);
    buffer_format(json->out, "%lld", (long long)number);
}

void json_number(struct json *json, double number, int decimals)
{
    if (!isfinite(number)) {
        json_null(json); /* JSON has no word for these */
        return;
    }
    before_value(json);
    size_t start = json->out->len;
    buffer_format(json->out, "%.*f", decimals, number);
    for (size_t i = start; i < json->out->len; i++) /* the locale may have another decimal point */
        if (json->out->at[i] == ',')
            json->out->at[i] = '.';
}

void json_bool(struct json *json, bool yes)
{
    before_value(json);
    buffer_text(json->out, yes ? "true" : "false");
}

void json_null(struct json *json)
{
    before_value(json);
    buffer_text(json->out, "null");
}

void json_raw(struct json *json, struct span value)
{
    before_value(json);
    buffer_span(json->out, value);
}
