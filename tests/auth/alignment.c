#include "auth/alignment.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    TONES = 52
};

static const double pi = 3.14159265358979323846;

static void draw(phw_cf *out, uint32_t role, size_t n)
{
    const phw_rng rng = {.seed = 4, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, role)};
    phw_rng_normal_complex(out, &rng, 1, 0, n);
}

/* The carriers of 802.11: none at 0. */
static void place(double position[TONES])
{
    for (int i = 0; i < TONES; ++i)
        position[i] = 312500.0 * (i < 26 ? i - 26 : i - 25);
}

/* out = a h turned by `phase` and by `delay` over the span. */
static void disturb(phw_cf *out, const phw_cf *h, const double *position, double gain,
                    double phase, double delay)
{
    for (size_t k = 0; k < TONES; ++k) {
        const double x = position[k] / (52 * 312500.0);
        out[k] = (phw_cf)(gain * (double complex)h[k] *
                          cexp(CMPLX(0, phase - 2 * pi * delay * x)));
    }
}

Test(alignment, sums_are_those_of_the_plain_loop)
{
    static const size_t length[] = {1, 2, 7, 8, 9, 16, 51, 52};
    phw_cf a[TONES];
    phw_cf b[TONES];
    draw(a, 1, TONES);
    draw(b, 2, TONES);
    for (size_t i = 0; i < sizeof length / sizeof length[0]; ++i) {
        double p = 0;
        double q = 0;
        double complex c = 0;
        phw_alignment out;
        phw_alignment_read(&out, a, b, length[i]);
        for (size_t k = 0; k < length[i]; ++k) {
            p += phw_cf_power(a[k]);
            q += phw_cf_power(b[k]);
            c += (double complex)b[k] * conj((double complex)a[k]);
        }
        cr_expect_float_eq(out.reference_power, p, 1e-12);
        cr_expect_float_eq(out.frame_power, q, 1e-12);
        cr_expect_float_eq(out.re, creal(c), 1e-12);
        cr_expect_float_eq(out.im, cimag(c), 1e-12);
        cr_expect_eq(out.delay, 0);
    }
}

/* The least of `cost` over a grid of phases and gains. */
static double search(const phw_cf *a, const phw_cf *b, size_t n, bool with_gain)
{
    double least = HUGE_VAL;
    for (double gain = with_gain ? 0.2 : 1; gain <= (with_gain ? 3 : 1);
         gain += 0.005) {
        for (double phase = 0; phase < 2 * pi; phase += 0.005) {
            const double complex g = gain * cexp(CMPLX(0, phase));
            double sum = 0;
            for (size_t k = 0; k < n; ++k) {
                const double complex d =
                    (double complex)b[k] - g * (double complex)a[k];
                sum += creal(d) * creal(d) + cimag(d) * cimag(d);
            }
            least = fmin(least, 2 * sum / (1 + gain * gain));
        }
    }
    return least;
}

Test(alignment, distances_are_the_least_that_a_search_finds)
{
    phw_cf a[4];
    phw_cf b[4];
    phw_cf noise[4];
    phw_alignment s;
    draw(a, 1, 4);
    draw(noise, 2, 4);
    for (size_t k = 0; k < 4; ++k)
        b[k] = 1.4F * a[k] * (phw_cf)cexp(CMPLX(0, 2)) + 0.5F * noise[k];
    phw_alignment_read(&s, a, b, 4);
    double plain = 0;
    for (size_t k = 0; k < 4; ++k)
        plain += phw_cf_power(b[k] - a[k]);
    cr_expect_float_eq(phw_alignment_distance(&s, PHW_FIT_NONE), plain, 1e-6);
    /* Half a step of the grid: 2 p q (0.0025)^2 at most. */
    cr_expect_float_eq(phw_alignment_distance(&s, PHW_FIT_PHASE),
                       search(a, b, 4, false), 1e-3);
    cr_expect_float_eq(phw_alignment_distance(&s, PHW_FIT_GAIN), search(a, b, 4, true),
                       1e-3);
    cr_expect_leq(phw_alignment_distance(&s, PHW_FIT_GAIN),
                  phw_alignment_distance(&s, PHW_FIT_PHASE));
}

Test(alignment, nothing_is_left_of_a_frame_that_was_only_disturbed)
{
    static const double delay[] = {0, 0.1, -0.37, 1, -2.6, 5.49, -5.9};
    phw_cf a[TONES];
    phw_cf b[TONES];
    double position[TONES];
    phw_alignment s;
    place(position);
    draw(a, 1, TONES);
    for (size_t i = 0; i < sizeof delay / sizeof delay[0]; ++i) {
        disturb(b, a, position, 1, 0.7, delay[i]);
        phw_alignment_search(&s, a, b, position, TONES, 6);
        cr_expect_float_eq(s.delay, delay[i], 1e-6, "%g", s.delay);
        cr_expect_lt(phw_alignment_distance(&s, PHW_FIT_SLOPE), 1e-9 * s.frame_power);
        disturb(b, a, position, 0.3, 2, delay[i]);
        phw_alignment_search(&s, a, b, position, TONES, 6);
        cr_expect_lt(phw_alignment_distance(&s, PHW_FIT_FULL), 1e-9 * s.frame_power);
        cr_expect_float_eq(phw_alignment_coherence(&s), 1, 1e-9);
    }
}

Test(alignment, a_delay_beyond_the_range_is_not_found)
{
    phw_cf a[TONES];
    phw_cf b[TONES];
    double position[TONES];
    phw_alignment s;
    place(position);
    draw(a, 1, TONES);
    disturb(b, a, position, 1, 0, 4);
    phw_alignment_search(&s, a, b, position, TONES, 2);
    cr_expect(fabs(s.delay) <= 2, "%g", s.delay);
    cr_expect_gt(phw_alignment_distance(&s, PHW_FIT_SLOPE), 0.1 * s.frame_power);
}

Test(alignment, no_power_is_no_coherence)
{
    const phw_cf zero[3] = {0};
    phw_alignment s;
    phw_alignment_read(&s, zero, zero, 3);
    cr_expect_eq(phw_alignment_coherence(&s), 0);
    for (unsigned fit = 0; fit < PHW_N_FITS; ++fit)
        cr_expect_eq(phw_alignment_distance(&s, (phw_fit)fit), 0);
}
