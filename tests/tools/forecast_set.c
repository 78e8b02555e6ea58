#include "tools/forecast_set.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "kgen/forecasters.h"

/* Two components of 200 rows. */
static phw_even_series series(void)
{
    phw_even_series s = {.interval_s = 0.5, .has_time = true, .feature = "amplitude"};
    cr_assert_eq(phw_features_alloc(&s.x, 200, 2), PHW_OK);
    for (size_t i = 0; i < 200; ++i) {
        s.x.value[i] = sin(0.7 * (double)i) + 0.1 * cos(17.0 * (double)(i * i));
        s.x.value[200 + i] = cos(0.3 * (double)i) + 0.1 * sin(13.0 * (double)(i * i));
    }
    return s;
}

static phw_forecast_set trained(const char *method, const char *params)
{
    const phw_forecaster *f = NULL;
    phw_params p;
    phw_forecast_set set = {.method = NULL};
    phw_even_series s = series();
    cr_assert_eq(phw_forecaster_find(&f, method), PHW_OK);
    cr_assert_eq(phw_params_read(&p, f->params, f->n_params, params), PHW_OK);
    cr_assert_eq(phw_forecast_set_train(&set, &s, 150, 1, f, &p), PHW_OK, "%s",
                 phw_error_message());
    phw_even_series_free(&s);
    return set;
}

/* The bytes of the set's file, to be freed. */
static char *written(const phw_forecast_set *set, size_t *size)
{
    char path[] = "forecast_set_XXXXXX";
    phw_writer *w = NULL;
    uint8_t *bytes = NULL;
    const int file = mkstemp(path);
    cr_assert_geq(file, 0);
    (void)close(file);
    cr_assert_eq(phw_writer_create(&w, path, false), PHW_OK);
    cr_assert_eq(phw_forecast_set_write(w, set), PHW_OK);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    cr_assert_eq(phw_file_read(&bytes, size, path, 1 << 20), PHW_OK);
    (void)remove(path);
    return (char *)bytes;
}

static bool same(const phw_forecast_set *x, const phw_forecast_set *y)
{
    bool same = x->method == y->method && x->n_components == y->n_components &&
                x->horizon == y->horizon && x->interval_s == y->interval_s;
    for (size_t c = 0; same && c < x->n_components; ++c) {
        const phw_forecast_model *a = &x->model[c];
        const phw_forecast_model *b = &y->model[c];
        same = a->n_taps == b->n_taps && a->n_weights == b->n_weights &&
               a->n_centres == b->n_centres && a->mean == b->mean &&
               a->deviation == b->deviation;
        for (size_t k = 0; same && k < a->n_weights; ++k)
            same = a->weight[k] == b->weight[k];
        for (size_t k = 0; same && k < a->n_centres * a->n_taps; ++k)
            same = a->centre[k] == b->centre[k];
    }
    return same;
}

Test(forecast_set, what_was_written_is_read_again)
{
    static const char *const method[] = {"mmse", "kalman", "rls", "kernel"};
    static const char *const params[] = {"taps=3:spectrum=jakes", "order=2", "taps=2",
                                         "taps=2:centres=3"};
    for (size_t i = 0; i < 4; ++i) {
        phw_forecast_set set = trained(method[i], params[i]);
        phw_forecast_set again = {.method = NULL};
        size_t size = 0;
        char *text = written(&set, &size);
        cr_assert_eq(phw_forecast_set_parse(&again, text, size), PHW_OK, "%s",
                     phw_error_message());
        cr_expect(same(&set, &again), "%s", method[i]);
        cr_expect_str_eq(again.feature, "amplitude");
        for (size_t k = 0; k < set.method->n_params; ++k)
            cr_expect_eq(again.params.value[k], set.params.value[k]);
        free(text);
        phw_forecast_set_free(&again);
        phw_forecast_set_free(&set);
    }
}

/* A last digit may change and leave the number what it was. */
Test(forecast_set, every_truncation_and_every_changed_number_is_refused)
{
    size_t n_same = 0;
    phw_forecast_set set = trained("kernel", "taps=1:centres=2");
    phw_forecast_set bad = {.method = NULL};
    size_t size = 0;
    char *text = written(&set, &size);
    /* The line's end alone may be missing. */
    for (size_t n = 0; n + 1 < size; ++n)
        cr_expect_eq(phw_forecast_set_parse(&bad, text, n), PHW_EINPUT, "%zu", n);
    for (size_t i = 0; i < size; ++i) {
        const char keep = text[i];
        /* A blank for a blank says the same. */
        if (keep == ' ' || keep == '\n')
            continue;
        text[i] = keep == '7' ? '8' : '7';
        const phw_status status = phw_forecast_set_parse(&bad, text, size);
        if (status == PHW_OK) {
            cr_expect(same(&set, &bad), "%zu", i);
            phw_forecast_set_free(&bad);
            ++n_same;
        } else {
            cr_expect_eq(status, PHW_EINPUT, "%zu", i);
        }
        text[i] = keep;
    }
    cr_expect_lt(n_same, 20);
    cr_expect_eq(bad.n_components, 0);
    free(text);
    phw_forecast_set_free(&set);
}

Test(forecast_set, constant_components_and_too_many_rows_are_refused)
{
    const phw_forecaster *f = NULL;
    phw_params p;
    phw_forecast_set set = {.method = NULL};
    phw_even_series s = series();
    cr_assert_eq(phw_forecaster_find(&f, "rls"), PHW_OK);
    phw_params_preset(&p, f->params, f->n_params);
    cr_expect_eq(phw_forecast_set_train(&set, &s, 201, 1, f, &p), PHW_EARG);
    for (size_t i = 0; i < 200; ++i)
        s.x.value[200 + i] = 4;
    cr_expect_eq(phw_forecast_set_train(&set, &s, 150, 1, f, &p), PHW_ESHORT);
    cr_expect(strstr(phw_error_message(), "component 1") != NULL);
    cr_expect_null(set.model);
    phw_even_series_free(&s);
}
