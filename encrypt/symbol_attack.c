#include "encrypt/symbol_attack.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

/* The nearest of n phases to the angle of x. */
static uint32_t nearest_phase(phw_cf x, uint32_t n)
{
    const double turns = atan2((double)cimagf(x), (double)crealf(x)) / (2 * pi);
    const long nearest = lround(turns * n);
    return (uint32_t)((nearest + (long)n) % (long)n);
}

void phw_attack_two_time(uint8_t *difference, const phw_cf *a, const phw_cf *b,
                         size_t n, unsigned m)
{
    for (size_t i = 0; i < n; ++i)
        difference[i] = (uint8_t)nearest_phase(a[i] * conjf(b[i]), m);
}

double phw_attack_power(const phw_cf *y, size_t n, unsigned m)
{
    double complex sum = 0;
    for (size_t i = 0; i < n; ++i) {
        const double angle = m * atan2((double)cimagf(y[i]), (double)crealf(y[i]));
        sum += CMPLX(cos(angle), sin(angle));
    }
    return cabs(sum) / (double)n;
}

uint32_t phw_attack_known(phw_cf y, phw_cf x, uint32_t n_phases)
{
    return nearest_phase(y * conjf(x), n_phases);
}

double phw_attack_cumulant(const phw_cf *y, size_t n)
{
    double second = 0;
    double fourth = 0;
    for (size_t i = 0; i < n; ++i) {
        const double power = phw_cf_power(y[i]);
        second += power;
        fourth += power * power;
    }
    return fourth * (double)n / (second * second) - 2;
}
