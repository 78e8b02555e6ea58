/* Reading a fading process between its probes, against the closed form. */
#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "channel/fading.h"
#include "core/signal.h"
#include "phy/trace_resample.h"

/* Processes, read at probes and between: independent of one another. */
#define N_PROCESSES 4096
#define N_PROBES    24

/* Probes 0.12 / fd apart, uneven by a third of that; noise of either end. */
#define STEP  0.12
#define NOISE 0.01

typedef struct set {
    phw_trace trace; /* the processes side by side */
    double at_s[3];
    phw_cf *truth; /* at the three, N_PROCESSES each */
} set;

static phw_rng stream(uint32_t sub)
{
    return (phw_rng){
        .seed = 9, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x2f8000U + 0x2000U * sub)};
}

static set make(void)
{
    static const double at[3] = {11.2, 11.5, 12.7};
    set s = {0};
    const phw_fading_config config = {.generator = PHW_FADING_SPECTRAL,
                                      .n = N_PROCESSES,
                                      .doppler_hz = 1,
                                      .rng = stream(0)};
    phw_fading *fading = NULL;
    const phw_rng uneven = stream(1);
    const phw_rng noise = stream(2);
    phw_cf *draw = NULL;
    float by[N_PROBES];
    phw_rng_uniform(by, &uneven, 0, N_PROBES);
    cr_assert_eq(phw_fading_create(&fading, &config), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_trace_alloc(&s.trace, PHW_TRACE_CIR, N_PROBES, N_PROCESSES),
                 PHW_OK);
    cr_assert_eq(phw_array_alloc(&s.truth, (size_t)3 * N_PROCESSES, sizeof *s.truth),
                 PHW_OK);
    cr_assert_eq(phw_array_alloc(&draw, N_PROCESSES, sizeof *draw), PHW_OK);
    for (size_t p = 0; p < N_PROBES; ++p) {
        phw_cf *h = s.trace.cplx + p * N_PROCESSES;
        s.trace.time_s[p] = 5 + STEP * ((double)p + (double)by[p] / 3);
        cr_assert_eq(phw_fading_read(fading, h, s.trace.time_s[p]), PHW_OK);
        phw_rng_normal_complex(draw, &noise, NOISE, p * N_PROCESSES, N_PROCESSES);
        for (size_t i = 0; i < N_PROCESSES; ++i)
            h[i] += draw[i];
    }
    for (size_t k = 0; k < 3; ++k) {
        s.at_s[k] = 5 + STEP * at[k];
        cr_assert_eq(phw_fading_read(fading, s.truth + k * N_PROCESSES, s.at_s[k]),
                     PHW_OK);
    }
    free(draw);
    phw_fading_destroy(fading);
    return s;
}

static void release(set *s)
{
    phw_trace_free(&s->trace);
    free(s->truth);
}

/* Mean square error and correlation with the truth of one instant's values; the latter
 * with noise of our own at the other end. */
static void measure(double *error, double *correlation, const phw_cf *read,
                    const phw_cf *truth, size_t instant)
{
    const phw_rng rng = stream(3);
    phw_cf *noise = NULL;
    double complex cross = 0;
    double aa = 0;
    double bb = 0;
    cr_assert_eq(phw_array_alloc(&noise, N_PROCESSES, sizeof *noise), PHW_OK);
    phw_rng_normal_complex(noise, &rng, NOISE, instant * N_PROCESSES, N_PROCESSES);
    *error = 0;
    for (size_t i = 0; i < N_PROCESSES; ++i) {
        const phw_cf other = truth[i] + noise[i];
        *error += phw_cf_power(read[i] - truth[i]) / N_PROCESSES;
        cross += (double complex)read[i] * conj((double complex)other);
        aa += phw_cf_power(read[i]);
        bb += phw_cf_power(other);
    }
    *correlation = creal(cross) / sqrt(aa * bb);
    free(noise);
}

/* Over n independent circular Gaussian values the mean of |e|^2 has the relative
 * standard deviation 1 / sqrt(n), and the real part of the correlation about (1 -
 * rho^2) / sqrt(2 n) (exact to first order): 5 of each. */
Test(resampling, has_the_error_and_the_correlation_of_the_closed_form)
{
    set s = make();
    for (int m = 0; m < PHW_N_RESAMPLINGS; ++m) {
        const phw_resample_config config = {
            .method = (phw_resampling)m, .bandwidth_hz = 1, .noise = NOISE};
        phw_resample_plan plan = {0};
        phw_trace read = {0};
        cr_assert_eq(
            phw_resample_plan_make(&plan, s.trace.time_s, N_PROBES, s.at_s, 3, &config),
            PHW_OK);
        cr_assert_eq(plan.n, 3);
        cr_assert_eq(phw_trace_resample(&read, &s.trace, &plan), PHW_OK);
        for (size_t k = 0; k < 3; ++k) {
            phw_resample_outcome want;
            double error = 0;
            double rho = 0;
            phw_resample_expect(&want, &plan.tap[k], s.trace.time_s, s.at_s[k], 1,
                                &(phw_resample_noise){NOISE, NOISE});
            measure(&error, &rho, read.cplx + k * N_PROCESSES,
                    s.truth + k * N_PROCESSES, k);
            cr_expect_float_eq(error / want.error, 1, 5 / sqrt(N_PROCESSES),
                               "%s at %g: %g, expected %g",
                               phw_resampling_name(config.method), s.at_s[k], error,
                               want.error);
            cr_expect_float_eq(
                rho, want.correlation,
                5 * (1 - want.correlation * want.correlation) / sqrt(2.0 * N_PROCESSES),
                "%s at %g: %.6f, expected %.6f", phw_resampling_name(config.method),
                s.at_s[k], rho, want.correlation);
        }
        phw_trace_free(&read);
        phw_resample_plan_free(&plan);
    }
    release(&s);
}

/* What interpolation is for: each method but the nearest gives back more of the
 * correlation than it costs. */
Test(resampling, gives_back_what_the_ends_distance_in_time_has_taken)
{
    set s = make();
    phw_resample_outcome want[PHW_N_RESAMPLINGS];
    for (int m = 0; m < PHW_N_RESAMPLINGS; ++m) {
        const phw_resample_config config = {
            .method = (phw_resampling)m, .bandwidth_hz = 1, .noise = NOISE};
        phw_resample_plan plan = {0};
        cr_assert_eq(phw_resample_plan_make(&plan, s.trace.time_s, N_PROBES, s.at_s + 1,
                                            1, &config),
                     PHW_OK);
        phw_resample_expect(&want[m], &plan.tap[0], s.trace.time_s, s.at_s[1], 1,
                            &(phw_resample_noise){NOISE, NOISE});
        phw_resample_plan_free(&plan);
    }
    for (int m = PHW_RESAMPLING_LINEAR; m < PHW_N_RESAMPLINGS; ++m)
        cr_expect_gt(want[m].correlation, want[PHW_RESAMPLING_NEAREST].correlation);
    for (int m = 0; m < PHW_RESAMPLING_BAND_LIMITED; ++m)
        cr_expect_gt(want[PHW_RESAMPLING_BAND_LIMITED].correlation,
                     want[m].correlation);
    release(&s);
}
