#include "tools/asymmetric_eve.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "kgen/agreement_config.h"
#include "kgen/eavesdropper.h"
#include "kgen/feature_registry.h"
#include "kgen/public_facts.h"
#include "kgen/quantizers.h"
#include "kgen/rows.h"
#include "kgen/zero_power_account.h"
#include "kgen/zero_power_detector.h"

/* The rows of x with the numbers that the reader has where `have` is set. */
static phw_status pick(phw_features *out, const phw_features *x,
                       const phw_trace *reader, const phw_bits *have)
{
    size_t *row = NULL;
    size_t n = 0;
    size_t at = 0;
    PHW_TRY(phw_array_alloc(&row, have->n + 1, sizeof *row));
    for (size_t i = 0; i < have->n; ++i) {
        if (!phw_bits_get(have, i))
            continue;
        while (at < x->n_rows && x->sequence[at] < reader->sequence[i])
            ++at;
        if (at < x->n_rows && x->sequence[at] == reader->sequence[i])
            row[n++] = at;
    }
    const phw_status s = n > 0 && n == phw_bits_count(have)
                             ? phw_features_select(out, x, row, n)
                             : phw_fail(PHW_ESHORT, "%zu of the probes are not there",
                                        phw_bits_count(have) - n);
    free(row);
    return s;
}

phw_status phw_asymmetric_values(phw_features *out, const phw_trace *trace,
                                 const phw_trace *reader, const phw_bits *have,
                                 const phw_zero_power_config *config)
{
    phw_features x = {0};
    PHW_TRY(phw_zero_power_estimate(&x, trace, config));
    const phw_status s = pick(out, &x, reader, have);
    phw_features_free(&x);
    return s;
}

/* What a party measures, as a trace of its own: amplitudes, or powers in dB. */
static phw_status measured_trace(phw_trace *out, const phw_trace *in,
                                 const phw_zero_power_config *config)
{
    const bool in_db = in->kind == PHW_TRACE_POWER_DB;
    phw_features x = {0};
    phw_trace t = {0};
    PHW_TRY(phw_zero_power_estimate(&x, in, config));
    phw_status s = phw_trace_alloc(&t, in_db ? PHW_TRACE_POWER_DB : PHW_TRACE_AMPLITUDE,
                                   in->n_probes, x.n_components);
    for (size_t c = 0; c < x.n_components && !s; ++c) {
        const double *series = phw_features_series(&x, c);
        for (size_t p = 0; p < in->n_probes; ++p)
            t.real[p * x.n_components + c] =
                (float)(in_db ? series[p] : sqrt(series[p]));
    }
    if (!s) {
        memcpy(t.sequence, in->sequence, in->n_probes * sizeof *t.sequence);
        memcpy(t.time_s, in->time_s, in->n_probes * sizeof *t.time_s);
        t.has_time = in->has_time;
        *out = t;
    }
    phw_features_free(&x);
    return s;
}

/* The agreement whose public pipeline makes such bits of such a trace. */
static phw_status equivalent(phw_agreement_config *out, const phw_trace *measured,
                             unsigned n_planes)
{
    const phw_feature *feature = NULL;
    char bits[16];
    phw_agreement_config c;
    PHW_TRY(phw_agreement_preset(&c));
    PHW_TRY(phw_feature_find(
        &feature, measured->kind == PHW_TRACE_POWER_DB ? "power" : "amplitude"));
    phw_pipeline_set_feature(&c.pipeline, feature, NULL);
    c.pipeline.n_transforms = 0;
    PHW_TRY(phw_quantizer_find(&c.quantizer, "cdf"));
    (void)snprintf(bits, sizeof bits, "bits=%u", n_planes);
    PHW_TRY(phw_params_read(&c.quantizer_params, c.quantizer->params,
                            c.quantizer->n_params, bits));
    *out = c;
    return PHW_OK;
}

/* What is public: the common probes and the kept values of them. */
static phw_status make_facts(phw_public_facts *out, const phw_zero_power_rehearsal *r,
                             const phw_asymmetric_parties *p,
                             const phw_zero_power_config *config)
{
    phw_features x = {0};
    PHW_TRY(phw_asymmetric_values(&x, p->device, p->reader, &r->have, config));
    phw_status s = phw_public_facts_rows(out, &x, false);
    if (!s)
        s = phw_bits_copy(&out->keep, &r->kept);
    phw_features_free(&x);
    return s;
}

/* The larger of what is there and what one more trace tells. */
static phw_status raise_by(double *bits, double *correlation, const phw_trace *alice,
                           const phw_trace *eve, const phw_public_facts *facts,
                           const phw_agreement_config *config, const phw_raw *raw)
{
    const phw_bits all = {0};
    phw_eavesdropper e = {0};
    PHW_TRY(phw_eavesdropper_measure(&e, alice, eve, facts, config));
    const double known = phw_eavesdropper_bits(&e, raw->segment, raw->n_segments, &all);
    const double rho =
        phw_eavesdropper_correlation(&e, raw->segment, raw->n_segments, &all);
    *bits = fmax(*bits, known);
    *correlation = fmax(*correlation, rho);
    phw_eavesdropper_free(&e);
    return PHW_OK;
}

phw_status phw_asymmetric_eve_bits(double *bits, double *correlation,
                                   const phw_zero_power_rehearsal *r,
                                   const phw_asymmetric_parties *parties,
                                   const phw_zero_power_config *config,
                                   unsigned n_planes)
{
    phw_trace alice = {0};
    phw_trace eve = {0};
    phw_public_facts facts = {0};
    phw_agreement_config c;
    phw_raw raw = {0};
    double known = 0;
    double rho = 0;
    phw_status s = measured_trace(&alice, parties->device, config);
    if (!s)
        s = equivalent(&c, &alice, n_planes);
    if (!s)
        s = make_facts(&facts, r, parties, config);
    if (!s)
        s = phw_zero_power_raw(&raw, r->plane[PHW_BOB], n_planes, &r->kept,
                               facts.n_rows);
    if (!s)
        s = raise_by(&known, &rho, &alice, parties->eve, &facts, &c, &raw);
    /* Where she can measure what the reader does, that too. */
    if (!s && measured_trace(&eve, parties->eve, config) == PHW_OK)
        s = raise_by(&known, &rho, &alice, &eve, &facts, &c, &raw);
    if (!s) {
        *bits = known;
        *correlation = rho;
    }
    phw_trace_free(&alice);
    phw_trace_free(&eve);
    phw_public_facts_free(&facts);
    phw_raw_free(&raw);
    return s;
}
