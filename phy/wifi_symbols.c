#include "phy/wifi_symbols.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/signal.h"
#include "phy/channel_smoother.h"

#define N_FFT    PHW_OFDM_N_FFT
#define N_USED   PHW_HT_N_USED
#define N_PILOTS PHW_OFDM_N_PILOTS
#define ADVANCE  PHW_WIFI_FRAME_BEFORE
#define SIGNAL   (PHW_OFDM_SIGNAL_AT - PHW_OFDM_LONG_AT)

/* Clocks 40e-6 apart drift 4.4 samples in the longest frame. */
#define DELAY_MOST 8

struct phw_wifi_symbols {
    phw_fft *fft;
    double bandwidth_hz;
    phw_wifi_carriers legacy;
    phw_wifi_carriers ht;
    phw_channel_smoother *legacy_smoother;
    phw_channel_smoother *ht_smoother;
    const phw_wifi_carriers *carriers; /* one of them */
    /* The frame. */
    const phw_cf *at;
    size_t n;
    double offset; /* cycles a sample */
    double noise;  /* of a carrier */
    phw_pilot_tracker tracker;
    size_t tracked;         /* the body whose phase and delay it tells */
    size_t next;            /* where the next symbol's guard interval starts */
    phw_cf turn[N_FFT];     /* the offset over one transform */
    phw_cf h[N_USED];       /* the channel */
    float gain[N_USED];     /* |h|^2 */
    phw_cf point[N_USED];   /* the last symbol's carriers, phase taken off */
    phw_cf pilot[N_PILOTS]; /* its pilots */
    phw_cf matched[N_USED];
    /* Transforms, on boundaries that they like. */
    phw_cf *time;
    phw_cf *bin;
};

phw_status phw_wifi_symbols_create(phw_wifi_symbols **out, double bandwidth_hz)
{
    double spacing_hz = 0;
    phw_wifi_symbols *s = NULL;
    PHW_TRY(phw_ofdm_spacing(&spacing_hz, bandwidth_hz));
    PHW_TRY(phw_array_alloc(&s, 1, sizeof *s));
    phw_wifi_carriers_legacy(&s->legacy);
    phw_wifi_carriers_ht(&s->ht);
    phw_status status = phw_fft_create(&s->fft, N_FFT, PHW_FFT_FORWARD);
    if (!status)
        status = phw_array_alloc(&s->time, N_FFT, sizeof *s->time);
    if (!status)
        status = phw_array_alloc(&s->bin, N_FFT, sizeof *s->bin);
    if (!status)
        status = phw_channel_smoother_create(&s->legacy_smoother, &s->legacy);
    if (!status)
        status = phw_channel_smoother_create(&s->ht_smoother, &s->ht);
    if (status) {
        phw_wifi_symbols_destroy(s);
        return status;
    }
    s->bandwidth_hz = bandwidth_hz;
    s->carriers = &s->legacy;
    *out = s;
    return PHW_OK;
}

void phw_wifi_symbols_destroy(phw_wifi_symbols *s)
{
    if (s == NULL)
        return;
    phw_fft_destroy(s->fft);
    phw_channel_smoother_destroy(s->legacy_smoother);
    phw_channel_smoother_destroy(s->ht_smoother);
    free(s->time);
    free(s->bin);
    free(s);
}

static void find_gains(phw_wifi_symbols *s)
{
    for (size_t i = 0; i < s->carriers->n_used; ++i)
        s->gain[i] = (float)phw_cf_power(s->h[i]);
}

/* Smooths the channel, each entry of which has the error `share` of a carrier's noise,
 * and finds what belongs to it. */
static void settle_channel(phw_wifi_symbols *s, phw_channel_smoother *smoother,
                           double share)
{
    const size_t n = s->carriers->n_used;
    double power = 0;
    for (size_t i = 0; i < n; ++i)
        power += phw_cf_power(s->h[i]) / (double)n;
    phw_channel_smoother_run(smoother, s->h, share * s->noise,
                             power - share * s->noise);
    find_gains(s);
}

void phw_wifi_symbols_start(phw_wifi_symbols *s, const phw_cf *at, size_t n,
                            const phw_wifi_frame *frame)
{
    s->carriers = &s->legacy;
    s->at = at;
    s->n = n;
    s->offset = frame->cfo_hz / s->bandwidth_hz;
    s->noise = frame->noise_variance;
    s->next = SIGNAL;
    const double snr = pow(10, frame->snr_db / 10);
    const double deviation = 1.0 / N_FFT;
    phw_pilot_tracker_start(&s->tracker, deviation * deviation / (N_FFT * snr));
    s->tracked = PHW_WIFI_FRAME_PHASE_AT - N_FFT / 2;
    for (size_t i = 0; i < N_FFT; ++i)
        s->turn[i] = (phw_cf)cexp(CMPLX(0, -2 * M_PI * s->offset * (double)i));
    for (size_t i = 0; i < s->carriers->n_used; ++i)
        s->h[i] = frame->h[i];
    find_gains(s);
}

bool phw_wifi_symbols_has(const phw_wifi_symbols *s, size_t n_guard)
{
    return s->next + n_guard + N_FFT <= s->n;
}

/* Takes `phase` off every carrier, and the delay of `delay` samples. */
static void turn_back(phw_cf *value, const phw_wifi_carriers *c, double phase,
                      double delay)
{
    const phw_cf step = (phw_cf)cexp(CMPLX(0, 2 * M_PI * delay / N_FFT));
    phw_cf turn = (phw_cf)cexp(
        CMPLX(0, -phase + 2 * M_PI * delay * (double)c->carrier[0] / N_FFT));
    int last = c->carrier[0];
    for (size_t i = 0; i < c->n_used; ++i) {
        for (; last < c->carrier[i]; ++last)
            turn *= step;
        value[i] *= turn;
    }
}

/* The carriers of the symbol whose body starts at `body`, less the phase and delay that
 * are expected. The window follows the delay by whole samples. */
static void transform(phw_wifi_symbols *s, size_t body)
{
    phw_pilot_tracker_advance(&s->tracker, body - s->tracked);
    s->tracked = body;
    const double delay = s->tracker.state[2];
    const double bounded = fabs(delay) < DELAY_MOST ? delay : 0;
    const size_t last = s->n - N_FFT;
    size_t from = (size_t)((ptrdiff_t)body + lround(bounded));
    from = from - ADVANCE > last ? last + ADVANCE : from;
    const double early = ADVANCE + (double)body - (double)from;
    const double middle = (double)from - ADVANCE - PHW_WIFI_FRAME_PHASE_AT;
    const phw_cf *x = s->at + (ptrdiff_t)from - ADVANCE;
    for (size_t i = 0; i < N_FFT; ++i)
        s->time[i] = x[i] * s->turn[i];
    phw_fft_execute(s->fft, s->bin, s->time);
    const float scale = (float)(sqrt(PHW_OFDM_N_USED) / N_FFT);
    for (size_t i = 0; i < s->carriers->n_used; ++i)
        s->point[i] =
            scale * s->bin[phw_wifi_carriers_bin(s->carriers->carrier[i], N_FFT)];
    turn_back(s->point, s->carriers,
              fmod(2 * M_PI * s->offset * middle, 2 * M_PI) + s->tracker.state[0],
              early + delay);
}

/* Lets carriers whose points are known (`sent`, n of them, at `place`) tell what the
 * expected phase and delay are off by; takes it off all. */
static void follow(phw_wifi_symbols *s, const uint8_t *place, const phw_cf *sent,
                   size_t n)
{
    const phw_wifi_carriers *c = s->carriers;
    const phw_pilot_tracker told = s->tracker;
    double complex sum = 0;
    double complex value[N_USED];
    for (size_t k = 0; k < n; ++k) {
        const size_t i = place[k];
        value[k] = (double complex)(s->point[i] * conjf(s->h[i] * sent[k]));
        sum += value[k];
    }
    const double common = carg(sum);
    const double complex back = cexp(CMPLX(0, -common));
    for (size_t k = 0; k < n; ++k) {
        const size_t i = place[k];
        const double gain = (double)s->gain[i];
        phw_pilot_tracker_observe(&s->tracker, &told, c->carrier[i],
                                  common + cimag(value[k] * back) / gain,
                                  s->noise / (2 * gain));
    }
    turn_back(s->point, c, s->tracker.state[0] - told.state[0],
              s->tracker.state[2] - told.state[2]);
}

const phw_cf *phw_wifi_symbols_read(phw_wifi_symbols *s, size_t n_guard,
                                    const int pilot[N_PILOTS])
{
    for (size_t p = 0; p < N_PILOTS; ++p)
        s->pilot[p] = (float)pilot[p];
    transform(s, s->next + n_guard);
    follow(s, s->carriers->pilot, s->pilot, N_PILOTS);
    for (size_t i = 0; i < s->carriers->n_used; ++i)
        s->matched[i] = s->point[i] * conjf(s->h[i]);
    s->next += n_guard + N_FFT;
    return s->matched;
}

const float *phw_wifi_symbols_gain(const phw_wifi_symbols *s)
{
    return s->gain;
}

const phw_wifi_carriers *phw_wifi_symbols_carriers(const phw_wifi_symbols *s)
{
    return s->carriers;
}

/* A third of what the channel is: training said two thirds. */
static void learn_carrier(phw_wifi_symbols *s, size_t i, phw_cf sent)
{
    s->h[i] = (2 * s->h[i] + s->point[i] * conjf(sent)) / 3;
}

void phw_wifi_symbols_learn(phw_wifi_symbols *s, const phw_cf *point)
{
    const phw_wifi_carriers *c = s->carriers;
    follow(s, c->data, point, c->n_data);
    for (size_t i = 0; i < c->n_data; ++i)
        learn_carrier(s, c->data[i], point[i]);
    for (size_t p = 0; p < N_PILOTS; ++p)
        learn_carrier(s, c->pilot[p], s->pilot[p]);
    settle_channel(s, s->legacy_smoother, 1.0 / 3);
}

void phw_wifi_symbols_skip(phw_wifi_symbols *s, size_t n)
{
    s->next += n;
}

void phw_wifi_symbols_train(phw_wifi_symbols *s, bool smooth)
{
    s->carriers = &s->ht;
    transform(s, s->next + PHW_OFDM_N_GUARD);
    for (size_t i = 0; i < s->ht.n_used; ++i)
        s->h[i] = s->point[i] * (float)s->ht.training[i];
    if (smooth)
        settle_channel(s, s->ht_smoother, 1);
    else
        find_gains(s);
    phw_wifi_symbols_skip(s, PHW_OFDM_N_GUARD + N_FFT);
}

double phw_wifi_symbols_clock_ppm(const phw_wifi_symbols *s)
{
    return 1e6 * s->tracker.state[3];
}
