/* Dutch before and after Kraaij-Pohlmann's stemmer, which parts what belongs together (staak and staken, beeld and
 * beelden, mens and mensen, toren and torens, werkt and vergadert) and takes ge- from nouns that only begin so (gezond,
 * gemeente). Found by comparing the stems of singulars and plurals, infinitives and verb forms, of a word list. */
#include "analysis/stemmer.h"

/* Stands for an e while Kraaij-Pohlmann looks, so that no rule of its about ge- or -ster holds: a vowel to it as well.
 */
enum { KEPT_E = 'y' };

struct change {
    const char *from, *to;
};

/* Whole words. */
static const struct change words[] = {
    {"agendas", "agenda"},
    {"basis", "base"},
    {"beenderen", "been"},
    {"betaald", "betalen"},
    {"betaalde", "betalen"},
    {"bladeren", "blad"},
    {"cameras", "camera"},
    {"caos", "cao"},
    {"collegas", "collega"},
    {"crises", "crisis"},
    {"ei", "eieren"},
    {"fles", "flessen"},
    {"fora", "forum"},
    {"geeft", "geef"},
    {"gemoederen", "gemoed"},
    {"gids", "gidsen"},
    {"hoenderen", "hoen"},
    {"kalveren", "kalf"},
    {"koeien", "koe"},
    {"laars", "laarzen"},
    {"lammeren", "lam"},
    {"lens", "lenzen"},
    {"les", "lessen"},
    {"liederen", "lied"},
    {"medemens", "medemensen"},
    {"mens", "mensen"},
    {"mes", "messen"},
    {"musea", "museum"},
    {"ontslaan", "ontslag"},
    {"ontslaat", "ontslag"},
    {"overheden", "overheid"},
    {"overheids", "overheid"},
    {"paginas", "pagina"},
    {"pers", "persen"},
    {"programmas", "programma"},
    {"raderen", "rad"},
    {"runderen", "rund"},
    {"smeden", "smid"},
    {"themas", "thema"},
    {"vers", "verzen"},
    {"vlooien", "vlo"},
    {"volkeren", "volk"},
    {"zieke", "ziek"},
    {"zieken", "ziek"},
    {"zzper", "zzp"},
    {"zzpers", "zzp"},
};

/* The ends of words, of compounds too: kaderleden, datacentra, hoofdsteden. The first that holds is the one. */
static const struct change endings[] = {
    {"academici", "academicus"},
    {"centra", "centrum"},
    {"criteria", "criterium"},
    {"eieren", "eieren"},
    {"goederen", "goed"},
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
    {"heden", "heid"},
    /* Singulars that end as plurals do, by their plurals. */
    {"adres", "adressen"},
    {"advies", "adviezen"},
    {"beurs", "beurzen"},
    {"congres", "congressen"},
    {"dans", "dansen"},
    {"fonds", "fondsen"},
    {"grens", "grenzen"},
    {"impuls", "impulsen"},
    {"kaars", "kaarsen"},
    {"kans", "kansen"},
    {"koers", "koersen"},
    {"plaats", "plaatsen"},
    {"proces", "processen"},
    {"reeks", "reeksen"},
    {"spons", "sponzen"},
    {"succes", "successen"},
    {"toets", "toetsen"},
    {"wens", "wensen"},
    /* Plurals in -s that it keeps. */
    {"acts", "act"},
    {"assets", "asset"},
    {"bots", "bot"},
    {"chats", "chat"},
    {"dgets", "dget"},
    {"ects", "ect"},
    {"edits", "edit"},
    {"ents", "ent"},
    {"ests", "est"},
    {"formats", "format"},
    {"hits", "hit"},
    {"ickets", "icket"},
    {"ipts", "ipt"},
    {"ists", "ist"},
    {"kits", "kit"},
    {"ounts", "ount"},
    {"outs", "out"},
    {"perts", "pert"},
    {"posts", "post"},
    {"rants", "rant"},
    {"units", "unit"},
    {"eeen", "ee"},
    {"ieen", "ie"},
    {"inees", "inee"},
    {"nnees", "nnee"},
    {"solidair", "solidar"},
    {"solidaire", "solidar"},
    {"eerde", "eerd"},
    {"eerden", "eerd"},
};

/* The present tense of verbs; a participle ends so too, but begins with ge-. */
static const struct change verb_endings[] = {
    {"eert", "eren"}, {"eerd", "eren"}, {"stelt", "stel"}, {"telt", "tel"}, {"dt", "d"},
    {"gt", "g"},      {"mt", "m"},      {"wt", "w"},       {"aalt", "aal"}, {"eeft", "eef"},
    {"ijft", "ijf"},  {"oopt", "oop"},  {"oept", "oep"},
};

/* Words that only look as if they ended so. */
static const char *const not_endings[] = {
    "geleden",  "verleden", "overleden", "beleden",  "kleden",    "gleden",
    "besteden", "scheden",  "heeft",     "verkeerd", "verkeerde",
};

/* Noun and adjectives in ge- that end as a participle might. */
static const char *const ge_nouns[] = {
    "gebed",    "gebergte", "gebied",   "gebit",    "gebod",   "geboorte", "gedachte",   "gedeelte", "gedicht",
    "geduld",   "geest",    "gehalte",  "geheugen", "gehucht", "geit",     "geld",       "geleerd",  "geluid",
    "gemeente", "gemoed",   "gerecht",  "gerucht",  "geschut", "geslacht", "gestalte",   "getijde",  "gevecht",
    "geweld",   "gewicht",  "gewoonte", "gezant",   "gezicht", "gezond",   "gezondheid", "gift",
};

/* Behind these ge- is a participle's: aangekondigd, opgelost. */
static const char *const particles[] = {
    "aan",   "achter", "af",     "bij",   "binnen", "bloot", "buiten", "deel",  "dicht", "door",   "fijn",    "goed",
    "heen",  "in",     "kennis", "klaar", "kwijt",  "los",   "mede",   "mee",   "mis",   "na",     "neer",    "om",
    "onder", "op",     "open",   "over",  "plaats", "samen", "stil",   "stop",  "tegen", "tekort", "terecht", "terug",
    "thuis", "toe",    "uit",    "vast",  "veilig", "vol",   "voor",   "voort", "vrij",  "weer",   "weg",     "ziek",
};

static bool is_one_of(struct span word, const char *const *list, size_t len, bool (*is)(struct span, struct span))
{
    for (size_t i = 0; i < len; i++)
        if (is(word, span_of(list[i])))
            return true;
    return false;
}

#define ONE_OF(word, list, is) is_one_of(word, list, sizeof(list) / sizeof *(list), is)

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* from at the end of the word becomes to. */
static size_t replace_end(char *word, size_t len, size_t room, const struct change *change)
{
    size_t kept = len - strlen(change->from), to = strlen(change->to);
    if (kept + to > room)
        return len;
    memcpy(word + kept, change->to, to);
    return kept + to;
}

static size_t change_verb(char *word, size_t len, size_t room)
{
    size_t ge;
    struct span whole = {word, len};
    if (span_find(whole, SPAN("ge"), &ge) || ONE_OF(whole, not_endings, span_equal) || len < 4)
        return len;
    for (size_t i = 0; i < sizeof verb_endings / sizeof *verb_endings; i++)
        if (span_ends(whole, span_of(verb_endings[i].from)))
            return replace_end(word, len, room, &verb_endings[i]);
    return len;
}

static size_t change_irregular(char *word, size_t len, size_t room)
{
    struct span whole = {word, len};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(whole, words[i].from))
            return replace_end(word, len, room, &words[i]);
    if (ONE_OF(whole, not_endings, span_ends) || len < 4)
        return len;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (span_ends(whole, span_of(endings[i].from)))
            return replace_end(word, len, room, &endings[i]);
    return len;
}

/* torens, rondes, videos: the s of a plural before what Kraaij-Pohlmann takes off as well. */
static size_t drop_plural_s(const char *word, size_t len)
{
    struct span whole = {word, len};
    static const char *const singulars[] = {"chaos", "kosmos", "albatros", "pathos"};
    if (len < 5 || ONE_OF(whole, singulars, span_ends))
        return len;
    bool ens = len >= 6 && span_ends(whole, SPAN("ens"));
    bool es = len >= 6 && span_ends(whole, SPAN("es")) && !is_vowel(word[len - 3]);
    bool os = span_ends(whole, SPAN("os")) && word[len - 3] != 'o';
    return ens || es || os ? len - 1 : len;
}

/* amerikaanse, nederlandse. */
static size_t drop_adjective_e(const char *word, size_t len)
{
    struct span whole = {word, len};
    return len >= 6 && span_ends(whole, SPAN("se")) && !is_vowel(word[len - 3]) ? len - 1 : len;
}

/* beelden, woorden, waarde: -d belongs to the word; Kraaij-Pohlmann sees a past tense. */
static size_t drop_en_behind_d(const char *word, size_t len)
{
    struct span whole = {word, len};
    size_t end = span_ends(whole, SPAN("den")) ? 2 : span_ends(whole, SPAN("de")) ? 1 : 0;
    if (end == 0 || len < end + 4 || !strchr("bfgklmrsw", word[len - end - 2]))
        return len;
    return len - end;
}

/* handelt, vergadert, but not concert. */
static size_t drop_verb_t(const char *word, size_t len)
{
    static const char *const nouns[] = {"concert", "dessert", "expert", "robert", "alert", "advert", "covert"};
    struct span whole = {word, len};
    bool verb = len >= 7 && (span_ends(whole, SPAN("elt")) || span_ends(whole, SPAN("ert")));
    return verb && !is_vowel(word[len - 4]) && !ONE_OF(whole, nouns, span_ends) ? len - 1 : len;
}

static bool may_be_participle(struct span word)
{
    static const char *const ends[] = {"d", "t", "de", "te", "den", "ten"};
    return ONE_OF(word, ends, span_ends);
}

/* Whether the ge at at is the prefix of a participle. */
static bool is_participle_ge(struct span word, size_t at)
{
    if (at == 0)
        return may_be_participle(word) && !ONE_OF(word, ge_nouns, span_begins);
    if (!may_be_participle(word) && !span_ends(word, SPAN("en")))
        return false;
    return ONE_OF(span_first(word, at), particles, span_equal);
}

static bool is_ge_or_ster(struct span word, size_t at)
{
    struct span rest = span_from(word, at);
    if (span_begins(rest, SPAN("ge")) && rest.len > 3)
        return !is_participle_ge(word, at);
    return span_is(rest, "ster") || span_is(rest, "sters");
}

/* Whether the e at at must stay. */
static bool is_kept_e(struct span word, size_t at)
{
    if (word.at[at] != 'e' || at == 0)
        return false;
    if (word.at[at - 1] == 'g')
        return is_ge_or_ster(word, at - 1);
    return word.at[at - 1] == 't' && at > 1 && is_ge_or_ster(word, at - 2);
}

/* A y of the word's own would come back as an e: words with one are left alone. */
static bool has_own_y(struct span word)
{
    return memchr(word.at, KEPT_E, word.len) != NULL;
}

static void protect(char *word, size_t len)
{
    bool kept[256];
    struct span whole = {word, len < sizeof kept ? len : sizeof kept};
    if (has_own_y(whole))
        return;
    for (size_t i = 0; i < whole.len; i++)
        kept[i] = is_kept_e(whole, i);
    for (size_t i = 0; i < whole.len; i++)
        if (kept[i])
            word[i] = KEPT_E;
}

size_t dutch_normalise(char *word, size_t len, size_t room)
{
    size_t changed = change_irregular(word, len, room);
    if (changed == len) {
        len = drop_plural_s(word, len);
        len = drop_adjective_e(word, len);
        len = drop_en_behind_d(word, len);
        len = drop_verb_t(word, len);
    } else {
        len = changed;
    }
    len = change_verb(word, len, room);
    protect(word, len);
    return len;
}

static void restore(char *stem, size_t len, struct span form)
{
    if (has_own_y(form))
        return;
    for (size_t i = 0; i < len; i++)
        if (stem[i] == KEPT_E)
            stem[i] = 'e';
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
    bool doubled = vowel && strchr("aeou", vowel) && stem[len - 3] == vowel && stem[len - 4] != vowel;
    if (is_vowel(last) || !doubled)
        return len;
    stem[len - 2] = last;
    return len - 1;
}

size_t dutch_finish(char *stem, size_t len, struct span form)
{
    restore(stem, len, form);
    return undouble_vowel(stem, drop_final_e(stem, len));
}
