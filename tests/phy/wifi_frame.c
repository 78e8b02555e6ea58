#include "phy/wifi_frame.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>
#include <gsl/gsl_sf_psi.h>

#include "phy/preamble.h"

#define TRIALS 4000
#define N_SIDE 400 /* samples of one trial */

/* What the estimates were over many frames at one SNR. */
typedef struct outcome {
    double cfo_mean;   /* error, Hz */
    double cfo_square; /* its mean square */
    double h_square;   /* mean |error|^2 of an entry of h */
    double noise;      /* mean noise_variance */
    double snr_db;     /* mean */
    double evm;        /* mean error power */
    int signal_ok;
} outcome;

static phw_cf turn(double cycles)
{
    return (phw_cf)cexp(CMPLX(0, 2 * M_PI * cycles));
}

static double square(phw_cf x)
{
    return (double)(crealf(x) * crealf(x) + cimagf(x) * cimagf(x));
}

/* Mean |h - expected|^2, the carrier's own turn by PHW_WIFI_FRAME_PHASE_AT known. */
static double channel_error(const phw_wifi_frame *f, double cycles_a_sample)
{
    double sum = 0;
    const phw_cf expected = turn(cycles_a_sample * PHW_WIFI_FRAME_PHASE_AT);
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        sum += square(f->h[i] - expected);
    return sum / PHW_OFDM_N_USED;
}

static phw_signal clean(void)
{
    phw_signal s = {0};
    const phw_preamble_config config = {20e6, 20e6, 24, 1000, 0, {0}};
    cr_assert_eq(phw_preamble_write(&s, &config), PHW_OK);
    return s;
}

static phw_wifi_estimator *create(void)
{
    phw_wifi_estimator *e = NULL;
    cr_assert_eq(phw_wifi_estimator_create(&e, 20e6), PHW_OK);
    return e;
}

/* One frame over a flat channel, its offset anywhere in +-500 kHz, and a constant of
 * the receiver's. */
static phw_wifi_frame receive_beside(phw_wifi_estimator *e, const phw_signal *s,
                                     double *cfo_hz, double noise, uint32_t trial,
                                     phw_cf constant)
{
    phw_cf x[N_SIDE];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x706), trial};
    *cfo_hz = 1e6 * ((double)(trial % 1009) / 1008 - 0.5);
    phw_rng_normal_complex(x, &rng, noise, 0, N_SIDE);
    for (size_t i = 0; i < N_SIDE; ++i)
        x[i] += s->sample[i] * turn(*cfo_hz / 20e6 * ((double)i - PHW_OFDM_LONG_AT)) +
                constant;
    phw_wifi_frame f;
    phw_wifi_estimator_run(e, &f, x + PHW_OFDM_LONG_AT, *cfo_hz + 30e3);
    return f;
}

static phw_wifi_frame receive(phw_wifi_estimator *e, const phw_signal *s,
                              double *cfo_hz, double noise, uint32_t trial)
{
    return receive_beside(e, s, cfo_hz, noise, trial, 0);
}

static outcome measure(double snr)
{
    outcome o = {0};
    phw_signal s = clean();
    phw_wifi_estimator *e = create();
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        double cfo_hz = 0;
        const phw_wifi_frame f = receive(e, &s, &cfo_hz, 1 / snr, trial);
        o.cfo_mean += (f.cfo_hz - cfo_hz) / TRIALS;
        o.cfo_square += (f.cfo_hz - cfo_hz) * (f.cfo_hz - cfo_hz) / TRIALS;
        o.h_square += channel_error(&f, cfo_hz / 20e6) / TRIALS;
        o.noise += f.noise_variance / TRIALS;
        o.snr_db += f.snr_db / TRIALS;
        o.evm += pow(10, f.evm_db / 10) / TRIALS;
        o.signal_ok += f.signal_ok && f.rate_mbps == 24 && f.length == 1000;
    }
    phw_wifi_estimator_destroy(e);
    phw_signal_free(&s);
    return o;
}

/* Two copies r, r' = r e^{j phi} of 64 unknown samples in noise of variance v: each
 * pair tells phi with variance v / |r|^2 (half from either copy), so var(phi) >= 1 /
 * (64 SNR) and var(f) >= (rate / (2 pi 64))^2 / (64 SNR); the estimator reaches it but
 * for the noise times noise, 1 + 1 / (2 SNR) (Moose 1994). A mean square
 * of TRIALS normals has the relative deviation sqrt(2 / TRIALS), a mean 1 /
 * sqrt(TRIALS): 5 sigma. At 10 dB the next term, of order 1 / SNR^2, is 1 %. */
Test(wifi_frame, offset_reaches_its_cramer_rao_bound)
{
    const double step = 20e6 / (2 * M_PI * 64);
    for (int snr_db = 10; snr_db <= 30; snr_db += 10) {
        const double snr = pow(10, snr_db / 10.0);
        const double bound = step * step / (64 * snr);
        const double expected = bound * (1 + 1 / (2 * snr));
        const outcome o = measure(snr);
        cr_expect_float_eq(o.cfo_square, expected,
                           expected * (5 * sqrt(2.0 / TRIALS) + 1 / (snr * snr)),
                           "%d dB: %g times the bound", snr_db, o.cfo_square / bound);
        cr_expect_float_eq(o.cfo_mean, 0, 5 * sqrt(expected / TRIALS), "%d dB", snr_db);
    }
}

/* As strong as the frame itself. At 20 dB each error has 1/80 of a radian over 64
 * samples, 622 Hz, as deviation, by the bound above; 1 % more without one of 64 values,
 * 4 % where that holds a carrier: 5 sigma. */
Test(wifi_frame, a_constant_does_not_move_the_offset)
{
    enum {
        N = 500
    };

    double mean = 0;
    double square_mean = 0;
    phw_signal s = clean();
    phw_wifi_estimator *e = create();
    for (uint32_t trial = 0; trial < N; ++trial) {
        double cfo_hz = 0;
        const phw_wifi_frame f =
            receive_beside(e, &s, &cfo_hz, 0.01, 2 * trial, CMPLXF(0.8F, -0.6F));
        mean += (f.cfo_hz - cfo_hz) / N;
        square_mean += (f.cfo_hz - cfo_hz) * (f.cfo_hz - cfo_hz) / N;
    }
    const double expected = 622.0 * 622.0 * 1.02;
    cr_expect_float_eq(mean, 0, 5 * sqrt(expected / N), "%g Hz", mean);
    cr_expect_float_eq(square_mean, expected, expected * (5 * sqrt(2.0 / N) + 0.02));
    phw_wifi_estimator_destroy(e);
    phw_signal_free(&s);
}

/* A carrier of one symbol has noise 52 / 64 / SNR, h half of it: over 52 TRIALS complex
 * values the relative deviation is 1 / sqrt(52 TRIALS), 5 sigma 1.1 %. The frequency
 * error's second-order share of it, between carriers and by the turn within a symbol,
 * is 0.5 %: var(phi) (1/12) of the power a symbol, twice averaged. */
Test(wifi_frame, channel_error_is_half_the_noise_of_a_carrier)
{
    const double snr = 100;
    const double noise = 52.0 / 64 / snr;
    const outcome o = measure(snr);
    cr_expect_float_eq(o.h_square, noise / 2,
                       noise / 2 * (5 / sqrt(52.0 * TRIALS) + 0.005), "%g times",
                       o.h_square / (noise / 2));
}

/* The noise estimate is a chi square of 103 degrees of freedom: relative deviation
 * sqrt(2 / 103) a frame. Its logarithm's mean is psi(103 / 2) - ln(103 / 2), which is
 * what the SNR in dB is off by (+0.042); a frame's SNR has the deviation
 * 4.34 sqrt(2 / 103 + 2 / (52 SNR)) dB. 5 sigma, and 0.5 % for the frequency error's
 * share of the difference. */
Test(wifi_frame, noise_and_snr_are_not_biased)
{
    const double snr = 100;
    const double noise = 52.0 / 64 / snr;
    const outcome o = measure(snr);
    cr_expect_float_eq(o.noise, noise, noise * (5 * sqrt(2.0 / 103 / TRIALS) + 0.005),
                       "%g times", o.noise / noise);
    const double db = 10 / M_LN10;
    const double bias_db = -db * (gsl_sf_psi(51.5) - log(51.5));
    const double sigma_db = db * sqrt(2.0 / 103 + 2 / (52 * snr));
    cr_expect_float_eq(o.snr_db, -10 * log10(noise) + bias_db,
                       5 * sigma_db / sqrt(TRIALS) + 0.005 * db);
}

/* SIGNAL's noise and that of h, 3/2 of a carrier's; the phase from four pilots with
 * that noise adds an eighth, as a turn has one of a point's two dimensions. Each frame
 * averages 48 points: relative deviation below 2 / sqrt(48). At 30 dB the decisions are
 * right and 1 / |h|^2 is 1 within 1 %. */
Test(wifi_frame, evm_is_that_of_noise_in_signal_and_channel)
{
    const double snr = 1000;
    const double noise = 52.0 / 64 / snr;
    const double expected = noise * 1.5 * (1 + 1.0 / 8);
    const outcome o = measure(snr);
    cr_expect_eq(o.signal_ok, TRIALS);
    cr_expect_float_eq(o.evm, expected, expected * (5 * 2 / sqrt(48.0 * TRIALS) + 0.01),
                       "%g times", o.evm / expected);
}

/* Without noise, through two paths: h is their transform to single precision. */
Test(wifi_frame, two_paths_are_seen_as_they_are)
{
    phw_signal s = clean();
    phw_wifi_estimator *e = create();
    phw_cf x[N_SIDE] = {0};
    const phw_cf path = 0.3F + 0.4F * I;
    for (size_t i = 7; i < N_SIDE; ++i)
        x[i] = 3 * (s.sample[i] + path * s.sample[i - 7]);
    phw_wifi_frame f;
    phw_wifi_estimator_run(e, &f, x + PHW_OFDM_LONG_AT, 0);
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i) {
        const phw_cf expected = 3 * (1 + path * turn(-phw_ofdm_carrier[i] * 7 / 64.0));
        cr_expect(cabsf(f.h[i] - expected) < 1e-5F, "carrier %d", phw_ofdm_carrier[i]);
    }
    cr_expect(f.signal_ok);
    cr_expect_eq(f.rate_mbps, 24);
    cr_expect_eq(f.length, 1000);
    cr_expect_float_eq(f.cfo_hz, 0, 0.5);
    cr_expect(f.snr_db > 100 && f.snr_db <= 120, "%g dB", f.snr_db);
    cr_expect(f.evm_db < -100, "%g dB", f.evm_db);
    double energy = 0;
    for (size_t i = 192; i < 320; ++i)
        energy += square(x[i]);
    cr_expect_float_eq(f.level, sqrt(energy / 128), 1e-6);
    phw_wifi_estimator_destroy(e);
    phw_signal_free(&s);
}

/* A constant c comes out as c sqrt(52) where the offset is zero, and with an offset f
 * as that of the mean over both transforms: times sin(128 pi f) / (128 sin(pi f)). The
 * constant bends the offset's phase by |c|^2 = 0.0013 at most, and as much of the
 * neighbouring carriers leaks in. */
Test(wifi_frame, a_constant_stands_in_carrier_0)
{
    phw_signal s = clean();
    phw_wifi_estimator *e = create();
    const phw_cf c = CMPLXF(0.03F, -0.02F);
    for (int k = 0; k < 3; ++k) {
        phw_cf x[N_SIDE];
        phw_wifi_frame f;
        const double cycles = 1e-3 * k;
        for (size_t i = 0; i < N_SIDE; ++i)
            x[i] = s.sample[i] * turn(cycles * (double)i) + c;
        phw_wifi_estimator_run(e, &f, x + PHW_OFDM_LONG_AT, cycles * 20e6);
        const double share =
            k == 0 ? 1 : fabs(sin(128 * M_PI * cycles) / (128 * sin(M_PI * cycles)));
        cr_expect_float_eq(cabsf(f.constant),
                           share * sqrt(PHW_OFDM_N_USED) * (double)cabsf(c), 2e-3);
        if (k == 0)
            cr_expect_float_eq(cargf(f.constant), cargf(c), 1e-5);
    }
    phw_wifi_estimator_destroy(e);
    phw_signal_free(&s);
}

Test(wifi_frame, errors_of_signal_make_up_its_evm)
{
    phw_signal s = clean();
    phw_wifi_estimator *e = create();
    for (uint32_t trial = 0; trial < 20; ++trial) {
        double cfo_hz = 0;
        double sum = 0;
        const phw_wifi_frame f = receive(e, &s, &cfo_hz, 0.01, trial);
        for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
            sum += phw_cf_power(f.error[i]);
        cr_expect_float_eq(10 * log10(sum / PHW_OFDM_N_DATA), f.evm_db, 1e-9);
    }
    phw_wifi_estimator_destroy(e);
    phw_signal_free(&s);
}

Test(wifi_frame, noise_alone_has_no_signal_field_to_speak_of)
{
    phw_wifi_estimator *e = create();
    int ok = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_cf x[N_SIDE];
        const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x707), trial};
        phw_rng_normal_complex(x, &rng, 1, 0, N_SIDE);
        phw_wifi_frame f;
        phw_wifi_estimator_run(e, &f, x + PHW_OFDM_LONG_AT, 0);
        ok += f.signal_ok;
        cr_expect(f.signal_ok || (f.rate_mbps == 0 && f.length == 0));
    }
    const double p = 1.0 / 512; /* tests/phy/signal_field.c */
    cr_expect_float_eq(ok, TRIALS * p, 5 * sqrt(TRIALS * p));
    phw_wifi_estimator_destroy(e);
}

Test(wifi_frame, other_bandwidths_are_refused)
{
    phw_wifi_estimator *e = NULL;
    cr_expect_eq(phw_wifi_estimator_create(&e, 40e6), PHW_EARG);
    cr_expect_null(e);
    phw_wifi_estimator_destroy(e);
}
