/* SPDX-License-Identifier: GPL-3.0-or-later */
/* English before its stemmer: British spelling to American, -ise to -ize, plurals from Latin and Old English, and a few
 * verbs of work that bend. */
#include "analysis/stemmer.h"

struct spelling {
    const char *british, *american;
};

/* A word that begins so; what follows stays: labour-er, catalogue-s. Sorted by no rule but kinship. */
static const struct spelling beginnings[] = {
    {"labour", "labor"},
    {"colour", "color"},
    {"discolour", "discolor"},
    {"honour", "honor"},
    {"dishonour", "dishonor"},
    {"favour", "favor"},
    {"unfavour", "unfavor"},
    {"disfavour", "disfavor"},
    {"behaviour", "behavior"},
    {"misbehaviour", "misbehavior"},
    {"neighbour", "neighbor"},
    {"harbour", "harbor"},
    {"humour", "humor"},
    {"rumour", "rumor"},
    {"vapour", "vapor"},
    {"flavour", "flavor"},
    {"endeavour", "endeavor"},
    {"armour", "armor"},
    {"odour", "odor"},
    {"tumour", "tumor"},
    {"saviour", "savior"},
    {"savour", "savor"},
    {"splendour", "splendor"},
    {"vigour", "vigor"},
    {"rigour", "rigor"},
    {"valour", "valor"},
    {"candour", "candor"},
    {"clamour", "clamor"},
    {"demeanour", "demeanor"},
    {"misdemeanour", "misdemeanor"},
    {"fervour", "fervor"},
    {"parlour", "parlor"},
    {"ardour", "ardor"},
    {"arbour", "arbor"},
    {"rancour", "rancor"},
    {"centred", "centered"},
    {"centre", "center"},
    {"centring", "centering"},
    {"theatre", "theater"},
    {"fibre", "fiber"},
    {"calibre", "caliber"},
    {"lustre", "luster"},
    {"spectre", "specter"},
    {"meagre", "meager"},
    {"sombre", "somber"},
    {"manoeuvr", "maneuver"},
    {"catalogue", "catalog"},
    {"cataloguing", "cataloging"},
    {"dialogue", "dialog"},
    {"analogue", "analog"},
    {"defence", "defense"},
    {"offence", "offense"},
    {"pretence", "pretense"},
    {"licence", "license"},
    {"practis", "practic"},
    {"cancell", "cancel"},
    {"travell", "travel"},
    {"labell", "label"},
    {"modell", "model"},
    {"fuell", "fuel"},
    {"counsell", "counsel"},
    {"signall", "signal"},
    {"levell", "level"},
    {"channell", "channel"},
    {"quarrell", "quarrel"},
    {"tunnell", "tunnel"},
    {"jewellery", "jewelry"},
    {"jewell", "jewel"},
    {"fulfil", "fulfill"},
    {"skilful", "skillful"},
    {"wilful", "willful"},
    {"instalment", "installment"},
    {"enrolment", "enrollment"},
    {"aluminium", "aluminum"},
    {"grey", "gray"},
    {"ageing", "aging"},
    {"judgement", "judgment"},
    {"acknowledgement", "acknowledgment"},
    {"artefact", "artifact"},
    {"aeroplane", "airplane"},
    {"paediatr", "pediatr"},
    {"anaem", "anem"},
    {"anaesth", "anesth"},
    {"haem", "hem"},
    {"leukaem", "leukem"},
    {"oestr", "estr"},
    {"oedema", "edema"},
    {"oesophag", "esophag"},
    {"foet", "fet"},
    {"gynaecolog", "gynecolog"},
    {"orthopaed", "orthoped"},
    {"encyclopaed", "encycloped"},
    {"diarrhoea", "diarrhea"},
    {"caesar", "cesar"},
    {"ischaem", "ischem"},
    {"hypoglycaem", "hypoglycem"},
    {"hyperglycaem", "hyperglycem"},
    {"sulph", "sulf"},
    {"plough", "plow"},
    {"sceptic", "skeptic"},
    {"mould", "mold"},
    {"smoulder", "smolder"},
    {"cosy", "cozy"},
    {"pyjama", "pajama"},
    {"programme", "program"},
    {"kilogramme", "kilogram"},
    {"analyse", "analyze"},
    {"analysing", "analyzing"},
    {"paralys", "paralyz"},
    {"catalys", "catalyz"},
    {"speciality", "specialty"},
};

/* These only look British: analyses is a plural, paralysis and catalysis are what they are. */
static const char *const kept[] = {
    "analyses",   "catalysis",  "catalyst",    "catalysts",   "paralysis",    "cataclysm",
    "fulfill",    "fulfilled",  "fulfilling",  "fulfillment", "fulfills",     "greyhound",
    "greyhounds", "programmer", "programmers", "programmed",  "cancellation", "cancellations",
};

static const struct spelling plurals[] = {
    {"women", "woman"},
    {"men", "man"},
    {"children", "child"},
    {"feet", "foot"},
    {"teeth", "tooth"},
    {"mice", "mouse"},
    {"geese", "goose"},
    {"criteria", "criterion"},
    {"phenomena", "phenomenon"},
    {"matrices", "matrix"},
    {"vertices", "vertex"},
    {"indices", "index"},
    {"appendices", "appendix"},
    {"formulae", "formula"},
    {"analyses", "analysis"},
    {"crises", "crisis"},
    {"diagnoses", "diagnosis"},
    {"hypotheses", "hypothesis"},
    {"syntheses", "synthesis"},
    {"theses", "thesis"},
    {"parentheses", "parenthesis"},
    {"prognoses", "prognosis"},
    {"bacteria", "bacterium"},
    {"mitochondria", "mitochondrion"},
    {"salesmen", "salesman"},
    {"workmen", "workman"},
    {"councillor", "councilor"},
    {"councillors", "councilor"},
    {"metre", "meter"},
    {"metres", "meters"},
    {"litre", "liter"},
    {"litres", "liters"},
    {"kilometre", "kilometer"},
    {"kilometres", "kilometers"},
    {"centimetre", "centimeter"},
    {"centimetres", "centimeters"},
    {"millimetre", "millimeter"},
    {"millimetres", "millimeters"},
    {"enrol", "enroll"},
    {"enrols", "enrolls"},
    {"struck", "strike"},
    {"fought", "fight"},
    {"severance", "severanc"}, /* which the stemmer would take for several */
};

/* As span_begins and span_ends, but nothing is measured first: most of the table differs in the first letter. */
static bool begins(struct span word, const char *beginning)
{
    size_t i = 0;
    while (i < word.len && beginning[i] && word.at[i] == beginning[i])
        i++;
    return beginning[i] == '\0';
}

static bool is_word(struct span word, const char *other)
{
    return word.at[0] == other[0] && span_is(word, other);
}

static size_t put(char *word, size_t len, size_t room, size_t cut, const char *with)
{
    size_t with_len = strlen(with), rest = len - cut;
    if (with_len + rest > room)
        return len;
    memmove(word + with_len, word + cut, rest);
    memcpy(word, with, with_len);
    return with_len + rest;
}

static bool is_kept(struct span word)
{
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (is_word(word, kept[i]))
            return true;
    return false;
}

static size_t americanise(char *word, size_t len, size_t room)
{
    struct span whole = {word, len};
    if (is_kept(whole))
        return len;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (begins(whole, beginnings[i].british))
            return put(word, len, room, strlen(beginnings[i].british), beginnings[i].american);
    return len;
}

/* Where the s of a verb's -is- stands: organis(e|ed|es|er|ers|ing|able|ation|ations). 0 where there is none. */
static size_t find_ise(struct span word)
{
    static const char *const tails[] = {"ise",   "ised",   "ises",    "iser",    "isers",
                                        "ising", "isable", "isation", "isations"};
    size_t is;
    if (!span_find(word, SPAN("is"), &is))
        return 0;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (span_ends(word, span_of(tails[i])))
            return word.len - strlen(tails[i]) + 1;
    return 0;
}

/* Before -ise these make words that are never written with z: likewise, revise, surprise, exercise, franchise,
 * disguise, raise, noise, bruise, cruise; and those that nothing but a list tells. */
static bool is_never_ize(struct span stem)
{
    static const char *const ends[] = {"w", "v", "pr", "c", "ch", "gu", "ra", "no", "bru", "cru"};
    static const char *const words[] = {"prom",  "comprom", "prem", "advert", "expert", "merchand", "treat",
                                        "parad", "dem",     "ar",   "sunr",   "desp",   "mala",     "turquo",
                                        "torto", "po",      "pra",  "chem",   "an",     "d",        "likew",
                                        "m",     "r",       "kaz",  "concub", "dis",    "repr"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (span_ends(stem, span_of(ends[i])))
            return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(stem, words[i]))
            return true;
    return stem.len < 3;
}

static void write_ize(char *word, size_t len)
{
    size_t s = find_ise((struct span){word, len});
    if (s > 1 && !is_never_ize((struct span){word, s - 1}))
        word[s] = 'z';
}

size_t english_normalise(char *word, size_t len, size_t room)
{
    struct span whole = {word, len};
    for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++)
        if (is_word(whole, plurals[i].british))
            return put(word, len, room, len, plurals[i].american);
    len = americanise(word, len, room);
    write_ize(word, len);
    return len;
}
