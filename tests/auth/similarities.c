#include "auth/similarities.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    TONES = 16,
    ROWS = 3
};

typedef struct scene {
    phw_cf row[ROWS + 2][TONES]; /* references, a frame of the same, one of another */
    double position[TONES];
    phw_similarity_input input;
} scene;

/* 20 dB. */
static const phw_similarity_rule strict = {.false_alarm = 1e-4, .miss = 0.01};

static void prepare(scene *s)
{
    phw_cf h[2][TONES];
    const phw_rng rng = {.seed = 5};
    phw_rng_normal_complex(h[0], &rng, 1, 0, 2 * (size_t)TONES);
    phw_rng_normal_complex(s->row[0], &rng, 0.01, 1000, (ROWS + 2) * (size_t)TONES);
    for (size_t i = 0; i < ROWS + 2; ++i) {
        for (size_t k = 0; k < TONES; ++k)
            s->row[i][k] += h[i > ROWS][k];
    }
    for (size_t k = 0; k < TONES; ++k)
        s->position[k] = (double)k;
    s->input = (phw_similarity_input){.reference = s->row[0],
                                      .frame = s->row[ROWS],
                                      .position = s->position,
                                      .n_references = ROWS,
                                      .n = TONES,
                                      .noise_reference = 0.01,
                                      .noise_frame = 0.01};
}

Test(similarities, every_entry_tells_another_channel_from_the_same)
{
    size_t n = 0;
    const phw_similarity *const *all = phw_similarity_list(&n);
    scene s;
    prepare(&s);
    for (size_t i = 0; i < n; ++i) {
        phw_params p;
        phw_similarity_decision d;
        const phw_similarity *found = NULL;
        phw_params_preset(&p, all[i]->params, all[i]->n_params);
        cr_assert_eq(phw_similarity_find(&found, all[i]->name), PHW_OK);
        cr_expect_eq(found, all[i]);
        cr_expect(strlen(all[i]->holds_for(&p)) > 10);
        cr_expect(strlen(all[i]->summary) > 10 && strlen(all[i]->reference) > 10);
        s.input.frame = s.row[ROWS];
        cr_assert_eq(phw_similarity_decide(&d, all[i], &s.input, &strict, &p), PHW_OK,
                     "%s", phw_error_message());
        cr_expect(d.same && d.p_value > 1e-4, "%s: %g", all[i]->name, d.statistic);
        s.input.frame = s.row[ROWS + 1];
        cr_assert_eq(phw_similarity_decide(&d, all[i], &s.input, &strict, &p), PHW_OK);
        cr_expect(!d.same && d.p_value < 1e-4, "%s: %g", all[i]->name, d.statistic);
    }
}

Test(similarities, the_signal_to_noise_ratio_is_without_the_noise)
{
    scene s;
    prepare(&s);
    const phw_similarity_shape shape = phw_similarity_shape_of(&s.input);
    cr_expect_eq(shape.n, TONES);
    cr_expect_eq(shape.n_references, ROWS);
    double power = 0;
    for (size_t k = 0; k < TONES; ++k)
        power += phw_cf_power(s.row[0][k]) + phw_cf_power(s.row[ROWS][k]);
    cr_expect_float_eq(shape.snr, (power / (2 * TONES) - 0.01) / 0.01, 1e-9);
    s.input.noise_frame = 0;
    cr_expect_eq(phw_similarity_shape_of(&s.input).snr, 0);
    s.input.noise_frame = 1e9;
    cr_expect_eq(phw_similarity_shape_of(&s.input).snr, PHW_SIMILARITY_SNR_MIN);
}

/* A frame is told apart exactly from the rate on that its own p-value is: a threshold
 * that were off by 2 % would show. */
Test(similarities, the_threshold_is_where_the_p_value_says)
{
    size_t n = 0;
    const phw_similarity *const *all = phw_similarity_list(&n);
    scene s;
    prepare(&s);
    for (size_t i = 0; i < n; ++i) {
        phw_params p;
        phw_similarity_decision d;
        phw_similarity_rule rule = strict;
        phw_params_preset(&p, all[i]->params, all[i]->n_params);
        cr_assert_eq(phw_similarity_decide(&d, all[i], &s.input, &rule, &p), PHW_OK);
        const double own = d.p_value;
        for (int side = -1; side <= 1; side += 2) {
            rule.false_alarm = own * (1 + 1e-6 * side);
            cr_assert_eq(phw_similarity_decide(&d, all[i], &s.input, &rule, &p),
                         PHW_OK);
            cr_expect_eq(d.told_apart, side > 0, "%s: %g, %g", all[i]->name,
                         d.statistic, d.threshold);
            cr_expect_eq(d.same, side < 0);
        }
    }
}

/* Noise alone, called loud; a frame that is hardly there; a channel of another shape
 * under noise of its own. None is told apart by some test, and none is the same. */
Test(similarities, what_the_noise_hides_is_undecided)
{
    static const char *const params[] = {
        "difference", "fit=slope",   "difference", "fit=full",    "difference",
        "fit=gain",   "correlation", "",           "correlation", "fit=full"};
    static const double gain[] = {1e3, 1e-3, 1};
    static const double noise[] = {1e6, 1e-6, 1.5};
    scene s;
    for (size_t i = 0; i < 5; ++i) {
        const phw_similarity *test = NULL;
        phw_params p;
        cr_assert_eq(phw_similarity_find(&test, params[2 * i]), PHW_OK);
        cr_assert_eq(
            phw_params_read(&p, test->params, test->n_params, params[2 * i + 1]),
            PHW_OK);
        for (size_t j = 0; j < 3; ++j) {
            phw_similarity_decision d;
            prepare(&s);
            s.input.n_references = 1;
            s.input.frame = s.row[ROWS + 1];
            s.input.noise_frame = noise[j];
            for (size_t k = 0; k < TONES; ++k)
                s.row[ROWS + 1][k] *= (float)gain[j];
            cr_assert_eq(phw_similarity_decide(&d, test, &s.input, &strict, &p),
                         PHW_OK);
            cr_expect_not(d.same, "%s %s, %zu", params[2 * i], params[2 * i + 1], j);
            cr_expect(d.told_apart || d.miss > strict.miss);
        }
    }
}

Test(similarities, a_frame_without_power_is_refused_by_every_test)
{
    size_t n = 0;
    const phw_similarity *const *all = phw_similarity_list(&n);
    for (size_t i = 0; i < n; ++i) {
        for (size_t row = 1; row <= ROWS; row += 2) {
            phw_params p;
            phw_similarity_decision d = {.statistic = 77};
            scene s;
            prepare(&s);
            memset(s.row[row], 0, sizeof s.row[row]);
            phw_params_preset(&p, all[i]->params, all[i]->n_params);
            cr_expect_eq(phw_similarity_decide(&d, all[i], &s.input, &strict, &p),
                         PHW_EINPUT);
            cr_expect(strstr(phw_error_message(), "no power") != NULL);
            cr_expect_eq(d.statistic, 77);
        }
    }
}

Test(similarities, what_can_not_be_judged_is_refused)
{
    const phw_similarity *difference = NULL;
    const phw_similarity *enrolled = NULL;
    phw_similarity_decision d = {.statistic = 77};
    phw_params p;
    scene s;
    prepare(&s);
    cr_assert_eq(phw_similarity_find(&difference, "difference"), PHW_OK);
    cr_assert_eq(phw_similarity_find(&enrolled, "enrolled"), PHW_OK);
    phw_params_preset(&p, difference->params, difference->n_params);
    static const phw_similarity_rule wrong[] = {
        {.false_alarm = 0, .miss = 0.01},
        {.false_alarm = 1, .miss = 0.01},
        {.false_alarm = (double)NAN, .miss = 0.01},
        {.false_alarm = 0.01, .miss = -0.01},
        {.false_alarm = 0.01, .miss = 1.01},
        {.false_alarm = 0.01, .miss = (double)NAN},
        {.false_alarm = 0.01, .miss = 0.01, .n_parts = TONES + 1}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; ++i)
        cr_expect_eq(phw_similarity_decide(&d, difference, &s.input, &wrong[i], &p),
                     PHW_EARG, "%zu", i);
    s.input.noise_reference = s.input.noise_frame = 0;
    cr_expect_eq(phw_similarity_decide(&d, difference, &s.input, &strict, &p),
                 PHW_EARG);
    s.input.noise_frame = -1;
    cr_expect_eq(phw_similarity_decide(&d, difference, &s.input, &strict, &p),
                 PHW_EARG);
    s.input.n_references = 1;
    cr_expect_eq(phw_similarity_decide(&d, enrolled, &s.input, &strict, &p), PHW_EARG);
    prepare(&s);
    s.row[1][3] = (float)NAN;
    cr_expect_eq(phw_similarity_decide(&d, difference, &s.input, &strict, &p),
                 PHW_EINPUT);
    cr_expect_eq(d.statistic, 77);
    cr_expect_eq(phw_similarity_find(&difference, "nonsense"), PHW_EARG);
    cr_expect(strstr(phw_error_message(), "enrolled") != NULL);
}
