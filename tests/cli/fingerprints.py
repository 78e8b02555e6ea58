#!/usr/bin/env python3
"""`phyward auth enroll | identify | verify | evaluate` on recordings of two transmitters."""

import json
import os
import shutil
import tempfile

import h5py
import numpy

from harness import RECORDINGS, Skip, case, contents, fails, main, run

OPENOFDM = RECORDINGS / "openofdm"
TRUTH = OPENOFDM / "frames_truth.csv"
AP, CLIENT = "e8:de:27:90:6e:42", "98:5f:d3:c7:06:27"
RADIATED = ["radiated_dot11n_6.5mbps", "radiated_dot11n_19.5mbps",
            "radiated_dot11n_65mbps"]
_traces = {}


def trace(name):
    """The trace of a recording, made once."""
    if not (OPENOFDM / f"{name}.dat").is_file():
        raise Skip("the recordings are not here")
    if name not in _traces:
        folder = tempfile.TemporaryDirectory(prefix="phyward-cli-")
        path = os.path.join(folder.name, f"{name}.h5")
        run("probe", OPENOFDM / f"{name}.dat", "--type", "ci16", "--rate", "20M", "-o",
            path, "--quiet")
        _traces[name] = (folder, path)
    return _traces[name][1]


def enroll(folder, *arguments, model="m.json", **options):
    return run("auth", "enroll", "--model", model, *arguments, "--json", cwd=folder,
               **options).json


def key(folder, name="k.bin", byte=7):
    path = folder / name
    path.write_bytes(bytes([byte]) * 32)
    path.chmod(0o600)
    return name


@case
def two_transmitters_are_told_apart_with_the_threshold_of_one_file(_):
    tested = 0
    for one in RADIATED:
        others = [trace(name) for name in RADIATED if name != one]
        found = run("auth", "evaluate", "--truth", TRUTH, "--enroll", trace(one), *others,
                    "--json").json
        assert found["n_nearest_wrong"] == 0, found["nearest_wrong"]
        assert found["n_false_accepted"] == 0, found["false_accepted"]
        assert found["n_nearest_wrong_of"] == found["n_frames"] > 10
        # No certainty from a few frames of two senders.
        assert 0.03 < found["nearest_wrong_interval"][1] < 0.3, found
        assert found["auc"] == 1 and 0.8 < found["auc_interval"][0] < 1, found
        assert found["eer"] == 0 and 0.05 < found["eer_interval"][1] < 0.75, found
        assert "No accuracy" in found["caveat_independence"]
        assert "imitated" in found["caveat"]
        assert sorted(found["confusion"]["sent_by"]) == sorted([AP, CLIENT])
        assert found["confusion"]["taken_for"] == \
            found["confusion"]["sent_by"] + ["unknown"], found["confusion"]
        assert sum(map(sum, found["confusion"]["counts"])) == found["n_frames"]
        # What one session does not know of the next is shown, not hidden.
        assert found["n_false_rejected"] > 0, found["false_rejected"]
        tested += found["n_frames"]
    # Each of the 61 frames with a known sender, in two of three splits.
    assert tested == 2 * 61, tested


@case
def the_commands_work_as_the_manual_writes_them(folder):
    done = enroll(folder, "--label", "ap", trace(RADIATED[0]), trace(RADIATED[1]))
    assert done["labels"][0]["label"] == "ap" and done["labels"][0]["sessions"] == 2
    assert done["labels"][0]["rule"] == "sessions" and done["n_enrolled"] == 86, done
    found = run("auth", "identify", "--model", "m.json", trace(RADIATED[2]), "--json",
                cwd=folder).json
    assert len(found["results"]) == found["n_frames"] == 13
    for row in found["results"]:
        assert row["label"] == "ap" and row["distance"] >= 0, row
        assert row["accepted"] == (row["distance"] <= row["threshold"]), row
        assert row["start_sample"] > 0 and row["time_s"] > 0, row
    text = run("auth", "identify", "--model", "m.json", trace(RADIATED[2]),
               cwd=folder).out
    assert "imitated" in text and "taken for" in text


@case
def truth_labels_frames_and_leaves_the_unknown_out(folder):
    done = enroll(folder, "--truth", TRUTH, trace(RADIATED[0]))
    assert done["n_frames"] == 70 and done["n_enrolled"] == 48, done
    assert done["n_unknown_sender"] == 22 and done["n_not_measured"] == 0, done
    frames = {row["label"]: row["frames"] for row in done["labels"]}
    assert frames == {AP: 42, CLIENT: 6}, frames
    for row in done["labels"]:
        assert row["rule"] == "law" and 2.5 < row["threshold"] < 3.1, row
    assert "next" in done["caveat_sessions"]
    found = run("auth", "identify", "--model", "m.json", trace(RADIATED[1]), "--json",
                cwd=folder).json
    assert {row["label"] for row in found["results"]} == {AP, CLIENT}


@case
def sessions_and_labels_are_added_to_a_model(folder):
    first = enroll(folder, "--label", "a", trace(RADIATED[0]))
    assert not first["added"] and first["labels"][0]["rule"] == "law"
    second = enroll(folder, "--label", "a", trace(RADIATED[1]))
    assert second["added"] and second["labels"][0]["rule"] == "sessions", second
    third = enroll(folder, f"b={trace(RADIATED[2])}")
    assert [row["label"] for row in third["labels"]] == ["a", "b"]
    both = enroll(folder, *(f"a={trace(name)}" for name in RADIATED[:2]),
                  f"b={trace(RADIATED[2])}", model="once.json")
    assert both["labels"] == third["labels"]
    assert (folder / "m.json").read_bytes() == (folder / "once.json").read_bytes()
    fails("auth", "enroll", "--model", "m.json", "--label", "c", trace(RADIATED[0]),
          status=3, says=["same frames", RADIATED[0]], cwd=folder)
    fails("auth", "enroll", "--model", "m.json", "--label", "c", "--features", "dc_dbc",
          trace(RADIATED[2]), status=2, says=["--features", "--new"], cwd=folder)
    fresh = enroll(folder, "--label", "c", "--new", "--features", "dc_dbc,error_mean",
                   trace(RADIATED[2]))
    assert not fresh["added"] and fresh["features"] == "dc_dbc,error_mean"


@case
def a_claim_is_verified_or_refused_with_status_5(folder):
    enroll(folder, "--truth", TRUTH, *(trace(name) for name in RADIATED[:2]))
    conducted = trace("conducted_dot11a_24mbps_qos_data_e4_90_7e_15_2a_16_e8_de_27_90_6e_42")
    good = run("auth", "verify", "--model", "m.json", "--label", AP, conducted, "--share",
               "0.2", "--json", cwd=folder).json
    assert good["verified"] and good["n_accepted"] > 0.2 * good["n_frames"], good
    refused = run("auth", "verify", "--model", "m.json", "--label", CLIENT, conducted,
                  "--json", cwd=folder, status=5)
    assert not refused.json["verified"] and refused.json["n_accepted"] == 0
    assert CLIENT in refused.err
    fails("auth", "verify", "--model", "m.json", "--label", "nobody", conducted, status=2,
          says=["nobody", "not enrolled"], cwd=folder)
    fails("auth", "verify", "--model", "m.json", conducted, status=2, says="--label",
          cwd=folder)


@case
def models_that_were_changed_are_refused(folder):
    one = trace(RADIATED[0])
    enroll(folder, "--label", "ap", one, "--key", key(folder))
    identify = ["auth", "identify", "--model", "m.json", one]
    run(*identify, cwd=folder)
    assert run(*identify, "--key", "k.bin", "--json", cwd=folder).json["authenticated"]
    told = run("info", "m.json", "--json", cwd=folder).json
    assert told["what"] == "fingerprint model" and told["sealed"], told
    assert told["labels"][0]["label"] == "ap" and told["features"] == "cfo_hz"
    fails("auth", "enroll", "--model", "m.json", "--label", "b", trace(RADIATED[1]),
          status=2, says=["sealed", "--key"], cwd=folder)
    fails(*identify, "--key", key(folder, "other.bin", 8), status=5, says="m.json",
          cwd=folder)
    text = (folder / "m.json").read_text(encoding="utf-8")
    forged = json.loads(text)
    forged["model"]["labels"][0]["threshold"] *= 10
    (folder / "m.json").write_text(json.dumps(forged), encoding="utf-8")
    fails(*identify, "--key", "k.bin", status=5, says="m.json", cwd=folder)
    fails(*identify, status=3, says=["m.json", "checksum"], cwd=folder)
    del forged["tag"]
    (folder / "m.json").write_text(json.dumps(forged), encoding="utf-8")
    fails(*identify, "--key", "k.bin", status=5, says="m.json", cwd=folder)
    (folder / "m.json").write_text(text[:len(text) // 2], encoding="utf-8")
    fails(*identify, status=3, says=["m.json", "line"], cwd=folder)
    fails("auth", "enroll", "--model", "m.json", "--label", "b", trace(RADIATED[1]),
          status=3, says="m.json", cwd=folder)
    (folder / "m.json").unlink()
    fails(*identify, status=3, says="m.json", cwd=folder)
    fails("auth", "identify", one, status=2, says="--model", cwd=folder)


@case
def error_falls_with_the_recordings_enrolled(folder):
    names = sorted(p.stem for p in OPENOFDM.glob("*.dat")) if OPENOFDM.is_dir() else []
    if len(names) < 10:
        raise Skip("the recordings are not here")
    traces = [trace(name) for name in names]
    ask = ["auth", "evaluate", "--sessions", "--truth", TRUTH, "--label", AP, *traces]
    found = run(*ask, "--json").json
    rows = found["rows"]
    assert found["n_recordings"] == len(names) and len(rows) == len(names) - 1
    for number, row in enumerate(rows, 1):
        assert row["enrolled"] == number and row["trials"] == len(names), row
        assert row["refused"] <= row["tested"] and row["others_accepted"] == 0, row
        low, high = row["frames_interval"]
        assert low <= row["refused_share"] <= high, row
        low, high = row["recordings_interval"]
        assert low <= row["recordings_mean"] <= high, row
    # A law of one session refuses far more of the others than the 0.01 asked for.
    assert rows[0]["refused_share"] > 0.1, rows[0]
    assert rows[0]["frames_interval"][0] > 0.05, rows[0]
    assert rows[9]["refused_share"] < rows[0]["refused_share"] / 3, rows[9]
    report = run(*ask, "--report", "s.html", cwd=folder)
    assert "recordings_interval" in report.out
    assert "RF fingerprint over recordings" in (folder / "s.html").read_text("utf-8")
    fails(*ask[:5], trace(RADIATED[0]), status=2, says="--label")
    fails(*ask[:3], "--truth", TRUTH, "--label", CLIENT, trace(RADIATED[0]), status=6,
          says="two or more")


@case
def evaluation_counts_strangers_and_makes_a_page(folder):
    one, two, three = map(trace, RADIATED)
    enroll(folder, "--label", "a", one)
    ask = ["auth", "evaluate", "--model", "m.json", f"a={two}", f"who={three}"]
    found = run(*ask, "--json", "--report", "p.html", cwd=folder).json
    assert found["confusion"]["sent_by"] == ["a", "who"], found["confusion"]
    assert found["n_stranger_accepted_of"] == 13 and found["n_false_rejected_of"] == 16
    assert found["n_stranger_accepted"] == found["confusion"]["counts"][1][0]
    low, high = found["stranger_accepted_interval"]
    assert 0 <= low <= found["n_stranger_accepted"] / 13 <= high <= 1
    assert found["auc_recordings_interval"] == [None, None], "two recordings are too few"
    assert found["roc"][0]["false_reject"] == 1 and found["roc"][-1]["false_accept"] == 1
    page = (folder / "p.html").read_text("utf-8")
    assert "RF fingerprints" in page and "imitated" in page
    assert found == run(*ask, "--json", cwd=folder).json, "the same again"
    fails("auth", "evaluate", "--model", "m.json", f"a={one}", status=3,
          says=["learnt from this recording", RADIATED[0]], cwd=folder)
    fails("auth", "evaluate", f"a={one}", status=2, says=["--model", "--enroll"],
          cwd=folder)
    fails("auth", "evaluate", "--model", "m.json", f"{two}:tx0", status=3,
          says="known sender", cwd=folder)


@case
def every_classifier_judges(folder):
    classifiers = [row["name"] for row in run("list", "classifier", "--json").json["rows"]]
    assert classifiers == ["mahalanobis", "lda", "knn"], classifiers
    for name in classifiers:
        found = run("auth", "evaluate", "--truth", TRUTH, "--enroll", trace(RADIATED[0]),
                    "--classifier", name, "--features", "cfo_hz,error_mean",
                    trace(RADIATED[1]), trace(RADIATED[2]), "--json").json
        assert found["classifier"] == name and found["n_nearest_wrong"] == 0, found
    fails("auth", "enroll", "--model", "m.json", "--label", "a", "--classifier", "lda",
          trace(RADIATED[0]), status=6, says="second", cwd=folder)
    fails("auth", "enroll", "--model", "m.json", "--label", "a", "--classifier", "svm",
          trace(RADIATED[0]), status=2, says=["--classifier", "svm"], cwd=folder)
    fails("auth", "enroll", "--model", "m.json", "--label", "a", "--classifier",
          "knn:k=0", trace(RADIATED[0]), status=2, says=["--classifier", "k"], cwd=folder)


@case
def what_can_not_be_enrolled_writes_nothing(folder):
    one = trace(RADIATED[0])
    ask = ["auth", "enroll", "--model", "m.json"]
    fails(*ask, f"{one}:tx0", status=3, says=["sender", "--label"], cwd=folder)
    fails(*ask, "--label", "a", status=2, says="TRACE", cwd=folder)
    fails(*ask, "--label", "", one, status=2, says="--label", cwd=folder)
    fails(*ask, "--label", "x" * 64, one, status=2, says="--label", cwd=folder)
    fails(*ask, "--label", "a", "--truth", TRUTH, one, status=2, says="--truth", cwd=folder)
    fails(*ask, "--truth", "none.csv", one, status=3, says="none.csv", cwd=folder)
    fails(*ask, "--label", "a", "none.h5", status=3, says="none.h5", cwd=folder)
    fails(*ask, "--label", "a", "--features", "cfo_hz,magic", one, status=3,
          says=["magic", "cfo_hz", "dc_dbc"], cwd=folder)
    fails(*ask, "--label", "a", "--features", "", one, status=2, says="--features",
          cwd=folder)
    fails(*ask, "--label", "a", "--features", "cfo_hz,cfo_hz", one, status=2,
          says="twice", cwd=folder)
    fails(*ask, "--label", "a", "--false-rejection", "0", one, status=2,
          says="--false-rejection", cwd=folder)
    fails(*ask, "--label", "a", one, one, status=3, says="same frames", cwd=folder)
    fails("auth", "enroll", "--label", "a", one, status=2, says="--model", cwd=folder)
    (folder / "rssi.csv").write_text("rssi\n-50\n-51\n-52\n", encoding="utf-8")
    fails(*ask, "--label", "a", "rssi.csv", status=3, says=["rssi.csv", "probe"],
          cwd=folder)
    enroll(folder, "--label", "a", one)
    before = contents(folder)
    fails(*ask, "--label", "a", trace(RADIATED[1]), status=4, says="m.json", cwd=folder,
          file_size=1000)
    assert contents(folder) == before


@case
def values_that_are_no_numbers_are_refused(folder):
    enroll(folder, "--label", "a", trace(RADIATED[0]))
    before = (folder / "m.json").read_bytes()
    for place, value in [("H", numpy.nan), ("H", numpy.inf), ("columns/cfo_hz", numpy.inf)]:
        shutil.copy(trace(RADIATED[1]), folder / "broken.h5")
        with h5py.File(folder / "broken.h5", "r+") as file:
            values = file["tx0"][place][...]
            values.flat[1] = value
            file["tx0"][place][...] = values
        fails("auth", "enroll", "--model", "m.json", "--label", "b", "broken.h5", status=3,
              says="broken.h5", cwd=folder)
        fails("auth", "identify", "--model", "m.json", "broken.h5", status=3,
              says="broken.h5", cwd=folder)
        assert (folder / "m.json").read_bytes() == before


main()
