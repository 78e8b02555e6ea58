#include "kgen/filter_limit.h"

#include "tests/kgen/pair.h"

static phw_params params_of(double window, double level)
{
    phw_params p;
    phw_params_preset(&p, phw_filter_limit.params, phw_filter_limit.n_params);
    p.value[0] = window;
    p.value[1] = level;
    return p;
}

static phw_features features_of(const double *x, size_t n)
{
    phw_features f = {0};
    cr_assert_eq(phw_features_alloc(&f, n, 1), PHW_OK);
    memcpy(f.value, x, n * sizeof *x);
    return f;
}

Test(filter_limit, is_the_formula)
{
    enum {
        N = 50
    };

    double *x = normals(N, 5);
    x[20] = 30;
    phw_features f = features_of(x, N);
    const phw_params p = params_of(5, 1.5);
    double d[N];
    double m[N];
    double power = 0;
    for (int i = 0; i < N; ++i) {
        double sum = 0;
        int n = 0;
        for (int j = i > 2 ? i - 2 : 0; j <= i + 2 && j < N; ++j, ++n)
            sum += x[j];
        m[i] = sum / n;
        d[i] = x[i] - m[i];
        power += d[i] * d[i] / N;
    }
    const double s = 1.5 * sqrt(power);
    cr_assert_eq(phw_filter_limit.apply(&f, &p), PHW_OK);
    for (int i = 0; i < N; ++i)
        cr_expect_float_eq(f.value[i], m[i] + s * tanh(d[i] / s), 1e-10);
    phw_features_free(&f);
    free(x);
}

Test(filter_limit, leaves_excursions_within_a_wide_limit_alone)
{
    double *x = normals(200, 6);
    phw_features f = features_of(x, 200);
    const phw_params p = params_of(25, 100);
    cr_assert_eq(phw_filter_limit.apply(&f, &p), PHW_OK);
    for (int i = 0; i < 200; ++i)
        cr_expect_float_eq(f.value[i], x[i], 1e-2);
    phw_features_free(&f);
    free(x);
}

Test(filter_limit, refuses_even_windows_short_series_and_what_is_no_number)
{
    double x[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 8};
    phw_params p = params_of(4, 1);
    cr_expect_eq(phw_filter_limit.check(&p), PHW_EARG);
    p = params_of(25, 1);
    cr_expect_eq(phw_filter_limit.check(&p), PHW_OK);
    phw_features f = features_of(x, 10);
    cr_expect_eq(phw_filter_limit.apply(&f, &p), PHW_ESHORT);
    phw_filter_limit.shorten(&p, 10);
    cr_expect_eq(p.value[0], 9);
    for (int i = 0; i < 10; ++i)
        f.value[i] = -70;
    cr_expect_eq(phw_filter_limit.apply(&f, &p), PHW_ESHORT, "a constant");
    f.value[3] = (double)NAN;
    cr_expect_eq(phw_filter_limit.apply(&f, &p), PHW_EINPUT);
    phw_features_free(&f);
}
