#!/usr/bin/env python3
"""The proxies of docs/proxies as they stand there, run in front of the daemon on the demo site. Many clients ask many
distinctive things in every way; then all that proxy and daemon wrote is searched for their words and addresses.

proxies_test.py BIN nginx|caddy       exit 77 where the proxy cannot be had"""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from proxy import answers, changed, free_port, skip, start_nginx  # noqa: E402

SEARCHED = "staking"  # what enough clients ask to be counted


def until(what, ready):
    for _ in range(200):
        if found := ready():
            return found
        time.sleep(0.1)
    sys.exit(f"{what} did not start")


class Daemon:
    def __init__(self, binaries, folder):
        index, self.log = folder / "index", folder / "written"
        built = subprocess.run([binaries / "twc-index", "--quiet", "--index", index, ROOT / "corpus/demo"], check=False)
        assert built.returncode in (0, 1), built
        out = open(self.log / "daemon.out", "wb")
        self.child = subprocess.Popen(
            [binaries / "twc-searchd", "--index", index, "--listen", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1",
             "--rate", "0", "--time-budget", "5000", "--log-queries", self.log / "queries.tsv"],
            stdout=out, stderr=subprocess.STDOUT, cwd=self.log, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
        line = until("twc-searchd", lambda: re.search(r"http://127\.0\.0\.1:(\d+)/", (self.log / "daemon.out").read_text()))
        self.port = int(line[1])

    def stop(self):
        self.child.terminate()
        assert self.child.wait(30) == 0


def start_caddy(folder, log, port, upstream):
    program = shutil.which("caddy") or skip("caddy is not installed (apt-get install caddy)")
    (folder / "Caddyfile").write_text(changed(
        "Caddyfile", ("\nsite.example {", f"\nhttp://:{port} {{\n\tbind 127.0.0.1"), ("{\n\t# Caddy's own", "{\n\tadmin off\n\t# Caddy's own"),
        ("127.0.0.1:8080", f"127.0.0.1:{upstream}"), ("/srv/site/public", str(folder / "site")), ("/var/log/caddy", str(log))))
    return subprocess.Popen([program, "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"],
                            stdout=open(log / "caddy.out", "wb"), stderr=subprocess.STDOUT,
                            env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)})


class Reader:
    """One person: an address of their own, and words that nobody else says."""

    def __init__(self, port, number):
        self.port, self.number = port, number
        self.address = f"127.66.{number}.{number + 17}"
        self.word = f"zorblaxy{chr(97 + number)}"

    def send(self, text):
        with socket.socket() as s:
            s.bind((self.address, 0))
            s.settimeout(30)
            s.connect(("127.0.0.1", self.port))
            s.sendall(text.encode())
            answer = b""
            try:
                while piece := s.recv(65536):
                    answer += piece
            except OSError:
                pass
        return answer.decode(errors="replace")

    def ask(self, path, method="GET", more=""):
        return self.send(f"{method} {path} HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\nUser-Agent: {self.word}ua\r\n"
                         f"Referer: http://site.example/en/?search={self.word}\r\nCookie: q={self.word}\r\n"
                         f"X-Forwarded-For: 203.0.113.{self.number + 100}\r\n{more}\r\n")

    def expect(self, status, path, method="GET", more=""):
        answer = self.ask(path, method, more)
        assert answer.split(" ")[1:2] == [str(status)], f"{method} {path}: {answer[:300]}"
        return answer


def ask_everything(reader):
    w = reader.word
    assert SEARCHED in reader.expect(200, f"/api/v1/search?q={SEARCHED}&lang=nl")
    reader.expect(200, f"/api/v1/search?q={w}+works+council&limit=50&facets=tag,section")
    reader.expect(200, f"/api/v1/search?q={w}", "HEAD")
    reader.expect(200, f"/api/v1/suggest?q={w}")
    reader.expect(404, f"/api/v1/similar?id={w}")
    reader.expect(200, f"/search?q={w}&lang=nl")
    reader.expect(200, f"/opensearch.xml?{w}")
    reader.expect(200, f"/twc-search.js?{w}")
    reader.expect(200, f"/problems/busy?{w}")
    reader.expect(400, f"/api/v1/search?q={w}&limit=0")
    reader.expect(404, f"/api/v1/nothing?q={w}")
    reader.expect(200, f"/?search={w}")
    reader.expect(404, f"/nothing/?search={w}")
    reader.expect(405, f"/api/v1/search?q={w}", "POST", "Content-Length: 0\r\n")
    reader.expect(414, f"/api/v1/search?q={w}{'x' * 9000}")
    reader.send(f"GET /api/v1/search?q={w} HTTP/9.9\r\n\r\n")
    reader.send(f"nonsense {w}\r\n\r\n")
    reader.send(f"GET /search?q={w} HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\nX: {w * 8000}\r\n\r\n")


def written(log):
    return {path.name: path.read_bytes() for path in sorted(log.rglob("*")) if path.is_file()}


def check(log, readers):
    files = written(log)
    for reader in readers:
        for secret in (reader.word, reader.address, f"203.0.113.{reader.number + 100}"):
            for name, content in files.items():
                at = content.find(secret.encode())
                assert at < 0, f"{name} holds {secret}: {content[max(0, at - 200):at + 100]!r}"
    rows = files["queries.tsv"].decode().splitlines()
    assert len(rows) == 1 and re.fullmatch(rf"\d{{4}}-\d\d-\d\d\t{len(readers)}\t\S+\t{SEARCHED}", rows[0]), rows
    assert b"/nothing/" in files["site.log"], "the log of the site says nothing at all"


def main():
    binaries, kind = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    with tempfile.TemporaryDirectory(prefix="twc-proxies-") as name:
        folder = pathlib.Path(name)
        log = folder / "written"
        log.mkdir()
        (folder / "site").mkdir()
        (folder / "site/index.html").write_text("<!doctype html><title>A site</title>")
        port = free_port()
        daemon = proxy = None
        try:
            daemon = Daemon(binaries, folder)
            proxy = (start_caddy(folder, log, port, daemon.port) if kind == "caddy" else
                     start_nginx(folder, log, port, ("unix:/run/twc-search/srv/site.sock", f"127.0.0.1:{daemon.port}")))
            until(kind, lambda: answers(port))
            readers = [Reader(port, number) for number in range(6)]
            for reader in readers:
                ask_everything(reader)
            daemon.stop()
            for reader in readers:  # a proxy complains of a daemon that is away
                reader.expect(502, f"/api/v1/search?q={reader.word}")
        finally:
            for child in [daemon and daemon.child, proxy]:
                if child and child.poll() is None:
                    child.terminate()
                    child.wait(30)
        check(log, readers)
        print(f"{kind}: {len(written(log))} files hold no word and no address of {len(readers)} readers")


main()
