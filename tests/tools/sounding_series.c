#include "tools/sounding_series.h"

#include <math.h>

#include <criterion/criterion.h>

static phw_envelope_burst burst(uint64_t at, double power)
{
    return (phw_envelope_burst){
        .start_sample = at, .power = power, .noise = 0.01, .amplitude = sqrt(power)};
}

Test(sounding_series, numbers_bursts_by_the_interval)
{
    phw_sounding_series s = {.measure = PHW_MEASURE_POWER, .interval = 1000};
    static const uint64_t at[] = {70, 1071, 4075, 4300, 5076, 5077};
    for (size_t i = 0; i < 6; ++i) {
        const phw_envelope_burst b = burst(at[i], 1);
        cr_assert_eq(phw_sounding_series_add_burst(&s, &b), PHW_OK);
    }
    cr_assert_eq(s.n, 4);
    cr_expect_eq(s.n_dropped, 2);
    static const int64_t sequence[] = {0, 1, 4, 5};
    for (size_t i = 0; i < 4; ++i)
        cr_expect_eq(s.row[i].sequence, sequence[i]);
    phw_sounding_series_free(&s);
    cr_expect_null(s.row);
}

/* A sender 50 ppm fast: its bursts are 1000 / 1.00005 of our samples apart; rounded to
 * samples each is off by at most a half. */
Test(sounding_series, tells_the_clock_from_the_line_through_the_bursts)
{
    phw_sounding_series s = {.measure = PHW_MEASURE_POWER, .interval = 1000};
    double clock = 0;
    double deviation = 0;
    for (int i = 0; i < 2000; ++i) {
        const phw_envelope_burst b =
            burst((uint64_t)llround(1000 * i / 1.00005) + 40, 1);
        cr_assert_eq(phw_sounding_series_add_burst(&s, &b), PHW_OK);
        if (i == 1) {
            phw_sounding_series_clock(&clock, &deviation, &s);
            cr_expect(isnan(clock) && isnan(deviation));
        }
    }
    phw_sounding_series_clock(&clock, &deviation, &s);
    cr_expect_lt(fabs(clock - 5e-5), 5 * deviation, "%g +- %g", clock, deviation);
    cr_expect_lt(deviation, 1e-7);
    phw_sounding_series_free(&s);
}

Test(sounding_series, makes_a_trace_of_each_measure)
{
    static const phw_trace_kind kind[] = {PHW_TRACE_POWER_DB, PHW_TRACE_AMPLITUDE};
    for (int m = 0; m < 2; ++m) {
        phw_sounding_series s = {.measure =
                                     m == 0 ? PHW_MEASURE_POWER : PHW_MEASURE_ENVELOPE};
        phw_trace t = {0};
        cr_expect_eq(phw_sounding_series_trace(&t, &s, NULL, 1e6, 0), PHW_ESHORT);
        for (uint64_t i = 0; i < 3; ++i) {
            const phw_envelope_burst b = burst(1000 * i + 500, 4);
            cr_assert_eq(phw_sounding_series_add_burst(&s, &b), PHW_OK);
        }
        cr_assert_eq(phw_sounding_series_trace(&t, &s, NULL, 1e6, 2e9), PHW_OK);
        cr_expect_eq(phw_trace_check(&t), PHW_OK, "%s", phw_error_message());
        cr_expect_eq(t.kind, kind[m]);
        cr_expect_eq(t.n_probes, 3);
        cr_expect_float_eq(t.real[1], m == 0 ? 10 * log10(4) : 2, 1e-5);
        cr_expect_float_eq(t.time_s[2], 2.5e-3, 1e-12);
        cr_expect_not_null(phw_trace_find_column(&t, "snr_db"));
        cr_expect_null(phw_trace_find_column(&t, "cfo_hz"));
        phw_trace_free(&t);
        phw_sounding_series_free(&s);
    }
}

Test(sounding_series, keeps_the_channels_of_bursts)
{
    phw_sounding_series s = {.measure = PHW_MEASURE_CHANNEL, .n_values = 2};
    const double frequency[] = {-0.25, 0.25};
    const float variance[] = {0.1F, 0.3F};
    phw_trace t = {0};
    for (int i = 0; i < 200; ++i) {
        const phw_cf value[] = {(float)i, -(float)i};
        const phw_sounding_arrival a = {
            .start_sample = (uint64_t)i * 10,
            .timing = 0.5,
            .cfo = 1e-3,
            .clock = (double)NAN,
            .pilots = {
                .n = 2, .frequency = frequency, .value = value, .variance = variance}};
        cr_assert_eq(phw_sounding_series_add(&s, &a), PHW_OK);
    }
    cr_assert_eq(phw_sounding_series_trace(&t, &s, frequency, 1e6, 0), PHW_OK);
    cr_expect_eq(phw_trace_check(&t), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(crealf(t.cplx[2 * 150 + 1]), -150.0F);
    cr_expect_float_eq(t.noise_variance, 0.2, 1e-6);
    cr_expect_float_eq(t.coefficient[0], -250e3, 1e-6);
    cr_expect_float_eq(t.time_s[1], 10.5e-6, 1e-12);
    cr_expect_float_eq(phw_trace_find_column(&t, "cfo_hz")[7], 1e3, 1e-9);
    cr_expect(isnan(phw_trace_find_column(&t, "clock_ppm")[7]));
    phw_trace_free(&t);
    phw_sounding_series_free(&s);
}
