#include "kgen/eavesdropper_view.h"

#include <criterion/criterion.h>

#include "meeting.h"

Test(eavesdropper_view, leaves_out_probes_that_say_nothing)
{
    phw_trace in = {0};
    phw_trace out = {0};
    cr_assert_eq(phw_trace_alloc(&in, PHW_TRACE_CIR, 4, 2), PHW_OK);
    for (size_t i = 0; i < 8; ++i)
        in.cplx[i] = (float)(i + 1);
    in.cplx[2] = in.cplx[3] = 0;
    in.cplx[4] = 0;
    in.cplx[7] = (float)INFINITY;
    double *angle = NULL;
    cr_assert_eq(phw_trace_add_column(&angle, &in, "angle1_deg", "deg"), PHW_OK);
    for (size_t p = 0; p < 4; ++p)
        angle[p] = (double)p;
    cr_assert_eq(phw_eavesdropper_trace(&out, &in), PHW_OK);
    cr_assert_eq(out.n_probes, 2);
    cr_assert_not_null(phw_trace_find_column(&out, "angle1_deg"));
    cr_expect_eq(phw_trace_find_column(&out, "angle1_deg")[1], 2);
    cr_expect_eq(out.sequence[0], 0);
    cr_expect_eq(out.sequence[1], 2);
    cr_expect_eq(crealf(out.cplx[3]), 6);
    cr_expect_eq(phw_trace_check(&out), PHW_OK);
    phw_trace_free(&out);
    memset(in.cplx, 0, 8 * sizeof *in.cplx);
    cr_expect_eq(phw_eavesdropper_trace(&out, &in), PHW_EINPUT);
    phw_trace_free(&in);
    /* A received power of 0 dB is one. */
    cr_assert_eq(phw_trace_alloc(&in, PHW_TRACE_POWER_DB, 3, 1), PHW_OK);
    cr_assert_eq(phw_eavesdropper_trace(&out, &in), PHW_OK);
    cr_expect_eq(out.n_probes, 3);
    phw_trace_free(&in);
    phw_trace_free(&out);
}

Test(eavesdropper_view, has_the_rows_of_the_facts_at_every_lag)
{
    const size_t n = 1000;
    phw_trace alice = make_trace(n, 40, 1, 1);
    phw_trace eve = make_trace(n, 40, 1, 1);
    for (size_t i = 0; i < n; ++i)
        eve.sequence[i] += 3;
    const phw_agreement_config config = plain_config();
    phw_features x = {0};
    phw_public_facts facts = {0};
    phw_eavesdropper_views v = {0};
    cr_assert_eq(phw_pipeline_extract(&x, &alice, &config.pipeline), PHW_OK);
    cr_assert_eq(phw_public_facts_rows(&facts, &x, false), PHW_OK);
    cr_assert_eq(phw_eavesdropper_views_make(&v, &x, &eve, &facts, &config), PHW_OK,
                 "%s", phw_error_message());
    cr_expect_geq(v.n_lags, 2);
    cr_expect_eq(v.lag[0], 0);
    cr_expect_eq(v.lag[1], 3);
    cr_expect(v.view[0].always);
    cr_expect_not(v.view[1].always);
    for (size_t k = 0; k < v.n; ++k)
        cr_expect_eq(v.view[k].x.n_rows, n);
    /* The copy is late by 3: its view at that lag is Alice's series but for the ends.
     */
    for (size_t i = 3; i + 3 < n; ++i)
        cr_expect_eq(phw_features_series(&v.view[1].x, 0)[i], x.value[i]);
    cr_expect_eq(v.has[0], 0);
    cr_expect_eq(v.has[n / 2], 1);
    cr_expect_eq(v.has[n - 1], 0);
    phw_eavesdropper_views_free(&v);
    phw_public_facts_free(&facts);
    phw_features_free(&x);
    phw_trace_free(&alice);
    phw_trace_free(&eve);
}
