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
            for end in (near, far):  # or a piece waits 40 ms for the acknowledgement of the one before
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
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

class Words:
    """What some pages of a site say: words, titles, their own ids, and what of their front matter can be filtered by."""

    def __init__(self, content, chance, languages, pages=120):
        files = sorted(content.rglob("*.md"))
        self.chance, self.languages = chance, languages
        self.words, self.lines, self.tags, self.dates, self.ids, self.sections = [], [], [], [], [], []
        for path in chance.sample(files, min(pages, len(files))):
            self.read(path, path.relative_to(content))

    def read(self, path, name):
        text = path.read_text(errors="replace")
        front, body = (re.match(r"---\n(.*?)\n---\n(.*)", text, re.S) or re.match(r"()(.*)", text, re.S)).groups()
        found = re.findall(r"[A-Za-z]{4,14}", body)
        self.words += self.chance.sample(found, min(8, len(found)))
        self.lines += [title.strip() for title in re.findall(r"^title: *[\"']?([^\"'\n]+)", front, re.M)]
        self.dates += re.findall(r"^date: *[\"']?(\d{4}-\d\d-\d\d)", front, re.M)
        listed = re.search(r"^tags:\s*(\[.*?\]|(?:\n *- .*)+)", front, re.M)
        self.tags += re.findall(r"[\w][\w &-]*[\w]", listed.group(1)) if listed else []
        if len(name.parts) > 1:
            self.sections.append(name.parts[0])
        plain = re.sub(r"\.(%s)$" % "|".join(self.languages), "", str(name)[:-3])
        self.ids.append(re.sub(r"/_?index$", "", plain))

    def one(self, kind):
        """Of that kind; a word where the site has none."""
        return self.chance.choice(getattr(self, kind) or self.words)


def spoil(chance, word):
    """As somebody types it in haste."""
    at = chance.randrange(1, len(word) - 1)
    return chance.choice([word[:at] + word[at + 1:], word[:at] + word[at] + word[at:], word[:at] + chance.choice("aeinrst") +
                          word[at + 1:]])


def quoted(text):
    return '"' + text.replace('"', " ") + '"'


def query(words, chance):
    """What somebody types: words, lines, mistakes, beginnings, operators, words of the glossary."""
    one = lambda: words.one("words")  # noqa: E731
    two = " ".join(words.one("lines").replace('"', " ").split()[:2])
    return chance.choice([
        one, one, lambda: f"{one()} {one()}", lambda: f"{one()} {one()}", lambda: f"{one()} {one()} {one()}",
        lambda: words.one("lines"), lambda: quoted(two), lambda: spoil(chance, one()), lambda: f"{spoil(chance, one())} {one()}",
        lambda: one()[:chance.randrange(3, 6)], lambda: f"{one()} {one()[:4]}", lambda: f"{one()} -{one()}",
        lambda: f"-{one()}", lambda: f"{one()} tag:{quoted(words.one('tags'))}", lambda: f"tag:{quoted(words.one('tags'))}",
        lambda: f"{one()} section:{words.one('sections')}", lambda: f"title:{one()}", lambda: f"{one()} -title:{one()}",
        lambda: f"{one()} after:{words.one('dates')[:4]}", lambda: f"{one()} before:{words.one('dates')[:7]}",
        lambda: f"{one()} lang:{chance.choice(words.languages)}", lambda: f"{one()} OR {one()}",
        lambda: chance.choice(GLOSSED), lambda: f"{chance.choice(GLOSSED)} {one()}", lambda: "",
    ])()


GLOSSED = ("works council", "ondernemingsraad", "OR", "or", "strike", "staking", "dismissal", "ontslag", "union", "vakbond",
           "collective agreement", "cao", "sick leave", "burn-out", "salary", "loon", "AI", "kunstmatige intelligentie")


def narrow(asked, words, chance):
    """Filters, order, facets, paging, and less than all of an answer."""
    def perhaps(name, share, value):
        if chance.random() < share:
            asked[name] = value()
    perhaps("facets", .4, lambda: chance.choice(["tag,section,lang,year", "tag", "year,lang"]))
    perhaps("offset", .3, lambda: chance.choice([1, 5, 20, 95, 100, 120, 400]))
    perhaps("sort", .2, lambda: "date")
    perhaps("limit", .3, lambda: chance.choice([1, 25, 50]))
    perhaps("tag", .1, lambda: words.one("tags"))
    perhaps("section", .1, lambda: words.one("sections"))
    perhaps("from", .1, lambda: words.one("dates") if words.dates else "2020-01-01")
    perhaps("to", .1, lambda: words.one("dates") if words.dates else "2030-01-01")
    perhaps("suggest", .1, lambda: 6)
    perhaps("fields", .1, lambda: "hits.title,hits.url,totalHits")


def questions(content, chance, count, languages):
    """Addresses on every route that answers from the index."""
    words = Words(content, chance, languages)
    out = ["/api/v1/search?q=", "/api/v1/search?q=&offset=40&limit=50", "/api/v1/search?q=&facets=tag,section,lang,year",
           "/api/v1/search?q=&sort=date&offset=5", *(f"/api/v1/search?q=&lang={lang}&facets=tag" for lang in languages), "/",
           "/search", "/opensearch.xml"]
    while len(out) < count:
        asked = {"q": query(words, chance)}
        if chance.random() < .5:
            asked["lang"] = chance.choice(languages)
        route = chance.choices(["/api/v1/search", "/api/v1/suggest", "/api/v1/similar", "/search"], [6, 2, 1, 1])[0]
        if route == "/api/v1/similar":
            asked["id"] = words.one("ids")
            del asked["q"]
        elif route == "/api/v1/suggest":
            asked["q"] = asked["q"].strip('"')[:chance.randrange(1, 12)]
        elif route == "/search":
            if chance.random() < .3:
                asked["page"] = 2
        else:
            narrow(asked, words, chance)
        out.append(route + "?" + urllib.parse.urlencode(asked))
    return out


def told(daemon, path):
    """An answer without what may differ: how long it took, and what the generation is called."""
    status, _, body = daemon.get(path)
    if not path.startswith("/api/"):
        return status, body.replace(f"127.0.0.1:{daemon.port}", "HOST")  # what a site without an address is called
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
