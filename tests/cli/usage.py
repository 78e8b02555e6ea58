#!/usr/bin/env python3
"""How the command takes its arguments, and what it says of those that it does not."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

from harness import (COMMAND, RECORDINGS, SCENARIOS, SOURCE, Skip, case, fails, main,
                     run)

VERBS = ["simulate", "probe", "keygen", "bench keygen", "bench reconcile",
         "auth enroll", "auth identify", "auth verify", "auth evaluate", "info", "list"]


@case
def version_and_overview_are_printed(_):
    assert run("--version").out.startswith("phyward ")
    assert run("--help").out == run("help").out
    for verb in VERBS:
        assert f"  {verb} " in run("--help").out, verb


@case
def every_command_has_a_help_with_an_example(_):
    for verb in VERBS:
        text = run("help", *verb.split()).out
        assert text == run(*verb.split(), "--help").out
        assert f"phyward {verb}" in text and "Example:" in text and "--json" in text
        example = text.split("Example:\n")[1]
        assert all(line.startswith(("  phyward ", "      ")) for line in
                   example.rstrip().split("\n")), example
        assert f"phyward {verb}" in example, example


@case
def every_example_of_the_help_works_as_it_stands(folder):
    # From a folder that looks like the source root and may be written to.
    if not (RECORDINGS / "openofdm").is_dir():
        raise Skip("the recordings are not here")
    (folder / "datasets").symlink_to(SOURCE / "datasets")
    (folder / "bin").mkdir()
    (folder / "bin" / "phyward").symlink_to(COMMAND)
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    for verb in VERBS:
        example = run("help", *verb.split()).out.split("Example:\n")[1]
        done = subprocess.run(["sh", "-euc", example], cwd=folder, capture_output=True,
                              env={**os.environ, "PATH": path}, check=False, timeout=120)
        assert done.returncode == 0, (example, done.stderr)
    assert (folder / "walk" / "shared.key").stat().st_size == 32
    assert (folder / "csi.h5").is_file()


@case
def help_tells_units_ranges_and_defaults(_):
    text = run("help", "simulate").out
    assert "--threads N" in text and "(1 to 256; default 1)" in text
    assert "default 20000000 Hz" in run("help", "probe").out


@case
def the_first_of_two_words_tells_what_it_goes_on_to(_):
    asked = run("auth", "--help").out
    assert asked == run("auth", "-h").out == run("help", "auth").out
    for verb in ["enroll", "identify", "verify", "evaluate", "similarity"]:
        assert f"  auth {verb} " in asked, asked
    done = subprocess.run([COMMAND, "auth"], capture_output=True, check=False)
    assert done.returncode == 2 and not done.stdout, done
    assert done.stderr.decode() == asked, done.stderr


@case
def no_command_at_all_is_a_usage_error(_):
    done = subprocess.run([COMMAND], capture_output=True, check=False)
    assert done.returncode == 2 and b"Usage" in done.stderr and not done.stdout


@case
def mistyped_names_are_answered_with_the_near_one(folder):
    fails("simulte", status=2, says=["simulte", "did you mean phyward simulate"])
    fails("bench", "keygn", status=2, says="did you mean phyward bench keygen")
    fails("list", "--jsn", status=2, says="did you mean --json?")
    fails("list", "quantiser", status=2, says="did you mean quantizer")
    fails("simulate", SCENARIOS / "walking-wifi.yaml", "-o", folder / "x", "--set",
          "carier_hz=1G", status=2, says=["carier_hz", "did you mean carrier_hz"])


@case
def wrong_arguments_are_usage_errors(folder):
    walking = SCENARIOS / "walking-wifi.yaml"
    fails("list", "-z", status=2, says="-z")
    fails("list", "--json=1", status=2, says="--json takes no value")
    fails("simulate", status=2, says="SCENARIO.yaml is missing")
    fails("simulate", walking, status=2, says="--output is missing")
    fails("simulate", walking, "-o", status=2, says="--output needs a value")
    fails("simulate", walking, "extra", "-o", "x", status=2, says="extra")
    fails("simulate", walking, "-o", folder / "x", "--threads", "0", status=2,
          says=["--threads", "1 to 256"])
    fails("simulate", walking, "-o", folder / "x", "--threads", "two", status=2,
          says="not a number")
    fails("simulate", walking, "-o", folder / "x", "--seed", "1.5", status=2,
          says="whole number")
    fails("simulate", walking, "-o", folder / "x", "--set", "n_probes", status=2,
          says="key=value")
    fails("simulate", walking, "-o", folder / "x", "--set", "snr_bob_db=900", status=2,
          says=["snr_bob_db", "-30 to 80 dB"])
    fails("simulate", walking, "-o", folder / "x", "--set", "carrier_hz=20Mm", status=2,
          says="not a unit")
    fails("simulate", walking, "-o", folder / "x", "--set", "turnaround_s=1", status=2,
          says=["turnaround_s", "interval_s"])
    fails("probe", "x.cf32", "--rate", "20MHz", "--bandwidth", "1k", status=2,
          says="--bandwidth")


@case
def missing_inputs_and_numbers_say_what_to_give(folder):
    walking = SCENARIOS / "walking-wifi.yaml"
    for name in ["none.yaml", "none.h5", "none.csv", "none.key", "none.wav", "none.cf32",
                 "none.sigmf-meta"]:
        done = fails("info", name, status=3, says=[name, "No such file"], cwd=folder)
        assert done.err.endswith("; give an existing file\n"), done.err
    for command in [["simulate", "none", "-o", "x"], ["keygen", "none", "none"],
                    ["probe", "none", "--type", "ci16", "--rate", "20M"],
                    ["bench", "keygen", "none"]]:
        done = fails(*command, status=3, says="none", cwd=folder)
        assert done.err.endswith("; give an existing file\n"), done.err
    fails("simulate", walking, "-o", folder / "x", "--threads", "two", status=2,
          says='--threads: "two" is not a number; expected 1 to 256')
    fails("bench", "reconcile", "-n", "many", status=2, says=["--n", "many", "expected"])


@case
def lists_show_every_family_with_parameters(_):
    rows = run("list", "--json").json["rows"]
    families = {row["family"] for row in rows}
    assert families >= {"feature", "transform", "quantizer", "estimator", "entropy",
                        "reconciler",
                        "profile", "plot", "scenario"}, families
    for row in rows:
        assert row["name"] and row["summary"], row
        for param in row["params"]:
            assert param["summary"] and "default" in param, row
    only = run("list", "quantizer", "--json").json["rows"]
    assert only and all(row["family"] == "quantizer" for row in only)
    text = run("list").out
    assert all(row["name"] in text for row in rows)


def on_terminal(columns, *arguments):
    """What a run prints on a terminal of this width."""
    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", 24, columns, 0, 0))
    with subprocess.Popen([COMMAND, *arguments], stdout=terminal) as process:
        os.close(terminal)
        out = b""
        try:
            while chunk := os.read(master, 4096):
                out += chunk
        except OSError:  # the other end is closed
            pass
    os.close(master)
    return out.decode().replace("\r\n", "\n")


@case
def lists_fold_at_the_terminals_width(_):
    plain = run("list").out
    assert 70 < max(map(len, plain.split("\n"))) <= 80
    for columns in [60, 132]:
        shown = on_terminal(columns, "list")
        assert columns - 10 < max(map(len, shown.split("\n"))) <= columns, columns
        assert shown.split() == plain.split()
    for verb in VERBS:
        options = run("help", *verb.split()).out.split("Options:\n")[1]
        lines = options.split("Example:")[0].split("\n")
        assert max(map(len, lines)) <= 80, verb


@case
def help_of_half_a_name_lists_its_commands(_):
    text = run("help", "bench").out
    assert "bench keygen  " in text and "bench reconcile  " in text, text
    assert "\n  simulate " not in text, text
    fails("help", "ben", status=2, says="did you mean")


@case
def estimators_are_told_with_the_choices_that_ask_them(_):
    for text in [run("help", "keygen").out, run("list", "estimator").out]:
        words = " ".join(text.split())
        for word in ["counted", "gaussian", "collision", "mcv", "markov", "lag"]:
            assert word in words, word
        assert re.search("counted[^;]*mcv, markov(,| and) lag", words), words
        assert re.search("gaussian[^;]*gaussian(,| and) lag", words), words


@case
def a_closed_or_full_standard_output_is_status_4(_):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([COMMAND, "list"], stdout=full, stderr=subprocess.PIPE,
                              check=False)
        assert done.returncode == 4 and b"standard output" in done.stderr
    piped = subprocess.run(["bash", "-c", '"$0" list >&-', COMMAND],
                           stderr=subprocess.PIPE, check=False)
    assert piped.returncode == 4, piped
    broken = subprocess.run(
        ["bash", "-c", '{ "$0" list --json; echo $? >&2; } | true', COMMAND],
        stderr=subprocess.PIPE, check=False)
    assert broken.stderr.split()[-1] in (b"0", b"4"), broken


@case
def no_output_replaces_an_input_or_another_output(folder):
    """By whatever name: the files hold nothing, for arguments are refused before any is
    opened."""
    names = ("d.bin", "h.bin", "k.bin", "a.h5", "b.h5", "m.json", "t.csv", "r.sigmf-meta",
             "r.sigmf-data")
    for name in names:
        (folder / name).write_text(name)
    (folder / "folder").mkdir()
    (folder / "soft").symlink_to("d.bin")
    os.link(folder / "d.bin", folder / "hard")
    enroll = ("puf", "enroll", "d.bin")
    reproduce = ("puf", "reproduce", "d.bin", "--helper", "h.bin")
    encryption = ("--key", "k.bin", "--modulation", "qpsk", "--cipher", "xor", "--frame", 1)
    uplink = ("--seed-key", "k.bin")
    for line, says in (
            ((*enroll, "--helper", "d.bin"), ["--helper", "d.bin"]),
            ((*enroll, "--helper", "./d.bin"), ["--helper", "d.bin"]),
            ((*enroll, "--helper", "folder/../d.bin"), ["--helper", "d.bin"]),
            ((*enroll, "--helper", folder / "d.bin"), ["--helper", "d.bin"]),
            ((*enroll, "--helper", "soft"), ["--helper", "soft", "d.bin"]),
            ((*enroll, "--helper", "x", "--key", "hard"), ["--key", "hard", "d.bin"]),
            ((*enroll, "--helper", "x", "--key", "x"), ["--helper", "--key"]),
            ((*enroll, "--helper", "x", "--key", "./x"), ["--helper", "--key"]),
            ((*enroll, "--helper", "folder/x", "--key", "folder/../folder/x"), ["--key"]),
            ((*enroll, "--helper", "-"), ["--helper", "./-"]),
            ((*enroll, "--helper", "x", "--key", "-"), ["--key", "./-"]),
            ((*reproduce, "--key", "h.bin"), ["--key", "--helper"]),
            ((*reproduce, "--key", "d.bin"), ["--key", "d.bin"]),
            (("puf", "evaluate", "h.bin", "d.bin", "--report", "d.bin"), ["--report"]),
            (("auth", "similarity", "a.h5", "a.h5", "--report", "a.h5"), ["--report"]),
            (("auth", "similarity", "a.h5", "b.h5:tx1", "--report", "b.h5"),
             ["--report", "b.h5:tx1"]),
            (("auth", "enroll", "ap=a.h5", "--model", "a.h5"), ["--model", "ap=a.h5"]),
            (("auth", "enroll", "ap=a.h5:x", "--model", "a.h5"), ["--model"]),
            (("auth", "enroll", "a.h5", "--model", "m.json", "--key", "m.json"),
             ["--model", "--key"]),
            (("auth", "evaluate", "a.h5", "-e", "b.h5", "--report", "b.h5"), ["--report"]),
            (("auth", "evaluate", "a.h5", "-e", "b.h5", "--truth", "t.csv", "--report",
              "t.csv"), ["--report", "--truth"]),
            (("auth", "evaluate", "a.h5", "--model", "m.json", "--report", "m.json"),
             ["--report", "--model"]),
            (("keygen", "a.h5", "b.h5", "-o", "b.h5"), ["--output", "b.h5"]),
            (("keygen", "a.h5", "b.h5", "--eve", "h.bin:eve", "-o", "h.bin"),
             ["--output", "--eve"]),
            (("keygen", "a.h5", "b.h5", "-o", "x", "--report", "x"),
             ["--output", "--report"]),
            (("probe", "r.sigmf-meta", "-o", "r.sigmf-data"), ["--output"]),
            (("probe", "r.sigmf-data", "-o", "r.sigmf-meta"), ["--output"]),
            (("encrypt", "d.bin", *encryption, "-o", "k.bin"), ["--output", "--key"]),
            (("encrypt", "r.sigmf-data", *encryption, "-o", "r.sigmf-meta"), ["--output"]),
            (("encrypt", "r.sigmf-data", *encryption, "-o", "r"), ["--output"]),
            (("decrypt", "r.sigmf-meta", *encryption, "-o", "r.sigmf-data"), ["--output"]),
            (("decrypt", "r.sigmf-meta", *encryption, "-o", "k.bin"), ["--output", "--key"]),
            (("uplink", "protect", "r.sigmf-meta", *uplink, "-o", "r"), ["--output"]),
            (("uplink", "protect", "d.bin", *uplink, "-o", "k.bin"), ["--output"])):
        fails(*line, cwd=folder, status=2, says=says)
    for name in names:
        assert (folder / name).read_text() == name
    assert not (folder / "x").exists() and not (folder / "-").exists()


@case
def files_of_other_names_are_no_overlap(folder):
    """Where nothing is shared the run goes on to open its input, which is none."""
    (folder / "d.bin").write_text("short")
    (folder / "other").mkdir()
    (folder / "other" / "d.bin").write_text("another")
    for more in (("--helper", "x"), ("--helper", "other/d.bin"),
                 ("--helper", "x", "--key", "other/x"), ("--helper", "./-")):
        fails("puf", "enroll", "d.bin", *more, cwd=folder, status=6, says="d.bin")
    assert (folder / "other" / "d.bin").read_text() == "another"


main()
