#include "kgen/sampling.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/rng.h"
#include "core/signal.h"
#include "kgen/quantizer.h"

/* How many sampled bits of its own a segment needs to outweigh its plane's average. */
static const double prior_bits = 16;

/* Streams of the public seed that no pass of a reconciler uses. */
enum {
    SAMPLING_STREAM = 0x800000
};

/* Errors among sampled bits. */
typedef struct tally {
    double n;
    double errors;
} tally;

phw_status phw_sampling_draw(phw_bits *mask, const phw_raw *raw, double fraction,
                             uint64_t seed)
{
    phw_bits m = {0};
    PHW_TRY(phw_bits_alloc(&m, raw->bits.n));
    for (size_t i = 0; i < raw->n_segments; ++i) {
        const phw_segment *g = &raw->segment[i];
        const size_t length = g->to - g->from;
        const size_t n = (size_t)ceil(fraction * (double)length);
        const phw_rng rng = {
            .seed = seed,
            .purpose = PHW_RNG_PURPOSE(PHW_RNG_CASCADE, SAMPLING_STREAM | i),
        };
        /* Floyd: every set of n places is equally likely. */
        for (size_t j = length - n; j < length; ++j) {
            const size_t pick = g->from + phw_rng_below(&rng, j, (uint32_t)j + 1);
            phw_bits_set(&m, phw_bits_get(&m, pick) ? g->from + j : pick, true);
        }
    }
    *mask = m;
    return PHW_OK;
}

phw_status phw_sampling_gather(phw_bits *out, const phw_bits *bits,
                               const phw_bits *mask)
{
    phw_bits picked = {0};
    PHW_TRY(phw_bits_alloc(&picked, phw_bits_count(mask)));
    size_t at = 0;
    for (size_t i = 0; i < mask->n; ++i) {
        if (phw_bits_get(mask, i))
            phw_bits_set(&picked, at++, phw_bits_get(bits, i));
    }
    *out = picked;
    return PHW_OK;
}

void phw_selection_free(phw_selection *s)
{
    phw_bits_free(&s->used);
    free(s->segment);
    free(s->n_planes);
    *s = (phw_selection){0};
}

/* Per segment, and per plane over all components. */
static void count(tally *segment, tally plane[PHW_QUANTIZER_BITS_MAX],
                  const phw_raw *raw, const phw_bits *sampled, const phw_bits *differ)
{
    size_t at = 0;
    for (size_t i = 0; i < raw->n_segments; ++i) {
        const phw_segment *g = &raw->segment[i];
        for (size_t bit = g->from; bit < g->to; ++bit) {
            if (!phw_bits_get(sampled, bit))
                continue;
            segment[i].n += 1;
            segment[i].errors += phw_bits_get(differ, at++) ? 1 : 0;
        }
        plane[g->plane].n += segment[i].n;
        plane[g->plane].errors += segment[i].errors;
    }
}

static double rate_of(const tally *segment, const tally *plane, double assumed)
{
    if (plane->n == 0)
        return assumed;
    const double p = (plane->errors + 0.5) / (plane->n + 1);
    return (segment->errors + prior_bits * p) / (segment->n + prior_bits);
}

/* Goes through the segments: raw components in order, planes within them. */
static void select_segments(phw_selection *s, const phw_raw *raw,
                            const phw_bits *sampled, const double *rate)
{
    size_t component = 0;
    double errors = 0;
    for (size_t i = 0; i < raw->n_segments; ++i) {
        const phw_segment *g = &raw->segment[i];
        while (raw->component[component].component != g->component)
            ++component;
        const bool open = s->n_planes[component] == g->plane;
        if (!open || rate[i] > PHW_RECONCILE_RATE_MAX) {
            s->n_hopeless += g->to - g->from;
            continue;
        }
        ++s->n_planes[component];
        const size_t from = s->n_used;
        for (size_t bit = g->from; bit < g->to; ++bit) {
            const bool used = !phw_bits_get(sampled, bit);
            phw_bits_set(&s->used, bit, used);
            s->n_used += used ? 1 : 0;
        }
        s->segment[s->n_segments++] = (phw_reconcile_segment){
            .from = from, .to = s->n_used, .error_rate = rate[i]};
        errors += rate[i] * (double)(s->n_used - from);
    }
    s->error_rate = s->n_used > 0 ? errors / (double)s->n_used : 0;
}

static phw_status estimate(phw_selection *s, const phw_raw *raw,
                           const phw_bits *sampled, const phw_bits *differ,
                           double assumed)
{
    tally plane[PHW_QUANTIZER_BITS_MAX] = {{0}};
    tally *segment = calloc(raw->n_segments + 1, sizeof *segment);
    double *rate = calloc(raw->n_segments + 1, sizeof *rate);
    phw_status status = PHW_OK;
    if (segment == NULL || rate == NULL) {
        status = phw_fail(PHW_ENOMEM, "sampling: no memory for %zu segments",
                          raw->n_segments);
    } else {
        count(segment, plane, raw, sampled, differ);
        for (size_t i = 0; i < raw->n_segments; ++i)
            rate[i] = rate_of(&segment[i], &plane[raw->segment[i].plane], assumed);
        select_segments(s, raw, sampled, rate);
    }
    free(segment);
    free(rate);
    return status;
}

phw_status phw_selection_make(phw_selection *out, const phw_raw *raw,
                              const phw_bits *sampled, const phw_bits *differ,
                              double assumed)
{
    phw_selection s = {
        .n_sampled = differ->n,
        .n_sample_errors = phw_bits_count(differ),
    };
    phw_status status = phw_bits_alloc(&s.used, raw->bits.n);
    if (!status)
        status = phw_array_alloc(&s.segment, raw->n_segments + 1, sizeof *s.segment);
    if (!status)
        status =
            phw_array_alloc(&s.n_planes, raw->n_components + 1, sizeof *s.n_planes);
    if (!status)
        status = estimate(&s, raw, sampled, differ, assumed);
    if (status) {
        phw_selection_free(&s);
        return status;
    }
    if (s.n_used == 0)
        s.error_rate =
            s.n_sampled > 0 ? (double)s.n_sample_errors / (double)s.n_sampled : assumed;
    *out = s;
    if (s.n_used == 0)
        return phw_fail(PHW_ENOKEY,
                        "agreement: %zu of %zu sampled bits differ, above the %.0f %% "
                        "where correcting costs what is there",
                        s.n_sample_errors, s.n_sampled, 100 * PHW_RECONCILE_RATE_MAX);
    return PHW_OK;
}

void phw_selection_cut(phw_selection *s, const phw_raw *raw, const uint8_t *n_planes)
{
    size_t component = 0;
    size_t in = 0;
    size_t out = 0;
    double errors = 0;
    s->n_used = 0;
    for (size_t i = 0; i < raw->n_segments; ++i) {
        const phw_segment *g = &raw->segment[i];
        while (raw->component[component].component != g->component)
            ++component;
        if (g->plane >= s->n_planes[component])
            continue;
        const phw_reconcile_segment old = s->segment[in++];
        if (g->plane >= n_planes[component]) {
            s->n_hopeless += g->to - g->from;
            for (size_t bit = g->from; bit < g->to; ++bit)
                phw_bits_set(&s->used, bit, false);
            continue;
        }
        const size_t from = s->n_used;
        s->n_used += old.to - old.from;
        s->segment[out++] = (phw_reconcile_segment){
            .from = from, .to = s->n_used, .error_rate = old.error_rate};
        errors += old.error_rate * (double)(old.to - old.from);
    }
    s->n_segments = out;
    if (s->n_used > 0)
        s->error_rate = errors / (double)s->n_used;
    for (size_t c = 0; c < raw->n_components; ++c) {
        if (n_planes[c] < s->n_planes[c])
            s->n_planes[c] = n_planes[c];
    }
}

static phw_status coarsen_components(phw_raw *out, const phw_raw *raw,
                                     const phw_selection *selection)
{
    PHW_TRY(phw_array_alloc(&out->component, raw->n_components + 1,
                            sizeof *out->component));
    for (size_t c = 0; c < raw->n_components; ++c) {
        if (selection->n_planes[c] + raw->component[c].said_bits == 0)
            continue;
        PHW_TRY(phw_raw_component_coarsen(&out->component[out->n_components++],
                                          &raw->component[c], selection->n_planes[c]));
    }
    return PHW_OK;
}

phw_status phw_selection_coarsen(phw_raw *out, const phw_raw *raw,
                                 const phw_selection *selection)
{
    phw_raw r = {0};
    phw_status s = coarsen_components(&r, raw, selection);
    if (!s)
        s = phw_raw_write(&r);
    if (s) {
        phw_raw_free(&r);
        return s;
    }
    *out = r;
    return PHW_OK;
}
