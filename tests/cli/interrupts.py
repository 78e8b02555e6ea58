#!/usr/bin/env python3
"""Ctrl-C: a command at work ends at once, says so, and leaves nothing behind."""

import os
import signal
import subprocess
import time

from harness import COMMAND, RECORDINGS, SCENARIOS, Skip, case, main


def interrupt(folder, *arguments, delay=0.7):
    """Every command here would work for longer than the delay by far. An end within
    five seconds of the signal is at once, on a machine that is busy, too."""
    command = [COMMAND, *map(str, arguments)]
    before = set(os.listdir(folder))
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        time.sleep(delay)
        assert process.poll() is None, f"ended too early: {process.communicate()}"
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
        took = time.monotonic() - asked
    said = said.decode().strip()
    assert process.returncode == 130, (process.returncode, said)
    assert said.startswith(f"phyward {arguments[0]}"), said
    assert said.endswith(": interrupted; nothing was written") and "\n" not in said, said
    assert out == b"" and set(os.listdir(folder)) == before, (out, os.listdir(folder))
    assert took < 5, took


@case
def power_ups_under_evaluation(folder):
    dumps = sorted((RECORDINGS / "sram-puf").glob("*.bin"))
    if not dumps:
        raise Skip("the recordings are not here")
    for delay in [0.7, 2.2]:
        # Each chip four times: the work, a square of them, takes far longer than the delay.
        interrupt(folder, "puf", "evaluate", *(dumps * 4), "--readout-bytes", 56320,
                  "--code", "repetition:times=3,bch", "--report", "r.html", delay=delay)


@case
def encrypted_symbols_under_evaluation(folder):
    interrupt(folder, "symbols", "evaluate", "--symbols", 10**9, "--report", "r.html")


@case
def a_cipher_that_is_timed(folder):
    interrupt(folder, "bench", "cipher", "--symbols", 10**9)
    interrupt(folder, "bench", "cipher", "--symbols", 10**9, "--frame", 2**24)


@case
def the_demo(folder):
    interrupt(folder, "demo", SCENARIOS / "demo.yaml", "--set", "n_probes=30000", "-o", "out")


@case
def a_simulated_uplink(folder):
    interrupt(folder, "uplink", "simulate", SCENARIOS / "uplink.yaml", "--bits", 10**7,
              "--report", "r.html")


@case
def senders_told_apart(folder):
    interrupt(folder, "auth", "roc", "--trials", 2 * 10**6, "--report", "r.html")


@case
def ranging_by_a_keyed_reference(folder):
    interrupt(folder, "sensing", "simulate", "--trials", 10**6, "--report", "r.html")


@case
def one_chunk_of_large_arrays(folder):
    (folder / "s.yaml").write_text(
        "n_probes: 2000\nprofile: tdl-c\nobserve: power\ngenerator: plane-waves\n"
        "n_waves: 1024\nnodes:\n"
        "  a: {position_m: [0, 0, 0], array: 'ula:n=64'}\n"
        "  b: {position_m: [5, 0, 0], array: 'ula:n=64'}\n")
    interrupt(folder, "simulate", "s.yaml", "-o", "out", delay=2)


@case
def secrecy_over_many_channels(folder):
    interrupt(folder, "secrecy", "rayleigh", "--trials", 10**9)


main()
