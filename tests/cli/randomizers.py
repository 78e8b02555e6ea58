#!/usr/bin/env python3
"""Randomizers: keys of channels that stand still, and what is left of them for whom."""

import json

from harness import case, fails, main, run, simulate

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


if __name__ == "__main__":
    main()
