#include "auth/widely_linear.h"

#include <math.h>

enum {
    KINDS = 3, /* with a channel of their own: x, conj(x), x|x|^2 */
    COLUMNS_MAX = KINDS * PHW_WIDELY_LINEAR_TAPS_MAX + 1
};

/* What a column holds. */
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

/* G = A^H A and b = A^H y, then G's Cholesky factor. */
typedef struct normal {
    double complex gram[COLUMNS_MAX][COLUMNS_MAX];
    double complex right[COLUMNS_MAX];
    double complex solution[COLUMNS_MAX];
    double power; /* y^H y */
    double least_open;
} normal;

static void add_columns(columns *c, kind k, size_t n_taps)
{
    for (size_t delay = 0; delay < n_taps; ++delay, ++c->n) {
        c->kind[c->n] = k;
        c->delay[c->n] = delay;
    }
}

static columns columns_of(const phw_widely_linear_config *config)
{
    columns c = {.n = 0};
    add_columns(&c, DIRECT, config->n_taps);
    if (config->image)
        add_columns(&c, IMAGE, config->n_taps);
    if (config->cubic)
        add_columns(&c, CUBIC, config->n_taps);
    if (config->constant)
        add_columns(&c, CONSTANT, 1);
    return c;
}

static double complex entry(kind k, double complex x)
{
    switch (k) {
    case DIRECT:
        return x;
    case IMAGE:
        return conj(x);
    case CUBIC:
        return x * (creal(x) * creal(x) + cimag(x) * cimag(x));
    case CONSTANT:
    default:
        return 1;
    }
}

static void accumulate(normal *g, const columns *c, const phw_cf *x, double complex y)
{
    double complex row[COLUMNS_MAX];
    for (size_t i = 0; i < c->n; ++i)
        row[i] = entry(c->kind[i], (double complex) * (x - c->delay[i]));
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

/* The factor a that makes a h nearest to the column's own taps: h^H c / h^H h. */
static double complex factor(const double complex *h, const double complex *own,
                             size_t n_taps)
{
    double complex dot = 0;
    double power = 0;
    for (size_t i = 0; i < n_taps; ++i) {
        dot += conj(h[i]) * own[i];
        power += creal(h[i]) * creal(h[i]) + cimag(h[i]) * cimag(h[i]);
    }
    return dot / power;
}

static void read_solution(phw_widely_linear *out, const double complex *s,
                          const phw_widely_linear_config *config)
{
    const size_t n_taps = config->n_taps;
    const double complex *own = s + n_taps;
    double complex sum = 0;
    for (size_t i = 0; i < n_taps; ++i) {
        out->gain_re[i] = creal(s[i]);
        out->gain_im[i] = cimag(s[i]);
        sum += s[i];
    }
    if (config->image) {
        const double complex image = factor(s, own, n_taps);
        out->image_re = creal(image);
        out->image_im = cimag(image);
        own += n_taps;
    }
    if (config->cubic) {
        const double complex cubic = factor(s, own, n_taps);
        out->cubic_re = creal(cubic);
        out->cubic_im = cimag(cubic);
        own += n_taps;
    }
    if (config->constant) {
        const double complex constant = *own / sum;
        out->constant_re = creal(constant);
        out->constant_im = cimag(constant);
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

phw_status phw_widely_linear_fit(phw_widely_linear *out, const phw_cf *y,
                                 const phw_cf *x, size_t n,
                                 const phw_widely_linear_config *config)
{
    const size_t kinds = 1 + (size_t)config->image + (size_t)config->cubic;
    PHW_TRY(check(y, x, n, kinds * config->n_taps + (size_t)config->constant, config));
    const columns c = columns_of(config);
    normal g = {.power = 0};
    for (size_t i = config->n_taps - 1; i < n; ++i)
        accumulate(&g, &c, x + i, (double complex)y[i]);
    PHW_TRY(factorise(&g, &c));
    const double explained = solve(&g, c.n);
    const double n_rows = (double)(n - (config->n_taps - 1));
    phw_widely_linear fit = {
        .noise_variance = fmax(0, g.power - explained) / (n_rows - (double)c.n),
        .signal_power = explained / n_rows,
        .open = g.least_open,
    };
    read_solution(&fit, g.solution, config);
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
