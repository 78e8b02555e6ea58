#include "encrypt/observer.h"

#include <math.h>

#include <gsl/gsl_sf_bessel.h>

static const double pi = 3.14159265358979323846;

/* Phases that are added one by one. */
#define FEW 8

static size_t nearest_ring(const phw_rings *rings, double radius)
{
    size_t nearest = 0;
    for (size_t i = 1; i < rings->n; ++i) {
        if (fabs(rings->radius[i] - radius) < fabs(rings->radius[nearest] - radius))
            nearest = i;
    }
    return nearest;
}

void phw_observer_init(phw_observer *out, const phw_cf *points, size_t n_points,
                       unsigned phase_bits, bool hidden, double snr)
{
    *out = (phw_observer){.n_points = n_points,
                          .snr = snr,
                          .n_phases = ldexp(1, (int)phase_bits),
                          .sees_nothing = hidden};
    phw_rings_of(&out->rings, points, n_points);
    for (size_t i = 0; i < n_points; ++i) {
        out->ring[i] = nearest_ring(&out->rings, sqrt(phw_cf_power(points[i])));
        out->angle_rad[i] = atan2((double)cimagf(points[i]), (double)crealf(points[i]));
    }
}

/* The mean over the grid of exp(k (cos(angle - phase) - 1)), over that of the circle;
 * all phases, one by one. */
static double grid_exactly(double angle, double k, double n_phases)
{
    double sum = 0;
    for (unsigned i = 0; i < (unsigned)n_phases; ++i)
        sum += exp(k * (cos(angle - 2 * pi * i / n_phases) - 1));
    return sum / n_phases / gsl_sf_bessel_I0_scaled(k);
}

/* The same for normal phases: `turn` is the angle in the grid's own turns, `v` the
 * variance in these. Jacobi's theta function, by whichever of its two series ends
 * sooner. */
static double grid_normal(double turn, double v)
{
    if (v > 2)
        return 1 + 2 * exp(-v / 2) * cos(turn) + 2 * exp(-2 * v) * cos(2 * turn);
    const double near = remainder(turn, 2 * pi);
    double sum = 0;
    for (int i = -1; i <= 1; ++i)
        sum += exp(-pow(near - 2 * pi * i, 2) / (2 * v));
    return sum * sqrt(2 * pi / v);
}

/* What the angle adds to the magnitude, k the concentration about each phase. */
static double grid(const phw_observer *o, double angle, double k)
{
    if (k == 0)
        return 1;
    if (o->n_phases <= FEW)
        return grid_exactly(angle, k, o->n_phases);
    const double v = o->n_phases * o->n_phases / k;
    return v > 100 ? 1 : grid_normal(o->n_phases * angle, v);
}

/* Up to factors that are the same for all points. */
static void likelihoods(const phw_observer *o, double *p, double r, double angle)
{
    double at_ring[PHW_MODEM_POINTS_MAX];
    double k[PHW_MODEM_POINTS_MAX];
    for (size_t i = 0; i < o->rings.n; ++i) {
        const double a = o->rings.radius[i];
        k[i] = 2 * o->snr * r * a;
        at_ring[i] = exp(-o->snr * (r - a) * (r - a)) * gsl_sf_bessel_I0_scaled(k[i]);
    }
    for (size_t i = 0; i < o->n_points; ++i)
        p[i] = at_ring[o->ring[i]] * grid(o, angle - o->angle_rad[i], k[o->ring[i]]);
}

void phw_observer_posterior(const phw_observer *o, double *p, phw_cf y)
{
    const double r = sqrt(phw_cf_power(y));
    const double angle = atan2((double)cimagf(y), (double)crealf(y));
    double sum = 0;
    for (size_t i = 0; i < o->n_points; ++i)
        p[i] = 1;
    if (!o->sees_nothing)
        likelihoods(o, p, r, angle);
    for (size_t i = 0; i < o->n_points; ++i)
        sum += p[i];
    /* Beyond what doubles hold of every point: nothing is known. */
    for (size_t i = 0; i < o->n_points; ++i)
        p[i] = sum > 0 ? p[i] / sum : 1.0 / (double)o->n_points;
}

double phw_observer_decide(const phw_observer *o, size_t *decided, phw_cf y,
                           size_t sent)
{
    double p[PHW_MODEM_POINTS_MAX];
    phw_observer_posterior(o, p, y);
    size_t most = 0;
    for (size_t i = 1; i < o->n_points; ++i) {
        /* Equal but for rounding is equal: the first one is taken. */
        if (p[i] > p[most] * (1 + 1e-9))
            most = i;
    }
    *decided = most;
    return log2(fmax(p[sent], 1e-300) * (double)o->n_points);
}
