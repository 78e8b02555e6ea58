#include "tools/experiments.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tools/scenario.h"

static phw_status set(phw_scenario *inout, const char *key, double value)
{
    char text[128];
    (void)snprintf(text, sizeof text, "%s=%.17g", key, value);
    return phw_scenario_set(inout, text);
}

/* The same number of subcarriers further apart. */
static phw_status widen(phw_scenario *inout, double value)
{
    PHW_TRY(set(inout, "bandwidth_hz", value));
    return set(inout, "spacing_hz", value / inout->value[PHW_SCENARIO_SUBCARRIERS]);
}

static phw_status tune(phw_scenario *inout, double value)
{
    return set(inout, "carrier_hz", value);
}

static phw_status equip(phw_scenario *inout, double value)
{
    char text[96];
    (void)snprintf(text, sizeof text, "nodes.base.array=ula:n=%.0f:spacing=0.5", value);
    return phw_scenario_set(inout, text);
}

/* Every element adds as much. */
static phw_status reflect(phw_scenario *inout, double value)
{
    const phw_scenario_item *surface =
        phw_scenario_item_at(inout, PHW_SECTION_SURFACE, 0);
    if (surface == NULL)
        return phw_fail(PHW_EARG, "richness ris: the scenario has no surface");
    const double each_db =
        phw_scenario_item_value(surface, PHW_SURFACE_POWER_DB) -
        10 * log10(phw_scenario_item_value(surface, PHW_SURFACE_ELEMENTS));
    PHW_TRY(set(inout, "surface.elements", value));
    return set(inout, "surface.power_db", each_db + 10 * log10(value));
}

/* Less of it steady. */
static phw_status scatter(phw_scenario *inout, double value)
{
    return set(inout, "rice_k_db", -value);
}

static phw_status amplify(phw_scenario *inout, double value)
{
    PHW_TRY(set(inout, "snr_alice_db", value));
    return set(inout, "snr_bob_db", value);
}

static phw_status hurry(phw_scenario *inout, double value)
{
    return set(inout, "doppler_hz", value);
}

static const phw_experiment experiment[] = {
    {.name = "bandwidth",
     .summary = "more bandwidth resolves more paths",
     .reference = "eigenvalues of the frequency correlation of the power delay profile",
     .scenario = "richness-bandwidth.yaml",
     .axis = {.name = "bandwidth",
              .summary = "of all subcarriers together",
              .unit = "Hz",
              .min = 1e3,
              .max = 1e10},
     .logarithmic = true,
     .value = {0.5e6, 1e6, 2e6, 5e6, 10e6, 20e6, 40e6, 80e6},
     .n_values = 8,
     .block = 1,
     .stride = 1,
     .apply = widen},
    {.name = "carrier",
     .summary = "the same walk at a higher carrier forgets faster",
     .reference = "Doppler shift v f / c, Clarke's spectrum",
     .scenario = "richness-carrier.yaml",
     .axis = {.name = "carrier",
              .summary = "the carrier",
              .unit = "Hz",
              .min = 1e7,
              .max = 3e11},
     .logarithmic = true,
     .value = {433e6, 868e6, 1.8e9, 2.4e9, 3.5e9, 5.2e9, 10e9, 28e9},
     .n_values = 8,
     .block = 16,
     .stride = 2,
     .apply = tune},
    {.name = "array",
     .summary = "more antennas at the base station see more of the space",
     .reference = "eigenvalues of the array's correlation, angles at its site",
     .scenario = "richness-array.yaml",
     .axis = {.name = "antennas",
              .summary = "of the base station",
              .unit = "",
              .min = 1,
              .max = 64,
              .whole = true},
     .logarithmic = true,
     .value = {1, 2, 4, 8, 16, 32},
     .n_values = 6,
     .block = 1,
     .stride = 1,
     .apply = equip},
    {.name = "ris",
     .summary = "more elements of a reconfigured surface move a static room more",
     .reference = "sum of the elements' powers; Gaussian in the limit",
     .scenario = "richness-ris.yaml",
     .axis = {.name = "elements",
              .summary = "of the surface",
              .unit = "",
              .min = 1,
              .max = 1024,
              .whole = true},
     .logarithmic = true,
     .value = {1, 4, 16, 64, 256},
     .n_values = 5,
     .block = 1,
     .stride = 1,
     .apply = reflect},
    {.name = "scattering",
     .summary = "from a line of sight to scatter alone",
     .reference = "Rice factor K: 1 / (K + 1) of the power fades",
     .scenario = "richness-scattering.yaml",
     .axis = {.name = "scatter_over_steady",
              .summary = "power that fades over power that does not",
              .unit = "dB",
              .min = -40,
              .max = 40},
     .value = {-20, -15, -10, -5, 0, 5, 10, 20},
     .n_values = 8,
     .block = 1,
     .stride = 1,
     .apply = scatter},
    {.name = "snr",
     .summary = "less noise at both ends",
     .reference = "log2((1 + g)^2 / (1 + 2 g)) for one value",
     .scenario = "richness-snr.yaml",
     .axis = {.name = "snr",
              .summary = "of both ends' estimates",
              .unit = "dB",
              .min = -20,
              .max = 80},
     .value = {0, 5, 10, 15, 20, 25, 30},
     .n_values = 7,
     .block = 1,
     .stride = 1,
     .apply = amplify},
    {.name = "doppler",
     .summary = "faster fading at one probing rate",
     .reference = "log determinant of Clarke's correlation at the probes (Szego)",
     .scenario = "richness-doppler.yaml",
     .axis = {.name = "doppler",
              .summary = "the largest shift",
              .unit = "Hz",
              .min = 1e-3,
              .max = 1e5},
     .logarithmic = true,
     .value = {0.5, 1, 2, 4, 8, 16, 25},
     .n_values = 7,
     .block = 16,
     .stride = 2,
     .apply = hurry},
};

const phw_experiment *phw_experiment_at(size_t i)
{
    return i < sizeof experiment / sizeof *experiment ? &experiment[i] : NULL;
}

phw_status phw_experiment_find(const phw_experiment **out, const char *name)
{
    enum {
        N = sizeof experiment / sizeof *experiment
    };

    const char *names[N + 1] = {0};
    for (size_t i = 0; i < N; ++i)
        names[i] = experiment[i].name;
    const phw_param choice = {.name = "experiment", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = &experiment[(size_t)index];
    return PHW_OK;
}
