#!/usr/bin/env python3
"""Manual pages and completion: that they hold what the help holds, and that groff and
bash take them."""

import pathlib
import re
import shutil
import subprocess

from harness import COMMAND, Skip, case, fails, main, run

# The commands and options are those of the help, so that a new one is tested too.
VERBS = re.findall(r"^  (\w+(?: \w+)?) {2,}", run("help").out.split("Exit status")[0],
                   re.M)


def options(verb):
    """The option names that the help of a command tells."""
    listed = run("help", *verb.split()).out.split("Options:\n")[1].split("Example:")[0]
    return re.findall(r"^ {2,6}(?:-\w, )? *--([\w-]+)", listed, re.M)


def pages():
    """The page of `phyward`, then that of each command, in roff."""
    yield "phyward", run("help", "--man").out
    for verb in VERBS:
        yield f"phyward-{verb.replace(' ', '-')}", run("help", "--man", *verb.split()).out


def plain(page):
    """The page's text as a reader sees its words."""
    text = re.sub(r"\\f[BIR]|\\&", "", page)
    for name, sign in {r"\-": "-", r"\(aq": "'", r"\(ha": "^", r"\(dq": '"',
                       r"\(rs": "\\", r"\(ti": "~", r"\(ga": "`"}.items():
        text = text.replace(name, sign)
    return text


def complete(*words):
    """What bash offers for the last of these words."""
    script = ('eval "$("$0" help --completion bash)"; COMP_WORDS=("$@"); '
              'COMP_CWORD=$(($# - 1)); _phyward && printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(["bash", "-uc", script, COMMAND, "phyward", *words],
                          capture_output=True, check=False, text=True)
    assert done.returncode == 0 and not done.stderr, (words, done)
    return done.stdout.split()


@case
def the_build_made_the_page_of_every_command(_):
    folder = pathlib.Path(COMMAND).parent
    made = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.1")}
    assert len(VERBS) >= 7 and made == dict(pages()), sorted(made)
    script = (folder.parent / "phyward").read_text(encoding="utf-8")
    assert script == run("help", "--completion", "bash").out


@case
def every_page_passes_groff_without_a_warning(_):
    if shutil.which("groff") is None:
        raise Skip("groff is not here")
    for name, page in pages():
        done = subprocess.run(["groff", "-man", "-ww", "-z", "-Tutf8"], input=page,
                              capture_output=True, check=False, text=True)
        assert done.returncode == 0 and not done.stderr, (name, done.stderr)


@case
def every_page_has_its_sections(_):
    for name, page in pages():
        sections = re.findall(r'^\.SH "?([A-Z ]+)"?$', page, re.M)
        own = (["COMMANDS", "VALUES"] if name == "phyward"
               else ["OPTIONS", "EXAMPLES"])
        wanted = ["NAME", "SYNOPSIS", "DESCRIPTION", *own, "EXIT STATUS",
                  "ENVIRONMENT", "SEE ALSO"]
        assert [s for s in sections if s != "ARGUMENTS"] == wanted, (name, sections)
        assert name in plain(page).split(".SH SYNOPSIS")[0], name


@case
def a_page_tells_every_option_range_and_example_of_the_help(_):
    for verb in VERBS:
        page = plain(run("help", "--man", *verb.split()).out)
        entries = re.findall(r"^\.TP\n(?:-\w, )?--([\w-]+)", page, re.M)
        assert entries == options(verb) and "json" in entries, verb
        told = run("help", *verb.split()).out
        for values in re.findall(r"^ {20,}(\(.*\))$", told, re.M):
            assert f"\n{values}\n" in page, (verb, values)
        for line in told.split("Example:\n")[1].rstrip().split("\n"):
            assert line[2:] in page, (verb, line)


@case
def the_overview_names_every_command_and_exit_status(_):
    page = plain(run("help", "--man").out)
    for verb in VERBS:
        assert f"\nphyward {verb}\n" in page, verb
    statuses = re.findall(r"^  (\d+) +(.*)$", run("help").out, re.M)
    assert [status for status, _ in statuses][-1] == "130"
    for status, meaning in statuses:
        assert f"\n.B {status}\n{meaning}\n" in page, status


@case
def the_locale_changes_nothing(_):
    for arguments in (["--man", "keygen"], ["--completion", "bash"]):
        german = subprocess.run([COMMAND, "help", *arguments], capture_output=True,
                                check=True, text=True, env={"LC_ALL": "de_DE.UTF-8"})
        assert german.stdout == run("help", *arguments).out


@case
def what_there_is_no_page_or_shell_for_is_a_usage_error(_):
    fails("help", "--man", "keygn", status=2, says="did you mean phyward keygen")
    fails("help", "--completion", "fish", status=2, says="expected bash")
    fails("help", "--completion", status=2, says="expected bash")


@case
def bash_reads_the_completion(_):
    subprocess.run(["bash", "-n"], input=run("help", "--completion", "bash").out,
                   check=True, text=True)


@case
def commands_are_completed(_):
    assert complete("ke") == ["keygen"]
    assert complete("bench", "re") == ["reconcile"]
    assert complete("help", "ke") == ["keygen"]
    assert complete("help", "--man", "bench", "k") == ["keygen"]
    assert complete("help", "--completion", "") == ["bash"]
    first = {verb.split()[0] for verb in VERBS}
    assert set(complete("")) == first | {"help", "--help", "--version"}


@case
def every_option_is_completed(_):
    for verb in VERBS:
        assert complete(*verb.split(), "--") == [f"--{o}" for o in options(verb)], verb
    assert complete("keygen", "--qu") == ["--quantizer", "--quiet"]
    assert complete("keygen", "--quant") == ["--quantizer"]


@case
def values_are_completed_from_registries_and_choices(_):
    names = [row["name"] for row in run("list", "quantizer", "--json").json["rows"]]
    assert names and complete("keygen", "--quantizer", "") == names
    assert complete("bench", "keygen", "--quantizer", "=", "cd") == ["cdf"]
    assert complete("keygen", "--quantizer", "=") == names
    assert complete("bench", "reconcile", "--scheme", "y") == ["yan"]
    assert complete("keygen", "--align", "t") == ["time"]
    assert complete("simulate", "x.yaml", "--set", "n_pro") == ["n_probes="]
    assert complete("list", "quant") == ["quantizer"]
    assert complete("keygen", "--epsilon", "") == []


@case
def files_are_completed_elsewhere(folder):
    (folder / "two words.h5").touch()
    (folder / "trace.h5").touch()
    for words in (["keygen"], ["keygen", "-o"], ["keygen", "--eve"], ["info"]):
        assert complete(*words, f"{folder}/tr") == [f"{folder}/trace.h5"], words
    assert complete("bench", "reconcile", f"{folder}/tr") == []


main()
