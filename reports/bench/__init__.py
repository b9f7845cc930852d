"""Benchmarks: what the core work costs, as ratios against a baseline of the same run."""
