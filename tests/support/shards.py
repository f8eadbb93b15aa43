"""An index in shards, the xapian-tcpsrv that serve them on this machine, and questions that must be answered alike."""
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.parse

from trial import CLEAN, want

SERVER = shutil.which("xapian-tcpsrv")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def answers(port):
    """Whether somebody greets there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            return bool(connection.recv(1))
    except OSError:
        return False


class Server:
    """xapian-tcpsrv over one shard. In a session of its own, since it signals its whole process group when it ends; it
    forks for each connection, and those are stopped and ended with it."""

    def __init__(self, shard, port=None):
        self.shard, self.port = shard, port or free_port()
        self.start()

    def start(self):
        self.child = subprocess.Popen([SERVER, "--quiet", "--interface", "127.0.0.1", "--port", str(self.port), "--timeout",
                                       "600000", str(self.shard)], start_new_session=True, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
        for _ in range(200):
            if answers(self.port):
                return
            time.sleep(.05)
        want(False, "xapian-tcpsrv does not come up on port", self.port)

    def signal(self, what):
        os.killpg(self.child.pid, what)

    def kill(self):
        if self.child.poll() is None:
            self.signal(signal.SIGKILL)
        self.child.wait()

    def hang(self):
        self.signal(signal.SIGSTOP)

    def go_on(self):
        self.signal(signal.SIGCONT)


class Slow:
    """A way to a server on which each piece takes a while."""

    def __init__(self, server, seconds=0.0):
        self.server, self.seconds = server, seconds
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.server.port))
            except OSError: # the server is down
                near.close()
                continue
            threading.Thread(target=self.pump, args=(near, far, 0), daemon=True).start()
            threading.Thread(target=self.pump, args=(far, near, 1), daemon=True).start()

    def pump(self, source, target, slowly):
        try:
            while piece := source.recv(1 << 16):
                if slowly and self.seconds:
                    time.sleep(self.seconds)
                target.sendall(piece)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()


class Shards:
    """The shards at index, all served; stub lists their servers."""

    def __init__(self, index, stub, slow=()):
        self.servers = [Server(index / f"shard-{at}" / "current") for at in range(len(list(index.glob("shard-*"))))]
        self.slow = {at: Slow(self.servers[at]) for at in slow}
        self.stub = stub
        stub.write_text("".join(f"remote 127.0.0.1:{(self.slow.get(at) or server).port}\n"
                                for at, server in enumerate(self.servers)))

    def end(self):
        for slow in self.slow.values():
            slow.close()
        for server in self.servers:
            server.kill()


def build(programs, site, index, shards=0, options=()):
    told = subprocess.run([programs.index, "--quiet", "--json", "--index", str(index), *(["--shards", str(shards)] if shards else
                          []), *options, str(site)], env=CLEAN, capture_output=True, text=True, errors="replace")
    want(told.returncode in (0, 1), "twc-index said", told.returncode, told.stderr)
    return json.loads(told.stdout)


# ---- questions ----

def words_of(site, chance, pages=120):
    """Some pages' own words, some of their titles, and their paths less the extension."""
    files = sorted(site.rglob("*.md"))
    words, lines, ids = [], [], []
    for path in chance.sample(files, min(pages, len(files))):
        text = path.read_text(errors="replace")
        title = re.search(r"^title: *[\"']?([^\"'\n]+)", text, re.M)
        body = re.sub(r"^---.*?\n---\n", "", text, flags=re.S)
        found = re.findall(r"[A-Za-z]{4,14}", body)
        words += chance.sample(found, min(8, len(found)))
        if title:
            lines.append(title.group(1).strip())
        ids.append(path)
    return words, lines, ids


def spoil(chance, word):
    """As somebody types it in haste."""
    at = chance.randrange(1, len(word) - 1)
    return chance.choice([word[:at] + word[at + 1:], word[:at] + word[at] + word[at:], word[:at] + chance.choice("aeinrst") +
                          word[at + 1:]])


def questions(site, content, chance, count, languages):
    """Addresses on every route that answers from the index."""
    words, lines, files = words_of(content, chance)

    def query():
        kind = chance.randrange(9)
        if kind == 0:
            return chance.choice(words)
        if kind == 1:
            return " ".join(chance.sample(words, 2))
        if kind == 2:
            return " ".join(chance.sample(words, 3))
        if kind == 3 and lines:
            return chance.choice(lines)
        if kind == 4 and lines:
            line = chance.choice(lines).replace('"', " ").split()
            return '"' + " ".join(line[:2]) + '"'
        if kind == 5:
            return spoil(chance, chance.choice(words))
        if kind == 6:
            return chance.choice(words)[:chance.randrange(3, 6)]
        if kind == 7:
            return chance.choice(words) + " -" + chance.choice(words)
        return chance.choice([chance.choice(words), " ".join(chance.sample(words, 2))])

    def identity(path):
        name = str(path.relative_to(content))[:-3]
        name = re.sub(r"\.(%s)$" % "|".join(languages), "", name)
        return re.sub(r"/_?index$", "", name)

    out = ["/api/v1/search?q=", "/api/v1/search?q=&offset=40&limit=50", "/api/v1/search?q=&facets=tag,section,lang,year"]
    while len(out) < count:
        asked = {"q": query()}
        if chance.random() < .5:
            asked["lang"] = chance.choice(languages)
        route = chance.choices(["/api/v1/search", "/api/v1/suggest", "/api/v1/similar", "/search"], [6, 2, 1, 1])[0]
        if route == "/api/v1/similar":
            asked = {"id": identity(chance.choice(files)), **({"lang": asked["lang"]} if "lang" in asked else {})}
        elif route == "/api/v1/suggest":
            asked["q"] = asked["q"].strip('"')[:chance.randrange(2, 12)]
        elif route == "/api/v1/search":
            if chance.random() < .4:
                asked["facets"] = "tag,section,lang,year"
            if chance.random() < .3:
                asked["offset"] = chance.choice([5, 20, 95, 120])
            if chance.random() < .2:
                asked["sort"] = "date"
            if chance.random() < .3:
                asked["limit"] = chance.choice([1, 25, 50])
        out.append(route + "?" + urllib.parse.urlencode(asked))
    return out


def told(daemon, path):
    """An answer without what may differ: how long it took, and what the generation is called."""
    status, _, body = daemon.get(path)
    if path.startswith("/search"):
        return status, body
    answer = json.loads(body)
    if not answer.get("facetsExact", True):
        answer.pop("facetDistribution", None)
    for name in ("processingTimeMs", "index"):
        answer.pop(name, None)
    for hit in answer.get("hits", []):
        hit["_rankingScore"] = round(hit.get("_rankingScore", 0), 3)  # news is as old as its index
    return status, answer


def differ(one, other):
    """Where two answers differ, for people; empty where they do not."""
    if one == other:
        return ""
    if one[0] != other[0] or isinstance(one[1], str):
        return f"{one[0]} {str(one[1])[:200]} / {other[0]} {str(other[1])[:200]}"
    names = [name for name in {**one[1], **other[1]} if one[1].get(name) != other[1].get(name)]
    where = f"{names}: "
    if "hits" in names:
        paths = [[hit["path"] for hit in answer[1]["hits"]] for answer in (one, other)]
        where += "other pages or order: " + str(next(((at, *pair) for at, pair in enumerate(zip(*paths)) if pair[0] != pair[1]),
                                                     [len(each) for each in paths])) if paths[0] != paths[1] else "in a hit"
        return where
    return where + str([(one[1].get(name), other[1].get(name)) for name in names])[:300]


__all__ = ["SERVER", "Server", "Shards", "Slow", "build", "differ", "questions", "random", "told", "pathlib"]
