#include "phy/cleaner_permute.h"

#include "phy/trace_gain.h"

#include "tests/phy/observed.h"

/* Puts antennas of a probe as the digits say: order[a] comes to place a. */
static void shuffle(phw_trace *t, size_t probe, const uint32_t *order)
{
    const size_t n = t->n_coefficients;
    phw_cf *was = malloc(n * sizeof *was);
    cr_assert_not_null(was);
    memcpy(was, t->cplx + probe * n, n * sizeof *was);
    for (size_t a = 0; a < t->n_antennas; ++a)
        memcpy(t->cplx + probe * n + a * 30, was + order[a] * 30, 30 * sizeof *was);
    free(was);
}

/* Antennas that drift, gains of 20 dB, phases and delays of their own, noise of -20 dB:
 * 400 draws of the orders of 2 to 5 antennas, none taken wrongly. */
Test(cleaner_permute, undoes_every_order_of_antennas)
{
    for (size_t n_antennas = 2; n_antennas <= 5; ++n_antennas) {
        phw_clean_report report;
        phw_trace t = observed_rest(100, n_antennas);
        const size_t width = 30 * n_antennas;
        phw_cf *noise = malloc(100 * width * sizeof *noise);
        cr_assert_not_null(noise);
        const phw_rng rng = observed_stream(70);
        size_t n_shuffled = 0;
        phw_rng_normal_complex(noise, &rng, 0.02, 0, 100 * width);
        for (size_t i = 0; i < 100 * width; ++i)
            t.cplx[i] += noise[i];
        phw_trace truth = {0};
        cr_assert_eq(phw_trace_alloc(&truth, PHW_TRACE_CFR, 100, width), PHW_OK);
        for (size_t p = 0; p < 100; ++p) {
            observed_turn(&t, p, 6 * observed_uniform(71, p),
                          1e-6 * observed_uniform(72, p));
            phw_trace_gain(&t, p, 20 * observed_uniform(73, p));
            memcpy(truth.cplx + p * width, t.cplx + p * width, width * sizeof *noise);
            uint32_t order[5];
            phw_rng draw = observed_stream(74);
            draw.trial = (uint32_t)p;
            phw_rng_permutation(order, &draw, n_antennas);
            bool moved = false;
            for (uint32_t a = 0; a < n_antennas; ++a)
                moved |= order[a] != a;
            if (p > 0) {
                shuffle(&t, p, order);
                n_shuffled += moved;
            }
        }
        cr_assert_eq(observed_clean(&report, &t, "permute"), PHW_OK);
        cr_expect_eq(report.n_changed, n_shuffled);
        for (size_t p = 0; p < 100; ++p)
            cr_expect_eq(observed_apart(&t, p, &truth, p), 0, "probe %zu", p);
        cr_expect_gt(report.after, report.before);
        phw_trace_free(&t);
        phw_trace_free(&truth);
        free(noise);
    }
}

Test(cleaner_permute, by_an_order_given_is_the_same_for_all)
{
    phw_clean_report report;
    phw_trace t = observed_rest(3, 3);
    phw_trace truth = observed_rest(3, 3);
    cr_assert_eq(observed_clean(&report, &t, "permute:order=312"), PHW_OK);
    cr_expect_eq(report.n_changed, 3);
    for (size_t p = 0; p < 3; ++p) {
        cr_expect_eq(t.cplx[p * 90], truth.cplx[p * 90 + 60]);
        cr_expect_eq(t.cplx[p * 90 + 30], truth.cplx[p * 90]);
        cr_expect_eq(t.cplx[p * 90 + 60], truth.cplx[p * 90 + 30]);
    }
    cr_assert_eq(observed_clean(&report, &t, "permute:order=231"), PHW_OK);
    cr_expect_eq(observed_apart(&t, 1, &truth, 1), 0);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

Test(cleaner_permute, moves_an_antenna_with_all_that_it_hears)
{
    phw_clean_report report;
    phw_trace t = observed_rest(20, 6);
    phw_trace truth = observed_rest(20, 6);
    /* Three that receive, of two that transmit. */
    static const uint32_t order[6] = {4, 5, 0, 1, 2, 3};
    for (size_t p = 5; p < 20; p += 2)
        shuffle(&t, p, order);
    cr_expect_eq(observed_clean(&report, &t, "permute:of=4"), PHW_EINPUT);
    cr_assert_eq(observed_clean(&report, &t, "permute:of=3"), PHW_OK);
    cr_expect_eq(report.n_changed, 8);
    for (size_t p = 0; p < 20; ++p)
        cr_expect_eq(observed_apart(&t, p, &truth, p), 0);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

Test(cleaner_permute, refuses_orders_that_are_none)
{
    static const char *const bad[] = {"permute:order=12", "permute:order=1234",
                                      "permute:order=113", "permute:order=120",
                                      "permute:order=456"};
    phw_clean_report report;
    phw_trace t = observed_rest(3, 3);
    for (size_t i = 0; i < 5; ++i)
        cr_expect_eq(observed_clean(&report, &t, bad[i]), PHW_EINPUT, "%s", bad[i]);
    phw_trace_free(&t);
    t = observed_rest(3, 1);
    cr_expect_eq(observed_clean(&report, &t, "permute"), PHW_EINPUT);
    phw_trace_free(&t);
    t = observed_rest(3, 6);
    cr_expect_eq(observed_clean(&report, &t, "permute"), PHW_EINPUT);
    cr_expect_eq(observed_clean(&report, &t, "permute:order=654321"), PHW_OK);
    phw_trace_free(&t);
}
