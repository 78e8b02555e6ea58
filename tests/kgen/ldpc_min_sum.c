#include "kgen/ldpc_min_sum.h"

#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    STRIDE = 64,
    EDGES = 19
};

static int sized(int x)
{
    return x < 0 ? -x : x;
}

/* The rule by its definition, one lane. */
static void plain(int *bit, int *message, unsigned check, bool counts)
{
    int x[EDGES];
    for (unsigned e = 0; e < EDGES; ++e) {
        x[e] = bit[e] - message[e];
        x[e] = x[e] > 64 ? 64 : x[e] < -64 ? -64 : x[e];
    }
    for (unsigned e = 0; e < EDGES; ++e) {
        int least = 31;
        int minus = (int)check;
        for (unsigned f = 0; f < EDGES; ++f) {
            if (f == e)
                continue;
            least = sized(x[f]) < least ? sized(x[f]) : least;
            minus ^= x[f] < 0;
        }
        least = counts ? (least * 11 + 8) / 16 : 0;
        message[e] = minus ? -least : least;
        bit[e] = x[e] + message[e];
    }
}

Test(ldpc_min_sum, equals_its_definition)
{
    const phw_rng rng = {7, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x1d9d), 0};
    int8_t bit[EDGES * STRIDE];
    int8_t message[EDGES * STRIDE];
    uint8_t check[STRIDE];
    int8_t mask[STRIDE];
    int8_t scratch[4 * STRIDE];
    int bits[STRIDE][EDGES];
    int messages[STRIDE][EDGES];
    uint64_t draw = 0;
    for (unsigned i = 0; i < STRIDE; ++i) {
        check[i] = (uint8_t)phw_rng_below(&rng, draw++, 2);
        mask[i] = (int8_t) - (int8_t)(phw_rng_below(&rng, draw++, 4) > 0);
        for (unsigned e = 0; e < EDGES; ++e) {
            bits[i][e] = (int)phw_rng_below(&rng, draw++, 191) - 95;
            messages[i][e] = (int)phw_rng_below(&rng, draw++, 47) - 23;
            bit[e * STRIDE + i] = (int8_t)bits[i][e];
            message[e * STRIDE + i] = (int8_t)messages[i][e];
        }
    }
    const phw_ldpc_min_sum_row row = {
        .check = check, .mask = mask, .n_edges = EDGES, .stride = STRIDE, .scale = 11};
    for (unsigned pass = 0; pass < 3; ++pass) {
        phw_ldpc_min_sum(bit, message, scratch, &row);
        for (unsigned i = 0; i < STRIDE; ++i) {
            plain(bits[i], messages[i], check[i], mask[i] != 0);
            for (unsigned e = 0; e < EDGES; ++e) {
                cr_assert_eq(bit[e * STRIDE + i], bits[i][e]);
                cr_assert_eq(message[e * STRIDE + i], messages[i][e]);
            }
        }
    }
}
