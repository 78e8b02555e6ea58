#include "tools/spectrogram.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "tools/plot_spectrogram.h"

#define BINS PHW_SPECTROGRAM_BINS
#define RATE 1e6

static phw_spectrogram *new_one(void)
{
    phw_spectrogram *s = NULL;
    cr_assert_eq(phw_spectrogram_create(&s, RATE), PHW_OK);
    return s;
}

/* `n` samples of a tone of `amplitude` in the middle of bin `k` from the lowest. */
static void push_tone(phw_spectrogram *s, size_t from, size_t n, double k,
                      double amplitude)
{
    for (size_t i = from; i < from + n; ++i) {
        const double turn = 2 * M_PI * (k - BINS / 2.0) * (double)i / BINS;
        const phw_cf x =
            CMPLXF((float)(amplitude * cos(turn)), (float)(amplitude * sin(turn)));
        phw_spectrogram_push(s, &x, 1);
    }
}

Test(spectrogram, a_full_scale_tone_is_0_db_where_it_is)
{
    phw_plot_heat h;
    phw_spectrogram *s = new_one();
    push_tone(s, 0, (size_t)8 * BINS, 96, 1);
    push_tone(s, (size_t)8 * BINS, (size_t)8 * BINS + 5, 16, 0.1);
    phw_spectrogram_heat(&h, s);
    cr_assert_eq(h.n_x, 16);
    cr_assert_eq(h.n_y, BINS);
    cr_expect_float_eq(h.y_from, -RATE / 2, 1e-6);
    cr_expect_float_eq(h.y_to, RATE / 2 - RATE / BINS, 1e-6);
    cr_expect_float_eq(h.x_from, BINS / 2.0 / RATE, 1e-12);
    cr_expect_float_eq(h.x_to, 15.5 * BINS / RATE, 1e-12);
    for (size_t c = 0; c < h.n_x; ++c) {
        const size_t row = c < 8 ? 96 : 16;
        const double level = c < 8 ? 0 : -20;
        /* Hann: half the amplitude in the neighbours. */
        cr_expect_float_eq(h.value[row * h.n_x + c], level, 1e-4);
        cr_expect_float_eq(h.value[(row + 1) * h.n_x + c], level - 6.0206, 1e-3);
    }
    phw_spectrogram_destroy(s);
}

Test(spectrogram, a_column_is_the_mean_of_its_time_however_long_the_stream)
{
    enum {
        BLOCK = 1000,
        N_BLOCKS = 1500 /* 11718 stretches and a bit: 733 columns of 16 */
    };

    static phw_cf x[BLOCK];
    phw_plot_heat h[2];
    phw_spectrogram *s[2] = {new_one(), new_one()};
    const phw_rng noise = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0), 0};
    for (size_t b = 0; b < N_BLOCKS; ++b) {
        phw_rng_normal_complex(x, &noise, 1, b * BLOCK, BLOCK);
        phw_spectrogram_push(s[0], x, BLOCK);
        phw_spectrogram_push(s[1], x, BLOCK / 3);
        phw_spectrogram_push(s[1], x + BLOCK / 3, BLOCK - BLOCK / 3);
    }
    phw_spectrogram_heat(&h[0], s[0]);
    phw_spectrogram_heat(&h[1], s[1]);
    cr_assert_eq(h[0].n_x, 733);
    cr_assert_eq(h[1].n_x, 733);
    cr_expect_float_eq(h[0].x_to, 732.5 * 16 * BINS / RATE, 1e-9);
    double mean = 0;
    for (size_t i = 0; i < h[0].n_x * BINS; ++i) {
        cr_assert_eq(h[0].value[i], h[1].value[i]);
        mean += pow(10, h[0].value[i] / 10) / (double)(h[0].n_x * BINS);
    }
    /* Unit noise through a window w: sum w^2 / (sum w)^2 = 1.5 / 128 a bin. The mean of
     * 11718 * 128 exponential values, of which windows leave 128 / 1.5 of 128
     * independent at least: 5 sigma are 5 / sqrt(1e6). */
    cr_expect_float_eq(mean * BINS / 1.5, 1, 5e-3);
    phw_spectrogram_destroy(s[0]);
    phw_spectrogram_destroy(s[1]);
}

Test(spectrogram, what_is_silent_is_lifted_to_just_below_the_rest)
{
    phw_plot_heat h;
    phw_spectrogram *s = new_one();
    const phw_plot_data none = {.heat = &h};
    phw_spectrogram_heat(&h, s);
    cr_expect_eq(h.n_x, 0);
    cr_expect_not(phw_plot_spectrogram.possible(&none));
    const phw_rng noise = {2, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0), 0};
    phw_cf x[BINS] = {0};
    phw_spectrogram_push(s, x, BINS);
    for (size_t i = 0; i < 9; ++i) {
        phw_rng_normal_complex(x, &noise, 1, i * BINS, BINS);
        phw_spectrogram_push(s, x, BINS);
    }
    phw_spectrogram_heat(&h, s);
    cr_assert_eq(h.n_x, 10);
    cr_expect(phw_plot_spectrogram.possible(&none));
    /* The median of unit noise: ln 2 of the mean, 1.5 / 128; a tenth below it. */
    for (size_t k = 0; k < BINS; ++k)
        cr_expect_float_eq(h.value[k * h.n_x], 10 * log10(0.1 * 1.5 / BINS * M_LN2),
                           1.5, "%g", h.value[k * h.n_x]);
    phw_spectrogram_destroy(s);
}
