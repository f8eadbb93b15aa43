"""The sites that are measured, each copied so that nothing is written where it lies; and what is asked of them."""
import hashlib
import json
import pathlib
import random
import re
import shutil

from lib.measure import run


class Site:
    """A site in the work folder: its Markdown, what twc-index reads of it, and queries."""

    def __init__(self, work, name, folder, bench):
        self.work, self.name, self.folder, self.bench = work / name, name, folder, bench
        self.work.mkdir(parents=True, exist_ok=True)
        self._pages = None

    @property
    def listing(self):
        """pages.jsonl: what --dry-run --json says, made once for a state of the site."""
        path = self.work / "pages.jsonl"
        if not path.exists():
            sample = run([self.bench / "twc-index", "--dry-run", "--json", self.folder], allow=(0, 1))
            path.write_text(sample.out)
        return path

    def whole_pages(self):
        """Each page with its text, one at a time: what a measured program's memory is said to be begins with ours."""
        with open(self.listing) as lines:
            yield from (page for page in map(json.loads, lines) if "path" in page)

    @property
    def pages(self):
        if self._pages is None:
            self._pages = [{name: page[name] for name in ("path", "display_title", "translations")}
                           for page in self.whole_pages()]
        return self._pages

    @property
    def markdown_bytes(self):
        return sum(f.stat().st_size for f in self.folder.rglob("*.md"))

    def queries(self, each=50, seed=1):
        """queries.tsv: words, pairs and triples as they stand in titles, and whole titles that are some page's alone;
        KIND, QUERY and the path that must come first where that is certain."""
        path = self.work / f"queries-{each}-{seed}.tsv"
        if path.exists():
            return path
        chance = random.Random(seed)
        titles = {}
        for page in self.pages:
            titles.setdefault(" ".join(page["display_title"].lower().split()), []).append(page)
        words = [re.findall(r"\w{3,}", title) for title in titles]
        lines = []
        for count in (1, 2, 3):
            fitting = [w for w in words if len(w) >= count]
            for _ in range(each):
                title = chance.choice(fitting)
                at = chance.randrange(len(title) - count + 1)
                lines.append(f"words{count}\t{' '.join(title[at:at + count])}\t")
        alone = [t for t, pages in titles.items() if len(pages) == 1 and len(re.findall(r"\w{3,}", t)) >= 3]
        for title in chance.sample(sorted(alone), min(each, len(alone))):
            lines.append(f"title\t{title}\t{titles[title][0]['path']}")
        path.write_text("\n".join(line.replace('"', " ") for line in lines) + "\n")
        return path

    def prefixes(self, count=150, letters=3, seed=2):
        """First letters of words in titles, each once."""
        chance = random.Random(seed)
        found = sorted({w[:letters].lower() for p in self.pages for w in re.findall(r"[^\W\d_]{5,}", p["display_title"])})
        return chance.sample(found, min(count, len(found)))


def generated(work, bench, pages, seed=1):
    folder = work / f"text-{pages}-{seed}" / "site"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        run([bench / "bench-text", folder, pages, seed])
    return Site(work, f"text-{pages}-{seed}", folder, bench)


def _name(path):
    return path.name.split(".")[0] + "-" + hashlib.sha1(str(path).encode()).hexdigest()[:6]


def unpacked(work, path):
    """A folder as it is; of an archive what is in it."""
    path = pathlib.Path(path).resolve()
    if path.is_dir():
        return path
    folder = work / _name(path)
    if not folder.exists():
        folder.mkdir(parents=True)
        run(["tar", "xf", path, "-C", folder, "--no-same-owner"])
    return folder


def given(work, bench, path):
    """A folder or a tar archive of one."""
    path = pathlib.Path(path).resolve()
    name = _name(path)
    folder = work / name / "site"
    if not folder.exists():
        unpacked = work / name / "unpacked"
        shutil.rmtree(unpacked, ignore_errors=True)
        if path.is_dir():
            shutil.copytree(path, unpacked)
            run(["chmod", "-R", "u+w", unpacked])
        else:
            unpacked.mkdir(parents=True)
            run(["tar", "xf", path, "-C", unpacked, "--no-same-owner"])
        inside = unpacked
        while not any((inside / n).exists() for n in ("content", "hugo.yaml", "hugo-config.yaml")):
            below = [f for f in inside.iterdir() if f.is_dir()]
            if len(below) != 1:
                break
            inside = below[0]
        inside.rename(folder)
    return Site(work, name, folder, bench)
