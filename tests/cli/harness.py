"""What the end-to-end tests of the command share: cases as functions, a folder of their
own for each, runs of the command with time limits, and results in TAP."""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import traceback

COMMAND = os.path.abspath(sys.argv[1])
SOURCE = pathlib.Path(os.environ["PHW_SOURCE"])
SCENARIOS = SOURCE / "datasets" / "scenarios"
RECORDINGS = SOURCE / "datasets" / "recordings"
# A build with sanitizers looks for faults in the code, and is several times slower: what
# only more trials or more scenarios would show is left to the plain build.
SANITIZED = bool(os.environ.get("PHW_SANITIZED"))

_cases = []


def case(function):
    """Marks a test; its name, with blanks, is what TAP shows."""
    _cases.append(function)
    return function


class Skip(Exception):
    """What the test needs is not here; the text says what."""


class Result:
    """What one run of the command left."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def json(self):
        """The one JSON object on standard output."""
        value = json.loads(self.out)
        assert isinstance(value, dict), "--json prints one object"
        assert value["version"] and "seed" in value, sorted(value)
        return value


def drew_badly(result, arguments):
    """Whether an agreement from fresh randomness left bits that differ, as one in some
    thousand does and its hash finds: no fault, and another draw tells."""
    return (arguments[0] == "keygen" and "--seed" not in arguments and result.status == 1
            and "bits still differ" in result.err)


def run(*arguments, status=0, cwd=None, file_size=None, **options):
    """Runs the command and checks its exit status; a failure is one line on stderr.
    With `file_size` no file may grow past that many bytes, as on a full disk."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    for _ in range(3):
        done = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True,
                              cwd=cwd, timeout=120, check=False,
                              preexec_fn=limit if file_size is not None else None,
                              **options)
        result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
        if status or not drew_badly(result, arguments):
            break
    said = f"phyward {' '.join(map(str, arguments))}\n{result.err}"
    assert result.status == status, f"status {result.status}, not {status}: {said}"
    if status:
        lines = result.err.strip().split("\n")
        assert len(lines) == 1 and lines[0].startswith("phyward"), said
    return result


def fails(*arguments, status, says, cwd=None, **options):
    """A run that must fail with this status and name all of `says` in its one line, and
    leave every file in `cwd` as it was and nothing behind."""
    before = (tree(cwd), contents(cwd)) if cwd is not None else None
    result = run(*arguments, status=status, cwd=cwd, **options)
    for word in [says] if isinstance(says, str) else says:
        assert word in result.err, f"{word!r} is not in: {result.err}"
    if before is not None:
        assert tree(cwd) == before[0], f"left behind: {sorted(tree(cwd) ^ before[0])}"
        now = contents(cwd)
        changed = [name for name in now if now[name] != before[1][name]]
        assert not changed, f"changed: {changed}"
    return result


def tree(folder):
    """Everything in a folder, hidden files included."""
    return {str(p.relative_to(folder)) for p in pathlib.Path(folder).rglob("*")}


def contents(folder):
    """The bytes of every file in a folder, hidden ones included."""
    return {str(p.relative_to(folder)): p.read_bytes()
            for p in pathlib.Path(folder).rglob("*") if p.is_file()}


def simulate(folder, scenario="walking-wifi.yaml", seed=1, **keys):
    """Simulated traces, by default few of them, in folder/NAME."""
    settings = [f"--set={key}={value}" for key, value in keys.items()]
    run("simulate", SCENARIOS / scenario, "-o", folder, "--seed", seed, *settings)
    return pathlib.Path(folder)


def main():
    """Runs every case of the module and prints TAP."""
    print(f"1..{len(_cases)}")
    failed = 0
    for number, function in enumerate(_cases, 1):
        name = function.__name__.replace("_", " ")
        with tempfile.TemporaryDirectory(prefix="phyward-cli-") as folder:
            try:
                function(pathlib.Path(folder))
                print(f"ok {number} - {name}", flush=True)
            except Skip as reason:
                print(f"ok {number} - {name} # SKIP {reason}", flush=True)
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"not ok {number} - {name}", flush=True)
                for line in traceback.format_exc().rstrip().split("\n"):
                    print(f"# {line}")
    sys.exit(failed != 0)
