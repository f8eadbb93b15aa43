#!/usr/bin/env python3
"""Slow clients in the hundreds, half of which send a request byte by byte while half ask for much and take a byte at a time,
and among them one honest client: it is answered, always, and about as fast as when it is alone. Who is cut off comes back.

slow_test.py BIN SITE CONNECTIONS SECONDS [FACTOR]
    p99 may be twice that without them; with FACTOR, for few seconds on a machine that does much else, whose p99 is
    its one slowest: the median may be FACTOR times that without them. Prints the figures."""
import os
import pathlib
import re
import select
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

BIN, SITE, CONNECTIONS, SECONDS = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
QUICK = len(sys.argv) > 5
FACTOR = float(sys.argv[5]) if QUICK else 2
FLOOR = 0.05 if QUICK else 0.005  # seconds under which it is the machine's own noise
PACE = 18  # honest requests a second: below the default rate
HEAD_SECONDS, ANSWER_SECONDS = 5, 5
QUERIES = ["works council", "staking", "ontslag", "wat moet ik weten", "strike", "verkiezing", "pay", "vakbond"]
PORTS = []


def address(i):
    """Each /24 of 127.1.0.0/16 has four at most."""
    return f"127.1.{i % 250}.{1 + i // 250}"


def connect(source, blocking=True, receive=None):
    s = socket.socket()
    if receive:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    s.bind((source, 0))
    s.settimeout(20 if blocking else None)
    s.connect(("127.0.0.1", PORTS[0]))
    s.setblocking(blocking)
    return s


class Slow:
    """A client that keeps its connection for as long as it can."""
    cut = 0

    def __init__(self, i):
        self.i, self.reads, self.socket, self.sent = i, i % 2 == 1, None, 0

    def begin(self):
        self.sent = 0
        self.socket = connect(address(self.i), blocking=False, receive=2048 if self.reads else None)
        if self.reads:
            try:
                self.socket.send(b"GET /twc-search.js HTTP/1.1\r\nHost: a\r\n\r\n" * 300)
            except BlockingIOError:
                pass

    def step(self):
        try:
            if not self.socket:
                self.begin()
            elif self.reads:
                if self.socket.recv(1) == b"":
                    raise ConnectionError
            else:
                self.socket.send(b"GET /search?q=a HTTP/1.1\r\nX: "[self.sent:self.sent + 1] or b"x")
                self.sent += 1
                if self.socket.recv(1, socket.MSG_PEEK) == b"":
                    raise ConnectionError
        except BlockingIOError:
            pass
        except OSError:
            Slow.cut += 1
            if self.socket:
                self.socket.close()
            self.socket = None


def attack(ours, slow):
    """Each takes its step once a second; the steps are spread over it. Until nobody holds the other end any more."""
    at = 0
    while not select.select([ours], [], [], 0)[0]:
        for one in slow[at:at + max(1, len(slow) // 50)]:
            one.step()
        at = (at + max(1, len(slow) // 50)) % len(slow)
        time.sleep(0.02)
    for one in slow:
        if one.socket:
            one.socket.close()


def get(path, source="127.2.0.1"):
    with connect(source) as s:
        s.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        reply = b""
        while piece := s.recv(65536):
            reply += piece
    return reply


def measure(seconds):
    """Seconds of each answer, a new connection each; and how many were none."""
    times, failed, last, due = [], 0, time.monotonic() + seconds, time.monotonic()
    while time.monotonic() < last:
        began = time.perf_counter()
        try:
            reply = get("/api/v1/search?q=" + urllib.parse.quote(QUERIES[len(times) % len(QUERIES)]))
            failed += not reply.startswith(b"HTTP/1.1 200")
        except OSError:
            failed += 1
        times.append(time.perf_counter() - began)
        due += 1 / PACE
        time.sleep(max(0, due - time.monotonic()))
    return times, failed


def p99(times):
    return sorted(times)[int(len(times) * 0.99)]


def judged(times):
    return sorted(times)[len(times) // 2] if QUICK else p99(times)


def metric(name):
    return int(float(re.search(rf"^{name} (\S+)$", get("/metrics").decode(), re.M)[1]))


def wait_for(name, least):
    """What the metric is once it is so much: a machine that does much else takes its time."""
    last = time.monotonic() + 120
    while (there := metric(name)) < least and time.monotonic() < last:
        time.sleep(0.2)
    return there


def start(folder):
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
    subprocess.run([BIN / "twc-index", "--quiet", "--accept-shrink", "--index", f"{folder}/index", SITE], check=True,
                   env=environment)
    daemon = subprocess.Popen([BIN / "twc-searchd", "--index", f"{folder}/index", "--listen", "127.0.0.1:0",
                               "--trusted-proxy", "192.0.2.1", "--head-timeout", str(HEAD_SECONDS), "--answer-timeout",
                               str(ANSWER_SECONDS)], stdout=subprocess.PIPE, text=True, env=environment)
    PORTS.append(int(re.search(r":(\d+)/$", daemon.stdout.readline().strip())[1]))
    return daemon


def run():
    measure(1)  # so that nothing is done for the first time
    before, failed_before = measure(SECONDS / 4)
    slow = [Slow(i) for i in range(CONNECTIONS)]
    ours, theirs = os.pipe()
    attacker = os.fork()  # in a process of its own: Python has one thread at a time
    if attacker == 0:
        os.close(theirs)
        attack(ours, slow)
        os._exit(0)
    open_then = wait_for("twc_http_connections", CONNECTIONS * 0.9)
    during, failed_during = measure(SECONDS / 2)
    wait_for("twc_http_connections_timed_out_total", 1)
    cut = metric("twc_http_connections_timed_out_total")
    resident = metric("process_resident_memory_bytes")
    os.close(theirs)
    os.waitpid(attacker, 0)
    after, failed_after = measure(SECONDS / 4)
    alone = p99(before + after)
    print(f"{CONNECTIONS} slow connections ({open_then} open at once, {cut} cut off), {len(during)} honest requests: p99 "
          f"{p99(during) * 1000:.2f} ms, alone {alone * 1000:.2f} ms ({p99(before) * 1000:.2f} before, "
          f"{p99(after) * 1000:.2f} after); {failed_during} failed; resident {resident >> 20} MB")
    return [failed_before + failed_during + failed_after == 0, open_then >= CONNECTIONS * 0.9, cut > 0,
            judged(during) <= max(FACTOR * judged(before + after), FLOOR)]


def main():
    with tempfile.TemporaryDirectory() as folder:
        daemon = start(folder)
        try:
            held = run()
        finally:
            daemon.terminate()
            daemon.wait()
    if not all(held):
        sys.exit("not all requests answered, connections taken, slow clients cut off, or the honest one's time held: " + repr(held))


main()
