#!/usr/bin/env python3
"""Randomizers: keys of channels that stand still, and what is left of them for whom."""

import json
import subprocess

from harness import COMMAND, SCENARIOS, case, fails, main, run, simulate

AIR = ["product", "pilots"]


def keygen(folder, *options, status=0):
    """What `keygen` tells of the room s, as an object."""
    return run("keygen", "s/alice.h5", "s/bob.h5", "--seed", "2", "--json", *options,
               status=status, cwd=folder).json


@case
def the_family_is_listed(folder):
    listed = run("list", "randomizer", "--json", cwd=folder).json["rows"]
    names = [row["name"] for row in listed]
    assert names == ["none", "product", "pilots", "beams", "ris", "permute", "sample"]
    fails("keygen", "a.h5", "b.h5", "--randomizer", "ijam", status=3, says="a.h5",
          cwd=folder)


@case
def of_a_room_where_nothing_moves_the_literature_gets_a_key_and_a_real_eve_leaves_none(
        folder):
    simulate(folder / "s", "static-room.yaml", n_probes=600)
    plain = keygen(folder, status=6)
    assert plain["certified_bits"] == 0 and plain["randomizer"] == "none"
    assert "assumption" not in plain and "eve_knows_own_channels" not in plain
    for name in AIR:
        ignorant = keygen(folder, "--randomizer", name, "--eve-knows-own-channels", "no")
        assert ignorant["certified_bits"] > 10000, ignorant["certified_bits"]
        assert ignorant["eve_knows_own_channels"] is False
        assert "optimistic" in ignorant["assumption"]
        # The default: who knows her channels knows what was drawn.
        knows = keygen(folder, "--randomizer", name, status=6)
        assert knows["certified_bits"] == 0 and knows["agreed"] is False
        assert knows["eve_knows_own_channels"] is True
        assert knows["eve_information_bits"] > 0.7 * knows["reconciled_bits"]
        assert knows["eve_multiple_correlation"] > 0.95
        # It takes no trace of hers, and one makes it no better.
        heard = keygen(folder, "--randomizer", name, "--eve", "s/eve.h5", status=6)
        assert heard["certified_bits"] == 0


@case
def what_an_ignorant_eve_hears_is_charged_all_the_same(folder):
    simulate(folder / "s", "static-room.yaml", n_probes=600)
    options = ["--randomizer", "product", "--eve-knows-own-channels", "no"]
    deaf = keygen(folder, *options)
    heard = keygen(folder, *options, "--eve", "s/eve.h5", status=6)
    # Of |a| |b| she has |a|: at the least a third of what there is.
    assert deaf["eve_information_bits"] == 0
    assert heard["eve_information_bits"] > deaf["min_entropy_bits"] / 3
    # Of pilots she has them all, from the channel that stands still.
    options[1] = "pilots"
    heard = keygen(folder, *options, "--eve", "s/eve.h5", status=6)
    assert heard["eve_multiple_correlation"] > 0.95


@case
def phases_alone_do_not_show_in_amplitudes(folder):
    simulate(folder / "s", "static-room.yaml", n_probes=600)
    options = ["--eve-knows-own-channels", "no", "--randomizer", "pilots:law=phase"]
    assert keygen(folder, *options, status=6)["certified_bits"] == 0
    found = keygen(folder, *options, "--feature", "parts", "--transform", "none")
    assert found["certified_bits"] > 10000


@case
def a_public_permutation_makes_no_key_of_a_room_where_nothing_moves(folder):
    simulate(folder / "s", "static-room.yaml", n_probes=600)
    found = keygen(folder, "--randomizer", "permute", "--transform", "none", status=6)
    # The bits look well: they agree, and change from probe to probe.
    assert found["bit_disagreement_rate"] < 0.12
    assert found["certified_bits"] == 0
    assert found["min_entropy_per_bit"] < 0.02, found["min_entropy_per_bit"]


@case
def a_walk_keeps_its_key_when_rows_are_sampled(folder):
    simulate(folder / "s", n_probes=4000)
    options = ["--feature", "power", "--transform", "none"]
    plain = keygen(folder, *options)
    sampled = keygen(folder, *options, "--randomizer", "sample:every=2")
    assert sampled["raw_bits"] == plain["raw_bits"] // 2
    assert 0.3 < sampled["certified_bits"] / plain["certified_bits"] < 0.5
    # What is certified of a permutation is no more than without one.
    plain = keygen(folder, "--transform", "none", status=6)
    permuted = keygen(folder, "--transform", "none", "--randomizer", "permute", status=6)
    assert permuted["min_entropy_per_bit"] < 1.1 * plain["min_entropy_per_bit"]


@case
def a_seed_repeats_the_draws(folder):
    simulate(folder / "s", "static-room.yaml", n_probes=600)
    options = ["--randomizer", "product", "--eve-knows-own-channels", "no"]
    assert keygen(folder, *options) == keygen(folder, *options)
    other = run("keygen", "s/alice.h5", "s/bob.h5", "--seed", "3", "--json", *options,
                cwd=folder).json
    assert other["key_fingerprint"] != keygen(folder, *options)["key_fingerprint"]


@case
def what_can_not_be_is_refused_with_a_reason(folder):
    simulate(folder / "s", "static-room.yaml", n_probes=200)
    for options, status, says in [
            (["--randomizer", "ris"], 2, ["ris", "scenario"]),
            (["--randomizer", "beams"], 3, ["beams", "antennas"]),
            (["--randomizer", "noise"], 2, ["--randomizer", "product"]),
            (["--randomizer", "sample:every=0"], 2, ["--randomizer", "every"]),
            (["--randomizer", "product:law=flat"], 2, ["law", "gaussian"]),
            (["--randomizer", "product", "--align", "time"], 2, ["product", "sequence"]),
            (["--randomizer", "permute", "--quantizer", "vq"], 2, ["permute", "symbol"]),
            (["--eve-knows-own-channels", "perhaps"], 2, ["eve-knows-own-channels"])]:
        fails("keygen", "s/alice.h5", "s/bob.h5", "-o", "k.key", *options, status=status,
              says=says, cwd=folder)
    # Fewer rows than one block: too short for a key, as a fact and not as a fault.
    done = run("keygen", "s/alice.h5", "s/bob.h5", "--randomizer", "sample:every=300",
               "--json", status=6, cwd=folder)
    assert json.loads(done.out)["agreed"] is False


def static(folder, name, *settings, randomizer=None, knows=True):
    """What keygen certifies of a shipped scenario of a room where nothing moves."""
    sets = [f"--set={s}" for s in settings]
    if randomizer is not None:
        sets.append(f"--set=randomizer={randomizer}")
    if not knows:
        sets.append("--set=eve_knows_own_channels=no")
    into = folder / f"t{len(list(folder.iterdir()))}"
    run("simulate", SCENARIOS / f"static-{name}.yaml", "-o", into, "--seed", 1, *sets)
    done = run_any("keygen", into / "alice.h5", into / "bob.h5", "--eve", into / "eve.h5",
                   "--feature", "amplitude:normalise=0", "--seed", 1, "--json")
    return done["certified_bits"]


def run_any(*arguments):
    """The object of a run that ends with a key or without one."""
    done = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True,
                          timeout=120, check=False)
    assert done.returncode in (0, 6), done.stderr.decode()
    return json.loads(done.stdout)


@case
def random_pilots_are_worth_a_key_to_those_alone_who_take_eve_for_ignorant(folder):
    for name in AIR:
        assert static(folder, name, randomizer="none") == 0, name
        assert static(folder, name, knows=False) > 500, name
        assert static(folder, name) == 0, name


@case
def random_beams_keep_a_key_from_one_antenna_in_a_narrow_band(folder):
    # Without: the eight antennas as they are.
    assert static(folder, "beams", randomizer="none") == 0
    assert static(folder, "beams") > 1000
    # In a wide band she can solve for the weights.
    wide = ["profile=tdl-b", "subcarriers=8", "bandwidth_hz=20MHz", "spacing_hz=2.5MHz"]
    assert static(folder, "beams", *wide) == 0


@case
def a_surface_keeps_a_key_as_long_as_its_phases_are_private(folder):
    assert static(folder, "ris", "surface.configuration=aligned", randomizer="none") == 0
    private = static(folder, "ris")
    assert private > 1000
    # Both hearings tell her more than one.
    assert private < static(folder, "ris", knows=False)
    assert static(folder, "ris", randomizer="ris:public=yes") == 0


@case
def what_a_scenario_makes_random_is_checked(folder):
    for settings, says in [
            (["randomizer=ijam"], ["randomizer", "product"]),
            (["randomizer=sample"], ["randomizer", "keygen"]),
            (["randomizer=beams"], ["randomizer", "array"]),
            (["randomizer=ris"], ["randomizer", "surface"]),
            (["level=iq", "subcarriers=52", "spacing_hz=312.5kHz"], ["level iq"])]:
        fails("simulate", SCENARIOS / "static-product.yaml", "-o", "out",
              *[f"--set={s}" for s in settings], status=2, says=says, cwd=folder)
    text = (SCENARIOS / "static-product.yaml").read_text()
    (folder / "bad.yaml").write_text(text.replace("randomizer: product",
                                                  "randomizer: sample"))
    fails("simulate", "bad.yaml", "-o", "out", status=3, cwd=folder,
          says=["bad.yaml:20:", "randomizer: sample is one of values"])
    said = run("simulate", SCENARIOS / "static-room.yaml", "-o", "out",
               "--set=eve_knows_own_channels=no", "--set=n_probes=10", cwd=folder).err
    assert "eve_knows_own_channels: there is no randomizer" in said, said


main()
