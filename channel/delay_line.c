#include "channel/delay_line.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "channel/fractional_delay.h"
#include "channel/moving_filter.h"
#include "core/signal.h"
#include "core/vectorised.h"

#define POINTS PHW_FRACTIONAL_DELAY_POINTS
#define AHEAD  PHW_FRACTIONAL_DELAY_AHEAD

#define TILE PHW_MOVING_FILTER_SAMPLES_MAX

/* Samples that get their noise at once, while they are in the first cache: short
 * stretches would draw whole groups of numbers for a few of each. */
#define NOISE 1024

/* A delay this near to a whole sample, in samples, is one: -112 dB at 0.4 of the rate.
 */
#define NEAR_WHOLE 1e-6

/* Turns of the greatest Doppler shift between two readings of the taps, at most: with x
 * = 2 pi turns the line between two is off by x^2 / 8 and the cubic through four by 9
 * x^4 / 384 in the middle, -82 and -80 dB. */
#define LINE_TURNS  0.004
#define CUBIC_TURNS 0.04

/* Lines from so many samples on: there, reading costs less than a cubic's terms. */
#define LINE_SPACING 128

#define KNOTS PHW_MOVING_FILTER_KNOTS

/* Where a tap goes: columns [column, column + n) by the weights. */
typedef struct fold {
    size_t column;
    size_t n;
    float weight[POINTS];
} fold;

struct phw_delay_line {
    size_t n_taps;
    size_t n_columns;
    size_t latency;
    size_t longest; /* lag */
    uint64_t spacing;
    double rate_hz;
    double start_s;
    phw_tap_source source;
    void *context;
    phw_rng rng;
    double variance;
    uint64_t first_noise;
    uint64_t next;    /* number of the sample that comes out next, modulo 2^64 */
    bool read;        /* whether knots and columns are those of the stretch of */
    uint64_t stretch; /* this number */
    fold *fold;       /* of n_taps */
    ptrdiff_t *lag;   /* of n_columns: how long ago its sample went in, rising */
    phw_coefficient *column;
    size_t n_knots;      /* 2, a line, or KNOTS, a cubic */
    phw_cf *knot[KNOTS]; /* of n_columns each: what was read, in the order of time */
    float *re;           /* what went in, `capacity` of each */
    float *im;
    size_t capacity;
    size_t filled;
};

static phw_status check(const phw_delay_line_config *c)
{
    const phw_taps *taps = c->taps;
    if (!(c->rate_hz > 0) || !isfinite(c->rate_hz))
        return phw_fail(PHW_EARG, "delay line: rate %g Hz; expected more than 0",
                        c->rate_hz);
    if (!(c->doppler_hz >= 0 && c->doppler_hz <= c->rate_hz / 2))
        return phw_fail(PHW_EARG,
                        "delay line: Doppler shift %g Hz; expected 0 to half the "
                        "sampling rate, %g Hz",
                        c->doppler_hz, c->rate_hz / 2);
    if (!isfinite(c->start_s))
        return phw_fail(PHW_EARG, "delay line: start %g s; expected a finite instant",
                        c->start_s);
    if (c->source == NULL)
        return phw_fail(PHW_EARG, "delay line: no source of taps");
    if (taps->n == 0 || taps->n > PHW_TAPS_MAX)
        return phw_fail(PHW_EARG, "delay line: %zu taps; expected 1 to %d", taps->n,
                        PHW_TAPS_MAX);
    for (size_t l = 0; l < taps->n; ++l) {
        if (!(taps->delay_s[l] >= 0 &&
              taps->delay_s[l] * c->rate_hz <= (double)PHW_DELAY_LINE_SAMPLES_MAX))
            return phw_fail(PHW_EARG,
                            "delay line: delay %g s of tap %zu; expected 0 to %lu "
                            "samples at %g Hz",
                            taps->delay_s[l], l, PHW_DELAY_LINE_SAMPLES_MAX,
                            c->rate_hz);
    }
    return PHW_OK;
}

/* The weights of a tap and the first of its lags, which may be negative. */
static phw_status design(fold *f, ptrdiff_t *first, double delay)
{
    const double whole = floor(delay + NEAR_WHOLE);
    const double fraction = delay - whole;
    if (fraction < NEAR_WHOLE) {
        f->n = 1;
        f->weight[0] = 1;
        *first = (ptrdiff_t)whole;
        return PHW_OK;
    }
    f->n = POINTS;
    *first = (ptrdiff_t)whole - AHEAD;
    return phw_fractional_delay(f->weight, fraction);
}

static int by_value(const void *a, const void *b)
{
    const ptrdiff_t x = *(const ptrdiff_t *)a;
    const ptrdiff_t y = *(const ptrdiff_t *)b;
    return (x > y) - (x < y);
}

/* Lags that several taps have become one column; a tap's columns stay side by side. */
static void merge(phw_delay_line *line, const ptrdiff_t *first, size_t n_lags)
{
    qsort(line->lag, n_lags, sizeof *line->lag, by_value);
    size_t n = 1;
    for (size_t i = 1; i < n_lags; ++i) {
        if (line->lag[i] != line->lag[n - 1])
            line->lag[n++] = line->lag[i];
    }
    line->n_columns = n;
    for (size_t l = 0; l < line->n_taps; ++l) {
        const ptrdiff_t *found =
            bsearch(&first[l], line->lag, n, sizeof *line->lag, by_value);
        line->fold[l].column = (size_t)(found - line->lag);
    }
    line->latency = line->lag[0] < 0 ? (size_t)-line->lag[0] : 0;
    for (size_t i = 0; i < n; ++i)
        line->lag[i] += (ptrdiff_t)line->latency;
    line->longest = (size_t)line->lag[n - 1];
}

static phw_status lay_out(phw_delay_line *line, const phw_taps *taps)
{
    ptrdiff_t first[PHW_TAPS_MAX] = {0};
    size_t n_lags = 0;
    PHW_TRY(phw_array_alloc(&line->fold, taps->n, sizeof *line->fold));
    PHW_TRY(phw_array_alloc(&line->lag, taps->n * POINTS, sizeof *line->lag));
    for (size_t l = 0; l < taps->n; ++l) {
        fold *f = &line->fold[l];
        PHW_TRY(design(f, &first[l], taps->delay_s[l] * line->rate_hz));
        for (size_t k = 0; k < f->n; ++k)
            line->lag[n_lags++] = first[l] + (ptrdiff_t)k;
    }
    merge(line, first, n_lags);
    return PHW_OK;
}

static phw_status prepare(phw_delay_line *line, const phw_taps *taps)
{
    PHW_TRY(lay_out(line, taps));
    PHW_TRY(phw_array_alloc(&line->column, line->n_columns, sizeof *line->column));
    for (size_t i = 0; i < line->n_knots; ++i)
        PHW_TRY(phw_array_alloc(&line->knot[i], line->n_columns, sizeof **line->knot));
    /* Moving the past to the front costs a copy of it for each copy's length. */
    line->capacity = 2 * line->longest + (size_t)8 * TILE;
    PHW_TRY(phw_array_alloc(&line->re, line->capacity, sizeof *line->re));
    return phw_array_alloc(&line->im, line->capacity, sizeof *line->im);
}

/* The largest power of 2 within so many turns. */
static uint64_t spacing(double doppler_hz, double rate_hz, double turns)
{
    uint64_t n = 1;
    while (n < PHW_DELAY_LINE_SPACING_MAX &&
           2 * (double)n * doppler_hz <= turns * rate_hz)
        n *= 2;
    return n;
}

static void choose_spacing(phw_delay_line *line, double doppler_hz)
{
    line->n_knots = 2;
    line->spacing = spacing(doppler_hz, line->rate_hz, LINE_TURNS);
    if (line->spacing >= LINE_SPACING)
        return;
    line->n_knots = KNOTS;
    line->spacing = spacing(doppler_hz, line->rate_hz, CUBIC_TURNS);
}

phw_status phw_delay_line_create(phw_delay_line **out,
                                 const phw_delay_line_config *config)
{
    PHW_TRY(check(config));
    phw_delay_line *line = NULL;
    PHW_TRY(phw_array_alloc(&line, 1, sizeof *line));
    line->n_taps = config->taps->n;
    line->rate_hz = config->rate_hz;
    choose_spacing(line, config->doppler_hz);
    line->source = config->source;
    line->context = config->context;
    phw_status s = prepare(line, config->taps);
    if (!s)
        s = phw_delay_line_restart(line, config->start_s, 0);
    if (s) {
        phw_delay_line_destroy(line);
        return s;
    }
    *out = line;
    return PHW_OK;
}

void phw_delay_line_destroy(phw_delay_line *line)
{
    if (line == NULL)
        return;
    free(line->fold);
    free(line->lag);
    free(line->column);
    for (size_t i = 0; i < KNOTS; ++i)
        free(line->knot[i]);
    free(line->re);
    free(line->im);
    free(line);
}

size_t phw_delay_line_latency(const phw_delay_line *line)
{
    return line->latency;
}

size_t phw_delay_line_tail(const phw_delay_line *line)
{
    return line->longest;
}

size_t phw_delay_line_spacing(const phw_delay_line *line)
{
    return (size_t)line->spacing;
}

phw_status phw_delay_line_noise(phw_delay_line *line, double variance,
                                const phw_rng *rng, uint64_t first)
{
    if (!(variance >= 0) || !isfinite(variance))
        return phw_fail(
            PHW_EARG, "delay line: noise of variance %g; expected 0 or more", variance);
    line->variance = variance;
    line->rng = *rng;
    line->first_noise = first;
    return PHW_OK;
}

phw_status phw_delay_line_restart(phw_delay_line *line, double start_s, uint64_t index)
{
    if (!isfinite(start_s))
        return phw_fail(PHW_EARG, "delay line: start %g s; expected a finite instant",
                        start_s);
    line->start_s = start_s;
    line->next = index - line->latency;
    line->read = false;
    line->filled = line->longest;
    memset(line->re, 0, line->longest * sizeof *line->re);
    memset(line->im, 0, line->longest * sizeof *line->im);
    return PHW_OK;
}

/* The taps at sample `number`, folded. */
static phw_status read_knot(phw_delay_line *line, phw_cf *knot, uint64_t number)
{
    phw_cf tap[PHW_TAPS_MAX];
    /* Numbers before the first are far up: signed, they are negative. */
    const double time_s = line->start_s + (double)(int64_t)number / line->rate_hz;
    PHW_TRY(line->source(line->context, tap, time_s));
    memset(knot, 0, line->n_columns * sizeof *knot);
    for (size_t l = 0; l < line->n_taps; ++l) {
        const fold *f = &line->fold[l];
        for (size_t k = 0; k < f->n; ++k)
            knot[f->column + k] += tap[l] * f->weight[k];
    }
    return PHW_OK;
}

/* Those of a stretch; of the one after the last read, all but one are at hand. */
static phw_status read_knots(phw_delay_line *line, uint64_t stretch)
{
    const size_t n = line->n_knots;
    const uint64_t first = n > 2 ? stretch - line->spacing : stretch;
    size_t i = 0;
    if (line->read && stretch == line->stretch + line->spacing) {
        phw_cf *const oldest = line->knot[0];
        for (; i + 1 < n; ++i)
            line->knot[i] = line->knot[i + 1];
        line->knot[i] = oldest;
    }
    line->read = false;
    for (; i < n; ++i)
        PHW_TRY(read_knot(line, line->knot[i], first + i * line->spacing));
    line->stretch = stretch;
    line->read = true;
    return PHW_OK;
}

/* The coefficients of the stretch that sample line->next is in. */
static phw_status enter(phw_delay_line *line)
{
    const uint64_t stretch = line->next & ~(line->spacing - 1);
    if (line->read && stretch == line->stretch)
        return PHW_OK;
    PHW_TRY(read_knots(line, stretch));
    if (line->n_knots > 2)
        phw_moving_filter_cubics(line->column, line->knot, line->n_columns);
    else
        phw_moving_filter_lines(line->column, line->knot, line->n_columns);
    return PHW_OK;
}

/* How far along the stretch samples are, 0..1. */
PHW_VECTORISED
static void move_along(float *along, uint32_t from, float scale, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        along[i] = (float)(int32_t)(from + (uint32_t)i) * scale;
}

PHW_VECTORISED
static void split(float *restrict re, float *restrict im, const float *restrict in,
                  size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        re[i] = in[2 * i];
        im[i] = in[2 * i + 1];
    }
}

PHW_VECTORISED
static void join(float *restrict out, const float *restrict re,
                 const float *restrict im, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        out[2 * i] = re[i];
        out[2 * i + 1] = im[i];
    }
}

PHW_VECTORISED
static void add(float *restrict inout, const float *restrict noise, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        inout[i] += noise[i];
}

static void filter(phw_delay_line *line, phw_cf *out, size_t n)
{
    phw_moving_tile tile;
    const phw_moving_filter moving = {.n_knots = line->n_knots,
                                      .n = line->n_columns,
                                      .lag = line->lag,
                                      .coefficient = line->column};
    move_along(tile.along, (uint32_t)(line->next - line->stretch),
               1 / (float)line->spacing, n);
    phw_moving_filter_run(&moving, &tile, line->re + line->filled,
                          line->im + line->filled, n);
    join((float *)out, tile.re, tile.im, n);
}

/* Puts what goes in behind what went, the past moved to the front when there is no
 * room. */
static void take_in(phw_delay_line *line, const phw_cf *in, size_t n)
{
    if (line->capacity - line->filled < n) {
        const size_t from = line->filled - line->longest;
        memmove(line->re, line->re + from, line->longest * sizeof *line->re);
        memmove(line->im, line->im + from, line->longest * sizeof *line->im);
        line->filled = line->longest;
    }
    float *re = line->re + line->filled;
    float *im = line->im + line->filled;
    if (in != NULL) {
        split(re, im, (const float *)in, n);
    } else {
        memset(re, 0, n * sizeof *re);
        memset(im, 0, n * sizeof *im);
    }
}

static void add_noise(const phw_delay_line *line, phw_cf *inout, uint64_t from,
                      size_t n)
{
    phw_cf noise[NOISE];
    phw_rng_normal_complex(noise, &line->rng, line->variance, line->first_noise + from,
                           n);
    add((float *)inout, (const float *)noise, 2 * n);
}

/* At most NOISE samples. */
static phw_status run_some(phw_delay_line *line, phw_cf *out, const phw_cf *in,
                           size_t n)
{
    const uint64_t from = line->next;
    for (size_t done = 0; done < n;) {
        PHW_TRY(enter(line));
        const uint64_t left = line->stretch + line->spacing - line->next;
        size_t take = n - done < TILE ? n - done : TILE;
        take = left < take ? (size_t)left : take;
        take_in(line, in != NULL ? in + done : NULL, take);
        filter(line, out + done, take);
        line->filled += take;
        line->next += take;
        done += take;
    }
    if (line->variance > 0)
        add_noise(line, out, from, n);
    return PHW_OK;
}

/* NULL is silence. */
static phw_status run(phw_delay_line *line, phw_cf *out, const phw_cf *in, size_t n)
{
    for (size_t done = 0; done < n; done += NOISE) {
        const size_t take = n - done < NOISE ? n - done : NOISE;
        PHW_TRY(run_some(line, out + done, in != NULL ? in + done : NULL, take));
    }
    return PHW_OK;
}

phw_status phw_delay_line_push(phw_delay_line *line, phw_cf *out, const phw_cf *in,
                               size_t n)
{
    return run(line, out, in, n);
}

phw_status phw_delay_line_flush(phw_delay_line *line, phw_cf *out, size_t n)
{
    return run(line, out, NULL, n);
}
