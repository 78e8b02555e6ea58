#!/usr/bin/env python3
"""`phyward probe` and `phyward info` on recordings, real ones and broken ones."""

import csv
import json
import os
import random
import signal
import struct
import subprocess
import time

from harness import COMMAND, RECORDINGS, Skip, case, fails, main, run

OPENOFDM = RECORDINGS / "openofdm"
RAW = ["--type", "ci16", "--rate", "20M"]
RADIATED = "radiated_dot11n_6.5mbps.dat"
FEATURES = ["cfo_hz", "iq_gain_db", "iq_phase_deg", "dc_dbc", "error_mean", "error_spread",
            "error_kurtosis", "error_axis_db", "band_tilt_db", "band_edge_db"]


def truth():
    """The frames of each file, as an independent decoder found them."""
    if not OPENOFDM.is_dir():
        raise Skip("the recordings are not here")
    frames = {}
    with open(OPENOFDM / "frames_truth.csv", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            frames.setdefault(row["file"], []).append(row)
    return frames


def noise(path, n=20000, amplitude=1000, seed=1):
    generator = random.Random(seed)
    path.write_bytes(struct.pack(f"<{2 * n}h", *(int(generator.gauss(0, amplitude))
                                                 for _ in range(2 * n))))
    return path


def sigmf(folder, name="r", meta=None, data=b"\0" * 4000, **changed):
    """A small SigMF recording; keyword arguments change its global fields."""
    fields = {"core:datatype": "ci16_le", "core:version": "1.0.0",
              "core:sample_rate": 1e6, **changed}
    text = json.dumps({"global": fields, "captures": [{"core:sample_start": 0}],
                       "annotations": []}) if meta is None else meta
    (folder / f"{name}.sigmf-meta").write_text(text)
    (folder / f"{name}.sigmf-data").write_bytes(data)
    return f"{name}.sigmf-meta"


def check_frame(frame, row):
    """A frame as the independent decoder found it; the clocks of both count alike."""
    assert abs(frame["cfo_hz"] - float(row["cfo_hz"])) < 1000, (row, frame)
    assert frame["signal_ok"], (row, frame)
    assert frame["rate_mbps"] == int(row["rate_mbps"]), (row, frame)
    assert frame["length"] == int(row["psdu_len"]), (row, frame)
    assert frame["format"] == ("ht" if row["ht"] == "1" else "legacy"), (row, frame)
    assert frame["complete"] == (row["truncated"] == "0"), (row, frame)
    if row["ht"] == "1":
        assert frame["ht_ok"], (row, frame)
        assert frame["ht_mcs"] == int(row["ht_mcs"]), (row, frame)
        assert frame["ht_length"] == int(row["ht_len"]), (row, frame)
        return
    assert frame["type"] == row["type"] and frame["receiver"] == row["ra"], (row, frame)
    assert frame["fcs_ok"] or row["fcs_ok"] != "1", (row, frame)


@case
def all_frames_of_real_recordings_are_found_where_they_are(_):
    n = dict.fromkeys(["frames", "legacy", "check", "conducted", "sender", "ht sender"], 0)
    spent_s = 0.0
    for name, expected in truth().items():
        if not (OPENOFDM / name).is_file():
            continue
        began = time.monotonic()
        found = run("probe", OPENOFDM / name, *RAW, "--json").json
        spent_s += time.monotonic() - began
        assert found["n_frames"] == len(found["frames"])
        for row in expected:
            # Both count to the sample, by different detectors.
            near = [f for f in found["frames"]
                    if abs(f["start_sample"] - int(row["start_sample"])) <= 2]
            assert len(near) == 1, (name, row["start_sample"])
            check_frame(near[0], row)
            n["frames"] += 1
            if row["transmitter"]:
                assert near[0]["transmitter"] == row["transmitter"], (row, near)
                n["sender"] += 1
            n["ht sender"] += row["ht"] == "1" and near[0]["transmitter"] is not None
            if row["ht"] == "0" and near[0]["complete"]:
                n["legacy"] += 1
                n["check"] += near[0]["fcs_ok"]
                n["conducted"] += near[0]["fcs_ok"] and name.startswith("conducted")
    print(f"# {n}; all files, a process each: {spent_s:.2f} s")
    assert (n["frames"], n["legacy"], n["sender"]) == (367, 265, 265), n
    assert n["check"] >= 264 and n["conducted"] == 204, n


@case
def every_stage_on_the_way_to_a_frame_is_counted(_):
    truth()
    found = run("probe", OPENOFDM / RADIATED, *RAW, "--json").json
    counts = found["counts"]
    way = [counts[stage] for stage in ["samples", "preambles", "sync", "signal",
                                       "complete", "decoded", "check"]]
    assert way == sorted(way, reverse=True) and way[-1] > 40, counts
    assert counts["signal"] == len(found["frames"]) == found["n_frames"], counts
    assert counts["ht"] == sum(f["format"] == "ht" for f in found["frames"]) == 22
    assert counts["ht_check"] == 22 and counts["ht"] < counts["signal"]
    assert counts["check"] == sum(f["fcs_ok"] is True for f in found["frames"])
    assert counts["decoded"] == sum(f["fcs_ok"] is not None for f in found["frames"])
    assert counts["addressed"] == sum(f["transmitter"] is not None
                                      for f in found["frames"])
    assert counts["addressed"] == found["n_addressed"] and found["hint"] is None
    text = run("probe", OPENOFDM / RADIATED, *RAW).out
    for word in ["places like short training", "valid SIGNAL", "good check sequence",
                 "sender is known", "transmitters:", "frames found:"]:
        assert word in text, word


@case
def frames_carry_the_promised_fields_and_make_a_trace(folder):
    truth()
    out = folder / "csi.h5"
    found = run("probe", OPENOFDM / RADIATED, *RAW, "--freq", "2.412G", "-o", out, "--by",
                "none", "--json").json
    for field in ["start_sample", "cfo_hz", "snr_db", "rate_mbps", "length", "evm_db",
                  "signal_ok", "time_s", "fcs_ok", "type", "transmitter", "receiver",
                  "format", "sequence"]:
        assert field in found["frames"][0], field
    for frame in found["frames"]:
        for field in FEATURES:
            assert frame[field] is None or isinstance(frame[field], float), (field, frame)
    party = run("info", out, "--json").json["parties"][0]
    assert party["party"] == "tx0" and party["kind"] == "cfr", party
    assert party["n_coefficients"] == 52 and party["n_probes"] == found["n_frames"]
    assert party["carrier_hz"] == 2.412e9 and party["bandwidth_hz"] == 20e6


@case
def the_trace_has_a_column_of_each_feature_and_of_each_frames_quality(folder):
    truth()
    try:
        import h5py  # pylint: disable=import-outside-toplevel
    except ImportError as none:
        raise Skip("no h5py is installed") from none
    found = run("probe", OPENOFDM / RADIATED, *RAW, "-o", folder / "csi.h5", "--json").json
    listed = run("list", "fingerprint", "--json").json
    assert [entry["name"] for entry in listed["rows"]] == FEATURES, listed
    frames = found["frames"]
    with h5py.File(folder / "csi.h5") as trace:
        for party, group in trace.items():
            own = [f for f in frames if (f["transmitter"] or "tx0") == party]
            assert [frames[i] for i in group["sequence"]] == own, party
            columns = group["columns"]
            assert set(columns) == {*FEATURES, "start_sample", "snr_db", "evm_db", "level",
                                    "noise_variance", "mac_sequence", "retry",
                                    "digest"}, list(columns)
            assert columns["cfo_hz"].attrs["unit"] == b"Hz"
            assert columns["iq_phase_deg"].attrs["unit"] == b"deg"
            for name, column in columns.items():
                assert len(column) == len(own)
                for frame, value in zip(own, column):
                    if name == "noise_variance":
                        assert value > 0
                    elif name in ["mac_sequence", "retry", "digest"]:
                        assert value >= 0 or (value != value and not (
                            frame["fcs_ok"] and frame["sequence"] is not None))
                    elif frame[name] is None:
                        assert value != value, (name, value)
                    else:
                        assert abs(frame[name] - value) <= 1e-9 * abs(value), (name, frame)
    # Twice the same bytes.
    run("probe", OPENOFDM / RADIATED, *RAW, "-o", folder / "again.h5")
    assert (folder / "again.h5").read_bytes() == (folder / "csi.h5").read_bytes()


@case
def a_frame_that_lost_its_short_training_has_no_image(folder):
    """What is cut off is told as null, and the rest of the frame still counts."""
    truth()
    name = "conducted_dot11a_48mbps_qos_data_e4_90_7e_15_2a_16_e8_de_27_90_6e_42.dat"
    whole = run("probe", OPENOFDM / name, *RAW, "--json").json["frames"][0]
    start = whole["start_sample"] - 192
    samples = (OPENOFDM / name).read_bytes()[4 * start:]
    for cut, has_image in [(0, True), (100, False)]:
        (folder / "cut.ci16").write_bytes(samples[4 * cut:])
        frame = run("probe", folder / "cut.ci16", *RAW, "--json").json["frames"][0]
        assert frame["start_sample"] == 192 - cut
        assert (frame["iq_gain_db"] is not None) == has_image, frame
        assert (frame["iq_phase_deg"] is not None) == has_image, frame
        for field in ["dc_dbc", "error_mean", "band_tilt_db"]:
            assert abs(frame[field] - whole[field]) < 1e-3 * abs(whole[field]), field
        assert "unknown" not in run("probe", folder / "cut.ci16", *RAW).out


@case
def a_recording_without_frames_is_status_6_and_leaves_no_trace(folder):
    noise(folder / "noise.ci16")
    fails("probe", "noise.ci16", *RAW, "-o", "t.h5", status=6,
          says=["noise.ci16", "no 802.11 OFDM frame", "--rate"], cwd=folder)
    told = fails("probe", "noise.ci16", *RAW, "-o", "t.h5", "--json", status=6,
                 says="no 802.11 OFDM frame", cwd=folder).json
    assert told["frames"] == [] and told["trace"] is None
    assert told["counts"]["samples"] == 20000 and told["counts"]["sync"] == 0, told


@case
def info_tells_level_clipping_and_checksum(folder):
    (folder / "full.ci16").write_bytes(struct.pack("<8h", *[32767, 0, -32768, 0, 100, 0,
                                                            100, 0]))
    found = run("info", folder / "full.ci16", "--rate", "1M", "--json").json
    assert found["what"] == "recording" and found["datatype"] == "ci16_le"
    assert found["n_samples"] == 4 and found["duration_s"] == 4e-6
    assert found["clipped_share"] == 0.5, found
    assert abs(found["peak_dbfs"]) < 1e-3 and abs(found["dc_offset_q"]) == 0
    logo = RECORDINGS / "CC-BY-SA-4.0" / "sigmf_logo.sigmf-meta"
    if logo.is_file():
        assert run("info", logo, "--json").json["sha512"] == "good"


@case
def info_tells_what_needs_no_rate_without_one(folder):
    samples = [0.5, -0.25, 0.5, 0.25]
    (folder / "x.cf32").write_bytes(struct.pack("<4f", *samples))
    done = run("info", "x.cf32", "--json", cwd=folder).json
    assert done["rate_hz"] is None and done["duration_s"] is None, done
    assert done["n_samples"] == 2 and done["dc_offset_i"] == 0.5, done
    text = run("info", "x.cf32", cwd=folder).out
    for word in ["samples", "rms level", "DC offset"]:
        assert word in text, text
    assert "rate" not in text and "duration" not in text, text
    (folder / "x.ci16").write_bytes(struct.pack("<4h", 32767, 0, 5, 5))
    assert run("info", "x.ci16", "--json", cwd=folder).json["clipped_share"] == 0.5
    told = run("info", "x.cf32", "--rate", "1M", cwd=folder).out
    assert "sample rate" in told and "duration" in told, told


@case
def malformed_recordings_name_file_and_field(folder):
    def refused(name, *says, options=()):
        for verb in ["probe", "info"]:
            fails(verb, name, *options, status=3, says=[name.split(".")[0], *says],
                  cwd=folder)

    refused("none.ci16", options=["--rate", "1M"])
    refused(sigmf(folder, "json", meta="{ not json"), "1")
    refused(sigmf(folder, "type", **{"core:datatype": "cx16_le"}), "cx16_le")
    refused(sigmf(folder, "rate", **{"core:sample_rate": None}), "sample_rate")
    refused(sigmf(folder, "hash", **{"core:sha512": "zz"}), "sha512")
    refused(sigmf(folder, "odd", data=b"\0" * 4001))
    (folder / "lone.sigmf-meta").write_text("{}")
    refused("lone.sigmf-meta")
    (folder / "odd2.ci16").write_bytes(b"\0" * 4003)
    refused("odd2.ci16", options=["--rate", "1M"])
    (folder / "empty.cf32").write_bytes(b"")
    refused("empty.cf32", options=["--rate", "1M"])
    (folder / "norate.cf32").write_bytes(b"\0" * 800)
    fails("probe", "norate.cf32", status=3, says=["norate.cf32", "--rate"], cwd=folder)
    for value, name in [(float("nan"), "nan"), (float("inf"), "inf")]:
        samples = [0.1] * 998 + [value] + [0.1]
        (folder / f"{name}.cf32").write_bytes(struct.pack("<1000f", *samples))
        refused(f"{name}.cf32", "499", options=["--rate", "20M"])


@case
def a_checksum_that_does_not_match_is_refused(folder):
    sigmf(folder, "bad", **{"core:sha512": "0" * 128})
    fails("info", "bad.sigmf-meta", status=3, says=["bad", "SHA-512"], cwd=folder)
    fails("probe", "bad.sigmf-meta", "--rate", "20M", "-o", "t.h5", status=3,
          says=["bad", "SHA-512"], cwd=folder)


@case
def a_raw_type_is_never_guessed(folder):
    (folder / "some.dat").write_bytes(b"\0" * 800)
    fails("probe", "some.dat", "--rate", "20M", status=3, says=["some.dat", "--type"],
          cwd=folder)
    fails("info", "some.dat", status=3, says=["some.dat", "--type"], cwd=folder)
    for verb in ["probe", "info"]:
        fails(verb, "some.dat", "--type", "ci17", "--rate", "20M", status=2,
              says=["--type", "ci17", "expected", "f32"], cwd=folder)


@case
def a_rate_that_is_no_multiple_of_the_bandwidth_is_a_usage_error(folder):
    noise(folder / "noise.ci16", n=1000)
    fails("probe", "noise.ci16", "--rate", "21M", status=2, says=["--rate", "bandwidth"],
          cwd=folder)
    # What the file says is the file's fault.
    fails("probe", sigmf(folder, **{"core:sample_rate": 21e6}), status=3,
          says=["r.sigmf", "21000000", "--bandwidth"], cwd=folder)


@case
def a_full_disk_leaves_no_trace_file(folder):
    truth()
    (folder / "old.h5").write_text("what an earlier run left")
    fails("probe", OPENOFDM / RADIATED, *RAW, "-o", "old.h5", status=4, says="old.h5",
          cwd=folder, file_size=4096)
    fails("probe", OPENOFDM / RADIATED, *RAW, "-o", "csi.h5", status=4, says="csi.h5",
          cwd=folder, file_size=4096)
    (folder / "file").write_text("")
    fails("probe", OPENOFDM / RADIATED, *RAW, "-o", "file/csi.h5", status=4,
          says="file/csi.h5", cwd=folder)


@case
def interrupting_leaves_no_trace_file(folder):
    with open(folder / "long.ci16", "wb") as recording:
        recording.truncate(2 << 30)
    command = [COMMAND, "probe", "long.ci16", *RAW, "-o", "t.h5"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE) as process:
        time.sleep(0.4)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, (process.returncode, said)
    assert os.listdir(folder) == ["long.ci16"], os.listdir(folder)


main()
