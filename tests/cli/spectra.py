#!/usr/bin/env python3
"""`phyward list` of what a channel is made of: Doppler spectra, envelope laws, losses."""

from harness import case, fails, main, run


def names(family):
    return {row["name"]: row for row in run("list", family, "--json").json["rows"]}


@case
def every_doppler_spectrum_is_listed_with_its_parameters(_):
    rows = names("spectrum")
    assert set(rows) >= {"jakes", "flat", "isotropic-3d", "gauss", "gauss1", "gauss2",
                         "bell", "directional", "line", "custom"}, sorted(rows)
    assert [p["name"] for p in rows["directional"]["params"]] == ["mean_deg", "kappa"]
    assert len(rows["custom"]["params"]) == 9
    assert all(row["reference"] and row["summary"] for row in rows.values())
    text = run("list", "spectrum").out
    assert "kappa = 0 to 200" in text and "COST 207" in text, text


@case
def every_envelope_law_is_listed_with_its_parameters(_):
    rows = names("law")
    assert set(rows) >= {"rayleigh", "rician", "nakagami", "twdp", "static"}, sorted(rows)
    least = {p["name"]: p["min"] for p in rows["nakagami"]["params"]}
    assert least == {"m": 0.5}, least
    assert "k_db" in run("list", "law").out


@case
def every_form_of_an_array_is_listed_with_its_parameters(_):
    rows = names("array")
    assert set(rows) == {"single", "ula", "upa", "uca"}, sorted(rows)
    assert rows["single"]["params"] == []
    assert [p["name"] for p in rows["upa"]["params"]] == ["n", "spacing", "axis_deg",
                                                          "alpha", "rows"]


@case
def every_path_loss_is_listed(_):
    rows = names("path_loss")
    assert set(rows) >= {"free-space", "log-distance", "two-ray-ground", "umi-los",
                         "umi-nlos", "uma-los", "uma-nlos", "inh-los",
                         "inh-nlos"}, sorted(rows)
    assert "TR 38.901" in rows["umi-los"]["reference"]


@case
def a_family_that_is_misspelt_is_suggested(_):
    fails("list", "spectrums", status=2, says="did you mean spectrum")


main()
