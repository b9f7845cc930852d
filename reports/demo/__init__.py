"""The demo shop: a pure generator of nine believable weeks, written as the files real shops export."""
