"""phyward convert: recordings from one form into another, and back to the same bytes."""

import hashlib
import io
import json
import struct
import subprocess
import tarfile

from harness import RECORDINGS, case, fails, main, run, simulate
from sigmf_schema import check_recording

OPENOFDM = RECORDINGS / "openofdm" / "radiated_dot11n_6.5mbps.dat"
N_SAMPLES = 169040


def noise(n):
    """Bytes that look random, the same each time."""
    return b"".join(hashlib.sha256(i.to_bytes(4, "big")).digest()
                    for i in range(n // 32 + 1))[:n]


@case
def the_command_as_written(folder):
    out = run("convert", OPENOFDM, "--type", "ci16", "--rate", "20M", "-o",
              "frames.sigmf-meta", "--json", cwd=folder).json
    assert out["n_samples"] == N_SAMPLES and out["format"] == "sigmf", out
    assert out["outputs"] == ["frames.sigmf-meta", "frames.sigmf-data"], out
    assert out["n_clipped"] == 0 and out["not_kept"] == [], out
    meta = check_recording(folder / "frames.sigmf-meta")
    assert meta["global"]["core:sample_rate"] == 20e6
    assert (folder / "frames.sigmf-data").read_bytes() == OPENOFDM.read_bytes()


@case
def the_help_has_an_example_and_lists_forms(_folder):
    said = run("convert", "--help").out
    for word in ("phyward convert", ".sigmf-meta", ".wav", "--to", "--scale"):
        assert word in said, word


@case
def integers_come_back_to_the_same_bytes_from_every_wider_form(folder):
    types = {"cu8": ".cu8", "ci8": ".cs8", "ci16": ".cs16", "ru8": ".u8", "ri16": ".s16"}
    for name, suffix in types.items():
        source = folder / ("in" + suffix)
        source.write_bytes(noise(40000))
        for middle in ("a.wav", "b.sigmf-meta", "c.cf32" if name[0] == "c" else "c.f32"):
            run("convert", source, "--rate", "2M", "-o", folder / middle)
            run("convert", folder / middle, "--rate", "2M", "-o", folder / ("out" + suffix))
            assert (folder / ("out" + suffix)).read_bytes() == source.read_bytes(), \
                (name, middle)


@case
def every_datatype_is_written_and_valid(folder):
    (folder / "x.cs8").write_bytes(noise(2000))
    for part in "cr":
        for base in ("f32", "f64", "i32", "i16", "u32", "u16", "i8", "u8"):
            for order in ("_le", "_be") if base[1:] != "8" else ("",):
                name = part + base + order
                run("convert", "x.cs8", "--rate", "1M", "--to", name, "-o",
                    "y.sigmf-meta", cwd=folder)
                meta = check_recording(folder / "y.sigmf-meta")
                assert meta["global"]["core:datatype"] == name
                if part == "c" and base not in ("u32", "u16", "u8"):
                    run("convert", "y", "-o", "z.cs8", cwd=folder)
                    assert (folder / "z.cs8").read_bytes() == noise(2000), name


@case
def all_that_is_known_comes_along_to_sigmf(folder):
    data = noise(400)
    meta = {"global": {"core:datatype": "ci16_le", "core:version": "1.0.0",
                       "core:sample_rate": 1e6, "core:description": "d",
                       "core:offset": 10, "antenna:gain": 3.5,
                       "core:extensions": [{"name": "antenna", "version": "1.0.0",
                                            "optional": True}]},
            "captures": [{"core:sample_start": 10, "core:frequency": 1e9,
                          "core:datetime": "2021-01-01T00:00:00.5Z"},
                         {"core:sample_start": 60, "core:frequency": 2e9}],
            "annotations": [{"core:sample_start": 30, "core:sample_count": 5,
                             "core:freq_lower_edge": 1e9, "core:freq_upper_edge": 1.1e9,
                             "core:label": "one", "other:deep": {"x": [1, 2]}},
                            {"core:sample_start": 100}]}
    (folder / "a.sigmf-meta").write_text(json.dumps(meta))
    (folder / "a.sigmf-data").write_bytes(data)
    run("convert", "a", "-o", "b.sigmf-meta", "--to", "cf32", cwd=folder)
    got = check_recording(folder / "b.sigmf-meta")
    out = run("convert", "b", "-o", "e.sigmf-meta", "--json", cwd=folder).json
    assert out["not_kept"] == [], out
    assert got["global"]["core:description"] == "d"
    assert got["global"]["antenna:gain"] == 3.5
    assert [c["core:sample_start"] for c in got["captures"]] == [0, 50]
    assert got["captures"][0]["core:datetime"] == "2021-01-01T00:00:00.5Z"
    assert got["captures"][1]["core:frequency"] == 2e9
    assert [a["core:sample_start"] for a in got["annotations"]] == [20, 90]
    assert got["annotations"][0]["other:deep"] == {"x": [1, 2]}
    out = run("convert", "a", "-o", "c.wav", "--json", cwd=folder).json
    assert "annotations" in out["not_kept"] and "captures" in out["not_kept"], out
    info = run("info", "c.wav", "--json", cwd=folder).json
    assert info["carrier_hz"] == 1e9 and info["rate_hz"] == 1e6, info
    # What lies past a part's end goes.
    out = run("convert", "a", "-o", "d.sigmf-meta", "--duration", "40u", "--json",
              cwd=folder).json
    assert out["not_kept"] == ["captures or annotations past the end"], out
    part = check_recording(folder / "d.sigmf-meta")
    assert len(part["captures"]) == 1 and len(part["annotations"]) == 1, part


@case
def archives_are_read_whatever_tar_wrote_them(folder):
    run("convert", OPENOFDM, "--type", "ci16", "--rate", "20M", "--duration", "100u",
        "-o", "a.sigmf-meta", cwd=folder)
    expected = OPENOFDM.read_bytes()[:8000]
    name = "recording" * 9
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        long = name * (1 if form == tarfile.USTAR_FORMAT else 3)
        with tarfile.open(folder / "x.sigmf", "w", format=form) as tar:
            tar.add(folder / "a.sigmf-data", f"set/{long}.sigmf-data")
            tar.add(folder / "a.sigmf-meta", f"set/{long}.sigmf-meta")
        run("convert", "x.sigmf", "-o", "out.cs16", cwd=folder)
        assert (folder / "out.cs16").read_bytes() == expected, form
        with tarfile.open(folder / "x.sigmf", "a", format=form) as tar:
            tar.add(folder / "a.sigmf-data", "b.sigmf-data")
            tar.add(folder / "a.sigmf-meta", "b.sigmf-meta")
        fails("convert", "x.sigmf", "-o", "no.cs16", status=3, says=["2 recordings", "b"],
              cwd=folder)
        run("convert", "x.sigmf:b", "-o", "out.cs16", cwd=folder)
        assert (folder / "out.cs16").read_bytes() == expected, form


@case
def a_changed_archive_fails_its_checksum(folder):
    run("convert", OPENOFDM, "--type", "ci16", "--rate", "20M", "--duration", "100u",
        "-o", "a.sigmf-meta", cwd=folder)
    data = bytearray((folder / "a.sigmf-data").read_bytes())
    data[17] ^= 1
    with tarfile.open(folder / "x.sigmf", "w") as tar:
        tar.add(folder / "a.sigmf-meta", "a.sigmf-meta")
        entry = tarfile.TarInfo("a.sigmf-data")
        entry.size = len(data)
        tar.addfile(entry, io.BytesIO(bytes(data)))
    fails("convert", "x.sigmf", "-o", "y.cs16", status=3, says="SHA-512", cwd=folder)


@case
def scaling_and_clipping_are_told(folder):
    (folder / "x.cf32").write_bytes(struct.pack("<4f", 0.5, -0.25, 2.0, -3.0))
    out = run("convert", "x.cf32", "--rate", "1k", "-o", "y.cs16", "--json",
              cwd=folder).json
    assert out["n_clipped"] == 2, out
    assert struct.unpack("<4h", (folder / "y.cs16").read_bytes()) == \
        (16384, -8192, 32767, -32768)
    out = run("convert", "x.cf32", "--rate", "1k", "--scale", "0.25", "-o", "y.cs16",
              "--json", cwd=folder).json
    assert out["n_clipped"] == 0, out
    assert struct.unpack("<4h", (folder / "y.cs16").read_bytes()) == \
        (4096, -2048, 16384, -24576)


@case
def the_same_input_gives_the_same_bytes(folder):
    for name in ("a", "b"):
        run("convert", OPENOFDM, "--type", "ci16", "--rate", "20M", "--to", "cu8",
            "-o", f"{name}.sigmf-meta", cwd=folder)
    for half in ("meta", "data"):
        assert (folder / f"a.sigmf-{half}").read_bytes() == \
            (folder / f"b.sigmf-{half}").read_bytes()


@case
def bad_requests_are_refused_and_leave_nothing(folder):
    (folder / "x.cs16").write_bytes(noise(4000))
    (folder / "odd.cs16").write_bytes(noise(4001))
    (folder / "nan.cf32").write_bytes(struct.pack("<2f", 1, float("nan")) * 10)
    rate = ("--rate", "1M")
    for arguments, status, says in (
            (("x.cs16", *rate), 2, "--output"),
            (("x.cs16", *rate, "-o", "y.foo"), 2, ["y.foo", "--to"]),
            (("x.cs16", *rate, "-o", "y.cu8", "--to", "ci8"), 2, ["suffix", "ci8"]),
            (("x.cs16", *rate, "-o", "y.wav", "--to", "ci8"), 2, "WAV has no"),
            (("x.cs16", *rate, "-o", "y.cf32", "--to", "cf33"), 2, "cf33"),
            (("x.cs16", "-o", "y.wav"), 2, "--rate"),
            (("x.cs16", *rate, "-o", "x.cs16"), 2, "would replace"),
            (("x.cs16", *rate, "-o", "none/y.cs8"), 4, "none/y.cs8"),
            (("odd.cs16", *rate, "-o", "y.cs8"), 3, "multiple of 4"),
            (("nan.cf32", *rate, "-o", "y.cs8"), 3, "sample 0"),
            (("none.cs16", *rate, "-o", "y.cs8"), 3, "none.cs16"),
            (("x.foo", *rate, "-o", "y.cs8"), 3, "x.foo"),
            (("x.cs16", *rate, "-o", "y.cs8", "--channel", "1"), 2, "channel 1")):
        fails("convert", *arguments, status=status, says=says, cwd=folder)
    run("convert", "x.cs16", *rate, "-o", "r.sigmf-meta", cwd=folder)
    fails("convert", "r", "-o", "r.sigmf-data", status=2, says="would replace", cwd=folder)


@case
def traces_go_to_every_form_and_come_back(folder):
    simulate(folder / "w", n_probes=100)
    alice = folder / "w" / "alice.h5"
    done = run("convert", alice, "-o", "a.mat", "--json", cwd=folder).json
    assert done["what"] == "traces" and done["n_probes"] == 100, done
    run("convert", "a.mat", "-o", "b.h5", cwd=folder)
    run("convert", "b.h5", "-o", "b.csv", cwd=folder)
    run("convert", alice, "-o", "a.csv", cwd=folder)
    assert (folder / "a.csv").read_text().splitlines()[-1] == \
        (folder / "b.csv").read_text().splitlines()[-1]
    run("convert", "a.csv", "-o", "c.h5", cwd=folder)
    run("convert", "c.h5", "-o", "c.npy", cwd=folder)
    run("convert", alice, "-o", "a.npy", cwd=folder)
    assert (folder / "c.npy").read_bytes() == (folder / "a.npy").read_bytes()


@case
def captures_become_trace_files_with_all_their_traces(folder):
    capture = RECORDINGS / "csi" / "intel5300_log.all_csi.6.7.6"
    done = run("convert", capture, "-o", "x.h5", "--json", cwd=folder).json
    assert done["from_format"] == "intel5300" and done["n_probes"] == 29, done
    assert done["n_traces"] == 3 and done["n_skipped"] == 0
    (folder / "cut.dat").write_bytes(capture.read_bytes()[:-1])
    cut = run("convert", "cut.dat", "-o", "cut.h5", "--json", cwd=folder).json
    assert cut["n_skipped"] == 1 and len(cut["skipped_by"]) == 1, cut
    assert "cut short" in cut["skipped_by"][0]["reason"], cut
    parties = run("info", "x.h5", "--json", cwd=folder).json["parties"]
    assert sum(row["n_probes"] for row in parties) == 29
    fails("convert", capture, "-o", "y.npy", status=2, says=["3 traces", ".h5"],
          cwd=folder)
    run("convert", "x.h5:" + parties[0]["party"], "-o", "y.npy", cwd=folder)
    table = RECORDINGS / "lora-dasam" / "indoor_alice.csv"
    done = run("convert", table, "-o", "t.h5", "--json", cwd=folder).json
    assert done["from_format"] == "table" and done["n_traces"] == 1, done
    fails("convert", "none.h5", "-o", "z.csv", status=3, says="none.h5", cwd=folder)


@case
def digits_that_single_precision_has_not_are_told(folder):
    (folder / "x.cf64").write_bytes(struct.pack("<2d", 0.1, 0.2))
    out = run("convert", "x.cf64", "-o", "y.cf64", "--json", cwd=folder).json
    assert out["not_kept"] == ["digits beyond single precision"], out


@case
def nothing_in_a_pipe_is_bad_input(folder):
    for form in ("y.cs16", "y.wav", "y.sigmf-meta"):
        fails("convert", "-", "--type", "ci16", "--rate", "1M", "-o", form, status=3,
              says=["-: ended before its first sample", "expected"], cwd=folder,
              stdin=subprocess.DEVNULL)


@case
def a_full_disk_leaves_nothing(folder):
    fails("convert", OPENOFDM, "--type", "ci16", "--rate", "20M", "-o", "y.sigmf-meta",
          status=4, says="y.sigmf-data", cwd=folder, file_size=100000)


main()
