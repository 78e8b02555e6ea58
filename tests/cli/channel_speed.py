#!/usr/bin/env python3
"""`phyward bench channel`: a row a kernel, beside its peer."""

from harness import case, fails, main, run

FIELDS = ["kernel", "work", "ns_per_unit", "unit", "peer", "peer_ns_per_unit", "ratio"]


@case
def every_kernel_has_a_row_with_its_peer(_):
    rows = run("bench", "channel", "--repeats", "1", "--json").json["rows"]
    names = [row["kernel"] for row in rows]
    assert {"iq-16-taps", "iq-tdl-c", "fractional-delay", "noise",
            "sinusoids-uniform", "sinusoids-random", "spectral-epoch",
            "probe-triples-dense", "probe-triples-sparse", "network-dense",
            "network-sparse", "network-waves", "surface", "transmit-chain",
            "receive-chain"} <= set(names), names
    assert len(set(names)) == len(names)
    for row in rows:
        assert list(row) == FIELDS, row
        assert row["unit"] and row["peer"] and row["work"], row
        # No kernel does a unit in a hundredth of a cycle, or in a second.
        assert 0.001 < row["ns_per_unit"] < 1e9, row
        assert abs(row["ratio"] * row["ns_per_unit"] / row["peer_ns_per_unit"] - 1) < 1e-9


@case
def kernels_are_picked_by_name_in_the_order_of_the_list(_):
    result = run("bench", "channel", "--kernel", "noise,iq-tdl-c", "--repeats", "1",
                 "--json").json
    assert [row["kernel"] for row in result["rows"]] == ["iq-tdl-c", "noise"]
    assert result["rows"][0]["peer_ns_per_unit"] == 50  # a sample at 20 MS/s


@case
def people_get_a_table(_):
    text = run("bench", "channel", "--kernel", "noise", "--repeats", "1").out
    for words in ["kernel", "ns_per_unit", "noise", "ratio"]:
        assert words in text, text


@case
def wrong_choices_are_usage_errors(_):
    fails("bench", "channel", "--kernel", "nois", status=2, says=["nois", "noise"])
    fails("bench", "channel", "--kernel", "noise,", status=2, says="--kernel")
    fails("bench", "channel", "--kernel", "n" * 500, status=2, says="--kernel")
    fails("bench", "channel", "--repeats", "0", status=2, says="--repeats")
    fails("bench", "channel", "file", status=2, says="file")


main()
