#include "kgen/ldpc_box_plus.h"

#include <stddef.h>

#include "core/vectorised.h"
#include "kgen/ldpc_graph.h"

enum {
    LANES = 64,
    MAX = PHW_LDPC_BOX_PLUS_MAX,
    /* Messages count so much at most: no bit's sum of them, 30 and what the channel
     * says, comes near MAX, where it would be cut and no longer be less by what is
     * taken away; and twice MAX is still a number. */
    MESSAGE = 1023
};

/* ln(1 + e^-x) in 64ths for x >= 0, by the greatest of three lines: 0.676 - 0.375 x,
 * 0.41 - 0.125 x and 0, at most 0.03 off. */
static inline int16_t correction(int16_t x)
{
    const int16_t steep = (int16_t)(43 - (x >> 2) - (x >> 3));
    const int16_t flat = (int16_t)(26 - (x >> 3));
    const int16_t larger = steep > flat ? steep : flat;
    return larger > 0 ? larger : 0;
}

/* The size of the ratio of a sum of two bits. */
static inline int16_t box_plus(int16_t a, int16_t b)
{
    const int16_t less = a < b ? a : b;
    const int16_t more = a < b ? b : a;
    const int16_t sum = (int16_t)(less + correction((int16_t)(a + b)) -
                                  correction((int16_t)(more - less)));
    return sum > 0 ? sum : 0;
}

PHW_VECTORISED
static void take(int16_t *restrict bit, const int16_t *restrict message,
                 int16_t *restrict size, int16_t *restrict sign,
                 int16_t *restrict after, const int16_t *restrict before, unsigned n)
{
    for (unsigned i = 0; i < n; ++i) {
        int16_t x = (int16_t)(bit[i] - message[i]);
        x = x > MAX ? MAX : x;
        x = x < -MAX ? -MAX : x;
        bit[i] = x;
        sign[i] = (int16_t)(sign[i] ^ x);
        size[i] = (int16_t)(x < 0 ? -x : x);
        after[i] = box_plus(before[i], size[i]);
    }
}

PHW_VECTORISED
static void give(int16_t *restrict bit, int16_t *restrict message,
                 int16_t *restrict behind, const int16_t *restrict before,
                 const int16_t *restrict size, const int16_t *restrict sign, unsigned n)
{
    for (unsigned i = 0; i < n; ++i) {
        const int16_t x = bit[i];
        const int16_t rest = box_plus(before[i], behind[i]);
        const int16_t limited = rest < MESSAGE ? rest : MESSAGE;
        const int16_t turned = (int16_t)(sign[i] ^ x);
        const int16_t minus = (int16_t) - (turned < 0);
        const int16_t m = (int16_t)((limited ^ minus) - minus);
        message[i] = m;
        bit[i] = (int16_t)(x + m);
        behind[i] = box_plus(behind[i], size[i]);
    }
}

/* Of no bits the sum is surely 0; a check that does not count says nothing. */
PHW_VECTORISED
static void begin(int16_t *restrict before, int16_t *restrict behind,
                  int16_t *restrict sign, const uint8_t *restrict check,
                  const int8_t *restrict mask, unsigned n)
{
    for (unsigned i = 0; i < n; ++i) {
        before[i] = (int16_t)(MAX & mask[i]);
        behind[i] = MAX;
        sign[i] = (int16_t)-check[i];
    }
}

static void tile(int16_t *bit, int16_t *message, const uint8_t *check,
                 const int8_t *mask, unsigned n_edges, size_t stride, unsigned n)
{
    int16_t size[PHW_LDPC_DEGREE_MAX][LANES];
    int16_t before[PHW_LDPC_DEGREE_MAX + 1][LANES];
    int16_t behind[LANES];
    int16_t sign[LANES];
    begin(before[0], behind, sign, check, mask, n);
    for (unsigned e = 0; e < n_edges; ++e)
        take(bit + e * stride, message + e * stride, size[e], sign, before[e + 1],
             before[e], n);
    for (unsigned e = n_edges; e-- > 0;)
        give(bit + e * stride, message + e * stride, behind, before[e], size[e], sign,
             n);
}

void phw_ldpc_box_plus(int16_t *bit, int16_t *message, const uint8_t *check,
                       const int8_t *mask, unsigned n_edges, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += LANES)
        tile(bit + at, message + at, check + at, mask + at, n_edges, stride,
             stride - at < LANES ? stride - at : LANES);
}
