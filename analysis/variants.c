/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analyser.h"
#include "analysis/lexicon.h"
#include "analysis/subtag.h"
#include "analysis/token.h"

enum { VARIANTS_MAX = 4 };

struct pair {
    const char *british, *american;
};

/* Of these the American word has other meanings as well, so one stem for both would be wrong. */
static const struct pair pairs[] = {
    {"cheque", "check"},      {"cheques", "checks"},  {"draught", "draft"},  {"draughts", "drafts"},
    {"gaol", "jail"},         {"gaols", "jails"},     {"kerb", "curb"},      {"kerbs", "curbs"},
    {"storey", "story"},      {"storeys", "stories"}, {"tyre", "tire"},      {"tyres", "tires"},
    {"waggon", "wagon"},      {"whisky", "whiskey"},  {"yoghurt", "yogurt"}, {"payslip", "paystub"},
    {"payslips", "paystubs"}, {"cosy", "cozy"},
};

struct variants {
    struct span *forms;
    size_t len;
    bool starved;
};

static void add(struct variants *variants, struct span form)
{
    if (variants->len == VARIANTS_MAX)
        return;

    char *copy = span_copy(variants->forms, form);
    variants->starved = variants->starved || !copy;
    if (copy)
        variants->forms[variants->len++] = (struct span){copy, form.len};
}

static void add_pairs(struct variants *variants, struct span form)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (span_is(form, pairs[i].british))
            add(variants, span_of(pairs[i].american));
        if (span_is(form, pairs[i].american))
            add(variants, span_of(pairs[i].british));
    }
}

static bool is_on_site(const struct analyser *analyser, struct span form)
{
    struct lexicon_word word;
    const struct lexicon *lexicon = analyser_lexicon(analyser);
    return lexicon && lexicon_find(lexicon, form, &word) && (word.known || lexicon_pages(&word) > 0);
}

/* kontakt, aktie, publikatie, produkt: k for c. Every k but that of ck and kk may be one. */
static void add_c_for_k(struct variants *variants, const struct analyser *analyser, struct span form)
{
    char other[TOKEN_FORM_MAX];
    if (form.len > sizeof other || !memchr(form.at, 'k', form.len))
        return;
    for (int only_kt = 0; only_kt < 2; only_kt++) {
        for (size_t i = 0; i < form.len; i++) {
            bool kt = i + 1 < form.len && form.at[i + 1] == 't';
            other[i] = form.at[i] == 'k' && (!only_kt || kt) ? 'c' : form.at[i];
        }
        struct span candidate = {other, form.len};
        bool again = variants->len > 0 && span_equal(variants->forms[variants->len - 1], candidate);
        if (!again && !span_equal(candidate, form) && is_on_site(analyser, candidate))
            add(variants, candidate);
    }
}

struct span *analyse_variants(void *ctx, struct analyser *analyser, int language, struct span form, size_t *len)
{
    struct variants variants = {.forms = array_new(ctx, struct span, VARIANTS_MAX)};
    const char *code = analyser_code(analyser, language);
    if (variants.forms && subtag_is(code, "en"))
        add_pairs(&variants, form);
    if (variants.forms && subtag_is(code, "nl"))
        add_c_for_k(&variants, analyser, form);
    if (!variants.forms || variants.starved)
        analyser_starve(analyser);
    *len = variants.len;
    return variants.forms;
}
