"""phyward info: what a recording is and looks like, and that no type is ever guessed."""

import hashlib
import json
import math
import random
import shutil
import struct
import subprocess

from harness import COMMAND, RECORDINGS, case, fails, main, run
from sigmf_schema import check_recording

OPENOFDM = RECORDINGS / "openofdm" / "radiated_dot11n_6.5mbps.dat"
ADSB = RECORDINGS / "adsb" / "modes1_1090M_2M.cu8"
CSI = RECORDINGS / "csi"


def write_noise(path, bursts=(), n=200000, level=0.01, burst=0.3, seed=1):
    """ci16 noise of rms `level`, with bursts (start, length) of a tone over it."""
    draw = random.Random(seed)
    out = bytearray()
    on = bytearray(n)
    for start, length in bursts:
        on[start:start + length] = b"\1" * length
    for i, inside in enumerate(on):
        i_part, q_part = draw.gauss(0, level / 2**0.5), draw.gauss(0, level / 2**0.5)
        if inside:
            i_part += burst * math.cos(0.3 * i)
            q_part += burst * math.sin(0.3 * i)
        out += struct.pack("<2h", round(i_part * 32767), round(q_part * 32767))
    path.write_bytes(bytes(out))


@case
def the_command_as_written(_folder):
    done = run("info", OPENOFDM, "--type", "ci16", "--rate", "20M", "--json").json
    assert done["what"] == "recording" and done["n_samples"] == 169040, done
    assert done["datatype"] == "ci16_le" and done["rate_hz"] == 20e6
    assert abs(done["duration_s"] - 8.452e-3) < 1e-9
    assert done["clipped_share"] == 0 and done["n_bursts"] > 40
    assert -80 < done["noise_floor_dbfs"] < -60, done["noise_floor_dbfs"]
    wifi = [row for row in done["looks_like"] if row["what"] == "802.11 OFDM, 20 MHz"]
    assert wifi and wifi[0]["count"] >= 60 and wifi[0]["command"] == "phyward probe"


@case
def the_help_says_what_it_reads(_folder):
    said = run("info", "--help").out
    for word in ("phyward info", "--type", "--rate", "bursts", "never guessed"):
        assert word in said, word


@case
def mode_s_is_recognised(_folder):
    done = run("info", ADSB, "--rate", "2M", "--json").json
    assert done["carrier_hz"] == 1090e6, done["carrier_hz"]
    assert done["looks_like"][0]["what"].startswith("Mode S"), done["looks_like"]
    assert done["looks_like"][0]["count"] >= 141


@case
def bursts_floor_and_spectrum_are_measured(folder):
    bursts = [(10000, 8000), (50000, 16000), (120000, 32000)]
    write_noise(folder / "b.cs16", bursts)
    done = run("info", "b.cs16", "--rate", "1M", "--json", cwd=folder).json
    assert done["n_bursts"] == 3, done
    assert abs(done["noise_floor_dbfs"] + 40) < 0.1, done["noise_floor_dbfs"]
    assert abs(done["burst_dbfs"] - 20 * math.log10(0.3)) < 0.1
    assert abs(done["shortest_burst_s"] - 8e-3) < 40e-6
    assert abs(done["median_burst_s"] - 16e-3) < 40e-6
    assert abs(done["longest_burst_s"] - 32e-3) < 40e-6
    assert abs(done["duty"] - 0.28) < 0.001
    assert abs(done["strongest_hz"] - 0.3 / (2 * math.pi) * 1e6) < 1000
    assert [row for row in done["looks_like"] if row["count"] == 3], done["looks_like"]
    text = run("info", "b.cs16", "--rate", "1M", cwd=folder).out
    for word in ("level between bursts", "shortest burst", "looks like", "1 MHz"):
        assert word in text, text


@case
def pulses_are_recognised(folder):
    draw = random.Random(5)
    pulses = []
    for start in (20000, 90000):
        at = start
        for bit in [draw.getrandbits(1) for _ in range(64)]:
            pulses.append((at + (0 if bit else 250), 250))
            at += 500
    write_noise(folder / "p.cs16", pulses, n=160000)
    done = run("info", "p.cs16", "--rate", "1M", "--json", cwd=folder).json
    assert done["looks_like"][0] == {"what": "on-off keyed pulses", "count": 2,
                                     "command": "phyward decode pulses"}, done


@case
def lora_is_recognised(folder):
    rate, width, n = 250e3, 125e3, 256
    # Eight up chirps, two of the sync word, two and a quarter down; in noise at 0 dB.
    symbols = [(0, 1)] * 8 + [(24, 1), (32, 1)] + [(0, -1)] * 3
    draw = random.Random(7)
    out = bytearray()
    phase = 0.0
    for i in range(12000):
        chip = (i - 3000) * width / rate
        value = 0j
        if 0 <= chip < 12.25 * n:
            shift, sign = symbols[int(chip // n)]
            phase += 2 * math.pi * sign * width / rate * (((chip + shift) % n) / n - 0.5)
            value = complex(math.cos(phase), math.sin(phase))
        out += struct.pack("<2h", round(2000 * (value.real + draw.gauss(0, 0.7))),
                           round(2000 * (value.imag + draw.gauss(0, 0.7))))
    (folder / "l.cs16").write_bytes(bytes(out))
    done = run("info", "l.cs16", "--rate", "250k", "--json", cwd=folder).json
    assert done["looks_like"][0] == {"what": "LoRa preambles", "count": 1,
                                     "command": "phyward decode lora"}, done


@case
def noise_alone_is_called_so(folder):
    write_noise(folder / "n.cs16", n=60000)
    done = run("info", "n.cs16", "--rate", "20M", "--json", cwd=folder).json
    assert done["n_bursts"] == 0 and done["occupied_share"] < 0.02, done
    assert done["looks_like"][-1]["what"] == "white noise alone", done["looks_like"]


@case
def an_unknown_type_is_refused_with_the_choices(folder):
    shutil.copy(OPENOFDM, folder / "some.bin")
    done = fails("info", "some.bin", status=3, says=["some.bin", "--type", "ci16_le"],
                 cwd=folder)
    assert "sample types to choose from" in done.out
    done = fails("info", "some.bin", "--json", status=3, says="--type", cwd=folder)
    choices = json.loads(done.out)["choices"]
    assert [row["type"] for row in choices if row["plausible"]] == ["ci16_le"], choices
    assert all(row["why"] for row in choices)
    (folder / "tiny.bin").write_bytes(b"12345678")
    fails("info", "tiny.bin", status=3, says=["tiny.bin", "none"], cwd=folder)


@case
def captures_are_told_apart_by_content(folder):
    shutil.copy(CSI / "intel5300_log.all_csi.6.7.6", folder / "x.dat")
    done = run("info", "x.dat", "--json", cwd=folder).json
    assert done["what"] == "capture" and done["format"] == "intel5300", done
    assert done["n_records"] == 29 and done["n_probes"] == 29
    assert sum(row["n_probes"] for row in done["parties"]) == 29
    # With a type it is samples, as the user says.
    done = run("info", "x.dat", "--type", "ri8", "--rate", "1M", "--json",
               cwd=folder).json
    assert done["what"] == "recording"


@case
def collections_are_listed_and_checked(folder):
    streams = []
    for name in ("one", "two"):
        run("convert", OPENOFDM, "--type", "ci16", "--rate", "20M", "--duration", "10u",
            "-o", f"{name}.sigmf-meta", cwd=folder)
        check_recording(folder / f"{name}.sigmf-meta")
        text = (folder / f"{name}.sigmf-meta").read_bytes()
        streams.append({"name": name, "hash": hashlib.sha512(text).hexdigest()})
    (folder / "all.sigmf-collection").write_text(json.dumps(
        {"collection": {"core:version": "1.2.5", "core:streams": streams}}))
    done = run("info", "all.sigmf-collection", "--json", cwd=folder).json
    assert [row["name"] for row in done["recordings"]] == ["one", "two"], done
    streams[1]["hash"] = "0" * 128
    (folder / "all.sigmf-collection").write_text(json.dumps(
        {"collection": {"core:version": "1.2.5", "core:streams": streams}}))
    fails("info", "all.sigmf-collection", status=3, says=["two.sigmf-meta", "SHA-512"],
          cwd=folder)
    (folder / "two.sigmf-meta").unlink()
    fails("info", "all.sigmf-collection", status=3, says="two.sigmf-meta", cwd=folder)


@case
def a_pipe_tells_the_same_as_its_file(folder):
    options = ("--type", "ci16", "--rate", "20M", "--json")
    with open(OPENOFDM, "rb") as stream:
        done = subprocess.run([COMMAND, "info", "-", *options], stdin=stream, check=True,
                              capture_output=True, timeout=60, cwd=folder)
    piped = json.loads(done.stdout)
    direct = run("info", OPENOFDM, *options).json
    for name in direct:
        if name not in ("file", "format"):
            assert piped[name] == direct[name], name


@case
def pictures_are_drawn_whole_or_not_at_all(folder):
    options = ("--type", "ci16", "--rate", "20M")
    if shutil.which("gnuplot") is not None:
        run("info", OPENOFDM, *options, "--plot", "p.svg", cwd=folder)
        text = (folder / "p.svg").read_text()
        assert "<svg" in text and "dBFS" in text
        first = (folder / "p.svg").read_bytes()
        run("info", OPENOFDM, *options, "--plot", "p.svg", cwd=folder)
        assert (folder / "p.svg").read_bytes() == first
    fails("info", OPENOFDM, *options, "--plot", "p.foo", status=2, says=".svg",
          cwd=folder)
    fails("info", OPENOFDM, "--type", "ci16", "--plot", "q.svg", status=2, says="--rate",
          cwd=folder)


@case
def the_same_input_gives_the_same_words(_folder):
    first = run("info", OPENOFDM, "--type", "ci16", "--rate", "20M").out
    assert run("info", OPENOFDM, "--type", "ci16", "--rate", "20M").out == first


main()
