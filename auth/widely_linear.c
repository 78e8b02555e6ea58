#include "auth/widely_linear.h"

#include <math.h>

enum {
    KINDS = 4,
    COLUMNS_MAX = PHW_WIDELY_LINEAR_TAPS_MAX + KINDS - 1,
    ROUNDS = 6
};

/* Relative change of the channel that ends the rounds. */
#define SETTLED 1e-6

/* What a column holds: a delay of x, or another term through the channel. */
typedef enum kind {
    DIRECT = 0,
    IMAGE,
    CUBIC,
    CONSTANT
} kind;

static const char *const kind_name[] = {
    [DIRECT] = "x",
    [IMAGE] = "conj(x)",
    [CUBIC] = "x|x|^2",
    [CONSTANT] = "1 (constant)",
};

static const char *const kind_cause[] = {
    [DIRECT] = "x is constant or repeats itself",
    [IMAGE] = "x is real up to a factor, as BPSK is: leave the image out",
    [CUBIC] = "|x| is constant: leave the cubic term out",
    [CONSTANT] = "x holds a constant: leave the constant out",
};

typedef struct columns {
    kind kind[COLUMNS_MAX];
    size_t delay[COLUMNS_MAX];
    size_t n;
} columns;

/* The channel as far as it is known. */
typedef struct channel {
    double complex tap[PHW_WIDELY_LINEAR_TAPS_MAX];
    size_t n_taps;
} channel;

/* G = A^H A and b = A^H y, then G's Cholesky factor. */
typedef struct normal {
    double complex gram[COLUMNS_MAX][COLUMNS_MAX];
    double complex right[COLUMNS_MAX];
    double complex solution[COLUMNS_MAX];
    double power; /* y^H y */
    double least_open;
} normal;

static void add_column(columns *c, kind k, size_t delay)
{
    c->kind[c->n] = k;
    c->delay[c->n] = delay;
    ++c->n;
}

static columns columns_of(const phw_widely_linear_config *config)
{
    columns c = {.n = 0};
    for (size_t delay = 0; delay < config->n_taps; ++delay)
        add_column(&c, DIRECT, delay);
    if (config->image)
        add_column(&c, IMAGE, 0);
    if (config->cubic)
        add_column(&c, CUBIC, 0);
    if (config->constant)
        add_column(&c, CONSTANT, 0);
    return c;
}

static double complex term(kind k, double complex x)
{
    switch (k) {
    case IMAGE:
        return conj(x);
    case CUBIC:
        return x * (creal(x) * creal(x) + cimag(x) * cimag(x));
    case CONSTANT:
        return 1;
    case DIRECT:
    default:
        return x;
    }
}

static double complex through(const channel *h, kind k, const phw_cf *x)
{
    double complex sum = 0;
    for (size_t i = 0; i < h->n_taps; ++i)
        sum += h->tap[i] * term(k, (double complex) * (x - i));
    return sum;
}

static void accumulate(normal *g, const columns *c, const channel *h, const phw_cf *x,
                       double complex y)
{
    double complex row[COLUMNS_MAX];
    for (size_t i = 0; i < c->n; ++i)
        row[i] = c->kind[i] == DIRECT ? (double complex) * (x - c->delay[i])
                                      : through(h, c->kind[i], x);
    for (size_t i = 0; i < c->n; ++i) {
        for (size_t k = 0; k <= i; ++k)
            g->gram[i][k] += conj(row[i]) * row[k];
        g->right[i] += conj(row[i]) * y;
    }
    g->power += creal(y) * creal(y) + cimag(y) * cimag(y);
}

/* L with G = L L^H below the diagonal and on it; what is left of a column's own power
 * when those before it are taken out is the pivot. */
static phw_status factorise(normal *g, const columns *c)
{
    g->least_open = 1;
    for (size_t i = 0; i < c->n; ++i) {
        const double whole = creal(g->gram[i][i]);
        for (size_t k = 0; k <= i; ++k) {
            double complex sum = g->gram[i][k];
            for (size_t m = 0; m < k; ++m)
                sum -= g->gram[i][m] * conj(g->gram[k][m]);
            g->gram[i][k] = k < i ? sum / creal(g->gram[k][k]) : sum;
        }
        const double open = creal(g->gram[i][i]) / whole;
        if (!(open >= PHW_WIDELY_LINEAR_DEGENERATE))
            return phw_fail(PHW_EINPUT,
                            "least squares: column %s (delay %zu) is made up by the "
                            "columns before it; %s",
                            kind_name[c->kind[i]], c->delay[i], kind_cause[c->kind[i]]);
        g->least_open = fmin(g->least_open, open);
        g->gram[i][i] = sqrt(creal(g->gram[i][i]));
    }
    return PHW_OK;
}

/* Solves L L^H s = b; returns what the fit explains, |L^-1 b|^2. */
static double solve(normal *g, size_t n)
{
    double complex *s = g->solution;
    double explained = 0;
    for (size_t i = 0; i < n; ++i) {
        s[i] = g->right[i];
        for (size_t k = 0; k < i; ++k)
            s[i] -= g->gram[i][k] * s[k];
        s[i] /= creal(g->gram[i][i]);
        explained += creal(s[i]) * creal(s[i]) + cimag(s[i]) * cimag(s[i]);
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; ++k)
            s[i] -= conj(g->gram[k][i]) * s[k];
        s[i] /= creal(g->gram[i][i]);
    }
    return explained;
}

/* Taps and terms of a solution: a term's coefficient is the factor on the channel that
 * its column went through, which the new one replaces. */
static void read_solution(phw_widely_linear *out, channel *h, const normal *g,
                          const columns *c)
{
    const channel before = *h;
    double complex dot = 0;
    double power = 0;
    for (size_t i = 0; i < h->n_taps; ++i) {
        h->tap[i] = g->solution[i];
        out->gain_re[i] = creal(h->tap[i]);
        out->gain_im[i] = cimag(h->tap[i]);
        dot += conj(h->tap[i]) * before.tap[i];
        power +=
            creal(h->tap[i]) * creal(h->tap[i]) + cimag(h->tap[i]) * cimag(h->tap[i]);
    }
    for (size_t i = h->n_taps; i < c->n; ++i) {
        const double complex factor = g->solution[i] * dot / power;
        double *const part[KINDS][2] = {
            [IMAGE] = {&out->image_re, &out->image_im},
            [CUBIC] = {&out->cubic_re, &out->cubic_im},
            [CONSTANT] = {&out->constant_re, &out->constant_im},
        };
        *part[c->kind[i]][0] = creal(factor);
        *part[c->kind[i]][1] = cimag(factor);
    }
}

static phw_status check(const phw_cf *y, const phw_cf *x, size_t n, size_t n_columns,
                        const phw_widely_linear_config *config)
{
    if (config->n_taps < 1 || config->n_taps > PHW_WIDELY_LINEAR_TAPS_MAX)
        return phw_fail(PHW_EARG, "least squares: %zu taps; 1 to %d are possible",
                        config->n_taps, PHW_WIDELY_LINEAR_TAPS_MAX);
    const size_t least = 2 * n_columns + config->n_taps - 1;
    if (n < least)
        return phw_fail(PHW_ESHORT,
                        "least squares: %zu samples for %zu columns; %zu or more are "
                        "needed",
                        n, n_columns, least);
    for (size_t i = 0; i < n; ++i) {
        if (!isfinite(phw_cf_power(x[i])) || !isfinite(phw_cf_power(y[i])))
            return phw_fail(PHW_EINPUT, "least squares: sample %zu is not finite", i);
    }
    return PHW_OK;
}

/* One least squares fit, with the terms through the channel `h` of the one before. */
static phw_status fit_round(phw_widely_linear *out, channel *h, const columns *c,
                            const phw_cf *y, const phw_cf *x, size_t n)
{
    normal g = {.power = 0};
    for (size_t i = h->n_taps - 1; i < n; ++i)
        accumulate(&g, c, h, x + i, (double complex)y[i]);
    PHW_TRY(factorise(&g, c));
    const double explained = solve(&g, c->n);
    const double n_rows = (double)(n - (h->n_taps - 1));
    *out = (phw_widely_linear){
        .noise_variance = fmax(0, g.power - explained) / (n_rows - (double)c->n),
        .signal_power = explained / n_rows,
        .open = g.least_open,
    };
    read_solution(out, h, &g, c);
    return PHW_OK;
}

static bool settled(const channel *a, const channel *b)
{
    double apart = 0;
    double power = 0;
    for (size_t i = 0; i < a->n_taps; ++i) {
        const double complex d = a->tap[i] - b->tap[i];
        apart += creal(d) * creal(d) + cimag(d) * cimag(d);
        power +=
            creal(a->tap[i]) * creal(a->tap[i]) + cimag(a->tap[i]) * cimag(a->tap[i]);
    }
    return apart <= SETTLED * SETTLED * power;
}

/* The model is a product of channel and terms: with the channel held in the terms'
 * columns it is linear, and what is wrong with that channel shrinks in each round by
 * the size of the terms. All taps of a term share one unknown, so none is lost to bands
 * that x leaves empty. */
phw_status phw_widely_linear_fit(phw_widely_linear *out, const phw_cf *y,
                                 const phw_cf *x, size_t n,
                                 const phw_widely_linear_config *config)
{
    const columns all = columns_of(config);
    PHW_TRY(check(y, x, n, all.n, config));
    const phw_widely_linear_config plain = {.n_taps = config->n_taps};
    const columns direct = columns_of(&plain);
    channel h = {.tap = {1}, .n_taps = config->n_taps};
    phw_widely_linear fit;
    PHW_TRY(fit_round(&fit, &h, &direct, y, x, n));
    for (int round = 0; round < ROUNDS; ++round) {
        const channel before = h;
        PHW_TRY(fit_round(&fit, &h, &all, y, x, n));
        if (h.n_taps == 1 || settled(&h, &before))
            break;
    }
    *out = fit;
    return PHW_OK;
}

static double complex mixer(double gain_db, double phase_rad)
{
    return pow(10, gain_db / 20) * cexp(CMPLX(0, phase_rad));
}

void phw_imbalance_image(double *image_re, double *image_im, double gain_db,
                         double phase_rad)
{
    const double complex w = mixer(gain_db, phase_rad);
    const double complex image = (1 - conj(w)) / (1 + w);
    *image_re = creal(image);
    *image_im = cimag(image);
}

void phw_imbalance_of_image(double *gain_db, double *phase_rad, double image_re,
                            double image_im)
{
    const double complex r = CMPLX(image_re, image_im);
    const double left = 1 - image_re * image_re - image_im * image_im;
    const double complex w = 2 * (1 - conj(r)) / left - 1;
    *gain_db = left != 0 ? 20 * log10(cabs(w)) : (double)NAN;
    *phase_rad = left != 0 ? carg(w) : (double)NAN;
}

double phw_imbalance_rejection_db(double gain_db, double phase_rad)
{
    const double g = pow(10, gain_db / 20);
    const double cross = 2 * g * cos(phase_rad);
    return 10 * log10((1 + cross + g * g) / (1 - cross + g * g));
}
