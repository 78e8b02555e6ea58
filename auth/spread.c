#include "auth/spread.h"

#include <math.h>

#include "auth/coincidence.h"

static const char *const fits[] = {"none", "phase", "slope", "gain", "full", NULL};

const phw_param phw_spread_params[PHW_N_SPREAD_PARAMS] = {
    [PHW_SPREAD_FIT] = {.name = "fit",
                        .unit = "",
                        .summary = "what two receptions need not share: none; phase; "
                                   "slope, phase and delay; gain, phase and gain; "
                                   "full, all three",
                        .min = 0,
                        .max = PHW_N_FITS - 1,
                        .preset = PHW_FIT_PHASE,
                        .whole = true,
                        .choice = fits},
    [PHW_SPREAD_DELAY] = {.name = "delay",
                          .unit = "",
                          .summary = "how far a delay is searched either way, in units "
                                     "of 1 / (span of the tones): about one sample",
                          .min = 0.25,
                          .max = PHW_ALIGNMENT_DELAY_MAX,
                          .preset = 6},
};

static bool all_equal(const double *x, size_t n)
{
    for (size_t i = 1; i < n; ++i) {
        if (x[i] != x[0])
            return false;
    }
    return true;
}

phw_status phw_spread_align(phw_alignment *out, const phw_similarity_input *input,
                            size_t reference, const phw_cf *frame,
                            const phw_params *params)
{
    const phw_fit fit = (phw_fit)params->value[PHW_SPREAD_FIT];
    const phw_cf *row = input->reference + reference * input->n;
    if (!phw_fit_has_delay(fit)) {
        phw_alignment_read(out, row, frame, input->n);
        return PHW_OK;
    }
    if (input->position == NULL || all_equal(input->position, input->n))
        return phw_fail(PHW_EARG,
                        "similarity: fit=%s needs tones at different frequencies; take "
                        "fit=phase or fit=gain",
                        fits[fit]);
    phw_alignment_search(out, row, frame, input->position, input->n,
                         params->value[PHW_SPREAD_DELAY]);
    return PHW_OK;
}

static phw_status pair(double *distance, const phw_similarity_input *input,
                       size_t reference, const phw_cf *frame, const phw_params *params)
{
    phw_alignment a;
    PHW_TRY(phw_spread_align(&a, input, reference, frame, params));
    *distance = phw_alignment_distance(&a, (phw_fit)params->value[PHW_SPREAD_FIT]);
    return PHW_OK;
}

/* The sum of the distances of `frame` from the references before `end`. */
static phw_status add_pairs(double *sum, const phw_similarity_input *input, size_t end,
                            const phw_cf *frame, const phw_params *params)
{
    double distance = 0;
    for (size_t i = 0; i < end; ++i) {
        PHW_TRY(pair(&distance, input, i, frame, params));
        *sum += distance;
    }
    return PHW_OK;
}

phw_status phw_spread_measure(phw_spread *out, const phw_similarity_input *input,
                              const phw_params *params)
{
    const double n = (double)input->n_references;
    double among = 0;
    double to_frame = 0;
    PHW_TRY(add_pairs(&to_frame, input, input->n_references, input->frame, params));
    for (size_t i = 1; i < input->n_references; ++i)
        PHW_TRY(add_pairs(&among, input, i, input->reference + i * input->n, params));
    out->within = among / n;
    out->frame = fmax(to_frame / n - among / (n * n), 0);
    return PHW_OK;
}

double phw_spread_way(const phw_similarity_input *input, const phw_params *params)
{
    const phw_fit fit = (phw_fit)params->value[PHW_SPREAD_FIT];
    double least = HUGE_VAL;
    double most = -HUGE_VAL;
    double sum[3] = {0};
    if (!phw_fit_has_delay(fit) || input->position == NULL ||
        all_equal(input->position, input->n))
        return 0;
    for (size_t k = 0; k < input->n; ++k) {
        const double weight = phw_cf_power(input->reference[k]);
        const double x = input->position[k] - input->position[0];
        least = fmin(least, x);
        most = fmax(most, x);
        sum[0] += weight;
        sum[1] += weight * x;
        sum[2] += weight * x * x;
    }
    const double mean = sum[1] / sum[0];
    const double sigma = sqrt(fmax(sum[2] / sum[0] - mean * mean, 0)) / (most - least);
    const double range =
        fmin(params->value[PHW_SPREAD_DELAY], ((double)input->n - 1) / 2);
    return 2 * range * 2 * M_PI * sigma;
}

static double power_of(const phw_cf *h, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += phw_cf_power(h[i]);
    return sum;
}

/* The correlation r from which on the distance is within the limit. */
static double level_of(double limit, double p, double q, bool with_gain)
{
    if (with_gain) {
        const double x = limit / 2;
        return x < fmin(p, q) ? 1 - x * (p + q - x) / (p * q) : 0;
    }
    const double cosine = (p + q - limit) / (2 * sqrt(p * q));
    return cosine > 0 ? cosine * cosine : 0;
}

phw_status phw_spread_miss(double *out, double limit, const phw_similarity_input *input,
                           size_t n_parts, const phw_params *params)
{
    phw_spread spread;
    const phw_fit fit = (phw_fit)params->value[PHW_SPREAD_FIT];
    const double n = (double)input->n_references;
    PHW_TRY(phw_spread_measure(&spread, input, params));
    const double p =
        (power_of(input->reference, input->n * input->n_references) - spread.within) /
        n;
    const double q = power_of(input->frame, input->n);
    if (!(p > 0 && q > 0))
        *out = 1;
    else if (fit == PHW_FIT_NONE)
        *out = phw_coincidence_real((p + q - limit) / (2 * sqrt(p * q)), n_parts);
    else
        *out = phw_coincidence_searched(
            level_of(limit, p, q, fit == PHW_FIT_GAIN || fit == PHW_FIT_FULL), n_parts,
            phw_spread_way(input, params));
    return PHW_OK;
}

double phw_spread_freedom(size_t n, const phw_params *params)
{
    return 2 * (double)n - phw_fit_parameters((phw_fit)params->value[PHW_SPREAD_FIT]);
}
