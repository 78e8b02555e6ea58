#!/usr/bin/env python3
"""The benchmark table under version control: whole, honest and what the command gives."""

import csv

from harness import SCENARIOS, SOURCE, case, main, run

TRIALS = 20
# Student's 97.5 % point of 19 degrees of freedom: half an interval is this many standard
# errors.
STUDENT = 2.093024


def table():
    with open(SOURCE / "datasets" / "benchmarks" / "keygen.csv", newline="",
              encoding="utf-8") as file:
        return {(row["scenario"], row["scheme"]): row for row in csv.DictReader(file)}


def columns():
    return [entry["name"] for entry in run("list", "column", "--json").json["rows"]]


@case
def the_table_has_every_scheme_over_every_scenario_and_every_column(_):
    rows = table()
    scenarios = {path.stem for path in SCENARIOS.glob("benchmark-*.yaml")}
    schemes = {e["name"] for e in run("list", "scheme", "--json").json["rows"]}
    assert set(rows) == {(a, b) for a in scenarios for b in schemes}
    for key, row in rows.items():
        assert int(row["trials"]) == TRIALS, key
        for name in columns():
            low, mean, high = (row[f"{name}_low"], row[name], row[f"{name}_high"])
            assert not low or float(low) <= float(mean) <= float(high), (key, name)


@case
def no_scheme_certifies_a_bit_where_nothing_moves(_):
    for (scenario, scheme), row in table().items():
        if scenario == "benchmark-static":
            assert row["keys"] == "0" and float(row["certified_bits"]) == 0, scheme


@case
def an_eavesdropper_nearby_never_makes_a_key_longer(_):
    """The same channels but for hers."""
    rows = table()
    for (scenario, scheme), row in rows.items():
        if scenario == "benchmark-eve-near":
            alone = rows["benchmark-walking", scheme]
            assert float(row["certified_bits"]) <= float(alone["certified_bits"]), scheme
            assert row["bit_disagreement_rate"] == alone["bit_disagreement_rate"], scheme


@case
def other_trials_agree_with_the_table(_):
    """Three trials of another seed lie within 5 sigma of the table's means, sigma from the
    table's own intervals: of the difference of means of 20 and of 3 trials."""
    rows = table()
    names = ["sensor", "static", "walking"]
    schemes = ["cqa", "guard", "sign"]
    again = run("bench", "keygen", *[SCENARIOS / f"benchmark-{n}.yaml" for n in names],
                "--scheme", ",".join(schemes), "--trials", "3", "--seed", "2",
                "--threads", "2", "--json").json["rows"]
    assert len(again) == 9
    compared = 0
    for row in again:
        scenario = row["scenario"].split("/")[-1].removesuffix(".yaml")
        old = rows[scenario, row["scheme"]]
        for name in ["raw_rate_bit_per_probe", "bit_disagreement_rate", "certified_bits",
                     "correlation", "min_entropy_per_bit", "eve_information_per_bit",
                     "message_bytes"]:
            if old[name] == "" or old[f"{name}_high"] == "" or row[name] is None:
                continue
            error = (float(old[f"{name}_high"]) - float(old[f"{name}_low"])) / 2 / STUDENT
            spread = error * TRIALS ** 0.5
            sigma = spread * (1 / TRIALS + 1 / 3) ** 0.5
            # Six digits are in the table.
            slack = 5 * sigma + 1e-5 * abs(row[name])
            assert abs(row[name] - float(old[name])) <= slack, (scenario, row["scheme"],
                                                                name, row[name], old[name])
            compared += 1
    assert compared > 40, compared


main()
