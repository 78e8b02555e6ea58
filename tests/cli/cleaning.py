#!/usr/bin/env python3
"""`phyward clean` and `phyward match`: traces of known truth, through the command."""

import math
import re

import h5py
import numpy

from harness import RECORDINGS, case, fails, main, run, simulate

CARRIERS = numpy.array([k for k in range(-28, 29) if k])


def trace(path, values, kind="cfr", offsets=None, times=None, numbers=None, antennas=1,
          columns=(), party="x", noise=0.0):
    """A trace file of our own."""
    values = numpy.asarray(values)
    n, width = values.shape
    with h5py.File(path, "w") as file:
        file.attrs["format"], file.attrs["version"] = "phyward-trace", 1
        group = file.create_group(party)
        group["H"] = values.astype("complex64" if numpy.iscomplexobj(values) else "float32")
        group["time_s"] = numpy.arange(n, dtype=float) if times is None else times
        group["sequence"] = numpy.arange(n) if numbers is None else numbers
        group["coefficient"] = (numpy.zeros(width) if offsets is None else
                                numpy.asarray(offsets, dtype=float))
        group.attrs["kind"] = kind
        group.attrs["n_antennas"] = antennas
        group.attrs["noise_variance"] = noise
        for name, column in columns:
            held = group.require_group("columns")
            held[name] = numpy.asarray(column, dtype=float)
            held[name].attrs["unit"] = "1"
    return path.name


def read(path, name="H"):
    with h5py.File(path) as file:
        (group,) = file.values()
        return group[name][()]


def channel(seed=1, carriers=CARRIERS):
    """A channel at rest: six taps within 400 ns."""
    draw = numpy.random.default_rng(seed)
    taps = (draw.normal(size=6) + 1j * draw.normal(size=6)) * numpy.exp(-0.4 * numpy.arange(6))
    delays = 80e-9 * numpy.arange(6)
    return numpy.exp(-2j * numpy.pi * 312500 * numpy.outer(carriers, delays)) @ taps


def messy(folder, n=200, seed=2):
    """A channel at rest as a driver tells it: 64 bins with garbage, phases, slopes, gains
    and duplicates; and what it is."""
    draw = numpy.random.default_rng(seed)
    bins = numpy.arange(-32, 32)
    used = numpy.isin(bins, CARRIERS)
    truth = channel()
    h = 3e4 * draw.normal(size=(n, 64)) + 0j
    h[:, used] = truth
    phase = draw.uniform(-numpy.pi, numpy.pi, n)
    delay = draw.uniform(-6e-7, 6e-7, n)
    gain = 10 ** (draw.integers(0, 4, n) * 6 / 20)
    h[:, used] *= (gain * numpy.exp(1j * phase))[:, None] * numpy.exp(
        -2j * numpy.pi * 312500 * numpy.outer(delay, CARRIERS))
    h[50], h[51], h[120] = h[49], h[49], h[119]
    name = trace(folder / "messy.h5", h, offsets=312500.0 * bins)
    return name, truth


@case
def a_channel_at_rest_comes_out_of_a_driver_s_mess(folder):
    name, truth = messy(folder)
    found = run("clean", name, "-o", "clean.h5", "--json", cwd=folder).json
    assert [row["step"] for row in found["steps"]] == ["duplicates", "nulls", "level", "phase"]
    assert found["n_probes"] == 198 and found["n_coefficients"] == 56, found
    assert found["steps"][0]["dropped"] == 2, found["steps"][0]
    assert found["steps"][1]["dropped"] == 8 and "ht, 20 MHz" in found["steps"][1]["note"]
    assert found["steps"][2]["before"] > 3 > 1e-4 > found["steps"][2]["after"]
    assert found["steps"][3]["before"] < 0.3 and found["steps"][3]["after"] > 0.999999
    h = read(folder / "clean.h5")
    assert numpy.allclose(h, h[0], atol=2e-4), abs(h - h[0]).max()
    # The channel is there but for its level, phase and delay.
    size = abs(truth) / math.sqrt(numpy.mean(abs(truth) ** 2))
    assert numpy.allclose(abs(h[0]), size, rtol=1e-5)
    for field in ["seen", "changed", "dropped", "of", "probes", "coefficients", "figure",
                  "before", "after", "unit", "note"]:
        assert all(field in row for row in found["steps"]), field
    text = run("clean", name, cwd=folder).out
    assert re.search(r"level +198 +198 +0 +probes", text), text


@case
def steps_are_done_in_their_order_and_may_be_given_again(folder):
    name, _ = messy(folder)
    one = run("clean", name, "-o", "one.h5", "--step", "nulls,duplicates:within=3,phase:fit=least",
              "--json", cwd=folder).json
    two = run("clean", name, "-o", "two.h5", "--step", "nulls", "--step",
              "duplicates:within=3", "-s", "phase:fit=least", "--json", cwd=folder).json
    assert one["steps"] == two["steps"] and one["n_probes"] == 197, (one, two)
    assert (folder / "one.h5").read_bytes() == (folder / "two.h5").read_bytes()
    # What is clean stays as it is.
    again = run("clean", "one.h5", "--step", "nulls,duplicates", "--json", cwd=folder).json
    assert all(row["dropped"] == 0 for row in again["steps"]), again


@case
def power_and_impulse_responses_have_steps_of_their_own(folder):
    draw = numpy.random.default_rng(3)
    power = -60 + draw.normal(size=(100, 1))
    power[40] = -20
    found = run("clean", trace(folder / "p.h5", power, kind="power_db"), "-o", "q.h5", "--json",
                cwd=folder).json
    assert [row["step"] for row in found["steps"]] == ["outliers"], found
    assert found["steps"][0]["changed"] == 1 and found["steps"][0]["before"] > 20
    assert abs(read(folder / "q.h5")[40, 0] + 60) < 4
    taps = draw.normal(size=(1, 4)) + 1j * draw.normal(size=(1, 4))
    turned = taps * numpy.exp(1j * draw.uniform(-3, 3, size=(50, 1)))
    found = run("clean", trace(folder / "c.h5", turned, kind="cir"), "--json", "-o", "d.h5",
                cwd=folder).json
    assert [row["step"] for row in found["steps"]] == ["duplicates", "cfo"], found
    h = read(folder / "d.h5")
    assert numpy.allclose(h, h[0], atol=1e-5)
    # Carriers of which nobody says where they are have no slope.
    found = run("clean", trace(folder / "f.h5", turned), "--json", cwd=folder).json
    assert [row["step"] for row in found["steps"]] == ["duplicates", "cfo"], found


@case
def antennas_gains_and_offsets_are_undone_by_what_is_known(folder):
    draw = numpy.random.default_rng(4)
    n, offsets = 60, numpy.tile(312500.0 * CARRIERS, 3)
    at_rest = numpy.concatenate([channel(seed) for seed in range(3)])
    h = numpy.tile(at_rest, (n, 1))
    times = 1e-3 * numpy.arange(n)
    cfo, agc = 1e3 + 5 * numpy.arange(n), draw.integers(20, 50, n)
    turns = numpy.concatenate([[0], numpy.cumsum((cfo[1:] + cfo[:-1]) / 2 * numpy.diff(times))])
    h = h * (10 ** (agc / 20) * numpy.exp(2j * numpy.pi * turns))[:, None]
    for i in range(1, n):
        h[i] = h[i].reshape(3, 56)[draw.permutation(3)].ravel()
    name = trace(folder / "a.h5", h, offsets=offsets, times=times, antennas=3,
                 columns=[("cfo_hz", cfo), ("agc", agc)])
    found = run("clean", name, "-o", "b.h5", "--step", "permute,agc,cfo:by=column", "--json",
                cwd=folder).json
    assert found["n_antennas"] == 3
    assert numpy.allclose(read(folder / "b.h5"), at_rest, atol=2e-3 * abs(at_rest).max())
    run("clean", "b.h5", "-o", "third.h5", "--step", "antenna:keep=3", cwd=folder)
    assert numpy.array_equal(read(folder / "third.h5"), read(folder / "b.h5")[:, 112:])


@case
def a_recording_s_frames_become_alike(folder):
    recording = RECORDINGS / "openofdm" / "radiated_dot11n_6.5mbps.dat"
    run("probe", recording, "--type", "ci16", "--rate", "20M", "-o", folder / "csi.h5")
    with h5py.File(folder / "csi.h5") as file:
        party = max(file, key=lambda name: len(file[name]["H"]))
    found = run("clean", f"{folder}/csi.h5:{party}", "-o", folder / "clean.h5", "--json").json
    row = found["steps"][-1]
    # Frames of stations at rest turn at random; what is left are two channels at most.
    assert row["before"] < 0.5 and row["after"] > 0.75, row


@case
def what_can_t_be_cleaned_is_refused_and_nothing_is_written(folder):
    name, _ = messy(folder)
    power = trace(folder / "p.h5", -60 + numpy.zeros((5, 1)), kind="power_db")
    for arguments, status, says in [
            ([name, "--step", "soap"], 2, ["cleaner", "nulls"]),
            ([name, "--step", "outliers:mad=0"], 2, ["mad"]),
            ([name, "--step", "nulls,"], 2, []),
            ([name, "--step", ",".join(["phase"] * 33)], 2, ["32"]),
            ([name, "--step", "nulls,level:to=rssi"], 3, ["step 2", "rssi_dbm", name]),
            ([power, "--step", "phase"], 3, ["cfr", power]),
            ([name, "--step", "antenna:keep=2"], 3, ["1 antennas"]),
            (["none.h5"], 3, ["none.h5"])]:
        fails("clean", *arguments, "-o", "out.h5", status=status, says=says, cwd=folder)
    fails("clean", name, "-o", name, status=2, says=[name], cwd=folder)
    fails("clean", name, "-o", "none/out.h5", status=4, says=["none"], cwd=folder)


def half_way(folder, snr_db=20):
    """Both ways of an exchange half an interval apart, a twentieth of 1 / fd."""
    simulate(folder / "sim", speed_m_s=0.289385, turnaround_s="10ms", snr_alice_db=snr_db,
             snr_bob_db=snr_db, n_probes=20000, subcarriers=2, spacing_hz="10MHz")
    return folder / "sim" / "alice.h5", folder / "sim" / "bob.h5"


@case
def interpolation_gives_back_what_the_turnaround_took(folder):
    alice, bob = half_way(folder)
    # Numerical integration: none 0.9658, linear 0.9923, cubic 0.9919 (uniform, 20 dB).
    for method, want in [("linear", 0.9923), ("cubic", 0.9919), ("band-limited", 0.992)]:
        found = run("match", alice, bob, "--interpolate", method, "--doppler", "5", "--json").json
        assert found["pairs"] == 20000 and found["in_gaps"] <= 1, found
        assert abs(found["later_s"]) > 0.0099, found
        assert abs(found["expected_before"] - 0.9658) < 3e-4, found
        assert abs(found["expected_after"] - want) < 2e-3, found
        # 20000 probes at 0.1 / fd, two carriers: 2000 independent ones or more. Each
        # figure's own error, five times (a jackknife of ten tells it to a quarter).
        for field, at_most in [("before", 0.006), ("after", 0.0015)]:
            low, high = found[f"value_correlation_{field}_interval"]
            error = (high - low) / 2 / 2.262
            assert 0 < error < at_most, (field, error)
            apart = found[f"value_correlation_{field}"] - found[f"expected_{field}"]
            assert abs(apart) < 5 * 1.3 * error, (field, apart, error)
        assert found["correlation_after"] > found["correlation_before"] + 0.03, found
        assert (found["value_correlation_before_interval"][1]
                < found["value_correlation_after_interval"][0]), found
    text = run("match", alice, bob, "--interpolate", "linear").out
    assert re.search(r"correlation of sizes, as they are +0\.9[0-9]+\n", text), text
    assert re.search(r"interpolated +0\.98[0-9]+", text), text


@case
def matched_traces_are_alike_and_their_bits_disagree_less(folder):
    alice, bob = half_way(folder)
    run("match", alice, bob, "-o", folder / "m", "--interpolate", "linear")
    a, b = folder / "m" / "a.h5", folder / "m" / "b.h5"
    assert numpy.array_equal(read(a, "sequence"), read(b, "sequence"))
    assert numpy.allclose(read(a, "time_s"), read(b, "time_s"))
    run("match", alice, bob, "-o", folder / "again", "--interpolate", "linear")
    assert a.read_bytes() == (folder / "again" / "a.h5").read_bytes()
    assert b.read_bytes() == (folder / "again" / "b.h5").read_bytes()
    # Two carriers ten times a coherence time: no key comes of it, either way.
    rate = [run("keygen", x, y, "--quantizer", "median", "--seed", "1", "--json",
                status=6).json["bit_disagreement_rate"] for x, y in [(alice, bob), (a, b)]]
    assert rate[1] < 0.7 * rate[0], rate


@case
def two_ends_of_a_recording_have_the_correlation_that_was_published(folder):
    lora = RECORDINGS / "lora-dasam"
    found = run("match", lora / "indoor_alice.csv", lora / "indoor_bob.csv", "--json",
                cwd=folder).json
    assert found["pairs"] == 2000 and found["unpaired_a"] == found["unpaired_b"] == 0, found
    assert abs(found["correlation_before"] - 0.845931) < 5e-7, found
    assert found["offset_s"] is None and found["value_correlation_before"] is None, found
    fails("match", lora / "indoor_alice.csv", lora / "indoor_bob.csv", "--interpolate", "linear",
          status=3, says=["time_s"], cwd=folder)


@case
def imported_captures_are_cleaned_and_matched(folder):
    csi = RECORDINGS / "csi"
    for name, carriers in [("nexmon_4366c0.pcap", 52), ("esp32_100hz_pitraffic.csv", 52)]:
        run("import", csi / name, "-o", "t.h5", cwd=folder)
        found = run("clean", "t.h5", "-o", "clean.h5", "--json", cwd=folder).json
        assert found["n_coefficients"] == carriers, found
        assert found["steps"][-1]["before"] < 0.1 and found["steps"][-1]["after"] > 0.98, found
    # The ESP32's packets as two receivers of other clocks would have heard them.
    with h5py.File(folder / "clean.h5") as file:
        (group,) = file.values()
        values, times = group["H"][()], group["time_s"][()]
    draw = numpy.random.default_rng(8)
    heard = [draw.random(len(times)) < 0.85 for _ in range(2)]
    other = times + 0.3 + 25e-6 * (times - times[0]) + 5e-6 * draw.normal(size=len(times))
    a = trace(folder / "a.h5", values[heard[0]], times=times[heard[0]])
    b = trace(folder / "b.h5", values[heard[1]], times=numpy.sort(other[heard[1]]))
    found = run("match", a, b, "--by", "time", "--offset", "1", "--apart", "0.5ms", "--json",
                cwd=folder).json
    # Packets nearer than 1 ms to another may swap: 0.08 ms is the least distance.
    common = int((heard[0] & heard[1]).sum())
    assert common - 3 <= found["pairs"] <= common + 3, (found, common)
    assert found["value_correlation_before"] > 0.995 and abs(found["drift_ppm"] - 25) < 0.5, found


@case
def pages_show_what_was_done(folder):
    name, _ = messy(folder)
    power = trace(folder / "p.h5", -60 + numpy.random.default_rng(7).normal(size=(90, 1)),
                  kind="power_db")
    for verb, inputs, words in [("clean", [name], ["Phases after", "Levels", "duplicates"]),
                                ("clean", [power], ["Levels", "outliers"]),
                                ("match", [power, power], ["Correlation of both ends"])]:
        page = folder / "page.html"
        run(verb, *inputs, "--report", page, cwd=folder)
        text = page.read_text(encoding="utf-8")
        assert all(word in text for word in words), (verb, words)
    fails("clean", name, "--report", "none/page.html", "-o", "c.h5", status=4, says=["none"],
          cwd=folder)
    fails("match", power, power, "--report", "none/page.html", "-o", "m", status=4, says=["none"],
          cwd=folder)


def wrapping(folder):
    """Packets of a 12-bit counter: a third lost at either, B deaf for 5000 of them, so
    that it misses a wrap."""
    draw = numpy.random.default_rng(5)
    n = 20000
    t = 1e-3 * numpy.arange(n)
    values = draw.normal(size=(n, 1)) - 60
    heard_a = draw.random(n) < 0.67
    heard_b = (draw.random(n) < 0.67) & ~((numpy.arange(n) >= 8000) & (numpy.arange(n) < 13000))

    def unwrapped(raw):
        step = numpy.diff(raw) % 4096
        return raw[0] + numpy.concatenate([[0], numpy.cumsum(step)])

    counter = numpy.arange(n) % 4096
    names = []
    for name, heard, offset in [("a.h5", heard_a, 0), ("b.h5", heard_b, 0.002)]:
        names.append(trace(folder / name, values[heard], kind="power_db", times=t[heard] + offset,
                           numbers=unwrapped(counter[heard]),
                           columns=[("packet", numpy.flatnonzero(heard))]))
    return *names, int((heard_a & heard_b).sum()), int(heard_a.sum()), int(heard_b.sum())


@case
def counters_that_wrap_are_followed_through_a_gap(folder):
    a, b, common, n_a, n_b = wrapping(folder)
    found = run("match", a, b, "-o", "m", "--modulus", "4096", "--apart", "0.5", "--json",
                cwd=folder).json
    assert found["pairs"] == common and found["shifts"] == 1, (found, common)
    assert found["unpaired_a"] == n_a - common and found["unpaired_b"] == n_b - common, found
    assert found["correlation_before"] > 0.9999, found
    assert abs(found["offset_s"] - 0.002) < 1e-6 and abs(found["drift_ppm"]) < 1e-3, found
    for part in ["a.h5", "b.h5"]:
        with h5py.File(folder / "m" / part) as file:
            packets = file["x"]["columns"]["packet"][()]
            assert len(packets) == common
    plain = run("match", a, b, "--json", cwd=folder).json
    assert plain["pairs"] < common, plain


@case
def clocks_apart_are_brought_together_by_time(folder):
    draw = numpy.random.default_rng(6)
    n = 4000
    t = 100 + 0.01 * numpy.arange(n) + 0.004 * draw.random(n)
    values = draw.normal(size=(n, 3)) + 1j * draw.normal(size=(n, 3))
    heard = [draw.random(n) < 0.8 for _ in range(2)]
    a = trace(folder / "a.h5", values[heard[0]], times=t[heard[0]],
              columns=[("packet", numpy.flatnonzero(heard[0]))])
    late = t + 0.7 - 40e-6 * (t - 100) + 10e-6 * draw.normal(size=n)
    b = trace(folder / "b.h5", 2 * values[heard[1]], times=late[heard[1]],
              columns=[("packet", numpy.flatnonzero(heard[1]))])
    found = run("match", a, b, "-o", "m", "--by", "time", "--offset", "2", "--apart", "1ms",
                "--json", cwd=folder).json
    common = int((heard[0] & heard[1]).sum())
    assert found["pairs"] == common, (found, common)
    # Least squares over 2560 pairs of 40 s: sigma 10 us / sqrt(n) sqrt(12) / 40 s of the
    # drift, 2 * 10 us / sqrt(n) of the offset at the start; five of them.
    assert abs(found["drift_ppm"] + 40) < 5 * 10 / math.sqrt(common) * math.sqrt(12) / 40, found
    start = 0.7 - 40e-6 * (t[heard[0]][0] - 100)
    assert abs(found["offset_s"] - start) < 5 * 2 * 10e-6 / math.sqrt(common), found
    assert found["value_correlation_before"] > 0.9999, found
    with h5py.File(folder / "m" / "a.h5") as x, h5py.File(folder / "m" / "b.h5") as y:
        assert numpy.array_equal(x["x/columns/packet"][()], y["x/columns/packet"][()])
        assert numpy.allclose(x["x/time_s"][()], y["x/time_s"][()], atol=1e-4)
    # The default looks for no more than half an interval.
    fails("match", a, b, "--by", "time", "--clock", "one", "--apart", "1us", status=3,
          says=["pairs within"], cwd=folder)


@case
def cleaning_makes_no_correlation_out_of_nothing(folder):
    """Two channels of four fading taps each that know nothing of each other."""
    draw = numpy.random.default_rng(9)
    n, taps = 1500, 4
    turns = numpy.exp(-2j * numpy.pi * 80e-9 * 312500 * numpy.outer(numpy.arange(taps), CARRIERS))
    names = []
    for name in ["a", "b"]:
        gains = draw.normal(size=(n, taps)) + 1j * draw.normal(size=(n, taps))
        gains *= [1, 0.7, 0.5, 0.3]
        names.append(trace(folder / f"{name}.h5", gains @ turns, offsets=CARRIERS * 312500.0))
    for step in [None, "phase", "phase:to=first", "level,phase", "cfo", "timing", "agc", "outliers"]:
        if step:
            for name in ["a", "b"]:
                run("clean", f"{name}.h5", "-s", step, "-o", f"c{name}.h5", cwd=folder)
        found = run("match", *([f"c{name}" for name in names] if step else names), "--json",
                    cwd=folder).json
        # 5 sigma of one series: the carriers together are at least as many.
        assert abs(found["value_correlation_before"]) < 5 / (2 * n) ** 0.5, (step, found)
        assert abs(found["correlation_before"]) < 5 / n ** 0.5, (step, found)


@case
def what_can_t_be_paired_is_refused_and_nothing_is_written(folder):
    values = numpy.ones((5, 2)) + 0j
    a = trace(folder / "a.h5", values)
    wide = trace(folder / "wide.h5", numpy.ones((5, 3)) + 0j)
    low = trace(folder / "low.h5", values, offsets=[0, 312500])
    high = trace(folder / "high.h5", values, offsets=[0, 625000])
    later = trace(folder / "later.h5", values, numbers=numpy.arange(100, 105),
                  times=numpy.arange(100.0, 105.0))
    for arguments, status, says in [
            ([a, wide], 3, ["2 values", "3 of cfr", wide]),
            ([low, high], 3, ["value 1", "312500", "625000"]),
            ([a, later], 3, ["0 to 4", "100 to 104"]),
            ([a, later, "--by", "time"], 3, ["a.h5", "later.h5"]),
            ([a, a, "--interpolate", "spline"], 2, ["spline", "cubic"]),
            ([a, a, "--by", "colour"], 2, ["colour"]),
            ([a, a, "--modulus", "-1"], 2, ["modulus"]),
            ([a, a, "--taps", "17"], 2, ["taps"]),
            ([a, "none.h5"], 3, ["none.h5"])]:
        fails("match", *arguments, "-o", "out", status=status, says=says, cwd=folder)
    fails("match", a, a, "-o", a, status=2, says=[a], cwd=folder)
    fails("match", a, status=2, says=["B"], cwd=folder)


@case
def both_say_what_they_do(folder):
    for verb, words in [("clean", ["--step", "cleaner", "Example"]),
                        ("match", ["--interpolate", "--modulus", "Example"])]:
        text = run(verb, "--help", cwd=folder).out
        assert all(word in text for word in words), text
    text = run("list", "cleaner").out
    for name in ["duplicates", "nulls", "permute", "agc", "level", "outliers", "phase", "timing",
                 "cfo", "resample"]:
        assert name in text, name


main()
