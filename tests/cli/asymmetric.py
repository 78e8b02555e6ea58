#!/usr/bin/env python3
"""`phyward asymmetric`: keys between an end almost without power and a reader."""

import json
import random
import re
import stat
import subprocess

from harness import COMMAND, RECORDINGS, SCENARIOS, case, fails, main, run, simulate

FIELDS = """agreed explanation probes pairs kept raw_bits correlation bit_disagreement_rate
disagreements_interval rayleigh_disagreement_rate rayleigh_information_bits planes
hashed_bits entropy_estimator assessed_bits balance_bits min_entropy_bits
eve_information_bits eve_multiple_correlation eve_bit_disagreement_rate disclosed_bits
disclosed_by_stage epsilon_bits certified_bits shortfall_bits net_key_bits_per_probe
net_key_bits_per_second key_bits key_fingerprint operations memory_bytes bits_sent
bits_received messages authenticated reproducible""".split()


def tag(folder, **keys):
    keys = {"n_probes": 3000, **keys}
    return simulate(folder / "tag", "zero-power-envelope.yaml", seed=3, **keys)


def table(path, values):
    path.write_text("idx,rssi\n" + "".join(f"{i},{v}\n" for i, v in enumerate(values)))
    return path


@case
def the_command_as_written_gives_a_key_and_every_field(folder):
    tag(folder)
    found = run("asymmetric", "tag/device.h5", "tag/reader.h5", "--eve", "tag/eve.h5",
                "--json", "-o", "k.key", "--seed", "1", cwd=folder).json
    for field in FIELDS:
        assert field in found, field
    assert found["agreed"] and found["key_bits"] == 128 and found["seed"] == 1
    assert found["reproducible"] is True and found["authenticated"] == "in memory"
    assert re.fullmatch("[0-9a-f]{16}", found["key_fingerprint"])
    key = folder / "k.key"
    assert key.stat().st_size == 16 and stat.S_IMODE(key.stat().st_mode) == 0o600
    about = run("info", key, "--json").json
    assert about["key_fingerprint"] == found["key_fingerprint"]
    # An independent Eve: 5 sigma about a half.
    assert abs(found["eve_bit_disagreement_rate"] - 0.5) < 2.5 / found["raw_bits"] ** 0.5
    # Whole numbers, and none of them multiplied while measuring.
    stages = {row["stage"]: row for row in found["operations"]}
    assert list(stages) == ["measure", "quantize", "syndrome", "hash", "all"]
    assert stages["measure"]["multiplications"] == 0
    assert stages["all"]["multiplications"] < found["probes"] / 50
    for kind in ["multiplications", "additions", "comparisons", "logic"]:
        parts = sum(row[kind] for name, row in stages.items() if name != "all")
        assert parts == stages["all"][kind]
    assert found["memory_bytes"] < 4096 and found["bits_sent"] < found["bits_received"]


@case
def the_account_adds_up(folder):
    tag(folder)
    found = run("asymmetric", "tag/device.h5", "tag/reader.h5", "--json", cwd=folder).json
    plane = found["planes"][0]
    used = plane["blocks"] - plane["dropped"]
    stage = found["disclosed_by_stage"]
    assert stage["reconciliation"] == used * (255 - plane["message_bits"])
    assert stage["indices"] == plane["blocks"] and stage["verification"] == 64
    assert found["disclosed_bits"] == sum(stage.values()) - stage["amplification"]
    assert stage["amplification"] == 2 * found["epsilon_bits"] == 128
    assert found["hashed_bits"] == 255 * used
    assert found["certified_bits"] == int(found["min_entropy_bits"]) - sum(stage.values())
    left = found["assessed_bits"] - found["balance_bits"]
    left -= found["raw_bits"] - found["hashed_bits"]
    assert abs(left - found["min_entropy_bits"]) < 1e-6
    rate = found["certified_bits"] / found["probes"]
    assert abs(found["net_key_bits_per_probe"] - rate) < 1e-6


@case
def simulation_stands_beside_the_closed_form(folder):
    tag(folder, n_probes=6000)
    found = run("asymmetric", "tag/device.h5", "tag/reader.h5", "--window", "0",
                "--adc-bits", "16", "--json", cwd=folder).json
    low, high = found["disagreements_interval"]
    # 5 sigma; the interval is 3.92 sigma wide.
    slack = 5 * (high - low) / 3.92
    gap = found["bit_disagreement_rate"] - found["rayleigh_disagreement_rate"]
    assert abs(gap) < slack, found


@case
def a_tag_s_round_trip_gives_a_key_too(folder):
    tag(folder)
    base = ["asymmetric", "tag/device.h5", "tag/reader.h5", "--json", "--seed", "1"]
    plain = run(*base, cwd=folder).json
    noisy = run(*base, "--round-trip", "15", cwd=folder).json
    clean = run(*base, "--round-trip", "100", cwd=folder).json
    assert noisy["agreed"] and clean["agreed"]
    assert noisy["bit_disagreement_rate"] > clean["bit_disagreement_rate"]
    # The square has the ranks of what was squared, but for roundings.
    assert abs(clean["bit_disagreement_rate"] - plain["bit_disagreement_rate"]) < 0.002
    assert run(*base, "--round-trip", "15", "--tag-seed", "2", cwd=folder).json[
        "bit_disagreement_rate"] != noisy["bit_disagreement_rate"]


@case
def two_tags_share_the_product_of_their_paths(folder):
    tag(folder, subcarriers=2, profile="exponential", delay_spread_s="2us")
    found = run("asymmetric", "tag/device.h5", "tag/reader.h5", "--link", "triangle",
                "--json", cwd=folder).json
    stages = {row["stage"]: row for row in found["operations"]}
    assert stages["measure"]["multiplications"] == found["pairs"]
    assert found["rayleigh_disagreement_rate"] is None and found["agreed"]
    fails("asymmetric", "tag/device.h5", "tag/reader.h5", "--link", "triangle", "--tones",
          "2", status=3, says="4 values", cwd=folder)


@case
def options_change_what_the_device_does(folder):
    tag(folder, snr_alice_db=33)
    base = ["asymmetric", "tag/device.h5", "tag/reader.h5", "--json", "--seed", "2"]
    plain = run(*base, cwd=folder).json
    guard = run(*base, "--guard", "0.2", cwd=folder).json
    assert guard["kept"] < 0.85 * plain["kept"]
    assert guard["bit_disagreement_rate"] < plain["bit_disagreement_rate"] / 2
    two = run(*base, "--bits", "2", cwd=folder).json
    assert two["raw_bits"] == 2 * plain["raw_bits"] and len(two["planes"]) == 2
    wide = run(*base, "--window", "1024", cwd=folder).json
    assert wide["balance_bits"] < plain["balance_bits"]
    assert wide["memory_bytes"] > plain["memory_bytes"]
    blind = run(*base, "--sample", "0", "--error-rate", "0.04", cwd=folder).json
    assert blind["planes"][0]["compared"] == 0 and blind["agreed"]
    strict = run(*base, "--entropy", "sp80090b", cwd=folder).json
    assert strict["assessed_bits"] <= plain["assessed_bits"]
    known = run(*base, "--eve-information", "50", cwd=folder).json
    assert known["certified_bits"] == plain["certified_bits"] - 50


@case
def a_seed_repeats_the_run_and_none_does_not(folder):
    tag(folder)
    keys = []
    for seed in [["--seed", "1"], ["--seed", "1"], ["--seed", "2"], [], []]:
        found = run("asymmetric", "tag/device.h5", "tag/reader.h5", "-o", "k.key", "--json",
                    *seed, cwd=folder).json
        assert found["reproducible"] == bool(seed)
        keys.append((folder / "k.key").read_bytes())
    assert keys[0] == keys[1] and len(set(keys)) == 4


@case
def an_eve_with_a_copy_leaves_nothing(folder):
    tag(folder)
    for eve in ["tag/device.h5", "tag/reader.h5"]:
        done = run("asymmetric", "tag/device.h5", "tag/reader.h5", "--eve", eve, "-o",
                   "k.key", "--json", status=6, cwd=folder)
        found = json.loads(done.out)
        assert found["certified_bits"] == 0 and not found["agreed"], found
        assert found["eve_information_bits"] > 0.5 * found["raw_bits"]
    assert not (folder / "k.key").exists()


@case
def static_trending_and_constant_channels_give_none(folder):
    generator = random.Random(4)
    series = {
        "static": [[-60 + generator.gauss(0, 0.3) for _ in range(3000)] for _ in range(2)],
        "trend": [[-60 - 0.01 * i for i in range(3000)] for _ in range(2)],
        "constant": [[-60] * 3000 for _ in range(2)],
        "tiny": [[-60 - i % 3 for i in range(20)] for _ in range(2)],
    }
    for name, (device, reader) in series.items():
        table(folder / "d.csv", device)
        table(folder / "r.csv", reader)
        done = run("asymmetric", "d.csv", "r.csv", "-o", "k.key", "--json", status=6,
                   cwd=folder)
        found = json.loads(done.out)
        assert found["certified_bits"] == 0 and found["explanation"].startswith("No key"), name
        assert found["explanation"] in done.err
    assert not (folder / "k.key").exists()


@case
def recordings_say_what_they_hold(_):
    lora = RECORDINGS / "lora-dasam"
    for place in ["indoor", "outdoor"]:
        done = subprocess.run([COMMAND, "asymmetric", lora / f"{place}_alice.csv",
                               lora / f"{place}_bob.csv", "--json"], capture_output=True,
                              check=False)
        found = json.loads(done.stdout)
        assert done.returncode == 6 and found["certified_bits"] == 0, found["explanation"]


@case
def wrong_input_is_told(folder):
    tag(folder, n_probes=500)
    pair = ["asymmetric", "tag/device.h5", "tag/reader.h5"]
    fails("asymmetric", "tag/device.h5", status=2, says="READER", cwd=folder)
    for epsilon in ["2^64", "2^-257"]:
        fails(*pair, "--epsilon", epsilon, status=2, says="--epsilon", cwd=folder)
    done = subprocess.run([COMMAND, *pair, "--epsilon", "2^-64", "--json"], cwd=folder,
                          capture_output=True, check=False)
    assert json.loads(done.stdout)["epsilon_bits"] == 64, done
    fails(*pair, "--bits", "4", status=2, says="--bits", cwd=folder)
    fails(*pair, "--window", "3", status=2, says="--window", cwd=folder)
    fails(*pair, "--key-bits", "130", status=2, says="multiple of 8", cwd=folder)
    fails(*pair, "--tones", "2", status=3, says="2 values", cwd=folder)
    fails("asymmetric", "tag/device.h5", "none.h5", status=3, says="none.h5", cwd=folder)
    table(folder / "r.csv", [-60 - i % 5 for i in range(500)])
    fails("asymmetric", "r.csv", "r.csv", "--round-trip", "20", status=3,
          says="--round-trip", cwd=folder)
    table(folder / "short.csv", [-60 - i % 5 for i in range(20)])
    done = subprocess.run([COMMAND, "asymmetric", folder / "short.csv", folder / "short.csv"],
                          capture_output=True, check=False)
    assert done.returncode == 6 and b"fewer than 32 probes" in done.stderr, done.stderr
    (folder / "nan.csv").write_text("idx,rssi\n0,-60\n1,nan\n")
    fails("asymmetric", "nan.csv", "nan.csv", status=3, says="nan", cwd=folder)
    text = run("asymmetric", "--help").out
    assert "zero-power-envelope.yaml" in text and "--guard" in text
    assert (SCENARIOS / "zero-power-envelope.yaml").exists()


main()
