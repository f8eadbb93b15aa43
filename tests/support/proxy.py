"""nginx in front of a daemon, from the example in docs/proxies, as a test wants it: on loopback, in a folder of its own."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
        return True
    except OSError:
        return False


def changed(example, *changes):
    """The example with what it says is to be changed."""
    text = (ROOT / "docs/proxies" / example).read_text()
    for old, new in changes:
        assert old in text, f"docs/proxies/{example} has no {old}"
        text = text.replace(old, new)
    return text


def nginx_program(folder):
    """nginx as it is installed; else unpacked from Debian's package, so that no service is started by a test."""
    found = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if found or not shutil.which("apt-get"):
        return found
    try:
        subprocess.run(["apt-get", "download", "nginx"], cwd=folder, timeout=60, check=True, capture_output=True)
        subprocess.run(["dpkg", "-x", next(folder.glob("nginx_*.deb")), folder / "nginx"], timeout=60, check=True)
        program = folder / "nginx/usr/sbin/nginx"
        return subprocess.run([program, "-v"], capture_output=True, check=True) and program
    except (OSError, StopIteration, subprocess.SubprocessError):
        return None


def start_nginx(folder, log, port, *changes):
    """docs/proxies/nginx.conf with these changes, on that port. Everything outside of the example is as talkative as it gets."""
    program = nginx_program(folder) or skip("nginx is not installed (apt-get install nginx-light)")
    site = changed("nginx.conf", ("listen 80;\n    listen [::]:80;", f"listen 127.0.0.1:{port};"),
                   ("/srv/site/public", str(folder / "site")), ("/var/log/nginx", str(log)), *changes)
    paths = "".join(f"{name}_temp_path {folder}/tmp-{name};" for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(f"{user} daemon off; pid {folder}/nginx.pid; error_log {log}/main-error.log info;\n"
                                       f"events {{}}\nhttp {{ {paths} access_log {log}/main-access.log combined;\n{site}\n}}\n")
    return subprocess.Popen([program, "-e", f"{log}/early.log", "-c", folder / "nginx.conf"],
                            stdout=open(log / "nginx.out", "wb"), stderr=subprocess.STDOUT)
