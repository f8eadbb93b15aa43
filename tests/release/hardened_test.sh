#!/bin/bash
# What is built to be shipped is hardened: read from the programs, not from the flags. Builds them the first time.
#
# hardened_test.sh SOURCE BUILD
set -eu
source=$1 build=$2

launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBUILD_TESTING=OFF "${launcher[@]}" >/dev/null
cmake --build "$build" --target twc-index twc-search twc-searchd xapian-c >/dev/null

bad=0
want() { # FILE WHAT COMMAND…
    local file=$1 what=$2
    shift 2
    "$@" && return
    echo "$(basename "$file"): $what"
    bad=1
}
# shellcheck disable=SC2317  # want calls them
has() { grep -q -e "$1" <<<"$2"; }
# shellcheck disable=SC2317
lacks() { ! grep -q -e "$1" <<<"$2"; }

library=$(echo "$build"/xapian-c/libxapian-c.so.?)
for file in "$build"/bin/twc-index "$build"/bin/twc-search "$build"/bin/twc-searchd "$library"; do
    head=$(readelf -hW "$file") segments=$(readelf -lW "$file") dynamic=$(readelf -dW "$file")
    symbols=$(readelf --dyn-syms -W "$file") code=$(objdump -d --no-show-raw-insn "$file" | head -n 200000)
    want "$file" 'can be loaded at one address only' has 'Type: *DYN' "$head"
    [ "$file" = "$library" ] || want "$file" 'is not position-independent' has 'Flags:.*PIE' "$dynamic"
    want "$file" 'has no part that is read-only once it runs' has GNU_RELRO "$segments"
    want "$file" 'binds functions late, so that their table can be written' has 'BIND_NOW\|Flags:.*NOW' "$dynamic"
    want "$file" 'has a stack that can be run' has 'GNU_STACK.*RW ' "$segments"
    want "$file" 'has memory that can be written and run' lacks 'LOAD.*RWE' "$segments"
    want "$file" 'has its code changed when it is loaded' lacks TEXTREL "$dynamic"
    want "$file" 'looks for libraries where it was built' lacks "R\(UN\)\?PATH" "$dynamic"
    want "$file" 'has no guards on its stack' has __stack_chk_fail "$symbols"
    if [ "$(uname -m)" = x86_64 ]; then
        want "$file" 'does not mark where calls may land' has endbr64 "$code"
    fi
done
for file in "$build"/bin/twc-index "$build"/bin/twc-search "$build"/bin/twc-searchd; do
    want "$file" 'calls no checked form of a function' has '__\(memcpy\|snprintf\|vsnprintf\|read\)_chk' "$(readelf --dyn-syms -W "$file")"
done
# How far the checked forms go cannot be seen in a program; every file of ours was compiled with it.
want compile_commands.json 'a file is compiled without _FORTIFY_SOURCE=3' lacks '"command"' \
    "$(grep '"command"' "$build/compile_commands.json" | grep -v -e '-D_FORTIFY_SOURCE=3')"
exit $bad
