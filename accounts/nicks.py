"""Wangwang nicks: how they are written, compared and masked (D2.1, D2.2). Knows no Django."""

import unicodedata

PLATFORM_PREFIX = "cntaobao"
ROBOT_SUB_ACCOUNTS = frozenset({"服务助手"})


def normalise_nick(written: str) -> str:
    """The form in which nicks are compared: NFKC, without `cntaobao`, case folded.

    NFKC turns the full-width colon of `主号：子账号` into the plain one.
    """
    nick = unicodedata.normalize("NFKC", written).strip().casefold()
    return nick.removeprefix(PLATFORM_PREFIX).strip()


def is_masked(nick: str) -> bool:
    """Whether the platform hid part of the nick (`t**1`): such a nick identifies nobody."""
    return "*" in nick or "＊" in nick


def mask_nick(written: str) -> str:
    """The nick as people outside the conversation see it, in the platform's own manner: `t**1`.

    A nick of two characters shows one of them. What the platform masked already stays as it is.
    """
    if is_masked(written) or not written:
        return written
    return f"{written[0]}**{written[-1] if len(written) > 2 else ''}"


def is_sub_account(nick: str) -> bool:
    """Whether a normalised nick is written `主号:子账号`, so that it can only be an agent's."""
    main, colon, sub = nick.partition(":")
    return bool(main and colon and sub)


def is_platform_robot(nick: str) -> bool:
    """Whether the sub-account is one that the platform runs itself (服务助手)."""
    return nick.partition(":")[2] in ROBOT_SUB_ACCOUNTS or nick in ROBOT_SUB_ACCOUNTS
