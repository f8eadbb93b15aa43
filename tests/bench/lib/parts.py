"""The parts of the benchmark. Each measures one thing on a site, checks that it was right, and puts rows in the report."""
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess

from lib import corpora, measure, report, servers
from lib.measure import Failed, run

GOALS = {  # issue's figures: what is asked, and what to be proud of
    "build floor": (1.45, 1.25), "build wall": (0.85, 0.7), "pagefind": (1 / 2.5, 1 / 4), "omindex": (1 / 1.7, 1 / 2.5),
    "lucene": (1.6, 1.0), "size": (1.2, 1.0), "pagefind site": (1 / 2, 1 / 4), "update": (1.5, 1.3), "scan": (2, 1),
    "answer p50": (4, 2.5), "answer p99": (6, 4), "facets p50": (8, 5), "facets p99": (10, 6), "tree": (1.6, 1.3),
    "prefix": (1 / 5,), "prefix ms": (5,), "serve": (0.6, 0.8), "serve cache": (0.6, 0.8), "omega": (40, 60),
    "growth": (0.85,), "million p50": (25,), "million p99": (100,), "rss site": (16,), "rss million": (64,),
    "rss worker": (200,), "update exponent": (0.05,),
}


class Bench:
    def __init__(self, options, programs, work, peers, report, say):
        self.options, self.programs, self.work, self.peers, self.report, self.say = \
            options, programs, work, peers, report, say

    def program(self, name):
        return self.programs / name

    def index_of(self, site):
        """The site's index, built once for the parts that only ask."""
        index = site.work / "index"
        if not (index / "current").exists():
            run([self.program("twc-index"), "--quiet", "--rebuild", "--index", index, site.folder], allow=(0, 1))
        return index

    def interleaved(self, ways):
        return measure.interleaved(self.options.rounds, ways, self.say, self.options.seconds)


def documents(bench, index):
    said = json.loads(run([bench.program("twc-search"), "--index", index, "--json", "--limit", "1", "a"], allow=(0, 1)).out)
    return said["index"]["documents"]


# ---- building ----

def ours_building(bench, site, index):
    def build():
        shutil.rmtree(index, ignore_errors=True)
        return run([bench.program("twc-index"), "--rebuild", "--index", index, site.folder], allow=(0, 1))
    return build


def floor_building(bench, site, index):
    terms, target = site.work / "terms", site.work / "floor"
    run([bench.program("bench-postings"), "dump", index / "current", terms])

    def build():
        return run([bench.program("bench-postings"), "add", terms, target])
    return build


def build(bench, site):
    """A whole build: read, parse, analyse, write, publish."""
    index = site.work / "built"
    ours = ours_building(bench, site, index)
    ours()
    pages = documents(bench, index)
    bench.report.check(f"{site.name}: {pages} of {len(site.pages)} pages are in the index", pages == len(site.pages))
    ways = {"ours": ours, "floor": floor_building(bench, site, index),
            **bench.peers.builders(site, bench.options.peers)}
    taken = bench.interleaved(ways)
    against = {"floor": ("add_posting of the same terms", bench_goal("build floor")),
               "pagefind": ("pagefind (no stemmer choice, ranks in the browser)", bench_goal("pagefind")),
               "omindex": ("omindex by default (no sections, one language)", bench_goal("omindex")),
               "lucene": ("Lucene 8, its text given (nothing parsed)", bench_goal("lucene")),
               "fts5": ("SQLite FTS5, its text given (nothing parsed)", None)}
    mine = taken["ours"]
    for name, samples in taken.items():
        if name == "ours":
            continue
        what, goal = against[name]
        bench.report.row(f"full build, CPU, {pages} pages", what, measure.median(mine, "cpu"),
                         measure.median(samples, "cpu"), "CPU s", measure.ratio(mine, samples), goal)
    bench.report.row(f"full build, wall, {pages} pages", against["floor"][0], measure.median(mine, "wall"),
                     measure.median(taken["floor"], "wall"), "s", measure.ratio(mine, taken["floor"], "wall"),
                     GOALS["build wall"])
    bench.report.row("memory of a build", "", measure.median(mine, "rss"), None, "MiB a process", None,
                     GOALS["rss worker"])
    size(bench, site, index)


def bench_goal(name):
    return GOALS[name]


def size(bench, site, index):
    folder = (index / "current").resolve()
    parts = {f.name.split(".")[0]: f.stat().st_size for f in folder.iterdir() if f.suffix == ".glass"}
    ratio = sum(parts.values()) / max(site.markdown_bytes, 1)
    told = ", ".join(f"{name} {n / 1e6:.1f}" for name, n in sorted(parts.items(), key=lambda p: -p[1]) if n > 5e5)
    bench.report.row("index / Markdown", f"MB: {told}", sum(parts.values()) / 1e6, site.markdown_bytes / 1e6, "MB",
                     {"ratio": ratio, "low": ratio, "high": ratio, "rounds": 1}, GOALS["size"])


def build_site(bench, site):
    """A whole build of a small site against Pagefind on its HTML, given or made."""
    index = site.work / "built"
    ways = {"ours": ours_building(bench, site, index)}
    if not bench.peers.has("pagefind"):
        return
    given = bench.options.html and corpora.unpacked(bench.work, bench.options.html)
    ways["pagefind"] = bench.peers.pagefind_on(site, given or bench.peers.html_of(site))
    taken = bench.interleaved(ways)
    bench.report.row(f"full build, CPU, {len(site.pages)} pages", "pagefind on its HTML",
                     measure.median(taken["ours"], "cpu"), measure.median(taken["pagefind"], "cpu"), "CPU s",
                     measure.ratio(taken["ours"], taken["pagefind"]), GOALS["pagefind site"])


# ---- updating ----

def change_page(site, number):
    """Adds a sentence to some page; its path and the unique terms of it and of its translations."""
    page = site.pages[number * 7919 % len(site.pages)]
    found = [f for f in (site.folder / "content" / page["path"], site.folder / page["path"]) if f.exists()]
    with open(found[0], "a") as out:
        out.write(f"\nChanged for the {number}th time.\n")
    return found[0], ["Q" + p for p in [page["path"], *page["translations"]]]


def update(bench, site):
    """One page changed and named; the floor is a bare commit of one such document, times the pages rewritten."""
    index = bench.index_of(site)
    run([bench.program("twc-index"), "--quiet", "--index", index, site.folder], allow=(0, 1))
    ours, floor = [], []
    for number in range(max(5, bench.options.rounds)):
        path, terms = change_page(site, number)
        sample = run([bench.program("twc-index"), "--json", "--index", index, "--changed", path], cwd=site.folder,
                     allow=(0, 1))
        said = json.loads(sample.out.splitlines()[-1])
        bench.report.check(f"{site.name}: one page changed, and {said} was said", said.get("changed") == len(terms))
        bare = [run([bench.program("bench-commit"), index / "current", term]).cpu for term in terms]
        ours.append(sample.cpu)
        floor.append(statistics.median(bare) * len(terms))
        bench.say(f"update {number + 1}: {sample.cpu * 1e3:.1f} ms CPU, floor {floor[-1] * 1e3:.1f}")
    bench.report.row(f"one page changed, named, {len(site.pages)} pages",
                     "pages rewritten x a bare commit", statistics.median(ours) * 1e3, statistics.median(floor) * 1e3,
                     "CPU ms", measure.of_numbers(ours, floor), GOALS["update"])
    return statistics.median(ours)


def scan(bench, site):
    """Nothing changed: twc-index looks at the whole site, git at the whole tree."""
    index = bench.index_of(site)
    git = ["git", "-C", site.folder]
    if not (site.folder / ".git").exists():
        run([*git, "init", "-q"])
        run([*git, "add", "-A"])
        run([*git, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-qm", "bench"])
    run([*git, "status", "--porcelain"])
    run([bench.program("twc-index"), "--quiet", "--index", index, site.folder], allow=(0, 1))

    def ours():
        sample = run([bench.program("twc-index"), "--json", "--index", index, site.folder], allow=(0, 1))
        said = json.loads(sample.out.splitlines()[-1])
        bench.report.check(f"{site.name}: a scan of nothing new found {said}", said.get("unchanged") == len(site.pages))
        return sample
    taken = bench.interleaved({"ours": ours, "git status": lambda: run([*git, "status", "--porcelain"])})
    for figure in ("cpu", "wall"):
        bench.report.row(f"nothing changed, {figure}, {len(site.pages)} pages", "git status on the same tree",
                         measure.median(taken["ours"], figure), measure.median(taken["git status"], figure), "s",
                         measure.ratio(taken["ours"], taken["git status"], figure), GOALS["scan"])


# ---- answering ----

def ask(bench, index, queries, facets=""):
    return json.loads(run([bench.program("bench-answers"), index, queries, bench.options.rounds, facets]).out)


def answer(bench, site):
    """An answer in the process with its JSON, beside the bare search."""
    index, queries = bench.index_of(site), site.queries()
    for facets, name in (("", "answer"), ("tag,section,lang", "facets")):
        runs = [ask(bench, index, queries, facets) for _ in range(2)]
        said = runs[0]
        bench.report.check(f"{site.name}: a page's own title finds it first, {said['first']} of {said['expected']}",
                           said["first"] >= 0.9 * said["expected"])
        bench.report.check(f"{site.name}: {said['unanswered']} queries have no answer", said["unanswered"] == 0)
        for share in ("p50", "p99"):
            bench.report.row(f"answer {share}{' with facets' if facets else ''}, {len(site.pages)} pages",
                             "bare search", said["ours"][share], said["bare"][share], "CPU us",
                             measure.of_numbers([r["ours"][share] for r in runs], [r["bare"][share] for r in runs]),
                             GOALS[f"{name} {share}"])
        if not facets:
            bench.report.row("answer, mean", "libxapian's get_mset of the same tree", said["ours"]["mean"],
                             said["mset"]["mean"], "CPU us",
                             measure.of_numbers([r["ours"]["mean"] for r in runs], [r["mset"]["mean"] for r in runs]),
                             GOALS["tree"])
            bench.report.row("the ranking search of it, mean", "libxapian's get_mset of the same tree",
                             said["tree"]["mean"], said["mset"]["mean"], "CPU us",
                             measure.of_numbers([r["tree"]["mean"] for r in runs], [r["mset"]["mean"] for r in runs]))
    if bench.peers.has("minisearch"):
        lib = pathlib.Path(__file__).parent
        peer = json.loads(run(["node", "--max-old-space-size=6000", lib / "minisearch.mjs", bench.peers.modules,
                               site.listing, queries]).out)
        plain = ask(bench, index, queries)
        bench.report.row("answer p50", "MiniSearch (prefix, fuzzy)", plain["ours"]["p50"], peer["p50"], "CPU us",
                         measure.of_numbers([plain["ours"]["p50"]], [peer["p50"]]))


def prefix(bench, site):
    """Three letters typed, against FTS5's prefix query ranked by bm25."""
    index, letters = bench.index_of(site), site.prefixes()
    queries = site.work / "prefixes.tsv"
    queries.write_text("".join(f"prefix\t{p}\t\n" for p in letters))
    said = ask(bench, index, queries)
    database = site.work / "fts5.db"
    if not database.exists():
        bench.peers.builders(site, ["fts5"])["fts5"]()
    peer = sorted(json.loads(run(["python3", pathlib.Path(__file__).parent / "fts5.py", "prefix", database, *letters]).out))
    theirs = {"p50": peer[len(peer) // 2], "p99": peer[int(len(peer) * 0.99)]}
    for share in ("p50", "p99"):
        bench.report.row(f"three letters typed, {share}", "FTS5 prefix, bm25", said["ours"][share], theirs[share],
                         "CPU us", measure.of_numbers([said["ours"][share]], [theirs[share]]), GOALS["prefix"])
    bench.report.row("three letters typed, p99", "", said["ours"]["p99"] / 1e3, None, "ms", None, GOALS["prefix ms"])


# ---- serving ----

def searchd(bench, index, *options):
    return servers.serving([bench.program("twc-searchd"), "--index", index, "--listen", "127.0.0.1:0", "--rate", "0",
                            "--max-connections-per-client", "1000", *options])


def paths_of(queries, start):
    asked = [line.split("\t")[1] for line in queries.read_text().splitlines()]
    return [start + re.sub(r"[^\w]+", "+", query) for query in asked]


def serve(bench, site):
    """Requests a second on loopback; wrk takes its share of the same cores."""
    if not bench.peers.has("wrk"):
        return
    index, queries = bench.index_of(site), site.queries()
    api = paths_of(queries, "/api/v1/search?q=")
    threads = max(4, 4 * (os.cpu_count() or 1))
    rates, rss = {}, 0
    for _ in range(bench.options.rounds):
        kinds = {"floor": (servers.serving([bench.program("bench-httpd"), threads]), ["/"]),
                 "ours": (searchd(bench, index), api), "cache": (searchd(bench, index, "--cache", "64M"), api)}
        if bench.peers.has("omindex") and bench.peers.has("fcgiwrap") and bench.peers.has("nginx"):
            if not (site.work / "omega" / "default").exists():
                bench.peers.builders(site, ["omindex"])["omindex"]()
            kinds["omega"] = (servers.omega(site.work / "cgi", site.work / "omega"), paths_of(queries, "/?DB=default&P="))
        for name, (server, paths) in kinds.items():
            with server as (url, pid):
                first = servers.fetch(url + paths[0])
                bench.report.check(f"{name} answers {paths[0]}", len(first) > 500)
                for path in paths if name == "cache" else []:  # what is kept is measured, not how it comes to be kept
                    servers.fetch(url + path)
                used = servers.cpu_of(pid)
                said = servers.load(url, paths, site.work, bench.options.load_seconds)
                said["a CPU second"] = said["requests"] / max(servers.cpu_of(pid) - used, 0.01)
                bench.report.check(f"{name}: {said['bad']} requests failed", said["bad"] == 0)
                rates.setdefault(name, []).append(said)
                rss = servers.resident(pid) if name == "ours" else rss
                bench.say(f"{name}: {said['rate']:.0f} a second, p99 {said.get('p99', 0):.1f} ms")
    told = {name: [r["rate"] for r in runs] for name, runs in rates.items()}
    inside = 2e6 / ask(bench, index, queries)["ours"]["mean"]
    median = statistics.median
    by_cpu = {name: [r["a CPU second"] for r in runs] for name, runs in rates.items()}
    bench.report.row("requests a CPU second, no cache", "answers in the process, a CPU second", median(by_cpu["ours"]),
                     inside / 2, "1/s", measure.of_numbers(by_cpu["ours"], [inside / 2] * len(by_cpu["ours"])),
                     GOALS["serve"], at_least=True)
    bench.report.row("requests a CPU second, --cache", "libmicrohttpd, 2 kB from memory", median(by_cpu["cache"]),
                     median(by_cpu["floor"]), "1/s", measure.of_numbers(by_cpu["cache"], by_cpu["floor"]),
                     GOALS["serve cache"], at_least=True)
    bench.report.row("requests a second, no cache", "answers in the process on two cores", median(told["ours"]), inside,
                     "1/s", measure.of_numbers(told["ours"], [inside] * len(told["ours"])), GOALS["serve"], at_least=True)
    bench.report.row("requests a second, --cache", "libmicrohttpd, 2 kB from memory", median(told["cache"]),
                     median(told["floor"]), "1/s", measure.of_numbers(told["cache"], told["floor"]),
                     GOALS["serve cache"], at_least=True)
    if "omega" in told:
        bench.report.row("requests a second, no cache", "Omega by CGI, nginx and fcgiwrap", median(told["ours"]),
                         median(told["omega"]), "1/s", measure.of_numbers(told["ours"], told["omega"]), GOALS["omega"],
                         at_least=True)
    bench.report.row("p99 under load", "", median([r["p99"] for r in rates["ours"]]), None, "ms")
    bench.report.row(f"memory of twc-searchd, {len(site.pages)} pages", "", rss, None, "MiB", None,
                     GOALS["rss site"] if len(site.pages) < 1000 else GOALS["rss million"])


# ---- growth ----

def growth(bench, site):
    """Generated sites of several sizes: what a build, an update and an answer cost in each."""
    cost, updates, answers = [], [], []
    for pages in bench.options.sizes:
        text = corpora.generated(bench.work, bench.programs, pages)
        index = text.work / "index"
        sample = ours_building(bench, text, index)()
        bench.report.check(f"{text.name}: {documents(bench, index)} pages", documents(bench, index) == pages)
        bench.say(f"{pages} pages: {sample.cpu:.1f} CPU s, {sample.wall:.1f} s, {sample.rss:.0f} MiB a process")
        cost.append((pages, sample.cpu))
        said = ask(bench, index, text.queries())
        answers.append((pages, said["ours"]["p50"] / 1e3))
        updates.append((pages, update(bench, text) * 1e3))
        bench.report.row(f"memory of a build, {pages} pages", "", sample.rss, None, "MiB a process", None,
                         GOALS["rss worker"])
    told(bench, "build", "CPU s", cost, None)
    told(bench, "update of a page", "CPU ms", updates, GOALS["update exponent"])
    told(bench, "answer p50", "CPU ms", answers, GOALS["growth"])


def told(bench, name, unit, points, goal):
    if len(points) < 2:
        return
    slope = measure.exponent(points)
    bench.report.growth[name] = {"unit": unit, "points": points, "exponent": slope}
    bench.report.row(f"growth of {name}", f"{points[0][0]:,} to {points[-1][0]:,} pages", slope, None, "exponent", None,
                     goal)
    (bench.work / f"growth-{name.replace(' ', '-')}.svg").write_text(report.plot(name, unit, points, slope))


def million(bench, site):
    """Copies of one index merged, up to a million pages: the vocabulary stays, everything else grows."""
    if not bench.peers.has("xapian-compact"):
        return
    index, queries = bench.index_of(site), site.queries()
    base, points, faceted, rss = documents(bench, index), [], None, 0
    for copies in bench.options.copies:
        made = site.work / f"copies-{copies}"
        if not (made / "current").exists():
            made.mkdir(exist_ok=True)
            run(["xapian-compact", "--multipass", *[index / "current"] * copies, made / "gen-1"])
            (made / "current").symlink_to("gen-1")
        said = ask(bench, made, queries)
        points.append((base * copies, said["ours"]["p50"] / 1e3))
        bench.say(f"{base * copies} pages: p50 {said['ours']['p50'] / 1e3:.2f} ms, p99 {said['ours']['p99'] / 1e3:.1f}")
    last = bench.options.copies[-1]
    faceted = ask(bench, site.work / f"copies-{last}", queries, "tag,section,lang")
    with searchd(bench, site.work / f"copies-{last}") as (url, pid):
        for path in paths_of(queries, "/api/v1/search?q=")[:100]:
            servers.fetch(url + path)
        rss = servers.resident(pid)
    told(bench, "answer p50 by copies", "CPU ms", points, GOALS["growth"])
    bench.report.row(f"answer p50, {base * last:,} pages", "", points[-1][1], None, "CPU ms", None, GOALS["million p50"])
    bench.report.row(f"answer p99 with facets, {base * last:,} pages", "", faceted["ours"]["p99"] / 1e3, None, "CPU ms",
                     None, GOALS["million p99"])
    bench.report.row(f"memory of twc-searchd, {base * last:,} pages", "", rss, None, "MiB", None, GOALS["rss million"])


# ---- instructions ----

def count_instructions(argv):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, argv)],
                          capture_output=True, text=True)
    collected = re.search(r"Collected : (\d+)", done.stderr)
    if not collected:
        raise Failed("callgrind counted nothing: " + done.stderr[-400:])
    return int(collected[1]) / 1e6


def instructions(bench, site):
    """Callgrind's count of fixed work on the demo site: the same on a busy machine."""
    if not bench.peers.has("valgrind"):
        return
    demo = corpora.given(bench.work, bench.programs, bench.options.source / "corpus" / "demo")
    index, queries = bench.index_of(demo), demo.queries(20)
    built = demo.work / "counted"
    shutil.rmtree(built, ignore_errors=True)
    work = {"build of the demo site": [bench.program("twc-index"), "--quiet", "--index", built, demo.folder],
            "its 80 queries, with a bare search of each": [bench.program("bench-answers"), index, queries, 1],
            "the same with facets": [bench.program("bench-answers"), index, queries, 1, "tag,section,lang"]}
    for name, argv in work.items():
        bench.report.row("instructions: " + name, "", count_instructions(argv), None, "million")


PARTS = {f.__name__.replace("_", "-"): f for f in
         (build, build_site, update, scan, answer, prefix, serve, growth, million, instructions)}
