#include "channel/fading.h"

#include <math.h>
#include <stdlib.h>

#include "channel/fading_sinusoids.h"
#include "channel/fading_spectral.h"
#include "core/signal.h"

/* Doubles count instants exactly up to here. */
#define INSTANTS_MAX (UINT64_C(1) << 52)

/* Instants of a part of a series in hand at once. */
#define ROWS 256

/* One of the two banks of a part, or none when it is of lines. */
typedef struct bank {
    phw_fading_spectral *spectral;
    phw_fading_sinusoids *sinusoids;
} bank;

struct phw_fading {
    size_t n;
    double doppler_hz;
    phw_rng rng;
    phw_fading_part *part; /* NULL when the processes are constants */
    bank *bank;            /* n_parts of each */
    size_t n_parts;
    phw_cf *scratch; /* `rows` instants of a part; NULL when all are one part */
    size_t rows;
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

static phw_status make_bank(bank *out, const phw_fading_config *config,
                            const phw_fading_part *part)
{
    if (!(part->reach > 0))
        return PHW_OK;
    return config->generator == PHW_FADING_SPECTRAL
               ? phw_fading_spectral_create(&out->spectral, config, part)
               : phw_fading_sinusoids_create(&out->sinusoids, config, part);
}

static phw_status make_parts(phw_fading *f, const phw_fading_config *config)
{
    size_t widest = 0;
    PHW_TRY(phw_fading_split(&f->part, &f->n_parts, config));
    PHW_TRY(phw_array_alloc(&f->bank, f->n_parts, sizeof *f->bank));
    for (size_t p = 0; p < f->n_parts; ++p) {
        PHW_TRY(make_bank(&f->bank[p], config, &f->part[p]));
        widest = f->part[p].n > widest ? f->part[p].n : widest;
    }
    if (f->n_parts == 1)
        return PHW_OK;
    f->rows = config->generator == PHW_FADING_SINUSOIDS ? ROWS : 1;
    return phw_array_alloc(&f->scratch, f->rows * widest, sizeof *f->scratch);
}

phw_status phw_fading_create(phw_fading **out, const phw_fading_config *config)
{
    PHW_TRY(check(config));
    phw_fading *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    f->n = config->n;
    f->doppler_hz = config->doppler_hz;
    f->rng = config->rng;
    const phw_status s = f->doppler_hz > 0 ? make_parts(f, config) : PHW_OK;
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
    for (size_t p = 0; fading->bank != NULL && p < fading->n_parts; ++p) {
        phw_fading_spectral_destroy(fading->bank[p].spectral);
        phw_fading_sinusoids_destroy(fading->bank[p].sinusoids);
    }
    phw_fading_parts_free(fading->part, fading->n_parts);
    free(fading->bank);
    free(fading->scratch);
    free(fading);
}

void phw_fading_reset(phw_fading *fading, const phw_rng *rng)
{
    fading->rng = *rng;
    for (size_t p = 0; p < fading->n_parts; ++p) {
        if (fading->bank[p].spectral != NULL)
            phw_fading_spectral_reset(fading->bank[p].spectral, rng);
        if (fading->bank[p].sinusoids != NULL)
            phw_fading_sinusoids_reset(fading->bank[p].sinusoids, rng);
    }
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

/* A line is one draw that turns. */
static phw_cf tone(const phw_fading *f, double centre, size_t i, double time_s)
{
    const double angle = 2 * M_PI * fmod(centre * f->doppler_hz * time_s, 1);
    return frozen(f, i) * CMPLXF((float)cos(angle), (float)sin(angle));
}

/* The processes of a part, side by side. */
static void read_part(phw_fading *f, size_t p, phw_cf *out, double time_s)
{
    const phw_fading_part *part = &f->part[p];
    if (f->bank[p].spectral != NULL)
        phw_fading_spectral_read(f->bank[p].spectral, out, time_s);
    else if (f->bank[p].sinusoids != NULL)
        phw_fading_sinusoids_read(f->bank[p].sinusoids, out, time_s);
    else
        for (size_t i = 0; i < part->n; ++i)
            out[i] = tone(f, part->centre, part->index[i], time_s);
}

/* `count` instants of a part from the scratch to their places. */
static void spread(const phw_fading *f, size_t p, phw_cf *out, size_t count)
{
    const phw_fading_part *part = &f->part[p];
    for (size_t k = 0; k < count; ++k)
        for (size_t i = 0; i < part->n; ++i)
            out[k * f->n + part->index[i]] = f->scratch[k * part->n + i];
}

static void read_checked(phw_fading *f, phw_cf *out, double time_s)
{
    for (size_t i = 0; f->n_parts == 0 && i < f->n; ++i)
        out[i] = frozen(f, i);
    if (f->n_parts == 1)
        read_part(f, 0, out, time_s);
    for (size_t p = 0; f->n_parts > 1 && p < f->n_parts; ++p) {
        read_part(f, p, f->scratch, time_s);
        spread(f, p, out, 1);
    }
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

/* A run of instants. */
typedef struct run {
    double start_s;
    double step_s;
    uint64_t first;
    size_t count;
} run;

/* The same of a part, side by side. */
static void read_run(phw_fading *f, size_t p, phw_cf *out, const run *r)
{
    if (f->bank[p].sinusoids != NULL) {
        phw_fading_sinusoids_series(f->bank[p].sinusoids, out, r->start_s, r->step_s,
                                    r->first, r->count);
        return;
    }
    for (size_t k = 0; k < r->count; ++k)
        read_part(f, p, out + k * f->part[p].n,
                  r->start_s + (double)(r->first + k) * r->step_s);
}

/* Several parts, so many instants at a time as there is room for. */
static void read_runs(phw_fading *f, phw_cf *out, run r)
{
    size_t left = r.count;
    while (left > 0) {
        r.count = left < f->rows ? left : f->rows;
        for (size_t p = 0; p < f->n_parts; ++p) {
            read_run(f, p, f->scratch, &r);
            spread(f, p, out, r.count);
        }
        out += r.count * f->n;
        r.first += r.count;
        left -= r.count;
    }
}

phw_status phw_fading_series(phw_fading *fading, phw_cf *out, double start_s,
                             double step_s, uint64_t first, size_t count)
{
    PHW_TRY(check_series(fading, start_s, step_s, first, count));
    const run r = {start_s, step_s, first, count};
    for (size_t k = 0; fading->n_parts == 0 && k < count; ++k)
        read_checked(fading, out + k * fading->n, 0);
    if (fading->n_parts == 1)
        read_run(fading, 0, out, &r);
    else if (fading->n_parts > 1)
        read_runs(fading, out, r);
    return PHW_OK;
}

/* Where process i is: its part, and its place in it. */
static size_t find_part(const phw_fading *f, size_t *place, size_t i)
{
    size_t p = 0;
    for (; p < f->n_parts; ++p) {
        const phw_fading_part *part = &f->part[p];
        size_t k = 0;
        while (k < part->n && part->index[k] != i)
            ++k;
        *place = k;
        if (k < part->n)
            break;
    }
    return p;
}

phw_status phw_fading_value(phw_fading *fading, phw_cf *out, size_t i, double time_s)
{
    PHW_TRY(check_instant(fading, time_s));
    if (i >= fading->n)
        return phw_fail(PHW_EARG, "fading: process %zu of %zu", i, fading->n);
    size_t k = 0;
    const size_t p = find_part(fading, &k, i);
    if (p == fading->n_parts)
        *out = frozen(fading, i);
    else if (fading->bank[p].spectral != NULL)
        *out = phw_fading_spectral_value(fading->bank[p].spectral, k, time_s);
    else if (fading->bank[p].sinusoids != NULL)
        *out = phw_fading_sinusoids_value(fading->bank[p].sinusoids, k, time_s);
    else
        *out = tone(fading, fading->part[p].centre, i, time_s);
    return PHW_OK;
}
