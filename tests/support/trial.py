"""A small bilingual site that is edited at random, and the programs over it. For the tests that break what they can."""
import hashlib
import http.client
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import traceback
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WORDS = ("strike wage union leave safety pension notice contract holiday privacy council picket ballot meeting member "
         "shift overtime raise dispute manager clause breach appeal court ruling lawyer fund dues steward branch").split()
CLEAN = dict(os.environ, ASAN_OPTIONS="detect_leaks=0", LC_ALL="C.UTF-8", TZ="UTC", TWC_DATA_DIR=str(ROOT / "corpus"))


class Programs:
    """twc-index and the others, of one build."""

    def __init__(self, build):
        build = pathlib.Path(build).resolve()
        self.index, self.search, self.searchd = (str(build / "bin" / f"twc-{name}") for name in ("index", "search",
                                                                                                  "searchd"))
        self.dump = str(build / "tests" / "indexer" / "twc-dump")

    @staticmethod
    def release(build=None):
        """Built without sanitizers, for those who need many runs."""
        build = pathlib.Path(os.environ.get("TWC_BUILD", build or ROOT / "build" / "release")).resolve()
        launcher = "-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache".split()
        subprocess.run(["cmake", "-S", ROOT, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
                        *(launcher if shutil.which("ccache") else [])], check=True, stdout=subprocess.DEVNULL)
        print("building without sanitizers", flush=True)
        subprocess.run(["cmake", "--build", build, "--target", "twc-index", "twc-search", "twc-searchd", "twc-dump",
                        "twc-clock"],
                       check=True, stdout=subprocess.DEVNULL)
        return Programs(build)


class Failed(Exception):
    """What must hold does not."""


def want(holds, *told):
    if not holds:
        raise Failed(" ".join(str(part) for part in told))


class Site:
    """Pages in English and Dutch, an index of them, and edits that a volunteer might make."""

    def __init__(self, folder, programs, seed, sets=6):
        self.folder, self.programs, self.random = pathlib.Path(folder), programs, random.Random(seed)
        self.index = self.folder / ".twc-search" / "index"
        self.current = self.index / "current"
        self.fresh = 0  # words that only one edit has
        (self.folder / "content").mkdir(parents=True)
        (self.folder / "hugo.yaml").write_text("defaultContentLanguage: en\n"
                                               "languages: {en: {weight: 1}, nl: {weight: 2}}\n")
        (self.folder / "twc-search.yaml").write_text("compounds: {list: none}\npublish: {max_shrink: 1}\n")
        (self.folder / "content" / "_index.md").write_text("---\ntitle: Home\n---\nThe first page.\n")
        for at in range(sets):
            for lang in ("en", "nl"):
                self.write(f"guides/page{at}.{lang}.md")

    def copy(self, folder):
        """The same site and index elsewhere."""
        shutil.copytree(self.folder, folder, symlinks=True)
        other = object.__new__(Site)
        other.__dict__.update(self.__dict__)
        other.folder = pathlib.Path(folder)
        other.index = other.folder / ".twc-search" / "index"
        other.current = other.index / "current"
        return other

    def word(self):
        """One that no page has yet; letters only, so that it stays one word."""
        self.fresh += 1
        digits = "".join("bcdfghjklm"[int(digit)] for digit in f"{self.fresh:05d}")
        return f"zq{digits}x"

    def write(self, name, *more, front=()):
        path = self.folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = " ".join(self.random.choices(WORDS, k=60))
        lines = ["---", f"title: {self.random.choice(WORDS)} {self.random.choice(WORDS)}", "date: 2024-03-31",
                 f"tags: [{self.random.choice(WORDS)}]", *front, "---", text, "",
                 f"## About {self.random.choice(WORDS)}", "", " ".join(self.random.choices(WORDS, k=40)), *more, ""]
        path.write_text("\n".join(lines))
        return name

    def pages(self):
        return sorted(str(path.relative_to(self.folder / "content")) for path in
                      (self.folder / "content").rglob("*.md") if not path.name.startswith("_index"))

    def edit(self, kinds=("write", "write", "add", "remove", "rename", "move", "front", "cascade", "touch")):
        """One edit at random; what it was."""
        kind, pages = self.random.choice(kinds), self.pages()
        name = self.random.choice(pages)
        path = self.folder / "content" / name
        if kind == "remove" and len(pages) < 8:
            kind = "add"
        if kind == "add" and len(pages) > 24:
            kind = "remove"
        if kind == "write":
            self.write(name, self.word())
        elif kind == "add":
            name = self.write(f"{self.random.choice(('guides', 'posts'))}/new{self.random.randrange(30)}."
                              f"{self.random.choice(('en', 'nl'))}.md", self.word())
        elif kind == "remove":
            path.unlink()
        elif kind == "rename":
            target = path.with_name(f"page{self.random.randrange(30)}.{self.random.choice(('en', 'nl'))}.md")
            if not target.exists():
                path.rename(target)
        elif kind == "move":
            target = self.folder / "content" / self.random.choice(("guides", "posts", "posts/deep")) / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                path.rename(target)
        elif kind == "front":
            self.write(name, self.word(), front=[self.random.choice((
                "draft: true", "description: about " + self.word(), "search: {boost: 2}", "translationKey: one",
                "keywords: [" + self.word() + "]", "slug: slug" + str(self.random.randrange(9)), "weight: 3"))])
        elif kind == "cascade":
            index = self.folder / "content" / "guides" / "_index.md"
            index.write_text(f"---\ntitle: Guides\ncascade:\n  description: {self.word()}\n---\n")
        elif kind == "touch":
            path.touch()
        return f"{kind} {name}"

    # ---- the programs ----

    def twc_index(self, *options, before=(), **how):
        return subprocess.run([*before, self.programs.index, "--quiet", *options, str(self.folder)], env=CLEAN,
                              capture_output=True, text=True, errors="replace", **how)

    def update(self, *options):
        run = self.twc_index(*options)
        want(run.returncode == 0, "twc-index", *options, "said", run.returncode, run.stderr)
        return run.stdout

    def dump(self, *paths):
        """A line for each: generation, how many pages, a hash of all that it holds."""
        run = subprocess.run([self.programs.dump, "--mark", *(str(path) for path in paths or [self.current])], env=CLEAN,
                             capture_output=True, text=True, errors="replace")
        want(run.returncode == 0, "the index does not open:", run.stderr)
        return run.stdout.split("\n")[:-1]

    def contents(self, path):
        """All that an index holds but its lexicon, as lines."""
        run = subprocess.run([self.programs.dump, "--pages", str(path)], env=CLEAN, capture_output=True, text=True)
        want(run.returncode == 0, "the index does not open:", run.stderr)
        return run.stdout.splitlines()

    def mark(self):
        return self.dump()[0]

    def answer(self, query):
        """What twc-search says: exit code, and standard output and error."""
        run = subprocess.run([self.programs.search, "--index", str(self.index), "--json", query], env=CLEAN,
                             capture_output=True, text=True, errors="replace")
        return run.returncode, run.stdout, run.stderr

    def leftovers(self):
        """What is in the index folder and is no part of an index."""
        links = {name: os.readlink(self.index / name) for name in ("current", "previous")
                 if (self.index / name).is_symlink()}
        wanted = {"lock", "seen", "words", *links, *links.values()}
        return sorted(entry.name for entry in self.index.iterdir() if entry.name not in wanted)


def run_tests(tests, asked):
    """Each in a folder of its own; exit 1 where one failed."""
    failed = 0
    for test in tests:
        if asked and test.__name__ not in asked:
            continue
        folder = pathlib.Path(tempfile.mkdtemp(prefix="twc-trial-"))
        folder.chmod(0o755)
        try:
            skipped = test(folder)
            print(f"skipped {test.__name__}: {skipped}" if skipped else f"ok      {test.__name__}", flush=True)
        except Exception:
            failed += 1
            traceback.print_exc()
            print(f"FAILED  {test.__name__}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed else 0)


def export_is_whole(folder):
    """Whether the checksums of an export are those of its files."""
    sums = (folder / "SHA256SUMS").read_text().splitlines()
    return sums and all(hashlib.sha256((folder / line[66:]).read_bytes()).hexdigest() == line[:64] for line in sums)


class Daemon:
    """twc-searchd over an index, on a free port or on the one that is named."""

    def __init__(self, programs, index, *options, port=0):
        self.child = subprocess.Popen([programs.searchd, "--index", str(index), "--listen", f"127.0.0.1:{port}", "--rate",
                                       "0", *options], env=CLEAN, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.child.stdout.readline()
        want("http://127.0.0.1:" in line, "the daemon did not start:", line)
        self.port = int(line.rstrip().rstrip("/").rsplit(":", 1)[1])

    def get(self, path, headers=None, connection=None):
        """Status, headers, body."""
        own = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        own.request("GET", path, headers=headers or {})
        reply = own.getresponse()
        told = reply.status, dict(reply.getheaders()), reply.read().decode()
        if not connection:
            own.close()
        return told

    def search(self, query):
        status, _, body = self.get("/api/v1/search?" + urllib.parse.urlencode({"q": query}))
        want(status == 200, "a search was answered with", status, body)
        return json.loads(body)

    def resident(self):
        """kB of memory, and how many descriptors."""
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text()
        kilobytes = int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])
        return kilobytes, len(os.listdir(f"/proc/{self.child.pid}/fd"))

    def stop(self):
        """Exit code and what it logged."""
        self.child.terminate()
        _, told = self.child.communicate(timeout=60)
        return self.child.returncode, told
