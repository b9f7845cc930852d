"""Names and members of zip files that other programs wrote."""

import io
import zipfile

from chats.importers.registry import parse_file
from tests.chats.importers.builders import SHOP, archive, read, table

CHAT = table(("agent", "buyer", "direction", "sent_at"), ("店:小美", "lily", "in", "2026-05-09 10:02:00"))
ENCRYPTED = 0x1
FLAGS_IN_HEADER, FLAGS_IN_DIRECTORY = 6, 8  # places of the flags behind each signature


def test_a_name_that_says_it_is_utf8_is_taken_as_it_is():
    [(path, _)] = parse_file("a.zip", archive({"聊天/五月.csv": CHAT}), SHOP)
    assert path == "a.zip/聊天/五月.csv"


def test_a_name_of_another_code_page_stays_as_zip_reads_it():
    data = archive({"cafX.csv": CHAT}).replace(b"cafX.csv", b"caf\x82.csv")
    [(path, _)] = parse_file("a.zip", data, SHOP)
    assert path == "a.zip/café.csv"


def test_an_encrypted_member_is_named():
    data = bytearray(archive({"may.csv": CHAT}))
    for signature, place in ((b"PK\x03\x04", FLAGS_IN_HEADER), (b"PK\x01\x02", FLAGS_IN_DIRECTORY)):
        data[data.index(signature) + place] |= ENCRYPTED
    [(path, refused)] = parse_file("a.zip", bytes(data), SHOP)
    assert (path, refused.code) == ("a.zip/may.csv", "encrypted-archive")


def test_a_broken_member_is_named_and_the_others_are_read():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("broken.csv", CHAT.replace(b"lily", b"rose"))
        packed.writestr("whole.csv", CHAT)
    outcomes = dict(parse_file("a.zip", held.getvalue().replace(b"rose", b"rise"), SHOP))
    assert outcomes["a.zip/broken.csv"].code == "broken-archive"
    assert outcomes["a.zip/whole.csv"].read == 1


def test_folders_inside_are_left_out():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.mkdir("chats")
        packed.writestr("chats/may.csv", CHAT)
    assert read("a.zip", held.getvalue()).read == 1
