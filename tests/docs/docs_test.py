#!/usr/bin/env python3
"""The documents hold: every command in docs/ does what it should, every link leads somewhere, what a reader asks finds the
right page, and alerts and dashboard ask for metrics that the daemon serves.

    docs_test.py BIN commands|links|search|operations

A block of commands is ```sh and is run in a copy of the demo site, the blocks of a page one after the other; ```sh background
goes on until the page ends; ```sh server is run by tests/long/newcomer, on a machine of its own, ```sh server build before it
boots; ```sh skip: REASON is not run. ```console shows commands after a $ and what they say: its titles, addresses and counts must be
said, though the numbers may differ and the text of a page is left out. A command in a block of another kind is a fault."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BIN = pathlib.Path(sys.argv[1]).resolve()
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "NEWS.md",
         ROOT / "xapian-c" / "README.md", ROOT / "corpus" / "demo" / "README.md", ROOT / "http" / "box" / "README.md"]
RUN = [*sorted(DOCS.glob("*.md")), ROOT / "README.md"]
COMMAND = re.compile(r"^\s*(\$ )?(sudo |twc-|hugo |curl |cp |cmake |apt |systemctl |promtool )")
SECONDS = 120
faults = []


def fault(path, line, what):
    faults.append(f"{path.relative_to(ROOT)}:{line}: {what}")


def blocks(path):
    """(line, info, text) of each fenced block."""
    at, info, text = 0, None, []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        fence = re.match(r"\s*```(.*)$", line)
        if fence and info is None:
            at, info, text = number, fence[1].strip(), []
        elif fence:
            yield at, info, text
            info = None
        elif info is not None:
            text.append(line)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


class Page:
    """A copy of the demo site in which a page's commands are run."""

    def __init__(self, folder):
        self.site = pathlib.Path(folder) / "site"
        shutil.copytree(ROOT / "corpus" / "demo", self.site, ignore=shutil.ignore_patterns(".twc-search"))
        self.port = free_port()
        self.behind = []
        self.env = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": folder, "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
                    "TWC_DATA_DIR": str(ROOT / "corpus")}
        self.env.update({name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")})

    def start(self, text):
        script = "set -eu -o pipefail\n" + text.replace("8080", str(self.port))
        return subprocess.Popen(["bash", "-c", script], cwd=self.site, env=self.env,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)

    def run(self, text):
        child = self.start(text)
        try:
            said = child.communicate(timeout=SECONDS)[0]
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            said = child.communicate()[0] + "\n(it did not end)"
        return child.returncode, said

    def leave(self, text):
        self.behind.append(self.start(text))
        for _ in range(200):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.behind[-1].poll() is not None:
                break
            time.sleep(0.1)
        faults.append(f"nothing listens after: {text}")

    def end(self):
        for child in self.behind:
            os.killpg(child.pid, signal.SIGTERM)
            child.communicate()


def shown(page, path, line, text):
    """Runs the commands of a ```console block, and looks for what stands below each."""
    for part in re.split(r"(?m)^\$ ", "\n".join(text))[1:]:
        command, _, below = part.partition("\n")
        code, said = page.run(command)
        if code != 0:
            fault(path, line, f"'{command}' exits with {code}: {said.strip()}")
        said = re.sub(r"\d+", "N", said)
        excerpt = re.compile(r"   (?!/)\S")
        for wanted in (re.sub(r"\d+", "N", one) for one in below.splitlines() if one.strip() and not excerpt.match(one)):
            if wanted not in said:
                fault(path, line, f"'{command}' does not say '{wanted}' but: {said.strip()}")


def commands():
    for path in RUN:
        with tempfile.TemporaryDirectory() as folder:
            page = Page(folder)
            for line, info, text in blocks(path):
                words = info.split(None, 1)
                if words == ["console"]:
                    shown(page, path, line, text)
                    continue
                if not words or words[0] != "sh":
                    for offset, one in enumerate(text, 1):
                        if COMMAND.match(one) and path.name != "configuration.md":
                            fault(path, line + offset, "a command in a block that is not marked sh")
                    continue
                how = words[1] if len(words) > 1 else ""
                if how.startswith("skip:"):
                    if len(how) < len("skip: a reason"):
                        fault(path, line, "skipped without a reason")
                elif how in ("server", "server build"):
                    continue
                elif how == "background":
                    page.leave("\n".join(text))
                elif how:
                    fault(path, line, f"'{how}' is none of background, server, server build, skip: REASON")
                else:
                    code, said = page.run("\n".join(text))
                    if code != 0:
                        fault(path, line, f"exit {code}: {said.strip()}")
            page.end()


def slug(title):
    text = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", lambda m: m[1] or "", title).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def prose(path):
    """(line, text) outside of blocks and code."""
    inside = False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if re.match(r"\s*```", line):
            inside = not inside
        elif not inside:
            yield number, re.sub(r"`[^`]*`", "", line)


def anchors(path):
    heads = (re.match(r"#+ (.*)", line) for line in path.read_text().splitlines())
    return {slug(head[1]) for head in heads if head}


def links():
    for path in PAGES:
        for number, line in prose(path):
            for target in re.findall(r"\]\(([^)\s]+)\)", line):
                if re.match(r"[a-z]+:", target):
                    if not re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+(:\d+)?(/[^\s<>\"]*)?", target):
                        fault(path, number, f"'{target}' does not look like an address with https")
                    continue
                name, _, anchor = target.partition("#")
                to = (path.parent / name).resolve() if name else path
                if not to.exists():
                    fault(path, number, f"'{target}' leads nowhere")
                elif anchor and anchor not in anchors(to):
                    fault(path, number, f"there is no heading for '{target}'")
    for rule in re.findall(r'runbook: "([^"]*)"', (DOCS / "operations" / "alerts.yml").read_text()):
        if rule.partition("#")[2] not in anchors(DOCS / rule.partition("#")[0]):
            fault(DOCS / "operations" / "alerts.yml", 1, f"the runbook has no '{rule}'")


ASKED = {
    "start": "start.md", "install": ("operations.md", "start.md"), "hugo theme": "hugo.md", "jekyll": "other-generators.md",
    "max_shrink": "configuration.md", "quotation marks": "query-language.md", "openapi": "api.md",
    "judged queries": "ranking.md", "boost a page": "ranking.md", "glossary": ("languages.md", "configuration.md"),
    "stemmer": ("languages.md", "configuration.md"), "privacy statement": "privacy.md", "landlock": "security.md",
    "grafana dashboard": ("operations.md", "containers.md"), "upgrade": "operations.md", "nginx": "proxies.md",
    "metrics": ("operations.md", "proxies.md"), "rollback": ("operations.md", "configuration.md"),
    "search is slow": "operations.md", "compounds": ("languages.md", "configuration.md"),
}


def search():
    with tempfile.TemporaryDirectory() as folder:
        index = f"{folder}/index"
        done = subprocess.run([BIN / "twc-index", "--quiet", "--index", index, DOCS], capture_output=True, text=True)
        if done.returncode != 0 or done.stderr.strip():
            fault(DOCS / "_index.md", 1, f"twc-index says {done.returncode}: {done.stderr.strip()}")
        for query, wanted in ASKED.items():
            out = subprocess.run([BIN / "twc-search", "--index", index, "--json", *query.split()], capture_output=True, text=True)
            hits = [hit["path"] for hit in json.loads(out.stdout)["hits"]] if out.stdout else []
            if not hits or hits[0] not in ((wanted,) if isinstance(wanted, str) else wanted):
                fault(DOCS / "_index.md", 1, f"'{query}' finds {hits[:3]}, not {wanted}")


def served(folder):
    """The names of the metrics, and the route labels, of a daemon that has been asked."""
    index = f"{folder}/index"
    subprocess.run([BIN / "twc-index", "--quiet", "--index", index, ROOT / "corpus" / "demo"], check=True)
    daemon = subprocess.Popen([BIN / "twc-searchd", "--index", index, "--listen", "127.0.0.1:0", "--no-sandbox"],
                              stdout=subprocess.PIPE, text=True)
    try:
        base = daemon.stdout.readline().split()[-1]
        for path in ("api/v1/search?q=strike", "search?q=strike", "metrics"):
            text = urllib.request.urlopen(base + path, timeout=20).read().decode()
    finally:
        daemon.terminate()
        daemon.communicate()
    return set(re.findall(r"^([a-z_]+)(?:\{| )", text, re.M)), set(re.findall(r'route="([a-z]+)"', text))


def operations():
    folder = DOCS / "operations"
    with tempfile.TemporaryDirectory() as work:
        names, routes = served(work)
    dashboard = json.loads((folder / "dashboard.json").read_text())
    alerts = (folder / "alerts.yml").read_text()
    asked = [("dashboard.json", target["expr"]) for panel in dashboard["panels"] for target in panel["targets"]]
    asked.append(("alerts.yml", alerts))
    for where, expression in asked:
        for name in set(re.findall(r"\b(?:twc|process)_[a-z_]+", expression)):
            if name not in names:
                fault(folder / where, 1, f"the daemon serves no {name}")
        for route in re.findall(r'route=~?"([^"]*)"', expression):
            for one in route.split("|"):
                if one not in routes:
                    fault(folder / where, 1, f"the daemon has no route {one}")
    if shutil.which("promtool"):
        for line in (["check", "rules", "alerts.yml"], ["test", "rules", "alerts.test.yml"]):
            done = subprocess.run(["promtool", *line], cwd=folder, capture_output=True, text=True)
            if done.returncode != 0:
                fault(folder / "alerts.yml", 1, done.stdout + done.stderr)
    elif not faults:
        print("promtool is not here (Debian: prometheus); the names of metrics hold")
        sys.exit(77)


# What each proxy passes on to the daemon, and what it must leave to the site or to nobody.
PASSED = ["/api/v1/search", "/api/v1/suggest", "/api/v1/similar", "/api/v1/openapi.json", "/search", "/opensearch.xml", "/problems/busy",
          "/twc-search.js", "/twc-search.css"]
LEFT = ["/", "/nl/", "/search/", "/searching", "/api/", "/metrics", "/healthz", "/readyz", "/problems", "/nl/search", "/twc-search.json"]


def caddy(name):
    text = (DOCS / "proxies" / name).read_text()
    words = re.search(r"@search path (.*)", text)[1].split()
    assert "handle @search" in text
    return lambda path: any(path.startswith(w[:-1]) if w.endswith("*") else path == w for w in words)


def nginx():
    pattern = re.search(r"location ~ (\S+) \{", (DOCS / "proxies/nginx.conf").read_text())[1]
    return lambda path: bool(re.search(pattern, path))


def gateway():
    """As the Gateway API has it: a prefix is one of whole segments."""
    text = (DOCS / "proxies/httproute.yaml").read_text()
    first, _, rest = text.partition("- name: twc-searchd")
    assert "value: /}" in rest and "PathPrefix, value: /}" not in first, "the rest goes to the site"
    rules = re.findall(r"path: \{type: (\w+), value: ([^}]+)\}", first)
    return lambda path: any(path == value or kind == "PathPrefix" and path.startswith(value + "/") for kind, value in rules)


def proxies():
    for name, passes in (("nginx.conf", nginx()), ("Caddyfile", caddy("Caddyfile")), ("httproute.yaml", gateway()),
                         ("Caddyfile.development", caddy("Caddyfile.development"))):
        for path in PASSED + LEFT:
            if passes(path) != (path in PASSED) and not (name == "httproute.yaml" and path == "/problems"):
                fault(DOCS / "proxies" / name, 1, f"{path} is {'not ' if path in PASSED else ''}passed on")


{"commands": commands, "proxies": proxies, "links": links, "search": search, "operations": operations}[sys.argv[2]]()
print("\n".join(faults))
sys.exit(1 if faults else 0)
