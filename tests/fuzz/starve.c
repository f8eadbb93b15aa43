/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/starve.h"

#include <stdarg.h>
#include <stdlib.h>
#include <talloc.h>

static long left; /* until one fails; 0: none does */
static long made;
static bool all_after, tells; /* where it was that failed: TWC_STARVE_TELL */

void __sanitizer_print_stack_trace(void) __attribute__((weak));

void starve(long nth, bool all)
{
    left = nth;
    all_after = all;
    made = 0;
}

long starve_end(void)
{
    left = 0;
    return made;
}

/* A program that is run whole is told by its environment. */
__attribute__((constructor)) static void begin(void)
{
    const char *nth = getenv("TWC_STARVE");
    tells = getenv("TWC_STARVE_TELL") != NULL;
    if (nth)
        starve(strtol(nth, NULL, 10), getenv("TWC_STARVE_ALL") != NULL);
}

static bool fails(void)
{
    made++;
    if (left == 0 || --left > 0)
        return false;
    if (tells && __sanitizer_print_stack_trace)
        __sanitizer_print_stack_trace();
    left = all_after; /* 1: the next one fails too */
    return true;
}

#define WRAP(type, name, parameters, arguments) \
    type __real_##name parameters;              \
    type __wrap_##name parameters;              \
    type __wrap_##name parameters               \
    {                                           \
        return fails() ? NULL : __real_##name arguments; \
    }

WRAP(void *, _talloc_zero, (const void *ctx, size_t size, const char *name), (ctx, size, name))
WRAP(void *, _talloc_array, (const void *ctx, size_t size, unsigned count, const char *name), (ctx, size, count, name))
WRAP(void *, _talloc_zero_array, (const void *ctx, size_t size, unsigned count, const char *name), (ctx, size, count, name))
WRAP(void *, _talloc_memdup, (const void *ctx, const void *at, size_t size, const char *name), (ctx, at, size, name))
WRAP(void *, _talloc_realloc, (const void *ctx, void *at, size_t size, const char *name), (ctx, at, size, name))
WRAP(void *, _talloc_realloc_array, (const void *ctx, void *at, size_t size, unsigned count, const char *name),
     (ctx, at, size, count, name))
WRAP(void *, talloc_named_const, (const void *ctx, size_t size, const char *name), (ctx, size, name))
WRAP(void *, talloc_pool, (const void *ctx, size_t size), (ctx, size))
WRAP(char *, talloc_strdup, (const void *ctx, const char *text), (ctx, text))
WRAP(char *, talloc_strndup, (const void *ctx, const char *text, size_t len), (ctx, text, len))
WRAP(char *, talloc_vasprintf, (const void *ctx, const char *format, va_list arguments), (ctx, format, arguments))
WRAP(void *, malloc, (size_t size), (size))
WRAP(void *, calloc, (size_t count, size_t size), (count, size))

char *__wrap_talloc_asprintf(const void *ctx, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *__wrap_talloc_asprintf(const void *ctx, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = __wrap_talloc_vasprintf(ctx, format, arguments);
    va_end(arguments);
    return text;
}

char *__wrap_talloc_asprintf_append(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *__wrap_talloc_asprintf_append(char *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *longer = fails() ? NULL : talloc_vasprintf_append(text, format, arguments);
    va_end(arguments);
    return longer;
}
