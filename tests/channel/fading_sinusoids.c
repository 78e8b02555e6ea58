#include "channel/fading_sinusoids.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/fading.h"
#include "core/signal.h"

#include "tests/channel/statistics.h"

#define PROCESSES 5

/* fd = 1 Hz: times count in 1/fd. */
static phw_fading *create(size_t n, size_t n_sinusoids, double redraw, uint32_t trial)
{
    const phw_fading_config config = {.n = n,
                                      .doppler_hz = 1,
                                      .generator = PHW_FADING_SINUSOIDS,
                                      .n_sinusoids = n_sinusoids,
                                      .redraw_periods = redraw,
                                      .rng = {.seed = 41, .trial = trial}};
    phw_fading *f = NULL;
    cr_assert_eq(phw_fading_create(&f, &config), PHW_OK);
    return f;
}

/* Draws k and k + d begin at their waves' first phases, which shared words would let
 * return. The mean of products of independent values of unit power over n processes has
 * a size above 5 / sqrt(n) with probability e^-25. */
Test(fading_sinusoids, no_two_draws_share_words)
{
    enum {
        MANY = 1024,
        DRAWS = 40
    };

    static phw_cf h[DRAWS][MANY];
    phw_fading *f = create(MANY, 16, 2, 3);
    for (size_t k = 0; k < DRAWS; ++k)
        cr_assert_eq(phw_fading_read(f, h[k], 2 * (double)k), PHW_OK);
    for (size_t k = 1; k < DRAWS; ++k) {
        double complex sum = 0;
        for (size_t i = 0; i < MANY; ++i)
            sum += (double complex)h[k][i] * conj((double complex)h[0][i]) / MANY;
        cr_expect_lt(cabs(sum), 5 / sqrt(MANY), "draw %zu: %g", k, cabs(sum));
    }
    phw_fading_destroy(f);
}

static const double redraws[] = {0, 1, 8, 100};

#define N_REDRAWS (sizeof redraws / sizeof redraws[0])

Test(fading_sinusoids, a_reading_is_the_sum_in_double_precision)
{
    for (size_t r = 0; r < N_REDRAWS; ++r) {
        phw_fading *f = create(PROCESSES, 16, redraws[r], 0);
        for (int k = -200; k < 200; ++k) {
            const double time_s = 5.37 * k;
            phw_cf h[PROCESSES];
            cr_assert_eq(phw_fading_read(f, h, time_s), PHW_OK);
            for (size_t i = 0; i < PROCESSES; ++i) {
                phw_cf exact = 0;
                cr_assert_eq(phw_fading_value(f, &exact, i, time_s), PHW_OK);
                cr_expect_lt(cabsf(h[i] - exact), 2e-6F, "at %g: %g", time_s,
                             (double)cabsf(h[i] - exact));
            }
        }
        phw_fading_destroy(f);
    }
}

/* Steps from far below to beyond a redraw: whole blocks, short ones, none. */
Test(fading_sinusoids, a_series_is_the_readings_at_its_instants)
{
    enum {
        COUNT = 3000
    };

    static phw_cf series[COUNT][PROCESSES];
    const double steps[] = {0, 1e-4, 0.001, 0.03, 0.061, 0.5, 3};
    for (size_t r = 0; r < N_REDRAWS; ++r) {
        phw_fading *f = create(PROCESSES, 16, redraws[r], 1);
        for (size_t s = 0; s < sizeof steps / sizeof steps[0]; ++s) {
            cr_assert_eq(phw_fading_series(f, series[0], -40, steps[s], 100, COUNT),
                         PHW_OK);
            float most = 0;
            for (size_t k = 0; k < COUNT; ++k) {
                phw_cf h[PROCESSES];
                const double time_s = -40 + (double)(100 + k) * steps[s];
                cr_assert_eq(phw_fading_read(f, h, time_s), PHW_OK);
                for (size_t i = 0; i < PROCESSES; ++i)
                    most = fmaxf(most, cabsf(series[k][i] - h[i]));
            }
            cr_expect_lt(most, 1e-5F, "redraw %g step %g: %g", redraws[r], steps[s],
                         (double)most);
        }
        phw_fading_destroy(f);
    }
}
