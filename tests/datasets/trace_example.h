/* A trace with everything that one can have. */
#ifndef PHW_TESTS_DATASETS_TRACE_EXAMPLE_H
#define PHW_TESTS_DATASETS_TRACE_EXAMPLE_H

#include <math.h>
#include <stdio.h>

#include <criterion/criterion.h>

#include "core/trace.h"

static inline phw_trace trace_example(phw_trace_kind kind)
{
    phw_trace t = {0};
    double *column = NULL;
    cr_assert_eq(phw_trace_alloc(&t, kind, 3, 4), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&column, &t, "agc", "dB"), PHW_OK);
    for (size_t i = 0; i < 12; ++i) {
        const float x = (float)i / 7 - 0.5F;
        if (t.cplx != NULL)
            t.cplx[i] = x + I * 1e-20F * x;
        else
            t.real[i] = x;
    }
    for (size_t p = 0; p < 3; ++p) {
        t.time_s[p] = 0.1 * (double)p + 1e-9;
        t.sequence[p] = (int64_t)(3 * p) - 4;
        column[p] = p == 1 ? (double)NAN : 1.0 / 3;
    }
    for (size_t c = 0; c < 4; ++c)
        t.coefficient[c] = 1e6 * (double)c / 3;
    t.n_antennas = 2;
    t.has_time = true;
    t.carrier_hz = 5.18e9;
    t.noise_variance = 1e-3;
    snprintf(t.party, sizeof t.party, "00:11:22:33:44:55");
    snprintf(t.origin, sizeof t.origin, "a file, of somebody");
    return t;
}

/* Every bit of the one is in the other. */
static inline void trace_expect_same(const phw_trace *a, const phw_trace *b)
{
    cr_assert(a->kind == b->kind && a->n_probes == b->n_probes &&
              a->n_coefficients == b->n_coefficients);
    const size_t n = a->n_probes * a->n_coefficients;
    cr_expect(a->n_antennas == b->n_antennas && a->has_time == b->has_time &&
              a->carrier_hz == b->carrier_hz && a->bandwidth_hz == b->bandwidth_hz &&
              a->noise_variance == b->noise_variance);
    cr_expect_str_eq(a->party, b->party);
    cr_expect_str_eq(a->origin, b->origin);
    cr_expect_arr_eq(a->time_s, b->time_s, a->n_probes * sizeof *a->time_s);
    cr_expect_arr_eq(a->sequence, b->sequence, a->n_probes * sizeof *a->sequence);
    cr_expect_arr_eq(a->coefficient, b->coefficient,
                     a->n_coefficients * sizeof *a->coefficient);
    if (a->cplx != NULL)
        cr_expect_arr_eq(a->cplx, b->cplx, n * sizeof *a->cplx);
    else
        cr_expect_arr_eq(a->real, b->real, n * sizeof *a->real);
    cr_assert_eq(a->n_columns, b->n_columns);
    for (size_t i = 0; i < a->n_columns; ++i) {
        cr_expect_str_eq(a->column[i].name, b->column[i].name);
        cr_expect_str_eq(a->column[i].unit, b->column[i].unit);
        for (size_t p = 0; p < a->n_probes; ++p) {
            const double x = a->column[i].value[p];
            const double y = b->column[i].value[p];
            cr_expect(x == y || (isnan(x) && isnan(y)));
        }
    }
}

#endif
