/* How often a frame of an independent channel is found the same, against what each
 * decision says of itself. Seeds are fixed. Every trial has a probability m of its own:
 * hits less the sum of m have the variance sum m (1 - m), and bounds are 5 sigma of it.
 */
#include <criterion/criterion.h>

#include "auth/similarities.h"

#include "tests/stat/channels.h"

enum {
    REFERENCE = 40,
    NOISE,
    OTHER,
    POWER,
    TAP,
    TONES = 8,
    TRIALS = 20000
};

typedef struct set_up {
    const phw_similarity *test;
    phw_params params;
    double position[TONES];
    phw_cf reference[2 * TONES];
    phw_cf frame[TONES];
    double noise; /* s2 of the references */
    phw_similarity_input input;
} set_up;

static void prepare(set_up *s, const char *name, const char *params)
{
    cr_assert_eq(phw_similarity_find(&s->test, name), PHW_OK);
    cr_assert_eq(
        phw_params_read(&s->params, s->test->params, s->test->n_params, params), PHW_OK,
        "%s", phw_error_message());
    for (size_t k = 0; k < TONES; ++k)
        s->position[k] = (double)k;
    s->noise = 1;
    s->input = (phw_similarity_input){.reference = s->reference,
                                      .frame = s->frame,
                                      .position = s->position,
                                      .n_references = s->test->n_references_min,
                                      .n = TONES,
                                      .noise_reference = 1};
}

/* Two references of power 100; a frame of another channel whose power and noise
 * variance are whatever they are, 20 dB up and down. */
static void draw_trial(set_up *s, uint64_t trial)
{
    float u[2];
    const phw_rng rng = {.seed = 20, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, POWER)};
    phw_cf h[TONES];
    draw(h, REFERENCE, trial, 100, TONES);
    draw(s->reference, NOISE, trial, s->noise, 2 * (size_t)TONES);
    for (size_t k = 0; k < TONES; ++k) {
        s->reference[k] += h[k];
        s->reference[TONES + k] += h[k];
    }
    phw_rng_uniform(u, &rng, 2 * trial, 2);
    draw(s->frame, OTHER, trial, pow(10, 4 * (double)u[0]), TONES);
    s->input.noise_frame = pow(10, 4 * (double)u[1] - 1);
}

typedef struct tally {
    double passes;   /**< not told apart */
    double expected; /**< the sum of the decisions' own probabilities */
    double variance;
    unsigned same;
} tally;

static tally count(set_up *s, const phw_similarity_rule *rule)
{
    tally t = {0};
    for (uint64_t trial = 0; trial < TRIALS; ++trial) {
        phw_similarity_decision d;
        draw_trial(s, trial);
        cr_assert_eq(phw_similarity_decide(&d, s->test, &s->input, rule, &s->params),
                     PHW_OK, "%s", phw_error_message());
        t.passes += !d.told_apart;
        t.expected += d.miss;
        t.variance += d.miss * (1 - d.miss);
        t.same += d.same;
        cr_assert(d.miss >= 0 && d.miss <= 1 && (d.miss <= rule->miss || !d.same));
    }
    return t;
}

/* One reference, no delay: the probability is exact, whatever the power and the noise
 * that the frame claims. */
Test(coincidence, every_decision_knows_how_often_a_stranger_passes)
{
    static const char *const choice[][2] = {
        {"difference", "fit=none"},      {"difference", "fit=phase"},
        {"difference", "fit=gain"},      {"correlation", ""},
        {"correlation", "law=rayleigh"}, {"correlation", "threshold=0.5"}};
    static const phw_similarity_rule rule = {.false_alarm = 0.01, .miss = 0.05};
    for (unsigned i = 0; i < sizeof choice / sizeof choice[0]; ++i) {
        set_up s;
        prepare(&s, choice[i][0], choice[i][1]);
        const tally t = count(&s, &rule);
        const double most = TRIALS * rule.miss;
        cr_expect_float_eq(t.passes, t.expected, 5 * sqrt(t.variance), "%s:%s %g %g",
                           choice[i][0], choice[i][1], t.passes, t.expected);
        cr_expect_gt(t.passes, 20, "%s:%s", choice[i][0], choice[i][1]);
        cr_expect_leq((double)t.same, most + 5 * sqrt(most));
    }
}

/* A search is bounded from above; where strangers seldom pass, closely. */
Test(coincidence, a_search_of_the_delay_is_bounded)
{
    static const char *const choice[][2] = {{"difference", "fit=slope:delay=2"},
                                            {"difference", "fit=full"},
                                            {"correlation", "fit=full"},
                                            {"correlation", "fit=full:threshold=0.7"},
                                            {"correlation", "fit=full:threshold=0.85"}};
    static const phw_similarity_rule rule = {.false_alarm = 0.01, .miss = 0.05};
    for (unsigned i = 0; i < sizeof choice / sizeof choice[0]; ++i) {
        set_up s;
        prepare(&s, choice[i][0], choice[i][1]);
        const tally t = count(&s, &rule);
        const double most = TRIALS * rule.miss;
        cr_expect_leq(t.passes, t.expected + 5 * sqrt(t.variance), "%s:%s %g %g",
                      choice[i][0], choice[i][1], t.passes, t.expected);
        cr_expect_gt(t.passes, 0.4 * t.expected, "%s:%s %g %g", choice[i][0],
                     choice[i][1], t.passes, t.expected);
        cr_expect_leq((double)t.same, most + 5 * sqrt(most));
    }
}

/* Two references are an estimate of one channel: the mean's noise is all that is left
 * out, 1 in 20 of its power. */
Test(coincidence, an_enrolled_noise_gives_its_chance_as_well)
{
    static const char *const fits[] = {"fit=none", "fit=phase", "fit=gain"};
    static const phw_similarity_rule rule = {.false_alarm = 1e-6, .miss = 0.05};
    for (unsigned i = 0; i < 3; ++i) {
        set_up s;
        prepare(&s, "enrolled", fits[i]);
        s.noise = 10;
        const tally t = count(&s, &rule);
        const double most = TRIALS * rule.miss;
        cr_expect_float_eq(t.passes, t.expected,
                           5 * sqrt(t.variance) + 0.01 * t.expected, "%s %g %g",
                           fits[i], t.passes, t.expected);
        cr_expect_leq((double)t.same, most + 5 * sqrt(most));
        cr_expect_gt(t.passes, 20);
    }
}

/* A channel of `taps` equal taps, a sample apart on an FFT of TONES. */
static void draw_smooth(phw_cf *out, uint32_t role, uint64_t trial, size_t taps)
{
    phw_cf tap[TONES];
    draw(tap, role, trial, 1, taps);
    for (size_t k = 0; k < TONES; ++k) {
        double complex sum = 0;
        for (size_t l = 0; l < taps; ++l) {
            const double angle = -2 * M_PI * (double)(k * l) / TONES;
            sum += (double complex)tap[l] * CMPLX(cos(angle), sin(angle));
        }
        out[k] = (phw_cf)sum;
    }
}

/* Without noise: 8 tones of 2 taps pass r >= 0.9 in one case of ten, not of 10^7. */
Test(coincidence, a_smooth_stranger_passes_as_one_of_so_many_tones)
{
    for (size_t taps = 1; taps <= 4; ++taps) {
        set_up s;
        phw_similarity_decision d;
        const phw_similarity_rule rule = {
            .false_alarm = 0.01, .miss = 1, .n_parts = taps};
        unsigned passes = 0;
        prepare(&s, "correlation", "threshold=0.9");
        for (uint64_t trial = 0; trial < TRIALS; ++trial) {
            draw_smooth(s.reference, REFERENCE, trial, taps);
            draw_smooth(s.frame, TAP, trial, taps);
            cr_assert_eq(phw_similarity_decide(&d, s.test, &s.input, &rule, &s.params),
                         PHW_OK);
            passes += d.same;
        }
        if (taps == 1)
            cr_expect_eq(passes, TRIALS);
        else
            cr_expect(no_surprise(passes, TRIALS, d.miss), "%zu taps: %u, %g", taps,
                      passes, d.miss);
    }
}

/* The law of the correlation for one channel, of whatever shape: 0.05 and 0.01 asked
 * for, counts within a tenth and the trials' 5 sigma. Rayleigh's law is far off. */
Test(coincidence, the_correlation_s_false_alarms_hold_for_every_fixed_channel)
{
    static const double asked[] = {0.05, 0.01};
    set_up s;
    for (unsigned i = 0; i < 6; ++i) {
        const double rate = asked[i / 3];
        const phw_similarity_rule rule = {.false_alarm = rate, .miss = 0.05};
        unsigned alarms = 0;
        unsigned of_rayleigh = 0;
        phw_params rayleigh;
        prepare(&s, "correlation", "");
        cr_assert_eq(phw_params_read(&rayleigh, s.test->params, s.test->n_params,
                                     "law=rayleigh"),
                     PHW_OK);
        s.input.noise_frame = 1;
        for (uint64_t trial = 0; trial < TRIALS; ++trial) {
            phw_similarity_decision d;
            draw(s.reference, NOISE, trial, 1, TONES);
            draw(s.frame, OTHER, trial, 1, TONES);
            for (size_t k = 0; k < TONES; ++k) {
                /* Flat, a slope, one tone alone; 20 dB in the mean. */
                const double shape[] = {10, 2 * (double)k + 2.77, k == 3 ? 28.28 : 0};
                s.reference[k] += (float)shape[i % 3];
                s.frame[k] += (float)shape[i % 3];
            }
            cr_assert_eq(phw_similarity_decide(&d, s.test, &s.input, &rule, &s.params),
                         PHW_OK);
            alarms += d.told_apart;
            cr_assert_eq(phw_similarity_decide(&d, s.test, &s.input, &rule, &rayleigh),
                         PHW_OK);
            of_rayleigh += d.told_apart;
        }
        const double mean = TRIALS * rate;
        cr_expect_float_eq(alarms, mean, 5 * sqrt(mean) + mean / 10, "%u: %u", i,
                           alarms);
        cr_expect_lt(of_rayleigh, mean / 3, "%u: %u", i, of_rayleigh);
    }
}
