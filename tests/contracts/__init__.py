"""Acceptance tests: each sentence of the contract on files and commands, as a shop would try it."""
