#include "auth/similarity_correlation.h"

#include <math.h>

#include "auth/coincidence.h"
#include "auth/similarity_theory.h"
#include "auth/spread.h"

/* Most tones of the closed form: beyond, its time shows. */
#define TONES_MAX 100000

enum {
    FIT = PHW_SPREAD_FIT,
    DELAY = PHW_SPREAD_DELAY,
    THRESHOLD,
    LAW,
    N_PARAMS
};

static const char *const fits[] = {"gain", "full", NULL};

enum {
    FIXED = 0,
    RAYLEIGH
};

static const char *const laws[] = {"fixed", "rayleigh", NULL};

static const phw_param params_table[] = {
    [FIT] = {.name = "fit",
             .unit = "",
             .summary =
                 "gain: a complex gain, as the closed forms have it; full: and a "
                 "delay",
             .min = 0,
             .max = 1,
             .preset = 0,
             .whole = true,
             .choice = fits},
    [DELAY] = {.name = "delay",
               .unit = "",
               .summary = "how far a delay is searched either way, in units of 1 / "
                          "(span of the tones): about one sample",
               .min = 0.25,
               .max = PHW_ALIGNMENT_DELAY_MAX,
               .preset = 6},
    [THRESHOLD] = {.name = "threshold",
                   .unit = "",
                   .summary = "least correlation of one channel; 0: from the "
                              "false-alarm rate and the noise",
                   .max = 1,
                   .preset = 0},
    [LAW] = {.name = "law",
             .unit = "",
             .summary = "of false alarms. fixed: of whatever channel, at the "
                        "signal-to-noise ratio that a frame has; rayleigh: of "
                        "independent Rayleigh tones of that mean ratio, and of nothing "
                        "else",
             .min = 0,
             .max = 1,
             .preset = FIXED,
             .whole = true,
             .choice = laws},
};

static phw_params spread_of(const phw_params *params)
{
    phw_params spread = *params;
    spread.value[FIT] = params->value[FIT] > 0 ? PHW_FIT_FULL : PHW_FIT_GAIN;
    return spread;
}

/* Against the first reference alone: the law is of two estimates. */
static phw_status measure(double *statistic, const phw_similarity_input *input,
                          const phw_params *params)
{
    phw_alignment a;
    const phw_params spread = spread_of(params);
    PHW_TRY(phw_spread_align(&a, input, 0, input->frame, &spread));
    if (!(a.reference_power > 0 && a.frame_power > 0))
        return phw_fail(PHW_EINPUT, "similarity correlation: a frame has no power");
    *statistic = phw_alignment_coherence(&a);
    return PHW_OK;
}

/* Of what is left between two frames: as the difference has it. */
static double dof_of(const phw_similarity_shape *shape, const phw_params *params)
{
    const phw_params spread = spread_of(params);
    return phw_spread_freedom(shape->n, &spread);
}

static phw_status check(const phw_similarity_shape *shape, const phw_params *params)
{
    if (shape->n < 2 || shape->n > TONES_MAX || !(dof_of(shape, params) > 0))
        return phw_fail(PHW_EARG, "similarity correlation: %zu tones; expected 2 to %d",
                        shape->n, TONES_MAX);
    return PHW_OK;
}

static phw_status threshold(double *out, const phw_similarity_shape *shape,
                            double false_alarm, const phw_params *params)
{
    PHW_TRY(check(shape, params));
    if (params->value[THRESHOLD] > 0) {
        *out = params->value[THRESHOLD];
        return PHW_OK;
    }
    if (!(shape->snr > 0))
        return phw_fail(PHW_EARG,
                        "similarity correlation: a threshold from the false-alarm rate "
                        "needs the noise variance; give it, or "
                        "correlation:threshold=0.9");
    *out = params->value[LAW] == RAYLEIGH
               ? phw_correlation_threshold(false_alarm, shape->n, shape->snr, 1)
               : phw_correlation_threshold_fixed(false_alarm, shape->n, shape->snr,
                                                 dof_of(shape, params));
    return PHW_OK;
}

static double p_value(double statistic, const phw_similarity_shape *shape,
                      const phw_params *params)
{
    const double dof = dof_of(shape, params);
    if (shape->n < 2 || !(shape->snr > 0 && dof > 0))
        return (double)NAN;
    return params->value[LAW] == RAYLEIGH
               ? phw_correlation_rejects_same(statistic, shape->n, shape->snr, 1)
               : phw_correlation_rejects_fixed(statistic, shape->n, shape->snr, dof);
}

static phw_status miss(double *out, double threshold, const phw_similarity_input *input,
                       size_t n_parts, const phw_params *params)
{
    const phw_params spread = spread_of(params);
    *out = phw_coincidence_searched(threshold, n_parts, phw_spread_way(input, &spread));
    return PHW_OK;
}

static const char *holds_for(const phw_params *params)
{
    if (params->value[THRESHOLD] > 0)
        return "nothing: the threshold was given";
    return params->value[LAW] == RAYLEIGH
               ? "independent Rayleigh tones with that noise, no others"
               : "any channel at rest with that noise, 10 dB or more above it";
}

static void freedom(double dof[2], const phw_similarity_shape *shape,
                    const phw_params *params)
{
    const bool has_law = params->value[LAW] == FIXED && !(params->value[THRESHOLD] > 0);
    dof[0] = has_law ? dof_of(shape, params) : 0;
    dof[1] = 0;
}

const phw_similarity phw_similarity_correlation = {
    .name = "correlation",
    .summary = "the squared correlation coefficient with the first reference frame, "
               "whatever the gain; enrolled:fit=gain takes its threshold from several",
    .reference = "Carter, Proc. IEEE 75(2), 1987, for the law of Rayleigh tones",
    .params = params_table,
    .n_params = N_PARAMS,
    .n_references_min = 1,
    .more_is_same = true,
    .measure = measure,
    .threshold = threshold,
    .p_value = p_value,
    .miss = miss,
    .holds_for = holds_for,
    .freedom = freedom,
};
