#include "phy/pulse_grid.h"

#include <math.h>

#define PASSES     6
#define RUNS_LEAST 4
#define N_GUESSES  6

/* Distances beyond this are no better than chance. */
#define FAR 0.5

/* Of the search for the grid's place. */
#define STRETCHES_FEW  5
#define STRETCHES_SOME 13
#define STRETCHES_MANY 49
#define STRETCH        0.25 /* units over the whole burst */
#define N_SHIFTS       16   /* a unit */

/* Misfits up to which the runs tell the unit so well that few have to be tried, or so
 * badly that many have to. */
#define CLEAN 0.03
#define NOISY 0.1

double phw_pulse_first(const phw_pulse_waveform *w)
{
    return w->keyed ? w->runs->edge[1] : 0;
}

double phw_pulse_last(const phw_pulse_waveform *w)
{
    return w->runs->edge[w->keyed ? w->runs->n - 1 : w->runs->n];
}

/* How many units a run has, of `most` at most. */
static double units_of(double length, double unit, unsigned most)
{
    return fmax(1, fmin(round(length / unit), most));
}

/* Least squares of length = k unit + sign bias over the inner runs, k from the last
 * guess. */
static void improve(double *unit, double *bias, const phw_pulse_runs *r, unsigned most)
{
    double kk = 0;
    double ks = 0;
    double n = 0;
    double kd = 0;
    double sd = 0;
    for (size_t i = 1; i + 1 < r->n; ++i) {
        const double sign = phw_pulse_run_is_high(r, i) ? 1 : -1;
        const double d = phw_pulse_run_length(r, i);
        const double k = units_of(d - sign * *bias, *unit, most);
        kk += k * k;
        ks += k * sign;
        n += 1;
        kd += k * d;
        sd += sign * d;
    }
    const double determinant = kk * n - ks * ks;
    if (determinant < 1e-9 * kk * n)
        return;
    *unit = (kd * n - sd * ks) / determinant;
    *bias = (sd * kk - kd * ks) / determinant;
}

static double misfit_of(const phw_pulse_runs *r, double unit, double bias,
                        unsigned most)
{
    double sum = 0;
    double n = 0;
    for (size_t i = 1; i + 1 < r->n; ++i) {
        const double sign = phw_pulse_run_is_high(r, i) ? 1 : -1;
        const double d = phw_pulse_run_length(r, i) - sign * bias;
        const double e = fmin(fabs(d / unit - units_of(d, unit, most)), FAR);
        sum += e * e;
        n += 1;
    }
    return sqrt(sum / n);
}

/* Whether nearly all runs are multiples of two or three units: then these are the unit.
 */
static bool is_too_fine(const phw_pulse_runs *r, double unit, double bias,
                        unsigned most)
{
    double even = 0;
    double threes = 0;
    for (size_t i = 1; i + 1 < r->n; ++i) {
        const double sign = phw_pulse_run_is_high(r, i) ? 1 : -1;
        const double d = phw_pulse_run_length(r, i) - sign * bias;
        const unsigned k = (unsigned)units_of(d, unit, most);
        even += k % 2 == 0;
        threes += k % 3 == 0;
    }
    return fmax(even, threes) > 0.85 * (double)(r->n - 2);
}

/* The length that `share` of the inner runs do not exceed, by bisection. */
static double quantile(const phw_pulse_runs *r, double share)
{
    double low = 0;
    double high = r->edge[r->n];
    for (int pass = 0; pass < 40; ++pass) {
        const double middle = (low + high) / 2;
        size_t below = 0;
        for (size_t i = 1; i + 1 < r->n; ++i)
            below += phw_pulse_run_length(r, i) <= middle;
        if ((double)below >= share * (double)(r->n - 2))
            high = middle;
        else
            low = middle;
    }
    return high;
}

bool phw_pulse_grid_fit(phw_pulse_grid *out, const phw_pulse_runs *runs, unsigned most)
{
    if (runs->n < RUNS_LEAST + 2)
        return false;
    const double tenth = quantile(runs, 0.1);
    const double third = quantile(runs, 0.3);
    const double half = quantile(runs, 0.5);
    const double guess[N_GUESSES] = {tenth,    third,    half,
                                     half / 2, half / 3, quantile(runs, 0.75) / 2};
    phw_pulse_grid best = {.misfit = HUGE_VAL};
    for (size_t i = 0; i < N_GUESSES; ++i) {
        phw_pulse_grid g = {.unit = guess[i]};
        double bias = 0;
        for (int pass = 0; pass < PASSES && g.unit > 0; ++pass)
            improve(&g.unit, &bias, runs, most);
        if (!(g.unit >= 1 && fabs(bias) < 0.6 * g.unit) ||
            is_too_fine(runs, g.unit, bias, most))
            continue;
        g.misfit = misfit_of(runs, g.unit, bias, most);
        if (g.misfit < best.misfit)
            best = g;
    }
    *out = best;
    return isfinite(best.misfit);
}

/* The running sum at any place within the waveform. */
static double sum_at(const phw_pulse_waveform *w, double place)
{
    const size_t i = (size_t)place;
    if (i >= w->n)
        return w->sum[w->n];
    return w->sum[i] + (place - (double)i) * (w->sum[i + 1] - w->sum[i]);
}

static double mean_over(const phw_pulse_waveform *w, double from, double to)
{
    const double first = fmax(0, fmin(from, (double)w->n));
    const double last = fmax(0, fmin(to, (double)w->n));
    const double outside = (to - from) - (last - first);
    return (sum_at(w, last) - sum_at(w, first) + outside * w->runs->low) / (to - from);
}

double phw_pulse_grid_chip(const phw_pulse_grid *g, const phw_pulse_waveform *w,
                           long long k)
{
    const double from = g->origin + (double)k * g->unit;
    return mean_over(w, from, from + g->unit);
}

long long phw_pulse_grid_end(const phw_pulse_grid *g, const phw_pulse_waveform *w)
{
    return (long long)ceil((phw_pulse_last(w) - g->origin) / g->unit - 0.4);
}

/* The symbol's edge at or before the burst's first one; of what is not keyed, behind
 * it, where the first symbol is whole. */
static void settle(phw_pulse_grid *g, const phw_pulse_waveform *w, unsigned per_symbol)
{
    const double symbol = g->unit * per_symbol;
    const double before = (phw_pulse_first(w) - g->origin) / symbol;
    const double whole =
        w->keyed ? floor(before + 0.4 / per_symbol) : ceil(before - 0.4 / per_symbol);
    g->origin += whole * symbol;
}

/* How full the chips are. Half symbols outside the burst cost a little: of two places
 * alike the one without counts. */
static double fullness(const phw_pulse_grid *g, const phw_pulse_waveform *w,
                       unsigned per_symbol)
{
    const double middle = (w->runs->low + w->runs->high) / 2;
    const double end = phw_pulse_last(w) - 0.4 * g->unit;
    double sum = 0;
    for (long long k = 0; g->origin + (double)k * g->unit < end; k += per_symbol) {
        const double one = phw_pulse_grid_chip(g, w, k);
        sum += per_symbol == 1 ? fabs(one - middle)
                               : fabs(one - phw_pulse_grid_chip(g, w, k + 1)) / 2;
    }
    const double before = fmax(0, phw_pulse_first(w) - g->origin) / g->unit;
    return sum - 0.05 * before * (w->runs->high - w->runs->low);
}

/* The fullest place of a grid of that unit; how full it is. */
static double fullest(phw_pulse_grid *g, const phw_pulse_waveform *w,
                      unsigned per_symbol)
{
    const double centre = (phw_pulse_first(w) + phw_pulse_last(w)) / 2;
    phw_pulse_grid best = *g;
    double most = -HUGE_VAL;
    for (int k = 0; k < N_SHIFTS * (int)per_symbol; ++k) {
        phw_pulse_grid tried = *g;
        tried.origin = centre + (double)k / N_SHIFTS * g->unit;
        settle(&tried, w, per_symbol);
        const double full = fullness(&tried, w, per_symbol);
        if (full > most) {
            most = full;
            best = tried;
        }
    }
    *g = best;
    return most;
}

void phw_pulse_grid_align(phw_pulse_grid *inout, const phw_pulse_waveform *w,
                          unsigned per_symbol)
{
    const double length = phw_pulse_last(w) - phw_pulse_first(w);
    const double n_units = fmax(1, length / inout->unit);
    const int n_stretches = inout->misfit > NOISY   ? STRETCHES_MANY
                            : inout->misfit > CLEAN ? STRETCHES_SOME
                                                    : STRETCHES_FEW;
    phw_pulse_grid best = *inout;
    double most = -HUGE_VAL;
    for (int i = 0; i < n_stretches; ++i) {
        const int steps = i - n_stretches / 2;
        phw_pulse_grid g = *inout;
        g.unit *= 1 + steps * STRETCH / n_units;
        const double full = fullest(&g, w, per_symbol);
        if (full > most) {
            most = full;
            best = g;
        }
    }
    *inout = best;
}
