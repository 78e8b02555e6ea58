#include "auth/similarities.h"

#include <math.h>

#include "auth/similarity_correlation.h"
#include "auth/similarity_difference.h"
#include "auth/similarity_enrolled.h"

static const phw_similarity *const entries[] = {
    &phw_similarity_difference,
    &phw_similarity_enrolled,
    &phw_similarity_correlation,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_similarity *const *phw_similarity_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_similarity_find(const phw_similarity **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "similarity test", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}

static double power_of(const phw_cf *h, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += phw_cf_power(h[i]);
    return sum;
}

phw_similarity_shape phw_similarity_shape_of(const phw_similarity_input *input)
{
    phw_similarity_shape shape = {.n = input->n, .n_references = input->n_references};
    if (!(input->noise_reference > 0 && input->noise_frame > 0))
        return shape;
    const double noise = input->noise_reference + input->noise_frame;
    const double power =
        power_of(input->reference, input->n) + power_of(input->frame, input->n);
    shape.snr = fmax(power / (double)input->n / noise - 1, PHW_SIMILARITY_SNR_MIN);
    return shape;
}

static phw_status check_rule(const phw_similarity_rule *rule, size_t n)
{
    if (!(rule->false_alarm > 0 && rule->false_alarm < 1))
        return phw_fail(PHW_EARG, "similarity: false-alarm rate %g; expected 0 to 1",
                        rule->false_alarm);
    if (!(rule->miss >= 0 && rule->miss <= 1))
        return phw_fail(PHW_EARG, "similarity: miss rate %g; expected 0 to 1",
                        rule->miss);
    if (rule->n_parts > n)
        return phw_fail(PHW_EARG,
                        "similarity: %zu independent parts of a channel of %zu tones",
                        rule->n_parts, n);
    return PHW_OK;
}

/* An all-zero frame has no channel to compare, and a fitted gain takes it for any. */
static phw_status check_power(const phw_similarity_input *input)
{
    for (size_t i = 0; i <= input->n_references; ++i) {
        const bool is_frame = i == input->n_references;
        const phw_cf *row = is_frame ? input->frame : input->reference + i * input->n;
        const double power = power_of(row, input->n);
        if (!isfinite(power))
            return phw_fail(PHW_EINPUT, "similarity: a channel value is not finite");
        if (!(power > 0))
            return phw_fail(PHW_EINPUT, "similarity: %s has no power",
                            is_frame ? "the frame" : "a reference frame");
    }
    return PHW_OK;
}

static phw_status check(const phw_similarity *test, const phw_similarity_input *input)
{
    if (input->n_references < test->n_references_min)
        return phw_fail(PHW_EARG, "similarity %s: needs %zu reference frames, not %zu",
                        test->name, test->n_references_min, input->n_references);
    if (test->needs_noise && !(input->noise_reference >= 0 && input->noise_frame >= 0 &&
                               input->noise_reference + input->noise_frame > 0))
        return phw_fail(PHW_EARG,
                        "similarity %s: needs the noise variance; give it, or take "
                        "enrolled or correlation",
                        test->name);
    return check_power(input);
}

phw_status phw_similarity_decide(phw_similarity_decision *out,
                                 const phw_similarity *test,
                                 const phw_similarity_input *input,
                                 const phw_similarity_rule *rule,
                                 const phw_params *params)
{
    phw_similarity_decision d = {0};
    PHW_TRY(check_rule(rule, input->n));
    PHW_TRY(check(test, input));
    const phw_similarity_shape shape = phw_similarity_shape_of(input);
    const size_t n_parts = rule->n_parts > 0 ? rule->n_parts : input->n;
    PHW_TRY(test->measure(&d.statistic, input, params));
    PHW_TRY(test->threshold(&d.threshold, &shape, rule->false_alarm, params));
    PHW_TRY(test->miss(&d.miss, d.threshold, input, n_parts, params));
    d.p_value = test->p_value(d.statistic, &shape, params);
    d.told_apart = test->more_is_same ? !(d.statistic >= d.threshold)
                                      : !(d.statistic <= d.threshold);
    d.same = !d.told_apart && d.miss <= rule->miss;
    *out = d;
    return PHW_OK;
}
