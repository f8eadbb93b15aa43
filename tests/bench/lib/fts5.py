"""SQLite's FTS5 as a peer.   fts5.py build PAGES.jsonl.tsv DATABASE | fts5.py prefix DATABASE WORD...

build: porter stems with positions, journal off; the text itself is kept, since its snippets need it. Of a tab-separated
file of path, title and text, so that no JSON is read in its time. prefix: asks each WORD as a prefix, ranked by bm25,
ten rows; prints the CPU microseconds of each, the median of five, as JSON."""
import json
import sqlite3
import statistics
import sys
import time


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t", 2)


def build(source, target):
    database = sqlite3.connect(target)
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                           "CREATE VIRTUAL TABLE t USING fts5(path UNINDEXED, title, text, tokenize='porter unicode61')")
    database.executemany("INSERT INTO t VALUES (?, ?, ?)", rows(source))
    database.commit()
    print(database.execute("SELECT count(*) FROM t").fetchone()[0])


def prefix(target, words):
    database = sqlite3.connect(target)
    taken = []
    for word in words:
        times = []
        for _ in range(5):
            start = time.thread_time()
            database.execute("SELECT path FROM t WHERE t MATCH ? ORDER BY bm25(t, 0, 2) LIMIT 10",
                             (f'"{word}"*',)).fetchall()
            times.append((time.thread_time() - start) * 1e6)
        taken.append(statistics.median(times))
    print(json.dumps(taken))


if sys.argv[1] == "build":
    build(sys.argv[2], sys.argv[3])
else:
    prefix(sys.argv[2], sys.argv[3:])
