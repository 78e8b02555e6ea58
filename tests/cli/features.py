#!/usr/bin/env python3
"""`--feature`, its lists, and what the other options of a pipeline take."""

import json
import math
import random

from harness import RECORDINGS, case, fails, main, run, simulate

NAMES = {
    "extract": {"power", "amplitude", "parts", "phase", "phase-difference", "taps-power",
                "taps", "crossings", "column"},
    "filter": {"detrend", "difference", "average", "savgol", "kalman", "wiener", "ar"},
    "transform": {"none", "dct", "pca", "klt", "whiten", "wavelet", "spectrum"},
}


class Either:
    """Done, or no key: whichever, it is a verdict."""

    def __eq__(self, other):
        return other in (0, 6)

    def __bool__(self):
        return False


VERDICT = Either()


def walk(folder, probes=1000):
    simulate(folder / "w", n_probes=probes)
    return ["w/alice.h5", "w/bob.h5"]


@case
def every_feature_filter_and_transform_is_listed_with_its_stage(folder):
    rows = run("list", "feature", "--json", cwd=folder).json["rows"]
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names), sorted(names)
    for stage, wanted in NAMES.items():
        assert wanted <= {row["name"] for row in rows if row["stage"] == stage}, stage
    stages = [row["stage"] for row in rows]
    order = ["extract", "filter", "transform"]
    assert stages == sorted(stages, key=order.index)
    for family in ["filter", "transform"]:
        alone = {row["name"]
                 for row in run("list", family, "--json", cwd=folder).json["rows"]}
        assert alone == {n for n, s in zip(names, stages) if s == family}
    said = run("list", "feature", cwd=folder).out
    assert "stage filter" in said and "savgol" in said


@case
def every_name_gets_as_far_as_a_verdict(folder):
    ends = walk(folder)
    for name in sorted(NAMES["extract"] - {"column"}):
        done = run("keygen", *ends, "--feature", name, "--json", "--seed", "1",
                   status=VERDICT, cwd=folder)
        assert done.json["raw_bits"] > 0, name
    for name in sorted(NAMES["filter"] | NAMES["transform"]):
        done = run("keygen", *ends, "--feature", f"power,{name}", "--json", "--seed",
                   "1", status=VERDICT, cwd=folder)
        assert done.json["raw_bits"] > 0, name


@case
def an_eavesdropper_with_a_copy_leaves_no_key_of_any_feature(folder):
    ends = walk(folder)
    for name in sorted(NAMES["extract"] - {"column"}):
        found = run("keygen", *ends, "--eve", ends[1], "--feature", name, "--json",
                    "--seed", "1", "-o", "k.key", status=6, cwd=folder)
        assert json.loads(found.out)["key_bits"] == 0, name
        assert not (folder / "k.key").exists()


@case
def the_command_of_the_issue_works_as_written(folder):
    walk(folder, 2000)
    words = ["keygen", "w/alice.h5", "w/bob.h5", "--eve", "w/eve.h5", "--feature",
             "power,amplitude,savgol:window=5:order=2,klt:components=12", "--quantizer",
             "cdf:bits=1:guard=0.1", "--reconciler", "yan:passes=16", "--entropy",
             "counted", "--epsilon", "2^-64", "--seed", "2", "--json"]
    found = run(*words, status=VERDICT, cwd=folder).json
    assert found == run(*words, status=VERDICT, cwd=folder).json
    plain = [w if w != "2^-64" else "64" for w in words]
    assert found == run(*plain, status=VERDICT, cwd=folder).json
    for field in ["raw_bits", "min_entropy_per_bit", "eve_information_bits"]:
        assert field in found, field
    weaker = [w if w != "2^-64" else "2^-40" for w in words]
    assert (run(*weaker, status=VERDICT, cwd=folder).json["disclosed_by_stage"]
            != found["disclosed_by_stage"])


@case
def detrend_and_transform_are_short_for_names_of_the_list(folder):
    ends = walk(folder)
    long = run("keygen", *ends, "--feature", "power,detrend:window=31,dct:block=4",
               "--seed", "1", "--json", status=VERDICT, cwd=folder).json
    short = run("keygen", *ends, "--feature", "power", "--detrend", "31", "--transform",
                "dct:block=4", "--seed", "1", "--json", status=VERDICT, cwd=folder).json
    assert long == short
    fails("keygen", *ends, "--feature", "power,dct", "--transform", "pca", status=2,
          says=["--transform", "once"], cwd=folder)


@case
def what_can_not_be_a_pipeline_is_refused(folder):
    ends = walk(folder, 100)
    for text, says in [
            ("powre", "power"),
            ("power,", "expected one of"),
            ("pca,power", "too late"),
            ("power,savgol:window=4", "odd"),
            ("power,savgol:order=13", "order"),
            ("parts,amplitude", "twice"),
            ("power,dct,dct,dct,dct,dct", "at most 4"),
            ("power,difference:lag=0", "lag"),
            ("amplitude,wavelet:block=12", "power of 2"),
    ]:
        fails("keygen", *ends, "--feature", text, "-o", "k.key", status=2, says=says,
              cwd=folder)
        assert not (folder / "k.key").exists()
    fails("keygen", *ends, "--feature", "column:name=angle1_deg", status=3,
          says="angle1_deg", cwd=folder)
    for wrong in ["2^64", "2^-0", "2^-300", "2^-", "2^-6.5"]:
        fails("keygen", *ends, "--epsilon", wrong, status=2, says="epsilon", cwd=folder)


@case
def filters_of_a_recording_are_charged_for_what_they_smooth(folder):
    ends = [RECORDINGS / "lora-dasam" / f"indoor_{end}.csv" for end in ["alice", "bob"]]
    each = []
    for feature in ["power", "power,average:window=5", "power,average:window=21"]:
        found = run("keygen", *ends, "--feature", feature, "--quantizer", "median",
                    "--seed", "1", "--json", status=VERDICT, cwd=folder).json
        each.append((found["correlation"], found["min_entropy_per_bit"]))
    # More alike, and worth less.
    assert each[0][0] < each[1][0] and each[0][1] > each[1][1] > each[2][1], each


@case
def a_column_of_the_trace_is_a_feature(folder):
    generator = random.Random(5)
    angle = [60 * math.sin(generator.gauss(0, 1)) for _ in range(3000)]
    for name in ["a", "b"]:
        run("convert", RECORDINGS / "lora-dasam" / "indoor_alice.csv", "-o",
            f"{name}.csv", cwd=folder)
        lines = (folder / f"{name}.csv").read_text().splitlines()
        at = next(i for i, line in enumerate(lines) if not line.startswith("#"))
        names = lines[at].split(",")
        lines[at] = ",".join(names[:2] + ["angle1_deg"] + names[2:])
        lines.insert(at, "# unit angle1_deg: deg")
        at += 1
        for i, line in enumerate(lines[at + 1:], at + 1):
            cells = line.split(",")
            seen = f"{angle[i] + generator.gauss(0, 0.5):.4f}" if i % 7 else "nan"
            lines[i] = ",".join(cells[:2] + [seen] + cells[2:])
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
        run("convert", f"{name}.csv", "-o", f"{name}.h5", cwd=folder)
    found = run("keygen", "a.h5", "b.h5", "--feature", "column:name=angle1_deg",
                "--seed", "1", "--json", status=VERDICT, cwd=folder).json
    # Six of seven probes have a number.
    assert 0.84 < found["pairs"] / 2000 < 0.87 and found["correlation"] > 0.99, found
    assert found["agreed"] and found["key_bits"] >= 256, found


@case
def wide_interpolation_lines_up_what_is_not_simultaneous(folder):
    ends = walk(folder, 1500)
    rho = {}
    for how in ["none", "linear", "cubic", "band-limited", "wiener"]:
        found = run("keygen", *ends, "--feature", "power", "--align",
                    "time", "--interpolate", how, "--seed", "1", "--json",
                    status=VERDICT, cwd=folder).json
        rho[how] = found["correlation"]
    assert all(value > 0.5 for value in rho.values()), rho


main()
