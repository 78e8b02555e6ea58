#include "tools/lab_law.h"

#include <math.h>
#include <stdlib.h>

#include "channel/envelope.h"
#include "channel/laws.h"
#include "core/rng.h"

/* Of the steady waves' phases, apart from those of the network's links. */
#define PURPOSE 0xa00000

/* More than there are nodes. */
#define NODES 1024

struct phw_lab_law {
    phw_law_choice choice;
    phw_envelope *envelope;
    double doppler_hz;
    uint64_t seed;
    uint32_t trial;
};

phw_status phw_lab_law_create(phw_lab_law **out, const phw_scenario *scenario,
                              double doppler_hz, uint64_t seed, uint32_t trial)
{
    phw_law_choice choice = {0};
    phw_envelope *envelope = NULL;
    if (*scenario->law == '\0') {
        *out = NULL;
        return PHW_OK;
    }
    if (phw_law_choose(&choice, scenario->law) != PHW_OK)
        return phw_fail_within(PHW_EINPUT, "law");
    PHW_TRY(phw_envelope_create(&envelope, &choice));
    phw_lab_law *law = malloc(sizeof *law);
    if (law == NULL) {
        phw_envelope_destroy(envelope);
        return phw_fail(PHW_ENOMEM, "no memory for a law");
    }
    *law = (phw_lab_law){choice, envelope, doppler_hz, seed, trial};
    *out = law;
    return PHW_OK;
}

void phw_lab_law_destroy(phw_lab_law *law)
{
    if (law == NULL)
        return;
    phw_envelope_destroy(law->envelope);
    free(law);
}

void phw_lab_law_apply(const phw_lab_law *law, phw_cf *inout, size_t n, double power,
                       size_t from, size_t to, double time_s)
{
    if (law == NULL || power <= 0)
        return;
    const size_t low = from < to ? from : to;
    const size_t high = from < to ? to : from;
    const phw_rng rng = {law->seed,
                         PHW_RNG_PURPOSE(PHW_RNG_PHASE, PURPOSE + low * NODES + high),
                         law->trial};
    double turn[PHW_LAW_WAVES_MAX] = {0};
    phw_law_turns(turn, &law->choice, &rng, law->doppler_hz, time_s);
    const float up = (float)sqrt(power);
    for (size_t i = 0; i < n; ++i) {
        inout[i] /= up;
        phw_envelope_apply(law->envelope, &inout[i], 1, turn);
        inout[i] *= up;
    }
}
