#include "kgen/ldpc_graph.h"

#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/ldpc_base_one.h"
#include "kgen/ldpc_base_two.h"

static const phw_ldpc_base *const bases[] = {&phw_ldpc_base_one, &phw_ldpc_base_two};

/* TS 38.212, table 5.3.2-1. */
static const unsigned sizes[] = {
    2,  3,   4,   5,   6,   7,   8,   9,   10,  11,  12,  13,  14,  15,  16,  18,  20,
    22, 24,  26,  28,  30,  32,  36,  40,  44,  48,  52,  56,  60,  64,  72,  80,  88,
    96, 104, 112, 120, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384};

enum {
    N_SIZES = sizeof sizes / sizeof *sizes
};

static phw_ldpc_graph lifted(const phw_ldpc_base *base, unsigned z)
{
    phw_ldpc_graph g;
    cr_assert_eq(phw_ldpc_graph_lift(&g, base, z, base->n_columns - base->n_core),
                 PHW_OK);
    return g;
}

Test(ldpc_graph, lifting_sizes_are_the_standards)
{
    unsigned at = 0;
    for (unsigned z = phw_ldpc_lifting(0); z > 0; z = phw_ldpc_lifting(z + 1)) {
        cr_assert_lt(at, N_SIZES);
        cr_expect_eq(z, sizes[at], "%u", z);
        ++at;
    }
    cr_expect_eq(at, N_SIZES);
    phw_ldpc_graph g;
    cr_expect_eq(phw_ldpc_graph_lift(&g, bases[0], 17, 0), PHW_EARG);
    cr_expect_eq(phw_ldpc_graph_lift(&g, bases[0], 16, 43), PHW_EARG);
}

/* By the definition: check i of a row takes bit (i + s) mod z of a column. */
Test(ldpc_graph, syndromes_are_sums_of_shifted_columns)
{
    static const unsigned some[] = {2, 7, 30, 64, 352};
    for (unsigned i = 0; i < 5; ++i) {
        const phw_ldpc_graph g = lifted(bases[i % 2], some[i]);
        const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x1d9f), i};
        uint8_t *word = calloc((size_t)g.n_columns * g.stride, 1);
        uint8_t *syndrome = calloc((size_t)g.n_rows * g.stride, 1);
        for (size_t k = 0; k < (size_t)g.n_columns * g.stride; ++k)
            word[k] = (uint8_t)phw_rng_below(&rng, k, 2);
        phw_ldpc_graph_syndrome(syndrome, &g, word, g.n_rows);
        for (unsigned r = 0; r < g.n_rows; ++r)
            for (unsigned k = 0; k < g.z; ++k) {
                unsigned sum = 0;
                for (unsigned e = g.row[r]; e < g.row[r + 1]; ++e)
                    sum ^= word[(size_t)g.edge[e].column * g.stride +
                                (k + g.edge[e].shift) % g.z];
                cr_assert_eq(syndrome[(size_t)r * g.stride + k], sum);
            }
        free(word);
        free(syndrome);
    }
}

/* A wrong check counts where it is among the first, by the order of the lanes. */
Test(ldpc_graph, only_the_first_checks_have_to_hold)
{
    const phw_ldpc_graph g = lifted(bases[1], 10);
    uint8_t *word = calloc((size_t)g.n_columns * g.stride, 1);
    uint8_t *syndrome = calloc((size_t)g.n_rows * g.stride, 1);
    uint8_t scratch[PHW_LDPC_Z_MAX];
    for (unsigned k = 0; k < g.z; ++k) {
        const size_t at = 5 * (size_t)g.stride + phw_ldpc_graph_lane(&g, k);
        syndrome[at] = 1;
        cr_expect(phw_ldpc_graph_holds(&g, word, syndrome, 50 + k, scratch));
        cr_expect(!phw_ldpc_graph_holds(&g, word, syndrome, 51 + k, scratch));
        syndrome[at] = 0;
    }
    free(word);
    free(syndrome);
}

Test(ldpc_graph, malformed_graphs_are_refused)
{
    phw_ldpc_graph g = {.z = 4, .n_rows = 1, .n_columns = 2, .row = {0, 2}};
    g.edge[1] = (phw_ldpc_edge){1, 3};
    cr_expect_eq(phw_ldpc_graph_close(&g), PHW_OK);
    g.edge[1].shift = 4;
    cr_expect_eq(phw_ldpc_graph_close(&g), PHW_EARG);
    g.edge[1] = (phw_ldpc_edge){2, 3};
    cr_expect_eq(phw_ldpc_graph_close(&g), PHW_EARG);
    g.edge[1].column = 1;
    g.row[1] = PHW_LDPC_DEGREE_MAX + 1;
    cr_expect_eq(phw_ldpc_graph_close(&g), PHW_EARG);
    g.row[1] = 2;
    g.z = 385;
    cr_expect_eq(phw_ldpc_graph_close(&g), PHW_EARG);
}

Test(ldpc_graph, every_lane_of_a_row_is_sent_once)
{
    for (unsigned i = 0; i < N_SIZES; ++i) {
        const phw_ldpc_graph g = lifted(bases[1], sizes[i]);
        bool seen[PHW_LDPC_Z_MAX] = {false};
        for (unsigned k = 0; k < g.z; ++k) {
            const unsigned lane = phw_ldpc_graph_lane(&g, k);
            cr_assert(lane < g.z && !seen[lane]);
            seen[lane] = true;
        }
    }
}
