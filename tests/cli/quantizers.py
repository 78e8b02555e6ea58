#!/usr/bin/env python3
"""Quantizers by name: what each says in public is charged, and planes that bring less
than they cost stay behind."""

from harness import RECORDINGS, case, fails, main, run, simulate


def names():
    return [entry["name"] for entry in run("list", "quantizer", "--json").json["rows"]]


def lora():
    return [RECORDINGS / "lora-dasam" / f"indoor_{end}.csv" for end in ("alice", "bob")]


def rehearse(*arguments):
    """What came of it, key or none."""
    words = ["keygen", *arguments, "--seed", "1", "--json"]
    try:
        return run(*words).json
    except AssertionError:
        return run(*words, status=6).json


def scalar(folder, n_probes=6000):
    """Two ends of a channel with one value a probe."""
    simulate(folder / "t", "lora-868.yaml", n_probes=n_probes)
    return [folder / "t" / f"{end}.h5" for end in ("alice", "bob")]


@case
def every_quantizer_of_the_papers_is_there(folder):
    assert set(names()) >= {
        "median", "guard", "cdf", "cqa", "maq", "lloyd-max", "lattice", "differential",
        "ranking", "jana", "mathur", "vq"}, names()


@case
def every_quantizer_runs_to_an_end(folder):
    traces = scalar(folder)
    # Magnitudes that are public take a transform that says how its values hang together.
    needs = {"signs": ["--scheme", "reliable-signs"]}
    for name in names():
        found = rehearse(*traces, "--quantizer", name, *needs.get(name, []))
        assert found["raw_bits"] > 50, (name, found["raw_bits"])
        assert found["certified_bits"] < found["raw_bits"], name


@case
def what_is_said_of_samples_is_charged_in_full(folder):
    simulate(folder / "t", n_probes=1000)
    traces = [folder / "t" / f"{end}.h5" for end in ("alice", "bob")]
    for quantizer, said in (("cqa:bits=1", 1), ("cqa:bits=2", 1), ("maq:bits=1", 1),
                            ("lattice:bits=2:residue=2", 2)):
        found = rehearse(*traces, "--quantizer", quantizer)
        symbols = found["raw_bits"] / int(quantizer.split("bits=")[1][0])
        charged = found["disclosed_by_stage"]
        assert charged["verification"] > 0, f"{quantizer}: {found['explanation']}"
        assert charged["indices"] == said * symbols, (quantizer, charged)


@case
def the_published_guard_band_keeps_1029_bits_of_which_66_differ(folder):
    found = rehearse(*lora(), "--quantizer", "guard:alpha=0.6:sides=one")
    assert found["raw_bits"] == 1029 and found["raw_disagreements"] == 66, found


@case
def loading_by_gain_leaves_what_brings_less_than_it_costs(folder):
    simulate(folder / "t", n_probes=2000)
    traces = [folder / "t" / f"{end}.h5" for end in ("alice", "bob")]
    options = [*traces, "--quantizer", "cdf:bits=4"]
    planes = rehearse(*options)
    some = rehearse(*options, "--loading", "gain")
    assert some["hopeless_bits"] > planes["hopeless_bits"] > 0, some
    assert some["certified_bits"] > planes["certified_bits"], (some, planes)
    assert rehearse(*options, "--loading", "gain") == some
    none = rehearse(*lora(), "--loading", "gain")
    assert none["certified_bits"] == 0, none


@case
def bad_settings_are_refused_before_anything_is_written(folder):
    traces = ["keygen", *lora(), "-o", "k.key"]
    fails(*traces, "--quantizer", "cqa:bits=4", status=2, says=["bits", "1 to 3"],
          cwd=folder)
    fails(*traces, "--quantizer", "vq:book=phone", status=2, says=["book", "circle"],
          cwd=folder)
    fails(*traces, "--loading", "luck", status=2, says=["loading", "gain"], cwd=folder)
    fails(*traces, "--quantizer", "jana", "--estimator", "gaussian", status=2,
          says=["jana", "counted"], cwd=folder)
    fails(*traces, "--quantizer", "median", "--estimator", "collision", "--loading",
          "gain", status=2, says=["collision", "rate"], cwd=folder)
    assert not (folder / "k.key").exists()


main()
