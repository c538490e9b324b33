"""Exponential smoothing in state-space form (Hyndman, Koehler, Ord, Snyder 2008), written plainly.

Every form of additive or multiplicative error with no, a linear or a damped trend is fitted by
maximum likelihood from several starts; the least AICc decides. What `cdnow.rs` holds forecasts to.
"""

import math

# Of a normal distribution, 95 in 100 are within so many deviations.
DEVIATIONS = 1.959963984540054
FORMS = [(error, trend) for error in "AM" for trend in ("none", "linear", "damped")]


class Form:
    """A form with its parameters: alpha, beta and phi as far as it has them, level and slope."""

    def __init__(self, form, values):
        self.error, self.trend = form
        values = list(values)
        self.alpha = values.pop(0)
        self.beta = values.pop(0) if self.trend != "none" else 0.0
        self.phi = values.pop(0) if self.trend == "damped" else 1.0
        self.level = values.pop(0)
        self.slope = values.pop(0) if self.trend != "none" else 0.0

    def possible(self):
        if not 1e-4 <= self.alpha <= 0.9999:
            return False
        if self.trend != "none" and not 1e-4 <= self.beta <= self.alpha:
            return False
        return self.trend != "damped" or 0.8 <= self.phi <= 0.98

    def run(self, values):
        """Squared errors and logarithms of what was expected, with the states after the last value."""
        level, slope, squares, logs = self.level, self.slope, 0.0, 0.0
        for value in values:
            expected = level + self.phi * slope
            if self.error == "M" and expected <= 0:
                return None
            off = value - expected
            squares += (off / expected) ** 2 if self.error == "M" else off * off
            logs += math.log(expected) if self.error == "M" else 0.0
            level, slope = expected + self.alpha * off, self.phi * slope + self.beta * off
        return squares, logs, level, slope

    def cost(self, values):
        """Minus twice the logarithm of the likelihood, but for a constant."""
        found = self.run(values) if self.possible() else None
        return math.inf if found is None else len(values) * math.log(found[0]) + 2 * found[1]

    def weight(self, steps):
        """What an error still is of the figure so many steps later."""
        return self.alpha + self.beta * sum(self.phi**step for step in range(steps))

    def ahead(self, values, count, parameters):
        """Figures with their intervals."""
        squares, _, level, slope = self.run(values)
        # Two degrees of freedom less than usual, as the crate under test has it: wider, if anything.
        variance = squares / (len(values) - parameters - 2)
        found, moments = [], []
        for step in range(1, count + 1):
            mean = level + slope * sum(self.phi**power for power in range(1, step + 1))
            if self.error == "A":
                spread = variance * (1 + sum(self.weight(j) ** 2 for j in range(1, step)))
            else:
                sums = (self.weight(j) ** 2 * moments[step - 1 - j] for j in range(1, step))
                moments.append(mean * mean + variance * sum(sums))
                spread = (1 + variance) * moments[-1] - mean * mean
            off = DEVIATIONS * math.sqrt(spread)
            found.append([mean, mean - off, mean + off])
        return found


def least(cost, start, steps, rounds=2000):
    """The simplex search of Nelder and Mead."""
    count = len(start)
    points = [list(start)]
    points += [[v + (steps[i] if i == j else 0) for j, v in enumerate(start)] for i in range(count)]
    ranked = sorted((cost(point), point) for point in points)
    for _ in range(rounds):
        if ranked[-1][0] - ranked[0][0] < 1e-11:
            break
        worst = ranked[-1]
        centre = [sum(point[j] for _, point in ranked[:-1]) / count for j in range(count)]

        def at(share):
            point = [c + share * (w - c) for c, w in zip(centre, worst[1])]
            return cost(point), point

        best = at(-1)
        if best[0] < ranked[0][0]:
            best = min(best, at(-2))
        elif best[0] >= ranked[-2][0]:
            best = min(best, at(-0.5) if best[0] < worst[0] else at(0.5))
        if best[0] < worst[0]:
            ranked = sorted(ranked[:-1] + [best])
            continue
        nearest = ranked[0][1]
        half = [[(n + v) / 2 for n, v in zip(nearest, point)] for _, point in ranked[1:]]
        ranked = sorted([ranked[0]] + [(cost(point), point) for point in half])
    return ranked[0]


def fitted(values, form):
    trend = form[1]
    best = (math.inf, None)
    for alpha in (0.1, 0.5, 0.95):
        for level in (values[0], sum(values[:6]) / 6):
            size = abs(level)
            start, steps = [alpha], [0.04]
            if trend != "none":
                start, steps = start + [alpha / 3], steps + [0.01]
            if trend == "damped":
                start, steps = start + [0.9], steps + [0.03]
            start, steps = start + [level], steps + [size / 10]
            if trend != "none":
                start, steps = start + [0.0], steps + [size / 50]
            found = (math.inf, start)
            for _ in range(4):
                found = least(lambda point: Form(form, point).cost(values), found[1], steps)
            best = min(best, found, key=lambda one: one[0])
    return best


def forecast(values, count):
    """What `count` further figures are expected to be, by the form of the least AICc."""
    chosen = []
    for form in FORMS:
        cost, parameters = fitted(values, form)
        if parameters is None:
            continue
        known = len(parameters) + 1
        aicc = cost + 2 * known + 2 * known * (known + 1) / (len(values) - known - 1)
        chosen.append((aicc, form, parameters))
    _, form, parameters = min(chosen)
    return Form(form, parameters).ahead(values, count, len(parameters))
