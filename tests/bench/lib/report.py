"""What was measured: a table to read, the same as JSON, and plots of growth as SVG."""
import json
import math


class Report:
    def __init__(self):
        self.rows = []     # figure, against, ours, theirs, unit, ratio
        self.growth = {}   # name -> [(pages, number)], unit
        self.wrong = []    # what was not correct

    def row(self, figure, against, ours, theirs, unit, ratio=None, goal=None, at_least=False):
        """goal: (what is asked, what to be proud of), of the ratio where there is one, else of ours."""
        number = ratio["ratio"] if ratio else ours
        reached = None
        if goal:
            better = [number >= g if at_least else number <= g for g in goal if g is not None]
            reached = "proud" if better[-1] and len(better) > 1 else "yes" if better[0] else "no"
        self.rows.append({"figure": figure, "against": against, "ours": ours, "theirs": theirs, "unit": unit,
                          "ratio": ratio, "goal": goal, "at_least": at_least, "reached": reached})

    def check(self, what, right):
        if not right:
            self.wrong.append(what)
        return right

    def table(self):
        head = ("figure", "against", "ours", "theirs", "unit", "ratio", "spread", "goal", "reached")
        lines = [head]
        for row in self.rows:
            ratio, goal = row["ratio"], row["goal"]
            lines.append((row["figure"], row["against"], number(row["ours"]), number(row["theirs"]), row["unit"],
                          number(ratio["ratio"]) if ratio else "",
                          f"{number(ratio['low'])}-{number(ratio['high'])} of {ratio['rounds']}" if ratio else "",
                          ("≥ " if row["at_least"] else "≤ ") + " / ".join(number(g) for g in goal if g is not None)
                          if goal else "", row["reached"] or ""))
        wide = [max(len(line[i]) for line in lines) for i in range(len(head))]
        return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, wide)).rstrip() for line in lines)

    def markdown(self):
        lines = self.table().splitlines()
        cells = [[c.strip() for c in self._split(line, lines[0])] for line in lines]
        return "\n".join(["| " + " | ".join(cells[0]) + " |", "|" + "---|" * len(cells[0])] +
                         ["| " + " | ".join(row) + " |" for row in cells[1:]])

    @staticmethod
    def _split(line, head):
        starts = [head.index(name) for name in head.split()]
        return [line[a:b] for a, b in zip(starts, starts[1:] + [None])]

    def json(self):
        return json.dumps({"rows": self.rows, "growth": self.growth, "wrong": self.wrong}, indent=1)


def number(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def plot(name, unit, points, slope):
    """Both axes logarithmic: a straight line is a power, told as exponent."""
    wide, high, edge = 560, 360, 60
    xs, ys = [math.log10(p[0]) for p in points], [math.log10(max(p[1], 1e-6)) for p in points]
    low_x, top_x, low_y, top_y = min(xs), max(xs), math.floor(min(ys)), math.ceil(max(ys) + 1e-9)
    top_x, top_y = max(top_x, low_x + 0.1), max(top_y, low_y + 1)

    def at(x, y):
        return (edge + (x - low_x) / (top_x - low_x) * (wide - 2 * edge),
                high - edge - (y - low_y) / (top_y - low_y) * (high - 2 * edge))

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="12">',
           f'<rect width="{wide}" height="{high}" fill="#fff"/>',
           f'<text x="{edge}" y="24" font-size="14">{name}, {unit}; exponent {slope:.2f}</text>']
    for y in range(low_y, top_y + 1):
        x0, y0 = at(low_x, y)
        out.append(f'<path d="M{x0:.1f} {y0:.1f}H{wide - edge}" stroke="#ddd"/>'
                   f'<text x="{x0 - 6:.1f}" y="{y0 + 4:.1f}" text-anchor="end">{10.0 ** y:g}</text>')
    line = " ".join(f"{'L' if i else 'M'}{at(x, y)[0]:.1f} {at(x, y)[1]:.1f}" for i, (x, y) in enumerate(zip(xs, ys)))
    out.append(f'<path d="{line}" fill="none" stroke="#0b5394" stroke-width="2"/>')
    for (pages, value), x, y in zip(points, xs, ys):
        px, py = at(x, y)
        out.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3.5" fill="#0b5394"/>'
                   f'<text x="{px:.1f}" y="{py - 9:.1f}" text-anchor="middle">{number(value)}</text>'
                   f'<text x="{px:.1f}" y="{high - edge + 18}" text-anchor="middle">{pages:,}</text>')
    out.append(f'<text x="{wide / 2}" y="{high - 16}" text-anchor="middle">pages</text></svg>\n')
    return "\n".join(out)
