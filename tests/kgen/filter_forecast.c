#include "kgen/filter_forecast.h"

#include <math.h>

#include <criterion/criterion.h>

#include "kgen/estimator_gaussian.h"
#include "kgen/series.h"

#include "tests/kgen/jakes.h"

enum {
    N = 4000
};

/* One end's series: of the process read twice as often, the even values or the odd,
 * in its own noise of variance 0.1, at instants of interval 0.1 s. */
static phw_features end_of(const jakes *fine, int odd, uint32_t trial)
{
    const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x666f72), trial};
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, N, 1), PHW_OK);
    x.has_time = true;
    for (size_t i = 0; i < N; ++i) {
        float z = 0;
        phw_rng_normal(&z, &rng, i, 1);
        x.value[i] = M_SQRT2 * (double)crealf(fine->clean[2 * i + (size_t)odd]) +
                     sqrt(0.1) * (double)z;
        x.time_s[i] = 0.1 * (double)i + 0.05 * odd;
    }
    return x;
}

static phw_status filter(phw_features *x, const char *text)
{
    phw_params p;
    cr_assert_eq(phw_params_read(&p, phw_filter_forecast.params,
                                 phw_filter_forecast.n_params, text),
                 PHW_OK);
    return phw_filter_forecast.apply(x, &p);
}

/* Correlation of the rows that both have, `a` dropped none. */
static double likeness(const phw_features *a, const phw_features *b)
{
    double rho = 0;
    const size_t from = (size_t)b->sequence[0];
    cr_assert_eq(phw_series_correlation(&rho, a->value + from, b->value, b->n_rows),
                 PHW_OK);
    return rho;
}

/* Alice at whole intervals, Bob half an interval later, 0.1 turns; both foresee the
 * instant a quarter of an interval after Bob's. */
Test(filter_forecast, a_common_grid_makes_ends_more_alike)
{
    jakes fine = jakes_make(2 * (size_t)N, 0.1, 0, 50);
    phw_features a = end_of(&fine, 0, 1);
    phw_features b = end_of(&fine, 1, 2);
    const double before = likeness(&a, &b);
    cr_expect_float_eq(before, j0(2 * M_PI * 0.1) / 1.1, 0.02);
    cr_assert_eq(filter(&a, "grid=100ms:origin=75ms"), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(filter(&b, "grid=100ms:origin=75ms"), PHW_OK);
    cr_assert_eq(a.n_rows, b.n_rows);
    cr_expect_eq(a.sequence[0], 15);
    cr_expect_eq(b.sequence[0], 15);
    double after = 0;
    cr_assert_eq(phw_series_correlation(&after, a.value, b.value, a.n_rows), PHW_OK);
    cr_expect_gt(after, before + 0.02, "%g after %g", after, before);
    phw_features_free(&a);
    phw_features_free(&b);
    jakes_free(&fine);
}

/* What the past leaves open of a filtered series is less than of the readings: here the
 * noise is gone and the rest hangs together. */
Test(filter_forecast, a_forecast_series_has_less_that_is_new)
{
    jakes fine = jakes_make(2 * (size_t)N, 0.05, 0, 51);
    phw_features x = end_of(&fine, 1, 3);
    double before = 0;
    double after = 0;
    cr_assert_eq(phw_gaussian_innovation(&before, x.value, x.n_rows, 0), PHW_OK);
    cr_assert_eq(filter(&x, "horizon=0.5"), PHW_OK);
    cr_assert_eq(phw_gaussian_innovation(&after, x.value, x.n_rows, 0), PHW_OK);
    cr_expect_lt(after, before, "%g after %g", after, before);
    phw_features_free(&x);
    jakes_free(&fine);
}

Test(filter_forecast, methods_of_the_registry_can_be_chosen)
{
    jakes fine = jakes_make(2 * (size_t)N, 0.1, 0, 52);
    static const char *const texts[] = {"method=kalman", "method=rls:horizon=1",
                                        "method=kernel:horizon=1.5"};
    for (size_t i = 0; i < 3; ++i) {
        phw_features x = end_of(&fine, 0, 4);
        cr_expect_eq(filter(&x, texts[i]), PHW_OK, "%s: %s", texts[i],
                     phw_error_message());
        cr_expect_lt(x.n_rows, N);
        phw_features_free(&x);
    }
    jakes_free(&fine);
}

Test(filter_forecast, a_grid_needs_instants_that_keep_to_it)
{
    jakes fine = jakes_make(2 * (size_t)N, 0.1, 0, 53);
    phw_features x = end_of(&fine, 0, 5);
    cr_expect_eq(filter(&x, "grid=70ms"), PHW_EINPUT);
    x.has_time = false;
    cr_expect_eq(filter(&x, "grid=100ms"), PHW_EINPUT);
    phw_features_free(&x);
    x = end_of(&fine, 0, 5);
    for (size_t i = 0; i < N; ++i)
        x.value[i] = 1;
    cr_expect_eq(filter(&x, ""), PHW_ESHORT);
    phw_features_free(&x);
    jakes_free(&fine);
}
