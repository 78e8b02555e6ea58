#!/usr/bin/env python3
"""`phyward sounding`: waveforms to be sent, and what is made of those received."""

import array
import cmath
import json
import math
import random
import subprocess

from harness import COMMAND, case, fails, main, run

WAVEFORMS = ["wifi-ltf", "ofdm-comb", "zadoff-chu:length=139", "m-sequence", "gold:order=6",
             "chirp", "lora:sf=7", "golay"]


def write(*options, waveform="zadoff-chu:length=139", name="tx"):
    return run("sounding", "write", "-w", waveform, *options, "-o", name, "--json").json


def samples_of(path):
    flat = array.array("f")
    flat.frombytes(path.read_bytes())
    return [complex(*pair) for pair in zip(flat[::2], flat[1::2])]


def receive(folder, samples, cfo=0.0, sigma=0.0, delay=0, gain=1.0, seed=1):
    """What a receiver records: moved, turned, noisy, cf32."""
    generator = random.Random(seed)
    out = array.array("f")
    for i in range(delay + len(samples)):
        x = samples[i - delay] if i >= delay else 0
        x *= gain * cmath.exp(2j * math.pi * cfo * i)
        out.extend((x.real + generator.gauss(0, sigma), x.imag + generator.gauss(0, sigma)))
    (folder / "rx.cf32").write_bytes(out.tobytes())
    return "rx.cf32"


@case
def the_command_of_the_plan_works(folder):
    made = run("sounding", "write", "--waveform", "zadoff-chu:length=139", "--rate", "1M",
               "-o", folder / "tx", "--json").json
    assert made["n_coefficients"] == 139 and made["burst_samples"] == 35 + 2 * 139
    assert (folder / "tx.sigmf-meta").is_file() and (folder / "tx.sigmf-data").is_file()
    found = run("sounding", "find", folder / "tx.sigmf-meta", "--waveform",
                "zadoff-chu:length=139", "-o", folder / "t.h5", "--json").json
    assert found["n_bursts"] == 1 and found["bursts"][0]["start_sample"] == 0
    told = run("info", folder / "t.h5", "--json").json
    assert "cfr" in json.dumps(told)


@case
def every_waveform_is_found_again(folder):
    for waveform in WAVEFORMS:
        made = run("sounding", "write", "-w", waveform, "-r", "2M", "-b", "1M", "-n", "3",
                   "--interval", "4ms", "-o", folder / "tx", "--json").json
        path = receive(folder, samples_of(folder / "tx.sigmf-data"), cfo=2e-5, sigma=0.03,
                       delay=100)
        found = run("sounding", "find", folder / path, "-r", "2M", "-b", "1M", "-w", waveform,
                    "--interval", "4ms", "--json").json
        starts = [b["start_sample"] + b["timing"] for b in found["bursts"]]
        assert len(starts) == 3, (waveform, starts)
        for k, start in enumerate(starts):
            assert abs(start - 100 - 8000 * k) < 0.5, (waveform, starts)
        for b in found["bursts"]:
            assert abs(b["cfo_hz"] - 40) < 6 * b["cfo_deviation_hz"], (waveform, b)
            assert b["snr_db"] > 10 and b["metric"] > found["threshold"]
        assert [b["sequence"] for b in found["bursts"]] == [0, 1, 2]
        assert found["n_coefficients"] == made["n_coefficients"]


@case
def numbers_and_the_clock_come_from_the_interval(folder):
    write("-r", "1M", "-n", "20", "--interval", "500us", name=folder / "tx")
    sent = samples_of(folder / "tx.sigmf-data")
    # Two bursts lost; the sender's clock is 200 ppm slow: 0.1 samples a burst more.
    late = []
    for k in range(20):
        late += sent[500 * k:500 * k + 500] if k not in (3, 4) else [0] * 500
        late += [0] if k % 10 == 9 else []
    path = receive(folder, late, sigma=0.01)
    found = run("sounding", "find", folder / path, "-r", "1M", "-w", "zadoff-chu:length=139",
                "--interval", "500us", "-o", folder / "t.h5", "--json").json
    assert [b["sequence"] for b in found["bursts"]] == [0, 1, 2, *range(5, 20)]
    assert abs(found["clock_ppm"] + 200) < 6 * found["clock_deviation_ppm"], found["clock_ppm"]
    assert found["clock_deviation_ppm"] < 100
    loose = run("sounding", "find", folder / path, "-r", "1M", "-w", "zadoff-chu:length=139",
                "--json").json
    assert [b["sequence"] for b in loose["bursts"]] == list(range(18))
    assert loose["clock_ppm"] is None


@case
def a_receiver_of_no_power_measures_power_and_envelope(folder):
    write("-r", "1M", "-n", "6", "--interval", "1ms", name=folder / "tx")
    path = receive(folder, samples_of(folder / "tx.sigmf-data"), sigma=0.01, delay=600)
    for measure, key, value in (("power", "power_db", 20 * math.log10(0.7)),
                                ("envelope", "amplitude", 0.7)):
        found = run("sounding", "find", folder / path, "-r", "1M", "--measure", measure, "-w",
                    "zadoff-chu:length=139", "-o", folder / f"{measure}.h5", "--json").json
        assert found["n_bursts"] == 6 and found["n_coefficients"] == 1
        for k, b in enumerate(found["bursts"]):
            assert abs(b["start_sample"] - 600 - 1000 * k) < 3
            assert abs(b[key] - value) < 0.05, (key, b[key], value)
            assert "cfo_hz" not in b
    assert "power_db" in run("info", folder / "power.h5").out
    assert "amplitude" in run("info", folder / "envelope.h5").out


@case
def a_pipe_gives_the_same_as_the_file(folder):
    write("-r", "1M", "-n", "4", "--interval", "1ms", name=folder / "tx")
    path = receive(folder, samples_of(folder / "tx.sigmf-data"), sigma=0.05)
    options = ["--type", "cf32", "-r", "1M", "-w", "zadoff-chu:length=139", "--json"]
    whole = run("sounding", "find", folder / path, *options).json
    done = subprocess.run([COMMAND, "sounding", "find", "-", *options],
                          stdin=open(folder / path, "rb"), capture_output=True, check=True)
    assert json.loads(done.stdout)["bursts"] == whole["bursts"] and whole["n_bursts"] == 4


@case
def the_same_again_gives_the_same_bytes(folder):
    for name in ("a", "b"):
        write("-r", "1M", "-n", "3", "--type", "ci16", name=folder / name)
        run("sounding", "find", folder / f"{name}.sigmf-meta", "-w", "zadoff-chu:length=139",
            "-o", folder / "t.h5")
        (folder / "t.h5").rename(folder / f"{name}.h5")
    assert (folder / "a.sigmf-data").read_bytes() == (folder / "b.sigmf-data").read_bytes()
    assert (folder / "a.sigmf-meta").read_bytes() == (folder / "b.sigmf-meta").read_bytes()


@case
def a_carrier_offset_beyond_the_blocks_is_searched_on_request(folder):
    write("-r", "1M", waveform="m-sequence:order=7", name=folder / "tx")
    path = receive(folder, samples_of(folder / "tx.sigmf-data"), cfo=0.03, sigma=0.05,
                   delay=50)
    fails("sounding", "find", folder / path, "-r", "1M", "-w", "m-sequence:order=7",
          "-o", folder / "t.h5", says="--cfo-max", status=6)
    assert not (folder / "t.h5").exists()
    found = run("sounding", "find", folder / path, "-r", "1M", "-w", "m-sequence:order=7",
                "--cfo-max", "40k", "--json").json
    assert found["n_bursts"] == 1 and found["bursts"][0]["start_sample"] == 50
    assert abs(found["bursts"][0]["cfo_hz"] - 30000) < 300


@case
def nothing_found_explains_itself(folder):
    path = receive(folder, [0] * 5000, sigma=1)
    for measure in ("channel", "power"):
        fails("sounding", "find", folder / path, "-r", "1M", "-o", folder / "t.h5",
              "--measure", measure, says="no burst", status=6)
    assert not (folder / "t.h5").exists()
    (folder / "empty.cf32").write_bytes(b"")
    fails("sounding", "find", folder / "empty.cf32", "-r", "1M", says="empty.cf32", status=3)


@case
def bad_requests_are_refused_and_nothing_is_written(folder):
    tx = folder / "tx"
    for options, says in (
            (["-r", "1M", "-w", "zadoff"], "zadoff-chu"),
            (["-r", "1M", "-w", "zadoff-chu:length=140:root=7"], "root"),
            (["-r", "1M", "-b", "300k"], "--bandwidth"),
            (["-r", "1M", "-b", "2M"], "--bandwidth"),
            (["-r", "1M", "--interval", "10us"], "--interval"),
            (["-r", "1M", "--type", "rf32"], "--type"),
            (["-r", "1M", "--peak", "2"], "--peak"),
            ([], "--rate")):
        fails("sounding", "write", *options, "-o", tx, says=says, status=2)
    fails("sounding", "write", "-r", "1M", says="--output", status=2)
    assert not list(folder.iterdir())
    run("sounding", "write", "-r", "1M", "-o", tx)
    for options, says in ((["--cfo-max", "600k"], "--cfo-max"), (["-b", "7k"], "--bandwidth"),
                          (["--false-alarm", "0.5"], "--false-alarm"),
                          (["--measure", "phase"], "--measure")):
        fails("sounding", "find", folder / "tx.sigmf-meta", *options, says=says, status=2)


SCENARIO = """description: a waveform at level iq
level: iq
sounding: zadoff-chu:length=64:root=5
subcarriers: 64
spacing_hz: 312500
bandwidth_hz: 20e6
n_probes: 40
doppler_hz: 5
interval_s: 10ms
turnaround_s: 1ms
snr_alice_db: 25
snr_bob_db: 25
"""


@case
def simulated_sounding_is_found_like_recorded(folder):
    (folder / "s.yaml").write_text(SCENARIO)
    run("simulate", "s.yaml", "--iq", "-o", "out", "--seed", "7", cwd=folder)
    simulated = run("info", "out/bob.h5", "--json", cwd=folder).json["parties"][0]
    assert simulated["n_probes"] == 40 and simulated["n_coefficients"] == 64
    found = run("sounding", "find", "out/bob.sigmf-meta", "-w", "zadoff-chu:length=64:root=5",
                "-o", "found.h5", "--json", cwd=folder).json
    assert found["n_bursts"] == 40 and found["n_coefficients"] == 64
    run("simulate", "s.yaml", "--iq", "-o", "again", "--seed", "7", cwd=folder)
    for name in ("alice.h5", "bob.h5", "bob.sigmf-data"):
        assert (folder / "out" / name).read_bytes() == (folder / "again" / name).read_bytes()
    fails("simulate", "s.yaml", "--set", "subcarriers=52", "-o", "no", cwd=folder, status=2,
          says=["sounding", "64"])
    fails("simulate", "s.yaml", "--set", "level=coefficients", "-o", "no", cwd=folder,
          status=2, says="level: iq")
    fails("simulate", "s.yaml", "--set", "sounding=zadof", "-o", "no", cwd=folder, status=2,
          says="zadoff-chu")


@case
def the_help_lists_what_there_is(_):
    for verb in ("write", "find"):
        assert "--waveform" in run("sounding", verb, "--help").out
    listed = run("list", "sounding").out
    for waveform in WAVEFORMS:
        assert waveform.split(":")[0] in listed


main()
