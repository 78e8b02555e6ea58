#include "channel/tag.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/tag_theory.h"
#include "core/rng.h"

#include "tests/channel/statistics.h"

enum {
    TRIALS = 40000
};

static phw_cf forward[TRIALS];
static phw_cf back[TRIALS];

static void draw(void)
{
    const phw_rng rng = {.seed = 21, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 51)};
    phw_rng_normal_complex(forward, &rng, 1, 0, TRIALS);
    phw_rng_normal_complex(back, &rng, 1, TRIALS, TRIALS);
}

static double dyadic(double r, double unused)
{
    (void)unused;
    return phw_tag_dyadic_cdf(r);
}

Test(tag, a_product_of_hops_has_the_dyadic_law)
{
    static double r[TRIALS];
    draw();
    for (size_t i = 0; i < TRIALS; ++i)
        r[i] = cabs((double complex)phw_tag_gain(1, forward[i], back[i]));
    cr_expect_lt(ks_distance(r, TRIALS, dyadic, 0), ks_tolerance(TRIALS));
}

/* E|h|^k has the variance E|h|^(2k) - (E|h|^k)^2. */
Test(tag, moments_are_the_closed_forms)
{
    draw();
    for (int k = 1; k <= 4; ++k) {
        double product = 0;
        double square = 0;
        for (size_t i = 0; i < TRIALS; ++i) {
            product +=
                pow(cabs((double complex)phw_tag_gain(1, forward[i], back[i])), k) /
                TRIALS;
            square += pow(cabs((double complex)phw_tag_gain(1, back[i], back[i])), k) /
                      TRIALS;
        }
        const double two = phw_tag_dyadic_moment(k);
        cr_expect_float_eq(product, two,
                           tolerance(phw_tag_dyadic_moment(2 * k) - two * two, TRIALS),
                           "%d", k);
        const double one = phw_tag_monostatic_moment(k);
        cr_expect_float_eq(
            square, one,
            tolerance(phw_tag_monostatic_moment(2 * k) - one * one, TRIALS), "%d", k);
    }
}

/* |h|^2 of correlated hops has at most the monostatic variance, 24 - 4. */
Test(tag, correlated_hops_give_more_power)
{
    draw();
    for (int i = 0; i <= 4; ++i) {
        const double rho = i / 4.0;
        double power = 0;
        for (size_t t = 0; t < TRIALS; ++t) {
            const phw_cf other =
                (float)rho * forward[t] + (float)sqrt(1 - rho * rho) * back[t];
            power += phw_cf_power(phw_tag_gain(1, forward[t], other)) / TRIALS;
        }
        cr_expect_float_eq(power, phw_tag_mean_power(rho), tolerance(20, TRIALS), "%g",
                           rho);
    }
}

Test(tag, both_directions_have_the_same_bits)
{
    const phw_tag tag = {.depth = 0.7, .phase_rad = 1};
    const phw_cf load = phw_tag_reflection(&tag, 1);
    draw();
    for (size_t i = 0; i < 1000; ++i) {
        const phw_cf there = phw_tag_gain(load, forward[i], back[i]);
        const phw_cf here = phw_tag_gain(load, back[i], forward[i]);
        cr_expect_eq(memcmp(&there, &here, sizeof there), 0);
    }
}

Test(tag, loads_reflect_by_depth_phase_and_loss)
{
    const phw_tag mirror = {0};
    const phw_tag on_off = {.depth = 1};
    const phw_tag phases = {.phase_rad = M_PI, .loss_db = 20};
    const phw_tag shallow = {.depth = 0.25};
    cr_expect_float_eq(cabs((double complex)phw_tag_modulation(&mirror)), 0, 0);
    cr_expect_float_eq(cabs((double complex)phw_tag_reflection(&on_off, 0)), 0, 0);
    cr_expect_float_eq(crealf(phw_tag_reflection(&on_off, 2)), 1, 0);
    cr_expect_float_eq(crealf(phw_tag_modulation(&phases)), -0.1, 1e-8);
    cr_expect_float_eq(crealf(phw_tag_reflection(&shallow, 0)), 0.75, 1e-8);
    cr_expect_float_eq(crealf(phw_tag_modulation(&shallow)), 0.125, 1e-8);
}

Test(tag, several_tags_add_to_the_leakage)
{
    const phw_tag on_off = {.depth = 1};
    const phw_cf load[3] = {phw_tag_reflection(&on_off, 1),
                            phw_tag_reflection(&on_off, 0), CMPLXF(0, 0.5F)};
    draw();
    phw_cf h = 0;
    cr_assert_eq(phw_tags_gain(&h, 2, load, forward, back, 3), PHW_OK);
    const double complex expected =
        2 + (double complex)(forward[0] * back[0]) +
        CMPLX(0, 0.5) * (double complex)(forward[2] * back[2]);
    cr_expect_lt(cabs((double complex)h - expected), 1e-6);
    cr_assert_eq(phw_tags_gain(&h, 2, load, forward, back, 0), PHW_OK);
    cr_expect_float_eq(crealf(h), 2, 0);
}

/* An auxiliary node is heard over the tag as well as directly. */
Test(tag, an_auxiliary_node_reaches_the_receiver_over_the_tag)
{
    const phw_tag tag = {.depth = 1};
    const uint8_t state[4] = {0, 1, 1, 0};
    phw_cf noise[4] = {1, 2, CMPLXF(0, 3), 4};
    phw_tag_reflect(&tag, noise, state, 4);
    cr_expect_float_eq(cabs((double complex)noise[0]), 0, 0);
    cr_expect_float_eq(crealf(noise[1]), 2, 0);
    cr_expect_float_eq(cimagf(noise[2]), 3, 0);
    cr_expect_float_eq(cabs((double complex)noise[3]), 0, 0);
}

Test(tag, what_cannot_be_is_refused)
{
    static const phw_tag bad[] = {
        {.depth = -0.1},         {.depth = 1.1},  {.depth = (double)NAN},
        {.phase_rad = HUGE_VAL}, {.loss_db = -3}, {.loss_db = HUGE_VAL},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_tag_check(&bad[i]), PHW_EARG, "%zu", i);
    const phw_tag good = {.depth = 1, .phase_rad = -3, .loss_db = 6};
    cr_expect_eq(phw_tag_check(&good), PHW_OK);
    phw_cf h = 7;
    cr_expect_eq(phw_tags_gain(&h, 0, NULL, NULL, NULL, PHW_TAGS_MAX + 1), PHW_EARG);
    cr_expect_eq(phw_tags_gain(&h, 0, NULL, NULL, NULL, 1000000000), PHW_EARG);
    cr_expect_float_eq(crealf(h), 7, 0);
}
