#include "encrypt/cipher_rotate.h"

#include <endian.h>
#include <string.h>

#include <sodium.h>

#include "core/vectorised.h"

/* Bytes of keystream at a time. */
#define BLOCK 16384

/* x[0] + j x[1] turned by 2 pi k / 65536, the sine's sign given. Half an eighth of a
 * turn either side of the nearest quarter, t = -1..1 for -pi/4..pi/4: Taylor's series
 * of sin(pi/4 t) and cos(pi/4 t), whose first terms left out are below 3e-8. Quarters
 * turn exactly. */
static inline void turn(float *x, uint32_t k, float sign)
{
    const uint32_t quarter = (k + 8192) >> 14;
    const float t = (float)((int32_t)k - (int32_t)(quarter << 14)) * (1.0F / 8192);
    const float u = t * t;
    const float s =
        t * (0.78539816F +
             u * (-0.080745512F +
                  u * (0.0024903946F + u * (-3.6576204e-05F + u * 3.1336162e-07F))));
    const float c =
        1.0F + u * (-0.30842514F +
                    u * (0.015854344F + u * (-3.2599189e-04F + u * 3.5908604e-06F)));
    const float re = (quarter & 1) != 0 ? s : c;
    const float im = (quarter & 1) != 0 ? c : s;
    const float cosine = ((quarter + 1) & 2) != 0 ? -re : re;
    const float sine = sign * ((quarter & 2) != 0 ? -im : im);
    const float a = x[0];
    const float b = x[1];
    x[0] = a * cosine - b * sine;
    x[1] = a * sine + b * cosine;
}

PHW_VECTORISED static void turn8(float *restrict x, const uint8_t *restrict key,
                                 size_t n, float sign)
{
    for (size_t i = 0; i < n; ++i)
        turn(x + 2 * i, (uint32_t)key[i] << 8, sign);
}

PHW_VECTORISED static void turn16(float *restrict x, const uint8_t *restrict key,
                                  size_t n, float sign)
{
    for (size_t i = 0; i < n; ++i) {
        uint16_t k = 0;
        memcpy(&k, key + 2 * i, sizeof k);
        turn(x + 2 * i, le16toh(k), sign);
    }
}

static phw_status rotate(phw_cf *symbol, size_t n, size_t n_bytes,
                         const phw_keystream *keystream, bool undo)
{
    uint8_t key[BLOCK];
    const size_t block = BLOCK / n_bytes;
    const float sign = undo ? -1.0F : 1.0F;
    phw_status s = PHW_OK;
    for (size_t at = 0; at < n && !s; at += block) {
        const size_t take = n - at < block ? n - at : block;
        s = phw_keystream_read(key, keystream, (uint64_t)at * n_bytes, take * n_bytes);
        if (!s && n_bytes == 1)
            turn8((float *)(symbol + at), key, take, sign);
        else if (!s)
            turn16((float *)(symbol + at), key, take, sign);
    }
    sodium_memzero(key, n < block ? n * n_bytes : BLOCK);
    return s;
}

// NOLINTNEXTLINE(readability-non-const-parameter): as others of its kind
static phw_status symbols8(phw_cf *symbol, size_t n, uint32_t *scratch,
                           const phw_keystream *keystream, bool undo)
{
    (void)scratch;
    return rotate(symbol, n, 1, keystream, undo);
}

// NOLINTNEXTLINE(readability-non-const-parameter): as others of its kind
static phw_status symbols16(phw_cf *symbol, size_t n, uint32_t *scratch,
                            const phw_keystream *keystream, bool undo)
{
    (void)scratch;
    return rotate(symbol, n, 2, keystream, undo);
}

const phw_cipher phw_cipher_rotate8 = {
    .name = "rotate8",
    .summary = "each symbol turned by one of 256 phases: hides PSK; of QAM the ring "
               "stays",
    .reference = "phase encryption: F. Huo and G. Gong, IEEE Trans. EMC 57 (2015)",
    .use = "phyward symbol rotate8",
    .domain = PHW_CIPHER_SYMBOLS,
    .phase_bits = 8,
    .symbols = symbols8,
};

const phw_cipher phw_cipher_rotate16 = {
    .name = "rotate16",
    .summary = "each symbol turned by one of 65536 phases: for QAM above 40 dB",
    .reference = "phase encryption: F. Huo and G. Gong, IEEE Trans. EMC 57 (2015)",
    .use = "phyward symbol rotate16",
    .domain = PHW_CIPHER_SYMBOLS,
    .phase_bits = 16,
    .symbols = symbols16,
};
