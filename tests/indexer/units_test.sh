#!/bin/sh
# The units in systemd/ are such as systemd takes: for every kind, and an instance of it.
set -eu
cd "$(dirname "$0")/../.."
command -v systemd-analyze >/dev/null || { echo 'systemd-analyze is not here'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for unit in systemd/*@.*.in; do
    # The program is not installed where the tests run.
    sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#; s#@TWC_CONFIG_FOLDER@#/etc/twc-search#' "$unit" >"$work/$(basename "$unit" .in)"
done
for unit in "$work"/*; do
    cp "$unit" "${unit%@*}@srv-site.${unit##*.}"
done
said=$(systemd-analyze verify --man=no "$work"/twc-*@srv-site.* 2>&1) || { echo "$said"; exit 1; }
# It tells of the machine's own units too.
if printf "%s\n" "$said" | grep "twc-"; then exit 1; fi

# How much one that was taken over could do, the daemon or an indexer that read a page made for it: at most 1.5 of 10. Before
# systemd 250 it cannot be told from a file.
grep -q '^MemoryMax=' systemd/twc-searchd@.service.in
if systemd-analyze --help | grep -q -- --offline; then
    for unit in "$work"/twc-*@srv-site.service; do
        security=$(systemd-analyze security --offline=true --threshold=15 "$unit" 2>&1) || { echo "$security"; exit 1; }
        printf '%s\n' "$security" | grep 'exposure'
    done
fi
