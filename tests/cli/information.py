"""phyward information: the recorded pairs' figures, bounds with Eve, trend and fading."""

import math
import random

from harness import RECORDINGS, case, fails, main, run, simulate

LORA = RECORDINGS / "lora-dasam"


def table(path, values):
    path.write_text("idx,rssi\n" + "".join(f"{i},{v:.6f}\n" for i, v in enumerate(values)))
    return path


def bits(found):
    return {row["method"]: row["bits"] for row in found["rows"]}


@case
def the_recorded_pairs_have_the_references_figures(_):
    # reference/keygen 0, 3.6: correlation 0.846, 0.480 of 0.907 bit; fading 0.33, 0.49
    # and 0.57 by windows of 5, 11 and 21. Outdoors 0.067 of 2.480; -0.20, -0.20, -0.22.
    for place, rate, whole, fading in [("indoor", 0.480, 0.907, [0.33, 0.49, 0.57]),
                                       ("outdoor", 0.067, 2.480, [-0.20, -0.20, -0.22])]:
        found = run("information", LORA / f"{place}_alice.csv", LORA / f"{place}_bob.csv",
                    "--json").json
        assert abs(bits(found)["coherence"] - rate) < 1e-3, found
        assert abs(bits(found)["gaussian"] - whole) < 1e-3, found
        assert abs(bits(found)["gaussian-vector"] - whole) < 2e-3, found
        for split, expected in zip(found["split"], fading):
            assert abs(split["fading_correlation"] - expected) < 0.01, found["split"]
            assert split["trend_correlation"] > 0.97
        assert found["secret_capacity_lower_bits"] is None
        assert found["seed"] is None and all(row["note"] == "" for row in found["rows"])
    assert found["split"][0]["trend_share"] > 0.99, "outdoors it is all the way driven"


@case
def bounds_with_eve_are_those_of_the_correlations(folder):
    # Of n rows a correlation errs by (1 - rho^2) / sqrt(n): some 5 of those in bits.
    rng = random.Random(5)
    n, r, e = 20000, 0.95, 0.8
    own = [rng.gauss(0, 1) for _ in range(n)]
    partial = (r - e * e) / (1 - e * e)
    alice, bob = [], []
    for x in own:
        shared, other = rng.gauss(0, 1), rng.gauss(0, 1)
        alice.append(e * x + math.sqrt(1 - e * e) * shared)
        bob.append(e * x + math.sqrt(1 - e * e)
                   * (partial * shared + math.sqrt(1 - partial ** 2) * other))
    a, b, c = (table(folder / name, v) for name, v in [("a.csv", alice), ("b.csv", bob),
                                                       ("e.csv", own)])
    found = run("information", a, b, "--eve", c, "--json").json
    # reference/keygen 3.6: 1.8845 and 1.9518 of complex values, half of real ones.
    assert abs(found["secret_capacity_lower_bits"] - 1.8845 / 2) < 0.05, found
    assert abs(found["secret_capacity_upper_bits"] - 1.9518 / 2) < 0.05, found
    truth = -0.5 * math.log2(1 - e * e)
    assert abs(found["alice_eve_bits"] - truth) < 0.05
    assert all(abs(row["eve_bits"] - truth) < 0.15 for row in found["rows"]), found
    # With a copy of Alice's there is nothing left.
    copied = run("information", a, b, "--eve", a, "--json").json
    assert copied["secret_capacity_lower_bits"] == 0
    assert copied["secret_capacity_upper_bits"] < 0.01


@case
def vectors_that_share_are_counted_once(folder):
    simulate(folder / "w", n_probes=2000)
    ends = [folder / "w/alice.h5", folder / "w/bob.h5"]
    found = run("information", *ends, "--eve", folder / "w/eve.h5", "--feature",
                "amplitude,pca:components=6", "--method", "gaussian,gaussian-vector",
                "--json").json
    assert found["components"] == 6 and set(bits(found)) == {"gaussian", "gaussian-vector"}
    raw = run("information", *ends, "--transform", "none", "--method",
              "gaussian,gaussian-vector", "--json").json
    assert bits(raw)["gaussian"] > bits(raw)["gaussian-vector"], bits(raw)
    assert found["secret_capacity_lower_bits"] <= found["secret_capacity_upper_bits"]
    assert found["rows_with_eve"] == found["pairs"] == 2000
    text = run("information", *ends, "--method", "gaussian").out
    assert "mutual information" in text and "window" in text


@case
def methods_that_do_not_apply_say_why_and_the_others_go_on(folder):
    rng = random.Random(6)
    values = [rng.gauss(0, 1) for _ in range(25)]
    a = table(folder / "a.csv", values)
    b = table(folder / "b.csv", [v + 0.1 * rng.gauss(0, 1) for v in values])
    found = run("information", a, b, "--json").json
    row = {r["method"]: r for r in found["rows"]}
    assert row["coherence"]["bits"] is None and "25 rows" in row["coherence"]["note"]
    assert row["gaussian"]["bits"] > 1 and row["gaussian"]["note"] == ""
    assert found["split"][2]["fading_correlation"] is not None


@case
def what_has_no_information_or_is_wrong_is_refused(folder):
    table(folder / "a.csv", [1.0] * 100)
    table(folder / "b.csv", [float(i % 7) for i in range(100)])
    (folder / "later.csv").write_text("idx,rssi\n900,1\n901,2\n902,1\n")
    fails("information", "a.csv", "b.csv", status=6, says=["a.csv", "constant"], cwd=folder)
    fails("information", "b.csv", "later.csv", status=3, says="no probe", cwd=folder)
    fails("information", "b.csv", "b.csv", "--method", "magic", status=2,
          says=["--method", "magic", "coherence"], cwd=folder)
    fails("information", "b.csv", "b.csv", "--method", "ksg:k=0", status=2,
          says=["--method", "k"], cwd=folder)
    fails("information", "b.csv", "b.csv", "--window", "4", status=2,
          says=["--window", "odd"], cwd=folder)
    fails("information", "b.csv", "b.csv", "--feature", "smell", status=2,
          says=["--feature", "smell"], cwd=folder)
    fails("information", "b.csv", "nowhere.csv", status=3, says="nowhere", cwd=folder)
    fails("information", "b.csv", status=2, says="BOB", cwd=folder)


@case
def help_has_an_example(_):
    assert "phyward information walk/alice.h5 walk/bob.h5" in run("information", "--help").out


main()
