#!/usr/bin/env python3
"""`phyward puf`: the real chips give their keys again, and nobody else does."""

import hashlib
import math
import random
import stat
import struct

from harness import RECORDINGS, case, fails, main, run

CHIPS = RECORDINGS / "sram-puf"
L45, M39, M42 = (CHIPS / name for name in (
    "L45-20240210-103050.bin", "M39-20240208-144959.bin", "M42-20240207-093824.bin"))
SIZE = 56320
READOUT = ("--readout-bytes", SIZE)


def enroll(folder, chip=M39, *options, **more):
    return run("puf", "enroll", chip, *READOUT, "--index", 0, "--helper", "h.bin", "--key",
               "k.bin", "--json", *options, cwd=folder, **more).json


def reproduce(folder, chip=M39, index=5, **more):
    return run("puf", "reproduce", chip, *READOUT, "--index", index, "--helper", "h.bin",
               "--key", "k5.bin", "--json", cwd=folder, **more).json


def refused(folder, chip=M39, index=5, status=5, says="", options=READOUT):
    fails("puf", "reproduce", chip, *options, "--index", index, "--helper", "h.bin", "--key",
          "k5.bin", cwd=folder, status=status, says=says)


@case
def the_commands_of_the_issue_work_as_written(folder):
    dump = ("datasets/recordings/sram-puf/M39-20240208-144959.bin", *READOUT)
    source = RECORDINGS.parent.parent
    helper, key, again = (folder / name for name in ("h.bin", "k.bin", "k5.bin"))
    run("puf", "enroll", *dump, "--index", "0", "--helper", helper, "--key", key, cwd=source)
    run("puf", "reproduce", *dump, "--index", "5", "--helper", helper, "--key", again,
        cwd=source)
    assert key.read_bytes() == again.read_bytes() and len(key.read_bytes()) == 16
    assert stat.S_IMODE(again.stat().st_mode) == 0o600
    assert stat.S_IMODE(helper.stat().st_mode) & 0o444 == 0o444
    again.unlink()
    for other in (L45, M42):
        refused(folder, other, 3, says="another chip")
    assert not again.exists()


@case
def every_later_readout_gives_the_key(folder):
    for chip, readouts in ((L45, 28), (M39, 19), (M42, 4)):
        enroll(folder, chip)
        for index in range(1, readouts):
            reproduce(folder, chip, index)
            assert (folder / "k5.bin").read_bytes() == (folder / "k.bin").read_bytes()
        (folder / "k5.bin").unlink()
        for other in {L45, M39, M42} - {chip}:
            refused(folder, other, 0, says="another chip")


@case
def the_codes_of_the_issue_all_carry_a_key(folder):
    # The two other chips' cells have less than what 5 times and Golay disclose: 0.9.
    for chip, code in ((M39, "repetition:times=5,golay"), (M42, "repetition:times=3,bch"),
                       (L45, "repetition:times=3,golay"), (M39, "bch:t=30")):
        found = enroll(folder, chip, "--code", code)
        assert found["source_bits"] >= 256 and found["certified_bits"] >= 128
        if not code.startswith("bch"):
            reproduce(folder, chip, 2)
    for chip in (L45, M42):
        fails("puf", "enroll", chip, *READOUT, "--helper", "x", "--key", "y", "--code",
              "repetition:times=5,golay", cwd=folder, status=6, says="nothing is left")


@case
def the_account_adds_up(folder):
    found = enroll(folder)
    n, k = 765, 131
    assert found["code"] == "repetition:times=3,bch" and found["cells"] == 8 * SIZE
    assert found["source_cells"] == n * found["blocks"]
    assert found["disclosed_bits"] == (n - k) * found["blocks"]
    assert abs(found["min_entropy_bits"]
               - found["source_cells"] * found["min_entropy_per_cell"]) < 1e-6
    assert abs(found["source_bits"]
               - found["min_entropy_bits"] + found["disclosed_bits"]) < 1e-6
    assert found["amplification_bits"] == 128 == 2 * found["epsilon_bits"]
    assert found["source_bits"] >= 256
    assert found["certified_bits"] == int(found["min_entropy_bits"]) \
        - found["disclosed_bits"] - 128 >= found["key_bits"] == 128
    # What the bias alone leaves is more than the columns and the neighbour at 512 do,
    # these more than both together, and this more than so few cells can show.
    assert found["lag"] == 512 and 0.94 < found["min_entropy_by_lag"] < 0.96
    assert found["period"] % 64 == 0 and 0.94 < found["min_entropy_by_position"] < 0.96
    assert 0.991 < found["min_entropy_by_value"] < 0.994
    both = 2 ** -found["min_entropy_by_position"] + 2 ** -found["min_entropy_by_lag"] - 0.5
    assert abs(2 ** -found["min_entropy_readout"] - both) < 1e-9
    assert found["min_entropy_per_cell"] == found["min_entropy_source"] \
        < found["min_entropy_readout"] < 0.91
    assert "random oracle" in found["secrecy"] and "place" in found["assumption"]
    failure = found["block_failure"]
    assert 0 < failure < 1e-12
    assert abs(found["key_failure"] / (found["blocks"] * failure) - 1) < 1e-6
    assert found["reproducible"] is False and found["seed"] is None
    assert stat.S_IMODE((folder / "k.bin").stat().st_mode) == 0o600
    back = reproduce(folder)
    assert back["key_fingerprint"] == found["key_fingerprint"]
    assert back["blocks"] == found["blocks"] and back["reproducible"] is False


@case
def the_failures_foretold_are_the_binomial_ones(folder):
    found = enroll(folder, M39, "--code", "bch:t=18", "--error-rate", 0.05)
    p, blocks = found["block_failure"], found["blocks"]
    flips = sum(math.comb(255, i) * 0.05 ** i * 0.95 ** (255 - i) for i in range(19))
    assert abs(p - (1 - flips)) < 1e-9 and 0.03 < p < 0.06
    assert abs(found["key_failure"] - (1 - (1 - p) ** blocks)) < 1e-9


@case
def cells_that_are_no_secret_are_not_enrolled_by_the_others(folder):
    """The first cells are zeros, as a chip's start-up code leaves them: a key of these
    cells would come back from a chip of zeros."""
    first = M39.read_bytes()[:SIZE]
    (folder / "zeros.bin").write_bytes(bytes(SIZE))
    for size in (1024, 1536):
        (folder / "some.bin").write_bytes(bytes(size) + first[size:])
        found = run("puf", "enroll", "some.bin", "--helper", "h.bin", "--code",
                    "repetition:times=3,golay", "--json", cwd=folder).json
        good = found["source_cells"] - 8 * size
        assert good * 0.92 >= found["min_entropy_bits"], found
        fails("puf", "reproduce", "zeros.bin", "--helper", "h.bin", cwd=folder, status=5,
              says="another chip")


@case
def an_entropy_of_the_users_word_is_told_as_such(folder):
    options = ("puf", "enroll", M39, *READOUT, "--helper", "h.bin", "--json")
    done = run(*options, "--cell-entropy", 1, cwd=folder)
    assert "your word" in done.err and "0.90" in done.err
    assert "user" in done.json["entropy_estimator"]
    assert done.json["min_entropy_per_cell"] == 1 > done.json["min_entropy_readout"]
    (folder / "h.bin").unlink()
    done = run(*options, "--cell-entropy", 0.9, cwd=folder)
    assert done.err == "" and "user" in done.json["entropy_estimator"]


@case
def helper_data_of_a_strangers_making_release_nothing(folder):
    """A seed of zeros hashes every chip to zeros: the tag is not under a key of that."""
    enroll(folder)
    whole = bytearray((folder / "h.bin").read_bytes())
    key_bits, _, blocks = struct.unpack_from("<III", whole, 12 + 2 + 64)
    offset = 12 + 2 + 64 + 12 + 16
    seed = offset + (blocks * 765 + 7) // 8
    whole[seed:-32] = bytes(len(whole) - 32 - seed)
    assert len(whole) - 32 - seed == (blocks * 131 + key_bits - 1 + 7) // 8
    for secret in (bytes(key_bits // 8), bytes((blocks * 131 + 7) // 8)):
        for context in (b"phyward puf helper data", b"phyward puf key"):
            root = hashlib.blake2b(secret, digest_size=64).digest()
            key = hashlib.blake2b(context, digest_size=32, key=root).digest()
            whole[-32:] = hashlib.blake2b(whole[:-32], digest_size=32, key=key).digest()
            (folder / "h.bin").write_bytes(whole)
            for chip in (M39, M42):
                refused(folder, chip, 0, says="another chip")


@case
def more_key_asks_for_more_cells(folder):
    small = enroll(folder)
    large = enroll(folder, M39, "--key-bits", 256, "--epsilon", 80, "--offset", 1000,
                   "--code", "repetition:times=3,bch:t=20")
    assert large["source_cells"] > 0 and large["offset"] == 1000
    assert large["source_bits"] >= 256 + 160 and small["source_bits"] >= 256
    assert large["source_cells"] > small["source_cells"]
    assert len((folder / "k.bin").read_bytes()) == 32
    reproduce(folder)
    assert (folder / "k5.bin").read_bytes() == (folder / "k.bin").read_bytes()


@case
def a_majority_enrols_with_fewer_flips(folder):
    found = enroll(folder, M39, "--code", "bch:t=30", "--index", "0-6,8,10")
    assert found["readouts"] == 9
    reproduce(folder, M39, 15)
    reproduce(folder, M39, "16,17,18")


@case
def a_seed_repeats_the_enrolment_and_marks_it(folder):
    first = enroll(folder, M39, "--seed", 7)
    files = [(folder / name).read_bytes() for name in ("h.bin", "k.bin")]
    again = enroll(folder, M39, "--seed", 7)
    assert first == again and first["reproducible"] is True and first["seed"] == 7
    assert files == [(folder / name).read_bytes() for name in ("h.bin", "k.bin")]
    assert reproduce(folder)["reproducible"] is True
    assert enroll(folder, M39, "--seed", 8)["key_fingerprint"] != first["key_fingerprint"]


@case
def a_second_enrolment_is_warned_of(folder):
    options = ("puf", "enroll", M39, *READOUT, "--helper", "h.bin")
    assert run(*options, cwd=folder).err == ""
    assert "two of one chip" in run(*options, cwd=folder).err
    assert run(*options, "--quiet", cwd=folder).err == ""


@case
def changed_helper_data_release_nothing(folder):
    enroll(folder)
    whole = (folder / "h.bin").read_bytes()
    draw = random.Random(1)
    places = [0, 1, 4, 8, 12, 13, 14, 78, 82, 86, 90, len(whole) - 1]
    places += draw.sample(range(len(whole)), 12)
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << draw.randrange(8)
        (folder / "h.bin").write_bytes(changed)
        refused(folder, says="h.bin")
    for changed in (b"", whole[:-1], whole[:100], whole + b"\0", b"text\n", M42.read_bytes()):
        (folder / "h.bin").write_bytes(changed)
        refused(folder, says="h.bin")
    (folder / "h.bin").write_bytes(whole)
    reproduce(folder)


@case
def readouts_of_another_length_release_nothing(folder):
    enroll(folder)
    for size in (SIZE // 2, SIZE * 19):
        refused(folder, index=0, says=[str(size), str(SIZE), "--readout-bytes"],
                options=("--readout-bytes", size))
    (folder / "short.bin").write_bytes(M39.read_bytes()[:-1])
    refused(folder, folder / "short.bin", status=3, says=[str(SIZE), "short.bin"],
            options=())


@case
def a_readout_is_as_long_as_the_enrolled_one_unless_said(folder):
    enroll(folder)
    run("puf", "reproduce", M39, "--index", 5, "--helper", "h.bin", "--key", "k5.bin",
        cwd=folder)
    assert (folder / "k5.bin").read_bytes() == (folder / "k.bin").read_bytes()
    (folder / "k5.bin").unlink()
    refused(folder, M42, index=3, options=())


@case
def cells_that_leave_nothing_give_no_key(folder):
    generator = random.Random(1)
    biased = bytes(sum((generator.random() < 0.6) << i for i in range(8))
                   for _ in range(SIZE))
    (folder / "biased.bin").write_bytes(biased)
    (folder / "constant.bin").write_bytes(bytes(SIZE))
    (folder / "short.bin").write_bytes(biased[:64])
    (folder / "few.bin").write_bytes(M39.read_bytes()[:300])
    for name in ("biased.bin", "constant.bin"):
        fails("puf", "enroll", name, "--helper", "h", "--key", "k", cwd=folder, status=6,
              says="nothing is left")
    fails("puf", "enroll", "short.bin", "--helper", "h", cwd=folder, status=6, says="512")
    fails("puf", "enroll", "few.bin", "--helper", "h", "--cell-entropy", 1, "--key-bits", 512,
          cwd=folder, status=6, says="there are 2400")
    fails("puf", "enroll", M39, *READOUT, "--offset", 450000, "--helper", "h", cwd=folder,
          status=6, says="450000")
    # A code that repeats nothing bears a bias of 0.6.
    run("puf", "enroll", "biased.bin", "--helper", "h", "--code", "bch", cwd=folder)


@case
def bad_input_is_refused(folder):
    (folder / "odd.bin").write_bytes(bytes(1000))
    (folder / "empty.bin").write_bytes(b"")
    enroll(folder)

    def wrong(*options, status, says, dump=M39):
        fails("puf", "enroll", dump, "--helper", "x", "--key", "y", *options, cwd=folder,
              status=status, says=says)

    wrong("--readout-bytes", 300, dump="odd.bin", status=3, says=["odd.bin", "300"])
    wrong(dump="empty.bin", status=3, says="empty")
    wrong(dump="none.bin", status=3, says="none.bin")
    wrong(*READOUT, "--index", 19, status=2, says=["--index", "19"])
    wrong(*READOUT, "--index", "3-1", status=2, says=["--index", "3-1"])
    wrong(*READOUT, "--index", "0,0,0", status=2, says=["--index", "twice"])
    wrong(*READOUT, "--index=-1", status=2, says=["--index", "-1"])
    wrong("--readout-bytes", 1, status=6, says="1024")
    wrong(*READOUT, "--index", "x", status=2, says="--index")
    wrong(*READOUT, "--index", "", status=2, says="--index")
    wrong(*READOUT, "--index", "0-99999", status=2, says="--index")
    wrong(*READOUT, "--code", "paper", status=2, says=["paper", "golay"])
    wrong(*READOUT, "--code", "golay,bch", status=2, says="repetition")
    wrong(*READOUT, "--code", "repetition:times=4,golay", status=2, says="odd")
    wrong(*READOUT, "--key-bits", 130, status=2, says="130")
    wrong(*READOUT, "--key-bits", 64, status=2, says="--key-bits")
    wrong(*READOUT, "--epsilon", 0, status=2, says="--epsilon")
    wrong("--readout-bytes", 0, status=2, says="--readout-bytes")
    fails("puf", "enroll", M39, *READOUT, cwd=folder, status=2, says="--helper")
    fails("puf", "enroll", cwd=folder, status=2, says="DUMP")
    fails("puf", "reproduce", M39, *READOUT, cwd=folder, status=2, says="--helper")
    fails("puf", "reproduce", M39, *READOUT, "--helper", "none", cwd=folder, status=3,
          says="none")
    fails("puf", "enroll", M39, *READOUT, "--helper", "no/h.bin", cwd=folder, status=4,
          says="no/h.bin")


@case
def evaluation_is_the_table_measured_before(_):
    found = run("puf", "evaluate", L45, M39, M42, *READOUT, "--code",
                "repetition:times=3,golay", "--json").json
    table = {"L45": (28, 0.4993, 0.0466, 0.0321, 0.8341),
             "M39": (19, 0.5008, 0.0452, 0.0307, 0.8528),
             "M42": (4, 0.4987, 0.0503, 0.0296, 0.9083)}
    assert found["n_chips"] == 3 == len(found["chips"])
    for row in found["chips"]:
        readouts, ones, pairs, majority, never = table[row["chip"][:3]]
        assert row["readouts"] == readouts and row["cells"] == 450560
        for name, value in (("uniformity", ones), ("hd_pairs", pairs),
                            ("hd_majority", majority), ("never_flipping", never),
                            ("reliability", 1 - pairs)):
            assert abs(row[name] - value) <= 0.50001e-4, (name, row)
        assert abs(row["lag64_correlation"]) <= 0.00555
        assert row["lag"] == 512 and 0.025 < row["lag_correlation"] < 0.033
    # 5 sigma of 450560 cells.
    assert all(abs(row["uniqueness"] - 0.5) < 0.0037 for row in found["pairs"])
    assert len(found["pairs"]) == 3
    shares = [row["uniformity"] for row in found["chips"]]
    unrelated = math.prod(shares) + math.prod(1 - share for share in shares)
    assert abs(found["same_if_unrelated"] - unrelated) < 1e-6, found["same_if_unrelated"]
    assert found["no_keys"] == []
    assert abs(found["same_on_all_chips"] - 0.25) < 5 * (0.1875 / 450560) ** 0.5
    blocks = {(row["enrolled"][:3], row["read"][:3]): row for row in found["blocks"]}
    for pair, (failed, n) in {("L45", "L45"): (3, 168939), ("M39", "M39"): (1, 112626),
                              ("M42", "M42"): (1, 18771),
                              ("L45", "M42"): (25024, 25028)}.items():
        row = blocks[pair]
        assert (row["failed"], row["blocks"]) == (failed, n), row
        low, high = row["interval"]
        assert low <= row["binomial"] <= high or row["enrolled"] != row["read"], row
    assert sum(row["attempts"] for row in found["keys"]) > 9000
    for row in found["keys"]:
        own = row["enrolled"] == row["read"]
        assert row["attempts"] == row["keys"] * (table[row["read"][:3]][0] - own)
        if row["enrolled"] != row["read"]:
            assert row["reproduced"] == 0, row
        else:  # a failed block in 60,000 fails one of some 2500 keys
            assert row["attempts"] - row["reproduced"] <= 3, row


@case
def evaluation_reproduces_and_takes_a_single_chip(folder):
    options = ("puf", "evaluate", M42, *READOUT, "--json", "--seed", 3)
    first = run(*options).json
    assert first == run(*options).json and "pairs" not in first
    assert [row["reproduced"] == row["attempts"] > 0 for row in first["keys"]] == [True]
    (folder / "one.bin").write_bytes(M42.read_bytes()[:SIZE])
    alone = run("puf", "evaluate", "one.bin", "--json", cwd=folder).json
    assert alone["chips"][0]["reliability"] is None
    assert alone["keys"] == [] == alone["blocks"]


@case
def a_chip_without_entropy_has_no_keys_and_says_why(folder):
    (folder / "zeros.bin").write_bytes(bytes(2 * SIZE))
    found = run("puf", "evaluate", M42, "zeros.bin", *READOUT, "--json", cwd=folder).json
    assert [row["chip"] for row in found["no_keys"]] == ["zeros.bin"]
    assert "nothing is left" in found["no_keys"][0]["why"]
    assert {row["enrolled"] for row in found["keys"]} == {M42.name}
    assert "zeros.bin" in {row["read"] for row in found["keys"] if row["reproduced"] == 0}


@case
def evaluation_has_a_page_and_lines_for_people(folder):
    run("puf", "evaluate", M42, *READOUT, "--report", "r.html", cwd=folder)
    page = (folder / "r.html").read_text()
    assert "<h1>Memories at power-up</h1>" in page
    assert "<h3>Cells that differ</h3>" in page or "No pictures" in page
    assert "uniformity" in page and "too narrow" in page
    text = run("puf", "evaluate", M42, *READOUT).out
    assert "never_flipping" in text and "too narrow" in text


@case
def chips_of_different_memories_are_not_compared(folder):
    (folder / "half.bin").write_bytes(M42.read_bytes()[:SIZE // 2])
    (folder / "whole.bin").write_bytes(M42.read_bytes()[:SIZE])
    fails("puf", "evaluate", "whole.bin", "half.bin", cwd=folder, status=3, says="half.bin")
    fails("puf", "evaluate", "whole.bin", "--code", "x", cwd=folder, status=2, says="x")
    fails("puf", "evaluate", status=2, says="DUMP")


@case
def help_tells_what_there_is(_):
    for verb in ("enroll", "reproduce", "evaluate"):
        text = run("puf", verb, "--help").out
        assert "--readout-bytes" in text and "DUMP" in text
    assert "--code" in run("puf", "enroll", "--help").out
    assert "repetition:times=3,bch" in run("puf", "enroll", "--help").out
    listed = run("list", "code").out
    for name in ("golay", "bch", "repetition"):
        assert name in listed


main()
