#include "kgen/positions.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "kgen/labels.h"
#include "kgen/quantizers.h"

#include "meeting.h"

/* One component of n two-bit symbols, all zero: planes at bits 0 and n. */
static phw_raw plain(size_t n, unsigned n_bits)
{
    phw_labels labels = {.n_components = 1, .n_rows = n};
    phw_bits keep = {0};
    phw_raw raw = {0};
    labels.component = calloc(1, sizeof *labels.component);
    cr_assert_not_null(labels.component);
    cr_assert_eq(phw_symbols_alloc(&labels.component[0], n, n_bits), PHW_OK);
    cr_assert_eq(phw_labels_keep(&keep, &labels), PHW_OK);
    cr_assert_eq(phw_raw_build(&raw, &labels, &keep), PHW_OK);
    phw_bits_free(&keep);
    phw_labels_free(&labels);
    return raw;
}

static uint64_t charge(size_t n, unsigned n_bits, const size_t *errors, size_t n_errors)
{
    phw_raw raw = plain(n, n_bits);
    phw_bits differ = {0};
    cr_assert_eq(phw_bits_alloc(&differ, raw.bits.n), PHW_OK);
    for (size_t i = 0; i < n_errors; ++i)
        phw_bits_flip(&differ, errors[i]);
    const uint64_t bits = phw_positions_charge(&raw, &differ, NULL);
    phw_bits_free(&differ);
    phw_raw_free(&raw);
    return bits;
}

/* n = 1000: one upper error costs 1 bit and 1 * 1 / 1000 more, rounded up; a lower one
 * nothing; both in one symbol 1 bit and 2 * 1 / 1000. */
Test(positions, upper_planes_cost_and_the_last_does_not)
{
    cr_expect_eq(charge(1000, 2, NULL, 0), 0);
    cr_expect_eq(charge(1000, 2, (const size_t[]){5}, 1), 2);
    cr_expect_eq(charge(1000, 2, (const size_t[]){1005}, 1), 0);
    cr_expect_eq(charge(1000, 2, (const size_t[]){5, 1005}, 2), 2);
    cr_expect_eq(charge(1000, 2, (const size_t[]){5, 6, 7}, 3), 4);
    cr_expect_eq(charge(1000, 1, (const size_t[]){5, 6}, 2), 0, "one-bit symbols");
    /* Three planes: 2 bits for the first, 1 for the second. */
    cr_expect_eq(charge(1000, 3, (const size_t[]){5}, 1), 3);
    cr_expect_eq(charge(1000, 3, (const size_t[]){1005}, 1), 2);
}

Test(positions, never_cost_more_than_the_other_bits)
{
    size_t all[20];
    for (size_t i = 0; i < 20; ++i)
        all[i] = i;
    cr_expect_eq(charge(10, 2, all, 20), 10);
}

/* 1000 one-bit symbols, half of them 1, and 100 errors that hit ones alone: what was
 * counted is I = h(1/2) - 0.9 h(400/900) = 0.1080 bit, and errors on either side alike
 * tell nothing. */
Test(positions, one_sided_errors_of_one_bit_symbols_cost_what_was_counted)
{
    phw_raw raw = plain(1000, 1);
    phw_bits one_sided = {0};
    phw_bits fair = {0};
    cr_assert_eq(phw_bits_alloc(&one_sided, raw.bits.n), PHW_OK);
    cr_assert_eq(phw_bits_alloc(&fair, raw.bits.n), PHW_OK);
    for (size_t i = 0; i < 500; ++i)
        raw.component[0].symbol[i] = 1;
    for (size_t i = 0; i < 100; ++i) {
        phw_bits_flip(&one_sided, i);
        phw_bits_flip(&fair, i + 450);
    }
    cr_expect_eq(phw_positions_charge(&raw, &one_sided, NULL), 109);
    cr_expect_eq(phw_positions_charge(&raw, &fair, NULL), 0);
    phw_bits_free(&one_sided);
    phw_bits_free(&fair);
    phw_raw_free(&raw);
}

Test(positions, planes_left_out_do_not_count)
{
    phw_raw raw = plain(1000, 2);
    phw_bits differ = {0};
    const uint8_t one_plane = 1;
    cr_assert_eq(phw_bits_alloc(&differ, raw.bits.n), PHW_OK);
    phw_bits_flip(&differ, 3);
    cr_expect_eq(phw_positions_charge(&raw, &differ, &one_plane), 0);
    phw_bits_free(&differ);
    phw_raw_free(&raw);
}

/* At 10, 20 and 30 dB at both ends the full leak of a two-bit symbol is 0.1362, 0.0465
 * and 0.0144 bit (reference, 4e6 samples): charged is at least that, and less than
 * 1.5 times it. The number of errors, some thousand of 40000 symbols, is known to
 * 5 sigma within 5 % (10 dB), 12 % (20 dB) and 21 % (30 dB). */
Test(positions, charge_what_the_reference_measured)
{
    static const struct {
        double snr_db;
        double full;
        double spread;
    } row[] = {{10, 0.1362, 0.05}, {20, 0.0465, 0.12}, {30, 0.0144, 0.21}};

    const size_t n = 40000;
    const phw_quantizer *cdf = NULL;
    phw_params params;
    cr_assert_eq(phw_quantizer_find(&cdf, "cdf"), PHW_OK);
    phw_params_preset(&params, cdf->params, cdf->n_params);
    for (unsigned i = 0; i < 3; ++i) {
        phw_bits end[2] = {{0}};
        phw_raw raw = plain(n, 2);
        for (unsigned e = 0; e < 2; ++e) {
            phw_trace t = make_trace(n, row[i].snr_db, 1, e);
            double *x = malloc(n * sizeof *x);
            cr_assert_not_null(x);
            for (size_t k = 0; k < n; ++k)
                x[k] = (double)t.real[k];
            phw_symbols s = {0};
            cr_assert_eq(cdf->label(&s, x, n, 2, &params, true, NULL), PHW_OK);
            cr_assert_eq(phw_bits_alloc(&end[e], 2 * n), PHW_OK);
            for (size_t k = 0; k < n; ++k) {
                phw_bits_set(&end[e], k, s.symbol[k] >> 1);
                phw_bits_set(&end[e], n + k, s.symbol[k] & 1);
            }
            phw_symbols_free(&s);
            phw_trace_free(&t);
            free(x);
        }
        phw_bits_xor(&end[0], &end[1]);
        const double each =
            (double)phw_positions_charge(&raw, &end[0], NULL) / (double)n;
        cr_expect_geq(each, row[i].full * (1 - row[i].spread), "%g dB: %g",
                      row[i].snr_db, each);
        cr_expect_leq(each, 1.5 * row[i].full * (1 + row[i].spread), "%g dB: %g",
                      row[i].snr_db, each);
        phw_raw_free(&raw);
        phw_bits_free(&end[0]);
        phw_bits_free(&end[1]);
    }
}
