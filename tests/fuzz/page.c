/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole page of Markdown or HTML into its sections' text. How it is read is drawn from its last four bytes. */
#include "tests/corpus/text_support.h"
#include "tests/fuzz/fuzz.h"

enum { CHOICES = 4 };

static void choose(struct text_settings *s, uint32_t bits)
{
    struct markup *m = &s->markup;
    bool *const switches[] = {&m->unsafe,          &m->typographer.on,  &m->title_attributes, &m->block_attributes,
                              &m->table,           &m->strikethrough,   &m->linkify,          &m->task_list,
                              &m->definition_list, &m->footnote,        &m->insert,           &m->mark,
                              &m->subscript,       &m->superscript,     &m->extra_delete,     &m->passthrough,
                              &m->emoji,           &m->inline_shortcodes, &m->cjk};
    enum { SWITCHES = sizeof switches / sizeof switches[0] };
    for (size_t i = 0; i < SWITCHES; i++)
        *switches[i] ^= bits >> i & 1;
    m->heading_ids = (enum heading_ids)(bits >> SWITCHES & 3);
    m->summary_length = bits >> 21 & 1 ? 3 : 70;
    s->format = bits >> 22 & 1 && bits >> 23 & 1 ? PAGE_HTML : PAGE_MARKDOWN;
    s->title = bits >> 24 & 1 ? "" : "A page";
    s->summary = bits >> 25 & 1 ? "*Its* summary {{< note >}}" : "";
}

static void check(const struct page_body *body)
{
    MUST(body->sections_len >= 1 && body->sections[0].level == 0);
    MUST(body->display_title && fuzz_text(body->display_title) && body->summary && fuzz_text(body->summary));
    for (size_t i = 0; i < body->sections_len; i++) {
        MUST(body->sections[i].level <= 6 && (i == 0 || body->sections[i].level >= 1));
        MUST(fuzz_text(body->sections[i].title) && fuzz_text(body->sections[i].text));
    }
    for (size_t i = 0; i < body->alts_len; i++)
        MUST(fuzz_text(body->alts[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static struct text_settings usual;
    if (!usual.path)
        usual = text_settings(NULL, "keep:note=inner keep:figure=caption,alt keep:secret=none summary=70");
    struct text_settings settings = usual;
    uint32_t bits = 0;
    if (len >= CHOICES) {
        len -= CHOICES;
        memcpy(&bits, data + len, CHOICES);
    }
    void *ctx = talloc_new(NULL);
    struct error err;
    choose(&settings, bits);
    struct page_body *body = text_render(ctx, (struct span){(const char *)data, len}, &settings, NULL, &err);
    if (body) {
        check(body);
        MUST(page_body_text(ctx, body));
    }
    talloc_free(ctx);
    return 0;
}
