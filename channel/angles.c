#include "channel/angles.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "channel/angle_spreads.h"

static double radians(double degrees)
{
    return degrees * (M_PI / 180);
}

static double solid_correlation(const double d[3])
{
    const double x = 2 * M_PI * sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
    return x > 0 ? sin(x) / x : 1;
}

/* Most moments that are made at once. */
#define RUN 1024

static void find_moments(double *out, unsigned first, unsigned n,
                         const phw_angles_choice *choice)
{
    const phw_angle_spread *spread = phw_angles_entry(choice);
    if (spread->moments != NULL) {
        spread->moments(out, first, n, &choice->params);
        return;
    }
    for (unsigned i = 0; i < n; ++i)
        out[i] = spread->moment(first + i, &choice->params);
}

/* sum_m j^m J_m(D) c_m cos(m psi), m != 0 twice. J_m by Miller's way: downwards from
 * where it is nothing, then scaled so that J_0 + 2 sum J_2k = 1. */
static void expand(double *re, double *im, const phw_angles_choice *choice, double D,
                   double psi)
{
    double moment[RUN]; /* c_1 .. c_RUN, or RUN more each time */
    const unsigned top = 2 * (unsigned)(D / 2 + 8 * cbrt(D) + 16);
    double above = 0;
    double here = 1e-200;
    double norm = 0;
    double even = 0;
    double odd = 0;
    for (unsigned m = top; m >= 1; --m) {
        const unsigned place = (m - 1) % RUN;
        if (m == top || place == RUN - 1)
            find_moments(moment, m - place, place + 1, choice);
        const double c = moment[place];
        const double term = c != 0 ? 2 * here * c * cos(m * psi) : 0;
        even += m % 4 == 0 ? term : m % 4 == 2 ? -term : 0;
        odd += m % 4 == 1 ? term : m % 4 == 3 ? -term : 0;
        norm += m % 2 == 0 ? 2 * here : 0;
        const double below = 2.0 * m / D * here - above;
        above = here;
        here = below;
        if (fabs(here) > 1e100) {
            above *= 1e-200;
            here *= 1e-200;
            norm *= 1e-200;
            even *= 1e-200;
            odd *= 1e-200;
        }
    }
    *re = (here + even) / (here + norm);
    *im = odd / (here + norm);
}

static void planar_correlation(double *re, double *im, const phw_angles_choice *choice,
                               const double d[3])
{
    const bool directed = phw_angles_entry(choice)->n_params > 0;
    const double *value = choice->params.value;
    const double mean = directed ? radians(value[PHW_ANGLE_MEAN_DEG]) : 0;
    const double elevation = directed ? radians(value[PHW_ANGLE_ELEVATION_DEG]) : 0;
    const double D = 2 * M_PI * cos(elevation) * hypot(d[0], d[1]);
    double even = j0(D);
    double odd = 0;
    /* Below, all but 1 is less than 1e-12. */
    if (directed && D > 1e-12)
        expand(&even, &odd, choice, D, mean - atan2(d[1], d[0]));
    const double lift = 2 * M_PI * d[2] * sin(elevation);
    *re = even * cos(lift) - odd * sin(lift);
    *im = even * sin(lift) + odd * cos(lift);
}

void phw_angles_correlation(double *re, double *im, const phw_angles_choice *choice,
                            const double d[3])
{
    *re = 0;
    *im = 0;
    if (!(d[0] * d[0] + d[1] * d[1] + d[2] * d[2] <= PHW_ANGLES_FAR * PHW_ANGLES_FAR))
        return;
    if (phw_angles_entry(choice)->solid)
        *re = solid_correlation(d);
    else
        planar_correlation(re, im, choice, d);
}

/* u.v = |w| cos(a - b) + v_z sin e, w the part along the plane, b its azimuth. */
double phw_angles_variance(const phw_angles_choice *choice, const double v[3])
{
    const phw_angle_spread *spread = phw_angles_entry(choice);
    const double square = v[0] * v[0] + v[1] * v[1];
    if (spread->solid)
        return (square + v[2] * v[2]) / 3;
    if (spread->n_params == 0)
        return square / 2;
    const double *value = choice->params.value;
    const double angle = radians(value[PHW_ANGLE_MEAN_DEG]) - atan2(v[1], v[0]);
    const double flat = cos(radians(value[PHW_ANGLE_ELEVATION_DEG]));
    const double mean = spread->moment(1, &choice->params) * cos(angle);
    const double twice = spread->moment(2, &choice->params) * cos(2 * angle);
    return flat * flat * square * fmax(0.5 * (1 + twice) - mean * mean, 0);
}

/* The widest deviation with a density above e^-50 of the greatest: where the table's
 * cells are worth having. */
static double reach(const phw_angles_choice *choice)
{
    const phw_angle_spread *spread = phw_angles_entry(choice);
    double x = M_PI;
    while (x > 1e-6 && spread->density(x, &choice->params) < 2e-22)
        x *= 0.9;
    return x;
}

/* The distribution at the cells' edges, by the midpoint rule. */
static void tabulate(phw_angles_sampler *out)
{
    const phw_params *params = &out->choice.params;
    const phw_angle_spread *spread = phw_angles_entry(&out->choice);
    const double edge = reach(&out->choice);
    const double step = 2 * edge / PHW_ANGLES_CELLS;
    for (size_t i = 0; i < PHW_ANGLES_CELLS; ++i)
        out->share[i + 1] =
            out->share[i] + spread->density(step * ((double)i + 0.5) - edge, params);
    const double total = out->share[PHW_ANGLES_CELLS];
    for (size_t i = 1; i <= PHW_ANGLES_CELLS; ++i)
        out->share[i] /= total;
    out->edge = edge;
}

void phw_angles_sampler_fill(phw_angles_sampler *out, const phw_angles_choice *choice)
{
    *out = (phw_angles_sampler){.choice = *choice};
    if (phw_angles_entry(choice)->density != NULL)
        tabulate(out);
}

/* The cell of the share by halving, and linear in it. */
static double search(const phw_angles_sampler *sampler, double u)
{
    size_t low = 0;
    size_t high = PHW_ANGLES_CELLS;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (sampler->share[middle] <= u)
            low = middle;
        else
            high = middle;
    }
    const double more = sampler->share[high] - sampler->share[low];
    const double within = more > 0 ? (u - sampler->share[low]) / more : 0.5;
    return sampler->edge * (2 * ((double)low + within) / PHW_ANGLES_CELLS - 1);
}

static double deviation(const phw_angles_sampler *sampler, double u)
{
    const phw_angle_spread *spread = phw_angles_entry(&sampler->choice);
    return spread->quantile != NULL ? spread->quantile(u, &sampler->choice.params)
                                    : search(sampler, u);
}

void phw_angles_direction(double out[3], const phw_angles_sampler *sampler, double u,
                          double v)
{
    const phw_angle_spread *spread = phw_angles_entry(&sampler->choice);
    const double *value = sampler->choice.params.value;
    double azimuth;
    double up;
    if (spread->solid) {
        azimuth = 2 * M_PI * u;
        up = 2 * v - 1;
    } else {
        const bool directed = spread->n_params > 0;
        azimuth =
            deviation(sampler, u) + (directed ? radians(value[PHW_ANGLE_MEAN_DEG]) : 0);
        up = directed ? sin(radians(value[PHW_ANGLE_ELEVATION_DEG])) : 0;
    }
    const double flat = sqrt(1 - up * up);
    out[0] = flat * cos(azimuth);
    out[1] = flat * sin(azimuth);
    out[2] = up;
}
