#!/usr/bin/env python3
"""Counts the cases of test runs: prints "N passed, N failed" and exits 1 unless all passed.

Usage: count.py MORE-FAILURES MESON-LOGS-FOLDER...

A Criterion program counts as its cases (testlog.junit.xml); one that broke without a failed
case (a crash, a time-out) counts as one failure. No case at all is a failure too.
"""

import json
import pathlib
import sys
import xml.etree.ElementTree

GOOD = ("OK", "EXPECTEDFAIL", "SKIP")


def count(logs):
    """(passed, failed, skipped) of one run."""
    total = bad = skipped = 0
    for suite in xml.etree.ElementTree.parse(logs / "testlog.junit.xml").getroot():
        total += int(suite.get("tests", 0))
        bad += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    programs = [json.loads(line) for line
                in (logs / "testlog.json").read_text(encoding="utf-8").splitlines()]
    broken = sum(program["result"] not in GOOD for program in programs)
    failed = max(bad, broken)
    return max(total - bad - skipped, 0), failed, skipped


def main():
    passed, failed, skipped = 0, int(sys.argv[1]), 0
    for logs in map(pathlib.Path, sys.argv[2:]):
        if not (logs / "testlog.junit.xml").exists():
            failed += 1
            print(f"{logs.parent.name}: no test ran")
            continue
        good, bad, left_out = count(logs)
        print(f"{logs.parent.name}: {good} passed, {bad} failed, {left_out} skipped")
        passed, failed, skipped = passed + good, failed + bad, skipped + left_out
    if passed == 0 and failed == 0:
        print("no test ran")
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
