#!/usr/bin/env python3
"""Manchester bursts read by `phyward decode pulses`, which does not know their rate, and by
rtl_433, which is told it: the same bits, and the CPU time that both take for the same file.
Prints; asserts nothing."""

import json
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

RATE = 250e3
HALF = 100  # samples of half a bit, 400 us
BITS = 48
N_BURSTS = 300
REPEATS = 3


def recording(numpy):
    """cu8 samples of N_BURSTS bursts at 20 dB, 60 ms of noise between them."""
    generator = numpy.random.default_rng(1)
    bits = generator.integers(0, 2, (N_BURSTS, BITS))
    bits[:, 0] = 0
    pause = numpy.zeros(int(0.06 * RATE))
    parts = [pause]
    for row in bits:
        halves = numpy.stack([row, 1 - row], axis=1).ravel()
        parts += [numpy.repeat(halves, HALF), pause]
    level = numpy.concatenate(parts)
    wave = 35 * level * numpy.exp(2j * numpy.pi * 3e3 / RATE * numpy.arange(level.size))
    iq = numpy.stack([wave.real, wave.imag], axis=1)
    iq += generator.normal(0, 2.5, iq.shape)
    data = numpy.clip(numpy.round(iq + 127.5), 0, 255).astype("uint8").tobytes()
    return data, [f"{int(''.join(map(str, row)), 2):012x}" for row in bits]


def spent():
    """CPU seconds of all programs that were run."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def least(command, folder):
    """The least CPU seconds of some runs, and what was printed."""
    times = []
    for _ in range(REPEATS):
        start = spent()
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
        times.append(spent() - start)
    return min(times), done.stdout.decode()


def main():
    """Both on one file."""
    try:
        import numpy  # pylint: disable=import-outside-toplevel
    except ImportError:
        print("rtl_433: numpy is not here, nothing is measured")
        return
    if shutil.which("rtl_433") is None:
        print("rtl_433 is not here, nothing is measured")
        return
    data, sent = recording(numpy)
    with tempfile.TemporaryDirectory() as folder:
        name = "mc_433.92M_250k.cu8"
        (pathlib.Path(folder) / name).write_bytes(data)
        ours_s, text = least([sys.argv[1], "decode", "pulses", name, "--json"], folder)
        ours = [b["bits"] for b in json.loads(text)["bursts"]]
        theirs_s, text = least(
            ["rtl_433", "-r", name, "-R", "0", "-F", "json",
             "-X", "n=x,m=OOK_MC_ZEROBIT,s=400,l=400,r=2000"], folder)
        theirs = [json.loads(line)["rows"][0]["data"] for line in text.splitlines()]
    n = len(data) / 2e6
    print(f"Manchester bursts, {n:.2f} M samples, {N_BURSTS} bursts of {BITS} bits")
    for who, seconds, found in (("phyward", ours_s, ours), ("rtl_433", theirs_s, theirs)):
        right = sum(a == b for a, b in zip(found, sent))
        print(f"  {who}  {right} of {len(sent)} bursts right, {seconds:.3f} s, "
              f"{n / seconds:.1f} MS/s")
    print(f"  phyward takes {ours_s / theirs_s:.2f} of rtl_433's time")


main()
