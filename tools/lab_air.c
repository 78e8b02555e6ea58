#include "tools/lab_air.h"

#include <math.h>
#include <stdlib.h>

#include "channel/link.h"
#include "channel/noise.h"
#include "channel/profiles.h"
#include "channel/response.h"
#include "core/signal.h"

/* The table's least value stands for a channel without a steady part. */
#define NO_STEADY_DB (-100.0)

struct phw_air {
    const phw_scenario *scenario;
    phw_link *link;
    phw_response *response;
    phw_cf tap[PHW_TAPS_MAX];
    size_t n; /* subcarriers */
    uint64_t seed;
    uint32_t trial;
};

void phw_air_offsets(double *out, const phw_scenario *scenario)
{
    const size_t n = (size_t)scenario->value[PHW_SCENARIO_SUBCARRIERS];
    const double spacing = scenario->value[PHW_SCENARIO_SPACING_HZ];
    const long half = (long)(n / 2);
    size_t i = 0;
    /* An odd number above 1 keeps the carrier itself. */
    for (long k = -half; k <= half; ++k) {
        if (k != 0 || n % 2 == 1)
            out[i++] = spacing * (double)k;
    }
}

static phw_status make_link(phw_air *air)
{
    const double *v = air->scenario->value;
    const double k_db = v[PHW_SCENARIO_RICE_K_DB];
    const phw_link_config config = {
        .profile = phw_profile_find(air->scenario->profile),
        .delay_spread_s = v[PHW_SCENARIO_DELAY_SPREAD_S],
        .n_taps = (size_t)v[PHW_SCENARIO_TAPS],
        .doppler_hz = phw_scenario_doppler_hz(air->scenario),
        .rice_k = k_db > NO_STEADY_DB ? pow(10, k_db / 10) : 0,
        .eve_correlation = v[PHW_SCENARIO_EVE_CORRELATION],
        .seed = air->seed,
        .trial = air->trial,
    };
    return phw_link_create(&air->link, &config);
}

static phw_status make_response(phw_air *air)
{
    double *offset = NULL;
    PHW_TRY(phw_array_alloc(&offset, air->n, sizeof *offset));
    phw_air_offsets(offset, air->scenario);
    const phw_taps *taps = phw_link_profile(air->link);
    const phw_status s =
        phw_response_create(&air->response, taps->delay_s, taps->n, offset, air->n);
    free(offset);
    return s;
}

phw_status phw_air_create(phw_air **out, const phw_scenario *scenario, uint64_t seed,
                          uint32_t trial)
{
    phw_air *air = calloc(1, sizeof *air);
    if (air == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the channel");
    air->scenario = scenario;
    air->n = (size_t)scenario->value[PHW_SCENARIO_SUBCARRIERS];
    air->seed = seed;
    air->trial = trial;
    phw_status s = make_link(air);
    if (!s)
        s = make_response(air);
    if (s) {
        phw_air_destroy(air);
        /* The values are the file's, not an argument's. */
        return phw_fail_within(s == PHW_EARG ? PHW_EINPUT : s, "%s", scenario->path);
    }
    *out = air;
    return PHW_OK;
}

void phw_air_destroy(phw_air *air)
{
    if (air == NULL)
        return;
    phw_response_destroy(air->response);
    phw_link_destroy(air->link);
    free(air);
}

double phw_air_instant(const phw_air *air, unsigned party, size_t probe)
{
    const double *v = air->scenario->value;
    const double start = (double)probe * v[PHW_SCENARIO_INTERVAL_S];
    return party == PHW_PARTY_ALICE ? start + v[PHW_SCENARIO_TURNAROUND_S] : start;
}

double phw_air_noise_variance(const phw_air *air, unsigned party)
{
    return phw_noise_variance(1,
                              air->scenario->value[PHW_SCENARIO_SNR_ALICE_DB + party]);
}

const phw_taps *phw_air_profile(const phw_air *air)
{
    return phw_link_profile(air->link);
}

phw_status phw_air_taps(phw_air *air, phw_cf *out, unsigned party, double time_s)
{
    const phw_link_observer observer =
        party == PHW_PARTY_EVE ? PHW_LINK_EVE : PHW_LINK_LEGITIMATE;
    return phw_link_taps(air->link, out, observer, time_s);
}

phw_status phw_air_observe(phw_air *air, phw_cf *out, unsigned party, size_t probe)
{
    PHW_TRY(phw_air_taps(air, air->tap, party, phw_air_instant(air, party, probe)));
    phw_response_execute(air->response, out, air->tap);
    const phw_rng rng = {air->seed, PHW_RNG_PURPOSE(PHW_RNG_NOISE, party), air->trial};
    phw_noise_add(out, air->n, phw_air_noise_variance(air, party), &rng, probe);
    return PHW_OK;
}
