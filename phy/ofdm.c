#include "phy/ofdm.h"

#include <math.h>

#define OVERSAMPLING_MAX 64

const int8_t phw_ofdm_carrier[PHW_OFDM_N_USED] = {
    -26, -25, -24, -23, -22, -21, -20, -19, -18, -17, -16, -15, -14,
    -13, -12, -11, -10, -9,  -8,  -7,  -6,  -5,  -4,  -3,  -2,  -1,
    1,   2,   3,   4,   5,   6,   7,   8,   9,   10,  11,  12,  13,
    14,  15,  16,  17,  18,  19,  20,  21,  22,  23,  24,  25,  26,
};

const int8_t phw_ofdm_long[PHW_OFDM_N_USED] = {
    1,  1,  -1, -1, 1, 1, -1, 1,  -1, 1,  1,  1,  1, 1,  1, -1, -1, 1,
    1,  -1, 1,  -1, 1, 1, 1,  1,  1,  -1, -1, 1,  1, -1, 1, -1, 1,  -1,
    -1, -1, -1, -1, 1, 1, -1, -1, 1,  -1, 1,  -1, 1, 1,  1, 1,
};

const int8_t phw_ofdm_short[PHW_OFDM_N_USED] = {
    0, 0, 1, 0,  0, 0, -1, 0,  0, 0, 1, 0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0, 1, 0, 0, 0,
    0, 0, 0, -1, 0, 0, 0,  -1, 0, 0, 0, 1, 0, 0, 0,  1, 0, 0, 0,  1, 0, 0, 0, 1, 0, 0,
};

const uint8_t phw_ofdm_data[PHW_OFDM_N_DATA] = {
    0,  1,  2,  3,  4,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16,
    17, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 33, 34,
    35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 47, 48, 49, 50, 51,
};

const uint8_t phw_ofdm_pilot[PHW_OFDM_N_PILOTS] = {5, 19, 32, 46};

const int8_t phw_ofdm_pilot_value[PHW_OFDM_N_PILOTS] = {1, 1, 1, -1};

int phw_ofdm_polarity(size_t symbol)
{
    /* The scrambler x^7 + x^4 + 1 from all ones; its 1 is polarity -1. */
    unsigned state = 0x7F;
    unsigned bit = 0;
    for (size_t i = 0; i <= symbol % 127; ++i) {
        bit = ((state >> 6) ^ (state >> 3)) & 1;
        state = (state << 1 | bit) & 0x7F;
    }
    return bit ? -1 : 1;
}

phw_status phw_ofdm_spacing(double *spacing_hz, double bandwidth_hz)
{
    if (bandwidth_hz != 20e6 && bandwidth_hz != 10e6 && bandwidth_hz != 5e6)
        return phw_fail(PHW_EARG, "ofdm: bandwidth %g Hz; expected 20e6, 10e6 or 5e6",
                        bandwidth_hz);
    *spacing_hz = bandwidth_hz / PHW_OFDM_N_FFT;
    return PHW_OK;
}

phw_status phw_ofdm_oversampling(size_t *factor, double rate_hz, double bandwidth_hz)
{
    double spacing_hz = 0;
    PHW_TRY(phw_ofdm_spacing(&spacing_hz, bandwidth_hz));
    const double ratio = round(rate_hz / bandwidth_hz);
    if (!(ratio >= 1 && ratio <= OVERSAMPLING_MAX && ratio * bandwidth_hz == rate_hz))
        return phw_fail(PHW_EARG,
                        "ofdm: rate %.9g Hz is not 1 to %d whole times the bandwidth "
                        "of %g Hz; resample first",
                        rate_hz, OVERSAMPLING_MAX, bandwidth_hz);
    *factor = (size_t)ratio;
    return PHW_OK;
}
