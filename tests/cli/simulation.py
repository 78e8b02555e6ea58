#!/usr/bin/env python3
"""`phyward simulate`: the files, their sameness, and what stops it."""

import filecmp
import os
import signal
import subprocess
import time

from harness import COMMAND, SCENARIOS, case, fails, main, run, simulate, tree

FILES = ["alice.h5", "bob.h5", "eve.h5", "scenario.yaml"]
WALKING = SCENARIOS / "walking-wifi.yaml"


def write(folder, text, name="s.yaml"):
    path = folder / name
    path.write_text(text)
    return path


@case
def the_bytes_do_not_depend_on_threads(folder):
    for name in ["walking-wifi.yaml", "iq-loopback.yaml"]:
        for threads in [1, 2, 7]:
            run("simulate", SCENARIOS / name, "-o", folder / f"{name}{threads}", "--seed",
                "7", "--threads", threads, "--set", "n_probes=300")
        for other in [2, 7]:
            same = filecmp.cmpfiles(folder / f"{name}1", folder / f"{name}{other}", FILES,
                                    shallow=False)
            assert same[0] == FILES, same


@case
def another_seed_gives_another_channel(folder):
    one = simulate(folder / "1", seed=1, n_probes=10)
    two = simulate(folder / "2", seed=2, n_probes=10)
    assert not filecmp.cmp(one / "alice.h5", two / "alice.h5", shallow=False)


@case
def the_scenario_written_back_gives_the_same_bytes(folder):
    first = simulate(folder / "1", n_probes=50, snr_bob_db=17.5)
    run("simulate", first / "scenario.yaml", "-o", folder / "2")
    same = filecmp.cmpfiles(first, folder / "2", FILES, shallow=False)
    assert same[0] == FILES, same


@case
def the_texts_of_a_scenario_can_be_set(folder):
    traces = []
    for profile in ["tdl-a", "exponential"]:
        out = folder / profile
        run("simulate", WALKING, "-o", out, "--set", "n_probes=5", "--set",
            f"profile={profile}", "--set", "description=of mine")
        text = (out / "scenario.yaml").read_text()
        assert f'profile: "{profile}"' in text and 'description: "of mine"' in text
        traces.append((out / "alice.h5").read_bytes())
    assert traces[0] != traces[1]
    fails("simulate", WALKING, "-o", "x", "--set", "profile=tdl-x", status=2,
          says=["--set", "profile", "did you mean tdl-a"], cwd=folder)
    listed = run("list", "scenario", "--json").json["rows"]
    assert {"profile", "description"} < {row["name"] for row in listed}, listed


@case
def amplitudes_and_powers_can_be_observed(folder):
    for observe, kind, n in [("amplitude", "amplitude", 52), ("power", "power_db", 1)]:
        out = simulate(folder / observe, observe=observe, n_probes=10)
        party = run("info", out / "bob.h5", "--json").json["parties"][0]
        assert party["kind"] == kind and party["n_coefficients"] == n, party
        assert party["party"] == "bob" and party["n_probes"] == 10


@case
def scenario_errors_name_file_line_and_key(folder):
    def refused(text, *says):
        write(folder, text)
        fails("simulate", "s.yaml", "-o", "out", status=3, says=["s.yaml", *says],
              cwd=folder)

    refused("n_probes: 10\ncarier_hz: 5e9\n", ":2:", "carier_hz",
            "did you mean carrier_hz")
    refused("\n# comment\nsnr_bob_db: 900\n", ":3:", "snr_bob_db", "-30 to 80 dB")
    refused("\nsnr_alice_db: abc\n",
            'snr_alice_db: "abc" is not a number; expected -30 to 80 dB', ":2:")
    refused("n_probes:\n", ":1:", "n_probes", "not a number")
    refused("n_probes: 1.5\n", ":1:", "n_probes", "whole number, 1 to 10000000")
    refused("level: magic\n", ":1:", "level", "one of coefficients, iq")
    refused("\nprofile: tdl-x\n", ":2:", "profile", "tdl-x", "did you mean tdl-a")
    refused("carrier_hz: 5 parsecs\n", "carrier_hz", "not a unit", "expected Hz")
    refused("speed_m_s: 1\ndoppler_hz: 5\n", ":2:", "speed_m_s", "doppler_hz")
    refused("\nturnaround_s: 1\n", ":2:", "turnaround_s", "interval_s", "0.02 s")
    refused("level: iq\nsubcarriers: 20\n", ":2:", "subcarriers is 52")


@case
def broken_yaml_is_answered_in_our_words(folder):
    def refused(text, *says):
        (folder / "s.yaml").write_bytes(text.encode("latin-1"))
        done = fails("simulate", "s.yaml", "-o", "out", status=3, says=says, cwd=folder)
        for theirs in ["libyaml", "cyaml", "STRING", "MAPPING", "SEQUENCE", "field"]:
            assert theirs not in done.err, done.err

    plain = "not one plain value; expected"
    refused("carrier_hz: [1, 2]\n", f"s.yaml:1: carrier_hz: {plain} 1000000 to 1e+13 Hz")
    refused("\nlevel:\n  - iq\n", f"s.yaml:2: level: {plain} one of coefficients, iq")
    refused("description: {a: b}\n", f"s.yaml:1: description: {plain} a text")
    refused("n_probes: *other\n", f"s.yaml:1: n_probes: {plain} 1 to")
    for pair in ["n_probes: 3\nn_probes: 4\n", "n_probes : 3\n'n_probes': 4\n",
                 "{n_probes: 1, n_probes: 2}\n"]:
        line = max(1, pair.count("\n"))
        refused(pair, f"s.yaml:{line}: n_probes: given twice")
    refused("n_probes: 3\n---\nn_probes: 4\n", "s.yaml:2: a second document begins")
    for text in ["", "# nothing\n"]:
        refused(text, "s.yaml:1: nothing is in it; expected lines of key: value")
    for text in ["just text\n", "- a\n- b\n"]:
        refused(text, "s.yaml:1: no key; expected lines of key: value")
    for line in ["foo bar", "  snr_bob_db: 3", "broken: \x01\x02", "level: 'iq",
                 "\tcfo_hz: 1", "level: \xff\xfe"]:
        refused(f"n_probes: 10\n{line}\n", "s.yaml:2:", "is no YAML; expected key: value")
        refused(f"# c\nn_probes: 10\n{line}\ncfo_hz: 3\n", "s.yaml:3:", "is no YAML")


@case
def a_scenario_that_is_not_there_or_a_folder_is_an_input_error(folder):
    fails("simulate", "none.yaml", "-o", "out", status=3, says="none.yaml", cwd=folder)
    fails("simulate", folder, "-o", folder / "out", status=3, says="folder")


@case
def an_output_that_cannot_be_a_folder_is_an_io_error(folder):
    (folder / "file").write_text("in the way")
    fails("simulate", WALKING, "-o", "file", "--set", "n_probes=5", status=4,
          says=["file", "folder"], cwd=folder)
    fails("simulate", WALKING, "-o", "file/below", "--set", "n_probes=5", status=4,
          says="file/below", cwd=folder)


@case
def a_full_disk_leaves_nothing(folder):
    fails("simulate", WALKING, "-o", "out", "--set", "n_probes=500", status=4,
          says="out/", cwd=folder, file_size=4096)


@case
def a_file_in_the_way_of_one_trace_takes_the_others_back(folder):
    (folder / "out" / "eve.h5").mkdir(parents=True)
    fails("simulate", WALKING, "-o", "out", "--set", "n_probes=5", status=4,
          says="eve.h5", cwd=folder)


@case
def a_failed_run_leaves_the_old_files_as_they_were(folder):
    run("simulate", WALKING, "-o", "out", "--set", "n_probes=5", cwd=folder)
    more = ["simulate", WALKING, "-o", "out", "--seed", "2", "--set"]
    fails(*more, "n_probes=500", status=4, says="out/", cwd=folder, file_size=4096)
    (folder / "out" / "scenario.yaml").unlink()
    (folder / "out" / "scenario.yaml").mkdir()
    fails(*more, "n_probes=7", status=4, says="scenario.yaml", cwd=folder)
    (folder / "out" / "scenario.yaml").rmdir()
    run(*more, "n_probes=7", cwd=folder)
    assert tree(folder / "out") == set(FILES)


@case
def a_failed_run_removes_the_folders_that_it_made_and_no_others(folder):
    (folder / "there").mkdir()
    long = "n" * 300
    for out in ["a/b", "a//b/", "there/a/b", str(folder / "there" / "c")]:
        fails("simulate", WALKING, "-o", out, "--set", "n_probes=500", status=4,
              says="alice.h5", cwd=folder, file_size=4096)
    fails("simulate", WALKING, "-o", f"a/{long}/c", "--set", "n_probes=5", status=4,
          says="folder", cwd=folder)
    assert os.listdir(folder) == ["there"]


@case
def interrupting_leaves_nothing_and_exits_130(folder):
    command = [COMMAND, "simulate", str(WALKING), "-o", "out", "--set",
               "n_probes=300000", "--set", "subcarriers=52"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE) as process:
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130, (process.returncode, said)
    assert said.strip() == b"phyward simulate: interrupted; nothing was written", said
    assert not os.listdir(folder), os.listdir(folder)


main()
