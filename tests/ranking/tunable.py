#!/usr/bin/env python3
"""usage: tunable.py WEIGHTS.H OUT.H OUT.C

Makes of the ranking's weights one table that can be changed while a program runs, so that the bench tries other weights on
the query's own sources, compiled a second time. What ships has constants."""
import re
import sys

weights, out_header, out_source = sys.argv[1:]
names, values, lines = [], [], []
for line in open(weights, encoding="utf-8"):
    found = re.match(r"#define ([A-Z0-9_]+) ([0-9.]+)\b(.*)", line, re.S)
    if found:
        cast = "" if "." in found[2] else "(int)"
        line = f"#define {found[1]} ({cast}tuned_weights[{len(names)}]){found[3]}"
        names.append(found[1])
        values.append(found[2])
    lines.append(line)
if not names:
    sys.exit(f"{weights}: no weight was found")
with open(out_header, "w", encoding="utf-8") as out:
    out.write("".join(lines).replace("#define QUERY_WEIGHTS_H\n", "#define QUERY_WEIGHTS_H\n\nextern double tuned_weights[];\n", 1))
with open(out_source, "w", encoding="utf-8") as out:
    out.write('#include <stddef.h>\n\n#include "tests/ranking/tuned.h"\n\n'
              f"double tuned_weights[] = {{{', '.join(values)}}};\n"
              "const char *const tuned_names[] = {" + ", ".join(f'"{name}"' for name in names) + "};\n"
              f"const size_t tuned_len = {len(names)};\n")
