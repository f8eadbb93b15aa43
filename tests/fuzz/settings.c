/* SPDX-License-Identifier: GPL-3.0-or-later */
/* twc-search.yaml. */
#include "corpus/settings.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    void *ctx = talloc_new(NULL);
    const struct site_options options = {.folder = "/nowhere",
                                         .config = fuzz_file(0, (struct span){(const char *)data, len}),
                                         .data_folder = TWC_SOURCE_DIR "/corpus"};
    struct settings settings = {0};
    struct own_settings own = {0};
    struct language languages[] = {{.code = "en", .title = "", .label = "en"}, {.code = "nl", .title = "", .label = "nl"}};
    struct error err;
    if (settings_read(ctx, &options, &settings, &own, &err) &&
        settings_join(ctx, &own, languages, 2, NULL, &settings, &err))
        MUST(settings.max_page >= 1024 && settings.max_shrink >= 0 && settings.max_shrink <= 1);
    talloc_free(ctx);
    return 0;
}
