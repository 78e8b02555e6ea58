#include "encrypt/wiretap.h"

#include <math.h>

#include <criterion/criterion.h>

static double db(double value)
{
    return pow(10, value / 10);
}

/* The printed digits are good to half of the last one. */
static void is(double value, double want, double digit, const char *what)
{
    cr_expect_float_eq(value, want, 0.5001 * digit, "%s: %.9g, not %.9g", what, value,
                       want);
}

/* Reference table: five pairs of ratios with all of their figures. */
Test(wiretap, rayleigh_figures_are_the_known_ones)
{
    static const struct {
        double bob, eve, positive, ergodic, outage[3];
    } row[] = {
        {10, 0, .909091, 2.10041, {.103262, .245969, .470844}},
        {10, 10, .500000, .75207, {.520774, .698388, .851836}},
        {20, 10, .909091, 3.08653, {.097450, .174958, .306825}},
        {15, 5, .909091, 2.69883, {(double)NAN, .192607, (double)NAN}},
        {0, 10, .090909, .05425, {.920570, .982482, .998786}},
    };

    static const double rate[] = {.1, 1, 2};
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const double b = db(row[i].bob);
        const double e = db(row[i].eve);
        is(phw_wiretap_rayleigh_positive(b, e), row[i].positive, 1e-6, "positive");
        is(phw_wiretap_rayleigh_ergodic_bits(b, e), row[i].ergodic, 1e-5, "ergodic");
        for (size_t k = 0; k < 3; ++k) {
            if (!isnan(row[i].outage[k]))
                is(phw_wiretap_rayleigh_outage(b, e, rate[k]), row[i].outage[k], 1e-6,
                   "outage");
        }
    }
}

Test(wiretap, capacity_without_fading_is_the_known_one)
{
    is(phw_wiretap_awgn_bits(db(10), 1), 2.4594, 1e-4, "10, 0 dB");
    is(phw_wiretap_awgn_bits(db(20), db(10)), 3.1988, 1e-4, "20, 10 dB");
    cr_expect_eq(phw_wiretap_awgn_bits(10, 10), 0);
    cr_expect_eq(phw_wiretap_awgn_bits(1, 10), 0);
}

Test(wiretap, a_shared_forward_link_raises_the_outage)
{
    is(phw_wiretap_backscatter_outage(db(20), db(10), 1), .204005, 1e-6, "outage");
    for (double r = 0.125; r < 8; r *= 2)
        cr_expect_gt(phw_wiretap_backscatter_outage(100, 10, r),
                     phw_wiretap_rayleigh_outage(100, 10, r), "rate %g", r);
    /* At rate 0 the common channel cancels. */
    cr_expect_float_eq(phw_wiretap_backscatter_outage(100, 10, 0), 1.0 / 11, 1e-12);
}

/* Mean = integral of 1 - outage over the rate: two closed forms in one equation. */
Test(wiretap, means_are_the_integrals_of_the_outages)
{
    const double step = 1.0 / 256;
    for (double bob = 0.1; bob < 2000; bob *= 20) {
        double rayleigh = 0;
        double backscatter = 0;
        for (double r = step / 2; r < 40; r += step) {
            rayleigh += step * (1 - phw_wiretap_rayleigh_outage(bob, 3, r));
            backscatter += step * (1 - phw_wiretap_backscatter_outage(bob, 3, r));
        }
        cr_expect_float_eq(rayleigh, phw_wiretap_rayleigh_ergodic_bits(bob, 3), 1e-5,
                           "%g: %.9g", bob, rayleigh);
        cr_expect_float_eq(backscatter, phw_wiretap_backscatter_ergodic_bits(bob, 3),
                           1e-5, "%g: %.9g", bob, backscatter);
    }
}

Test(wiretap, artificial_noise_has_the_known_tails)
{
    phw_wiretap_jamming j = {4, 1, .5, HUGE_VAL};
    is(phw_wiretap_jamming_tail(&j, 2), .21600, 1e-5, "one antenna");
    j.n_eve = 2;
    is(phw_wiretap_jamming_tail(&j, 2), .64800, 1e-5, "two antennas");
    j = (phw_wiretap_jamming){8, 3, .5, HUGE_VAL};
    is(phw_wiretap_jamming_tail(&j, 2), .81172, 1e-5, "three of eight");
    j = (phw_wiretap_jamming){4, 1, .5, db(10)};
    is(phw_wiretap_jamming_tail(&j, 2), .14479, 1e-5, "with noise");
    j.n_eve = 4;
    cr_expect_eq(phw_wiretap_jamming_tail(&j, 1e9), 1, "she nulls it out");
}

/* Up to the rounding of sixteen terms. */
Test(wiretap, a_tail_falls_from_one_to_zero)
{
    for (size_t n = 2; n <= 16; ++n) {
        for (size_t eve = 1; eve < n; ++eve) {
            const phw_wiretap_jamming j = {n, eve, .3, 20};
            double last = phw_wiretap_jamming_tail(&j, 0);
            cr_expect_float_eq(last, 1, 1e-12);
            for (double x = 1e-3; x < 1e6; x *= 3) {
                const double now = phw_wiretap_jamming_tail(&j, x);
                cr_expect(now >= 0 && now <= last + 1e-14, "%zu of %zu at %g", eve, n,
                          x);
                last = now;
            }
            cr_expect_lt(last, 1e-2);
            cr_expect_eq(phw_wiretap_jamming_tail(&j, HUGE_VAL), 0);
        }
    }
}

Test(wiretap, power_is_split_as_known)
{
    static const struct {
        double a, c, d, share, share_digit, bits;
    } row[] = {
        {100, 100, 100, .5, 1e-4, 4.687},
        {100, 100, 10, .24813, 1e-5, 2.722},
        {30, 300, 300, .4850, 1e-4, 3.006},
        {100, 10, 1000, .90950, 1e-5, 6.386},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const phw_wiretap_budget b = {row[i].a, row[i].c, 1000, row[i].d, 0};
        const double share = phw_wiretap_budget_share(&b);
        is(share, row[i].share, row[i].share_digit, "share");
        is(phw_wiretap_budget_bits(&b, share), row[i].bits, 1e-3, "bits");
    }
}

/* A = C = 100, B = D = 1000, cancellation of 20 to 60 dB. */
Test(wiretap, imperfect_cancellation_moves_the_split_as_known)
{
    static const double share[] = {.913, .817, .768, .760, .759};
    static const double bits[] = {4.61, 5.60, 5.84, 5.87, 5.87};
    for (int i = 0; i < 5; ++i) {
        const phw_wiretap_budget b = {100, 100, 1000, 1000, db(-20 - 10 * i)};
        const double best = phw_wiretap_budget_share(&b);
        is(best, share[i], 1e-3, "share");
        is(phw_wiretap_budget_bits(&b, best), bits[i], 1e-2, "bits");
    }
}

/* The search with next to no residual finds the closed form. */
Test(wiretap, search_and_closed_form_agree)
{
    for (double a = 1; a < 1e5; a *= 7) {
        for (double c = 1; c < 1e5; c *= 11) {
            for (double d = 1; d < 1e5; d *= 13) {
                phw_wiretap_budget b = {a, c, 1, d, 0};
                const double closed = phw_wiretap_budget_share(&b);
                const double bits = phw_wiretap_budget_bits(&b, closed);
                b.residual = 1e-300;
                const double found = phw_wiretap_budget_share(&b);
                cr_expect_float_eq(bits, phw_wiretap_budget_bits(&b, found), 1e-9,
                                   "%g %g %g: %g and %g", a, c, d, closed, found);
            }
        }
    }
}

Test(wiretap, a_line_of_antennas_has_its_lobes)
{
    const double pi = 3.14159265358979323846;
    cr_expect_eq(phw_wiretap_array_gain(16, 0.3, 0.3), 1);
    cr_expect_eq(phw_wiretap_array_gain(1, 0, 1), 1);
    /* First null at 2 / N in the sine. */
    cr_expect_lt(phw_wiretap_array_gain(16, 0, asin(2.0 / 16)), 1e-20);
    /* First sidelobe -13.26 dB of a long line: |sin v / v| at v = 4.4934. */
    const double sidelobe =
        phw_wiretap_array_gain(4096, 0, asin(4.493409 / (pi / 2 * 4096)));
    is(10 * log10(sidelobe), -13.26, 1e-2, "sidelobe");
}

Test(wiretap, binary_information_is_the_known_one)
{
    static const struct {
        double db, bits, digit;
    } row[] = {
        {-20, .0072, 1e-4}, {-15, .0225, 1e-4}, {-10, .0687, 1e-4},
        {-6, .1614, 1e-4},  {-3, .291, 1e-3},   {0, .4859, 1e-4},
        {3, .7207, 1e-4},   {6, .9119, 1e-4},   {10, .9968, 1e-4},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i)
        is(phw_wiretap_binary_bits(db(row[i].db)), row[i].bits, row[i].digit, "bits");
    cr_expect_float_eq(phw_wiretap_binary_bits(0), 0, 1e-12);
    cr_expect_float_eq(phw_wiretap_binary_bits(1e6), 1, 1e-12);
    /* The law for small ratios. */
    cr_expect_float_eq(phw_wiretap_binary_bits(1e-5) / 1e-5, 1 / (2 * log(2)), 1e-4);
}

Test(wiretap, ends_of_the_range_have_their_limits)
{
    cr_expect_eq(phw_wiretap_rayleigh_positive(0, 0), 0);
    cr_expect_eq(phw_wiretap_rayleigh_outage(0, 1, 0), 1);
    cr_expect_eq(phw_wiretap_rayleigh_outage(1, 1, HUGE_VAL), 1);
    cr_expect_eq(phw_wiretap_rayleigh_outage(1, 0, 0), 0);
    cr_expect_eq(phw_wiretap_rayleigh_ergodic_bits(0, 1), 0);
    cr_expect_float_eq(phw_wiretap_rayleigh_ergodic_bits(1e-12, 0), 1e-12 / log(2),
                       1e-20);
    cr_expect_eq(phw_wiretap_backscatter_outage(1e-9, 1, 30), 1);
    cr_expect_eq(phw_wiretap_backscatter_outage(0, 1, 0), 1);
    cr_expect_eq(phw_wiretap_backscatter_outage(1, 0, 0), 0);
}

Test(wiretap, what_is_outside_the_range_is_nan)
{
    const phw_wiretap_jamming one = {1, 1, .5, 1};
    const phw_wiretap_jamming all = {4, 1, 0, 1};
    const phw_wiretap_budget bad = {1, 1, 1, 1, 2};
    const phw_wiretap_budget good = {1, 1, 1, 1, 0};
    cr_expect(isnan(phw_wiretap_awgn_bits(-1, 0)));
    cr_expect(isnan(phw_wiretap_rayleigh_positive(1, (double)NAN)));
    cr_expect(isnan(phw_wiretap_rayleigh_outage(1, 1, -1)));
    cr_expect(isnan(phw_wiretap_rayleigh_ergodic_bits(HUGE_VAL, 1)));
    cr_expect(isnan(phw_wiretap_backscatter_outage(1, 1, (double)NAN)));
    cr_expect(isnan(phw_wiretap_backscatter_ergodic_bits(-1, 1)));
    cr_expect(isnan(phw_wiretap_jamming_tail(&one, 1)));
    cr_expect(isnan(phw_wiretap_jamming_tail(&all, 1)));
    cr_expect(isnan(phw_wiretap_budget_share(&bad)));
    cr_expect(isnan(phw_wiretap_budget_bits(&good, 2)));
    cr_expect(isnan(phw_wiretap_array_gain(0, 0, 0)));
    cr_expect(isnan(phw_wiretap_binary_bits(-1)));
}
