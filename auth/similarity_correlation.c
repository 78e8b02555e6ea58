#include "auth/similarity_correlation.h"

#include <math.h>

#include "auth/similarity_theory.h"
#include "auth/spread.h"

/* Most tones of the closed form: beyond, its time shows. */
#define TONES_MAX 100000

enum {
    FIT = PHW_SPREAD_FIT,
    DELAY = PHW_SPREAD_DELAY,
    THRESHOLD,
    N_PARAMS
};

static const char *const fits[] = {"gain", "full", NULL};

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
};

/* Against the first reference alone: the law is of two estimates. */
static phw_status measure(double *statistic, const phw_similarity_input *input,
                          const phw_params *params)
{
    phw_alignment a;
    phw_params spread = *params;
    spread.value[FIT] = params->value[FIT] > 0 ? PHW_FIT_FULL : PHW_FIT_GAIN;
    PHW_TRY(phw_spread_align(&a, input, 0, input->frame, &spread));
    if (!(a.reference_power > 0 && a.frame_power > 0))
        return phw_fail(PHW_EINPUT, "similarity correlation: a frame has no power");
    *statistic = phw_alignment_coherence(&a);
    return PHW_OK;
}

static phw_status check(const phw_similarity_shape *shape)
{
    if (shape->n < 2 || shape->n > TONES_MAX)
        return phw_fail(PHW_EARG, "similarity correlation: %zu tones; expected 2 to %d",
                        shape->n, TONES_MAX);
    return PHW_OK;
}

static phw_status threshold(double *out, const phw_similarity_shape *shape,
                            double false_alarm, const phw_params *params)
{
    PHW_TRY(check(shape));
    if (params->value[THRESHOLD] > 0) {
        *out = params->value[THRESHOLD];
        return PHW_OK;
    }
    if (!(shape->snr > 0))
        return phw_fail(PHW_EARG,
                        "similarity correlation: a threshold from the false-alarm rate "
                        "needs the noise variance; give it, or "
                        "correlation:threshold=0.9");
    *out = phw_correlation_threshold(false_alarm, shape->n, shape->snr, 1);
    return PHW_OK;
}

static double p_value(double statistic, const phw_similarity_shape *shape,
                      const phw_params *params)
{
    (void)params;
    if (shape->n < 2 || !(shape->snr > 0))
        return (double)NAN;
    return phw_correlation_rejects_same(statistic, shape->n, shape->snr, 1);
}

static void freedom(double dof[2], const phw_similarity_shape *shape,
                    const phw_params *params)
{
    (void)shape;
    (void)params;
    dof[0] = 0;
    dof[1] = 0;
}

const phw_similarity phw_similarity_correlation = {
    .name = "correlation",
    .summary = "the squared correlation coefficient with the first reference frame, "
               "whatever the gain and the noise level",
    .reference = "Carter, Proc. IEEE 75(2), 1987, for its law",
    .params = params_table,
    .n_params = N_PARAMS,
    .n_references_min = 1,
    .more_is_same = true,
    .measure = measure,
    .threshold = threshold,
    .p_value = p_value,
    .freedom = freedom,
};
