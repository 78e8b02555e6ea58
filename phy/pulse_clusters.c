#include "phy/pulse_clusters.h"

#include <math.h>

#define PASSES 8

/* The first inner run of that level. */
static size_t first_of(const phw_pulse_runs *r, bool high)
{
    return phw_pulse_run_is_high(r, 1) == high ? 1 : 2;
}

static bool measure(phw_pulse_clusters *c, const phw_pulse_runs *r, bool high)
{
    double sum = 0;
    double square = 0;
    double least = HUGE_VAL;
    double most = 0;
    for (size_t i = first_of(r, high); i + 1 < r->n; i += 2) {
        const double d = phw_pulse_run_length(r, i);
        sum += d;
        square += d * d;
        least = fmin(least, d);
        most = fmax(most, d);
        ++c->n;
    }
    if (c->n == 0 || !(sum > 0))
        return false;
    c->mean = sum / (double)c->n;
    c->spread = sqrt(fmax(0, square / (double)c->n - c->mean * c->mean)) / c->mean;
    c->short_length = least;
    c->long_length = most;
    return true;
}

/* Two means of those below and above half way between the last two. */
static void divide(phw_pulse_clusters *c, const phw_pulse_runs *r, bool high)
{
    double sum[2] = {0};
    double square = 0;
    double n[2] = {0};
    c->middle = (c->short_length + c->long_length) / 2;
    for (size_t i = first_of(r, high); i + 1 < r->n; i += 2) {
        const double d = phw_pulse_run_length(r, i);
        sum[d > c->middle] += d;
        n[d > c->middle] += 1;
        square += d * d;
    }
    if (n[0] == 0 || n[1] == 0)
        return;
    c->short_length = sum[0] / n[0];
    c->long_length = sum[1] / n[1];
    const double within = square - sum[0] * c->short_length - sum[1] * c->long_length;
    c->misfit = sqrt(fmax(0, within) / (double)c->n) / c->short_length;
}

bool phw_pulse_clusters_find(phw_pulse_clusters *out, const phw_pulse_runs *runs,
                             bool high)
{
    phw_pulse_clusters c = {0};
    if (runs->n < 3 || !measure(&c, runs, high))
        return false;
    c.misfit = c.spread;
    for (int pass = 0; pass < PASSES; ++pass)
        divide(&c, runs, high);
    *out = c;
    return true;
}

bool phw_pulse_clusters_are_two(const phw_pulse_clusters *c)
{
    const double apart = (c->long_length - c->short_length) / c->short_length;
    return apart > 1.0 / 3 && c->misfit < apart / 5;
}

bool phw_pulse_clusters_are_one(const phw_pulse_clusters *c)
{
    return c->spread < 0.2;
}
