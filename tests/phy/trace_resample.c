#include "phy/trace_resample.h"

#include "tests/phy/observed.h"

/* A trace of one complex coefficient, f at its instants. */
static phw_trace sampled(const double *time_s, size_t n, double complex (*f)(double))
{
    phw_trace t = {0};
    double *column = NULL;
    double *name = NULL;
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, n, 1), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&column, &t, "time", "s"), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&name, &t, "digest", "1"), PHW_OK);
    t.has_time = true;
    for (size_t p = 0; p < n; ++p) {
        t.time_s[p] = column[p] = time_s[p];
        name[p] = (double)(p * p);
        t.cplx[p] = (phw_cf)f(time_s[p]);
    }
    return t;
}

/* The digest of the probe that is nearest. */
static double nearest_name(const double *time_s, size_t n, double at_s)
{
    size_t best = 0;
    for (size_t p = 1; p < n; ++p) {
        if (fabs(time_s[p] - at_s) < fabs(time_s[best] - at_s))
            best = p;
    }
    return (double)(best * best);
}

/* t at at_s[n], to be freed. */
static phw_trace read_at(const phw_trace *t, const double *at_s, size_t n,
                         const phw_resample_config *config)
{
    phw_resample_plan plan = {0};
    phw_trace out = {0};
    cr_assert_eq(phw_resample_plan_make(&plan, t->time_s, t->n_probes, at_s, n, config),
                 PHW_OK);
    cr_assert_eq(phw_trace_resample(&out, t, &plan), PHW_OK);
    cr_assert_eq(phw_trace_check(&out), PHW_OK);
    phw_resample_plan_free(&plan);
    return out;
}

/* What is to be expected of one value read at at_s. */
static phw_resample_outcome expect_at(const double *time_s, size_t n, double at_s,
                                      double noise, const phw_resample_config *config)
{
    phw_resample_plan plan = {0};
    phw_resample_outcome outcome;
    cr_assert_eq(phw_resample_plan_make(&plan, time_s, n, &at_s, 1, config), PHW_OK);
    phw_resample_expect(&outcome, &plan.tap[0], time_s, at_s, 1,
                        &(phw_resample_noise){noise, noise});
    phw_resample_plan_free(&plan);
    return outcome;
}

static double complex cubic(double t)
{
    return CMPLX(1 + t - 0.5 * t * t + 0.1 * t * t * t, 2 - t);
}

static double complex tone(double t)
{
    return cexp(CMPLX(0, 2 * M_PI * 0.11 * t));
}

Test(trace_resample, is_exact_on_what_the_method_can_follow)
{
    double time_s[20];
    double at_s[100];
    for (size_t p = 0; p < 20; ++p)
        time_s[p] = (double)p + 0.4 * observed_uniform(110, p);
    for (size_t i = 0; i < 100; ++i)
        at_s[i] = time_s[1] + (time_s[18] - time_s[1]) * (double)i / 99;
    phw_trace t = sampled(time_s, 20, cubic);
    phw_trace out =
        read_at(&t, at_s, 100, &(phw_resample_config){.method = PHW_RESAMPLING_CUBIC});
    cr_assert_eq(out.n_probes, 100);
    for (size_t i = 0; i < 100; ++i) {
        const double complex truth = cubic(at_s[i]);
        cr_expect_lt((double)cabsf(out.cplx[i] - (phw_cf)truth),
                     2e-6 * cabs(truth) + 1e-5);
        cr_expect_eq(out.time_s[i], at_s[i]);
        cr_expect_float_eq(out.column[0].value[i], at_s[i], 1e-9);
        cr_expect_eq(out.column[1].value[i], nearest_name(time_s, 20, at_s[i]));
        cr_expect_eq(out.sequence[i], (int64_t)i);
    }
    phw_trace_free(&out);
    out =
        read_at(&t, at_s, 100, &(phw_resample_config){.method = PHW_RESAMPLING_LINEAR});
    for (size_t i = 0; i < out.n_probes; ++i)
        cr_expect_float_eq((double)cimagf(out.cplx[i]), 2 - at_s[i], 1e-5,
                           "the imaginary part is a straight line");
    phw_trace_free(&out);
    phw_trace_free(&t);
}

/* A tone inside the band, at uneven instants, 16 probes: what is left is far below the
 * error of the cubic. */
Test(trace_resample, band_limited_follows_a_tone_between_uneven_instants)
{
    double time_s[60];
    double at_s[200];
    double worst[2] = {0};
    for (size_t p = 0; p < 60; ++p)
        time_s[p] = (double)p + 0.45 * observed_uniform(111, p);
    for (size_t i = 0; i < 200; ++i)
        at_s[i] = 10 + 0.2 * (double)i;
    phw_trace t = sampled(time_s, 60, tone);
    const phw_resample_config config[2] = {{.method = PHW_RESAMPLING_CUBIC},
                                           {.method = PHW_RESAMPLING_BAND_LIMITED,
                                            .bandwidth_hz = 0.2,
                                            .n_taps = 16,
                                            .noise = 1e-10}};
    for (size_t m = 0; m < 2; ++m) {
        phw_trace out = read_at(&t, at_s, 200, &config[m]);
        for (size_t i = 0; i < out.n_probes; ++i)
            worst[m] = fmax(worst[m],
                            (double)cabsf(out.cplx[i] - (phw_cf)tone(out.time_s[i])));
        phw_trace_free(&out);
    }
    cr_expect_lt(worst[1], 1e-3, "%g", worst[1]);
    cr_expect_lt(worst[1], worst[0] / 20, "%g, cubic %g", worst[1], worst[0]);
    phw_trace_free(&t);
}

Test(trace_resample, reads_neither_outside_nor_in_gaps)
{
    const double time_s[] = {0, 1, 2, 5, 6, 7};
    const double at_s[] = {-0.1, 0, 0.5, 2, 2.5, 3, 5, 5.5, 7, 7.1};
    static const size_t kept[] = {1, 2, 3, 6, 7, 8};
    phw_resample_plan plan = {0};
    for (int m = 0; m < PHW_N_RESAMPLINGS; ++m) {
        const phw_resample_config config = {.method = (phw_resampling)m};
        cr_assert_eq(phw_resample_plan_make(&plan, time_s, 6, at_s, 10, &config),
                     PHW_OK);
        cr_assert_eq(plan.n, 6, "%s", phw_resampling_name(config.method));
        cr_expect_arr_eq(plan.index, kept, sizeof kept);
        for (size_t i = 0; i < 6; ++i)
            cr_expect_eq(plan.at_s[i], at_s[kept[i]]);
        phw_resample_plan_free(&plan);
    }
    const phw_resample_config far = {.method = PHW_RESAMPLING_LINEAR, .longest_gap = 3};
    cr_assert_eq(phw_resample_plan_make(&plan, time_s, 6, at_s, 10, &far), PHW_OK);
    cr_expect_eq(plan.n, 8);
    phw_resample_plan_free(&plan);
    const double out[] = {-1, 8};
    cr_expect_eq(phw_resample_plan_make(&plan, time_s, 6, out, 2, &far), PHW_EINPUT);
}

/* Section 3.2's measured figures of key generation: probes 0.1/fd apart, the other
 * end's half way between, noise of both ends alike. */
Test(trace_resample, expects_what_was_measured)
{
    static const struct {
        double snr_db, none, linear, cubic;
    } row[] = {{10, 0.8868, 0.9292, 0.9242},
               {20, 0.9658, 0.9923, 0.9919},
               {30, 0.9745, 0.9991, 0.9992}};

    double time_s[8];
    for (size_t p = 0; p < 8; ++p)
        time_s[p] = 0.1 * (double)p;
    for (size_t i = 0; i < 3; ++i) {
        const double want[] = {row[i].none, row[i].linear, row[i].cubic};
        const double at_s = 0.35;
        for (int m = 0; m < 3; ++m) {
            const phw_resample_config config = {.method = (phw_resampling)m};
            const phw_resample_outcome outcome =
                expect_at(time_s, 8, at_s, pow(10, -row[i].snr_db / 10), &config);
            cr_expect_float_eq(outcome.correlation, want[m], 1e-4, "%g dB, %d: %.5f",
                               row[i].snr_db, m, outcome.correlation);
        }
    }
}

/* No weights have less error than the ones made for the process: with Clarke's spectrum
 * inside the band, the band-limited ones come nearer to 1 - r^H (R + noise)^-1 r than
 * the cubic, with little noise and with much. */
Test(trace_resample, band_limited_expects_less_error_than_the_others)
{
    double time_s[16];
    const double at_s = 0.74;
    for (size_t p = 0; p < 16; ++p)
        time_s[p] = 0.1 * (double)p + 0.03 * observed_uniform(112, p);
    for (int snr_db = 0; snr_db <= 40; snr_db += 10) {
        const double noise = pow(10, -snr_db / 10.0);
        double error[PHW_N_RESAMPLINGS];
        for (int m = 0; m < PHW_N_RESAMPLINGS; ++m) {
            const phw_resample_config config = {.method = (phw_resampling)m,
                                                .bandwidth_hz = 1,
                                                .noise = noise,
                                                .n_taps = 8};
            error[m] = expect_at(time_s, 16, at_s, noise, &config).error;
        }
        for (int m = 0; m < PHW_RESAMPLING_BAND_LIMITED; ++m)
            cr_expect_lt(error[PHW_RESAMPLING_BAND_LIMITED], error[m],
                         "%d dB, %d: %g %g", snr_db, m,
                         error[PHW_RESAMPLING_BAND_LIMITED], error[m]);
    }
}

Test(trace_resample, refuses_what_is_no_configuration)
{
    const double time_s[] = {0, 1, 2};
    const double falls[] = {1, 0};
    const double nan[] = {(double)NAN};
    phw_resample_plan plan = {0};
    phw_resample_config c = {.method = PHW_N_RESAMPLINGS};
    cr_expect_eq(phw_resample_plan_make(&plan, time_s, 3, time_s, 3, &c), PHW_EARG);
    c = (phw_resample_config){.n_taps = PHW_RESAMPLE_TAPS_MAX + 1};
    cr_expect_eq(phw_resample_plan_make(&plan, time_s, 3, time_s, 3, &c), PHW_EARG);
    c = (phw_resample_config){.noise = -1};
    cr_expect_eq(phw_resample_plan_make(&plan, time_s, 3, time_s, 3, &c), PHW_EARG);
    c = (phw_resample_config){.bandwidth_hz = (double)NAN};
    cr_expect_eq(phw_resample_plan_make(&plan, time_s, 3, time_s, 3, &c), PHW_EARG);
    c = (phw_resample_config){0};
    cr_expect_eq(phw_resample_plan_make(&plan, time_s, 3, falls, 2, &c), PHW_EARG);
    cr_expect_eq(phw_resample_plan_make(&plan, time_s, 3, nan, 1, &c), PHW_EARG);
    cr_expect_eq(phw_resample_plan_make(&plan, time_s, 1, time_s, 1, &c), PHW_EINPUT);
    cr_expect_eq(plan.n, 0);
    cr_expect_null(plan.tap);
    phw_trace t = sampled(time_s, 3, tone);
    phw_trace out = {0};
    cr_expect_eq(phw_trace_resample(&out, &t, &plan), PHW_EINPUT);
    phw_trace_free(&t);
    cr_expect_null(phw_resampling_name(PHW_N_RESAMPLINGS));
}

/* Of two probes at a tenth of the rate's band and noise of the signal's power, read in
 * their middle: both weigh s / (1 + noise + r), s and r their correlations with it and
 * with each other. */
Test(trace_resample, weighs_noisy_probes_less)
{
    const double time_s[2] = {0, 1};
    const double at_s = 0.5;
    const phw_resample_config config = {.method = PHW_RESAMPLING_BAND_LIMITED,
                                        .bandwidth_hz = 0.2,
                                        .noise = 1,
                                        .n_taps = 2};
    phw_resample_plan plan = {0};
    cr_assert_eq(phw_resample_plan_make(&plan, time_s, 2, &at_s, 1, &config), PHW_OK);
    const double s = sin(M_PI * 0.2) / (M_PI * 0.2);
    const double r = sin(M_PI * 0.4) / (M_PI * 0.4);
    for (size_t i = 0; i < 2; ++i)
        cr_expect_float_eq(plan.tap[0].weight[i], s / (2 + r), 1e-12);
    phw_resample_plan_free(&plan);
}
