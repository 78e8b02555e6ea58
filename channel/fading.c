#include "channel/fading.h"

#include <math.h>
#include <stdlib.h>

#include "channel/fading_sinusoids.h"
#include "channel/fading_spectral.h"
#include "core/signal.h"

/* Doubles count instants exactly up to here. */
#define INSTANTS_MAX (UINT64_C(1) << 52)

/* One of the two banks, or none when the processes are constants. */
struct phw_fading {
    size_t n;
    double doppler_hz;
    phw_rng rng;
    phw_fading_spectral *spectral;
    phw_fading_sinusoids *sinusoids;
};

static phw_status check_sinusoids(const phw_fading_config *c)
{
    const double redraw = c->redraw_periods;
    if (c->n_sinusoids > PHW_FADING_SINUSOIDS_MAX)
        return phw_fail(
            PHW_EARG, "fading: %zu sinusoids; expected 1 to %d, or 0 for %d",
            c->n_sinusoids, PHW_FADING_SINUSOIDS_MAX, PHW_FADING_SINUSOIDS_PRESET);
    if (c->n * c->n_sinusoids > PHW_FADING_TOTAL_SINUSOIDS_MAX)
        return phw_fail(PHW_EARG,
                        "fading: %zu processes of %zu sinusoids; expected at most %d "
                        "sinusoids in all",
                        c->n, c->n_sinusoids, PHW_FADING_TOTAL_SINUSOIDS_MAX);
    if (isnan(redraw) || redraw < 0 || redraw > PHW_FADING_REDRAW_MAX ||
        (redraw > 0 && redraw < PHW_FADING_REDRAW_MIN))
        return phw_fail(PHW_EARG,
                        "fading: redrawn every %g / fd; expected %d to %g, or 0 for "
                        "never",
                        redraw, PHW_FADING_REDRAW_MIN, PHW_FADING_REDRAW_MAX);
    return PHW_OK;
}

static phw_status check(const phw_fading_config *c)
{
    if (c->n == 0 || c->n > PHW_FADING_PROCESSES_MAX)
        return phw_fail(PHW_EARG, "fading: %zu processes; expected 1 to %d", c->n,
                        PHW_FADING_PROCESSES_MAX);
    if (!(c->doppler_hz >= 0 && c->doppler_hz <= PHW_FADING_DOPPLER_MAX_HZ))
        return phw_fail(PHW_EARG, "fading: Doppler %g Hz; expected 0 to %g",
                        c->doppler_hz, PHW_FADING_DOPPLER_MAX_HZ);
    if (c->generator != PHW_FADING_SPECTRAL && c->generator != PHW_FADING_SINUSOIDS)
        return phw_fail(PHW_EARG, "fading: there is no generator %d",
                        (int)c->generator);
    return check_sinusoids(c);
}

phw_status phw_fading_create(phw_fading **out, const phw_fading_config *config)
{
    PHW_TRY(check(config));
    phw_fading *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    f->n = config->n;
    f->doppler_hz = config->doppler_hz;
    f->rng = config->rng;
    phw_status s = PHW_OK;
    if (f->doppler_hz > 0 && config->generator == PHW_FADING_SPECTRAL)
        s = phw_fading_spectral_create(&f->spectral, config);
    else if (f->doppler_hz > 0)
        s = phw_fading_sinusoids_create(&f->sinusoids, config);
    if (s) {
        phw_fading_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

void phw_fading_destroy(phw_fading *fading)
{
    if (fading == NULL)
        return;
    phw_fading_spectral_destroy(fading->spectral);
    phw_fading_sinusoids_destroy(fading->sinusoids);
    free(fading);
}

void phw_fading_reset(phw_fading *fading, const phw_rng *rng)
{
    fading->rng = *rng;
    if (fading->spectral != NULL)
        phw_fading_spectral_reset(fading->spectral, rng);
    if (fading->sinusoids != NULL)
        phw_fading_sinusoids_reset(fading->sinusoids, rng);
}

static phw_status check_instant(const phw_fading *f, double time_s)
{
    if (!isfinite(time_s) || fabs(time_s) * f->doppler_hz > PHW_FADING_TURNS_MAX)
        return phw_fail(PHW_EARG, "fading: instant %g s at %g Hz Doppler is too far",
                        time_s, f->doppler_hz);
    return PHW_OK;
}

/* Without Doppler a process is one draw. */
static phw_cf frozen(const phw_fading *f, size_t i)
{
    phw_rng rng = f->rng;
    rng.purpose += (uint32_t)i;
    phw_cf value;
    phw_rng_normal_complex(&value, &rng, 1, 0, 1);
    return value;
}

static void read_checked(phw_fading *f, phw_cf *out, double time_s)
{
    if (f->spectral != NULL)
        phw_fading_spectral_read(f->spectral, out, time_s);
    else if (f->sinusoids != NULL)
        phw_fading_sinusoids_read(f->sinusoids, out, time_s);
    else
        for (size_t i = 0; i < f->n; ++i)
            out[i] = frozen(f, i);
}

phw_status phw_fading_read(phw_fading *fading, phw_cf *out, double time_s)
{
    PHW_TRY(check_instant(fading, time_s));
    read_checked(fading, out, time_s);
    return PHW_OK;
}

static phw_status check_series(const phw_fading *f, double start_s, double step_s,
                               uint64_t first, size_t count)
{
    size_t size = 0;
    uint64_t end = 0;
    if (!(step_s >= 0))
        return phw_fail(PHW_EARG, "fading: step %g s; expected 0 or more", step_s);
    if (__builtin_mul_overflow(count, f->n * sizeof(phw_cf), &size) ||
        __builtin_add_overflow(first, count, &end) || end > INSTANTS_MAX)
        return phw_fail(PHW_EARG,
                        "fading: %zu instants of %zu processes from number %llu on "
                        "are too many",
                        count, f->n, (unsigned long long)first);
    PHW_TRY(check_instant(f, start_s + (double)first * step_s));
    return check_instant(f, start_s + (double)end * step_s);
}

phw_status phw_fading_series(phw_fading *fading, phw_cf *out, double start_s,
                             double step_s, uint64_t first, size_t count)
{
    PHW_TRY(check_series(fading, start_s, step_s, first, count));
    if (fading->sinusoids != NULL) {
        phw_fading_sinusoids_series(fading->sinusoids, out, start_s, step_s, first,
                                    count);
        return PHW_OK;
    }
    for (size_t k = 0; k < count; ++k)
        read_checked(fading, out + k * fading->n,
                     start_s + (double)(first + k) * step_s);
    return PHW_OK;
}

phw_status phw_fading_value(phw_fading *fading, phw_cf *out, size_t i, double time_s)
{
    PHW_TRY(check_instant(fading, time_s));
    if (i >= fading->n)
        return phw_fail(PHW_EARG, "fading: process %zu of %zu", i, fading->n);
    if (fading->spectral != NULL)
        *out = phw_fading_spectral_value(fading->spectral, i, time_s);
    else if (fading->sinusoids != NULL)
        *out = phw_fading_sinusoids_value(fading->sinusoids, i, time_s);
    else
        *out = frozen(fading, i);
    return PHW_OK;
}
