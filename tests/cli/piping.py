"""Samples from a pipe: any length of reads, a broken end, Ctrl-C, and what is missing."""

import json
import os
import signal
import subprocess
import time

from harness import COMMAND, RECORDINGS, SANITIZED, Skip, case, fails, main, run

OPENOFDM = RECORDINGS / "openofdm" / "radiated_dot11n_6.5mbps.dat"
OPTIONS = ("--type", "ci16", "--rate", "20M", "--json")


def start(*arguments, cwd=None):
    """The command with a pipe for its standard input."""
    return subprocess.Popen([COMMAND, *map(str, arguments)], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd)


def finish(process, data=b"", status=0):
    """What it printed, as an object, once the pipe is closed."""
    out, err = process.communicate(data, timeout=60)
    assert process.returncode == status, (process.returncode, err.decode())
    return json.loads(out) if status == 0 else err.decode()


@case
def pieces_of_any_length_give_the_same_bytes(folder):
    data = OPENOFDM.read_bytes()[:100000]
    for piece in (1, 3, 4096, 65537):
        process = start("convert", "-", *OPTIONS, "-o", folder / "out.cs16")
        limit = 500 if piece == 1 else len(data)
        for at in range(0, limit, piece):
            process.stdin.write(data[at:min(at + piece, limit)])
            process.stdin.flush()
        done = finish(process)
        whole = limit - limit % 4
        assert (folder / "out.cs16").read_bytes() == data[:whole], piece
        assert done["n_samples"] == whole // 4 and done["trailing_bytes"] == limit % 4


@case
def a_broken_sample_at_the_end_is_counted_and_told(folder):
    for extra in range(4):
        done = finish(start("convert", "-", *OPTIONS, "-o", folder / "out.cs16"),
                      bytes(400 + extra))
        assert done["n_samples"] == 100 and done["trailing_bytes"] == extra, done
    process = start("info", "-", "--type", "ci16", "--rate", "1M")
    out, _err = process.communicate(bytes(401), timeout=60)
    assert b"broken sample" in out, out.decode()


@case
def an_empty_pipe_is_an_error(folder):
    for command in (("info", "-"), ("convert", "-", "-o", folder / "x.cs16")):
        said = finish(start(*command, *OPTIONS), b"",
                      status=6 if command[0] == "info" else 3)
        assert "sample" in said, said
    assert not (folder / "x.cs16").exists()


@case
def type_and_rate_must_be_given(folder):
    with open(os.devnull, "rb") as nothing:
        fails("info", "-", "--rate", "1M", status=2, says="--type", stdin=nothing)
        fails("convert", "-", "--type", "ci16", "-o", "x.wav", status=2, says="--rate",
              stdin=nothing, cwd=folder)
        fails("info", "-", "--type", "ci99", "--rate", "1M", status=2, says="ci99",
              stdin=nothing)
        fails("info", "-", "--type", "ci16", "--channel", "2", status=2, says="channel",
              stdin=nothing)


@case
def numbers_that_are_none_are_refused(folder):
    process = start("convert", "-", "--type", "cf32", "--rate", "1M", "-o",
                    folder / "x.cs16")
    said = finish(process, bytes(80) + b"\0\0\xc0\x7f" * 2, status=3)
    assert "sample 10 " in said, said
    assert not (folder / "x.cs16").exists()


@case
def a_duration_ends_an_endless_pipe(folder):
    with open("/dev/zero", "rb") as zeros:
        done = run("convert", "-", *OPTIONS, "--duration", "1m", "-o", "x.cs16",
                   stdin=zeros, cwd=folder).json
    assert done["n_samples"] == 20000, done
    assert (folder / "x.cs16").stat().st_size == 80000


@case
def ctrl_c_ends_a_pipe_with_what_was_received(folder):
    process = start("convert", "-", *OPTIONS, "-o", folder / "x.sigmf-meta")
    process.stdin.write(bytes(4000))
    process.stdin.flush()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, (process.returncode, err.decode())
    done = json.loads(out)
    assert done["interrupted"] is True and done["n_samples"] == 1000, done
    assert (folder / "x.sigmf-data").stat().st_size == 4000


@case
def ctrl_c_on_a_file_writes_nothing(folder):
    with open(folder / "big.cs16", "wb") as big:
        big.truncate(8 << 30)
    process = start("convert", "big.cs16", "--rate", "1M", "-o", "y.cf32", cwd=folder)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 130, (process.returncode, err.decode())
    assert sorted(p.name for p in folder.iterdir()) == ["big.cs16"]


@case
def a_long_pipe_takes_no_more_memory(folder):
    if SANITIZED:
        raise Skip("sanitizers keep what was freed")
    peaks = []
    for megabytes in (40, 160):
        with subprocess.Popen(["head", "-c", f"{megabytes}M", "/dev/zero"],
                              stdout=subprocess.PIPE) as zeros:
            child = subprocess.Popen([COMMAND, "info", "-", "--type", "ci16"],
                                     stdin=zeros.stdout, stdout=subprocess.DEVNULL,
                                     cwd=folder)
            _pid, status, usage = os.wait4(child.pid, 0)
            assert status == 0
            peaks.append(usage.ru_maxrss)
    assert peaks[1] < peaks[0] + 2000, peaks


@case
def a_radio_without_its_library_or_device_is_told(folder):
    options = ("--rate", "1M", "--freq", "1G")
    fails("info", "soapy:driver=none_such", *options, status=4, says="none_such",
          cwd=folder)
    fails("info", "soapy:driver=none_such", "--rate", "1M", status=2, says="--freq",
          cwd=folder)


main()
