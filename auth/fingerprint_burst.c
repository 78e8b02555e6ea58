#include "auth/fingerprint_burst.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "auth/fingerprint_image.h"
#include "core/signal.h"
#include "phy/ofdm.h"

#define N_SHORT   PHW_FINGERPRINT_N_SHORT
#define PERIOD    PHW_OFDM_N_SHORT
#define N_PERIODS 8

/* Where the periods used start: early, as the frame's transforms do, but so late that
 * amplifiers and gains have settled, and no longer than paths are still to come. */
#define FROM (PHW_OFDM_SHORT_END - N_PERIODS * PERIOD - PHW_WIFI_FRAME_BEFORE)

/* The sample whose phase is that of the frame's h. */
#define PHASE_AT (PHW_OFDM_LONG_AT + PHW_WIFI_FRAME_PHASE_AT)

struct phw_fingerprint_analyzer {
    phw_fingerprint_fit *fit;
    /* Of a period's sum to the channel, by samples: parts apart, for vectors. */
    float re[PERIOD][N_SHORT];
    float im[PERIOD][N_SHORT];
};

phw_status phw_fingerprint_analyzer_create(phw_fingerprint_analyzer **out)
{
    phw_fingerprint_analyzer *a = NULL;
    PHW_TRY(phw_array_alloc(&a, 1, sizeof *a));
    const phw_status s = phw_fingerprint_fit_create(&a->fit);
    if (s) {
        phw_fingerprint_analyzer_destroy(a);
        return s;
    }
    const double scale = sqrt(PHW_OFDM_N_USED) / (N_PERIODS * PERIOD);
    for (size_t i = 0; i < N_SHORT; ++i) {
        const double k = phw_fingerprint_short_carrier(i);
        for (size_t n = 0; n < PERIOD; ++n) {
            const double after = (double)(FROM + n) - PHW_OFDM_LONG_AT;
            const double complex z =
                scale * cexp(CMPLX(0, -2 * M_PI * k * after / PHW_OFDM_N_FFT)) /
                (double complex)phw_fingerprint_short_value(i);
            a->re[n][i] = (float)creal(z);
            a->im[n][i] = (float)cimag(z);
        }
    }
    *out = a;
    return PHW_OK;
}

void phw_fingerprint_analyzer_destroy(phw_fingerprint_analyzer *a)
{
    if (a == NULL)
        return;
    phw_fingerprint_fit_destroy(a->fit);
    free(a);
}

/* Eight periods without their offset, of `cycles` a sample, summed into one. */
static void sum_periods(phw_cf sum[PERIOD], const phw_cf *sample, double cycles)
{
    double complex turn = cexp(CMPLX(0, -2 * M_PI * cycles * (FROM - PHASE_AT)));
    const double complex step = cexp(CMPLX(0, -2 * M_PI * cycles));
    double complex by = step;
    for (size_t n = 1; n < PERIOD; n *= 2)
        by *= by;
    for (size_t p = 0; p < N_PERIODS; ++p) {
        const phw_cf *x = sample + FROM + p * PERIOD;
        for (size_t n = 0; n < PERIOD; ++n)
            sum[n] += x[n] * (phw_cf)turn;
        turn *= by;
    }
    turn = 1;
    for (size_t n = 0; n < PERIOD; ++n) {
        sum[n] *= (phw_cf)turn;
        turn *= step;
    }
}

/* The channel on short training's carriers. */
static void read_short(const phw_fingerprint_analyzer *a, phw_cf out[N_SHORT],
                       const phw_cf *sample, double cycles)
{
    phw_cf sum[PERIOD] = {0};
    float re[N_SHORT] = {0};
    float im[N_SHORT] = {0};
    sum_periods(sum, sample, cycles);
    for (size_t n = 0; n < PERIOD; ++n) {
        const float x = crealf(sum[n]);
        const float y = cimagf(sum[n]);
        for (size_t i = 0; i < N_SHORT; ++i) {
            re[i] += a->re[n][i] * x - a->im[n][i] * y;
            im[i] += a->re[n][i] * y + a->im[n][i] * x;
        }
    }
    for (size_t i = 0; i < N_SHORT; ++i)
        out[i] = CMPLXF(re[i], im[i]);
}

static phw_status check(const phw_wifi_frame *frame, const phw_wifi_burst *burst)
{
    double power = 0;
    if (burst->sample == NULL || burst->to < PHW_OFDM_DATA_AT)
        return phw_fail(PHW_ESHORT,
                        "burst: %zu samples; expected the %d up to the end of SIGNAL: "
                        "ask the receiver to keep them",
                        burst->to, PHW_OFDM_DATA_AT);
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        power += phw_cf_power(frame->h[i]);
    if (!isfinite(frame->cfo_hz) || !isfinite(power) || !(power > 0) ||
        !(frame->noise_variance > 0))
        return phw_fail(PHW_EINPUT,
                        "burst: the frame's channel, offset or noise is zero or not "
                        "finite; expected one that a receiver found");
    for (size_t i = burst->from; i < PHW_OFDM_DATA_AT; ++i) {
        if (!isfinite(crealf(burst->sample[i]) + cimagf(burst->sample[i])))
            return phw_fail(PHW_EINPUT, "burst: sample %zu is NaN or infinite", i);
    }
    return PHW_OK;
}

static void read_image(phw_fingerprint_analyzer *a, phw_fingerprint_burst *out,
                       const phw_wifi_burst *burst, double cycles)
{
    phw_cf row[PHW_FINGERPRINT_N_ROWS];
    phw_fingerprint_image image;
    const size_t free_rows = PHW_FINGERPRINT_N_ROWS - phw_fingerprint_fit_rank(a->fit);
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        row[i] = out->frame.h[i];
    read_short(a, row + PHW_OFDM_N_USED, burst->sample, cycles);
    phw_fingerprint_fit_run(a->fit, &image, row);
    /* A row is the mean of two symbols. */
    const double noise = out->frame.noise_variance / 2;
    out->misfit = image.left / (double)free_rows / noise;
    out->has_image = out->misfit <= PHW_FINGERPRINT_MISFIT_MOST;
    if (!out->has_image)
        return;
    out->image_re = image.re;
    out->image_im = image.im;
    out->image_sd = sqrt(noise / 2 / image.open);
}

phw_status phw_fingerprint_analyze(phw_fingerprint_analyzer *a,
                                   phw_fingerprint_burst *out,
                                   const phw_wifi_frame *frame,
                                   const phw_wifi_burst *burst, double bandwidth_hz)
{
    const double none = (double)NAN;
    PHW_TRY(check(frame, burst));
    *out = (phw_fingerprint_burst){.frame = *frame,
                                   .image_re = none,
                                   .image_im = none,
                                   .image_sd = none,
                                   .misfit = none};
    if (burst->from <= FROM)
        read_image(a, out, burst, frame->cfo_hz / bandwidth_hz);
    return PHW_OK;
}
