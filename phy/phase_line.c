#include "phy/phase_line.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/fft.h"
#include "core/signal.h"

/* Delays looked at between two that the carriers just tell apart: the best of them is
 * then on the main lobe's own slope. */
#define OVERSAMPLING 8

/* Grid points that may hide the highest top. */
#define TOP 0.98

#define POINTS_MAX ((size_t)1 << 20)

/* Newton's steps end where doubles do. */
#define STEPS_MAX 50

struct phw_phase_finder {
    size_t n;
    double *offset_hz; /* from the middle, so that delay and phase are told apart */
    size_t *bin;       /* of each carrier on the grid of the least distance */
    double *phase;     /* n: unwrapped */
    double middle_hz;
    double least_hz; /* distance */
    phw_fft *fft;
    size_t n_points;
    phw_cf *grid;
    double *power; /* of each delay, over all antennas */
};

static phw_status alloc(phw_phase_finder *f)
{
    PHW_TRY(phw_array_alloc(&f->offset_hz, f->n, sizeof *f->offset_hz));
    PHW_TRY(phw_array_alloc(&f->bin, f->n, sizeof *f->bin));
    PHW_TRY(phw_array_alloc(&f->phase, f->n, sizeof *f->phase));
    PHW_TRY(phw_array_alloc(&f->grid, f->n_points, sizeof *f->grid));
    PHW_TRY(phw_array_alloc(&f->power, f->n_points, sizeof *f->power));
    return phw_fft_create(&f->fft, f->n_points, PHW_FFT_INVERSE);
}

/* The grid's size; 0 when the offsets are none. */
static size_t n_points(double *least_hz, const double *offset_hz, size_t n)
{
    double least = HUGE_VAL;
    for (size_t k = 1; k < n; ++k)
        least = fmin(least, offset_hz[k] - offset_hz[k - 1]);
    if (n < 2 || !(least > 0) || !isfinite(offset_hz[0]) || !isfinite(offset_hz[n - 1]))
        return 0;
    least = fmax(least, *least_hz);
    const double most = OVERSAMPLING * ((offset_hz[n - 1] - offset_hz[0]) / least + 1);
    size_t points = 1;
    while (points < POINTS_MAX && (double)points < most)
        points *= 2;
    *least_hz = least;
    return (double)points < most ? 0 : points;
}

phw_status phw_phase_finder_create(phw_phase_finder **out, const double *offset_hz,
                                   size_t n_carriers, double spacing_hz)
{
    double least_hz = spacing_hz;
    const size_t points = n_points(&least_hz, offset_hz, n_carriers);
    if (points == 0)
        return phw_fail(PHW_EARG,
                        "phase line: %zu carriers whose offsets do not rise, or not by "
                        "distances alike; expected two or more subcarriers",
                        n_carriers);
    phw_phase_finder *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    f->n = n_carriers;
    f->n_points = points;
    f->least_hz = least_hz;
    const phw_status s = alloc(f);
    if (s) {
        phw_phase_finder_destroy(f);
        return s;
    }
    f->middle_hz = (offset_hz[0] + offset_hz[n_carriers - 1]) / 2;
    for (size_t k = 0; k < n_carriers; ++k) {
        f->offset_hz[k] = offset_hz[k] - f->middle_hz;
        f->bin[k] = (size_t)((offset_hz[k] - offset_hz[0]) / least_hz + 0.5);
    }
    *out = f;
    return PHW_OK;
}

void phw_phase_finder_destroy(phw_phase_finder *finder)
{
    if (finder == NULL)
        return;
    free(finder->offset_hz);
    free(finder->bin);
    free(finder->phase);
    free(finder->grid);
    free(finder->power);
    phw_fft_destroy(finder->fft);
    free(finder);
}

/* The power at delays tau = i / (N least distance), the later half of which are
 * negative: |sum_k z_k e^{+j 2 pi f_k tau}|^2 over all antennas. */
static void fill_power(phw_phase_finder *f, const phw_cf *z, size_t n_antennas)
{
    memset(f->power, 0, f->n_points * sizeof *f->power);
    for (size_t a = 0; a < n_antennas; ++a) {
        memset(f->grid, 0, f->n_points * sizeof *f->grid);
        for (size_t k = 0; k < f->n; ++k)
            f->grid[f->bin[k]] += z[a * f->n + k];
        phw_fft_execute(f->fft, f->grid, f->grid);
        for (size_t i = 0; i < f->n_points; ++i)
            f->power[i] += phw_cf_power(f->grid[i]);
    }
}

static double delay_at(const phw_phase_finder *f, size_t i)
{
    const double turns = (double)i - (i > f->n_points / 2 ? (double)f->n_points : 0);
    return turns / ((double)f->n_points * f->least_hz);
}

/* S = sum_k z_k e^{j w_k}, w_k = 2 pi f_k tau, and its first two derivatives by tau. */
static void sums(double complex s[3], const phw_phase_finder *f, const phw_cf *z,
                 double delay_s)
{
    s[0] = s[1] = s[2] = 0;
    for (size_t k = 0; k < f->n; ++k) {
        const double w = 2 * M_PI * f->offset_hz[k];
        const double complex x = (double complex)z[k] * cexp(CMPLX(0, w * delay_s));
        s[0] += x;
        s[1] += x * w;
        s[2] += x * w * w;
    }
}

/* sum over antennas of |S|^2, by tau: first and second derivative. */
static void slopes(double *first, double *second, const phw_phase_finder *f,
                   const phw_cf *z, size_t n_antennas, double delay_s)
{
    *first = *second = 0;
    for (size_t a = 0; a < n_antennas; ++a) {
        double complex s[3];
        sums(s, f, z + a * f->n, delay_s);
        /* S' = j s1, S'' = -s2. */
        *first += 2 * creal(conj(s[0]) * CMPLX(-cimag(s[1]), creal(s[1])));
        *second += 2 * (creal(s[1] * conj(s[1])) - creal(conj(s[0]) * s[2]));
    }
}

/* The top of the lobe that the coarse delay is on. */
static double fine_delay(const phw_phase_finder *f, const phw_cf *z, size_t n_antennas,
                         double delay_s)
{
    const double grid = 1 / ((double)f->n_points * f->least_hz);
    double low = delay_s - grid;
    double high = delay_s + grid;
    double tau = delay_s;
    for (size_t i = 0; i < STEPS_MAX; ++i) {
        double first = 0;
        double second = 0;
        slopes(&first, &second, f, z, n_antennas, tau);
        if (first > 0)
            low = tau;
        else
            high = tau;
        double next = second < 0 ? tau - first / second : (low + high) / 2;
        if (!(next > low && next < high))
            next = (low + high) / 2;
        if (fabs(next - tau) < 1e-9 * grid)
            return next;
        tau = next;
    }
    return tau;
}

static double power_at(const phw_phase_finder *f, const phw_cf *z, size_t n_antennas,
                       double delay_s)
{
    double power = 0;
    for (size_t a = 0; a < n_antennas; ++a) {
        double complex s[3];
        sums(s, f, z + a * f->n, delay_s);
        power += creal(s[0] * conj(s[0]));
    }
    return power;
}

/* The delay of most power. Between two grid points 1 % of it is lost at most, so every
 * top that is as near to the highest is climbed: which one wins is then the channel's
 * doing and not the grid's. */
static double best_delay(phw_phase_finder *f, const phw_cf *z, size_t n_antennas)
{
    double highest = 0;
    double best = -1;
    double delay_s = 0;
    fill_power(f, z, n_antennas);
    for (size_t i = 0; i < f->n_points; ++i)
        highest = fmax(highest, f->power[i]);
    for (size_t i = 0; i < f->n_points && highest > 0; ++i) {
        const double p = f->power[i];
        const double before = f->power[i > 0 ? i - 1 : f->n_points - 1];
        const double after = f->power[i + 1 < f->n_points ? i + 1 : 0];
        if (p < TOP * highest || p < before || p <= after)
            continue;
        const double tau = fine_delay(f, z, n_antennas, delay_at(f, i));
        const double power = power_at(f, z, n_antennas, tau);
        if (power > best) {
            best = power;
            delay_s = tau;
        }
    }
    return delay_s;
}

static double phase_at(const phw_phase_finder *f, const phw_cf *z, double delay_s)
{
    double complex s[3];
    sums(s, f, z, delay_s);
    return carg(s[0]);
}

/* The phases of one antenna behind a delay and a phase, unwrapped from the middle of
 * the band outwards. */
static void unwrap(phw_phase_finder *f, const phw_cf *z, const phw_phase_line *line)
{
    const size_t middle = f->n / 2;
    for (size_t k = 0; k < f->n; ++k) {
        const double w = 2 * M_PI * f->offset_hz[k];
        f->phase[k] = carg((double complex)z[k] *
                           cexp(CMPLX(0, w * line->delay_s - line->common_rad)));
    }
    for (size_t k = middle + 1; k < f->n; ++k)
        f->phase[k] -= 2 * M_PI * round((f->phase[k] - f->phase[k - 1]) / (2 * M_PI));
    for (size_t k = middle; k-- > 0;)
        f->phase[k] -= 2 * M_PI * round((f->phase[k] - f->phase[k + 1]) / (2 * M_PI));
}

/* Adds up what the line's least squares needs of one antenna: its own mean phase is
 * none of the slope's business. */
static double least(double *xy, double *xx, double *mean_x, const phw_phase_finder *f,
                    const phw_cf *z)
{
    double w = 0;
    double mx = 0;
    double my = 0;
    for (size_t k = 0; k < f->n; ++k) {
        const double p = phw_cf_power(z[k]);
        w += p;
        mx += p * f->offset_hz[k];
        my += p * f->phase[k];
    }
    *mean_x = w > 0 ? mx / w : 0;
    const double mean_y = w > 0 ? my / w : 0;
    for (size_t k = 0; k < f->n; ++k) {
        const double p = phw_cf_power(z[k]);
        const double x = f->offset_hz[k] - *mean_x;
        *xy += p * x * (f->phase[k] - mean_y);
        *xx += p * x * x;
    }
    return mean_y;
}

/* Each antenna is unwrapped behind the phase that it has at the delay. */
static void fit_least(phw_phase_line *line, phw_phase_finder *f, const phw_cf *z,
                      size_t n_antennas, size_t which)
{
    double xy = 0;
    double xx = 0;
    double mean_x = 0;
    double mean_y = 0;
    for (size_t a = 0; a < n_antennas; ++a) {
        const phw_cf *of = z + a * f->n;
        const phw_phase_line start = {phase_at(f, of, line->delay_s), line->delay_s};
        double x = 0;
        unwrap(f, of, &start);
        const double y = least(&xy, &xx, &x, f, of);
        if (a == which) {
            mean_x = x;
            mean_y = y;
        }
    }
    const double slope = xx > 0 ? xy / xx : 0;
    line->delay_s -= slope / (2 * M_PI);
    line->common_rad += mean_y - slope * mean_x;
}

/* Of antenna `which` alone, as it is written in the literature. */
static void fit_ends(phw_phase_line *line, phw_phase_finder *f, const phw_cf *z,
                     size_t which)
{
    unwrap(f, z + which * f->n, line);
    const double slope =
        (f->phase[f->n - 1] - f->phase[0]) / (f->offset_hz[f->n - 1] - f->offset_hz[0]);
    double mean = 0;
    double mean_x = 0;
    for (size_t k = 0; k < f->n; ++k) {
        mean += f->phase[k] / (double)f->n;
        mean_x += f->offset_hz[k] / (double)f->n;
    }
    line->delay_s -= slope / (2 * M_PI);
    line->common_rad += mean - slope * mean_x;
}

void phw_phase_find(phw_phase_line *out, phw_phase_finder *finder, const phw_cf *z,
                    size_t n_antennas, size_t which, phw_phase_fit fit)
{
    phw_phase_line line = {0};
    line.delay_s = best_delay(finder, z, n_antennas);
    line.common_rad = phase_at(finder, z + which * finder->n, line.delay_s);
    if (fit == PHW_PHASE_LEAST)
        fit_least(&line, finder, z, n_antennas, which);
    else if (fit == PHW_PHASE_ENDS)
        fit_ends(&line, finder, z, which);
    /* From the middle of the band to the offset 0. */
    line.common_rad = remainder(
        line.common_rad + 2 * M_PI * finder->middle_hz * line.delay_s, 2 * M_PI);
    *out = line;
}

void phw_phase_remove(phw_cf *z, const phw_phase_finder *finder, size_t n_antennas,
                      const phw_phase_line *line)
{
    for (size_t k = 0; k < finder->n; ++k) {
        const double f = finder->offset_hz[k] + finder->middle_hz;
        const double phase = 2 * M_PI * f * line->delay_s - line->common_rad;
        const double complex turn = cexp(CMPLX(0, phase));
        for (size_t a = 0; a < n_antennas; ++a)
            z[a * finder->n + k] =
                (phw_cf)((double complex)z[a * finder->n + k] * turn);
    }
}
