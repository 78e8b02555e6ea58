#!/usr/bin/env python3
"""`phyward list profile`: every standard table with its moments, and profiles that a
scenario names or cannot have."""

from harness import SCENARIOS, case, fails, main, run

# Name, taps, unit, mean excess delay, RMS delay spread, longest delay, sum of powers:
# computed from the documents' tables by an independent program.
KNOWN = [
    ("tdl-a", 23, "norm", 0.88774, 1.0001, 9.6586, 3.46766),
    ("tdl-b", 23, "norm", 0.76942, 0.99999, 4.7834, 7.09303),
    ("tdl-c", 24, "norm", 0.72886, 1, 8.6523, 5.8745),
    ("tdl-d", 14, "norm", 0.16947, 0.99372, 12.525, 1.07564),
    ("tdl-e", 15, "norm", 0.1829, 1.0002, 20.6519, 1.11059),
    ("tdla30", 12, "ns", 25.606, 30.001, 290, 2.15472),
    ("tdlb100", 12, "ns", 75.519, 100.37, 480, 7.33492),
    ("tdlc300", 12, "ns", 212.72, 300.29, 2595, 3.29962),
    ("epa", 7, "ns", 44.201, 43.129, 410, 3.11233),
    ("eva", 9, "ns", 253.92, 356.65, 2510, 4.14593),
    ("etu", 9, "ns", 561.24, 990.94, 5000, 6.39993),
    ("itu-vehicular-a", 6, "ns", 254.35, 370.39, 2510, 2.06184),
    ("itu-vehicular-b", 6, "ns", 1498.1, 4001.4, 20000, 1.74296),
    ("itu-pedestrian-a", 4, "ns", 14.428, 45.994, 410, 1.12442),
    ("itu-pedestrian-b", 6, "ns", 409.1, 633.42, 3700, 2.46495),
    ("cost207-ra", 4, "ns", 98.906, 126.38, 600, 1.74096),
    ("cost207-ra6", 6, "ns", 63.744, 97.696, 500, 1.65481),
    ("cost207-tu", 6, "ns", 704.38, 1067.8, 5000, 2.64182),
    ("cost207-tu6alt", 6, "ns", 674.5, 1061.6, 5000, 2.64182),
    ("cost207-tu12", 12, "ns", 959.86, 1000, 5000, 4.41993),
    ("cost207-tu12alt", 12, "ns", 963.26, 1009.2, 5000, 4.32335),
    ("cost207-bu", 6, "ns", 2147.6, 2391.5, 6600, 3.34767),
    ("cost207-bu6alt", 6, "ns", 2079.7, 2408.4, 6600, 3.40882),
    ("cost207-bu12", 12, "ns", 2578, 2488.2, 10000, 5.33315),
    ("cost207-bu12alt", 12, "ns", 2615.8, 2553.2, 10000, 5.18014),
    ("cost207-ht", 6, "ns", 2067.8, 5035.2, 17200, 2.54288),
    ("cost207-ht6alt", 6, "ns", 1215, 3923.9, 17200, 2.41606),
    ("cost207-ht12", 12, "ns", 3131.6, 4984, 20000, 3.79318),
    ("cost207-ht12alt", 12, "ns", 2702.3, 5097.8, 20000, 3.79318),
    ("cost259-tux", 20, "ns", 500.43, 500.06, 2140, 0.999205),
    ("cost259-rax", 10, "ns", 88.538, 100.01, 528, 1.00061),
    ("cost259-htx", 20, "ns", 893.9, 3039.8, 18016, 0.999549),
    ("tgn-a", 1, "ns", 0, 0, 0, 1),
    ("tgn-b", 9, "ns", 13.998, 15.647, 80, 2.33407),
    ("tgn-c", 14, "ns", 29.607, 33.439, 200, 3.33279),
    ("tgn-d", 18, "ns", 45.627, 50.163, 390, 5.53755),
    ("tgn-e", 18, "ns", 95.706, 98.984, 730, 5.82099),
    ("tgn-f", 18, "ns", 145.93, 148.8, 1050, 7.27473),
]


@case
def every_standard_table_is_listed_with_its_moments(folder):
    rows = {row["name"]: row for row in run("list", "profile", "--json").json["rows"]}
    assert len(rows) >= len(KNOWN) == 38, sorted(rows)
    for name, taps, unit, mean, spread, longest, power in KNOWN:
        row = rows[name]
        assert row["family"] == "profile" and row["summary"] and row["reference"], row
        assert row["taps"] == taps and row["delay_unit"] == unit, row
        for key, value in [("mean_excess_delay", mean), ("rms_delay_spread", spread),
                           ("max_delay", longest)]:
            assert abs(row[key] - value) <= 5.1e-5 * value, (name, key, row[key])
        assert abs(row["power_sum"] - power) <= 5.1e-6 * power, row


@case
def profiles_that_are_no_table_are_listed_too(folder):
    rows = {row["name"]: row for row in run("list", "profile", "--json").json["rows"]}
    for name in ["flat", "exponential", "two-ray"]:
        assert rows[name]["power_sum"] > 0, rows[name]
    assert [p["name"] for p in rows["two-ray"]["params"]] == ["power_db", "steady"]
    assert rows["two-ray"]["rms_delay_spread"] == 1, rows["two-ray"]


@case
def the_list_can_be_read_without_json(folder):
    out = run("list", "profile").out
    for name, *_ in KNOWN:
        assert f"\n  {name} " in out, name
    assert "rms_delay_spread" in out and "3GPP TR 38.901" in out


@case
def any_profile_can_be_simulated(folder):
    for name in ["tdl-e", "tdla30", "etu", "itu-vehicular-b", "cost207-ht12",
                 "cost259-rax", "tgn-f", "two-ray"]:
        run("simulate", SCENARIOS / "walking-wifi.yaml", "-o", folder / name, "--seed", 1,
            "--set", f"profile={name}", "--set", "n_probes=20")


@case
def taps_can_be_written_out(folder):
    for number, profile in enumerate(["0ns 0dB k=6dB, 30ns -1dB",
                                      "0ns 0dB k=los, 1.2us -10dB spectrum=gauss2",
                                      "two-ray:power_db=-6", "tgn-d:los=yes"]):
        run("simulate", SCENARIOS / "walking-wifi.yaml", "-o", folder / str(number),
            "--seed", 1, "--set", f"profile={profile}", "--set", "n_probes=20")


@case
def written_taps_that_cannot_be_are_refused_with_their_place(folder):
    for profile, says in [("0ns 0dB, -30ns -1dB", ["tap 1", "negative"]),
                          ("", ["profile", "empty"]),
                          ("0ns 0dB,", ["tap 1", "empty"]),
                          ("0ns", ["tap 0", "no power"]),
                          ("0ns 0dB k=strong", ["tap 0", "k", "strong"]),
                          ("0ns 0dB spectrum=violet", ["tap 0", "violet"]),
                          (",".join(["0ns 0dB"] * 65), ["more than 64"]),
                          ("cost207-ra:k_db=1e9", ["k_db"])]:
        fails("simulate", SCENARIOS / "walking-wifi.yaml", "-o", "out", "--set",
              f"profile={profile}", status=2, says=says, cwd=folder)


@case
def surfaces_of_no_or_a_billion_elements_are_refused(folder):
    for elements in ["0", "1000000000", "1e30", "-1", "nan"]:
        fails("simulate", SCENARIOS / "walking-wifi.yaml", "-o", "out", "--set",
              f"surface.elements={elements}", status=2, says=["elements"], cwd=folder)


@case
def a_profile_that_is_not_there_is_refused(folder):
    fails("simulate", SCENARIOS / "walking-wifi.yaml", "-o", "out", "--set",
          "profile=tdl-q", status=2, says=["profile", "tdl-q"], cwd=folder)
    fails("list", "profle", status=2, says=["profle", "profile"], cwd=folder)


main()
