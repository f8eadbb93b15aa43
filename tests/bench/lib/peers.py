"""The peers: which are here, how each is asked to build, and the same pages in the form that it reads."""
import json
import os
import pathlib
import re
import shutil
import subprocess

from lib.measure import Failed, run

HERE = pathlib.Path(__file__).resolve().parent
DEBIAN = {"omindex": "xapian-omega", "nginx": "nginx-light", "fcgiwrap": "fcgiwrap", "wrk": "wrk",
          "xapian-compact": "xapian-tools", "valgrind": "valgrind", "javac": "default-jdk-headless", "node": "nodejs",
          "npm": "npm", "git": "git"}
LUCENE = [pathlib.Path(f"/usr/share/java/{name}.jar")
          for name in ("lucene-core", "lucene-analyzers-common", "lucene-queryparser")]
NPM = ("pagefind", "minisearch")


def find(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def _lucene_jars():
    return [str(next(iter(sorted(p.parent.glob(p.stem + "*.jar"))), p)) for p in LUCENE]


class Peers:
    def __init__(self, work, install, say):
        self.work, self.say = work, say
        work.mkdir(parents=True, exist_ok=True)
        if install:
            self._install()
        self.modules = work / "node_modules"

    def _install(self):
        missing = [p for name, p in DEBIAN.items() if not find(name)]
        if not all(os.path.exists(j) for j in _lucene_jars()):
            missing.append("liblucene8-java")
        if missing and os.geteuid() == 0 and find("apt-get"):
            self.say("installing " + " ".join(missing))
            subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *missing],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if find("npm") and not (self.work / "node_modules").exists():
            self.say("installing " + " ".join(NPM) + " from npm")
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", self.work, *NPM],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def has(self, name):
        here = {"lucene": lambda: find("javac") and all(os.path.exists(j) for j in _lucene_jars()),
                "pagefind": lambda: self._pagefind() is not None,
                "minisearch": lambda: find("node") and (self.modules / "minisearch").exists(),
                "fts5": lambda: True}.get(name, lambda: find(name))()
        if not here:
            self.say(f"{name} is not here, so it is left out ({DEBIAN.get(name, 'npm or Debian')})")
        return bool(here)

    def _pagefind(self):
        return next(iter(sorted(self.modules.glob("@pagefind/*/bin/pagefind_extended")) or
                         sorted(self.modules.glob("@pagefind/*/bin/pagefind"))), None)

    def versions(self):
        asked = {"nginx": ["nginx", "-v"], "omindex": ["omindex", "--version"], "node": ["node", "--version"],
                 "valgrind": ["valgrind", "--version"], "java": ["java", "-version"]}
        told = {}
        for name, argv in asked.items():
            if find(name):
                done = subprocess.run([find(name), *argv[1:]], capture_output=True, text=True)
                told[name] = (done.stdout + done.stderr).splitlines()[0].strip()
        for name in NPM:
            package = self.modules / name / "package.json"
            if package.exists():
                told[name] = json.loads(package.read_text())["version"]
        return told

    # ---- the pages in each one's form ----

    def table_of(self, site):
        """path, title and text with tabs between, a line a page."""
        path = site.work / "pages.tsv"
        if not path.exists():
            with open(path, "w", encoding="utf-8") as out:
                for page in site.whole_pages():
                    fields = (page["path"], page["display_title"], page["text"])
                    out.write("\t".join(" ".join(f.split()) for f in fields) + "\n")
        return path

    def html_of(self, site):
        folder = site.work / "html"
        if not folder.exists():
            run([HERE.parent / "tohtml", site.listing, folder])
        return folder

    # ---- building; each a function that returns a Sample whose pages were counted ----

    def builders(self, site, names):
        made = {"fts5": self._fts5, "lucene": self._lucene, "omindex": self._omindex, "pagefind": self._build_pagefind}
        return {name: made[name](site) for name in names if name in made and self.has(name)}

    def _fts5(self, site):
        source, target = self.table_of(site), site.work / "fts5.db"

        def build():
            target.unlink(missing_ok=True)
            return counted(run(["python3", HERE / "fts5.py", "build", source, target]), site)
        return build

    def _lucene(self, site):
        source, target, classes = self.table_of(site), site.work / "lucene", self.work / "java"
        classpath = ":".join([str(classes), *_lucene_jars()])
        run(["javac", "-cp", classpath, "-d", classes, HERE / "Build.java"])

        def build():
            shutil.rmtree(target, ignore_errors=True)
            return counted(run(["java", "-cp", classpath, "Build", source, target]), site)
        return build

    def _omindex(self, site):
        source, target = self.html_of(site), site.work / "omega" / "default"

        def build():
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(exist_ok=True)
            return run(["omindex", "--db", target, "--url", "/", source])
        return build

    def _build_pagefind(self, site, source=None):
        source, target = source or self.html_of(site), site.work / "pagefind"

        def build():
            shutil.rmtree(target, ignore_errors=True)
            sample = run([self._pagefind(), "--site", source, "--output-path", target])
            found = re.search(r"Indexed (\d+) pages?", sample.out)
            if not found or int(found[1]) < 0.9 * len(site.pages):
                raise Failed(f"pagefind has {found and found[1]} of {len(site.pages)} pages")
            return sample
        return build

    def pagefind_on(self, site, folder):
        return self._build_pagefind(site, folder)


def counted(sample, site):
    if int(sample.out.split()[-1]) != len(site.pages):
        raise Failed(f"{sample.out.strip()} pages instead of {len(site.pages)}")
    return sample
