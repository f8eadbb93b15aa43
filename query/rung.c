/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rung.h"

static const char *const names[RUNGS] = {
    [RUNG_WORDS] = "words",         [RUNG_COMPOUND] = "compound",       [RUNG_VARIANT] = "variant",
    [RUNG_GLOSSARY] = "glossary",   [RUNG_TRANSLATION] = "translation", [RUNG_PREFIX] = "prefix",
    [RUNG_SPELLING] = "spelling",   [RUNG_ANY_WORD] = "any-word",       [RUNG_OTHER_LANGUAGE] = "other-language",
};

const char *rung_name(enum rung rung)
{
    return names[rung];
}
