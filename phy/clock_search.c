#include "phy/clock_search.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

/* Bounds of the work: A's probes looked at, pairs of them with B's, bins of offset,
 * drifts tried. */
#define PROBES_MAX 4096
#define NEAR_MAX   ((size_t)1 << 21)
#define BINS_MAX   ((size_t)1 << 22)
#define DRIFTS_MAX 4096

/* How far apart in time a probe of A's and one of B's are. */
typedef struct near_pair {
    double at_s;    /* A's instant since its first */
    double apart_s; /* B's clock less A's */
} near_pair;

typedef struct search {
    const phw_trace *a;
    const phw_trace *b;
    const phw_clock_bounds *bounds;
    near_pair *pair;
    size_t n_pairs;
    uint32_t *bin;
    size_t n_bins;
    double bin_s;
} search;

/* The pairs within the bounds of every `every`-th probe of A's. False when they are
 * more than NEAR_MAX. */
static bool collect(search *x, size_t every)
{
    const double reach = x->bounds->most_offset_s +
                         x->bounds->most_drift_ppm * 1e-6 *
                             (x->a->time_s[x->a->n_probes - 1] - x->a->time_s[0]);
    size_t from = 0;
    x->n_pairs = 0;
    for (size_t i = 0; i < x->a->n_probes; i += every) {
        const double t = x->a->time_s[i];
        while (from < x->b->n_probes && x->b->time_s[from] < t - reach)
            ++from;
        for (size_t k = from; k < x->b->n_probes && x->b->time_s[k] <= t + reach; ++k) {
            if (x->n_pairs == NEAR_MAX)
                return false;
            x->pair[x->n_pairs++] =
                (near_pair){t - x->a->time_s[0], x->b->time_s[k] - t};
        }
    }
    return true;
}

static uint32_t count_at(const search *x, size_t bin)
{
    return x->bin[bin] + (bin + 1 < x->n_bins ? x->bin[bin + 1] : 0);
}

/* The most pairs at one offset with this drift: those of two neighbouring bins. */
static uint32_t most_pairs(double *offset_s, search *x, double drift)
{
    const double half = x->bin_s * 0.5 * (double)x->n_bins;
    memset(x->bin, 0, x->n_bins * sizeof *x->bin);
    for (size_t i = 0; i < x->n_pairs; ++i) {
        const double at = x->pair[i].apart_s - drift * x->pair[i].at_s + half;
        if (at >= 0 && at < x->bin_s * (double)x->n_bins)
            ++x->bin[(size_t)(at / x->bin_s)];
    }
    uint32_t best = 0;
    for (size_t i = 0; i < x->n_bins; ++i) {
        const double offset = x->bin_s * ((double)i + 1) - half;
        const uint32_t count = count_at(x, i);
        if (count > best || (count == best && fabs(offset) < fabs(*offset_s))) {
            best = count;
            *offset_s = offset;
        }
    }
    return best;
}

static phw_status prepare(search *x)
{
    const phw_clock_bounds *c = x->bounds;
    x->bin_s = c->tolerance_s / 2;
    const double n_bins = 2 * ceil(c->most_offset_s / x->bin_s) + 2;
    if (!(n_bins <= (double)BINS_MAX))
        return phw_fail(PHW_EARG,
                        "pairing by time: an offset of up to %g s at a tolerance of %g "
                        "s has too many places; expected a smaller offset or a larger "
                        "tolerance",
                        c->most_offset_s, c->tolerance_s);
    x->n_bins = (size_t)n_bins;
    PHW_TRY(phw_array_alloc(&x->bin, x->n_bins, sizeof *x->bin));
    PHW_TRY(phw_array_alloc(&x->pair, NEAR_MAX, sizeof *x->pair));
    size_t every = (x->a->n_probes + PROBES_MAX - 1) / PROBES_MAX;
    while (!collect(x, every))
        every *= 2;
    if (x->n_pairs == 0)
        return phw_fail(PHW_EINPUT,
                        "pairing by time: no two probes are within %g s; expected "
                        "traces of one session, or clocks whose offset is known better",
                        c->most_offset_s);
    return PHW_OK;
}

/* Drifts from 0 outwards, so that of as good ones the least is kept. */
static void look(double *offset_s, double *drift_ppm, search *x)
{
    const double length = x->a->time_s[x->a->n_probes - 1] - x->a->time_s[0];
    const double most = x->bounds->most_drift_ppm * 1e-6;
    const double step = fmax(length > 0 ? x->bounds->tolerance_s / 2 / length : most,
                             most / DRIFTS_MAX);
    const size_t n = step > 0 ? (size_t)(most / step) : 0;
    uint32_t best = 0;
    for (size_t i = 0; i <= 2 * n; ++i) {
        const double drift = (i % 2 == 1 ? 1 : -1) * step * ceil((double)i / 2);
        double offset = HUGE_VAL;
        const uint32_t count = most_pairs(&offset, x, drift);
        if (count > best) {
            best = count;
            *offset_s = offset;
            *drift_ppm = drift * 1e6;
        }
    }
}

phw_status phw_clock_search(double *offset_s, double *drift_ppm, const phw_trace *a,
                            const phw_trace *b, const phw_clock_bounds *bounds)
{
    search x = {.a = a, .b = b, .bounds = bounds};
    const phw_status s = prepare(&x);
    if (!s)
        look(offset_s, drift_ppm, &x);
    free(x.bin);
    free(x.pair);
    return s;
}
