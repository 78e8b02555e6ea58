#!/usr/bin/env python3
"""Keys of recorded pairs by the scheme that certifies most, and none where there is none."""

import json
import math
import random
import subprocess

from harness import COMMAND, RECORDINGS, SANITIZED, Skip, case, main

SIGNS = ["--scheme", "reliable-signs", "--key-bits", "128", "--seed", "1", "--json"]


def found(alice, bob, *options):
    """What the command tells, whether there is a key or none."""
    done = subprocess.run([COMMAND, "keygen", str(alice), str(bob), *SIGNS, *options],
                          capture_output=True, check=False)
    assert done.returncode in (0, 1, 6), done.stderr
    return json.loads(done.stdout)


def table(path, values):
    """A table of readings at path."""
    path.write_text("idx,rssi\n" + "".join(f"{i},{v:.3f}\n" for i, v in enumerate(values)))


def recorded(name):
    path = RECORDINGS / name
    if not path.is_file():
        raise Skip("the recordings are not here")
    return path


def none(folder, pair, *options):
    table(folder / "a.csv", pair[0])
    table(folder / "b.csv", pair[1])
    told = found(folder / "a.csv", folder / "b.csv", *options)
    assert told["key_bits"] == 0, told
    return told


@case
def indoors_either_end_may_lead(_):
    pair = [recorded(f"lora-dasam/indoor_{end}.csv") for end in ("alice", "bob")]
    for ends, delay in ((pair, "0.5"), (pair[::-1], "-0.5")):
        told = found(*ends, "--delay", delay)
        assert 150 <= told["certified_bits"] <= 185, told
        assert told["output_bits"] == 128 and told["epsilon_bits"] == 64


@case
def outdoors_and_of_another_time_there_is_none(folder):
    pair = [recorded(f"lora-dasam/outdoor_{end}.csv") for end in ("alice", "bob")]
    for delay in ("0", "0.5", "-0.5"):
        assert found(*pair, "--delay", delay)["key_bits"] == 0
    x, y = ([float(line.split(",")[1]) for line in recorded(
        f"lora-dasam/indoor_{end}.csv").read_text().splitlines()[1:]]
        for end in ("alice", "bob"))
    none(folder, (x[:1300], y[700:]), "--delay", "0")


@case
def short_recordings_of_vehicles_and_a_corridor_give_none(_):
    for name in ("v2v_searah20.csv", "v2i_lurus30.csv"):
        path = recorded("lora-v2x/" + name)
        told = found(f"{path}:rssi_alice", f"{path}:rssi_bob", "--delay", "0")
        assert told["key_bits"] == 0 and told["explanation"].startswith("No key"), told


@case
def what_is_known_beforehand_gives_none(folder):
    if SANITIZED:
        return
    draw = random.Random(5).gauss
    n = 2000
    pattern = [draw(0, 6) for _ in range(250)]
    known = {
        "nothing": lambda i: -60,
        "a path": lambda i: -60 - 0.02 * i,
        "a swing": lambda i: -60 + 10 * math.sin(i / 20),
        "a gate": lambda i: -60 + 10 * (1 if math.sin(i / 20) > 0 else -1),
        "a period": lambda i: pattern[i % 250],
    }
    for name, channel in known.items():
        pair = [[channel(i) + draw(0, 1) for i in range(n)] for _ in range(2)]
        told = none(folder, pair, "--delay", "0")
        assert told["certified_bits"] == 0, (name, told)


@case
def a_gaussian_channel_certifies_less_than_its_ends_share(folder):
    draw = random.Random(7).gauss
    n = 2000
    for memory, noise in ((0.9, 0.3), (0.97, 0.3), (0.9, 1)):
        channel = [draw(0, 1)]
        while len(channel) < n:
            channel.append(memory * channel[-1] + math.sqrt(1 - memory ** 2) * draw(0, 1))
        for end in "ab":
            table(folder / f"{end}.csv", [-60 + 6 * (v + noise * draw(0, 1))
                                          for v in channel])
        told = found(folder / "a.csv", folder / "b.csv", "--delay", "0")
        shared = 0
        for k in range(n):
            power = (1 - memory ** 2) / (1 - 2 * memory * math.cos(
                math.pi * (k + 0.5) / n) + memory ** 2)
            shared -= 0.5 * math.log2(1 - (power / (power + noise ** 2)) ** 2)
        # Less what the tag and the hash set aside, and with some of it left over.
        assert told["certified_bits"] <= shared - 192, (shared, told)


main()
