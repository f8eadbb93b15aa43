#include "analysis/analyser.h"
#include "analysis/stemmer.h"

/* American and British spellings share their stem already (analysis/english.c); what is left to tell is the other
 * spelling itself, for tables that are looked up by form. */
struct span *analyse_variants(void *ctx, struct analyser *analyser, int language, struct span form, size_t *len)
{
    enum { ROOM = 64 };
    const char *code = analyser_code(analyser, language);
    struct span *forms = array_new(ctx, struct span, 1);
    char other[ROOM];

    *len = 0;
    if (!forms || strncmp(code, "en", 2) != 0 || form.len + 8 > ROOM)
        return forms;
    memcpy(other, form.at, form.len);

    size_t other_len = english_normalise(other, form.len, ROOM);
    struct span variant = {other, other_len};

    if (other_len > 0 && !span_equal(variant, form)) {
        forms[0] = (struct span){span_copy(forms, variant), other_len};
        *len = forms[0].at != NULL;
    }
    return forms;
}
