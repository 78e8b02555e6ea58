#include "encrypt/sensing_leak.h"

void phw_sensing_leak_powers(phw_cf *out, const phw_cf *y, size_t n)
{
    double mean = 0;
    for (size_t i = 0; i < n; ++i)
        mean += phw_cf_power(y[i]) / (double)n;
    for (size_t i = 0; i < n; ++i)
        out[i] = CMPLXF((float)(phw_cf_power(y[i]) - mean), 0);
}

void phw_sensing_leak_fold(phw_range_doppler_peak *inout,
                           const phw_range_doppler_grid *grid)
{
    if (inout->delay_s <= 0.5 / grid->spacing_hz)
        return;
    inout->delay_s = 1 / grid->spacing_hz - inout->delay_s;
    inout->doppler_hz = -inout->doppler_hz;
}

void phw_sensing_leak_product(phw_cf *out, const phw_cf *surveillance,
                              const phw_cf *reference, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        out[i] = surveillance[i] * conjf(reference[i]);
}
