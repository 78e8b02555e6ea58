"""A radio as the source: a module of SoapySDR that plays a file."""

import json
import os
import signal
import subprocess
import sys
import time

from harness import COMMAND, RECORDINGS, Skip, case, fails, main, run

OPENOFDM = RECORDINGS / "openofdm" / "radiated_dot11n_6.5mbps.dat"
OPTIONS = ("--rate", "20M", "--freq", "2437M")

if len(sys.argv) > 2:
    os.environ["SOAPY_SDR_PLUGIN_PATH"] = os.path.dirname(os.path.abspath(sys.argv[2]))


def radio(*more, file=OPENOFDM):
    """The name of the source, if there is a loopback module."""
    if len(sys.argv) < 3:
        raise Skip("phyward was built without SoapySDR")
    return "soapy:" + ",".join(["driver=phyward_loopback", f"file={file}", *more])


@case
def a_radio_gives_the_same_samples_as_the_file_it_plays(folder):
    done = run("convert", radio(), *OPTIONS, "--to", "ci16", "-o", "x.sigmf-meta",
               "--json", cwd=folder).json
    assert done["n_samples"] == 169040 and done["n_overflows"] == 0, done
    assert done["from_format"] == "radio" and done["interrupted"] is False
    assert (folder / "x.sigmf-data").read_bytes() == OPENOFDM.read_bytes()
    info = run("info", "x.sigmf-meta", "--json", cwd=folder).json
    assert info["carrier_hz"] == 2437e6 and info["rate_hz"] == 20e6


@case
def info_and_probe_hear_it(_folder):
    done = run("info", radio(), *OPTIONS, "--json").json
    assert done["looks_like"][0]["what"] == "802.11 OFDM, 20 MHz", done


@case
def lost_samples_are_counted_and_told(folder):
    done = run("convert", radio("overflow=5000"), *OPTIONS, "-o", "x.cs16", "--json",
               cwd=folder).json
    assert done["n_overflows"] == 1, done
    said = run("convert", radio("overflow=5000"), *OPTIONS, "-o", "y.cs16",
               cwd=folder).out
    assert "lost samples" in said, said


@case
def gain_is_automatic_unless_it_is_given(folder):
    name = radio("agc=1")
    run("convert", name, *OPTIONS, "--gain", "20", "-o", "a.cs16", cwd=folder)
    assert (folder / "a.cs16").read_bytes() == OPENOFDM.read_bytes()
    run("convert", name, *OPTIONS, "-o", "b.cf32", cwd=folder)
    run("convert", "b.cf32", "--rate", "20M", "--scale", "2", "-o", "c.cs16", cwd=folder)
    assert (folder / "c.cs16").read_bytes() == OPENOFDM.read_bytes()


@case
def a_duration_ends_it(folder):
    done = run("convert", radio("endless=1"), *OPTIONS, "--duration", "20m", "-o",
               "x.wav", "--json", cwd=folder).json
    assert done["n_samples"] == 400000, done


@case
def ctrl_c_ends_it_with_what_was_received(folder):
    process = subprocess.Popen(
        [COMMAND, "info", radio("endless=1"), *OPTIONS, "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder)
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, (process.returncode, err.decode())
    done = json.loads(out)
    assert done["interrupted"] is True and done["n_samples"] > 1000, done


@case
def what_is_wrong_is_told_and_nothing_is_written(folder):
    out = ("-o", "x.cs16")
    fails("convert", radio("fail=30000"), *OPTIONS, *out, status=4,
          says=["radio failed after"], cwd=folder)
    fails("convert", radio("rate=1000000"), *OPTIONS, *out, status=2,
          says=["20000000", "1000000"], cwd=folder)
    fails("convert", radio(), *OPTIONS, *out, "--channel", "1", status=2,
          says="--channel 1", cwd=folder)
    fails("convert", radio(file="none"), *OPTIONS, *out, status=4, says="no file",
          cwd=folder)
    fails("convert", radio(), "--freq", "1G", *out, status=2, says="--rate", cwd=folder)
    fails("convert", radio(), *OPTIONS, "--type", "ci16", *out, status=2, says="--type",
          cwd=folder)


main()
