#include "channel/phase_mask.h"

#include <math.h>
#include <string.h>

#include "core/param.h"

/* Frequencies at which the fit is held to the mask, and rounds of it. */
enum {
    POINTS = 64,
    ROUNDS = 400
};

/* 20 dB a decade, and what rounding may add. */
#define STEEPEST (20 + 1e-9)

static phw_status check_step(const phw_phase_mask *m, size_t i)
{
    const double *f = m->offset_hz;
    const double *level = m->level_dbc_hz;
    if (!(f[i] > f[i - 1]))
        return phw_fail(PHW_EARG,
                        "phase mask: offset %g Hz after %g Hz; expected them "
                        "to rise",
                        f[i], f[i - 1]);
    const double fall = (level[i - 1] - level[i]) / log10(f[i] / f[i - 1]);
    if (!(fall >= 0 && fall <= STEEPEST))
        return phw_fail(PHW_EARG,
                        "phase mask: %g dB a decade between %g and %g Hz; expected a "
                        "fall of 0 to 20",
                        -fall, f[i - 1], f[i]);
    return PHW_OK;
}

phw_status phw_phase_mask_check(const phw_phase_mask *mask, double rate_hz)
{
    if (mask->n == 0)
        return PHW_OK;
    if (mask->n < 2 || mask->n > PHW_PHASE_MASK_MAX)
        return phw_fail(PHW_EARG, "phase mask: %zu points; expected 2 to %d", mask->n,
                        PHW_PHASE_MASK_MAX);
    for (size_t i = 0; i < mask->n; ++i) {
        const double f = mask->offset_hz[i];
        const double level = mask->level_dbc_hz[i];
        if (!(f > 0 && f <= rate_hz / 2))
            return phw_fail(PHW_EARG,
                            "phase mask: offset %g Hz; expected above 0 and at most "
                            "half the sample rate, %g Hz",
                            f, rate_hz / 2);
        if (!(level >= -200 && level <= -20))
            return phw_fail(PHW_EARG,
                            "phase mask: %g dBc/Hz at %g Hz; expected -200 to -20",
                            level, f);
        if (i > 0)
            PHW_TRY(check_step(mask, i));
    }
    return PHW_OK;
}

/* The mask at f, between its ends. */
static double mask_level(const phw_phase_mask *m, double f)
{
    size_t i = 1;
    while (i + 1 < m->n && f > m->offset_hz[i])
        ++i;
    const double part =
        log(f / m->offset_hz[i - 1]) / log(m->offset_hz[i] / m->offset_hz[i - 1]);
    const double *level = m->level_dbc_hz;
    return pow(10, (level[i - 1] + part * (level[i] - level[i - 1])) / 10);
}

/* L of a process of variance 1. */
static double shape(double corner_hz, double f)
{
    const double x = f / corner_hz;
    return 1 / (M_PI * corner_hz * (1 + x * x));
}

/* Spread evenly over log f between two frequencies, i of n. */
static double between(double from, double to, size_t i, size_t n)
{
    return from * pow(to / from, (double)i / (double)(n - 1));
}

typedef struct fit {
    double kernel[POINTS][PHW_PHASE_MASK_POLES]; /* each pole's share over the mask */
    double variance[PHW_PHASE_MASK_POLES];
} fit;

/* One round of expectation maximisation for the mask divided by itself: every point
 * counts alike, and no variance becomes negative (Lee and Seung, NIPS 2000, eq. 5). */
static void improve(fit *f)
{
    double gain[PHW_PHASE_MASK_POLES] = {0};
    double whole[PHW_PHASE_MASK_POLES] = {0};
    for (size_t p = 0; p < POINTS; ++p) {
        double sum = 0;
        for (size_t i = 0; i < PHW_PHASE_MASK_POLES; ++i)
            sum += f->kernel[p][i] * f->variance[i];
        for (size_t i = 0; i < PHW_PHASE_MASK_POLES; ++i) {
            gain[i] += f->kernel[p][i] / sum;
            whole[i] += f->kernel[p][i];
        }
    }
    for (size_t i = 0; i < PHW_PHASE_MASK_POLES; ++i)
        f->variance[i] *= gain[i] / whole[i];
}

void phw_phase_poles_fit(phw_phase_poles *out, const phw_phase_mask *mask)
{
    *out = (phw_phase_poles){0};
    if (mask->n == 0)
        return;
    const double first = mask->offset_hz[0];
    const double last = mask->offset_hz[mask->n - 1];
    fit f;
    out->n = PHW_PHASE_MASK_POLES;
    for (size_t i = 0; i < out->n; ++i) {
        out->corner_hz[i] = between(first / 4, 2 * last, i, out->n);
        f.variance[i] = mask_level(mask, fmax(first, fmin(out->corner_hz[i], last))) *
                        out->corner_hz[i];
    }
    for (size_t p = 0; p < POINTS; ++p) {
        const double at = between(first, last, p, POINTS);
        for (size_t i = 0; i < out->n; ++i)
            f.kernel[p][i] = shape(out->corner_hz[i], at) / mask_level(mask, at);
    }
    for (int round = 0; round < ROUNDS; ++round)
        improve(&f);
    for (size_t i = 0; i < out->n; ++i)
        out->spread_rad[i] = sqrt(f.variance[i]);
}

double phw_phase_poles_level(const phw_phase_poles *poles, double offset_hz)
{
    double sum = 0;
    for (size_t i = 0; i < poles->n; ++i)
        sum += poles->spread_rad[i] * poles->spread_rad[i] *
               shape(poles->corner_hz[i], offset_hz);
    return sum;
}

double phw_phase_poles_variance(const phw_phase_poles *poles, double tau_s)
{
    double sum = 0;
    for (size_t i = 0; i < poles->n; ++i) {
        const double power = poles->spread_rad[i] * poles->spread_rad[i];
        sum -= 2 * power * expm1(-2 * M_PI * poles->corner_hz[i] * fabs(tau_s));
    }
    return sum;
}

/* "1k:-90" */
static phw_status read_point(phw_phase_mask *m, char *text)
{
    text += strspn(text, " ");
    char *colon = strchr(text, ':');
    if (m->n == PHW_PHASE_MASK_MAX)
        return phw_fail(PHW_EARG, "phase mask: more than %d points",
                        PHW_PHASE_MASK_MAX);
    if (colon == NULL)
        return phw_fail(PHW_EARG, "phase mask: \"%s\"; expected OFFSET:LEVEL", text);
    *colon = '\0';
    PHW_TRY(phw_param_number(&m->offset_hz[m->n], text, "Hz"));
    text = colon + 1 + strspn(colon + 1, " ");
    text[strcspn(text, " ")] = '\0';
    PHW_TRY(phw_param_number(&m->level_dbc_hz[m->n], text, "dBc/Hz"));
    ++m->n;
    return PHW_OK;
}

phw_status phw_phase_mask_read(phw_phase_mask *out, const char *text)
{
    char copy[512];
    phw_phase_mask m = {0};
    if (strlen(text) >= sizeof copy)
        return phw_fail(PHW_EARG, "phase mask: more than %zu characters",
                        sizeof copy - 1);
    memcpy(copy, text, strlen(text) + 1);
    char *rest = NULL;
    for (char *point = strtok_r(copy, ",", &rest); point != NULL;
         point = strtok_r(NULL, ",", &rest))
        PHW_TRY(read_point(&m, point));
    *out = m;
    return PHW_OK;
}
