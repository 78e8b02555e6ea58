#include "encrypt/noise_gaussian.h"

#include <math.h>

#include "core/normal.h"

void phw_noise_gaussian_draw(phw_cf *out, const uint32_t *word, size_t n)
{
    float *rail = (float *)out;
    phw_normal_from_words(rail, word, 2 * n);
    for (size_t i = 0; i < 2 * n; ++i)
        rail[i] *= (float)M_SQRT1_2;
}

double phw_noise_gaussian_log_density(phw_cf x, phw_cf a, double variance)
{
    const double total = phw_cf_power(a) + variance;
    return -phw_cf_power(x) / total - log(total);
}
