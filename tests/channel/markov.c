#include "channel/markov.h"

#include <math.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

enum {
    RUNS = 4000
};

static phw_rng address(uint32_t trial)
{
    return (phw_rng){
        .seed = 77, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), .trial = trial};
}

static double value(phw_markov *m, int64_t step)
{
    double x = 0;
    phw_markov_add(m, &x, 1, step, 1);
    return x;
}

Test(markov, is_the_same_in_any_order_and_any_blocks)
{
    enum {
        FROM = -3000,
        N = 6000
    };

    for (int kind = 0; kind < 2; ++kind) {
        static double run[N];
        phw_markov *m = NULL;
        const phw_rng rng = address(0);
        cr_assert_eq(phw_markov_create(&m, kind * 0.01, &rng), PHW_OK);
        for (size_t i = 0; i < N; ++i)
            run[i] = 0;
        phw_markov_add(m, run, 1, FROM, N);
        for (uint32_t i = 0; i < 3000; ++i) {
            const uint32_t at = phw_rng_below(&rng, i, N);
            cr_assert_eq(value(m, FROM + (int64_t)at), run[at], "step %u", at);
        }
        for (size_t at = 0, take = 1; at + take <= N;
             at += take, take = take % 300 + 7) {
            double part[310] = {0};
            phw_markov_add(m, part, 1, FROM + (int64_t)at, take);
            for (size_t i = 0; i < take; ++i)
                cr_assert_eq(part[i], run[at + i]);
        }
        phw_markov_destroy(m);
    }
}

Test(markov, far_steps_are_the_same_after_near_ones)
{
    static const int64_t far[] = {0,
                                  -1,
                                  1,
                                  -(INT64_C(1) << 40) - 3,
                                  (INT64_C(1) << 43) + 12345,
                                  PHW_MARKOV_STEPS - 1,
                                  1 - PHW_MARKOV_STEPS};
    phw_markov *a = NULL;
    const phw_rng rng = address(1);
    cr_assert_eq(phw_markov_create(&a, 0, &rng), PHW_OK);
    for (size_t i = 0; i < sizeof far / sizeof far[0]; ++i) {
        phw_markov *b = NULL;
        cr_assert_eq(phw_markov_create(&b, 0, &rng), PHW_OK);
        cr_expect_eq(value(a, far[i]), value(b, far[i]), "step %lld",
                     (long long)far[i]);
        phw_markov_destroy(b);
    }
    phw_markov_destroy(a);
}

/* A run of increments: their power has variance 2 / N about 1, the product of
 * neighbours 1 / N about 0. Block edges and step 0 are inside. */
Test(markov, increments_of_brownian_motion_are_white)
{
    enum {
        N = 200000
    };

    static double w[N + 1];
    phw_markov *m = NULL;
    const phw_rng rng = address(2);
    cr_assert_eq(phw_markov_create(&m, 0, &rng), PHW_OK);
    phw_markov_add(m, w, 1, -N / 2, N + 1);
    cr_expect_eq(w[N / 2], 0);
    double power = 0;
    double neighbours = 0;
    double at_edges = 0;
    for (size_t i = 0; i < N; ++i) {
        const double x = w[i + 1] - w[i];
        power += x * x / N;
        if (i > 0)
            neighbours += x * (w[i] - w[i - 1]) / N;
        if ((i + 1 - N / 2 % 256) % 256 == 0)
            at_edges += x * x / (N / 256.0);
    }
    cr_expect_float_eq(power, 1, tolerance(2, N), "%g", power);
    cr_expect_float_eq(neighbours, 0, tolerance(1, N), "%g", neighbours);
    cr_expect_float_eq(at_edges, 1, tolerance(2, N / 256.0) + 2.0 / (N / 256), "%g",
                       at_edges);
    phw_markov_destroy(m);
}

/* W(n)^2 / n over independent runs has variance 2 / RUNS. */
Test(markov, the_variance_of_brownian_motion_is_the_time)
{
    static const int64_t step[] = {1, 10, 255, 256, 1000, 123457, -5, -70000};
    double mean[8] = {0};
    for (uint32_t run = 0; run < RUNS; ++run) {
        phw_markov *m = NULL;
        const phw_rng rng = address(10 + run);
        cr_assert_eq(phw_markov_create(&m, 0, &rng), PHW_OK);
        for (size_t i = 0; i < 8; ++i)
            mean[i] += pow(value(m, step[i]), 2) / fabs((double)step[i]) / RUNS;
        phw_markov_destroy(m);
    }
    for (size_t i = 0; i < 8; ++i)
        cr_expect_float_eq(mean[i], 1, tolerance(2, RUNS), "%lld: %g",
                           (long long)step[i], mean[i]);
}

/* Product of two normals of correlation r: variance 1 + r^2. */
Test(markov, a_decaying_one_is_stationary_with_an_exponential_correlation)
{
    static const int64_t lag[] = {0, 1, 3, 60, 256, 700, 3000};
    static const int64_t from[] = {0, -300, 1000003};
    const double decay = 0.005;
    double mean[3][7] = {{0}};
    for (uint32_t run = 0; run < RUNS; ++run) {
        phw_markov *m = NULL;
        const phw_rng rng = address(run);
        cr_assert_eq(phw_markov_create(&m, decay, &rng), PHW_OK);
        for (size_t k = 0; k < 3; ++k)
            for (size_t i = 0; i < 7; ++i)
                mean[k][i] += value(m, from[k]) * value(m, from[k] + lag[i]) / RUNS;
        phw_markov_destroy(m);
    }
    for (size_t k = 0; k < 3; ++k)
        for (size_t i = 0; i < 7; ++i) {
            const double r = exp(-decay * (double)lag[i]);
            cr_expect_float_eq(mean[k][i], r, tolerance(1 + r * r, RUNS), "%zu %zu: %g",
                               k, i, mean[k][i]);
        }
}

Test(markov, decays_below_zero_are_refused)
{
    const double bad[] = {-1, nan(""), HUGE_VAL};
    const phw_rng rng = address(0);
    for (size_t i = 0; i < 3; ++i) {
        phw_markov *m = NULL;
        cr_expect_eq(phw_markov_create(&m, bad[i], &rng), PHW_EARG);
        cr_expect_null(m);
    }
    phw_markov_destroy(NULL);
}
