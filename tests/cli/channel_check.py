#!/usr/bin/env python3
"""`phyward channel check`: statistics beside closed forms, and what makes them fail."""

import os
import shutil
import signal
import subprocess
import time

from harness import COMMAND, SANITIZED, SCENARIOS, SOURCE, Skip, case, fails, main, run, tree

WALKING = SCENARIOS / "walking-wifi.yaml"
FEW = ["--trials", 96]


def named(found, name):
    rows = [r for r in found["statistics"] if r["statistic"] == name]
    assert rows, f"{name} is not in {sorted({r['statistic'] for r in found['statistics']})}"
    return rows


@case
def the_command_of_the_page_works(_):
    found = run("channel", "check", WALKING, "--json", *FEW).json
    assert found["pass"] and found["n_off"] == 0 and found["seed"] == 1
    assert found["n_statistics"] == len(found["statistics"]) > 60
    assert found["n_trials"] == 96
    for row in found["statistics"]:
        assert {"statistic", "measured", "expected", "standard_errors", "pass"} <= set(row)
        assert row["pass"] is True and isinstance(row["statistic"], str), row
        assert abs(row["measured"] - row["expected"]) < 1e4, row
    for name in ["envelope, KS distance", "phase, chi-square over freedom",
                 "power of one run, over the expected", "ensemble power, worst instant",
                 "correlation of quadratures, twice",
                 "cross-correlation of taps, worst pair", "RMS delay spread, ns",
                 "frequency correlation, real", "autocorrelation, real",
                 "Doppler second moment over fd^2", "error of the next value foreseen, dB",
                 "reciprocity, correlation of the estimates",
                 "spatial correlation of observers",
                 "Eve's correlation with Bob's channel, real"]:
        named(found, name)
    lags = [r["at"] for r in named(found, "autocorrelation, real")]
    assert "1.875/fd" in lags, lags # the fourth zero
    levels = [r["at"] for r in named(found, "level crossing rate over fd")]
    assert levels == [r["at"] for r in named(found, "average fade duration times fd")]
    assert len(levels) == 5, levels


@case
def the_command_works_as_it_is_written(_):
    if SANITIZED:
        raise Skip("512 trials show no more than 96 of the code")
    found = run("channel", "check", "datasets/scenarios/walking-wifi.yaml", "--json",
                cwd=SOURCE).json
    assert found["pass"] and found["n_trials"] >= 512, found["n_trials"]


@case
def people_get_a_table(_):
    out = run("channel", "check", WALKING, *FEW).out
    for word in ["statistic", "measured", "expected", "standard_errors", "kurtosis E|h|^4",
                 "of them off", "walking with a phone"]:
        assert word in out, out


# One tap alone: 64 trials are too few for the normal law that five standard errors are of.
FLAT = ["uhf-433", "zero-power-tag"]


@case
def every_shipped_scenario_passes(_):
    for path in sorted(SCENARIOS.glob("*.yaml"))[:: 3 if SANITIZED else 1]:
        few = ["--trials", 1024 if path.stem in FLAT else 64]
        found = run("channel", "check", path, "--json", "--threads", 2, *few).json
        assert found["pass"], (path, [r for r in found["statistics"] if not r["pass"]])


@case
def what_stands_still_has_no_autocorrelation(_):
    found = run("channel", "check", SCENARIOS / "static-room.yaml", "--json", *FEW).json
    names = {r["statistic"] for r in found["statistics"]}
    assert not [n for n in names if "autocorrelation" in n or "crossing" in n], names
    assert found["doppler_hz"] == 0


@case
def a_line_of_sight_has_its_k_factor(_):
    found = run("channel", "check", SCENARIOS / "office-rician.yaml", "--json", *FEW).json
    [k] = named(found, "K factor")
    assert abs(k["expected"] - 10 ** 0.6) < 1e-3, k


@case
def plane_waves_from_one_side_or_between_two_that_move_pass(folder):
    for angles, velocity in [("laplacian:mean_deg=30:spread_deg=20", "[0, 0, 0]"),
                             ("isotropic", "[0, 1, 0]")]:
        (folder / "s.yaml").write_text(f"""generator: plane-waves
profile: flat
nodes:
  ap: {{position_m: [0, 0, 2], velocity_m_s: {velocity}}}
  phone: {{position_m: [5, 0, 1], velocity_m_s: [1.4, 0, 0], site: s}}
sites:
  s: {{angles: '{angles}'}}
""")
        assert run("channel", "check", "s.yaml", "--json", *FEW, cwd=folder).json["pass"]


@case
def plane_waves_pass_until_they_are_never_drawn_anew(folder):
    (folder / "s.yaml").write_text("""generator: plane-waves
profile: flat
nodes:
  ap: {position_m: [0, 0, 2]}
  phone: {position_m: [5, 0, 1], velocity_m_s: [1.4, 0, 0]}
  eve: {role: observer, position_m: [5, 0.5, 1]}
""")
    found = run("channel", "check", "s.yaml", "--json", *FEW, cwd=folder).json
    assert found["pass"]
    [leak] = named(found, "power beyond the Doppler edge, dB, worst tap")
    assert -120 < leak["measured"] < -60, leak
    fails("channel", "check", "s.yaml", *FEW, "--set", "redraw_periods=100000", status=1,
          says="error of the next value foreseen", cwd=folder)


@case
def an_eve_within_one_site_passes(folder):
    (folder / "s.yaml").write_text("""profile: tdl-a
doppler_hz: 10
sites:
  room: {angles: isotropic}
nodes:
  ap: {site: room, position_m: [0, 0, 0]}
  phone: {site: room, position_m: [0.03, 0, 0]}
  eve: {role: observer, site: room, position_m: [0.03, 0.02, 0]}
""")
    found = run("channel", "check", "s.yaml", "--json", *FEW, cwd=folder).json
    assert found["pass"], [r for r in found["statistics"] if not r["pass"]]


@case
def hardware_and_surfaces_have_their_figures(folder):
    (folder / "s.yaml").write_text("""description: nodes with hardware
nodes:
  ap:
    role: end
    position_m: [0, 0, 2]
    amplifier: saleh
    backoff_db: 6
  phone:
    role: end
    position_m: [5, 0, 1]
    amplifier: rapp:smoothness=2
    linewidth_hz: 200
    cfo_hz: 500
  eve:
    role: observer
    position_m: [5, 0.02, 1]
surface:
  elements: 64
  bits: 2
""")
    found = run("channel", "check", "s.yaml", "--json", *FEW, cwd=folder).json
    rows = [(r["statistic"], r["at"]) for r in found["statistics"]]
    assert ("surface, random: power over N", "64 elements") in rows, rows
    [aligned] = named(found, "surface, aligned: power over N")
    assert abs(aligned["expected"] - 32.5) < 0.1, aligned
    for word, node in [("AM/AM", "ap"), ("AM/PM", "phone"), ("phase noise", "phone"),
                       ("offset", "phone")]:
        assert any(word in s and at.startswith(node) for s, at in rows), (word, rows)


@case
def an_expectation_that_is_wrong_fails(_):
    def off(scenario, change, *names, trials=200):
        done = fails("channel", "check", SCENARIOS / scenario, "--json", "--trials", trials,
                     "--expect", change, status=1,
                     says=["statistics are off", "standard errors", scenario])
        rows = {r["statistic"] for r in done.json["statistics"] if not r["pass"]}
        assert not done.json["pass"] and done.json["n_off"] >= len(rows)
        for name in names:
            assert name in rows, (change, name, rows)

    off("walking-wifi.yaml", "speed_m_s=2.8", "autocorrelation, real",
        "Doppler second moment over fd^2", "level crossing rate over fd")
    off("walking-wifi.yaml", "delay_spread_s=100ns", "RMS delay spread, ns")
    off("walking-wifi.yaml", "snr_bob_db=20", "reciprocity, correlation of the estimates",
        "mutual information, bits a probe")
    off("walking-wifi.yaml", "eve_correlation=0.3",
        "Eve's correlation with Bob's channel, real")
    off("office-rician.yaml", "rice_k_db=0", "K factor", "envelope, KS distance, worst tap",
        trials=400)


@case
def an_expectation_of_an_entry_that_is_wrong_fails(folder):
    def off(scenario, change, name, at=""):
        done = fails("channel", "check", scenario, "--json", "--trials", 64, "--expect",
                     change, status=1, says="statistics are off", cwd=folder)
        rows = {(r["statistic"], r["at"]) for r in done.json["statistics"] if not r["pass"]}
        assert any(name in s and at in place for s, place in rows), (change, rows)

    distances = SCENARIOS / "eve-distances.yaml"
    off(distances, "nodes.bob.snr_db=0", "reciprocity")
    off(distances, "nodes.eve-1cm.position_m=3,3,3", "Eve's correlation", "eve-1cm")
    off(distances, "nodes.eve-half.position_m=0.125,0.1,1", "Eve's correlation", "eve-half")
    off(SCENARIOS / "iq-radios.yaml", "nodes.alice.backoff_db=1", "AM/AM", "alice")
    off(SCENARIOS / "iq-radios.yaml", "nodes.bob.linewidth_hz=40", "phase noise", "bob")
    off(SCENARIOS / "iq-radios.yaml", "nodes.bob.cfo_hz=9kHz", "offset", "bob")
    off(SCENARIOS / "ris-static-room.yaml", "surface.bits=3", "surface, aligned")
    off(SCENARIOS / "ris-static-room.yaml", "surface.power_db=20", "what reflects")
    off(SCENARIOS / "ris-static-room.yaml", "surface.configuration=aligned",
        "what reflects, least")
    off(SCENARIOS / "zero-power-tag.yaml", "tags.tag.depth=0.1", "what reflects",
        "exchange 1")
    off(SCENARIOS / "zero-power-tag.yaml", "tags.tag.power_db=-23", "what reflects",
        "exchange 0")
    (folder / "far.yaml").write_text(FAR)
    run("channel", "check", "far.yaml", *FEW, cwd=folder)
    run("channel", "check", "far.yaml", *FEW, "--set", "shadowing_db=6", cwd=folder)
    off("far.yaml", "nodes.alice.tx_power_dbm=-50", "reciprocity")
    fails("channel", "check", "far.yaml", "--expect", "nodes.bob.snr_db=3", status=2,
          says="nodes.bob.snr_db: no closed form", cwd=folder)


# 60 dB of path loss: powers far from 1.
FAR = """description: a path loss
path_loss: free-space
speed_m_s: 1
nodes:
  alice: {position_m: [0, 0, 1]}
  bob: {position_m: [50, 0, 1], velocity_m_s: [1, 0, 0], site: room}
  eve: {role: observer, position_m: [50, 0.02, 1], site: room}
sites:
  room: {angles: isotropic}
"""


@case
def the_bytes_do_not_depend_on_threads(_):
    one, two, three = (run("channel", "check", WALKING, "--json", *FEW, "--seed", 5,
                           "--threads", n).out for n in [1, 2, 3])
    assert one == two == three
    assert one != run("channel", "check", WALKING, "--json", *FEW, "--seed", 6).out


@case
def keys_can_be_set(_):
    found = run("channel", "check", WALKING, "--json", *FEW, "--set", "profile=flat",
                "--set", "speed_m_s=10").json
    assert found["doppler_hz"] > 170
    assert not [r for r in found["statistics"] if "worst pair" in r["statistic"]]


@case
def pictures_are_drawn(folder):
    if shutil.which("gnuplot") is None:
        raise Skip("no gnuplot here")
    run("channel", "check", WALKING, *FEW, "--plot", "one.svg", cwd=folder)
    text = (folder / "one.svg").read_text()
    for title in ["Power over time", "Autocorrelation", "Doppler spectrum", "Power over delay",
                  "Response over time", "Correlation with who"]:
        assert title in text, title
    run("channel", "check", WALKING, *FEW, "--plot", "all", cwd=folder)
    assert tree(folder / "all") == {f"{n}.svg" for n in [
        "envelope", "autocorrelation", "doppler", "delays", "response", "distance"]}
    run("channel", "check", SCENARIOS / "static-room.yaml", *FEW, "--plot", "x.png",
        cwd=folder)
    assert (folder / "x.png").read_bytes().startswith(b"\x89PNG")
    (folder / "file").write_text("in the way")
    fails("channel", "check", WALKING, *FEW, "--plot", "file", status=4, says="file",
          cwd=folder)


@case
def a_simulation_draws_the_same_pictures(folder):
    if shutil.which("gnuplot") is None:
        raise Skip("no gnuplot here")
    run("simulate", WALKING, "-o", "out", "--set", "n_probes=20", "--plot", "out/pictures",
        cwd=folder)
    assert "pictures/distance.svg" in tree(folder / "out")
    run("simulate", WALKING, "-o", "out", "--set", "n_probes=20", "--plot", "one.svg",
        cwd=folder)
    assert "Autocorrelation" in (folder / "one.svg").read_text()
    (folder / "file").write_text("in the way")
    fails("simulate", WALKING, "-o", "other", "--set", "n_probes=20", "--plot", "file",
          status=4, says="file", cwd=folder)


@case
def the_help_says_what_it_is_about(_):
    out = run("channel", "check", "--help").out
    for word in ["closed form", "--trials", "--expect", "--seed", "--threads", "--set",
                 "status is 1", "hops of their own"]:
        assert word in out, out


@case
def bad_input_is_told(folder):
    (folder / "s.yaml").write_text("n_probes: 10\nspeed_m_s: fast\n")
    fails("channel", "check", "s.yaml", status=3, says=["s.yaml:2", "speed_m_s"], cwd=folder)
    fails("channel", "check", "none.yaml", status=3, says="none.yaml", cwd=folder)
    fails("channel", "check", WALKING, "--trials", 3, status=2, says=["--trials", "64"])
    fails("channel", "check", WALKING, "--expect", "sped_m_s=3", status=2,
          says=["--expect", "sped_m_s"])
    for scenario, change in [(WALKING, "n_probes=5"), (WALKING, "snr_eve_db=3"),
                             (SCENARIOS / "eve-distances.yaml", "nodes.eve-1.snr_db=3"),
                             (SCENARIOS / "iq-radios.yaml", "nodes.bob.adc_bits=4")]:
        fails("channel", "check", scenario, "--expect", change, status=2,
              says=["--expect", change.split("=")[0], "no closed form"])
    fails("channel", "check", WALKING, "--expect", "profile=flat", status=2,
          says=["--expect", "taps"])
    fails("channel", "check", status=2, says="SCENARIO")


@case
def interrupting_ends_at_once(folder):
    command = [COMMAND, "channel", "check", str(WALKING), "--trials", "1000000"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        time.sleep(0.7)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=30)
    assert process.returncode == 130, (process.returncode, said)
    assert b"interrupted" in said and out == b"", (out, said)
    assert not tree(folder) and os.path.exists(WALKING)


main()
