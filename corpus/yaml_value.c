/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scalar is worth to Hugo, which reads YAML 1.2 and casts with spf13/cast. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus/need.h"
#include "corpus/yaml.h"

static bool one_of(const char *text, const char *const *words)
{
    for (; *words; words++) {
        if (strcmp(text, *words) == 0)
            return true;
    }
    return false;
}

bool yaml_is_null(const struct yaml *node)
{
    static const char *const words[] = {"", "~", "null", "Null", "NULL", NULL};
    return !node || (node->kind == YAML_SCALAR && node->plain && one_of(node->text, words));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* [-+]digits, without leading zeros that would make it an octal number or a telephone number. */
static bool whole_shape(const char *text)
{
    const char *digits = text + (*text == '-' || *text == '+');
    if (!is_digit(*digits) || (digits[0] == '0' && digits[1] != '\0'))
        return false;
    for (const char *c = digits; *c; c++) {
        if (!is_digit(*c))
            return false;
    }
    return true;
}

bool yaml_whole(const struct yaml *node, int64_t *out)
{
    if (!yaml_is_scalar(node) || !node->plain || !whole_shape(node->text))
        return false;
    errno = 0;
    long long value = strtoll(node->text, NULL, 10);
    *out = value;
    return errno == 0;
}

/* Digits with one dot, an exponent, or both; no hexadecimal, infinity or NaN, which nobody writes into a page. */
static bool float_shape(const char *text)
{
    const char *c = text + (*text == '-' || *text == '+');
    bool digits = false, mark = false;
    for (; is_digit(*c); c++)
        digits = true;
    if (*c == '.') {
        mark = true;
        for (c++; is_digit(*c); c++)
            digits = true;
    }
    if (digits && (*c == 'e' || *c == 'E')) {
        mark = true;
        c += 1 + (c[1] == '-' || c[1] == '+');
        if (!is_digit(*c))
            return false;
        while (is_digit(*c))
            c++;
    }
    return digits && mark && *c == '\0';
}

bool yaml_number(const struct yaml *node, double *out)
{
    int64_t whole;
    if (yaml_whole(node, &whole)) {
        *out = (double)whole;
        return true;
    }
    if (!yaml_is_scalar(node) || !node->plain || !float_shape(node->text))
        return false;
    *out = strtod(node->text, NULL);
    return isfinite(*out);
}

bool yaml_bool(const struct yaml *node, bool *out)
{
    static const char *const yes[] = {"1", "t", "T", "true", "TRUE", "True", NULL};
    static const char *const no[] = {"0", "f", "F", "false", "FALSE", "False", NULL};
    if (!yaml_is_scalar(node))
        return false;
    *out = one_of(node->text, yes);
    return *out || one_of(node->text, no);
}

/* The shortest decimal that reads back as the same number, never with an exponent (Go's 'f', -1). */
static const char *float_text(void *ctx, double value)
{
    char *text = NULL;
    for (int decimals = 0; decimals <= 17; decimals++) {
        talloc_free(text);
        text = text_format(ctx, "%.*f", decimals, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return text;
}

const char *yaml_text(void *ctx, const struct yaml *node)
{
    if (!yaml_is_scalar(node) || yaml_is_null(node))
        return "";
    if (!node->plain)
        return node->text;
    static const char *const yes[] = {"true", "True", "TRUE", NULL};
    static const char *const no[] = {"false", "False", "FALSE", NULL};
    if (one_of(node->text, yes))
        return "true";
    if (one_of(node->text, no))
        return "false";
    double value;
    if (float_shape(node->text) && yaml_number(node, &value))
        return float_text(ctx, value);
    return node->text;
}
