#!/usr/bin/env python3
"""`phyward uplink simulate`, `protect`, `recover` and `attack`."""

import math

from harness import SCENARIOS, case, fails, main, run

UPLINK = SCENARIOS / "uplink.yaml"


def tail(x):
    """Q(x): how often a normal number is above it."""
    return math.erfc(x / math.sqrt(2)) / 2


def uplink(*arguments, bits=20000, scenario="uplink.yaml", seed=1, **keys):
    settings = [f"--set=uplink_{key}={value}" for key, value in keys.items()]
    return run("uplink", "simulate", SCENARIOS / scenario, "--bits", bits, "--seed", seed,
               *settings, *arguments, "--json").json


def eve(done):
    """Eve's rows by attack."""
    return {row["attack"]: row for row in done["eve"]}


def near(measured, expected, n, sigmas=5):
    """Whether a share of n trials is within so many standard deviations of it."""
    spread = math.sqrt(expected * (1 - expected) / n)
    assert abs(measured - expected) <= sigmas * spread + 1 / n, (measured, expected, spread)


@case
def the_issues_command_gives_its_fields(_):
    done = run("uplink", "simulate", UPLINK, "--bits", "100000", "--json").json
    assert done["bits"] >= 100000 and done["seed"] == 1
    assert 40 < done["cancellation_db"] < 50, done["cancellation_db"]
    near(done["reader_ber"], done["reader_theory_ber"], done["bits"])
    assert done["reader_ber_low"] <= done["reader_ber"] <= done["reader_ber_high"]
    for row in done["eve"]:
        for field in ["attack", "ber", "ber_low", "ber_high", "mutual_information"]:
            assert field in row, (field, row)
        assert row["ber_low"] <= row["ber"] <= row["ber_high"], row
    # Aligned circular Gaussian noise at 20 dB leaves Q(sqrt(2 / 100)) whatever Eve's SNR;
    # her own noise at 20 dB takes hardly anything more.
    for attack in ["slicer", "likelihood", "whitened"]:
        row = eve(done)[attack]
        near(row["ber"], tail(math.sqrt(2 / (100 + 0.02))), done["bits"])
        assert row["mutual_information"] < 0.0143 + 0.004, row
    assert done["strongest"] in eve(done)


@case
def every_gaussian_law_gives_its_closed_form(_):
    expected = {"antisymmetric": tail(math.sqrt(1 / (50 + 0.01))),
                "halfbit": tail(math.sqrt(1 / (25 + 0.01)))}
    for law, ber in expected.items():
        done = uplink(noise=law)
        near(eve(done)["likelihood"]["ber"], ber, done["bits"])
    for law in ["antisymmetric", "halfbit", "white", "shaped"]:
        for jsr in [0, 10, 20]:
            done = uplink(noise=law, jsr_eve_db=jsr, bits=4000)
            for attack in ["slicer", "likelihood"]:
                row = eve(done)[attack]
                near(row["ber"], row["theory_ber"], done["bits"])


@case
def without_noise_reader_and_eve_are_on_the_coherent_curve(_):
    # Eb/N0 8 dB: Q(sqrt(10^0.8)) = 6.004e-3, and for FM0 with memory 2 q (1 - q).
    q = tail(math.sqrt(10 ** 0.8))
    assert abs(q - 6.004e-3) < 1e-6, q
    for code, ber in [("manchester", q), ("fm0", 2 * q * (1 - q))]:
        done = uplink(code=code, eb_n0_reader_db=8, eb_n0_eve_db=8, jsr_reader_db=-100,
                      jsr_eve_db=-100, cancellation_db=120)
        # Errors of FM0 come in pairs: twice the variance.
        near(done["reader_ber"], ber, done["bits"] / 2, sigmas=5)
        near(eve(done)["slicer"]["ber"], ber, done["bits"] / 2, sigmas=5)


@case
def binary_noise_fools_a_slicer_and_nobody_else(_):
    done = uplink(noise="binary")
    assert eve(done)["slicer"]["ber"] > 0.4
    assert eve(done)["likelihood"]["ber"] <= 0.01
    assert eve(done)["joint"]["ber"] <= 0.01
    assert eve(done)[done["strongest"]]["mutual_information"] > 0.95


@case
def a_second_antenna_of_eve_beats_one_jammer(_):
    done = uplink(eve_antennas=2)
    row = eve(done)["nulling"]
    assert done["strongest"] == "nulling" and row["ber"] < 0.05, row
    # By reply the paths' phases make one error rate; so the spread is theirs.
    assert abs(row["ber"] - row["theory_ber"]) < 0.01, row
    one = uplink(eve_antennas=1)
    assert [r["attack"] for r in one["left_out"]] == ["nulling"], one["left_out"]


@case
def noise_off_the_edges_is_whitened_away(_):
    aligned = eve(uplink(noise="antisymmetric"))["whitened"]
    shifted = eve(uplink(noise="antisymmetric", edge_offset=0.05))["whitened"]
    robust = eve(uplink(noise="shaped", edge_offset=0.05))["whitened"]
    assert aligned["ber"] > 0.4 and shifted["ber"] < 0.05, (aligned, shifted)
    assert robust["ber"] > 0.15, robust


@case
def repeated_reads_add_up(_):
    # S = 2 N / J: .444 becomes .327 after ten reads at 20 dB.
    done = uplink(reads=10, bits=5000, eb_n0_eve_db=60)
    near(eve(done)["likelihood"]["ber"], tail(math.sqrt(20 / 100)), done["bits"])


@case
def hardware_limits_and_taps_show_in_the_cancellation(_):
    for limit in [20, 30]:
        done = uplink(cancellation_db=limit, eb_n0_reader_db=25, bits=5000)
        assert abs(done["cancellation_db"] - limit) < 1, done["cancellation_db"]
        near(done["reader_ber"], done["reader_theory_ber"], done["bits"])
    few = uplink(taps=3, reader_taps=1, noise="white", cancellation_db=120, bits=5000)
    enough = uplink(taps=3, reader_taps=4, noise="white", cancellation_db=120, bits=5000)
    assert few["cancellation_db"] < 10 < 40 < enough["cancellation_db"]


@case
def the_second_scenario_is_lost_and_says_so(_):
    done = uplink(scenario="uplink-two-antennas.yaml", bits=5000)
    assert done["strongest"] == "nulling", done["strongest"]
    assert eve(done)["nulling"]["ber"] < 0.15, done["eve"]


@case
def threads_do_not_show_and_seeds_do(_):
    one = uplink(bits=5000)
    assert uplink("--threads", 3, bits=5000) == one
    assert uplink(bits=5000, seed=2)["eve"] != one["eve"]
    rayleigh = uplink(scenario="uplink-two-antennas.yaml", bits=2000)
    assert uplink("--threads", 2, scenario="uplink-two-antennas.yaml",
                  bits=2000) == rayleigh


@case
def a_report_is_one_page(folder):
    text = run("uplink", "simulate", UPLINK, "--bits", 1000, "--report", folder / "r.html").out
    assert "what Eve learns, by attack" in text
    page = (folder / "r.html").read_text()
    for word in ["Protected uplink", "strongest attack", "likelihood", "cancellation"]:
        assert word in page, word


@case
def bad_scenarios_and_options_are_refused(folder):
    fails("uplink", "simulate", "none.yaml", status=3, says="none.yaml", cwd=folder)
    fails("uplink", "simulate", UPLINK, "--bits", "10", status=2, says="--bits", cwd=folder)
    for key, value, word in [("uplink_noise", "pink", "antisymmetric"),
                             ("uplink_noise", "shaped:x=1", "x"),
                             ("uplink_code", "miller", "fm0"),
                             ("uplink_bits", "7", "uplink_bits"),
                             ("uplink_taps", "1.5", "uplink_taps"),
                             ("uplink_eve_antennas", "9", "8"),
                             ("uplink_jsr_eve_db", "nan", "uplink_jsr_eve_db")]:
        fails("uplink", "simulate", UPLINK, f"--set={key}={value}", "--report", "r.html",
              status=2, says=["--set", word], cwd=folder)
    (folder / "bad.yaml").write_text("description: x\nuplink_noise: pink\n")
    fails("uplink", "simulate", "bad.yaml", status=3, says=["bad.yaml:2", "uplink_noise"],
          cwd=folder)
    fails("uplink", "simulate", UPLINK, "--bits", 500, "--report", "no/r.html", status=4,
          says="no/r.html", cwd=folder)


@case
def families_list_codes_laws_and_attacks(_):
    for family, name in [("line_code", "fm0"), ("noise", "antisymmetric"),
                         ("attack", "nulling"), ("scenario", "uplink_noise")]:
        assert name in run("list", family).out, family


main()
