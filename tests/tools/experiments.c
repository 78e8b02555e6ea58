#include "tools/experiments.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tools/scenario.h"

static phw_scenario *read(const char *text)
{
    static phw_scenario s;
    cr_assert_eq(phw_scenario_parse(&s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    return &s;
}

static const phw_experiment *named(const char *name)
{
    const phw_experiment *e = NULL;
    cr_assert_eq(phw_experiment_find(&e, name), PHW_OK);
    return e;
}

Test(experiments, have_rising_values_in_their_range)
{
    for (size_t i = 0; phw_experiment_at(i) != NULL; ++i) {
        const phw_experiment *e = phw_experiment_at(i);
        cr_assert(e->n_values >= 2 && e->n_values <= PHW_EXPERIMENT_VALUES_MAX);
        cr_expect(e->value[0] >= e->axis.min);
        cr_expect(e->value[e->n_values - 1] <= e->axis.max);
        for (size_t k = 1; k < e->n_values; ++k)
            cr_expect_gt(e->value[k], e->value[k - 1], "%s", e->name);
        cr_expect_eq(named(e->name), e);
    }
}

Test(experiments, an_unknown_one_is_refused_with_the_list)
{
    const phw_experiment *e = NULL;
    cr_expect_eq(phw_experiment_find(&e, "weather"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "bandwidth"));
    cr_expect_null(e);
}

Test(experiments, bandwidth_moves_the_same_subcarriers_apart)
{
    phw_scenario *s = read("subcarriers: 16\n");
    cr_assert_eq(named("bandwidth")->apply(s, 8e6), PHW_OK);
    cr_expect_float_eq(s->value[PHW_SCENARIO_BANDWIDTH_HZ], 8e6, 1e-3);
    cr_expect_float_eq(s->value[PHW_SCENARIO_SPACING_HZ], 0.5e6, 1e-3);
}

Test(experiments, ris_keeps_the_power_of_an_element)
{
    phw_scenario *s = read("nodes:\n  a: {}\n  b: {}\nsurface:\n  elements: 64\n"
                           "  power_db: 3\n");
    cr_assert_eq(named("ris")->apply(s, 256), PHW_OK);
    const phw_scenario_item *surface = phw_scenario_item_at(s, PHW_SECTION_SURFACE, 0);
    cr_expect_float_eq(phw_scenario_item_value(surface, PHW_SURFACE_ELEMENTS), 256,
                       1e-9);
    cr_expect_float_eq(phw_scenario_item_value(surface, PHW_SURFACE_POWER_DB),
                       3 + 10 * log10(4), 1e-9);
    cr_expect_eq(named("ris")->apply(read("nodes:\n  a: {}\n  b: {}\n"), 4), PHW_EARG);
}

Test(experiments, scattering_is_the_rice_factor_turned_round)
{
    phw_scenario *s = read("rice_k_db: 3\n");
    cr_assert_eq(named("scattering")->apply(s, -7), PHW_OK);
    cr_expect_float_eq(s->value[PHW_SCENARIO_RICE_K_DB], 7, 1e-12);
}

Test(experiments, array_gives_the_base_station_a_line_of_antennas)
{
    phw_scenario *s = read("nodes:\n  base: {}\n  user: {}\n");
    cr_assert_eq(named("array")->apply(s, 8), PHW_OK);
    cr_expect_str_eq(phw_scenario_item_text(
                         phw_scenario_item_at(s, PHW_SECTION_NODES, 0), PHW_NODE_ARRAY),
                     "ula:n=8:spacing=0.5");
}

Test(experiments, the_others_change_one_key)
{
    phw_scenario *s = read("interval_s: 1\n");
    cr_assert_eq(named("carrier")->apply(s, 868e6), PHW_OK);
    cr_expect_float_eq(s->value[PHW_SCENARIO_CARRIER_HZ], 868e6, 1e-3);
    cr_assert_eq(named("snr")->apply(s, 17), PHW_OK);
    cr_expect_float_eq(s->value[PHW_SCENARIO_SNR_ALICE_DB], 17, 1e-12);
    cr_expect_float_eq(s->value[PHW_SCENARIO_SNR_BOB_DB], 17, 1e-12);
    cr_assert_eq(named("doppler")->apply(s, 3), PHW_OK);
    cr_expect_float_eq(s->value[PHW_SCENARIO_DOPPLER_HZ], 3, 1e-12);
}
