#!/usr/bin/env python3
"""`phyward probe` twice, `phyward match` by what frames tell of themselves: two receivers
of one traffic, made from recordings, so that where a frame lies tells which it is."""

import h5py
import numpy

from harness import RECORDINGS, Skip, case, fails, main, run

OPENOFDM = RECORDINGS / "openofdm"
SENDER = "e8:de:27:90:6e:42"
RAW = ["--type", "ci16", "--rate", "20M"]
# Sample by sample the same traffic, B's receiver was switched on so much later.
LATER = 15000


def conducted(mbps):
    (path,) = OPENOFDM.glob(f"conducted_dot11a_{mbps}mbps_*.dat")
    return numpy.fromfile(path, "<i2").reshape(-1, 2)


def traffic(*rates):
    """Recordings one after another; the second of two of a rate is the same frames."""
    if not OPENOFDM.is_dir():
        raise Skip("the recordings are not here")
    return numpy.concatenate([conducted(mbps) for mbps in rates])


def received(folder, name, samples, lost=(), seed=1):
    """What a receiver with noise of its own makes of it; it was deaf during `lost`."""
    draw = numpy.random.default_rng(seed)
    heard = samples.astype(float)
    for start, end in lost:
        heard[start:end] = 0
    heard += draw.normal(scale=0.002 * numpy.abs(samples).max(), size=heard.shape)
    (folder / f"{name}.dat").write_bytes(numpy.rint(heard).astype("<i2").tobytes())
    run("probe", f"{name}.dat", *RAW, "-o", f"{name}.h5", cwd=folder)
    return f"{name}.h5:{SENDER}"


def column(path, name, party=SENDER):
    with h5py.File(path) as file:
        return file[party]["columns"][name][()]


def both(folder, samples, later=LATER):
    """Two such receivers, deaf at different times; their traces."""
    n = len(samples)
    a = received(folder, "a", samples, [(at, at + 4000) for at in range(9000, n, 31000)], 1)
    heard_b = [(at, at + 4000) for at in range(2000, n - later, 37000)]
    b = received(folder, "b", samples[later:], heard_b, 2)
    return a, b


def common(folder, name):
    """Start samples, on A's count, of the frames with a number that both have heard, and
    the digests of each."""
    a, b = ({int(start): digest for start, digest in zip(
        column(folder / f"{part}.h5", "start_sample") + shift,
        column(folder / f"{part}.h5", name)) if not numpy.isnan(digest)}
            for part, shift in [("a", 0), ("b", LATER)])
    # Both detectors are right to a few samples.
    return [start for start in a if any(abs(start - other) < 8 for other in b)], a, b


def starts_apart(folder):
    """By how many samples B's start of the pairs is off A's."""
    return numpy.abs(column(folder / "m" / "b.h5", "start_sample") + LATER -
                     column(folder / "m" / "a.h5", "start_sample"))


@case
def frames_of_two_receivers_are_paired_by_their_digest(folder):
    # 6 and 9 Mbit/s have numbers in common, in other frames.
    a, b = both(folder, traffic(24, 6, 9, 12, 48))
    frames, of_a, of_b = common(folder, "digest")
    assert 20 < len(frames) < min(len(of_a), len(of_b)), (len(frames), len(of_a), len(of_b))
    found = run("match", a, b, "--number", "digest", "--clock", "fit", "-o", "m", "--json",
                cwd=folder).json
    assert found["pairs"] == len(frames) and found["number"] == "digest", (found, len(frames))
    assert starts_apart(folder).max() < 8
    # The clocks are one, B's zero is LATER; a start is right to some samples.
    assert abs(found["offset_s"] + LATER / 20e6) < 8 / 20e6, found
    # One channel, noise 37 dB below at either end: 1 / (1 + 10^-3.7) is 0.9998.
    assert found["value_correlation_before"] > 0.999, found
    n_a = len(column(folder / "a.h5", "digest"))
    assert found["unpaired_a"] == n_a - len(frames), found
    assert found["unnumbered_a"] == n_a - len(of_a), found
    assert found["retries_a"] == found["repeated_a"] == found["repeated_b"] == 0, found
    # Numbers within the capture are of other frames.
    plain = run("match", a, b, "-o", "m", "--json", cwd=folder).json
    assert plain["number"] is None and plain["unnumbered_a"] == 0, plain
    assert (starts_apart(folder) > 100).mean() > 0.5


@case
def a_counter_that_wraps_pairs_them_too(folder):
    a, b = both(folder, traffic(18, 12, 48, 18))
    frames, _, of_b = common(folder, "mac_sequence")
    found = run("match", a, b, "--number", "mac_sequence", "--modulus", "4096", "-o", "m",
                "--json", cwd=folder).json
    assert found["pairs"] == len(frames) > 15, (found, len(frames), len(of_b))
    assert starts_apart(folder).max() < 8
    assert column(folder / "m" / "a.h5", "mac_sequence").tolist() == \
        column(folder / "m" / "b.h5", "mac_sequence").tolist()


@case
def frames_that_come_twice_are_left_out_and_counted(folder):
    samples = traffic(9, 48, 9)
    a, b = received(folder, "a", samples), received(folder, "b", samples[LATER:], seed=2)
    frames, of_a, of_b = common(folder, "digest")
    once = [start for start in frames
            if sum(d == of_a[start] for d in of_a.values()) == 1
            and sum(d == of_a[start] for d in of_b.values()) == 1]
    found = run("match", a, b, "--number", "digest", "-o", "m", "--json", cwd=folder).json
    assert found["pairs"] == len(once) > 5, (found, len(once))
    assert found["repeated_a"] == len(of_a) - len(set(of_a.values())) + \
        len({d for d in of_a.values() if list(of_a.values()).count(d) > 1}) > 10, found
    assert starts_apart(folder).max() < 8
    assert "repeated" in run("match", a, b, "--number", "digest", cwd=folder).out


@case
def frames_that_are_sent_again_are_left_out_and_counted(folder):
    a, b = (received(folder, name, traffic(48), seed=seed) for name, seed in [("a", 1), ("b", 2)])
    arguments = ["match", a, b, "--number", "digest", "--json"]
    before = run(*arguments, cwd=folder).json
    with h5py.File(folder / "b.h5", "r+") as file:
        columns = file[SENDER]["columns"]
        row = numpy.flatnonzero(~numpy.isnan(columns["digest"][()]))[2]
        columns["retry"][row] = 1
    after = run(*arguments, cwd=folder).json
    assert before["retries_b"] == 0 and after["retries_b"] == 1, (before, after)
    assert after["pairs"] == before["pairs"] - 1, (before, after)


@case
def numbers_stand_only_where_a_frame_has_told_them(folder):
    path = received(folder, "a", traffic(24)).split(":", maxsplit=1)[0]
    frames = run("probe", "a.dat", *RAW, "--json", cwd=folder).json["frames"]
    mine = [f for f in frames if f["transmitter"] == SENDER]
    numbers, digests = column(folder / path, "mac_sequence"), column(folder / path, "digest")
    retries = column(folder / path, "retry")
    assert len(mine) == len(numbers) and any(f["sequence"] is None for f in mine)
    for frame, number, digest, retry in zip(mine, numbers, digests, retries):
        assert number == frame["sequence"] or (numpy.isnan(number) and frame["sequence"] is None)
        assert numpy.isnan(digest) == numpy.isnan(number)
        assert retry in (0, 1) or not frame["fcs_ok"]
    # CRC-32 as the frame's last four bytes have it.
    assert all(d == int(d) and 0 <= d < 2**32 for d in digests[~numpy.isnan(digests)])


@case
def what_does_not_pair_is_refused(folder):
    a = received(folder, "a", traffic(48))
    b = received(folder, "b", traffic(24))
    for arguments, status, says in [
            ([a, b, "--number", "digest"], 3, ["digest", "none"]),
            ([a, b, "--number", "colour"], 3, ["colour", "no column"]),
            ([a, a, "--number", "cfo_hz"], 3, ["cfo_hz", "whole"]),
            ([a, a, "--number", "digest", "--modulus", "4096"], 3, ["digest", "4095"]),
            ([a, a, "--number", "digest", "--by", "time"], 2, ["--number", "--by"])]:
        fails("match", *arguments, "-o", "m", status=status, says=says, cwd=folder)


main()
