/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { WORD_MAX = 64 };

static int least(int a, int b, int c)
{
    int two = a < b ? a : b;
    return two < c ? two : c;
}

/* Levenshtein's distance where two neighbours that changed places count once (Damerau, optimal string alignment). */
static int distance(const char *a, const char *b)
{
    int rows[3][WORD_MAX + 1];
    size_t a_len = strlen(a), b_len = strlen(b);
    if (a_len > WORD_MAX || b_len > WORD_MAX)
        return WORD_MAX;
    for (size_t j = 0; j <= b_len; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= a_len; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= b_len; j++) {
            bool same = tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]);
            row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two_above[j - 2] + 1 < row[j])
                row[j] = two_above[j - 2] + 1;
        }
    }
    return rows[a_len % 3][b_len];
}

const char *nearest(const char *word, const char *const *words)
{
    const char *best = NULL;
    int limit = (int)strlen(word) / 3;
    int best_distance = limit < 2 ? 2 : limit;
    for (; *words; words++) {
        int d = distance(word, *words);
        /* The first of two that are as near wins; the lists are in the order of their use. */
        if (d < best_distance || (d == best_distance && !best)) {
            best = *words;
            best_distance = d;
        }
    }
    return best;
}
