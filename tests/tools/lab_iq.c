#include "tools/lab_iq.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/response.h"
#include "phy/ofdm.h"
#include "phy/wifi_frame.h"
#include "tools/lab_air.h"
#include "tools/scenario.h"
#include "tools/scenario_check.h"

#define PROBES 300
#define USED   PHW_OFDM_N_USED

_Static_assert(PHW_IQ_ESTIMATE_AT == PHW_OFDM_LONG_AT + PHW_WIFI_FRAME_PHASE_AT,
               "estimates are of another instant");

#define NODES                          \
    "nodes:\n"                         \
    "  a: {position_m: [0, 0, 0]%s}\n" \
    "  b: {position_m: [9, 0, 0]%s}\n" \
    "interval_s: 20ms\nturnaround_s: 1ms\n"

/* A lab of one thread, and what Bob estimates in it. */
typedef struct lab {
    phw_scenario *scenario;
    phw_air *air;
    phw_iq *iq;
    phw_cf *estimate; /* PROBES x USED */
    bool found[PROBES];
} lab;

static phw_scenario *scenario(const char *text)
{
    phw_scenario *s = malloc(sizeof *s);
    cr_assert_not_null(s);
    cr_assert_eq(phw_scenario_parse(s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_scenario_check(s), PHW_OK, "%s", phw_error_message());
    return s;
}

static lab open_lab(const char *text)
{
    lab l = {.scenario = scenario(text),
             .estimate = calloc((size_t)PROBES * USED, sizeof(phw_cf))};
    cr_assert_not_null(l.estimate);
    cr_assert_eq(phw_air_create(&l.air, l.scenario, 5, 0), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_iq_create(&l.iq, l.air, 5, 0), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_iq_chunk(l.iq, l.estimate, l.found, PHW_PARTY_BOB, 0, PROBES),
                 PHW_OK, "%s", phw_error_message());
    return l;
}

static void close_lab(lab *l)
{
    phw_iq_destroy(l->iq);
    phw_air_destroy(l->air);
    free(l->estimate);
    free(l->scenario);
}

/* E|error|^2 of Bob's estimates. */
static double mean_error(const lab *l)
{
    double offset_hz[USED];
    phw_cf tap[PHW_TAPS_MAX];
    phw_cf h[USED];
    double error = 0;
    size_t n_found = 0;
    phw_response *response = NULL;
    const phw_taps *taps = phw_air_profile(l->air, PHW_PARTY_BOB);
    phw_air_offsets(offset_hz, l->scenario);
    cr_assert_eq(
        phw_response_create(&response, taps->delay_s, taps->n, offset_hz, USED),
        PHW_OK);
    const double after_s =
        PHW_IQ_ESTIMATE_AT / l->scenario->value[PHW_SCENARIO_BANDWIDTH_HZ];
    for (size_t i = 0; i < PROBES; ++i) {
        if (!l->found[i])
            continue;
        ++n_found;
        const double at_s = phw_air_instant(l->air, PHW_PARTY_BOB, i) + after_s;
        cr_assert_eq(phw_air_lane(l->air, tap, PHW_PARTY_BOB, 0, at_s), PHW_OK);
        phw_response_execute(response, h, tap);
        for (size_t k = 0; k < USED; ++k)
            error += phw_cf_power(l->estimate[i * USED + k] - h[k]);
    }
    phw_response_destroy(response);
    cr_assert_gt(n_found, PROBES * 9 / 10, "%zu found", n_found);
    return error / ((double)n_found * USED);
}

/* An estimate is h and noise of the scenario's variance, over carriers and probes that
 * is an exponential mean: a standard error of 1 / sqrt(n), five of them. On top stand
 * what the delay line's filters leave, -60 dB and less. A detector's timing that is one
 * sample off would be an error of -3 dB. */
Test(lab_iq, estimates_the_channel_with_the_closed_form_error)
{
    static const double snr_db[] = {15, 25, 35};
    for (size_t i = 0; i < sizeof snr_db / sizeof snr_db[0]; ++i) {
        char end[64];
        char text[512];
        (void)snprintf(end, sizeof end, ", snr_db: %g", snr_db[i]);
        (void)snprintf(text, sizeof text, "profile: tdl-b\nlevel: iq\n" NODES, end,
                       end);
        lab l = open_lab(text);
        const double expected = pow(10, -snr_db[i] / 10);
        const double error = mean_error(&l);
        cr_expect_float_eq(error, expected,
                           expected * 5 / sqrt((double)PROBES * USED) + 1e-6,
                           "%g dB: %g, expected %g", snr_db[i], error, expected);
        close_lab(&l);
    }
}
