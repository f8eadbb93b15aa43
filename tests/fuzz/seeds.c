/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the index keeps, one thing a file: what the targets of packed things start from.
 *
 *     fuzz-seeds INDEX FOLDER      FOLDER/record, FOLDER/lexicon */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/analysis.h"
#include "analysis/lexicon_table.h"
#include "analysis/pack.h"
#include "tests/fuzz/fuzz.h"
#include "xapian-c/xapian-c.h"

static void keep(const char *folder, const char *name, struct span bytes)
{
    struct error err;
    char *path = talloc_asprintf(NULL, "%s/%s", folder, name);
    *strrchr(path, '/') = '\0';
    MUST(folder_make(path, 0755, &err));
    path[strlen(path)] = '/';
    MUST(file_write(path, bytes, &err));
    talloc_free(path);
}

static void keep_pages(struct xapc_reader *reader, const char *folder)
{
    struct xapc_error err;
    char *bytes, name[40];
    size_t len;
    for (uint32_t id = 1; id <= 40; id++) {
        if (!xapc_reader_data(reader, id, &bytes, &len, &err))
            continue;
        snprintf(name, sizeof name, "record/record-%u", id);
        keep(folder, name, (struct span){bytes, len});
        free(bytes);
        MUST(xapc_reader_value(reader, id, SLOT_RANK, &bytes, &len, &err));
        snprintf(name, sizeof name, "record/rank-%u", id);
        keep(folder, name, (struct span){bytes, len});
        free(bytes);
    }
}

static struct span metadata(struct xapc_reader *reader, const char *key)
{
    struct xapc_error err;
    struct span bytes = {.len = 0};
    char *at;
    MUST(xapc_reader_metadata(reader, key, &at, &bytes.len, &err));
    bytes.at = at;
    return bytes;
}

int main(int argc, char **argv)
{
    struct xapc_error err;
    struct xapc_reader *reader = argc == 3 ? xapc_reader_open(argv[1], &err) : NULL;
    MUST(reader);
    keep_pages(reader, argv[2]);
    struct span manifest = metadata(reader, META_MANIFEST), glossary = metadata(reader, META_GLOSSARY);
    keep(argv[2], "record/manifest", manifest);
    keep(argv[2], "glossary/packed", glossary);
    free((void *)manifest.at);
    free((void *)glossary.at);
    xapc_reader_free(reader);

    struct error unable;
    static const char *const codes[] = {"en", "nl"};
    struct lexicon_builder *builder = lexicon_builder_new(NULL, codes, 2);
    static const char *const forms[] = {"raad", "onderneming", "ondernemingsraad", "verkiezing", "council", "strike"};
    for (int i = 0; i < 12; i++)
        lexicon_add(builder, i % 2, span_of(forms[i % 6]), i > 6);
    lexicon_add_known(builder, 1, SPAN("staking"));
    lexicon_add_never(builder, SPAN("kantoor"));
    size_t len, inside_len;
    char *packed = lexicon_pack(builder, builder, &len, &unable);
    MUST(packed);
    bool starved = false;
    char *inside = deflated_open(builder, (struct span){packed, len}, LEXICON_MAGIC, LEXICON_FORMAT, &inside_len, &starved);
    MUST(inside);
    keep(argv[2], "lexicon/packed", (struct span){packed, len});
    keep(argv[2], "lexicon/inside", (struct span){inside, inside_len});
    talloc_free(builder);
    return 0;
}
