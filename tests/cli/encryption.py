#!/usr/bin/env python3
"""`phyward encrypt` and `phyward decrypt`: what was encrypted comes back, and nothing comes
back that does not authenticate."""

import fcntl
import json
import os
import random
import signal
import stat
import struct
import subprocess
import time

from harness import COMMAND, case, fails, main, run, simulate

KEY = ["-k", "k.bin", "--stream", "1"]
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
    assert done["first_use"] is True
    assert done["n_rings"] == 3 and 0 < done["peak_to_average_db"] < 5
    back = run("decrypt", *WRITTEN, "frame", "-o", "back", "--json", cwd=folder).json
    assert back["authenticated"] is True and back["replay_checked"] is False
    assert back["payload_bytes"] == 1000 and back["frame"] == 7
    about = run("info", "frame.sigmf-meta", "--json", cwd=folder).json
    assert about["datatype"] == "cf32_le" and about["n_samples"] == 2032


@case
def what_the_recording_says_need_not_be_said_again(folder):
    payload = encrypted(folder)
    run("decrypt", *KEY, "frame", "-o", "back.bin", cwd=folder)
    assert (folder / "back.bin").read_bytes() == payload


@case
def what_the_options_say_the_recording_need_not(folder):
    payload = encrypted(folder)
    put_samples(folder, samples(folder), stream=None, frame=None, modulation=None,
                cipher=None, tag_symbols=None)
    run("decrypt", *WRITTEN, "frame", "-o", "back.bin", cwd=folder)
    assert (folder / "back.bin").read_bytes() == payload
    fails("decrypt", *KEY, "-m", "qam16", "-c", "xor", "frame", "-o", "x",
          status=2, says="--frame", cwd=folder)
    fails("decrypt", *KEY, "--frame", "7", "-c", "xor", "frame", "-o", "x",
          status=2, says="--modulation", cwd=folder)
    fails("decrypt", *KEY, "--frame", "7", "-m", "qam16", "frame", "-o", "x",
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
        run("encrypt", *KEY, "-m", name, "-c", "rotate8,permute,xor", "bits.bin",
            "-o", name, cwd=folder)
        run("decrypt", *KEY, name, "-o", "back.bin", cwd=folder)
        assert (folder / "back.bin").read_bytes() == payload, name


@case
def every_length_comes_back(folder):
    key(folder)
    for n in [0, 1, 2, 3, 5, 8, 63, 64, 65]:
        payload = bits(folder, n)
        run("encrypt", *KEY, "-m", "psk8", "-c", "xor,rotate16", "bits.bin", "-o",
            "frame", cwd=folder)
        run("decrypt", *KEY, "frame", "-o", "back.bin", cwd=folder)
        assert (folder / "back.bin").read_bytes() == payload, n


@case
def the_same_frame_is_the_same_bytes(folder):
    encrypted(folder)
    first = (folder / "frame.sigmf-data").read_bytes()
    meta = (folder / "frame.sigmf-meta").read_bytes()
    # What nobody may do: a record that is gone can't be missed.
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
    options = ["encrypt", *KEY, "-m", "qpsk", "-c", "rotate8", "bits.bin", "-o",
               "frame", "--json"]
    assert run(*options, cwd=folder).json["frame"] == 0
    assert run(*options, cwd=folder).json["frame"] == 1
    assert run(*options, "--frame", "10", cwd=folder).json["frame"] == 10
    assert run(*options, cwd=folder).json["frame"] == 11
    other = ["3" if word == "1" else word for word in options]
    assert run(*other, cwd=folder).json["frame"] == 0


@case
def processes_at_once_take_different_numbers(folder):
    key(folder)
    bits(folder)
    running = [subprocess.Popen([COMMAND, "encrypt", *KEY, "-m", "qpsk", "-c",
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
    fails("decrypt", *KEY, "frame", "-o", "back", status=5,
          says="does not authenticate", cwd=folder)
    put_samples(folder, samples(folder), frame=7, stream=2)
    fails("decrypt", *KEY, "frame", "-o", "back", status=5, says=["--stream 1", "says 2"],
          cwd=folder)
    fails("decrypt", "-k", "k.bin", "--stream", "2", "frame", "-o", "back", status=5,
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
        fails("decrypt", *KEY, "frame", "-o", "back", status=3,
              says=["frame", f"phyward:{field}"], cwd=folder)
    put_samples(folder, whole, cipher="rot13")
    fails("decrypt", *KEY, "frame", "-o", "back", status=3, says="rot13",
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
    fails("decrypt", *KEY, "frame", "-o", "back", "--strict", status=5,
          says="does not authenticate", cwd=folder)
    put_samples(folder, samples(folder), frame=7)
    run("decrypt", *WRITTEN, "frame", "-o", "back", "--strict", cwd=folder)


@case
def a_rotation_where_the_envelope_carries_the_data_is_refused(folder):
    key(folder)
    bits(folder)
    for modulation in ["ook", "ask4", "ask256"]:
        for cipher in ["rotate8", "rotate16", "permute,rotate8"]:
            fails("encrypt", *KEY, "-m", modulation, "-c", cipher, "bits.bin", "-o",
                  "f", status=2, says=[modulation, "envelope", "xor"], cwd=folder)
        run("encrypt", *KEY, "-m", modulation, "-c", "rotate8,xor", "bits.bin",
            "-o", "f", cwd=folder)
    fails("encrypt", *KEY, "-m", "qpsk", "-c", "permute", "bits.bin", "-o", "f",
          status=2, says=["permute", "order", "xor"], cwd=folder)


@case
def a_rotation_that_leaves_all_but_a_sign_is_refused(folder):
    key(folder)
    bits(folder)
    for modulation in ["arb16opt", "arb32opt", "arb64vt", "arb128opt", "arb256opt", "apsk4"]:
        fails("encrypt", *KEY, "-m", modulation, "-c", "rotate8", "bits.bin", "-o", "f",
              status=2, says=[modulation, "xor"], cwd=folder)
        run("encrypt", *KEY, "-m", modulation, "-c", "rotate8,xor", "bits.bin", "-o", "f",
            cwd=folder)


@case
def a_rotation_of_qam_is_told_as_leaking(folder):
    key(folder)
    bits(folder)
    run("encrypt", *WRITTEN, "bits.bin", "-o", "f", cwd=folder)
    for modulation, rings, leak in [("qam16", 1.5, 2), ("qam64", 3.0778, 4),
                                    ("qam256", 4.8945, 6)]:
        options = ["encrypt", *KEY, "-m", modulation, "bits.bin", "-o", "f", "--json", "-c"]
        told = run(*options, "rotate8", cwd=folder)
        assert abs(told.json["leak_bits"] - leak) < 1e-9, told.out
        assert f"{rings:.4f}" in told.err and "xor" in told.err, told.err
        told = run(*options, "rotate8,xor", cwd=folder)
        assert told.json["leak_bits"] == 0 and told.err == "", told.err
    told = run("encrypt", *KEY, "-m", "psk16", "-c", "rotate8", "bits.bin", "-o", "f",
               "--json", cwd=folder)
    assert told.json["leak_bits"] == 0 and told.err == "", told.err


@case
def the_first_use_of_a_key_is_told_once(folder):
    key(folder)
    bits(folder)
    options = ["encrypt", *KEY, "-m", "qpsk", "-c", "xor", "bits.bin", "-o", "f", "--json"]
    told = run(*options, cwd=folder)
    assert told.json["first_use"] is True
    assert told.err.count("knew nothing of this key") == 1 and "copied" in told.err
    told = run(*options, cwd=folder)
    assert told.json["first_use"] is False and told.err == ""
    # A copy has no record: that is all that can be seen of it.
    os.rename(folder / "k.bin", folder / "k2.bin")
    moved = ["k2.bin" if word == "k.bin" else word for word in options]
    assert run(*moved, cwd=folder).json["first_use"] is True


@case
def an_output_never_replaces_the_key_or_its_records(folder):
    encrypted(folder)
    record = (folder / "k.bin.frames").read_bytes()
    secret = (folder / "k.bin").read_bytes()
    os.symlink("k.bin", folder / "link.bin")
    os.mkdir(folder / "sub")
    for name in ["k.bin", "link.bin", "k.bin.frames", "sub/../k.bin.frames",
                 "k.bin.accepted"]:
        for given in ["k.bin", "link.bin"]:
            options = [given if word == "k.bin" else word for word in WRITTEN]
            fails("decrypt", *options, "frame", "-o", name, status=2,
                  says=[name, "--key", "replace"], cwd=folder)
    fails("encrypt", *KEY, "-m", "qpsk", "-c", "xor", "bits.bin", "-o", "k.bin.frames",
          status=2, says="k.bin.frames", cwd=folder)
    assert (folder / "k.bin.frames").read_bytes() == record
    assert (folder / "k.bin").read_bytes() == secret
    assert not (folder / "k.bin.accepted").exists()
    run("decrypt", *WRITTEN, "frame", "-o", "sub/k.bin.frames", cwd=folder)


@case
def names_of_any_bytes_are_shown_and_frames_written(folder):
    key(folder)
    payload = bits(folder)
    odd = os.fsdecode(b"\xfffr\xc3\xbc\xc3")
    os.rename(folder / "bits.bin", folder / odd)
    done = run("encrypt", *KEY, "-m", "qpsk", "-c", "xor", odd, "-o", odd + ".sigmf-meta",
               "--json", cwd=folder).json
    assert done["file"] == "\\xfffr\u00fc\\xc3" and done["frame"] == 0
    assert done["output"] == "\\xfffr\u00fc\\xc3.sigmf-meta"
    told = run("decrypt", *KEY, odd + ".sigmf-meta", "-o", "back", cwd=folder)
    assert "\\xfffr\u00fc\\xc3.sigmf-meta" in told.out, told.out
    assert (folder / "back").read_bytes() == payload
    os.rename(simulate(folder / "w"), folder / (odd + "w"))
    done = run("info", odd + "w/alice.h5", "--json", cwd=folder).json
    assert done["file"].startswith("\\xff"), done["file"]


@case
def a_key_with_a_hard_link_is_refused(folder):
    encrypted(folder)
    os.link(folder / "k.bin", folder / "h.bin")
    for name in ["k.bin", "h.bin"]:
        fails("encrypt", "-k", name, "--stream", "1", "-m", "qpsk", "-c", "xor", "bits.bin",
              "-o", "new", status=5, says=[name, "hard link"], cwd=folder)
    fails("decrypt", *WRITTEN, "frame", "-o", "new", "--strict", status=5, says="hard link",
          cwd=folder)
    # Without --strict nothing is counted.
    run("decrypt", *WRITTEN, "frame", "-o", "back", cwd=folder)
    os.remove(folder / "h.bin")
    run("encrypt", *KEY, "-m", "qpsk", "-c", "xor", "bits.bin", "-o", "new", cwd=folder)


@case
def a_lock_that_others_hold_can_be_interrupted(folder):
    key(folder)
    bits(folder)
    for number in [signal.SIGINT, signal.SIGTERM]:
        held = os.open(folder, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = subprocess.Popen([COMMAND, "encrypt", *WRITTEN, "bits.bin", "-o", "f"],
                                   cwd=folder, stderr=subprocess.PIPE, text=True)
        time.sleep(0.5)
        assert waiting.poll() is None
        waiting.send_signal(number)
        err = waiting.communicate(timeout=5)[1]
        assert waiting.returncode == 130, (waiting.returncode, err)
        assert "interrupted" in err, err
        os.close(held)
    assert not (folder / "k.bin.frames").exists() and not (folder / "f.sigmf-meta").exists()
    run("encrypt", *WRITTEN, "bits.bin", "-o", "f", cwd=folder)


@case
def a_recording_s_samples_come_back(folder):
    key(folder)
    generator = random.Random(4)
    values = [complex(generator.gauss(0, 1), generator.gauss(0, 1)) for _ in range(3000)]
    (folder / "iq.cf32").write_bytes(b"".join(struct.pack("<2f", v.real, v.imag)
                                              for v in values))
    told = run("encrypt", *KEY, "--samples", "-c", "permute,rotate16", "iq.cf32",
               "--rate", "2M", "--freq", "868M", "-o", "e", "--json", cwd=folder)
    assert told.json["n_symbols"] == 3000 and told.json["leak_bits"] is None
    assert "envelope" in told.err, told.err
    assert max(abs(a - b) for a, b in zip(samples(folder, "e"), values)) > 1
    about = run("info", "e.sigmf-meta", "--json", cwd=folder).json
    # Twice the range of single precision after a turn: refused before a number is taken.
    (folder / "large.cf32").write_bytes(struct.pack("<4f", 1, 1, 3e38, 3e38))
    fails("encrypt", *KEY, "--samples", "-c", "rotate16", "large.cf32", "--rate", "2M",
          "-o", "l", status=3, says=["large.cf32", "sample 1"], cwd=folder)
    assert run("encrypt", *KEY, "--samples", "-c", "rotate16", "iq.cf32", "--rate", "2M", "-o",
               "n", "--json", cwd=folder).json["frame"] == 1
    assert about["rate_hz"] == 2e6 and about["carrier_hz"] == 868e6
    run("decrypt", *KEY, "--samples", "e.sigmf-meta", "-o", "d", cwd=folder)
    got = [complex(v) for v in samples(folder, "d")]
    assert max(abs(a - b) for a, b in zip(got, values)) < 1e-5
    key(folder, "wrong.bin", seed=7)
    fails("decrypt", "-k", "wrong.bin", "--stream", "1", "--samples", "e.sigmf-meta", "-o",
          "x", status=5, says="does not authenticate", cwd=folder)
    changed = samples(folder, "e")
    put_samples(folder, [1.0001 * changed[0]] + changed[1:], name="e")
    fails("decrypt", *KEY, "--samples", "e.sigmf-meta", "-o", "x", status=5,
          says="does not authenticate", cwd=folder)
    put_samples(folder, changed, name="e")
    for field, value in [("core:sample_rate", 1e6), ("core:frequency", 433e6)]:
        meta = json.loads((folder / "e.sigmf-meta").read_text())
        (meta["global"] if "rate" in field else meta["captures"][0])[field] = value
        (folder / "other.sigmf-meta").write_text(json.dumps(meta))
        (folder / "other.sigmf-data").write_bytes((folder / "e.sigmf-data").read_bytes())
        fails("decrypt", *KEY, "--samples", "other.sigmf-meta", "-o", "x", status=5,
              says="does not authenticate", cwd=folder)
    put_samples(folder, [1.0001 * changed[0]] + changed[1:], name="e")
    open_ = ["decrypt", *KEY, "--samples", "e.sigmf-meta", "-o", "x"]
    done = run(*open_, "--unauthenticated", "--json", cwd=folder).json
    assert done["authenticated"] is False
    put_samples(folder, changed, name="e", tag=None)
    fails(*open_, status=5, says=["e.sigmf-meta", "--unauthenticated"], cwd=folder)
    put_samples(folder, changed, name="e", tag="00zz")
    fails(*open_, status=3, says="phyward:tag", cwd=folder)


@case
def what_samples_can_not_have_is_refused(folder):
    encrypted(folder)
    base = ["encrypt", *KEY, "--samples", "frame.sigmf-meta", "-o", "e"]
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
    fails("encrypt", *good, *KEY, "-c", "xor", status=2, says="--modulation",
          cwd=folder)
    fails("encrypt", *good, *KEY, "-m", "qpsk", status=2, says="--cipher",
          cwd=folder)
    fails("encrypt", "bits.bin", *WRITTEN, status=2, says="--output", cwd=folder)
    fails("decrypt", "f", *WRITTEN, status=2, says="--output", cwd=folder)
    for cipher in ["rot13", "xor,xor", "rotate8,rotate16", "xor,", ""]:
        fails("encrypt", *good, *KEY, "-m", "qpsk", "-c", cipher, status=2,
              says="--cipher", cwd=folder)
    fails("encrypt", *good, *KEY, "-m", "qam17", "-c", "xor", status=2,
          says=["qam17", "list modulation"], cwd=folder)
    fails("encrypt", *good, "-k", "none.bin", "--stream", "1", "-m", "qpsk", "-c", "xor",
          status=3, says="none.bin", cwd=folder)
    key(folder, "short.bin", size=15)
    fails("encrypt", *good, "-k", "short.bin", "--stream", "1", "-m", "qpsk", "-c", "xor",
          status=3, says="short.bin", cwd=folder)
    key(folder, "open.bin")
    (folder / "open.bin").chmod(0o644)
    fails("encrypt", *good, "-k", "open.bin", "--stream", "1", "-m", "qpsk", "-c", "xor",
          status=5, says=["open.bin", "600"], cwd=folder)
    for value in ["-1", "1.5", "1e17"]:
        fails("encrypt", *good, *KEY, "-m", "qpsk", "-c", "xor", "--frame", value,
              status=2, says="--frame", cwd=folder)
    for value in ["-1", "1.5", "4294967296"]:
        fails("encrypt", *good, "-k", "k.bin", "--stream", value, "-m", "qpsk", "-c", "xor",
              status=2, says="--stream", cwd=folder)
    for verb in ["encrypt", "decrypt"]:
        fails(verb, *good, "-k", "k.bin", "-m", "qpsk", "-c", "xor", "--frame", "1",
              status=3 if verb == "decrypt" else 2,
              says="bits.bin" if verb == "decrypt" else ["--stream", "direction"],
              cwd=folder)
    fails("decrypt", *WRITTEN, "none.sigmf-meta", "-o", "x", status=3, says="none",
          cwd=folder)
    assert not (folder / "k.bin.frames").exists()


@case
def the_help_names_every_option(_):
    for verb in ["encrypt", "decrypt"]:
        text = run(verb, "--help").out
        for option in ["--key", "--stream", "--frame", "--modulation", "--cipher",
                       "--samples", "--output"]:
            assert option in text, (verb, option)


main()
