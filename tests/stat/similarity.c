/* The similarity tests against their closed forms: false alarms of the right sender and
 * misses of impostors, over Rayleigh channels with noise of variance 1 on each
 * estimate. Seeds are fixed; every bound is 5 sigma of the binomial law of the trials'
 * number. */
#include <criterion/criterion.h>

#include "auth/alignment.h"
#include "auth/similarities.h"
#include "auth/similarity_theory.h"

#include "tests/stat/channels.h"

enum {
    HA = 1,
    HE,
    N1,
    N2,
    TURN,
    STEP
};

static const double pi = 3.14159265358979323846;

/* A test with its parameters, on n tones at whole positions. */
typedef struct set_up {
    const phw_similarity *test;
    phw_params params;
    size_t n;
    double snr;
    double position[TONES_MAX];
} set_up;

static set_up prepare(const char *name, const char *params, size_t n, double snr_db)
{
    set_up s = {.n = n, .snr = pow(10, snr_db / 10)};
    cr_assert_eq(phw_similarity_find(&s.test, name), PHW_OK);
    cr_assert_eq(phw_params_read(&s.params, s.test->params, s.test->n_params, params),
                 PHW_OK, "%s", phw_error_message());
    for (size_t k = 0; k < n; ++k)
        s.position[k] = (double)k;
    return s;
}

static double measure(const set_up *s, const phw_cf *reference, size_t n_references,
                      const phw_cf *frame)
{
    double statistic = 0;
    const phw_similarity_input input = {.reference = reference,
                                        .frame = frame,
                                        .position = s->position,
                                        .n_references = n_references,
                                        .n = s->n,
                                        .noise_reference = 1,
                                        .noise_frame = 1};
    cr_assert_eq(s->test->measure(&statistic, &input, &s->params), PHW_OK, "%s",
                 phw_error_message());
    return statistic;
}

static double threshold_of(const set_up *s, size_t n_references, double false_alarm)
{
    double threshold = 0;
    const phw_similarity_shape shape = {s->n, n_references, s->snr};
    cr_assert_eq(s->test->threshold(&threshold, &shape, false_alarm, &s->params),
                 PHW_OK, "%s", phw_error_message());
    return threshold;
}

/* What the receiver does to a frame that the fit takes out again. */
static void disturb(phw_cf *inout, const set_up *s, uint64_t trial, phw_fit fit)
{
    float u[3];
    const phw_rng rng = {.seed = 20, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, TURN)};
    phw_rng_uniform(u, &rng, 3 * trial, 3);
    const double phase = fit != PHW_FIT_NONE ? 2 * pi * (double)u[0] : 0;
    const double delay =
        fit == PHW_FIT_SLOPE || fit == PHW_FIT_FULL ? 2 * (double)u[1] - 1 : 0;
    const double gain =
        fit == PHW_FIT_GAIN || fit == PHW_FIT_FULL ? 0.9 + 0.2 * (double)u[2] : 1;
    for (size_t k = 0; k < s->n; ++k) {
        const double turn =
            phase + 2 * pi * delay * s->position[k] / (double)(s->n - 1);
        inout[k] = (phw_cf)(gain * (double complex)inout[k] * cexp(CMPLX(0, turn)));
    }
}

/* The right sender's statistic in one trial, over one reference. */
static double genuine(const set_up *s, uint64_t trial, phw_fit fit)
{
    phw_cf h1[TONES_MAX];
    phw_cf h2[TONES_MAX];
    draw(h1, HA, trial, s->snr, s->n);
    blend(h2, 1, h1, 0, h1, s->n);
    disturb(h2, s, trial, fit);
    add_noise(h1, N1, trial, s->n);
    add_noise(h2, N2, trial, s->n);
    return measure(s, h1, 1, h2);
}

/* The statistic of an impostor whose channel has the correlation with the right one. */
static double impostor(const set_up *s, uint64_t trial, double correlation)
{
    phw_cf h1[TONES_MAX];
    phw_cf h2[TONES_MAX];
    phw_cf other[TONES_MAX];
    draw(h1, HA, trial, s->snr, s->n);
    draw(other, HE, trial, s->snr, s->n);
    blend(h2, correlation, h1, sqrt(1 - correlation * correlation), other, s->n);
    add_noise(h1, N1, trial, s->n);
    add_noise(h2, N2, trial, s->n);
    return measure(s, h1, 1, h2);
}

static unsigned count_misses(const set_up *s, double threshold, double correlation,
                             unsigned n_trials)
{
    unsigned misses = 0;
    for (unsigned i = 0; i < n_trials; ++i) {
        const double x = impostor(s, i, correlation);
        misses += s->test->more_is_same ? x >= threshold : x <= threshold;
    }
    return misses;
}

/* The mean of a chi-square of dof degrees has the standard deviation sqrt(2 dof / n).
 * At 30 dB what the fit's curvature takes off the mean is below a tenth of the bound.
 */
Test(similarity, difference_loses_one_degree_of_freedom_a_parameter)
{
    static const char *const fits[] = {"fit=none", "fit=phase", "fit=slope", "fit=gain",
                                       "fit=full"};
    static const size_t tones[] = {4, 8, 16, 52};
    for (unsigned fit = 0; fit < PHW_N_FITS; ++fit) {
        for (unsigned i = 0; i < 4; ++i) {
            const set_up s = prepare("difference", fits[fit], tones[i], 30);
            const unsigned n = tones[i] == 52 ? 4000 : 15000;
            const double threshold = threshold_of(&s, 1, 0.01);
            const double dof = 2 * (double)tones[i] - phw_fit_parameters((phw_fit)fit);
            double sum = 0;
            unsigned alarms = 0;
            for (unsigned t = 0; t < n; ++t) {
                const double x = genuine(&s, t, (phw_fit)fit);
                sum += x;
                alarms += x > threshold;
            }
            cr_expect_float_eq(sum / n, dof, 5 * sqrt(2 * dof / n),
                               "%s, M %zu: mean %g", fits[fit], tones[i], sum / n);
            cr_expect(no_surprise(alarms, n, 0.01), "%s, M %zu: %u alarms of %u",
                      fits[fit], tones[i], alarms, n);
        }
    }
}

/* The textbook's 2 M degrees where a phase was fitted give 0.0055, 0.0063, 0.0075. */
Test(similarity, two_m_degrees_after_a_phase_fit_halve_the_false_alarms)
{
    static const size_t tones[] = {4, 8, 16};

    enum {
        TRIALS = 60000
    };

    for (unsigned i = 0; i < 3; ++i) {
        const set_up s = prepare("difference", "fit=phase", tones[i], 30);
        const double dof = 2 * (double)tones[i];
        const double textbook = phw_chisq_threshold(0.01, dof);
        unsigned alarms = 0;
        for (unsigned t = 0; t < TRIALS; ++t)
            alarms += genuine(&s, t, PHW_FIT_PHASE) > textbook;
        cr_expect(no_surprise(alarms, TRIALS, gsl_cdf_chisq_Q(textbook, dof - 1)),
                  "M %zu: %u", tones[i], alarms);
        cr_expect_not(no_surprise(alarms, TRIALS, 0.01), "M %zu: %u", tones[i], alarms);
    }
}

/* Below about 5 dB the law's mean falls: the test then alarms less than asked for. The
 * means are those of 200,000 trials of another program at 0 dB. */
Test(similarity, at_0_db_a_phase_fit_takes_more_than_a_degree)
{
    static const struct {
        size_t n;
        double mean;
    } row[] = {{4, 6.34}, {8, 14.39}, {16, 30.45}};

    enum {
        TRIALS = 30000
    };

    for (unsigned i = 0; i < 3; ++i) {
        const set_up s = prepare("difference", "fit=phase", row[i].n, 0);
        double sum = 0;
        for (unsigned t = 0; t < TRIALS; ++t)
            sum += genuine(&s, t, PHW_FIT_PHASE);
        /* And half of the last digit given. */
        const double sigma =
            sqrt(4 * (double)row[i].n * (1.0 / TRIALS + 1.0 / 200000)) + 0.001;
        cr_expect_float_eq(sum / TRIALS, row[i].mean, 5 * sigma, "M %zu: %g", row[i].n,
                           sum / TRIALS);
    }
}

Test(similarity, a_fixed_impostor_is_found_as_the_noncentral_law_says)
{
    static const size_t tones[] = {5, 8, 16, 64};
    static const double lambda[] = {5, 10, 20, 40, 80};

    enum {
        TRIALS = 10000
    };

    for (unsigned i = 0; i < 4; ++i) {
        const set_up s = prepare("difference", "fit=none", tones[i], 20);
        const double threshold = threshold_of(&s, 1, 0.01);
        for (unsigned j = 0; j < 5; ++j) {
            unsigned found = 0;
            for (unsigned t = 0; t < TRIALS; ++t) {
                phw_cf h1[TONES_MAX];
                phw_cf h2[TONES_MAX];
                draw(h1, HA, t, s.snr, s.n);
                blend(h2, 1, h1, 0, h1, s.n);
                h2[t % s.n] += (float)sqrt(lambda[j]);
                add_noise(h1, N1, t, s.n);
                add_noise(h2, N2, t, s.n);
                found += measure(&s, h1, 1, h2) > threshold;
            }
            const double p =
                phw_difference_detects_fixed(threshold, tones[i], lambda[j]);
            cr_expect(no_surprise(found, TRIALS, p), "M %zu, lambda %g: %u, p %g",
                      tones[i], lambda[j], found, p);
        }
    }
}

Test(similarity, an_impostor_at_a_distance_is_missed_as_the_closed_form_says)
{
    static const double distance[] = {0.05, 0.1, 0.2, 0.25, 0.3827, 0.5, 1};

    static const struct {
        size_t n;
        double snr_db;
    } row[] = {{5, 10}, {5, 20}, {16, 10}, {16, 20}, {10, 5}};

    enum {
        TRIALS = 20000
    };

    for (unsigned i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const set_up s = prepare("difference", "fit=none", row[i].n, row[i].snr_db);
        const double threshold = threshold_of(&s, 1, 0.01);
        for (unsigned j = 0; j < sizeof distance / sizeof distance[0]; ++j) {
            const double rho = phw_clarke_correlation(distance[j]);
            const unsigned misses = count_misses(&s, threshold, rho, TRIALS);
            const double p = phw_difference_misses(threshold, s.n, s.snr, rho);
            cr_expect(no_surprise(misses, TRIALS, p), "M %zu, %g dB, %g: %u, p %g", s.n,
                      row[i].snr_db, distance[j], misses, p);
        }
    }
}

/* The miss rates of another program's 200,000 trials. */
Test(similarity, the_phase_fit_helps_the_impostor)
{
    static const struct {
        size_t n;
        double snr_db;
        double miss;
    } row[] = {{5, 10, 0.0256}, {10, 5, 0.0730}};

    enum {
        TRIALS = 50000
    };

    for (unsigned i = 0; i < 2; ++i) {
        const set_up s = prepare("difference", "fit=phase", row[i].n, row[i].snr_db);
        const double threshold = threshold_of(&s, 1, 0.01);
        const double p = row[i].miss;
        const double miss = (double)count_misses(&s, threshold, 0, TRIALS) / TRIALS;
        const double sigma = sqrt(p * (1 - p) * (1.0 / TRIALS + 1.0 / 200000));
        cr_expect_float_eq(miss, p, 5 * sigma, "M %zu: %g", row[i].n, miss);
        cr_expect_gt(miss, phw_difference_misses(threshold, s.n, s.snr, 0));
    }
}

/* The channel of two taps: its 16 tones hang together and the noise does not. */
static void draw_smooth(phw_cf *out, const set_up *s, uint32_t role, uint64_t trial)
{
    phw_cf tap[2];
    draw(tap, role, trial, s->snr / 2, 2);
    for (size_t k = 0; k < s->n; ++k)
        out[k] = tap[0] + tap[1] * (phw_cf)cexp(CMPLX(0, -2 * pi * (double)k / 16));
}

Test(similarity, a_smooth_channel_keeps_the_degrees_of_freedom_and_hides_impostors)
{
    enum {
        TRIALS = 30000
    };

    const set_up s = prepare("difference", "fit=none", 16, 10);
    const double threshold = threshold_of(&s, 1, 0.01);
    unsigned alarms = 0;
    unsigned misses = 0;
    for (unsigned t = 0; t < TRIALS; ++t) {
        phw_cf h1[TONES_MAX];
        phw_cf h2[TONES_MAX];
        phw_cf other[TONES_MAX];
        draw_smooth(h1, &s, HA, t);
        draw_smooth(other, &s, HE, t);
        blend(h2, 1, h1, 0, h1, s.n);
        add_noise(h1, N1, t, s.n);
        add_noise(h2, N2, t, s.n);
        add_noise(other, STEP, t, s.n);
        alarms += measure(&s, h1, 1, h2) > threshold;
        misses += measure(&s, h1, 1, other) <= threshold;
    }
    cr_expect(no_surprise(alarms, TRIALS, 0.01), "%u", alarms);
    /* Two independent parts in place of 16. */
    const double p = phw_difference_misses(threshold, 16, s.snr, 0);
    cr_expect_gt((double)misses / TRIALS, 1e4 * p, "%u, p %g", misses, p);
}

Test(similarity, correlation_errs_as_its_closed_forms_say)
{
    static const struct {
        size_t n;
        double snr_db;
        double threshold;
    } row[] = {{4, 10, 0.5},  {8, 10, 0.5},  {8, 10, 0.7},
               {16, 10, 0.5}, {16, 10, 0.7}, {8, 5, 0.5}};

    enum {
        TRIALS = 40000
    };

    for (unsigned i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const set_up s =
            prepare("correlation", "law=rayleigh", row[i].n, row[i].snr_db);
        unsigned rejected = 0;
        for (unsigned t = 0; t < TRIALS; ++t)
            rejected += genuine(&s, t, PHW_FIT_PHASE) <= row[i].threshold;
        const double p = phw_correlation_rejects_same(row[i].threshold, s.n, s.snr, 1);
        cr_expect(no_surprise(rejected, TRIALS, p), "M %zu, t %g: %u, p %g", s.n,
                  row[i].threshold, rejected, p);
        const unsigned accepted = count_misses(&s, row[i].threshold, 0, TRIALS);
        const double q = phw_correlation_accepts_other(row[i].threshold, s.n);
        cr_expect(no_surprise(accepted, TRIALS, q), "M %zu, t %g: %u, q %g", s.n,
                  row[i].threshold, accepted, q);
    }
}

Test(similarity, a_moving_channel_has_the_variances_of_the_first_order_model)
{
    enum {
        TRIALS = 30000,
        TONES = 5
    };

    phw_moving_channel c = {.noise = 1, .power = 10, .step = 0.95};
    const double rho = 0.3;
    const double threshold = phw_chisq_threshold(0.01, 2 * TONES);
    const double rest = sqrt(1 - c.step * c.step);
    for (int predicted = 0; predicted < 2; ++predicted) {
        c.predicted = predicted != 0;
        const double v0 = phw_moving_variance_same(&c);
        const double v1 = phw_moving_variance_other(&c, rho);
        unsigned alarms = 0;
        unsigned misses = 0;
        for (unsigned t = 0; t < TRIALS; ++t) {
            phw_cf h[4][TONES];
            phw_cf d[TONES];
            draw(h[0], HA, t, c.power, TONES);
            draw(h[3], STEP, t, c.power, TONES);
            blend(h[1], c.step, h[0], rest, h[3], TONES);
            draw(h[3], HE, t, c.power, TONES);
            blend(h[2], rho, h[0], sqrt(1 - rho * rho), h[3], TONES);
            for (uint32_t k = 0; k < 3; ++k)
                add_noise(h[k], 10 + k, t, TONES);
            for (int other = 0; other < 2; ++other) {
                double sum = 0;
                blend(d, 1, h[1 + other], predicted ? -c.step : -1, h[0], TONES);
                for (size_t k = 0; k < TONES; ++k)
                    sum += phw_cf_power(d[k]);
                alarms += !other && 2 * sum / v0 > threshold;
                misses += other && 2 * sum / v0 <= threshold;
            }
        }
        const double p = phw_moving_misses(threshold, TONES, v0, v1);
        cr_expect(no_surprise(alarms, TRIALS, 0.01), "%d: %u", predicted, alarms);
        cr_expect(no_surprise(misses, TRIALS, p), "%d: %u, p %g", predicted, misses, p);
    }
}

Test(similarity, the_enrolled_noise_gives_an_f_law_whatever_the_fit)
{
    static const char *const fits[] = {"fit=none", "fit=phase", "fit=slope", "fit=gain",
                                       "fit=full"};

    enum {
        TRIALS = 8000,
        TONES = 8
    };

    for (unsigned fit = 0; fit < PHW_N_FITS; ++fit) {
        for (size_t n = 2; n <= 4; n += 2) {
            const set_up s = prepare("enrolled", fits[fit], TONES, 30);
            const double threshold = threshold_of(&s, n, 0.01);
            unsigned alarms = 0;
            for (uint64_t t = 0; t < TRIALS; ++t) {
                phw_cf row[5][TONES];
                phw_cf h[TONES];
                draw(h, HA, t, s.snr, TONES);
                for (size_t i = 0; i <= n; ++i) {
                    blend(row[i], 1, h, 0, h, TONES);
                    disturb(row[i], &s, 5 * t + i, (phw_fit)fit);
                    add_noise(row[i], N1, 5 * t + i, TONES);
                }
                alarms += measure(&s, row[0], n, row[n]) > threshold;
            }
            cr_expect(no_surprise(alarms, TRIALS, 0.01), "%s, %zu: %u", fits[fit], n,
                      alarms);
        }
    }
}

/* With several references the difference is one of their mean. */
Test(similarity, more_references_keep_the_false_alarm_rate)
{
    enum {
        TRIALS = 15000,
        TONES = 8
    };

    const set_up s = prepare("difference", "fit=slope", TONES, 30);
    const double threshold = threshold_of(&s, 3, 0.01);
    unsigned alarms = 0;
    for (uint64_t t = 0; t < TRIALS; ++t) {
        phw_cf row[4][TONES];
        phw_cf h[TONES];
        draw(h, HA, t, s.snr, TONES);
        for (size_t i = 0; i < 4; ++i) {
            blend(row[i], 1, h, 0, h, TONES);
            disturb(row[i], &s, 4 * t + i, PHW_FIT_SLOPE);
            add_noise(row[i], N1, 4 * t + i, TONES);
        }
        alarms += measure(&s, row[0], 3, row[3]) > threshold;
    }
    cr_expect(no_surprise(alarms, TRIALS, 0.01), "%u", alarms);
}
