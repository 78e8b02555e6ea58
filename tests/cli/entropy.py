"""phyward entropy: NIST's samples, packed bits, wrong widths, what too few samples say."""

import json
import os

from harness import SOURCE, case, fails, main, run

SAMPLES = SOURCE / "tests" / "kat" / "sp80090b"


def by_name(found):
    return {row["estimator"]: row for row in found["rows"]}


@case
def nists_samples_have_the_entropy_that_nists_program_prints(_):
    for name, width, assessed in [("rand1_short.bin", 1, 0.61171620479394506),
                                  ("rand4_short.bin", 4, 3.2154882678767365),
                                  ("rand8_short.bin", 8, 5.8608937444852494)]:
        found = run("entropy", SAMPLES / name, "--bits-per-symbol", width, "--json").json
        assert abs(found["min_entropy_per_symbol"] - assessed) < 1e-9, found
        assert abs(found["min_entropy_per_bit"] * width - assessed) < 1e-9
        assert found["samples"] == 10000 and found["values"] == 2 ** width
        assert [row["section"] for row in found["rows"]] == [f"6.3.{i}"
                                                            for i in range(1, 11)]
        assert "1000000" in found["note"]
    rows = by_name(found)
    assert rows["90b-collision"]["bits_per_symbol"] is None
    assert abs(rows["90b-lag"]["bits_per_symbol"] - 6.6364412870839109) < 1e-9
    assert abs(rows["90b-compression"]["bits_per_bit"] - 0.73261171806065617) < 1e-9


@case
def a_million_packed_bits_are_read_by_threads_alike(folder):
    # The repository's copy has the first sample lowest; the option wants it highest.
    packed = (SAMPLES / "truerand_1bit.packed").read_bytes()
    turned = bytes(int(f"{byte:08b}"[::-1], 2) for byte in packed)
    (folder / "bits").write_bytes(turned)
    one = run("entropy", folder / "bits", "--packed", "--json", "--threads", 2).json
    assert one["samples"] == 1000000 and one["note"] is None
    assert abs(one["min_entropy_per_symbol"] - 0.82967708323406131) < 1e-9
    assert abs(by_name(one)["90b-multi-mmc"]["bits_per_symbol"] - 0.99665994380395218) < 1e-9


@case
def results_repeat_on_any_number_of_threads(folder):
    (folder / "samples").write_bytes(os.urandom(9000))
    one = run("entropy", folder / "samples", "--json").out
    assert run("entropy", folder / "samples", "--json", "--threads", 3).out == one
    assert json.loads(one)["width_bits"] == 8


@case
def what_repeats_has_no_entropy(folder):
    (folder / "constant").write_bytes(bytes(5000))
    (folder / "period").write_bytes(bytes(range(50)) * 100)
    assert run("entropy", folder / "constant", "--json").json["min_entropy_bits"] == 0
    found = run("entropy", folder / "period", "--json").json
    assert found["min_entropy_per_symbol"] < 0.05, found
    assert by_name(found)["mcv"]["bits_per_symbol"] > 5


@case
def few_samples_are_judged_by_the_estimators_that_apply(folder):
    (folder / "few").write_bytes(bytes([0, 1, 1, 0, 1, 0, 0, 1, 0, 0]))
    found = run("entropy", folder / "few", "--json").json
    assert 0 <= found["min_entropy_per_symbol"] < 1
    assert by_name(found)["90b-compression"]["bits_per_symbol"] is None
    text = run("entropy", folder / "few").out
    assert "estimators:" in text and "unknown" in text and "fewer than" in text


@case
def what_is_no_file_of_samples_is_refused(folder):
    (folder / "wide").write_bytes(bytes([0, 9, 1]))
    (folder / "empty").write_bytes(b"")
    fails("entropy", "wide", "--bits-per-symbol", 3, status=3,
          says=["wide", "4 bits", "--bits-per-symbol"], cwd=folder)
    fails("entropy", "wide", "--packed", "--bits-per-symbol", 3, status=2,
          says="--packed", cwd=folder)
    fails("entropy", "wide", "--bits-per-symbol", 9, status=2,
          says="--bits-per-symbol", cwd=folder)
    fails("entropy", "empty", status=6, says=["empty", "no samples"], cwd=folder)
    fails("entropy", "nowhere", status=3, says="nowhere", cwd=folder)
    fails("entropy", status=2, says="FILE", cwd=folder)


@case
def help_has_an_example(_):
    assert "phyward entropy datasets/recordings" in run("entropy", "--help").out
    name = "datasets/recordings/sram-puf/M42-20240207-093824.bin"
    assert run("entropy", SOURCE / name, "--packed", "--json").json["samples"] == 1802240


main()
