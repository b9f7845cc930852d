"""The column names that show where a table's header stands, as they are compared (clean_header)."""

CHATS = {
    "agent": ("agent", "客服", "客服昵称"),
    "buyer": ("buyer", "买家", "买家昵称"),
    "direction": ("direction", "方向"),
    "sent_at": ("sent_at", "时间"),
    "kind": ("kind", "类型"),
    "text": ("text", "内容"),
    "message_id": ("message_id", "消息编号"),
    "buyer_open_uid": ("buyer_open_uid", "买家openuid"),
}
KNOWN: frozenset[str] = frozenset(name for names in CHATS.values() for name in names)
