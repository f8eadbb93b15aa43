/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/sections.h"

#include <math.h>

#include "base/memory.h"
#include "query/snippet.h"

/* A heading is said once and meant for the whole section. */
#define HEADING_TIMES 1.5

/* Each word once, more of it a little more: 1/2, 3/4, 7/8 of its worth. And once more for words that stand in a row as
 * they were asked. */
static double score_of(const struct view *view, uint32_t from, uint32_t to)
{
    size_t len;
    const struct place *places = view_places(view, from, to, &len);
    double sum = 0;

    for (size_t i = 0; i < len; i++) {
        int before = 0;
        for (size_t k = 0; k < i && before < 4; k++)
            before += places[k].word == places[i].word;
        sum += places[i].worth * exp2(-(before + 1)) + (view_worth(places, 0, i, 1) - places[i].worth) / 2;
    }
    return sum;
}

/* Where the section's text ends. What follows the last one are other fields, so its words are counted. */
static uint32_t end_of(const struct record *record, size_t section)
{
    if (section + 1 < record->sections_len)
        return record->sections[section + 1].title_position;
    const struct record_section *last = &record->sections[section];
    return last->position + passage_words((struct passage){last->text, 0});
}

static void insert(struct section_score *out, size_t *len, size_t room, struct section_score made)
{
    size_t at = *len < room ? (*len)++ : room;

    while (at > 0 && out[at - 1].score < made.score) {
        if (at < room)
            out[at] = out[at - 1];
        at--;
    }
    if (at < room)
        out[at] = made;
}

/* Compounds have no positions of their own: the text is read for them, when nothing else is known. */
static double inside_score(const struct view *view, void *scratch, struct span text)
{
    struct scanner scanner = scanner_new(text);
    struct word word;
    double sum = 0, times = 0.5;

    while (times > 0.05 && scanner_next(&scanner, &word)) {
        const struct inside *inside =
            view_inside(view, scratch, (struct span){text.at + word.start, word.end - word.start});
        if (!inside)
            continue;
        sum += inside->worth * times;
        times /= 2;
    }
    return sum;
}

size_t sections_best(const struct view *view, struct section_score *out, size_t room)
{
    const struct record *record = view->record;
    void *scratch = talloc_new(NULL);
    size_t len = 0;

    for (size_t i = 0; i < record->sections_len; i++) {
        const struct record_section *section = &record->sections[i];
        bool last_without = i + 1 == record->sections_len && view->places_len > 0 &&
                            view->places[view->places_len - 1].position < section->title_position;
        struct section_score made = {i, 0, 0};
        if (!last_without)
            made.text = score_of(view, section->position, end_of(record, i));
        if (view->insides_len > 0 && index_had(view->index, scratch))
            made.text += inside_score(view, scratch, section->text);
        made.score = made.text;
        if (section->level > 0)
            made.score += HEADING_TIMES * score_of(view, section->title_position, section->position);
        if (made.score > 0)
            insert(out, &len, room, made);
    }
    talloc_free(scratch);
    return len;
}

double sections_lead(const struct view *view)
{
    const struct record *record = view->record;

    if (record->description.len == 0)
        return 0;
    return score_of(view, record->description_position,
                    record->description_position + passage_words((struct passage){record->description, 0}));
}
