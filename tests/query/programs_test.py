#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""twc-search and twc-searchd as people meet them: whatever is typed is answered, alike by both; --evaluate and its messages."""
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from trial import CLEAN, Daemon, Programs, run_tests, want  # noqa: E402

PROGRAMS = Programs(sys.argv[1])
DEMO = ROOT / "corpus" / "demo"
SCORER = ROOT.parent / "shared" / "eval" / "evaluate.py"
TYPED = ['OR', 'AND', 'NOT', 'strike OR wage', 'AND strike', '"abc', '"', '""', '"""', '-', '--', '- -', '*', 'strike*', '+', '(',
         '((strike)', ':', '::', '😀', '👩🏽‍💻 strike', 'a', 'Q', 'é', '1', 'the', 'the of and', 'de het een', 'who are you',
         '"right to strike"', '"right to strike', '-strike', '-"right to strike"', 'strike -', 'tag:', 'tag:"', 'tag:""', 'tag:nothing',
         'tag:"two words"', 'section:', 'section:guides', 'lang:', 'lang:xx', 'lang:nl', 'title:', 'title:"', 'before:',
         'before:2024', 'before:2024-13', 'after:-1', 'after:2030', '"a "b" c"', '-tag:', '-lang:en', '%', '%00', '\\', "'", '’', '<b>',
         '&amp;', '\u200b', '\ufeff', '\u202e', 'ｓｔｒｉｋｅ', '労働組合', 'x' * 4000, 'strike ' * 600, '\t', '\n', '  ']


HOME = tempfile.TemporaryDirectory(prefix="twc-programs-")


def index_of_demo():
    """Made once for all tests, none of which writes to it."""
    index = pathlib.Path(HOME.name) / "index"
    if index.exists():
        return index
    done = subprocess.run([PROGRAMS.index, "--quiet", "--index", index, DEMO], env=CLEAN, capture_output=True, text=True)
    want(done.returncode in (0, 1), "twc-index ended with", done.returncode, done.stderr)
    return index


def search(index, *options):
    return subprocess.run([PROGRAMS.search, "--index", index, *options], env=CLEAN, capture_output=True, text=True, timeout=60)


def over_http(daemon, route, **parameters):
    status, _, body = daemon.get(f"/api/v1/{route}?" + urllib.parse.urlencode(parameters))
    want(status == 200, repr(parameters)[:200], "was answered with", status, body[:500])
    return json.loads(body)


def whatever_is_typed_is_answered_over_http_and_in_the_terminal_alike(_):
    index = index_of_demo()
    daemon = Daemon(PROGRAMS, index)
    for number, typed in enumerate(TYPED):
        answer = over_http(daemon, "search", q=typed, lang="en", facets="tag,section,lang,year")
        over_http(daemon, "suggest", q=typed, lang="en")
        paths = [hit["path"] for hit in answer["hits"]]
        # The terminal is a program started each time: now and then as people see it.
        said = search(index, "--lang", "en", *(() if number % 8 == 0 else ("--json",)), "--", typed)
        want(said.returncode == (0 if paths else 1) and not said.stderr, repr(typed)[:100], "ended with", said.returncode, said.stderr)
        if number % 8 != 0:
            got = [hit["path"] for hit in json.loads(said.stdout)["hits"]]
            want(got == paths, repr(typed)[:100], "finds", got, "and over HTTP", paths)
    code, told = daemon.stop()
    want(code == 0 and "Sanitizer" not in told, "the daemon ended with", code, told[-2000:])


def a_query_that_begins_with_a_minus_stands_behind_two(_):
    index = index_of_demo()
    want("a query that begins with - stands behind --" in search(index, "-strike").stderr, "the mend is not said")
    want(search(index, "--", "-strike").returncode == 0, "-strike is not asked")
    want(search(index, "wage", "-strike").returncode == 0, "options do not end at the first word")


# ---- judged queries ----

def figures(text):
    """{group: [n, figures …]} of a table that either prints."""
    rows = [line.split() for line in text.splitlines() if line and not line.startswith(("miss ", "group"))]
    return {row[0]: [float(cell) for cell in row[1:]] for row in rows}


def judged_and_run(folder):
    """The demo's judged queries, and what the daemon answers, in the scorer's format."""
    index, lines = index_of_demo(), []
    daemon = Daemon(PROGRAMS, index)
    for line in (DEMO / "judged.tsv").read_text().splitlines():
        if line and line[0] != "#":
            number, lang, query = line.split("\t")[:3]
            hits = over_http(daemon, "search", q=query, lang=lang)["hits"]
            lines += [f"{number}\t{rank}\t{hit['path']}" for rank, hit in enumerate(hits, 1)]
    daemon.stop()
    (folder / "run.tsv").write_text("\n".join(lines) + "\n")
    return index, folder / "run.tsv"


def the_figures_are_those_of_the_scorer(folder):
    if not SCORER.exists():
        return "the scorer is not beside the source"
    index, run = judged_and_run(folder)
    ours = search(index, "--evaluate", DEMO / "judged.tsv")
    theirs = subprocess.run([sys.executable, SCORER, DEMO / "judged.tsv", run, "--by-category", "--misses"], capture_output=True,
                            text=True, check=True).stdout
    want(ours.returncode == 0, ours.stderr)
    want(figures(ours.stdout) == figures(theirs), "ours:\n" + ours.stdout, "the scorer's:\n" + theirs)
    missed = [[line.split()[1] for line in text.splitlines() if line.startswith("miss ")] for text in (ours.stdout, theirs)]
    want(missed[0] == missed[1] and missed[0], "other queries missed:", missed)
    return None


def a_floor_that_is_missed_is_told_and_ends_with_1(folder):
    index, floor = index_of_demo(), folder / "floor.tsv"
    judged = folder / "judged.tsv"
    judged.write_text("# one\n\na\ten\thow to strike\ttitle\tguides/strike.en.md=3\n")
    floor.write_text("# least\nS@1\t1\nZero\t0\n")
    met = search(index, "--evaluate", judged, "--floor", floor)
    want(met.returncode == 0 and not met.stderr, met.returncode, met.stderr)
    judged.write_text("a\ten\thow to strike\ttitle\tcolophon.en.md=3\n")
    missed = search(index, "--evaluate", judged, "--floor", floor)
    want(missed.returncode == 1, "it ended with", missed.returncode)
    want(missed.stderr == "twc-search: below the floor: S@1 is 0.000, below 1.000\n", missed.stderr)
    want(missed.stdout.startswith('miss a [en/title] "how to strike": wanted colophon.en.md, got guides/strike.en.md'), missed.stdout)


def a_line_that_is_not_one_is_told_with_file_line_and_mend(folder):
    index, judged, floor = index_of_demo(), folder / "judged.tsv", folder / "floor.tsv"
    mend = "(write: id<TAB>lang<TAB>query<TAB>category<TAB>path=grade path=grade)"
    good = "a\ten\thow to strike\ttitle\tguides/strike.en.md=3\n"
    for line, what in (("a\ten\tstrike\ttitle", "a judged query has five fields"),
                       ("a\ten\tstrike\ttitle\tx.md=3\tmore", "a judged query has five fields"),
                       ("a\ten\tstrike\ttitle\tx.md", "a judgement is not path=grade"),
                       ("a\ten\tstrike\ttitle\tx.md=high", "a judgement is not path=grade"),
                       ("a\ten\tstrike\ttitle\tx.md=-1", "a judgement is not path=grade"),
                       ("a\ten\tstrike\ttitle\t=3", "a judgement is not path=grade"),
                       ("a\ten\tstrike\ttitle\tx.md=3 x.md=1", "a page is judged twice"),
                       ("a\ten\tstrike\ttitle\tx.md=0", "no page is judged relevant"),
                       ("a\ten\tstrike\ttitle\t", "a judged query has five fields")):
        judged.write_text(good + "# comment\n" + line + "\n")
        said = search(index, "--evaluate", judged)
        want(said.returncode == 2 and said.stderr == f"twc-search: {judged}:3: {what} {mend}\n", repr(line), said.returncode, said.stderr)
    judged.write_text("# nothing\n")
    want("there is no judged query" in search(index, "--evaluate", judged).stderr, "an empty file is not told")
    judged.write_text(good)
    for line in ("S@5\t1", "S@1", "S@1\thigh"):
        floor.write_text("# least\n" + line + "\n")
        said = search(index, "--evaluate", judged, "--floor", floor)
        want(said.returncode == 2 and said.stderr == f"twc-search: {floor}:2: a floor is not a figure and a value (write nDCG@10, "
             "MRR@10, S@1, S@3 or Zero, a tab, and a number)\n", repr(line), said.returncode, said.stderr)
    want(str(folder / "none.tsv") in search(index, "--evaluate", folder / "none.tsv").stderr, "a missing file is not named")


run_tests([whatever_is_typed_is_answered_over_http_and_in_the_terminal_alike, a_query_that_begins_with_a_minus_stands_behind_two,
           the_figures_are_those_of_the_scorer, a_floor_that_is_missed_is_told_and_ends_with_1,
           a_line_that_is_not_one_is_told_with_file_line_and_mend], sys.argv[2:])
