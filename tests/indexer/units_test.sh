#!/bin/sh
# The units in systemd/ are such as systemd takes: for every kind, and an instance of it.
set -eu
cd "$(dirname "$0")/../.."
command -v systemd-analyze >/dev/null || { echo 'systemd-analyze is not here'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for unit in systemd/twc-index*; do
    # The program is not installed where the tests run.
    sed 's#^ExecStart=/usr/bin/twc-index#ExecStart=/bin/true#' "$unit" >"$work/$(basename "$unit")"
done
for unit in "$work"/*; do
    cp "$unit" "${unit%@*}@srv-site.${unit##*.}"
done
said=$(systemd-analyze verify --man=no "$work"/twc-index*@srv-site.* 2>&1) || { echo "$said"; exit 1; }
# It tells of the machine's own units too.
! printf '%s\n' "$said" | grep 'twc-index'
