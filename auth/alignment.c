#include "auth/alignment.h"

#include <complex.h>
#include <math.h>

#include "core/vectorised.h"

/* Grid points a unit of delay: the main lobe is two units wide. */
#define PER_UNIT 4
#define GRID_MAX (2 * PHW_ALIGNMENT_DELAY_MAX * PER_UNIT + 1)

#define NEWTON_STEPS 5
#define N_MOMENTS    13

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

/* Where the tones are: x_k = (position_k - middle) per_span, within half a unit. */
typedef struct layout {
    double middle;
    double per_span;
} layout;

static layout layout_of(const double *position, size_t n)
{
    double least = position[0];
    double most = position[0];
    for (size_t k = 1; k < n; ++k) {
        least = fmin(least, position[k]);
        most = fmax(most, position[k]);
    }
    return (layout){(least + most) / 2, 1 / (most - least)};
}

static double complex turn(double angle)
{
    return CMPLX(cos(angle), sin(angle));
}

static double complex product(const phw_cf *reference, const phw_cf *frame, size_t k)
{
    return (double complex)frame[k] * conj((double complex)reference[k]);
}

static double power(double complex x)
{
    return creal(x) * creal(x) + cimag(x) * cimag(x);
}

/* LANES tones that turn through the grid side by side: real and imaginary parts. */
typedef struct tones {
    double re[LANES];
    double im[LANES];
    double step_re[LANES];
    double step_im[LANES];
} tones;

/* The sum of all lanes, halved again and again. */
static inline double add_lanes(double lane[LANES])
{
    for (size_t half = LANES / 2; half > 0; half /= 2) {
        for (size_t j = 0; j < half; ++j)
            lane[j] += lane[j + half];
    }
    return lane[0];
}

PHW_VECTORISED static void sweep(double (*sum)[2], size_t n_grid, tones *t)
{
    for (size_t i = 0; i < n_grid; ++i) {
        double re[LANES];
        double im[LANES];
        for (size_t j = 0; j < LANES; ++j) {
            re[j] = t->re[j];
            im[j] = t->im[j];
            t->re[j] = re[j] * t->step_re[j] - im[j] * t->step_im[j];
            t->im[j] = re[j] * t->step_im[j] + im[j] * t->step_re[j];
        }
        sum[i][0] += add_lanes(re);
        sum[i][1] += add_lanes(im);
    }
}

/* The best delay of the grid: every tone turns through all of it by one step a point.
 */
static double coarse_delay(const phw_cf *reference, const phw_cf *frame,
                           const double *position, size_t n, layout at, double range)
{
    double sum[GRID_MAX][2] = {{0}};
    const size_t n_side = (size_t)floor(range * PER_UNIT);
    for (size_t from = 0; from < n; from += LANES) {
        tones t = {{0}, {0}, {0}, {0}};
        for (size_t j = 0; j < LANES && from + j < n; ++j) {
            const size_t k = from + j;
            const double angle =
                2 * M_PI / PER_UNIT * (position[k] - at.middle) * at.per_span;
            const double complex step = turn(angle);
            const double complex start =
                product(reference, frame, k) * turn(-angle * (double)n_side);
            t.re[j] = creal(start);
            t.im[j] = cimag(start);
            t.step_re[j] = creal(step);
            t.step_im[j] = cimag(step);
        }
        sweep(sum, 2 * n_side + 1, &t);
    }
    size_t best = n_side;
    for (size_t i = 0; i < 2 * n_side + 1; ++i) {
        if (power(CMPLX(sum[i][0], sum[i][1])) >
            power(CMPLX(sum[best][0], sum[best][1])))
            best = i;
    }
    return ((double)best - (double)n_side) / PER_UNIT;
}

/* The moments sum_k z_k e^{j 2 pi d x_k} (j 2 pi x_k)^m / m! at one delay: around it
 * the sum is the power series of the delay's change, which is at most a quarter; what
 * N_MOMENTS leave out is below (pi / 4)^13 / 13! = 7e-12 of it. */
static void read_moments(double complex moment[N_MOMENTS], const phw_cf *reference,
                         const phw_cf *frame, const double *position, size_t n,
                         layout at, double delay)
{
    for (size_t m = 0; m < N_MOMENTS; ++m)
        moment[m] = 0;
    for (size_t k = 0; k < n; ++k) {
        const double angle = 2 * M_PI * (position[k] - at.middle) * at.per_span;
        double complex term = product(reference, frame, k) * turn(angle * delay);
        for (size_t m = 0; m < N_MOMENTS; ++m) {
            moment[m] += term;
            term *= CMPLX(0, angle / (double)(m + 1));
        }
    }
}

/* The sum and its first two derivatives by the delay, `change` from where the moments
 * are of: Horner's scheme. */
static void derive(double complex s[3], const double complex moment[N_MOMENTS],
                   double change)
{
    s[0] = s[1] = s[2] = 0;
    for (size_t m = N_MOMENTS; m-- > 0;) {
        s[2] = s[2] * change + 2 * s[1];
        s[1] = s[1] * change + s[0];
        s[0] = s[0] * change + moment[m];
    }
}

void phw_alignment_search(phw_alignment *out, const phw_cf *reference,
                          const phw_cf *frame, const double *position, size_t n,
                          double range)
{
    double complex moment[N_MOMENTS];
    double complex s[3];
    const layout at = layout_of(position, n);
    const double reach = fmin(range, ((double)n - 1) / 2);
    const double delay = coarse_delay(reference, frame, position, n, at, reach);
    const double least = fmax(-1.0 / PER_UNIT, -reach - delay);
    const double most = fmin(1.0 / PER_UNIT, reach - delay);
    double change = 0;
    read_moments(moment, reference, frame, position, n, at, delay);
    derive(s, moment, change);
    for (int i = 0; i < NEWTON_STEPS; ++i) {
        const double slope = creal(conj(s[0]) * s[1]);
        const double bend = power(s[1]) + creal(conj(s[0]) * s[2]);
        if (!(bend < 0))
            break;
        change = fmin(fmax(change - slope / bend, least), most);
        derive(s, moment, change);
    }
    phw_alignment_read(out, reference, frame, n);
    out->re = creal(s[0]);
    out->im = cimag(s[0]);
    out->delay = delay + change;
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
