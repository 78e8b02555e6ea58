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
        cr_expect(strlen(all[i]->summary) > 10 && strlen(all[i]->reference) > 10);
        s.input.frame = s.row[ROWS];
        cr_assert_eq(phw_similarity_decide(&d, all[i], &s.input, 1e-4, &p), PHW_OK,
                     "%s", phw_error_message());
        cr_expect(d.same && d.p_value > 1e-4, "%s: %g", all[i]->name, d.statistic);
        s.input.frame = s.row[ROWS + 1];
        cr_assert_eq(phw_similarity_decide(&d, all[i], &s.input, 1e-4, &p), PHW_OK);
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
    cr_expect_eq(phw_similarity_shape_of(&s.input).snr, 0);
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
    cr_expect_eq(phw_similarity_decide(&d, difference, &s.input, 0, &p), PHW_EARG);
    cr_expect_eq(phw_similarity_decide(&d, difference, &s.input, 1, &p), PHW_EARG);
    cr_expect_eq(phw_similarity_decide(&d, difference, &s.input, (double)NAN, &p),
                 PHW_EARG);
    s.input.noise_reference = s.input.noise_frame = 0;
    cr_expect_eq(phw_similarity_decide(&d, difference, &s.input, 0.01, &p), PHW_EARG);
    s.input.noise_frame = -1;
    cr_expect_eq(phw_similarity_decide(&d, difference, &s.input, 0.01, &p), PHW_EARG);
    s.input.n_references = 1;
    cr_expect_eq(phw_similarity_decide(&d, enrolled, &s.input, 0.01, &p), PHW_EARG);
    prepare(&s);
    s.row[1][3] = (float)NAN;
    cr_expect_eq(phw_similarity_decide(&d, difference, &s.input, 0.01, &p), PHW_EINPUT);
    cr_expect_eq(d.statistic, 77);
    cr_expect_eq(phw_similarity_find(&difference, "nonsense"), PHW_EARG);
    cr_expect(strstr(phw_error_message(), "enrolled") != NULL);
}
