/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanner: where words stand in a text. Reads each byte a bounded number of times whatever the text is. */
#include "analysis/analyser.h"
#include "base/fold.h"

/* scanner.state */
enum { STATE_MODE, STATE_GRAM };
/* STATE_MODE */
enum {
    MODE_TEXT,  /* between words */
    MODE_PARTS, /* at stands on a further part of a hyphenated or dotted word */
    MODE_GRAMS, /* within a run of letters without blanks; STATE_GRAM: where the last letter began */
};

/* One character ahead. */
struct ahead {
    enum fold_class class;
    int32_t codepoint;
    size_t len; /* 0 at the end of the text */
};

static struct ahead look(struct span text, size_t at)
{
    struct ahead next = {FOLD_OTHER, 0, 0};
    if (at >= text.len)
        return next;
    unsigned char byte = (unsigned char)text.at[at];
    if (byte < 0x80) {
        next = (struct ahead){(enum fold_class)fold_ascii[byte], byte, 1};
    } else {
        next.codepoint = utf8_decode(span_from(text, at), &next.len);
        next.class = fold_class(next.codepoint);
    }
    return next;
}

/* As look(), past characters that nobody sees. *at moves to the character found. */
static struct ahead look_past_ignored(struct span text, size_t *at)
{
    struct ahead next = look(text, *at);
    while (next.class == FOLD_IGNORED) {
        *at += next.len;
        next = look(text, *at);
    }
    return next;
}

static bool is_letter(enum fold_class class)
{
    return class == FOLD_LOWER || class == FOLD_UPPER || class == FOLD_LETTER;
}

/* Of a word that is not of grams. */
static bool is_word(enum fold_class class)
{
    return is_letter(class) || class == FOLD_DIGIT;
}

struct part {
    size_t end;                      /* past its last letter, mark or sign */
    unsigned counts[FOLD_DIGIT + 1]; /* of its letters and digits by class */
};

static unsigned part_letters(const struct part *part)
{
    return part->counts[FOLD_LOWER] + part->counts[FOLD_UPPER] + part->counts[FOLD_LETTER];
}

/* ++ and # belong to a word of one letter or two: C++, C#, g++. */
static void part_take_sign(struct span text, struct part *part)
{
    char sign = part->end < text.len ? text.at[part->end] : ' ';
    if ((sign != '+' && sign != '#') || part_letters(part) == 0 || part_letters(part) > 2)
        return;
    struct span rest = span_from(text, part->end);
    size_t len = span_begins(rest, SPAN("++")) ? 2 : span_begins(rest, SPAN("#")) ? 1 : 0;
    if (len == 0)
        return;
    struct ahead next = look(text, part->end + len);
    if (!is_word(next.class) && next.codepoint != '+' && next.codepoint != '#')
        part->end += len;
}

/* A further letter after an apostrophe or & at *at (CAO’s, AT&T)? Then *at moves to it. */
static bool part_goes_on(struct span text, size_t *at, struct ahead mark)
{
    if (mark.class != FOLD_APOSTROPHE && mark.codepoint != '&')
        return false;
    size_t next = *at + mark.len;
    if (!is_word(look_past_ignored(text, &next).class))
        return false;
    *at = next;
    return true;
}

/* The last ’s of a word says nothing of its capitals: CAO’s is written in them. */
static void part_forget_possessive(struct span text, struct part *part, const struct part *owner)
{
    bool one_more = part_letters(part) == part_letters(owner) + 1;
    if (!one_more || part->counts[FOLD_DIGIT] != owner->counts[FOLD_DIGIT] || (text.at[part->end - 1] | 0x20) != 's')
        return;
    part->counts[FOLD_UPPER] = owner->counts[FOLD_UPPER];
    part->counts[FOLD_LOWER] = owner->counts[FOLD_LOWER];
}

/* The run of ASCII letters and digits at at: nearly all of most texts. Where it ends. */
static size_t part_read_ascii(struct span text, size_t at, struct part *part)
{
    for (; at < text.len; at++) {
        unsigned char byte = (unsigned char)text.at[at];
        unsigned char class = byte < 0x80 ? fold_ascii[byte] : FOLD_OTHER;
        if (class == FOLD_OTHER || class > FOLD_DIGIT)
            break;
        part->counts[class]++;
        part->end = at + 1;
    }
    return at;
}

static struct part part_read(struct span text, size_t at)
{
    struct part part = {.end = at}, owner = {.end = 0};
    for (;;) {
        at = part_read_ascii(text, at, &part);
        struct ahead next = look(text, at);
        if (is_word(next.class)) {
            part.counts[next.class]++;
            part.end = at += next.len;
        } else if (next.class == FOLD_MARK) {
            part.end = at += next.len;
        } else if (next.class == FOLD_IGNORED) {
            at += next.len;
        } else if (part_goes_on(text, &at, next)) {
            owner = part;
        } else {
            break;
        }
    }
    if (owner.end > 0)
        part_forget_possessive(text, &part, &owner);
    part_take_sign(text, &part);
    return part;
}

/* 1,500,000: a comma between three digits and one to three before it. */
static bool is_thousands_comma(struct span text, const struct part *part, size_t comma)
{
    if (part_letters(part) > 0 || part->counts[FOLD_DIGIT] > 3)
        return false;
    struct part next = part_read(text, comma + 1);
    return part_letters(&next) == 0 && next.counts[FOLD_DIGIT] == 3 && next.end == comma + 4;
}

/* Whether part is followed by one of - . _ and a further part; *at then moves to that. */
static bool part_joins(struct span text, const struct part *part, size_t *at)
{
    size_t mark = part->end;
    if (mark == text.len || text.at[mark] == ' ')
        return false;
    struct ahead sign = look_past_ignored(text, &mark);
    bool joins = sign.class == FOLD_HYPHEN || sign.codepoint == '.' || sign.codepoint == '_' ||
                 (sign.codepoint == ',' && is_thousands_comma(text, part, mark));
    if (!joins)
        return false;
    size_t next = mark + sign.len;
    if (!is_word(look_past_ignored(text, &next).class))
        return false;
    *at = next;
    return true;
}

static bool part_is_initial(const struct part *part)
{
    return part_letters(part) == 1 && part->counts[FOLD_DIGIT] == 0;
}

/* U.S.A.: initials alone are one word, not three. True when every part from the first on is one letter; *whole is then
 * all of them. */
static bool read_initials(struct span text, const struct part *first, struct part *whole)
{
    size_t at;
    *whole = *first;
    struct part part = *first;
    while (part_is_initial(&part) && part_joins(text, &part, &at)) {
        part = part_read(text, at);
        whole->end = part.end;
        whole->counts[FOLD_UPPER] += part.counts[FOLD_UPPER];
        whole->counts[FOLD_LOWER] += part.counts[FOLD_LOWER];
    }
    return part_is_initial(&part) && whole->end > first->end;
}

static bool scan_part(struct scanner *s, struct word *word)
{
    bool further = s->state[STATE_MODE] == MODE_PARTS;
    size_t start = s->at, next;
    struct part part = part_read(s->text, start), whole;
    if (!further && part_is_initial(&part) && read_initials(s->text, &part, &whole))
        part = whole;
    bool joins = part_joins(s->text, &part, &next);
    s->at = joins ? next : part.end;
    s->state[STATE_MODE] = joins ? MODE_PARTS : MODE_TEXT;
    *word = (struct word){
        .start = (uint32_t)start,
        .end = (uint32_t)part.end,
        .position = s->position++,
        .part = further || joins,
        .upper = part.counts[FOLD_UPPER] >= 2 && part.counts[FOLD_LOWER] == 0,
    };
    return true;
}

/* The end of the letter at at with its marks; *next is where what follows begins. */
static size_t gram_letter_end(struct span text, size_t at, size_t *next)
{
    size_t end = at += look(text, at).len;
    for (;;) {
        struct ahead mark = look(text, at);
        if (mark.class != FOLD_MARK && mark.class != FOLD_IGNORED)
            break;
        at += mark.len;
        if (mark.class == FOLD_MARK)
            end = at;
    }
    *next = at;
    return end;
}

static struct word gram_word(struct scanner *s, size_t start, size_t end)
{
    return (struct word){.start = (uint32_t)start, .end = (uint32_t)end, .position = s->position++, .gram = true};
}

/* The next pair of letters of the run, or its only letter when this is its beginning. False when the run is over. */
static bool scan_gram(struct scanner *s, struct word *word)
{
    bool begins = s->state[STATE_MODE] != MODE_GRAMS;
    size_t first = begins ? s->at : s->state[STATE_GRAM], second = s->at, next;
    if (begins) {
        size_t end = gram_letter_end(s->text, first, &second);
        if (look(s->text, second).class != FOLD_GRAM) {
            *word = gram_word(s, first, end);
            s->at = second;
            return true;
        }
    } else if (look(s->text, second).class != FOLD_GRAM) {
        s->state[STATE_MODE] = MODE_TEXT;
        return false;
    }
    *word = gram_word(s, first, gram_letter_end(s->text, second, &next));
    s->state[STATE_MODE] = MODE_GRAMS;
    s->state[STATE_GRAM] = (uint32_t)second;
    s->at = next;
    return true;
}

/* A word of ASCII letters and digits with a blank after it, as most are: nothing that joins or goes on can follow. */
static bool scan_plain(struct scanner *s, struct word *word)
{
    unsigned counts[FOLD_DIGIT + 1] = {0};
    const char *text = s->text.at;
    size_t at = s->at;

    for (; at < s->text.len && (unsigned char)text[at] < 0x80; at++) {
        unsigned char class = fold_ascii[(unsigned char)text[at]];
        if (class == FOLD_OTHER || class > FOLD_DIGIT)
            break;
        counts[class]++;
    }
    if (at == s->at || at == s->text.len || text[at] != ' ')
        return false;
    *word = (struct word){
        .start = (uint32_t)s->at,
        .end = (uint32_t)at,
        .position = s->position++,
        .upper = counts[FOLD_UPPER] >= 2 && counts[FOLD_LOWER] == 0,
    };
    s->at = at + 1;
    return true;
}

struct scanner scanner_new(struct span text)
{
    return (struct scanner){.text = span_first(text, UINT32_MAX)};
}

bool scanner_next(struct scanner *s, struct word *word)
{
    if (s->state[STATE_MODE] == MODE_PARTS)
        return scan_part(s, word);
    if (s->state[STATE_MODE] == MODE_GRAMS && scan_gram(s, word))
        return true;
    while (s->at < s->text.len) {
        if (s->text.at[s->at] == ' ') {
            s->at++;
            continue;
        }
        if (scan_plain(s, word))
            return true;
        struct ahead next = look(s->text, s->at);
        if (is_word(next.class))
            return scan_part(s, word);
        if (next.class == FOLD_GRAM)
            return scan_gram(s, word);
        s->at += next.len;
    }
    return false;
}

bool scanner_within(const struct scanner *s)
{
    return s->state[STATE_MODE] == MODE_PARTS;
}
