#include "tools/sounding_trial.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/fft.h"
#include "core/rng.h"
#include "core/signal.h"
#include "phy/sounding_bound.h"

/* Of the streams of random numbers. */
#define STREAM 0x5e0000

/* Samples of noise that are drawn at a time. */
#define PIECE 256

/* What is true of one burst. */
typedef struct truth {
    phw_cf gain[PHW_TAPS_MAX];
    double delay[PHW_TAPS_MAX]; /* samples from the burst's own place */
    size_t strongest;
    double cfo;
    uint64_t at; /* of its first sample in the stream */
} truth;

struct phw_sounding_trial {
    const phw_sounding_setup *setup;
    size_t n_record; /* samples of a burst with the noise around it */
    size_t pad;
    phw_fft *forward;
    phw_fft *inverse;
    phw_cf *spectrum; /* [n_cores][n_core] */
    phw_cf *core;     /* [n_cores][n_core]: over the channel */
    phw_cf *record;   /* n_record */
    phw_cf *response; /* n_used */
    phw_cf *value;    /* n_used */
    float *variance;  /* n_used: of the pilots, for a noise of 1 */
    phw_sounder *sounder;
    phw_channel_estimation *estimation[PHW_SOUNDING_ESTIMATORS_MAX];
    truth truth[PHW_SOUNDING_CHUNK];
};

static phw_status allocate(phw_sounding_trial *t)
{
    const phw_sounding_waveform *w = t->setup->waveform;
    PHW_TRY(phw_array_alloc(&t->spectrum, w->n_core, w->n_cores * sizeof(phw_cf)));
    PHW_TRY(phw_array_alloc(&t->core, w->n_core, w->n_cores * sizeof(phw_cf)));
    PHW_TRY(phw_array_alloc(&t->record, t->n_record, sizeof *t->record));
    PHW_TRY(phw_array_alloc(&t->response, w->n_used, sizeof *t->response));
    PHW_TRY(phw_array_alloc(&t->value, w->n_used, sizeof *t->value));
    return phw_array_alloc(&t->variance, w->n_used, sizeof *t->variance);
}

static phw_status plan(phw_sounding_trial *t)
{
    const phw_sounding_waveform *w = t->setup->waveform;
    PHW_TRY(allocate(t));
    PHW_TRY(phw_fft_create(&t->forward, w->n_core, PHW_FFT_FORWARD));
    PHW_TRY(phw_fft_create(&t->inverse, w->n_core, PHW_FFT_INVERSE));
    for (size_t c = 0; c < w->n_cores; ++c)
        phw_fft_execute(t->forward, t->spectrum + c * w->n_core,
                        w->core + c * w->n_core);
    return PHW_OK;
}

/* The pilots' variances: a block's bin has n_core times a sample's noise, and all
 * blocks together the power that they sent on it. */
static void fill_variance(phw_sounding_trial *t)
{
    const phw_sounding_waveform *w = t->setup->waveform;
    for (size_t k = 0; k < w->n_used; ++k) {
        double power = 0;
        for (size_t b = 0; b < w->n_blocks; ++b)
            power += phw_cf_power(w->known[w->block[b].core * w->n_used + k]);
        t->variance[k] = (float)((double)w->n_core / power);
    }
}

/* What can't be had for these pilots is left out and says why. */
static phw_status make_estimators(phw_sounding_trial *t,
                                  char (*reason)[PHW_SOUNDING_REASON_SIZE])
{
    const phw_sounding_waveform *w = t->setup->waveform;
    const phw_pilot_estimate pilots = {w->n_used, w->frequency, NULL, t->variance};
    for (size_t e = 0; e < t->setup->n_estimators; ++e) {
        const phw_sounding_choice *c = &t->setup->estimator[e];
        const phw_channel_estimator_config config = {.params = c->params, .power = 1};
        const phw_status s = c->method->create(&t->estimation[e], &pilots, &config);
        if (s && s != PHW_EARG)
            return s;
        (void)snprintf(reason[e], PHW_SOUNDING_REASON_SIZE, "%.159s",
                       s ? phw_error_message() : "");
    }
    return PHW_OK;
}

static phw_status check_delays(const phw_sounding_setup *setup)
{
    const size_t guard = setup->waveform->guard;
    /* The transforms start a quarter of the guard early. */
    const double room = 0.75 * (double)guard - 1;
    for (size_t l = 0; l < setup->taps.n; ++l) {
        const double delay = setup->taps.delay_s[l] * setup->rate_hz;
        if (delay > 0 && delay > room)
            return phw_fail(
                PHW_EARG,
                "%s: a path of the channel is %.3g samples late, its guard "
                "of %zu allows %.3g; shorten --delay-spread or lengthen the "
                "waveform's prefix",
                setup->waveform->entry->name, delay, guard, fmax(0, room));
    }
    return PHW_OK;
}

static phw_status build(phw_sounding_trial *t, char (*reason)[PHW_SOUNDING_REASON_SIZE])
{
    const phw_sounding_waveform *w = t->setup->waveform;
    PHW_TRY(check_delays(t->setup));
    /* Two lengths from burst to burst, so that none is taken for part of a weaker one.
     */
    t->pad = w->n_samples < 64 ? 64 : w->n_samples;
    t->n_record = w->n_samples + 2 * t->pad;
    PHW_TRY(plan(t));
    fill_variance(t);
    return make_estimators(t, reason);
}

phw_status phw_sounding_trial_create(phw_sounding_trial **out,
                                     char (*reason)[PHW_SOUNDING_REASON_SIZE],
                                     const phw_sounding_setup *setup)
{
    phw_sounding_trial *t = calloc(1, sizeof *t);
    if (t == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a trial of %s",
                        setup->waveform->entry->name);
    t->setup = setup;
    const phw_status s = build(t, reason);
    if (s) {
        phw_sounding_trial_destroy(t);
        return s;
    }
    *out = t;
    return PHW_OK;
}

void phw_sounding_trial_destroy(phw_sounding_trial *t)
{
    if (t == NULL)
        return;
    for (size_t e = 0; e < t->setup->n_estimators; ++e)
        t->setup->estimator[e].method->destroy(t->estimation[e]);
    phw_sounder_destroy(t->sounder);
    phw_fft_destroy(t->forward);
    phw_fft_destroy(t->inverse);
    free(t->spectrum);
    free(t->core);
    free(t->record);
    free(t->response);
    free(t->value);
    free(t->variance);
    free(t);
}

static phw_cf unit(double cycles)
{
    const double x = 2 * M_PI * (cycles - rint(cycles));
    return CMPLXF((float)cos(x), (float)sin(x));
}

static void draw(truth *out, const phw_sounding_trial *t, uint32_t trial)
{
    const phw_sounding_setup *setup = t->setup;
    const phw_rng fading = {
        setup->seed, PHW_RNG_PURPOSE(PHW_RNG_FADING, STREAM + setup->stream), trial};
    const phw_rng radio = {setup->seed,
                           PHW_RNG_PURPOSE(PHW_RNG_IMPAIRMENT, STREAM + setup->stream),
                           trial};
    const double lag = (double)phw_sounding_waveform_lag(setup->waveform);
    const double late = setup->waveform->guard > 0 ? 1 : 0;
    float u[2 + PHW_TAPS_MAX];
    phw_rng_uniform(u, &radio, 0, 2 + PHW_TAPS_MAX);
    phw_rng_normal_complex(out->gain, &fading, 1, 0, setup->taps.n);
    out->cfo = setup->cfo_turns * 2 * ((double)u[0] - 0.5) / lag;
    out->strongest = 0;
    for (size_t l = 0; l < setup->taps.n; ++l) {
        const double power = setup->taps.power[l];
        const double steady = setup->taps.steady[l];
        out->gain[l] = (float)sqrt(power * (1 - steady)) * out->gain[l] +
                       (float)sqrt(power * steady) * unit((double)u[2 + l]);
        out->delay[l] = setup->taps.delay_s[l] * setup->rate_hz + late * (double)u[1];
        if (phw_cf_power(out->gain[l]) > phw_cf_power(out->gain[out->strongest]))
            out->strongest = l;
    }
}

/* The channel at a frequency, delays counted from `at` samples after the burst's place.
 */
static phw_cf respond(const truth *x, size_t n_taps, double frequency, double at)
{
    phw_cf sum = 0;
    for (size_t l = 0; l < n_taps; ++l)
        sum += x->gain[l] * unit(-frequency * (x->delay[l] - at));
    return sum;
}

/* Every core over the channel, as it is once the echoes have come in. */
static void pass(phw_sounding_trial *t, const truth *x)
{
    const phw_sounding_waveform *w = t->setup->waveform;
    const size_t n = w->n_core;
    for (size_t k = 0; k < n; ++k) {
        const double bin = k < n - n / 2 ? (double)k : (double)k - (double)n;
        const phw_cf h = respond(x, t->setup->taps.n, bin / (double)n, 0) / (float)n;
        for (size_t c = 0; c < w->n_cores; ++c)
            t->core[c * n + k] = h * t->spectrum[c * n + k];
    }
    for (size_t c = 0; c < w->n_cores; ++c)
        phw_fft_execute(t->inverse, t->core + c * n, t->core + c * n);
}

/* The burst's blocks with their guards in noise, from sample x->at of the stream on. */
static void transmit(phw_sounding_trial *t, const truth *x, uint32_t trial)
{
    const phw_sounding_setup *setup = t->setup;
    const phw_sounding_waveform *w = setup->waveform;
    const size_t n = w->n_core;
    const phw_rng noise = {
        setup->seed, PHW_RNG_PURPOSE(PHW_RNG_NOISE, STREAM + setup->stream), trial};
    pass(t, x);
    memset(t->record, 0, t->n_record * sizeof *t->record);
    for (size_t b = 0; b < w->n_blocks; ++b) {
        const phw_cf *core = t->core + w->block[b].core * n;
        const size_t from = w->block[b].at > w->guard ? w->block[b].at - w->guard : 0;
        for (size_t i = from; i < w->block[b].at + n; ++i)
            t->record[t->pad + i] =
                core[(i + n * (1 + w->guard / n) - w->block[b].at) % n];
    }
    for (size_t i = 0; i < t->n_record; ++i)
        t->record[i] *= unit(x->cfo * (double)(x->at - t->pad + i));
    for (size_t i = 0; i < t->n_record; i += PIECE) {
        phw_cf sample[PIECE];
        const size_t left = t->n_record - i;
        const size_t m = left < PIECE ? left : PIECE;
        phw_rng_normal_complex(sample, &noise, 1 / setup->snr, i, m);
        for (size_t k = 0; k < m; ++k)
            t->record[i + k] += sample[k];
    }
}

static void judge_estimates(phw_sounding_result *r, phw_sounding_trial *t,
                            const phw_sounding_arrival *a)
{
    const size_t n = a->pilots.n;
    for (size_t e = 0; e < t->setup->n_estimators; ++e) {
        phw_channel_response out = {.value = t->value};
        double sum = 0;
        if (t->estimation[e] == NULL ||
            t->setup->estimator[e].method->estimate(&out, t->estimation[e], &a->pilots))
            continue;
        for (size_t k = 0; k < n; ++k)
            sum += phw_cf_power(t->value[k] - t->response[k]);
        r->error[e] = sum / (double)n;
        r->closed[e] = out.error;
    }
}

/* A burst's arrival beside what is true of it. */
static void judge(phw_sounding_result *r, phw_sounding_trial *t, const truth *x,
                  const phw_sounding_arrival *a)
{
    const phw_sounding_setup *setup = t->setup;
    const phw_sounding_waveform *w = setup->waveform;
    const double late = (double)a->start_sample - (double)x->at;
    const phw_cf turn =
        unit(x->cfo * ((double)a->start_sample + phw_sounding_waveform_middle(w)));
    phw_sounding_bound bound;
    for (size_t k = 0; k < w->n_used; ++k)
        t->response[k] = respond(x, setup->taps.n, w->frequency[k], 0);
    phw_sounding_bound_of(&bound, w, t->response, 1 / setup->snr);
    r->detected = true;
    r->is_ambiguous =
        fabs(a->cfo - x->cfo) * (double)phw_sounding_waveform_lag(w) > 0.5;
    r->cfo_error = a->cfo - x->cfo;
    r->cfo_bound = bound.cfo;
    r->timing_error = late + a->timing - x->delay[x->strongest];
    r->timing_bound = setup->taps.n == 1 ? bound.timing : (double)NAN;
    r->clock_error = a->clock;
    r->clock_bound = bound.clock;
    for (size_t k = 0; k < w->n_used; ++k)
        t->response[k] = turn * respond(x, setup->taps.n, w->frequency[k], late);
    judge_estimates(r, t, a);
}

/* An arrival is the burst's when it is less than half a core away: another one's is a
 * core away, or more. */
static bool is_burst(const phw_sounding_trial *t, const truth *x,
                     const phw_sounding_arrival *a)
{
    const double late = (double)a->start_sample - (double)x->at;
    return fabs(late - x->delay[x->strongest]) < (double)t->setup->waveform->n_core / 2;
}

static void take_all(phw_sounding_result *out, phw_sounding_trial *t, size_t n)
{
    phw_sounding_arrival a;
    while (phw_sounder_take(t->sounder, &a)) {
        const size_t i = (size_t)(a.start_sample / t->n_record);
        if (i >= n)
            continue;
        if (!out[i].detected && is_burst(t, &t->truth[i], &a))
            judge(&out[i], t, &t->truth[i], &a);
        else
            ++out[i].n_false;
    }
}

static phw_status receive(phw_sounding_result *out, phw_sounding_trial *t,
                          uint32_t from, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        truth *x = &t->truth[i];
        draw(x, t, from + (uint32_t)i);
        x->at = i * t->n_record + t->pad;
        transmit(t, x, from + (uint32_t)i);
        PHW_TRY(phw_sounder_push(t->sounder, t->record, t->n_record));
        take_all(out, t, i + 1);
    }
    PHW_TRY(phw_sounder_finish(t->sounder));
    take_all(out, t, n);
    return PHW_OK;
}

phw_status phw_sounding_trial_run(phw_sounding_trial *t, phw_sounding_result *out,
                                  uint32_t from, size_t n)
{
    const phw_sounder_config config = {.false_alarm = t->setup->false_alarm};
    for (size_t i = 0; i < n; ++i) {
        out[i] = (phw_sounding_result){.detected = false};
        for (size_t e = 0; e < PHW_SOUNDING_ESTIMATORS_MAX; ++e)
            out[i].error[e] = out[i].closed[e] = (double)NAN;
    }
    phw_sounder_destroy(t->sounder);
    t->sounder = NULL;
    PHW_TRY(phw_sounder_create(&t->sounder, t->setup->waveform, &config));
    return receive(out, t, from, n);
}
