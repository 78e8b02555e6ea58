#include "phy/line_code_manchester.h"

#include <math.h>

static void encode(uint8_t *chip, const uint8_t *bit, size_t n, phw_line_start start)
{
    (void)start;
    for (size_t i = 0; i < n; ++i) {
        chip[2 * i] = bit[i];
        chip[2 * i + 1] = !bit[i];
    }
}

static void decode(float *soft, const float *half, size_t n, phw_line_start start)
{
    (void)start;
    for (size_t i = 0; i < n; ++i)
        soft[i] = (half[2 * i] - half[2 * i + 1]) / 2;
}

/* Two halves that disagree tell the bit; two alike tell nothing, and the first decides.
 */
static void slice(float *soft, const float *half, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        soft[i] = half[2 * i] > 0 ? 1 : -1;
}

static void join(float *soft, const float *pair, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        soft[i] = pair[i];
}

static void pairs(float *pair, const uint8_t *bit, size_t n, phw_line_start start)
{
    (void)start;
    for (size_t i = 0; i < n; ++i)
        pair[i] = bit[i] ? 1 : -1;
}

/* sin^4(x) / x^2, x = pi f Tb / 2. */
static double spectrum(double f_tb)
{
    const double x = M_PI * f_tb / 2;
    if (fabs(x) < 1e-8)
        return x * x;
    const double sine = sin(x);
    return sine * sine * sine * sine / (x * x);
}

const phw_line_code phw_line_code_manchester = {
    .name = "manchester",
    .summary = "1 is high then low, 0 low then high",
    .reference = "G. E. Thomas' convention; Mode S and ambient IoT use it",
    .chips_per_bit = 2,
    .first_half = 0,
    .n_extra_pairs = 0,
    .encode = encode,
    .decode = decode,
    .slice = slice,
    .join = join,
    .pairs = pairs,
    .spectrum = spectrum,
};
