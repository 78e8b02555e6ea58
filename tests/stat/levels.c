/* The two levels of the simulator have the same fading underneath: a channel estimated
 * from IQ is the coefficient level's channel with the noise that least squares leaves.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "tools/lab_probing.h"

enum {
    CARRIERS = 52
};

static const double pi = 3.14159265358979323846;

static phw_probing run(const char *level, const char *snr_db)
{
    const char *source = getenv("PHW_SOURCE");
    char path[1024];
    char set[4][64];
    phw_scenario scenario;
    phw_probing probing = {0};
    (void)snprintf(path, sizeof path, "%s/datasets/scenarios/iq-loopback.yaml", source);
    cr_assert_eq(phw_scenario_read(&scenario, path), PHW_OK, "%s", phw_error_message());
    (void)snprintf(set[0], sizeof set[0], "level=%s", level);
    (void)snprintf(set[1], sizeof set[1], "snr_alice_db=%s", snr_db);
    (void)snprintf(set[2], sizeof set[2], "snr_bob_db=%s", snr_db);
    (void)snprintf(set[3], sizeof set[3], "snr_eve_db=%s", snr_db);
    for (unsigned i = 0; i < 4; ++i)
        cr_assert_eq(phw_scenario_set(&scenario, set[i]), PHW_OK, "%s",
                     phw_error_message());
    cr_assert_eq(phw_probing_run(&probing, &scenario, 3, 0, 2, NULL), PHW_OK, "%s",
                 phw_error_message());
    return probing;
}

/* sum_k e_k conj(h_k) e^{j 2 pi k d / 64}: large where the estimate's timing is d
 * samples late. The carriers are -26..-1, 1..26. */
static double complex match(const phw_cf *e, const phw_cf *h, int delay)
{
    double complex sum = 0;
    for (int i = 0; i < CARRIERS; ++i) {
        const int k = i < CARRIERS / 2 ? i - CARRIERS / 2 : i - CARRIERS / 2 + 1;
        const double turn = 2 * pi * k * delay / 64;
        sum += (double complex)(e[i] * conjf(h[i])) * CMPLX(cos(turn), sin(turn));
    }
    return sum;
}

/* |estimate - truth|^2 over the carriers of one frame, less a whole sample of timing
 * and a common phase, which no receiver can know. */
static double residual(const phw_cf *e, const phw_cf *h)
{
    int delay = 0;
    for (int d = -4; d <= 4; ++d) {
        if (cabs(match(e, h, d)) > cabs(match(e, h, delay)))
            delay = d;
    }
    double energy = 0;
    for (int i = 0; i < CARRIERS; ++i) {
        energy += pow(cabs((double complex)e[i]), 2);
        energy += pow(cabs((double complex)h[i]), 2);
    }
    return energy - 2 * cabs(match(e, h, delay));
}

/* Of the 104 real numbers of a frame the common phase takes one. Over N carriers the
 * mean of |noise|^2 has standard deviation variance / sqrt(N): five of them, and 0.1 %
 * for the carriers' crosstalk after the residual carrier offset and the ringing that is
 * cut. */
static void check(const char *snr_db, size_t fewest)
{
    const double variance = pow(10, -atof(snr_db) / 10);
    phw_probing iq = run("iq", snr_db);
    phw_probing truth = run("coefficients", "80");
    for (unsigned p = 0; p < PHW_N_PARTIES; ++p) {
        const phw_trace *e = &iq.trace[p];
        const phw_trace *h = &truth.trace[p];
        double sum = 0;
        cr_assert_geq(e->n_probes, fewest, "%zu frames found", e->n_probes);
        for (size_t i = 0; i < e->n_probes; ++i)
            sum += residual(e->cplx + i * CARRIERS,
                            h->cplx + (size_t)e->sequence[i] * CARRIERS);
        const double n = (double)(e->n_probes * CARRIERS);
        const double expected = variance * (1 - 1.0 / (2 * CARRIERS));
        cr_expect_float_eq(sum / n, expected, expected * (5 / sqrt(n) + 1e-3),
                           "party %u at %s dB: %g, expected %g", p, snr_db, sum / n,
                           expected);
    }
    phw_probing_free(&iq);
    phw_probing_free(&truth);
}

Test(levels, an_iq_estimate_is_the_coefficient_and_least_squares_noise_at_10_db)
{
    check("10", 150); /* in a deep fade a frame is not found */
}

Test(levels, an_iq_estimate_is_the_coefficient_and_least_squares_noise_at_20_db)
{
    check("20", 199);
}

Test(levels, an_iq_estimate_is_the_coefficient_and_least_squares_noise_at_30_db)
{
    check("30", 200);
}
