#include "channel/noise.h"

#include <math.h>

double phw_noise_variance(double power, double snr_db)
{
    return power * pow(10, -snr_db / 10);
}

double phw_noise_snr_db(double power, double variance)
{
    return 10 * log10(power / variance);
}

void phw_noise_add(phw_cf *inout, size_t n, double variance, const phw_rng *rng,
                   uint64_t index)
{
    enum {
        STEP = 128
    };

    phw_cf noise[STEP];
    uint64_t from = index * n;
    while (n > 0) {
        const size_t take = n < STEP ? n : STEP;
        phw_rng_normal_complex(noise, rng, variance, from, take);
        for (size_t i = 0; i < take; ++i)
            inout[i] += noise[i];
        inout += take;
        from += take;
        n -= take;
    }
}
