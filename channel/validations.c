#include "channel/validations.h"

#include <math.h>
#include <string.h>

#include "channel/validation_correlation.h"
#include "channel/validation_crossings.h"
#include "channel/validation_delay.h"
#include "channel/validation_envelope.h"
#include "channel/validation_independence.h"
#include "channel/validation_moments.h"
#include "channel/validation_prediction.h"
#include "channel/validation_run.h"

#define TRIALS_LEAST 16

static const phw_validation *const validation[] = {
    &phw_validation_moments, &phw_validation_envelope,    &phw_validation_independence,
    &phw_validation_delay,   &phw_validation_correlation, &phw_validation_crossings,
    &phw_validation_one_run, &phw_validation_prediction,
};

const phw_validation *phw_validation_at(size_t i)
{
    return i < sizeof validation / sizeof validation[0] ? validation[i] : NULL;
}

const phw_validation *phw_validation_find(const char *name)
{
    for (size_t i = 0; i < sizeof validation / sizeof validation[0]; ++i) {
        if (strcmp(validation[i]->name, name) == 0)
            return validation[i];
    }
    return NULL;
}

size_t phw_validation_trials(size_t n_values)
{
    const size_t shared = n_values > 0 ? 16384 / n_values : 16384;
    return shared > 512 ? shared : 512;
}

static phw_status check(const phw_validation_subject *s)
{
    const size_t n = s->source->n;
    if (n == 0 || n > PHW_TAPS_MAX)
        return phw_fail(PHW_EARG, "%zu values at an instant; expected 1 to %d", n,
                        PHW_TAPS_MAX);
    if (s->n_trials < TRIALS_LEAST || s->n_trials > UINT32_MAX)
        return phw_fail(PHW_EARG, "%zu trials; expected %d or more", s->n_trials,
                        TRIALS_LEAST);
    if (!(s->doppler_hz >= 0) || !isfinite(s->doppler_hz))
        return phw_fail(PHW_EARG, "Doppler shift %g Hz; expected 0 or more",
                        s->doppler_hz);
    for (size_t i = 0; i < n; ++i) {
        const phw_process_model *m = &s->model[i];
        if (!(m->power > 0) || !isfinite(m->power) || !(m->steady >= 0) ||
            m->steady > 1)
            return phw_fail(PHW_EARG,
                            "value %zu: power %g, steady share %g; expected a power "
                            "above 0 and a share of 0 to 1",
                            i, m->power, m->steady);
    }
    return PHW_OK;
}

phw_status phw_validation_run(phw_statistics *out, const phw_validation *v,
                              const phw_validation_subject *subject)
{
    PHW_TRY(check(subject));
    if (v->moving && subject->doppler_hz <= 0)
        return PHW_OK;
    return v->run(out, subject);
}
