"""The demo shop's name and its public accounts; knows no Django, so that the demo's files may use it."""

DEMO_SHOP = "小饰界旗舰店"
DEMO_PASSWORD = "demo-2026"  # noqa: S105 (public on purpose; load_demo sets it)
DEMO_MANAGER, DEMO_SUPERVISOR = "wu", "lan"
