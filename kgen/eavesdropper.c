#include "kgen/eavesdropper.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <sodium.h>

#include "core/signal.h"
#include "kgen/cells.h"
#include "kgen/eavesdropper_block.h"
#include "kgen/estimator_gaussian.h"
#include "kgen/rows.h"
#include "kgen/series.h"

/* Below this phw_gaussian_min_entropy() is not exact, and there is nothing to win. */
#define SHARE_MIN 1e-4

/* Most values of all views together, and rows, that are looked at. */
#define VALUES_MAX ((size_t)1 << 23)
#define ROWS_MAX   16384
#define ROWS_LEAST 2048

enum {
    PRESENT, /* Eve has the row */
    ABSENT,
    N_KINDS
};

/* Alice's series and symbols, and which rows are of which kind to Eve. */
typedef struct subject {
    phw_features plain;  /* at the rows of the facts, not transformed */
    phw_features values; /* transformed */
    phw_raw raw;
    size_t span;             /* samples of a symbol */
    uint8_t *kind;           /* of each row of `values` */
    double *share[N_KINDS];  /* left open, each component of `values` */
    double *folded[N_KINDS]; /* likewise, of how far it is from its median */
} subject;

void phw_eavesdropper_free(phw_eavesdropper *e)
{
    free(e->component);
    *e = (phw_eavesdropper){0};
}

static void release(subject *s)
{
    phw_features_free(&s->plain);
    phw_features_free(&s->values);
    phw_raw_free(&s->raw);
    free(s->kind);
    for (unsigned kind = 0; kind < N_KINDS; ++kind) {
        free(s->share[kind]);
        free(s->folded[kind]);
    }
}

/* A public order of the symbols hides nothing from her. */
static phw_status in_own_places(subject *inout, const phw_public_facts *facts,
                                const phw_agreement_config *config)
{
    const phw_randomizer *r = config->randomizer;
    const phw_features *x = &inout->values;
    phw_picks picks = {0};
    phw_raw own = {0};
    if (r->stage != PHW_RANDOMIZES_VALUES)
        return PHW_OK;
    phw_status s = r->pick(&picks, x->n_rows, x->n_components,
                           &config->randomizer_params, facts->seed);
    if (!s)
        s = phw_picks_undo(&own, &inout->raw, &picks);
    phw_picks_free(&picks);
    if (s)
        return s;
    phw_raw_free(&inout->raw);
    inout->raw = own;
    return PHW_OK;
}

static phw_status read_alice(subject *out, const phw_trace *alice,
                             const phw_public_facts *facts,
                             const phw_agreement_config *config)
{
    phw_features x = {0};
    PHW_TRY(phw_rows_extract(&x, alice, config));
    phw_status s = phw_eavesdrop_rows(&out->plain, NULL, &x, facts, config->between);
    if (!s)
        s = phw_pipeline_apply(&out->values, &out->plain, facts->basis.byte,
                               facts->basis.size, &config->pipeline);
    if (!s)
        s = phw_eavesdrop(&out->raw, alice, facts, config);
    phw_features_free(&x);
    return s ? s : in_own_places(out, facts, config);
}

/* A transformed row stands for the rows from its number on to the next one's: Eve has
 * it when she has all of them. (Where a transform mixes all rows, any division is as
 * good: each kind is measured for itself.) */
static phw_status divide(subject *a, const uint8_t *has)
{
    const size_t n = a->values.n_rows;
    PHW_TRY(phw_array_alloc(&a->kind, n, sizeof *a->kind));
    size_t row = n - 1;
    for (size_t i = a->plain.n_rows; i-- > 0;) {
        while (row > 0 && a->values.sequence[row] > a->plain.sequence[i])
            --row;
        if (has[i] == 0)
            a->kind[row] = ABSENT;
    }
    return PHW_OK;
}

/* Rows of one kind, every m-th so that there are at most `most`. */
static size_t list_rows(size_t *row, const subject *a, unsigned kind, size_t most)
{
    size_t n = 0;
    size_t all = 0;
    for (size_t r = 0; r < a->values.n_rows; ++r)
        all += a->kind[r] == kind;
    const size_t step = all / most + 1;
    size_t at = 0;
    for (size_t r = 0; r < a->values.n_rows; ++r) {
        if (a->kind[r] == kind && at++ % step == 0)
            row[n++] = r;
    }
    return n;
}

static size_t rows_most(const phw_eavesdropper_views *views)
{
    size_t columns = 1;
    for (size_t v = 0; v < views->n; ++v)
        columns += 2 * views->view[v].x.n_components + 36;
    const size_t most = VALUES_MAX / columns;
    return most > ROWS_MAX ? ROWS_MAX : most < ROWS_LEAST ? ROWS_LEAST : most;
}

/* A distance from the median tells nothing on a straight line of the value itself: who
 * has a modulus and no phase would be taken for a stranger. */
static phw_status fold(phw_features *inout)
{
    double *score = NULL;
    phw_status s = phw_array_alloc(&score, inout->n_rows, sizeof *score);
    for (size_t c = 0; c < inout->n_components && !s; ++c) {
        double *x = phw_features_series(inout, c);
        s = phw_series_normal_scores(score, x, inout->n_rows);
        for (size_t r = 0; r < inout->n_rows && !s; ++r)
            x[r] = fabs(score[r]);
    }
    if (score != NULL)
        sodium_memzero(score, inout->n_rows * sizeof *score);
    free(score);
    return s;
}

static phw_status open_rows(double *share, double *folded, const subject *a,
                            const phw_eavesdropper_views *views, const size_t *row,
                            size_t n)
{
    phw_predictor_view view[sizeof views->view / sizeof views->view[0]] = {
        {{0}, false}};
    phw_features target = {0};
    phw_status s = phw_features_select(&target, &a->values, row, n);
    for (size_t v = 0; v < views->n && !s; ++v) {
        view[v].always = views->view[v].always;
        s = phw_features_select(&view[v].x, &views->view[v].x, row, n);
    }
    if (!s)
        s = phw_predictor_open(share, &target, view, views->n);
    /* A stranger has been charged for what no correlation shows. */
    for (size_t v = 0; v < views->n; ++v)
        view[v].always = false;
    if (!s)
        s = fold(&target);
    if (!s)
        s = phw_predictor_open(folded, &target, view, views->n);
    for (size_t v = 0; v < views->n; ++v)
        phw_features_free(&view[v].x);
    phw_features_free(&target);
    return s;
}

static phw_status open_all(subject *a, const phw_eavesdropper_views *views)
{
    size_t *row = NULL;
    PHW_TRY(phw_array_alloc(&row, a->values.n_rows, sizeof *row));
    phw_status s = PHW_OK;
    for (unsigned kind = 0; kind < N_KINDS && !s; ++kind) {
        s = phw_array_alloc(&a->share[kind], a->values.n_components, sizeof(double));
        if (!s)
            s = phw_array_alloc(&a->folded[kind], a->values.n_components,
                                sizeof(double));
        const size_t n = s ? 0 : list_rows(row, a, kind, rows_most(views));
        if (n > 0)
            s = open_rows(a->share[kind], a->folded[kind], a, views, row, n);
    }
    free(row);
    return s;
}

/* Min-entropy that symbols of these cells lose when `share` is left open. */
static double lost_bits(const phw_cell *cell, size_t n, double share)
{
    return phw_gaussian_min_entropy(cell, n, 1) -
           phw_gaussian_min_entropy(cell, n, share);
}

/* The normal score of |z|, z a standard normal. */
static double folded_score(double z)
{
    return gsl_cdf_ugaussian_Qinv(erfc(fabs(z) * M_SQRT1_2));
}

/* The cells by the score of the distance from the median; out[2 n]. Each distance is
 * there twice, once on either side, and a side is guessed right half of the time. */
static size_t fold_cells(phw_cell *out, const phw_cell *cell, size_t n)
{
    size_t m = 0;
    for (size_t i = 0; i < n; ++i) {
        const phw_cell *k = &cell[i];
        if (k->to > 0)
            out[m++] = (phw_cell){folded_score(fmax(0, k->from)), folded_score(k->to),
                                  k->symbol};
        if (k->from < 0)
            out[m++] = (phw_cell){folded_score(fmin(0, k->to)), folded_score(k->from),
                                  k->symbol};
    }
    return m;
}

phw_status phw_eavesdropper_symbol_bits(double *out, const double *x, size_t n,
                                        const phw_raw_component *kept,
                                        unsigned n_planes, double share, double folded)
{
    phw_cell *cell = NULL;
    phw_cell *two = NULL;
    size_t n_cells = 0;
    if (!(share >= SHARE_MIN)) {
        *out = (double)n_planes;
        return PHW_OK;
    }
    /* What Bob drops within a run of one symbol, by a noise that is his own, makes no
     * hole. */
    PHW_TRY(phw_cells_make(&cell, &n_cells, x, n, kept, n_planes, false));
    phw_status s = phw_array_alloc(&two, 2 * n_cells, sizeof *two);
    if (!s) {
        double lost = lost_bits(cell, n_cells, share);
        if (folded < share)
            lost = fmax(lost, lost_bits(two, fold_cells(two, cell, n_cells),
                                        fmax(folded, SHARE_MIN)));
        *out = fmin((double)n_planes, fmax(0, lost));
    }
    free(two);
    free(cell);
    return s;
}

/* Symbols of several samples have no cells. What she knows of them all is
 * I = -span / 2 log2(share) bits at most, so that their distribution given her values
 * is sqrt(I ln 2 / 2) from the one without in total variation on average (Pinsker), and
 * no symbol is guessed more often by more than that. */
static double spanning_bits(unsigned n_planes, double share, size_t span)
{
    if (!(share >= SHARE_MIN))
        return (double)n_planes;
    const double information = -0.5 * log2(share) * (double)span;
    const double farther = sqrt(information * M_LN2 / 2);
    return fmin((double)n_planes, log2(1 + ldexp(farther, (int)n_planes)));
}

/* Adds what she knows of the `n` kept values of one kind, for each number of planes. */
static phw_status charge_kind(phw_eavesdropper_component *out, const subject *a,
                              const phw_raw_component *kept, unsigned kind, size_t n)
{
    const double *x = phw_features_series(&a->values, kept->component);
    const double share = a->share[kind][kept->component];
    const double folded = a->folded[kind][kept->component];
    for (unsigned planes = 1; planes <= kept->n_bits && n > 0; ++planes) {
        double bits = spanning_bits(planes, fmin(share, folded), a->span);
        if (a->span == 1)
            PHW_TRY(phw_eavesdropper_symbol_bits(&bits, x, a->values.n_rows, kept,
                                                 planes, share, folded));
        out->known_bits[planes - 1] += bits * (double)n;
    }
    return PHW_OK;
}

static phw_status charge(phw_eavesdropper_component *out, const subject *a,
                         const phw_raw_component *kept)
{
    size_t n_of[N_KINDS] = {0};
    double square = 0;
    for (size_t i = 0; i < kept->n; ++i)
        ++n_of[a->kind[kept->row[i]]];
    *out = (phw_eavesdropper_component){
        .component = kept->component, .n_bits = kept->n_bits, .n = kept->n};
    for (unsigned kind = 0; kind < N_KINDS; ++kind) {
        const double share = a->share[kind][kept->component];
        square += (1 - share) * (double)n_of[kind];
        PHW_TRY(charge_kind(out, a, kept, kind, n_of[kind]));
    }
    out->multiple_correlation = kept->n > 0 ? sqrt(square / (double)kept->n) : 1;
    return PHW_OK;
}

static phw_status charge_all(phw_eavesdropper *out, const subject *a)
{
    phw_eavesdropper e = {.n_components = a->raw.n_components};
    phw_status s = phw_array_alloc(&e.component, e.n_components, sizeof *e.component);
    for (size_t c = 0; c < e.n_components && !s; ++c)
        s = charge(&e.component[c], a, &a->raw.component[c]);
    if (s)
        phw_eavesdropper_free(&e);
    else
        *out = e;
    return s;
}

/* Adds views, which are taken over, of another part of what she has. */
static void join(phw_eavesdropper_views *inout, phw_eavesdropper_views *more, size_t n)
{
    for (size_t v = 0; v < more->n; ++v)
        inout->view[inout->n++] = more->view[v];
    more->n = 0;
    for (size_t i = 0; i < n; ++i)
        inout->has[i] = inout->has[i] && more->has[i];
    phw_eavesdropper_views_free(more);
}

/* Of part `block` of n that she has. */
static phw_status view_block(phw_eavesdropper_views *out, const subject *a,
                             const phw_trace *eve, size_t block, size_t n,
                             const phw_public_facts *facts,
                             const phw_agreement_config *config)
{
    phw_trace part = {0};
    PHW_TRY(phw_eavesdropper_block(&part, eve, block, n));
    const phw_status s =
        phw_eavesdropper_views_make(out, &a->plain, &part, facts, config);
    phw_trace_free(&part);
    return s;
}

/* Of all that she has, each of `n` parts looked at for itself. */
static phw_status make_views(phw_eavesdropper_views *out, const subject *a,
                             const phw_trace *eve, size_t n,
                             const phw_public_facts *facts,
                             const phw_agreement_config *config)
{
    phw_eavesdropper_views views = {0};
    phw_status s = view_block(&views, a, eve, 0, n, facts, config);
    for (size_t b = 1; b < n && !s; ++b) {
        phw_eavesdropper_views more = {0};
        s = view_block(&more, a, eve, b, n, facts, config);
        if (!s)
            join(&views, &more, facts->n_rows);
    }
    if (s)
        phw_eavesdropper_views_free(&views);
    else
        *out = views;
    return s;
}

phw_status phw_eavesdropper_measure(phw_eavesdropper *out, const phw_trace *alice,
                                    const phw_trace *eve, const phw_public_facts *facts,
                                    const phw_agreement_config *config)
{
    subject a = {.span =
                     phw_quantizer_span(config->quantizer, &config->quantizer_params)};
    phw_trace usable = {0};
    phw_eavesdropper_views views = {0};
    phw_status s = phw_eavesdropper_trace(&usable, eve);
    if (!s)
        s = read_alice(&a, alice, facts, config);
    if (!s)
        s = make_views(&views, &a, &usable,
                       phw_eavesdropper_blocks(&usable, alice->n_coefficients), facts,
                       config);
    if (!s)
        s = divide(&a, views.has);
    if (!s)
        s = open_all(&a, &views);
    if (!s)
        s = charge_all(out, &a);
    if (!s)
        out->mixed = config->randomizer->stage == PHW_RANDOMIZES_VALUES;
    phw_trace_free(&usable);
    phw_eavesdropper_views_free(&views);
    release(&a);
    return s;
}

/* Planes of a component with a bit that counts; of any, where the raw bits' components
 * are not those of the features. */
static unsigned planes_used(const phw_eavesdropper *e, size_t component,
                            const phw_segment *segment, size_t n_segments,
                            const phw_bits *used)
{
    unsigned planes = 0;
    for (size_t i = 0; i < n_segments; ++i) {
        bool counts = used->n == 0;
        for (size_t bit = segment[i].from; bit < segment[i].to && !counts; ++bit)
            counts = phw_bits_get(used, bit);
        if ((e->mixed || segment[i].component == component) && counts &&
            segment[i].plane >= planes)
            planes = segment[i].plane + 1;
    }
    return planes;
}

double phw_eavesdropper_bits(const phw_eavesdropper *e, const phw_segment *segment,
                             size_t n_segments, const phw_bits *used)
{
    double sum = 0;
    for (size_t c = 0; c < e->n_components; ++c) {
        const phw_eavesdropper_component *k = &e->component[c];
        unsigned planes = planes_used(e, k->component, segment, n_segments, used);
        planes = planes < k->n_bits ? planes : k->n_bits;
        if (planes > 0)
            sum += k->known_bits[planes - 1];
    }
    return sum;
}

double phw_eavesdropper_correlation(const phw_eavesdropper *e,
                                    const phw_segment *segment, size_t n_segments,
                                    const phw_bits *used)
{
    double square = 0;
    double n = 0;
    for (size_t c = 0; c < e->n_components; ++c) {
        const phw_eavesdropper_component *k = &e->component[c];
        if (planes_used(e, k->component, segment, n_segments, used) == 0)
            continue;
        square += (double)k->n * k->multiple_correlation * k->multiple_correlation;
        n += (double)k->n;
    }
    return n > 0 ? sqrt(square / n) : (double)NAN;
}
