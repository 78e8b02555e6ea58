#!/usr/bin/env python3
"""Holds the code path of the end without power to its promise: its compiled objects have no
floating-point arithmetic and call no transform. The emulated detector, which has both worlds,
is the control that this look can fail.

Usage: zero_power_objects.py LIBRARY. Prints TAP.
"""

import re
import subprocess
import sys

PATH = ("zero_power_levels", "zero_power_front", "zero_power_syndrome", "zero_power_hash",
        "zero_power_device")
CONTROL = "zero_power_detector"

# Scalar, packed and x87 multiplications, fused ones, and divisions; aarch64's too.
FLOATING = re.compile(
    r"\s(v?(mul|div)[sp][sdh]|vf(n?m)(add|sub)\w*|fi?(mul|div)r?[sp]?|fmadd|fmsub)\s")
TRANSFORM = re.compile(r"fft|fftw|phw_fft", re.I)


def dissect(library):
    """The disassembly of each member, by its source's name."""
    text = subprocess.run(["objdump", "-d", "-r", "--no-show-raw-insn", library], check=True,
                          capture_output=True, text=True).stdout
    found = {}
    for part in re.split(r"^(?=\S.*:\s+file format)", text, flags=re.M):
        head = re.match(r"(?:.*/)?(\S+?)\.c\.o:\s+file format", part)
        if head:
            found[head.group(1).split("/")[-1].removeprefix("kgen_")] = part
    return found


def main():
    members = dissect(sys.argv[1])
    failed = False
    print(f"1..{2 * len(PATH) + 1}")
    number = 0

    def say(good, what):
        nonlocal number, failed
        number += 1
        failed = failed or not good
        print(f"{'ok' if good else 'not ok'} {number} - {what}")

    for name in PATH:
        code = members.get(name, "")
        say(code != "" and not FLOATING.search(code), f"{name} multiplies no floating numbers")
        say(code != "" and not TRANSFORM.search(code), f"{name} calls no transform")
    say(bool(FLOATING.search(members.get(CONTROL, ""))), f"{CONTROL} does: the look can fail")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
