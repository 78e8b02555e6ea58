#include "tools/information.h"

#include <math.h>
#include <string.h>

#include "kgen/pipeline.h"
#include "kgen/rows.h"
#include "kgen/series.h"
#include "tools/matched.h"

void phw_information_rows_free(phw_information_rows *r)
{
    phw_features_free(&r->alice);
    phw_features_free(&r->bob);
    phw_features_free(&r->eve);
    phw_features_free(&r->alice_eve);
    phw_features_free(&r->bob_eve);
    phw_features_free(&r->plain_alice);
    phw_features_free(&r->plain_bob);
}

/* `other` at the rows of `own` that both have, and those of `own`. */
static phw_status pair(phw_features *out_own, phw_features *out_other, phw_bits *have,
                       const phw_features *own, const phw_features *other,
                       const phw_agreement_config *config)
{
    const phw_rows offered = {own->sequence, own->time_s, own->n_rows, own->n_rows};
    PHW_TRY(phw_rows_match(out_other, have, other, &offered, config));
    return phw_rows_pick(out_own, own, have);
}

static phw_status pair_ends(phw_information_rows *r, const phw_trace *alice,
                            const phw_trace *bob, const phw_agreement_config *config)
{
    phw_features a = {0};
    phw_features b = {0};
    phw_bits have = {0};
    phw_status s = phw_pipeline_extract(&a, alice, &config->pipeline);
    if (!s)
        s = phw_pipeline_extract(&b, bob, &config->pipeline);
    if (!s)
        s = pair(&r->plain_alice, &r->plain_bob, &have, &a, &b, config);
    phw_bits_free(&have);
    phw_features_free(&a);
    phw_features_free(&b);
    return s;
}

/* Eve at the rows of the two, and the two at the rows that she has. */
static phw_status pair_eve(phw_information_rows *r, phw_features plain[3],
                           const phw_trace *eve, const phw_agreement_config *config)
{
    phw_features e = {0};
    phw_bits have = {0};
    phw_pipeline hers = config->pipeline;
    phw_pipeline_shorten(&hers, eve->n_probes);
    phw_status s = phw_pipeline_extract(&e, eve, &hers);
    if (!s)
        s = pair(&plain[0], &plain[2], &have, &r->plain_alice, &e, config);
    if (!s)
        s = phw_rows_pick(&plain[1], &r->plain_bob, &have);
    phw_bits_free(&have);
    phw_features_free(&e);
    return s ? phw_fail_within(s, "--eve") : PHW_OK;
}

static phw_status transform_eve(phw_information_rows *r, const phw_blob *basis,
                                const phw_trace *eve,
                                const phw_agreement_config *config)
{
    phw_features plain[3] = {{0}};
    phw_features *const out[] = {&r->alice_eve, &r->bob_eve, &r->eve};
    phw_status s = pair_eve(r, plain, eve, config);
    for (size_t i = 0; i < 3 && !s; ++i)
        s = phw_pipeline_apply(out[i], &plain[i], basis->byte, basis->size,
                               &config->pipeline);
    for (size_t i = 0; i < 3; ++i)
        phw_features_free(&plain[i]);
    return s;
}

phw_status phw_information_rows_make(phw_information_rows *out, const phw_trace *alice,
                                     const phw_trace *bob, const phw_trace *eve,
                                     const phw_agreement_config *config)
{
    phw_information_rows r = {0};
    phw_blob basis = {0};
    const phw_pipeline *p = &config->pipeline;
    phw_status s = pair_ends(&r, alice, bob, config);
    if (!s)
        s = phw_pipeline_fit(&basis, &r.plain_alice, p);
    if (!s)
        s = phw_pipeline_apply(&r.alice, &r.plain_alice, basis.byte, basis.size, p);
    if (!s)
        s = phw_pipeline_apply(&r.bob, &r.plain_bob, basis.byte, basis.size, p);
    if (!s && eve != NULL)
        s = transform_eve(&r, &basis, eve, config);
    phw_blob_free(&basis);
    if (s)
        phw_information_rows_free(&r);
    else
        *out = r;
    return s;
}

static phw_status copy(phw_features *out, const phw_features *in)
{
    PHW_TRY(phw_features_alloc(out, in->n_rows, in->n_components));
    memcpy(out->value, in->value, in->n_rows * in->n_components * sizeof *in->value);
    return PHW_OK;
}

/* x less `fading` is the trend, in place of `trend`; the share of variance it has. */
static double take_trend(phw_features *trend, const phw_features *x,
                         const phw_features *fading)
{
    double sum = 0;
    for (size_t c = 0; c < x->n_components; ++c) {
        double mean = 0;
        double whole = 0;
        double part = 0;
        double *t = phw_features_series(trend, c);
        const double *f = phw_features_series(fading, c);
        for (size_t r = 0; r < x->n_rows; ++r)
            t[r] = phw_features_series(x, c)[r] - f[r];
        phw_series_moments(&mean, &whole, phw_features_series(x, c), x->n_rows);
        phw_series_moments(&mean, &part, t, x->n_rows);
        sum += whole > 0 ? part / whole : 0;
    }
    return sum / (double)x->n_components;
}

phw_status phw_information_split_by(phw_information_split *out,
                                    const phw_features *alice, const phw_features *bob,
                                    size_t window)
{
    const phw_features *const end[] = {alice, bob};
    phw_features fading[2] = {{0}};
    phw_features trend[2] = {{0}};
    double share[2] = {0};
    phw_status s = PHW_OK;
    for (size_t i = 0; i < 2 && !s; ++i) {
        s = copy(&fading[i], end[i]);
        if (!s)
            s = copy(&trend[i], end[i]);
        if (!s)
            s = phw_features_detrend(&fading[i], window);
        if (!s)
            share[i] = take_trend(&trend[i], end[i], &fading[i]);
    }
    if (!s)
        *out = (phw_information_split){
            window, phw_matched_correlation(&trend[0], &trend[1]),
            phw_matched_correlation(&fading[0], &fading[1]), share[0]};
    for (size_t i = 0; i < 2; ++i) {
        phw_features_free(&fading[i]);
        phw_features_free(&trend[i]);
    }
    return s;
}
