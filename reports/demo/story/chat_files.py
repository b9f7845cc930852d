"""Talks of the demo shop in the two forms in which people take them out of Qianniu by hand."""

import datetime as dt
import io
import json
import zipfile

from reports.demo.story.book import Said


def web_history_zip(talks: dict[str, list[Said]]) -> bytes:
    """The web history as a browser script saves it: a zip with one JSON a buyer."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for buyer, said in talks.items():
            exported = said[-1].at + dt.timedelta(hours=9)
            entry = zipfile.ZipInfo(f"{buyer}.json", exported.timetuple()[:6])
            archive.writestr(entry, _one_buyer(buyer, said, exported), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _one_buyer(buyer: str, said: list[Said], exported: dt.datetime) -> str:
    chats = [
        {
            "date": f"{line.at:%Y-%m-%d}",
            "time": f"{line.at:%H:%M:%S}",
            "sender": line.agent if line.outgoing else line.buyer,
            "text": line.text,
            "imgUrl": "",
        }
        for line in said
    ]
    when = f"{exported.year}/{exported.month}/{exported.day} {exported:%H:%M:%S}"
    document = {"user": buyer, "exportTime": when, "count": len(chats), "chats": chats}
    return json.dumps(document, ensure_ascii=False, indent=2)


def window_copy(said: list[Said]) -> bytes:
    """A chat window selected and copied: a header line a message, the receipt under the agent's."""
    lines: list[str] = []
    for line in said:
        at = line.at
        speaker = line.agent if line.outgoing else line.buyer
        lines.append(f"{speaker} {at.year}-{at.month}-{at.day} {at.hour}:{at:%M:%S}")
        lines.append(line.text)
        if line.outgoing:
            lines.append("已读")
    return "\r\n".join([*lines, ""]).encode()
