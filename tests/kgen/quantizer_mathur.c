#include "kgen/quantizer_mathur.h"

#include "tests/kgen/meeting.h"
#include "tests/kgen/pair.h"

/* Mean 0; deviation sqrt(16 / 13) = 1.11, so that alpha 0.5 is a band of 0.55. */
static const double x[] = {2, 1, 1, 1, 0, -1, -1, 0, 1, 0, -2, -1, -1};

/* alpha, excursion */
static void check_keep(phw_params params, bool leader, const char *keep)
{
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_mathur.label(&s, x, 13, 1, &params, leader, NULL),
                 PHW_OK);
    for (size_t i = 0; i < 13; ++i) {
        cr_expect_eq(s.keep[i], keep[i] == '1', "sample %zu", i);
        cr_expect_eq(s.symbol[i], x[i] > 0);
    }
    phw_symbols_free(&s);
}

Test(quantizer_mathur, the_leader_keeps_the_middle_of_an_excursion)
{
    check_keep((phw_params){{0.5, 3}}, true, "0100000000010");
    check_keep((phw_params){{0.5, 2}}, true, "0100010000010");
}

/* 0.8 deviations are 0.89, below the ones; 0.95 are 1.05, above them. */
Test(quantizer_mathur, the_band_is_in_deviations)
{
    check_keep((phw_params){{0.8, 3}}, true, "0100000000010");
    check_keep((phw_params){{0.95, 2}}, true, "0000000000000");
}

Test(quantizer_mathur, the_other_end_keeps_what_is_inside_one_of_one_fewer)
{
    check_keep((phw_params){{0.5, 3}}, false, "1110010000110");
    check_keep((phw_params){{0.5, 4}}, false, "0110000000010");
}

/* Where noise is a tenth of the deviation, an excursion of the leader's is one of the
 * other end's at its middle, on the same side. */
Test(quantizer_mathur, sides_of_excursions_agree)
{
    enum {
        N = 20000
    };

    const pair p = pair_normal(N, 0.99, 5);
    const phw_params params = {{0.5, 2}};
    phw_symbols a = {0};
    phw_symbols b = {0};
    size_t kept = 0;
    size_t wrong = 0;
    cr_assert_eq(phw_quantizer_mathur.label(&a, p.x, N, 1, &params, true, NULL),
                 PHW_OK);
    cr_assert_eq(phw_quantizer_mathur.label(&b, p.y, N, 1, &params, false, NULL),
                 PHW_OK);
    for (size_t i = 0; i < N; ++i) {
        const bool both = a.keep[i] && b.keep[i];
        kept += both;
        wrong += both && a.symbol[i] != b.symbol[i];
    }
    cr_expect_gt(kept, 500);
    cr_expect_eq(wrong, 0);
    phw_symbols_free(&a);
    phw_symbols_free(&b);
    free(p.x);
    free(p.y);
}

/* Bob has another channel: of her excursions a tenth or so are his too. */
Test(quantizer_mathur, an_end_that_has_few_of_the_excursions_is_refused)
{
    phw_trace a = make_trace(3000, 20, 1, 1);
    phw_trace b = make_trace(3000, 20, 1, 2);
    phw_trace other = make_trace(3000, 20, 3, 3);
    phw_agreement_config c = plain_config();
    c.quantizer = &phw_quantizer_mathur;
    c.quantizer_params = (phw_params){{0.3, 3, 0.5}};
    phw_rehearsal r = meet(&a, &other, &c, 1, NULL, NULL);
    cr_expect_eq(r.report[PHW_ALICE].status, PHW_EPEER);
    phw_rehearsal_free(&r);
    r = meet(&a, &b, &c, 1, NULL, NULL);
    cr_expect_neq(r.report[PHW_ALICE].status, PHW_EPEER);
    phw_rehearsal_free(&r);
    phw_trace_free(&a);
    phw_trace_free(&b);
    phw_trace_free(&other);
}
