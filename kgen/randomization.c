#include "kgen/randomization.h"

#include "core/bits.h"
#include "core/signal.h"
#include "kgen/labels.h"
#include "kgen/sampling.h"

void phw_randomization_free(phw_randomization *r)
{
    phw_picks_free(&r->picks);
    phw_features_free(&r->whole);
}

phw_status phw_randomize(phw_randomization *out, phw_features *values, uint64_t seed,
                         const phw_agreement_config *config)
{
    phw_randomization r = {{0}, {0}};
    phw_features picked = {0};
    if (config->randomizer->stage != PHW_RANDOMIZES_VALUES) {
        *out = r;
        return PHW_OK;
    }
    phw_status s =
        config->randomizer->pick(&r.picks, values->n_rows, values->n_components,
                                 &config->randomizer_params, seed);
    if (!s)
        s = phw_picks_apply(&picked, values, &r.picks);
    if (s) {
        phw_randomization_free(&r);
        return s;
    }
    r.whole = *values;
    *values = picked;
    *out = r;
    return PHW_OK;
}

/* The leader's raw material if no row had been left out. */
static phw_status label_whole(phw_raw *out, const phw_features *whole,
                              const phw_agreement_config *config)
{
    const phw_labelling how = {config->quantizer, &config->quantizer_params,
                               config->component_bits};
    phw_bits said = {0};
    phw_bits keep = {0};
    phw_labels labels = {0};
    phw_status s = phw_labels_announce(&said, whole, &how);
    if (!s)
        s = phw_labels_make(&labels, whole, &how, true, &said);
    if (!s)
        s = phw_labels_keep(&keep, &labels);
    if (!s)
        s = phw_raw_build(out, &labels, &keep);
    phw_labels_free(&labels);
    phw_bits_free(&keep);
    phw_bits_free(&said);
    return s;
}

/* Secret planes of each component of `whole` that the raw material has. */
static phw_status match_planes(phw_selection *out, const phw_raw *whole,
                               const phw_raw *raw)
{
    size_t at = 0;
    PHW_TRY(phw_array_alloc(&out->n_planes, whole->n_components + 1,
                            sizeof *out->n_planes));
    for (size_t k = 0; k < whole->n_components; ++k) {
        const phw_raw_component *c = &whole->component[k];
        while (at < raw->n_components && raw->component[at].component < c->component)
            ++at;
        if (at < raw->n_components && raw->component[at].component == c->component)
            out->n_planes[k] = (uint8_t)(raw->component[at].n_bits - c->said_bits);
    }
    return PHW_OK;
}

static phw_status assess_whole(phw_assessment *out, const phw_features *whole,
                               const phw_raw *raw, const phw_agreement_config *config)
{
    phw_raw all = {0};
    phw_raw same = {0};
    phw_selection planes = {0};
    phw_status s = label_whole(&all, whole, config);
    if (!s)
        s = match_planes(&planes, &all, raw);
    if (!s)
        s = phw_selection_coarsen(&same, &all, &planes);
    if (!s)
        s = phw_assess(out, &same, whole, config->assessment);
    phw_selection_free(&planes);
    phw_raw_free(&same);
    phw_raw_free(&all);
    return s;
}

phw_status phw_randomization_assess(phw_assessment *out, const phw_randomization *r,
                                    const phw_raw *raw, const phw_features *values,
                                    const phw_agreement_config *config)
{
    phw_raw own = {0};
    phw_assessment a = {0};
    phw_assessment all = {0};
    if (r->picks.from == NULL)
        return phw_assess(out, raw, values, config->assessment);
    phw_status s = phw_picks_undo(&own, raw, &r->picks);
    if (!s)
        s = phw_assess(&a, &own, &r->whole, config->assessment);
    if (!s && config->randomizer->thins)
        s = assess_whole(&all, &r->whole, &own, config);
    phw_raw_free(&own);
    if (s)
        return s;
    if (config->randomizer->thins && all.min_entropy_bits < a.min_entropy_bits)
        a = all;
    a.n_bits = raw->bits.n;
    a.per_bit = a.min_entropy_bits / (double)a.n_bits;
    *out = a;
    return PHW_OK;
}
