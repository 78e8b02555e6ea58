#!/usr/bin/env python3
"""`phyward auth similarity`: whether frames came over the channel of a reference."""

import os
import re

import h5py
import numpy

from harness import case, fails, main, run, simulate


def still(folder, **keys):
    """Traces of a channel at rest."""
    return simulate(folder, speed_m_s=0, **{"n_probes": 40, **keys})


def trace(path, values, noise=0.01, kind="cfr", spacing=1e6, party="x"):
    """A trace file of our own."""
    values = numpy.asarray(values)
    with h5py.File(path, "w") as file:
        file.attrs["format"], file.attrs["version"] = "phyward-trace", 1
        group = file.create_group(party)
        group["H"] = values
        group["time_s"] = numpy.arange(len(values), dtype=float)
        group["sequence"] = numpy.arange(len(values))
        group["coefficient"] = spacing * numpy.arange(values.shape[1], dtype=float)
        group.attrs["kind"] = kind
        if noise is not None:
            group.attrs["noise_variance"] = noise
    return path.name


def noisy(channel, n, noise=0.01, seed=1):
    """n estimates of one channel."""
    draw = numpy.random.default_rng(seed)
    z = draw.normal(size=(2, n, len(channel))) * (noise / 2) ** 0.5
    return (channel + z[0] + 1j * z[1]).astype(numpy.complex64)


def rayleigh(n=16, seed=7):
    draw = numpy.random.default_rng(seed)
    return (draw.normal(size=n) + 1j * draw.normal(size=n)) / 2 ** 0.5


@case
def the_other_end_of_a_still_channel_is_the_same_and_eve_is_not(folder):
    still(folder)
    found = run("auth", "similarity", folder / "alice.h5", folder / "bob.h5",
                "--false-alarm", "0.01", "--json").json
    assert found["same"] is True and found["statistic"] <= found["threshold"], found
    assert found["n_frames"] == 40 == len(found["frames"]), found
    assert found["n_same"] == sum(row["same"] for row in found["frames"])
    for field in ["statistic", "threshold", "p_value", "same", "snr_db", "frame"]:
        assert field in found["frames"][0], field
    for field in ["test", "dof", "false_alarm", "false_alarm_holds_for",
                  "miss_if_independent", "n_undecided", "reference_frames", "snr_db"]:
        assert found[field] is not None, field
    # Frames lose two degrees of freedom of two a tone to phase and delay.
    assert found["dof"] == 2 * found["n_coefficients"] - 2, found
    other = run("auth", "similarity", folder / "alice.h5", folder / "eve.h5", "--json").json
    assert other["same"] is False and other["statistic"] > other["threshold"], other
    text = run("auth", "similarity", folder / "alice.h5", folder / "eve.h5").out
    assert re.search(r"same channel .*\bno\b", text), text


@case
def check_makes_another_channel_a_refusal(folder):
    still(folder)
    run("auth", "similarity", folder / "alice.h5", folder / "bob.h5", "--check")
    fails("auth", "similarity", "alice.h5", "eve.h5", "--check", status=5,
          says=["eve.h5", "alice.h5"], cwd=folder)


@case
def false_alarms_come_at_the_rate_asked_for(folder):
    channel = rayleigh()
    name = trace(folder / "a.h5", noisy(channel, 1000))
    for test in ["difference:fit=none", "difference", "difference:fit=slope",
                 "difference:fit=full"]:
        # 20 references: what they have in error together weighs little.
        found = run("auth", "similarity", name, name, "--reference", "0-19", "--frames",
                    "20-999", "--test", test, "--false-alarm", "0.05", "--json",
                    cwd=folder).json
        alarms = found["n_frames"] - found["n_same"]
        # 980 frames, 49 expected, sigma 6.8; with 1/20 of the variance in common the
        # rate itself is off by 5 % of 30 degrees' worth at most, 10 alarms.
        assert abs(alarms - 49) < 5 * 6.8 + 10, (test, alarms)


@case
def one_trace_is_judged_without_its_reference(folder):
    name = trace(folder / "a.h5", noisy(rayleigh(), 10))
    found = run("auth", "similarity", name, name, "--reference", "2-3", "--json",
                cwd=folder).json
    assert [row["frame"] for row in found["frames"]] == [0, 1, 4, 5, 6, 7, 8, 9], found
    assert found["reference_frames"] == [2, 3], found
    fails("auth", "similarity", name, name, "--frames", "0", status=2,
          says=["no frame is left"], cwd=folder)


@case
def no_other_name_of_a_trace_lets_the_reference_judge_itself(folder):
    trace(folder / "a.h5", noisy(rayleigh(), 5))
    (folder / "copy.h5").write_bytes((folder / "a.h5").read_bytes())
    os.symlink("a.h5", folder / "link.h5")
    os.link(folder / "a.h5", folder / "hard.h5")
    for other in ["a.h5", "./a.h5", "a.h5:x", "link.h5", "hard.h5", "copy.h5",
                  folder / "a.h5"]:
        found = run("auth", "similarity", "a.h5", other, "--json", cwd=folder).json
        assert [row["frame"] for row in found["frames"]] == [1, 2, 3, 4], (other, found)
        fails("auth", "similarity", "a.h5", other, "--frames", "0", status=2,
              says=["no frame is left"], cwd=folder)


@case
def what_is_too_weak_to_tell_is_undecided(folder):
    trace(folder / "ref.h5", noisy(rayleigh(52), 1))
    # Noise and nothing else that is called loud; another channel at -3 dB.
    loud, weak = noisy(numpy.zeros(52), 20, noise=1e6), noisy(rayleigh(52, 8), 20, noise=2)
    for name, values, noise in [("loud.h5", loud, 1e6), ("weak.h5", weak, 2)]:
        trace(folder / name, values)
        with h5py.File(folder / name, "r+") as file:
            columns = file["x"].create_group("columns")
            columns["noise_variance"] = numpy.full(20, float(noise))
            columns["noise_variance"].attrs["unit"] = "1"
        for test in ["difference", "difference:fit=slope", "difference:fit=full",
                     "difference:fit=none", "correlation", "correlation:fit=full",
                     "correlation:law=rayleigh"]:
            command = ["auth", "similarity", "ref.h5", name, "--test", test]
            found = run(*command, "--json", cwd=folder).json
            assert found["same"] is False and found["n_same"] == 0, (name, test, found)
            for row in found["frames"]:
                undecided = row["reason"].startswith("undecided")
                assert not undecided or row["miss_if_independent"] > 0.01, row
                assert undecided or row["reason"] == "told apart", row
            assert found["n_undecided"] == sum(row["reason"].startswith("undecided")
                                               for row in found["frames"]), found
            fails(*command, "--check", status=5, says=[name, "ref.h5"], cwd=folder)
    found = run("auth", "similarity", "ref.h5", "loud.h5", "--json", cwd=folder).json
    assert found["n_undecided"] == 20 and found["miss_if_independent"] == 1, found
    run("auth", "similarity", "ref.h5", "loud.h5", "--report", "r.html", cwd=folder)
    assert "Undecided" in (folder / "r.html").read_text(encoding="utf-8")
    # Whoever asks for nothing gets it.
    asked = run("auth", "similarity", "ref.h5", "loud.h5", "--miss", "1", "--json",
                cwd=folder).json
    assert asked["same"] is True and asked["miss_if_independent"] == 1, asked


@case
def how_often_a_stranger_passes_is_in_the_output(folder):
    trace(folder / "a.h5", noisy(rayleigh(), 2))
    command = ["auth", "similarity", "a.h5", "a.h5", "--test", "correlation:threshold=0.9"]
    plain = run(*command, "--json", cwd=folder).json
    assert abs(plain["miss_if_independent"] / 0.1 ** 15 - 1) < 1e-9, plain
    assert plain["same"] and plain["reason"] is None, plain
    assert plain["independent_parts"] == 16 and plain["miss_allowed"] == 0.01, plain
    assert plain["false_alarm_holds_for"].startswith("nothing"), plain
    few = run(*command, "--taps", "2", "--json", cwd=folder).json
    assert abs(few["miss_if_independent"] - 0.1) < 1e-12 and not few["same"], few
    assert few["n_undecided"] == 1 and few["statistic"] == plain["statistic"], few
    assert run(*command, "--taps", "2", "--miss", "0.2", "--json", cwd=folder).json["same"]
    for test, says in [("correlation", "any channel at rest"),
                       ("correlation:law=rayleigh", "independent Rayleigh tones"),
                       ("difference", "any channel at rest")]:
        text = run("auth", "similarity", "a.h5", "a.h5", "--test", test, cwd=folder).out
        assert says in text, text


@case
def the_correlation_s_false_alarms_are_those_asked_for(folder):
    for name, channel in [("flat", numpy.ones(16)), ("rayleigh", rayleigh()),
                          ("notch", 1 + 0.98 * numpy.exp(-2j * numpy.pi
                                                         * numpy.arange(16) * 5 / 16))]:
        alarms = {"fixed": 0, "rayleigh": 0}
        for batch in range(5):
            trace(folder / "a.h5", noisy(channel, 201, seed=batch))
            for law in alarms:
                found = run("auth", "similarity", "a.h5", "a.h5", "--test",
                            f"correlation:law={law}", "--false-alarm", "0.05", "--json",
                            cwd=folder).json
                alarms[law] += found["n_frames"] - found["n_same"]
        print(f"# {name}: 0.05 asked for, of 1000 frames {alarms}")
        # 50 expected, sigma 6.9; the 200 frames of a batch share their reference, whose
        # noise is half of a difference's: at most 100 times the variance of 0.05 (1 -
        # 0.05), and five batches in place of one.
        assert 10 < alarms["fixed"] < 160, (name, alarms)


@case
def the_middle_frame_tells_the_verdict(folder):
    same, other = rayleigh(), rayleigh(seed=8)
    trace(folder / "a.h5", noisy(same, 1))
    for n_same, verdict in [(0, False), (1, False), (2, False), (3, True), (4, True)]:
        values = numpy.concatenate([noisy(same, n_same, seed=3), noisy(other, 4 - n_same,
                                                                       seed=4)])
        trace(folder / "b.h5", values)
        found = run("auth", "similarity", "a.h5", "b.h5", "--false-alarm", "1e-6", "--json",
                    cwd=folder).json
        assert found["n_same"] == n_same and found["same"] is verdict, found
        assert (found["statistic"] <= found["threshold"]) is verdict, found
        low, high = found["share_same_interval"]
        assert low <= n_same / 4 <= high, found


@case
def tracking_follows_a_channel_that_moves(folder):
    start, end = rayleigh(), rayleigh(seed=8)
    way = [start + (end - start) * i / 300 for i in range(301)]
    trace(folder / "a.h5", numpy.concatenate([noisy(h, 1, seed=i) for i, h in
                                              enumerate(way)]))
    command = ["auth", "similarity", "a.h5", "a.h5", "--false-alarm", "1e-6", "--json"]
    assert run(*command, cwd=folder).json["same"] is False
    found = run(*command, "--track", cwd=folder).json
    assert found["same"] is True and found["n_same"] == 300, found["n_same"]
    # Each frame's noise goes with it: frame 2 is judged by frame 1's.
    values = noisy(start, 3)
    trace(folder / "b.h5", values)
    with h5py.File(folder / "b.h5", "r+") as file:
        columns = file["x"].create_group("columns")
        columns["noise_variance"] = numpy.array([0.01, 0.05, 0.02])
        columns["noise_variance"].attrs["unit"] = "1"
    rows = run("auth", "similarity", "b.h5", "b.h5", "--track", "--test",
               "difference:fit=none", "--json", cwd=folder).json["frames"]
    for row, before, noise in [(rows[0], 0, 0.06), (rows[1], 1, 0.07)]:
        left = numpy.sum(numpy.abs(values[before + 1] - values[before]) ** 2)
        assert row["same"] and abs(row["statistic"] / (2 * left / noise) - 1) < 1e-5, row
    fails("auth", "similarity", "a.h5", "a.h5", "--track", "--reference", "0-1", status=2,
          says="--track", cwd=folder)


@case
def noise_can_be_given_and_a_floor_added(folder):
    trace(folder / "a.h5", noisy(rayleigh(), 2), noise=None)
    command = ["auth", "similarity", "a.h5", "a.h5", "--test", "difference:fit=none"]
    fails(*command, status=3, says=["a.h5", "noise variance", "--noise"], cwd=folder)
    fails("auth", "similarity", "a.h5", "a.h5", "--test", "correlation", status=3,
          says=["a.h5", "noise variance", "threshold"], cwd=folder)
    once = run(*command, "--noise", "0.01", "--json", cwd=folder).json
    twice = run(*command, "--noise", "0.02", "--json", cwd=folder).json
    assert abs(once["statistic"] / twice["statistic"] - 2) < 1e-9, (once, twice)
    floor = run(*command, "--noise", "0.01", "--floor-db", "-10", "--json", cwd=folder).json
    assert floor["statistic"] < once["statistic"] / 5, (floor, once)
    run("auth", "similarity", "a.h5", "a.h5", "--test", "correlation:threshold=0.9",
        cwd=folder)


@case
def the_noise_of_each_frame_is_taken_where_there_is_one(folder):
    name = trace(folder / "a.h5", noisy(rayleigh(), 3), noise=0.01)
    command = ["auth", "similarity", name, name, "--json"]
    before = run(*command, cwd=folder).json["frames"]
    with h5py.File(folder / name, "r+") as file:
        columns = file["x"].create_group("columns")
        columns["noise_variance"] = numpy.array([0.01, 0.03, numpy.nan])
        columns["noise_variance"].attrs["unit"] = "1"
    after = run(*command, cwd=folder).json["frames"]
    assert abs(before[0]["statistic"] / after[0]["statistic"] - 2) < 1e-6, after
    assert before[1] == after[1], after


@case
def what_can_not_be_compared_is_refused(folder):
    channel = rayleigh()
    trace(folder / "a.h5", noisy(channel, 2))
    trace(folder / "wide.h5", noisy(rayleigh(17), 2))
    trace(folder / "moved.h5", noisy(channel, 2), spacing=2e6)
    trace(folder / "cir.h5", noisy(channel, 2), kind="cir")
    trace(folder / "power.h5", numpy.ones((2, 1), numpy.float32), kind="power_db")
    broken = noisy(channel, 2)
    broken[1, 3] = numpy.nan
    trace(folder / "nan.h5", broken)
    for name, says in [("wide.h5", ["16", "17"]), ("moved.h5", "coefficient 1"),
                       ("cir.h5", ["cfr", "cir"]), ("power.h5", ["power.h5", "complex"]),
                       ("nan.h5", ["nan.h5", "1"]), ("none.h5", "none.h5")]:
        fails("auth", "similarity", "a.h5", name, "--report", "r.html", status=3, says=says,
              cwd=folder)
        fails("auth", "similarity", name, "a.h5", status=3, says=says, cwd=folder)
    trace(folder / "zero.h5", numpy.zeros((2, 16), numpy.complex64))
    for test in ["correlation:threshold=0.9", "difference:fit=full", "difference:fit=none"]:
        fails("auth", "similarity", "a.h5", "zero.h5", "--test", test, status=3,
              says=["frame 0", "no power"], cwd=folder)
        fails("auth", "similarity", "zero.h5", "a.h5", "--test", test, status=3,
              says=["reference", "no power"], cwd=folder)
    fails("auth", "similarity", "a.h5", "zero.h5", "--test", "enrolled", "--reference",
          "0-1", status=3, says=["frame 0", "no power"], cwd=folder)
    fails("auth", "similarity", "cir.h5", "cir.h5", "--noise", "nan", status=2,
          says="--noise", cwd=folder)


@case
def what_was_asked_wrongly_is_a_usage_error(folder):
    trace(folder / "a.h5", noisy(rayleigh(), 3))
    for options, says in [(["--test", "nonsense"], ["nonsense", "difference"]),
                          (["--test", "difference:fit=cubic"], ["fit", "cubic"]),
                          (["--test", "enrolled"], ["enrolled", "2 reference"]),
                          (["--false-alarm", "0"], "--false-alarm"),
                          (["--false-alarm", "2"], "--false-alarm"),
                          (["--miss", "0"], "--miss"),
                          (["--miss", "2"], "--miss"),
                          (["--taps", "17"], ["--taps", "16 tones"]),
                          (["--reference", "3"], ["--reference", "3"]),
                          (["--reference", "1-"], "--reference"),
                          (["--reference", "2-1"], "--reference"),
                          (["--reference", "1,1"], ["--reference", "twice"]),
                          (["--frames", ""], "--frames"),
                          (["--frames", "99999999999999999999999"], "--frames"),
                          (["--frames", "0-5"], ["--frames", "5", "there are 3"]),
                          (["--noise", "0"], "--noise"),
                          (["--floor-db", "3"], "--floor-db")]:
        fails("auth", "similarity", "a.h5", "a.h5", *options, "--report", "r.html", status=2,
              says=says, cwd=folder)
    fails("auth", "similarity", "a.h5", status=2, says="B", cwd=folder)


@case
def a_report_says_what_was_found_and_runs_repeat(folder):
    still(folder, n_probes=10)
    command = ["auth", "similarity", "alice.h5", "bob.h5", "--json"]
    first = run(*command, cwd=folder).out
    assert run(*command, "--report", "r.html", cwd=folder).out == first
    page = (folder / "r.html").read_text(encoding="utf-8")
    for word in ["Channel similarity", "The same channel", "10 of 10", "statistic"]:
        assert word in page, word


@case
def help_and_list_tell_of_the_tests(_):
    text = run("auth", "similarity", "--help").out
    for word in ["--false-alarm", "--test", "--floor-db", "difference:fit=slope", "--check"]:
        assert word in text, word
    text = run("list", "similarity").out
    for word in ["difference", "enrolled", "correlation"]:
        assert word in text, word


main()
