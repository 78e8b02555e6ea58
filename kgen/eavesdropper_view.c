#include "kgen/eavesdropper_view.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "kgen/feature_registry.h"
#include "kgen/rows.h"
#include "kgen/series.h"
#include "kgen/transform_pca.h"

/* What all views have in common. */
typedef struct plan {
    const phw_features *alice;
    const phw_trace *trace;
    const phw_public_facts *facts;
    const phw_agreement_config *config;
    bool counted; /* her rows are counted: her numbers are not Alice's */
} plan;

void phw_eavesdropper_views_free(phw_eavesdropper_views *views)
{
    for (size_t v = 0; v < views->n; ++v)
        phw_features_free(&views->view[v].x);
    free(views->has);
    *views = (phw_eavesdropper_views){0};
}

/* Whether something can be made of probe p. */
static bool is_usable(const phw_trace *t, size_t p)
{
    bool zero = true;
    for (size_t c = 0; c < t->n_coefficients; ++c) {
        const size_t i = p * t->n_coefficients + c;
        const float re = t->cplx != NULL ? crealf(t->cplx[i]) : t->real[i];
        const float im = t->cplx != NULL ? cimagf(t->cplx[i]) : 0;
        if (!isfinite(re) || !isfinite(im))
            return false;
        zero = zero && re == 0 && im == 0;
    }
    return !zero || t->kind == PHW_TRACE_POWER_DB;
}

static void copy_probe(phw_trace *out, size_t to, const phw_trace *in, size_t from)
{
    const size_t n = in->n_coefficients;
    if (in->cplx != NULL)
        memcpy(out->cplx + to * n, in->cplx + from * n, n * sizeof *in->cplx);
    else
        memcpy(out->real + to * n, in->real + from * n, n * sizeof *in->real);
    out->time_s[to] = in->time_s[from];
    out->sequence[to] = in->sequence[from];
    for (size_t c = 0; c < in->n_columns; ++c)
        out->column[c].value[to] = in->column[c].value[from];
}

static phw_status add_columns(phw_trace *out, const phw_trace *in)
{
    double *value = NULL;
    for (size_t c = 0; c < in->n_columns; ++c)
        PHW_TRY(
            phw_trace_add_column(&value, out, in->column[c].name, in->column[c].unit));
    return PHW_OK;
}

phw_status phw_eavesdropper_trace(phw_trace *out, const phw_trace *in)
{
    size_t n = 0;
    for (size_t p = 0; p < in->n_probes; ++p)
        n += is_usable(in, p) ? 1 : 0;
    if (n == 0)
        return phw_fail(PHW_EINPUT,
                        "eavesdropper: none of her %zu probes has any power; leave her "
                        "out if she has seen nothing",
                        in->n_probes);
    phw_trace t = {0};
    PHW_TRY(phw_trace_alloc(&t, in->kind, n, in->n_coefficients));
    const phw_status s = add_columns(&t, in);
    if (s) {
        phw_trace_free(&t);
        return s;
    }
    t.n_antennas = in->n_antennas;
    t.has_time = in->has_time;
    memcpy(t.coefficient, in->coefficient, in->n_coefficients * sizeof *t.coefficient);
    n = 0;
    for (size_t p = 0; p < in->n_probes; ++p) {
        if (is_usable(in, p))
            copy_probe(&t, n++, in, p);
    }
    *out = t;
    return PHW_OK;
}

/* Alice's parameters of a feature, NULL when she does not use it. */
static const phw_params *params_of(const phw_pipeline *p, const phw_feature *feature)
{
    for (size_t i = 0; i < p->n_extractors; ++i) {
        if (p->extractor[i].entry == feature)
            return &p->extractor[i].params;
    }
    return NULL;
}

/* Her series: of Alice's features when `feature` is NULL; else of that one, with its
 * presets unless Alice uses it too. */
static phw_status extract(phw_features *out, const plan *p, const phw_feature *feature)
{
    phw_agreement_config config = *p->config;
    if (feature != NULL)
        phw_pipeline_set_feature(&config.pipeline, feature,
                                 params_of(&p->config->pipeline, feature));
    phw_pipeline_shorten(&config.pipeline, p->trace->n_probes);
    return phw_rows_extract(out, p->trace, &config);
}

/* At the rows of the facts, or as she counted them. */
static phw_status pair_rows(phw_features *out, uint8_t *has, const phw_features *x,
                            const plan *p)
{
    if (!p->counted)
        return phw_eavesdrop_rows(out, has, x, p->facts, p->config->between);
    size_t *row = NULL;
    PHW_TRY(phw_array_alloc(&row, x->n_rows, sizeof *row));
    for (size_t r = 0; r < x->n_rows; ++r)
        row[r] = r;
    const phw_status s = phw_features_select(out, x, row, x->n_rows);
    free(row);
    return s;
}

/* Row i + lag of x for each row i of Alice's; at the ends, the last there is. */
static phw_status shift(phw_features *out, const phw_features *x, int64_t lag,
                        const phw_features *alice)
{
    size_t *row = NULL;
    PHW_TRY(phw_array_alloc(&row, alice->n_rows, sizeof *row));
    for (size_t i = 0; i < alice->n_rows; ++i) {
        const int64_t at = (int64_t)i + lag;
        const int64_t last = (int64_t)x->n_rows - 1;
        row[i] = (size_t)(at < 0 ? 0 : at > last ? last : at);
    }
    phw_status s = phw_features_select(out, x, row, alice->n_rows);
    free(row);
    if (s)
        return s;
    memcpy(out->sequence, alice->sequence, alice->n_rows * sizeof *out->sequence);
    memcpy(out->time_s, alice->time_s, alice->n_rows * sizeof *out->time_s);
    out->has_time = alice->has_time;
    return PHW_OK;
}

/* Her strongest principal components, or the series as it is when there is one. */
static phw_status reduce(phw_features *inout)
{
    phw_params params = {0};
    phw_blob basis = {0};
    phw_features x = {0};
    if (inout->n_components == 1 || inout->n_rows < 2)
        return PHW_OK;
    size_t most = inout->n_components < inout->n_rows - 1 ? inout->n_components
                                                          : inout->n_rows - 1;
    if (most > PHW_EAVESDROPPER_COMPONENTS_MAX)
        most = PHW_EAVESDROPPER_COMPONENTS_MAX;
    phw_params_preset(&params, phw_transform_pca.params, phw_transform_pca.n_params);
    params.value[0] = (double)most;
    phw_status s = phw_transform_pca.fit(&basis, inout, &params);
    if (!s)
        s = phw_transform_pca.apply(&x, inout, basis.byte, basis.size, &params);
    phw_blob_free(&basis);
    if (s)
        return s;
    phw_features_free(inout);
    *inout = x;
    return PHW_OK;
}

/* Puts `more` components behind those of `inout`; both have equal rows. */
static phw_status append(phw_features *inout, const phw_features *more)
{
    phw_features x = {0};
    PHW_TRY(
        phw_features_alloc(&x, more->n_rows, inout->n_components + more->n_components));
    if (inout->n_components > 0)
        memcpy(x.value, inout->value,
               inout->n_rows * inout->n_components * sizeof *x.value);
    memcpy(phw_features_series(&x, inout->n_components), more->value,
           more->n_rows * more->n_components * sizeof *x.value);
    phw_features_free(inout);
    *inout = x;
    return PHW_OK;
}

/* A constant component tells nothing, and some transforms refuse it. */
static bool varies(const phw_features *x, size_t c)
{
    const double *value = phw_features_series(x, c);
    for (size_t r = 1; r < x->n_rows; ++r) {
        if (value[r] != value[0])
            return true;
    }
    return false;
}

/* A component through the transforms that are not fitted to Alice's: a basis that was
 * is not for hers. `inout` is replaced. */
static phw_status transform_one(phw_features *inout, const phw_pipeline *p)
{
    for (size_t i = 0; i < p->n_transforms; ++i) {
        const phw_pipeline_transform *t = &p->transform[i];
        phw_features next = {0};
        if (t->entry->fitted)
            continue;
        PHW_TRY(t->entry->apply(&next, inout, NULL, 0, &t->params));
        phw_features_free(inout);
        *inout = next;
    }
    return PHW_OK;
}

static phw_status pick_component(phw_features *out, const phw_features *x, size_t c)
{
    phw_features one = {0};
    PHW_TRY(phw_features_alloc(&one, x->n_rows, 1));
    memcpy(one.sequence, x->sequence, x->n_rows * sizeof *one.sequence);
    memcpy(one.time_s, x->time_s, x->n_rows * sizeof *one.time_s);
    memcpy(one.value, phw_features_series(x, c), x->n_rows * sizeof *one.value);
    *out = one;
    return PHW_OK;
}

static bool is_all_fitted(const phw_pipeline *p)
{
    for (size_t i = 0; i < p->n_transforms; ++i) {
        if (!p->transform[i].entry->fitted)
            return false;
    }
    return p->n_transforms > 0;
}

/* Component by component, because some transforms take but one. Empty when nothing
 * varies. */
static phw_status transform_own(phw_features *out, const phw_features *x,
                                const phw_pipeline *p)
{
    phw_features y = {0};
    phw_status s = PHW_OK;
    if (is_all_fitted(p))
        return append(out, x);
    for (size_t c = 0; c < x->n_components && !s; ++c) {
        phw_features one = {0};
        if (!varies(x, c))
            continue;
        s = pick_component(&one, x, c);
        if (!s)
            s = transform_one(&one, p);
        if (!s)
            s = append(&y, &one);
        phw_features_free(&one);
    }
    if (s)
        phw_features_free(&y);
    else
        *out = y;
    return s;
}

static phw_status transform(phw_features *out, const phw_features *x, bool publicly,
                            const plan *p)
{
    const phw_pipeline *pipeline = &p->config->pipeline;
    if (publicly && phw_pipeline_is_fitted(pipeline))
        return phw_pipeline_apply(out, x, p->facts->basis.byte, p->facts->basis.size,
                                  pipeline);
    return transform_own(out, x, pipeline);
}

/* A view of x at every lag. */
static phw_status add_lags(phw_eavesdropper_views *v, const phw_features *x,
                           bool publicly, bool always, const plan *p)
{
    for (size_t k = 0; k < v->n_lags; ++k) {
        phw_features moved = {0};
        phw_features y = {0};
        PHW_TRY(shift(&moved, x, v->lag[k], p->alice));
        const phw_status s = transform(&y, &moved, publicly, p);
        phw_features_free(&moved);
        if (s)
            return s;
        if (y.n_components > 0)
            v->view[v->n++] = (phw_predictor_view){y, always && k == 0};
    }
    return PHW_OK;
}

/* What her pairing and her lags are found with: Alice's features (`alike`), or the
 * first that she has. */
static phw_status base_feature(phw_features *out, bool *alike, const plan *p)
{
    size_t n = 0;
    const phw_feature *const *list = phw_feature_list(&n);
    phw_status s = extract(out, p, NULL);
    *alike = s == PHW_OK;
    for (size_t i = 0; (s == PHW_EINPUT || s == PHW_EARG) && i < n; ++i)
        s = extract(out, p, list[i]);
    return s;
}

/* Rows that she has at every lag, of n_hers. */
static void mark(phw_eavesdropper_views *v, size_t n_hers, const plan *p)
{
    const size_t n = p->facts->n_rows;
    const int64_t last = (int64_t)(p->counted ? n_hers : n) - 1;
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < v->n_lags && v->has[i] != 0; ++k) {
            const int64_t at = (int64_t)i + v->lag[k];
            v->has[i] = at >= 0 && at <= last;
        }
    }
}

static phw_status pair(phw_eavesdropper_views *v, phw_features *rows,
                       const phw_features *x, plan *p)
{
    const size_t n = p->facts->n_rows;
    size_t n_has = 0;
    PHW_TRY(phw_array_alloc(&v->has, n, sizeof *v->has));
    PHW_TRY(pair_rows(rows, v->has, x, p));
    for (size_t i = 0; i < n; ++i)
        n_has += v->has[i];
    if (2 * n_has < n) {
        p->counted = true;
        memset(v->has, 1, n);
        phw_features_free(rows);
        PHW_TRY(pair_rows(rows, NULL, x, p));
    }
    PHW_TRY(phw_lags_find(v->lag + 1, &v->n_lags, p->alice, rows));
    ++v->n_lags;
    mark(v, x->n_rows, p);
    return PHW_OK;
}

/* The public pipeline, if it fits her trace, and her own of the same feature. */
static phw_status add_base(phw_eavesdropper_views *v, plan *p)
{
    phw_features x = {0};
    phw_features rows = {0};
    bool alike = false;
    PHW_TRY(base_feature(&x, &alike, p));
    phw_status s = pair(v, &rows, &x, p);
    alike = alike && rows.n_components == p->alice->n_components;
    if (!s && !alike)
        s = reduce(&rows);
    if (!s)
        s = add_lags(v, &rows, alike, true, p);
    phw_features_free(&x);
    phw_features_free(&rows);
    return s;
}

/* One feature through her own components; none when her trace does not have it. */
static phw_status add_feature(phw_eavesdropper_views *v, const phw_feature *feature,
                              const plan *p)
{
    phw_features x = {0};
    phw_features rows = {0};
    phw_status s = extract(&x, p, feature);
    if (s == PHW_EINPUT)
        return PHW_OK;
    if (!s)
        s = pair_rows(&rows, NULL, &x, p);
    if (!s)
        s = reduce(&rows);
    if (!s)
        s = add_lags(v, &rows, false, false, p);
    phw_features_free(&x);
    phw_features_free(&rows);
    return s;
}

phw_status phw_eavesdropper_views_make(phw_eavesdropper_views *out,
                                       const phw_features *alice,
                                       const phw_trace *trace,
                                       const phw_public_facts *facts,
                                       const phw_agreement_config *config)
{
    size_t n = 0;
    const phw_feature *const *list = phw_feature_list(&n);
    plan p = {alice, trace, facts, config, false};
    phw_eavesdropper_views v = {0};
    phw_status s = add_base(&v, &p);
    for (size_t i = 0; i < n && i < PHW_EAVESDROPPER_FEATURES_MAX && !s; ++i)
        s = add_feature(&v, list[i], &p);
    if (s)
        phw_eavesdropper_views_free(&v);
    else
        *out = v;
    return s;
}
