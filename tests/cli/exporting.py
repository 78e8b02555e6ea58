"""phyward export and the matrices that phyward import takes."""

import h5py
import numpy

from harness import RECORDINGS, case, fails, main, run, simulate


def simulated(folder):
    return simulate(folder / "walk", n_probes=50) / "alice.h5"


@case
def numpy_reads_the_channels_and_every_other_array(folder):
    trace = simulated(folder)
    got = run("export", trace, "-o", folder / "a.npy", "--json").json
    with h5py.File(trace) as file:
        group = file["alice"]
        there = numpy.load(folder / "a.npy")
        assert there.dtype == group["H"].dtype.newbyteorder("<") or there.dtype == "<c8"
        assert (there == group["H"][...].view("<c8").reshape(there.shape)).all()
        assert got["probes"] == len(there) and got["format"] == "npy"
        for array, kind in (("time_s", "<f8"), ("sequence", "<i8"), ("coefficient", "<f8")):
            run("export", trace, "--array", array, "-o", folder / "b.npy")
            b = numpy.load(folder / "b.npy")
            assert b.dtype == kind and (b == group[array][...]).all(), array


@case
def what_is_exported_is_imported_without_loss(folder):
    trace = simulated(folder)
    for suffix in ("mat", "csv"):
        run("export", trace, "-o", folder / f"a.{suffix}")
        got = run("import", folder / f"a.{suffix}", "-o", folder / "back.h5", "--json").json
        assert got["format"] == suffix and got["skipped"] == 0, got
        assert got["probes"] == 50
        with h5py.File(trace) as old, h5py.File(folder / "back.h5") as new:
            for name in ("H", "time_s", "sequence", "coefficient"):
                assert (old["alice"][name][...] == new["alice"][name][...]).all(), name
            for name in ("kind", "carrier_hz", "noise_variance"):
                assert old["alice"].attrs[name] == new["alice"].attrs[name], name


@case
def the_same_trace_gives_the_same_bytes(folder):
    trace = simulated(folder)
    for suffix in ("mat", "csv", "npy"):
        run("export", trace, "-o", folder / f"a.{suffix}")
        run("export", trace, "-o", folder / f"b.{suffix}")
        assert (folder / f"a.{suffix}").read_bytes() == (folder / f"b.{suffix}").read_bytes()


@case
def matrices_of_others_become_traces(folder):
    h = (numpy.arange(12).reshape(4, 3) * (1 - 2j)).astype("c16")
    numpy.save(folder / "h.npy", h)
    numpy.save(folder / "turned.npy", h.T)
    numpy.save(folder / "level.npy", abs(h))
    numpy.savetxt(folder / "h.csv", h, delimiter=",")
    for file, more in (("h.npy", []), ("turned.npy", ["--probes-last"]), ("h.csv", [])):
        got = run("import", folder / file, *more, "-o", folder / "t.h5", "--json").json
        assert got["probes"] == 4 and got["coefficients"] == 3, got
        with h5py.File(folder / "t.h5") as made:
            group = made[list(made)[0]]
            assert (group["H"][...].view("<c8").reshape(4, 3) == h.astype("c8")).all()
            assert group.attrs["kind"] in (b"cfr", "cfr")
    fails("import", folder / "level.npy", "-o", folder / "t2.h5", status=3,
          says=["power_db", "amplitude"], cwd=folder)
    got = run("import", folder / "level.npy", "--kind", "amplitude", "-o",
              folder / "t.h5", "--json").json
    assert got["traces"][0]["kind"] == "amplitude", got


@case
def wrong_uses_say_what_is_expected(folder):
    trace = simulated(folder)
    fails("export", trace, "-o", folder / "a.xls", status=2, says=[".npy", ".mat"], cwd=folder)
    fails("export", trace, status=2, says="--output", cwd=folder)
    fails("export", trace, "--array", "gain", "-o", folder / "a.npy", status=2,
          says=["gain", "time_s"], cwd=folder)
    fails("export", trace, "--array", "H", "-o", folder / "a.mat", status=2, says=".npy",
          cwd=folder)
    fails("export", folder / "nobody.h5", "-o", folder / "a.npy", status=3,
          says="nobody.h5", cwd=folder)
    fails("export", f"{trace}:carol", "-o", folder / "a.npy", status=3,
          says=["carol", "alice"], cwd=folder)
    fails("export", trace, "-o", trace, status=2, says="would replace", cwd=folder)


@case
def tables_of_levels_can_be_exported_too(folder):
    table = RECORDINGS / "lora-dasam" / "indoor_alice.csv"
    got = run("export", table, "-o", folder / "a.npy", "--json").json
    assert got["kind"] == "power_db" and got["coefficients"] == 1
    assert numpy.load(folder / "a.npy").shape == (got["probes"], 1)


main()
