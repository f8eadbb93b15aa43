#!/usr/bin/env python3
"""The indexer with its nth allocation failing, or that and all after it: it says so and ends with 2, or did without and ends
well; never by a signal. Whatever came of it the index answers as before or as it should, and the next run mends it.

starve_index.py INDEXER SEARCH SITE TRIALS SEED     TRIALS 0: every allocation in turn, for $TWC_MINUTES"""
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

INDEXER, SEARCH, SITE = sys.argv[1:4]
TRIALS, SEED = int(sys.argv[4]), int(sys.argv[5])
LAST = time.monotonic() + 60 * float(os.environ.get("TWC_MINUTES", 60)) - 10
OLD, NEW = "council", "zyzzyva"


def run(program, *arguments, **more):
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0", **{key: str(value) for key, value in more.items()})
    return subprocess.run([program, *map(str, arguments)], env=environment, capture_output=True, text=True, errors="replace")


def finds(index, word):
    return run(SEARCH, "--index", index, "--json", word).returncode == 0


def index(site, folder, *options, **more):
    return run(INDEXER, "--index", folder, "--accept-shrink", *options, site, **more)


def trial(work, site, nth, everything, rebuild):
    """What the run came to; ends the program where it broke something."""
    folder = work / "index"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(work / "good", folder, symlinks=True)
    more = {"TWC_STARVE": nth} | ({"TWC_STARVE_ALL": 1} if everything else {})
    end = index(site, folder, *(["--rebuild"] if rebuild else []), **more)
    said = f"allocation {nth}{' and all after it' if everything else ''}{', rebuild' if rebuild else ''}: exit {end.returncode}"
    if end.returncode not in (0, 1, 2):
        sys.exit(f"{said}\n{end.stderr[-3000:]}")
    if end.returncode == 2 and "memory" not in end.stderr:
        sys.exit(f"{said}, and no word of memory:\n{end.stderr}")
    if not finds(folder, OLD):
        sys.exit(f"{said}, and the index does not answer any more\n{end.stderr}")
    if end.returncode == 0 and not finds(folder, NEW):
        sys.exit(f"{said}, and the new page is not found\n{end.stderr}")
    return end.returncode


def mends(work, site):
    end = index(site, work / "index")
    if end.returncode != 0 or not finds(work / "index", NEW):
        sys.exit(f"the next run does not mend it: exit {end.returncode}\n{end.stderr}")


def cases(work, site):
    """nth, everything, rebuild."""
    if TRIALS:
        for _ in range(TRIALS):
            yield int(10 ** random.uniform(0, 4.5)), random.random() < 0.3, random.random() < 0.5
        return
    for rebuild in (False, True):
        for nth in range(1, 200000):
            yield nth, nth % 5 == 0, rebuild
            if nth % 50 == 0 and index(site, work / "count", "--dry-run", TWC_STARVE=0).returncode != 0:
                sys.exit("it cannot be run at all")


def main():
    random.seed(SEED)
    ends = {0: 0, 1: 0, 2: 0}
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        site = work / "site"
        shutil.copytree(SITE, site)
        if index(site, work / "good").returncode != 0:
            sys.exit("the site cannot be indexed")
        (site / "content" / "new.en.md").write_text(f"---\ntitle: New\n---\n{NEW}\n")
        for number, (nth, everything, rebuild) in enumerate(cases(work, site)):
            if time.monotonic() > LAST:
                break
            ends[trial(work, site, nth, everything, rebuild)] += 1
            if number % 20 == 0:
                mends(work, site)
    if ends[2] == 0:
        sys.exit("no run ended for want of memory: nothing was tried")
    print(f"indexer: {sum(ends.values())} runs, {ends[2]} ended with 2, {ends[1]} left pages out, {ends[0]} did without")


main()
