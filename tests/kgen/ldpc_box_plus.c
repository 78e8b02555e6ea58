#include "kgen/ldpc_box_plus.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    STRIDE = 96,
    EDGES = 19,
    ONE = PHW_LDPC_BOX_PLUS_ONE
};

static double exact(const double *x, unsigned n, unsigned own, unsigned check)
{
    double odds = 0;
    bool minus = check != 0;
    for (unsigned e = 0; e < n; ++e) {
        if (e == own)
            continue;
        const double o = exp(-fabs(x[e]));
        odds = (odds + o) / (1 + odds * o);
        minus ^= x[e] < 0;
    }
    return minus ? log(odds) : -log(odds);
}

/* The lines are within 0.04 of the logarithm, two of them are in a sum, and rounding
 * adds 1/64 a shift, up to the greatest message of 1023; a sum hands its terms' errors
 * on at most in full. So much for the worst message of n edges; most are far closer. */
Test(ldpc_box_plus, is_near_the_exact_rule)
{
    const phw_rng rng = {7, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x1da1), 0};
    for (unsigned n = 2; n <= EDGES; ++n) {
        double worst = 0;
        double sum = 0;
        int16_t bit[EDGES * STRIDE];
        int16_t message[EDGES * STRIDE];
        uint8_t check[STRIDE];
        int8_t mask[STRIDE];
        double x[STRIDE][EDGES];
        uint64_t draw = 1000000 * (uint64_t)n;
        for (unsigned i = 0; i < STRIDE; ++i) {
            check[i] = (uint8_t)phw_rng_below(&rng, draw++, 2);
            mask[i] = (int8_t) - (int8_t)(phw_rng_below(&rng, draw++, 4) > 0);
            const uint32_t scale = 1 + i * 15 * ONE / STRIDE;
            for (unsigned e = 0; e < n; ++e) {
                const int b = (int)phw_rng_below(&rng, draw++, 2 * scale + 1);
                const int m = (int)phw_rng_below(&rng, draw++, scale + 1);
                bit[e * STRIDE + i] = (int16_t)(b - (int)scale);
                message[e * STRIDE + i] = (int16_t)(m - (int)scale / 2);
                x[i][e] = (double)(bit[e * STRIDE + i] - message[e * STRIDE + i]) / ONE;
            }
        }
        phw_ldpc_box_plus(bit, message, check, mask, n, STRIDE);
        for (unsigned i = 0; i < STRIDE; ++i) {
            for (unsigned e = 0; e < n; ++e) {
                const double all = mask[i] != 0 ? exact(x[i], n, e, check[i]) : 0;
                const double m = fmax(-1023.0 / ONE, fmin(all, 1023.0 / ONE));
                const double got = (double)message[e * STRIDE + i] / ONE;
                const double total = (double)bit[e * STRIDE + i] / ONE;
                worst = fmax(worst, fabs(got - m));
                sum += fabs(got - m);
                cr_assert_float_eq(total, x[i][e] + got, 1e-9);
            }
        }
        cr_expect_leq(worst, 0.12 * (n - 1), "%u: %g", n, worst);
        cr_expect_lt(sum / (n * STRIDE), 0.06, "%u: %g", n, sum / (n * STRIDE));
    }
}

/* The largest beliefs against the largest messages stay in 16 bits. */
Test(ldpc_box_plus, the_largest_numbers_stay_in_range)
{
    int16_t bit[3 * 32];
    int16_t message[3 * 32];
    const uint8_t check[32] = {0};
    int8_t mask[32];
    for (unsigned i = 0; i < 3 * 32; ++i) {
        bit[i] = PHW_LDPC_BOX_PLUS_MAX;
        message[i] = 0;
        mask[i % 32] = -1;
    }
    for (unsigned pass = 0; pass < 100; ++pass) {
        phw_ldpc_box_plus(bit, message, check, mask, 3, 32);
        for (unsigned i = 0; i < 3 * 32; ++i)
            cr_assert(bit[i] > 0 && message[i] > 0 &&
                      bit[i] <= PHW_LDPC_BOX_PLUS_MAX + message[i]);
    }
}
