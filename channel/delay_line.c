#include "channel/delay_line.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "channel/fractional_delay.h"
#include "core/signal.h"
#include "core/vectorised.h"

#define POINTS PHW_FRACTIONAL_DELAY_POINTS
#define AHEAD  PHW_FRACTIONAL_DELAY_AHEAD

/* Samples of one run over the coefficients: sums and ramp stay in the first cache. */
#define TILE 512

/* A delay this near to a whole sample, in samples, is one: -112 dB at 0.4 of the rate.
 */
#define NEAR_WHOLE 1e-6

/* Turns of the greatest Doppler shift between two readings of the taps. */
#define TURNS 0.004

/* One coefficient of the filter: it begins as (re, im) and gains (re_more, im_more) in
 * a straight line until the next reading. */
typedef struct coefficient {
    float re, im, re_more, im_more;
} coefficient;

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
    bool read;        /* whether `column` and `ahead` are those of the stretch of */
    uint64_t stretch; /* this number */
    fold *fold;       /* of n_taps */
    ptrdiff_t *lag;   /* of n_columns: how long ago its sample went in, rising */
    coefficient *column;
    phw_cf *ahead; /* of n_columns: at the next reading */
    float *re;     /* what went in, `capacity` of each */
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
    PHW_TRY(phw_array_alloc(&line->ahead, line->n_columns, sizeof *line->ahead));
    /* Moving the past to the front costs a copy of it for each copy's length. */
    line->capacity = 2 * line->longest + (size_t)8 * TILE;
    PHW_TRY(phw_array_alloc(&line->re, line->capacity, sizeof *line->re));
    return phw_array_alloc(&line->im, line->capacity, sizeof *line->im);
}

static uint64_t spacing(double doppler_hz, double rate_hz)
{
    uint64_t n = 1;
    while (n < PHW_DELAY_LINE_SPACING_MAX &&
           2 * (double)n * doppler_hz <= TURNS * rate_hz)
        n *= 2;
    return n;
}

phw_status phw_delay_line_create(phw_delay_line **out,
                                 const phw_delay_line_config *config)
{
    PHW_TRY(check(config));
    phw_delay_line *line = NULL;
    PHW_TRY(phw_array_alloc(&line, 1, sizeof *line));
    line->n_taps = config->taps->n;
    line->rate_hz = config->rate_hz;
    line->spacing = spacing(config->doppler_hz, config->rate_hz);
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
    free(line->ahead);
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

/* The taps at sample `number`, folded into line->ahead. */
static phw_status read_ahead(phw_delay_line *line, uint64_t number)
{
    phw_cf tap[PHW_TAPS_MAX];
    /* Numbers before the first are far up: signed, they are negative. */
    const double time_s = line->start_s + (double)(int64_t)number / line->rate_hz;
    PHW_TRY(line->source(line->context, tap, time_s));
    memset(line->ahead, 0, line->n_columns * sizeof *line->ahead);
    for (size_t l = 0; l < line->n_taps; ++l) {
        const fold *f = &line->fold[l];
        phw_cf *to = line->ahead + f->column;
        for (size_t k = 0; k < f->n; ++k)
            to[k] += tap[l] * f->weight[k];
    }
    return PHW_OK;
}

/* The coefficients of the stretch that sample line->next is in. */
static phw_status enter(phw_delay_line *line)
{
    const uint64_t stretch = line->next & ~(line->spacing - 1);
    if (line->read && stretch == line->stretch)
        return PHW_OK;
    if (!line->read || stretch != line->stretch + line->spacing)
        PHW_TRY(read_ahead(line, stretch));
    line->read = false;
    for (size_t i = 0; i < line->n_columns; ++i) {
        line->column[i].re = crealf(line->ahead[i]);
        line->column[i].im = cimagf(line->ahead[i]);
    }
    PHW_TRY(read_ahead(line, stretch + line->spacing));
    for (size_t i = 0; i < line->n_columns; ++i) {
        coefficient *c = &line->column[i];
        c->re_more = crealf(line->ahead[i]) - c->re;
        c->im_more = cimagf(line->ahead[i]) - c->im;
    }
    line->stretch = stretch;
    line->read = true;
    return PHW_OK;
}

/* Real and imaginary sums of one tile, and how far along the stretch each is, 0..1. */
typedef struct tile {
    float re[TILE];
    float im[TILE];
    float along[TILE];
} tile;

/* Two columns at once over all samples: half the traffic on the sums. */
PHW_VECTORISED
static void add_two(tile *sum, const float *restrict re, const float *restrict im,
                    const coefficient c[2], const ptrdiff_t lag[2], size_t n)
{
    const coefficient a = c[0];
    const coefficient b = c[1];
    const float *restrict a_re = re - lag[0];
    const float *restrict a_im = im - lag[0];
    const float *restrict b_re = re - lag[1];
    const float *restrict b_im = im - lag[1];
    for (size_t i = 0; i < n; ++i) {
        const float along = sum->along[i];
        const float p_re = a.re + along * a.re_more;
        const float p_im = a.im + along * a.im_more;
        const float q_re = b.re + along * b.re_more;
        const float q_im = b.im + along * b.im_more;
        sum->re[i] +=
            (p_re * a_re[i] - p_im * a_im[i]) + (q_re * b_re[i] - q_im * b_im[i]);
        sum->im[i] +=
            (p_re * a_im[i] + p_im * a_re[i]) + (q_re * b_im[i] + q_im * b_re[i]);
    }
}

PHW_VECTORISED
static void add_one(tile *sum, const float *restrict re, const float *restrict im,
                    coefficient c, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const float p_re = c.re + sum->along[i] * c.re_more;
        const float p_im = c.im + sum->along[i] * c.im_more;
        sum->re[i] += p_re * re[i] - p_im * im[i];
        sum->im[i] += p_re * im[i] + p_im * re[i];
    }
}

PHW_VECTORISED
static void begin(tile *sum, uint32_t from, float scale, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        sum->re[i] = 0;
        sum->im[i] = 0;
        sum->along[i] = (float)(int32_t)(from + (uint32_t)i) * scale;
    }
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
static void join(float *restrict out, const tile *sum, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        out[2 * i] = sum->re[i];
        out[2 * i + 1] = sum->im[i];
    }
}

PHW_VECTORISED
static void join_noisy(float *restrict out, const tile *sum,
                       const float *restrict noise, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        out[2 * i] = sum->re[i] + noise[2 * i];
        out[2 * i + 1] = sum->im[i] + noise[2 * i + 1];
    }
}

static void filter(phw_delay_line *line, phw_cf *out, size_t n)
{
    tile sum;
    const float *re = line->re + line->filled;
    const float *im = line->im + line->filled;
    begin(&sum, (uint32_t)(line->next - line->stretch), 1 / (float)line->spacing, n);
    size_t i = 0;
    for (; i + 2 <= line->n_columns; i += 2)
        add_two(&sum, re, im, line->column + i, line->lag + i, n);
    if (i < line->n_columns)
        add_one(&sum, re - line->lag[i], im - line->lag[i], line->column[i], n);
    if (line->variance > 0) {
        phw_cf noise[TILE];
        phw_rng_normal_complex(noise, &line->rng, line->variance,
                               line->first_noise + line->next, n);
        join_noisy((float *)out, &sum, (const float *)noise, n);
    } else {
        join((float *)out, &sum, n);
    }
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

/* NULL is silence. */
static phw_status run(phw_delay_line *line, phw_cf *out, const phw_cf *in, size_t n)
{
    while (n > 0) {
        PHW_TRY(enter(line));
        const uint64_t left = line->stretch + line->spacing - line->next;
        size_t take = n < TILE ? n : TILE;
        take = left < take ? (size_t)left : take;
        take_in(line, in, take);
        filter(line, out, take);
        line->filled += take;
        line->next += take;
        out += take;
        in = in != NULL ? in + take : NULL;
        n -= take;
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
