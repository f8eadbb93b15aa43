#!/usr/bin/env python3
"""What an update follows, what asks for a rebuild, and what no trouble may spoil: a disk, rights, another indexer."""
import difflib
import fcntl
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from trial import CLEAN, Programs, Site, run_tests, want  # noqa: E402

PROGRAMS = Programs(sys.argv[1])
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def told(site, *options):
    return json.loads(site.update("--json", *options))


# ---- following ----


def an_update_equals_a_rebuild_after_any_edits(folder):
    seed = int(os.environ.get("TWC_SEED", random.randrange(1 << 30)))
    for sequence in range(int(os.environ.get("TWC_SEQUENCES", 5))):
        site = Site(folder / f"site{sequence}", PROGRAMS, seed + sequence, sets=4)
        (site.folder / "twc-search.yaml").write_text("compounds: {list: none}\npublish: {max_shrink: 1}\n"
                                                     "glossary: labour-en-nl\n")
        site.update()
        edits = []
        for _ in range(5):
            edits += [site.edit() for _ in range(site.random.choice((1, 1, 3)))]
            site.update()
        other = folder / f"other{sequence}"
        run = site.twc_index("--index", str(other))
        want(run.returncode == 0, "the rebuild:", run.stderr)
        updated, rebuilt = site.contents(site.current), site.contents(other / "current")
        if updated != rebuilt:
            differ = list(difflib.unified_diff(rebuilt, updated, "rebuilt", "updated", lineterm="", n=0))
            want(False, f"seed {seed + sequence}, after", edits, "\n" + "\n".join(line[:300] for line in differ[:20]))


def what_has_the_same_bytes_has_not_changed(folder):
    site = Site(folder / "site", PROGRAMS, 1)
    site.update()
    page = site.folder / "content" / "guides" / "page1.en.md"
    whole = page.read_bytes()
    page.touch()
    (page.parent / "page2.en.md").rename(page.parent / "aside")
    (page.parent / "aside").rename(page.parent / "page2.en.md")
    page.unlink()
    page.write_bytes(whole)
    os.utime(page, (1, 1))
    after = told(site)
    want(after["unchanged"] == 13 and after["generation"] is None, "a touched page was taken for another:", after)


def whatever_pages_are_made_with_asks_for_a_rebuild(folder):
    site = Site(folder / "site", PROGRAMS, 1)
    settings, hugo = site.folder / "twc-search.yaml", site.folder / "hugo.yaml"
    (site.folder / "words.yaml").write_text("- {en: [strike], nl: [staking]}\n")
    (site.folder / "never.txt").write_text("overtime\n")
    (site.folder / "box.html").write_text("<p>Boxed</p>\n")
    settings.write_text("glossary: words.yaml\ncompounds: {list: none, never: never.txt}\n"
                        "shortcodes: {box: {file: box.html}}\nlanguages: {nl: {stemmer: dutch}}\n")
    names = [told(site)["generation"]]
    want(told(site)["generation"] is None, "nothing changed, and it published")
    for what, change in (
            ("glossary", lambda: (site.folder / "words.yaml").write_text("- {en: [strike], nl: [actie]}\n")),
            ("words never split", lambda: (site.folder / "never.txt").write_text("overtime\npicket\n")),
            ("template", lambda: (site.folder / "box.html").write_text("<p>Another</p>\n")),
            ("stemmer", lambda: settings.write_text(settings.read_text().replace("dutch", "kraaij_pohlmann"))),
            ("configuration", lambda: hugo.write_text(hugo.read_text() + "title: Another\n"))):
        change()
        after = told(site)
        want(after["rebuilt"], "another", what, "asked for no rebuild")
        names.append(after["generation"])
        want(told(site)["generation"] is None, "another", what, "is another one still")
    want(len(set(names)) == len(names), "two generations have one name:", names)


# ---- forgetting ----


def has_text(folder, text):
    """Whether some file holds it, as it stands or deflated."""
    for path in (path for path in folder.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        if text in raw:
            return True
        for at in range(len(raw)):
            for bits in (-15, 15):
                try:
                    if text in zlib.decompressobj(bits).decompress(raw[at:at + 4096], 8192):
                        return True
                except zlib.error:
                    pass
    return False


def what_was_forgotten_is_nowhere_in_the_files(folder):
    site = Site(folder / "site", PROGRAMS, 1, sets=2)
    page = site.folder / "content" / "guides" / "page0.en.md"
    page.write_text("---\ntitle: Page\n---\nThe unspeakable matter " + "in so many words " * 30 + "\n")
    site.update()
    page.write_text("---\ntitle: Page\n---\nTaken down.\n")
    site.update()
    want(has_text(site.index, b"unspeakable"), "the test sees nothing: an update leaves words in the lexicon at least")
    site.update("--forget")
    want(not has_text(site.index, b"unspeakable"), "it is there still")
    want(len(list(site.index.glob("gen-*"))) == 1, "an earlier generation is there still")


# ---- trouble ----


def a_folder_that_cannot_be_read_keeps_its_pages(folder):
    if os.getuid() != 0 or not shutil.which("setpriv"):
        return "only root can be somebody else"
    site = Site(folder / "site", PROGRAMS, 1)
    for path in [site.folder, *site.folder.rglob("*")]:
        os.chown(path, 65534, 65534)
    run = site.twc_index(before=NOBODY)
    want(run.returncode == 0, run.stderr)
    pages = site.mark().split()[1]
    (site.folder / "content" / "guides").chmod(0)
    run = site.twc_index(before=NOBODY)
    want(run.returncode == 1 and "guides" in run.stderr, "exit", run.returncode, run.stderr)
    want(site.mark().split()[1] == pages, "pages were taken out")  # lists above it have other dates
    (site.folder / "content" / "guides").chmod(0o755)
    before = site.contents(site.current)
    site.index.chmod(0o555)
    site.write("guides/page0.en.md", site.word())
    os.chown(site.current / "postlist.glass", 0, 0)
    (site.index / "lock").chmod(0)
    run = site.twc_index(before=NOBODY)
    want(run.returncode == 2 and str(site.folder) in run.stderr, "exit", run.returncode, run.stderr)
    want(site.contents(site.current) == before, "it changed")
    (site.index / "lock").chmod(0o644)
    site.index.chmod(0o755)
    site.update()


def a_full_disk_and_a_read_only_one_are_told_and_the_old_index_serves(folder):
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True).returncode != 0:
        return "nothing can be mounted here"
    try:
        site = Site(folder / "site", PROGRAMS, 1)
        index = ["--index", str(disk / "index")]
        want(site.twc_index(*index).returncode == 0, "the first run")
        site.index, site.current = disk / "index", disk / "index" / "current"
        before = site.mark()
        filler = os.open(disk / "filler", os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(filler, bytes(4096))
        except OSError:
            os.close(filler)
        for options in ([], ["--rebuild"], ["--export", str(disk / "copy")]):
            for at in range(12):
                site.write(f"guides/more{at}.en.md", site.word())
            run = site.twc_index(*index, *options)
            want(run.returncode == 2 and "No space left" in run.stderr, options, "exit", run.returncode, run.stderr)
            want(site.mark() == before, "the old index is gone")
        (disk / "filler").unlink()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        run = site.twc_index(*index)
        want(run.returncode == 2 and "Read-only" in run.stderr, "exit", run.returncode, run.stderr)
        want(site.mark() == before and site.answer("strike")[0] == 0, "the old index does not answer")
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        want(site.twc_index(*index).returncode == 0 and site.mark() != before, "the next run did not mend it")
        want(not site.leftovers(), "left behind:", site.leftovers())
    finally:
        subprocess.run(["umount", disk], check=True)


def indexers_at_once_take_turns_or_say_so(folder):
    site = Site(folder / "site", PROGRAMS, 1)
    site.update()
    for turn in range(3):
        word = site.word()
        site.write("guides/page0.en.md", word)
        children = [subprocess.Popen([PROGRAMS.index, "--quiet", *(["--wait"] if at % 2 else []),
                                      *(["--rebuild"] if at % 3 == 0 else []), str(site.folder)], env=CLEAN,
                                     stderr=subprocess.DEVNULL) for at in range(6)]
        codes = [child.wait() for child in children]
        want(set(codes) <= {0, 75} and all(code == 0 for code in codes[1::2]), "exits", codes)
        want(site.answer(word)[0] == 0 and not site.leftovers(), "turn", turn, site.leftovers())


def is_held(lock):
    with open(lock, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
        except BlockingIOError:
            return True


def one_that_is_paused_half_way_holds_others_back_and_goes_on(folder):
    site = Site(folder / "site", PROGRAMS, 1, sets=30)
    site.update()
    paused = 0
    for turn in range(30):
        site.write("guides/page0.en.md", site.word())
        child = subprocess.Popen([PROGRAMS.index, "--quiet", "--rebuild", str(site.folder)], env=CLEAN)
        lock = site.index / "lock"
        while child.poll() is None and not (is_held(lock) and lock.read_text() == f"{child.pid}\n"):  # it is taken, then signed
            time.sleep(0.002)
        time.sleep(0.01 * (turn % 10))
        child.send_signal(signal.SIGSTOP)
        try:
            run = site.twc_index()
            site.mark()
        finally:
            child.send_signal(signal.SIGCONT)
        want(run.returncode in (0, 75), "exit", run.returncode, run.stderr)
        if run.returncode == 75:
            paused += 1
            said = f"process {child.pid}, since 20"
            want(said in run.stderr and f"process {child.pid} is stopped" in run.stderr and
                 f"kill -CONT {child.pid}" in run.stderr, "it is not said who has the index:", run.stderr)
        want(child.wait() in (0, 75), "the paused one ended with", child.returncode)
        if paused == 3:
            break
    want(paused > 0, "none was paused while it had the lock")
    site.update()
    want(not site.leftovers(), site.leftovers())


def children(process):
    return [int(child) for child in pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def a_worker_that_is_stopped_is_named_to_the_next_indexer(folder):
    site = Site(folder / "site", PROGRAMS, 1, sets=60)
    for _ in range(30):
        child = subprocess.Popen([PROGRAMS.index, "--quiet", "--rebuild", str(site.folder)], env=dict(CLEAN, TWC_WORKERS="2"))
        while child.poll() is None and not children(child.pid):
            time.sleep(0.001)
        try:
            worker = children(child.pid)[0]
            os.kill(worker, signal.SIGSTOP)
        except (IndexError, OSError):
            child.wait()
            continue
        run = site.twc_index()
        os.kill(worker, signal.SIGCONT)
        want(child.wait() == 0, "the one whose worker was stopped ended with", child.returncode)
        if run.returncode == 75:
            want(f"process {child.pid}, since 20" in run.stderr and f"its worker {worker} is stopped" in run.stderr and
                 f"kill -CONT {worker}" in run.stderr, "it is not said who is stopped:", run.stderr)
            return
    want(False, "no worker was stopped in time")


run_tests([
    an_update_equals_a_rebuild_after_any_edits,
    what_has_the_same_bytes_has_not_changed,
    whatever_pages_are_made_with_asks_for_a_rebuild,
    what_was_forgotten_is_nowhere_in_the_files,
    a_folder_that_cannot_be_read_keeps_its_pages,
    a_full_disk_and_a_read_only_one_are_told_and_the_old_index_serves,
    indexers_at_once_take_turns_or_say_so,
    one_that_is_paused_half_way_holds_others_back_and_goes_on,
    a_worker_that_is_stopped_is_named_to_the_next_indexer,
], sys.argv[2:])
