#!/usr/bin/env python3
"""`phyward sounding evaluate`: waveforms found, synchronised and estimated, beside their
bounds."""

from harness import case, fails, main, run

EVALUATE = ["sounding", "evaluate"]


def rows(*options):
    """What a run gave: of waveforms, and of their estimates."""
    done = run(*EVALUATE, *options, "--json").json
    return done["rows"], done["estimates"]


@case
def every_waveform_reaches_its_bounds(_):
    points, estimates = rows("--snr", "20", "-n", "200", "--threads", "2")
    assert len(points) == 9 and len({p["waveform"] for p in points}) == 9
    for point in points:
        assert point["detected"] == point["bursts"] == 200, point
        assert point["false"] == 0 and point["cfo_ambiguous"] == 0, point
        # A ratio of 200 has the relative deviation 1/20: five of them.
        assert abs(point["cfo_ratio"] - 1) < 0.25, point
        if point["waveform"] == "tone":
            assert point["timing_ratio"] is None and point["clock_ratio"] is None
        else:
            assert abs(point["timing_ratio"] - 1) < 0.25, point
            assert abs(point["clock_ratio"] - 1) < 0.25, point
            low, high = point["timing_ratio_interval"]
            assert low < point["timing_ratio"] < high
    assert len(estimates) == 27
    by_name = {(e["waveform"], e["estimator"]): e for e in estimates}
    for (waveform, estimator), estimate in by_name.items():
        if estimator == "ls":
            # 64 carriers of 200 bursts and more; the tone has one: its deviation is 7 %.
            most = 0.36 if waveform == "tone" else 0.06
            assert abs(estimate["ratio"] - 1) < most, estimate
        if estimator == "pursuit" and waveform != "tone":
            assert abs(estimate["ratio"] - 1) < 0.3, estimate
            least_squares = by_name[waveform, "ls"]
            assert estimate["mse"] < 0.1 * least_squares["mse"], (estimate, least_squares)


@case
def a_burst_below_the_noise_is_found_by_the_longer_waveform(_):
    points, _ = rows("-w", "wifi-ltf,m-sequence:order=9", "--snr", "-40,-10", "-n", "100",
                     "-e", "ls")
    found = [p["detected"] for p in points]
    assert found[0] == 0 and found[2] == 0 and found[1] < 20 and found[3] > 95, points
    assert points[0]["cfo_rms"] is None and points[0]["cfo_ratio"] is None
    for point in points:
        low, high = point["detection_interval"]
        assert low <= point["detected"] / 100 <= high


@case
def over_many_paths_a_prior_beats_least_squares(_):
    _, estimates = rows("-w", "zadoff-chu:length=139", "--profile", "exponential",
                        "--delay-spread", "100ns", "--snr", "0:10:20", "-n", "100",
                        "-e", "ls,lmmse:rms=2:earliest=-3,taps:pick=all:taps=24:earliest=-4")
    assert [e["snr_db"] for e in estimates] == [0, 0, 0, 10, 10, 10, 20, 20, 20]
    for ls, lmmse, taps in zip(estimates[::3], estimates[1::3], estimates[2::3]):
        assert lmmse["mse"] < ls["mse"] / 2 and lmmse["mse"] < taps["mse"], (ls, lmmse, taps)
        low, high = ls["mse_interval"]
        assert low < ls["mse"] < high and abs(ls["ratio"] - 1) < 0.1


@case
def what_an_estimator_can_t_have_is_told(_):
    _, estimates = rows("-w", "tone,wifi-ltf", "--snr", "20", "-n", "20", "-e", "taps,esprit")
    assert [e["mse"] is None for e in estimates] == [True, True, False, False], estimates
    assert "16 taps" in estimates[0]["note"] and estimates[2]["note"] is None


@case
def the_same_seed_gives_the_same_on_any_threads(_):
    options = [*EVALUATE, "-w", "gold,golay", "--snr", "0,10", "-n", "50", "--json"]
    one = run(*options).out
    assert one == run(*options, "--threads", "3").out
    assert one != run(*options, "--seed", "2").out


@case
def pictures_are_drawn_whole_or_not_at_all(folder):
    try:
        run(*EVALUATE, "-w", "gold,tone", "--snr", "0:10:20", "-n", "20", "--plot", "p.svg",
            cwd=folder)
    except AssertionError as error:
        assert "gnuplot" in str(error), error
        return
    assert "<svg" in (folder / "p.svg").read_text()
    fails(*EVALUATE, "-w", "gold", "--snr", "0", "-n", "5", "--plot", "none/p.svg", status=4,
          says="none", cwd=folder)


@case
def what_makes_no_trial_is_refused(folder):
    for options, says in [(["-w", "sawtooth"], ["sawtooth", "zadoff-chu"]),
                          (["-w", "gold,,tone"], ["--waveform", "empty"]),
                          (["-w", "gold:order=99"], ["order"]),
                          (["-e", "wiener"], ["--estimator", "lmmse"]),
                          (["-e", "taps:width=2"], ["--estimator", "width"]),
                          (["--snr", "0:0:30"], ["--snr", "step"]),
                          (["--snr", "0:10"], ["--snr", "FROM:STEP:TO"]),
                          (["--snr", "loud"], ["--snr"]),
                          (["-n", "0"], ["--trials"]),
                          (["-n", "1M"], ["bursts in all"]),
                          (["--delay-spread", "1us"], ["--delay-spread", "--profile"]),
                          (["--profile", "tdl-a", "--delay-spread", "100us"],
                           ["guard", "samples late"])]:
        fails(*EVALUATE, *options, status=2, says=says, cwd=folder)


@case
def the_help_names_its_options(_):
    page = run(*EVALUATE, "--help").out
    for option in ["--waveform", "--estimator", "--snr", "--profile", "--cfo"]:
        assert option in page


main()
