/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A site of any size, the same for the same seed: pages in Dutch and English whose words follow Zipf's law, with a
 * vocabulary that grows with the text as a real one does (Heaps' law), front matter, headings, links and lists.
 *
 *   bench-text FOLDER PAGES [SEED]
 *
 * Every second page is the translation of the one before. Each title ends in a word of its set's own. */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FOLDER_PAGES = 1000, PATH_ROOM = 4096 };

struct tongue {
    const char *code;
    const char *const *usual; /* words that glue, by rank */
    size_t usual_len;
    const char *const *syllables;
    size_t syllables_len;
    uint64_t told;            /* words written until now: the vocabulary grows with it */
};

static const char *const usual_nl[] = {"de", "van", "een", "het", "en", "in", "is", "dat", "op", "te", "zijn", "voor",
                                       "met", "die", "niet", "aan", "er", "om", "ook", "als", "bij", "of", "je", "maar",
                                       "naar", "door", "worden", "over", "uit", "dan", "tot", "wordt", "kunnen"};
static const char *const usual_en[] = {"the", "of", "and", "to", "a", "in", "is", "that", "for", "it", "as", "was",
                                       "with", "be", "by", "on", "not", "he", "this", "are", "or", "his", "from", "at",
                                       "which", "but", "have", "an", "had", "they", "you", "were", "their"};
static const char *const syllables_nl[] = {"werk", "ge", "ver", "be", "lijk", "heid", "staat", "raad", "schap", "ing",
                                           "op", "aan", "slag", "bond", "recht", "loon", "tijd", "huis", "uit", "voor",
                                           "over", "dracht", "loos", "kracht", "geld", "land", "bouw", "zaak", "vrij",
                                           "schrift", "ne", "mer", "ders", "boek", "dag", "plicht", "veld"};
static const char *const syllables_en[] = {"work", "er", "re", "con", "tract", "tion", "ment", "pro", "able", "un",
                                           "ness", "form", "gov", "ern", "pay", "roll", "strike", "union", "ad", "dis",
                                           "cuss", "port", "ship", "ing", "ly", "ture", "struc", "man", "age", "ence",
                                           "light", "house", "board", "time", "sick", "leave", "vis"};

#define LEN(array) (sizeof(array) / sizeof *(array))

static uint64_t state;

static uint64_t random_next(void) /* xorshift64* */
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * 2685821657736338717ull;
}

static double random_share(void)
{
    return (double)(random_next() >> 11) / (double)(1ull << 53);
}

static size_t random_below(size_t limit)
{
    return (size_t)(random_share() * (double)limit);
}

/* Rank by Zipf's law with exponent 1 among so many: the inverse of its (logarithmic) sum. */
static uint64_t zipf(double among)
{
    return (uint64_t)exp(random_share() * log(among + 1));
}

/* The word of that rank, always the same: syllables by the digits of a number mixed from the rank, more for rare ones. */
static void word_of(const struct tongue *tongue, uint64_t rank, char *out, size_t room)
{
    if (rank <= tongue->usual_len) {
        snprintf(out, room, "%s", tongue->usual[rank - 1]);
        return;
    }

    uint64_t mixed = rank * 0x9E3779B97F4A7C15ull;
    size_t syllables = rank < 1200 ? 2 : rank < 40000 ? 3 : 4, len = 0;

    for (size_t i = 0; i < syllables && len + 16 < room; i++, mixed = mixed / tongue->syllables_len)
        len += (size_t)snprintf(out + len, room - len, "%s", tongue->syllables[mixed % tongue->syllables_len]);
}

static void next_word(struct tongue *tongue, char *out, size_t room)
{
    double vocabulary = 40 * pow((double)++tongue->told + 1000, 0.55);

    word_of(tongue, zipf(vocabulary), out, room);
}

static void write_words(FILE *out, struct tongue *tongue, size_t count, bool sentences)
{
    char word[128];
    size_t sentence = 0;

    for (size_t i = 0; i < count; i++) {
        next_word(tongue, word, sizeof word);
        bool first = sentence == 0, last = sentences && (i + 1 == count || ++sentence > 6 + random_below(18));
        if (first && word[0] >= 'a' && word[0] <= 'z')
            word[0] = (char)(word[0] - 32);
        sentence = last ? 0 : sentence ? sentence : 1;
        fprintf(out, i + 1 < count ? "%s%s " : "%s%s", word, last ? "." : "");
    }
}

static void write_section(FILE *out, struct tongue *tongue)
{
    fputs("\n## ", out);
    write_words(out, tongue, 2 + random_below(5), false);
    fputs("\n", out);
    for (size_t left = 1 + random_below(4); left > 0; left--) {
        fputs("\n", out);
        write_words(out, tongue, 20 + random_below(90), true);
        fputs("\n", out);
    }
    if (random_below(3) > 0)
        return;
    fputs("\n", out);
    for (size_t left = 3 + random_below(4); left > 0; left--) {
        fputs("- **", out);
        write_words(out, tongue, 1, false);
        fputs("** [", out);
        write_words(out, tongue, 2, false);
        fputs("](https://example.org/) ", out);
        write_words(out, tongue, 4 + random_below(10), false);
        fputs("\n", out);
    }
}

static void write_page(FILE *out, struct tongue *tongue, uint64_t set)
{
    fputs("---\ntitle: ", out);
    write_words(out, tongue, 3 + random_below(4), false);
    fprintf(out, " q%llux\ndate: %04d-%02d-%02d\ntags: [tag%zu, tag%zu]\n---\n\n", (unsigned long long)set,
            2010 + (int)random_below(15), 1 + (int)random_below(12), 1 + (int)random_below(28),
            (size_t)zipf(200), (size_t)zipf(200));
    write_words(out, tongue, 30 + random_below(60), true);
    fputs("\n", out);
    for (size_t left = random_below(9); left > 0; left--)
        write_section(out, tongue);
}

static FILE *open_page(const char *folder, const struct tongue *tongue, uint64_t set)
{
    char path[PATH_ROOM];
    uint64_t group = set / FOLDER_PAGES;

    snprintf(path, sizeof path, "%s/content/s%llu", folder, (unsigned long long)group);
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return NULL;
    snprintf(path, sizeof path, "%s/content/s%llu/p%llu.%s.md", folder, (unsigned long long)group,
             (unsigned long long)set, tongue->code);
    return fopen(path, "w");
}

static bool write_configuration(const char *folder)
{
    char path[PATH_ROOM];

    mkdir(folder, 0777);
    snprintf(path, sizeof path, "%s/content", folder);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/hugo.yaml", folder);

    FILE *out = fopen(path, "w");

    if (!out)
        return false;
    fputs("baseURL: https://example.org/\ndefaultContentLanguage: en\nlanguages:\n  en: {title: Bench}\n"
          "  nl: {title: Proef}\n", out);
    return fclose(out) == 0;
}

int main(int argc, char **argv)
{
    struct tongue tongues[2] = {{"en", usual_en, LEN(usual_en), syllables_en, LEN(syllables_en), 0},
                                {"nl", usual_nl, LEN(usual_nl), syllables_nl, LEN(syllables_nl), 0}};
    uint64_t pages = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;

    if (pages == 0) {
        fprintf(stderr, "usage: bench-text FOLDER PAGES [SEED]\n");
        return 2;
    }
    state = argc > 3 ? strtoull(argv[3], NULL, 10) * 2 + 1 : 1;
    if (!write_configuration(argv[1]))
        return perror(argv[1]), 2;
    for (uint64_t i = 0; i < pages; i++) {
        FILE *out = open_page(argv[1], &tongues[i % 2], i / 2);
        if (!out)
            return perror(argv[1]), 2;
        write_page(out, &tongues[i % 2], i / 2);
        if (fclose(out) != 0)
            return perror(argv[1]), 2;
    }
    return 0;
}
