#include "encrypt/reference_sequence.h"

#include <sodium.h>

/* Bytes of keystream, and indices, at a time. */
#define BYTES   4096
#define INDICES 4096

static const float half_root = 0.70710678F;

phw_status phw_reference_indices(uint8_t *out, const phw_keystream *keystream,
                                 uint64_t from, size_t n)
{
    uint8_t byte[BYTES];
    phw_status s = PHW_OK;
    for (size_t done = 0; done < n && !s;) {
        const size_t skip = (size_t)((from + done) % 4);
        const size_t room = 4 * (size_t)BYTES - skip;
        const size_t now = n - done < room ? n - done : room;
        s = phw_keystream_read(byte, keystream, (from + done) / 4,
                               (skip + now + 3) / 4);
        for (size_t i = 0; i < now && !s; ++i)
            out[done + i] = byte[(skip + i) / 4] >> (2 * ((skip + i) % 4)) & 3;
        done += now;
    }
    sodium_memzero(byte, sizeof byte);
    return s;
}

phw_status phw_reference_symbols(phw_cf *out, const phw_keystream *keystream,
                                 uint64_t from, size_t n)
{
    uint8_t index[INDICES];
    phw_status s = PHW_OK;
    for (size_t done = 0; done < n && !s;) {
        const size_t now = n - done < INDICES ? n - done : INDICES;
        s = phw_reference_indices(index, keystream, from + done, now);
        for (size_t i = 0; i < now && !s; ++i) {
            const float re = index[i] == 0 || index[i] == 3 ? half_root : -half_root;
            const float im = index[i] < 2 ? half_root : -half_root;
            out[done + i] = CMPLXF(re, im);
        }
        done += now;
    }
    sodium_memzero(index, sizeof index);
    return s;
}

void phw_reference_divide(phw_cf *out, const phw_cf *y, const phw_cf *p, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const phw_cf product = y[i] * conjf(p[i]);
        const float power = (float)phw_cf_power(p[i]);
        out[i] = CMPLXF(crealf(product) / power, cimagf(product) / power);
    }
}
