#include "channel/sample_clock.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#include "tests/channel/statistics.h"

enum {
    N = 20000,
    ROOM = N + N / 50
};

static phw_cf in[N + PHW_SAMPLE_CLOCK_LATENCY];
static phw_cf out[ROOM + 50];

static phw_sample_clock *create(double step)
{
    phw_sample_clock *c = NULL;
    cr_assert_eq(phw_sample_clock_create(&c, step), PHW_OK);
    return c;
}

/* -70 dB at the band's edge, the first and last samples, where the signal begins out of
 * silence, left out. */
Test(sample_clock, tones_keep_their_instants)
{
    static const double step[] = {1 + 40e-6, 1 - 40e-6, 1.01, 0.99, 1 / (1 + 20e-6)};
    static const double cycles[] = {0.01, 0.2, 0.4, -0.4, -0.33};
    for (size_t s = 0; s < 5; ++s) {
        for (size_t f = 0; f < 5; ++f) {
            phw_sample_clock *c = create(step[s]);
            for (size_t i = 0; i < N; ++i)
                in[i] = (phw_cf)phasor(fmod(cycles[f] * (double)i, 1));
            const size_t n = phw_sample_clock_push(c, out, in, N);
            double error = 0;
            for (size_t k = 40; k < n; ++k)
                error += power_of((double complex)out[k] -
                                  phasor(fmod(cycles[f] * step[s] * (double)k, 1)));
            error = 10 * log10(error / (double)(n - 40));
            cr_expect_lt(error, -70, "step %g, %g cycles: %g dB", step[s], cycles[f],
                         error);
            phw_sample_clock_destroy(c);
        }
    }
}

Test(sample_clock, blocks_do_not_matter)
{
    static phw_cf parts[ROOM + 50];
    const phw_rng rng = {.seed = 2};
    phw_sample_clock *c = create(1.003);
    phw_rng_normal_complex(in, &rng, 1, 0, N);
    const size_t n = phw_sample_clock_push(c, out, in, N);
    phw_sample_clock_reset(c);
    size_t got = 0;
    for (size_t at = 0, take = 1; at < N; at += take, take = take % 700 + 1) {
        take = take < N - at ? take : N - at;
        const size_t some = phw_sample_clock_push(c, parts + got, in + at, take);
        cr_assert_leq(some, phw_sample_clock_room(c, take));
        got += some;
    }
    cr_expect_eq(got, n);
    cr_expect_eq(memcmp(out, parts, n * sizeof *out), 0);
    phw_sample_clock_destroy(c);
}

Test(sample_clock, zeros_bring_the_end_of_a_signal)
{
    static const double step[] = {0.99, 1.01, 1.0001};
    for (size_t s = 0; s < 3; ++s) {
        phw_sample_clock *c = create(step[s]);
        memset(in, 0, sizeof in);
        const size_t n =
            phw_sample_clock_push(c, out, in, N + PHW_SAMPLE_CLOCK_LATENCY);
        cr_expect_eq(n, (size_t)ceil(N / step[s]), "%zu", n);
        phw_sample_clock_destroy(c);
    }
}

Test(sample_clock, a_true_clock_passes_samples)
{
    const phw_rng rng = {.seed = 3};
    phw_sample_clock *c = create(1);
    phw_rng_normal_complex(in, &rng, 1, 0, N);
    cr_expect_eq(phw_sample_clock_room(c, 100), 100);
    cr_expect_eq(phw_sample_clock_push(c, out, in, N), N);
    cr_expect_eq(memcmp(in, out, N * sizeof *in), 0);
    phw_sample_clock_destroy(c);
}

Test(sample_clock, clocks_that_are_no_clocks_are_refused)
{
    const double bad[] = {0.98, 1.02, nan(""), 0, HUGE_VAL};
    phw_sample_clock *c = NULL;
    for (size_t i = 0; i < 5; ++i)
        cr_expect_eq(phw_sample_clock_create(&c, bad[i]), PHW_EARG);
    cr_expect_null(c);
    phw_sample_clock_destroy(NULL);
}
