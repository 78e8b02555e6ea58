#!/usr/bin/env python3
"""`phyward sensing simulate`: with the key the bound is reached, with another there is
noise, and what stays open without any is shown to be."""

import math
import re

from harness import case, fails, main, run, tree

SMALL = ["sensing", "simulate", "--trials", "60", "--subcarriers", "32", "--symbols", "8"]


def found_by(*arguments):
    return run("sensing", "simulate", *arguments, "--json").json


@case
def the_key_holder_reaches_the_bound_and_another_key_sees_noise(_):
    f = found_by("--trials", "1000", "--threads", "2", "--false-alarm", "0.05")
    assert f["trials"] == 1000 and f["seed"] == 1
    assert abs(f["delay_bound_s"] - 7.094e-10) < 0.5e-13
    assert abs(f["doppler_bound_hz"] - 5.118) < 0.5e-3
    # The deviation of the ratio is 1 / sqrt(2000) = 0.022.
    for name in ["delay_ratio", "doppler_ratio"]:
        assert 0.93 < f[name] < 1.10, f[name]
        low, high = f[f"{name}_interval"]
        assert low < f[name] < high and high - low < 0.1
    assert f["detection_probability"] == 1
    for name in ["wrong_key_detection", "false_alarm_measured"]:
        assert abs(f[name] - 0.05) < 5 * math.sqrt(0.05 * 0.95 / 1000), (name, f[name])
    # Guessing a cell within one half either side: 1 / 2048 of the detections.
    assert f["wrong_key_found"] <= 2e-3
    assert abs(f["noise_peak"] - 8.20) < 0.005
    assert abs(f["wrong_key_peak"] - 8.20) < 5 * 1.28 / math.sqrt(1000) + 0.005
    # 2048000 elements: deviations below 0.1 / 1431 and 3 / 1431.
    assert abs(f["key_nmse"] - 0.1) < 5 * 0.1 / 1431
    assert abs(f["wrong_key_nmse"] - 2.1) < 5 * 3 / 1431


@case
def what_needs_no_key_succeeds(_):
    f = found_by("--trials", "100", "--subcarriers", "256", "--snr-db", "0")
    assert f["powers_found"] == 1 and f["product_found"] == 1, f
    assert f["powers_found_interval"][1] == 1 and f["powers_found_interval"][0] > 0.95


@case
def the_bytes_do_not_depend_on_threads_but_on_the_seed(_):
    outs = [run(*SMALL, "--threads", n, "--json").out for n in [1, 2, 5]]
    assert outs[0] == outs[1] == outs[2]
    assert run(*SMALL, "--seed", "2", "--json").out != outs[0]


@case
def the_report_has_a_range_profile(folder):
    run(*SMALL, "--report", "r.html", "--plot-scripts", cwd=folder)
    page = (folder / "r.html").read_text()
    assert "<script" not in page and not re.findall(r"(?:href|src)=[\"']?(?!#)[^\"' >]+", page)
    assert "of the bound" in page and "does not hide" in page
    assert tree(folder) == {"r.html", "r.html.profile.gp"}, tree(folder)


@case
def people_are_told_what_stays_open(_):
    text = run(*SMALL).out
    assert "no key, two antennas" in text and "another key detects" in text, text


@case
def wrong_input_is_a_usage_error(folder):
    fails("sensing", "simulate", "--subcarriers", "8", status=2, says="--subcarriers")
    fails("sensing", "simulate", "--symbols", "1", status=2, says="--symbols")
    fails("sensing", "simulate", "--snr-db", "inf", status=2, says="--snr-db")
    fails("sensing", "simulate", "--trials", "0", status=2, says="--trials")
    fails("sensing", "simulate", "--subcarriers", "4096", "--symbols", "4096", status=2,
          says=["--subcarriers", "--symbols"])
    fails("sensing", "simulate", "x", status=2, says="x")
    fails(*SMALL, "--report", "none/r.html", status=4, says="none/r.html", cwd=folder)


@case
def help_says_what_it_is(_):
    assert "keyed reference" in run("sensing", "simulate", "--help").out


main()
