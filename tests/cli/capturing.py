#!/usr/bin/env python3
"""`phyward probe` by transmitter: traces and models of true addresses, frames cut out and
annotated, pictures, pipes, and what it says when nothing is found."""

import hashlib
import json
import random
import signal
import struct
import subprocess
import time

from harness import COMMAND, RECORDINGS, Skip, case, fails, main, run, tree

OPENOFDM = RECORDINGS / "openofdm"
RAW = ["--type", "ci16", "--rate", "20M"]
RADIATED = OPENOFDM / "radiated_dot11n_6.5mbps.dat"
SHORT = OPENOFDM / "radiated_dot11n_65mbps.dat"
A, B = "e8:de:27:90:6e:42", "98:5f:d3:c7:06:27"
MARGIN = 160


def capture(path=RADIATED, *options):
    if not path.is_file():
        raise Skip("the recordings are not here")
    return run("probe", path, *RAW, "--json", *options).json


def has_gnuplot():
    try:
        return subprocess.run(["gnuplot", "--version"], capture_output=True,
                              check=False).returncode == 0
    except FileNotFoundError:
        return False


@case
def a_capture_splits_into_a_trace_of_each_address(folder):
    import h5py  # pylint: disable=import-outside-toplevel
    found = capture(RADIATED, "-o", folder / "t.h5")
    parties = {row["party"]: row for row in found["transmitters"]}
    assert list(parties) == [A, B, "tx0"], parties
    assert parties["tx0"]["transmitter"] is None and parties[A]["transmitter"] == A
    frames = {name: [i for i, f in enumerate(found["frames"])
                     if (f["transmitter"] or "tx0") == name] for name in parties}
    with h5py.File(folder / "t.h5") as trace:
        assert set(trace) == set(parties)
        for name, own in frames.items():
            assert list(trace[name]["sequence"]) == own and len(own) > 0
            assert parties[name]["n_frames"] == len(own) == trace[name]["H"].shape[0]
            cfo = [found["frames"][i]["cfo_hz"] for i in own]
            assert abs(parties[name]["cfo_hz"] - sum(cfo) / len(cfo)) < 1e-6
    # Two oscillators, 19 kHz apart.
    assert abs(parties[A]["cfo_hz"] + 34.7e3) < 1e3 and parties[A]["cfo_sd_hz"] < 1e3
    assert abs(parties[B]["cfo_hz"] + 15.7e3) < 1e3 and parties[B]["cfo_sd_hz"] < 1e3
    own = run("info", folder / "t.h5", "--json").json["parties"]
    assert sorted(row["party"] for row in own) == sorted(parties)


@case
def the_auth_commands_read_all_groups_as_the_one_capture(folder):
    for by in ["address", "none"]:
        capture(RADIATED, "-o", folder / f"{by}.h5", "--by", by)
    ask = ["auth", "similarity"]
    told = [run(*ask, f"{by}.h5", f"{by}.h5", "--reference", "0,3,4", "--frames", "5-40",
                "--json", cwd=folder).json for by in ["address", "none"]]
    assert len(told[0]["frames"]) == 36 and told[0]["frames"] == told[1]["frames"], told
    for by in ["address", "none"]:
        done = run("auth", "enroll", "--model", f"{by}.json", "--label", "all", "--features",
                   "cfo_hz,dc_dbc", f"{by}.h5", "--json", cwd=folder).json
        assert done["n_frames"] == 70, done
    models = [json.loads((folder / f"{by}.json").read_text()) for by in ["address", "none"]]
    assert models[0] == models[1]


@case
def transmitters_are_enrolled_by_their_true_addresses_from_one_capture(folder):
    capture(RADIATED, "-o", folder / "one.h5")
    later = capture(OPENOFDM / "radiated_dot11n_19.5mbps.dat", "-o", folder / "two.h5")
    done = run("auth", "enroll", "--model", "m.json", "one.h5", "--json", cwd=folder).json
    assert {row["label"] for row in done["labels"]} == {A, B}, done
    assert done["n_unknown_sender"] == 17 and done["n_enrolled"] == 53, done
    found = run("auth", "identify", "--model", "m.json", "two.h5", "--json",
                cwd=folder).json["results"]
    assert len(found) == len(later["frames"]) > 10
    for row, frame in zip(found, later["frames"]):
        assert row["start_sample"] == frame["start_sample"]
        assert row["address"] == frame["transmitter"]
        if frame["transmitter"] is not None:
            assert row["label"] == frame["transmitter"], (row, frame)
    only = run("auth", "verify", "--model", "m.json", "--label", A, f"one.h5:{A}", "--json",
               cwd=folder).json
    assert only["n_frames"] == 47 and only["n_accepted"] >= 45, only
    judged = run("auth", "evaluate", "--enroll", "one.h5", "two.h5", "--json",
                 cwd=folder).json
    assert judged["n_nearest_wrong"] == 0 and judged["n_false_accepted"] == 0, judged
    channels = run("auth", "channels", "one.h5", "two.h5", "--json", cwd=folder).json
    # One acknowledgement of B's was received with a signal to noise ratio of 5 dB.
    assert channels["n_others_accepted"] == 0 and channels["n_own_refused"] <= 1, channels
    assert {row["sender"] for row in channels["rows"]} == {A, B}


@case
def groups_that_are_no_capture_are_not_joined(folder):
    import h5py  # pylint: disable=import-outside-toplevel
    capture(SHORT, "-o", folder / "t.h5")
    ask = ["auth", "similarity", "t.h5", "t.h5", "--reference", "0"]
    run(*ask, cwd=folder)
    with h5py.File(folder / "t.h5", "r+") as trace:
        trace[B]["sequence"][0] = trace[A]["sequence"][0]
    fails(*ask, status=3, says=["t.h5", "no parts of one capture", B], cwd=folder)
    run("auth", "similarity", f"t.h5:{A}", f"t.h5:{A}", "--reference", "0", cwd=folder)


@case
def every_frame_is_cut_into_a_recording_of_its_own(folder):
    found = capture(SHORT, "--save-frames", folder / "cut")
    frames = found["frames"]
    names = [f"frame-{i:06d}" for i in range(len(frames))]
    assert tree(folder / "cut") == {"frames.sigmf-collection"} | {
        f"{name}.sigmf-{part}" for name in names for part in ["data", "meta"]}
    whole = SHORT.read_bytes()
    for name, frame in zip(names, frames):
        meta = json.loads((folder / "cut" / f"{name}.sigmf-meta").read_text())
        data = (folder / "cut" / f"{name}.sigmf-data").read_bytes()
        start = meta["captures"][0]["core:global_index"]
        # Bit for bit what was recorded, from a margin before the frame on.
        assert data == whole[4 * start:4 * start + len(data)]
        begins = max(0, frame["start_sample"] - 192)
        assert start == max(0, begins - MARGIN)
        note, = meta["annotations"]
        assert note["core:sample_start"] == begins - start
        assert len(data) / 4 >= note["core:sample_start"] + note["core:sample_count"]
        assert note["core:label"] == frame["transmitter"] or frame["transmitter"] is None
        assert abs(note["phyward:cfo_hz"] - frame["cfo_hz"]) < 1e-6
        again = run("probe", folder / "cut" / f"{name}.sigmf-meta", "--json").json
        near = [f for f in again["frames"]
                if f["start_sample"] + start == frame["start_sample"]]
        assert len(near) == 1 and near[0]["fcs_ok"] == frame["fcs_ok"], (name, near)
        assert abs(near[0]["cfo_hz"] - frame["cfo_hz"]) < 1e-3
    streams = json.loads((folder / "cut" / "frames.sigmf-collection").read_text())
    for stream, name in zip(streams["collection"]["core:streams"], names, strict=True):
        meta = (folder / "cut" / f"{name}.sigmf-meta").read_bytes()
        assert stream == {"name": name, "hash": hashlib.sha512(meta).hexdigest()}


@case
def frames_are_saved_whole_or_not_at_all(folder):
    capture(SHORT)
    ask = ["probe", SHORT, *RAW]
    (folder / "full").mkdir()
    (folder / "full" / "mine").write_text("kept")
    fails(*ask, "--save-frames", "full", status=4, says=["full", "empty"], cwd=folder)
    fails(*ask, "--save-frames", "full/mine/x", status=4, says="mine", cwd=folder)
    # A disk that is full in the middle, and one that is full after the frames.
    fails(*ask, "--save-frames", "a/b/cut", status=4, says="cut", cwd=folder,
          file_size=4000)
    fails(*ask, "--save-frames", "cut", "-o", "full/mine/t.h5", status=4, says="mine",
          cwd=folder)
    fails(*ask, "--save-frames", "cut", "--annotate", "copy", status=4, says="copy",
          cwd=folder, file_size=20000)
    with open(SHORT, "rb") as pipe:
        fails("probe", "-", *RAW, "--save-frames", "cut", status=2,
              says=["--save-frames", "--annotate"], cwd=folder, stdin=pipe)
    (folder / "cut").mkdir()
    run(*ask, "--save-frames", "cut/", cwd=folder)
    assert "frames.sigmf-collection" in tree(folder / "cut")


@case
def the_copy_has_an_annotation_of_each_frame(folder):
    found = capture(RADIATED, "--annotate", folder / "copy", "--freq", "2.412G")
    assert (folder / "copy.sigmf-data").read_bytes() == RADIATED.read_bytes()
    meta = json.loads((folder / "copy.sigmf-meta").read_text())
    assert len(meta["annotations"]) == len(found["frames"])
    for note, frame in zip(meta["annotations"], found["frames"]):
        for field in ["cfo_hz", "snr_db", "evm_db", "level", "rate_mbps", "length", "format",
                      "type", "transmitter", "receiver", "sequence", "ht_mcs"]:
            told = note.get(f"phyward:{field}")
            if isinstance(frame[field], float):
                assert abs(told - frame[field]) <= 1e-9 * abs(told), (field, note, frame)
            else:
                assert told == frame[field], (field, note, frame)
        assert note.get("phyward:fcs_ok") == frame["fcs_ok"]
        assert note["core:freq_lower_edge"] == 2.402e9
        assert note["core:sample_start"] == max(0, frame["start_sample"] - 192)
        assert len(note["core:label"]) <= 20
    again = run("probe", folder / "copy.sigmf-meta", "--json").json
    assert again["frames"] == found["frames"]
    # Of a pipe too: the radio's samples and what was found in them in one run.
    with open(RADIATED, "rb") as pipe:
        piped = run("probe", "-", *RAW, "--annotate", folder / "piped", "--freq", "2.412G",
                    "--json", stdin=pipe).json
    assert piped["frames"] == found["frames"]
    assert (folder / "piped.sigmf-meta").read_bytes() == \
        (folder / "copy.sigmf-meta").read_bytes()


@case
def the_pictures_show_the_capture(folder):
    capture(SHORT)
    if not has_gnuplot():
        fails("probe", SHORT, *RAW, "--plot", "p.svg", status=3, says="gnuplot", cwd=folder)
        return
    capture(RADIATED, "--plot", folder / "p.svg")
    text = (folder / "p.svg").read_text()
    for word in [A, B, "sender not known", "carrier offset, kHz", "time, ms", "BPSK",
                 "16-QAM", "phase, degrees", "offset, MHz"]:
        assert word in text, word
    assert len(text) < 3e6, len(text)
    capture(SHORT, "--plot", folder / "all", "-o", folder / "t.h5")
    assert tree(folder / "all") == {f"{name}.svg" for name in [
        "spectrogram", "offsets", "response", "phase", "constellation"]}
    fails("probe", SHORT, *RAW, "--plot", "new/all", "-o", "none/t.h5", status=4,
          says="none", cwd=folder)
    fails("probe", SHORT, *RAW, "--plot", "same.svg", "-o", "same.svg", status=2,
          says=["--plot", "--output"], cwd=folder)


def noise(n, rms=0.1, seed=1):
    generator = random.Random(seed)
    return [(generator.gauss(0, rms), generator.gauss(0, rms)) for _ in range(n)]


def write_cf32(path, samples):
    path.write_bytes(b"".join(struct.pack("<2f", *x) for x in samples))


@case
def nothing_found_explains_itself(folder):
    def says(name, *words, options=("--rate", "20M")):
        fails("probe", name, *options, "-o", "t.h5", status=6,
              says=["no 802.11 OFDM frame", name, "--rate", *words], cwd=folder)

    write_cf32(folder / "noise.cf32", noise(20000))
    says("noise.cf32", "nothing repeats")
    write_cf32(folder / "tone.cf32", [(1 + x, y) for x, y in noise(20000, rms=0.001)])
    says("tone.cf32", "constant (DC)")
    write_cf32(folder / "zero.cf32", [(0, 0)] * 20000)
    says("zero.cf32", "all samples are 0")
    write_cf32(folder / "huge.cf32", noise(20000, rms=1e8))
    says("huge.cf32", "--type is wrong")
    (folder / "bytes.ci16").write_bytes(random.Random(1).randbytes(80000))
    says("bytes.ci16", "spread evenly", "--type is wrong")
    if SHORT.is_file():
        # The right samples at the wrong rate.
        (folder / "r.ci16").write_bytes(SHORT.read_bytes())
        says("r.ci16", options=["--rate", "40M"])


@case
def a_pipe_that_is_interrupted_gives_what_came_so_far(folder):
    found = capture(SHORT)
    with subprocess.Popen([COMMAND, "probe", "-", *RAW, "--json", "-o", "t.h5"], cwd=folder,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL) as process:
        process.stdin.write(SHORT.read_bytes())
        process.stdin.flush()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        # The pipe stays open: only the wish to stop ends it.
        told = json.loads(process.stdout.read())
        assert process.wait(timeout=60) == 0
    assert told["interrupted"] is True and told["frames"] == found["frames"], told
    assert tree(folder) == {"t.h5"}


@case
def probe_reads_a_pipe(folder):
    found = capture(RADIATED)
    with subprocess.Popen(["cat", RADIATED], stdout=subprocess.PIPE) as cat:
        piped = run("probe", "-", *RAW, "-o", folder / "t.h5", "--json",
                    stdin=cat.stdout).json
    assert piped["frames"] == found["frames"] and piped["counts"] == found["counts"]
    with subprocess.Popen([COMMAND, "probe", "-", "--rate", "20M"], stdin=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        _, said = process.communicate(b"")
    assert process.returncode == 2 and b"--type" in said, said


main()
