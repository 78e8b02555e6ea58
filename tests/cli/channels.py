#!/usr/bin/env python3
"""`phyward auth channels`: senders told apart by channel, within recordings and across."""

import h5py
import numpy

from harness import RECORDINGS, Skip, case, fails, main, run

OPENOFDM = RECORDINGS / "openofdm"
TRUTH = OPENOFDM / "frames_truth.csv"
RATES = ["6.5", "19.5", "65"]
A, B = "e8:de:27:90:6e:42", "98:5f:d3:c7:06:27"


def rayleigh(seed, n=16):
    draw = numpy.random.default_rng(seed)
    return (draw.normal(size=n) + 1j * draw.normal(size=n)) / 2 ** 0.5


def trace(path, channels, seed, noise=0.01):
    """A frame of each channel in turn, at samples 0, 1000, 2000 ..."""
    draw = numpy.random.default_rng(seed)
    z = draw.normal(size=(2, len(channels), len(channels[0]))) * (noise / 2) ** 0.5
    values = (numpy.array(channels) + z[0] + 1j * z[1]).astype(numpy.complex64)
    with h5py.File(path, "w") as file:
        file.attrs["format"], file.attrs["version"] = "phyward-trace", 1
        group = file.create_group("x")
        group["H"] = values
        group["time_s"] = numpy.arange(len(values), dtype=float)
        group["sequence"] = numpy.arange(len(values))
        group["coefficient"] = 1e6 * numpy.arange(values.shape[1], dtype=float)
        group.attrs["kind"], group.attrs["noise_variance"] = "cfr", noise
        columns = group.create_group("columns")
        columns["start_sample"] = 1000.0 * numpy.arange(len(values))
        columns["start_sample"].attrs["unit"] = "samples"


def write_truth(path, senders):
    """senders: by file, one letter a frame; a blank is nobody known."""
    lines = ["file,start_sample,transmitter"]
    for file, letters in senders.items():
        lines += [f"{file},{1000 * i},{'' if x == ' ' else x}" for i, x in enumerate(letters)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def two_recordings(folder):
    """x stays where it is; y has moved in the second recording."""
    place = {"one.h5": {"x": rayleigh(1), "y": rayleigh(2), " ": rayleigh(9)},
             "two.h5": {"x": rayleigh(1), "y": rayleigh(3), " ": rayleigh(9)}}
    senders = {"one.h5": "xyxyxy xxyyyx", "two.h5": "yx yxxyyx"}
    for seed, (file, letters) in enumerate(senders.items()):
        trace(folder / file, [place[file][x] for x in letters], seed)
    write_truth(folder / "truth.csv", senders)


@case
def two_transmitters_on_the_air_are_told_apart_and_one_has_moved(folder):
    if not TRUTH.is_file():
        raise Skip("the recordings are not here")
    for rate in RATES:
        run("probe", OPENOFDM / f"radiated_dot11n_{rate}mbps.dat", "--type", "ci16", "--rate",
            "20M", "-o", folder / f"{rate}.h5")
    files = [f"{rate}.h5" for rate in RATES]
    found = run("auth", "channels", *files, "--truth", TRUTH, "--json", cwd=folder).json
    for name in ["own_refused", "others_accepted", "own_same_across",
                 "others_accepted_across"]:
        print(f"# {name}: {found[name]}")
    assert found["learnt_of"] == "radiated_dot11n_6.5mbps.dat", found
    assert 0.97 < found["threshold"] < 0.98 and found["own_least"] > 0.999, found
    assert found["n_own_refused"] == 0 == found["n_others_accepted"], found
    assert found["n_own_refused_of"] >= 45 and found["n_others_accepted_of"] >= 45, found
    assert found["n_others_accepted_across"] == 0 < found["n_others_accepted_across_of"]
    # A stood still, B did not; all eighteen pairs of recordings are there.
    assert len(found["rows"]) == 18, found["rows"]
    for row in found["rows"]:
        within = row["enrolled_in"] == row["judged_in"]
        stays = within or row["sender"] == A
        assert row["own_same"] == (row["own"] if stays else 0) and row["own"] > 0, row
        assert row["others_same"] == 0 < row["others"], row
        assert row["sender"] in (A, B), row
    text = run("auth", "channels", *files, "--truth", TRUTH, "--report", "r.html",
               cwd=folder).out
    page = (folder / "r.html").read_text(encoding="utf-8")
    for word in ["Senders by their channels", "Across recordings", "own frames", A, B]:
        assert word in page, word
    assert "a channel is of a place" in text.lower(), text


@case
def every_frame_is_counted_where_it_belongs(folder):
    two_recordings(folder)
    found = run("auth", "channels", "one.h5", "two.h5", "--truth", "truth.csv", "--json",
                cwd=folder).json
    rows = {(row["sender"], row["enrolled_in"], row["judged_in"]): row
            for row in found["rows"]}
    assert len(rows) == 8, found
    # Twelve frames of known senders less six that enrol; eight less six.
    for key, row in rows.items():
        first = key[2] == "one.h5"
        assert (row["own"], row["others"]) == ((3, 3) if first else (1, 1)), row
        low, high = row["own_interval"]
        assert low <= row["own_same"] / row["own"] <= high, row
        stays = key[1] == key[2] or key[0] == "x"
        assert row["own_same"] == (row["own"] if stays else 0), row
        assert row["others_same"] == 0, row
    assert (found["n_own_refused"], found["n_own_refused_of"]) == (0, 8), found
    assert (found["n_own_same_across"], found["n_own_same_across_of"]) == (4, 8), found
    again = run("auth", "channels", "one.h5", "two.h5", "--truth", "truth.csv", "--json",
                cwd=folder).json
    assert again == found
    # All but one of a sender's frames enrol it where they are few.
    many = run("auth", "channels", "one.h5", "two.h5", "--truth", "truth.csv",
               "--enroll-frames", "9", "--json", cwd=folder).json
    assert all((row["own"], row["others"]) == (1, 1) for row in many["rows"]), many


@case
def a_test_of_one_s_own_needs_nothing_learnt(folder):
    two_recordings(folder)
    for test in ["difference:fit=phase", "enrolled:fit=phase", "correlation"]:
        found = run("auth", "channels", "one.h5", "two.h5", "--truth", "truth.csv", "--test",
                    test, "--false-alarm", "1e-6", "--json", cwd=folder).json
        assert found["test"] == test and "threshold" not in found, found
        assert found["n_own_refused"] == 0 == found["n_others_accepted"], found
        assert found["n_own_same_across"] == 4, found
    # LABEL= says who sent a whole trace; one sender has no other to be told from.
    trace(folder / "a.h5", [rayleigh(1)] * 6, 5)
    fails("auth", "channels", "x=a.h5", status=6, says=["a.h5", "two senders", "--test"],
          cwd=folder)
    alone = run("auth", "channels", "x=a.h5", "--test", "correlation", "--json",
                cwd=folder).json
    assert (alone["n_own_refused"], alone["n_own_refused_of"]) == (0, 3), alone
    # What is too weak to tell is undecided, and not accepted.
    hard = run("auth", "channels", "x=a.h5", "--test", "correlation:threshold=0.9", "--taps",
               "1", "--json", cwd=folder).json
    assert hard["n_own_refused"] == 3 == hard["n_undecided"], hard


@case
def what_can_not_be_tried_is_refused(folder):
    two_recordings(folder)
    trace(folder / "wide.h5", [rayleigh(1, 17)] * 6, 5)
    trace(folder / "alike.h5", [rayleigh(1)] * 8, 5)
    write_truth(folder / "alike.csv", {"alike.h5": "xyxyxyxy"})
    (folder / "copy.h5").write_bytes((folder / "one.h5").read_bytes())
    known = ["--truth", "truth.csv", "--report", "r.html"]
    for arguments, status, says in [
            (["one.h5", "copy.h5", *known], 2, ["copy.h5", "once more"]),
            (["one.h5", "wide.h5", *known], 3, ["wide.h5", "16", "17"]),
            (["one.h5", "none.h5", *known], 3, "none.h5"),
            (["one.h5", "--truth", "none.csv"], 3, "none.csv"),
            (["one.h5"], 6, "two senders"),
            (["one.h5", "--test", "correlation"], 6, "--truth"),
            (["alike.h5", "--truth", "alike.csv"], 3, ["alike.h5", "don't tell"]),
            (["one.h5", *known, "--test", "nonsense"], 2, "nonsense"),
            (["one.h5", *known, "--taps", "17"], 2, ["--taps", "17"]),
            (["one.h5", *known, "--test", "enrolled", "--enroll-frames", "1"], 2,
             "--enroll-frames"),
            (["one.h5", *known, "--enroll-frames", "0"], 2, "--enroll-frames"),
            ([], 2, "TRACE")]:
        fails("auth", "channels", *arguments, status=status, says=says, cwd=folder)
    assert "--enroll-frames" in run("auth", "channels", "--help").out


main()
