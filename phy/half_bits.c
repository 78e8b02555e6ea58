#include "phy/half_bits.h"

#include <math.h>

/* Far beyond any recording, and below where doubles lose fractions that count. */
#define FIRST_MAX 0x1p40

/* Of a sample: what an edge may lie after it and still count as on it. */
#define SLACK 1e-6

int64_t phw_half_bit_from(const phw_half_bit_clock *clock, int64_t k)
{
    return (int64_t)ceil(clock->first + (double)k * clock->length - SLACK);
}

/* The division may be off by one where an edge falls on a sample; the rule decides. */
int64_t phw_half_bit_of(const phw_half_bit_clock *clock, int64_t i)
{
    int64_t k = (int64_t)floor(((double)i - clock->first) / clock->length);
    while (phw_half_bit_from(clock, k) > i)
        --k;
    while (phw_half_bit_from(clock, k + 1) <= i)
        ++k;
    return k;
}

static phw_status check_clock(const phw_half_bit_clock *clock)
{
    if (!(fabs(clock->first) <= FIRST_MAX && clock->length >= 1 &&
          clock->length <= FIRST_MAX))
        return phw_fail(PHW_EARG,
                        "half bits: begin at sample %g with %g samples each; expected "
                        "one sample or more",
                        clock->first, clock->length);
    return PHW_OK;
}

static phw_status check_run(size_t n_halves, size_t n, const phw_half_bit_clock *clock,
                            int64_t from)
{
    PHW_TRY(check_clock(clock));
    if (n_halves == 0)
        return PHW_OK;
    const int64_t first = phw_half_bit_from(clock, from);
    const int64_t end = phw_half_bit_from(clock, from + (int64_t)n_halves);
    if (first < 0 || (uint64_t)end > n)
        return phw_fail(
            PHW_ESHORT,
            "half bits: %zu of them are samples %lld to %lld, and there are "
            "%zu",
            n_halves, (long long)first, (long long)end, n);
    return PHW_OK;
}

phw_status phw_half_bit_means(phw_cf *out, size_t n_halves, const phw_cf *x, size_t n,
                              const phw_half_bit_clock *clock, int64_t from)
{
    PHW_TRY(check_run(n_halves, n, clock, from));
    for (size_t k = 0; k < n_halves; ++k) {
        const int64_t first = phw_half_bit_from(clock, from + (int64_t)k);
        const int64_t end = phw_half_bit_from(clock, from + (int64_t)k + 1);
        double re = 0;
        double im = 0;
        for (int64_t i = first; i < end; ++i) {
            re += (double)crealf(x[i]);
            im += (double)cimagf(x[i]);
        }
        const double count = (double)(end - first);
        out[k] = CMPLXF((float)(re / count), (float)(im / count));
    }
    return PHW_OK;
}

phw_status phw_half_bit_energies(float *out, size_t n_halves, const phw_cf *x, size_t n,
                                 const phw_half_bit_clock *clock, int64_t from)
{
    PHW_TRY(check_run(n_halves, n, clock, from));
    for (size_t k = 0; k < n_halves; ++k) {
        const int64_t end = phw_half_bit_from(clock, from + (int64_t)k + 1);
        double sum = 0;
        for (int64_t i = phw_half_bit_from(clock, from + (int64_t)k); i < end; ++i)
            sum += phw_cf_power(x[i]);
        out[k] = (float)sum;
    }
    return PHW_OK;
}

phw_status phw_half_bit_waveform(float *out, size_t n, const uint8_t *chip,
                                 size_t n_halves, const phw_half_bit_clock *clock)
{
    PHW_TRY(check_clock(clock));
    for (size_t i = 0; i < n; ++i)
        out[i] = 0;
    for (size_t k = 0; k < n_halves; ++k) {
        const int64_t first = phw_half_bit_from(clock, (int64_t)k);
        const int64_t end = phw_half_bit_from(clock, (int64_t)k + 1);
        for (int64_t i = first > 0 ? first : 0; i < end && (uint64_t)i < n; ++i)
            out[i] = chip[k] ? 1 : -1;
    }
    return PHW_OK;
}
