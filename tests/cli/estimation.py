#!/usr/bin/env python3
"""`phyward estimate`: traces estimated again, with less noise, as impulse responses, with
delays and angles."""

import pathlib

import h5py
import numpy

from harness import case, fails, main, run, simulate


def values(path, party="alice"):
    """The coefficients of a trace, probe by probe."""
    with h5py.File(path) as file:
        return file[party]["H"][:]


def text(attribute):
    """An attribute's text, of fixed length or not."""
    return attribute.decode() if isinstance(attribute, bytes) else str(attribute)


def write(path, response, offsets, noise=0.0, antennas=1):
    """A trace of frequency responses in h5py's plain form."""
    with h5py.File(path, "w") as file:
        file.attrs["format"], file.attrs["version"] = "phyward-trace", 1
        group = file.create_group("alice")
        group["H"] = response.astype(numpy.complex64)
        group["time_s"] = numpy.arange(len(response)) * 0.01
        group["sequence"] = numpy.arange(len(response))
        group["coefficient"] = numpy.tile(offsets, antennas)
        for name, value in [("kind", "cfr"), ("carrier_hz", 5e9), ("bandwidth_hz", 20e6),
                            ("noise_variance", noise), ("n_antennas", antennas),
                            ("has_time", 1), ("origin", "test")]:
            group.attrs[name] = value


def noise_of(shape, variance, seed):
    """Circular noise, always the same."""
    random = numpy.random.default_rng(seed)
    return (random.normal(size=shape) + 1j * random.normal(size=shape)) * (variance / 2) ** 0.5


OFFSETS = numpy.array([k for k in range(-26, 27) if k]) * 312.5e3


@case
def lmmse_with_the_channel_s_own_profile_errs_as_its_closed_form_says(folder):
    simulate(folder / "low", n_probes=1500, snr_alice_db=10)
    simulate(folder / "high", n_probes=1500, snr_alice_db=80)
    done = run("estimate", folder / "low/alice.h5", "-o", folder / "e.h5", "--profile",
               "tdl-b", "--delay-spread", "80ns", "--json").json
    truth = values(folder / "high/alice.h5")
    error = numpy.mean(abs(values(folder / "e.h5") - truth) ** 2)
    before = numpy.mean(abs(values(folder / "low/alice.h5") - truth) ** 2)
    # Ten directions and more of a thousand channels that are independent, or nearly:
    # five deviations are 5 %, and the mean power's own come to them.
    assert abs(error / done["error"] - 1) < 0.08, (error, done)
    assert abs(before / done["noise_variance"] - 1) < 0.02 and error < before / 5
    assert done["noise_from"] == "trace" and abs(done["snr_db"] - 10) < 0.3
    assert abs(done["model_error"]) < 0.01 * done["noise_variance"], done
    assert done["probes"] == 1500 and done["coefficients"] == 52 and done["seed"] is None
    with h5py.File(folder / "e.h5") as file:
        group = file["alice"]
        assert text(group.attrs["kind"]) == "cfr"
        assert abs(group.attrs["noise_variance"] / done["error"] - 1) < 1e-6
        assert len(group["columns"]["estimate_error"]) == 1500
        assert text(group["columns"]["ray1_delay_s"].attrs["unit"]) == "s"


@case
def every_method_estimates_with_less_noise_than_before(folder):
    delays, gains = [40e-9, 310e-9], [1, 0.6j]
    clean = sum(g * numpy.exp(-2j * numpy.pi * OFFSETS * d) for d, g in zip(delays, gains))
    clean = numpy.tile(clean, (40, 1))
    write(folder / "t.h5", clean + noise_of(clean.shape, 1e-3, 1), OFFSETS, 1e-3)
    for method in ["ls", "lmmse:rms=4", "taps:taps=16:step=0.8:earliest=-2:pick=all", "pursuit",
                   "esprit", "music"]:
        done = run("estimate", folder / "t.h5", "-o", folder / "e.h5", "--method", method,
                   "--json").json
        error = numpy.mean(abs(values(folder / "e.h5") - clean) ** 2)
        # 40 probes of three unknowns or more: five deviations are half of it.
        assert error < 1.5 * max(done["error"], done["error"] + done["model_error"]), method
        assert error < 1.1e-3, (method, error)
        if method in ["pursuit", "esprit", "music"]:
            assert done["rays"] == 2 and error < 1e-4, (method, done)
            with h5py.File(folder / "e.h5") as file:
                columns = file["alice"]["columns"]
                for ray, delay in enumerate(delays, 1):
                    found = columns[f"ray{ray}_delay_s"][:]
                    assert numpy.all(abs(found - delay) < 3e-9), (method, found)


@case
def an_impulse_response_is_written_with_its_delays(folder):
    clean = numpy.tile(numpy.exp(-2j * numpy.pi * OFFSETS * 100e-9), (10, 2))
    write(folder / "t.h5", clean, OFFSETS, 1e-4, antennas=2)
    done = run("estimate", folder / "t.h5", "-o", folder / "c.h5", "--cir", "-m",
               "taps:taps=8", "--json").json
    assert done["kind"] == "cir" and done["coefficients"] == 16 and done["antennas"] == 2
    with h5py.File(folder / "c.h5") as file:
        taps, delay = file["alice"]["H"][:], file["alice"]["coefficient"][:]
    assert numpy.allclose(delay, numpy.tile(numpy.arange(8) * 50e-9, 2))
    strong = abs(taps) > 0.5
    assert numpy.all(strong == (delay == 100e-9)) and numpy.allclose(abs(taps[strong]), 1, 0.01)
    assert abs(done["mean_delay_s"] - 100e-9) < 1e-12 and done["rms_delay_s"] < 1e-10


@case
def noise_that_the_trace_does_not_tell_is_measured(folder):
    clean = sum(g * numpy.exp(-2j * numpy.pi * OFFSETS * d)
                for d, g in [(13e-9, 1), (150e-9, 0.5j), (420e-9, -0.2)])
    clean = numpy.tile(clean, (300, 1))
    for variance in [1e-2, 1e-4, 1e-6]:
        write(folder / "t.h5", clean + noise_of(clean.shape, variance, 2), OFFSETS)
        done = run("estimate", folder / "t.h5", "-o", folder / "e.h5", "--json").json
        assert done["noise_from"] == "measured"
        # 300 probes with some twenty values each that no channel explains: 6.5 %.
        assert abs(done["noise_variance"] / variance - 1) < 0.065, (variance, done)
        given = run("estimate", folder / "t.h5", "-o", folder / "e.h5", "--noise", "0.5",
                    "--json").json
        assert given["noise_from"] == "given" and given["noise_variance"] == 0.5


@case
def a_model_that_does_not_hold_is_told(folder):
    clean = numpy.tile(numpy.exp(-2j * numpy.pi * OFFSETS * 700e-9), (20, 1))
    write(folder / "t.h5", clean + noise_of(clean.shape, 1e-3, 3), OFFSETS, 1e-3)
    done = run("estimate", folder / "t.h5", "-o", folder / "e.h5", "-m",
               "taps:taps=8:pick=all", "--json").json
    assert done["error"] < 1e-3 and done["model_error"] > 0.5 and done["gain_db"] < -20, done


@case
def a_line_of_antennas_tells_angles(folder):
    for method in ["esprit", "music"]:
        for angle in [-50, 0, 20]:
            antenna = numpy.exp(1j * numpy.pi * numpy.sin(numpy.radians(angle)) *
                                numpy.arange(4))
            tones = numpy.exp(-2j * numpy.pi * OFFSETS * 50e-9)
            clean = numpy.tile(numpy.outer(antenna, tones).ravel(), (30, 1))
            write(folder / "t.h5", clean + noise_of(clean.shape, 1e-2, 4), OFFSETS, 1e-2, 4)
            done = run("estimate", folder / "t.h5", "-o", folder / "e.h5", "--angle",
                       method, "--json").json
            # The bound at 50 degrees: 0.16 degrees a probe.
            assert abs(done["angle_deg"] - angle) < 0.3, done
            with h5py.File(folder / "e.h5") as file:
                found = file["alice"]["columns"]["angle1_deg"]
                assert text(found.attrs["unit"]) == "deg"
                assert numpy.all(abs(found[:] - angle) < 1.2)
    two = run("estimate", folder / "t.h5", "-o", folder / "e.h5", "--angle", "music", "--waves",
              "0", "--json").json
    assert abs(two["angle_deg"] - 20) < 0.3
    with h5py.File(folder / "e.h5") as file:
        assert numpy.all(numpy.isnan(file["alice"]["columns"]["angle3_deg"][:]))


@case
def the_same_comes_out_again(folder):
    simulate(folder / "s", n_probes=50)
    for method in ["lmmse", "esprit"]:
        for name in ["a.h5", "b.h5"]:
            run("estimate", folder / "s/alice.h5", "-o", folder / name, "-m", method)
        assert pathlib.Path(folder / "a.h5").read_bytes() == (folder / "b.h5").read_bytes()


@case
def what_can_t_be_estimated_is_refused(folder):
    simulate(folder / "s", n_probes=20)
    trace = folder / "s/alice.h5"
    out = ["-o", folder / "e.h5"]
    fails("estimate", trace, status=2, says="-o", cwd=folder)
    fails("estimate", trace, *out, "-m", "wiener", status=2, says=["--method", "lmmse"],
          cwd=folder)
    fails("estimate", trace, *out, "-m", "taps:taps=60", status=2, says="60 taps", cwd=folder)
    fails("estimate", trace, *out, "-m", "esprit", "--cir", status=2, says=["--cir", "lmmse"],
          cwd=folder)
    fails("estimate", trace, *out, "-m", "taps", "--profile", "tdl-a", status=2,
          says="--profile", cwd=folder)
    fails("estimate", trace, *out, "--delay-spread", "1us", status=2, says="--profile",
          cwd=folder)
    fails("estimate", trace, *out, "--profile", "tdl-z", status=2, says="tdl-z", cwd=folder)
    fails("estimate", trace, *out, "--waves", "2", status=2, says="--angle", cwd=folder)
    fails("estimate", trace, *out, "--angle", "music", status=3, says="1 antennas", cwd=folder)
    fails("estimate", folder / "none.h5", *out, status=3, says="none.h5", cwd=folder)
    run("estimate", trace, "-o", folder / "c.h5", "--cir")
    fails("estimate", folder / "c.h5", *out, status=3, says=["c.h5", "cir"], cwd=folder)
    again = folder / "again.h5"
    run("estimate", trace, "-o", again)
    fails("estimate", again, *out, status=2, says="estimate_error", cwd=folder)
    few = numpy.ones((5, 4))
    write(folder / "few.h5", few, OFFSETS[:4])
    fails("estimate", folder / "few.h5", *out, status=3, says="--noise", cwd=folder)
    write(folder / "back.h5", numpy.ones((5, 52)), OFFSETS[::-1], 0.1)
    fails("estimate", folder / "back.h5", *out, status=3, says="rise", cwd=folder)


@case
def the_help_and_the_list_name_the_methods(_):
    assert "--method" in run("estimate", "--help").out
    names = run("list", "channel_estimator", "--json").json
    assert [e["name"] for e in names["rows"]] == ["ls", "lmmse", "taps", "pursuit",
                                                     "esprit", "music"], names


main()
