#!/usr/bin/env python3
"""`phyward bench amplify`: a row a length, family and method, and the same bits by all."""

from harness import case, fails, main, run

FIELDS = ["amplifier", "n", "m", "seed_bits", "path", "algorithm", "mbit_per_s",
          "mbit_per_s_range", "us", "hashes"]


def rows(*arguments):
    """The rows of a short measurement."""
    return run("bench", "amplify", "--seconds", "0.01", *arguments, "--json").json["rows"]


@case
def the_command_as_written_measures_three_lengths(_):
    found = run("bench", "amplify", "--n", "4096,100000,1000000", "--json").json
    assert found["seed"] == 1
    assert [(r["n"], r["m"]) for r in found["rows"]] == [
        (4096, 2048), (100000, 50000), (1000000, 500000)]
    for row in found["rows"]:
        assert list(row) == FIELDS, row
        assert row["amplifier"] == "toeplitz" and row["seed_bits"] == 1.5 * row["n"] - 1
        low, high = row["mbit_per_s_range"]
        assert 0 < low <= row["mbit_per_s"] <= high
        assert abs(row["us"] * row["mbit_per_s"] / row["n"] - 1) < 1e-9
        assert row["hashes"] >= 3
    assert [r["algorithm"] for r in found["rows"]] == ["blocks", "fft", "fft"]


@case
def every_family_and_method_gets_a_row(_):
    listed = [e["name"] for e in run("list", "amplifier", "--json").json["rows"]]
    assert listed == ["toeplitz", "modified-toeplitz"]
    found = rows("--n", "500,3000", "--amplifier", "all", "--method", "all")
    paths = [r["path"] for r in found if r["n"] == 500 and r["amplifier"] == "toeplitz"]
    assert paths[:2] == ["plain", "portable"], paths
    assert [(r["n"], r["amplifier"], r["path"]) for r in found] == [
        (n, a, p) for n in (500, 3000) for a in listed for p in paths]
    for row in found:
        assert (row["algorithm"] == "rows") == (row["path"] == "plain"), row


@case
def best_is_the_last_method_that_the_processor_has(_):
    best = rows("--n", "1000")[0]
    assert best["path"] == rows("--n", "1000", "--method", "all")[-1]["path"]


@case
def the_ratio_decides_what_comes_out(_):
    row = rows("--n", "1000", "--ratio", "0.1", "--amplifier", "modified-toeplitz")[0]
    assert row["m"] == 100 and row["seed_bits"] == 999
    assert rows("--n", "1000", "--ratio", "0")[0]["m"] == 1
    row = rows("--n", "1000", "--ratio", "1", "--amplifier", "modified-toeplitz")[0]
    assert row["m"] == 1000 and row["seed_bits"] == 0
    assert rows("--n", "1")[0]["m"] == 1


@case
def people_read_a_table(_):
    text = run("bench", "amplify", "--n", "1000", "--seconds", "0.01").out
    for word in ["Mbit/s", "path", "toeplitz", "500", "1499"]:
        assert word in text, text


@case
def help_has_an_example(_):
    text = run("bench", "amplify", "--help").out
    assert "phyward bench amplify --n 4096,100000,1000000" in text
    for option in ["--ratio", "--amplifier", "--method", "--seconds", "--json"]:
        assert option in text, option


@case
def wrong_arguments_are_usage_errors(folder):
    for arguments, says in [
            (["--n", "0"], "--n"), (["--n", "1000,x"], ["--n", "x"]),
            (["--n", "10000001"], "--n"), (["--n", "1.5"], "--n"),
            (["--n", ""], "--n"), (["--ratio", "1.1"], "ratio"),
            (["--amplifier", "trevisan"], ["--amplifier", "trevisan",
                                           "modified-toeplitz"]),
            (["--amplifier", ","], "--amplifier"),
            (["--amplifier", "toeplitz:speed=2"], ["--amplifier", "speed"]),
            (["--method", "magic"], ["--method", "magic", "pclmulqdq"]),
            (["--seconds", "0"], "seconds"), (["extra"], "extra")]:
        fails("bench", "amplify", *arguments, status=2, says=says, cwd=folder)


main()
