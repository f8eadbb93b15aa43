/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dutch before and after Kraaij-Pohlmann's stemmer, which parts what belongs together (staak and staken, beeld and
 * beelden, mens and mensen, toren and torens, werkt and vergadert) and takes ge- from nouns that only begin so (gezond,
 * gemeente). Found by comparing the stems of singulars and plurals, infinitives and verb forms, of a word list. */
#include "analysis/stemmer.h"

/* Stands for an e while Kraaij-Pohlmann looks, so that no rule of its about ge- or -ster holds: a vowel to it as well.
 */
enum { KEPT_E = 'y' };

struct change {
    struct span from;
    const char *to;
};

#define WORD(literal)                                                                                                  \
    {                                                                                                                  \
        literal, sizeof(literal) - 1                                                                                   \
    }

/* Whole words. */
static const struct change words[] = {
    {WORD("agendas"), "agenda"},
    {WORD("basis"), "base"},
    {WORD("beenderen"), "been"},
    {WORD("betaald"), "betalen"},
    {WORD("betaalde"), "betalen"},
    {WORD("bladeren"), "blad"},
    {WORD("cameras"), "camera"},
    {WORD("caos"), "cao"},
    {WORD("collegas"), "collega"},
    {WORD("crises"), "crisis"},
    {WORD("doen"), "doe"},
    {WORD("doet"), "doe"},
    {WORD("ei"), "eieren"},
    {WORD("fles"), "flessen"},
    {WORD("fora"), "forum"},
    {WORD("geeft"), "geef"},
    {WORD("gemoederen"), "gemoed"},
    {WORD("gids"), "gidsen"},
    {WORD("hoenderen"), "hoen"},
    {WORD("kalveren"), "kalf"},
    {WORD("koeien"), "koe"},
    {WORD("laars"), "laarzen"},
    {WORD("lammeren"), "lam"},
    {WORD("lens"), "lenzen"},
    {WORD("les"), "lessen"},
    {WORD("liederen"), "lied"},
    {WORD("medemens"), "medemensen"},
    {WORD("mens"), "mensen"},
    {WORD("mes"), "messen"},
    {WORD("musea"), "museum"},
    {WORD("ontslaan"), "ontslag"},
    {WORD("ontslaat"), "ontslag"},
    {WORD("overheden"), "overheid"},
    {WORD("overheids"), "overheid"},
    {WORD("paginas"), "pagina"},
    {WORD("pers"), "persen"},
    {WORD("programmas"), "programma"},
    {WORD("raderen"), "rad"},
    {WORD("runderen"), "rund"},
    {WORD("smeden"), "smid"},
    {WORD("themas"), "thema"},
    {WORD("vers"), "verzen"},
    {WORD("vlooien"), "vlo"},
    {WORD("volkeren"), "volk"},
    {WORD("zieke"), "ziek"},
    {WORD("zieken"), "ziek"},
    {WORD("zzper"), "zzp"},
    {WORD("zzpers"), "zzp"},
};

/* The ends of words, of compounds too: kaderleden, datacentra, hoofdsteden. The first that holds is the one. */
static const struct change endings[] = {
    {WORD("academici"), "academicus"},
    {WORD("centra"), "centrum"},
    {WORD("criteria"), "criterium"},
    {WORD("eieren"), "eieren"},
    {WORD("goederen"), "goed"},
    {WORD("kinderen"), "kind"},
    {WORD("koeien"), "koe"},
    {WORD("laboratoria"), "laboratorium"},
    {WORD("leden"), "lid"},
    {WORD("medici"), "medicus"},
    {WORD("musici"), "musicus"},
    {WORD("podia"), "podium"},
    {WORD("politici"), "politicus"},
    {WORD("schepen"), "schip"},
    {WORD("stadia"), "stadium"},
    {WORD("steden"), "stad"},
    {WORD("technici"), "technicus"},
    {WORD("ziekte"), "ziek"},
    {WORD("ziekten"), "ziek"},
    {WORD("ziektes"), "ziek"},
    {WORD("heden"), "heid"},
    /* Singulars that end as plurals do, by their plurals. */
    {WORD("adres"), "adressen"},
    {WORD("advies"), "adviezen"},
    {WORD("beurs"), "beurzen"},
    {WORD("congres"), "congressen"},
    {WORD("dans"), "dansen"},
    {WORD("fonds"), "fondsen"},
    {WORD("grens"), "grenzen"},
    {WORD("impuls"), "impulsen"},
    {WORD("kaars"), "kaarsen"},
    {WORD("kans"), "kansen"},
    {WORD("koers"), "koersen"},
    {WORD("plaats"), "plaatsen"},
    {WORD("proces"), "processen"},
    {WORD("reeks"), "reeksen"},
    {WORD("spons"), "sponzen"},
    {WORD("succes"), "successen"},
    {WORD("toets"), "toetsen"},
    {WORD("wens"), "wensen"},
    /* Plurals in -s that it keeps. */
    {WORD("acts"), "act"},
    {WORD("assets"), "asset"},
    {WORD("bots"), "bot"},
    {WORD("chats"), "chat"},
    {WORD("dgets"), "dget"},
    {WORD("ects"), "ect"},
    {WORD("edits"), "edit"},
    {WORD("ents"), "ent"},
    {WORD("ests"), "est"},
    {WORD("formats"), "format"},
    {WORD("hits"), "hit"},
    {WORD("ickets"), "icket"},
    {WORD("ipts"), "ipt"},
    {WORD("ists"), "ist"},
    {WORD("kits"), "kit"},
    {WORD("ounts"), "ount"},
    {WORD("outs"), "out"},
    {WORD("perts"), "pert"},
    {WORD("posts"), "post"},
    {WORD("rants"), "rant"},
    {WORD("units"), "unit"},
    {WORD("eeen"), "ee"},
    {WORD("ieen"), "ie"},
    {WORD("inees"), "inee"},
    {WORD("nnees"), "nnee"},
    {WORD("solidair"), "solidar"},
    {WORD("solidaire"), "solidar"},
    {WORD("eerde"), "eerd"},
    {WORD("eerden"), "eerd"},
};

/* The present tense of verbs; a participle ends so too, but begins with ge-. */
static const struct change verb_endings[] = {
    {WORD("eert"), "eren"}, {WORD("eerd"), "eren"}, {WORD("stelt"), "stel"}, {WORD("telt"), "tel"},
    {WORD("dt"), "d"},      {WORD("gt"), "g"},      {WORD("mt"), "m"},       {WORD("wt"), "w"},
    {WORD("aalt"), "aal"},  {WORD("eeft"), "eef"},  {WORD("ijft"), "ijf"},   {WORD("oopt"), "oop"},
    {WORD("oept"), "oep"},
};

/* Words that only look as if they ended so. */
static const struct span not_endings[] = {
    WORD("geleden"),  WORD("verleden"), WORD("overleden"), WORD("beleden"),  WORD("kleden"),    WORD("gleden"),
    WORD("besteden"), WORD("scheden"),  WORD("heeft"),     WORD("verkeerd"), WORD("verkeerde"),
};

/* Noun and adjectives in ge- that end as a participle might. */
static const struct span ge_nouns[] = {
    WORD("gebed"),    WORD("gebergte"), WORD("gebied"),  WORD("gebit"),      WORD("gebod"),   WORD("geboorte"),
    WORD("gedachte"), WORD("gedeelte"), WORD("gedicht"), WORD("geduld"),     WORD("geest"),   WORD("gehalte"),
    WORD("geheugen"), WORD("gehucht"),  WORD("geit"),    WORD("geld"),       WORD("geleerd"), WORD("geluid"),
    WORD("gemeente"), WORD("gemoed"),   WORD("gerecht"), WORD("gerucht"),    WORD("geschut"), WORD("geslacht"),
    WORD("gestalte"), WORD("getijde"),  WORD("gevecht"), WORD("geweld"),     WORD("gewicht"), WORD("gewoonte"),
    WORD("gezant"),   WORD("gezicht"),  WORD("gezond"),  WORD("gezondheid"), WORD("gift"),
};

/* Behind these ge- is a participle's: aangekondigd, opgelost. */
static const struct span particles[] = {
    WORD("aan"),    WORD("achter"), WORD("af"),    WORD("bij"),   WORD("binnen"), WORD("bloot"),  WORD("buiten"),
    WORD("deel"),   WORD("dicht"),  WORD("door"),  WORD("fijn"),  WORD("goed"),   WORD("heen"),   WORD("in"),
    WORD("kennis"), WORD("klaar"),  WORD("kwijt"), WORD("los"),   WORD("mede"),   WORD("mee"),    WORD("mis"),
    WORD("na"),     WORD("neer"),   WORD("om"),    WORD("onder"), WORD("op"),     WORD("open"),   WORD("over"),
    WORD("plaats"), WORD("samen"),  WORD("stil"),  WORD("stop"),  WORD("tegen"),  WORD("tekort"), WORD("terecht"),
    WORD("terug"),  WORD("thuis"),  WORD("toe"),   WORD("uit"),   WORD("vast"),   WORD("veilig"), WORD("vol"),
    WORD("voor"),   WORD("voort"),  WORD("vrij"),  WORD("weer"),  WORD("weg"),    WORD("ziek"),
};

static bool ends(struct span word, struct span end)
{
    return word.len >= end.len && word.at[word.len - 1] == end.at[end.len - 1] && span_ends(word, end);
}

static bool begins(struct span word, struct span beginning)
{
    return word.at[0] == beginning.at[0] && span_begins(word, beginning);
}

static bool is_one_of(struct span word, const struct span *list, size_t len, bool (*is)(struct span, struct span))
{
    for (size_t i = 0; i < len; i++)
        if (is(word, list[i]))
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
    size_t kept = len - change->from.len, to = strlen(change->to);
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
        if (ends(whole, verb_endings[i].from))
            return replace_end(word, len, room, &verb_endings[i]);
    return len;
}

static size_t change_irregular(char *word, size_t len, size_t room)
{
    struct span whole = {word, len};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_equal(whole, words[i].from))
            return replace_end(word, len, room, &words[i]);
    if (ONE_OF(whole, not_endings, ends) || len < 4)
        return len;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends(whole, endings[i].from))
            return replace_end(word, len, room, &endings[i]);
    return len;
}

/* torens, rondes, videos: the s of a plural before what Kraaij-Pohlmann takes off as well. */
static size_t drop_plural_s(const char *word, size_t len)
{
    struct span whole = {word, len};
    static const struct span singulars[] = {WORD("chaos"), WORD("kosmos"), WORD("albatros"), WORD("pathos")};
    if (len < 5 || ONE_OF(whole, singulars, ends))
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
    static const struct span nouns[] = {WORD("concert"), WORD("dessert"), WORD("expert"), WORD("robert"),
                                        WORD("alert"),   WORD("advert"),  WORD("covert")};
    struct span whole = {word, len};
    bool verb = len >= 7 && (span_ends(whole, SPAN("elt")) || span_ends(whole, SPAN("ert")));
    return verb && !is_vowel(word[len - 4]) && !ONE_OF(whole, nouns, ends) ? len - 1 : len;
}

static bool may_be_participle(struct span word)
{
    static const struct span forms[] = {WORD("d"), WORD("t"), WORD("de"), WORD("te"), WORD("den"), WORD("ten")};
    return ONE_OF(word, forms, ends);
}

/* Whether the ge at at is the prefix of a participle. */
static bool is_participle_ge(struct span word, size_t at)
{
    if (at == 0)
        return may_be_participle(word) && !ONE_OF(word, ge_nouns, begins);
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
    bool letter = (stem[len - 1] & 0x80) == 0; /* not bytes of one: srpⷷe */
    if (letter && stem[len - 1] == stem[len - 2] && len > 3)
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
