#include "channel/laws.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

static const char *const chosen[] = {
    "rayleigh",      "rician",         "rician:k_db=-40",        "rician:k_db=10",
    "nakagami",      "nakagami:m=0.5", "nakagami:m=0.8",         "nakagami:m=1",
    "nakagami:m=30", "twdp",           "twdp:k_db=10:delta=0.6", "twdp:k_db=13:delta=1",
    "static",
};

#define N_CHOSEN (sizeof chosen / sizeof chosen[0])

static phw_law_choice choose(const char *text)
{
    phw_law_choice c = {0};
    cr_assert_eq(phw_law_choose(&c, text), PHW_OK, "%s", phw_error_message());
    return c;
}

#define N 20000

/* Independent values: each its own draw and its own phases. */
static void draw(phw_cf *out, const phw_law_choice *c, uint32_t trial)
{
    static double turn[PHW_LAW_WAVES_MAX * N];
    const phw_rng rng = {11, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), trial};
    phw_rng_normal_complex(out, &rng, 1, 0, N);
    for (uint32_t i = 0; i < N; ++i) {
        const phw_rng phase = {12, PHW_RNG_PURPOSE(PHW_RNG_TEST, 2), trial * N + i};
        phw_law_turns(turn + (size_t)PHW_LAW_WAVES_MAX * i, c, &phase, 10, 0.3);
    }
    c->entry->apply(out, N, turn, &c->params);
}

Test(laws, every_entry_is_found_and_says_what_it_is)
{
    size_t n = 0;
    const phw_law *const *all = phw_law_list(&n);
    for (size_t i = 0; i < n; ++i) {
        const phw_law *found = NULL;
        cr_expect_eq(phw_law_find(&found, all[i]->name), PHW_OK);
        cr_expect_eq(found, all[i]);
        cr_expect(all[i]->summary[0] != 0 && all[i]->reference[0] != 0);
        cr_expect_leq(all[i]->n_waves, PHW_LAW_WAVES_MAX);
        cr_expect((all[i]->n_waves > 0) == (all[i]->shift != NULL));
    }
}

/* By 1e-10, to which the sums are good. */
Test(laws, the_distribution_rises_from_zero_to_one)
{
    for (size_t i = 0; i < N_CHOSEN; ++i) {
        const phw_law_choice c = choose(chosen[i]);
        cr_expect_float_eq(phw_law_cdf(&c, 0), 0, 0, "%s", chosen[i]);
        cr_expect_float_eq(phw_law_cdf(&c, 9), 1, 1e-9, "%s", chosen[i]);
        double before = 0;
        for (double r = 0; r < 3; r += 0.02) {
            const double now = phw_law_cdf(&c, r);
            cr_expect(now >= before - 1e-10 && now <= 1, "%s at %g", chosen[i], r);
            before = now;
        }
    }
}

/* The distribution between knots 1/128 apart, straight: off by 1/128^2 / 8 of its
 * second derivative, below 3e-4 for these laws, a sixtieth of what the test tells. */
#define KNOTS 512
static double knot[KNOTS + 2];

static double between(double r, double unused)
{
    (void)unused;
    const double at = fmin(r * 128, KNOTS);
    const int i = (int)at;
    return knot[i] + (at - i) * (knot[i + 1] - knot[i]);
}

Test(laws, draws_follow_their_distribution)
{
    static phw_cf value[N];
    static double r[N];
    for (size_t i = 0; i < N_CHOSEN; ++i) {
        const phw_law_choice c = choose(chosen[i]);
        if (strcmp(chosen[i], "static") == 0)
            continue;
        for (int k = 0; k <= KNOTS + 1; ++k)
            knot[k] = phw_law_cdf(&c, k / 128.0);
        draw(value, &c, (uint32_t)i);
        for (int k = 0; k < N; ++k)
            r[k] = sqrt(phw_cf_power(value[k]));
        const double d = ks_distance(r, N, between, 0);
        cr_expect_lt(d, ks_tolerance(N), "%s: %g", chosen[i], d);
    }
}

/* The means' variances are those of the draws themselves, over N. */
Test(laws, draws_have_unit_power_and_the_kurtosis_of_the_formula)
{
    static phw_cf value[N];
    for (size_t i = 0; i < N_CHOSEN; ++i) {
        const phw_law_choice c = choose(chosen[i]);
        draw(value, &c, (uint32_t)(100 + i));
        double sum[4] = {0};
        for (int k = 0; k < N; ++k) {
            const double p = phw_cf_power(value[k]);
            for (int m = 0; m < 4; ++m)
                sum[m] += pow(p, m + 1) / N;
        }
        const double kurtosis = phw_law_kurtosis(&c);
        cr_expect_float_eq(sum[0], 1, tolerance(sum[1] - sum[0] * sum[0], N) + 1e-6,
                           "%s: %g", chosen[i], sum[0]);
        cr_expect_float_eq(sum[1], kurtosis,
                           tolerance(sum[3] - sum[1] * sum[1], N) + 1e-6,
                           "%s: %g, not %g", chosen[i], sum[1], kurtosis);
    }
}

Test(laws, kurtosis_has_the_known_values)
{
    static const struct {
        const char *text;
        double kurtosis;
    } known[] = {
        {"rayleigh", 2},
        {"static", 1},
        {"rician:k_db=0", 1.75},
        {"rician:k_db=10", 1.17355},
        {"rician:k_db=4.771212547", 1.4375},
        {"nakagami:m=0.5", 3},
        {"nakagami:m=4", 1.25},
        {"twdp:k_db=0:delta=0", 1.75},
        {"twdp:k_db=0:delta=1", 1.875},
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i) {
        const phw_law_choice c = choose(known[i].text);
        cr_expect_float_eq(phw_law_kurtosis(&c), known[i].kurtosis, 5e-6, "%s",
                           known[i].text);
    }
    const phw_law_choice none = {0};
    cr_expect_float_eq(phw_law_kurtosis(&none), 2, 0);
}

Test(laws, nakagami_of_one_is_rayleigh_and_a_single_wave_of_two_is_rice)
{
    const phw_law_choice one = choose("nakagami:m=1");
    for (double p = 1e-12; p < 40; p *= 1.7)
        cr_expect_float_eq(one.entry->stretch(p, &one.params), p, 1e-8 * p, "%g", p);
    const phw_law_choice two = choose("twdp:k_db=7:delta=0");
    const phw_law_choice rice = choose("rician:k_db=7");
    for (double r = 0.1; r < 2; r += 0.1)
        cr_expect_float_eq(phw_law_cdf(&two, r), phw_law_cdf(&rice, r), 1e-12);
}

/* P_m(stretch(p)) = 1 - e^{-p} over 60 decades of the ranks. */
Test(laws, nakagami_keeps_ranks_and_phases)
{
    static const char *const shape[] = {"nakagami:m=0.5", "nakagami:m=0.6",
                                        "nakagami:m=3", "nakagami:m=100"};
    for (size_t i = 0; i < 4; ++i) {
        const phw_law_choice c = choose(shape[i]);
        double before = 0;
        for (double p = 1e-14; p < 34; p *= 1.3) {
            const double x = c.entry->stretch(p, &c.params);
            cr_expect_gt(x, before, "%s: %g", shape[i], p);
            before = x;
            const double share = phw_law_cdf(&c, sqrt(x));
            cr_expect_float_eq(share, -expm1(-p), 1e-7 * p + 1e-15, "%s: %g", shape[i],
                               p);
        }
        phw_cf h[2] = {CMPLXF(-0.3F, 0.4F), 0};
        c.entry->apply(h, 2, NULL, &c.params);
        cr_expect_float_eq((double)(cimagf(h[0]) / crealf(h[0])), -4.0 / 3, 1e-6);
        cr_expect(crealf(h[0]) < 0 && cabsf(h[1]) == 0);
    }
}

/* 0.7 of 10 Hz for 1 s is 7 turns, and for 1.05 s a half more less 0.15. */
Test(laws, waves_turn_by_their_shifts)
{
    const phw_law_choice c = choose("twdp:shift=0.7:shift2=-0.5");
    const phw_rng rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 3), 4};
    double at[3][PHW_LAW_WAVES_MAX];
    phw_law_turns(at[0], &c, &rng, 10, 0);
    phw_law_turns(at[1], &c, &rng, 10, 2);
    phw_law_turns(at[2], &c, &rng, 10, 1e6 + 0.01);
    for (int i = 0; i < PHW_LAW_WAVES_MAX; ++i) {
        cr_expect(at[0][i] >= 0 && at[0][i] < 1);
        cr_expect_float_eq(fabs(at[1][i] - at[0][i]), 0, 1e-12);
    }
    cr_expect_neq(at[0][0], at[0][1]);
    cr_expect_float_eq(remainder(at[2][0] - at[0][0] - 0.07, 1), 0, 1e-8);
    cr_expect_float_eq(remainder(at[2][1] - at[0][1] + 0.05, 1), 0, 1e-8);
    const phw_law_choice none = {0};
    phw_law_turns(at[0], &none, &rng, 10, 1);
    cr_expect(at[0][0] == 0 && at[0][1] == 0);
}

Test(laws, impossible_values_are_refused_with_what_is_possible)
{
    static const struct {
        const char *text;
        const char *says;
    } wrong[] = {
        {"rice", "rician"},
        {"rician:k=-1", "k_db"},
        {"rician:k_db=41", "-40 to 40"},
        {"rician:shift=1.2", "-1 to 1"},
        {"nakagami:m=0.49", "0.5 to 100"},
        {"nakagami:m=nan", "not a number"},
        {"twdp:delta=1.01", "0 to 1"},
        {"twdp:delta=-0.1", "envelope law twdp"},
        {"static:k_db=1", "there are none"},
    };

    phw_law_choice c = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; ++i) {
        cr_expect_eq(phw_law_choose(&c, wrong[i].text), PHW_EARG, "%s", wrong[i].text);
        cr_expect_not_null(strstr(phw_error_message(), wrong[i].says), "%s: %s",
                           wrong[i].text, phw_error_message());
    }
    cr_expect_null(c.entry);
}
