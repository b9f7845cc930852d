"""Why sales moved: worked by hand, and held to its promises by random spans (D8.3)."""

from fractions import Fraction
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.metrics.what_changed import FACTORS, Side, contributions, what_changed, whole_numbers

# D8.3's example: 1000 visitors, 200 ask, 60 of them and 40 others buy; ¥50 each.
EXAMPLE = {
    "visitors": 1000,
    "consulting_buyers": 200,
    "consulting_paying_buyers": 60,
    "silent_paying_buyers": 40,
    "paying_buyers": 100,
    "paid_fen": 500_000,
    "unlinked_fen": 0,
    "excluded_fen": 0,
}


def _side(every: dict | None = None, **changed: int | None) -> Side:
    sums = EXAMPLE | changed
    return Side(sums, sums | (every or {}))


def _fen(found) -> dict[str, int]:
    return {line.code: line.fen for line in found.lines}


def test_twice_the_visitors_and_all_else_equal_is_all_the_visitors_doing() -> None:
    more = {name: 2 * value for name, value in EXAMPLE.items()}

    found = what_changed(_side(), _side(**more))

    assert _fen(found) == {
        "visitors": 500_000,
        "consult_rate": 0,
        "consult_conversion_rate": 0,
        "silent_rate_a": 0,
        "shop_order_value": 0,
    }
    assert found.largest.code == "visitors"


def test_two_factors_share_what_both_of_them_make() -> None:
    # Visitors 1000 → 2000, paid per buyer ¥50 → ¥75: alone ¥5,000 and ¥2,500; the ¥2,500 that only
    # both together bring is halved.
    now = {name: 2 * value for name, value in EXAMPLE.items()} | {"paid_fen": 1_500_000}

    found = what_changed(_side(), _side(**now))

    assert _fen(found)["visitors"] == 500_000 + 125_000
    assert _fen(found)["shop_order_value"] == 250_000 + 125_000
    assert found.difference_fen == 1_000_000


def test_more_of_those_who_ask_buy() -> None:
    # 60 → 90 of 200; 10 fewer in silence; each pays ¥50: 120 buyers pay ¥6,000.
    now = {
        "consulting_paying_buyers": 90,
        "silent_paying_buyers": 30,
        "paying_buyers": 120,
        "paid_fen": 600_000,
    }
    found = what_changed(_side(), _side(**now))

    assert _fen(found) == {
        "visitors": 0,
        "consult_rate": 0,
        "consult_conversion_rate": 150_000,
        "silent_rate_a": -50_000,
        "shop_order_value": 0,
    }
    line = found.lines[2]
    assert (line.before, line.now) == (0.3, 0.45)


def test_what_the_funnel_does_not_cover_stands_in_lines_of_its_own() -> None:
    # Of ¥5,700 paid in all, ¥50 are unlinked, ¥30 excluded, ¥20 of a day without traffic, and the
    # known buyers of the days with traffic paid ¥5,600.
    counted = {"paid_fen": 568_000, "unlinked_fen": 5_000, "excluded_fen": 3_000}

    found = what_changed(_side(), _side({"paid_fen": 570_000}, **counted))

    assert _fen(found) == {
        "visitors": 0,
        "consult_rate": 0,
        "consult_conversion_rate": 0,
        "silent_rate_a": 0,
        "shop_order_value": 60_000,
        "no_visitors_fen": 2_000,
        "unlinked_fen": 5_000,
        "excluded_fen": 3_000,
    }
    assert sum(_fen(found).values()) == found.difference_fen == 70_000


def test_nobody_buys_any_more() -> None:
    now = {"consulting_paying_buyers": 0, "silent_paying_buyers": 0, "paying_buyers": 0, "paid_fen": 0}

    found = what_changed(_side(), _side(**now))

    # 60 and 40 buyers less at ¥50; what a buyer would pay now nobody knows.
    assert _fen(found)["consult_conversion_rate"] == -300_000
    assert _fen(found)["silent_rate_a"] == -200_000
    assert _fen(found)["shop_order_value"] == 0
    assert found.lines[4].now is None


def test_money_of_an_unknown_buyer_that_a_ruling_gave_to_an_agent_has_its_line() -> None:
    nobody = {"consulting_paying_buyers": 0, "silent_paying_buyers": 0, "paying_buyers": 0, "paid_fen": 7_000}

    found = what_changed(_side(), _side(**nobody))

    assert _fen(found)["no_buyer_fen"] == 7_000
    assert sum(_fen(found).values()) == found.difference_fen == -493_000


def test_without_visitors_in_one_span_it_says_so_and_still_adds_up() -> None:
    found = what_changed(_side(visitors=None), _side(paid_fen=530_000, unlinked_fen=10_000))

    assert found.reason == "no_visitors_before"
    assert found.factors == ()
    assert _fen(found) == {"no_visitors_fen": 20_000, "unlinked_fen": 10_000}
    assert what_changed(_side(), _side(visitors=0)).reason == "no_visitors_now"
    assert what_changed(_side(visitors=None), _side(visitors=None)).reason == "no_visitors"


def test_two_empty_spans_differ_in_nothing() -> None:
    found = what_changed(Side({}, {}), Side({}, {}))

    assert (found.difference_fen, found.lines, found.largest) == (0, (), None)


def test_whole_fen_add_up_and_the_largest_rest_comes_first() -> None:
    assert whole_numbers((Fraction(1, 3), Fraction(2, 3), Fraction(5)), 6) == (0, 1, 5)
    assert whole_numbers((Fraction(1, 2), Fraction(1, 2)), 1) == (1, 0)
    assert whole_numbers((Fraction(-1, 2), Fraction(-1, 2)), -1) == (-1, 0)
    assert whole_numbers((Fraction(3, 2), Fraction(-1, 2)), 1) == (1, 0)


counts = st.integers(0, 10**6)


@st.composite
def sides(draw: st.DrawFn) -> Side:
    visitors, consulting = draw(counts), draw(counts)
    asked, silent = draw(st.integers(0, consulting)), draw(st.integers(0, 10**5))
    linked, unlinked, excluded, elsewhere = (draw(st.integers(0, 10**12)) for _ in range(4))
    counted = {
        "visitors": visitors,
        "consulting_buyers": consulting,
        "consulting_paying_buyers": asked,
        "silent_paying_buyers": silent,
        "paying_buyers": asked + silent,
        "paid_fen": linked + unlinked + excluded,
        "unlinked_fen": unlinked,
        "excluded_fen": excluded,
    }
    return Side(counted, counted | {"paid_fen": counted["paid_fen"] + elsewhere})


@settings(deadline=None)
@given(sides(), sides())
def test_contributions_add_up_to_the_fen(before: Side, now: Side) -> None:
    found = what_changed(before, now)

    assert sum(line.fen for line in found.lines) == found.difference_fen
    assert found.difference_fen == now.every["paid_fen"] - before.every["paid_fen"]


@settings(deadline=None)
@given(sides(), sides())
def test_swapped_spans_give_the_negative(before: Side, now: Side) -> None:
    one, other = what_changed(before, now), what_changed(now, before)

    assert _fen(one) == {code: -fen for code, fen in _fen(other).items()}


fractions = st.fractions(0, 10**6, max_denominator=1000)
factors = st.tuples(*[fractions] * len(FACTORS))


@settings(max_examples=10, deadline=None)
@given(factors, factors)
def test_contributions_are_the_mean_over_every_order_of_moving(before: tuple, now: tuple) -> None:
    def sales(v: Fraction, c: Fraction, k: Fraction, a: Fraction, o: Fraction) -> Fraction:
        return v * (c * k + a) * o

    orders = list(permutations(range(len(FACTORS))))
    mean = [Fraction(0)] * len(FACTORS)
    for order in orders:
        at = list(before)
        for number in order:
            was = sales(*at)
            at[number] = now[number]
            mean[number] += (sales(*at) - was) / len(orders)

    assert list(contributions(before, now)) == mean
