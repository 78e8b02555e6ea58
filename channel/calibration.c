#include "channel/calibration.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

/* Rounds in which the frames' phases and their mean settle; the first is within noise
 * already. */
enum {
    ROUNDS = 4
};

/* conj(ba) ab of one subcarrier: m |h_BA|^2, turned by the frame's phase. */
static double complex product(phw_cf ab, phw_cf ba)
{
    return (double complex)ab * conj((double complex)ba);
}

static double complex unit(double complex z)
{
    const double r = cabs(z);
    return r > 0 ? z / r : 1;
}

typedef struct pairs {
    const phw_cf *ab;
    const phw_cf *ba;
    size_t n_frames;
    size_t n;
} pairs;

/* The frames' phases: each is that of its products against the sum of all, which is
 * gathered on the way. `sum` is room for n. */
static void find_phases(double complex *phase, double complex *sum, const pairs *p)
{
    for (size_t k = 0; k < p->n; ++k)
        sum[k] = product(p->ab[k], p->ba[k]);
    for (size_t i = 0; i < (size_t)ROUNDS * p->n_frames; ++i) {
        const size_t f = i % p->n_frames;
        const phw_cf *ab = p->ab + f * p->n;
        const phw_cf *ba = p->ba + f * p->n;
        double complex along = 0;
        for (size_t k = 0; k < p->n; ++k)
            along += product(ab[k], ba[k]) * conj(sum[k]);
        phase[f] = unit(along);
        for (size_t k = 0; k < p->n; ++k)
            sum[k] += product(ab[k], ba[k]) * conj(phase[f]);
    }
    /* The sum began with the first frame twice: its phase is the origin. */
    const double complex origin = conj(phase[0]);
    for (size_t f = 0; f < p->n_frames; ++f)
        phase[f] *= origin;
}

static phw_status principal_axis(phw_cf *m, const pairs *p, const double complex *phase,
                                 size_t k)
{
    double ab = 0;
    double ba = 0;
    double complex cross = 0;
    for (size_t f = 0; f < p->n_frames; ++f) {
        const size_t at = f * p->n + k;
        ab += phw_cf_power(p->ab[at]);
        ba += phw_cf_power(p->ba[at]);
        cross += product(p->ab[at], p->ba[at]) * (phase != NULL ? conj(phase[f]) : 1);
    }
    if (!(ab > 0) || !(ba > 0) || !(cabs(cross) > 0))
        return phw_fail(PHW_ESHORT,
                        "calibration: subcarrier %zu holds no channel in one direction",
                        k);
    /* Of [[ab, cross], [cross*, ba]]: m = 2 cross / (ba - ab + root), from the side
     * that does not cancel. */
    const double root = hypot(ab - ba, 2 * cabs(cross));
    *m = ba >= ab ? (phw_cf)(2 * cross / (ba - ab + root))
                  : (phw_cf)((ab - ba + root) / (2 * conj(cross)));
    return PHW_OK;
}

static phw_status find_all(phw_cf *m, const pairs *p, const double complex *phase)
{
    for (size_t k = 0; k < p->n; ++k)
        PHW_TRY(principal_axis(&m[k], p, phase, k));
    return PHW_OK;
}

phw_status phw_calibration_estimate(phw_cf *m, const phw_cf *ab, const phw_cf *ba,
                                    size_t n_frames, size_t n, bool common_phase)
{
    if (n_frames == 0 || n == 0)
        return phw_fail(
            PHW_EARG,
            "calibration: %zu frames of %zu subcarriers; expected 1 or more "
            "of each",
            n_frames, n);
    const pairs p = {ab, ba, n_frames, n};
    phw_cf *found = NULL;
    double complex *phase = NULL;
    double complex *sum = NULL;
    phw_status s = phw_array_alloc(&found, n, sizeof *found);
    if (!s && common_phase)
        s = phw_array_alloc(&phase, n_frames, sizeof *phase);
    if (!s && common_phase)
        s = phw_array_alloc(&sum, n, sizeof *sum);
    if (!s && common_phase)
        find_phases(phase, sum, &p);
    if (!s)
        s = find_all(found, &p, phase);
    for (size_t k = 0; !s && k < n; ++k)
        m[k] = found[k];
    free(sum);
    free(phase);
    free(found);
    return s;
}

void phw_calibration_apply(phw_cf *inout, const phw_cf *m, size_t n_frames, size_t n)
{
    for (size_t f = 0; f < n_frames; ++f) {
        for (size_t k = 0; k < n; ++k)
            inout[f * n + k] *= m[k];
    }
}

double phw_calibration_variance(double noise_variance, double channel_power,
                                double m_power, size_t n_frames)
{
    return noise_variance * (1 + m_power) / ((double)n_frames * channel_power);
}

void phw_calibration_residual(phw_cf *out, size_t n, double variance,
                              const phw_rng *rng)
{
    phw_rng_normal_complex(out, rng, variance, 0, n);
    for (size_t i = 0; i < n; ++i)
        out[i] += 1.0F;
}
