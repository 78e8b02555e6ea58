#include "phy/sounding_estimator.h"

#include <complex.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/signal.h"
#include "phy/sounding_blocks.h"
#include "phy/sounding_bound.h"

/* Where the strongest path is looked for: this many chips either way, so many places a
 * chip, then so many steps of Newton's. */
#define REACH        2
#define PLACES       8
#define NEWTON_STEPS 4

/* Of taking an offset off and looking for the rest. */
#define PASSES 8

struct phw_sounding_estimator {
    const phw_sounding_waveform *w;
    size_t early;
    phw_fft *fft;
    phw_sounding_blocks blocks;
    phw_cf *work;     /* a block, turned */
    phw_cf *spectrum; /* its transform */
    phw_cf *matched;  /* [n_blocks][n_used] */
    phw_cf *advance;  /* [n_used]: transforms start early */
    double complex
        *place; /* [n_used]: from one place of the strongest path's to the next */
    double complex *term; /* [n_used]: what each bin adds at a place */
    phw_cf *value;        /* the estimate */
    float *variance;
    double energy; /* of the last burst's bins in use */
};

size_t phw_sounding_estimator_early(const phw_sounding_waveform *w)
{
    return w->guard / 4;
}

static phw_status make_blocks(phw_sounding_estimator *e)
{
    const phw_sounding_waveform *w = e->w;
    PHW_TRY(phw_fft_create(&e->fft, w->n_core, PHW_FFT_FORWARD));
    PHW_TRY(phw_sounding_blocks_alloc(&e->blocks, w));
    PHW_TRY(phw_array_alloc(&e->work, w->n_core, sizeof *e->work));
    PHW_TRY(phw_array_alloc(&e->spectrum, w->n_core, sizeof *e->spectrum));
    return phw_array_alloc(&e->matched, w->n_blocks * w->n_used, sizeof *e->matched);
}

static phw_status make_bins(phw_sounding_estimator *e)
{
    const phw_sounding_waveform *w = e->w;
    PHW_TRY(phw_array_alloc(&e->advance, w->n_used, sizeof *e->advance));
    PHW_TRY(phw_array_alloc(&e->place, w->n_used, sizeof *e->place));
    PHW_TRY(phw_array_alloc(&e->term, w->n_used, sizeof *e->term));
    PHW_TRY(phw_array_alloc(&e->value, w->n_used, sizeof *e->value));
    PHW_TRY(phw_array_alloc(&e->variance, w->n_used, sizeof *e->variance));
    for (size_t k = 0; k < w->n_used; ++k) {
        const double turn = 2 * M_PI * w->frequency[k];
        e->advance[k] = (phw_cf)cexp(CMPLX(0, turn * (double)e->early));
        e->place[k] = cexp(CMPLX(0, turn * (double)w->oversampling / PLACES));
    }
    return PHW_OK;
}

phw_status phw_sounding_estimator_create(phw_sounding_estimator **out,
                                         const phw_sounding_waveform *w)
{
    phw_sounding_estimator *e = NULL;
    PHW_TRY(phw_array_alloc(&e, 1, sizeof *e));
    e->w = w;
    e->early = phw_sounding_estimator_early(w);
    phw_status s = make_blocks(e);
    if (!s)
        s = make_bins(e);
    if (s) {
        phw_sounding_estimator_destroy(e);
        return s;
    }
    *out = e;
    return PHW_OK;
}

void phw_sounding_estimator_destroy(phw_sounding_estimator *e)
{
    if (e == NULL)
        return;
    phw_fft_destroy(e->fft);
    phw_sounding_blocks_free(&e->blocks);
    free(e->work);
    free(e->spectrum);
    free(e->matched);
    free(e->advance);
    free(e->place);
    free(e->term);
    free(e->value);
    free(e->variance);
    free(e);
}

/* A block's samples, turned back by `cfo` as counted from the block's own middle: what
 * the blocks' places make of the offset stays, for phw_sounding_blocks. */
static void turn_back(phw_cf *out, const phw_cf *sample, size_t n, double middle,
                      double cfo)
{
    /* Exact every so many samples, so that rounding does not add up. */
    enum {
        STRIDE = 32
    };

    const double complex step = cexp(CMPLX(0, -2 * M_PI * cfo));
    double complex turn = 1;
    for (size_t i = 0; i < n; ++i) {
        if (i % STRIDE == 0)
            turn = cexp(CMPLX(0, -2 * M_PI * fmod(cfo * ((double)i - middle), 1)));
        out[i] = sample[i] * (phw_cf)turn;
        turn *= step;
    }
}

static void transform(phw_sounding_estimator *e, const phw_cf *sample, double cfo)
{
    const phw_sounding_waveform *w = e->w;
    e->energy = 0;
    for (size_t b = 0; b < w->n_blocks; ++b) {
        const phw_cf *known = w->known + w->block[b].core * w->n_used;
        phw_cf *matched = e->matched + b * w->n_used;
        turn_back(e->work, sample + w->block[b].at - e->early, w->n_core,
                  (double)e->early + ((double)w->n_core - 1) / 2, cfo);
        phw_fft_execute(e->fft, e->spectrum, e->work);
        for (size_t k = 0; k < w->n_used; ++k) {
            const size_t n = w->n_core;
            const phw_cf y =
                e->spectrum[w->bin[k] < 0 ? n - (size_t)-w->bin[k] : (size_t)w->bin[k]];
            e->energy += phw_cf_power(y);
            matched[k] = y * conjf(known[k]) * e->advance[k];
        }
    }
    phw_sounding_blocks_multiply(&e->blocks, w, e->matched);
}

/* Answers the power of what the response says was received, on all bins and blocks. */
static double combine(phw_sounding_estimator *e, double cfo)
{
    const phw_sounding_waveform *w = e->w;
    const double middle = phw_sounding_waveform_middle(w) - ((double)w->n_core - 1) / 2;
    double complex turn[PHW_SOUNDING_BLOCKS_MAX];
    double power = 0;
    for (size_t b = 0; b < w->n_blocks; ++b) {
        const double place = (double)w->block[b].at - middle;
        turn[b] = cexp(CMPLX(0, -2 * M_PI * cfo * place));
    }
    for (size_t k = 0; k < w->n_used; ++k) {
        double complex sum = 0;
        for (size_t b = 0; b < w->n_blocks; ++b)
            sum += turn[b] * (double complex)e->matched[b * w->n_used + k];
        e->value[k] = (phw_cf)(sum / e->blocks.power[k]);
        power +=
            (creal(sum) * creal(sum) + cimag(sum) * cimag(sum)) / e->blocks.power[k];
    }
    return power;
}

/* |sum of power H e^(j 2 pi f tau)|^2 and its first two derivatives by tau. */
static void echo(double out[3], const phw_sounding_estimator *e, double tau)
{
    double complex sum[3] = {0};
    for (size_t k = 0; k < e->w->n_used; ++k) {
        const double turn = 2 * M_PI * e->w->frequency[k];
        const double complex term = e->blocks.power[k] * (double complex)e->value[k] *
                                    cexp(CMPLX(0, turn * tau));
        sum[0] += term;
        sum[1] += CMPLX(0, turn) * term;
        sum[2] -= turn * turn * term;
    }
    out[0] = creal(sum[0]) * creal(sum[0]) + cimag(sum[0]) * cimag(sum[0]);
    out[1] = 2 * creal(conj(sum[0]) * sum[1]);
    out[2] = 2 * creal(conj(sum[1]) * sum[1] + conj(sum[0]) * sum[2]);
}

/* The place, of a grid of them, where the echo is strongest. */
static double find_place(phw_sounding_estimator *e)
{
    const double chip = (double)e->w->oversampling;
    int best = 0;
    double most = -1;
    for (size_t k = 0; k < e->w->n_used; ++k) {
        const double turn = -2 * M_PI * e->w->frequency[k] * REACH * chip;
        e->term[k] =
            e->blocks.power[k] * (double complex)e->value[k] * cexp(CMPLX(0, turn));
    }
    for (int i = -REACH * PLACES; i <= REACH * PLACES; ++i) {
        double complex sum = 0;
        for (size_t k = 0; k < e->w->n_used; ++k) {
            sum += e->term[k];
            e->term[k] *= e->place[k];
        }
        const double power = creal(sum) * creal(sum) + cimag(sum) * cimag(sum);
        best = power > most ? i : best;
        most = fmax(power, most);
    }
    return chip * best / PLACES;
}

/* The strongest path near the place given. */
static double find_timing(phw_sounding_estimator *e)
{
    const double chip = (double)e->w->oversampling;
    double p[3];
    if (e->w->n_used < 2)
        return (double)NAN;
    double best = find_place(e);
    for (int i = 0; i < NEWTON_STEPS; ++i) {
        echo(p, e, best);
        if (p[2] < 0)
            best -= fmin(fmax(p[1] / p[2], -chip / PLACES), chip / PLACES);
    }
    return best;
}

/* Of a bound at the response as found, whose power is `share` signal: its own noise
 * tells nothing. Without a signal there is none. */
static double deviation(double variance, double share)
{
    return isfinite(variance) && share > 0 ? sqrt(variance / share) : (double)NAN;
}

/* Of all bins and blocks. */
static double sent_power(const phw_sounding_estimator *e)
{
    double sent = 0;
    for (size_t k = 0; k < e->w->n_used; ++k)
        sent += e->blocks.power[k];
    return sent;
}

/* The noise of a bin, of the blocks' disagreement: of n_blocks values a bin one is
 * spent on the response, and half a value in all on the carrier offset. */
static void measure(phw_sounding_estimator *e, phw_sounding_arrival *out, double power)
{
    const phw_sounding_waveform *w = e->w;
    const double n_values = (double)w->n_used * (double)w->n_blocks;
    const double n_used = (double)w->n_used;
    /* Without noise there is rounding: the transforms' is 1e-14 of the power. */
    const double noise =
        fmax(e->energy - power, 1e-14 * e->energy) / (n_values - n_used - 0.5);
    const double signal = fmax(0, power - n_used * noise);
    for (size_t k = 0; k < w->n_used; ++k)
        e->variance[k] = (float)fmax(noise / e->blocks.power[k], (double)FLT_MIN);
    out->noise = noise / (double)w->n_core;
    out->power = signal / sent_power(e);
    out->snr_db = 10 * log10(signal / n_values / noise);
}

/* An offset makes bins leak into each other until it is taken off: again, until it
 * changes no more than 1e-4 of a turn over the blocks' distance. */
static double find_offset(phw_sounding_estimator *e, const phw_cf *sample, double cfo)
{
    const double lag = (double)phw_sounding_waveform_lag(e->w);
    double before = cfo;
    transform(e, sample, cfo);
    cfo = phw_sounding_blocks_offset(&e->blocks, e->w, cfo);
    for (int i = 0; i < PASSES && fabs(cfo - before) * lag > 1e-4; ++i) {
        before = cfo;
        transform(e, sample, cfo);
        cfo = phw_sounding_blocks_offset(&e->blocks, e->w, cfo);
    }
    return cfo;
}

void phw_sounding_estimator_run(phw_sounding_estimator *e, phw_sounding_arrival *out,
                                const phw_cf *sample, double cfo)
{
    phw_sounding_arrival a = {.metric = (double)NAN};
    phw_sounding_bound bound;
    a.cfo = find_offset(e, sample, cfo);
    const double power = combine(e, a.cfo);
    measure(e, &a, power);
    a.clock = phw_sounding_blocks_clock(&e->blocks, e->w, a.cfo);
    a.timing = find_timing(e);
    phw_sounding_bound_of(&bound, e->w, e->value, a.noise);
    const double share = power > 0 ? a.power * sent_power(e) / power : 0;
    a.cfo_deviation = deviation(bound.cfo, share);
    a.clock_deviation = deviation(bound.clock, share);
    a.timing_deviation = deviation(bound.timing, share);
    a.pilots = (phw_pilot_estimate){.n = e->w->n_used,
                                    .frequency = e->w->frequency,
                                    .value = e->value,
                                    .variance = e->variance};
    *out = a;
}
