/* Traces of known truth, for the tests of what cleans and pairs them. */
#ifndef TESTS_PHY_OBSERVED_H
#define TESTS_PHY_OBSERVED_H

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/trace.h"
#include "phy/cleaners.h"

#define SPACING_HZ 312500.0

/* The uneven groups of 20 MHz that an Intel 5300 tells. */
static const int intel[30] = {-28, -26, -24, -22, -20, -18, -16, -14, -12, -10,
                              -8,  -6,  -4,  -2,  -1,  1,   3,   5,   7,   9,
                              11,  13,  15,  17,  19,  21,  23,  25,  27,  28};

/* What is drawn for `sub` of a test; 0x2f.... is these files' own range. */
static inline phw_rng observed_stream(uint32_t sub)
{
    return (phw_rng){.seed = 6,
                     .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x2f0000U + sub)};
}

static inline double observed_uniform(uint32_t sub, uint64_t i)
{
    const phw_rng rng = observed_stream(sub);
    float x = 0;
    phw_rng_uniform(&x, &rng, i, 1);
    return (double)x;
}

/* A channel at rest: every antenna six taps of its own within 400 ns, on the Intel
 * carriers; probes 1 ms apart. */
static inline phw_trace observed_rest(size_t n_probes, size_t n_antennas)
{
    phw_trace t = {0};
    const phw_rng rng = observed_stream(1);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, n_probes, 30 * n_antennas), PHW_OK);
    t.n_antennas = n_antennas;
    t.has_time = true;
    for (size_t i = 0; i < t.n_coefficients; ++i) {
        const size_t a = i / 30;
        phw_cf tap[6];
        double complex h = 0;
        t.coefficient[i] = intel[i % 30] * SPACING_HZ;
        phw_rng_normal_complex(tap, &rng, 1.0, 6 * a, 6);
        for (size_t l = 0; l < 6; ++l)
            h += (double complex)tap[l] * exp(-0.4 * (double)l) *
                 cexp(CMPLX(0, -2 * M_PI * t.coefficient[i] * 80e-9 * (double)l));
        for (size_t p = 0; p < n_probes; ++p)
            t.cplx[p * t.n_coefficients + i] = (phw_cf)h;
    }
    for (size_t p = 0; p < n_probes; ++p)
        t.time_s[p] = 1e-3 * (double)p;
    return t;
}

/* Turns a probe by a phase and a delay, as an oscillator and a receiver's timing do. */
static inline void observed_turn(phw_trace *t, size_t probe, double common_rad,
                                 double delay_s)
{
    for (size_t i = 0; i < t->n_coefficients; ++i) {
        const double phase = common_rad - 2 * M_PI * t->coefficient[i] * delay_s;
        phw_cf *h = &t->cplx[probe * t->n_coefficients + i];
        *h = (phw_cf)((double complex) * h * cexp(CMPLX(0, phase)));
    }
}

/* The largest difference of two probes' values, over the RMS of the second. */
static inline double observed_apart(const phw_trace *a, size_t p, const phw_trace *b,
                                    size_t q)
{
    double most = 0;
    double power = 0;
    const size_t n = b->n_coefficients;
    for (size_t i = 0; i < n; ++i) {
        most = fmax(most, (double)cabsf(a->cplx[p * n + i] - b->cplx[q * n + i]));
        power += phw_cf_power(b->cplx[q * n + i]);
    }
    return most / sqrt(power / (double)n);
}

/* Runs the steps that the text names; what they did is in report[]. */
static inline phw_status observed_clean(phw_clean_report *report, phw_trace *t,
                                        const char *text)
{
    phw_clean_step step[PHW_CLEAN_STEPS_MAX];
    size_t n = 0;
    cr_assert_eq(phw_clean_steps_read(step, &n, text), PHW_OK, "%s",
                 phw_error_message());
    const phw_status s = phw_clean_run(report, t, step, n);
    if (!s)
        cr_assert_eq(phw_trace_check(t), PHW_OK, "%s", phw_error_message());
    return s;
}

#endif
