#include "auth/alignment.h"

#include <complex.h>
#include <math.h>

#include "core/vectorised.h"

/* Grid points a unit of delay: the main lobe is two units wide. */
#define PER_UNIT 4
#define GRID_MAX (2 * PHW_ALIGNMENT_DELAY_MAX * PER_UNIT + 1)

#define NEWTON_STEPS 6

/* Sums that are kept side by side: without leave to reorder, one would be a chain. */
#define LANES 8

unsigned phw_fit_parameters(phw_fit fit)
{
    static const unsigned char parameters[PHW_N_FITS] = {
        [PHW_FIT_PHASE] = 1,
        [PHW_FIT_SLOPE] = 2,
        [PHW_FIT_GAIN] = 2,
        [PHW_FIT_FULL] = 3,
    };
    return parameters[fit];
}

bool phw_fit_has_delay(phw_fit fit)
{
    return fit == PHW_FIT_SLOPE || fit == PHW_FIT_FULL;
}

/* Adds n <= LANES tones, each to its own lane. */
static inline void add_tones(double lane[4][LANES], const float *r, const float *f,
                             size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const double r_re = (double)r[2 * i];
        const double r_im = (double)r[2 * i + 1];
        const double f_re = (double)f[2 * i];
        const double f_im = (double)f[2 * i + 1];
        lane[0][i] += r_re * r_re + r_im * r_im;
        lane[1][i] += f_re * f_re + f_im * f_im;
        lane[2][i] += f_re * r_re + f_im * r_im;
        lane[3][i] += f_im * r_re - f_re * r_im;
    }
}

PHW_VECTORISED static void add_all(double total[4], const float *r, const float *f,
                                   size_t n)
{
    double lane[4][LANES] = {{0}};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        add_tones(lane, r + 2 * i, f + 2 * i, LANES);
    add_tones(lane, r + 2 * i, f + 2 * i, n - i);
    for (size_t k = 0; k < 4; ++k) {
        total[k] = 0;
        for (size_t j = 0; j < LANES; ++j)
            total[k] += lane[k][j];
    }
}

void phw_alignment_read(phw_alignment *out, const phw_cf *reference,
                        const phw_cf *frame, size_t n)
{
    double total[4];
    add_all(total, (const float *)reference, (const float *)frame, n);
    *out = (phw_alignment){.reference_power = total[0],
                           .frame_power = total[1],
                           .re = total[2],
                           .im = total[3]};
}

static double complex product(const phw_cf *reference, const phw_cf *frame, size_t k)
{
    return (double complex)frame[k] * conj((double complex)reference[k]);
}

/* The sum and its first two derivatives by the angle 2 pi d. */
static void derive(double complex s[3], const phw_cf *reference, const phw_cf *frame,
                   const double *position, size_t n, double per_span, double delay)
{
    s[0] = s[1] = s[2] = 0;
    for (size_t k = 0; k < n; ++k) {
        const double x = position[k] * per_span;
        const double complex turned =
            product(reference, frame, k) * cexp(CMPLX(0, 2 * M_PI * delay * x));
        s[0] += turned;
        s[1] += CMPLX(0, x) * turned;
        s[2] -= x * x * turned;
    }
}

static double power(double complex x)
{
    return creal(x) * creal(x) + cimag(x) * cimag(x);
}

/* The best delay of the grid: every tone turns through all of it by one step a point.
 */
static double coarse_delay(const phw_cf *reference, const phw_cf *frame,
                           const double *position, size_t n, double per_span,
                           double range)
{
    double complex sum[GRID_MAX] = {0};
    const size_t n_side = (size_t)floor(range * PER_UNIT);
    const size_t n_grid = 2 * n_side + 1;
    for (size_t k = 0; k < n; ++k) {
        const double turn = 2 * M_PI / PER_UNIT * position[k] * per_span;
        const double complex step = cexp(CMPLX(0, turn));
        double complex now =
            product(reference, frame, k) * cexp(CMPLX(0, -turn * (double)n_side));
        for (size_t i = 0; i < n_grid; ++i) {
            sum[i] += now;
            now *= step;
        }
    }
    size_t best = n_side;
    for (size_t i = 0; i < n_grid; ++i) {
        if (power(sum[i]) > power(sum[best]))
            best = i;
    }
    return ((double)best - (double)n_side) / PER_UNIT;
}

static double span_of(const double *position, size_t n)
{
    double least = position[0];
    double most = position[0];
    for (size_t k = 1; k < n; ++k) {
        least = fmin(least, position[k]);
        most = fmax(most, position[k]);
    }
    return most - least;
}

void phw_alignment_search(phw_alignment *out, const phw_cf *reference,
                          const phw_cf *frame, const double *position, size_t n,
                          double range)
{
    double complex s[3];
    const double per_span = 1 / span_of(position, n);
    const double reach = fmin(range, ((double)n - 1) / 2);
    double delay = coarse_delay(reference, frame, position, n, per_span, reach);
    const double least = fmax(delay - 1.0 / PER_UNIT, -reach);
    const double most = fmin(delay + 1.0 / PER_UNIT, reach);
    for (int i = 0; i < NEWTON_STEPS; ++i) {
        derive(s, reference, frame, position, n, per_span, delay);
        const double slope = creal(conj(s[0]) * s[1]);
        const double bend = power(s[1]) + creal(conj(s[0]) * s[2]);
        if (!(bend < 0))
            break;
        delay = fmin(fmax(delay - slope / bend / (2 * M_PI), least), most);
    }
    derive(s, reference, frame, position, n, per_span, delay);
    phw_alignment_read(out, reference, frame, n);
    out->re = creal(s[0]);
    out->im = cimag(s[0]);
    out->delay = delay;
}

double phw_alignment_distance(const phw_alignment *a, phw_fit fit)
{
    const double p = a->reference_power;
    const double q = a->frame_power;
    const double square = a->re * a->re + a->im * a->im;
    if (fit == PHW_FIT_NONE)
        return fmax(p + q - 2 * a->re, 0);
    if (fit == PHW_FIT_PHASE || fit == PHW_FIT_SLOPE)
        return fmax(p + q - 2 * sqrt(square), 0);
    const double greater = (p + q + sqrt((p - q) * (p - q) + 4 * square)) / 2;
    return greater > 0 ? fmax(2 * (p * q - square) / greater, 0) : 0;
}

double phw_alignment_coherence(const phw_alignment *a)
{
    const double scale = a->reference_power * a->frame_power;
    const double square = a->re * a->re + a->im * a->im;
    return scale > 0 ? fmin(square / scale, 1) : 0;
}
