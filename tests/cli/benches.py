#!/usr/bin/env python3
"""`phyward bench`: rows with intervals, the same for any number of threads."""

from harness import SCENARIOS, case, fails, main, run


def timeless(row):
    """A row without what a clock decides."""
    return {k: v for k, v in row.items() if k != "mbit_per_s"}


@case
def reconcilers_are_measured(_):
    rows = run("bench", "reconcile", "--n", "2000,4000", "--error-rate", "0.02,0.08",
               "--frames", "60", "--scheme", "yan", "--json").json["rows"]
    assert [(r["n"], r["error_rate"]) for r in rows] == [
        (2000, 0.02), (2000, 0.08), (4000, 0.02), (4000, 0.08)]
    for row in rows:
        assert row["scheme"] == "yan" and row["frames"] == 60
        # An interactive scheme stays near Shannon's limit and never lies below it by
        # more than the frames' scatter.
        assert 1.0 < row["efficiency"] < 1.4, row
        low, high = row["frame_error_interval"]
        assert 0 <= low <= row["frame_error_rate"] <= high <= 1
        assert row["round_trips"] > 1 and row["mbit_per_s"] > 0


@case
def reconciliation_does_not_depend_on_threads(_):
    rows = [run("bench", "reconcile", "--frames", "50", "--n", "3000", "--threads",
                threads, "--json").json["rows"] for threads in (1, 3)]
    assert list(map(timeless, rows[0])) == list(map(timeless, rows[1]))


@case
def wrong_targets_are_usage_errors(_):
    fails("bench", "reconcile", "--error-rate", "0.3", status=2, says="--error-rate")
    fails("bench", "reconcile", "--n", "1000,none", status=2, says=["--n", "none"])
    fails("bench", "reconcile", "--scheme", "magic", status=2, says="magic")
    fails("bench", "magic", status=2, says="bench")


@case
def key_rates_come_with_intervals_for_any_number_of_threads(_):
    def rows(threads):
        return run("bench", "keygen", SCENARIOS / "walking-wifi.yaml", "--trials", "4",
                   "--set", "n_probes=4000", "--threads", threads, "--seed", "5",
                   "--json").json["rows"]

    row = rows(1)[0]
    assert row["trials"] == 4 and row["keys"] == 4 == 4 * row["key_probability"]
    low, high = row["key_probability_interval"]
    assert low < 1 and high == 1
    for name in ["key_rate_bit_per_s", "key_rate_10ms_bit_per_s",
                 "key_rate_bit_per_probe"]:
        low, high = row[f"{name}_interval"]
        assert low <= row[name] <= high and row[name] > 0, row
    assert rows(3) == [row]


@case
def a_static_room_never_gives_a_key(_):
    row = run("bench", "keygen", SCENARIOS / "static-room.yaml", "--trials", "3", "--set",
              "n_probes=1000", "--json").json["rows"][0]
    assert row["keys"] == 0 and row["key_rate_bit_per_s"] == 0
    assert row["key_probability_interval"][0] == 0


main()
