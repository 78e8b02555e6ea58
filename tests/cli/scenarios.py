#!/usr/bin/env python3
"""Scenario files with nodes, sites, a surface, tags and interferers; recordings."""

import json
import time

from harness import SCENARIOS, case, contents, fails, main, run, tree

NODES = """\
carrier_hz: 3.5GHz
subcarriers: 4
n_probes: 80
turnaround_s: 100us
nodes:
  base: {position_m: [0, 0, 10], array: "ula:n=2"}
  user:
    position_m: [50, 0, 1.5]
    velocity_m_s: [1, 0, 0]
    site: street
  other: {position_m: [51, 3, 1.5], site: street, snr_db: 10}
  eve: {role: observer, position_m: [50.1, 0, 1.5], site: street}
sites:
  street: {angles: "laplacian:mean_deg=10:spread_deg=20"}
"""
TRACES = {"base.h5", "user.h5", "eve.h5", "other.h5", "base-from-other.h5",
          "eve-from-user.h5", "eve-from-other.h5", "scenario.yaml"}


def refused(folder, text, *says):
    (folder / "s.yaml").write_text(text)
    return fails("simulate", "s.yaml", "-o", "out", status=3, says=["s.yaml", *says],
                 cwd=folder)


@case
def every_shipped_scenario_runs_within_seconds(folder):
    paths = sorted(SCENARIOS.glob("*.yaml"))
    assert len(paths) >= 15, len(paths)
    for path in paths:
        assert path.read_text().startswith("#"), f"{path.name} has no comment"
        out = folder / path.stem
        found = run("simulate", path, "-o", out, "--set", "n_probes=20", "--json").json
        assert tree(out) == {name.rsplit("/", 1)[1] for name in found["files"]}, found
        assert found["n_probes"] <= 20 and found["n_traces"] == len(tree(out)) - 1


@case
def every_node_writes_what_it_measures_of_every_sounding(folder):
    (folder / "s.yaml").write_text(NODES)
    found = run("simulate", "s.yaml", "-o", "out", "--json", cwd=folder).json
    assert tree(folder / "out") == TRACES, tree(folder / "out")
    assert found["n_nodes"] == 4 and found["n_traces"] == 7, found
    party = run("info", folder / "out" / "user.h5", "--json").json["parties"][0]
    assert party["n_coefficients"] == 8 and party["n_probes"] == 80, party


@case
def the_scenario_written_back_gives_the_same_bytes(folder):
    (folder / "s.yaml").write_text(NODES + "surface: {elements: 4, bits: 2}\n"
                                   "tags: {a: {depth: 0.5}}\n"
                                   "interferers: {j: {target: eve, power_db: 3}}\n")
    run("simulate", "s.yaml", "-o", "1", "--set", "nodes.user.snr_db=17.5", cwd=folder)
    run("simulate", "1/scenario.yaml", "-o", "2", cwd=folder)
    assert contents(folder / "1") == contents(folder / "2")
    assert "snr_db: 17.5" in (folder / "1" / "scenario.yaml").read_text()


@case
def any_text_is_read_back_as_it_was(folder):
    text = 'a\n\tb "c" \\ \x01\x7f\x85\u2028\u2029\ufeff \u20ac'
    make = ["simulate", "s.yaml", "--set", "n_probes=5", "-o"]
    (folder / "s.yaml").write_text("n_probes: 5\n")
    run(*make, "1", "--set", f"description={text}", cwd=folder)
    found = run("simulate", "1/scenario.yaml", "-o", "2", "--json", cwd=folder).json
    assert found["description"] == text, found
    assert contents(folder / "1") == contents(folder / "2")
    fails(*make, "3", "--set", b"description=\xff".decode("utf-8", "surrogateescape"),
          status=2, says=["description", "UTF-8"], cwd=folder)
    run(*make, "4", "--set", "description=x" + 150 * "\u20ac", cwd=folder)
    found = run("info", folder / "4" / "bob.h5", "--json").json
    assert "\\x" not in json.dumps(found, ensure_ascii=False), found


@case
def every_file_that_was_written_is_listed(folder):
    found = run("simulate", SCENARIOS / "iq-loopback.yaml", "-o", "out", "--iq", "--plot",
                "p.svg", "--set", "n_probes=5", "--json", cwd=folder).json
    assert set(found["files"]) == tree(folder) - {"out"}, found["files"]


def notes(folder, text, *arguments):
    (folder / "n.yaml").write_text("n_probes: 5\n" + text)
    found = run("simulate", "n.yaml", "-o", "n", "--json", *arguments, cwd=folder)
    told = [line.split(": ")[2] for line in found.err.strip().split("\n") if line]
    keys = [note.split(": ")[0] for note in found.json["notes"]]
    assert told == keys, (found.err, keys)
    return keys


@case
def keys_without_effect_are_told(folder):
    pair = ("nodes:\n  a: {position_m: [0, 0, 0]}\n"
            "  b: {position_m: [9, 0, 0], FIELDS}\n")
    loss = "path_loss: free-space\n"
    waves = "generator: plane-waves\n"
    for keys in ["clock_ppm: 3", "iq_gain_db: 1", "iq_phase_deg: 1", "dc_dbc: -40",
                 "amplifier: rapp", "agc: yes", "adc_bits: 8"]:
        text = pair.replace("FIELDS", keys)
        assert notes(folder, text) == ["nodes.b." + keys.split(":")[0]], keys
        assert notes(folder, text, "--iq") == [], keys
        assert notes(folder, "level: iq\n" + text) == [], keys
    for keys, parent in [("backoff_db: 3", "amplifier: rapp"),
                         ("adc_clip: 3", "adc_bits: 8")]:
        name = ["nodes.b." + keys.split(":")[0]]
        iq = "level: iq\n" + pair
        assert notes(folder, iq.replace("FIELDS", keys)) == name
        assert notes(folder, iq.replace("FIELDS", f"{keys}, {parent}")) == []
    for keys, without, with_loss in [("snr_db: 20", [], ["nodes.b.snr_db"]),
                                     ("tx_power_dbm: 9", ["nodes.b.tx_power_dbm"], [])]:
        text = pair.replace("FIELDS", keys)
        assert notes(folder, text) == without, keys
        assert notes(folder, loss + text) == with_loss, keys
    bare = pair.replace(", FIELDS", "")
    for key in ["snr_alice_db: 9", "snr_bob_db: 9", "snr_eve_db: 9",
                "eve_correlation: 0.5"]:
        assert notes(folder, key + "\n") == [], key
        assert notes(folder, key + "\n" + bare) == [key.split(":")[0]], key
    assert notes(folder, "cfo_hz: 9\n") == ["cfo_hz"]
    assert notes(folder, "cfo_hz: 9\nlevel: iq\n") == []
    assert notes(folder, "cfo_hz: 9\nlevel: iq\n" + bare) == ["cfo_hz"]
    for key in ["n_waves: 32", "redraw_periods: 20"]:
        assert notes(folder, key + "\n" + bare) == [key.split(":")[0]], key
        assert notes(folder, key + "\n" + waves + bare) == [], key
    far = "shadowing_distance_m: 3\n"
    assert notes(folder, far) == ["shadowing_distance_m"]
    assert notes(folder, far + "shadowing_db: 3\n" + bare) == []
    for key, text in [("tags.t.position_m", "tags: {t: {position_m: [1, 1, 1]}}\n"),
                      ("surface.position_m", "surface: {position_m: [1, 1, 1]}\n")]:
        shared = text.replace("1]", "1], site: s") + "sites: {s: {}}\n"
        assert notes(folder, bare + text) == [key], key
        assert notes(folder, bare + text + "rice_k_db: 3\n") == [], key
        assert notes(folder, bare + shared) == [], key
    tone = "interferers: {j: {kind: tone}}\n"
    assert notes(folder, bare + tone) == []


@case
def what_is_as_by_default_is_not_told(folder):
    (folder / "s.yaml").write_text(NODES)
    run("simulate", "s.yaml", "-o", "1", cwd=folder)
    found = run("simulate", "1/scenario.yaml", "-o", "2", "--json", cwd=folder)
    assert found.json["notes"] == [] and found.err == "", found.err
    told = run("simulate", "s.yaml", "-o", "3", "--set", "nodes.eve.agc=yes", "--quiet",
               cwd=folder)
    assert told.err == "", told.err
    found = run("bench", "keygen", "s.yaml", "--trials", "1", "--json", "--set",
                "nodes.eve.agc=yes", cwd=folder)
    assert found.json["notes"] == ["nodes.eve.agc: level iq alone has it"], found.json


@case
def the_bytes_do_not_depend_on_threads(folder):
    for name in ["many-users", "ris-static-room", "iq-radios", "zero-power-tag"]:
        for threads in [1, 2]:
            run("simulate", SCENARIOS / f"{name}.yaml", "-o", folder / f"{name}{threads}",
                "--threads", threads, "--set", "n_probes=150")
        assert contents(folder / f"{name}1") == contents(folder / f"{name}2"), name


@case
def a_field_of_an_entry_can_be_set_and_an_entry_made(folder):
    (folder / "s.yaml").write_text(NODES)
    make = ["simulate", "s.yaml", "-o"]
    run(*make, "1", "--set", "nodes.mallory.position_m=1,2,3", "--set",
        "nodes.mallory.role=observer", cwd=folder)
    assert "mallory.h5" in tree(folder / "1")
    for assignment, says in [
            ("nodes.eve.snr=3", ["nodes.eve.snr", "did you mean snr_db"]),
            ("nodes.eve.snr_db=900", ["nodes.eve.snr_db", "-30 to 80 dB"]),
            ("nodes.eve.position_m=1,2", ["nodes.eve.position_m", "three numbers"]),
            ("nodes.eve.site=moon", ["nodes.eve.site", "moon"]),
            ("nodes.eve=3", ["nodes.eve"]), ("nodes=3", ["nodes", "nodes.NAME."]),
            ("nodes.e/e.snr_db=3", ["e/e", "letters"]),
            ("node.eve.snr_db=3", ["did you mean nodes"]),
            ("surface.elements=0", ["surface.elements", "1 to 1024"]),
            ("surface.elements=1000000000", ["surface.elements", "1 to 1024"])]:
        fails(*make, "out", "--set", assignment, status=2, says=["--set", *says],
              cwd=folder)


@case
def what_can_not_be_is_refused_with_line_and_key(folder):
    refused(folder, "n_probes: 5\nprofile: 0ns 0dB, -3ns -1dB\n", ":2:", "profile",
            "delay")
    refused(folder, "profile: ''\n", ":1:", "profile", "empty")
    refused(folder, "profile: []\n", ":1:", "profile", "empty")
    refused(folder, "\ndoppler_hz: 11e3\nbandwidth_hz: 20kHz\nsubcarriers: 1\n", ":3:",
            "doppler_hz", "half the bandwidth")
    refused(folder, "rice_k_db: -101\n", ":1:", "rice_k_db", "-100 to 60 dB")
    refused(folder, "profile: 0ns 0dB k=-x\n", ":1:", "profile", "k")
    refused(folder, NODES + "  x: {}\nn_taps: 65\n", ":16:", "n_taps", "0 to 64")
    refused(folder, NODES.replace("[51, 3, 1.5]", "[50, 0, 1.5]"), ":11:",
            "nodes.other.position_m", "nodes.user")
    for n in ["0", "1000000000"]:
        refused(folder, NODES + f"surface:\n  elements: {n}\n", ":16:",
                "surface.elements", "1 to 1024")
        refused(folder, NODES.replace("ula:n=2", f"ula:n={n}"), ":6:",
                "nodes.base.array", "n")
    refused(folder, "n_probes: 10000000\nsubcarriers: 2048\nspacing_hz: 1kHz\n", ":2:",
            "n_probes x subcarriers", "GB")
    refused(folder, "nodes:\n  a: {position_m: [0, 0, 0], array: 'ula:n=64'}\n"
            "  b: {position_m: [9, 0, 0], array: 'ula:n=64'}\n"
            "generator: plane-waves\nn_waves: 16\nprofile: flat\nn_probes: 100000\n",
            "antennas", "GB")
    refused(folder, "shadowing_db: 4\nshadowing_distance_m: 1mm\nnodes:\n"
            "  a: {position_m: [0, 0, 0]}\n  b: {position_m: [9000000, 0, 0]}\n",
            "place")
    refused(folder, "n_probes: 1e19\n", ":1:", "n_probes", "1 to 10000000")
    for field, fault, says in [("amplifier", "rap", "rapp"),
                               ("phase_mask", "1k:-80, 10k:-140", "a decade"),
                               ("phase_mask", "1k", "phase mask")]:
        refused(folder, "nodes:\n  a: {position_m: [0, 0, 0]}\n"
                f"  b: {{position_m: [9, 0, 0], {field}: '{fault}'}}\n", ":3:",
                f"nodes.b.{field}", says)


@case
def what_a_network_can_not_be_has_its_line_and_key(folder):
    refused(folder, "n_waves: 3\n" + NODES, "s.yaml:1:", "n_waves", "16 or more")
    refused(folder, "redraw_periods: 0.5\n" + NODES, "s.yaml:1:", "redraw_periods",
            "1 or more")
    refused(folder, "n_probes: 20\ngenerator: plane-waves\n", "s.yaml:2:", "generator",
            "needs nodes")
    waves = "generator: plane-waves\n" + NODES
    refused(folder, waves.replace("ula:n=2", "ula:n=2:alpha=0.3"), "s.yaml:7:",
            "nodes.base.array", "plane-waves")
    tag = "tags:\n  t:\n    site: street\n    position_m: [51, 3, 1.5]\n"
    refused(folder, NODES + tag, "s.yaml:18:", "tags.t.position_m", "nodes.other")
    refused(folder, NODES + tag.replace("3, 1.5]", "3.00000001, 1.5]"), "s.yaml:18:",
            "tags.t.position_m", "nodes.other")
    refused(folder, NODES + "surface: {site: street, position_m: [51, 3, 1.5]}\n",
            "s.yaml:15:", "surface.position_m", "nodes.other")
    refused(folder, NODES + tag.replace("51, 3", "52, 3") +
            "surface: {site: street, position_m: [52, 3, 1.5]}\n",
            "s.yaml:19:", "surface.position_m", "tags.t")


@case
def what_only_waveforms_show_is_told(folder):
    set_all = [w for field in ["amplifier=saleh", "adc_bits=6", "clock_ppm=20", "cfo_hz=9",
                               "mismatch_db=-20"] for w in ["--set", f"nodes.base.{field}"]]
    (folder / "s.yaml").write_text(NODES)
    done = run("simulate", "s.yaml", "-o", "1", "--json", *set_all, cwd=folder).json
    assert done["notes"] == [f"nodes.base.{field}: level iq alone has it" for field in
                             ["clock_ppm", "amplifier", "adc_bits"]], done
    err = run("simulate", "s.yaml", "-o", "2", *set_all, cwd=folder).err
    assert "level iq alone" in err, err
    again = run("simulate", folder / "1" / "scenario.yaml", "-o", "3", "--json",
                "--set", "nodes.base.amplifier=none", "--set", "nodes.base.adc_bits=0",
                "--set", "nodes.base.clock_ppm=0", cwd=folder).json
    assert again["notes"] == [], again
    for name in sorted(TRACES - {"scenario.yaml"}): # as said: the traces are the same
        assert (folder / "1" / name).read_bytes() == (folder / "3" / name).read_bytes()
    iq = run("simulate", "s.yaml", "-o", "4", "--json", *set_all, "--set", "level=iq",
             "--set", "subcarriers=52", "--set", "n_probes=2", cwd=folder).json
    assert iq["notes"] == [], iq


@case
def what_the_run_finds_has_a_line_and_key_too(folder):
    refused(folder, NODES.replace("  eve:", "  base-from-other:"), ":12:",
            "nodes.base-from-other", "another name")
    refused(folder, "path_loss: free-space\nnodes:\n  a: {position_m: [0, 0, 0]}\n"
            "  b: {position_m: [10, 0, 0], velocity_m_s: [-1, 0, 0]}\n", ":4:",
            "nodes.b.velocity_m_s", "nodes.a", "two places")
    refused(folder, NODES.replace("snr_db: 10", "adc_bits: 8, adc_clip: 0.001"), ":11:",
            "nodes.other.adc_clip", "0.1 to 100")
    refused(folder, NODES + "surface:\n  elements: 1024\n", ":16:", "surface.elements",
            "262144")
    refused(folder, NODES.replace("ula:n=2", "ula:n=256").replace("site: street, snr",
            "array: 'ula:n=512', site: street, snr"), ":11:", "nodes.other.array",
            "262144")
    refused(folder, "bandwidth_hz: 1kHz\nsubcarriers: 1\n" + NODES.replace(
        "subcarriers: 4\n", "").replace("[1, 0, 0]", "[100, 0, 0]"), ":1:",
        "velocity_m_s", "half the bandwidth")


@case
def a_phase_mask_has_eight_points(folder):
    points = ", ".join(f"{1.25 * 10 ** (3 + i / 2):.2f}Hz:{-60.125 - 9 * i:.3f}"
                       for i in range(8))
    (folder / "s.yaml").write_text(NODES)
    run("simulate", "s.yaml", "-o", "out", "--set", f"nodes.base.phase_mask={points}",
        cwd=folder)
    refused(folder, NODES.replace("snr_db: 10", f"phase_mask: '{points}, 90MHz:-190'"),
            ":11:", "nodes.other.phase_mask", "8")


@case
def a_phase_mask_turns_coefficients(folder):
    (folder / "s.yaml").write_text(NODES)
    make = ["simulate", "s.yaml", "-o"]
    run(*make, "still", cwd=folder)
    run(*make, "noisy", "--set", "nodes.base.phase_mask=1k:-60, 100k:-100", cwd=folder)
    assert contents(folder / "still") != contents(folder / "noisy")


@case
def sections_are_checked_like_keys(folder):
    refused(folder, NODES.replace("role: observer", "role: spy"), ":12:",
            "nodes.eve.role", "end, observer")
    refused(folder, NODES.replace("site: street, snr", "site: square, snr"), ":11:",
            "nodes.other.site", "square")
    refused(folder, NODES.replace("laplacian", "laplace"), ":14:",
            "sites.street.angles", "laplacian")
    refused(folder, NODES.replace("velocity_m_s", "velocity"), ":9:",
            "nodes.user.velocity", "did you mean velocity_m_s")
    refused(folder, "nodes:\n  a: {}\n", ":2:", "nodes", "two or more")
    refused(folder, "tags: {t: {}}\n", ":1:", "tags", "no nodes")
    refused(folder, NODES + "interferers:\n  j: {target: bob}\n", ":16:",
            "interferers.j.target", "bob")
    refused(folder, NODES + "tags: {t: {site: moon}}\n", ":15:", "tags.t.site", "moon")
    refused(folder, NODES + "interferers: {j: {kind: ton}}\n", ":15:",
            "interferers.j.kind", "tone")
    refused(folder, "path_loss: free-space\n", ":1:", "path_loss", "no nodes")
    refused(folder, "shadowing_db: 4\n", ":1:", "shadowing_db", "no nodes")
    refused(folder, NODES + "path_loss: vacuum\n", ":15:", "path_loss", "free-space")
    refused(folder, "law: rice\n", ":1:", "law", "rician")
    refused(folder, "law: rician\nrice_k_db: 3\n", ":2:", "law and rice_k_db")
    refused(folder, "spectrum: bel\n", ":1:", "spectrum", "bell")
    refused(folder, "nodes: 3\n", ":1:", "nodes", "nodes.NAME.")
    refused(folder, "nodes: {a: 3}\n", ":1:", "nodes.a", "fields")
    refused(folder, NODES.replace("  user:", "  base:"), ":7:", "nodes.base",
            "given twice")
    refused(folder, NODES + "nodes:\n  user: {snr_db: 3}\n", ":15:", "nodes",
            "given twice")
    refused(folder, "n_probes: 5\n---\nn_probes: 6\n", ":2:", "second document")
    refused(folder, "description: [a, b]\n", ":1:", "description", "a text")
    refused(folder, "n_probes: 5\nprofile: [0ns 0dB,\n  5ns -3dB]\nlaw: \"x\n", ":4:",
            "is no YAML")
    refused(folder, NODES.replace("100us", "15ms"), ":4:", "turnaround_s", "interval_s")
    refused(folder, "nodes:\n" + "".join(
        f"  n{i}: {{position_m: [{i}, 0, 0]}}\n" for i in range(65)), ":66:", "nodes.n64",
            "more than 64")
    refused(folder, "interval_s: 1\nnodes:\n" + "".join(
        f"  n{i}: {{position_m: [{i}, 0, 0], role: {'end' if i < 20 else 'observer'}}}\n"
        for i in range(60)), ":", "nodes.n", "more than 240")


@case
def hostile_files_are_refused_at_once(folder):
    begin = time.monotonic()
    refused(folder, "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", ":2:")
    refused(folder, "nodes: &a {x: *a}\n", ":1:", "nodes.x")
    refused(folder, "[" * 500000, ":1:", "no key")
    refused(folder, "nodes: " + "[" * 500000, ":1:", "nodes")
    refused(folder, "{a: " * 200000, ":1:", "a.a.a")
    refused(folder, "".join(f"k{i}: 1\n" for i in range(60000)), ":4097:", "4096 values")
    refused(folder, "x" * 1000000 + ": 1\n", ":1:")
    refused(folder, "nodes: {" + "y" * 300 + ": {}}\n", ":1:", "letters")
    refused(folder, "description: '" + "z" * 1000000, ":1:", "is no YAML")
    refused(folder, '"a\\0b": 1\n', ":1:")
    assert time.monotonic() - begin < 10


@case
def iq_writes_what_each_node_receives(folder):
    run("simulate", SCENARIOS / "iq-loopback.yaml", "-o", "out", "--iq", "--set",
        "n_probes=20", "--threads", "2", cwd=folder)
    names = {f"{who}.sigmf-{part}" for who in ["alice", "bob", "eve"]
             for part in ["meta", "data"]}
    assert names < tree(folder / "out"), tree(folder / "out")
    meta = (folder / "out" / "bob.sigmf-meta").read_text()
    assert meta.count("core:global_index") == 20 and '"core:label": "alice"' in meta
    run("simulate", SCENARIOS / "iq-loopback.yaml", "-o", "again", "--iq", "--set",
        "n_probes=20", cwd=folder)
    assert contents(folder / "out") == contents(folder / "again")
    found = run("probe", folder / "out" / "bob.sigmf-meta", "-o", folder / "p.h5",
                "--json").json
    assert found["n_frames"] == 20, found


@case
def what_waveforms_can_not_be_is_refused_with_line_and_key(folder):
    iq = "level: iq\nsubcarriers: 52\n"
    refused(folder, iq + "turnaround_s: 20us\n", "s.yaml:3:", "turnaround_s", "slot")
    refused(folder, iq + "interval_s: 150us\nturnaround_s: 120us\n", "s.yaml:3:",
            "interval_s", "slot")
    refused(folder, iq + "bandwidth_hz: 5MHz\nspacing_hz: 78125\nturnaround_s: 1ms\n"
            "cfo_hz: 180k\n", "s.yaml:6:", "cfo_hz", "156250 Hz")
    nodes = NODES.replace("snr_db: 10", "cfo_hz: -700k")
    refused(folder, nodes.replace("subcarriers: 4\n", iq), "nodes.other.cfo_hz", "base",
            "625000 Hz")
    (folder / "s.yaml").write_text("turnaround_s: 20us\n")
    fails("simulate", "s.yaml", "-o", "out", "--iq", status=3,
          says=["s.yaml:1:", "turnaround_s"], cwd=folder)
    assert not (folder / "out").exists() or not tree(folder / "out")
    refused(folder, NODES + "interferers:\n  j: {kind: 'jammer:power_db=30'}\n",
            "s.yaml:16:", "interferers.j.kind", "interferers.j.power_db")


@case
def recordings_come_whole_or_not_at_all(folder):
    assert "first port" in " ".join(run("simulate", "--help").out.split())
    walk = ["simulate", SCENARIOS / "iq-loopback.yaml", "-o", "out", "--iq", "--set"]
    fails(*walk, "n_probes=50", status=4, says="out/", cwd=folder, file_size=200000)
    fails(*walk, "n_probes=200000", status=2, says=["--iq", "lower n_probes"], cwd=folder)


@case
def the_largest_plan_is_recorded(folder):
    nodes = "".join(
        f"  n{i}: {{position_m: [{i % 8 * 3}, {i // 8 * 3}, 1], "
        f"role: {'end' if i < 4 else 'observer'}}}\n" for i in range(62))
    (folder / "s.yaml").write_text("n_probes: 1\nsubcarriers: 1\nprofile: flat\n"
                                   "interval_s: 1\nnodes:\n" + nodes)
    found = run("simulate", "s.yaml", "-o", "out", "--iq", "--json", cwd=folder).json
    assert found["n_traces"] == 238, found
    assert len(tree(folder / "out")) == 238 + 1 + 2 * 62, len(tree(folder / "out"))


@case
def key_generation_asks_for_somebody_who_listens(folder):
    (folder / "s.yaml").write_text(NODES.replace("role: observer", "role: end"))
    fails("bench", "keygen", "s.yaml", status=3, says=["s.yaml", "observer"], cwd=folder)


main()
