#include "channel/gain_control.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

typedef struct note {
    size_t n;
    uint64_t sample[64];
    double gain_db[64];
} note;

static void take_note(void *context, uint64_t sample, double gain_db)
{
    note *out = context;
    if (out->n < 64) {
        out->sample[out->n] = sample;
        out->gain_db[out->n] = gain_db;
    }
    ++out->n;
}

static phw_gain_control control(const phw_gain_control_config *c)
{
    phw_gain_control g;
    cr_assert_eq(phw_gain_control_init(&g, c), PHW_OK, "%s", phw_error_message());
    return g;
}

Test(gain_control, off_leaves_samples_alone)
{
    const phw_gain_control_config c = {0};
    phw_gain_control g = control(&c);
    phw_cf x[2] = {100, CMPLXF(0, 1e-3F)};
    phw_gain_control_run(&g, x, 2);
    cr_expect_eq(x[0], 100.0F);
    cr_expect_eq(g.gain_db, 0);
}

/* 35 dB too weak, 10 dB a window at most, steps of 1 dB: 10, 20, 30, 35. */
Test(gain_control, climbs_to_the_target_and_keeps_a_log)
{
    enum {
        N = 600
    };

    note log = {0};
    const phw_gain_control_config c = {
        .on = true, .target_db = 5, .window = 100, .log = take_note, .context = &log};
    phw_gain_control g = control(&c);
    phw_cf x[N];
    for (size_t i = 0; i < N; ++i)
        x[i] = CMPLXF(0, 0.0316227766F);
    phw_gain_control_run(&g, x, N);
    static const double gain_db[] = {10, 20, 30, 35};
    cr_assert_eq(log.n, 4, "%zu", log.n);
    for (size_t i = 0; i < 4; ++i) {
        cr_expect_eq(log.sample[i], 100 * (i + 1));
        cr_expect_float_eq(log.gain_db[i], gain_db[i], 1e-9);
        cr_expect_float_eq(20 * log10((double)cabsf(x[100 * (i + 1)])), gain_db[i] - 30,
                           1e-4);
    }
    cr_expect_float_eq(20 * log10((double)cabsf(x[0])), -30, 1e-4);
    cr_expect_float_eq(g.gain_db, 35, 1e-9);
}

Test(gain_control, stays_within_half_a_step_and_within_its_range)
{
    phw_gain_control_config c = {
        .on = true, .step_db = 2, .gain_min_db = -4, .gain_max_db = 6, .window = 10};
    phw_gain_control g = control(&c);
    phw_cf x[400];
    for (size_t i = 0; i < 400; ++i)
        x[i] = 1.1F;
    phw_gain_control_run(&g, x, 400);
    cr_expect_eq(g.gain_db, 0);
    for (size_t i = 0; i < 400; ++i)
        x[i] = i < 200 ? 0.01F : 100;
    phw_gain_control_run(&g, x, 200);
    cr_expect_eq(g.gain_db, 6);
    phw_gain_control_run(&g, x + 200, 200);
    cr_expect_eq(g.gain_db, -4);
}

/* Neither 0.1 nor 0.3 nor 0.7 is a binary number. */
Test(gain_control, the_attack_is_as_many_whole_steps_as_it_holds)
{
    static const struct {
        double attack_db;
        double gain_db;
    } row[] = {{0.3, 0.3}, {0.6, 0.6}, {0.7, 0.7}, {0.79, 0.7}, {1, 1}};

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const phw_gain_control_config c = {.on = true,
                                           .step_db = 0.1,
                                           .attack_db = row[i].attack_db,
                                           .target_db = 40,
                                           .window = 1};
        phw_gain_control g = control(&c);
        phw_cf x = 1;
        phw_gain_control_run(&g, &x, 1);
        cr_expect_float_eq(g.gain_db, row[i].gain_db, 1e-9, "%g: %g", row[i].attack_db,
                           g.gain_db);
    }
}

Test(gain_control, silence_changes_nothing)
{
    const phw_gain_control_config c = {.on = true, .gain_db = 7};
    phw_gain_control g = control(&c);
    phw_cf x[1000] = {0};
    phw_gain_control_run(&g, x, 1000);
    cr_expect_eq(g.gain_db, 7);
}

Test(gain_control, blocks_do_not_matter_and_a_reset_begins_anew)
{
    enum {
        N = 3000
    };

    static phw_cf whole[N];
    static phw_cf parts[N];
    const phw_rng rng = {.seed = 4};
    const phw_gain_control_config c = {.on = true, .window = 77, .step_db = 0.5};
    phw_gain_control g = control(&c);
    phw_rng_normal_complex(whole, &rng, 30, 0, N);
    for (size_t i = N / 2; i < N; ++i)
        whole[i] *= 0.01F;
    memcpy(parts, whole, sizeof whole);
    phw_gain_control_run(&g, whole, N);
    phw_gain_control_reset(&g);
    for (size_t at = 0, take = 1; at < N; at += take, take = take % 290 + 1) {
        take = take < N - at ? take : N - at;
        phw_gain_control_run(&g, parts + at, take);
    }
    cr_expect_eq(memcmp(whole, parts, sizeof whole), 0);
}

Test(gain_control, settings_beyond_their_range_are_refused)
{
    const phw_gain_control_config bad[] = {
        {.on = true, .target_db = 61},
        {.on = true, .target_db = (double)NAN},
        {.on = true, .step_db = -1},
        {.on = true, .step_db = 21},
        {.on = true, .attack_db = 0.5},
        {.on = true, .gain_min_db = 5, .gain_max_db = 4},
        {.on = true, .gain_max_db = 201},
        {.on = true, .gain_db = 3, .gain_max_db = 2},
        {.on = true, .window = (1 << 20) + 1},
    };
    phw_gain_control g = {.n = 3};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_gain_control_init(&g, &bad[i]), PHW_EARG, "%zu", i);
    cr_expect_eq(g.n, 3);
}
