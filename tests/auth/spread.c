#include "auth/spread.h"

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    TONES = 6,
    ROWS = 4
};

static phw_params fit(phw_fit f)
{
    phw_params p;
    phw_params_preset(&p, phw_spread_params, PHW_N_SPREAD_PARAMS);
    p.value[PHW_SPREAD_FIT] = f;
    return p;
}

/* Without a fit the distances from the mean come out exactly. */
Test(spread, distances_from_the_mean_come_of_pairs)
{
    phw_cf row[ROWS + 1][TONES];
    phw_spread s;
    const phw_rng rng = {.seed = 9};
    const phw_params none = fit(PHW_FIT_NONE);
    phw_rng_normal_complex(row[0], &rng, 1, 0, (size_t)TONES * (ROWS + 1));
    for (size_t n = 1; n <= ROWS; ++n) {
        const phw_similarity_input input = {
            .reference = row[0], .frame = row[ROWS], .n_references = n, .n = TONES};
        double within = 0;
        double frame = 0;
        for (size_t k = 0; k < TONES; ++k) {
            phw_cf mean = 0;
            for (size_t i = 0; i < n; ++i)
                mean += row[i][k] / (float)n;
            for (size_t i = 0; i < n; ++i)
                within += phw_cf_power(row[i][k] - mean);
            frame += phw_cf_power(row[ROWS][k] - mean);
        }
        cr_assert_eq(phw_spread_measure(&s, &input, &none), PHW_OK);
        cr_expect_float_eq(s.within, within, 1e-5, "%g %g", s.within, within);
        cr_expect_float_eq(s.frame, frame, 1e-5, "%g %g", s.frame, frame);
    }
}

Test(spread, a_delay_needs_tones_at_different_places)
{
    static const phw_cf h[TONES] = {1, 1, 1, 1, 1, 1};
    static const double same[TONES] = {3, 3, 3, 3, 3, 3};
    phw_spread s = {.frame = 77};
    phw_similarity_input input = {
        .reference = h, .frame = h, .n_references = 1, .n = TONES};
    const phw_params slope = fit(PHW_FIT_SLOPE);
    cr_expect_eq(phw_spread_measure(&s, &input, &slope), PHW_EARG);
    input.position = same;
    cr_expect_eq(phw_spread_measure(&s, &input, &slope), PHW_EARG);
    cr_expect_eq(s.frame, 77);
    const phw_params phase = fit(PHW_FIT_PHASE);
    cr_expect_eq(phw_spread_measure(&s, &input, &phase), PHW_OK);
}

Test(spread, every_parameter_costs_a_degree_of_freedom)
{
    static const double want[PHW_N_FITS] = {12, 11, 10, 10, 9};
    for (unsigned f = 0; f < PHW_N_FITS; ++f) {
        const phw_params p = fit((phw_fit)f);
        cr_expect_eq(phw_spread_freedom(TONES, &p), want[f]);
    }
}
