/* The asymmetric agreement's two ends over Rayleigh channels, beside closed forms: the
 * device's whole-number bits differ from the reader's as often as Kibble's law says,
 * and envelopes through many random beams have as many directions as the channel's
 * Hermitian square, no more. */
#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>

#include "core/rng.h"
#include "kgen/envelope_theory.h"
#include "kgen/zero_power_detector.h"
#include "kgen/zero_power_levels.h"
#include "kgen/zero_power_reading.h"

enum {
    N = 1 << 17
};

static void draw(phw_cf *out, size_t n, uint32_t trial)
{
    const phw_rng rng = {17, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x656e), trial};
    float *x = malloc(2 * n * sizeof *x);
    cr_assert_not_null(x);
    phw_rng_normal(x, &rng, 0, 2 * n);
    for (size_t i = 0; i < n; ++i)
        out[i] = CMPLXF(x[2 * i], x[2 * i + 1]) * sqrtf(0.5F);
    free(x);
}

/* Both ends' traces of correlation rho; `squared`: the reader hears the round trip. */
static void make_traces(phw_trace ends[2], double rho, bool squared)
{
    phw_cf *h = malloc(N * sizeof *h);
    cr_assert_not_null(h);
    draw(h, N, 0);
    for (unsigned e = 0; e < 2; ++e) {
        ends[e] = (phw_trace){0};
        cr_assert_eq(phw_trace_alloc(&ends[e], PHW_TRACE_CFR, N, 1), PHW_OK);
        draw(ends[e].cplx, N, 1 + e);
        for (size_t i = 0; i < N; ++i)
            ends[e].cplx[i] =
                (float)sqrt(rho) * h[i] + (float)sqrt(1 - rho) * ends[e].cplx[i];
    }
    for (size_t i = 0; i < N && squared; ++i)
        ends[1].cplx[i] *= ends[1].cplx[i];
    free(h);
}

/* Bits that differ of the device's (as its converter and bisection give them) and the
 * reader's, of all n_bits N. */
static size_t count_errors(const phw_trace ends[2], const phw_zero_power_config *c)
{
    phw_zero_power_codes codes = {0};
    phw_features values = {0};
    phw_zero_power_reading reading = {0};
    phw_zero_power_work work = {0};
    phw_bits all = {0};
    uint32_t *value = malloc(N * sizeof *value);
    uint8_t *symbol = malloc(N);
    uint8_t *keep = malloc(N);
    cr_assert(value != NULL && symbol != NULL && keep != NULL);
    cr_assert_eq(phw_zero_power_detect(&codes, &ends[0], c), PHW_OK);
    cr_assert_eq(phw_zero_power_estimate(&values, &ends[1], c), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        value[i] = codes.code[i];
    phw_zero_power_label(symbol, keep, &work, value, N, c->adc_bits, c);
    cr_assert_eq(phw_bits_alloc(&all, N), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        phw_bits_set(&all, i, true);
    cr_assert_eq(phw_zero_power_read(&reading, &values, &all, c), PHW_OK);
    size_t n = 0;
    for (size_t i = 0; i < N; ++i) {
        for (unsigned p = 0; p < c->n_bits; ++p)
            n += ((symbol[i] >> (c->n_bits - 1 - p)) & 1U) !=
                 phw_bits_get(&reading.plane[p], i);
    }
    free(value);
    free(symbol);
    free(keep);
    phw_bits_free(&all);
    phw_zero_power_reading_free(&reading);
    phw_features_free(&values);
    phw_zero_power_codes_free(&codes);
    return n;
}

/* Five standard deviations of a share of N symbols whose n_bits bits differ together at
 * worst: sqrt(p (1 - p) / N). A converter of 14 bits moves a threshold by half a step
 * of 8 / 2^14 of the mean power, which is 2.4e-4 of the probability, and so turns at
 * most that share of bits. */
Test(envelope, device_and_reader_differ_as_the_closed_form_says)
{
    static const double rho[] = {0.7, 0.95, 0.999};
    for (unsigned i = 0; i < 3; ++i) {
        phw_trace ends[2];
        make_traces(ends, rho[i], false);
        for (unsigned b = 1; b <= 3; ++b) {
            phw_zero_power_config c = phw_zero_power_preset();
            c.window = 0;
            c.adc_bits = 14;
            c.n_bits = b;
            const double got = (double)count_errors(ends, &c) / ((double)N * b);
            const double want = phw_envelope_disagreement(rho[i], b);
            cr_expect_float_eq(got, want, 5 * sqrt(want * (1 - want) / N) + 2.4e-4,
                               "rho %g, %u bits: %.5f, want %.5f", rho[i], b, got,
                               want);
        }
        phw_trace_free(&ends[0]);
        phw_trace_free(&ends[1]);
    }
}

/* A reader that hears the round trip has h^2, whose magnitude rises with that of h: its
 * ranks, and so its bits, are those of h, whatever law h^2 follows. */
Test(envelope, round_trip_has_the_ranks_of_the_way_out)
{
    phw_zero_power_config c = phw_zero_power_preset();
    phw_trace ends[2];
    c.window = 0;
    c.adc_bits = 14;
    c.n_bits = 2;
    make_traces(ends, 0.98, false);
    const size_t once = count_errors(ends, &c);
    phw_trace_free(&ends[0]);
    phw_trace_free(&ends[1]);
    make_traces(ends, 0.98, true);
    const size_t twice = count_errors(ends, &c);
    phw_trace_free(&ends[0]);
    phw_trace_free(&ends[1]);
    /* Squaring in single precision may swap values a rounding apart. */
    cr_expect_leq(llabs((long long)once - (long long)twice), 8);
}

/* How many eigenvalues of the covariance of |h^T w_i|^2, over channels h of n_antennas
 * and BEAMS fixed weights w_i, are above 1e-3 of the largest. */
static unsigned count_directions(unsigned n_antennas)
{
    enum {
        BEAMS = 16,
        DRAWS = 4000
    };

    phw_cf weight[BEAMS * 4];
    phw_cf *h = malloc(DRAWS * n_antennas * sizeof *h);
    double *r = malloc(DRAWS * BEAMS * sizeof *r);
    double mean[BEAMS] = {0};
    gsl_matrix *covariance = gsl_matrix_calloc(BEAMS, BEAMS);
    gsl_vector *value = gsl_vector_alloc(BEAMS);
    gsl_eigen_symm_workspace *scratch = gsl_eigen_symm_alloc(BEAMS);
    cr_assert(h != NULL && r != NULL && covariance != NULL && value != NULL);
    draw(weight, (size_t)BEAMS * n_antennas, 50);
    draw(h, (size_t)DRAWS * n_antennas, 51);
    for (unsigned d = 0; d < DRAWS; ++d) {
        for (unsigned i = 0; i < BEAMS; ++i) {
            phw_cf sum = 0;
            for (unsigned a = 0; a < n_antennas; ++a)
                sum += h[d * n_antennas + a] * weight[i * n_antennas + a];
            r[d * BEAMS + i] = phw_cf_power(sum);
            mean[i] += r[d * BEAMS + i] / DRAWS;
        }
    }
    for (unsigned d = 0; d < DRAWS; ++d) {
        for (unsigned i = 0; i < BEAMS; ++i) {
            for (unsigned j = 0; j < BEAMS; ++j)
                *gsl_matrix_ptr(covariance, i, j) +=
                    (r[d * BEAMS + i] - mean[i]) * (r[d * BEAMS + j] - mean[j]) / DRAWS;
        }
    }
    gsl_eigen_symm(covariance, value, scratch);
    const double least = 1e-3 * gsl_vector_max(value);
    unsigned n = 0;
    for (unsigned i = 0; i < BEAMS; ++i)
        n += gsl_vector_get(value, i) > least;
    gsl_eigen_symm_free(scratch);
    gsl_matrix_free(covariance);
    gsl_vector_free(value);
    free(h);
    free(r);
    return n;
}

/* |h^T w|^2 is linear in the Hermitian matrix h h^H, which has n^2 real entries; of
 * them 2 n - 1 are free (n complex numbers but for a common phase). So the covariance
 * has n^2 directions, and more beams than that repeat themselves linearly. */
Test(envelope, beams_have_as_many_directions_as_antennas_squared)
{
    cr_expect_eq(count_directions(1), 1);
    cr_expect_eq(count_directions(2), 4);
    cr_expect_eq(count_directions(3), 9);
}
