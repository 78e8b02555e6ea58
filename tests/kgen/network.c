#include "kgen/network.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/bits.h"

typedef struct tables {
    uint32_t *place;
    uint32_t *bit;
} tables;

static tables make(phw_network *net, size_t n, bool columns, uint32_t trial)
{
    const phw_rng rng = {7, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6e65), trial};
    cr_assert_eq(phw_network_make(net, n, columns, &rng), PHW_OK);
    cr_assert_eq(net->n_places, (n + 63) / 64 * 64);
    tables t = {
        .place = calloc(n, sizeof *t.place),
        .bit = calloc(net->n_places, sizeof *t.bit),
    };
    cr_assert_not_null(t.place);
    cr_assert_not_null(t.bit);
    cr_assert_eq(phw_network_tables(t.place, t.bit, net), PHW_OK);
    return t;
}

static void drop(phw_network *net, tables *t)
{
    phw_network_free(net);
    free(t->place);
    free(t->bit);
}

static const size_t sizes[] = {1, 2, 63, 64, 65, 128, 1000, 4096, 4097, 10000, 12345};

Test(network, every_bit_has_a_place_of_its_own)
{
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        for (unsigned columns = 0; columns < 2; ++columns) {
            const size_t n = sizes[k];
            phw_network net = {0};
            tables t = make(&net, n, columns != 0, (uint32_t)k);
            size_t holes = 0;
            for (size_t i = 0; i < n; ++i) {
                cr_assert_lt(t.place[i], net.n_places);
                cr_assert_eq(t.bit[t.place[i]], i);
            }
            for (size_t i = 0; i < net.n_places; ++i)
                holes += t.bit[i] == UINT32_MAX;
            cr_expect_eq(holes, net.n_places - n);
            drop(&net, &t);
        }
    }
}

/* The words' way against a gather by the table. */
Test(network, words_go_where_the_table_says)
{
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        for (unsigned columns = 0; columns < 2; ++columns) {
            const size_t n = sizes[k];
            const phw_rng rng = {9, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6e66), (uint32_t)k};
            phw_network net = {0};
            tables t = make(&net, n, columns != 0, (uint32_t)k);
            phw_bits in = {0};
            phw_bits out = {0};
            phw_bits scratch = {0};
            cr_assert_eq(phw_bits_alloc(&in, n), PHW_OK);
            cr_assert_eq(phw_bits_alloc(&scratch, net.n_places + 64 * 64), PHW_OK);
            cr_assert_eq(phw_bits_alloc(&out, net.n_places), PHW_OK);
            for (size_t i = 0; i < n; ++i)
                phw_bits_set(&in, i, phw_rng_below(&rng, i, 2) != 0);
            phw_network_apply(out.word, &net, in.word, scratch.word);
            for (size_t i = 0; i < net.n_places; ++i) {
                const bool want = t.bit[i] != UINT32_MAX && phw_bits_get(&in, t.bit[i]);
                cr_assert_eq(phw_bits_get(&out, i), want, "n %zu place %zu", n, i);
            }
            phw_bits_free(&in);
            phw_bits_free(&out);
            phw_bits_free(&scratch);
            drop(&net, &t);
        }
    }
}

/* By columns, two bits of one word never stand in one column. */
Test(network, columns_part_the_bits_of_a_word)
{
    const size_t n = 10048;
    phw_network net = {0};
    tables t = make(&net, n, true, 1);
    for (size_t w = 0; w < n / 64; ++w) {
        uint64_t seen = 0;
        for (size_t j = 0; j < 64; ++j)
            seen |= UINT64_C(1) << (t.place[64 * w + j] / (n / 64));
        cr_assert_eq(seen, ~UINT64_C(0));
    }
    drop(&net, &t);
}

/* Pairs of bits at a distance that share a block of 64 places: as often as in a uniform
 * permutation, pairs * 63 / (n - 1). By columns, pairs of one word (of those at a
 * distance d < 64 all but d / 64) share one only where a block lies in two columns, a
 * seventh of the time. Counts over the networks drawn are close to Poisson: 5 sigma. */
static double shared(bool columns, size_t distance, unsigned n_networks)
{
    const size_t n = 10048;
    size_t count = 0;
    for (unsigned k = 0; k < n_networks; ++k) {
        phw_network net = {0};
        tables t = make(&net, n, columns, 100 + k);
        for (size_t i = 0; i + distance < n; ++i)
            count += t.place[i] / 64 == t.place[i + distance] / 64;
        drop(&net, &t);
    }
    return (double)count;
}

Test(network, pairs_meet_as_often_as_by_chance)
{
    static const size_t distances[] = {1, 7, 63, 64, 65, 640, 5000};

    enum {
        NETWORKS = 16
    };

    for (size_t k = 0; k < sizeof distances / sizeof *distances; ++k) {
        const double pairs = NETWORKS * (10048.0 - (double)distances[k]);
        const double want = pairs * 63 / 10047;
        const double plain = shared(false, distances[k], NETWORKS);
        const double columns = shared(true, distances[k], NETWORKS);
        cr_expect_float_eq(plain, want, 5 * sqrt(want), "%zu: %g, %g", distances[k],
                           plain, want);
        if (distances[k] >= 63)
            cr_expect_float_eq(columns, want, 5 * sqrt(want), "%zu: %g, %g",
                               distances[k], columns, want);
        else
            cr_expect_lt(columns, want * ((double)distances[k] / 64 + 0.25),
                         "%zu: %g of %g", distances[k], columns, want);
    }
}

/* Places of a bit over many draws: chi square over 16 equal parts of all places, 15
 * degrees of freedom, 5 sigma: 15 + 5 sqrt(30). */
Test(network, a_bit_goes_anywhere)
{
    static const size_t bits[] = {0, 31, 64, 5000, 10047};

    enum {
        NETWORKS = 128
    };

    for (size_t b = 0; b < sizeof bits / sizeof *bits; ++b) {
        for (unsigned columns = 0; columns < 2; ++columns) {
            double count[16] = {0};
            for (uint32_t k = 0; k < NETWORKS; ++k) {
                phw_network net = {0};
                tables t = make(&net, 10048, columns != 0, 1000 + k);
                count[t.place[bits[b]] * 16 / 10048] += 1;
                drop(&net, &t);
            }
            double chi = 0;
            for (unsigned i = 0; i < 16; ++i)
                chi += (count[i] - NETWORKS / 16.0) * (count[i] - NETWORKS / 16.0) /
                       (NETWORKS / 16.0);
            cr_expect_lt(chi, 15 + 5 * sqrt(30.0), "bit %zu: %g", bits[b], chi);
        }
    }
}
