#!/usr/bin/env python3
"""`phyward uplink simulate`, `protect`, `recover` and `attack`."""

import json
import math
import shutil
import struct

from harness import RECORDINGS, SCENARIOS, Skip, case, contents, fails, main, run

UPLINK = SCENARIOS / "uplink.yaml"
TAG = RECORDINGS / "GPL-3.0" / "epc_gen2_reply.sigmf-meta"
AIRCRAFT = RECORDINGS / "adsb" / "modes1_1090M_2M.cu8"
EPC = "34000034b00710ade30000000000f165"


def tail(x):
    """Q(x): how often a normal number is above it."""
    return math.erfc(x / math.sqrt(2)) / 2


def uplink(*arguments, bits=20000, scenario="uplink.yaml", seed=1, **keys):
    settings = [f"--set=uplink_{key}={value}" for key, value in keys.items()]
    return run("uplink", "simulate", SCENARIOS / scenario, "--bits", bits, "--seed", seed,
               *settings, *arguments, "--json").json


def eve(done):
    """Eve's rows by attack."""
    return {row["attack"]: row for row in done["eve"]}


def near(measured, expected, n, sigmas=5):
    """Whether a share of n trials is within so many standard deviations of it."""
    spread = math.sqrt(expected * (1 - expected) / n)
    assert abs(measured - expected) <= sigmas * spread + 1 / n, (measured, expected, spread)


@case
def the_issues_command_gives_its_fields(_):
    done = run("uplink", "simulate", UPLINK, "--bits", "100000", "--json").json
    assert done["bits"] >= 100000 and done["seed"] == 1
    assert 40 < done["cancellation_db"] < 50, done["cancellation_db"]
    near(done["reader_ber"], done["reader_theory_ber"], done["bits"])
    assert done["reader_ber_low"] <= done["reader_ber"] <= done["reader_ber_high"]
    for row in done["eve"]:
        for field in ["attack", "ber", "ber_low", "ber_high", "mutual_information"]:
            assert field in row, (field, row)
        assert row["ber_low"] <= row["ber"] <= row["ber_high"], row
    # Aligned circular Gaussian noise at 20 dB leaves Q(sqrt(2 / 100)) whatever Eve's SNR;
    # her own noise at 20 dB takes hardly anything more.
    for attack in ["slicer", "likelihood", "whitened"]:
        row = eve(done)[attack]
        near(row["ber"], tail(math.sqrt(2 / (100 + 0.02))), done["bits"])
        assert row["mutual_information"] < 0.0143 + 0.004, row
    assert done["strongest"] in eve(done)
    # At Eb/N0 of 20 dB at the reader nothing is lost but by her own noise.
    lost = done["replies"] - done["replies_crc_ok"]
    assert lost <= done["reader_errors"] and done["replies_crc_ok"] > 0, done
    assert (lost == 0) == (done["reader_errors"] == 0), done


@case
def the_strongest_is_named_with_those_that_it_is_not_told_from(_):
    # Aligned noise: slicer, likelihood and whitened are one decision.
    done = uplink(bits=5000)
    assert done["strongest_is_clear"] is False
    rivals = done["not_told_apart"].split(", ")
    assert done["strongest"] not in rivals and len(rivals) >= 2, rivals
    low, high = done["strongest_information_interval"]
    assert low <= done["strongest_information"] <= high <= 1, done
    alone = uplink(eve_antennas=2, bits=5000)
    assert alone["strongest"] == "nulling" and alone["strongest_is_clear"] is True
    assert alone["not_told_apart"] == "", alone


@case
def replies_too_short_for_a_crc_say_so(_):
    assert uplink(bits=1000)["replies_crc_ok"] is not None
    done = uplink("--set=uplink_bits=31", bits=1000)
    assert done["replies"] == 33 and done["replies_crc_ok"] is None, done


@case
def every_gaussian_law_gives_its_closed_form(_):
    expected = {"antisymmetric": tail(math.sqrt(1 / (50 + 0.01))),
                "halfbit": tail(math.sqrt(1 / (25 + 0.01)))}
    for law, ber in expected.items():
        done = uplink(noise=law)
        near(eve(done)["likelihood"]["ber"], ber, done["bits"])
    for law in ["antisymmetric", "halfbit", "white", "shaped"]:
        for jsr in [0, 10, 20]:
            done = uplink(noise=law, jsr_eve_db=jsr, bits=4000)
            for attack in ["slicer", "likelihood"]:
                row = eve(done)[attack]
                near(row["ber"], row["theory_ber"], done["bits"])


@case
def without_noise_reader_and_eve_are_on_the_coherent_curve(_):
    # Eb/N0 8 dB: Q(sqrt(10^0.8)) = 6.004e-3, and for FM0 with memory 2 q (1 - q).
    q = tail(math.sqrt(10 ** 0.8))
    assert abs(q - 6.004e-3) < 1e-6, q
    for code, ber in [("manchester", q), ("fm0", 2 * q * (1 - q))]:
        done = uplink(code=code, eb_n0_reader_db=8, eb_n0_eve_db=8, jsr_reader_db=-100,
                      jsr_eve_db=-100, cancellation_db=120)
        # Errors of FM0 come in pairs: twice the variance.
        near(done["reader_ber"], ber, done["bits"] / 2, sigmas=5)
        near(eve(done)["slicer"]["ber"], ber, done["bits"] / 2, sigmas=5)


@case
def binary_noise_fools_a_slicer_and_nobody_else(_):
    done = uplink(noise="binary")
    # The four points' phases differ by reply: the slicer's closed form is their mean.
    near(eve(done)["slicer"]["ber"], eve(done)["slicer"]["theory_ber"], done["bits"])
    loud = eve(uplink(noise="binary", jsr_eve_db=1, eb_n0_eve_db=5))["slicer"]
    near(loud["ber"], loud["theory_ber"], loud["bits"])
    assert eve(done)["slicer"]["ber"] > 0.4
    assert eve(done)["likelihood"]["ber"] <= 0.01
    assert eve(done)["joint"]["ber"] <= 0.01
    assert eve(done)[done["strongest"]]["mutual_information"] > 0.95


@case
def a_second_antenna_of_eve_beats_one_jammer(_):
    done = uplink(eve_antennas=2)
    row = eve(done)["nulling"]
    assert done["strongest"] == "nulling" and row["ber"] < 0.05, row
    # By reply the paths' phases make one error rate; so the spread is theirs.
    assert abs(row["ber"] - row["theory_ber"]) < 0.01, row
    one = uplink(eve_antennas=1)
    assert [r["attack"] for r in one["left_out"]] == ["nulling"], one["left_out"]


@case
def noise_off_the_edges_is_whitened_away(_):
    aligned = eve(uplink(noise="antisymmetric"))["whitened"]
    shifted = eve(uplink(noise="antisymmetric", edge_offset=0.05))["whitened"]
    robust = eve(uplink(noise="shaped", edge_offset=0.05))["whitened"]
    assert aligned["ber"] > 0.4 and shifted["ber"] < 0.05, (aligned, shifted)
    assert robust["ber"] > 0.15, robust


@case
def repeated_reads_add_up(_):
    # S = 2 N / J: .444 becomes .327 after ten reads at 20 dB.
    done = uplink(reads=10, bits=5000, eb_n0_eve_db=60)
    near(eve(done)["likelihood"]["ber"], tail(math.sqrt(20 / 100)), done["bits"])


@case
def hardware_limits_and_taps_show_in_the_cancellation(_):
    for limit in [20, 30]:
        done = uplink(cancellation_db=limit, eb_n0_reader_db=25, bits=5000)
        assert abs(done["cancellation_db"] - limit) < 1, done["cancellation_db"]
        near(done["reader_ber"], done["reader_theory_ber"], done["bits"])
    few = uplink(taps=3, reader_taps=1, noise="white", cancellation_db=120, bits=5000)
    enough = uplink(taps=3, reader_taps=4, noise="white", cancellation_db=120, bits=5000)
    assert few["cancellation_db"] < 10 < 40 < enough["cancellation_db"]


@case
def the_second_scenario_is_lost_and_says_so(_):
    done = uplink(scenario="uplink-two-antennas.yaml", bits=5000)
    assert done["strongest"] == "nulling", done["strongest"]
    assert eve(done)["nulling"]["ber"] < 0.15, done["eve"]


@case
def threads_do_not_show_and_seeds_do(_):
    one = uplink(bits=5000)
    assert uplink("--threads", 3, bits=5000) == one
    assert uplink(bits=5000, seed=2)["eve"] != one["eve"]
    rayleigh = uplink(scenario="uplink-two-antennas.yaml", bits=2000)
    assert uplink("--threads", 2, scenario="uplink-two-antennas.yaml",
                  bits=2000) == rayleigh


@case
def a_report_is_one_page(folder):
    text = run("uplink", "simulate", UPLINK, "--bits", 1000, "--report", folder / "r.html").out
    assert "what Eve learns, by attack" in text
    page = (folder / "r.html").read_text()
    for word in ["Protected uplink", "strongest attack", "likelihood", "cancellation"]:
        assert word in page, word


@case
def bad_scenarios_and_options_are_refused(folder):
    fails("uplink", "simulate", "none.yaml", status=3, says="none.yaml", cwd=folder)
    fails("uplink", "simulate", UPLINK, "--bits", "10", status=2, says="--bits", cwd=folder)
    for key, value, word in [("uplink_noise", "pink", "antisymmetric"),
                             ("uplink_noise", "shaped:x=1", "x"),
                             ("uplink_code", "miller", "fm0"),
                             ("uplink_bits", "7", "uplink_bits"),
                             ("uplink_taps", "1.5", "uplink_taps"),
                             ("uplink_eve_antennas", "9", "8"),
                             ("uplink_jsr_eve_db", "nan", "uplink_jsr_eve_db")]:
        fails("uplink", "simulate", UPLINK, f"--set={key}={value}", "--report", "r.html",
              status=2, says=["--set", word], cwd=folder)
    (folder / "bad.yaml").write_text("description: x\nuplink_noise: pink\n")
    fails("uplink", "simulate", "bad.yaml", status=3, says=["bad.yaml:2", "uplink_noise"],
          cwd=folder)
    fails("uplink", "simulate", UPLINK, "--bits", 500, "--report", "no/r.html", status=4,
          says="no/r.html", cwd=folder)


@case
def families_list_codes_laws_and_attacks(_):
    for family, name in [("line_code", "fm0"), ("noise", "antisymmetric"),
                         ("attack", "nulling"), ("scenario", "uplink_noise")]:
        assert name in run("list", family).out, family


def key(folder, name="k.bin", fill=1):
    path = folder / name
    path.write_bytes(bytes([fill] * 32))
    path.chmod(0o600)
    return path


def there(*recordings):
    for recording in recordings:
        if not recording.is_file():
            raise Skip(f"{recording.name} is not here")


def protect(folder, recording, *arguments, name="noisy"):
    options = ["--rate", "2M", "--freq", "1090M"] if recording == AIRCRAFT else []
    return run("uplink", "protect", recording, *options, "--seed-key", folder / "k.bin",
               "-o", folder / f"{name}.sigmf-meta", *arguments, "--json").json


def recover(folder, *arguments, name="noisy"):
    return run("uplink", "recover", folder / f"{name}.sigmf-meta", "--seed-key",
               folder / "k.bin", *arguments, "--json").json


def attack(folder, recording, name="noisy"):
    return run("uplink", "attack", folder / f"{name}.sigmf-meta", "--truth", recording,
               "--json").json


@case
def the_issues_commands_protect_and_recover_a_tags_replies(folder):
    there(TAG)
    key(folder)
    done = run("uplink", "protect", TAG, "--jsr-db", "20", "--seed-key", "k.bin", "-o",
               "noisy.sigmf-meta", "--json", cwd=folder).json
    assert done["messages"] == 2 and done["crc_ok"] == 2, done
    assert done["rows"][0]["hex"] == EPC and done["rows"][0]["bits"] == 128
    assert done["rows"][1]["hex"].startswith("ffff")
    assert "along the carrier" in done["component"]
    read = run("uplink", "recover", "noisy.sigmf-meta", "--seed-key", "k.bin", "--json",
               cwd=folder).json
    assert read["messages"] == 2 and read["crc_ok"] == 2, read
    assert [row["hex"] for row in read["rows"]] == [row["hex"] for row in done["rows"]]
    assert read["cancellation_db"] > 30, read["cancellation_db"]
    # It is a recording like others, and under the noise an ordinary reader finds nothing.
    info = run("info", "noisy.sigmf-meta", "--json", cwd=folder).json
    assert info["sha512"] == "good" and info["datatype"] == "rf32_le", info
    key(folder, "other.bin", fill=2)
    fails("uplink", "protect", "noisy.sigmf-meta", "--seed-key", "other.bin", "-o",
          "twice.sigmf-meta", status=6, says=["noisy.sigmf-meta", "nothing to protect"],
          cwd=folder)


@case
def a_tags_replies_come_back_in_every_draw_and_eve_is_on_the_closed_form(folder):
    there(TAG)
    key(folder)
    for law, draws in [("shaped", 30), ("antisymmetric", 30)]:
        good = errors = bits = 0
        theory = strongest = 0
        for seed in range(draws):
            sent = protect(folder, TAG, "--noise", law, "--seed", seed)
            read = recover(folder)
            good += read["crc_ok"]
            seen = attack(folder, TAG)
            row = eve(seen)["likelihood"]
            errors, bits = errors + row["errors"], bits + row["bits"]
            theory += row["theory_ber"] / draws
            strongest += min(r["ber"] for r in seen["eve"]) / draws
            assert abs(seen["jsr_db"] - 20) < 4, seen["jsr_db"]
            assert sent["frame"] == read["frame"]
        assert good == 2 * draws, (law, good)
        # Errors of FM0 come in pairs: twice the variance; and a tag's real levels.
        near(errors / bits, theory, bits / 2, sigmas=5)
        # The best of five attacks on 160 bits is below the average by chance, too.
        assert strongest > 0.3, (law, strongest)


@case
def binary_noise_over_a_real_tag_is_read_by_eve(folder):
    there(TAG)
    key(folder)
    protect(folder, TAG, "--noise", "binary")
    seen = attack(folder, TAG)
    assert eve(seen)["likelihood"]["ber"] <= 0.01, seen["eve"]
    assert eve(seen)["joint"]["ber"] <= 0.01, seen["eve"]
    assert eve(seen)["likelihood"]["theory_ber"] <= 0.01, seen["eve"]
    assert eve(seen)["slicer"]["theory_ber"] > 0.4, seen["eve"]
    assert seen["strongest"] in ("likelihood", "joint"), seen["strongest"]
    assert recover(folder)["crc_ok"] == 2


@case
def an_aircrafts_messages_come_back_and_eve_is_on_the_closed_form(folder):
    there(AIRCRAFT)
    key(folder)
    sent = protect(folder, AIRCRAFT)
    assert sent["crc_ok"] == sent["messages"] >= 302, sent["messages"]
    squitters = [row for row in sent["rows"] if row["hex"].startswith("8d")
                 or row["hex"].startswith("8f")]
    assert len(squitters) >= 141 and squitters[0]["hex"] == "8f4d2023587f345e35837e2218b2"
    assert "circular" in sent["component"]
    read = recover(folder, "--truth", AIRCRAFT)
    # What an ordinary receiver just reads is lost by the least residual: of 341, over
    # many draws, 1.4 on average and 4 at most.
    assert read["crc_ok"] >= 0.98 * sent["messages"], (read["crc_ok"], sent["messages"])
    assert read["crc_ok"] >= 302 and read["cancellation_db"] > 35, read["cancellation_db"]
    before = {row["start"]: row["hex"] for row in sent["rows"]}
    for row in read["rows"]:
        # The last 7 bits of format 11 hold an interrogator's code as well as parity.
        n = -2 if row["hex"][:2] in ("58", "59", "5a", "5b", "5c", "5d", "5e", "5f") else None
        assert not row["crc_ok"] or before[row["start"]][:n] == row["hex"][:n], row
    seen = attack(folder, AIRCRAFT)
    row = eve(seen)["likelihood"]
    # Independent half bits: Q(sqrt(4 / 100)) = .4207, and levels that vary. To .01, as
    # 31,000 bits allow to .0028 for each standard deviation.
    assert abs(row["ber"] - 0.4207) < 0.014 and abs(row["theory_ber"] - 0.4207) < 0.002
    assert all(r["ber"] > 0.40 for r in seen["eve"]), seen["eve"]
    assert all(r["mutual_information"] < 0.0283 + 0.008 for r in seen["eve"])


@case
def another_key_stream_or_frame_reads_nothing(folder):
    there(TAG)
    key(folder)
    key(folder, "other.bin", fill=2)
    protect(folder, TAG)
    fails("uplink", "recover", "noisy.sigmf-meta", "--seed-key", "other.bin", status=5,
          says=["noisy.sigmf-meta", "key"], cwd=folder)
    for field in ["stream", "frame"]:
        meta = json.loads((folder / "noisy.sigmf-meta").read_text())
        meta["global"][f"phyward:{field}"] += 1
        (folder / "changed.sigmf-meta").write_text(json.dumps(meta))
        shutil.copy(folder / "noisy.sigmf-data", folder / "changed.sigmf-data")
        fails("uplink", "recover", "changed.sigmf-meta", "--seed-key", "k.bin", status=5,
              says=["changed.sigmf-meta", field], cwd=folder)


@case
def noise_never_serves_twice(folder):
    there(TAG)
    key(folder)
    assert protect(folder, TAG)["frame"] == 0
    assert protect(folder, TAG, name="b")["frame"] == 1
    assert protect(folder, TAG, "--frame", 7)["frame"] == 7
    for frame in [7, 3]:
        fails("uplink", "protect", TAG, "--seed-key", "k.bin", "-o", "c.sigmf-meta",
              "--frame", frame, status=5, says="frame", cwd=folder)
    data = [contents(folder)[f"{name}.sigmf-data"] for name in ("noisy", "b")]
    assert data[0] != data[1]


@case
def the_same_number_and_seed_give_the_same_bytes_and_tell_nothing(folder):
    there(TAG)
    files = []
    for name in ["one", "two"]:
        (folder / name).mkdir()
        key(folder / name)
        protect(folder / name, TAG, "--frame", 5, "--stream", 3)
        files.append({path: text for path, text in contents(folder / name).items()
                      if "sigmf" in path})
    assert files[0] == files[1] and len(files[0]) == 2
    meta = files[0]["noisy.sigmf-meta"].decode()
    for secret in [EPC, EPC[:12], "01" * 16, "datetime", str(folder), "tap"]:
        assert secret not in meta, secret
    read = json.loads(meta)["global"]
    assert read["phyward:stream"] == 3 and read["phyward:frame"] == 5
    assert "GPL" in read["core:license"] or "gpl" in read["core:license"]


@case
def channels_of_several_taps_are_estimated(folder):
    there(TAG)
    key(folder)
    for law in ["white", "halfbit", "shaped"]:
        protect(folder, TAG, "--noise", law, "--channel-taps", 3)
        read = recover(folder, "--truth", TAG)
        assert read["crc_ok"] == 2 and read["cancellation_db"] > 30, (law, read)


@case
def bad_protection_is_refused_and_nothing_written(folder):
    there(TAG, AIRCRAFT)
    key(folder)

    def refused(*arguments, status, says):
        fails("uplink", "protect", *arguments, status=status, says=says, cwd=folder)

    out = ["--seed-key", "k.bin", "-o", "n.sigmf-meta"]
    refused(TAG, "-o", "n.sigmf-meta", status=2, says="--seed-key")
    refused(TAG, "--seed-key", "k.bin", status=2, says="--output")
    refused(TAG, "--seed-key", "none.bin", "-o", "n.sigmf-meta", status=3, says="none.bin")
    refused(TAG, *out, "--noise", "pink", status=2, says=["--noise", "shaped"])
    refused(TAG, *out, "--signal", "lora", status=2, says=["--signal", "mode-s"])
    refused(TAG, *out, "--jsr-db", "99", status=2, says="--jsr-db")
    refused(TAG, *out, "--signal", "mode-s", status=3, says=["2e+06", "Mode S"])
    refused(AIRCRAFT, *out, status=3, says="--rate")
    refused(AIRCRAFT, *out, "--rate", "3M", status=3, says="3e+06")
    refused("none.sigmf-meta", *out, status=3, says="none.sigmf-meta")
    (folder / "quiet.cu8").write_bytes(bytes([127, 128]) * 5000)
    refused("quiet.cu8", *out, "--rate", "2M", status=6, says=["quiet.cu8", "mode-s"])
    (folder / "open.bin").write_bytes(bytes(32))
    (folder / "open.bin").chmod(0o644)
    refused(TAG, "--seed-key", "open.bin", "-o", "n.sigmf-meta", status=5, says="open.bin")
    (folder / "short.bin").write_bytes(bytes(3))
    (folder / "short.bin").chmod(0o600)
    refused(TAG, "--seed-key", "short.bin", "-o", "n.sigmf-meta", status=3,
            says="short.bin")
    refused(TAG, "--seed-key", "k.bin", "-o", "no/n.sigmf-meta", status=4, says="no/n")


@case
def bad_protected_recordings_are_refused(folder):
    there(TAG)
    key(folder)
    protect(folder, TAG)
    good = json.loads((folder / "noisy.sigmf-meta").read_text())
    shutil.copy(folder / "noisy.sigmf-data", folder / "bad.sigmf-data")

    def refused(says, status=3, **changed):
        meta = json.loads(json.dumps(good))
        for where, value in changed.items():
            if where == "annotations":
                meta["annotations"] = value
            elif value is None:
                del meta["global"][f"phyward:{where}"]
            else:
                meta["global"][f"phyward:{where}"] = value
        (folder / "bad.sigmf-meta").write_text(json.dumps(meta))
        fails("uplink", "recover", "bad.sigmf-meta", "--seed-key", "k.bin", status=status,
              says=["bad.sigmf-meta", *says], cwd=folder)
        fails("uplink", "attack", "bad.sigmf-meta", "--truth", TAG, "--report", "r.html",
              status=status, says=["bad.sigmf-meta", *says], cwd=folder)

    refused(["uplink_signal"], uplink_signal=None)
    refused(["uplink_signal", "lora"], uplink_signal="lora")
    refused(["noise", "pink"], noise="pink")
    refused(["stream"], stream=-1)
    refused(["frame", "whole"], frame=1.5)
    refused(["noise_along"], noise_along="yes")
    refused(["annotations", "protected"], annotations=[])
    one = good["annotations"][0]
    refused(["annotations[0]", "noise_half_bit"],
            annotations=[{**one, "phyward:noise_half_bit": 0}])
    refused(["annotations[0]", "noise_first"],
            annotations=[{**one, "phyward:noise_first": "x"}])
    refused(["annotations[1]", "within"], annotations=[one, one])
    fails("uplink", "recover", TAG, "--seed-key", "k.bin", status=3,
          says=["epc_gen2_reply", "uplink protect"], cwd=folder)
    fails("uplink", "recover", "noisy.sigmf-meta", status=2, says="--seed-key", cwd=folder)
    (folder / "noisy.sigmf-data").write_bytes(bytes(44000))
    fails("uplink", "recover", "noisy.sigmf-meta", "--seed-key", "k.bin", status=3,
          says=["noisy", "SHA-512"], cwd=folder)


@case
def samples_that_are_not_finite_are_refused_and_nothing_written(folder):
    there(TAG)
    key(folder)
    protect(folder, TAG)
    meta = json.loads((folder / "noisy.sigmf-meta").read_text())
    del meta["global"]["core:sha512"]
    (folder / "bad.sigmf-meta").write_text(json.dumps(meta))
    data = (folder / "noisy.sigmf-data").read_bytes()
    at = meta["annotations"][0]["core:sample_start"] + 50
    for value in [math.nan, math.inf, -math.inf]:
        bad = bytearray(data)
        struct.pack_into("<f", bad, 4 * at, value)
        (folder / "bad.sigmf-data").write_bytes(bad)
        for command in [["protect", "bad.sigmf-meta", "--seed-key", "k.bin", "-o",
                         "out.sigmf-meta"],
                        ["recover", "bad.sigmf-meta", "--seed-key", "k.bin"],
                        ["attack", "bad.sigmf-meta", "--truth", TAG, "--report", "r.html"],
                        ["attack", "noisy.sigmf-meta", "--truth", "bad.sigmf-meta",
                         "--report", "r.html"]]:
            fails("uplink", *command, status=3, says=["bad.sigmf", "finite"], cwd=folder)


@case
def the_original_has_to_be_the_original(folder):
    there(TAG, AIRCRAFT)
    key(folder)
    protect(folder, TAG)
    fails("uplink", "attack", "noisy.sigmf-meta", status=2, says="--truth", cwd=folder)
    fails("uplink", "attack", "noisy.sigmf-meta", "--truth", AIRCRAFT, "--rate", "2M",
          status=3, says=["modes1", "not what was protected"], cwd=folder)
    fails("uplink", "attack", "noisy.sigmf-meta", "--truth", "noisy.sigmf-meta", status=3,
          says=["noisy.sigmf-meta", "no message"], cwd=folder)


@case
def the_reader_stands_beside_eve_on_one_page(folder):
    there(TAG)
    key(folder)
    key(folder, "other.bin", fill=2)
    protect(folder, TAG)
    noisy, page = folder / "noisy.sigmf-meta", folder / "r.html"
    command = ["uplink", "attack", noisy, "--truth", TAG]
    alone = run(*command, "--report", page, "--json").json
    assert "crc_ok" not in alone and "along the carrier" in alone["component"], alone
    for words in ["strongest attack", "the component along the carrier"]:
        assert words in page.read_text(), words
    both = run(*command, "--seed-key", folder / "k.bin", "--report", page, "--json").json
    assert both["messages"] == 2 and both["crc_ok"] == 2, both
    assert both["eve"] == alone["eve"]
    assert "The reader reads 2 of 2 messages with a good CRC" in page.read_text()
    fails(*command, "--seed-key", "other.bin", "--report", "no.html", status=5,
          says=["noisy.sigmf-meta", "key"], cwd=folder)
    assert "along the carrier" in recover(folder)["component"]


main()
