#!/usr/bin/env python3
"""A daemon and an index that changes, expires or is damaged beneath it."""
import datetime
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from trial import CLEAN, Daemon, Programs, Site, run_tests, want  # noqa: E402

PROGRAMS = Programs(sys.argv[1])
MUCH = int(os.environ.get("TWC_DAMAGE", 1))  # times as many ways to damage a file


def a_page_past_its_expiry_is_answered_no_more_though_no_indexer_came_by(folder):
    site = Site(folder / "site", PROGRAMS, 1)
    end = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(seconds=6)
    site.write("guides/ends.en.md", "Zeppelins.", front=[f"expiryDate: {end.isoformat()}"])
    site.update()
    daemon = Daemon(PROGRAMS, site.index, "--cache", "1000000")
    path = "/api/v1/search?q=zeppelins"
    first = daemon.search("zeppelins")
    status, headers, _ = daemon.get(path)
    want(first["totalHits"] == 1, "not found before it expires:", first)
    want(daemon.get(path, {"If-None-Match": headers["ETag"]})[0] == 304, "the same answer is not known as such")
    while datetime.datetime.now(datetime.timezone.utc) < end:
        time.sleep(0.1)
    status, _, body = daemon.get(path, {"If-None-Match": headers["ETag"]})
    want(status == 200 and '"totalHits":0' in body, "after it expired:", status, body)
    want(daemon.search("zeppelins")["index"] == first["index"], "somebody published")
    status, _, body = daemon.get("/search?q=zeppelins&lang=en")
    want(status == 200 and "guides/ends" not in body, "the page of results still has it")
    want("guides/ends" not in daemon.get("/api/v1/similar?id=guides/page1&lang=en")[2], "it is still like others")
    want(daemon.stop()[0] == 0, "the daemon did not end well")


def watching_takes_out_a_page_at_the_second_it_expires(folder):
    site = Site(folder / "site", PROGRAMS, 1)
    watcher = subprocess.Popen([PROGRAMS.index, "--quiet", "--watch", str(site.folder)], env=CLEAN)
    end = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(seconds=6)
    site.write("guides/due.en.md", "Balloons.", front=[f"publishDate: {end.isoformat()}"])
    site.write("guides/ends.en.md", "Zeppelins.", front=[f"expiryDate: {end.isoformat()}"])
    try:
        while datetime.datetime.now(datetime.timezone.utc) < end - datetime.timedelta(seconds=1):
            time.sleep(0.1)
        want(site.answer("zeppelins")[0] == 0, "not there before it expires", site.answer("zeppelins"))
        want(site.answer("balloons")[0] == 1, "there before it is due")
        before = site.mark()
        while site.mark() == before and datetime.datetime.now(datetime.timezone.utc) < end + datetime.timedelta(seconds=20):
            time.sleep(0.1)
        want(site.mark() != before, "the moment passed by unseen")
        want(site.answer("zeppelins")[0] == 1, "it is there after it expired", site.answer("zeppelins"))
        want(site.answer("balloons")[0] == 0, "it is not there when it is due", site.answer("balloons"))
    finally:
        watcher.terminate()
        watcher.wait()


def every_saved_file_is_answered_within_two_seconds_and_no_request_fails(folder):
    site = Site(folder / "site", PROGRAMS, 1, sets=40)
    site.update()
    daemon = Daemon(PROGRAMS, site.index)
    watcher = subprocess.Popen([PROGRAMS.index, "--quiet", "--watch", str(site.folder)], env=CLEAN)
    time.sleep(1)
    try:
        for at in range(4):
            word = site.word()
            site.write(f"guides/page{at}.en.md", word)
            start = time.monotonic()
            while daemon.search(word)["totalHits"] == 0:  # what fails, fails the test
                want(time.monotonic() < start + 10, "not found ten seconds after it was saved")
                time.sleep(0.02)
            print(f"found {time.monotonic() - start:.2f} s after it was saved")
    finally:
        watcher.terminate()
        watcher.wait()
        want(daemon.stop()[0] == 0, "the daemon did not end well")


# ---- damage ----


def damages(path, rng):
    """What may happen to a file: (what, the bytes it then has; None: it is gone)."""
    whole = path.read_bytes()
    yield "removed", None
    yield "emptied", b""
    for part in (0.1, 0.5, 0.9) if MUCH > 1 else (0.5,):
        yield f"cut at {part}", whole[:int(part * len(whole))]
    yield "zeroed", bytes(len(whole))
    for _ in range(MUCH):
        at = rng.randrange(0, max(1, len(whole) - 64))
        yield f"zeroed from {at}", whole[:at] + bytes(min(4096, len(whole) - at)) + whole[at + 4096:]
    for _ in range(2 * MUCH):
        flipped = bytearray(whole)
        at = rng.randrange(len(whole))
        flipped[at] ^= 1 << rng.randrange(8)
        yield f"flipped at {at}", bytes(flipped)


def is_told(text, site):
    return str(site.folder) in text and "twc-index" in text


def look_at_damage(site, what, sound):
    """No program may crash or answer less in silence; twc-index mends it."""
    query = "strike wage union leave safety pension"
    code, out, told = site.answer(query)
    want(code in (0, 1, 2), what, "twc-search ended with", code, told)
    want(code == 2 or '"totalMatches":' in out, what, "no answer")
    if code == 2:
        want(is_told(told, site), what, "twc-search told neither index nor mend:", told)
    elif '"totalMatches":%d' % sound not in out:
        raise AssertionError(f"{what}: twc-search answered less in silence: {out[:300]}")
    daemon = Daemon(PROGRAMS, site.index)
    status, _, body = daemon.get("/api/v1/search?q=" + query.replace(" ", "+"))
    want(status in (200, 503), what, "twc-searchd answered", status, body)
    want(status == 503 or '"totalMatches":%d' % sound in body, what, "twc-searchd answered less in silence")
    code, log = daemon.stop()
    want(code == 0, what, "twc-searchd ended with", code, log)
    want(status == 200 or is_told(log, site), what, "twc-searchd told neither index nor mend:", log)
    site.write("guides/page3.en.md", site.word())
    run = site.twc_index()
    want(run.returncode == 0, what, "twc-index did not mend it:", run.returncode, run.stderr)
    code, out, told = site.answer(query)
    want(code == 0 and '"totalMatches":%d' % sound in out, what, "and after twc-index:", code, out[:300], told)
    site.mark()


def damage_is_told_and_mended_by_the_next_run(folder):
    rng = random.Random(7)
    whole = Site(folder / "whole", PROGRAMS, 1)
    whole.update()
    whole.write("guides/page2.en.md", whole.word())
    whole.update()
    out = whole.answer("strike wage union leave safety pension")[1]
    sound = int(out.split('"totalMatches":')[1].split(",")[0])
    failures = []
    for name in sorted(path.name for path in whole.current.iterdir() if path.name != "flintlock"):
        cases = list(damages(whole.current / name, rng))
        for what, content in cases:
            site = whole.copy(folder / "damaged")
            path = site.current / name
            path.unlink() if content is None else path.write_bytes(content)
            try:
                look_at_damage(site, f"{name} {what}:", sound)
            except Exception as failure:
                failures.append(str(failure))
            shutil.rmtree(site.folder)
    want(not failures, len(failures), "ways:\n" + "\n".join(failures))


run_tests([
    a_page_past_its_expiry_is_answered_no_more_though_no_indexer_came_by,
    watching_takes_out_a_page_at_the_second_it_expires,
    every_saved_file_is_answered_within_two_seconds_and_no_request_fails,
    damage_is_told_and_mended_by_the_next_run,
], sys.argv[2:])
