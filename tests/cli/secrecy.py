#!/usr/bin/env python3
"""`phyward secrecy`: the figures of the wiretap channels, by formula and drawn."""

import re

from harness import case, fails, main, run, tree

KNOWN = ["secrecy", "rayleigh", "--snr-bob-db", "10", "--snr-eve-db", "0", "--rate", "1"]


@case
def the_known_figures_come_out(_):
    found = run(*KNOWN, "--json").json
    for name, want, digit in [("outage", 0.245969, 1e-6),
                              ("positive_probability", 0.909091, 1e-6),
                              ("ergodic_bits", 2.10041, 1e-5)]:
        assert abs(found[name] - want) <= digit / 2, (name, found[name])


@case
def the_draws_agree_with_the_formula(_):
    found = run(*KNOWN, "--trials", "200000", "--seed", "3", "--json").json
    assert found["trials"] == 200000 and found["seed"] == 3
    for name in ["outage", "positive_probability", "ergodic_bits"]:
        low, high = found[f"simulated_{name}_interval"]
        drawn = found[f"simulated_{name}"]
        assert low < drawn < high
        # 5 sigma; the interval is 3.92 sigma wide.
        assert abs(drawn - found[name]) < 5 * (high - low) / 3.92, (name, found)


@case
def the_bytes_do_not_depend_on_threads_but_on_the_seed(_):
    for model in ["rayleigh", "backscatter", "jamming:eve=2"]:
        outs = [run("secrecy", model, "--trials", "30001", "--threads", threads, "--json").out
                for threads in [1, 2, 5]]
        assert outs[0] == outs[1] == outs[2], model
        assert run("secrecy", model, "--trials", "30001", "--seed", "2", "--json").out != outs[0]


@case
def every_model_of_the_list_runs(_):
    rows = run("list", "wiretap", "--json").json["rows"]
    assert {r["name"] for r in rows} >= {"awgn", "rayleigh", "backscatter", "jamming",
                                         "beam", "binary", "split"}
    for row in rows:
        found = run("secrecy", row["name"], "--trials", "1000", "--json").json
        assert 0 <= found["outage"] <= 1 and found["ergodic_bits"] >= 0, found
        assert found["trials"] in (0, 1000), found
        assert ("simulated_outage" in found) == (found["trials"] == 1000)
        text = run("secrecy", row["name"], "--trials", "1000").out
        assert "by formula" in text and max(map(len, text.split("\n"))) < 120, text


@case
def parameters_of_the_models_count(_):
    awgn = run("secrecy", "awgn", "--json").json
    assert abs(awgn["ergodic_bits"] - 2.4594) < 5e-5 and awgn["positive_probability"] == 1
    split = run("secrecy", "split:cancellation_db=40", "--snr-bob-db", "20", "--snr-eve-db",
                "20", "--json").json
    assert abs(split["best_share"] - 0.768) < 5e-4 and abs(split["ergodic_bits"] - 5.84) < 5e-3
    nulled = run("secrecy", "jamming:antennas=4:eve=4", "--json").json
    assert nulled["positive_probability"] == 0 and nulled["simulated_ergodic_bits"] == 0
    beam = run("secrecy", "beam:eve_deg=0", "--snr-eve-db", "10", "--json").json
    assert beam["ergodic_bits"] == 0, "in the middle of the beam Eve hears as much"


@case
def the_report_shows_the_outage_over_the_rate(folder):
    run(*KNOWN, "--report", "r.html", "--plot-scripts", "--trials", "2000", cwd=folder)
    page = (folder / "r.html").read_text()
    assert "<script" not in page and not re.findall(r"(?:href|src)=[\"']?(?!#)[^\"' >]+", page)
    assert "2.1 bits a use" in page and "no key" in page
    assert tree(folder) == {"r.html", "r.html.lines.gp"}, tree(folder)


@case
def wrong_input_is_a_usage_error(folder):
    fails("secrecy", status=2, says="MODEL")
    fails("secrecy", "magic", status=2, says=["MODEL", "magic", "rayleigh"])
    fails("secrecy", "jamming:antennas=1", status=2, says=["MODEL", "antennas"])
    fails("secrecy", "rayleigh:x=1", status=2, says="x")
    fails("secrecy", "rayleigh", "--rate", "-1", status=2, says="--rate")
    fails("secrecy", "rayleigh", "--snr-bob-db", "nan", status=2, says="--snr-bob-db")
    fails("secrecy", "rayleigh", "--trials", "1", status=2, says="--trials")
    fails("secrecy", "rayleigh", "--report", "none/r.html", status=4, says="none/r.html",
          cwd=folder)


@case
def the_ends_of_the_ranges_have_finite_figures(_):
    for model in ["rayleigh", "backscatter", "jamming:share=1:eve=3", "split", "binary"]:
        for bob in [-60, 100]:
            for eve in [-60, 100]:
                found = run("secrecy", model, "--snr-bob-db", bob, "--snr-eve-db", eve,
                            "--rate", "64", "--trials", "100", "--json").json
                assert 0 <= found["outage"] <= 1, found
                assert found["ergodic_bits"] is not None, found


@case
def help_names_the_models(_):
    text = run("secrecy", "--help").out
    assert "phyward list wiretap" in text and "--snr-bob-db" in text


main()
