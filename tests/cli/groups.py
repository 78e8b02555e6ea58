#!/usr/bin/env python3
"""`phyward group`: keys of many pairs, one of all of them, and what neighbours hear."""

from harness import SCENARIOS, SANITIZED, case, fails, main, run

WALKERS = SCENARIOS / "group-walkers.yaml"
QUICK = ["--key-bits", "128", "--quantizer", "median", "--set", "n_probes=800",
         "--set", "subcarriers=4", "--set", "spacing_hz=4MHz"]


@case
def every_walker_of_the_shipped_hall_has_the_groups_key(_):
    if SANITIZED:
        return
    found = run("group", WALKERS, "--key-bits", "128", "--threads", "2", "--json").json
    assert found["topology"] == "star" and found["links"] == 8 and found["keys"] == 8
    assert found["members"] == found["agreed"] == 9 and found["excluded"] == 0
    assert found["group_key_bits"] == 128 and found["broadcasts"] == 7
    assert found["broadcast_bytes"] == 7 * (12 + 16 + 8)
    # 2^-64 of the whole is 2^-67 of each of eight.
    assert found["epsilon_bits"] == 64 and found["link_epsilon_bits"] == 67
    assert len(found["fingerprint"]) == 16 and len(found["rows"]) == 8
    pair, far = found["rows"][:2], found["rows"][2:]
    # Half a wavelength off: J0(pi) = -0.304 of the channels. The rest share nothing.
    for row in pair:
        assert abs(row["neighbour_wavelengths"] - 0.5) < 0.001, row
        assert abs(row["neighbour_channel_correlation"] - 0.3042) < 0.001, row
    for row in far:
        assert row["neighbour_channel_correlation"] < 1e-6, row
    worst = max(row["neighbour_information_bits"] for row in far)
    assert min(row["neighbour_information_bits"] for row in pair) > worst, found["rows"]


@case
def a_neighbour_in_the_same_place_leaves_nothing(_):
    beside = ["--set", "nodes.user2.position_m=8.0001,-6,1.2"]
    rows = run("group", WALKERS, *QUICK, *beside, "--links", "2", "--topology", "pairs",
               "--json").json["rows"]
    for row in rows:
        assert row["neighbour_channel_correlation"] > 0.999, row
        assert row["certified_bits"] == 0 and row["key_bits"] == 0, row


@case
def a_chain_hands_the_key_on_and_breaks_where_a_link_has_none(_):
    still = ["--set", "nodes.user3.velocity_m_s=0,0,0",
             "--set", "nodes.user4.velocity_m_s=0,0,0"]
    chain = ["group", WALKERS, *QUICK[:4], "--topology", "chain", "--links", "4", "--json"]
    whole = run(*chain).json
    keyed = [row["key_bits"] > 0 for row in whole["rows"]]
    found = run(*chain, *still).json
    now = [row["key_bits"] > 0 for row in found["rows"]]
    # user3 and user4 both stand: their link is one constant.
    assert found["rows"][3]["from"] == "user3" and found["rows"][3]["to"] == "user4"
    assert keyed[3] and not now[3], (keyed, now)
    assert found["members"] < whole["members"], (found, whole)
    assert found["agreed"] == found["members"]


@case
def pairs_have_keys_and_no_group(_):
    found = run("group", WALKERS, *QUICK, "--topology", "pairs", "--links", "3",
                "--json").json
    assert "members" not in found and found["links"] == 3
    text = run("group", WALKERS, *QUICK, "--topology", "pairs", "--links", "3").out
    assert "wavelengths off" in text and "members" not in text


@case
def the_bytes_do_not_depend_on_threads_but_on_the_seed(_):
    arguments = ["group", WALKERS, *QUICK, "--links", "10", "--topology", "pairs", "--json"]
    outs = [run(*arguments, "--threads", threads).out for threads in (1, 2, 3)]
    assert outs[0] == outs[1] == outs[2]
    assert run(*arguments, "--seed", "2").out != outs[0]


@case
def more_links_than_ends_take_the_ends_again_over_new_channels(_):
    rows = run("group", WALKERS, *QUICK, "--links", "10", "--topology", "pairs",
               "--json").json["rows"]
    assert rows[8]["to"] == rows[0]["to"] == "user1" and rows[8]["from"] == "base"
    assert rows[8]["neighbour_correlation"] != rows[0]["neighbour_correlation"]


@case
def a_hall_where_nobody_moves_gives_no_key_and_says_so(_):
    fails("group", WALKERS, *QUICK, "--set", "doppler_hz=0", "--links", "2", status=6,
          says="no link has a key of the 256 bits")


@case
def the_report_draws_the_neighbours(folder):
    run("group", WALKERS, *QUICK, "--topology", "pairs", "--links", "4", "--report",
        "g.html", cwd=folder)
    page = (folder / "g.html").read_text()
    assert "What neighbours hear" in page and "Keys of a group" in page


@case
def bad_input_says_what_is_wrong(folder):
    fails("group", SCENARIOS / "walking-wifi.yaml", status=3, says="at least two nodes")
    fails("group", WALKERS, "--topology", "ring", status=2, says="topology")
    fails("group", WALKERS, "--links", "2", "--epsilon", "256", status=2,
          says=["--epsilon", "at most 255"])
    fails("group", WALKERS, "--links", "0", status=2, says="links")
    fails("group", folder / "none.yaml", status=3, says="none.yaml")
    fails("group", status=2, says="SCENARIO")
    assert "phyward group" in run("group", "--help").out


main()
