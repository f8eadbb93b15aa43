"""One run of a program as a sample, and samples of several programs taken in turn, A B A B, since machines are noisy."""
import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Sample:
    cpu: float  # seconds, of the program and all that it waited for
    wall: float
    rss: float  # MiB, of the largest process
    out: str


class Failed(Exception):
    pass


def run(argv, stdin=None, env=None, cwd=None, allow=(0,)):
    """Runs argv to its end. What it printed is in the sample; Failed when its status is none of allow."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as said:
        start = time.monotonic()
        child = subprocess.Popen([str(a) for a in argv], stdin=stdin or subprocess.DEVNULL, stdout=out, stderr=said,
                                 env={**os.environ, **(env or {})}, cwd=cwd)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said.seek(0)
        if child.returncode not in allow:
            raise Failed(f"{' '.join(map(str, argv))}: status {child.returncode}: {said.read()[-600:]}")
        return Sample(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, out.read())


def interleaved(rounds, ways, say=lambda text: None, seconds=float("inf")):
    """ways: name -> function that returns a Sample. Each round runs all of them, every second round in the other order;
    after so many seconds no further round begins. Returns name -> samples."""
    taken = {name: [] for name in ways}
    start = time.monotonic()
    for number in range(rounds):
        if number and time.monotonic() - start > seconds:
            break
        for name in list(ways) if number % 2 == 0 else reversed(list(ways)):
            sample = ways[name]()
            taken[name].append(sample)
            say(f"round {number + 1}: {name}: {sample.cpu:.3f} CPU s, {sample.wall:.3f} s, {sample.rss:.0f} MiB")
    return taken


def median(samples, figure):
    return statistics.median(getattr(s, figure) for s in samples)


def ratio(ours, theirs, figure="cpu"):
    """Median, least and most of the ratios round by round."""
    pairs = [getattr(a, figure) / max(getattr(b, figure), 1e-9) for a, b in zip(ours, theirs)]
    return {"ratio": statistics.median(pairs), "low": min(pairs), "high": max(pairs), "rounds": len(pairs)}


def of_numbers(ours, theirs):
    pairs = [a / max(b, 1e-9) for a, b in zip(ours, theirs)]
    return {"ratio": statistics.median(pairs), "low": min(pairs), "high": max(pairs), "rounds": len(pairs)}


def exponent(points):
    """The slope of log(cost) over log(size), by least squares: 1 is linear, 0 does not grow."""
    import math
    xs, ys = [math.log(x) for x, _ in points], [math.log(max(y, 1e-9)) for _, y in points]
    mx, my = statistics.mean(xs), statistics.mean(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / sum((x - mx) ** 2 for x in xs)
