#!/usr/bin/env python3
"""`phyward bench`: rows with intervals, the same for any number of threads."""

import shutil

from harness import SCENARIOS, case, fails, main, run


@case
def wrong_targets_are_usage_errors(_):
    fails("bench", "magic", status=2, says="bench")


@case
def key_rates_come_with_intervals_for_any_number_of_threads(_):
    def rows(threads):
        return run("bench", "keygen", SCENARIOS / "walking-wifi.yaml", "--trials", "4",
                   "--set", "n_probes=4000", "--threads", threads, "--seed", "5",
                   "--json").json["rows"]

    row = rows(1)[0]
    assert row["trials"] == 4 and row["keys"] == 4 == 4 * row["key_probability"]
    low, high = row["key_probability_interval"]
    # Wilson's score interval for four of four: 4 / (4 + 1.96^2) to 1.
    assert abs(low - 0.51011) < 1e-4 and high == 1
    for name in ["key_rate_bit_per_s", "key_rate_10ms_bit_per_s",
                 "key_rate_bit_per_probe"]:
        low, high = row[f"{name}_interval"]
        assert low <= row[name] <= high and row[name] > 0, row
    assert row["key_rate_10ms_bit_per_s"] < row["key_rate_bit_per_s"]
    # Eve's channel is her own: 5 sigma of its mean over four sessions of 416000 bits,
    # which hang together in time and over subcarriers by a factor below 100.
    assert abs(row["eve_bit_disagreement_rate"] - 0.5) < 5 * 10 * 0.5 / (4 * 416000) ** 0.5
    # She is charged the 99 % bound of a correlation of 0: 2.576 / sqrt(4000 / 1.5) = 0.05
    # and the regression's own spread, as much again; at 0.1 a two-bit symbol loses less
    # than 0.15 bits, and at most half of the 208000 symbols are reconciled.
    assert 0 < row["eve_multiple_correlation"] < 0.1, row
    assert 0 < row["eve_information_bits"] < 0.15 * 208000 / 2, row
    assert abs(row["eve_correlation"]) < 0.05
    assert row["certified_bits"] == row["key_bits"]
    assert row["reconciliation_efficiency"] > 1
    assert rows(3) == [row]


@case
def a_static_room_never_gives_a_key(_):
    row = run("bench", "keygen", SCENARIOS / "static-room.yaml", "--trials", "3", "--set",
              "n_probes=1000", "--json").json["rows"][0]
    assert row["keys"] == 0 and row["key_rate_bit_per_s"] == 0
    assert row["key_probability_interval"][0] == 0


@case
def people_get_a_line_a_figure(_):
    text = run("bench", "keygen", SCENARIOS / "walking-wifi.yaml", "--trials", "2",
               "--set", "n_probes=2000").out
    for words in ["probability of a key", "10 ms a round trip", "Eve's bits", "mean"]:
        assert words in text, text
    assert max(map(len, text.split("\n"))) < 100, text


SHORT = ["--set", "n_probes=600", "--trials", "3", "--seed", "9", "--json"]


@case
def schemes_are_held_against_each_other_on_the_same_channels(folder):
    """A row of a comparison is that of the scheme and the scenario alone."""
    scenarios = [SCENARIOS / "walking-wifi.yaml", SCENARIOS / "lora-868.yaml"]
    own = folder / "own.yaml"
    own.write_text("feature: power\ntransform: none\nquantizer: guard:alpha=0.3\n")
    both = run("bench", "keygen", *scenarios, "--scheme", f"sign,{own}", *SHORT,
               "--threads", "3").json
    rows = both["rows"]
    assert [(r["scenario"], r["scheme"]) for r in rows] == [
        (str(s), n) for s in scenarios for n in ("sign", str(own))]
    again = run("bench", "keygen", *scenarios, "--scheme", "sign", "--scheme", own,
                *SHORT).json["rows"]
    assert again == rows
    alone = run("bench", "keygen", scenarios[1], "--scheme", own, *SHORT).json["rows"]
    assert alone == rows[3:]
    options = run("bench", "keygen", scenarios[0], "--feature", "power", "--transform",
                  "none", "--quantizer", "median", *SHORT).json["rows"]
    assert options[0].pop("scheme") is None and rows[0].pop("scheme") == "sign"
    assert options[0] == rows[0]


@case
def every_column_is_defined_and_has_an_interval(_):
    result = run("bench", "keygen", SCENARIOS / "walking-wifi.yaml", *SHORT).json
    row = result["rows"][0]
    names = [c["name"] for c in result["columns"]]
    listed = run("list", "column", "--json").json["rows"]
    page = run("help", "--man", "bench", "keygen").out
    assert names == [c["name"] for c in listed]
    for column, entry in zip(result["columns"], listed):
        assert column["definition"] == entry["summary"] and column["name"] in page
        low, high = row[f"{column['name']}_interval"] or (0, 0)
        assert row[column["name"]] is None or low <= row[column["name"]] <= high, column
    assert set(row) == {"scenario", "scheme", "trials", "keys", "key_probability",
                        "key_probability_interval"} | set(names) | {
                            f"{n}_interval" for n in names}
    # The keys of every run that gave one are equal: none by Clopper and Pearson.
    assert row["key_disagreement_rate"] == 0 and row["keys"] >= 1
    most = 1 - 0.025 ** (1 / row["keys"])
    assert abs(row["key_disagreement_rate_interval"][1] - most) < 1e-9
    assert row["raw_rate_bit_per_probe"] > row["certified_bit_per_probe"]
    assert abs(row["eve_advantage"] - 1 + 2 * row["eve_bit_disagreement_rate"]) < 1e-9


@case
def comparisons_become_tables_and_pictures(folder):
    scenarios = [SCENARIOS / "walking-wifi.yaml", SCENARIOS / "lora-868.yaml"]
    result = run("bench", "keygen", *scenarios, "--scheme", "sign,guard", *SHORT, "-o",
                 folder / "t.csv").json
    head, *rows = [line.split(",") for line in
                   (folder / "t.csv").read_text().splitlines()]
    assert len(rows) == 4 and all(len(r) == len(head) for r in rows)
    for row, fields in zip(result["rows"], rows):
        cells = dict(zip(head, fields))
        assert cells["scheme"] == row["scheme"]
        for column in result["columns"]:
            value = row[column["name"]]
            cell = cells[column["name"]]
            assert (cell == "") == (value is None), (column, cell, value)
            if value is not None:
                assert abs(float(cell) - value) <= 1e-5 * abs(value), (column, cell)
    text = run("bench", "keygen", *scenarios, "--scheme", "sign,guard", *SHORT[:-1]).out
    assert "net bit/s" in text and max(map(len, text.split("\n"))) < 132, text
    if shutil.which("gnuplot"):
        run("bench", "keygen", *scenarios, "--scheme", "sign,guard", *SHORT, "--plot",
            folder / "t.svg")
        picture = (folder / "t.svg").read_text()
        assert "lora-868 guard" in picture and "raw bits a probe" in picture


@case
def what_can_not_be_compared_leaves_no_table(folder):
    walk = SCENARIOS / "walking-wifi.yaml"
    out = ["-o", "t.csv"]
    fails("bench", "keygen", walk, "--scheme", "sign,magic", *out, status=2,
          says="magic", cwd=folder)
    fails("bench", "keygen", walk, "--scheme", "sign,", *out, status=2, says="scheme",
          cwd=folder)
    fails("bench", "keygen", walk, "absent.yaml", *out, status=3, says="absent.yaml",
          cwd=folder)
    fails("bench", "keygen", walk, "--scheme", ",".join(33 * ["sign"]), *out, status=2,
          says="32", cwd=folder)


main()
