#include "channel/fading_part.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/fading.h"
#include "channel/spectra.h"

#include "tests/channel/statistics.h"

enum {
    N = 2048
};

static phw_spectrum_choice choose(const char *text)
{
    phw_spectrum_choice c;
    cr_assert_eq(phw_spectrum_choose(&c, text), PHW_OK, "%s", phw_error_message());
    return c;
}

static const struct {
    phw_fading_generator generator;
    double redraw;
} kind[] = {
    {PHW_FADING_SPECTRAL, 0}, {PHW_FADING_SINUSOIDS, 0}, {PHW_FADING_SINUSOIDS, 100}};

static phw_fading *create(size_t k, const phw_spectrum_choice *spectrum, size_t n)
{
    const phw_fading_config config = {.n = n,
                                      .doppler_hz = 1,
                                      .spectrum = spectrum,
                                      .generator = kind[k].generator,
                                      .redraw_periods = kind[k].redraw,
                                      .rng = {.seed = 26}};
    phw_fading *f = NULL;
    cr_assert_eq(phw_fading_create(&f, &config), PHW_OK, "%s", phw_error_message());
    return f;
}

Test(fading_part, like_spectra_go_together_and_narrow_ones_apart)
{
    const phw_spectrum_choice spectrum[6] = {{0},
                                             choose("gauss:sigma=0.001"),
                                             choose("bell"),
                                             choose("line:shift=-0.3"),
                                             choose("flat"),
                                             choose("gauss:sigma=0.001")};
    const phw_fading_config config = {.n = 6, .spectrum = spectrum};
    phw_fading_part *part = NULL;
    size_t n = 0;
    cr_assert_eq(phw_fading_split(&part, &n, &config), PHW_OK);
    cr_assert_eq(n, 3);
    cr_assert(part[0].n == 3 && part[1].n == 2 && part[2].n == 1);
    cr_expect(!part[0].is_narrow && part[0].reach == 5 && part[0].centre == 0);
    cr_expect(part[0].index[1] == 2 && part[0].index[2] == 4);
    /* 5.73 deviations leave 1e-8. */
    cr_expect(part[1].is_narrow && part[1].index[0] == 1 && part[1].index[1] == 5);
    cr_expect_float_eq(part[1].reach, 5.73e-3, 1e-5);
    cr_expect(part[2].is_narrow && part[2].reach == 0 && part[2].centre == -0.3);
    phw_fading_parts_free(part, n);
    phw_fading_parts_free(NULL, 0);
}

/* The mean of h(t + lag) h*(t) over n independent processes and one instant each: its
 * deviation is at most 1 / sqrt(n) (of the products' variance 1), 5 sigma here; the
 * cross-fade takes 2 % at most of what is left. At four instants, in a fade too. */
static void expect_correlation(phw_fading *f, const phw_spectrum_choice *spectrum,
                               double lag, const char *what)
{
    static phw_cf a[N];
    static phw_cf b[N];
    double re = 0;
    double im = 0;
    double complex sum = 0;
    phw_spectrum_correlation(&re, &im, spectrum, lag);
    for (int t = 0; t < 4; ++t) {
        cr_assert_eq(phw_fading_read(f, a, 611.0 * t), PHW_OK);
        cr_assert_eq(phw_fading_read(f, b, 611.0 * t + lag), PHW_OK);
        for (size_t i = 0; i < N; ++i)
            sum += (double complex)b[i] * conj((double complex)a[i]) / (4 * N);
    }
    cr_expect_lt(cabs(sum - CMPLX(re, im)), SIGMAS / sqrt(N) + 0.02 * hypot(re, im),
                 "%s lag %g: %g, expected %g", what, lag, cabs(sum), hypot(re, im));
}

Test(fading_part, narrow_spectra_keep_their_coherence)
{
    static const struct {
        const char *text;
        double lag;
    } row[] = {{"directional:kappa=200", 200},
               {"directional:mean_deg=180:kappa=80", 60},
               {"gauss:sigma=0.001", 100},
               {"gauss:mean=0.7:sigma=0.001", 150},
               {"gauss:sigma=0.0001", 1000},
               {"gauss:sigma=0.02", 8},
               {"line", 400},
               {"line:shift=-1", 30000}};

    static phw_spectrum_choice spectrum[N];
    for (size_t r = 0; r < sizeof row / sizeof row[0]; ++r) {
        for (size_t i = 0; i < N; ++i)
            spectrum[i] = choose(row[r].text);
        for (size_t k = 0; k < sizeof kind / sizeof kind[0]; ++k) {
            phw_fading *f = create(k, spectrum, N);
            expect_correlation(f, spectrum, row[r].lag, row[r].text);
            phw_fading_destroy(f);
        }
    }
}

Test(fading_part, a_line_is_one_exact_tone)
{
    const phw_spectrum_choice spectrum = choose("line:shift=0.37");
    for (size_t k = 0; k < sizeof kind / sizeof kind[0]; ++k) {
        phw_fading *f = create(k, &spectrum, 1);
        phw_cf first = 0;
        cr_assert_eq(phw_fading_read(f, &first, 0), PHW_OK);
        for (int t = 1; t < 2000; ++t) {
            const double time_s = 37.3 * t;
            phw_cf h = 0;
            cr_assert_eq(phw_fading_read(f, &h, time_s), PHW_OK);
            const double complex turned =
                (double complex)first * phasor(fmod(0.37 * time_s, 1));
            cr_expect_lt(cabs((double complex)h - turned), 1e-6, "kind %zu at %g", k,
                         time_s);
        }
        phw_fading_destroy(f);
    }
}

/* Neither a neighbour's width nor the place in a part changes a process; and all ways
 * of reading it agree. */
Test(fading_part, neighbours_do_not_matter_nor_how_it_is_read)
{
    enum {
        COUNT = 700
    };

    const phw_spectrum_choice spectrum[5] = {{0},
                                             choose("gauss:sigma=0.001"),
                                             choose("line"),
                                             {0},
                                             choose("gauss:sigma=0.001")};
    static phw_cf whole[COUNT][5];
    static phw_cf cut[COUNT][5];
    for (size_t k = 0; k < sizeof kind / sizeof kind[0]; ++k) {
        phw_fading *f = create(k, spectrum, 5);
        phw_fading *clarkes = create(k, NULL, 5);
        cr_assert_eq(phw_fading_series(f, whole[0], -7, 0.61, 3, COUNT), PHW_OK);
        cr_assert_eq(phw_fading_series(f, cut[0], -7, 0.61, 3, 301), PHW_OK);
        cr_assert_eq(phw_fading_series(f, cut[301], -7, 0.61, 304, COUNT - 301),
                     PHW_OK);
        cr_expect_eq(memcmp(whole, cut, sizeof whole), 0, "kind %zu", k);
        cr_assert_eq(phw_fading_series(clarkes, cut[0], -7, 0.61, 3, COUNT), PHW_OK);
        for (size_t t = 0; t < COUNT; ++t) {
            phw_cf exact = 0;
            cr_expect(whole[t][0] == cut[t][0] && whole[t][3] == cut[t][3]);
            cr_assert_eq(
                phw_fading_value(f, &exact, t % 5, -7 + (double)(t + 3) * 0.61),
                PHW_OK);
            cr_expect_lt(cabsf(whole[t][t % 5] - exact), 3e-4F, "kind %zu, %zu", k, t);
        }
        phw_fading_destroy(f);
        phw_fading_destroy(clarkes);
    }
}
