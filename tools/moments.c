#include "tools/moments.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#define TAIL 0.025

void phw_moments_add(phw_moments *inout, double x)
{
    if (!isfinite(x))
        return;
    const double before = x - inout->mean;
    ++inout->n;
    inout->mean += before / (double)inout->n;
    inout->squares += before * (x - inout->mean);
}

void phw_moments_merge(phw_moments *inout, const phw_moments *part)
{
    if (part->n == 0)
        return;
    const double n = (double)inout->n;
    const double more = (double)part->n;
    const double apart = part->mean - inout->mean;
    inout->n += part->n;
    inout->mean += apart * more / (n + more);
    inout->squares += part->squares + apart * apart * n * more / (n + more);
}

phw_interval phw_moments_interval(const phw_moments *m)
{
    if (m->n < 2)
        return (phw_interval){-HUGE_VAL, HUGE_VAL};
    const double freedom = (double)m->n - 1;
    const double half =
        gsl_cdf_tdist_Qinv(TAIL, freedom) * sqrt(m->squares / freedom / (double)m->n);
    return (phw_interval){m->mean - half, m->mean + half};
}
