#include "kgen/estimator_gaussian.h"

#include <gsl/gsl_cdf.h>

#include "kgen/correlation.h"

#include "tests/kgen/pair.h"

/* A first-order autoregressive series of unit variance; its past leaves 1 - a^2. */
static double *autoregressive(size_t n, double a, uint32_t trial)
{
    double *x = normals(n, trial);
    for (size_t i = 1; i < n; ++i)
        x[i] = a * x[i - 1] + sqrt(1 - a * a) * x[i];
    return x;
}

static size_t equal_cells(phw_cell *cell, unsigned n_bits)
{
    const unsigned n = 1U << n_bits;
    for (unsigned i = 0; i < n; ++i)
        cell[i] = (phw_cell){gsl_cdf_ugaussian_Pinv((double)i / n),
                             gsl_cdf_ugaussian_Pinv((double)(i + 1) / n),
                             (uint8_t)(i ^ (i >> 1))};
    return n;
}

Test(estimator_gaussian, an_unpredictable_symbol_has_all_its_bits)
{
    phw_cell cell[16];
    for (unsigned m = 1; m <= 4; ++m) {
        const size_t n = equal_cells(cell, m);
        cr_expect_float_eq(phw_gaussian_min_entropy(cell, n, 1), m, 1e-9);
    }
    cr_expect_eq(phw_gaussian_min_entropy(cell, 0, 1), 0);
}

/* The best guess of a sign is the prediction's: right with 1/2 + arcsin(R) / pi, R^2
 * the known share (Sheppard 1899). */
Test(estimator_gaussian, a_sign_is_guessed_as_often_as_two_normals_agree)
{
    phw_cell cell[2];
    const size_t n = equal_cells(cell, 1);
    static const double shares[] = {1e-4, 0.01, 0.1, 0.3, 0.5, 0.9, 0.999};
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; ++i) {
        const double guess = 0.5 + asin(sqrt(1 - shares[i])) / M_PI;
        cr_expect_float_eq(phw_gaussian_min_entropy(cell, n, shares[i]), -log2(guess),
                           1e-4, "share %g", shares[i]);
    }
}

/* Four cells at share 0.5 by simulation: the guess with the largest probability given
 * the prediction. 5 sigma of the share p of N right guesses is 5 sqrt(p (1 - p) / N),
 * as entropy / (p ln 2). */
Test(estimator_gaussian, two_bits_are_guessed_as_often_as_simulated)
{
    enum {
        N = 200000
    };

    phw_cell cell[4];
    const size_t n = equal_cells(cell, 2);
    pair p = pair_normal(N, 0.75, 50);
    const double known = 0.75;
    size_t right = 0;
    for (size_t i = 0; i < N; ++i) {
        size_t best = 0;
        double most = 0;
        size_t truth = 0;
        for (size_t k = 0; k < n; ++k) {
            const double s = sqrt(1 - known * known);
            const double mass =
                gsl_cdf_ugaussian_P((cell[k].to - known * p.x[i]) / s) -
                gsl_cdf_ugaussian_P((cell[k].from - known * p.x[i]) / s);
            best = mass > most ? k : best;
            most = fmax(most, mass);
            truth = p.y[i] >= cell[k].from ? k : truth;
        }
        right += best == truth;
    }
    const double guess = (double)right / N;
    const double sigma = sqrt(guess * (1 - guess) / N) / guess / log(2);
    cr_expect_float_eq(phw_gaussian_min_entropy(cell, n, 1 - known * known),
                       -log2(guess), 5 * sigma);
    pair_free(&p);
}

/* Holes: a sample known to lie outside the band is easier to guess. */
Test(estimator_gaussian, a_guard_band_lowers_the_entropy_of_what_is_kept)
{
    const phw_cell all[] = {{-HUGE_VAL, 0, 0}, {0, HUGE_VAL, 1}};
    const phw_cell kept[] = {{-HUGE_VAL, -0.6, 0}, {0.6, HUGE_VAL, 1}};
    cr_expect_float_eq(phw_gaussian_min_entropy(kept, 2, 1), 1, 1e-9);
    cr_expect_lt(phw_gaussian_min_entropy(kept, 2, 0.3),
                 phw_gaussian_min_entropy(all, 2, 0.3) - 0.1);
}

/* ln(1 - a^2) is estimated with deviation s = 2 a / sqrt(N (1 - a^2)); the bound is
 * 2.576 s lower, and 5 s are allowed about that, besides the terms in 1 / N. */
Test(estimator_gaussian, finds_the_innovation_of_an_autoregressive_series)
{
    enum {
        N = 100000
    };

    static const double a[] = {0.3, 0.9, 0.99};
    for (size_t i = 0; i < 3; ++i) {
        double *x = autoregressive(N, a[i], 60 + (uint32_t)i);
        double share = 0;
        const double truth = 1 - a[i] * a[i];
        const double sigma = 2 * a[i] / sqrt(N * truth);
        const double small =
            (12 * a[i] * a[i] / truth + (1 + a[i]) / (1 - a[i]) + 7) / N;
        for (unsigned order = 0; order <= 2; ++order) {
            cr_assert_eq(phw_gaussian_innovation(&share, x, N, order), PHW_OK);
            cr_expect_float_eq(log(share / truth), -2.576 * sigma - small, 5 * sigma,
                               "a %g: %g", a[i], share);
        }
        free(x);
    }
}

/* The header's promise, on x_t = a x_{t-1} + b x_{t-2} + e: above the truth in at most
 * 2 %; binomial(500, 0.02) exceeds 27 once in 1e5. */
Test(estimator_gaussian, bound_is_below_the_truth_in_98_of_100_short_series)
{
    enum {
        TRIALS = 500,
        LEAD = 300
    };

    static const struct {
        size_t n;
        double a, b;
    } table[] = {{125, 0, 0},    {125, 0.5, 0},    {125, -0.5, 0},   {125, 0.9, 0},
                 {500, 0.95, 0}, {500, 1.6, -0.8}, {125, -0.9, -0.5}};

    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        const double a = table[i].a;
        const double b = table[i].b;
        const double rho = a / (1 - b);
        const size_t n = table[i].n + LEAD;
        size_t above = 0;
        for (uint32_t t = 0; t < TRIALS; ++t) {
            double *x = normals(n, 5000 + t);
            for (size_t k = 2; k < n; ++k)
                x[k] += a * x[k - 1] + b * x[k - 2];
            double share = 0;
            cr_assert_eq(phw_gaussian_innovation(&share, x + LEAD, table[i].n, 0),
                         PHW_OK);
            above += share > (1 - b * b) * (1 - rho * rho);
            free(x);
        }
        cr_expect_leq(above, 27, "a %g b %g, %zu values: %zu of %d", a, b, table[i].n,
                      above, TRIALS);
    }
}

/* A monotone distortion can hide memory from a linear model: the scores find it. */
Test(estimator_gaussian, finds_the_memory_of_a_distorted_series)
{
    enum {
        N = 2000
    };

    double *x = autoregressive(N, 0.8, 70);
    double *y = malloc(N * sizeof *y);
    cr_assert_not_null(y);
    for (size_t i = 0; i < N; ++i)
        y[i] = exp(3 * x[i]);
    double a = 0;
    double b = 0;
    cr_assert_eq(phw_gaussian_innovation(&a, x, N, 0), PHW_OK);
    cr_assert_eq(phw_gaussian_innovation(&b, y, N, 0), PHW_OK);
    cr_expect_lt(b, 1 - 0.8 * 0.8);
    cr_expect_float_eq(b, a, 0.02, "%g %g", a, b);
    free(x);
    free(y);
}

Test(estimator_gaussian, refuses_short_and_constant_series_and_wild_orders)
{
    double x[64] = {0};
    double share = 7;
    cr_expect_eq(phw_gaussian_innovation(&share, x, 31, 1), PHW_ESHORT);
    cr_expect_eq(phw_gaussian_innovation(&share, x, 64, 1), PHW_ESHORT);
    x[3] = 1;
    cr_expect_eq(phw_gaussian_innovation(&share, x, 64, 9), PHW_EARG);
    cr_expect_eq(share, 7);
    cr_expect_eq(phw_gaussian_innovation(&share, x, 64, 8), PHW_OK);
}

/* The entry takes its cells from where the symbols fell. */
Test(estimator_gaussian, finds_the_cells_from_the_kept_symbols)
{
    enum {
        N = 4000
    };

    double *x = normals(N, 80);
    static uint8_t symbol[N];
    static size_t row[N];
    size_t n = 0;
    for (size_t r = 0; r < N; ++r) {
        if (fabs(x[r]) < 0.6)
            continue;
        symbol[n] = x[r] > 0;
        row[n++] = r;
    }
    const phw_raw_component kept = {symbol, row, n, 1, 0, 0};
    const phw_params preset = {{0}};
    double h = 0;
    double share = 0;
    cr_assert_eq(phw_estimator_gaussian.series(&h, x, N, &kept, 1, &preset), PHW_OK);
    cr_assert_eq(phw_gaussian_innovation(&share, x, N, 0), PHW_OK);
    const phw_cell cell[] = {{-HUGE_VAL, -0.6, 0}, {0.6, HUGE_VAL, 1}};
    /* Thresholds on normal scores err by 1 / sqrt(N). */
    cr_expect_float_eq(h, phw_gaussian_min_entropy(cell, 2, share), 0.02);
    cr_assert_eq(phw_estimator_gaussian.series(&h, x, N, &kept, 0, &preset), PHW_OK);
    cr_expect_eq(h, 0, "nothing is left where other components tell all");
    free(x);
}

/* The mean over the spectrum (1 - r^2) / (1 + r^2 - 2 r cos w) of -1/2 log2(lambda (2 -
 * lambda)), by the midpoint rule, which converges geometrically on a period. */
Test(estimator_gaussian, has_the_collision_divergence_of_order_one_in_closed_form)
{
    enum {
        POINTS = 4096
    };

    for (double r = 0; r < 0.33; r += 0.04) {
        double mean = 0;
        for (int i = 0; i < POINTS; ++i) {
            const double w = 2 * M_PI * (i + 0.5) / POINTS;
            const double lambda = (1 - r * r) / (1 + r * r - 2 * r * cos(w));
            mean -= 0.5 * log2(lambda * (2 - lambda)) / POINTS;
        }
        cr_expect_float_eq(phw_gaussian_divergence(1 - r * r), mean, 1e-9, "r %g", r);
    }
    cr_expect_eq(phw_gaussian_divergence(1), 0);
    cr_expect_eq(phw_gaussian_divergence(1 - 0.34 * 0.34), HUGE_VAL);
    cr_expect_eq(phw_gaussian_divergence(0), HUGE_VAL);
}
