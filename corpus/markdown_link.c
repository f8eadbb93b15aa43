/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/markdown_link.h"

#include <string.h>

enum { HOST_MAX = 256, LABEL_MAX = 63 };

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool in_host(char c)
{
    return is_alphanumeric(c) || is_one_of(c, "-@:%._+~#=");
}

static bool in_path(char c)
{
    return is_alphanumeric(c) || is_one_of(c, "-@:%_+.~#$!?&/=();,'\">^{}[]`");
}

bool link_may_follow(char before)
{
    return before == ' ' || (before >= '\t' && before <= '\r') || is_one_of(before, "*_~(\"'>`");
}

/* The longest host: signs of a host, then a dot and small letters, where a path may begin or the address ends. */
static size_t host_len(struct span text, bool port)
{
    size_t most = 0;
    while (most < text.len && most < HOST_MAX && in_host(text.at[most]))
        most++;
    for (size_t dot = most; dot > 1; dot--) {
        if (text.at[dot - 1] != '.')
            continue;
        size_t end = dot;
        while (end < text.len && is_lower(text.at[end]))
            end++;
        if (end == dot)
            continue;
        if (port && end + 1 < text.len && text.at[end] == ':' && text.at[end + 1] >= '0' && text.at[end + 1] <= '9')
            for (end++; end < text.len && text.at[end] >= '0' && text.at[end] <= '9';)
                end++;
        return end;
    }
    return 0;
}

static size_t path_len(struct span text)
{
    if (text.len == 0 || !is_one_of(text.at[0], "/#?"))
        return 0;
    size_t len = 1;
    while (len < text.len && in_path(text.at[len]))
        len++;
    return len;
}

/* Parentheses that close more than were opened belong to the sentence, as do an entity and signs at the end. */
static size_t trim_end(struct span link)
{
    size_t len = link.len;
    if (link.at[len - 1] == ')') {
        size_t opened = 0, closed = 0;
        for (size_t i = 0; i < len; i++) {
            opened += link.at[i] == '(';
            closed += link.at[i] == ')';
        }
        for (; closed > opened && len > 0 && link.at[len - 1] == ')'; closed--)
            len--;
    } else if (link.at[len - 1] == ';') {
        size_t at = len - 1;
        while (at > 0 && is_alphanumeric(link.at[at - 1]))
            at--;
        if (at > 0 && at < len - 1 && link.at[at - 1] == '&')
            len = at - 1;
    }
    while (len > 1 && is_one_of(link.at[len - 1], "?!.,:*_~"))
        len--;
    return len;
}

size_t link_len(struct span text)
{
    static const char *const schemes[] = {"http://", "https://", "ftp://"};
    size_t begin = 0;
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]) && begin == 0; i++)
        if (span_begins(text, span_of(schemes[i])))
            begin = strlen(schemes[i]);
    bool scheme = begin > 0;
    if (!scheme && !span_begins(text, SPAN("www.")))
        return 0;
    begin = scheme ? begin : 4;
    size_t host = host_len(span_from(text, begin), scheme);
    if (host == 0)
        return 0;
    size_t len = begin + host;
    len += path_len(span_from(text, len));
    return trim_end(span_first(text, len));
}

static bool in_email_name(char c)
{
    return is_alphanumeric(c) || is_one_of(c, "!#$%&'*+-./=?^_`{|}~");
}

/* Letters, digits and inner dashes, at most 63 of them. */
static size_t label_len(struct span text)
{
    size_t len = 0;
    while (len < text.len && len < LABEL_MAX && (is_alphanumeric(text.at[len]) || (len > 0 && text.at[len] == '-')))
        len++;
    while (len > 0 && text.at[len - 1] == '-')
        len--;
    return len;
}

size_t link_email_len(struct span text)
{
    size_t at = 0;
    while (at < text.len && in_email_name(text.at[at]))
        at++;
    if (at == 0 || !is_alphanumeric(text.at[0]) || at >= text.len || text.at[at] != '@')
        return 0;
    size_t len = at + 1, dots = 0, label;
    while ((label = label_len(span_from(text, len))) > 0) {
        len += label;
        if (len + 1 >= text.len || text.at[len] != '.' || !is_alphanumeric(text.at[len + 1]))
            break;
        dots++;
        len++;
    }
    return dots > 0 && !(len < text.len && is_one_of(text.at[len], "-_")) ? len : 0;
}
