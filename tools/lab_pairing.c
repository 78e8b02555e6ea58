#include "tools/lab_pairing.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

void phw_lab_pairing_free(phw_lab_pairing *p)
{
    free(p->real);
    p->real = NULL;
}

phw_status phw_lab_pairing_alloc(phw_lab_pairing *p, size_t n)
{
    PHW_TRY(phw_array_alloc(&p->real, 4 * n, sizeof *p->real));
    for (size_t i = 0; i < 4 * n; ++i)
        p->real[i] = 0;
    p->imag = p->real + n;
    p->a = p->real + 2 * n;
    p->b = p->real + 3 * n;
    p->n = n;
    return PHW_OK;
}

void phw_lab_pairing_add(phw_lab_pairing *p, size_t trial, const phw_cf *a,
                         const phw_cf *b, size_t n)
{
    double complex sum = 0;
    for (size_t i = 0; i < n; ++i) {
        sum += (double complex)a[i] * conj((double complex)b[i]);
        p->a[trial] += phw_cf_power(a[i]) / (double)n;
        p->b[trial] += phw_cf_power(b[i]) / (double)n;
    }
    p->real[trial] += creal(sum) / (double)n;
    p->imag[trial] += cimag(sum) / (double)n;
}

static double mean(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += x[i] / (double)n;
    return sum;
}

void phw_lab_pairing_ratio(phw_statistic *f, const phw_lab_pairing *p, bool is_real)
{
    const double *part = is_real ? p->real : p->imag;
    const double power_a = mean(p->a, p->n);
    const double power_b = mean(p->b, p->n);
    const double scale = sqrt(power_a * power_b);
    phw_trial_mean influence = {0};
    f->measured = mean(part, p->n) / scale;
    for (size_t i = 0; i < p->n; ++i)
        phw_trial_mean_add(&influence, part[i] / scale -
                                           f->measured / 2 *
                                               (p->a[i] / power_a + p->b[i] / power_b));
    f->standard_error = phw_trial_mean_error(&influence);
}
