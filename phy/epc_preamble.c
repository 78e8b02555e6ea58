#include "phy/epc_preamble.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

/* Lengths tried differ by this factor: at most 1 % beside the true one, the outer edges
 * are 6 % of a half bit off. */
#define LENGTH_STEP 1.02

/* Starts tried lie this share of a half bit apart. */
#define START_STEP 0.25

static const int template[PHW_EPC_PREAMBLE] = {1, 1,  -1, 1,  -1, -1,
                                               1, -1, -1, -1, 1,  1};

phw_status phw_epc_sums_make(phw_epc_sums *out, const float *x, size_t n)
{
    phw_epc_sums s = {.x = x, .n = n};
    PHW_TRY(phw_array_alloc(&s.sum, n + 1, sizeof *s.sum));
    const phw_status status = phw_array_alloc(&s.square, n + 1, sizeof *s.square);
    if (status) {
        phw_epc_sums_free(&s);
        return status;
    }
    for (size_t i = 0; i < n; ++i) {
        s.sum[i + 1] = s.sum[i] + (double)x[i];
        s.square[i + 1] = s.square[i] + (double)x[i] * (double)x[i];
    }
    *out = s;
    return PHW_OK;
}

void phw_epc_sums_free(phw_epc_sums *s)
{
    free(s->sum);
    free(s->square);
    *s = (phw_epc_sums){0};
}

/* The running sum at any place, in a straight line within a sample. */
static double at(const double *sum, size_t n, double place)
{
    const double t = fmin(fmax(place + 0.5, 0), (double)n);
    const size_t i = (size_t)t;
    const double share = t - (double)i;
    return share > 0 ? sum[i] + share * (sum[i + 1] - sum[i]) : sum[i];
}

double phw_epc_sums_mean(const phw_epc_sums *s, double from, double to)
{
    return (at(s->sum, s->n, to) - at(s->sum, s->n, from)) / (to - from);
}

/* The template has as many ones as minus ones, so the mean falls out of the
 * correlation; it is taken out of the energy. */
static phw_epc_preamble correlate(const phw_epc_sums *s, double first, double length)
{
    const double last = first + PHW_EPC_PREAMBLE * length;
    const double n = last - first;
    const double start = at(s->sum, s->n, first);
    double before = start;
    double product = 0;
    for (int k = 0; k < PHW_EPC_PREAMBLE; ++k) {
        const double here = at(s->sum, s->n, first + (k + 1) * length);
        product += template[k] * (here - before);
        before = here;
    }
    const double sum = before - start;
    const double energy =
        at(s->square, s->n, last) - at(s->square, s->n, first) - sum * sum / n;
    return (phw_epc_preamble){
        .first = first,
        .length = length,
        /* Beside rounding there is no energy. */
        .correlation =
            energy > 1e-12 * fabs(sum) ? product * product / (n * energy) : 0,
        .middle = sum / n,
        .half_step = fabs(product) / n,
        .inverted = product < 0,
    };
}

static bool fits(const phw_epc_sums *s, double first, double length)
{
    return first >= -0.5 && first + PHW_EPC_PREAMBLE * length <= (double)s->n - 0.5;
}

static void keep_best(phw_epc_preamble *best, const phw_epc_sums *s, double first,
                      double length)
{
    if (!fits(s, first, length))
        return;
    const phw_epc_preamble p = correlate(s, first, length);
    if (p.correlation > best->correlation)
        *best = p;
}

static phw_epc_preamble best_length(const phw_epc_sums *s, double first,
                                    double shortest, double longest)
{
    phw_epc_preamble best = {0};
    double length = shortest;
    while (length <= longest * 1.01) {
        keep_best(&best, s, first, length);
        length *= LENGTH_STEP;
    }
    return best;
}

/* A finer grid about the best so far, twice. */
static void refine(phw_epc_preamble *best, const phw_epc_sums *s)
{
    for (int round = 0; round < 2; ++round) {
        const phw_epc_preamble centre = *best;
        const double step = round == 0 ? 1.0 / 16 : 1.0 / 64;
        for (int i = -4; i <= 4; ++i) {
            for (int k = -4; k <= 4; ++k)
                keep_best(best, s, centre.first + i * step * centre.length,
                          centre.length * (1 + k * step / 20));
        }
    }
}

bool phw_epc_preamble_find(phw_epc_preamble *out, const phw_epc_sums *s, size_t from,
                           double shortest, double longest, double threshold)
{
    const double step = fmax(1, START_STEP * shortest);
    double end = (double)s->n;
    phw_epc_preamble best = {0};
    for (size_t i = 0; (double)from - 0.5 + (double)i * step < end; ++i) {
        const double first = (double)from - 0.5 + (double)i * step;
        const phw_epc_preamble p = best_length(s, first, shortest, longest);
        if (p.correlation < threshold || p.correlation <= best.correlation)
            continue;
        if (best.correlation == 0)
            end = first + PHW_EPC_PREAMBLE * p.length;
        best = p;
    }
    if (best.correlation == 0)
        return false;
    refine(&best, s);
    *out = best;
    return true;
}
