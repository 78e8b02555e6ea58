#!/usr/bin/env python3
"""`phyward bench reconcile`: leak, frame errors, rounds and speed of every scheme, with
intervals, the same for any number of threads."""

import csv
import math
import shutil

from harness import Skip, case, fails, main, run, simulate

SPEEDS = {"mbit_per_s", "mbit_per_s_alice", "mbit_per_s_bob", "setup_s"}


def timeless(row):
    """A row without what a clock decides."""
    return {k: v for k, v in row.items() if k not in SPEEDS}


def rows(*arguments):
    """The rows of a run."""
    return run("bench", "reconcile", *arguments, "--json").json["rows"]


def entropy(p):
    """h(p) in bits."""
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


@case
def every_scheme_is_measured_at_every_rate(_):
    names = [r["name"] for r in run("list", "reconciler", "--json").json["rows"]]
    found = rows("--n", "600", "--error-rate", "0.01,0.05,0.1", "--scheme", "all",
                 "--frames", "8")
    assert [(r["scheme"], r["error_rate"]) for r in found] == [
        (name, p) for name in names for p in (0.01, 0.05, 0.1)]
    for row in found:
        assert row["n"] == 600
        if row["reason"] is not None:
            assert row["efficiency"] is None and row["frames"] is None, row
            continue
        assert row["frames"] == 8 and row["undetected"] + row["gave_up"] == row["failed"]
        assert row["frame_error_rate"] == row["failed"] / 8
        low, high = row["frame_error_interval"]
        assert 0 <= low <= row["frame_error_rate"] <= high <= 1
        assert row["leak_bits"] > 0 and row["messages"] >= 1
        # On the wire a message has a header of 12 bytes, and its bits.
        assert row["bytes_alice"] * 8 >= row["leak_bits"], row
        assert row["bytes"] == row["bytes_alice"] + row["bytes_bob"]
        assert row["mbit_per_s"] > 0 and row["mbit_per_s_alice"] > row["mbit_per_s"]
        assert (row["one_way_limit"] is not None) == row["one_way"], row


@case
def figures_of_merit_follow_from_the_leak(_):
    found = rows("--n", "2000,4000", "--error-rate", "0.02,0.08", "--frames", "60",
                 "--scheme", "yan", "--tag-bits", "32", "--sample", "0.05")
    assert [(r["n"], r["error_rate"]) for r in found] == [
        (2000, 0.02), (2000, 0.08), (4000, 0.02), (4000, 0.08)]
    for row in found:
        n, h = row["n"], entropy(row["error_rate"])
        told = row["leak_bits"] + 32 + 0.05 * n
        assert abs(row["efficiency"] - row["leak_bits"] / (n * h)) < 1e-9
        assert abs(row["efficiency_total"] - told / (n * h)) < 1e-9
        assert abs(row["key_rate"] - (1 - row["frame_error_rate"]) * (1 - told / n)) < 1e-9
        # An interactive scheme stays near Shannon's limit and never lies below it by
        # more than the frames' scatter.
        assert 1.0 < row["efficiency"] < 1.4, row
        assert row["round_trips"] > 1 and not row["one_way"]
        # Errors are binomial: n p (1 - p) of variance, each of them some
        # log2((1 - p) / p) bits.
        p = row["error_rate"]
        spread = math.sqrt(n * p * (1 - p)) * math.log2((1 - p) / p)
        assert spread / 2 < row["leak_deviation"] < 2 * spread, (row, spread)


@case
def the_result_does_not_depend_on_threads(folder):
    runs = []
    for threads in (1, 3):
        runs.append(rows("--frames", "250", "--n", "700,1500", "--threads", threads,
                         "--session-frames", "20", "-o", folder / f"{threads}.csv"))
    assert list(map(timeless, runs[0])) == list(map(timeless, runs[1]))
    other = rows("--frames", "250", "--n", "700,1500", "--session-frames", "20", "-s", "2")
    assert timeless(other[0]) != timeless(runs[0][0])


@case
def connections_draw_their_permutations_afresh(_):
    one, many = (rows("--n", "1000", "--frames", "40", "--session-frames", k)[0]
                 for k in (40, 1))
    assert one["session_frames"] == 40 and many["session_frames"] == 1
    assert one["leak_bits"] != many["leak_bits"]


@case
def without_errors_f_is_null_and_leak_is_told(_):
    row = rows("--n", "1000", "--error-rate", "0", "--frames", "10")[0]
    assert row["efficiency"] is None and row["efficiency_total"] is None
    assert row["leak_bits"] > 0 and row["failed"] == 0 and row["key_rate"] < 1


@case
def noise_is_fixed_or_independent_and_told(_):
    options = ["--n", "1000", "--error-rate", "0.05", "--frames", "60"]
    free = rows(*options)[0]
    fixed = rows(*options, "--fixed-weight")[0]
    assert free["noise"] == "independent" and fixed["noise"] == "fixed weight"
    assert fixed["leak_deviation"] < free["leak_deviation"], (fixed, free)


@case
def wrong_estimates_cost_and_are_told(_):
    options = ["--n", "4000", "--error-rate", "0.05", "--frames", "20"]
    right = rows(*options)[0]
    for factor, estimate in (("3", 0.15), ("0.3333333333", 0.05 / 3)):
        wrong = rows(*options, "--estimate-factor", factor)[0]
        assert abs(wrong["estimated_rate"] - estimate) < 1e-9
        assert wrong["leak_bits"] != right["leak_bits"] and wrong["failed"] <= 2, wrong
        # Blocks too short cost leak, blocks too long rounds.
        worse = "leak_bits" if factor == "3" else "round_trips"
        assert wrong[worse] > right[worse], (wrong, right)
    assumed = rows(*options, "--assumed-rate", "0.15")[0]
    assert assumed["estimated_rate"] == 0.15


@case
def estimates_above_a_quarter_are_refused_with_the_reason(folder):
    for options in (["--error-rate", "0.3"], ["--error-rate", "0.1", "--estimate-factor", "3"],
                    ["--error-rate", "0.01,0.26"], ["--assumed-rate", "0.3"]):
        fails("bench", "reconcile", *options, "--frames", "10", "-o", "t.csv", status=6,
              says=["0.25", "refused"], cwd=folder)
    row = rows("--error-rate", "0.3", "--assumed-rate", "0.2", "--n", "500",
               "--frames", "10")[0]
    assert row["error_rate"] == 0.3 and row["estimated_rate"] == 0.2


@case
def a_rate_refused_in_the_midst_of_a_frame_leaves_the_other_rows(_):
    found = rows("--n", "10000", "--error-rate", "0.45", "--assumed-rate", "0.05",
                 "--scheme", "bch,yan:adapt=1", "--frames", "8")
    bch, yan = found
    assert bch["reason"] is None and bch["failed"] == 8, bch
    assert "frames from 0" in yan["reason"], yan
    assert yan["frames"] is None and yan["efficiency"] is None


@case
def a_limit_below_nothing_is_none(_):
    never, often = rows("--n", "64", "--error-rate", "1e-7,0.05", "--scheme", "bch",
                        "--frames", "8")
    assert never["one_way"] and never["one_way_limit"] is None, never
    assert often["one_way_limit"] > 1, often


@case
def rows_become_a_table_and_lines_for_people(folder):
    result = run("bench", "reconcile", "--n", "500,1000", "--frames", "20", "--json", "-o",
                 folder / "t.csv").json
    with open(folder / "t.csv", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert len(table) == len(result["rows"]) == 2
    names = {c["name"] for c in result["columns"]}
    for row, cells in zip(result["rows"], table):
        assert set(row) == names
        assert cells["scheme"] == row["scheme"] and int(cells["n"]) == row["n"]
        assert abs(float(cells["efficiency"]) - row["efficiency"]) < 1e-8
        assert abs(float(cells["frame_error_interval_high"])
                   - row["frame_error_interval"][1]) < 1e-8
        assert cells["reason"] == "" and row["reason"] is None
    text = run("bench", "reconcile", "--n", "500", "--frames", "5").out
    for word in ["f total", "FER", "rounds", "Alice's", "independent"]:
        assert word in text, text
    assert max(map(len, text.split("\n"))) < 132, text


@case
def rows_become_a_picture(folder):
    if shutil.which("gnuplot") is None:
        raise Skip("gnuplot is not here")
    run("bench", "reconcile", "--n", "500", "--error-rate", "0.02,0.05", "--frames", "20",
        "--scheme", "original,bch", "--plot", folder / "t.svg")
    picture = (folder / "t.svg").read_text()
    assert "original" in picture and "error rate" in picture


@case
def a_table_that_can_not_be_written_is_told_before_anything_is_measured(folder):
    # As many frames would take a day.
    fails("bench", "reconcile", "--frames", "100000000", "-o", "none/t.csv", status=4,
          says=["none/t.csv"], cwd=folder)


@case
def what_can_not_be_measured_is_a_usage_error(folder):
    out = ["-o", "t.csv"]
    for options, word in ((["--error-rate", "0.6"], "--error-rate"),
                          (["--n", "1000,none"], "none"), (["--n", "0"], "--n"),
                          (["--scheme", "magic"], "magic"),
                          (["--scheme", "yan:magic=1"], "magic"),
                          (["--scheme", ","], "scheme"),
                          (["--frames", "0"], "--frames"),
                          (["--assumed-rate", "0.1", "--estimate-factor", "2"],
                           "--assumed-rate")):
        fails("bench", "reconcile", *options, *out, status=2, says=word, cwd=folder)


@case
def help_says_what_the_figures_are(_):
    text = run("bench", "reconcile", "--help").out
    for word in ["--fixed-weight", "--session-frames", "Shannon", "Clopper", "all"]:
        assert word in text, text


@case
def the_first_pass_tells_what_no_sample_told(folder):
    simulate(folder / "w", seed=3, n_probes=2000)
    ends = ["w/alice.h5", "w/bob.h5", "--sample", "0", "--seed", "1", "--json"]
    series = ["--feature", "power", "--transform", "none", "--quantizer", "median"]
    said = {}
    for adapt in "01":
        found = run("keygen", *ends, *series, "--reconciler",
                    f"yan:passes=14:masks=1:infer=1:reuse=1:adapt={adapt}",
                    cwd=folder).json
        assert found["key_bits"] >= 256 and found["bit_disagreement_rate"] < 0.025
        said[adapt] = found["reconciliation_efficiency"]
    # 5 % is assumed and less than half of it true: later passes get larger blocks.
    assert said["1"] < said["0"], said
    # Two bits a sample of every tap: 30 % differ, and that is said, not all bits.
    refused = run("keygen", *ends, "--reconciler", "yan:adapt=1", status=6,
                  cwd=folder)
    assert "Nothing was compared in public" in refused.out + refused.err


main()
