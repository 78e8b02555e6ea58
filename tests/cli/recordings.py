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


CORRIDOR = "lora-simka/Simka_2022-P0-full_corridor_BW1600SF12_wimodlr_radiolink.csv"
PAIRS = {"indoor": ("lora-dasam/indoor_alice.csv", "", "lora-dasam/indoor_bob.csv", "", 2000),
         "outdoor": ("lora-dasam/outdoor_alice.csv", "", "lora-dasam/outdoor_bob.csv", "", 4000),
         "cars": ("lora-v2x/v2v_searah20.csv", ":rssi_alice", "lora-v2x/v2v_searah20.csv",
                  ":rssi_bob", 102),
         "car and post": ("lora-v2x/v2i_lurus30.csv", ":rssi_alice",
                          "lora-v2x/v2i_lurus30.csv", ":rssi_bob", 89),
         "corridor": (CORRIDOR, ":1", CORRIDOR, ":2", 200)}


@case
def every_recorded_pair_is_told_its_net_key_by_four_schemes(_):
    for name, (alice, part, bob, other, n) in PAIRS.items():
        for scheme in ("guard", "sign", "cdf", "reliable-signs"):
            options = ["--delay", "0.5"] if scheme == "reliable-signs" else []
            told = found(f"{recorded(alice)}{part}", f"{recorded(bob)}{other}", "--scheme",
                         scheme, *options)
            assert n - 1 <= told["pairs"] <= n, (name, scheme, told)
            wanted = name == "indoor" and scheme == "reliable-signs"
            assert (told["key_bits"] > 0) == wanted, (name, scheme, told)
            assert wanted == told["explanation"].startswith("Alice and Bob"), told
            # What is certified is never more than the coherence rate allows.
            rate = told["mutual_information_rate_bits"]
            if rate is not None:
                assert told["certified_bits"] + 192 <= max(192, n * rate), (name, told)


@case
def the_published_figures_of_the_indoor_pair_come_out_to_the_last_digit(_):
    pair = [recorded(f"lora-dasam/indoor_{end}.csv") for end in ("alice", "bob")]
    done = subprocess.run([COMMAND, "keygen", *map(str, pair), "--quantizer",
                           "guard:alpha=0.6:sides=one", "--feature", "power,none", "--seed", "1",
                           "--json"], capture_output=True, check=False)
    told = json.loads(done.stdout)
    assert told["raw_bits"] == 1029 and told["raw_disagreements"] == 66, told
    assert f"{100 * told['bit_disagreement_rate']:.5f}" == "6.41399"
    assert f"{told['correlation']:.6f}" == "0.845931"
    # They count 780 of the 1029 as key. Nothing is left of them.
    assert told["key_bits"] == 0 and told["certified_bits"] == 0


main()
