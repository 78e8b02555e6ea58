#include "channel/power_stage.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#include "tests/channel/statistics.h"

static const char *const model[] = {
    "none", "rapp", "saleh", "rapp:smoothness=8", "ghorbani", "memory-polynomial"};

enum {
    MODELS = sizeof model / sizeof model[0]
};

static phw_power_stage *create(phw_power_amplifier_choice *c, const char *text,
                               double backoff_db)
{
    phw_power_stage *s = NULL;
    cr_assert_eq(phw_power_amplifier_choose(c, text), PHW_OK);
    cr_assert_eq(phw_power_stage_create(&s, c, backoff_db), PHW_OK, "%s: %s", text,
                 phw_error_message());
    return s;
}

/* Steady tones, so that memory has settled: amplitudes up to 10 in the model's units.
 */
Test(power_stage, follows_the_model_s_curves)
{
    enum {
        SETTLE = 4
    };

    for (size_t k = 0; k < MODELS; ++k) {
        phw_power_amplifier_choice c;
        phw_power_stage *s = create(&c, model[k], 6);
        const double drive = pow(10, -6.0 / 20);
        double unit = 0;
        double phase = 0;
        phw_power_amplifier_curve(&unit, &phase, &c, drive);
        for (double r = 1e-3; r < 10; r *= 1.07) {
            phw_cf x[SETTLE];
            double amplitude = 0;
            for (size_t i = 0; i < SETTLE; ++i)
                x[i] = (phw_cf)(r / drive * CMPLX(0.6, -0.8));
            phw_power_stage_run(s, x, SETTLE);
            phw_power_amplifier_curve(&amplitude, &phase, &c, r);
            const double complex expected =
                amplitude / unit * CMPLX(cos(phase), sin(phase)) * CMPLX(0.6, -0.8);
            const double error = cabs((double complex)x[SETTLE - 1] - expected);
            cr_expect_lt(error, 1e-5 * fmax(1, cabs(expected)), "%s at %g: %g",
                         model[k], r, error);
        }
        phw_power_stage_destroy(s);
    }
}

Test(power_stage, a_tone_of_power_one_keeps_its_power)
{
    static const double backoff_db[] = {-10, 0, 3, 12, 40};
    for (size_t k = 0; k < MODELS; ++k) {
        for (size_t b = 0; b < 5; ++b) {
            phw_power_amplifier_choice c;
            phw_power_stage *s = create(&c, model[k], backoff_db[b]);
            phw_cf x[8];
            for (size_t i = 0; i < 8; ++i)
                x[i] = CMPLXF(0, 1);
            phw_power_stage_run(s, x, 8);
            cr_expect_float_eq(cabsf(x[7]), 1, 2e-4, "%s %g dB: %g", model[k],
                               backoff_db[b], (double)cabsf(x[7]));
            phw_power_stage_destroy(s);
        }
    }
}

Test(power_stage, blocks_do_not_matter)
{
    enum {
        N = 2000
    };

    const phw_rng rng = {.seed = 1};
    for (size_t k = 0; k < MODELS; ++k) {
        phw_power_amplifier_choice c;
        static phw_cf whole[N];
        static phw_cf parts[N];
        phw_power_stage *s = create(&c, model[k], 5);
        phw_rng_normal_complex(whole, &rng, 1, 0, N);
        memcpy(parts, whole, sizeof whole);
        phw_power_stage_run(s, whole, N);
        phw_power_stage_reset(s);
        for (size_t at = 0, take = 1; at < N; at += take, take = take % 300 + 1) {
            take = take < N - at ? take : N - at;
            phw_power_stage_run(s, parts + at, take);
        }
        cr_expect_eq(memcmp(whole, parts, sizeof whole), 0, "%s", model[k]);
        phw_power_stage_destroy(s);
    }
}

/* y(n) of the memory polynomial, by its sum. */
Test(power_stage, past_samples_come_back_with_their_own_gain)
{
    phw_power_amplifier_choice c;
    phw_power_stage *s = create(&c, "memory-polynomial", 0);
    phw_cf x[4] = {0, 0.5F, 0, 0};
    double unit = 0;
    double phase = 0;
    phw_power_amplifier_curve(&unit, &phase, &c, 1);
    phw_power_stage_run(s, x, 4);
    cr_expect_eq(x[0], 0.0F);
    for (size_t d = 0; d < 3; ++d) {
        double g[2];
        c.entry->gain(&g[0], &g[1], 0.5, d, &c.params);
        const double complex expected = 0.5 * CMPLX(g[0], g[1]) / unit;
        cr_expect_lt(cabs((double complex)x[1 + d] - expected), 1e-6, "%zu", d);
    }
    phw_power_stage_destroy(s);
}

Test(power_stage, no_model_leaves_samples_alone)
{
    const phw_power_amplifier_choice c = {0};
    phw_power_stage *s = NULL;
    phw_cf x[2] = {CMPLXF(1e9F, -3), CMPLXF(1e-30F, 0)};
    const phw_cf was[2] = {CMPLXF(1e9F, -3), CMPLXF(1e-30F, 0)};
    cr_assert_eq(phw_power_stage_create(&s, &c, 0), PHW_OK);
    phw_power_stage_run(s, x, 2);
    cr_expect_eq(memcmp(x, was, sizeof x), 0);
    phw_power_stage_destroy(s);
}

Test(power_stage, what_cannot_be_driven_is_refused)
{
    phw_power_amplifier_choice c;
    phw_power_stage *s = NULL;
    cr_assert_eq(phw_power_amplifier_choose(&c, "ghorbani"), PHW_OK);
    const double bad[] = {-21, 61, nan(""), HUGE_VAL};
    for (size_t i = 0; i < 4; ++i)
        cr_expect_eq(phw_power_stage_create(&s, &c, bad[i]), PHW_EARG);
    cr_assert_eq(phw_power_amplifier_choose(&c, "ghorbani:x4=-1"), PHW_OK);
    cr_expect_eq(phw_power_stage_create(&s, &c, 40), PHW_EARG);
    cr_expect_null(s);
    phw_power_stage_destroy(NULL);
}
