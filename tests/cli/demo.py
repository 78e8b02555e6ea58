#!/usr/bin/env python3
"""`phyward demo`: one scenario through key, identity, uplink and symbols."""

import filecmp
import re
import time

from harness import SCENARIOS, SOURCE, case, fails, main, run, tree

DEMO = ["demo", SCENARIOS / "demo.yaml"]
SHORT = [*DEMO, "--set", "n_probes=2000"]
NAMES = ["key", "chip", "channel", "uplink", "symbols"]


def steps_of(found):
    assert [s["name"] for s in found["steps"]] == NAMES, found
    return {s["name"]: s for s in found["steps"]}


@case
def every_step_comes_out_and_eve_gets_next_to_nothing(_):
    started = time.monotonic()
    found = run(*DEMO, "--threads", "2", "--json").json
    assert time.monotonic() - started < 30
    assert found["good"] and found["reproducible"] and found["seed"] == 1
    steps = steps_of(found)
    assert all(s["run"] and s["good"] and s["summary"] and s["eve"] for s in steps.values())
    key = steps["key"]["figures"]
    assert key["agreed"] and key["output_bits"] == 256 <= key["certified_bits"]
    chip = steps["chip"]["figures"]
    assert chip["reproduced"] == chip["tries"] == 50 and chip["other_reproduced"] == 0
    assert chip["handshake"] and chip["impostor_refused"]
    assert chip["other_interval"][1] < 0.1 and chip["certified_bits"] >= 256
    # Means over the power-ups: within 5 sigma of the 65536 cells of one chip.
    assert abs(chip["own_distance"] - 0.045) < 5 * (0.045 / 65536) ** 0.5
    assert abs(chip["other_distance"] - 0.5) < 5 * 0.5 / 65536 ** 0.5
    channel = steps["channel"]["figures"]
    assert channel["accepted"] == 0 and channel["rejected_interval"][0] < 0.01
    uplink = steps["uplink"]["figures"]
    assert uplink["reader_ber"] < 0.01 and uplink["cancellation_db"] > 40
    assert len(uplink["eve"]) >= 3
    strongest = [e for e in uplink["eve"] if e["attack"] == uplink["strongest"]][0]
    assert strongest["mutual_information"] < 0.05 and strongest["ber"] > 0.4
    # One antenna is hidden from; two are not, which is told and not counted.
    assert [bool(s["limit"]) for s in steps.values()] == [False, False, False, True, False]
    assert "second antenna" in steps["uplink"]["limit"]
    assert uplink["two_antennas_strongest"] == "nulling" and uplink["two_antennas_ber"] < 0.1
    low, high = uplink["two_antennas_ber_interval"]
    assert low < uplink["two_antennas_ber"] < high
    assert uplink["two_antennas_information"] > 0.8
    symbols = steps["symbols"]["figures"]
    low, high = symbols["bob_ser_interval"]
    assert low < symbols["bob_closed_form"] + 0.002 and high > symbols["bob_closed_form"] - 0.002
    assert symbols["eve_ser"] > 0.99 and symbols["frame_opened"] and symbols["frame_refused"]


@case
def the_page_tells_each_step_and_needs_nothing_else(folder):
    found = run(*SHORT, "-o", "deep/er", "--json", cwd=folder).json
    assert tree(folder) == {"deep", "deep/er", "deep/er/report.html"}
    assert found["report"] == "deep/er/report.html"
    page = (folder / "deep/er/report.html").read_text()
    assert "<script" not in page and not re.findall(r"(?:href|src)=[\"']?(?!#)[^\"' >]+", page)
    for step in found["steps"]:
        assert f"<h2>{step['title']}</h2>" in page and "Eve: " in page
    assert page.count("<p>Limit: with a second antenna") == 1
    assert "All 5 steps" in page and "no key here is a secret" in page
    ids = re.findall(r"\bid=[\"']([^\"']+)", page)
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)


@case
def the_same_seed_gives_the_same_bytes_with_any_threads(folder):
    outs = []
    for threads in [1, 3]:
        outs.append(run(*SHORT, "-o", "x", "--threads", threads, "--seed", "5", "--json",
                        cwd=folder).out)
        (folder / "x" / "report.html").rename(folder / f"{threads}.html")
    assert outs[0] == outs[1]
    assert filecmp.cmp(folder / "1.html", folder / "3.html", shallow=False)
    assert run(*SHORT, "--seed", "6", "--json").out != outs[0]


@case
def without_a_key_what_needs_it_is_left_out(folder):
    done = run(*DEMO, "--set", "n_probes=50", "-o", "out", status=6, cwd=folder)
    assert "A key of the channel" in done.err
    assert "not run: there is no key" in done.out
    assert "did not come out" in (folder / "out" / "report.html").read_text()
    found = run(*DEMO, "--set", "n_probes=50", "--json", status=6).json
    steps = steps_of(found)
    assert not found["good"] and not steps["key"]["good"] and steps["chip"]["good"]
    assert [steps[n]["run"] for n in NAMES] == [True, True, True, False, False]
    assert steps["uplink"]["eve"] is None


@case
def an_eve_who_hears_the_same_channel_is_told(_):
    found = run(*SHORT, "--set", "eve_correlation=1", "--json", status=6).json
    steps = steps_of(found)
    assert not steps["channel"]["good"] and steps["channel"]["figures"]["accepted"] > 300


@case
def an_eve_of_two_antennas_is_what_fails_the_uplink(_):
    done = run(*SHORT, "--set", "uplink_eve_antennas=2", "--json", status=1)
    assert "Protected uplink: Eve: her strongest attack, nulling" in done.err, done.err
    uplink = steps_of(done.json)["uplink"]
    assert not uplink["good"] and uplink["limit"] is None
    assert uplink["figures"]["reader_ber"] < 0.01
    assert "two_antennas_ber" not in uplink["figures"]


@case
def a_reader_who_errs_is_what_fails_the_uplink(_):
    done = run(*SHORT, "--set", "uplink_cancellation_db=10", "--json", status=1)
    assert "Protected uplink: the reader took" in done.err, done.err


@case
def a_weak_noise_fails_the_uplink(_):
    found = run(*SHORT, "--set", "uplink_jsr_eve_db=0", "--json", status=1).json
    steps = steps_of(found)
    assert not steps["uplink"]["good"] and steps["symbols"]["good"]


@case
def in_the_source_it_needs_no_arguments_and_people_get_short_lines(_):
    text = run("demo", cwd=SOURCE).out
    assert max(map(len, text.split("\n"))) < 100, text
    assert text.count("  Eve: ") == 5 and "5. Encrypted symbols" in text, text


@case
def wrong_input_writes_nothing(folder):
    (folder / "file").write_text("in the way")
    fails("demo", "none.yaml", "-o", "out", status=3, says="none.yaml", cwd=folder)
    fails(*DEMO, "--set", "n_probes=x", status=2, says="n_probes", cwd=folder)
    fails(*SHORT, "-o", "file", status=4, says="file", cwd=folder)
    fails(*SHORT, "-o", "a/b", status=4, says="report.html", cwd=folder, file_size=4096)
    fails(*DEMO, "more", status=2, says="more", cwd=folder)


@case
def help_tells_the_exit_statuses(_):
    assert "6 when there is no key" in run("demo", "--help").out


main()
