#include "channel/fading_sinusoids.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "channel/crossfade.h"
#include "channel/phasor.h"
#include "channel/spectra.h"
#include "channel/spectrum_jakes.h"
#include "core/signal.h"
#include "core/vectorised.h"

/* The next draw takes over during this share of a redraw. */
#define FADE 0.25

/* Instants of a block of a series, at most; a block begins at a multiple of its length.
 */
#define BLOCK_MAX PHW_PHASOR_RUN_MAX
#define BLOCK_MIN PHW_PHASOR_LANES

/* Processes whose blocks are made before they are written, a cache line of them; and
 * samples from one to the next: not a power of two, so that they do not fight for the
 * same lines of the cache. */
#define GROUP  8
#define STRIDE (BLOCK_MAX + 16)

/* Instants, in 1/fd, that leave the phases of spectra up to 7 fd near enough. */
#define NEAR (PHW_PHASOR_NEAR / 8)

/* One draw of all processes: frequencies in fd and phases in turns, process by process.
 */
typedef struct draw {
    bool filled;
    int64_t number;
    double *frequency;
    double *phase;
} draw;

struct phw_fading_sinusoids {
    const phw_fading_part *part;
    size_t n;
    size_t n_sinusoids;
    double doppler_hz;
    double redraw; /* in 1/fd; 0: never */
    float gain;    /* N^{-1/2} */
    phw_rng rng;
    phw_spectrum_choice *spectrum; /* n of them, or NULL */
    draw draw[2];                  /* even and odd numbers */
    float *uniform;                /* 2 N */
    phw_cf *next;                  /* n values of the next draw */
    double *turn;                  /* N */
    double *step;                  /* N */
    float *re;                     /* a block of each process of a group */
    float *im;
};

static phw_status make_draw(draw *out, size_t n)
{
    PHW_TRY(phw_array_alloc(&out->frequency, n, sizeof *out->frequency));
    return phw_array_alloc(&out->phase, n, sizeof *out->phase);
}

static phw_status make_scratch(phw_fading_sinusoids *f)
{
    PHW_TRY(phw_array_alloc(&f->re, (size_t)GROUP * STRIDE, sizeof *f->re));
    PHW_TRY(phw_array_alloc(&f->im, (size_t)GROUP * STRIDE, sizeof *f->im));
    PHW_TRY(phw_array_alloc(&f->turn, f->n_sinusoids, sizeof *f->turn));
    PHW_TRY(phw_array_alloc(&f->step, f->n_sinusoids, sizeof *f->step));
    PHW_TRY(phw_array_alloc(&f->next, f->n, sizeof *f->next));
    return phw_array_alloc(&f->uniform, 2 * f->n_sinusoids, sizeof *f->uniform);
}

static phw_status keep_spectra(phw_fading_sinusoids *f,
                               const phw_spectrum_choice *spectrum)
{
    if (spectrum == NULL)
        return PHW_OK;
    PHW_TRY(phw_array_alloc(&f->spectrum, f->n, sizeof *f->spectrum));
    for (size_t i = 0; i < f->n; ++i)
        f->spectrum[i] = spectrum[f->part->index[i]];
    return PHW_OK;
}

static phw_status make(phw_fading_sinusoids *f, const phw_fading_config *config)
{
    f->n = f->part->n;
    f->n_sinusoids =
        config->n_sinusoids != 0 ? config->n_sinusoids : PHW_FADING_SINUSOIDS_PRESET;
    f->doppler_hz = config->doppler_hz;
    f->redraw = config->redraw_periods / (f->part->is_narrow ? f->part->reach : 1);
    f->gain = (float)(1 / sqrt((double)f->n_sinusoids));
    f->rng = config->rng;
    PHW_TRY(keep_spectra(f, config->spectrum));
    PHW_TRY(make_scratch(f));
    PHW_TRY(make_draw(&f->draw[0], f->n * f->n_sinusoids));
    return f->redraw > 0 ? make_draw(&f->draw[1], f->n * f->n_sinusoids) : PHW_OK;
}

phw_status phw_fading_sinusoids_create(phw_fading_sinusoids **out,
                                       const phw_fading_config *config,
                                       const phw_fading_part *part)
{
    phw_fading_sinusoids *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    f->part = part;
    const phw_status s = make(f, config);
    if (s) {
        phw_fading_sinusoids_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

void phw_fading_sinusoids_destroy(phw_fading_sinusoids *bank)
{
    if (bank == NULL)
        return;
    for (int k = 0; k < 2; ++k) {
        free(bank->draw[k].frequency);
        free(bank->draw[k].phase);
    }
    free(bank->spectrum);
    free(bank->uniform);
    free(bank->next);
    free(bank->turn);
    free(bank->step);
    free(bank->re);
    free(bank->im);
    free(bank);
}

void phw_fading_sinusoids_reset(phw_fading_sinusoids *bank, const phw_rng *rng)
{
    bank->rng = *rng;
    bank->draw[0].filled = false;
    bank->draw[1].filled = false;
}

/* Shift in fd of the share `u` of all waves. */
static double shift(const phw_fading_sinusoids *f, size_t i, double u)
{
    const phw_spectrum_choice *choice = f->spectrum != NULL ? &f->spectrum[i] : NULL;
    if (choice == NULL || phw_spectrum_entry(choice) == &phw_spectrum_jakes)
        return cos(2 * M_PI * u);
    return phw_spectrum_quantile(choice, u);
}

/* Words [2 N number, 2 N (number + 1)) of each process's stream. */
static void fill(phw_fading_sinusoids *f, draw *d, int64_t number)
{
    const size_t n_sinusoids = f->n_sinusoids;
    for (size_t i = 0; i < f->n; ++i) {
        phw_rng rng = f->rng;
        rng.purpose += (uint32_t)f->part->index[i];
        phw_rng_uniform(f->uniform, &rng, (uint64_t)number * 2 * n_sinusoids,
                        2 * n_sinusoids);
        double *frequency = d->frequency + i * n_sinusoids;
        double *phase = d->phase + i * n_sinusoids;
        for (size_t k = 0; k < n_sinusoids; ++k) {
            const double u = (double)f->uniform[2 * k];
            frequency[k] = shift(f, i, ((double)k + u) / (double)n_sinusoids);
            phase[k] = (double)f->uniform[2 * k + 1];
        }
    }
    d->number = number;
    d->filled = true;
}

static const draw *find_draw(phw_fading_sinusoids *f, int64_t number)
{
    draw *d = &f->draw[(uint64_t)number & 1];
    if (!d->filled || d->number != number)
        fill(f, d, number);
    return d;
}

/* Instants count in 1/fd from the beginning of the draw's own share. */
static phw_crossfade find_place(const phw_fading_sinusoids *f, double time_s)
{
    const double at = time_s * f->doppler_hz;
    if (f->redraw > 0)
        return phw_crossfade_place(at, f->redraw, FADE * f->redraw);
    return (phw_crossfade){.x = at};
}

/* Where the draw after the one of a place is at that instant. */
static double next_x(const phw_fading_sinusoids *f, const phw_crossfade *p)
{
    return p->faded - FADE * f->redraw;
}

/* All processes of a draw, not scaled yet. */
static void sum(const phw_fading_sinusoids *f, phw_cf *out, const draw *d, double x)
{
    const size_t n = f->n_sinusoids;
    if (fabs(x) < NEAR) {
        phw_phasor_sums(out, d->frequency, d->phase, f->n, n, x);
        return;
    }
    for (size_t i = 0; i < f->n; ++i)
        out[i] = phw_phasor_sum(d->frequency + i * n, d->phase + i * n, n, x);
}

void phw_fading_sinusoids_read(phw_fading_sinusoids *bank, phw_cf *out, double time_s)
{
    const phw_crossfade p = find_place(bank, time_s);
    sum(bank, out, find_draw(bank, p.number), p.x);
    const bool fades = p.angle > 0;
    const float now = fades ? bank->gain * (float)cos(p.angle) : bank->gain;
    for (size_t i = 0; i < bank->n; ++i)
        out[i] *= now;
    if (!fades)
        return;
    sum(bank, bank->next, find_draw(bank, p.number + 1), next_x(bank, &p));
    const float later = bank->gain * (float)sin(p.angle);
    for (size_t i = 0; i < bank->n; ++i)
        out[i] += later * bank->next[i];
}

static double complex exact(const phw_fading_sinusoids *f, const draw *d, size_t i,
                            double x)
{
    double complex sum = 0;
    for (size_t k = i * f->n_sinusoids; k < (i + 1) * f->n_sinusoids; ++k) {
        const double turn = d->frequency[k] * x + d->phase[k];
        const double angle = 2 * M_PI * (turn - nearbyint(turn));
        sum += CMPLX(cos(angle), sin(angle));
    }
    return sum / sqrt((double)f->n_sinusoids);
}

phw_cf phw_fading_sinusoids_value(phw_fading_sinusoids *bank, size_t i, double time_s)
{
    const phw_crossfade p = find_place(bank, time_s);
    double complex sum = cos(p.angle) * exact(bank, find_draw(bank, p.number), i, p.x);
    if (p.angle > 0) {
        const draw *next = find_draw(bank, p.number + 1);
        sum += sin(p.angle) * exact(bank, next, i, next_x(bank, &p));
    }
    return (phw_cf)sum;
}

/* A block of a series: `length` instants from `x` in 1/fd on, counted from the
 * beginning of draw `number`, `step` apart; of them [from, to) are wanted. */
typedef struct block {
    int64_t number;
    double x;
    double step;
    size_t from;
    size_t to;
} block;

/* Instants of a block, a power of two: no block is longer than a fade, so that it meets
 * two draws at most. 0 when that leaves nothing to rotate. */
static size_t block_length(const phw_fading_sinusoids *f, double step)
{
    size_t length = BLOCK_MAX;
    while (f->redraw > 0 && (double)length * step > FADE * f->redraw)
        length /= 2;
    return length >= BLOCK_MIN ? length : 0;
}

/* Gains of the block's draw and of the next one; false when nothing of the next is in
 * it. */
static bool find_gains(const phw_fading_sinusoids *f, float *now, float *later,
                       const block *b)
{
    double turn[BLOCK_MAX];
    const double fade = FADE * f->redraw;
    const double begin = f->redraw - fade;
    const bool fades = f->redraw > 0 && b->x + b->step * (double)(b->to - 1) > begin;
    for (size_t k = b->from; k < b->to && fades; ++k)
        turn[k] = phw_crossfade_angle((b->x + b->step * (double)k - begin) / fade) /
                  (2 * M_PI);
    if (fades)
        phw_phasors(now + b->from, later + b->from, turn + b->from, b->to - b->from);
    for (size_t k = b->from; k < b->to; ++k) {
        now[k] = f->gain * (fades ? now[k] : 1);
        later[k] = fades ? f->gain * later[k] : 0;
    }
    return fades;
}

/* The sinusoids of process i at the block's instants up to `to`. */
static void rotate(const phw_fading_sinusoids *f, float *re, float *im, const draw *d,
                   size_t i, const block *b, double x)
{
    const size_t n = f->n_sinusoids;
    const size_t whole = (b->to + PHW_PHASOR_LANES - 1) / PHW_PHASOR_LANES;
    for (size_t k = 0; k < n; ++k) {
        f->turn[k] = d->frequency[i * n + k] * x + d->phase[i * n + k];
        f->step[k] = d->frequency[i * n + k] * b->step;
    }
    memset(re, 0, whole * PHW_PHASOR_LANES * sizeof *re);
    memset(im, 0, whole * PHW_PHASOR_LANES * sizeof *im);
    phw_phasor_run(re, im, f->turn, f->step, n, whole * PHW_PHASOR_LANES);
}

/* The n processes of a group, row by row: written, or added to what is there. */
static void store(const phw_fading_sinusoids *f, phw_cf *out, size_t n,
                  const float *gain, const block *b, bool again)
{
    for (size_t k = b->from; k < b->to; ++k) {
        float *row = (float *)(out + (k - b->from) * f->n);
        for (size_t i = 0; i < n; ++i) {
            const float re = gain[k] * f->re[i * STRIDE + k];
            const float im = gain[k] * f->im[i * STRIDE + k];
            row[2 * i] = again ? row[2 * i] + re : re;
            row[2 * i + 1] = again ? row[2 * i + 1] + im : im;
        }
    }
}

/* The same for a process that has no others beside it. */
PHW_VECTORISED
static void store_one(const phw_fading_sinusoids *f, phw_cf *out, const float *gain,
                      const block *b, bool again)
{
    float *restrict to = (float *)out;
    const float *re = f->re + b->from;
    const float *im = f->im + b->from;
    gain += b->from;
    for (size_t k = 0; k < b->to - b->from; ++k) {
        to[2 * k] = (again ? to[2 * k] : 0) + gain[k] * re[k];
        to[2 * k + 1] = (again ? to[2 * k + 1] : 0) + gain[k] * im[k];
    }
}

/* Draw `number` of all processes, which began its own share at x = 0. */
static void add_draw(phw_fading_sinusoids *f, phw_cf *out, int64_t number, double x,
                     const float *gain, const block *b)
{
    const draw *d = find_draw(f, number);
    for (size_t first = 0; first < f->n; first += GROUP) {
        const size_t n = f->n - first < GROUP ? f->n - first : GROUP;
        for (size_t i = 0; i < n; ++i)
            rotate(f, f->re + i * STRIDE, f->im + i * STRIDE, d, first + i, b, x);
        if (f->n == 1)
            store_one(f, out, gain, b, number != b->number);
        else
            store(f, out + first, n, gain, b, number != b->number);
    }
}

static void make_block(phw_fading_sinusoids *f, phw_cf *out, const block *b)
{
    float now[BLOCK_MAX] = {0};
    float later[BLOCK_MAX] = {0};
    const bool fades = find_gains(f, now, later, b);
    add_draw(f, out, b->number, b->x, now, b);
    if (fades)
        add_draw(f, out, b->number + 1, b->x - f->redraw, later, b);
}

void phw_fading_sinusoids_series(phw_fading_sinusoids *bank, phw_cf *out,
                                 double start_s, double step_s, uint64_t first,
                                 size_t count)
{
    const double step = step_s * bank->doppler_hz;
    const size_t length = block_length(bank, step);
    if (length == 0) {
        for (size_t k = 0; k < count; ++k)
            phw_fading_sinusoids_read(bank, out + k * bank->n,
                                      start_s + (double)(first + k) * step_s);
        return;
    }
    while (count > 0) {
        const size_t from = (size_t)(first % length);
        const size_t take = length - from < count ? length - from : count;
        const phw_crossfade p =
            find_place(bank, start_s + (double)(first - from) * step_s);
        const block b = {.number = p.number,
                         .x = p.x,
                         .step = step,
                         .from = from,
                         .to = from + take};
        make_block(bank, out, &b);
        out += take * bank->n;
        first += take;
        count -= take;
    }
}
