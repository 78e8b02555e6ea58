#include "kgen/loading.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <sodium.h>

static double binary_entropy(double p)
{
    return p > 0 && p < 1 ? -p * log2(p) - (1 - p) * log2(1 - p) : 0;
}

/* What the planes of a component of n symbols, whose segments begin at `segment` of the
 * selection, cost: cost[j] for the first j + 1 planes. */
static void find_costs(double *cost, const phw_selection *selection, size_t segment,
                       unsigned n_planes, double n)
{
    double parities = 0;
    double all = 0;   /* errors of a symbol */
    double above = 0; /* for each error, the planes below it */
    for (unsigned j = 0; j < n_planes; ++j) {
        const phw_reconcile_segment *s = &selection->segment[segment + j];
        const double upper = all;
        parities += PHW_LOADING_EFFICIENCY * binary_entropy(s->error_rate) *
                    (double)(s->to - s->from);
        above += upper;
        all += s->error_rate;
        cost[j] = parities + n * (above + j * all * upper);
    }
}

/* Min-entropy of one component's first planes and of what was said of it. */
static phw_status assess_one(double *bits, const phw_raw_component *component,
                             unsigned n_planes, const phw_features *values,
                             phw_assessment_kind kind)
{
    phw_raw_component coarse = {0};
    phw_raw one = {.component = &coarse, .n_components = 1};
    phw_assessment a = {0};
    phw_status s = phw_raw_component_coarsen(&coarse, component, n_planes);
    if (!s)
        s = phw_raw_write(&one);
    if (!s)
        s = phw_assess(&a, &one, values, kind);
    /* Too short, or nothing that the assessment can judge. */
    const bool none = s == PHW_ESHORT || s == PHW_EARG;
    *bits = none ? 0 : a.min_entropy_bits;
    if (coarse.symbol != NULL)
        sodium_memzero(coarse.symbol, coarse.n);
    free(coarse.symbol);
    free(coarse.row);
    phw_bits_free(&one.bits);
    free(one.segment);
    return none ? PHW_OK : s;
}

static phw_status choose_one(uint8_t *out, const phw_raw_component *component,
                             const double *cost, unsigned n_planes,
                             const phw_features *values, phw_assessment_kind kind)
{
    double most = 0;
    *out = 0;
    for (unsigned j = 1; j <= n_planes; ++j) {
        double bits = 0;
        PHW_TRY(assess_one(&bits, component, j, values, kind));
        const double gain =
            bits - (double)(component->n * component->said_bits) - cost[j - 1];
        if (gain > most) {
            most = gain;
            *out = (uint8_t)j;
        }
    }
    return PHW_OK;
}

phw_status phw_loading_choose(uint8_t *n_planes, const phw_raw *raw,
                              const phw_selection *selection,
                              const phw_features *values, phw_assessment_kind kind)
{
    size_t segment = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        double cost[PHW_QUANTIZER_BITS_MAX] = {0};
        const unsigned planes = selection->n_planes[c];
        find_costs(cost, selection, segment, planes, (double)raw->component[c].n);
        segment += planes;
        PHW_TRY(
            choose_one(&n_planes[c], &raw->component[c], cost, planes, values, kind));
    }
    return PHW_OK;
}

uint64_t phw_loading_charge(const phw_raw *raw, const phw_selection *selection)
{
    double bits = 0;
    for (size_t c = 0; c < raw->n_components; ++c)
        bits += log2(1.0 + selection->n_planes[c]);
    return (uint64_t)ceil(bits);
}
