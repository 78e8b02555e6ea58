#include "auth/fingerprint_image.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_eigen.h>

#include "core/signal.h"
#include "core/vectorised.h"
#include "phy/ofdm.h"

#define N_LONG PHW_OFDM_N_USED
#define N_ROWS PHW_FINGERPRINT_N_ROWS

/* Dimensions of the channel: the eigenvectors of the delays' correlation down to 1e-6
 * of the first. */
#define N_RANK 20

/* Newton steps: a step's error is the image times the last one's. */
#define N_STEPS 2

/* One row of short training has less noise: 12 carriers share the power that 52 share
 * in long training. */
static const double short_weight = 52.0 / 12.0;

/* Real and imaginary parts apart, so that loops over them are vectors. */
typedef struct parts {
    float re[N_ROWS];
    float im[N_ROWS];
} parts;

typedef struct coordinates {
    float re[N_RANK];
    float im[N_RANK];
} coordinates;

typedef struct square {
    coordinates column[N_RANK];
} square;

struct phw_fingerprint_fit {
    coordinates basis[N_ROWS]; /* Q by rows, */
    parts direction[N_RANK];   /* and by columns */
    parts sign;                /* S: conj(x_-k) / x_k */
    square turned;             /* Q^H S Q */
    square switched;           /* Q^H D Q */
    square image;              /* (P0 S Q)^H (P0 S Q), P0 = 1 - Q Q^H */
    square gain;               /* (P0 D Q)^H (P0 D Q) */
    square both;               /* (P0 S Q)^H (P0 D Q) */
};

/* Where the entry of short training lies among the 52 carriers. */
static size_t place_of_short(size_t i)
{
    size_t n = 0;
    for (size_t k = 0; k < N_LONG; ++k) {
        if (phw_ofdm_short[k] != 0 && n++ == i)
            return k;
    }
    return 0;
}

int phw_fingerprint_short_carrier(size_t i)
{
    return phw_ofdm_carrier[place_of_short(i)];
}

phw_cf phw_fingerprint_short_value(size_t i)
{
    return (float)phw_ofdm_short[place_of_short(i)] * (float)sqrt(13.0 / 6.0) *
           CMPLXF(1, 1);
}

static int carrier_of(size_t row)
{
    return row < N_LONG ? phw_ofdm_carrier[row]
                        : phw_fingerprint_short_carrier(row - N_LONG);
}

static double weight_of(size_t row)
{
    return row < N_LONG ? 1 : sqrt(short_weight);
}

/* Both lists of carriers are symmetric: that of -k stands as far from the end. */
static double complex sign_of(size_t row)
{
    if (row < N_LONG)
        return phw_ofdm_long[N_LONG - 1 - row] * phw_ofdm_long[row];
    const size_t i = row - N_LONG;
    return (double complex)(
        conjf(phw_fingerprint_short_value(PHW_FINGERPRINT_N_SHORT - 1 - i)) /
        phw_fingerprint_short_value(i));
}

/* Two rows' correlation over delays spread evenly over the smooth channel's, but for
 * the turn that their middle gives to each. */
static double correlation(size_t a, size_t b)
{
    const double span = PHW_FINGERPRINT_DELAY_BEFORE + PHW_FINGERPRINT_DELAY_AFTER;
    const double x = M_PI * (carrier_of(a) - carrier_of(b)) * span / PHW_OFDM_N_FFT;
    return weight_of(a) * weight_of(b) * (x == 0 ? 1 : sin(x) / x);
}

static double complex turn_of(size_t row)
{
    const double middle =
        (PHW_FINGERPRINT_DELAY_AFTER - PHW_FINGERPRINT_DELAY_BEFORE) / 2.0;
    return cexp(CMPLX(0, -2 * M_PI * carrier_of(row) * middle / PHW_OFDM_N_FFT));
}

static phw_status find_basis(double complex Q[N_RANK][N_ROWS])
{
    gsl_matrix *m = gsl_matrix_alloc(N_ROWS, N_ROWS);
    gsl_matrix *vectors = gsl_matrix_alloc(N_ROWS, N_ROWS);
    gsl_vector *values = gsl_vector_alloc(N_ROWS);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(N_ROWS);
    phw_status s = PHW_ENOMEM;
    if (m != NULL && vectors != NULL && values != NULL && work != NULL) {
        for (size_t a = 0; a < N_ROWS; ++a) {
            for (size_t b = 0; b < N_ROWS; ++b)
                gsl_matrix_set(m, a, b, correlation(a, b));
        }
        (void)gsl_eigen_symmv(m, values, vectors, work);
        (void)gsl_eigen_symmv_sort(values, vectors, GSL_EIGEN_SORT_VAL_DESC);
        for (size_t i = 0; i < N_RANK; ++i) {
            for (size_t r = 0; r < N_ROWS; ++r)
                Q[i][r] = gsl_matrix_get(vectors, r, i) * turn_of(r);
        }
        s = PHW_OK;
    }
    gsl_eigen_symmv_free(work);
    gsl_vector_free(values);
    gsl_matrix_free(vectors);
    gsl_matrix_free(m);
    return s ? phw_fail(s, "fingerprint: no memory for its tables") : PHW_OK;
}

/* One direction with S and with D before it. */
static void apply(double complex mirrored[N_ROWS], double complex shorts[N_ROWS],
                  const double complex q[N_ROWS])
{
    for (size_t r = 0; r < N_ROWS; ++r) {
        mirrored[r] = sign_of(r) * q[r];
        shorts[r] = r < N_LONG ? 0 : q[r];
    }
}

static double complex dot(const double complex *a, const double complex *b)
{
    double complex sum = 0;
    for (size_t r = 0; r < N_ROWS; ++r)
        sum += conj(a[r]) * b[r];
    return sum;
}

static void set(square *m, size_t row, size_t column, double complex x)
{
    m->column[column].re[row] = (float)creal(x);
    m->column[column].im[row] = (float)cimag(x);
}

/* P0 x. */
static void project(double complex x[N_ROWS], double complex Q[N_RANK][N_ROWS])
{
    for (size_t i = 0; i < N_RANK; ++i) {
        const double complex share = dot(Q[i], x);
        for (size_t r = 0; r < N_ROWS; ++r)
            x[r] -= share * Q[i][r];
    }
}

static void fill_tables(phw_fingerprint_fit *f, double complex Q[N_RANK][N_ROWS])
{
    static const size_t n = N_RANK;
    double complex mirrored[N_RANK][N_ROWS];
    double complex shorts[N_RANK][N_ROWS];
    for (size_t i = 0; i < n; ++i) {
        for (size_t r = 0; r < N_ROWS; ++r) {
            f->basis[r].re[i] = f->direction[i].re[r] = (float)creal(Q[i][r]);
            f->basis[r].im[i] = f->direction[i].im[r] = (float)cimag(Q[i][r]);
        }
        apply(mirrored[i], shorts[i], Q[i]);
        for (size_t k = 0; k < n; ++k) {
            set(&f->turned, k, i, dot(Q[k], mirrored[i]));
            set(&f->switched, k, i, dot(Q[k], shorts[i]));
        }
    }
    for (size_t i = 0; i < n; ++i) {
        project(mirrored[i], Q);
        project(shorts[i], Q);
    }
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < n; ++k) {
            set(&f->image, k, i, dot(mirrored[k], mirrored[i]));
            set(&f->gain, k, i, dot(shorts[k], shorts[i]));
            set(&f->both, k, i, dot(mirrored[k], shorts[i]));
        }
    }
}

phw_status phw_fingerprint_fit_create(phw_fingerprint_fit **out)
{
    phw_fingerprint_fit *f = NULL;
    double complex Q[N_RANK][N_ROWS];
    PHW_TRY(find_basis(Q));
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    for (size_t r = 0; r < N_ROWS; ++r) {
        f->sign.re[r] = (float)creal(sign_of(r));
        f->sign.im[r] = (float)cimag(sign_of(r));
    }
    fill_tables(f, Q);
    *out = f;
    return PHW_OK;
}

void phw_fingerprint_fit_destroy(phw_fingerprint_fit *f)
{
    free(f);
}

size_t phw_fingerprint_fit_rank(const phw_fingerprint_fit *f)
{
    (void)f;
    return N_RANK + 2;
}

/* Q^H of the rows of y from `from` on. */
PHW_VECTORISED
static void to_coordinates(const phw_fingerprint_fit *f, coordinates *out,
                           const parts *y, size_t from)
{
    coordinates c = {{0}, {0}};
    for (size_t r = from; r < N_ROWS; ++r) {
        const float re = y->re[r];
        const float im = y->im[r];
        for (size_t i = 0; i < N_RANK; ++i) {
            c.re[i] += f->basis[r].re[i] * re + f->basis[r].im[i] * im;
            c.im[i] += f->basis[r].re[i] * im - f->basis[r].im[i] * re;
        }
    }
    *out = c;
}

/* y -= Q c. */
PHW_VECTORISED
static void take_off(const phw_fingerprint_fit *f, parts *y, const coordinates *c)
{
    for (size_t i = 0; i < N_RANK; ++i) {
        const float re = c->re[i];
        const float im = c->im[i];
        const parts *q = &f->direction[i];
        for (size_t r = 0; r < N_ROWS; ++r) {
            y->re[r] -= q->re[r] * re - q->im[r] * im;
            y->im[r] -= q->re[r] * im + q->im[r] * re;
        }
    }
}

/* M x. */
PHW_VECTORISED
static void multiply(coordinates *out, const square *m, const coordinates *x)
{
    coordinates c = {{0}, {0}};
    for (size_t i = 0; i < N_RANK; ++i) {
        const float re = x->re[i];
        const float im = x->im[i];
        const coordinates *q = &m->column[i];
        for (size_t k = 0; k < N_RANK; ++k) {
            c.re[k] += q->re[k] * re - q->im[k] * im;
            c.im[k] += q->re[k] * im + q->im[k] * re;
        }
    }
    *out = c;
}

/* a^H b. */
static double complex inner(const coordinates *a, const coordinates *b)
{
    double re = 0;
    double im = 0;
    for (size_t i = 0; i < N_RANK; ++i) {
        re += (double)(a->re[i] * b->re[i] + a->im[i] * b->im[i]);
        im += (double)(a->re[i] * b->im[i] - a->im[i] * b->re[i]);
    }
    return CMPLX(re, im);
}

/* c = first - rho Q^H S Q c - gamma Q^H D Q c. */
static void refine(const phw_fingerprint_fit *f, coordinates *c,
                   const coordinates *first, double complex rho, double complex gamma)
{
    coordinates turned;
    coordinates switched;
    multiply(&turned, &f->turned, c);
    multiply(&switched, &f->switched, c);
    for (size_t i = 0; i < N_RANK; ++i) {
        const phw_cf z = CMPLXF(first->re[i], first->im[i]) -
                         (phw_cf)rho * CMPLXF(turned.re[i], turned.im[i]) -
                         (phw_cf)gamma * CMPLXF(switched.re[i], switched.im[i]);
        c->re[i] = crealf(z);
        c->im[i] = cimagf(z);
    }
}

/* The step's least squares of what the channel leaves, on v = P0 S Q c and w = P0 D Q
 * c. */
typedef struct step {
    double complex vu; /* v^H u */
    double complex wu;
    double complex vw;
    double vv;
    double ww;
} step;

static step measure(const phw_fingerprint_fit *f, const coordinates *c,
                    const coordinates *mirrored, const coordinates *shorts)
{
    coordinates image;
    coordinates gain;
    coordinates both;
    multiply(&image, &f->image, c);
    multiply(&gain, &f->gain, c);
    multiply(&both, &f->both, c);
    return (step){.vu = inner(c, mirrored),
                  .wu = inner(c, shorts),
                  .vw = inner(c, &both),
                  .vv = creal(inner(c, &image)),
                  .ww = creal(inner(c, &gain))};
}

static double square_of(double complex x)
{
    return creal(x) * creal(x) + cimag(x) * cimag(x);
}

/* Q^H S^H u and Q^H D u: u is what the channel leaves. */
static void read_remainder(const phw_fingerprint_fit *f, coordinates *mirrored,
                           coordinates *shorts, const parts *u)
{
    parts turned;
    for (size_t r = 0; r < N_ROWS; ++r) {
        turned.re[r] = f->sign.re[r] * u->re[r] + f->sign.im[r] * u->im[r];
        turned.im[r] = f->sign.re[r] * u->im[r] - f->sign.im[r] * u->re[r];
    }
    to_coordinates(f, mirrored, &turned, 0);
    to_coordinates(f, shorts, u, N_LONG);
}

static double energy(const parts *u)
{
    double sum = 0;
    for (size_t r = 0; r < N_ROWS; ++r)
        sum += (double)(u->re[r] * u->re[r] + u->im[r] * u->im[r]);
    return sum;
}

/* Short training's gain by long training's, on the carriers that both have: the image
 * is not yet known, but signs of both senses make it small. What is left is gamma, and
 * its product with rho no matter. */
static double complex short_gain(const phw_cf row[N_ROWS])
{
    double complex sum = 0;
    double power = 0;
    size_t i = N_LONG;
    for (size_t k = 0; k < N_LONG; ++k) {
        if (phw_ofdm_short[k] == 0)
            continue;
        sum += (double complex)(conjf(row[k]) * row[i++]);
        power += phw_cf_power(row[k]);
    }
    return sum / power;
}

void phw_fingerprint_fit_run(phw_fingerprint_fit *f, phw_fingerprint_image *out,
                             const phw_cf row[N_ROWS])
{
    parts u;
    coordinates first;
    coordinates mirrored;
    coordinates shorts;
    const phw_cf even = (phw_cf)(sqrt(short_weight) / short_gain(row));
    for (size_t r = 0; r < N_ROWS; ++r) {
        const phw_cf y = r < N_LONG ? row[r] : row[r] * even;
        u.re[r] = crealf(y);
        u.im[r] = cimagf(y);
    }
    to_coordinates(f, &first, &u, 0);
    take_off(f, &u, &first);
    read_remainder(f, &mirrored, &shorts, &u);
    coordinates c = first;
    double complex rho = 0;
    double complex gamma = 0;
    step s = {0};
    for (int i = 0; i < N_STEPS; ++i) {
        if (i > 0)
            refine(f, &c, &first, rho, gamma);
        s = measure(f, &c, &mirrored, &shorts);
        const double open = s.vv * s.ww - square_of(s.vw);
        rho = (s.ww * s.vu - s.vw * s.wu) / open;
        gamma = (s.vv * s.wu - conj(s.vw) * s.vu) / open;
    }
    *out = (phw_fingerprint_image){
        .re = creal(rho),
        .im = cimag(rho),
        .open = s.vv - square_of(s.vw) / s.ww,
        .left = energy(&u) - creal(conj(rho) * s.vu + conj(gamma) * s.wu)};
}
