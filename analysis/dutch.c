/* Dutch before and after Kraaij-Pohlmann's stemmer: plurals that change their vowel or come from Latin, and what it
 * leaves apart (staak and staken, hoge and hoog, ziekte and zieken). */
#include "analysis/stemmer.h"

struct irregular {
    const char *form, *base;
};

/* Whole words. */
static const struct irregular words[] = {
    {"agendas", "agenda"},   {"analyses", "analyse"},  {"beenderen", "been"},       {"betaald", "betalen"},
    {"betaalde", "betalen"}, {"betaalt", "betalen"},   {"bladeren", "blad"},        {"cameras", "camera"},
    {"caos", "cao"},         {"collegas", "collega"},  {"crises", "crisis"},        {"eieren", "ei"},
    {"fora", "forum"},       {"gemoederen", "gemoed"}, {"gidsen", "gids"},          {"hoenderen", "hoen"},
    {"ideeen", "idee"},      {"kalveren", "kalf"},     {"koeien", "koe"},           {"lammeren", "lam"},
    {"leden", "lid"},        {"liederen", "lied"},     {"musea", "museum"},         {"ontslaat", "ontslag"},
    {"ontslaan", "ontslag"}, {"paginas", "pagina"},    {"programmas", "programma"}, {"raderen", "rad"},
    {"runderen", "rund"},    {"schepen", "schip"},     {"smeden", "smid"},          {"stads", "stad"},
    {"steden", "stad"},      {"themas", "thema"},      {"vergaderd", "vergaderen"}, {"vergadert", "vergaderen"},
    {"vlooien", "vlo"},      {"volkeren", "volk"},     {"zieke", "ziek"},           {"zieken", "ziek"},
    {"ziekte", "ziek"},      {"ziekten", "ziek"},      {"ziektes", "ziek"},         {"zzpers", "zzp"},
    {"zzper", "zzp"},
};

/* Last parts of compounds, too: kaderleden, datacentra, hoofdsteden. */
static const struct irregular endings[] = {
    {"academici", "academicus"},
    {"centra", "centrum"},
    {"criteria", "criterium"},
    {"eieren", "ei"},
    {"goederen", "goed"},
    {"heden", "heid"},
    {"industrieen", "industrie"},
    {"kinderen", "kind"},
    {"koeien", "koe"},
    {"laboratoria", "laboratorium"},
    {"leden", "lid"},
    {"medici", "medicus"},
    {"musici", "musicus"},
    {"podia", "podium"},
    {"politici", "politicus"},
    {"schepen", "schip"},
    {"stadia", "stadium"},
    {"steden", "stad"},
    {"technici", "technicus"},
    {"ziekte", "ziek"},
    {"ziekten", "ziek"},
    {"ziektes", "ziek"},
};

/* Words that only look as if they ended so. */
static const char *const not_endings[] = {
    "geleden", "verleden", "overleden", "beleden", "kleden", "gleden", "besteden", "heden", "scheden", "eisteden",
};

static bool is_regular(struct span word)
{
    for (size_t i = 0; i < sizeof not_endings / sizeof *not_endings; i++)
        if (span_ends(word, span_of(not_endings[i])))
            return !span_ends(word, SPAN("heden")) || span_is(word, "heden");
    return false;
}

static size_t replace_ending(char *word, size_t len, size_t room, const struct irregular *irregular)
{
    size_t kept = len - strlen(irregular->form), base = strlen(irregular->base);
    if (kept + base > room)
        return len;
    memcpy(word + kept, irregular->base, base);
    return kept + base;
}

size_t dutch_normalise(char *word, size_t len, size_t room)
{
    struct span whole = {word, len};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(whole, words[i].form))
            return replace_ending(word, len, room, &words[i]);
    if (is_regular(whole))
        return len;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (span_ends(whole, span_of(endings[i].form)))
            return replace_ending(word, len, room, &endings[i]);
    return len;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* The e of hoge, grote, politieke: not that of a vowel pair, and something must be left. */
static size_t drop_final_e(char *stem, size_t len)
{
    if (len < 4 || stem[len - 1] != 'e' || is_vowel(stem[len - 2]))
        return len;
    len--;
    if (stem[len - 1] == stem[len - 2] && len > 3)
        len--;
    if (stem[len - 1] == 'v')
        stem[len - 1] = 'f';
    if (stem[len - 1] == 'z')
        stem[len - 1] = 's';
    return len;
}

/* staak → stak, so that it meets staken; sociaal → social. It costs raad = rad, which exact forms keep apart. */
static size_t undouble_vowel(char *stem, size_t len)
{
    if (len < 4)
        return len;
    char last = stem[len - 1], vowel = stem[len - 2];
    bool doubled = stem[len - 3] == vowel && stem[len - 4] != vowel &&
                   (vowel == 'a' || vowel == 'e' || vowel == 'o' || vowel == 'u');
    if (is_vowel(last) || !doubled)
        return len;
    stem[len - 2] = last;
    return len - 1;
}

size_t dutch_finish(char *stem, size_t len)
{
    return undouble_vowel(stem, drop_final_e(stem, len));
}
