"""Signing in with an account elsewhere: DingTalk and WeCom, each off until its settings are there."""
