#!/usr/bin/env python3
"""`phyward richness`: what the channel's properties are worth, beside closed forms."""

import math

from harness import SANITIZED, SCENARIOS, case, fails, main, run

QUICK = ["--trials", "3", "--set", "n_probes=1500"]


def richness(name, *arguments):
    return run("richness", name, SCENARIOS / f"richness-{name}.yaml", *arguments,
               "--json").json


@case
def signal_to_noise_gives_the_known_bits(_):
    found = richness("snr", *QUICK, "--values", "0,10,20,30")
    known = [0.41504, 2.52655, 5.66537, 8.96795]
    for row, bits in zip(found["rows"], known):
        assert abs(row["theory_bits_per_probe"] - bits) < 2e-4, (row, bits)
    assert [row["value"] for row in found["rows"]] == [0, 10, 20, 30]


@case
def what_is_measured_is_the_closed_form(_):
    # Student's interval of the mean of 6 sessions is 2.57 standard errors to either
    # side; 5 are asked for, and a hundredth for what the closed form neglects (the
    # turnaround, and that successive probes are not quite independent).
    chosen = {"snr": "10,25", "scattering": "-15,15", "bandwidth": "10M",
              "array": "4", "doppler": "4", "carrier": "3.5G"}
    for name, values in chosen.items():
        if SANITIZED and name not in ("snr", "array"):
            continue
        probes = "4500" if name in ("doppler", "carrier") else "800"
        found = richness(name, "--trials", "6", "--set", f"n_probes={probes}", "--values",
                         values, "--threads", "2", "--feature", "amplitude")
        for row in found["rows"]:
            low, high = row["mutual_information_interval"]
            sigma = (high - low) / 2 / 2.571
            off = row["mutual_information_bits_per_probe"] - row["theory_bits_per_probe"]
            assert abs(off) < 5 * sigma + 0.01 * row["theory_bits_per_probe"], (name, row)


@case
def richer_channels_have_more_in_common(_):
    for name in ("snr", "scattering", "bandwidth", "array", "doppler", "carrier", "ris"):
        rows = richness(name, "--trials", "1", "--set", "n_probes=64")["rows"]
        bits = [row["theory_bits_per_probe"] for row in rows]
        assert all(a < b for a, b in zip(bits, bits[1:])), (name, bits)


@case
def a_surface_that_is_reconfigured_is_worth_its_power(_):
    found = richness("ris", *QUICK, "--values", "64,256")
    for row in found["rows"]:
        # The noise is 30 dB below a direct path of power 1, 64 elements together 2 dB.
        g = 1000 * 10 ** -0.2 * row["value"] / 64
        assert abs(row["theory_bits_per_probe"] - math.log2((1 + g) ** 2 / (1 + 2 * g))) < 1e-3
        off = row["mutual_information_bits_per_probe"] - row["theory_bits_per_probe"]
        # A draw of the elements' paths has a power of its own, a sum of 64 or more of
        # them: log2 of it is off by some 1.44 / sqrt(64), and more for their products.
        assert abs(off) < 5 * 1.44 / math.sqrt(row["value"]), row


@case
def the_key_is_shorter_than_what_is_in_common(_):
    for row in richness("snr", "--trials", "2", "--values", "5,15,25")["rows"]:
        assert 0 <= row["net_key_bits_per_probe"] < row["theory_bits_per_probe"], row
        assert (row["keys"] > 0) == (row["net_key_bits_per_probe"] > 0)
    assert row["keys"] == 2


@case
def too_few_probes_leave_the_measured_bits_unknown(_):
    rows = richness("bandwidth", "--trials", "1", "--set", "n_probes=64", "--values", "5M")
    assert rows["rows"][0]["mutual_information_bits_per_probe"] is None
    assert rows["rows"][0]["theory_bits_per_probe"] > 10


@case
def the_bytes_do_not_depend_on_threads_but_on_the_seed(_):
    arguments = ["richness", "snr", SCENARIOS / "richness-snr.yaml", *QUICK, "--json"]
    outs = [run(*arguments, "--threads", threads).out for threads in (1, 2, 3)]
    assert outs[0] == outs[1] == outs[2]
    assert run(*arguments, "--seed", "2").out != outs[0]


@case
def the_report_has_the_closed_form_on_the_picture(folder):
    run("richness", "snr", SCENARIOS / "richness-snr.yaml", *QUICK, "--report", "r.html",
        "--plot-scripts", cwd=folder)
    page = (folder / "r.html").read_text()
    assert "Richness of a channel" in page and "closed form" in page


@case
def bad_input_says_what_is_wrong(folder):
    snr = SCENARIOS / "richness-snr.yaml"
    fails("richness", "weather", snr, status=2, says="bandwidth")
    fails("richness", "ris", snr, status=2, says="no surface")
    fails("richness", "snr", snr, "--values", "1,x", status=2, says="x")
    fails("richness", "snr", folder / "none.yaml", status=3, says="none.yaml")
    fails("richness", "snr", status=2, says="SCENARIO")
    names = {row["name"] for row in run("list", "experiment", "--json").json["rows"]}
    assert names == {"bandwidth", "carrier", "array", "ris", "scattering", "snr", "doppler"}


main()
