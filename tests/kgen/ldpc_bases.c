#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/ldpc_base_one.h"
#include "kgen/ldpc_base_two.h"
#include "kgen/ldpc_graph.h"

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

/* Degrees of the rows as the standard's tables have them; column 0 and 1 are the two of
 * highest degree. */
Test(ldpc_bases, rows_have_the_standards_degrees)
{
    static const unsigned one[46] = {
        19, 19, 19, 19, 3, 8, 9, 7, 10, 9, 7, 8, 7, 6, 7, 7, 6, 6, 6, 6, 6, 6, 5,
        5,  6,  5,  5,  4, 5, 5, 5, 5,  5, 5, 5, 5, 5, 4, 5, 5, 4, 5, 4, 5, 5, 4};
    static const unsigned two[42] = {8, 10, 8, 10, 4, 6, 6, 6, 4, 5, 5, 5, 4, 5,
                                     5, 4,  5, 5,  4, 4, 4, 4, 3, 4, 4, 3, 5, 3,
                                     4, 3,  5, 3,  4, 4, 4, 4, 4, 3, 4, 4, 4, 4};
    const unsigned *const degrees[] = {one, two};
    for (unsigned b = 0; b < 2; ++b) {
        const phw_ldpc_graph g = lifted(bases[b], 384);
        for (unsigned r = 0; r < g.n_rows; ++r)
            cr_expect_eq(g.row[r + 1] - g.row[r], degrees[b][r], "base %u row %u",
                         b + 1, r);
        unsigned weight[PHW_LDPC_COLUMNS_MAX] = {0};
        for (unsigned e = 0; e < g.row[g.n_rows]; ++e)
            ++weight[g.edge[e].column];
        for (unsigned c = 2; c < g.n_columns; ++c)
            cr_expect(weight[c] < weight[0] && weight[c] < weight[1]);
        for (unsigned c = bases[b]->n_core; c < g.n_columns; ++c) {
            const unsigned r = c - bases[b]->n_core + 4;
            const phw_ldpc_edge last = g.edge[g.row[r + 1] - 1];
            cr_expect(weight[c] == 1 && last.column == c && last.shift == 0);
        }
    }
}

static unsigned shift_of(const phw_ldpc_graph *g, unsigned row, unsigned column)
{
    for (unsigned e = g->row[row]; e < g->row[row + 1]; ++e) {
        if (g->edge[e].column == column)
            return g->edge[e].shift;
    }
    return g->z;
}

/* Two rows that share two columns at the same difference of shifts make a cycle of 4.
 */
static unsigned squares(const phw_ldpc_graph *g)
{
    unsigned n = 0;
    for (unsigned r = 0; r < g->n_rows; ++r) {
        for (unsigned q = r + 1; q < g->n_rows; ++q) {
            bool seen[PHW_LDPC_Z_MAX] = {false};
            for (unsigned e = g->row[r]; e < g->row[r + 1]; ++e) {
                const unsigned other = shift_of(g, q, g->edge[e].column);
                if (other == g->z)
                    continue;
                const unsigned d = (g->edge[e].shift + g->z - other) % g->z;
                n += seen[d];
                seen[d] = true;
            }
        }
    }
    return n;
}

/* But for one through the two private columns of base graph 1 at z = 240, which is the
 * standard's own. */
Test(ldpc_bases, large_liftings_have_no_cycles_of_four)
{
    for (unsigned b = 0; b < 2; ++b)
        for (unsigned i = 0; i < N_SIZES; ++i) {
            const phw_ldpc_graph g = lifted(bases[b], sizes[i]);
            const unsigned known = b == 0 && g.z == 240;
            if (g.z >= 208)
                cr_expect_eq(squares(&g), known, "base %u, z %u", b + 1, g.z);
        }
}

/* out ^= the column's bits as the row's checks see them. */
static void add_column(uint8_t *out, const uint8_t *column, unsigned shift, unsigned z)
{
    for (unsigned i = 0; i < z; ++i)
        out[i] ^= column[(i + shift) % z];
}

/* Clause 5.3.2 asks that H c = 0; solved for the parity columns in their order: the sum
 * of the four core rows leaves the first, the double diagonal the next three, and each
 * tail is a row's sum. */
static void encode(uint8_t *word, const phw_ldpc_graph *g, unsigned n_core)
{
    const unsigned n_info = n_core - 4;
    const unsigned z = g->z;
    uint8_t sum[4][PHW_LDPC_Z_MAX] = {{0}};
    uint8_t all[PHW_LDPC_Z_MAX] = {0};
    unsigned turned = z;
    for (unsigned r = 0; r < 4; ++r) {
        for (unsigned e = g->row[r]; e < g->row[r + 1]; ++e) {
            const phw_ldpc_edge edge = g->edge[e];
            if (edge.column < n_info)
                add_column(sum[r], word + (size_t)edge.column * g->stride, edge.shift,
                           z);
        }
        add_column(all, sum[r], 0, z);
    }
    /* The first parity column is in three rows; two of its shifts are equal. */
    unsigned seen[3];
    unsigned n_seen = 0;
    for (unsigned r = 0; r < 4; ++r) {
        const unsigned s = shift_of(g, r, n_info);
        if (s < z)
            seen[n_seen++] = s;
    }
    cr_assert_eq(n_seen, 3);
    turned = seen[0] == seen[1] ? seen[2] : seen[0] == seen[2] ? seen[1] : seen[0];
    for (unsigned i = 0; i < z; ++i)
        word[(size_t)n_info * g->stride + (i + turned) % z] = all[i];
    for (unsigned k = 1; k < 4; ++k) {
        uint8_t *column = word + (size_t)(n_info + k) * g->stride;
        const unsigned r = k - 1;
        memcpy(column, sum[r], z);
        for (unsigned c = n_info; c < n_info + k; ++c) {
            if (shift_of(g, r, c) < z)
                add_column(column, word + (size_t)c * g->stride, shift_of(g, r, c), z);
        }
    }
    for (unsigned r = 4; r < g->n_rows; ++r) {
        uint8_t *column = word + (size_t)(n_core + r - 4) * g->stride;
        for (unsigned e = g->row[r]; e + 1 < g->row[r + 1]; ++e)
            add_column(column, word + (size_t)g->edge[e].column * g->stride,
                       g->edge[e].shift, z);
    }
}

Test(ldpc_bases, the_standards_encoder_gives_words_without_syndrome)
{
    for (unsigned b = 0; b < 2; ++b) {
        for (unsigned i = 0; i < N_SIZES; ++i) {
            const phw_ldpc_graph g = lifted(bases[b], sizes[i]);
            const size_t n = (size_t)g.n_columns * g.stride;
            uint8_t *word = calloc(n, 1);
            uint8_t *syndrome = calloc((size_t)g.n_rows * g.stride, 1);
            uint8_t scratch[PHW_LDPC_Z_MAX];
            const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x1d9c), i};
            for (unsigned c = 0; c < bases[b]->n_core - 4; ++c)
                for (unsigned k = 0; k < g.z; ++k)
                    word[(size_t)c * g.stride + k] =
                        (uint8_t)phw_rng_below(&rng, (size_t)c * g.z + k, 2);
            encode(word, &g, bases[b]->n_core);
            phw_ldpc_graph_syndrome(syndrome, &g, word, g.n_rows);
            unsigned weight = 0;
            for (unsigned r = 0; r < g.n_rows; ++r)
                for (unsigned k = 0; k < g.z; ++k)
                    weight += syndrome[(size_t)r * g.stride + k];
            cr_expect_eq(weight, 0, "base %u, z %u", b + 1, g.z);
            const size_t checks = (size_t)g.n_rows * g.z;
            cr_expect(phw_ldpc_graph_holds(&g, word, syndrome, checks, scratch));
            word[g.stride] ^= 1;
            cr_expect(!phw_ldpc_graph_holds(&g, word, syndrome, checks, scratch));
            free(word);
            free(syndrome);
        }
    }
}

/* Rank of the two private columns in the four core rows: 2 z, or Alice's private bits
 * would hide fewer checks than are counted. */
static unsigned private_rank(const phw_ldpc_graph *g)
{
    enum {
        WORDS = 2 * PHW_LDPC_Z_MAX / 64
    };

    const unsigned n = 4 * g->z;
    uint64_t(*row)[WORDS] = calloc(n, sizeof *row);
    cr_assert_not_null(row);
    for (unsigned r = 0; r < 4; ++r)
        for (unsigned c = 0; c < 2; ++c)
            for (unsigned i = 0; i < g->z && shift_of(g, r, c) < g->z; ++i) {
                const unsigned at = c * g->z + (i + shift_of(g, r, c)) % g->z;
                row[r * g->z + i][at / 64] |= UINT64_C(1) << (at % 64);
            }
    unsigned rank = 0;
    for (unsigned at = 0; at < 2 * g->z; ++at) {
        unsigned pivot = rank;
        while (pivot < n && !(row[pivot][at / 64] >> (at % 64) & 1))
            ++pivot;
        if (pivot == n)
            continue;
        for (unsigned w = 0; w < WORDS; ++w) {
            const uint64_t swap = row[rank][w];
            row[rank][w] = row[pivot][w];
            row[pivot][w] = swap;
        }
        for (unsigned i = rank + 1; i < n; ++i) {
            if (row[i][at / 64] >> (at % 64) & 1)
                for (unsigned w = at / 64; w < WORDS; ++w)
                    row[i][w] ^= row[rank][w];
        }
        ++rank;
    }
    free(row);
    return rank;
}

Test(ldpc_bases, private_columns_have_full_rank)
{
    for (unsigned b = 0; b < 2; ++b)
        for (unsigned i = 0; i < N_SIZES; ++i) {
            const phw_ldpc_graph g = lifted(bases[b], sizes[i]);
            cr_expect_eq(private_rank(&g), 2 * g.z, "base %u, z %u: %u", b + 1, g.z,
                         private_rank(&g));
        }
}
