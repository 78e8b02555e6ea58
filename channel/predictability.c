#include "channel/predictability.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#define ORDER PHW_PREDICTABILITY_ORDER

/* Normal equations A w = b, Hermitian: the lower half counts. The solution takes b's
 * place. */
typedef struct equations {
    double complex a[ORDER][ORDER];
    double complex b[ORDER];
} equations;

static phw_status alloc_equations(equations **out)
{
    *out = calloc(1, sizeof **out);
    return *out != NULL
               ? PHW_OK
               : phw_fail(PHW_ENOMEM, "no memory for a predictor of %d values", ORDER);
}

/* A = L L^H in place. A matrix that rounding has made indefinite (a line without noise)
 * is helped by a loaded diagonal, which only worsens the prediction. */
static phw_status factor(equations *e)
{
    for (size_t j = 0; j < ORDER; ++j) {
        double pivot = creal(e->a[j][j]) * (1 + 1e-9);
        for (size_t k = 0; k < j; ++k)
            pivot -= creal(e->a[j][k] * conj(e->a[j][k]));
        if (!(pivot > 0) || !isfinite(pivot))
            return phw_fail(PHW_EARG, "the probes' correlations are singular");
        const double root = sqrt(pivot);
        e->a[j][j] = root;
        for (size_t i = j + 1; i < ORDER; ++i) {
            double complex sum = e->a[i][j];
            for (size_t k = 0; k < j; ++k)
                sum -= e->a[i][k] * conj(e->a[j][k]);
            e->a[i][j] = sum / root;
        }
    }
    return PHW_OK;
}

static phw_status solve(equations *e)
{
    PHW_TRY(factor(e));
    for (size_t i = 0; i < ORDER; ++i) {
        for (size_t k = 0; k < i; ++k)
            e->b[i] -= e->a[i][k] * e->b[k];
        e->b[i] /= creal(e->a[i][i]);
    }
    for (size_t i = ORDER; i-- > 0;) {
        for (size_t k = i + 1; k < ORDER; ++k)
            e->b[i] -= conj(e->a[k][i]) * e->b[k];
        e->b[i] /= creal(e->a[i][i]);
    }
    return PHW_OK;
}

/* Adds past* (past^T | next), the lower half. */
static void accumulate(equations *e, const phw_cf *past, phw_cf next)
{
    for (size_t i = 0; i < ORDER; ++i) {
        const double complex x = conj((double complex)past[i]);
        for (size_t j = 0; j <= i; ++j)
            e->a[i][j] += x * (double complex)past[j];
        e->b[i] += x * (double complex)next;
    }
}

static double measure(const double complex w[ORDER], const phw_cf *clean,
                      const phw_cf *noisy, size_t n, size_t from)
{
    double error = 0;
    double power = 0;
    for (size_t t = from; t < n; ++t) {
        double complex sum = 0;
        for (size_t i = 0; i < ORDER; ++i)
            sum += w[i] * (double complex)noisy[t - ORDER + i];
        const double complex off = (double complex)clean[t] - sum;
        error += creal(off) * creal(off) + cimag(off) * cimag(off);
        power += phw_cf_power(clean[t]);
    }
    return error / power;
}

phw_status phw_predictability_measure(double *nmse, const phw_cf *clean,
                                      const phw_cf *noisy, size_t n, size_t n_train)
{
    equations *e = NULL;
    if (n_train <= 2 * ORDER || n < n_train || n - n_train <= 2 * ORDER)
        return phw_fail(PHW_EARG,
                        "%zu probes, %zu to learn from; expected more than %d of each",
                        n, n_train, 2 * ORDER);
    PHW_TRY(alloc_equations(&e));
    for (size_t t = ORDER; t < n_train; ++t)
        accumulate(e, noisy + t - ORDER, noisy[t]);
    const phw_status s = solve(e);
    if (!s)
        *nmse = measure(e->b, clean, noisy, n, n_train);
    free(e);
    return s;
}

/* E past_i* past_j = R(j - i), E past_i* next = R(ORDER - i), in probes. */
static void fill(equations *e, double complex right[ORDER],
                 const phw_process_model *model, double spacing, double noise)
{
    double complex lag[ORDER + 1];
    for (size_t k = 0; k <= ORDER; ++k) {
        double re = 0;
        double im = 0;
        phw_process_correlation(&re, &im, model, spacing * (double)k);
        lag[k] = CMPLX(re, im);
    }
    for (size_t i = 0; i < ORDER; ++i) {
        for (size_t j = 0; j <= i; ++j)
            e->a[i][j] = conj(lag[i - j]) + (i == j ? noise : 0);
        e->b[i] = right[i] = lag[ORDER - i];
    }
}

phw_status phw_predictability_expect(double *nmse, const phw_process_model *model,
                                     double spacing, double noise, size_t n_train)
{
    equations *e = NULL;
    double complex right[ORDER];
    double explained = 0;
    if (n_train <= 3 * ORDER || !(spacing > 0) || !(noise >= 0))
        return phw_fail(PHW_EARG,
                        "spacing %g, noise %g, %zu probes; expected above 0, 0 or "
                        "more, above %d",
                        spacing, noise, n_train, 3 * ORDER);
    PHW_TRY(alloc_equations(&e));
    fill(e, right, model, spacing, noise);
    const phw_status s = solve(e);
    for (size_t i = 0; i < ORDER; ++i)
        explained += creal(conj(right[i]) * e->b[i]);
    free(e);
    if (s)
        return s;
    const double least = fmax(1 - explained, 0);
    const double fitted = (double)n_train - 2 * ORDER - 1;
    *nmse = least + (least + noise) * ORDER / fitted;
    return PHW_OK;
}
