/* The profiles' leak, failures and rounds against the marks that they were built to,
 * with independent errors and every ten frames a connection of their own. Seeds are
 * fixed. A mark holds when the mean and five of its standard errors lie below it. */
#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

#include "tests/stat/reconciled.h"

enum {
    N_RATES = 8
};

static const double rates[N_RATES] = {0.01, 0.02, 0.03, 0.05, 0.08, 0.10, 0.15, 0.20};

/* Not more failures than a probability of at most `most` gives, to what lies beyond 5
 * standard deviations of a normal. */
static void expect_few(const measured *m, double most, const char *what, double rate)
{
    cr_expect(m->n_failed == 0 ||
                  gsl_cdf_binomial_Q(m->n_failed - 1, most, m->n_frames) > 2.9e-7,
              "%s %g: %u of %u failed", what, rate, m->n_failed, m->n_frames);
}

static void hold(const char *name, size_t n, double rate, unsigned n_frames,
                 double most_f, double most_failed)
{
    const measured m = measure(name, "", n, rate, rate, true, n_frames);
    cr_expect_leq(m.f + 5 * m.f_error, most_f, "%s %zu %g: f %g +- %g", name, n, rate,
                  m.f, m.f_error);
    expect_few(&m, most_failed, name, rate);
}

Test(cascade_profiles, throughput_discloses_what_it_may)
{
    static const double f[] = {1.075, 1.07, 1.066, 1.068, 1.09, 1.085, 1.112, 1.127};
    for (unsigned i = 0; i < N_RATES; ++i)
        hold("throughput", 10000, rates[i], 400, f[i], 4e-3);
}

Test(cascade_profiles, low_leak_discloses_what_it_may)
{
    static const double f[] = {1.065, 1.055, 1.048, 1.048, 1.06, 1.06, 1.085, 1.095};
    for (unsigned i = 0; i < N_RATES; ++i)
        hold("low-leak", 10000, rates[i], 400, f[i], 1e-3);
}

Test(cascade_profiles, short_frames_have_a_profile)
{
    hold("throughput", 256, 0.05, 2000, 1.22, 3e-3);
}

Test(cascade_profiles, long_frames_come_nearer_to_the_limit)
{
    static const double some[] = {0.02, 0.03, 0.05};
    for (unsigned i = 0; i < 3; ++i)
        hold("low-leak", 1000000, some[i], 4, 1.035, 1e-3);
}

Test(cascade_profiles, low_latency_takes_few_rounds)
{
    const measured m = measure("low-latency", "", 10000, 0.05, 0.05, true, 200);
    cr_expect_leq(m.rounds, 24);
    cr_expect_leq(m.f + 5 * m.f_error, 1.25, "f %g", m.f);
    expect_few(&m, 4e-3, "low-latency", 0.05);
}
