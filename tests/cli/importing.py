#!/usr/bin/env python3
"""`phyward import` on real channel captures and broken ones."""

import struct
import time

import h5py
import numpy

from harness import RECORDINGS, case, fails, main, run

CSI = RECORDINGS / "csi"
INTEL = CSI / "intel5300_log.all_csi.6.7.6"
PI = CSI / "nexmon_43455c0.pcap"
ASUS = CSI / "nexmon_4366c0.pcap"
ESP32 = CSI / "esp32_100hz_pitraffic.csv"

# file, format, probes, coefficients of the longest trace, skipped, traces
CAPTURES = [(INTEL, "intel5300", 29, 90, 0, 3),
            (CSI / "atheros_ath_csi_1.dat", "atheros", 401, 336, 0, 1),
            (PI, "nexmon", 566, 256, 0, 1),
            (ASUS, "nexmon", 293, 256, 0, 1),
            (ESP32, "esp32", 833, 64, 1, 1),
            (CSI / "picoscenes_iwl5300_example.csi", "picoscenes", 112, 60, 0, 3),
            (CSI / "feitcsi_VHT80_5500.csi", "feitcsi", 40, 484, 0, 1)]


def packets(path):
    """The link-layer packets of a little-endian pcap."""
    data, at = path.read_bytes(), 24
    while at < len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        yield data[at + 16:at + 16 + size]
        at += 16 + size


@case
def every_capture_is_told_by_its_content(folder):
    for path, name, probes, coefficients, skipped, traces in CAPTURES:
        found = run("import", path, "-o", "t.h5", "--json", cwd=folder).json
        assert found["format"] == name and found["probes"] == probes, found
        assert found["coefficients"] == coefficients and found["skipped"] == skipped
        assert sum(row["n"] for row in found["skipped_by"]) == skipped
        assert len(found["traces"]) == traces
        assert sum(row["probes"] for row in found["traces"]) == probes
        with h5py.File(folder / "t.h5") as trace:
            assert sorted(trace) == sorted(row["party"] for row in found["traces"])
            for row in found["traces"]:
                assert trace[row["party"]]["H"].shape == (row["probes"],
                                                          row["coefficients"])


@case
def counts_are_exactly_the_recorders(folder):
    run("import", PI, "-o", "t.h5", cwd=folder)
    with h5py.File(folder / "t.h5") as trace:
        party = trace["98:de:d0:48:92:66"]
        channels, offsets = party["H"][:], party["coefficient"][:]
        assert party.attrs["carrier_hz"] == 5210e6
    assert (offsets == (numpy.arange(256) - 128) * 312500.0).all()
    for i, packet in enumerate(packets(PI)):
        pairs = numpy.frombuffer(packet, "<i2", 512, 60).astype(numpy.float32)
        expected = numpy.fft.fftshift(pairs[::2] + 1j * pairs[1::2])
        assert (channels[i] == expected).all(), i


@case
def the_5300s_channels_can_be_scaled_to_their_noise(folder):
    run("import", INTEL, "-o", "raw.h5", cwd=folder)
    run("import", INTEL, "--scaled", "-o", "scaled.h5", cwd=folder)
    with h5py.File(folder / "raw.h5") as raw, h5py.File(folder / "scaled.h5") as scaled:
        for party in raw:
            worth = raw[party]["columns/scale"][:]
            assert numpy.allclose(raw[party]["H"][:] * worth[:, None],
                                  scaled[party]["H"][:], rtol=1e-7, atol=0)
        first = scaled["tx0-3x1-20M"]["H"][0, 0]
    assert abs(first - (6.34211037 - 1.72966646j)) < 1e-6, first


@case
def the_same_capture_gives_the_same_bytes(folder):
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / ASUS.name).write_bytes(ASUS.read_bytes())
    run("import", ASUS, "-o", "a.h5", cwd=folder)
    run("import", folder / "elsewhere" / ASUS.name, "-o", "b.h5", cwd=folder)
    assert (folder / "a.h5").read_bytes() == (folder / "b.h5").read_bytes()


@case
def traces_go_on_to_the_other_commands(folder):
    run("import", PI, "-o", "t.h5", cwd=folder)
    found = run("info", "t.h5", "--json", cwd=folder).json
    assert found["parties"][0]["party"] == "98:de:d0:48:92:66"
    run("export", "t.h5:98:de:d0:48:92:66", "-o", "t.npy", cwd=folder)
    again = run("import", "t.npy", "-o", "u.h5", "--json", cwd=folder).json
    assert again["format"] == "npy" and again["probes"] == 566
    with h5py.File(folder / "t.h5") as a, h5py.File(folder / "u.h5") as b:
        assert (a["98:de:d0:48:92:66"]["H"][:] == b["t"]["H"][:]).all()


@case
def what_is_left_out_is_told_to_people_and_programs(folder):
    data = INTEL.read_bytes()
    (folder / "cut.dat").write_bytes(data[:215] + data[:300])
    found = run("import", "cut.dat", "--json", cwd=folder).json
    assert found["probes"] == 1 and found["skipped"] == 2 and found["trace"] is None
    reasons = {row["reason"]: row for row in found["skipped_by"]}
    assert reasons["duplicate of the record before"]["first_offset"] == 215
    assert reasons["cut short or damaged at the end"]["first_offset"] == 430
    text = run("import", "cut.dat", cwd=folder).out
    assert "duplicate of the record before" in text and "430" in text


@case
def an_unknown_chip_is_asked_for(folder):
    data = bytearray(PI.read_bytes()[:24 + 1100])
    at = data.index(b"\x2a\xe0\x65\x00")
    data[at + 2:at + 4] = b"\x34\x12"
    (folder / "new.pcap").write_bytes(data)
    fails("import", "new.pcap", "-o", "t.h5", status=3, cwd=folder,
          says=["new.pcap", "0x1234", "--chip", "byte 24"])
    found = run("import", "new.pcap", "--chip", "43455c0", "--json", cwd=folder).json
    assert found["probes"] == 1
    fails("import", "new.pcap", "--chip", "5300", status=2, cwd=folder, says="4366c0")


@case
def bad_input_leaves_nothing_behind(folder):
    (folder / "a.bin").write_bytes(bytes(range(200, 256)))
    (folder / "new.pcapng").write_bytes(b"\x0a\x0d\x0d\x0a" + bytes(60))
    fails("import", "a.bin", "-o", "t.h5", status=3, cwd=folder,
          says=["a.bin", "--format", "phyward list import"])
    fails("import", "a.bin", "--format", "intel5300", "-o", "t.h5", status=3, cwd=folder,
          says=["a.bin", "intel5300", "no channel measurement"])
    fails("import", "new.pcapng", "--format", "nexmon", status=3, cwd=folder,
          says=["pcapng", "editcap"])
    fails("import", "absent.dat", status=3, cwd=folder, says="absent.dat")
    fails("import", "a.bin", "--format", "zip", status=2, cwd=folder,
          says=["zip", "feitcsi"])
    fails("import", "a.bin", "-o", "a.bin", status=2, cwd=folder, says="a.bin")
    fails("import", status=2, says="CAPTURE")
    fails("import", INTEL, "-o", "no/folder/t.h5", status=4, cwd=folder, says="no/folder")


@case
def help_and_list_name_the_formats(_):
    text = run("import", "--help").out
    assert "phyward import datasets/recordings/csi" in text and "--scaled" in text
    listed = run("list", "import").out
    for _, name, *_ in CAPTURES:
        assert name in listed


@case
def a_thousand_logs_in_one_file_are_read_in_a_moment(folder):
    (folder / "long.dat").write_bytes(INTEL.read_bytes() * 1000)
    start = time.monotonic()
    found = run("import", "long.dat", "--json", cwd=folder).json
    took = time.monotonic() - start
    assert found["probes"] == 29000 and found["skipped"] == 0, found["skipped_by"]
    assert took < 20, took


main()
