#include "auth/cell_model.h"

#include <math.h>

#include <criterion/criterion.h>

enum {
    N = 200000
};

static phw_bits read_cells(uint16_t number, uint32_t readout, double noise)
{
    const phw_cell_model model = {1, number, readout, noise};
    phw_bits b = {0};
    cr_assert_eq(phw_cell_model_read(&b, N, &model), PHW_OK);
    return b;
}

/* 5 sigma of a share of N independent cells. */
static double slack(double p)
{
    return 5 * sqrt(p * (1 - p) / N);
}

Test(cell_model, simulated_chips_follow_the_closed_forms)
{
    static const double noises[] = {0.05, 0.1017, 0.3, 1};
    for (size_t i = 0; i < sizeof noises / sizeof *noises; ++i) {
        const double noise = noises[i];
        phw_bits ideal = read_cells(0, 0, 0);
        phw_bits a = read_cells(0, 1, noise);
        phw_bits b = read_cells(0, 2, noise);
        phw_bits other = read_cells(1, 1, noise);
        const double pair = phw_cell_model_pair_distance(noise);
        const double true_ = phw_cell_model_true_distance(noise);
        cr_expect_float_eq((double)phw_bits_distance(&a, &b) / N, pair, slack(pair));
        cr_expect_float_eq((double)phw_bits_distance(&a, &ideal) / N, true_,
                           slack(true_));
        cr_expect_float_eq((double)phw_bits_distance(&a, &other) / N, 0.5, slack(0.5));
        cr_expect_float_eq((double)phw_bits_count(&a) / N, 0.5, slack(0.5));
        cr_expect_float_eq(phw_cell_model_noise(pair), noise, 1e-9);
        phw_bits_free(&ideal);
        phw_bits_free(&a);
        phw_bits_free(&b);
        phw_bits_free(&other);
    }
}

/* The real chips: pairs 0.0466, 0.0452, 0.0503; majorities of 28 and 19 read-outs,
 * which still err a little, 0.0321 and 0.0307. */
Test(cell_model, one_parameter_fits_the_real_chips)
{
    static const double pair[] = {0.0466, 0.0452};
    static const double to_majority[] = {0.0321, 0.0307};
    for (size_t i = 0; i < 2; ++i)
        cr_expect_float_eq(phw_cell_model_true_distance(phw_cell_model_noise(pair[i])),
                           to_majority[i], 0.002);
}

Test(cell_model, is_a_function_of_its_address)
{
    phw_bits a = read_cells(3, 4, 0.1);
    phw_bits b = read_cells(3, 4, 0.1);
    cr_expect(phw_bits_equal(&a, &b));
    phw_bits_free(&a);
    phw_bits_free(&b);
}

Test(cell_model, noise_out_of_range_is_refused)
{
    const phw_cell_model model = {.noise = -1};
    const phw_cell_model nan_model = {.noise = (double)NAN};
    phw_bits b = {0};
    cr_expect_eq(phw_cell_model_read(&b, 10, &model), PHW_EARG);
    cr_expect_eq(phw_cell_model_read(&b, 10, &nan_model), PHW_EARG);
    cr_expect(isnan(phw_cell_model_noise(0.5)));
    cr_expect(isnan(phw_cell_model_noise(-0.1)));
    cr_expect_eq(phw_cell_model_noise(0), 0);
}
