#include "channel/antenna_array.h"

#include <math.h>
#include <stdint.h>

#include <criterion/criterion.h>

#include "channel/angle_spreads.h"

#include "tests/channel/statistics.h"

static phw_array choose(const char *text)
{
    phw_array array = {0};
    cr_assert_eq(phw_array_choose(&array, text), PHW_OK, "%s", phw_error_message());
    return array;
}

static void point(double out[3], double azimuth_deg, double elevation_deg)
{
    const double a = azimuth_deg * M_PI / 180;
    const double e = elevation_deg * M_PI / 180;
    out[0] = cos(e) * cos(a);
    out[1] = cos(e) * sin(a);
    out[2] = sin(e);
}

static const char *const arrays[] = {
    "single", "ula:n=1", "ula:n=8", "upa:n=4:rows=3", "uca:n=7", "ula:n=64:axis_deg=10",
};

enum {
    N_ARRAYS = sizeof arrays / sizeof arrays[0]
};

Test(antenna_array, elements_lie_around_the_nodes_place)
{
    static const size_t sizes[N_ARRAYS] = {1, 1, 8, 12, 7, 64};
    for (int k = 0; k < N_ARRAYS; ++k) {
        const phw_array array = choose(arrays[k]);
        cr_assert_eq(phw_array_size(&array), sizes[k], "%s", arrays[k]);
        double mean[3] = {0};
        for (size_t i = 0; i < sizes[k]; ++i) {
            double p[3];
            phw_array_element(p, &array, i);
            for (int c = 0; c < 3; ++c)
                mean[c] += p[c];
        }
        for (int c = 0; c < 3; ++c)
            cr_expect_float_eq(mean[c], 0, 1e-12, "%s", arrays[k]);
    }
}

Test(antenna_array, neighbours_are_the_spacing_apart)
{
    static const char *const lines[] = {"ula:n=5:spacing=0.7", "uca:n=9:spacing=0.7",
                                        "upa:n=3:rows=2:spacing=0.7"};
    for (int k = 0; k < 3; ++k) {
        const phw_array array = choose(lines[k]);
        double a[3];
        double b[3];
        phw_array_element(a, &array, 0);
        phw_array_element(b, &array, 1);
        cr_expect_float_eq(sqrt(pow(a[0] - b[0], 2) + pow(a[1] - b[1], 2)), 0.7, 1e-12);
    }
    const phw_array plane = choose(lines[2]);
    double a[3];
    double b[3];
    phw_array_element(a, &plane, 1);
    phw_array_element(b, &plane, 4);
    cr_expect_float_eq(b[2] - a[2], 0.7, 1e-12);
    cr_expect_float_eq(b[0], a[0], 1e-12);
}

/* A beam at a wave that is its own has the gain N, and no beam has more. */
Test(antenna_array, a_matched_beam_gains_the_number_of_elements)
{
    for (int k = 0; k < N_ARRAYS; ++k) {
        const phw_array array = choose(arrays[k]);
        const double n = (double)phw_array_size(&array);
        phw_cf w[64];
        double u[3];
        for (int degrees = -180; degrees < 180; degrees += 17) {
            point(u, degrees, degrees / 3.0);
            phw_array_steer(w, &array, u);
            cr_expect_float_eq(phw_array_gain(&array, w, u) / n, 1, 1e-6, "%s",
                               arrays[k]);
            double other[3];
            point(other, degrees + 40, 10);
            cr_expect_lt(phw_array_gain(&array, w, other), n * (1 + 1e-6));
        }
    }
}

/* sin^2(N x / 2) / (N sin^2(x / 2)), x the phase from element to element off the beam.
 */
Test(antenna_array, a_lines_pattern_is_dirichlets)
{
    const phw_array array = choose("ula:n=8:axis_deg=90");
    phw_cf w[8];
    double u[3];
    point(u, 0, 0);
    phw_array_steer(w, &array, u);
    for (int degrees = 1; degrees < 90; degrees += 4) {
        point(u, degrees, 0);
        const double x = M_PI * sin(degrees * M_PI / 180);
        const double want = pow(sin(4 * x) / sin(x / 2), 2) / 8;
        cr_expect_float_eq(phw_array_gain(&array, w, u), want, 2e-5, "%d", degrees);
    }
}

Test(antenna_array, the_codebooks_beams_are_orthogonal)
{
    for (int k = 0; k < N_ARRAYS; ++k) {
        const phw_array array = choose(arrays[k]);
        const size_t n = phw_array_size(&array);
        phw_cf a[64];
        phw_cf b[64];
        for (size_t i = 0; i < n; ++i) {
            for (size_t j = 0; j <= i; ++j) {
                phw_array_beam(a, &array, i);
                phw_array_beam(b, &array, j);
                const phw_cf inner = phw_array_combine(a, b, n);
                cr_expect_float_eq(cabsf(inner), i == j ? 1 : 0, 1e-6);
            }
        }
    }
}

Test(antenna_array, a_lines_beams_point_at_even_cosines)
{
    const phw_array array = choose("ula:n=8:axis_deg=0");
    for (int k = 0; k < 8; ++k) {
        const double cosine = k <= 4 ? k / 4.0 : k / 4.0 - 2;
        const double u[3] = {cosine, sqrt(1 - cosine * cosine), 0};
        phw_cf w[8];
        phw_array_beam(w, &array, (size_t)k);
        cr_expect_float_eq(phw_array_gain(&array, w, u), 8, 1e-5, "beam %d", k);
        phw_cf h[8];
        phw_array_steer(h, &array, u);
        double gain = 0;
        cr_expect_eq(phw_array_best_beam(&gain, &array, h), (size_t)k);
        cr_expect_float_eq(gain, 8, 1e-5);
    }
}

/* The best of N orthogonal beams loses at most (2 / pi)^2 of N halfway between two. */
Test(antenna_array, the_best_beam_loses_at_most_four_decibels)
{
    const phw_array array = choose("ula:n=16:axis_deg=0");
    double least = 16;
    for (int i = 0; i <= 400; ++i) {
        const double cosine = i / 200.0 - 1;
        const double u[3] = {cosine, sqrt(1 - cosine * cosine), 0};
        phw_cf h[16];
        phw_array_steer(h, &array, u);
        double gain = 0;
        (void)phw_array_best_beam(&gain, &array, h);
        least = fmin(least, gain);
    }
    cr_expect_geq(least, 16 * 4 / (M_PI * M_PI) - 1e-3);
    cr_expect_lt(least, 16 * 0.45);
}

Test(antenna_array, elements_correlate_as_their_distance)
{
    const phw_angles_choice everywhere = {0};
    const phw_array array = choose("ula:n=4:spacing=0.25");
    double re = 0;
    double im = 1;
    for (size_t i = 0; i < 4; ++i) {
        phw_array_correlation(&re, &im, &array, i, 0, &everywhere);
        cr_expect_float_eq(re, j0(2 * M_PI * 0.25 * (double)i), 1e-12);
        cr_expect_eq(im, 0);
    }
    phw_angles_choice narrow = {0};
    cr_assert_eq(phw_angles_choose(&narrow, "laplacian:mean_deg=0:spread_deg=10"),
                 PHW_OK);
    const phw_array wide = choose("ula:n=2:spacing=2:axis_deg=90");
    phw_array_correlation(&re, &im, &wide, 1, 0, &narrow);
    cr_expect_float_eq(re, 0.29207, 1e-5);
}

/* TR 36.101 table B.2.3.1-1: exponents 1/9, 4/9, 1 of four antennas. */
Test(antenna_array, the_model_has_the_exponents_of_the_standard)
{
    const phw_angles_choice everywhere = {0};
    const phw_array four = choose("ula:n=4:alpha=0.9");
    static const double exponent[] = {0, 1.0 / 9, 4.0 / 9, 1};
    double re = 0;
    double im = 1;
    for (size_t i = 0; i < 4; ++i) {
        phw_array_correlation(&re, &im, &four, 0, i, &everywhere);
        cr_expect_float_eq(re, pow(0.9, exponent[i]), 1e-12);
        cr_expect_eq(im, 0);
    }
    const phw_array two = choose("ula:n=2:alpha=0.3");
    phw_array_correlation(&re, &im, &two, 1, 0, &everywhere);
    cr_expect_float_eq(re, 0.3, 1e-12);
    const phw_array low = choose("ula:n=2:alpha=0");
    phw_array_correlation(&re, &im, &low, 1, 1, &everywhere);
    cr_expect_eq(re, 1);
    phw_array_correlation(&re, &im, &low, 1, 0, &everywhere);
    cr_expect_eq(re, 0);
}

Test(antenna_array, what_cannot_be_is_refused)
{
    static const char *const bad[] = {
        "",
        "dish",
        "ula:n=0",
        "ula:n=1e9",
        "ula:rows=3",
        "upa:n=64:rows=64",
        "ula:spacing=0",
        "ula:alpha=2",
        "uca:alpha=0.5",
        "upa:alpha=0.5",
        "single:n=4",
        "uca:n=2.5",
    };
    phw_array array = {0};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_array_choose(&array, bad[i]), PHW_EARG, "%s", bad[i]);
    cr_expect_eq(array.columns, 0);
    const phw_array huge = {
        .form = PHW_ARRAY_UPA, .columns = SIZE_MAX / 2 + 1, .rows = 2, .spacing = 0.5};
    cr_expect_eq(phw_array_check(&huge), PHW_EARG);
    const phw_array unknown = {.form = (phw_array_form)9};
    cr_expect_eq(phw_array_check(&unknown), PHW_EARG);
}
