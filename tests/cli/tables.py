#!/usr/bin/env python3
"""`phyward keygen` on tables: their separators, their columns, one file or two."""

import random

from harness import RECORDINGS, Skip, case, fails, main, run


def series(n=3000, noise=0.3, seed=1):
    """What two ends measure of one memoryless series, each with noise of its own."""
    generator = random.Random(seed)
    common = [generator.gauss(-60, 6) for _ in range(n)]
    return [[f"{x + generator.gauss(0, noise):.3f}" for x in common] for _ in range(2)]


def write(path, names, columns, separator=",", end="\n"):
    rows = [names, *([str(i), *row] for i, row in enumerate(zip(*columns)))]
    path.write_text(end.join(separator.join(row) for row in rows) + end, newline="")


@case
def every_separator_gives_the_same_key(folder):
    a, b = series()
    fingerprints = set()
    for separator, end in [(",", "\n"), (";", "\n"), ("\t", "\n"), (" ", "\n"),
                           (",", "\r\n")]:
        write(folder / "a.csv", ["idx", "rssi"], [a], separator, end)
        write(folder / "b.csv", ["idx", "rssi"], [b], separator, end)
        found = run("keygen", "a.csv", "b.csv", "--seed", "1", "--json", cwd=folder).json
        assert found["agreed"] and found["reproducible"] is True, found
        fingerprints.add(found["key_fingerprint"])
    assert len(fingerprints) == 1, fingerprints


@case
def one_file_with_two_columns_is_as_good_as_two_files(folder):
    a, b = series()
    write(folder / "both.csv", ["idx", "rssi_bob", "rssi_alice"], [b, a])
    write(folder / "a.csv", ["idx", "rssi"], [a])
    write(folder / "b.csv", ["idx", "rssi"], [b])
    one = run("keygen", "both.csv:rssi_alice", "both.csv:rssi_bob", "--seed", "1",
              "--json", cwd=folder).json
    two = run("keygen", "a.csv", "b.csv", "--seed", "1", "--json", cwd=folder).json
    third = run("keygen", "both.csv:3", "both.csv:2", "--seed", "1", "--json",
                cwd=folder).json
    assert one["key_fingerprint"] == two["key_fingerprint"] == third["key_fingerprint"]
    fails("keygen", "both.csv:rssi_alice", "both.csv:rssi_carol", status=3,
          says=["both.csv", "rssi_carol"], cwd=folder)


@case
def recorded_cars_give_too_little_in_both_files(_):
    for name, n in [("v2i_lurus30.csv", 89), ("v2v_searah20.csv", 102)]:
        pair = RECORDINGS / "lora-v2x" / name
        if not pair.is_file():
            raise Skip("the recordings are not here")
        found = run("keygen", f"{pair}:rssi_alice", f"{pair}:rssi_bob", "--json",
                    status=6).json
        assert found["pairs"] == n and found["certified_bits"] == 0, found


@case
def rows_that_one_end_lacks_are_left_out(folder):
    a, b = series()
    rows = [f"{i},{v}" for i, v in enumerate(b) if i % 3]
    write(folder / "a.csv", ["idx", "rssi"], [a])
    (folder / "b.csv").write_text("idx,rssi\n" + "\n".join(rows) + "\n")
    found = run("keygen", "a.csv", "b.csv", "--json", cwd=folder).json
    assert found["pairs"] == 2000 and found["correlation"] > 0.99, found
    late = ["--align", "time", "--delay", "0"]
    found = run("keygen", "a.csv", "b.csv", *late, "--interpolate", "none", "--json",
                cwd=folder).json
    assert found["correlation"] > 0.99, found


@case
def constant_series_and_series_apart_are_told_apart(folder):
    write(folder / "c.csv", ["idx", "rssi"], [["-50"] * 500])
    fails("keygen", "c.csv", "c.csv", "-o", "k.key", status=6, says="constant",
          cwd=folder)
    (folder / "late.csv").write_text("idx,rssi\n" + "".join(
        f"{i},{i % 9}\n" for i in range(600, 900)))
    fails("keygen", "c.csv", "late.csv", "-o", "k.key", status=3,
          says=["no probe is in both", "0 to 499", "600 to 899"], cwd=folder)


main()
