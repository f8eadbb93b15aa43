/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guard.h"

#include "bytes.h"

#include <xapian.h>


struct xapc_stemmer {
    Xapian::Stem stem;
};

struct xapc_stemmer *xapc_stemmer_new(const char *name, struct xapc_error *err)
{
    struct xapc_stemmer *stemmer = nullptr;
    xapc::guard(err, [&] {
        try {
            if (name && *name)
                stemmer = new xapc_stemmer{Xapian::Stem(name)};
        } catch (const Xapian::InvalidArgumentError &) {
        }
        if (!stemmer)
            xapc::refuse(XAPC_INVALID, std::string("no stemmer is called '") + (name ? name : "") + "'",
                         "xapc_stemmer_names() lists them");
    });
    return stemmer;
}

void xapc_stemmer_free(struct xapc_stemmer *stemmer)
{
    xapc::guard(nullptr, [&] { delete stemmer; });
}

size_t xapc_stem(struct xapc_stemmer *stemmer, struct xapc_bytes word, char *out, size_t room)
{
    size_t len = 0;
    xapc::guard(nullptr, [&] {
        std::string stem = stemmer->stem(xapc::string(word));
        if (stem.size() > room)
            return;
        len = stem.copy(out, room);
    });
    return len;
}

const char *xapc_stemmer_names(void)
{
    const char *names = "";
    xapc::guard(nullptr, [&] {
        static const std::string list = Xapian::Stem::get_available_languages();
        names = list.c_str();
    });
    return names;
}
