"""How sure a rate is: the 95 % interval of Wilson (D6.7)."""

import math

Z_95 = 1.959963984540054


def interval(hits: int, trials: int) -> tuple[float, float] | None:
    """Lower and upper end of the share that `hits` of `trials` speak for; None without trials."""
    if trials <= 0:
        return None
    share, z2 = hits / trials, Z_95**2
    centre = share + z2 / (2 * trials)
    spread = Z_95 * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials**2))
    scale = 1 + z2 / trials
    return max((centre - spread) / scale, 0.0), min((centre + spread) / scale, 1.0)
