"""One order's page: the sentence that says why, the evidence, the judge rules, and who may look."""

from django.utils import translation

from chats.models import Ruling
from reports.access import ReadableTalks
from reports.credit.story import OrderStory
from reports.talks.timeline import timeline
from tests.reports.told import Told, tell

ALL_TALKS = ReadableTalks(None)


def _story(told: Told, number: str) -> OrderStory:
    with translation.override("en"):
        return OrderStory(told.shop, told.credit(number), ALL_TALKS)


def _why(told: Told, number: str) -> str:
    with translation.override("en"):
        return " ".join(OrderStory(told.shop, told.credit(number), ALL_TALKS).why())


def test_every_class_has_its_sentence(told: Told) -> None:
    assert "last agent who talked with this buyer in the 48 h" in _why(told, "A6")
    assert "xiaomei is credited with it" in _why(told, "A6")
    assert "xiaolan wrote 30 min 00 s after it was placed" in _why(told, "A3")
    assert "Silent" in _why(told, "A2")
    assert "nobody is credited" in _why(told, "A2")
    assert "masked the buyer's nick (t**1)" in _why(told, "A4")
    assert "memo contains a phrase" in _why(told, "A5")
    assert "xiaolan would be credited if it were paid" in _why(told, "A7")


def test_evidence_and_runner_up_are_named_with_their_times(read, told: Told) -> None:
    text = read(told.manager, told.order("A6")).content.decode()

    assert "有的，今天发货" in text  # the deciding words
    assert "2026-05-12 09:30:10" in text
    assert "Runner-up: xiaoqi, 2026-05-12 09:00:10" in text
    assert "xiaoqi: before the order" in text  # assists


def test_the_timeline_holds_the_buyers_talks_and_marks_the_evidence(read, told: Told) -> None:
    entries = read(told.manager, told.order("A6")).context["timeline"].entries

    marked = [(entry.event or entry.text, tuple(mark.what for mark in entry.evidence)) for entry in entries]
    assert marked == [
        ("想买", ()),
        ("好的", ()),
        ("还有吗", ()),
        ("有的，今天发货", ("order", "payment")),
        ("created", ()),
        ("paid", ()),
    ]


def test_each_judge_rule_says_whom_it_would_credit(told: Told) -> None:
    def credited(number: str) -> list[str | None]:
        """By the rules "order first", "order only" and "payment only", each by the tie-break in force."""
        return [one.agents[0][0] for one in _story(told, number).variants()]

    assert credited("A3") == ["xiaolan", None, "xiaolan"]
    assert credited("A2") == [None, None, None]
    assert [one.in_force for one in _story(told, "A3").variants()] == [True, False, False]


def test_windows_are_told_in_words(told: Told) -> None:
    with translation.override("en"):
        assert "2026-05-10 10:00:00 to 2026-05-12 10:00:00" in _story(told, "A6").window_in_words()
        assert _story(told, "A6").chasing_in_words() == "none: it was paid within 10 min"
        assert "2026-05-11 13:10:00" in _story(told, "A3").chasing_in_words()


def test_another_judge_rule_credits_by_it(db: None, tmp_path) -> None:
    told = tell(tmp_path, rules={"judge_rule": "order"})

    assert "nobody is credited" in _why(told, "A3")


def test_robot_and_automatic_messages_are_muted(db: None, tmp_path) -> None:
    told = tell(
        tmp_path,
        "05-12 09:50 kim > zhushou: 人工",
        "09:50:01 zhushou > kim [auto]: 正在转接",
        "09:50:02 zhushou > kim: 您好",
    )
    story = _story(told, "A6")
    found = timeline(told.shop, told.credit("A6"), story.window, ALL_TALKS.includes)
    muted = [one.text for one in found.entries if one.muted]
    assert muted == ["正在转接", "您好"]


def test_a_ruling_is_told_beside_the_computed_credit(read, told: Told) -> None:
    order = told.credit("A2").order
    Ruling.objects.create(order=order, agent=None, reason="customer phoned", author=told.manager)

    why = _why(told, "A2")
    assert "By the shop's rule nobody is credited" in why
    assert "Ruling by wu" in why
    assert "customer phoned" in why


def test_every_order_opens_for_the_manager_in_both_languages(read, told: Told) -> None:
    for language in ("en", "zh-hans"):
        told.manager.language = language
        told.manager.save()
        for number in ("A1", "A2", "A3", "A4", "A5", "A6", "A7"):
            assert read(told.manager, told.order(number)).status_code == 200


def test_what_is_not_yours_is_not_there(read, told: Told) -> None:
    allowed = {
        told.xiaomei: {"A1", "A6"},
        told.xiaoqi: {"A6"},
        told.xiaolan: {"A3", "A7"},
        told.supervisor: {"A1", "A6"},
        told.head: {"A1", "A2", "A3", "A4", "A5", "A6", "A7"},
        told.stranger: set(),
    }
    for user, mine in allowed.items():
        for number in ("A1", "A2", "A3", "A4", "A5", "A6", "A7"):
            status = read(user, told.order(number)).status_code
            assert status == (200 if number in mine else 404), (user.username, number)


def test_an_order_of_another_shop_is_not_found_under_ones_own(read, told: Told) -> None:
    own_shop = told.stranger.memberships.get().shop

    assert read(told.stranger, f"/s/{own_shop.pk}/orders/{told.credit('A1').pk}/").status_code == 404


def test_texts_from_files_are_never_markup(db: None, tmp_path, read) -> None:
    told = tell(tmp_path, "05-12 09:40 kim > xiaomei: <script>alert(1)</script>")
    text = read(told.manager, told.order("A6")).content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
