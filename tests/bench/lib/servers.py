"""Servers on loopback while they are measured, and the load on them."""
import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

from lib.measure import Failed
from lib.peers import find

WRK_SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local at = math.random(#paths)
request = function()
    at = at %% #paths + 1
    return wrk.format("GET", paths[at])
end
"""


@contextlib.contextmanager
def serving(argv):
    """A program of ours that says where it listens; its address and process id."""
    child = subprocess.Popen([str(a) for a in argv], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True)
    try:
        said = child.stdout.readline()
        address = re.search(r"http://\S+?:\d+", said)
        if not address:
            raise Failed(f"{argv[0]} does not listen: {said}")
        yield address[0], child.pid
    finally:
        child.terminate()
        child.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def omega(work, database_folder):
    """Omega's CGI behind nginx and two fcgiwrap processes."""
    work = pathlib.Path(work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    port, sock = free_port(), work / "fcgi.sock"
    sock.unlink(missing_ok=True)
    (work / "log").mkdir(exist_ok=True)
    (work / "omega.conf").write_text(f"database_dir {database_folder}\ntemplate_dir /usr/share/xapian-omega/templates\n"
                                     f"log_dir {work}/log\ncdb_dir {work}\n")
    (work / "nginx.conf").write_text(f"""
daemon off; worker_processes 2; pid {work}/nginx.pid; error_log {work}/error.log; events {{ }}
http {{ access_log off; client_body_temp_path {work}/b; fastcgi_temp_path {work}/f; proxy_temp_path {work}/p;
  uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
  server {{ listen 127.0.0.1:{port}; location / {{ fastcgi_pass unix:{sock};
    fastcgi_param SCRIPT_FILENAME /usr/lib/cgi-bin/omega/omega; fastcgi_param OMEGA_CONFIG_FILE {work}/omega.conf;
    fastcgi_param QUERY_STRING $query_string; fastcgi_param REQUEST_METHOD $request_method;
    fastcgi_param SERVER_PROTOCOL $server_protocol; }} }} }}
""")
    wrap = subprocess.Popen([find("fcgiwrap"), "-c", "2", "-s", f"unix:{sock}"], start_new_session=True,
                            stderr=subprocess.DEVNULL)
    for _ in range(100):
        if sock.exists():
            os.chmod(sock, 0o666)
            break
        time.sleep(0.05)
    os.chmod(work, 0o755)
    server = subprocess.Popen([find("nginx"), "-p", work, "-c", work / "nginx.conf", "-g",
                               "user root;" if os.geteuid() == 0 else ""], stderr=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait()
        os.killpg(wrap.pid, signal.SIGTERM)  # its processes do not end with it
        wrap.wait()


def fetch(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read()


def resident(pid):
    """MiB, now."""
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_of(pid):
    """Seconds that a process has used, its threads together."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(url, paths, work, seconds=4, connections=8):
    """Requests, requests a second, p50 and p99 in milliseconds, and how many failed, by wrk with one thread."""
    work = pathlib.Path(work)
    listed, script = work / "paths.txt", work / "wrk.lua"
    listed.write_text("\n".join(paths) + "\n")
    script.write_text(WRK_SCRIPT % listed)
    said = subprocess.run([shutil.which("wrk"), "-t1", f"-c{connections}", f"-d{seconds}", "--latency", "-s", script, url],
                          capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if not rate:
        raise Failed("wrk said nothing: " + said)
    requests = re.search(r"(\d+) requests in", said)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    parts = {p: re.search(rf"^\s+{p}%\s+([\d.]+)(us|ms|s)", said, re.M) for p in (50, 99)}
    scale = {"us": 1e-3, "ms": 1, "s": 1e3}
    return {"rate": float(rate[1]), "requests": int(requests[1]) if requests else 0, "bad": int(bad[1]) if bad else 0,
            **{f"p{p}": float(m[1]) * scale[m[2]] for p, m in parts.items() if m}}
