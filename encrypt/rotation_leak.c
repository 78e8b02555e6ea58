#include "encrypt/rotation_leak.h"

#include <math.h>

#include "encrypt/rings.h"
#include "phy/modem.h"

static const double pi = 3.14159265358979323846;

/* Above the rounding of single precision in liquid-dsp's points (4e-7 rad for PSK),
 * far below the step of 2^16 phases. */
#define SAME_ANGLE 1e-6

static double angle_of(phw_cf x)
{
    return atan2((double)cimagf(x), (double)crealf(x));
}

/* The ring whose radius is nearest. */
static size_t ring_of(const phw_rings *rings, phw_cf x)
{
    const double radius = sqrt(phw_cf_power(x));
    size_t nearest = 0;
    for (size_t i = 1; i < rings->n; ++i) {
        if (fabs(rings->radius[i] - radius) < fabs(rings->radius[nearest] - radius))
            nearest = i;
    }
    return nearest;
}

double phw_rotation_leak_bits(const phw_cf *points, size_t n, unsigned phase_bits)
{
    const double step = 2 * pi / ldexp(1, (int)phase_bits);
    size_t ring[PHW_MODEM_POINTS_MAX];
    size_t first[PHW_MODEM_POINTS_MAX]; /* of each kind of points that look alike */
    size_t count[PHW_MODEM_POINTS_MAX];
    size_t n_kinds = 0;
    phw_rings rings;
    phw_rings_of(&rings, points, n);
    for (size_t i = 0; i < n; ++i) {
        size_t kind = 0;
        ring[i] = ring_of(&rings, points[i]);
        while (kind < n_kinds &&
               (ring[first[kind]] != ring[i] ||
                (rings.radius[ring[i]] > 0 &&
                 fabs(remainder(angle_of(points[i]) - angle_of(points[first[kind]]),
                                step)) > SAME_ANGLE)))
            ++kind;
        if (kind == n_kinds) {
            first[n_kinds] = i;
            count[n_kinds++] = 0;
        }
        ++count[kind];
    }
    double entropy = 0;
    for (size_t k = 0; k < n_kinds && n_kinds > 1; ++k)
        entropy -= (double)count[k] / (double)n * log2((double)count[k] / (double)n);
    return entropy;
}

bool phw_rotation_hides(const phw_cf *points, size_t n, unsigned phase_bits)
{
    static const double slack = 0.01;
    const double leak = phw_rotation_leak_bits(points, n, phase_bits);
    return leak < slack || log2((double)n) - leak > 1 + slack;
}

double phw_rotation_grid_shown(const phw_cf *points, size_t n, unsigned phase_bits,
                               double snr)
{
    const double n_phases = ldexp(1, (int)phase_bits);
    double complex sum[PHW_MODEM_POINTS_MAX] = {0};
    double shown = 0;
    phw_rings rings;
    phw_rings_of(&rings, points, n);
    for (size_t i = 0; i < n; ++i) {
        const double turn = n_phases * angle_of(points[i]);
        sum[ring_of(&rings, points[i])] += CMPLX(cos(turn), sin(turn));
    }
    for (size_t r = 0; r < rings.n; ++r) {
        const double share = (double)rings.n_points[r] / (double)n;
        const double alike = cabs(sum[r]) / (double)rings.n_points[r];
        const double square = snr * rings.radius[r] * rings.radius[r];
        shown += share * 2 * exp(-n_phases * n_phases / (4 * square)) *
                 sqrt(fmax(1 - alike * alike, 0));
    }
    return shown;
}
