#!/usr/bin/env python3
"""`phyward auth roc`: simulated error rates of the similarity tests beside their closed
forms."""

import math

from harness import SCENARIOS, case, fails, main, run

TRIALS = 20000


def surprise(share, n, p):
    """The smaller binomial tail of round(share n) events in n trials of probability p."""
    k = round(share * n)
    if p <= 0 or p >= 1:
        return 1 if k == n * p else 0

    def log_term(i):
        return (math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1)
                + i * math.log(p) + (n - i) * math.log1p(-p))

    most = max(k + 1, round(n * p + 12 * math.sqrt(n * p * (1 - p)) + 60))
    least = min(k, round(n * p - 12 * math.sqrt(n * p * (1 - p)) - 60))
    at_least = sum(math.exp(log_term(i)) for i in range(k, min(n, most) + 1))
    at_most = sum(math.exp(log_term(i)) for i in range(max(0, least), k + 1))
    return min(at_least, at_most)


def agree(rows, trials=TRIALS):
    """Every simulated rate lies within 5 sigma (a tail of 2.9e-7) of its closed form."""
    for row in rows:
        for rate in ["false_alarm", "miss"]:
            closed = row[f"{rate}_closed"]
            if closed is not None:
                assert surprise(row[rate], trials, closed) > 2.9e-7, row
            low, high = row[f"{rate}_interval"]
            assert low <= row[rate] <= high, row


def roc(*options):
    return run("auth", "roc", "--trials", TRIALS, "--json", *options).json


@case
def the_difference_errs_as_its_closed_forms_say(_):
    found = roc()
    assert len(found["rows"]) == 15 and len(found["areas"]) == 5, found
    for row in found["rows"]:
        assert row["false_alarm_closed"] is not None and row["miss_closed"] is not None, row
        assert abs(row["false_alarm_closed"] / row["asked"] - 1) < 1e-9, row
    agree(found["rows"])
    text = run("auth", "roc", "--trials", "100").out
    for word in ["attacker", "miss_closed", "auc", "independent"]:
        assert word in text, text


@case
def misses_at_a_distance_are_those_of_the_table(_):
    # Reference note, by SciPy; false-alarm rate 0.01.
    table = {(5, 10): {0.05: 9.5490e-01, 0.1: 7.0300e-01, 0.2: 1.1376e-01, 0.25: 3.9970e-02,
                       0.3827: 4.5762e-03, 0.5: 1.6247e-03, 1.0: 1.1296e-02},
             (16, 10): {0.05: 9.0650e-01, 0.1: 2.9404e-01, 0.2: 3.8645e-04,
                        0.25: 1.0488e-05, 0.5: 2.3976e-10, 1.0: 1.4772e-07},
             (5, 20): {0.05: 2.4869e-01, 0.1: 5.2709e-03, 0.25: 3.2524e-06},
             (16, 20): {0.05: 6.1844e-03, 0.1: 1.1672e-08}}
    for (tones, snr), misses in table.items():
        attackers = ",".join(f"distance:{d}" for d in misses)
        rows = roc("--tones", tones, "--snr-db", snr, "--attacker", attackers,
                   "--false-alarm", "0.01")["rows"]
        for row, miss in zip(rows, misses.values()):
            assert abs(row["miss_closed"] / miss - 1) < 6e-5, (row, miss)
        agree(rows)


@case
def the_correlation_errs_as_its_closed_forms_say(_):
    rows = roc("--test", "correlation:law=rayleigh", "--attacker", "independent,distance:0.1",
               "--false-alarm", "0.2,0.01")["rows"]
    for row in rows:
        assert abs(row["false_alarm_closed"] / row["asked"] - 1) < 1e-6, row
        assert row["miss_closed"] is not None, row
    agree(rows)
    given = roc("--test", "correlation:threshold=0.5", "--attacker", "independent",
                "--false-alarm", "0.01")["rows"][0]
    # M = 8, 10 dB, t = 0.5.
    assert abs(given["false_alarm_closed"] - 0.004079) < 5.1e-7, given
    assert given["miss_closed"] == 0.0078125, given
    agree([given])


@case
def a_channel_that_moves_is_allowed_for(_):
    still = roc("--attacker", "independent", "--false-alarm", "0.01")["rows"][0]
    moved = roc("--attacker", "independent", "--false-alarm", "0.01", "--step", "0.9")
    agree(moved["rows"])
    assert moved["rows"][0]["miss_closed"] > 2 * still["miss_closed"], (moved, still)
    fails("auth", "roc", "--step", "0.9", status=2, says=["fixed:20", "--step"])


@case
def fits_and_smooth_channels_have_no_closed_form_and_help_the_attacker(_):
    options = ["--attacker", "independent", "--false-alarm", "0.01", "--tones"]
    for tones, change in [(5, ["--test", "difference:fit=phase"]),
                          (5, ["--test", "difference:fit=slope"]), (16, ["--taps", 2])]:
        plain = roc(*options, tones)["rows"][0]
        row = roc(*options, tones, *change)["rows"][0]
        assert row["miss_closed"] is None, row
        assert row["miss"] > 3 * plain["miss_closed"], (change, row, plain)
    # The noise of smooth channels' tones is independent all the same.
    agree([roc(*options, 16, "--taps", 2)["rows"][0]])
    found = roc(*options, 16, "--test", "enrolled:fit=none", "--references", 4)["rows"][0]
    assert surprise(found["false_alarm"], TRIALS, 0.01) > 2.9e-7, found


@case
def strangers_of_few_taps_pass_the_correlation_as_so_many_tones(_):
    for taps in [2, 4]:
        row = roc("--test", "correlation:threshold=0.5", "--tones", 16, "--taps", taps,
                  "--snr-db", 60, "--attacker", "independent", "--false-alarm",
                  "0.01")["rows"][0]
        assert surprise(row["miss"], TRIALS, 0.5 ** (taps - 1)) > 2.9e-7, row
    text = roc("--test", "correlation", "--attacker", "independent")
    assert "10 dB" in text["false_alarm_holds_for"], text


@case
def what_one_kind_of_channels_has_no_use_for_is_refused(_):
    room = SCENARIOS / "static-room.yaml"
    fails("auth", "roc", "--set", "n_probes=10", status=2, says=["--set", "SCENARIO"])
    for option, value in [("attacker", "independent"), ("tones", 8), ("taps", 2),
                          ("snr-db", 10), ("step", 1), ("references", 1), ("trials", 100)]:
        fails("auth", "roc", room, f"--{option}", value, status=2,
              says=[f"--{option}", "scenario"])


@case
def the_bytes_do_not_depend_on_the_threads(_):
    options = ["auth", "roc", "--trials", "3000", "--seed", "9", "--json"]
    one = run(*options).out
    for threads in [2, 3]:
        assert run(*options, "--threads", threads).out == one
    assert run(*options[:-2], "8", "--json").out != one


@case
def a_scenario_s_frames_are_judged_by_the_frame_before(_):
    room = ["auth", "roc", SCENARIOS / "static-room.yaml", "--test", "difference:fit=phase",
            "--false-alarm", "0.01", "--set", "n_probes=2001", "--json"]
    found = run(*room).json
    row = found["rows"][0]
    assert found["n_trials"] == 2000 and row["attacker"] == "eve", found
    # 20 expected; neighbours share a frame, which at most doubles the variance.
    assert abs(row["false_alarm"] * 2000 - 20) < 5 * math.sqrt(2 * 20), row
    assert row["miss"] == 0, row
    # With Alice's own channel Eve is Alice.
    same = run(*room, "--set", "eve_correlation=1").json["rows"][0]
    assert same["miss"] > 0.95, same
    walking = run("auth", "roc", SCENARIOS / "walking-wifi.yaml", "--set", "n_probes=500",
                  "--json").json["rows"][0]
    assert walking["false_alarm"] > 0.9, walking
    fails("auth", "roc", SCENARIOS / "static-room.yaml", "--test", "enrolled",
          "--references", "2", status=2, says="reference")
    fails("auth", "roc", SCENARIOS / "static-room.yaml", "--set", "observe=power", status=3,
          says=["power", "complex"])
    fails("auth", "roc", "none.yaml", status=3, says="none.yaml")


@case
def what_was_asked_wrongly_is_a_usage_error(folder):
    for options, says in [(["--attacker", "nobody"], ["nobody", "distance"]),
                          (["--attacker", "distance:x"], "distance"),
                          (["--attacker", "fixed:-1"], "fixed"),
                          (["--attacker", ""], "--attacker"),
                          (["--attacker", ",".join(["independent"] * 11)], "at most"),
                          (["--false-alarm", "0"], "--false-alarm"),
                          (["--false-alarm", "0.01,x"], "--false-alarm"),
                          (["--tones", "0"], "--tones"),
                          (["--tones", "4", "--taps", "5"], "--taps"),
                          (["--test", "enrolled"], "--references"),
                          (["--test", "difference:fit=full", "--tones", "1"], "tones"),
                          (["--trials", "1"], "--trials")]:
        fails("auth", "roc", *options, "--report", "r.html", status=2, says=says, cwd=folder)


@case
def a_report_has_curves_and_figures(folder):
    run("auth", "roc", "--trials", "2000", "--report", folder / "r.html")
    page = (folder / "r.html").read_text(encoding="utf-8")
    for word in ["Channel similarity: errors", "independent", "closed form", "miss"]:
        assert word in page, word


main()
