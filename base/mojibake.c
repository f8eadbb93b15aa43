/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mends UTF-8 that was read as Windows-1252 and written as UTF-8 again.
 *
 * Such text is made of runs of characters that Windows-1252 has outside ASCII, and a run turns back into bytes that are
 * UTF-8. Good text has runs that do so by chance, and all of them look alike: a letter at the end of a word and one or
 * more marks that may follow a word (MANHÃ”, É…, perché”–). What does not look like that is surely mojibake; what does
 * is mended only where sure mojibake of the same first letter stands in the same text. */
#include "base/clean.h"

#include <stdint.h>

#include <talloc.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/utf8.h"

enum { TIMES_MAX = 3, QUOTE_REACH = 300 };

/* One stretch of mojibake as it stands, and what is around it (0: nothing). */
struct run {
    struct span text;
    int32_t before, after;
    struct span line; /* the text before it, from the start of its line */
};

/* What is known of a whole text before anything is mended: the first bytes that sure mojibake has, by how many times it
 * has been turned back already. */
struct evidence {
    bool lead[TIMES_MAX][256];
};

/* The byte of Windows-1252 that is read as this character, or -1. The five bytes that it leaves undefined, and the
 * others where the reader took ISO 8859-1, stand as control characters. */
static int byte_of(int32_t codepoint)
{
    static const struct {
        uint16_t codepoint;
        uint8_t byte;
    } table[] = {{0x20AC, 0x80}, {0x201A, 0x82}, {0x0192, 0x83}, {0x201E, 0x84}, {0x2026, 0x85}, {0x2020, 0x86},
                 {0x2021, 0x87}, {0x02C6, 0x88}, {0x2030, 0x89}, {0x0160, 0x8A}, {0x2039, 0x8B}, {0x0152, 0x8C},
                 {0x017D, 0x8E}, {0x2018, 0x91}, {0x2019, 0x92}, {0x201C, 0x93}, {0x201D, 0x94}, {0x2022, 0x95},
                 {0x2013, 0x96}, {0x2014, 0x97}, {0x02DC, 0x98}, {0x2122, 0x99}, {0x0161, 0x9A}, {0x203A, 0x9B},
                 {0x0153, 0x9C}, {0x017E, 0x9E}, {0x0178, 0x9F}};
    if (codepoint >= 0x80 && codepoint <= 0xFF)
        return (int)codepoint;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (codepoint == table[i].codepoint)
            return table[i].byte;
    return -1;
}

/* What mojibake may stand for: a character that is assigned and seen. Emoji may be newer than our tables. */
static bool is_writable(int32_t codepoint)
{
    utf8proc_category_t category = utf8proc_category(codepoint);
    bool emoji = codepoint >= 0x1F000 && codepoint <= 0x1FAFF;
    return emoji || (category != UTF8PROC_CATEGORY_CN && category != UTF8PROC_CATEGORY_CO &&
                     category != UTF8PROC_CATEGORY_CC);
}

static bool is_writable_text(struct span text)
{
    for (size_t i = 0, len; i < text.len; i += len)
        if (!is_writable(utf8_decode(span_from(text, i), &len)))
            return false;
    return true;
}

/* The bytes that a run was before it was misread, into out (as long as the run at most). False where it was not that,
 * or the bytes are not UTF-8. */
static bool turn_back(struct span run, char *out, size_t *out_len)
{
    size_t count = 0;
    for (size_t i = 0, len; i < run.len; i += len) {
        int byte = byte_of(utf8_decode(span_from(run, i), &len));
        if (byte < 0)
            return false;
        out[count++] = (char)byte;
    }
    *out_len = count;
    return count > 1 && utf8_valid((struct span){out, count});
}

static bool is_upper(int32_t codepoint)
{
    return utf8_lower(codepoint) != codepoint;
}

static bool is_dash(int32_t codepoint)
{
    return codepoint == 0x2013 || codepoint == 0x2014;
}

static int32_t codepoint_before(struct span text, size_t at)
{
    size_t start = at, len;
    if (at == 0)
        return 0;
    do
        start--;
    while (start > 0 && at - start < 4 && ((unsigned char)text.at[start] & 0xC0) == 0x80);
    return utf8_decode((struct span){text.at + start, at - start}, &len);
}

static int32_t opening_of(int32_t closing)
{
    switch (closing) {
    case 0xBB: /* » « */
        return 0xAB;
    case 0x201D: /* ” “ */
        return 0x201C;
    case 0x2019: /* ’ ‘ */
        return 0x2018;
    case 0x203A: /* › ‹ */
        return 0x2039;
    case 0x201C: /* “ „ as in German */
        return 0x201E;
    default:
        return 0;
    }
}

/* Marks that may stand right behind a word: closing quotes, dots, dashes, a hard space, signs of rank and notes. */
static bool may_follow_word(int32_t mark)
{
    switch (mark) {
    case 0xA0:   /* no-break space */
    case 0xA7:   /* § */
    case 0xAA:   /* ª */
    case 0xAE:   /* ® */
    case 0xB2:   /* ² */
    case 0xB3:   /* ³ */
    case 0xB7:   /* · */
    case 0xB9:   /* ¹ */
    case 0xBA:   /* º */
    case 0x2018: /* ‘ opens or closes */
    case 0x2026: /* … */
    case 0x2122: /* ™ */
        return true;
    default:
        return is_dash(mark) || opening_of(mark) != 0;
    }
}

/* Marks after which a word may begin at once. */
static bool may_precede_word(int32_t mark)
{
    return is_dash(mark) || mark == 0xA0 || mark == 0x2026 || mark == 0x2019;
}

static bool opens_quotation(int32_t mark)
{
    return mark == 0x2018 || mark == 0x201C;
}

/* A run as it stands, read as a letter at the end of a word and marks behind it. */
struct ending {
    int32_t letter, mark; /* mark: the last one */
    bool then_word;       /* another word may follow at once */
};

/* False where no text has these marks in a row. A capital may be behind a capital: KRÍŽ. */
static bool read_ending(struct span run, struct ending *ending)
{
    size_t len;
    *ending = (struct ending){.letter = utf8_decode(run, &len)};
    for (run = span_from(run, len); run.len > 0; run = span_from(run, len)) {
        int32_t mark = utf8_decode(run, &len), previous = ending->mark;
        bool capital = is_upper(mark) && is_upper(ending->letter);
        bool opens = opens_quotation(mark) || may_precede_word(mark);
        bool twice = mark == previous && opening_of(mark) != 0;
        if ((!may_follow_word(mark) && !capital) || (is_dash(previous) && (!opens || mark == 0x2019)) || twice)
            return false;
        ending->mark = mark;
        if (!opens_quotation(mark))
            ending->then_word = may_precede_word(mark) || capital;
    }
    return true;
}

/* Whether a run ends in a quote that closes one that stands good in the same line: « lettre Â». */
static bool ends_a_quotation(const struct run *run)
{
    char opening[4];
    int32_t codepoint = opening_of(codepoint_before(run->text, run->text.len));
    size_t at;
    if (codepoint == 0)
        return false;
    struct span sign = {opening, utf8_encode(codepoint, opening)};
    for (struct span rest = run->line; span_find(rest, sign, &at); rest = span_from(rest, at + sign.len)) {
        size_t behind = (size_t)(rest.at - run->line.at) + at;
        bool in_mojibake = behind >= 2 && run->line.at[behind - 2] == '\xC3'; /* behind Â, Ã, â … */
        if (!in_mojibake)
            return true;
    }
    return false;
}

/* Whether the case of a letter goes with what stands before it, were it the end of a word. */
static bool goes_with_word(int32_t lead, int32_t before)
{
    if (before != 0 && utf8_is_letter(before))
        return !is_upper(lead) || is_upper(before);
    return lead != 0xC2 && lead != 0xC3 && lead != 0xE2; /* È and à are words; Â, Ã and â are not */
}

/* Whether a run that turns into UTF-8 could be good text as well. */
static bool could_be_good(const struct run *run, struct span turned)
{
    struct ending ending;
    size_t len;
    int32_t result = utf8_decode(turned, &len);
    if (len != turned.len || !read_ending(run->text, &ending))
        return false;
    if (ends_a_quotation(run))
        return true;
    bool letter_follows = run->after != 0 && utf8_is_letter(run->after);
    bool word_follows = letter_follows || utf8_is_digit(run->after);
    if (letter_follows && is_upper(ending.mark) && !is_upper(run->after)) /* Ä and Œ, then ernocký */
        return false;
    if (ending.letter == 0xC2 || !goes_with_word(ending.letter, run->before) || (word_follows && !ending.then_word))
        return false;
    /* GRÃ–SSE, TÃŠTE: a capital letter amid capitals is likelier than a dash that touches two words. */
    bool amid_word = word_follows && ending.mark != 0x2019 && utf8_is_letter(result);
    return !(ending.letter == 0xC3 && (amid_word || is_upper(ending.mark)));
}

/* Room for the bytes of the longest run, twice. */
struct room {
    char *text, *spare;
};

/* Turns a run back once, into room->spare, where that is sure or its kind is known of this text; *lead is its first byte. */
static bool turn_back_once(const struct run *run, const struct room *room, const bool known[256], int *lead,
                           size_t *len)
{
    size_t unused;
    *lead = byte_of(utf8_decode(run->text, &unused));
    if (*lead < 0xC2 || *lead > 0xF4 || !turn_back(run->text, room->spare, len))
        return false;
    if (!could_be_good(run, (struct span){room->spare, *len}))
        return true;
    return known[*lead] && !ends_a_quotation(run);
}

/* The run as it was written into room->text; false where it is no mojibake. */
static bool mend_run(struct run run, const struct room *room, struct evidence *evidence, size_t *len)
{
    int leads[TIMES_MAX], times = 0;
    for (size_t turned; times < TIMES_MAX; times++) {
        if (!turn_back_once(&run, room, evidence->lead[times], &leads[times], &turned))
            break;
        memcpy(room->text, room->spare, turned);
        run.text = (struct span){room->text, turned};
    }
    if (times == 0 || !is_writable_text(run.text))
        return false;
    for (int i = 0; i < times; i++)
        evidence->lead[i][leads[i]] = true; /* what was known only is known already */
    *len = run.text.len;
    return true;
}

/* The run at the start of rest: as far as characters go that a misread byte may be. */
static size_t run_len(struct span rest)
{
    size_t whole = 0;
    for (size_t len; rest.len > 0; rest = span_from(rest, len)) {
        if (byte_of(utf8_decode(rest, &len)) < 0)
            break;
        whole += len;
    }
    return whole;
}

static size_t plain_len(struct span rest)
{
    size_t len = 0;
    while (len < rest.len && (unsigned char)rest.at[len] < 0x80)
        len++;
    return len;
}

static struct run run_at(struct span text, size_t at, size_t len)
{
    size_t reach = at < QUOTE_REACH ? at : QUOTE_REACH, unused;
    struct span line = {text.at + at - reach, reach};
    const char *newline = reach ? memrchr(line.at, '\n', reach) : NULL;
    if (newline)
        line = span_from(line, (size_t)(newline - line.at) + 1);
    struct span behind = span_from(text, at + len);
    return (struct run){
        .text = {text.at + at, len},
        .before = codepoint_before(text, at),
        .after = behind.len > 0 ? utf8_decode(behind, &unused) : 0,
        .line = line,
    };
}

static bool is_stray_control(struct span character)
{
    return character.len == 2 && character.at[0] == '\xC2' && (unsigned char)character.at[1] < 0xA0;
}

/* A run that is no mojibake, as it stands, but for control characters. */
static void keep_run(struct buffer *out, struct span run)
{
    for (size_t len; run.len > 0; run = span_from(run, len)) {
        utf8_decode(run, &len);
        struct span character = span_first(run, len);
        buffer_span(out, is_stray_control(character) ? SPAN(" ") : character);
    }
}

/* Once through the text; out NULL: only to gather evidence. */
static size_t mend_text(struct span text, const struct room *room, struct evidence *evidence, struct buffer *out)
{
    size_t mended = 0;
    for (size_t at = 0; at < text.len;) {
        size_t plain = plain_len(span_from(text, at));
        if (out)
            buffer_add(out, text.at + at, plain);
        at += plain;
        size_t len = run_len(span_from(text, at)), turned_len;
        if (len == 0 && at < text.len) { /* a character that no misread byte is: Greek, Han … */
            utf8_decode(span_from(text, at), &len);
            if (out)
                buffer_add(out, text.at + at, len);
        } else if (len > 0) {
            struct run run = run_at(text, at, len);
            bool mojibake = mend_run(run, room, evidence, &turned_len);
            mended += mojibake;
            if (out && mojibake)
                buffer_add(out, room->text, turned_len);
            else if (out)
                keep_run(out, run.text);
        }
        at += len;
    }
    return mended;
}

static bool has_run(struct span text)
{
    for (size_t at = 0, len; at < text.len; at += len) {
        at += plain_len(span_from(text, at));
        if (at == text.len)
            return false;
        if (byte_of(utf8_decode(span_from(text, at), &len)) >= 0)
            return true;
    }
    return false;
}

static char *mend(void *ctx, void *work, struct span text, size_t *mended)
{
    struct evidence evidence = {0};
    struct room room = {talloc_size(work, text.len), talloc_size(work, text.len)};
    struct buffer out = buffer_new(work, text.len + 1);
    if (!room.text || !room.spare)
        return NULL;
    mend_text(text, &room, &evidence, NULL);
    *mended = mend_text(text, &room, &evidence, &out);
    if (out.full)
        return NULL;
    struct span done = buffer_view(&out);
    if (*mended == 0)
        return span_copy(ctx, done);
    return clean_text(ctx, done, NULL); /* a BOM at the start, marks to compose: what was hidden shows only now */
}

char *clean_mojibake(void *ctx, struct span text, size_t *mended)
{
    size_t count = 0;
    char *done = NULL;
    if (!has_run(text)) {
        done = span_copy(ctx, text);
    } else {
        void *work = talloc_new(ctx);
        done = work ? mend(ctx, work, text, &count) : NULL;
        talloc_free(work);
    }
    if (mended)
        *mended = count;
    return done;
}
