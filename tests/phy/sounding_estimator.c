/* Carrier offset, timing, clock and channel against what was sent, and their variances
 * against the bounds of Cramer and Rao. */
#include "phy/sounding_estimator.h"

#include <criterion/criterion.h>

#include "phy/sounding_bound.h"

#include "sounding_signal.h"

#define TRIALS 2000

static const char *const forms[] = {
    "wifi-ltf",           "ofdm-comb",    "zadoff-chu:length=61:repeats=4",
    "m-sequence:order=6", "gold:order=6", "chirp:length=64",
    "lora:sf=6",          "tone",         "golay:order=6:repeats=1",
};

#define N_FORMS (sizeof forms / sizeof forms[0])

typedef struct bench {
    phw_sounding_waveform w;
    phw_sounding_estimator *e;
    phw_cf *clean;
    phw_cf *noisy;
} bench;

static void set_up(bench *b, const char *form, size_t oversampling, const passage *p)
{
    cr_assert_eq(phw_sounding_waveform_make(&b->w, form, oversampling), PHW_OK);
    cr_assert_eq(phw_sounding_estimator_create(&b->e, &b->w), PHW_OK);
    b->clean = calloc(b->w.n_samples, sizeof *b->clean);
    b->noisy = calloc(b->w.n_samples, sizeof *b->noisy);
    cr_assert(b->clean != NULL && b->noisy != NULL);
    pass(b->clean, &b->w, p);
}

static void tear_down(bench *b)
{
    free(b->clean);
    free(b->noisy);
    phw_sounding_estimator_destroy(b->e);
    phw_sounding_waveform_free(&b->w);
}

/* Without noise the clock's drift over the burst is all that is lost: at most 0.05
 * chips over LoRa's 12, which the blocks disagree by. */
Test(sounding_estimator, tells_what_was_done_to_a_burst)
{
    for (size_t i = 0; i < N_FORMS; ++i) {
        for (size_t q = 1; q <= 3; q += 2) {
            passage p = {.gain = 0.01, .clock = 2e-5, .delay = 0.3};
            phw_sounding_waveform w = {0};
            cr_assert_eq(phw_sounding_waveform_make(&w, forms[i], q), PHW_OK);
            p.cfo = -0.4 / (double)phw_sounding_waveform_lag(&w);
            phw_sounding_waveform_free(&w);
            bench b;
            set_up(&b, forms[i], q, &p);
            phw_sounding_arrival a;
            phw_sounding_estimator_run(b.e, &a, b.clean, 0);
            const double lag = (double)phw_sounding_waveform_lag(&b.w);
            cr_expect_float_eq(a.cfo * lag, p.cfo * lag, 2e-3, "%s: %g, not %g",
                               forms[i], a.cfo * lag, p.cfo * lag);
            cr_expect_float_eq(a.power, 1e-4, 1e-6, "%s: power %g", forms[i], a.power);
            cr_expect_gt(a.snr_db, 40, "%s: %g dB", forms[i], a.snr_db);
            if (b.w.n_used > 1) {
                const double drift = p.clock * phw_sounding_waveform_middle(&b.w);
                cr_expect_float_eq(a.timing, p.delay - drift, 0.01, "%s: timing %g",
                                   forms[i], a.timing);
                cr_expect_float_eq(a.clock, p.clock, 4e-6, "%s: clock %g", forms[i],
                                   a.clock);
            } else {
                cr_expect(isnan(a.timing) && isnan(a.clock));
            }
            tear_down(&b);
        }
    }
}

/* Sums of errors over the trials. */
typedef struct tally {
    double sum;
    double square;
} tally;

static void note(tally *t, double error)
{
    t->sum += error;
    t->square += error * error;
}

/* The sample variance of TRIALS normal errors has the relative deviation sqrt(2 /
 * TRIALS), their mean that of the root of the variance over TRIALS; both to 5 sigma.
 * The estimators reach the bound as the SNR grows: 1 % is left for what they lose at 20
 * dB.
 */
static void expect_efficient(const tally *t, double bound, const char *form,
                             const char *what)
{
    const double spread = 5 * sqrt(2.0 / TRIALS);
    const double mean = t->sum / TRIALS;
    const double variance = t->square / TRIALS;
    cr_expect_lt(fabs(variance / bound - 1), spread + 0.01, "%s: %s %.3f of the bound",
                 form, what, variance / bound);
    cr_expect_lt(fabs(mean), 5 * sqrt(bound / TRIALS), "%s: %s is off by %.2f sigma",
                 form, what, mean / sqrt(bound / TRIALS));
}

static void run_trials(const char *form, size_t q)
{
    const passage p = {.gain = 1, .delay = 0.2, .cfo = 0.0007};
    const double noise = 0.01 * (double)q;
    bench b;
    set_up(&b, form, q, &p);
    phw_sounding_bound bound;
    phw_cf *h = calloc(b.w.n_used, sizeof *h);
    for (size_t k = 0; k < b.w.n_used; ++k)
        h[k] = 1;
    phw_sounding_bound_of(&bound, &b.w, h, noise);
    tally cfo = {0};
    tally clock = {0};
    tally timing = {0};
    tally channel = {0};
    double predicted = 0;
    double measured = 0;
    for (uint32_t t = 0; t < TRIALS; ++t) {
        phw_sounding_arrival a;
        add_noise(b.noisy, b.clean, b.w.n_samples, noise, t);
        phw_sounding_estimator_run(b.e, &a, b.noisy, 0);
        note(&cfo, a.cfo - p.cfo);
        note(&clock, a.clock);
        note(&timing, a.timing - p.delay);
        measured += a.noise / TRIALS;
        /* Of one bin: its magnitude's error is free of the phase's reference. */
        const size_t k = b.w.n_used / 3;
        note(&channel, (double)cabsf(a.pilots.value[k]) - 1);
        predicted += (double)a.pilots.variance[k] / 2 / TRIALS;
    }
    expect_efficient(&cfo, bound.cfo, form, "cfo");
    if (b.w.n_used > 1) {
        expect_efficient(&clock, bound.clock, form, "clock");
        expect_efficient(&timing, bound.timing, form, "timing");
    } else {
        cr_expect_eq(bound.timing, HUGE_VAL);
        cr_expect_eq(bound.clock, HUGE_VAL);
    }
    expect_efficient(&channel, predicted, form, "channel");
    /* A mean of TRIALS means of n squared normal pairs. */
    const double n = (double)b.w.n_used * (double)(b.w.n_blocks - 1) - 0.5;
    cr_expect_float_eq(measured / noise, 1, 5 / sqrt(n * TRIALS) + 0.005,
                       "%s: noise %.4f of what it is", form, measured / noise);
    free(h);
    tear_down(&b);
}

Test(sounding_estimator, reaches_the_bounds_with_carriers)
{
    run_trials("wifi-ltf", 1);
    run_trials("ofdm-comb", 1);
    run_trials("tone", 1);
}

Test(sounding_estimator, reaches_the_bounds_with_sequences)
{
    run_trials("zadoff-chu:length=61:repeats=4", 1);
    run_trials("m-sequence:order=6", 1);
    run_trials("gold:order=6", 1);
}

Test(sounding_estimator, reaches_the_bounds_with_chirps_and_pairs)
{
    run_trials("chirp:length=64", 1);
    run_trials("lora:sf=6", 1);
    run_trials("golay:order=6:repeats=1", 1);
}

Test(sounding_estimator, reaches_the_bounds_at_twice_the_rate)
{
    run_trials("wifi-ltf", 2);
    run_trials("golay:order=5", 2);
}

/* At 0 dB a response by two blocks has half as much noise as signal, which is no
 * information. One over the deviation squared goes as the signal's share: its mean over
 * 500 bursts of 62 bins has the relative deviation sqrt(4 / (62 500)). */
Test(sounding_estimator, knows_its_deviations_in_much_noise)
{
    const passage p = {.gain = 1};
    bench b;
    set_up(&b, "m-sequence:order=6", 1, &p);
    phw_sounding_bound bound;
    phw_cf *h = calloc(b.w.n_used, sizeof *h);
    double cfo = 0;
    double timing = 0;
    for (size_t k = 0; k < b.w.n_used; ++k)
        h[k] = 1;
    phw_sounding_bound_of(&bound, &b.w, h, 1);
    for (uint32_t t = 0; t < 500; ++t) {
        phw_sounding_arrival a;
        add_noise(b.noisy, b.clean, b.w.n_samples, 1, t);
        phw_sounding_estimator_run(b.e, &a, b.noisy, 0);
        cfo += bound.cfo / (a.cfo_deviation * a.cfo_deviation) / 500;
        timing += bound.timing / (a.timing_deviation * a.timing_deviation) / 500;
    }
    cr_expect_float_eq(cfo, 1, 5 * sqrt(4.0 / (62 * 500)) + 0.03, "%g", cfo);
    cr_expect_float_eq(timing, 1, 5 * sqrt(4.0 / (62 * 500)) + 0.03, "%g", timing);
    free(h);
    tear_down(&b);
}
