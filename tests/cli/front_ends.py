#!/usr/bin/env python3
"""What of radios' flaws and of other transmitters can be chosen by name."""

from harness import case, main, run


def rows(family):
    return {row["name"]: row for row in run("list", family, "--json").json["rows"]}


@case
def list_shows_power_amplifiers_with_their_papers(_):
    found = rows("power_amplifier")
    assert list(found) == ["none", "rapp", "saleh", "ghorbani", "memory-polynomial"]
    for name in ["rapp", "saleh", "ghorbani", "memory-polynomial"]:
        assert found[name]["reference"], name
    saleh = {p["name"]: p["default"] for p in found["saleh"]["params"]}
    assert saleh == {"a": 2.1587, "b": 1.1517, "c": 4.0033, "d": 9.104}, saleh


@case
def list_shows_interferers_each_with_its_power(_):
    found = rows("interferer")
    assert set(found) >= {"tone", "burst", "ofdm", "chirp", "jammer", "reactive"}
    for row in found.values():
        assert row["params"][0]["name"] == "power_db", row
        assert row["params"][0]["unit"] == "dB", row


@case
def help_for_people_shows_the_same(_):
    text = run("list", "interferer").out
    assert "reactive" in text and "threshold_db" in text, text
    text = run("list", "power_amplifier").out
    assert "smoothness" in text and "backoff_db" in text, text


main()
