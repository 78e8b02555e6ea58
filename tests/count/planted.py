#!/usr/bin/env python3
"""Shows that the closing count can fail: logs of made-up runs, and what must be said.

The output is TAP.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

COUNT = pathlib.Path(__file__).with_name("count.py")

# title; failures beside the tests; a run each: (cases, failures, errors, skipped), the
# programs' results; or None for a run without logs; the last line expected.
ROWS = [
    ("all passed", 0, [((5, 0, 0, 0), ["OK", "OK"])], "5 passed, 0 failed"),
    ("two runs add up", 0, [((5, 0, 0, 0), ["OK"]), ((7, 0, 0, 0), ["OK"])],
     "12 passed, 0 failed"),
    ("a defect that was expected", 0, [((1, 0, 0, 0), ["EXPECTEDFAIL"])],
     "1 passed, 0 failed"),
    ("a case failed", 0, [((5, 1, 0, 0), ["OK", "FAIL"])], "4 passed, 1 failed"),
    ("an error in a case", 0, [((5, 0, 2, 0), ["ERROR"])], "3 passed, 2 failed"),
    ("a program broke without a failed case", 0, [((5, 0, 0, 0), ["OK", "ERROR"])],
     "5 passed, 1 failed"),
    ("a program ran out of time", 0, [((5, 0, 0, 0), ["TIMEOUT"])], "5 passed, 1 failed"),
    ("a defect that was not found", 0, [((1, 0, 0, 0), ["UNEXPECTEDPASS"])],
     "1 passed, 1 failed"),
    ("a step beside the tests failed", 2, [((5, 0, 0, 0), ["OK"])], "5 passed, 2 failed"),
    ("a skipped case did not pass", 0, [((5, 0, 0, 2), ["OK"])], "3 passed, 0 failed"),
    ("a run left no logs", 0, [((5, 0, 0, 0), ["OK"]), None], "5 passed, 1 failed"),
    ("no test ran", 0, [((0, 0, 0, 0), [])], "0 passed, 1 failed"),
    ("all were skipped", 0, [((4, 0, 0, 4), ["SKIP"])], "0 passed, 1 failed"),
    ("there was no run", 0, [], "0 passed, 1 failed"),
]


def write_logs(folder, run):
    folder.mkdir(parents=True)
    if run is None:
        return
    (cases, failures, errors, skipped), results = run
    suite = (f'<testsuite tests="{cases}" failures="{failures}" errors="{errors}"'
             f' skipped="{skipped}"/>')
    (folder / "testlog.junit.xml").write_text(f"<testsuites>{suite}</testsuites>")
    (folder / "testlog.json").write_text(
        "".join(json.dumps({"result": result}) + "\n" for result in results))


def last_line(more_failures, runs):
    """The exit status and the last line of count.py on these runs."""
    with tempfile.TemporaryDirectory() as folder:
        logs = [pathlib.Path(folder, str(i), "meson-logs") for i in range(len(runs))]
        for place, run in zip(logs, runs):
            write_logs(place, run)
        done = subprocess.run([sys.executable, COUNT, str(more_failures), *map(str, logs)],
                              capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout.splitlines() or [done.stderr])[-1]


def main():
    print(f"1..{len(ROWS)}")
    all_fine = True
    for number, (title, more_failures, runs, expected) in enumerate(ROWS, 1):
        status, line = last_line(more_failures, runs)
        fine = line == expected and (status == 0) == expected.endswith(" 0 failed")
        print(f"{'ok' if fine else 'not ok'} {number} - {title}")
        if not fine:
            print(f"# expected {expected}, got {line} and status {status}")
        all_fine = all_fine and fine
    return 0 if all_fine else 1


if __name__ == "__main__":
    sys.exit(main())
