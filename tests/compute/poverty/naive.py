"""The measures once more, as slowly and plainly as their definitions read: pairs of people, no sorting."""

import math


def fgt(welfare, weight, line, alpha):
    """The mean of the gap to a power among the poor."""
    poor = [(w, ((line - y) / line) ** alpha) for y, w in zip(welfare, weight, strict=True) if y < line]
    return sum(w * g for w, g in poor) / sum(weight)


def gini(welfare, weight):
    """The mean difference of all pairs over twice the mean."""
    rows = list(zip(welfare, weight, strict=True))
    total = sum(weight)
    mean = sum(y * w for y, w in rows) / total
    return sum(v * w * abs(x - y) for x, v in rows for y, w in rows) / (2 * total * total * mean)


def watts(welfare, weight, line):
    """The mean logarithm of line over welfare, of rows above 0."""
    rows = [(y, w) for y, w in zip(welfare, weight, strict=True) if y > 0]
    return sum(w * math.log(line / y) for y, w in rows if y < line) / sum(w for _, w in rows)


def sst(welfare, weight, line):
    """The mean of the larger gap of all pairs."""
    rows = [(max(0.0, (line - y) / line), w) for y, w in zip(welfare, weight, strict=True)]
    return sum(v * w * max(g, h) for g, v in rows for h, w in rows) / sum(weight) ** 2


def everything(welfare, weight, line):
    """Every measure by its key."""
    return {
        **{f"fgt{alpha}": fgt(welfare, weight, line, alpha) for alpha in (0, 1, 2)},
        "gini": gini(welfare, weight),
        "watts": watts(welfare, weight, line),
        "sst": sst(welfare, weight, line),
        "mean": sum(y * w for y, w in zip(welfare, weight, strict=True)) / sum(weight),
    }


def jackknife(measure, rows):
    """The standard error of a measure by leaving out one unit after another (units as lists of rows)."""
    left = [measure([row for other in rows[:n] + rows[n + 1 :] for row in other]) for n in range(len(rows))]
    mean = sum(left) / len(left)
    return math.sqrt((len(rows) - 1) / len(rows) * sum((value - mean) ** 2 for value in left))
