#include "channel/shadowing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/phasor.h"
#include "core/signal.h"

#define WAVES_PRESET 256
#define SIGMA_MAX_DB 40

/* Uniforms of a wave: how long and which way its two vectors are, and its phase. */
#define DRAWS 7

/* Newton's steps of a search: from the first on they come down on the root of a convex
 * function, and five reach double precision. */
#define STEPS 6

typedef struct wave {
    double first[3];  /* k / 2 pi, turns a metre */
    double second[3]; /* q / 2 pi */
    double phase;     /* turns */
} wave;

struct phw_shadowing {
    phw_shadowing_config config;
    wave *wave;
    double *turn; /* of n waves, then of them with the ends changed over */
    float *re;
    float *im;
    uint32_t *order;
};

/* The wave number, in 1/D, that a share u of the spectrum of e^{-d/D} over space lies
 * below: 2/pi (atan k - k / (1 + k^2)) = u; by the angle t whose tangent it is, (2 t -
 * sin 2 t) / pi = u, which begins as 4 t^3 / (3 pi). */
static double wave_number(double u)
{
    double t = cbrt(0.75 * M_PI * u);
    for (int i = 0; i < STEPS; ++i) {
        const double rise = 2 - 2 * cos(2 * t);
        t -= (2 * t - sin(2 * t) - M_PI * u) / rise;
    }
    return tan(t);
}

/* A vector of that length in a direction that is uniform over the sphere. */
static void point(double out[3], double length, const float u[2])
{
    const double up = 2 * (double)u[0] - 1;
    const double flat = sqrt(1 - up * up);
    const double angle = 2 * M_PI * (double)u[1];
    out[0] = length * flat * cos(angle);
    out[1] = length * flat * sin(angle);
    out[2] = length * up;
}

/* Lengths are stratified: one in each n-th of the spectrum, in both vectors, and which
 * goes with which is drawn. */
static void draw(phw_shadowing *s)
{
    const size_t n = s->config.n_waves;
    const double unit = 1 / (2 * M_PI * s->config.decorrelation_m);
    phw_rng shuffle = s->config.rng;
    shuffle.purpose ^= UINT32_C(1) << 23;
    phw_rng_permutation(s->order, &shuffle, n);
    for (size_t i = 0; i < n; ++i) {
        float u[DRAWS];
        phw_rng_uniform(u, &s->config.rng, DRAWS * i, DRAWS);
        const double first = ((double)i + (double)u[0]) / (double)n;
        const double second = ((double)s->order[i] + (double)u[1]) / (double)n;
        point(s->wave[i].first, unit * wave_number(first), u + 2);
        point(s->wave[i].second, unit * wave_number(second), u + 4);
        s->wave[i].phase = (double)u[6];
    }
}

static phw_status check(const phw_shadowing_config *c)
{
    if (!(c->sigma_db >= 0 && c->sigma_db <= SIGMA_MAX_DB))
        return phw_fail(PHW_EARG, "shadowing: sigma %g dB; expected 0 to %d",
                        c->sigma_db, SIGMA_MAX_DB);
    if (!(c->decorrelation_m > 0) || !isfinite(c->decorrelation_m))
        return phw_fail(PHW_EARG,
                        "shadowing: decorrelation distance %g m; expected above 0",
                        c->decorrelation_m);
    if (c->n_waves > PHW_SHADOWING_WAVES_MAX)
        return phw_fail(PHW_EARG, "shadowing: %zu waves; expected at most %d",
                        c->n_waves, PHW_SHADOWING_WAVES_MAX);
    return PHW_OK;
}

static phw_status allocate(phw_shadowing *s)
{
    const size_t n = s->config.n_waves;
    PHW_TRY(phw_array_alloc(&s->wave, n, sizeof *s->wave));
    PHW_TRY(phw_array_alloc(&s->order, n, sizeof *s->order));
    PHW_TRY(phw_array_alloc(&s->turn, 2 * n, sizeof *s->turn));
    PHW_TRY(phw_array_alloc(&s->re, 2 * n, sizeof *s->re));
    return phw_array_alloc(&s->im, 2 * n, sizeof *s->im);
}

phw_status phw_shadowing_create(phw_shadowing **out, const phw_shadowing_config *config)
{
    PHW_TRY(check(config));
    phw_shadowing *s = NULL;
    PHW_TRY(phw_array_alloc(&s, 1, sizeof *s));
    s->config = *config;
    if (s->config.n_waves == 0)
        s->config.n_waves = WAVES_PRESET;
    const phw_status status = allocate(s);
    if (status) {
        phw_shadowing_destroy(s);
        return status;
    }
    draw(s);
    *out = s;
    return PHW_OK;
}

void phw_shadowing_destroy(phw_shadowing *shadowing)
{
    if (shadowing == NULL)
        return;
    free(shadowing->wave);
    free(shadowing->order);
    free(shadowing->turn);
    free(shadowing->re);
    free(shadowing->im);
    free(shadowing);
}

void phw_shadowing_reset(phw_shadowing *shadowing, const phw_rng *rng)
{
    shadowing->config.rng = *rng;
    draw(shadowing);
}

static double dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static double distance(const double a[3], const double b[3])
{
    return hypot(hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
}

static phw_status check_place(const phw_shadowing *s, const double a[3])
{
    const double reach = PHW_SHADOWING_REACH * s->config.decorrelation_m;
    for (int i = 0; i < 3; ++i)
        if (!(fabs(a[i]) <= reach))
            return phw_fail(PHW_EARG,
                            "shadowing: a place at %g m; expected within %g m of the "
                            "origin, %g decorrelation distances",
                            a[i], reach, PHW_SHADOWING_REACH);
    return PHW_OK;
}

phw_status phw_shadowing_db(phw_shadowing *shadowing, double *out, const double a[3],
                            const double b[3])
{
    const phw_shadowing *s = shadowing;
    PHW_TRY(check_place(s, a));
    PHW_TRY(check_place(s, b));
    const size_t n = s->config.n_waves;
    for (size_t i = 0; i < n; ++i) {
        const wave *w = &s->wave[i];
        s->turn[i] = dot(w->first, a) + dot(w->second, b) + w->phase;
        s->turn[n + i] = dot(w->first, b) + dot(w->second, a) + w->phase;
    }
    phw_phasors(s->re, s->im, s->turn, 2 * n);
    /* Each pair first: the ends changed over give the same sum. */
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += (double)s->re[i] + (double)s->re[n + i];
    const double same = exp(-2 * distance(a, b) / s->config.decorrelation_m);
    *out = s->config.sigma_db * sum / sqrt((double)n * (1 + same));
    return PHW_OK;
}
