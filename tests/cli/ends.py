#!/usr/bin/env python3
"""How runs end: without a key, on a full disk, interrupted, and as the quickstart says."""

import ctypes
import os
import shlex
import signal
import stat
import subprocess
import time

from harness import COMMAND, RECORDINGS, SOURCE, Skip, case, fails, main, run, simulate


@case
def ends_that_still_differ_are_found_and_end_with_status_1(folder):
    # Two passes of Cascade leave errors in most frames of this length; the hash of 64
    # bits finds them.
    simulate(folder / "w")
    done = run("keygen", "w/alice.h5", "w/bob.h5", "--reconciler", "original:passes=2",
               "--seed", "1", "-o", "k.key", "--report", "r.html", "--json", status=1,
               cwd=folder)
    assert done.json["agreed"] is False and done.json["key_fingerprint"] is None
    assert "still differ" in done.json["explanation"]
    assert "still differ" in (folder / "r.html").read_text()
    assert not (folder / "k.key").exists()


def mounted(folder, size):
    """Whether a small file system could be mounted there; only root may."""
    flags = ctypes.CDLL(None, use_errno=True).mount
    folder.mkdir()
    return flags(b"tmpfs", bytes(folder), b"tmpfs", 0, f"size={size}".encode()) == 0


@case
def a_file_system_that_runs_full_gets_no_half_files(folder):
    small = folder / "small"
    if not mounted(small, "64k"):
        raise Skip("no file system can be mounted here")
    try:
        simulate(folder / "w")
        pair = [folder / "w" / "alice.h5", folder / "w" / "bob.h5"]
        fails("simulate", SOURCE / "datasets" / "scenarios" / "walking-wifi.yaml", "-o",
              small / "out", status=4, says="small/out")
        fails("keygen", *pair, "--report", small / "r.html", "-o", folder / "k.key",
              status=4, says="small/r.html")
        # Room for some of the scripts, not for all.
        fails("keygen", *pair, "--report", small / "r.html", "--plot-scripts", "-o",
              folder / "k.key", status=4, says="small/r.html")
        assert not os.listdir(small) and not (folder / "k.key").exists()
        (small / "fill").write_bytes(b"\0" * 60 * 1024)
        (small / "rest").write_bytes(b"\0" * 4096)
        fails("keygen", *pair, "-o", small / "k.key", status=4, says="small/k.key")
        assert set(os.listdir(small)) == {"fill", "rest"}
    finally:
        ctypes.CDLL(None).umount(bytes(small))


@case
def a_key_file_is_its_owners_alone_whatever_the_mask(folder):
    simulate(folder / "w", n_probes=2000)
    for mask in [0, 0o022, 0o077]:
        subprocess.run([COMMAND, "keygen", "w/alice.h5", "w/bob.h5", "-o", "k.key"],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL, umask=mask)
        mode = stat.S_IMODE((folder / "k.key").stat().st_mode)
        assert mode == 0o600, oct(mode)


@case
def a_seed_repeats_the_fingerprint_and_says_that_it_is_no_secret(folder):
    simulate(folder / "w", n_probes=3000)
    found = [run("keygen", "w/alice.h5", "w/bob.h5", "--seed", "5", "--report", "r.html",
                 "--json", cwd=folder).json for _ in range(2)]
    assert found[0] == found[1] and found[0]["reproducible"] is True
    assert "the key is not a secret" in (folder / "r.html").read_text()


@case
def an_agreement_under_way_can_be_interrupted(folder):
    # About five seconds of it, so each of these moments lies within.
    simulate(folder / "w", n_probes=60000)
    for delay in [0.6, 1.5]:
        command = [COMMAND, "keygen", "w/alice.h5", "w/bob.h5", "--eve", "w/eve.h5",
                   "--quantizer", "cdf:bits=1", "-o", "k.key", "--report", "r.html"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE) as process:
            time.sleep(delay)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)
        assert process.returncode == 130, (process.returncode, said)
        assert said.strip() == b"phyward keygen: interrupted; nothing was written", said
        assert os.listdir(folder) == ["w"], os.listdir(folder)


@case
def the_quickstarts_commands_end_as_it_says(folder):
    if not (RECORDINGS / "lora-dasam").is_dir():
        raise Skip("the recordings are not here")
    script = (SOURCE / "tools" / "quickstart").read_text()
    # All but the installing and building, which whoever runs this test has done.
    head, body = script.split(". tools/packages\n")[0], script[script.index("# ends "):]
    script = f"{head}phyward={shlex.quote(COMMAND)}\n{body}"
    (folder / "tools").mkdir()
    (folder / "datasets").symlink_to(SOURCE / "datasets")
    (folder / "tools" / "quickstart").write_text(script)
    done = subprocess.run(["sh", folder / "tools" / "quickstart", folder / "out"],
                          capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert b"phyward keygen" in done.stdout and b"out/report.html" in done.stdout
    assert (folder / "out" / "walking.key").stat().st_size == 32
    assert not (folder / "out" / "refused.key").exists()
    pages = ["1-refused.html", "2-spectrum.html", "3-signs.html", "report.html",
             "demo/report.html"]
    for page in pages:
        assert (folder / "out" / page).is_file(), page


main()
