#include "channel/process_model.h"

#include <complex.h>
#include <math.h>

#include <gsl/gsl_cdf.h>

#include "channel/laws.h"
#include "channel/rice.h"
#include "channel/spectra.h"
#include "core/sample.h"

/* A smooth periodic integrand: the trapezoidal rule converges faster than any power. */
#define ANGLES 720

/* Of the angle between two waves. */
#define PHASES 48

/* Points of the integral over a Doppler spectrum's distribution. */
#define SHIFTS 8192

/* Terms and points of a stretched envelope's expansion: b_k^2 falls fast for what is
 * nearly the envelope itself. */
#define TERMS        12
#define POINTS       400
#define POWER_BEYOND 60.0

/* The steady waves of a model. */
typedef struct waves {
    size_t n;
    double v[PHW_LAW_WAVES_MAX];
    double shift[PHW_LAW_WAVES_MAX];
    double diffuse; /* share that scatters */
} waves;

static double complex turn(double turns)
{
    return CMPLX(cos(2 * M_PI * turns), sin(2 * M_PI * turns));
}

/* What the law makes of nothing, with the second wave along the first and against it,
 * are the amplitudes' sum and difference. */
static waves waves_of(const phw_process_model *m)
{
    const phw_law *law = phw_law_entry(&m->law);
    waves w = {.n = law->n_waves, .diffuse = 1};
    const double along[2][PHW_LAW_WAVES_MAX] = {{0, 0}, {0, 0.5}};
    phw_cf sum[2] = {0, 0};
    if (m->law.entry == NULL || (law->n_waves == 0 && m->steady > 0)) {
        w.n = m->steady > 0;
        w.v[0] = sqrt(m->steady);
        w.shift[0] = m->steady_shift;
        w.diffuse = 1 - m->steady;
        return w;
    }
    if (w.n == 0)
        return w;
    for (size_t i = 0; i < 2; ++i)
        law->apply(&sum[i], 1, along[i], &m->law.params);
    w.v[0] = ((double)crealf(sum[0]) + (double)crealf(sum[1])) / 2;
    w.v[1] = ((double)crealf(sum[0]) - (double)crealf(sum[1])) / 2;
    for (size_t i = 0; i < w.n; ++i) {
        w.shift[i] = law->shift(i, &m->law.params);
        w.diffuse -= w.v[i] * w.v[i];
    }
    /* What single precision leaves of a wave alone is no diffuse part. */
    w.diffuse = w.diffuse > 1e-5 ? w.diffuse : 0;
    return w;
}

static const phw_law *stretching(const phw_process_model *m)
{
    const phw_law *law = phw_law_entry(&m->law);
    return m->law.entry != NULL && law->stretch != NULL && m->steady <= 0 ? law : NULL;
}

bool phw_process_stretched(const phw_process_model *m)
{
    return stretching(m) != NULL;
}

double phw_process_diffuse(const phw_process_model *m)
{
    return waves_of(m).diffuse;
}

double phw_process_steady(const phw_process_model *m)
{
    const waves w = waves_of(m);
    return w.n == 1 || (w.n == 2 && w.v[1] <= 0) ? 1 - w.diffuse : 0;
}

static double complex gaussian(const phw_process_model *m, double x)
{
    double re = 0;
    double im = 0;
    phw_spectrum_correlation(&re, &im, &m->spectrum, x);
    return CMPLX(re, im);
}

/* L_k^1(y), k < TERMS: (k + 1) L_{k+1} = (2k + 2 - y) L_k - (k + 1) L_{k-1}. */
static void laguerre(double out[TERMS], double y)
{
    out[0] = 1;
    out[1] = 2 - y;
    for (int k = 1; k + 1 < TERMS; ++k)
        out[k + 1] = ((2 * k + 2 - y) * out[k] - (k + 1) * out[k - 1]) / (k + 1);
}

/* b_k^2: the powers at which g |g|^2k's part is in the stretched process. Midpoints of
 * u = sqrt(y), where the integrand is smooth. */
static void shares(double share[TERMS], const phw_process_model *m, const phw_law *law)
{
    double b[TERMS] = {0};
    double l[TERMS];
    double sum = 0;
    const double step = sqrt(POWER_BEYOND) / POINTS;
    for (int i = 0; i < POINTS; ++i) {
        const double u = (i + 0.5) * step;
        const double y = u * u;
        const double q = sqrt(law->stretch(y, &m->law.params));
        laguerre(l, y);
        for (int k = 0; k < TERMS; ++k)
            b[k] += q * u * l[k] * exp(-y) * 2 * u * step;
    }
    for (int k = 0; k < TERMS; ++k) {
        share[k] = b[k] * b[k] / (k + 1);
        sum += share[k];
    }
    /* What the further terms hold is at lag 0 alone, nearly. */
    for (int k = 0; k < TERMS; ++k)
        share[k] /= fmax(sum, 1e-9);
}

static double complex stretched(const phw_process_model *m, const phw_law *law,
                                double complex r)
{
    double share[TERMS];
    const double square = creal(r) * creal(r) + cimag(r) * cimag(r);
    double power = 1;
    double sum = 0;
    shares(share, m, law);
    for (int k = 0; k < TERMS; ++k) {
        sum += share[k] * power;
        power *= square;
    }
    return sum * r;
}

void phw_process_correlation(double *re, double *im, const phw_process_model *m,
                             double x)
{
    const phw_law *law = stretching(m);
    const waves w = waves_of(m);
    double complex r = gaussian(m, x);
    if (law != NULL)
        r = stretched(m, law, r);
    r *= w.diffuse;
    for (size_t i = 0; i < w.n; ++i)
        r += w.v[i] * w.v[i] * turn(w.shift[i] * x);
    *re = creal(r);
    *im = cimag(r);
}

double phw_process_cdf(const phw_process_model *m, double r)
{
    if (r <= 0)
        return 0;
    if (phw_process_diffuse(m) <= 0 && m->law.entry == NULL)
        return r >= 1;
    if (m->law.entry != NULL && m->steady <= 0)
        return phw_law_cdf(&m->law, r);
    return m->steady > 0 ? phw_rice_cdf(m->steady / (1 - m->steady), r)
                         : -expm1(-r * r);
}

double phw_process_kurtosis(const phw_process_model *m)
{
    return m->law.entry != NULL && m->steady <= 0 ? phw_law_kurtosis(&m->law)
                                                  : 2 - m->steady * m->steady;
}

/* Mean and variance of the shifts, by parts: E x = edge - int F dx, E x^2 = edge^2 -
 * 2 int x F dx. */
static void shifts(double *mean, double *variance, const phw_spectrum_choice *spectrum)
{
    const double edge = phw_spectrum_entry(spectrum)->edge;
    const double step = 2 * edge / SHIFTS;
    double first = edge;
    double second = edge * edge;
    for (int i = 0; i < SHIFTS; ++i) {
        const double x = -edge + step * (i + 0.5);
        const double f = phw_spectrum_cdf(spectrum, x);
        first -= step * f;
        second -= 2 * step * x * f;
    }
    *mean = first;
    *variance = fmax(second - first * first, 0);
}

/* E max(x, 0) of a normal x. */
static double rising(double mean, double sigma)
{
    if (sigma <= 0)
        return fmax(mean, 0);
    const double z = mean / sigma;
    return sigma * exp(-z * z / 2) / sqrt(2 * M_PI) + mean * gsl_cdf_ugaussian_P(z);
}

/* With the waves' sum at `a` and moving by `slope` beside what scatters, whose shifts
 * have that deviation. */
static double crossings_at(double r, double complex a, double complex slope,
                           double diffuse, double sigma)
{
    double sum = 0;
    for (int i = 0; i < ANGLES; ++i) {
        const double complex e = turn((double)i / ANGLES);
        const double complex off = r * e - a;
        const double apart = creal(off) * creal(off) + cimag(off) * cimag(off);
        const double density = r / (M_PI * diffuse) * exp(-apart / diffuse);
        sum += density * rising(creal(conj(e) * slope), sigma);
    }
    return sum * 2 * M_PI / ANGLES;
}

double phw_process_crossings(const phw_process_model *m, double r)
{
    const waves w = waves_of(m);
    double centre = 0;
    double spread = 0;
    double sum = 0;
    if (r <= 0 || w.diffuse <= 0)
        return 0;
    if (stretching(m) != NULL)
        r = sqrt(-log1p(-fmin(phw_process_cdf(m, r), 1 - 1e-15)));
    shifts(&centre, &spread, &m->spectrum);
    const double sigma = 2 * M_PI * sqrt(w.diffuse * spread / 2);
    const int phases = w.n > 1 ? PHASES : 1;
    for (int i = 0; i < phases; ++i) {
        double complex a = 0;
        double complex slope = 0;
        for (size_t k = 0; k < w.n; ++k) {
            const double complex wave = w.v[k] * turn(k > 0 ? (double)i / phases : 0);
            a += wave;
            slope += CMPLX(0, 2 * M_PI * (w.shift[k] - centre)) * wave;
        }
        sum += crossings_at(r, a, slope, w.diffuse, sigma) / phases;
    }
    return sum;
}

static double power_covariance(const phw_process_model *m, const waves *w, double x)
{
    const double complex r = gaussian(m, x);
    double sum = w->diffuse * w->diffuse * (creal(r) * creal(r) + cimag(r) * cimag(r));
    for (size_t i = 0; i < w->n; ++i)
        sum += 2 * w->diffuse * w->v[i] * w->v[i] * creal(r * turn(-w->shift[i] * x));
    if (w->n > 1)
        sum += 2 * w->v[0] * w->v[0] * w->v[1] * w->v[1] *
               creal(turn((w->shift[0] - w->shift[1]) * x));
    return sum;
}

double phw_process_independent(const phw_process_model *m, size_t n, double spacing)
{
    const waves w = waves_of(m);
    const double variance = power_covariance(m, &w, 0);
    if (variance <= 1e-9)
        return (double)n;
    double sum = 1;
    for (size_t k = 1; k < n; ++k)
        sum += 2 * (1 - (double)k / (double)n) *
               power_covariance(m, &w, (double)k * spacing) / variance;
    return (double)n / fmax(sum, 1e-3);
}
