#include "kgen/ldpc_sum_product.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    STRIDE = 96,
    EDGES = 19
};

/* 2 artanh of the product of tanh(x / 2), by the odds in double precision. */
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

/* Single precision: 2e-5 is twenty of its steps for a message of 16. */
Test(ldpc_sum_product, equals_the_exact_rule)
{
    const phw_rng rng = {7, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x1d9e), 0};
    for (unsigned n = 2; n <= EDGES; n += 3) {
        float bit[EDGES * STRIDE];
        float message[EDGES * STRIDE];
        uint8_t check[STRIDE];
        int8_t mask[STRIDE];
        double x[STRIDE][EDGES];
        uint64_t draw = 0;
        for (unsigned i = 0; i < STRIDE; ++i) {
            check[i] = (uint8_t)phw_rng_below(&rng, draw++, 2);
            mask[i] = (int8_t) - (int8_t)(phw_rng_below(&rng, draw++, 4) > 0);
            for (unsigned e = 0; e < n; ++e) {
                const float scale = powf(10, (float)(i % 5) - 3);
                bit[e * STRIDE + i] =
                    ((float)phw_rng_below(&rng, draw++, 2001) / 1000 - 1) * scale;
                message[e * STRIDE + i] =
                    ((float)phw_rng_below(&rng, draw++, 2001) / 1000 - 1) * scale;
                x[i][e] = (double)(bit[e * STRIDE + i] - message[e * STRIDE + i]);
            }
        }
        phw_ldpc_sum_product(bit, message, check, mask, n, STRIDE);
        for (unsigned i = 0; i < STRIDE; ++i)
            for (unsigned e = 0; e < n; ++e) {
                const double m = mask[i] != 0 ? exact(x[i], n, e, check[i]) : 0;
                cr_assert_float_eq((double)message[e * STRIDE + i], m, 2e-5, "%u %u %u",
                                   n, i, e);
                cr_assert_float_eq((double)bit[e * STRIDE + i], x[i][e] + m, 4e-5);
            }
    }
}

/* Checks 0 1 2, 2 3 4 and 4 5 6 are a tree: their messages, there and back, make each
 * bit's ratio the exact one of all words with the syndrome. */
Test(ldpc_sum_product, a_tree_gives_exact_marginals)
{
    static const unsigned at[3][3] = {{0, 1, 2}, {2, 3, 4}, {4, 5, 6}};
    const phw_rng rng = {8, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x1d9e), 1};
    const int8_t mask[32] = {-1};
    for (unsigned trial = 0; trial < 200; ++trial) {
        double llr[7];
        float total[7];
        uint8_t check[3][32] = {{0}};
        float message[3][3 * 32] = {{0}};
        for (unsigned i = 0; i < 7; ++i) {
            llr[i] = phw_rng_below(&rng, 10 * trial + i, 1000) / 100.0 - 4;
            total[i] = (float)llr[i];
        }
        for (unsigned c = 0; c < 3; ++c)
            check[c][0] = (uint8_t)phw_rng_below(&rng, 10 * trial + 7 + c, 2);
        for (unsigned pass = 0; pass < 3; ++pass) {
            for (unsigned c = 0; c < 3; ++c) {
                float bit[3 * 32] = {0};
                for (unsigned e = 0; e < 3; ++e)
                    bit[32 * e] = total[at[c][e]];
                phw_ldpc_sum_product(bit, message[c], check[c], mask, 3, 32);
                for (unsigned e = 0; e < 3; ++e)
                    total[at[c][e]] = bit[32 * e];
            }
        }
        double sum[7][2] = {{0}};
        for (unsigned w = 0; w < 128; ++w) {
            bool holds = true;
            double weight = 0;
            for (unsigned c = 0; c < 3; ++c)
                holds &= ((w >> at[c][0] ^ w >> at[c][1] ^ w >> at[c][2]) & 1) ==
                         check[c][0];
            for (unsigned i = 0; i < 7; ++i)
                weight -= w >> i & 1 ? llr[i] : 0;
            for (unsigned i = 0; holds && i < 7; ++i)
                sum[i][w >> i & 1] += exp(weight);
        }
        for (unsigned i = 0; i < 7; ++i)
            cr_assert_float_eq((double)total[i], log(sum[i][0] / sum[i][1]), 1e-4);
    }
}
