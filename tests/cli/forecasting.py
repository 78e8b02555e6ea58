#!/usr/bin/env python3
"""`phyward predict`: how well a channel is foreseen, and what that does to a key."""

import json
import math
import random
import re

from harness import RECORDINGS, SANITIZED, case, fails, main, run, simulate, tree

DASAM = RECORDINGS / "lora-dasam"
METHODS = ["mmse", "kalman", "rls", "kernel"]


def walk(folder, **keys):
    """Traces of a walk at 24.19 Hz, probed every 4 ms, one coefficient."""
    settings = {"interval_s": "4ms", "turnaround_s": "2ms", "subcarriers": 1,
                "n_probes": 1500 if SANITIZED else 4000} | keys
    return simulate(folder, **settings)


@case
def every_method_stays_above_the_bound(folder):
    walk(folder, snr_alice_db=10, snr_bob_db=10)
    found = run("predict", "evaluate", "alice.h5", "--feature", "parts", "--horizon", "1,2,4",
                "--doppler", 24.19, "--snr-db", 10, "--json", cwd=folder).json
    assert [(r["method"], r["horizon"]) for r in found["rows"]] == [
        (m, h) for m in METHODS for h in (1, 2, 4)]
    for row in found["rows"]:
        low, high = row["nmse_interval"]
        assert low < row["nmse"] < high
        # Five standard errors: Student's interval of 20 stretches is 2.09 to either side.
        wide = (high - low) / 2 * 5 / 2.09
        assert row["nmse"] > row["bound_nmse"] - wide, row
        if row["horizon"] == 1:
            assert row["nmse"] < row["last_value_nmse"], row
    # 16 taps of the right spectrum are within a tenth of what a long past gives.
    best = run("predict", "evaluate", "alice.h5", "--feature", "parts", "--method",
               "mmse:taps=64:spectrum=jakes", "--doppler", 24.19, "--snr-db", 10, "--json",
               cwd=folder).json["rows"][0]
    assert best["nmse"] < 1.15 * best["bound_nmse"], best


@case
def the_bound_finds_the_noise_by_itself(folder):
    # Of 4000 probes some 3000 bins hold noise alone: its power is known to 5 / sqrt(3000),
    # 0.4 dB; what of the fading leaks into them is a tenth of it.
    walk(folder, snr_alice_db=20, snr_bob_db=20)
    found = run("predict", "evaluate", "alice.h5", "--feature", "parts", "--method", "mmse",
                "--json", cwd=folder).json
    assert abs(found["snr_db"] - 20) < 1, found["snr_db"]
    told = run("predict", "evaluate", "alice.h5", "--feature", "parts", "--method", "mmse",
               "--doppler", 24.19, "--snr-db", 20, "--json", cwd=folder).json
    assert abs(found["rows"][0]["bound_nmse"] / told["rows"][0]["bound_nmse"] - 1) < 0.25


@case
def ends_agree_more_and_share_no_more(folder):
    walk(folder, snr_alice_db=15, snr_bob_db=15)
    found = run("predict", "evaluate", "alice.h5", "--against", "bob.h5", "--feature", "parts",
                "--method", "mmse,kalman", "--json", cwd=folder).json
    # Bob hears the first frame, Alice its answer 2 ms later: his next is 2 ms off.
    assert abs(found["offset_s"] + 0.002) < 1e-6
    assert abs(found["rows"][0]["horizon"] - 0.5) < 1e-6
    before, *after = found["ends"]
    assert before["series"] == "as read" and len(after) == 2
    for row in after:
        assert row["correlation"] > before["correlation"]
        assert row["disagreement"] < before["disagreement"]
        low, high = row["disagreement_interval"]
        assert low <= row["disagreement"] <= high
        assert row["counted_bits"] > before["counted_bits"]
        assert row["information_bits"] > 1.1 * before["information_bits"]
        # No filter changes what the ends share: a tenth is what 2000 rows leave open.
        assert row["information_rate_bits"] < 1.1 * before["information_rate_bits"], (before,
                                                                                      row)
    for row in found["ends"]:
        assert row["charged_bits"] <= row["counted_bits"]
        assert row["n_differ"] == round(row["disagreement"] * row["n"])
    # The past is worth more than half of a bit here, and whoever has it knows that.
    assert found["past_bits_per_probe"] > 0.5 and found["certified"] == "nothing"


@case
def a_truth_is_read_between_the_instants(folder):
    walk(folder, snr_alice_db=10, snr_bob_db=80)
    found = run("predict", "evaluate", "alice.h5", "--truth", "bob.h5", "--feature", "parts",
                "--horizon", "0.5,1.5", "--method", "mmse", "--doppler", 24.19, "--snr-db", 10,
                "--json", cwd=folder).json
    near, far = found["rows"]
    assert near["nmse"] < far["nmse"] < 1
    # Bob reads 2 ms earlier, so that half an interval after Alice he has a reading.
    for row in found["rows"]:
        low, high = row["nmse_interval"]
        assert row["nmse"] > row["bound_nmse"] - (high - low) / 2 * 5 / 2.09, row


@case
def a_model_is_trained_kept_and_judged(folder):
    walk(folder)
    made = run("predict", "train", "alice.h5", "-o", "model.json", "--json", cwd=folder).json
    assert made["method"] == "kernel" and made["n_training"] * 2 == made["n_probes"]
    kept = json.loads((folder / "model.json").read_text())
    assert kept["format"] == "phyward-forecast" and kept["version"] == 1
    by_file = run("predict", "evaluate", "alice.h5", "--method", "kernel:model=model.json",
                  "--json", cwd=folder).json["rows"][0]
    at_once = run("predict", "evaluate", "alice.h5", "--method", "kernel", "--json",
                  cwd=folder).json["rows"][0]
    assert by_file["nmse"] == at_once["nmse"]
    other = run("predict", "evaluate", "bob.h5", "--method", "kernel:model=model.json",
                "--json", cwd=folder).json["rows"][0]
    assert abs(other["nmse"] - by_file["nmse"]) < 0.2 * by_file["nmse"]
    run("predict", "train", "alice.h5", "-o", "again.json", cwd=folder)
    assert (folder / "again.json").read_bytes() == (folder / "model.json").read_bytes()
    for method in METHODS[:3]:
        run("predict", "train", "alice.h5", "-o", "m.json", "--method", method, cwd=folder)
        run("predict", "evaluate", "alice.h5", "--method", f"{method}:model=m.json", cwd=folder)


@case
def damaged_models_are_refused(folder):
    walk(folder, n_probes=400)
    run("predict", "train", "alice.h5", "-o", "m.json", "--method",
        "kernel:centres=4:taps=2", cwd=folder)
    good = (folder / "m.json").read_bytes()
    spoilt = [good[:n] for n in range(0, len(good) - 2, 1 + len(good) // 12)]
    spoilt += [good[:n] + b"\x31" + good[n + 1:] for n in range(7, len(good), 1 + len(good) // 12)]
    head = b'{"format": "phyward-forecast", "version": 1, "checksum": "", "model": '
    spoilt += [head + b"null}", head + b"7}", b"", b"[]", b"{}", good.replace(b"kernel", b"coffee"),
               good.replace(b'"version": 1', b'"version": 2')]
    for bad in spoilt:
        if bad.strip() == good.strip() or not bad.replace(good, b"") == bad:
            continue
        (folder / "bad.json").write_bytes(bad)
        fails("predict", "evaluate", "alice.h5", "--method", "kernel:model=bad.json", status=3,
              says="bad.json", cwd=folder)
    walk(folder / "wide", n_probes=400, subcarriers=2)
    fails("predict", "evaluate", "wide/alice.h5", "--method", "kernel:model=m.json", status=3,
          says="components", cwd=folder)
    fails("predict", "evaluate", "alice.h5", "--method", "mmse:model=m.json", status=3,
          says=["m.json", "kernel"], cwd=folder)
    slow = walk(folder / "slow", n_probes=400, interval_s="8ms")
    fails("predict", "evaluate", slow / "alice.h5", "--method", "kernel:model=m.json", status=3,
          says="every", cwd=folder)


@case
def recordings_are_foreseen(_):
    found = run("predict", "evaluate", DASAM / "indoor_alice.csv", "--against",
                DASAM / "indoor_bob.csv", "--json").json
    assert found["n_probes"] == 2000 and len(found["rows"]) == 4
    assert all(r["horizon"] == 0 for r in found["rows"]), "no instants: the same exchange"
    assert all(r["bound_nmse"] is None for r in found["rows"]), "it is not Clarke's"
    before, *after = found["ends"]
    # As the coherence of the two files says: 0.48 bits an exchange, whatever was foreseen.
    assert all(0.4 < r["information_rate_bits"] < 0.6 for r in found["ends"])
    assert before["n_differ"] > 0 and all(r["charged_bits"] == 0 for r in after), after
    assert found["new_share"] < 0.4, found["new_share"]


@case
def the_filter_lines_up_a_key_agreement(folder):
    walk(folder, snr_alice_db=15, snr_bob_db=15, n_probes=2000)
    # Bob at 4 k ms, Alice at 4 k + 2; both tell 4 k + 3. The past foretells nearly all of
    # it, and no key is certified of either: agreement is not secrecy.
    rates = []
    for feature in ["parts", "parts,forecast:grid=4ms:origin=3ms"]:
        found = run("keygen", "alice.h5", "bob.h5", "--feature", feature, "--transform", "none",
                    "--seed", 1, "--json", cwd=folder, status=6).json
        rates.append(found["bit_disagreement_rate"])
    assert rates[1] < 0.85 * rates[0], rates
    fails("keygen", "alice.h5", "bob.h5", "--feature", "parts,forecast:grid=3ms", status=3,
          says="grid", cwd=folder)


@case
def what_can_be_foreseen_gives_no_key(folder):
    # Somebody walks to and fro: a wave that both ends see with little noise of their own,
    # and a slow drift. Eve needs no trace to know them.
    draw = random.Random(5)
    for name, value in [("wave", lambda i: 8 * math.sin(0.31 * i)),
                        ("square", lambda i: 8 * (-1) ** (i // 7)),
                        ("drift", lambda i: 0.02 * i)]:
        for end in "ab":
            rows = "".join(f"{i},{-70 + value(i) + draw.gauss(0, 0.3):.3f}\n"
                           for i in range(2000))
            (folder / f"{name}-{end}.csv").write_text("idx,rssi\n" + rows)
        for ahead in ["", ",forecast:horizon=1", ",forecast:method=rls:horizon=3"]:
            for who in ["counted", "gaussian"]:
                run("keygen", f"{name}-a.csv", f"{name}-b.csv", "--feature", "power" + ahead,
                    "--entropy", who, "--seed", 1, "--json", cwd=folder, status=6)
        told = run("predict", "evaluate", f"{name}-a.csv", "--against", f"{name}-b.csv",
                   "--method", "mmse", "--json", cwd=folder).json["ends"]
        assert all(row["charged_bits"] <= 0.1 * row["counted_bits"] for row in told), told


@case
def a_short_trace_leaves_out_what_needs_more(folder):
    walk(folder, n_probes=200)
    found = run("predict", "evaluate", "alice.h5", "--json", cwd=folder).json
    assert found["left_out"] == ["kalman", "kernel"], found["left_out"]
    assert {r["method"] for r in found["rows"]} == {"mmse", "rls"}
    run("predict", "evaluate", "alice.h5", "--report", "r.html", cwd=folder)
    fails("predict", "evaluate", "alice.h5", "--method", "kernel", status=6, says="kernel",
          cwd=folder)


@case
def the_report_is_one_page(folder):
    walk(folder, n_probes=600)
    run("predict", "evaluate", "alice.h5", "--horizon", "1,2", "--report", "r.html", cwd=folder)
    page = (folder / "r.html").read_text()
    assert "<script" not in page and not re.findall(r"(?:href|src)=[\"']?(?!#)[^\"' >]+", page)
    assert "Forecasts of a channel" in page and "Forecasting is an attack" in page
    out = [run("predict", "evaluate", "alice.h5", "--json", cwd=folder).out for _ in range(2)]
    assert out[0] == out[1]


@case
def wrong_input_is_refused(folder):
    walk(folder, n_probes=200)
    (folder / "constant.csv").write_text("idx,rssi\n" + "".join(f"{i},-70\n"
                                                               for i in range(200)))
    fails("predict", "evaluate", status=2, says="TRACE")
    fails("predict", "train", "alice.h5", status=2, says="--output", cwd=folder)
    fails("predict", "train", "alice.h5", "-o", "m.json", "--method", "coffee", status=2,
          says=["--method", "kernel"], cwd=folder)
    fails("predict", "train", "alice.h5", "-o", "m.json", "--method", "mmse,rls", status=2,
          says="--method", cwd=folder)
    fails("predict", "train", "constant.csv", "-o", "m.json", status=6, says="constant.csv",
          cwd=folder)
    fails("predict", "train", "alice.h5", "-o", "none/m.json", "--method", "rls", status=4,
          says="none/m.json", cwd=folder)
    fails("predict", "train", "alice.h5", "-o", "m.json", "--share", "0.05", status=6,
          says="alice.h5", cwd=folder)
    fails("predict", "evaluate", "alice.h5", "--method", "rls", "--horizon", "0.5", status=2, says="--truth",
          cwd=folder)
    fails("predict", "evaluate", "alice.h5", "--method", "rls", "--horizon", "-1", status=2, says="horizon",
          cwd=folder)
    fails("predict", "evaluate", "alice.h5", "--truth", "bob.h5", "--against", "bob.h5",
          status=2, says="--against", cwd=folder)
    fails("predict", "evaluate", "alice.h5", "--against", "constant.csv", status=3,
          says="constant.csv", cwd=folder)
    fails("predict", "evaluate", "alice.h5", "--method", "kernel:model=none.json", status=3,
          says="none.json", cwd=folder)
    fails("predict", "evaluate", "constant.csv", status=6, says="constant.csv", cwd=folder)
    fails("predict", "evaluate", "alice.h5", "--method", "rls", "--report", "none/r.html",
          status=4, says="none/r.html", cwd=folder)
    assert tree(folder) >= {"alice.h5", "bob.h5"}


@case
def help_tells_both_figures(_):
    text = run("predict", "evaluate", "--help").out
    assert "charged_bits" in text and "phyward predict evaluate traces/alice.h5" in text
    assert "model.json" in run("predict", "train", "--help").out


main()
