/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/snippet.h"

#include "base/memory.h"

#define BLOCK_SIGN " · "

enum {
    TOKENS_MAX = 40000,   /* further into a section nobody looks */
    WINDOW_WORDS = 28,
    LEAD_BYTES = 70,      /* before the first marked word */
    BRIDGE_WORDS = 3,     /* between two marked ones, that the query has there too: dag van de arbeid */
    SNIPPET_CAP = 1 << 16
};

struct token {
    uint32_t start, end, position;
    bool within; /* the next one is a further part of the same written word */
    bool marked;
    bool bridge; /* between marked ones, and asked for with them */
};

struct reading_of_passage {
    const struct view *view;
    struct passage passage;
    struct token *tokens;
    size_t len;
    void *scratch;
};

/* ---- tokens ---- */

static bool read_tokens(struct reading_of_passage *reading, uint32_t last_position)
{
    struct scanner scanner = scanner_new(reading->passage.text);
    struct word word;
    size_t room = 0;

    while (reading->len < TOKENS_MAX && scanner_next(&scanner, &word)) {
        if (reading->len == room) {
            room = room ? room * 2 : 256;
            struct token *tokens = array_resize(reading->scratch, reading->tokens, struct token, room);
            if (!tokens)
                return false;
            reading->tokens = tokens;
        }
        uint32_t position = reading->passage.position + word.position;
        reading->tokens[reading->len++] =
            (struct token){word.start, word.end, position, scanner_within(&scanner), false, false};
        if (position > last_position)
            break;
    }
    return true;
}

uint32_t passage_words(struct passage passage)
{
    struct scanner scanner = scanner_new(passage.text);
    struct word word;
    uint32_t words = 0;

    while (words < TOKENS_MAX && scanner_next(&scanner, &word))
        words = word.position + 1;
    return words;
}

/* ---- where ---- */

/* The position from which WINDOW_WORDS words hold most of the query: each of its words once, a little for more of
 * them, and more where they stand in a row as they were asked. */
static uint32_t best_window(const struct place *places, size_t len)
{
    double best = -1;
    uint32_t at = len > 0 ? places[0].position : 0;

    for (size_t i = 0; i < len; i++) {
        double sum = 0;
        for (size_t k = i; k < len && places[k].position < places[i].position + WINDOW_WORDS; k++)
            sum += view_worth(places, i, k, 0.1);
        if (sum > best * 1.0001) {
            best = sum;
            at = places[i].position;
        }
    }
    return at;
}

static size_t token_at(const struct reading_of_passage *reading, uint32_t position)
{
    size_t low = 0, high = reading->len;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (reading->tokens[middle].position < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool ends_sentence(struct span text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (text.at[i] == '\n' || (strchr(".?!", text.at[i]) && i + 1 < to))
            return true;
    return false;
}

/* Some words before the first marked one: from the beginning of its sentence where that is near. */
static size_t lead(const struct reading_of_passage *reading, size_t first)
{
    const struct token *tokens = reading->tokens;
    size_t from = first;

    while (from > 0 && tokens[first].start - tokens[from - 1].start <= LEAD_BYTES) {
        if (ends_sentence(reading->passage.text, tokens[from - 1].end, tokens[from].start))
            break;
        from--;
    }
    while (from > 0 && tokens[from - 1].within)
        from--;
    return from;
}

static size_t last_of(const struct reading_of_passage *reading, size_t from)
{
    size_t to = from + 1;

    while (to < reading->len && (reading->tokens[to].end - reading->tokens[from].start <= SNIPPET_BYTES ||
                                 reading->tokens[to - 1].within))
        to++;
    return to;
}

/* ---- marks ---- */

static bool is_asked(const struct reading_of_passage *reading, const struct token *token)
{
    const struct enquiry *enquiry = reading->view->enquiry;
    char *form = fold_word(reading->scratch, (struct span){reading->passage.text.at + token->start,
                                                           token->end - token->start});
    bool asked = false;

    for (size_t i = 0; form && i < enquiry->words_len && !asked; i++)
        asked = span_is(enquiry->words[i].form, form);
    index_had(enquiry->index, form);
    talloc_free(form);
    return asked;
}

/* Neighbours with nothing but blanks between them, or a sign and no blank; pairs of letters of a script without blanks
 * overlap. */
static bool runs_on(const struct reading_of_passage *reading, const struct token *token, const struct token *next)
{
    size_t gap = next->start > token->end ? next->start - token->end : 0;
    const char *at = reading->passage.text.at + token->end;
    size_t blanks = 0;

    while (blanks < gap && (at[blanks] == ' ' || at[blanks] == '\t'))
        blanks++;
    if (blanks == gap)
        return true;
    return blanks == 0 && gap <= 3 && !memchr(at, ' ', gap) && !memchr(at, '\n', gap) && !memchr(at, ',', gap) &&
           !memchr(at, '(', gap) && !memchr(at, ')', gap);
}

static void bridge(struct reading_of_passage *reading, size_t from, size_t to)
{
    struct token *tokens = reading->tokens;

    for (size_t i = from; i < to; i++) {
        if (!tokens[i].marked)
            continue;
        size_t next = i + 1;
        while (next < to && next <= i + BRIDGE_WORDS && !tokens[next].marked &&
               runs_on(reading, &tokens[next - 1], &tokens[next]) && is_asked(reading, &tokens[next]))
            next++;
        bool reached = next < to && tokens[next].marked && runs_on(reading, &tokens[next - 1], &tokens[next]);
        for (size_t k = i + 1; k < next && reached; k++)
            tokens[k].bridge = true;
    }
}

/* A word that the query has inside it is marked whole, and so is a hyphenated word. */
static void mark(struct reading_of_passage *reading, size_t from, size_t to)
{
    size_t places_len;
    const struct view *view = reading->view;
    const struct place *places =
        view_places(view, reading->tokens[from].position, reading->tokens[to - 1].position + 1, &places_len);

    for (size_t i = from, k = 0; i < to; i++) {
        struct token *token = &reading->tokens[i];
        while (k < places_len && places[k].position < token->position)
            k++;
        token->marked = (k < places_len && places[k].position == token->position) ||
                        (view->insides_len > 0 &&
                         view_inside(view, reading->scratch,
                                     (struct span){reading->passage.text.at + token->start, token->end - token->start}));
    }
    for (size_t i = from; i + 1 < to; i++)
        if (reading->tokens[i].within && reading->tokens[i].marked)
            reading->tokens[i + 1].marked = true;
    for (size_t i = to; i-- > from + 1;)
        if (reading->tokens[i - 1].within && reading->tokens[i].marked)
            reading->tokens[i - 1].marked = true;
    bridge(reading, from, to);
}

static void tell(struct told *told, struct index *index, void *ctx, struct span token)
{
    char *form = fold_word(ctx, token);

    if (!index_had(index, form) || told->len == told->room)
        return;
    for (size_t i = 0; i < told->len; i++)
        if (strcmp(told->at[i], form) == 0)
            return;
    told->at[told->len++] = form;
}

/* ---- out ---- */

struct pen {
    struct buffer plain, html;
};

static void write_both(struct pen *pen, const char *text)
{
    buffer_text(&pen->plain, text);
    buffer_text(&pen->html, text);
}

/* Between a cell or an item of a list and the next, where no sign ends it. */
static bool ends_block(const struct pen *pen, struct span blank)
{
    return memchr(blank.at, '\n', blank.len) && !strchr(".,;:!?", pen->plain.at[pen->plain.len - 1]);
}

static void write_blank(struct pen *pen, struct span blank)
{
    if (pen->plain.len == 0 || pen->plain.at[pen->plain.len - 1] == ' ')
        return;
    write_both(pen, ends_block(pen, blank) ? BLOCK_SIGN : " ");
}

/* How long is the number of a note, "[12]" right after the end of a sentence or a part of it: whoever reads only this cannot
 * follow it. */
static size_t note_at(const struct pen *pen, struct span text, size_t at)
{
    struct span before = at > 0 ? span_first(text, at) : buffer_view(&pen->plain);
    static const char *const ends[] = {".", ",", ";", ":", "!", "?", "”", "’", "»"};
    size_t end = at + 1;

    while (end < text.len && end < at + 4 && text.at[end] >= '0' && text.at[end] <= '9')
        end++;
    if (end == at + 1 || end >= text.len || text.at[end] != ']')
        return 0;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (span_ends(before, span_of(ends[i])))
            return end + 1 - at;
    return 0;
}

static void write_piece(struct pen *pen, struct span piece)
{
    buffer_span(&pen->plain, piece);
    html_escape(&pen->html, piece);
}

/* White space squeezed, in both forms alike. */
static void write_text(struct pen *pen, struct span text)
{
    size_t done = 0, i = 0;

    while (i < text.len) {
        size_t len, blank = 0, note = text.at[i] == '[' ? note_at(pen, text, i) : 0;
        if (note > 0) {
            write_piece(pen, (struct span){text.at + done, i - done});
            i += note;
            done = i;
            continue;
        }
        if (text.at[i] > ' ' && text.at[i] <= '~') { /* most of a text: nothing to decode */
            i++;
            continue;
        }
        while (i + blank < text.len && utf8_is_space(utf8_decode(span_from(text, i + blank), &len)))
            blank += len;
        if (blank == 0) {
            utf8_decode(span_from(text, i), &len);
            i += len;
            continue;
        }
        write_piece(pen, (struct span){text.at + done, i - done});
        write_blank(pen, (struct span){text.at + i, blank});
        i += blank;
        done = i;
    }
    write_piece(pen, span_from(text, done));
}

static size_t end_of_run(const struct reading_of_passage *reading, size_t i, size_t to)
{
    const struct token *tokens = reading->tokens;

    while (i + 1 < to && (tokens[i + 1].marked || tokens[i + 1].bridge) &&
           runs_on(reading, &tokens[i], &tokens[i + 1]))
        i++;
    return i + 1;
}

static void escape_fragment(struct buffer *out, struct span text)
{
    struct buffer plain = buffer_new(out->ctx, SNIPPET_CAP);

    url_escape(&plain, text);
    for (size_t i = 0; i < plain.len; i++) /* a hyphen means something in a text directive */
        if (plain.at[i] == '-')
            buffer_text(out, "%2D");
        else
            buffer_char(out, plain.at[i]);
    out->starved = out->starved || plain.starved;
    talloc_free(plain.at);
}

struct run {
    size_t start, end;
    size_t words;
};

static void write_range(struct reading_of_passage *reading, struct pen *pen, struct told *told, size_t from, size_t to,
                        size_t start, size_t end, struct run *longest)
{
    struct span text = reading->passage.text;
    size_t at = start;

    for (size_t i = from; i < to; i++) {
        const struct token *token = &reading->tokens[i];
        if (!token->marked)
            continue;
        size_t next = end_of_run(reading, i, to);
        size_t stop = reading->tokens[next - 1].end;
        write_text(pen, (struct span){text.at + at, token->start - at});
        buffer_text(&pen->html, "<mark>");
        write_text(pen, (struct span){text.at + token->start, stop - token->start});
        buffer_text(&pen->html, "</mark>");
        for (size_t k = i; k < next; k++)
            if (reading->tokens[k].marked)
                tell(told, reading->view->index, pen->plain.ctx,
                     (struct span){text.at + reading->tokens[k].start,
                                   reading->tokens[k].end - reading->tokens[k].start});
        if (next - i > longest->words)
            *longest = (struct run){token->start, stop, next - i};
        at = stop;
        i = next - 1;
    }
    write_text(pen, (struct span){text.at + at, end - at});
}

static void cut_end(struct buffer *text, const char *end)
{
    if (span_ends(buffer_view(text), span_of(end)))
        buffer_cut(text, text->len - strlen(end));
}

static bool finish(struct pen *pen, struct marked *out)
{
    cut_end(&pen->plain, BLOCK_SIGN);
    cut_end(&pen->html, BLOCK_SIGN);
    while (pen->plain.len > 0 && pen->plain.at[pen->plain.len - 1] == ' ') {
        buffer_cut(&pen->plain, pen->plain.len - 1);
        if (pen->html.len > 0 && pen->html.at[pen->html.len - 1] == ' ')
            buffer_cut(&pen->html, pen->html.len - 1);
    }
    out->plain = buffer_string(&pen->plain);
    out->html = buffer_string(&pen->html);
    return !pen->plain.full && !pen->html.full;
}

/* Punctuation that belongs to the last word comes along. */
static size_t with_punctuation(struct span text, size_t end, size_t limit)
{
    while (end < limit && strchr(".,;:!?)\"'", text.at[end]))
        end++;
    return end;
}

static bool write_snippet(void *ctx, struct reading_of_passage *reading, struct told *told, size_t from, size_t to,
                          struct snippet *out)
{
    struct pen pen = {buffer_new(ctx, SNIPPET_CAP), buffer_new(ctx, SNIPPET_CAP)};
    struct span text = reading->passage.text;
    struct run longest = {0, 0, 0};
    bool whole_start = from == 0, whole_end = to == reading->len;
    size_t start = whole_start ? 0 : reading->tokens[from].start;
    size_t end = whole_end ? text.len
                           : with_punctuation(text, reading->tokens[to - 1].end, reading->tokens[to].start);

    if (end - start > SNIPPET_BYTES * 3) /* signs without words */
        end = start + SNIPPET_BYTES > reading->tokens[to - 1].end ? start + SNIPPET_BYTES : reading->tokens[to - 1].end;
    while (end < text.len && ((unsigned char)text.at[end] & 0xC0) == 0x80)
        end++;
    if (!whole_start)
        write_both(&pen, "… ");
    write_range(reading, &pen, told, from, to, start, end, &longest);
    if (!whole_end)
        write_both(&pen, " …");
    if (longest.words > 0) {
        struct buffer fragment = buffer_new(ctx, SNIPPET_CAP);
        escape_fragment(&fragment, (struct span){text.at + longest.start, longest.end - longest.start});
        index_had(reading->view->index, !fragment.starved);
        out->fragment = buffer_string(&fragment);
    }
    return finish(&pen, &out->text);
}

bool snippet_make(void *ctx, const struct view *view, struct passage passage, struct told *told, struct snippet *out)
{
    struct reading_of_passage reading = {view, passage, NULL, 0, talloc_new(ctx)};
    size_t places_len;
    const struct place *places = view_places(view, passage.position, UINT32_MAX, &places_len);
    bool made;

    *out = (struct snippet){{"", ""}, NULL};
    /* Two further windows are enough to find the end, whatever the section's length. */
    uint32_t at = best_window(places, places_len);

    made = reading.scratch && read_tokens(&reading, places_len > 0 ? at + 4 * WINDOW_WORDS : 8 * WINDOW_WORDS);
    if (made && reading.len > 0) {
        size_t first = places_len > 0 ? token_at(&reading, at) : 0;
        size_t from = first < reading.len ? lead(&reading, first) : 0;
        size_t to = last_of(&reading, from);
        /* At the end of a text there is room before: show it. */
        while (from > 0 && to == reading.len &&
               reading.tokens[to - 1].end - reading.tokens[from - 1].start <= SNIPPET_BYTES)
            from--;
        mark(&reading, from, to);
        made = write_snippet(ctx, &reading, told, from, to, out);
    } else if (made) {
        struct pen pen = {buffer_new(ctx, SNIPPET_CAP), buffer_new(ctx, SNIPPET_CAP)};
        write_text(&pen, span_first(passage.text, 0));
        made = finish(&pen, &out->text);
    }
    talloc_free(reading.scratch);
    return made;
}

bool snippet_line(void *ctx, const struct view *view, struct passage passage, struct told *told, struct marked *out)
{
    struct reading_of_passage reading = {view, passage, NULL, 0, talloc_new(ctx)};
    struct pen pen = {buffer_new(ctx, SNIPPET_CAP), buffer_new(ctx, SNIPPET_CAP)};
    struct run longest = {0, 0, 0};
    bool made = reading.scratch && read_tokens(&reading, UINT32_MAX - 1);

    if (made && reading.len > 0)
        mark(&reading, 0, reading.len);
    if (made)
        write_range(&reading, &pen, told, 0, reading.len, 0, passage.text.len, &longest);
    made = made && finish(&pen, out);
    talloc_free(reading.scratch);
    return made;
}
