/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every weight of the ranking, and why it is what it is.
 *
 * They are shares of what a word is worth when it stands in a page as it was typed, so that they can be read as
 * sentences: a compound's part is worth 0.2 of the word. All were chosen by figures on several kinds of text (the judged
 * queries of a real bilingual site, of the demo site, and the classic collections Cranfield and SciFact, see
 * tests/ranking); none is finer than those figures can tell. */
#ifndef QUERY_WEIGHTS_H
#define QUERY_WEIGHTS_H

/* ---- the scheme ---- */

#define WEIGHT_INEB2_C 1.0        /* DFR's In_expB2: best of Xapian's schemes on eight collections, 1 to 1.5 alike */

/* What a weak field's term is worth, since it has wdf 0: idf times this, by the levels that the page has of it. IneB2
 * multiplies idf by (F+1)/n, about 2.5 on real text, and by tf/(tf+1), which the levels stand for (analysis/schema.h):
 * half at level 1, three quarters at 2, nearly nine tenths at 3. */
#define WEIGHT_WEAK 2.5
#define WEIGHT_LEVEL_1 0.50
#define WEIGHT_LEVEL_2 0.25
#define WEIGHT_LEVEL_3 0.14

/* ---- a word and what stands for it ---- */

#define WEIGHT_STEM 0.9           /* with the exact form's 0.1 the word is worth 1 */
#define WEIGHT_EXACT 0.1          /* breaks ties between staking and staken; more would undo the stemming */
#define WEIGHT_MARKED 0.1         /* likewise between café and cafe, where café was typed */
#define WEIGHT_VARIANT 0.9        /* labour for labor: the same word */
#define WEIGHT_PART 0.2           /* raad inside ondernemingsraad, as if it were as common as raad is */
#define WEIGHT_SPLIT 0.25         /* each part of a typed compound: the page may treat either. More, and a page that says one of
                                     them often comes before one that has the compound itself once */
#define WEIGHT_JOINED 0.5         /* burnout for "burn out", by how the site itself writes it */
#define WEIGHT_OF_JOINED 0.2      /* burn and out by themselves, where the site writes burnout: times what is left to them */
#define WEIGHT_APART 0.7          /* "burn out" for burnout, likewise */
#define WEIGHT_SEPARABLE 0.3      /* "doe mee" for meedoen */
#define WEIGHT_FOREIGN 0.4        /* a word of the other language that a page quotes: rare here, so idf flatters it */
#define WEIGHT_SIBLING 0.4        /* the same word in the page's translation */
#define WEIGHT_SIBLING_PART 0.2   /* and inside a compound there: half of 0.4 */
#define WEIGHT_ACROSS 0.6         /* a glossary's term for a word of the other language */
#define WEIGHT_WITHIN 0.4         /* and for one of the same: pages that say "salary" come after those that say "wage" */
#define WEIGHT_ABBREVIATION 0.8   /* AI for artificial intelligence: the same thing, not a near one */
#define WEIGHT_RARE_LEAST 0.3     /* "sacked", rare, for a dismissal, common, is worth as the thing; not less than this */
#define WEIGHT_TARGETS_POWER 0.75 /* of k synonyms of several words each is worth k to this power less; those of one word count as one */
#define WEIGHT_PREFIX 0.2         /* words that begin with the last one: it may be unfinished */
#define WEIGHT_UNFINISHED 0.8     /* the same where it is no word of the site: it must be */
#define WEIGHT_CORRECTED 0.8      /* what it was corrected to */
#define WEIGHT_UNGLUED 0.7        /* "works council" for workscouncil */
#define WEIGHT_STOP 0.05          /* a stop word beside others: never lost, never decisive */
#define WEIGHT_NEAR 0.1           /* neighbouring words within NEAR_WINDOW: .05 to .2 alike, .4 harms */
#define NEAR_WINDOW 3
#define WEIGHT_MONTH 1.0          /* "may 2025" as one: what is dated so */
#define WEIGHT_DEFINED 1.5        /* "a union is", when it is asked what a union is */
#define SEPARABLE_WINDOW 6

/* A language's word counts as foreign to the other when there are more than twice as many pages with it over there. */
#define FOREIGN_TIMES 2

/* ---- the best hundred, looked at again ---- */

enum { RANK_WINDOW = 100 };

#define WEIGHT_TITLE 0.45         /* times how well the title covers the query */
#define WEIGHT_HEADING 0.4        /* the best heading likewise */
#define TIER_EXACT_TITLE 3.0      /* the title is the query: first, whatever else, so it is added and not multiplied;
                                     times the cover where it is a synonym */
#define EXACT_AS_TYPED 1.3        /* times it, where the title is letter by letter what was typed, and not by stems */
#define TIER_EXACT_PART 1.0       /* a part of the title is: "Getting fired? Here is what …"; likewise */
#define TIER_ALIKE 1.5            /* the title or a heading is nearly the query, word by word and in its order, stop words too:
                                     "Am I a tech worker?" for "am I really a tech worker"; times how alike they are; added */
#define ALIKE_LEAST 0.75          /* less alike than this is something else */
#define TIER_TITLE_WITHIN 1.0     /* all of the title is in the query ("subscribe to the newsletter"), times its share */
/* Pages whose title, and after them those of which a heading, is what was typed, word for word, come before all others
 * (query/order.c); these say how far. */
#define TITLE_WITHIN_LEAST 0.35   /* below this share it says little: a long question holds many a short title */
#define TIER_HEADING_TYPED 2.0    /* a heading of two words or more: added likewise */
#define TIER_HEADING_WORD 1.6     /* one of one word */
#define TIER_EXACT_HEADING 0.3    /* a heading with the same words that say something */
#define TIER_TITLE_BEGINS 1.0     /* the title begins with the query, of two words or more */
#define TIER_TITLE_HOLDS 0.75     /* the query stands in the title, in a row, or the title in the query */
#define TIER_HEADING_BEGINS 0.5   /* a heading begins with the query, likewise */
#define COVER_SIBLING 0.7         /* a title word matched in the translation's title */
#define COVER_GLOSSARY 0.5
#define COVER_ABBREVIATION 0.9    /* AI for artificial intelligence */
#define COVER_GLOSSARY_WHOLE 0.8  /* a synonym of all that was typed */
#define COVER_PREFIX 0.8
#define COVER_SHARE 0.5           /* how much a title loses that says much else */

/* Newsletters name every topic in their titles and treat few; not when issues are asked for, and if that of a month: */
#define PRIOR_ISSUE 0.65
#define PRIOR_ISSUE_ASKED 1.5
/* Lists and homes say a little of everything; these are raised to the power of what their title leaves uncovered. */
#define PRIOR_LIST 0.6            /* a section's own page */
#define PRIOR_HOME 0.5
#define PRIOR_FOREIGN 0.9         /* a page that is not in the reader's language, among those that are */
#define PRIOR_OLD_NEWS 0.85       /* news of long ago; RECENCY_HALF_LIFE days take it half of the way there */
#define RECENCY_HALF_LIFE 365.0

#define WEIGHT_PIN 10000.0        /* above anything that words can reach: told apart and taken off again */

#endif
