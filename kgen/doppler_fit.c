#include "kgen/doppler_fit.h"

#include <math.h>

#define GRID        400
#define GOLDEN      0.6180339887498949
#define REFINEMENTS 40
#define LAGS_LEAST  6
#define LAGS_SHIFT  5 /* times as many */

typedef struct problem {
    const double *correlation;
    size_t n_lags;
    phw_doppler shape;
    bool squares;
} problem;

/* The best signal share for a shift, squared where squares are fitted, and what it
 * misses by in all. */
static double misfit(double *share, const problem *p, double turns)
{
    double told = 0;
    double power = 0;
    double total = 0;
    for (size_t k = 1; k <= p->n_lags; ++k) {
        const double r = phw_doppler_correlation(p->shape, turns * (double)k);
        const double model = p->squares ? r * r : r;
        told += model * p->correlation[k];
        power += model * model;
        total += p->correlation[k] * p->correlation[k];
    }
    *share = power > 0 ? fmin(1, fmax(0, told / power)) : 0;
    return total - 2 * *share * told + *share * *share * power;
}

static double grid_turns(double i)
{
    return PHW_DOPPLER_FIT_LEAST *
           pow(PHW_DOPPLER_FIT_MOST / PHW_DOPPLER_FIT_LEAST, i / (GRID - 1));
}

/* The least misfit between two neighbours of the best point of the grid. */
static double refine(const problem *p, double best)
{
    double share = 0;
    double low = grid_turns(fmax(0, best - 1));
    double high = grid_turns(fmin(GRID - 1, best + 1));
    for (int i = 0; i < REFINEMENTS; ++i) {
        const double left = high - GOLDEN * (high - low);
        const double right = low + GOLDEN * (high - low);
        if (misfit(&share, p, left) < misfit(&share, p, right))
            high = right;
        else
            low = left;
    }
    return 0.5 * (low + high);
}

/* m of the header. */
static size_t near_lags(const double *correlation, size_t n_max)
{
    size_t k = 1;
    while (k < n_max && correlation[k] > 0.1 * correlation[1])
        ++k;
    k += k / 2;
    if (k < LAGS_LEAST)
        k = LAGS_LEAST;
    return k < n_max ? k : n_max;
}

phw_status phw_doppler_fit_make(phw_doppler_fit *out, phw_doppler shape,
                                const double *correlation, size_t n_lags, bool squares)
{
    problem p = {correlation, n_lags, shape, squares};
    double most = 0;
    for (size_t k = 1; k <= n_lags; ++k)
        most = fmax(most, correlation[k]);
    if (n_lags < 2 || !(most > 0))
        return phw_fail(PHW_ESHORT,
                        "Doppler: no correlation from one reading to the next in %zu "
                        "lags; read more often",
                        n_lags);
    const size_t near = near_lags(correlation, n_lags);
    double share = 0;
    double least = HUGE_VAL;
    int best = 0;
    p.n_lags = n_lags / LAGS_SHIFT < near ? n_lags : LAGS_SHIFT * near;
    for (int i = 0; i < GRID; ++i) {
        const double m = misfit(&share, &p, grid_turns(i));
        if (m < least) {
            least = m;
            best = i;
        }
    }
    const double turns = refine(&p, best);
    p.n_lags = near;
    least = misfit(&share, &p, turns);
    *out = (phw_doppler_fit){.turns = turns,
                             .signal = squares ? sqrt(share) : share,
                             .misfit = sqrt(fmax(0, least) / (double)near)};
    return PHW_OK;
}
