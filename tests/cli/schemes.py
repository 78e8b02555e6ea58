#!/usr/bin/env python3
"""Schemes: the same options of `phyward keygen` by one name."""

from harness import case, fails, main, run, simulate


def names():
    return [entry["name"] for entry in run("list", "scheme", "--json").json["rows"]]


def key(folder, *options):
    return run("keygen", folder / "alice.h5", folder / "bob.h5", *options, "--seed", "1",
               "--json").json


@case
def a_scheme_is_the_options_that_it_names(folder):
    simulate(folder / "t", n_probes=3000)
    (folder / "own.yaml").write_text("# three bits\ndescription: three bits\n"
                                     "quantizer: cdf:bits=3\nepsilon: 40\n")
    by_name = key(folder / "t", "--scheme", folder / "own.yaml")
    assert by_name == key(folder / "t", "--quantizer", "cdf:bits=3", "--epsilon", "40")
    # What is given counts more.
    assert key(folder / "t", "--scheme", folder / "own.yaml", "--quantizer", "cdf",
               "--epsilon", "64") == key(folder / "t")


@case
def every_scheme_that_comes_along_runs_to_an_end(folder):
    simulate(folder / "t", "lora-868.yaml", n_probes=2000)
    for name in names():
        result = run("keygen", folder / "t" / "alice.h5", folder / "t" / "bob.h5",
                     "--scheme", name, "--seed", "1", "--json", status=6)
        assert result.json["raw_bits"] > 0, name


@case
def schemes_that_are_wrong_are_refused_by_line(folder):
    simulate(folder / "t", n_probes=300)
    own = folder / "own.yaml"
    traces = ["keygen", "t/alice.h5", "t/bob.h5", "-o", "k", "--scheme"]
    own.write_text("quantizer: cdf\noutput: other.key\n")
    fails(*traces, own, status=3, says=["own.yaml:2", "output"], cwd=folder)
    own.write_text("epsilon: much\n")
    fails(*traces, own, status=3, says=["own.yaml:1", "epsilon", "much"], cwd=folder)
    own.write_text("quantizer: magic\n")
    fails(*traces, own, status=2, says=["own.yaml", "quantizer", "magic"], cwd=folder)
    fails(*traces, "magic", status=2, says=["magic", "phyward list scheme"], cwd=folder)
    fails(*traces, "absent.yaml", status=3, says="absent.yaml", cwd=folder)


main()
