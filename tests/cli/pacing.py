#!/usr/bin/env python3
"""`phyward pace`: how long a channel hangs together, and how often to probe it."""

import re

from harness import RECORDINGS, case, fails, main, run, simulate, tree

INDOOR = RECORDINGS / "lora-dasam" / "indoor_alice.csv"
FIELDS = """trace feature law n_probes n_components interval_s n_gaps doppler doppler_hz
coherence_time_s doppler_coherence_time_s probes_per_coherence_time trend snr_db
end_correlation rates new_share redundancy present_net_bits_per_second
recommended_interval_s recommended_net_bits_per_second seconds_to_key certified
verdict""".split()


@case
def a_simulated_walk_has_its_doppler_shift(folder):
    # 1.4 m/s at 5.18 GHz: 24.19 Hz; probed every 4 ms, a tenth of a turn.
    simulate(folder, interval_s="4ms", n_probes=4000, subcarriers=1)
    found = run("pace", folder / "alice.h5", "--json").json
    assert not set(FIELDS) - set(found), set(FIELDS) - set(found)
    assert [r["estimator"] for r in found["doppler"]] == ["autocorrelation", "crossings",
                                                          "spectrum"]
    for row in found["doppler"]:
        # Five standard errors: the interval is 2.36 of them to either side.
        wide = 5 / 2.36 * max(row["high_hz"] - row["doppler_hz"], 0.01 * row["doppler_hz"])
        assert abs(row["doppler_hz"] - 24.19) < wide, row
    assert abs(found["coherence_time_s"] - 0.00997) < 0.001, found["coherence_time_s"]
    assert not found["trend"] and found["certified"] == "nothing"


@case
def probing_too_fast_repeats_itself_and_the_better_rate_is_told(folder):
    simulate(folder, interval_s="1ms", n_probes=6000, subcarriers=1)
    found = run("pace", folder / "alice.h5", "--snr-db", 28, "--json").json
    assert found["redundancy"] is None or found["redundancy"] > 2, found["redundancy"]
    assert found["recommended_interval_s"] > 0.001
    assert (found["recommended_net_bits_per_second"] >
            1.2 * found["present_net_bits_per_second"])
    assert abs(found["seconds_to_key"] * found["recommended_net_bits_per_second"] - 320) < 1e-6
    best = max(found["rates"], key=lambda r: r["net_bits_per_second"])
    assert best["interval_s"] == found["recommended_interval_s"]
    for row in found["rates"]:
        assert 0 <= row["net_bits_per_probe"] <= row["charged_bits"] + 1e-12, row
        assert row["by"] == ("model" if row["step"] < 1 else "measured")


@case
def the_other_end_tells_how_alike_the_ends_are(folder):
    simulate(folder, interval_s="4ms", subcarriers=1, n_probes=1000)
    alone = run("pace", folder / "alice.h5", "--snr-db", 10, "--json").json
    both = run("pace", folder / "alice.h5", "--against", folder / "bob.h5", "--json").json
    assert both["end_correlation_by"] == "measured" and both["end_correlation"] > 0.98
    assert alone["end_correlation_by"] == "model" and alone["end_correlation"] < 0.9
    far = run("pace", folder / "alice.h5", "--snr-db", 10, "--turnaround", "5ms",
              "--json").json
    assert far["end_correlation"] < alone["end_correlation"]


@case
def a_recording_that_is_slow_shows_its_redundancy(_):
    found = run("pace", INDOOR, "--interval", 8, "--json").json
    assert found["law"] == "decibels" and found["interval_s"] == 8
    # What eight seconds later is known already: published repeats of 0.88 say the same.
    assert found["new_share"] < 0.4 and found["probes_per_coherence_time"] > 10
    assert found["present_net_bits_per_second"] == 0
    text = run("pace", INDOOR, "--interval", 8).out
    assert "No rate gives key bits" in text


@case
def without_memory_nothing_is_guessed(folder):
    simulate(folder, interval_s="1s", n_probes=500, subcarriers=1)
    found = run("pace", folder / "alice.h5", "--json").json
    assert found["recommended_interval_s"] is None and "--snr-db" in found["verdict"]
    told = run("pace", folder / "alice.h5", "--snr-db", 28, "--json").json
    assert told["recommended_step"] == 1, told["recommended_step"]


@case
def the_report_and_repetition(folder):
    simulate(folder, interval_s="4ms", n_probes=800, subcarriers=1)
    one = run("pace", "alice.h5", "--json", "--report", "r.html", cwd=folder)
    two = run("pace", "alice.h5", "--json", cwd=folder)
    assert one.out == two.out
    page = (folder / "r.html").read_text()
    assert "<script" not in page and not re.findall(r"(?:href|src)=[\"']?(?!#)[^\"' >]+", page)
    assert "How often to probe" in page and "nothing here is certified" in page


@case
def wrong_input_is_refused(folder):
    simulate(folder, n_probes=100, subcarriers=1)
    (folder / "constant.csv").write_text("idx,rssi\n" + "".join(f"{i},-70\n"
                                                               for i in range(100)))
    (folder / "short.csv").write_text("idx,rssi\n0,-70\n1,-71\n2,-70\n")
    fails("pace", status=2, says="TRACE")
    fails("pace", "none.h5", status=3, says="none.h5", cwd=folder)
    fails("pace", "constant.csv", status=6, says=["constant.csv", "constant"], cwd=folder)
    fails("pace", "short.csv", status=6, says="short.csv", cwd=folder)
    fails("pace", "alice.h5", "--feature", "coffee", status=2, says="--feature", cwd=folder)
    fails("pace", "alice.h5", "--feature", "amplitude,pca", status=2, says="pca", cwd=folder)
    fails("pace", "alice.h5", "--interval", 0, status=2, says="--interval", cwd=folder)
    fails("pace", "alice.h5", "--against", "short.csv", status=3, says="short.csv",
          cwd=folder)
    fails("pace", "alice.h5", "--report", "none/r.html", status=4, says="none/r.html",
          cwd=folder)
    assert tree(folder) >= {"alice.h5", "constant.csv"}


@case
def help_has_an_example(_):
    text = run("pace", "--help").out
    assert "phyward pace traces/alice.h5" in text and "--turnaround" in text


main()
