#include "channel/surface.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "channel/phasor.h"
#include "core/vectorised.h"

/* Sums run side by side in this many lanes, so that the order is the same whatever the
 * instruction set, and go to double precision every BLOCK elements. */
#define LANES 8
#define BLOCK 512

/* Phases drawn at once. */
#define DRAWN 256

/* A point of the sweep of phw_surface_optimise(): past direction `at` element n takes
 * its next phase. */
typedef struct change {
    float at;
    uint32_t n;
} change;

struct phw_surface {
    size_t n_rows;
    size_t n_columns;
    size_t n;
    unsigned bits;
    float amplitude;
    phw_rng rng;
    phw_cf root[1u << PHW_SURFACE_BITS_MAX]; /* e^{j theta} of each level; bits > 0 */
    phw_cf *reflection;                      /* a e^{j theta}, n */
    float *kernel;   /* coupling at (rows, columns) apart, n; NULL: none */
    change *change;  /* n; NULL when any phase is allowed */
    uint16_t *level; /* scratch of the same */
};

static phw_cf phasor(double turn)
{
    return CMPLXF((float)cos(2 * M_PI * turn), (float)sin(2 * M_PI * turn));
}

static double levels(const phw_surface *s)
{
    return (double)(1u << s->bits);
}

/* The phase nearest to `turn` that the bits allow, in turns. */
static double allowed(const phw_surface *s, double turn)
{
    return s->bits == 0 ? turn : rint(turn * levels(s)) / levels(s);
}

static void set_phase(phw_surface *s, size_t n, double turn)
{
    s->reflection[n] = s->amplitude * phasor(allowed(s, turn));
}

static phw_status check_counts(const phw_surface_config *c)
{
    if (c->n_rows < 1 || c->n_columns < 1 || c->n_rows > PHW_SURFACE_MAX ||
        c->n_columns > PHW_SURFACE_MAX / c->n_rows)
        return phw_fail(PHW_EARG,
                        "surface: %zu rows of %zu elements; expected 1 to %d elements",
                        c->n_rows, c->n_columns, PHW_SURFACE_MAX);
    if (c->bits > PHW_SURFACE_BITS_MAX)
        return phw_fail(PHW_EARG, "surface: phases of %u bits; expected 0 to %d",
                        c->bits, PHW_SURFACE_BITS_MAX);
    return PHW_OK;
}

static phw_status check(const phw_surface_config *c)
{
    PHW_TRY(check_counts(c));
    if (!(c->loss_db >= 0) || !isfinite(c->loss_db))
        return phw_fail(PHW_EARG, "surface: loss %g dB; expected 0 or more",
                        c->loss_db);
    if (!(c->coupling >= 0 && c->coupling <= 1))
        return phw_fail(PHW_EARG, "surface: coupling %g; expected 0 to 1", c->coupling);
    if (c->coupling > 0 && (!(c->spacing > 0) || !isfinite(c->spacing)))
        return phw_fail(PHW_EARG,
                        "surface: spacing %g wavelengths; expected more than 0 for "
                        "elements that couple",
                        c->spacing);
    if (c->coupling > 0 && c->n_rows * c->n_columns > PHW_SURFACE_SQUARE_MAX)
        return phw_fail(PHW_EARG,
                        "surface: coupling of %zu elements; expected up to %d",
                        c->n_rows * c->n_columns, PHW_SURFACE_SQUARE_MAX);
    return PHW_OK;
}

static void fill_kernel(phw_surface *s, const phw_surface_config *c)
{
    for (size_t i = 0; i < s->n; ++i) {
        const size_t rows = i / s->n_columns;
        const size_t columns = i % s->n_columns;
        const double kd = 2 * M_PI * c->spacing * hypot((double)rows, (double)columns);
        s->kernel[i] = i == 0 ? 0 : (float)(c->coupling * sin(kd) / kd);
    }
}

static bool alloc_arrays(phw_surface *s, const phw_surface_config *c)
{
    s->reflection = malloc(s->n * sizeof *s->reflection);
    if (c->bits > 0) {
        s->change = malloc(s->n * sizeof *s->change);
        s->level = malloc(s->n * sizeof *s->level);
    }
    if (c->coupling > 0)
        s->kernel = malloc(s->n * sizeof *s->kernel);
    return s->reflection != NULL && (c->bits == 0 || (s->change && s->level)) &&
           (!(c->coupling > 0) || s->kernel != NULL);
}

phw_status phw_surface_create(phw_surface **out, const phw_surface_config *config)
{
    PHW_TRY(check(config));
    phw_surface *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a surface");
    s->n_rows = config->n_rows;
    s->n_columns = config->n_columns;
    s->n = s->n_rows * s->n_columns;
    s->bits = config->bits;
    s->amplitude = (float)pow(10, -config->loss_db / 20);
    s->rng = config->rng;
    if (!alloc_arrays(s, config)) {
        phw_surface_destroy(s);
        return phw_fail(PHW_ENOMEM, "no memory for a surface of %zu elements",
                        config->n_rows * config->n_columns);
    }
    if (s->kernel != NULL)
        fill_kernel(s, config);
    for (unsigned m = 0; m < 1u << s->bits; ++m)
        s->root[m] = phasor((double)m / levels(s));
    for (size_t n = 0; n < s->n; ++n)
        set_phase(s, n, 0);
    *out = s;
    return PHW_OK;
}

void phw_surface_destroy(phw_surface *surface)
{
    if (surface == NULL)
        return;
    free(surface->reflection);
    free(surface->kernel);
    free(surface->change);
    free(surface->level);
    free(surface);
}

size_t phw_surface_size(const phw_surface *surface)
{
    return surface->n;
}

const phw_cf *phw_surface_reflection(const phw_surface *surface)
{
    return surface->reflection;
}

void phw_surface_set(phw_surface *surface, const double *turn)
{
    for (size_t n = 0; n < surface->n; ++n)
        set_phase(surface, n, turn[n]);
}

static void draw_any(phw_cf *out, const uint32_t *word, float amplitude, size_t n)
{
    double turn[DRAWN];
    float re[DRAWN];
    float im[DRAWN];
    for (size_t i = 0; i < n; ++i)
        turn[i] = ldexp(1, -32) * (double)word[i];
    phw_phasors(re, im, turn, n);
    for (size_t i = 0; i < n; ++i)
        out[i] = CMPLXF(amplitude * re[i], amplitude * im[i]);
}

void phw_surface_draw(phw_surface *surface, uint64_t index)
{
    phw_surface *s = surface;
    uint32_t word[DRAWN];
    for (size_t n = 0; n < s->n; n += DRAWN) {
        const size_t count = s->n - n < DRAWN ? s->n - n : DRAWN;
        phw_rng_words(word, &s->rng, index * s->n + n, count);
        if (s->bits == 0)
            draw_any(s->reflection + n, word, s->amplitude, count);
        for (size_t i = 0; s->bits > 0 && i < count; ++i)
            s->reflection[n + i] = s->amplitude * s->root[word[i] >> (32 - s->bits)];
    }
}

static double turn_of(phw_cf x)
{
    return atan2((double)cimagf(x), (double)crealf(x)) / (2 * M_PI);
}

void phw_surface_align(phw_surface *surface, phw_cf direct, const phw_cf *f,
                       const phw_cf *g)
{
    const double to = turn_of(direct);
    for (size_t n = 0; n < surface->n; ++n)
        set_phase(surface, n, to - turn_of(f[n] * g[n]));
}

static int compare_changes(const void *a, const void *b)
{
    const change *x = a;
    const change *y = b;
    if (x->at < y->at || x->at > y->at)
        return x->at < y->at ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

/* All elements nearest to direction 0: their levels, their sum, and where in the next
 * level's width of directions each of them changes. */
static double complex sweep_start(phw_surface *s, const phw_cf *f, const phw_cf *g)
{
    double complex sum = 0;
    for (size_t n = 0; n < s->n; ++n) {
        const phw_cf z = f[n] * g[n];
        const double at = turn_of(z) * levels(s);
        const double level = rint(-at);
        s->level[n] = (uint16_t)((int)level & ((1 << s->bits) - 1));
        s->change[n] = (change){(float)(at + level + 0.5), (uint32_t)n};
        sum += (double complex)(z * phasor(level / levels(s)));
    }
    qsort(s->change, s->n, sizeof *s->change, compare_changes);
    return sum;
}

/* What to add to the sum of `sweep_start` when all elements are turned by `more`
 * levels; the best found so far. */
typedef struct best {
    double power;
    size_t n_changed;
    unsigned more;
} best;

static void judge(best *b, const phw_surface *s, double complex sum, phw_cf direct,
                  size_t n_changed)
{
    for (unsigned m = 0; m < 1u << s->bits; ++m) {
        const double complex h =
            (double complex)direct +
            (double)s->amplitude * sum * (double complex)s->root[m];
        const double power = creal(h) * creal(h) + cimag(h) * cimag(h);
        if (power > b->power)
            *b = (best){power, n_changed, m};
    }
}

void phw_surface_optimise(phw_surface *surface, phw_cf direct, const phw_cf *f,
                          const phw_cf *g)
{
    if (surface->bits == 0) {
        phw_surface_align(surface, direct, f, g);
        return;
    }
    phw_surface *s = surface;
    const unsigned mask = (1u << s->bits) - 1;
    double complex sum = sweep_start(s, f, g);
    best b = {.power = -1};
    judge(&b, s, sum, direct, 0);
    for (size_t i = 0; i < s->n; ++i) {
        const size_t n = s->change[i].n;
        const unsigned level = s->level[n];
        const phw_cf step = s->root[(level + 1) & mask] - s->root[level];
        sum += (double complex)(f[n] * g[n] * step);
        judge(&b, s, sum, direct, i + 1);
    }
    for (size_t i = 0; i < s->n; ++i) {
        const size_t n = s->change[i].n;
        const unsigned level = s->level[n] + b.more + (i < b.n_changed ? 1u : 0u);
        s->reflection[n] = s->amplitude * s->root[level & mask];
    }
}

void phw_surface_beam(phw_surface *surface, size_t index)
{
    const size_t p = index / surface->n_columns;
    const size_t q = index % surface->n_columns;
    for (size_t n = 0; n < surface->n; ++n) {
        const size_t row = p * (n / surface->n_columns) % surface->n_rows;
        const size_t column = q * (n % surface->n_columns) % surface->n_columns;
        set_phase(surface, n,
                  -(double)row / (double)surface->n_rows -
                      (double)column / (double)surface->n_columns);
    }
}

phw_status phw_surface_best_beam(phw_surface *surface, size_t *index, phw_cf direct,
                                 const phw_cf *f, const phw_cf *g)
{
    if (surface->n > PHW_SURFACE_SQUARE_MAX)
        return phw_fail(PHW_EARG,
                        "surface: the best of %zu beams; expected up to %d to try",
                        surface->n, PHW_SURFACE_SQUARE_MAX);
    size_t at = 0;
    double most = -1;
    for (size_t i = 0; i < surface->n; ++i) {
        phw_surface_beam(surface, i);
        const double power = phw_cf_power(direct + phw_surface_gain(surface, f, g));
        at = power > most ? i : at;
        most = fmax(most, power);
    }
    phw_surface_beam(surface, at);
    *index = at;
    return PHW_OK;
}

/* Adds sum_n f_n g_n c_n of a block to the lanes. The product of the hops comes first:
 * it is the same bits in either order. */
PHW_VECTORISED static void add_block(float *restrict re, float *restrict im,
                                     const float *f, const float *g, const float *c,
                                     size_t n)
{
    for (size_t i = 0; i + LANES <= n; i += LANES) {
        for (size_t k = 0; k < LANES; ++k) {
            const size_t at = 2 * (i + k);
            const float hop_re = f[at] * g[at] - f[at + 1] * g[at + 1];
            const float hop_im = f[at] * g[at + 1] + f[at + 1] * g[at];
            re[k] += hop_re * c[at] - hop_im * c[at + 1];
            im[k] += hop_re * c[at + 1] + hop_im * c[at];
        }
    }
}

static double complex direct_sum(const phw_surface *s, const phw_cf *f, const phw_cf *g)
{
    double complex sum = 0;
    for (size_t from = 0; from < s->n; from += BLOCK) {
        const size_t n = s->n - from < BLOCK ? s->n - from : BLOCK;
        float re[LANES] = {0};
        float im[LANES] = {0};
        add_block(re, im, (const float *)(f + from), (const float *)(g + from),
                  (const float *)(s->reflection + from), n);
        for (size_t k = 0; k < LANES; ++k)
            sum += CMPLX(re[k], im[k]);
        for (size_t i = from + n - n % LANES; i < from + n; ++i)
            sum += (double complex)(f[i] * g[i] * s->reflection[i]);
    }
    return sum;
}

/* sum_{i < j} K_ij c_i c_j (f_i g_j + f_j g_i): from one element to another and on. */
static double complex coupled_sum(const phw_surface *s, const phw_cf *f,
                                  const phw_cf *g)
{
    double complex sum = 0;
    const size_t n_columns = s->n_columns;
    for (size_t i = 0; i < s->n; ++i) {
        phw_cf row = 0;
        for (size_t j = i + 1; j < s->n; ++j) {
            const size_t ci = i % n_columns;
            const size_t cj = j % n_columns;
            const size_t apart = (j / n_columns - i / n_columns) * n_columns +
                                 (ci > cj ? ci - cj : cj - ci);
            row += s->kernel[apart] * s->reflection[j] * (f[i] * g[j] + g[i] * f[j]);
        }
        sum += (double complex)(s->reflection[i] * row);
    }
    return sum;
}

phw_cf phw_surface_gain(const phw_surface *surface, const phw_cf *f, const phw_cf *g)
{
    double complex sum = direct_sum(surface, f, g);
    if (surface->kernel != NULL)
        sum += coupled_sum(surface, f, g);
    return (phw_cf)sum;
}
