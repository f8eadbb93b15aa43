/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/stop.h"

#include <stdlib.h>

#include "analysis/subtag.h"

/* Chosen by hand: articles, pronouns, prepositions, conjunctions, auxiliaries and the adverbs that lean on them. */
static const char *const stop_en[] = {
    "a",         "about",      "above",    "after",     "again",   "against",    "all",      "almost",   "along",
    "already",   "also",       "although", "always",    "am",      "among",      "an",       "and",      "another",
    "any",       "anybody",    "anyone",   "anything",  "are",     "arent",      "around",   "as",       "at",
    "away",      "be",         "became",   "because",   "become",  "been",       "before",   "being",    "below",
    "between",   "both",       "but",      "by",        "can",     "cannot",     "cant",     "could",    "couldnt",
    "did",       "didnt",      "do",       "does",      "doesnt",  "doing",      "done",     "dont",     "down",
    "during",    "each",       "either",   "else",      "etc",     "even",       "ever",     "every",    "everybody",
    "everyone",  "everything", "few",      "for",       "from",    "further",    "had",      "hadnt",    "has",
    "hasnt",     "have",       "havent",   "having",    "he",      "her",        "here",     "hers",     "herself",
    "him",       "himself",    "his",      "how",       "however", "i",          "id",       "if",       "im",
    "in",        "into",       "is",       "isnt",      "it",      "its",        "itself",   "ive",      "just",
    "let",       "lets",       "like",     "many",      "may",     "maybe",      "me",       "might",    "mine",
    "more",      "most",       "much",     "must",      "my",      "myself",     "neither",  "no",       "nobody",
    "none",      "nor",        "not",      "nothing",   "now",     "of",         "off",      "often",    "on",
    "once",      "one",        "only",     "onto",      "or",      "other",      "others",   "our",      "ours",
    "ourselves", "out",        "over",     "own",       "per",     "perhaps",    "please",   "quite",    "rather",
    "really",    "s",          "same",     "shall",     "she",     "should",     "shouldnt", "since",    "so",
    "some",      "somebody",   "someone",  "something", "still",   "such",       "t",        "than",     "that",
    "thats",     "the",        "their",    "theirs",    "them",    "themselves", "then",     "there",    "therefore",
    "theres",    "these",      "they",     "theyre",    "this",    "those",      "though",   "through",  "thus",
    "to",        "too",        "toward",   "towards",   "under",   "until",      "up",       "upon",     "us",
    "very",      "via",        "was",      "wasnt",     "we",      "well",       "were",     "werent",   "weve",
    "what",      "whatever",   "whats",    "when",      "where",   "whether",    "which",    "while",    "who",
    "whom",      "whose",      "why",      "will",      "with",    "within",     "without",  "wont",     "would",
    "wouldnt",   "yes",        "yet",      "you",       "your",    "youre",      "yours",    "yourself", "yourselves",
};

static const char *const stop_nl[] = {
    "aan",     "achter",    "af",        "al",       "alle",     "alleen",   "allemaal", "alles",    "als",
    "alsof",   "altijd",    "andere",    "anders",   "ben",      "bent",     "beter",    "bij",      "bijna",
    "binnen",  "boven",     "buiten",    "daar",     "daarbij",  "daardoor", "daarin",   "daarmee",  "daarna",
    "daarom",  "daarop",    "daarvan",   "daarvoor", "dan",      "dat",      "de",       "deze",     "dezelfde",
    "die",     "dit",       "doe",       "doen",     "doet",     "door",     "dus",      "echt",     "een",
    "eens",    "eerst",     "eigenlijk", "elk",      "elke",     "en",       "enige",    "er",       "eraan",
    "erbij",   "erg",       "erin",      "ermee",    "erop",     "ertoe",    "ervan",    "ervoor",   "etc",
    "even",    "ga",        "gaan",      "gaat",     "geen",     "geweest",  "gewoon",   "had",      "hadden",
    "hal",     "heb",       "hebben",    "hebt",     "heeft",    "heel",     "hele",     "hem",      "hen",
    "het",     "hetzelfde", "hier",      "hierbij",  "hierin",   "hiermee",  "hierop",   "hiervan",  "hiervoor",
    "hij",     "hoe",       "hoewel",    "hun",      "iemand",   "iets",     "ik",       "ikzelf",   "in",
    "is",      "ja",        "je",        "jij",      "jou",      "jouw",     "jullie",   "kan",      "kon",
    "konden",  "kun",       "kunnen",    "kunt",     "laat",     "laten",    "maar",     "mag",      "me",
    "mee",     "meer",      "meest",     "meeste",   "men",      "met",      "mezelf",   "mij",      "mijn",
    "mocht",   "moest",     "moesten",   "moet",     "moeten",   "mogen",    "na",       "naar",     "naast",
    "nadat",   "net",       "niemand",   "niet",     "niets",    "nog",      "nogal",    "nooit",    "nou",
    "nu",      "of",        "ofwel",     "om",       "omdat",    "omtrent",  "ondanks",  "onder",    "ons",
    "onszelf", "onze",      "ook",       "op",       "over",     "overal",   "pas",      "per",      "reeds",
    "s",       "samen",     "sinds",     "slechts",  "soms",     "steeds",   "t",        "te",       "tegen",
    "terwijl", "tijdens",   "toch",      "toen",     "tot",      "totdat",   "tussen",   "u",        "uit",
    "uw",      "vaak",      "van",       "vanaf",    "vanuit",   "vanwege",  "veel",     "verder",   "via",
    "vol",     "volgens",   "voor",      "vooral",   "voordat",  "waar",     "waarbij",  "waardoor", "waarin",
    "waarmee", "waarom",    "waarop",    "waarvan",  "waarvoor", "wanneer",  "want",     "waren",    "was",
    "wat",     "we",        "weer",      "wel",      "welk",     "welke",    "werd",     "werden",   "wie",
    "wij",     "wil",       "willen",    "wilt",     "word",     "worden",   "wordt",    "zal",      "ze",
    "zeer",    "zei",       "zelf",      "zich",     "zichzelf", "zij",      "zijn",     "zo",       "zoals",
    "zodat",   "zonder",    "zou",       "zouden",   "zowel",    "zullen",   "zult",
};

static const char *const stop_de[] = {
    "aber",    "alle",  "allem",  "allen",  "aller",  "alles",  "als",    "also",     "am",      "an",      "andere",
    "anderen", "auch",  "auf",    "aus",    "bei",    "beim",   "bin",    "bis",      "bist",    "da",      "damit",
    "dann",    "das",   "dass",   "dein",   "deine",  "dem",    "den",    "denn",     "der",     "deren",   "des",
    "dessen",  "dich",  "die",    "dies",   "diese",  "diesem", "diesen", "dieser",   "dieses",  "dir",     "doch",
    "dort",    "du",    "durch",  "ein",    "eine",   "einem",  "einen",  "einer",    "eines",   "er",      "es",
    "etwas",   "euch",  "euer",   "fur",    "gegen",  "habe",   "haben",  "hat",      "hatte",   "hatten",  "hier",
    "hinter",  "ich",   "ihm",    "ihn",    "ihnen",  "ihr",    "ihre",   "ihrem",    "ihren",   "ihrer",   "im",
    "in",      "ins",   "ist",    "ja",     "jede",   "jedem",  "jeden",  "jeder",    "jedes",   "jetzt",   "kann",
    "kein",    "keine", "keinem", "keinen", "keiner", "konnen", "konnte", "machen",   "man",     "manche",  "mein",
    "meine",   "mich",  "mir",    "mit",    "muss",   "mussen", "nach",   "nicht",    "nichts",  "noch",    "nun",
    "nur",     "ob",    "oder",   "ohne",   "sehr",   "sein",   "seine",  "seinem",   "seinen",  "seiner",  "seit",
    "sich",    "sie",   "sind",   "so",     "solche", "soll",   "sollen", "sollte",   "sondern", "sonst",   "uber",
    "um",      "und",   "uns",    "unser",  "unsere", "unter",  "viel",   "vom",      "von",     "vor",     "wahrend",
    "war",     "waren", "warum",  "was",    "weg",    "weil",   "weiter", "welche",   "welchem", "welchen", "welcher",
    "wenn",    "wer",   "werde",  "werden", "wie",    "wieder", "will",   "wir",      "wird",    "wirst",   "wo",
    "wollen",  "wurde", "wurden", "zu",     "zum",    "zur",    "zwar",   "zwischen",
};

static const char *const stop_fr[] = {
    "a",     "ai",      "ainsi",    "alors",  "au",    "aucun", "aucune",  "aussi",  "autre",   "autres", "aux",
    "avait", "avant",   "avec",     "avez",   "avoir", "avons", "c",       "ce",     "ceci",    "cela",   "ces",
    "cet",   "cette",   "ceux",     "chaque", "chez",  "comme", "comment", "d",      "dans",    "de",     "depuis",
    "des",   "donc",    "dont",     "du",     "elle",  "elles", "en",      "encore", "entre",   "es",     "est",
    "et",    "etaient", "etait",    "ete",    "etes",  "etre",  "eu",      "eux",    "fait",    "font",   "il",
    "ils",   "j",       "je",       "jusque", "l",     "la",    "le",      "les",    "leur",    "leurs",  "lui",
    "m",     "ma",      "mais",     "me",     "meme",  "mes",   "moi",     "mon",    "n",       "ne",     "ni",
    "nos",   "notre",   "nous",     "on",     "ont",   "ou",    "par",     "parce",  "pas",     "peu",    "peut",
    "plus",  "pour",    "pourquoi", "qu",     "quand", "que",   "quel",    "quelle", "quelles", "quels",  "qui",
    "quoi",  "s",       "sa",       "sans",   "se",    "sera",  "ses",     "si",     "son",     "sont",   "sous",
    "sur",   "t",       "ta",       "te",     "tes",   "toi",   "ton",     "tous",   "tout",    "toute",  "toutes",
    "tres",  "tu",      "un",       "une",    "vers",  "vos",   "votre",   "vous",   "y",
};

static const char *const stop_es[] = {
    "a",       "al",      "algo",  "algunas", "algunos", "ante",     "antes",   "aqui",    "asi",   "aun",   "aunque",
    "cada",    "como",    "con",   "contra",  "cual",    "cuando",   "de",      "del",     "desde", "donde", "dos",
    "durante", "e",       "el",    "ella",    "ellas",   "ellos",    "en",      "entre",   "era",   "eran",  "es",
    "esa",     "esas",    "ese",   "eso",     "esos",    "esta",     "estaba",  "estado",  "estan", "estar", "estas",
    "este",    "esto",    "estos", "fue",     "fueron",  "ha",       "habia",   "han",     "hasta", "hay",   "la",
    "las",     "le",      "les",   "lo",      "los",     "mas",      "me",      "mi",      "mis",   "mucho", "muchos",
    "muy",     "nada",    "ni",    "no",      "nos",     "nosotros", "nuestra", "nuestro", "o",     "os",    "otra",
    "otras",   "otro",    "otros", "para",    "pero",    "poco",     "por",     "porque",  "pues",  "que",   "quien",
    "quienes", "se",      "sea",   "segun",   "ser",     "si",       "sido",    "sin",     "sobre", "son",   "su",
    "sus",     "tambien", "tan",   "tanto",   "te",      "tiene",    "tienen",  "todo",    "todos", "tu",    "tus",
    "un",      "una",     "unas",  "uno",     "unos",    "usted",    "ustedes", "y",       "ya",    "yo",
};

static const char *const stop_it[] = {
    "a",      "ad",     "agli",   "ai",     "al",     "alla",   "alle",   "allo",   "anche",  "ancora", "avere",
    "aveva",  "c",      "che",    "chi",    "ci",     "cio",    "come",   "con",    "contro", "cosa",   "cui",
    "da",     "dagli",  "dai",    "dal",    "dalla",  "dalle",  "dallo",  "degli",  "dei",    "del",    "della",
    "delle",  "dello",  "di",     "dove",   "due",    "e",      "ed",     "era",    "erano",  "essere", "fa",
    "fare",   "fino",   "fra",    "gli",    "ha",     "hai",    "hanno",  "ho",     "i",      "il",     "in",
    "io",     "l",      "la",     "le",     "lei",    "li",     "lo",     "loro",   "lui",    "ma",     "me",
    "mi",     "mia",    "mie",    "miei",   "mio",    "molto",  "ne",     "negli",  "nei",    "nel",    "nella",
    "nelle",  "nello",  "no",     "noi",    "non",    "nostra", "nostro", "o",      "ogni",   "per",    "perche",
    "piu",    "poi",    "pu",     "puo",    "qual",   "quale",  "quando", "quanto", "quella", "quelle", "quelli",
    "quello", "questa", "queste", "questi", "questo", "qui",    "se",     "sei",    "senza",  "si",     "sia",
    "siamo",  "sono",   "sta",    "stata",  "stato",  "su",     "sua",    "sue",    "sugli",  "sui",    "sul",
    "sulla",  "sulle",  "suo",    "suoi",   "tra",    "tu",     "tua",    "tuo",    "tutti",  "tutto",  "un",
    "una",    "uno",    "vi",     "voi",    "vostra", "vostro",
};

static const char *const stop_pt[] = {
    "a",     "ainda",  "ao",   "aos",    "apenas", "aquela", "aquele", "aquilo", "as",    "ate",   "cada",  "com",
    "como",  "da",     "das",  "de",     "dela",   "dele",   "deles",  "depois", "do",    "dos",   "e",     "ela",
    "elas",  "ele",    "eles", "em",     "entre",  "era",    "eram",   "essa",   "esse",  "esta",  "estao", "estar",
    "estas", "estava", "este", "estes",  "eu",     "foi",    "for",    "foram",  "ha",    "isso",  "isto",  "ja",
    "la",    "lhe",    "mais", "mas",    "me",     "mesmo",  "meu",    "minha",  "muito", "na",    "nao",   "nas",
    "nem",   "no",     "nos",  "nossa",  "nosso",  "o",      "onde",   "os",     "ou",    "para",  "pela",  "pelas",
    "pelo",  "pelos",  "por",  "porque", "qual",   "quando", "que",    "quem",   "sao",   "se",    "sem",   "ser",
    "seu",   "seus",   "so",   "sobre",  "sua",    "suas",   "tambem", "te",     "tem",   "tinha", "todo",  "todos",
    "tu",    "um",     "uma",  "umas",   "uns",    "voce",   "voces",
};

static const char *const stop_sv[] = {
    "alla",  "allt",  "att",    "av",     "bara",  "blev",   "bli",   "blir",  "da",     "dar",    "de",    "dem",
    "den",   "denna", "deras",  "dess",   "dessa", "det",    "detta", "dig",   "din",    "dina",   "ditt",  "du",
    "efter", "ej",    "eller",  "en",     "er",    "era",    "ett",   "for",   "fore",   "fran",   "ha",    "hade",
    "han",   "hans",  "har",    "hela",   "henne", "hennes", "hon",   "honom", "hur",    "i",      "icke",  "in",
    "ingen", "inom",  "inte",   "jag",    "kan",   "kunde",  "man",   "med",   "mellan", "men",    "mig",   "min",
    "mina",  "mitt",  "mot",    "mycket", "nagon", "nagot",  "nagra", "nar",   "ni",     "nu",     "och",   "om",
    "oss",   "pa",    "sa",     "samma",  "sedan", "sig",    "sin",   "sina",  "sitt",   "ska",    "skall", "skulle",
    "som",   "till",  "under",  "upp",    "ut",    "utan",   "vad",   "var",   "vara",   "varfor", "vart",  "vi",
    "vid",   "vilka", "vilken", "vilket", "vill",
};

static const char *const stop_da[] = {
    "af",    "alle",  "alt",    "anden", "andet",  "at",    "blev", "blive", "bliver", "da",    "de",      "dem",
    "den",   "denne", "der",    "deres", "det",    "dette", "dig",  "din",   "dine",   "dit",   "du",      "efter",
    "eller", "en",    "end",    "er",    "et",     "fik",   "for",  "fra",   "ham",    "han",   "hans",    "har",
    "havde", "hende", "hendes", "her",   "hos",    "hun",   "hvad", "hvem",  "hvis",   "hvor",  "hvordan", "hvorfor",
    "i",     "ikke",  "ind",    "ingen", "intet",  "jeg",   "jer",  "kan",   "kunne",  "man",   "mange",   "med",
    "meget", "men",   "mig",    "min",   "mine",   "mit",   "mod",  "nar",   "ned",    "nej",   "nogen",   "noget",
    "nogle", "nu",    "og",     "ogsa",  "om",     "op",    "os",   "over",  "pa",     "sadan", "samme",   "sig",
    "sin",   "sine",  "sit",    "skal",  "skulle", "som",   "til",  "ud",    "uden",   "under", "vaere",   "var",
    "vi",    "vil",   "ville",  "vor",   "vores",
};

static const char *const stop_no[] = {
    "alle",  "alt",    "at",    "av",    "bare", "ble",    "bli",    "blir",    "da",    "de",    "deg",     "dem",
    "den",   "denne",  "der",   "deres", "det",  "dette",  "din",    "dine",    "ditt",  "du",    "eller",   "en",
    "er",    "et",     "etter", "for",   "fra",  "ha",     "hadde",  "han",     "hans",  "har",   "henne",   "hennes",
    "her",   "hos",    "hun",   "hva",   "hvem", "hver",   "hvilke", "hvilken", "hvis",  "hvor",  "hvordan", "hvorfor",
    "i",     "ikke",   "ingen", "inn",   "jeg",  "kan",    "kom",    "kunne",   "man",   "mange", "med",     "meg",
    "meget", "mellom", "men",   "min",   "mine", "mitt",   "mot",    "na",      "nar",   "ned",   "noe",     "noen",
    "nok",   "og",     "ogsa",  "om",    "opp",  "oss",    "over",   "pa",      "sa",    "samme", "seg",     "selv",
    "sin",   "sine",   "sitt",  "ska",   "skal", "skulle", "som",    "til",     "under", "ut",    "uten",    "vaere",
    "var",   "vare",   "vart",  "ved",   "vi",   "vil",    "ville",
};

static const char *const stop_fi[] = {
    "ei",   "eika",   "en",   "ett",   "etta",  "ette",  "han",    "hanen", "he",   "heidan", "hen",    "hyvin", "ja",
    "jo",   "joka",   "jos",  "jossa", "jotka", "kai",   "kanssa", "keta",  "kuin", "kuinka", "kuka",   "kun",   "me",
    "mika", "mikali", "mina", "minun", "mista", "miten", "mitka",  "mutta", "myos", "ne",     "niin",   "no",    "noin",
    "nyt",  "olen",   "olet", "oli",   "olisi", "olla",  "on",     "ovat",  "se",   "sen",    "siella", "siina", "sina",
    "sita", "tai",    "tama", "taman", "te",    "tuo",   "vaan",   "vai",   "vain",
};

#define LIST(code)                                                                                                     \
    {                                                                                                                  \
#code, stop_##code, sizeof stop_##code / sizeof *stop_##code                                                   \
    }

static const struct stop_list lists[] = {
    LIST(en),
    LIST(nl),
    LIST(de),
    LIST(fr),
    LIST(es),
    LIST(it),
    LIST(pt),
    LIST(sv),
    LIST(da),
    LIST(no),
    LIST(fi),
    {"nb", stop_no, sizeof stop_no / sizeof *stop_no},
    {"nn", stop_no, sizeof stop_no / sizeof *stop_no},
};

const struct stop_list *stop_list_find(const char *code)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (subtag_is(code, lists[i].language))
            return &lists[i];
    return NULL;
}

static int compare(const void *key, const void *word)
{
    return span_compare(*(const struct span *)key, span_of(*(const char *const *)word));
}

bool stop_list_has(const struct stop_list *list, struct span form)
{
    return list && bsearch(&form, list->words, list->len, sizeof *list->words, compare);
}
