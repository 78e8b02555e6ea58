#include "phy/decimator.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#define N_IN 4096

/* Everything at once; the number of outputs. */
static size_t run(phw_cf *out, size_t n_out, const phw_cf *in, size_t factor)
{
    phw_decimator *d = NULL;
    size_t n_in = N_IN;
    cr_assert_eq(phw_decimator_create(&d, factor), PHW_OK);
    phw_decimator_run(d, out, &n_out, in, &n_in);
    phw_decimator_destroy(d);
    return n_out;
}

static phw_cf tone(double cycles_a_sample, double n)
{
    return (phw_cf)cexp(CMPLX(0, 2 * M_PI * cycles_a_sample * n));
}

/* Carriers 0, 13 and 26, and one filter delay in, where all is settled: the output is
 * the tone at the input's own instants, to the pass band's ripple of 60 dB. */
Test(decimator, carriers_in_use_keep_value_and_instant)
{
    static phw_cf in[N_IN];
    static phw_cf out[N_IN];
    for (size_t factor = 2; factor <= 8; ++factor) {
        for (int carrier = -26; carrier <= 26; carrier += 13) {
            const double f = carrier / 64.0 / (double)factor;
            for (size_t i = 0; i < N_IN; ++i)
                in[i] = tone(f, (double)i);
            const size_t n = run(out, N_IN, in, factor);
            cr_expect_eq(n, (N_IN + factor - 1) / factor);
            for (size_t j = 2 * PHW_DECIMATOR_DELAY + 1; j < n; ++j) {
                const double at = ((double)j - PHW_DECIMATOR_DELAY) * (double)factor;
                cr_assert(cabsf(out[j] - tone(f, at)) < 2e-3F,
                          "factor %zu carrier %d output %zu", factor, carrier, j);
            }
        }
    }
}

/* What would fall onto a carrier in use: from 0.586 of the output rate on. */
Test(decimator, what_would_alias_onto_carriers_is_60_db_down)
{
    static phw_cf in[N_IN];
    static phw_cf out[N_IN];
    for (double f = 0.586; f < 2; f += 0.0707) {
        for (size_t i = 0; i < N_IN; ++i)
            in[i] = tone(f / 4, (double)i);
        const size_t n = run(out, N_IN, in, 4);
        for (size_t j = 2 * PHW_DECIMATOR_DELAY + 1; j < n; ++j)
            cr_assert(cabsf(out[j]) < 1.2e-3F, "f %g output %zu", f, j);
    }
}

Test(decimator, factor_1_is_a_copy)
{
    static phw_cf in[N_IN];
    static phw_cf out[N_IN];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x703), 0};
    phw_rng_normal_complex(in, &rng, 1, 0, N_IN);
    cr_expect_eq(run(out, N_IN, in, 1), N_IN);
    cr_expect_arr_eq(out, in, sizeof in);
    cr_expect_eq(run(out, 100, in, 1), 100);
}

Test(decimator, blocks_of_any_size_give_the_same)
{
    static phw_cf in[N_IN];
    static phw_cf whole[N_IN];
    static phw_cf parts[N_IN];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x703), 1};
    phw_rng_normal_complex(in, &rng, 1, 0, N_IN);
    const size_t n = run(whole, N_IN, in, 3);
    phw_decimator *d = NULL;
    cr_assert_eq(phw_decimator_create(&d, 3), PHW_OK);
    cr_expect_eq(phw_decimator_delay(d), 3 * PHW_DECIMATOR_DELAY);
    size_t made = 0;
    size_t taken = 0;
    for (uint32_t call = 0; taken < N_IN; ++call) {
        size_t n_in = phw_rng_below(&rng, call, 20);
        size_t n_out = phw_rng_below(&rng, call + 10000, 5);
        n_in = n_in < N_IN - taken ? n_in : N_IN - taken;
        phw_decimator_run(d, parts + made, &n_out, in + taken, &n_in);
        made += n_out;
        taken += n_in;
    }
    phw_decimator_destroy(d);
    cr_expect_eq(made, n);
    cr_expect_arr_eq(parts, whole, n * sizeof *whole);
}

Test(decimator, other_factors_are_refused)
{
    phw_decimator *d = NULL;
    cr_expect_eq(phw_decimator_create(&d, 0), PHW_EARG);
    cr_expect_eq(phw_decimator_create(&d, 65), PHW_EARG);
    cr_expect_null(d);
    phw_decimator_destroy(d);
}
