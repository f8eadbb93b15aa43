/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/gather.h"

#include "indexer/crew.h"
#include "indexer/kept.h"
#include "indexer/postings.h"

/* What workers tell: a page was read; counts of forms, as many as fill a parcel. */
enum { TOLD_PAGE, TOLD_FORMS };
enum { PARCEL_BYTES = 60 * 1024, PARCEL_MAX = 64 * 1024, KEPT_MAX = 1 << 28 };

enum { SEEN = 1, PROMINENT = 2 };

static void mark(unsigned char *marks, const struct words *words, unsigned char how)
{
    for (size_t i = 0; i < words->len; i++)
        marks[words->at[i].number] |= how;
}

/* Which words of the vocabulary count, and which of them were prominent anywhere. */
static unsigned char *mark_all(void *ctx, const struct reading *reading)
{
    unsigned char *marks = talloc_zero_array(ctx, unsigned char, (unsigned)vocabulary_len(reading->vocabulary));

    if (!marks)
        return NULL;
    mark(marks, reading->title, SEEN | PROMINENT);
    mark(marks, reading->lead, SEEN);
    mark(marks, reading->tags, SEEN | PROMINENT);
    mark(marks, reading->keywords, SEEN | PROMINENT);
    mark(marks, reading->alts, SEEN);
    for (size_t i = 0; i < reading->body->sections_len; i++) {
        mark(marks, reading->headings[i], SEEN | PROMINENT);
        mark(marks, reading->texts[i], SEEN);
    }
    return marks;
}

/* One call of lexicon_add a page and form, which several words may share: the wdf tells whether it was prominent. */
static bool gather_page(struct gathering *gathering, const struct reading *reading)
{
    void *scratch = talloc_new(NULL);
    const unsigned char *marks = mark_all(scratch, reading);
    struct postings *forms = marks ? postings_new(scratch) : NULL;
    size_t len = 0;

    for (size_t i = 0; forms && i < vocabulary_len(reading->vocabulary); i++)
        if (marks[i] && !vocabulary_at(reading->vocabulary, i)->gram)
            postings_add(forms, vocabulary_at(reading->vocabulary, i)->form, (marks[i] & PROMINENT) != 0, NO_POSITION);

    const struct xapc_posting *list = forms ? postings_list(forms, &len) : NULL;

    for (size_t i = 0; list && i < len; i++)
        lexicon_add(gathering->builder, reading->language, (struct span){list[i].term.at, list[i].term.len},
                    list[i].wdf > 0);
    talloc_free(scratch);
    return list != NULL;
}

static void keep(const struct gathering *gathering, const struct reading *reading)
{
    struct buffer packed = buffer_new(NULL, KEPT_MAX);

    kept_pack(&packed, reading);
    if (!packed.full)
        spool_put(gathering->spool, reading->page, buffer_view(&packed));
    talloc_free(packed.at);
}

static void note(void *told, enum notice kind, const struct error *what)
{
    (void)kind, (void)what;
    *(bool *)told = true;
}

static bool read_page(struct gathering *gathering, size_t number, struct error *err)
{
    const struct reading_source source = {gathering->analyser, gathering->site, NULL};
    const struct page *page = site_page(gathering->site, number);
    bool told = false;
    const struct listener listener = {note, &told};
    struct error unread = {0};
    struct reading *reading = reading_new(NULL, &source, page, &listener, &unread);
    bool gathered = !reading || reading->language < 0 || gather_page(gathering, reading);

    if (reading && gathering->spool && !told)
        keep(gathering, reading);
    talloc_free(reading);
    return (gathered && unread.kind != ERROR_MEMORY) || error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

static void show(const struct gathering *gathering, size_t done)
{
    const struct index_options *options = gathering->options;

    if (options->progress)
        options->progress(options->progress_self, "reading words", done, site_len(gathering->site));
}

/* ---- with others ---- */

struct parcel {
    struct worker *worker;
    struct buffer bytes;
};

struct parcel_form {
    uint32_t pages;
    uint8_t language, prominent, len; /* the form's bytes come after it: LEXICON_FORM_MAX at most */
};

static void send_parcel(struct parcel *parcel)
{
    worker_tell(parcel->worker, TOLD_FORMS, buffer_view(&parcel->bytes));
    buffer_clear(&parcel->bytes);
}

static void add_form(void *self, const struct lexicon_count *count)
{
    struct parcel *parcel = self;
    struct parcel_form head = {count->pages, (uint8_t)count->language, count->prominent, (uint8_t)count->form.len};

    buffer_add(&parcel->bytes, &head, sizeof head);
    buffer_span(&parcel->bytes, count->form);
    if (parcel->bytes.len >= PARCEL_BYTES)
        send_parcel(parcel);
}

struct hearing {
    struct gathering *gathering;
    size_t pages;
};

static bool gather_some(void *self, struct worker *worker, struct error *err)
{
    struct gathering *gathering = ((struct hearing *)self)->gathering;
    struct parcel parcel = {worker, buffer_new(NULL, PARCEL_MAX)};
    size_t number;

    while (worker_next(worker, &number)) {
        if (!read_page(gathering, number, err))
            return false;
        worker_tell(worker, TOLD_PAGE, SPAN(""));
    }
    if (!lexicon_counts(gathering->builder, add_form, &parcel))
        return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    send_parcel(&parcel);
    return true;
}

static void add_forms(struct lexicon_builder *builder, struct span parcel)
{
    struct parcel_form head;

    while (parcel.len >= sizeof head) {
        memcpy(&head, parcel.at, sizeof head);
        parcel = span_from(parcel, sizeof head);
        lexicon_add_count(builder, &(struct lexicon_count){head.language, span_first(parcel, head.len), head.pages,
                                                           head.prominent});
        parcel = span_from(parcel, head.len);
    }
}

static void hear(void *self, unsigned what, struct span bytes)
{
    struct hearing *hearing = self;

    if (what == TOLD_FORMS)
        add_forms(hearing->gathering->builder, bytes);
    else
        show(hearing->gathering, ++hearing->pages);
}

bool gather_pages(struct gathering *gathering, struct error *err)
{
    size_t len = site_len(gathering->site);
    struct hearing hearing = {.gathering = gathering};
    const struct crew crew = {len, gathering->workers, gather_some, hear, &hearing};

    if (gathering->workers > 1)
        return crew_run(&crew, err);
    for (size_t i = 0; i < len; i++) {
        if (!read_page(gathering, i, err))
            return false;
        show(gathering, i + 1);
    }
    return true;
}
