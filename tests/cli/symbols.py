#!/usr/bin/env python3
"""`phyward symbols evaluate` and `phyward bench cipher`: what encrypted symbols cost and
leak."""

from harness import case, fails, main, run


@case
def figures_of_symbols_stand_beside_their_closed_forms(_):
    done = run("symbols", "evaluate", "--modulation", "qam16", "--cipher", "rotate8",
               "--snr-db", "15", "-n", "50000", "--seed", "4", "--json").json
    n = done["n_symbols"]
    assert n >= 50000 and done["seed"] == 4
    for who in ["bob", "eve"]:
        want = done[f"{who}_closed_form"]
        assert abs(done[f"{who}_ser"] - want) < 5 * (want * (1 - want) / n) ** 0.5, done
        low, high = done[f"{who}_ser_interval"]
        assert low <= done[f"{who}_ser"] <= high
        assert done[f"{who}_errors"] == round(done[f"{who}_ser"] * n)
    assert done["ring_bits"] == 1.5 and done["leak_limit_bits"] == 2
    assert done["eve_blind_ser"] == 15 / 16 and done["eve_by_construction"] is False
    low, high = done["leak_interval"]
    error = (high - low) / 3.92
    assert abs(done["leak_bits"] - done["leak_closed_form_bits"]) < 5 * error
    assert abs(done["leak_closed_form_bits"] - 1.245) < 0.02
    assert done["envelope_bits"] > 1.1 and done["angle_bits"] < 0.02
    assert 0 < done["angle_bias_bits"] < 0.02 and abs(done["angle_bits"]) < 0.005
    attacks = {row["attack"]: row for row in done["attacks"]}
    assert set(attacks) == {"two-time pad", "known plaintext", "M-th power", "cumulant"}
    for row in attacks.values():
        assert row["needs"] and row["tells"] and row["chance"] < row["threshold"], row
    assert attacks["two-time pad"]["statistic"] is None
    assert attacks["two-time pad"]["succeeds"] is None
    assert attacks["known plaintext"]["succeeds"] is True
    assert attacks["M-th power"]["succeeds"] is False
    assert attacks["cumulant"]["succeeds"] is True
    assert abs(attacks["cumulant"]["statistic"] + 0.68) < 0.03
    for name in ["plain_ser", "naive_ser", "envelope_interval", "angle_interval"]:
        assert name in done, name


@case
def figures_of_symbols_are_the_same_for_the_same_seed(_):
    options = ["symbols", "evaluate", "-m", "psk8", "-c", "rotate16,permute", "-n", "5000",
               "--json"]
    assert run(*options).out == run(*options).out
    assert run(*options).out != run(*options, "--seed", "2").out


@case
def a_number_used_twice_is_shown_to_leak(_):
    done = run("symbols", "evaluate", "-m", "qpsk", "-c", "rotate8", "-n", "5000",
               "--json").json
    pad = done["attacks"][0]
    assert pad["attack"] == "two-time pad" and pad["statistic"] > 0.99 and pad["succeeds"]
    assert done["leak_bits"] == 0
    both = run("symbols", "evaluate", "-m", "qpsk", "-c", "rotate8,xor", "-n", "5000",
               "--json").json
    assert both["attacks"][0]["succeeds"] is None and both["eve_by_construction"] is True


@case
def the_grid_of_a_rotation_shows_at_a_high_snr(_):
    done = run("symbols", "evaluate", "-m", "qam16", "-c", "rotate8", "--snr-db", "60", "-n",
               "20000", "--json").json
    assert abs(done["leak_bits"] - 2) < 0.01 and done["leak_limit_bits"] == 2
    assert done["eve_closed_form"] is None and done["leak_closed_form_bits"] is None


@case
def a_histogram_of_nothing_finds_nothing(_):
    options = ["symbols", "evaluate", "-c", "xor", "--json", "-m"]
    done = run(*options, "qam16", "-n", "102400").json
    for name in ["envelope", "angle"]:
        low, high = done[f"{name}_interval"]
        assert low < 0 < high and low < done[f"{name}_bits"] < high, done
    done = run(*options, "qam256", "-n", "4000").json
    assert done["envelope_bits"] is None and done["envelope_interval"] == [None, None]


@case
def a_carrier_turned_over_has_its_closed_form(_):
    done = run("symbols", "evaluate", "-m", "bpsk", "-c", "rotate8", "--snr-db", "-10",
               "--phase-deg", "180", "-n", "50000", "--json").json
    low, high = done["bob_ser_interval"]
    assert abs(done["bob_closed_form"] - 0.6726) < 1e-4 and low - 0.005 < 0.6726 < high + 0.005


@case
def the_page_says_whether_eve_sees_anything(folder):
    for cipher, says in [("rotate8", "of every symbol"), ("xor", "Eve sees nothing")]:
        run("symbols", "evaluate", "-c", cipher, "-n", "5000", "--report", "r.html",
            cwd=folder)
        page = (folder / "r.html").read_text()
        assert says in page and "all but the key" in page, cipher


@case
def figures_of_what_has_none_are_refused(folder):
    evaluate = ["symbols", "evaluate"]
    fails(*evaluate, "-m", "dpsk4", status=2, says=["dpsk4", "differential"], cwd=folder)
    fails(*evaluate, "-m", "qam17", status=2, says="qam17", cwd=folder)
    fails(*evaluate, "-c", "permute", status=2, says=["permute", "xor"], cwd=folder)
    fails(*evaluate, "-c", "rot13", status=2, says=["--cipher", "rot13"], cwd=folder)
    fails(*evaluate, "--snr-db", "61", status=2, says="--snr-db", cwd=folder)
    fails(*evaluate, "-n", "0", status=2, says="--symbols", cwd=folder)


@case
def the_ciphers_speed_stands_beside_the_modem_s(_):
    rows = run("bench", "cipher", "--frame", "48,1000", "-n", "20000", "--json").json["rows"]
    assert len(rows) == 2 * (10 + 6 + 1)
    ciphers = {"rotate8", "rotate16", "xor", "permute", "xor,rotate8",
               "xor,permute,rotate8"}
    for row in rows:
        assert row["msymbol_per_s"] > 0 and row["share_of_demodulation"] > 0, row
        assert (row["share_of_keystream"] is not None) == (row["what"] in ciphers), row
    names = {row["what"] for row in rows}
    assert ciphers | {"memcpy", "demodulate qpsk", "modulate qam256"} <= names, names
    fails("bench", "cipher", "--frame", "0", status=2, says="--frame")


@case
def the_help_names_every_option(_):
    assert "--symbols" in run("symbols", "evaluate", "--help").out
    assert "--symbols" in run("bench", "cipher", "--help").out


main()
