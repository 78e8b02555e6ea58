#!/usr/bin/env python3
"""`phyward keygen`: keys where there is entropy, plain reasons where there is none."""

import cmath
import json
import math
import os
import random
import re
import signal
import stat
import subprocess
import time

from harness import COMMAND, RECORDINGS, SCENARIOS, Skip, case, fails, main, run, simulate

FIELDS = """pairs correlation raw_bits raw_disagreements bit_disagreement_rate
disclosed_bits disclosed_by_stage min_entropy_per_bit entropy_estimator key_bits
round_trips messages reconciliation_efficiency key_rate_bit_per_s key_rate_10ms_bit_per_s
key_rate_bit_per_probe eve_bit_disagreement_rate eve_correlation
eve_information_bits eve_multiple_correlation key_fingerprint reproducible
authenticated agreed explanation net_key_bits_per_probe net_key_bits_per_second
mutual_information_bits mutual_information_rate_bits account""".split()


def table(path, values, column="rssi"):
    path.write_text(f"idx,{column}\n" + "".join(f"{i},{v}\n"
                                                for i, v in enumerate(values)))
    return path


def noisy_pair(folder, n=4000, noise=0.3, seed=1):
    """Two RSSI tables of one memoryless series with independent noise."""
    generator = random.Random(seed)
    common = [generator.gauss(0, 6) for _ in range(n)]
    for name in ["a.csv", "b.csv"]:
        table(folder / name, [f"{-60 + x + generator.gauss(0, noise):.3f}"
                              for x in common])


@case
def walking_gives_a_key_and_every_promised_field(folder):
    simulate(folder / "w")
    found = run("keygen", "w/alice.h5", "w/bob.h5", "--eve", "w/eve.h5", "-o", "k.key",
                "--seed", "3", "--json", cwd=folder).json
    for field in FIELDS:
        assert field in found, field
    assert found["agreed"] and found["key_bits"] >= 256 and found["seed"] == 3
    assert found["reproducible"] is True and found["authenticated"] == "in memory"
    assert found["pairs"] == 6000 and found["correlation"] > 0.9
    assert sum(found["disclosed_by_stage"].values()) >= found["disclosed_bits"]
    assert found["raw_bits"] - found["disclosed_bits"] > found["key_bits"]
    # She has an independent channel: 5 sigma about a half.
    slack = 2.5 / found["raw_bits"] ** 0.5
    assert abs(found["eve_bit_disagreement_rate"] - 0.5) < 0.02 + slack, found
    assert re.fullmatch("[0-9a-f]{16}", found["key_fingerprint"])
    key = folder / "k.key"
    assert key.stat().st_size == 32 and stat.S_IMODE(key.stat().st_mode) == 0o600
    about = run("info", key, "--json").json
    assert about["what"] == "key" and about["size"] == 32
    assert about["key_fingerprint"] == found["key_fingerprint"]
    for name in ["key.bin", "key"]:
        os.rename(key, folder / name)
        key = folder / name
        assert run("info", key, "--json").json == {**about, "file": str(key)}


@case
def the_key_itself_is_never_printed(folder):
    simulate(folder / "w", n_probes=2000)
    for extra in [[], ["--json"]]:
        done = run("keygen", "w/alice.h5", "w/bob.h5", "-o", "k.key", "--report", "r.html",
                   *extra, cwd=folder)
        key = (folder / "k.key").read_bytes().hex()
        page = (folder / "r.html").read_text()
        for text in [done.out, done.err, page]:
            assert key not in text.lower() and key[:16] not in text.lower()


@case
def a_seed_repeats_the_run_and_none_does_not(folder):
    simulate(folder / "w", n_probes=2000)
    keys = []
    for seed in [["--seed", "1"], ["--seed", "1"], ["--seed", "2"], [], []]:
        found = run("keygen", "w/alice.h5", "w/bob.h5", "-o", "k.key", "--json", *seed,
                    cwd=folder).json
        assert found["reproducible"] == bool(seed)
        keys.append((folder / "k.key").read_bytes())
    assert keys[0] == keys[1] and len(set(keys)) == 4


@case
def key_bits_sets_what_is_written(folder):
    simulate(folder / "w", n_probes=2000)
    run("keygen", "w/alice.h5", "w/bob.h5", "-o", "k.key", "--key-bits", "128",
        cwd=folder)
    assert (folder / "k.key").stat().st_size == 16
    fails("keygen", "w/alice.h5", "w/bob.h5", "--key-bits", "130", status=2,
          says=["--key-bits", "multiple of 8"], cwd=folder)
    fails("keygen", "w/alice.h5", "w/bob.h5", "--key-bits", "64", status=2,
          says="--key-bits", cwd=folder)
    simulate(folder / "few", n_probes=1000)
    fails("keygen", "few/alice.h5", "few/bob.h5", "-o", "more.key", "--key-bits", "32768",
          status=6, says=["No key", "32768"], cwd=folder)


@case
def a_static_room_gives_no_key(folder):
    simulate(folder / "s", "static-room.yaml")
    done = run("keygen", "s/alice.h5", "s/bob.h5", "-o", "k.key", "--json", status=6,
               cwd=folder)
    assert done.json["agreed"] is False and done.json["key_bits"] == 0
    assert done.json["explanation"].startswith("No key"), done.json
    assert done.json["explanation"] in done.err
    assert not (folder / "k.key").exists()


@case
def the_shipped_scenarios_give_keys_as_their_comments_say(folder):
    def keygen(name, *extra, status=0):
        return run("keygen", f"{name}/alice.h5", f"{name}/bob.h5", "-o",
                   f"{name}.key", *extra, status=status, cwd=folder)

    simulate(folder / "office", "office-rician.yaml")
    keygen("office", "--eve", "office/eve.h5")
    simulate(folder / "cars", "vehicular-5g9.yaml")
    keygen("cars", status=6)
    guard = ["--quantizer", "guard:alpha=0.3"]
    keygen("cars", *guard)
    about = run("info", SCENARIOS / "vehicular-5g9.yaml", "--json").json["description"]
    assert about.endswith("; a key only with " + " ".join(guard)), about


@case
def what_eve_knows_is_charged(folder):
    simulate(folder / "far", n_probes=2000)
    simulate(folder / "same", n_probes=2000, eve_correlation=1, snr_eve_db=40)
    found = {}
    for name in ["far", "same"]:
        done = subprocess.run(
            [COMMAND, "keygen", f"{name}/alice.h5", f"{name}/bob.h5", "--eve",
             f"{name}/eve.h5", "--json"], capture_output=True, check=False, cwd=folder)
        assert done.returncode == {"far": 0, "same": 6}[name], done.stderr
        found[name] = json.loads(done.stdout)
    assert found["same"]["eve_bit_disagreement_rate"] < 0.1, found["same"]
    assert found["same"]["eve_information_bits"] > 0.5 * found["same"]["reconciled_bits"]
    assert found["same"]["eve_multiple_correlation"] > 0.95, found["same"]
    # A stranger costs a few percent: the 99 % bound of a correlation of 0.
    assert 0 < found["far"]["eve_multiple_correlation"] < 0.3, found["far"]
    assert found["far"]["eve_information_bits"] < 0.15 * found["far"]["reconciled_bits"]


@case
def what_eve_knows_costs_certified_bits_before_it_costs_the_key(folder):
    certified = []
    for name, rho in [("none", 0), ("much", 0.9)]:
        simulate(folder / name, n_probes=2000, eve_correlation=rho, snr_eve_db=40)
        done = subprocess.run(
            [COMMAND, "keygen", f"{name}/alice.h5", f"{name}/bob.h5", "--eve",
             f"{name}/eve.h5", "--seed", "1", "--json"], capture_output=True,
            check=False, cwd=folder)
        certified.append(json.loads(done.stdout)["certified_bits"])
    assert certified[1] < 0.5 * certified[0], certified


def eve_table(path, values, late=0):
    path.write_text("idx,rssi\n" + "".join(f"{i + late},{v}\n"
                                           for i, v in enumerate(values)))


@case
def a_copy_leaves_no_key_however_it_is_presented(folder):
    noisy_pair(folder)
    run("keygen", "a.csv", "b.csv", cwd=folder)
    alice = [float(row.split(",")[1])
             for row in (folder / "a.csv").read_text().splitlines()[1:]]
    for name, values, late in [("exact", alice, 0), ("late", alice, 1),
                               ("mirrored", [-v for v in alice], 0),
                               ("renumbered", alice, 100000)]:
        eve_table(folder / f"{name}.csv", values, late)
        for extra in [[], ["--eve-information", "1"]]:
            done = run("keygen", "a.csv", "b.csv", "--eve", f"{name}.csv", "-o", "k.key",
                       "--json", *extra, status=6, cwd=folder)
            assert done.json["eve_information_bits"] > 0.9 * done.json["raw_bits"], name
            assert not (folder / "k.key").exists()


@case
def one_odd_probe_of_eves_does_not_switch_the_charge_off(folder):
    try:
        import h5py
    except ImportError:
        raise Skip("h5py is not here") from None
    simulate(folder / "w", n_probes=2000)
    (folder / "e.h5").write_bytes((folder / "w" / "alice.h5").read_bytes())
    with h5py.File(folder / "e.h5", "r+") as file:
        file["alice/H"][1234] = 0
    run("keygen", "w/alice.h5", "w/bob.h5", "--feature", "power", "--transform", "none",
        cwd=folder)
    done = run("keygen", "w/alice.h5", "w/bob.h5", "--eve", "e.h5", "--feature", "power",
               "--transform", "none", "-o", "k.key", "--json", status=6, cwd=folder)
    assert done.json["eve_information_bits"] > 0.99 * done.json["raw_bits"], done.json
    assert not (folder / "k.key").exists()
    with h5py.File(folder / "e.h5", "r+") as file:
        file["alice/H"][...] = 0
    fails("keygen", "w/alice.h5", "w/bob.h5", "--eve", "e.h5", "-o", "k.key", status=3,
          says="power", cwd=folder)
    assert not (folder / "k.key").exists()


@case
def the_larger_of_what_is_told_and_what_is_measured_is_charged(folder):
    noisy_pair(folder)
    table(folder / "e.csv", [random.Random(9).gauss(0, 1) + i % 3 for i in range(4000)])
    told = run("keygen", "a.csv", "b.csv", "--eve", "e.csv", "--eve-information", "3000",
               "--json", cwd=folder).json
    measured = run("keygen", "a.csv", "b.csv", "--eve", "e.csv", "--report", "r.html",
                   "--json", cwd=folder).json
    assert told["eve_information_bits"] == 3000
    assert 0 < measured["eve_information_bits"] < 1000, measured
    page = (folder / "r.html").read_text()
    assert re.search(r"Eve is taken to know [0-9]+ bits \(Gaussian model with the multiple "
                     r"correlation R = 0\.[0-9]{3} from her trace, 99 % bound\)", page)


def lora():
    """The recorded indoor pair: one received power a probe, each way."""
    pair = [RECORDINGS / "lora-dasam" / f"indoor_{end}.csv" for end in ("alice", "bob")]
    if not all(p.is_file() for p in pair):
        raise Skip("the recordings are not here")
    return pair


@case
def the_literatures_recipe_gives_no_key_of_the_recorded_pair(folder):
    # The figures were counted apart, from the two tables and the definitions.
    found = run("keygen", *lora(), "--quantizer", "guard:alpha=0.6:sides=one", "-o",
                "k.key", "--json", status=6, cwd=folder).json
    assert found["raw_bits"] == 1029 and found["raw_disagreements"] == 66, found
    assert abs(found["bit_disagreement_rate"] - 66 / 1029) < 1e-9
    assert abs(found["correlation"] - 0.845931) < 5e-7
    assert "markov" in found["entropy_estimator"]
    assert abs(found["min_entropy_per_bit"] - 0.1769) < 5e-5
    assert found["certified_bits"] == 0 and found["key_bits"] == 0
    assert "not one bit" in found["explanation"]
    assert not (folder / "k.key").exists()


SIGNS = ["--feature", "power,limit,spectrum:keep=0.6:values=standard", "--quantizer",
         "signs", "--reconciler", "soft:order=one", "--estimator", "collision",
         "--sample", "0", "--delay", "0.5", "--align", "time", "--interpolate", "linear"]


@case
def signs_of_the_recorded_pairs_spectrum_make_a_key(folder):
    found = run("keygen", *lora(), *SIGNS, "--key-bits", "128", "--seed", "1", "-o",
                "k.key", "--json", cwd=folder).json
    assert found["pairs"] == 1999 and found["delay_s"] == 0.5, found
    assert abs(found["raw_bits"] - 524) <= 2 and found["epsilon_bits"] == 64, found
    # Leaks of other seeds are within some bits of each other.
    assert 150 <= found["certified_bits"] <= 180 and found["output_bits"] == 128, found
    stage = found["disclosed_by_stage"]
    assert stage["verification"] == 64 and stage["amplification"] == 128
    assert 90 <= stage["reconciliation"] <= 140 and 10 <= stage["positions"] <= 40
    assert found["min_entropy_bits"] < found["raw_bits"] - 11, "memory is charged"
    assert found["certified_bits"] == int(found["min_entropy_bits"] -
                                          sum(stage.values()))
    assert (folder / "k.key").stat().st_size == 16


@case
def signs_of_the_recorded_pair_can_miss_the_key_that_is_wanted(folder):
    done = run("keygen", *lora(), *SIGNS, "--key-bits", "256", "--json", status=6)
    assert f"{done.json['certified_bits']} bits can be certified" in done.err
    assert "collision entropy" in done.json["explanation"]
    assert "min-entropy" not in run("keygen", *lora(), *SIGNS, status=6).out
    run("keygen", *lora(), *SIGNS, "--report", "r.html", status=6, cwd=folder)
    page = (folder / "r.html").read_text()
    assert "bits can be certified" in page and "min-entropy" not in page


@case
def a_common_series_of_few_parameters_gives_no_key_of_signs(folder):
    # What a watcher has to guess is a phase, a slope or a pattern: some bits. All of them
    # are white along the spectrum on the average, and 484, 435 and more were certified.
    def squares(i):
        return sum(a if math.sin(i / w) > 0 else -a
                   for a, w in [(6, 20), (5, 13.1), (4, 31.7)])

    def rays(i):
        return 20 * math.log10(abs(sum(
            cmath.exp(2j * math.pi * math.hypot(d, 0.05 * i - y) / 0.35)
            for d, y in [(7, 10), (18, 60), (31, 85), (44, 30), (58, 50)])))

    generator = random.Random(8)
    pattern = [generator.gauss(0, 6) for _ in range(601)]
    series = {"chirp": lambda i: 6 * math.cos(2 * math.pi * 0.15 * i * i / 2000 + 1),
              "squares": squares, "rays": rays, "repeats": lambda i: pattern[i % 601]}
    for name, common in series.items():
        for end in ("a.csv", "b.csv"):
            rows = "".join(f"{i},{common(i) - 60 + generator.gauss(0, 0.5):.2f}\n"
                           for i in range(2000))
            (folder / end).write_text("idx,rssi\n" + rows)
        found = run("keygen", "a.csv", "b.csv", "--scheme", "reliable-signs", "--delay",
                    "0", "--key-bits", "128", "--json", status=6, cwd=folder).json
        assert found["certified_bits"] == 0, (name, found["certified_bits"])


@case
def a_delay_counts_in_seconds_where_there_are_times(folder):
    # What Alice sees, Bob sees a quarter later: at +0.25 the two are one series.
    generator = random.Random(3)
    power = [generator.gauss(-60, 6) for _ in range(3000)]
    for name, start in [("a.csv", 0), ("b.csv", 0.25)]:
        (folder / name).write_text("idx,time_s,rssi\n" + "".join(
            f"{i},{i + start},{v:.2f}\n" for i, v in enumerate(power)))
    pair = ["a.csv", "b.csv", "--align", "time", "--json"]
    late = run("keygen", *pair, "--delay", "0.25", cwd=folder).json
    assert late["raw_disagreements"] == 0 and late["correlation"] > 0.9999, late
    apart = json.loads(subprocess.run([COMMAND, "keygen", *pair], cwd=folder,
                                      capture_output=True, check=False).stdout)
    assert apart["correlation"] < 0.99, apart


@case
def a_delay_that_cannot_be_is_refused(folder):
    table(folder / "plain.csv", [i % 7 for i in range(100)])
    (folder / "timed.csv").write_text("idx,time_s,rssi\n" + "".join(
        f"{i},{i},{i % 7}\n" for i in range(100)))
    fails("keygen", "plain.csv", "plain.csv", "--delay", "1", status=2,
          says=["--delay", "--align time"], cwd=folder)
    fails("keygen", "plain.csv", "timed.csv", "--delay", "1", "--align", "time",
          status=3, says=["--delay", "time_s"], cwd=folder)
    fails("keygen", "plain.csv", "plain.csv", "--delay", "1000", "--align", "time",
          status=3, says="do not overlap", cwd=folder)


@case
def reconciliation_is_measured_against_each_planes_own_limit(folder):
    # Planes of two bits err at 7 % and less: one mean rate would put the limit above
    # what is disclosed.
    for seed in range(1, 4):
        simulate(folder / f"w{seed}", seed=seed, n_probes=3000)
        found = run("keygen", f"w{seed}/alice.h5", f"w{seed}/bob.h5", "--json",
                    cwd=folder).json
        assert 1 < found["reconciliation_efficiency"] < 1.5, found
        assert 0 < found["reconciled_error_rate"] < found["bit_disagreement_rate"], found


@case
def recorded_pairs_of_tables_are_read_by_part(folder):
    pair = RECORDINGS / "lora-v2x" / "v2v_searah20.csv"
    if not pair.is_file():
        raise Skip("the recordings are not here")
    done = subprocess.run([COMMAND, "keygen", f"{pair}:rssi_alice", f"{pair}:rssi_bob",
                           "--feature", "power", "--json"], capture_output=True,
                          check=False, cwd=folder)
    assert done.returncode == 6, done.stderr
    assert b'"correlation": 0.' in done.stdout


@case
def a_report_is_one_page_that_needs_nothing_else(folder):
    simulate(folder / "w", n_probes=2000)
    run("keygen", "w/alice.h5", "w/bob.h5", "--eve", "w/eve.h5", "--report", "r.html",
        "--plot-scripts", cwd=folder)
    page = (folder / "r.html").read_text()
    assert len(page) < 400_000 and "<script" not in page
    links = re.findall(r"(?:href|src)=[\"']?(?!#)[^\"' >]+", page)
    assert not links, links
    assert "prefers-color-scheme:dark" in page and 'lang="en"' in page
    assert "same 256-bit key" in page and "Figures" in page
    names = re.findall(r'<svg role="img" aria-label="([^"]+)"', page)
    scripts = sorted(p.name for p in folder.glob("r.html.*.gp"))
    if names:
        assert len(names) == 4 == len(scripts), (names, scripts)
        ids = re.findall(r"\bid=[\"']([^\"']+)", page)
        assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)


@case
def without_gnuplot_the_report_comes_without_pictures(folder):
    simulate(folder / "w", n_probes=2000)
    done = run("keygen", "w/alice.h5", "w/bob.h5", "--report", "r.html", cwd=folder,
               env={**os.environ, "PATH": str(folder)})
    assert "no pictures" in done.err and "gnuplot" in done.err, done.err
    assert "No pictures" in (folder / "r.html").read_text()


@case
def a_run_without_a_key_reports_too(folder):
    simulate(folder / "s", "static-room.yaml", n_probes=500)
    run("keygen", "s/alice.h5", "s/bob.h5", "--report", "r.html", status=6, cwd=folder)
    assert "No key" in (folder / "r.html").read_text()


@case
def memoryless_tables_give_a_key_and_constants_none(folder):
    noisy_pair(folder)
    found = run("keygen", "a.csv", "b.csv", "--feature", "power", "--transform", "none",
                "--json", cwd=folder).json
    assert found["key_bits"] >= 256, found
    table(folder / "c.csv", ["-50"] * 4000)
    fails("keygen", "c.csv", "c.csv", "--feature", "power", "-o", "k.key", status=6,
          says=["No key", "constant"], cwd=folder)
    table(folder / "short.csv", ["-50", "-51"])
    fails("keygen", "short.csv", "short.csv", "--feature", "power", "-o", "k.key",
          status=6, says="No key", cwd=folder)


@case
def independent_series_give_no_key(folder):
    noisy_pair(folder, seed=1)
    os.rename(folder / "b.csv", folder / "old.csv")
    noisy_pair(folder, seed=2)
    fails("keygen", "a.csv", "old.csv", "--feature", "power", "-o", "k.key", status=6,
          says=["No key", "25 %"], cwd=folder)


@case
def a_sample_that_misleads_is_told_apart_from_the_rest(_):
    # Seed 172 draws 25 errors among 100 bits where one in six differs.
    fails("keygen", *lora(), "--quantizer", "median", "--seed", "172", status=6,
          says=["100 bits compared in public 25 differ", "at most 25 %",
                "of all 2000, 16.7 % differ"])


@case
def mismatched_traces_are_input_errors(folder):
    simulate(folder / "w", n_probes=50)
    simulate(folder / "n", n_probes=50, subcarriers=20)
    (folder / "late.csv").write_text("idx,rssi\n" + "".join(
        f"{i},{i % 7}\n" for i in range(1000, 1100)))
    table(folder / "early.csv", [i % 7 for i in range(100)])
    fails("keygen", "w/alice.h5", "n/bob.h5", status=3,
          says=["w/alice.h5", "n/bob.h5", "52", "20"], cwd=folder)
    fails("keygen", "early.csv", "late.csv", "--feature", "power", status=3,
          says=["early.csv", "late.csv", "0 to 99", "1000 to 1099"], cwd=folder)
    fails("keygen", "early.csv", "late.csv", "--feature", "power", "--align", "time",
          status=3, says=["early.csv", "time"], cwd=folder)
    fails("keygen", "w/alice.h5", "w/bob.h5", "--eve", "n/eve.h5", status=3,
          says="n/eve.h5", cwd=folder)
    fails("keygen", "w/alice.h5:carol", "w/bob.h5", status=3, says=["carol", "alice"],
          cwd=folder)


@case
def malformed_traces_are_input_errors(folder):
    simulate(folder / "w", n_probes=50)
    whole = (folder / "w" / "alice.h5").read_bytes()
    (folder / "cut.h5").write_bytes(whole[:len(whole) // 2])
    (folder / "empty.h5").write_bytes(b"")
    (folder / "noise.h5").write_bytes(random.Random(1).randbytes(5000))
    table(folder / "nan.csv", ["-50", "nan", "-51"])
    table(folder / "text.csv", ["-50", "loud", "-51"])
    (folder / "head.csv").write_text("idx,rssi\n")
    (folder / "nul.csv").write_bytes(b"idx,rssi\n0,1\n1,\0\n")
    for name in ["cut.h5", "empty.h5", "noise.h5", "none.h5", "nan.csv", "text.csv",
                 "head.csv", "nul.csv"]:
        fails("keygen", name, "w/bob.h5", "-o", "k.key", status=3, says=name, cwd=folder)
    fails("keygen", "nan.csv", "nan.csv", status=3, says=["nan.csv", "line 3"], cwd=folder)


@case
def the_account_adds_up_to_the_net_key(folder):
    simulate(folder / "w")
    rich = run("keygen", folder / "w/alice.h5", folder / "w/bob.h5", "--eve",
               folder / "w/eve.h5", "--seed", 4, "--json").json
    poor = RECORDINGS / "lora-dasam"
    none = json.loads(run("keygen", poor / "indoor_alice.csv", poor / "indoor_bob.csv",
                          "--seed", 4, "--json", status=6).out)
    for found, has_key in [(rich, True), (none, False)]:
        row = {r["entry"]: r["bits"] for r in found["account"]}
        left = sum(row[e] for e in ["min_entropy", "sampled", "eve", "disclosed",
                                    "verification", "epsilon"])
        assert row["raw"] == found["raw_bits"]
        assert row["agreed"] == found["reconciled_bits"]
        assert row["sampled"] == -found["sampled_bits"]
        assert row["epsilon"] == -2 * found["epsilon_bits"]
        assert row["disclosed"] + row["verification"] == -found["disclosed_bits"]
        assert found["agreed"] is has_key and (row["net"] > 0) is has_key
        assert abs(left - row["net"]) < 1, row
        assert found["net_key_bits_per_probe"] == found["key_rate_bit_per_probe"]
        assert found["net_key_bits_per_second"] == found["key_rate_bit_per_s"]
    # reference/keygen 3.6: 0.907 as if without memory, 0.480 with it charged.
    assert abs(none["mutual_information_bits"] - 0.907) < 1e-3
    assert abs(none["mutual_information_rate_bits"] - 0.480) < 1e-3
    assert rich["mutual_information_rate_bits"] <= rich["mutual_information_bits"]


@case
def blocks_that_differ_are_dropped(folder):
    noisy_pair(folder, n=6000)

    def found(*options, status=0):
        return json.loads(run("keygen", "a.csv", "b.csv", "--seed", 2, *options, "--json",
                              cwd=folder, status=status).out)

    one = found()
    assert (one["blocks"], one["failed_blocks"], one["failed_bits"]) == (1, 0, 0)
    many = found("--block-bits", 1000)
    assert many["blocks"] == -(-many["reconciled_bits"] // 1000) and many["agreed"]
    # One pass leaves errors everywhere, two leave them in some blocks.
    weak = ("--reconciler", "original:passes=1", "--tag-bits", 32)
    assert not found(*weak, status=1)["agreed"]
    weak = ("--reconciler", "original:passes=2", "--tag-bits", 32)
    failing = found("--block-bits", 500, *weak)
    assert failing["agreed"] and failing["failed_blocks"] > 0
    assert failing["failed_bits"] >= 480 * failing["failed_blocks"]
    # One tag of all, and of every block one and the bit that says whether it is right.
    assert (failing["disclosed_by_stage"]["verification"]
            == 32 + 33 * failing["blocks"])
    row = {r["entry"]: r["bits"] for r in failing["account"]}
    assert row["failed_blocks"] == -failing["failed_bits"]
    assert abs(row["min_entropy"] + row["sampled"] + row["failed_blocks"] + row["eve"]
               + row["disclosed"] + row["verification"] + row["epsilon"]
               - row["net"]) < 1
    fails("keygen", "a.csv", "b.csv", "--block-bits", 63, status=2, says="blocks of 63",
          cwd=folder)


@case
def accountings_charge_what_they_say(folder):
    noisy_pair(folder, n=3000)

    def found(*options, status=0):
        return json.loads(run("keygen", "a.csv", "b.csv", "--seed", 2, *options, "--json",
                              cwd=folder, status=status).out)

    plain = found()
    assert plain["accounting"] == "error-known" and plain == found("--accounting",
                                                                   "error-known")
    stage = plain["disclosed_by_stage"]
    assert plain["reply_bits"] == stage["reconciliation"] and stage["positions"] > 0
    one = found("--accounting", "one-way")
    assert one["disclosed_by_stage"]["positions"] == 0 and "optimistic" in one["charged"]
    both = json.loads(subprocess.run(
        [COMMAND, "keygen", "a.csv", "b.csv", "--seed", "2", "--accounting", "two-way",
         "--json"], cwd=folder, capture_output=True, check=False).stdout)
    stage = both["disclosed_by_stage"]
    assert stage["reconciliation"] == 2 * both["reply_bits"] and stage["positions"] > 0
    assert both["certified_bits"] < plain["certified_bits"] < one["certified_bits"]
    fails("keygen", "a.csv", "b.csv", "--accounting", "none", status=2,
          says="--accounting", cwd=folder)


@case
def no_way_of_counting_claims_more_than_counted(folder):
    noisy_pair(folder, n=2000)
    claims = {}
    for name in ["counted", "sp80090b", "mcv", "90b-lrs", "90b-lag"]:
        out = [subprocess.run([COMMAND, "keygen", "a.csv", "b.csv", option, name, "--seed",
                               "2", "--json"], cwd=folder, capture_output=True,
                              check=False).stdout for option in ["--entropy", "--estimator"]]
        assert out[0] == out[1], name
        claims[name] = json.loads(out[0])["min_entropy_bits"]
    assert 0 <= claims["sp80090b"] <= min(claims.values()), claims
    assert claims["mcv"] == claims["counted"] == max(claims.values()), claims


@case
def wrong_choices_name_the_option(folder):
    simulate(folder / "w", n_probes=50)
    pair = ["w/alice.h5", "w/bob.h5"]
    fails("keygen", *pair, "--quantizer", "magic", status=2,
          says=["--quantizer", "magic", "cdf"], cwd=folder)
    fails("keygen", *pair, "--quantizer", "cdf:bats=3", status=2,
          says=["--quantizer", "bats", "bits"], cwd=folder)
    fails("keygen", *pair, "--quantizer", "cdf:bits=77", status=2,
          says=["--quantizer", "bits", "out of range"], cwd=folder)
    fails("keygen", *pair, "--reconciler", "", status=2, says="--reconciler", cwd=folder)
    for name in ["--entropy", "--estimator"]:
        fails("keygen", *pair, name, "hope", status=2,
              says=["--entropy", "counted, gaussian"], cwd=folder)
    simulate(folder / "longer", n_probes=400, subcarriers=8)
    # The reason of the end that broke off is told, not that the other saw it break off.
    for wrong, why in [(["--entropy", "collision"], ["--entropy", "spectrum"]),
                       (["--feature", "amplitude,spectrum"], ["quantization", "made for one"])]:
        fails("keygen", "longer/alice.h5", "longer/bob.h5", *wrong, "--seed", "1", status=2,
              says=why, cwd=folder)
    short = run("keygen", *pair, "--feature", "amplitude,average:window=1001", status=6,
                cwd=folder)
    assert "too short" in short.err and "1001" in short.err, short.err
    fails("keygen", *pair, "--detrend", "4", status=2, says="detrend", cwd=folder)
    fails("keygen", *pair, "--sample", "0.9", status=2, says=["--sample", "0 to 0.5"],
          cwd=folder)


@case
def outputs_that_cannot_be_written_leave_nothing(folder):
    simulate(folder / "w", n_probes=2000)
    (folder / "file").write_text("in the way")
    for option in ["-o", "--report"]:
        fails("keygen", "w/alice.h5", "w/bob.h5", option, "file/x", status=4,
              says="file/x", cwd=folder)
    fails("keygen", "w/alice.h5", "w/bob.h5", "--report", "r.html", "--plot-scripts",
          "-o", "file/x", status=4, says="file/x", cwd=folder)
    fails("keygen", "w/alice.h5", "w/bob.h5", "-o", "k.key", status=4, says="k.key",
          cwd=folder, file_size=0)


@case
def a_failed_run_leaves_the_old_key_and_page_as_they_were(folder):
    noisy_pair(folder)
    pair = ["keygen", "a.csv", "b.csv", "--report", "r.html", "--plot-scripts"]
    (folder / "file").write_text("in the way")
    run(*pair, "-o", "k.key", cwd=folder)
    fails(*pair, "-o", "file/x", status=4, says="file/x", cwd=folder)
    fails(*pair, "-o", "k.key", status=4, says="r.html", cwd=folder, file_size=64)
    fails("keygen", "a.csv", "b.csv", "-o", "k.key", "--key-bits", "32768", status=6,
          says="No key", cwd=folder)
    old = (folder / "k.key").read_bytes()
    run(*pair, "-o", "k.key", cwd=folder)
    assert (folder / "k.key").read_bytes() != old


@case
def a_key_that_others_may_read_is_refused(folder):
    (folder / "open.key").write_bytes(os.urandom(32))
    (folder / "open.key").chmod(0o644)
    fails("info", "open.key", status=5, says="open.key", cwd=folder)
    (folder / "tiny.key").write_bytes(b"123")
    (folder / "tiny.key").chmod(0o600)
    fails("info", "tiny.key", status=3, says="tiny.key", cwd=folder)


@case
def interrupting_leaves_what_was_there_before(folder):
    simulate(folder / "w", n_probes=60000)
    old = {"k.key": "an old key", "r.html": "an old page"}
    for name, text in old.items():
        (folder / name).write_text(text)
    command = [COMMAND, "keygen", "w/alice.h5", "w/bob.h5", "-o", "k.key", "--report",
               "r.html"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE) as process:
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, (process.returncode, said)
    assert set(os.listdir(folder)) == {"w", *old}, os.listdir(folder)
    assert all((folder / name).read_text() == text for name, text in old.items())


main()
