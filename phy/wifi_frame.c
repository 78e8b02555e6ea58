#include "phy/wifi_frame.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/signal.h"
#include "phy/signal_field.h"

#define N_FFT   PHW_OFDM_N_FFT
#define N_USED  PHW_OFDM_N_USED
#define ADVANCE PHW_WIFI_FRAME_BEFORE
#define N_READ  (PHW_WIFI_FRAME_BEFORE + PHW_WIFI_FRAME_AFTER)

/* Where the phase is left as it is: in the middle of both transforms, so that an error
 * of the frequency turns them in opposite senses and not their mean. */
#define MIDDLE PHW_WIFI_FRAME_PHASE_AT

/* Real dimensions in the difference of two training symbols: both parts of 52 carriers,
 * less the one that the frequency estimate makes zero. */
#define N_FREEDOM (2 * N_USED - 1)

/* Above it single precision is all there is to measure. */
#define SNR_MOST 1e12

struct phw_wifi_estimator {
    phw_fft *fft;
    double bandwidth_hz;
    phw_cf turn[N_USED];  /* takes the transform's advance and scale off */
    phw_cf still[N_READ]; /* the samples without their frequency offset */
    phw_cf work[N_FFT];
};

phw_status phw_wifi_estimator_create(phw_wifi_estimator **out, double bandwidth_hz)
{
    double spacing_hz = 0;
    phw_wifi_estimator *e = NULL;
    PHW_TRY(phw_ofdm_spacing(&spacing_hz, bandwidth_hz));
    PHW_TRY(phw_array_alloc(&e, 1, sizeof *e));
    const phw_status s = phw_fft_create(&e->fft, N_FFT, PHW_FFT_FORWARD);
    if (s) {
        phw_wifi_estimator_destroy(e);
        return s;
    }
    e->bandwidth_hz = bandwidth_hz;
    for (size_t i = 0; i < N_USED; ++i)
        e->turn[i] =
            (phw_cf)(sqrt(N_USED) / N_FFT *
                     cexp(CMPLX(0, 2 * M_PI * phw_ofdm_carrier[i] * ADVANCE / N_FFT)));
    *out = e;
    return PHW_OK;
}

void phw_wifi_estimator_destroy(phw_wifi_estimator *e)
{
    if (e == NULL)
        return;
    phw_fft_destroy(e->fft);
    free(e);
}

/* In cycles a sample: the phase over 64 samples, and the turns that it can't show from
 * the coarse estimate. The window starts early, as those of the transforms do. Without
 * the means of both halves, which turn as the halves do, a constant of the receiver's,
 * which does not turn, has no say. */
static double offset_between(const phw_cf *at, double coarse)
{
    double complex sum = 0;
    double complex first = 0;
    double complex second = 0;
    for (const phw_cf *x = at - ADVANCE; x < at - ADVANCE + N_FFT; ++x) {
        first += (double complex)x[0];
        second += (double complex)x[N_FFT];
        sum += (double complex)x[N_FFT] * conj((double complex)x[0]);
    }
    const double fine = carg(sum - second * conj(first) / N_FFT) / (2 * M_PI);
    return (fine + round(coarse * N_FFT - fine)) / N_FFT;
}

static void take_offset_off(phw_wifi_estimator *e, const phw_cf *at, double offset)
{
    const double complex step = cexp(CMPLX(0, -2 * M_PI * offset));
    double complex phase = cexp(CMPLX(0, 2 * M_PI * offset * (ADVANCE + MIDDLE)));
    for (size_t n = 0; n < N_READ; ++n) {
        e->still[n] = (at - ADVANCE)[n] * (phw_cf)phase;
        phase *= step;
    }
}

/* The 52 carriers of the symbol whose body starts `after` samples after the first
 * training symbol. The window is ADVANCE early, for paths before the strongest. */
static void read_carriers(phw_wifi_estimator *e, phw_cf out[N_USED], size_t after)
{
    phw_fft_execute(e->fft, e->work, e->still + after);
    for (size_t i = 0; i < N_USED; ++i)
        out[i] = e->work[phw_ofdm_bin(i, N_FFT)] * e->turn[i];
}

static void read_channel(phw_wifi_estimator *e, phw_wifi_frame *out)
{
    phw_cf first[N_USED];
    phw_cf second[N_USED];
    read_carriers(e, first, 0);
    out->constant = e->work[0];
    read_carriers(e, second, N_FFT);
    out->constant = (out->constant + e->work[0]) * (phw_cf)(0.5 * sqrt(N_USED) / N_FFT);
    double difference = 0;
    double total = 0;
    for (size_t i = 0; i < N_USED; ++i) {
        out->h[i] = (first[i] + second[i]) * (0.5F * (float)phw_ofdm_long[i]);
        difference += phw_cf_power(first[i] - second[i]);
        total += phw_cf_power(out->h[i]);
    }
    /* E |difference|^2 is twice the noise a carrier; |h|^2 has half of it too much. */
    const double mean = total / N_USED;
    const double noise = fmax(difference / N_FREEDOM, mean / SNR_MOST);
    out->noise_variance = noise;
    out->snr_db = 10 * log10(fmax(mean - noise / 2, mean / SNR_MOST) / noise);
}

/* The phase that SIGNAL's pilots have turned since the training symbols. */
static phw_cf pilot_turn(const phw_cf carrier[N_USED], const phw_cf h[N_USED])
{
    double complex sum = 0;
    for (size_t i = 0; i < PHW_OFDM_N_PILOTS; ++i) {
        const size_t p = phw_ofdm_pilot[i];
        sum += (double complex)(carrier[p] * conjf(h[p])) * phw_ofdm_pilot_value[i];
    }
    return (phw_cf)cexp(CMPLX(0, -carg(sum)));
}

static double power_db(const phw_cf error[PHW_OFDM_N_DATA])
{
    double sum = 0;
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
        sum += phw_cf_power(error[i]);
    return 10 * log10(fmax(sum / PHW_OFDM_N_DATA, 1 / SNR_MOST));
}

static void read_signal(phw_wifi_estimator *e, phw_wifi_frame *out)
{
    phw_cf carrier[N_USED];
    float soft[PHW_OFDM_N_DATA];
    float point[PHW_OFDM_N_DATA];
    read_carriers(e, carrier, 2 * N_FFT + PHW_OFDM_N_GUARD);
    const phw_cf turn = pilot_turn(carrier, out->h);
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i) {
        const phw_cf h = out->h[phw_ofdm_data[i]];
        const phw_cf x = carrier[phw_ofdm_data[i]] * turn;
        soft[i] = crealf(x * conjf(h));
        out->error[i] = phw_cf_power(h) > 0 ? x / h : 0;
        point[i] = soft[i] > 0 ? 1 : -1;
    }
    phw_signal_field field = {0};
    out->signal_ok = phw_signal_field_decode(&field, soft) == PHW_OK &&
                     phw_signal_field_encode(point, &field) == PHW_OK;
    out->rate_mbps = field.rate_mbps;
    out->length = field.length;
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
        out->error[i] -= point[i];
    out->evm_db = power_db(out->error);
}

void phw_wifi_estimator_run(phw_wifi_estimator *e, phw_wifi_frame *out,
                            const phw_cf *at, double coarse_hz)
{
    *out = (phw_wifi_frame){0};
    const double offset = offset_between(at, coarse_hz / e->bandwidth_hz);
    out->cfo_hz = offset * e->bandwidth_hz;
    double energy = 0;
    for (const phw_cf *x = at; x < at + 2 * N_FFT; ++x)
        energy += phw_cf_power(*x);
    out->level = sqrt(energy / (2 * N_FFT));
    take_offset_off(e, at, offset);
    read_channel(e, out);
    read_signal(e, out);
}
