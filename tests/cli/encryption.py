#!/usr/bin/env python3
"""`phyward encrypt` and `phyward decrypt`: what was encrypted comes back, and nothing comes
back that does not authenticate."""

import json
import os
import random
import stat
import struct
import subprocess

from harness import COMMAND, case, fails, main, run, simulate

WRITTEN = ["--key", "k.bin", "--stream", "1", "--frame", "7", "--modulation", "qam16",
           "--cipher", "xor,rotate8"]


def key(folder, name="k.bin", seed=1, size=32):
    path = folder / name
    path.write_bytes(random.Random(seed).randbytes(size))
    path.chmod(0o600)
    return name


def bits(folder, n=1000, seed=2):
    payload = random.Random(seed).randbytes(n)
    (folder / "bits.bin").write_bytes(payload)
    return payload


def encrypted(folder, *options, n=1000):
    """A key, a payload and its frame, as the issue writes it."""
    key(folder)
    payload = bits(folder, n)
    run("encrypt", *(options or WRITTEN), "bits.bin", "-o", "frame.sigmf-meta", cwd=folder)
    return payload


def samples(folder, name="frame"):
    data = (folder / f"{name}.sigmf-data").read_bytes()
    flat = struct.unpack(f"<{len(data) // 4}f", data)
    return [complex(*pair) for pair in zip(flat[::2], flat[1::2])]


def put_samples(folder, values, name="frame", **fields):
    """Samples as a recording without a checksum; keywords change its fields."""
    meta = json.loads((folder / f"{name}.sigmf-meta").read_text())
    meta["global"].pop("core:sha512", None)
    for field, value in fields.items():
        if value is None:
            meta["global"].pop(f"phyward:{field}", None)
        else:
            meta["global"][f"phyward:{field}"] = value
    meta["annotations"] = []
    (folder / f"{name}.sigmf-meta").write_text(json.dumps(meta))
    (folder / f"{name}.sigmf-data").write_bytes(
        b"".join(struct.pack("<2f", v.real, v.imag) for v in values))


@case
def the_command_as_written_comes_back_the_same(folder):
    payload = encrypted(folder)
    run("decrypt", *WRITTEN, "frame.sigmf-meta", "-o", "back.bin", cwd=folder)
    assert (folder / "back.bin").read_bytes() == payload
    assert stat.S_IMODE((folder / "back.bin").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "k.bin.frames").stat().st_mode) == 0o600


@case
def a_key_of_keygen_encrypts(folder):
    simulate(folder / "w")
    run("keygen", "w/alice.h5", "w/bob.h5", "-o", "k.bin", cwd=folder)
    payload = bits(folder)
    run("encrypt", *WRITTEN, "bits.bin", "-o", "frame", cwd=folder)
    run("decrypt", *WRITTEN, "frame", "-o", "back.bin", cwd=folder)
    assert (folder / "back.bin").read_bytes() == payload


@case
def json_has_the_promised_fields(folder):
    key(folder)
    bits(folder)
    done = run("encrypt", *WRITTEN, "bits.bin", "-o", "frame", "--json", cwd=folder).json
    assert done["stream"] == 1 and done["frame"] == 7 and done["cipher"] == "xor,rotate8"
    assert done["payload_bytes"] == 1000 and done["n_symbols"] == 2000 + 32
    assert done["n_tag_symbols"] == 32 and done["leak_bits"] == 0
    assert done["n_rings"] == 3 and 0 < done["peak_to_average_db"] < 5
    back = run("decrypt", *WRITTEN, "frame", "-o", "back", "--json", cwd=folder).json
    assert back["authenticated"] is True and back["replay_checked"] is False
    assert back["payload_bytes"] == 1000 and back["frame"] == 7
    about = run("info", "frame.sigmf-meta", "--json", cwd=folder).json
    assert about["datatype"] == "cf32_le" and about["n_samples"] == 2032


@case
def what_the_recording_says_need_not_be_said_again(folder):
    payload = encrypted(folder)
    run("decrypt", "-k", "k.bin", "frame", "-o", "back.bin", cwd=folder)
    assert (folder / "back.bin").read_bytes() == payload


@case
def what_the_options_say_the_recording_need_not(folder):
    payload = encrypted(folder)
    put_samples(folder, samples(folder), stream=None, frame=None, modulation=None,
                cipher=None, tag_symbols=None)
    run("decrypt", *WRITTEN, "frame", "-o", "back.bin", cwd=folder)
    assert (folder / "back.bin").read_bytes() == payload
    fails("decrypt", "-k", "k.bin", "-m", "qam16", "-c", "xor", "frame", "-o", "x",
          status=2, says="--frame", cwd=folder)
    fails("decrypt", "-k", "k.bin", "--frame", "7", "-c", "xor", "frame", "-o", "x",
          status=2, says="--modulation", cwd=folder)
    fails("decrypt", "-k", "k.bin", "--frame", "7", "-m", "qam16", "frame", "-o", "x",
          status=2, says="--cipher", cwd=folder)


@case
def every_modulation_comes_back(folder):
    key(folder)
    payload = bits(folder, 50)
    listed = run("list", "modulation").out.split("\n")
    names = [line.split()[0] for line in listed if line.startswith("  ")
             and line[2] not in " ["]
    assert len(names) >= 50, names
    for name in names:
        run("encrypt", "-k", "k.bin", "-m", name, "-c", "rotate8,permute,xor", "bits.bin",
            "-o", name, cwd=folder)
        run("decrypt", "-k", "k.bin", name, "-o", "back.bin", cwd=folder)
        assert (folder / "back.bin").read_bytes() == payload, name


@case
def every_length_comes_back(folder):
    key(folder)
    for n in [0, 1, 2, 3, 5, 8, 63, 64, 65]:
        payload = bits(folder, n)
        run("encrypt", "-k", "k.bin", "-m", "psk8", "-c", "xor,rotate16", "bits.bin", "-o",
            "frame", cwd=folder)
        run("decrypt", "-k", "k.bin", "frame", "-o", "back.bin", cwd=folder)
        assert (folder / "back.bin").read_bytes() == payload, n


@case
def the_same_frame_is_the_same_bytes(folder):
    encrypted(folder)
    first = (folder / "frame.sigmf-data").read_bytes()
    meta = (folder / "frame.sigmf-meta").read_bytes()
    os.remove(folder / "k.bin.frames")
    run("encrypt", *WRITTEN, "bits.bin", "-o", "frame", cwd=folder)
    assert (folder / "frame.sigmf-data").read_bytes() == first
    assert (folder / "frame.sigmf-meta").read_bytes() == meta


@case
def another_key_gets_nothing(folder):
    encrypted(folder)
    key(folder, seed=9)
    fails("decrypt", *WRITTEN, "frame", "-o", "back.bin", status=5,
          says=["frame", "does not authenticate"], cwd=folder)


@case
def a_frame_number_serves_once(folder):
    encrypted(folder)
    used = ["frame 7", "stream 1", "k.bin.frames"]
    fails("encrypt", *WRITTEN, "bits.bin", "-o", "new", status=5, says=used, cwd=folder)
    fails("encrypt", *WRITTEN, "bits.bin", "-o", "frame", status=5, says=used, cwd=folder)
    lower = ["6" if word == "7" else word for word in WRITTEN]
    fails("encrypt", *lower, "bits.bin", "-o", "new", status=5, says="frame 6", cwd=folder)
    other = ["2" if word == "1" else word for word in WRITTEN]
    run("encrypt", *other, "bits.bin", "-o", "new", cwd=folder)
    os.symlink("k.bin", folder / "link.bin")
    linked = ["link.bin" if word == "k.bin" else word for word in WRITTEN]
    fails("encrypt", *linked, "bits.bin", "-o", "new", status=5, says=used, cwd=folder)


@case
def without_a_number_the_next_is_taken(folder):
    key(folder)
    bits(folder)
    options = ["encrypt", "-k", "k.bin", "-m", "qpsk", "-c", "rotate8", "bits.bin", "-o",
               "frame", "--json"]
    assert run(*options, cwd=folder).json["frame"] == 0
    assert run(*options, cwd=folder).json["frame"] == 1
    assert run(*options, "--frame", "10", cwd=folder).json["frame"] == 10
    assert run(*options, cwd=folder).json["frame"] == 11
    assert run(*options, "--stream", "3", cwd=folder).json["frame"] == 0


@case
def processes_at_once_take_different_numbers(folder):
    key(folder)
    bits(folder)
    running = [subprocess.Popen([COMMAND, "encrypt", "-k", "k.bin", "-m", "qpsk", "-c",
                                 "rotate8", "bits.bin", "-o", f"f{i}", "--json"],
                                cwd=folder, stdout=subprocess.PIPE) for i in range(8)]
    frames = sorted(json.loads(p.communicate(timeout=60)[0])["frame"] for p in running)
    assert frames == list(range(8)), frames


@case
def a_number_is_used_up_before_its_frame_appears(folder):
    key(folder)
    bits(folder)
    options = ["encrypt", *WRITTEN, "bits.bin", "-o"]
    # Nothing was taken while the input or the output is at fault.
    for wrong, status in [(["none.bin", "-o", "f"], 3), (["bits.bin", "-o", "no/f"], 4)]:
        fails("encrypt", *WRITTEN, *wrong, status=status, says=wrong[0 if status == 3 else 2],
              cwd=folder)
    assert not (folder / "k.bin.frames").exists()
    # The record fits on this disk, the frame does not: the number is lost, and no more.
    run(*options, "f", status=4, cwd=folder, file_size=4096)
    assert not (folder / "f.sigmf-data").exists() and not (folder / "f.sigmf-meta").exists()
    fails(*options, "f", status=5, says="frame 7", cwd=folder)


@case
def a_damaged_record_is_refused(folder):
    encrypted(folder)
    record = folder / "k.bin.frames"
    whole = record.read_bytes()
    later = ["9" if word == "7" else word for word in WRITTEN]
    for text in [b"", whole[:-6], whole.replace(b" 7", b" x"), whole + b"\n"]:
        record.write_bytes(text)
        fails("encrypt", *later, "bits.bin", "-o", "new", status=3, says="k.bin.frames",
              cwd=folder)
    record.write_bytes(whole)
    record.chmod(0o666)
    fails("encrypt", *later, "bits.bin", "-o", "new", status=5, says=["k.bin.frames", "600"],
          cwd=folder)


@case
def a_changed_frame_gets_nothing(folder):
    encrypted(folder, n=20)
    whole = samples(folder)
    assert len(whole) == 40 + 32
    for at in [0, 20, 39, 40, 71]:
        put_samples(folder, [-v if i == at else v for i, v in enumerate(whole)])
        fails("decrypt", *WRITTEN, "frame", "-o", "back", status=5,
              says="does not authenticate", cwd=folder)
    for changed in [whole[2:], whole[:-2], whole[::-1], whole[2:4] + whole[:2] + whole[4:]]:
        put_samples(folder, changed)
        fails("decrypt", *WRITTEN, "frame", "-o", "back", status=5,
              says="does not authenticate", cwd=folder)
    put_samples(folder, whole[:-1])
    fails("decrypt", *WRITTEN, "frame", "-o", "back", status=3, says=["frame", "71 symbols"],
          cwd=folder)
    put_samples(folder, whole[:5])
    fails("decrypt", *WRITTEN, "frame", "-o", "back", status=3, says="5 symbols", cwd=folder)
    put_samples(folder, whole)
    run("decrypt", *WRITTEN, "frame", "-o", "back", cwd=folder)


@case
def a_changed_file_is_found_by_its_checksum(folder):
    encrypted(folder)
    data = bytearray((folder / "frame.sigmf-data").read_bytes())
    data[100] ^= 1
    (folder / "frame.sigmf-data").write_bytes(data)
    fails("decrypt", *WRITTEN, "frame", "-o", "back", status=3, says="SHA-512", cwd=folder)


@case
def a_little_noise_does_no_harm_and_a_symbol_error_rejects(folder):
    payload = encrypted(folder)
    whole = samples(folder)
    generator = random.Random(3)
    put_samples(folder, [v + complex(generator.uniform(-0.2, 0.2),
                                     generator.uniform(-0.2, 0.2)) for v in whole])
    run("decrypt", *WRITTEN, "frame", "-o", "back.bin", cwd=folder)
    assert (folder / "back.bin").read_bytes() == payload
    put_samples(folder, [v + complex(generator.gauss(0, 0.3), generator.gauss(0, 0.3))
                         for v in whole])
    fails("decrypt", *WRITTEN, "frame", "-o", "x.bin", status=5,
          says="does not authenticate", cwd=folder)


@case
def options_and_recording_must_agree(folder):
    encrypted(folder)
    for old, new in [("1", "2"), ("7", "8"), ("qam16", "qpsk"), ("xor,rotate8", "xor")]:
        options = [new if word == old else word for word in WRITTEN]
        fails("decrypt", *options, "frame", "-o", "back", status=5, says=[new, old],
              cwd=folder)
    # What the recording says is no better than what the options say: the tag decides.
    put_samples(folder, samples(folder), frame=8)
    fails("decrypt", "-k", "k.bin", "frame", "-o", "back", status=5,
          says="does not authenticate", cwd=folder)
    put_samples(folder, samples(folder), frame=7, stream=2)
    fails("decrypt", "-k", "k.bin", "frame", "-o", "back", status=5,
          says="does not authenticate", cwd=folder)


@case
def broken_fields_are_named(folder):
    encrypted(folder)
    whole = samples(folder)
    for field, value in [("frame", -1), ("frame", 1.5), ("frame", "7"), ("stream", 2 ** 40),
                         ("modulation", 5), ("modulation", "x" * 500), ("cipher", 5)]:
        put_samples(folder, whole, frame=7, stream=1, modulation="qam16",
                    cipher="xor,rotate8")
        put_samples(folder, whole, **{field: value})
        fails("decrypt", "-k", "k.bin", "frame", "-o", "back", status=3,
              says=["frame", f"phyward:{field}"], cwd=folder)
    put_samples(folder, whole, cipher="rot13")
    fails("decrypt", "-k", "k.bin", "frame", "-o", "back", status=3, says="rot13",
          cwd=folder)
    put_samples(folder, [complex("nan")] + whole[1:], cipher="xor,rotate8")
    fails("decrypt", *WRITTEN, "frame", "-o", "back", status=3, says="frame", cwd=folder)


@case
def strict_accepts_a_frame_once(folder):
    payload = encrypted(folder)
    options = ["decrypt", *WRITTEN, "frame", "-o", "back", "--strict"]
    assert run(*options, "--json", cwd=folder).json["replay_checked"] is True
    assert (folder / "back").read_bytes() == payload
    os.remove(folder / "back")
    fails(*options, status=5, says=["replay", "frame 7"], cwd=folder)
    # Without it, as often as you like; the numbers encrypted are another record.
    run(*options[:-1], cwd=folder)
    later = ["8" if word == "7" else word for word in WRITTEN]
    run("encrypt", *later, "bits.bin", "-o", "frame", cwd=folder)
    run("decrypt", *later, "frame", "-o", "back", "--strict", cwd=folder)


@case
def strict_counts_no_frame_that_does_not_authenticate(folder):
    encrypted(folder)
    put_samples(folder, samples(folder), frame=1000)
    fails("decrypt", "-k", "k.bin", "frame", "-o", "back", "--strict", status=5,
          says="does not authenticate", cwd=folder)
    put_samples(folder, samples(folder), frame=7)
    run("decrypt", *WRITTEN, "frame", "-o", "back", "--strict", cwd=folder)


@case
def a_rotation_where_the_envelope_carries_the_data_is_refused(folder):
    key(folder)
    bits(folder)
    for modulation in ["ook", "ask4", "ask256"]:
        for cipher in ["rotate8", "rotate16", "permute,rotate8"]:
            fails("encrypt", "-k", "k.bin", "-m", modulation, "-c", cipher, "bits.bin", "-o",
                  "f", status=2, says=[modulation, "envelope", "xor"], cwd=folder)
        run("encrypt", "-k", "k.bin", "-m", modulation, "-c", "rotate8,xor", "bits.bin",
            "-o", "f", cwd=folder)
    fails("encrypt", "-k", "k.bin", "-m", "qpsk", "-c", "permute", "bits.bin", "-o", "f",
          status=2, says=["permute", "order", "xor"], cwd=folder)


@case
def a_rotation_of_qam_is_told_as_leaking(folder):
    key(folder)
    bits(folder)
    for modulation, leak in [("qam16", 1.5), ("qam64", 3.0778), ("qam256", 4.8945)]:
        options = ["encrypt", "-k", "k.bin", "-m", modulation, "bits.bin", "-o", "f",
                   "--json", "-c"]
        told = run(*options, "rotate16", cwd=folder)
        assert abs(told.json["leak_bits"] - leak) < 5e-5, told.out
        assert "rings" in told.err and "xor" in told.err, told.err
        told = run(*options, "rotate16,xor", cwd=folder)
        assert told.json["leak_bits"] == 0 and told.err == "", told.err
    told = run("encrypt", "-k", "k.bin", "-m", "psk16", "-c", "rotate8", "bits.bin", "-o",
               "f", "--json", cwd=folder)
    assert told.json["leak_bits"] == 0 and told.err == "", told.err


@case
def a_recording_s_samples_come_back(folder):
    key(folder)
    generator = random.Random(4)
    values = [complex(generator.gauss(0, 1), generator.gauss(0, 1)) for _ in range(3000)]
    (folder / "iq.cf32").write_bytes(b"".join(struct.pack("<2f", v.real, v.imag)
                                              for v in values))
    told = run("encrypt", "-k", "k.bin", "--samples", "-c", "permute,rotate16", "iq.cf32",
               "--rate", "2M", "--freq", "868M", "-o", "e", "--json", cwd=folder)
    assert told.json["n_symbols"] == 3000 and told.json["leak_bits"] is None
    assert "envelope" in told.err, told.err
    assert max(abs(a - b) for a, b in zip(samples(folder, "e"), values)) > 1
    about = run("info", "e.sigmf-meta", "--json", cwd=folder).json
    assert about["rate_hz"] == 2e6 and about["carrier_hz"] == 868e6
    run("decrypt", "-k", "k.bin", "--samples", "e.sigmf-meta", "-o", "d", cwd=folder)
    got = [complex(v) for v in samples(folder, "d")]
    assert max(abs(a - b) for a, b in zip(got, values)) < 1e-5
    key(folder, "wrong.bin", seed=7)
    fails("decrypt", "-k", "wrong.bin", "--samples", "e.sigmf-meta", "-o", "x", status=5,
          says="does not authenticate", cwd=folder)
    changed = samples(folder, "e")
    put_samples(folder, [1.0001 * changed[0]] + changed[1:], name="e")
    fails("decrypt", "-k", "k.bin", "--samples", "e.sigmf-meta", "-o", "x", status=5,
          says="does not authenticate", cwd=folder)
    open_ = ["decrypt", "-k", "k.bin", "--samples", "e.sigmf-meta", "-o", "x"]
    done = run(*open_, "--unauthenticated", "--json", cwd=folder).json
    assert done["authenticated"] is False
    put_samples(folder, changed, name="e", tag=None)
    fails(*open_, status=5, says=["e.sigmf-meta", "--unauthenticated"], cwd=folder)
    put_samples(folder, changed, name="e", tag="00zz")
    fails(*open_, status=3, says="phyward:tag", cwd=folder)


@case
def what_samples_can_not_have_is_refused(folder):
    encrypted(folder)
    base = ["encrypt", "-k", "k.bin", "--samples", "frame.sigmf-meta", "-o", "e"]
    fails(*base, "-c", "xor,rotate8", status=2, says="xor", cwd=folder)
    fails(*base, "-c", "rotate8", "-m", "qpsk", status=2, says="--modulation", cwd=folder)
    fails("encrypt", *WRITTEN, "bits.bin", "--type", "cf32", "-o", "e", status=2,
          says="--type", cwd=folder)
    fails("decrypt", *WRITTEN, "frame", "--unauthenticated", "-o", "e", status=2,
          says="--unauthenticated", cwd=folder)


@case
def bad_input_is_refused(folder):
    key(folder)
    bits(folder)
    good = ["bits.bin", "-o", "f"]
    fails("encrypt", *good, "-m", "qpsk", "-c", "xor", status=2, says="--key", cwd=folder)
    fails("encrypt", *good, "-k", "k.bin", "-c", "xor", status=2, says="--modulation",
          cwd=folder)
    fails("encrypt", *good, "-k", "k.bin", "-m", "qpsk", status=2, says="--cipher",
          cwd=folder)
    fails("encrypt", "bits.bin", *WRITTEN, status=2, says="--output", cwd=folder)
    fails("decrypt", "f", *WRITTEN, status=2, says="--output", cwd=folder)
    for cipher in ["rot13", "xor,xor", "rotate8,rotate16", "xor,", ""]:
        fails("encrypt", *good, "-k", "k.bin", "-m", "qpsk", "-c", cipher, status=2,
              says="--cipher", cwd=folder)
    fails("encrypt", *good, "-k", "k.bin", "-m", "qam17", "-c", "xor", status=2,
          says=["qam17", "list modulation"], cwd=folder)
    fails("encrypt", *good, "-k", "none.bin", "-m", "qpsk", "-c", "xor", status=3,
          says="none.bin", cwd=folder)
    key(folder, "short.bin", size=15)
    fails("encrypt", *good, "-k", "short.bin", "-m", "qpsk", "-c", "xor", status=3,
          says="short.bin", cwd=folder)
    key(folder, "open.bin")
    (folder / "open.bin").chmod(0o644)
    fails("encrypt", *good, "-k", "open.bin", "-m", "qpsk", "-c", "xor", status=5,
          says=["open.bin", "600"], cwd=folder)
    for option, value in [("--frame", "-1"), ("--frame", "1.5"), ("--frame", "1e17"),
                          ("--stream", "4294967296")]:
        fails("encrypt", *good, "-k", "k.bin", "-m", "qpsk", "-c", "xor", option, value,
              status=2, says=option, cwd=folder)
    fails("decrypt", *WRITTEN, "none.sigmf-meta", "-o", "x", status=3, says="none",
          cwd=folder)
    assert not (folder / "k.bin.frames").exists()


@case
def figures_of_symbols_stand_beside_their_closed_forms(_):
    done = run("symbols", "evaluate", "--modulation", "qam16", "--cipher", "rotate8",
               "--snr-db", "15", "-n", "50000", "--seed", "4", "--json").json
    n = done["n_symbols"]
    assert n >= 50000 and done["seed"] == 4
    for who in ["bob", "eve"]:
        want = done[f"{who}_closed_form"]
        assert abs(done[f"{who}_ser"] - want) < 5 * (want * (1 - want) / n) ** 0.5, done
        low, high = done[f"{who}_ser_interval"]
        assert low <= done[f"{who}_ser"] <= high
        assert done[f"{who}_errors"] == round(done[f"{who}_ser"] * n)
    assert done["leak_limit_bits"] == 1.5 and done["eve_blind_ser"] == 15 / 16
    low, high = done["leak_interval"]
    error = (high - low) / 3.92
    assert abs(done["leak_bits"] - done["leak_closed_form_bits"]) < 5 * error
    assert abs(done["leak_closed_form_bits"] - 1.245) < 0.02
    assert done["envelope_bits"] > 1.1 and done["angle_bits"] < 0.02
    assert 0 < done["angle_bias_bits"] < 0.02
    assert done["power_statistic"] < done["power_threshold"]
    for name in ["plain_ser", "naive_ser", "envelope_interval", "angle_interval"]:
        assert name in done, name


@case
def figures_of_symbols_are_the_same_for_the_same_seed(_):
    options = ["symbols", "evaluate", "-m", "psk8", "-c", "rotate16,permute", "-n", "5000",
               "--json"]
    assert run(*options).out == run(*options).out
    assert run(*options).out != run(*options, "--seed", "2").out


@case
def a_number_used_twice_is_shown_to_leak(_):
    done = run("symbols", "evaluate", "-m", "qpsk", "-c", "rotate8", "-n", "5000",
               "--json").json
    assert done["two_time_recovered"] > 0.99 and done["leak_bits"] == 0
    both = run("symbols", "evaluate", "-m", "qpsk", "-c", "rotate8,xor", "-n", "5000",
               "--json").json
    assert "two_time_recovered" not in both


@case
def the_page_says_whether_eve_sees_anything(folder):
    for cipher, says in [("rotate8", "of every symbol"), ("xor", "Eve sees nothing")]:
        run("symbols", "evaluate", "-c", cipher, "-n", "5000", "--report", "r.html",
            cwd=folder)
        page = (folder / "r.html").read_text()
        assert says in page and "all but the key" in page, cipher


@case
def figures_of_what_has_none_are_refused(folder):
    evaluate = ["symbols", "evaluate"]
    fails(*evaluate, "-m", "dpsk4", status=2, says=["dpsk4", "differential"], cwd=folder)
    fails(*evaluate, "-m", "qam17", status=2, says="qam17", cwd=folder)
    fails(*evaluate, "-c", "permute", status=2, says=["permute", "xor"], cwd=folder)
    fails(*evaluate, "-c", "rot13", status=2, says=["--cipher", "rot13"], cwd=folder)
    fails(*evaluate, "--snr-db", "61", status=2, says="--snr-db", cwd=folder)
    fails(*evaluate, "-n", "0", status=2, says="--symbols", cwd=folder)


@case
def the_ciphers_speed_stands_beside_the_modem_s(_):
    rows = run("bench", "cipher", "--frame", "48,1000", "-n", "20000", "--json").json["rows"]
    assert len(rows) == 2 * 9
    for row in rows:
        assert row["msymbol_per_s"] > 0 and row["share_of_demodulation"] > 0, row
    names = {row["what"] for row in rows}
    assert {"rotate8", "xor,permute,rotate8", "memcpy", "demodulate qpsk"} <= names, names
    fails("bench", "cipher", "--frame", "0", status=2, says="--frame")


@case
def the_help_names_every_option(_):
    for verb in ["symbols", "bench"]:
        name = {"symbols": "evaluate", "bench": "cipher"}[verb]
        assert "--symbols" in run(verb, name, "--help").out
    for verb in ["encrypt", "decrypt"]:
        text = run(verb, "--help").out
        for option in ["--key", "--stream", "--frame", "--modulation", "--cipher",
                       "--samples", "--output"]:
            assert option in text, (verb, option)


main()
