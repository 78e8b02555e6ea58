#!/usr/bin/env python3
"""Frames of 10^4 bits, as many errors in each, reconciled by cascade-cpp's variant of Yan et
al. and by the profile `throughput`, turn by turn in one run: CPU time of both parties. The
peer is the program that PHW_CASCADE_CPP names (run_experiments of cascade-cpp; without it
nothing is measured). It counts frame errors in half of each word: its share of failed frames
is 3/4 of the truth. Prints; asserts nothing."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

RATES = [0.01, 0.02, 0.03, 0.05, 0.08, 0.10, 0.15, 0.20]
BITS = 10000
FRAMES = 300
REPEATS = 5


def theirs(peer, rate, folder, seed):
    """Seconds a frame, f, question messages and failed frames of the peer."""
    task = folder / "task.json"
    task.write_text(json.dumps([{
        "independent_variable": "error_rate", "algorithm": ["yanetal"],
        "error_rate": [rate], "key_size": BITS, "runs": FRAMES}]))
    subprocess.run([peer, "-d", "-s", str(seed), "-m", str(FRAMES), "-o", folder, task],
                   check=True, capture_output=True)
    point = json.loads(next(folder.glob("data__*")).read_text().splitlines()[0])
    return [point[k]["average"] for k in ("elapsed_process_time", "efficiency",
                                          "ask_parity_messages",
                                          "remaining_frame_error_rate")]


def ours(command, rate, seed):
    """The same of phyward; its permutations are made once too."""
    out = subprocess.run(
        [command, "bench", "reconcile", "--n", str(BITS), "--error-rate", str(rate),
         "--frames", str(FRAMES), "--session-frames", str(FRAMES), "--fixed-weight",
         "--scheme", "throughput", "--seed", str(seed), "--json"],
        check=True, capture_output=True).stdout
    row = json.loads(out)["rows"][0]
    return [BITS / 1e6 / row["mbit_per_s"], row["efficiency"], row["round_trips"],
            row["frame_error_rate"]]


def mean(values):
    """Of a list."""
    return sum(values) / len(values)


def main():
    """Turn by turn at each rate; times are the least of the turns."""
    peer = os.environ.get("PHW_CASCADE_CPP")
    if not peer or not os.access(peer, os.X_OK):
        print("PHW_CASCADE_CPP names no program, nothing is measured")
        return
    print(f"n = {BITS}, {REPEATS} x {FRAMES} frames a rate: "
          "Mbit/s, f, rounds, failed frames")
    for rate in RATES:
        turns = []
        for seed in range(1, REPEATS + 1):
            with tempfile.TemporaryDirectory() as folder:
                turns.append((theirs(peer, rate, pathlib.Path(folder), seed),
                              ours(sys.argv[1], rate, seed)))
        times = [min(turn[who][0] for turn in turns) for who in (0, 1)]
        print(f"{rate:5.0%}:", "; ".join(
            f"{name} {BITS / 1e6 / times[who]:.1f}, "
            f"{mean([t[who][1] for t in turns]):.4f}, "
            f"{mean([t[who][2] for t in turns]):.0f}, "
            f"{mean([t[who][3] for t in turns]):.4f}"
            for who, name in ((0, "cascade-cpp yanetal"), (1, "throughput"))),
            f"; ratio {times[0] / times[1]:.1f}", flush=True)


main()
