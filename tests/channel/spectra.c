#include "channel/spectra.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/sample.h"

/* Each entry as it comes, and those with parameters away from their defaults. */
static const char *const chosen[] = {
    "jakes",
    "flat",
    "isotropic-3d",
    "gauss",
    "gauss:mean=-1:sigma=0.25",
    "gauss:mean=0.3:sigma=0.02",
    "gauss1",
    "gauss2",
    "bell",
    "directional",
    "directional:kappa=0",
    "directional:mean_deg=30:kappa=5",
    "directional:mean_deg=-90:kappa=200",
    "directional:mean_deg=180:kappa=60",
    "line",
    "line:shift=-1",
    "custom",
    "custom:d0=0:d1=0:d8=0:d4=3:d6=7",
    "custom:d0=5:d8=0",
};

#define N_CHOSEN (sizeof chosen / sizeof chosen[0])

static phw_spectrum_choice choose(const char *text)
{
    phw_spectrum_choice c = {0};
    cr_assert_eq(phw_spectrum_choose(&c, text), PHW_OK, "%s", phw_error_message());
    return c;
}

static double complex correlation(const phw_spectrum_choice *c, double x)
{
    double re = 0;
    double im = 0;
    phw_spectrum_correlation(&re, &im, c, x);
    return CMPLX(re, im);
}

Test(spectra, every_entry_is_found_and_says_what_it_is)
{
    size_t n = 0;
    const phw_spectrum *const *all = phw_spectrum_list(&n);
    for (size_t i = 0; i < n; ++i) {
        const phw_spectrum *found = NULL;
        cr_expect_eq(phw_spectrum_find(&found, all[i]->name), PHW_OK);
        cr_expect_eq(found, all[i]);
        cr_expect(all[i]->summary[0] != 0 && all[i]->reference[0] != 0);
        cr_expect(all[i]->edge >= 1 && all[i]->n_params <= PHW_PARAMS_MAX);
    }
}

Test(spectra, the_cdf_rises_from_zero_to_one_within_the_edges)
{
    for (size_t i = 0; i < N_CHOSEN; ++i) {
        const phw_spectrum_choice c = choose(chosen[i]);
        const double edge = c.entry->edge;
        cr_expect_float_eq(phw_spectrum_cdf(&c, -edge - 1e-9), 0, 0, "%s", chosen[i]);
        cr_expect_float_eq(phw_spectrum_cdf(&c, edge), 1, 0, "%s", chosen[i]);
        cr_expect_float_eq(phw_spectrum_cdf(&c, edge + 1), 1, 0, "%s", chosen[i]);
        double before = 0;
        for (int k = -2000; k <= 2000; ++k) {
            const double now = phw_spectrum_cdf(&c, edge * k / 2000);
            cr_expect(now >= before && now <= 1, "%s at %g: %.17g after %.17g",
                      chosen[i], edge * k / 2000, now, before);
            before = now;
        }
    }
}

/* A search ends within 1e-12 of the edge; formulas invert to rounding but for the
 * square-root ends, where 1e-16 of the shift is 1e-8 of the power, and the more the
 * narrower a beam along the motion is. */
Test(spectra, the_quantile_inverts_the_cdf)
{
    for (size_t i = 0; i < N_CHOSEN; ++i) {
        const phw_spectrum_choice c = choose(chosen[i]);
        if (strncmp(chosen[i], "line", 4) == 0)
            continue;
        double before = -c.entry->edge;
        for (int k = 0; k <= 1000; ++k) {
            const double x = phw_spectrum_quantile(&c, k / 1000.0);
            cr_expect(x >= before && x <= c.entry->edge, "%s: %g", chosen[i], x);
            before = x;
            cr_expect_float_eq(phw_spectrum_cdf(&c, x), k / 1000.0, 1e-7, "%s at %d",
                               chosen[i], k);
        }
        cr_expect(fabs(phw_spectrum_quantile(&c, -1)) <= c.entry->edge);
        cr_expect(fabs(phw_spectrum_quantile(&c, 2)) <= c.entry->edge);
    }
}

/* R(x) = E e^{j 2 pi f x} of a shift with that cdf: the mean over n strata of the
 * quantile. Within a stratum the summand turns by at most 2 pi x times its width, which
 * sum to 2 edge: the mean of the midpoints is off by less than 2 pi x 2 edge / 2n. */
Test(spectra, the_correlation_is_the_transform_of_the_density)
{
    enum {
        N = 20000
    };

    static double shift[N];
    static const double delay[] = {0,    1e-6, 0.003, 0.1, 0.38, 0.5,
                                   -0.7, 1,    2.3,   5,   -9.1};
    for (size_t i = 0; i < N_CHOSEN; ++i) {
        const phw_spectrum_choice c = choose(chosen[i]);
        for (int k = 0; k < N; ++k)
            shift[k] = phw_spectrum_quantile(&c, (k + 0.5) / N);
        for (size_t d = 0; d < sizeof delay / sizeof delay[0]; ++d) {
            double complex sum = 0;
            for (int k = 0; k < N; ++k)
                sum += cexp(CMPLX(0, 2 * M_PI * shift[k] * delay[d]));
            const double bound = 2 * M_PI * fabs(delay[d]) * c.entry->edge / N + 1e-11;
            const double complex r = correlation(&c, delay[d]);
            cr_expect_float_eq(cabs(sum / N - r), 0, bound,
                               "%s at %g: %g %+gj, not %g %+gj", chosen[i], delay[d],
                               creal(r), cimag(r), creal(sum / N), cimag(sum / N));
        }
    }
}

Test(spectra, a_wrong_choice_is_refused_with_what_there_is)
{
    phw_spectrum_choice c = {0};
    cr_expect_eq(phw_spectrum_choose(&c, "jake"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "jakes"), "%s", phw_error_message());
    cr_expect_eq(phw_spectrum_choose(&c, ""), PHW_EARG);
    cr_expect_eq(phw_spectrum_choose(&c, "jakes:fd=3"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "spectrum jakes"));
    static const char *const wrong[] = {
        "directional:kappa=-1",
        "directional:mean_deg=200",
        "gauss:sigma=0",
        "line:shift=1.1",
        "gauss:sigma=nan",
        "custom:d0=-1",
        "custom:d0=0:d1=0:d2=0:d3=0:d4=0:d5=0:d6=0:d7=0:d8=0",
        "a-name-that-is-longer-than-any-spectrum-has:x=1",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; ++i)
        cr_expect_eq(phw_spectrum_choose(&c, wrong[i]), PHW_EARG, "%s", wrong[i]);
    cr_expect_null(c.entry);
}

/* By the quantile's strata, whose mean of x^2 is off by at most 2 edge^2 / N. */
Test(spectra, the_moments_are_those_of_the_shift)
{
    enum {
        N = 20000
    };

    for (size_t i = 0; i < N_CHOSEN; ++i) {
        const phw_spectrum_choice c = choose(chosen[i]);
        double sum[2] = {0, 0};
        for (int k = 0; k < N; ++k) {
            const double x = phw_spectrum_quantile(&c, (k + 0.5) / N);
            sum[0] += x / N;
            sum[1] += x * x / N;
        }
        double mean = 9;
        double square = 9;
        phw_spectrum_moments(&mean, &square, &c);
        const double edge = c.entry->edge;
        cr_expect_float_eq(mean, sum[0], edge / N, "%s", chosen[i]);
        cr_expect_float_eq(square, sum[1], 2 * edge * edge / N, "%s", chosen[i]);
    }
    double mean = 9;
    double square = 9;
    phw_spectrum_moments(&mean, &square, &(phw_spectrum_choice){0});
    cr_expect_float_eq(mean, 0, 1e-8);
    cr_expect_float_eq(square, 0.5, 1e-8);
}
