#!/usr/bin/env python3
"""`phyward decode`: messages of aircraft and of tags, real ones and broken ones."""

import array
import cmath
import json
import math
import random
import shutil
import subprocess

from harness import COMMAND, RECORDINGS, Skip, case, fails, main, run

ADSB = RECORDINGS / "adsb" / "modes1_1090M_2M.cu8"
TAG = RECORDINGS / "GPL-3.0" / "epc_gen2_reply"
EPC = "0034b00710ade30000000000"


def real(path):
    """A recording that may have been left out of the tree."""
    if not path.is_file():
        raise Skip("the recordings are not here")
    return path


def magnitudes():
    values = array.array("f")
    values.frombytes(real(TAG.with_suffix(".sigmf-data")).read_bytes())
    return values


def write_complex(path, samples):
    flat = array.array("f")
    for x in samples:
        flat.extend((x.real, x.imag))
    path.write_bytes(flat.tobytes())
    return path.name


def noise(n, seed=1, sigma=0.01):
    generator = random.Random(seed)
    return [complex(generator.gauss(0, sigma), generator.gauss(0, sigma)) for _ in range(n)]


@case
def aircraft_are_read_and_named(_):
    found = run("decode", "modes", real(ADSB), "--rate", "2M", "--json").json
    squitters = [m for m in found["messages"] if m["df"] == 17]
    assert len(squitters) >= 141, len(squitters)
    assert {m["icao"] for m in found["messages"]} == {"4d2023"}
    assert all(m["crc_ok"] is True and m["repaired"] is False for m in found["messages"])
    assert found["messages"][0]["bits"] == "8f4d2023587f345e35837e2218b2"
    starts = [m["start_sample"] for m in found["messages"]]
    assert starts == sorted(set(starts)) and starts[-1] < found["n_samples"] == 356868
    assert found["aircraft"] == [{"icao": "4d2023", "n_messages": found["n_messages"]}]
    assert found["n_messages"] == len(found["messages"]) and found["n_repaired"] == 0


@case
def a_pipe_gives_the_same_messages_as_the_file(_):
    whole = run("decode", "modes", real(ADSB), "--rate", "2M", "--json").json
    with open(ADSB, "rb") as stream:
        piped = run("decode", "modes", "-", "--type", "cu8", "--rate", "2M", "--json",
                    stdin=stream).json
    assert piped["messages"] == whole["messages"]
    again = run("decode", "modes", ADSB, "--rate", "2M", "--json")
    assert again.json == whole


@case
def a_long_recording_is_read_in_parts_without_a_seam(folder):
    data = real(ADSB).read_bytes()
    (folder / "long.cu8").write_bytes(data * 4)
    once = run("decode", "modes", ADSB, "--rate", "2M", "--json").json["messages"]
    found = run("decode", "modes", "long.cu8", "--rate", "2M", "--json", cwd=folder).json
    got = {(m["start_sample"], m["bits"]) for m in found["messages"]}
    want = {(m["start_sample"] + part * len(data) // 2, m["bits"])
            for part in range(4) for m in once}
    assert want <= got and len(got - want) <= 3, (len(want - got), len(got - want))


@case
def repairs_are_marked_and_only_on_request(_):
    plain = run("decode", "modes", real(ADSB), "--rate", "2M", "--json").json
    found = run("decode", "modes", ADSB, "--rate", "2M", "--repair", "--json").json
    repaired = [m for m in found["messages"] if m["repaired"]]
    assert len(repaired) == found["n_repaired"] > plain["n_repaired"] == 0
    assert all(m["df"] in (17, 18) and m["icao"] == "4d2023" for m in repaired)


@case
def other_rates_read_too(folder):
    data = real(ADSB).read_bytes()[:200000]
    doubled = b"".join(data[i:i + 2] * 2 for i in range(0, len(data), 2))
    (folder / "x.cu8").write_bytes(doubled)
    (folder / "y.cu8").write_bytes(data)
    twice = run("decode", "modes", "x.cu8", "--rate", "4M", "--json", cwd=folder).json
    once = run("decode", "modes", "y.cu8", "--rate", "2M", "--json", cwd=folder).json
    bits = {m["bits"] for m in twice["messages"]}
    assert {m["bits"] for m in once["messages"]} <= bits
    by_bits = {(m["bits"], m["start_sample"] // 2) for m in twice["messages"]}
    for m in once["messages"]:
        assert any((m["bits"], m["start_sample"] + d) in by_bits for d in (-1, 0, 1)), m


@case
def a_tag_is_read_from_the_text_of_magnitudes(folder):
    (folder / "trace.txt").write_text("".join(f"   {x:.7e}\n" for x in magnitudes()))
    found = run("decode", "gen2", "trace.txt", "--rate", "10M", "--json", cwd=folder).json
    first, second = found["replies"]
    assert (first["pc"], first["epc"], first["crc_ok"]) == ("3400", EPC, True), first
    assert first["start_sample"] == 2695 and first["kind"] == "epc"
    assert abs(first["blf_hz"] - 614e3) < 1e3
    assert (second["kind"], second["bits"], second["crc_ok"]) == ("handle", "ffffffff", True)
    sigmf = run("decode", "gen2", TAG.with_suffix(".sigmf-meta"), "--json").json
    assert [r["bits"] for r in sigmf["replies"]] == [r["bits"] for r in found["replies"]]
    narrow = run("decode", "gen2", "trace.txt", "--rate", "10M", "--blf", "640k", "--json",
                 cwd=folder).json
    assert narrow["replies"][0]["epc"] == EPC


@case
def a_tag_is_read_along_any_axis_of_complex_samples(folder):
    values = magnitudes()
    for turn in (0.4, 1.3, 2.2, 3.0):
        away = cmath.exp(1j * turn)
        name = write_complex(folder / "x.cf32", [0.6 + (x - 0.64) * away for x in values])
        found = run("decode", "gen2", name, "--rate", "10M", "--json", cwd=folder).json
        good = [r for r in found["replies"] if r["crc_ok"]]
        assert [r["epc"] for r in good] == [EPC, None], (turn, found["replies"])


def miller(bits, cycles, blf, rate, first=200):
    """A simulated reply of a tag: pilot, 010111, the bits and a dummy, as magnitudes."""
    levels, level = [1] * 8, 1
    for before, bit in zip([None, 0, 1, 0, 1, 1, 1, *bits], [0, 1, 0, 1, 1, 1, *bits, 1]):
        level = -level if (before, bit) == (0, 0) else level
        levels.append(level)
        level = -level if bit else level
        levels.append(level)
    chips = [x * (1 if c % 2 == 0 else -1) for x in levels for c in range(cycles)]
    length = rate / (2 * blf)
    n = int(len(chips) * length)
    return ([0.49] * first + [0.5 + 0.01 * chips[int(i / length)] for i in range(n)]
            + [0.49] * first)


def crc16(bits):
    register = 0xffff
    for bit in bits:
        register = (register << 1 & 0xffff) ^ (0x1021 if register >> 15 != bit else 0)
    return [(register ^ 0xffff) >> (15 - i) & 1 for i in range(16)]


@case
def simulated_tags_in_millers_codes_are_read(folder):
    generator = random.Random(5)
    for cycles in (2, 4, 8):
        bits = [0, 0, 1, 1, 0] + [0] * 11 + [generator.randrange(2) for _ in range(96)]
        bits += crc16(bits)
        tag = miller(bits, cycles, 260e3, 4e6)
        write_complex(folder / "m.cf32", [cmath.exp(0.7j) * (x + generator.gauss(0, 0.002))
                                          for x in tag])
        asked = ["decode", "gen2", "m.cf32", "--rate", "4M", "--blf", "256k", "--json"]
        named = run(*asked, "--code", f"miller{cycles}", cwd=folder).json["replies"]
        found = run(*asked, cwd=folder).json["replies"]
        assert len(named) == len(found) == 1, (cycles, named, found)
        for reply in (named[0], found[0]):
            assert reply["code"] == f"miller{cycles}" and reply["crc_ok"], reply
            assert (reply["pc"], len(reply["epc"])) == ("3000", 24), reply
            assert int(reply["bits"], 16) == int("".join(map(str, bits)), 2)
            assert abs(reply["blf_hz"] - 260e3) < 500, reply


def keyed(bursts, rate, amplitude, offset=0.0, seed=1, frequency=None):
    """cu8 bytes of bursts of (level, seconds) in noise of deviation 2.5: on and off, or
    by +- `frequency`."""
    generator = random.Random(seed)
    out = bytearray()
    phase = 0.0

    def add(level, seconds):
        nonlocal phase
        for _ in range(round(seconds * rate)):
            turn = offset + (0 if frequency is None else frequency if level else -frequency)
            phase += 2 * cmath.pi * turn / rate
            on = level is not None and (level or frequency is not None)
            x = cmath.rect(amplitude, phase) if on else 0j
            for part in (x.real, x.imag):
                out.append(max(0, min(255, round(127.5 + part + generator.gauss(0, 2.5)))))

    add(None, 0.08)
    for burst in bursts:
        for level, seconds in burst:
            add(level, seconds)
        add(None, 0.02)
    return bytes(out)


def halves(bits, half):
    return [(level, half) for bit in bits for level in ((1, 0) if bit else (0, 1))]


def messages(n, bits, seed):
    """Random ones that begin with 0: rtl_433 takes a first rising edge for a 0."""
    generator = random.Random(seed)
    return [[0] + [generator.randrange(2) for _ in range(bits - 1)] for _ in range(n)]


def in_hex(bits):
    return f"{int(''.join(map(str, bits)), 2):0{len(bits) // 4}x}"


@case
def manchester_bursts_are_read_as_rtl_433_reads_them(folder):
    sent = messages(4, 48, 7)
    data = keyed([halves(bits, 400e-6) for bits in sent], 250e3, 30, 3e3)
    (folder / "mc_433.92M_250k.cu8").write_bytes(data)
    found = run("decode", "pulses", "mc_433.92M_250k.cu8", "--json", cwd=folder).json
    assert [b["bits"] for b in found["bursts"]] == [in_hex(bits) for bits in sent]
    for burst in found["bursts"]:
        assert (burst["modulation"], burst["code"]) == ("ook", "manchester"), burst
        assert abs(burst["symbol_rate"] - 1250) < 3 and burst["n_bits"] == 48, burst
        assert abs(burst["cfo_hz"] - 3e3) < 50, burst
        assert 17 < burst["snr_db"] < 20, burst
    assert found["rate_hz"] == 250e3 and abs(found["carrier_hz"] - 433.92e6) < 1
    other = run("decode", "pulses", "mc_433.92M_250k.cu8", "--ieee", "--json", cwd=folder)
    assert [b["bits"] for b in other.json["bursts"]] == [
        in_hex([1 - bit for bit in bits]) for bits in sent]
    if shutil.which("rtl_433") is None:
        raise Skip("rtl_433 is not here: only the known bits were compared")
    done = subprocess.run(
        ["rtl_433", "-r", "mc_433.92M_250k.cu8", "-R", "0", "-F", "json",
         "-X", "n=x,m=OOK_MC_ZEROBIT,s=400,l=400,r=2000"],
        cwd=folder, capture_output=True, check=True, timeout=60)
    theirs = [json.loads(line)["rows"][0]["data"] for line in done.stdout.splitlines()]
    assert theirs == [b["bits"] for b in found["bursts"]], theirs


@case
def other_pulses_are_read_without_their_rate(folder):
    bits = messages(1, 40, 9)[0]
    wide = [part for bit in bits for part in ((1, 0.2e-3 if bit else 0.5e-3), (0, 0.3e-3))]
    apart = [part for bit in bits for part in ((1, 0.25e-3), (0, 1e-3 if bit else 0.5e-3))]
    cases = [("pwm", "ook", wide[:-1], None), ("ppm", "ook", apart + [(1, 0.25e-3)], None),
             ("nrz", "ook", [(bit, 0.2e-3) for bit in [1, *bits[1:-1], 1]], None),
             ("manchester", "fsk", halves(bits, 0.15e-3), 20e3),
             ("nrz", "fsk", [(bit, 0.21e-3) for bit in bits], 15e3)]
    for code, modulation, burst, frequency in cases:
        data = keyed([burst], 250e3, 25, -7e3, frequency=frequency)
        (folder / "x.cu8").write_bytes(data)
        found = run("decode", "pulses", "x.cu8", "--rate", "250k", "--json", cwd=folder).json
        assert len(found["bursts"]) == 1, (code, modulation, found["bursts"])
        got = found["bursts"][0]
        assert (got["code"], got["modulation"]) == (code, modulation), got
        want = [1, *bits[1:-1], 1] if (code, modulation) == ("nrz", "ook") else bits
        assert got["bits"] == in_hex(want), (code, got)
        if frequency is not None:
            assert abs(got["deviation_hz"] - frequency) < 0.1 * frequency, got
            assert abs(got["cfo_hz"] + 7e3) < 1500, got


def lora(rate, sf, width, start, offset, sync=0x34):
    """The beginning of a frame, with amplitude 1."""
    n = 1 << sf
    values = [0] * 8 + [(sync >> 4) * 8, (sync & 15) * 8]
    out = [0j] * int(start + 20 * n * rate / width)
    for i in range(int(start) + 1, int(start + 12.25 * n * rate / width)):
        chips = (i - start) * width / rate
        symbol, t = int(chips // n), chips % n
        m = values[symbol] if symbol < 10 else 0
        cycles = t * (t + 2 * m - n) / (2 * n) - (t - (n - m) if t > n - m else 0)
        cycles = (cycles if symbol < 10 else -cycles) + offset * (i - start) / rate
        out[i] = cmath.exp(2j * cmath.pi * cycles)
    return out


@case
def lora_preambles_are_found_below_the_noise(folder):
    generator = random.Random(3)
    for sf, width, start, offset in ((7, 125e3, 1234.4, -6e3), (9, 250e3, 3000.75, 9e3)):
        samples = [x + complex(generator.gauss(0, 1.4), generator.gauss(0, 1.4))
                   for x in lora(500e3, sf, width, start, offset)]
        write_complex(folder / "l.cf32", samples)
        found = run("decode", "lora", "l.cf32", "--rate", "500k", "--json", cwd=folder).json
        assert len(found["preambles"]) == found["n_preambles"] == 1, found
        got = found["preambles"][0]
        assert (got["spreading_factor"], got["bandwidth_hz"]) == (sf, width), got
        assert abs(got["cfo_hz"] - offset) < 0.1 * width / (1 << sf), got
        assert abs(got["start_sample"] + got["timing"] - start) < 0.6, (got, start)
        assert (got["n_up"], got["sync_word"]) == (8, 0x34), got
        assert -2 < got["snr_db"] + (5.9 - 10 * math.log10(500e3 / width)) < 2, got
        named = run("decode", "lora", "l.cf32", "--rate", "500k", "--sf", sf, "--bandwidth",
                    width, "--json", cwd=folder).json
        assert named["preambles"] == found["preambles"]


@case
def nothing_found_and_bad_input_are_told(folder):
    name = write_complex(folder / "noise.cf32", noise(50000))
    fails("decode", "modes", name, "--rate", "2M", status=6, cwd=folder,
          says=["no Mode S message", "50000", "--rate"])
    fails("decode", "modes", name, "--rate", "1M", status=3, cwd=folder,
          says=["1e+06 samples a second", "2e+06"])
    fails("decode", "modes", "none.cu8", "--rate", "2M", status=3, cwd=folder,
          says="none.cu8")
    fails("decode", "modes", name, status=3, cwd=folder, says="--rate")
    small = write_complex(folder / "small.cf32", noise(3000))
    fails("decode", "gen2", small, "--rate", "2M", status=6, cwd=folder,
          says=["no tag's reply", "--blf"])
    fails("decode", "gen2", small, "--rate", "100k", status=3, cwd=folder, says="four times")
    fails("decode", "lora", name, "--rate", "250k", status=6, cwd=folder,
          says=["no LoRa preamble", "--sf"])
    fails("decode", "lora", name, "--rate", "100k", status=3, cwd=folder,
          says=["100000 samples", "125000"])
    fails("decode", "lora", name, "--rate", "1M", "--sf", "13", status=2, cwd=folder,
          says="--sf")
    fails("decode", "pulses", name, "--rate", "1M", status=6, cwd=folder,
          says=["no burst of pulses", "--gap"])
    fails("decode", "gen2", small, "--rate", "2M", "--code", "nrz", status=2, cwd=folder,
          says=["--code", "miller4"])
    fails("decode", "gen2", small, "--rate", "2M", "--code", "manchester", status=2,
          cwd=folder, says="no tag")
    (folder / "bad.txt").write_text("1\n2\nthree\n" * 3)
    fails("decode", "gen2", "bad.txt", "--rate", "10M", status=3, cwd=folder, says="bad.txt")
    fails("decode", "modes", status=2, says="RECORDING")


@case
def help_shows_an_example_that_works(_):
    for what in ("modes", "gen2"):
        text = run("decode", what, "--help").out
        line = next(x for x in text.split("\n") if "phyward decode" in x and "datasets" in x)
        assert "--rate" in text and "soapy:" in text
        words = line.split()
        done = subprocess.run([COMMAND, *words[1:]], cwd=RECORDINGS.parent.parent,
                              capture_output=True, check=False)
        assert done.returncode == 0 or not real(ADSB), done.stderr


main()
