#include "channel/moving_filter.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = 200,
    PAST = 40,
    COEFFICIENTS = 7,
    KNOTS = PHW_MOVING_FILTER_KNOTS
};

static const ptrdiff_t lag[COEFFICIENTS] = {0, 1, 2, 9, 25, 39, 40};

/* Input parts with their past, and what the coefficients go through. */
typedef struct bench {
    float re[PAST + N];
    float im[PAST + N];
    float along[N];
    phw_cf value[KNOTS][COEFFICIENTS];
    phw_cf *knot[KNOTS];
    phw_coefficient coefficient[COEFFICIENTS];
} bench;

static void fill(bench *b)
{
    const phw_rng rng = {.seed = 90};
    phw_rng_normal(b->re, &rng, 0, PAST + N);
    phw_rng_normal(b->im, &rng, 1000, PAST + N);
    for (size_t i = 0; i < N; ++i)
        b->along[i] = (float)i / N;
    for (size_t k = 0; k < KNOTS; ++k) {
        phw_rng_normal_complex(b->value[k], &rng, 1, 2000 + 100 * k, COEFFICIENTS);
        b->knot[k] = b->value[k];
    }
}

static phw_moving_filter make(bench *b, size_t n_knots, size_t n)
{
    if (n_knots == 2)
        phw_moving_filter_lines(b->coefficient, b->knot, COEFFICIENTS);
    else
        phw_moving_filter_cubics(b->coefficient, b->knot, COEFFICIENTS);
    return (phw_moving_filter){
        .n_knots = n_knots, .n = n, .lag = lag, .coefficient = b->coefficient};
}

/* Lagrange's polynomial itself. */
static double complex between(const bench *b, size_t n_knots, size_t k, double t)
{
    const double first = n_knots == 2 ? 0 : -1;
    double complex sum = 0;
    for (size_t i = 0; i < n_knots; ++i) {
        double weight = 1;
        for (size_t j = 0; j < n_knots; ++j)
            weight *= j == i ? 1 : (t - first - (double)j) / ((double)i - (double)j);
        sum += weight * (double complex)b->value[i][k];
    }
    return sum;
}

Test(moving_filter, every_sample_is_the_sum_over_moving_coefficients)
{
    bench b;
    phw_moving_tile tile;
    fill(&b);
    for (size_t n_knots = 2; n_knots <= KNOTS; n_knots += 2) {
        for (size_t n = 1; n <= COEFFICIENTS; ++n) {
            const phw_moving_filter f = make(&b, n_knots, n);
            memcpy(tile.along, b.along, sizeof b.along);
            phw_moving_filter_run(&f, &tile, b.re + PAST, b.im + PAST, N);
            for (size_t i = 0; i < N; ++i) {
                double complex want = 0;
                for (size_t k = 0; k < n; ++k) {
                    const size_t at = PAST + i - (size_t)lag[k];
                    want += between(&b, n_knots, k, (double)b.along[i]) *
                            CMPLX(b.re[at], b.im[at]);
                }
                cr_expect_lt(cabs(CMPLX(tile.re[i], tile.im[i]) - want), 1e-5,
                             "%zu knots, %zu coefficients, sample %zu", n_knots, n, i);
            }
        }
    }
}

Test(moving_filter, samples_do_not_depend_on_their_company)
{
    bench b;
    phw_moving_tile all;
    phw_moving_tile one;
    fill(&b);
    for (size_t n_knots = 2; n_knots <= KNOTS; n_knots += 2) {
        const phw_moving_filter f = make(&b, n_knots, COEFFICIENTS);
        memcpy(all.along, b.along, sizeof b.along);
        phw_moving_filter_run(&f, &all, b.re + PAST, b.im + PAST, N);
        for (size_t i = 0; i < N; ++i) {
            one.along[0] = b.along[i];
            phw_moving_filter_run(&f, &one, b.re + PAST + i, b.im + PAST + i, 1);
            cr_expect_eq(memcmp(one.re, all.re + i, sizeof *one.re), 0, "%zu", i);
            cr_expect_eq(memcmp(one.im, all.im + i, sizeof *one.im), 0, "%zu", i);
        }
    }
}
