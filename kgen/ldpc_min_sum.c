#include "kgen/ldpc_min_sum.h"

#include <stddef.h>
#include <string.h>

#include "core/vectorised.h"

enum {
    MESSAGE = PHW_LDPC_MIN_SUM_MESSAGE,
    TOTAL = PHW_LDPC_MIN_SUM_TOTAL,
    SIXTEENTH = 4, /* as a shift */
    HALF = 8
};

/* What the other checks and the channel say of each bit, and the two least of it. Bits
 * stay within TOTAL + MESSAGE, so that neither a bit less a message nor a clipped one
 * and a message overflow a byte. */
PHW_VECTORISED
static void take(int8_t *restrict bit, const int8_t *restrict message,
                 int8_t *restrict least, int8_t *restrict second, int8_t *restrict sign,
                 unsigned n)
{
    for (unsigned i = 0; i < n; ++i) {
        int8_t x = (int8_t)(bit[i] - message[i]);
        x = x > TOTAL ? TOTAL : x;
        x = x < -TOTAL ? -TOTAL : x;
        bit[i] = x;
        sign[i] = (int8_t)(sign[i] ^ x);
        const int8_t size = (int8_t)(x < 0 ? -x : x);
        const int8_t larger = size > least[i] ? size : least[i];
        least[i] = size < least[i] ? size : least[i];
        second[i] = larger < second[i] ? larger : second[i];
    }
}

/* Scales both; `kept` is what `least` was. */
PHW_VECTORISED
static void scale_both(int8_t *restrict least, int8_t *restrict second,
                       int8_t *restrict kept, const int8_t *restrict mask, unsigned n,
                       int16_t scale)
{
    for (unsigned i = 0; i < n; ++i) {
        const int16_t a = (int16_t)(least[i] * scale + HALF);
        const int16_t b = (int16_t)(second[i] * scale + HALF);
        kept[i] = least[i];
        least[i] = (int8_t)((a >> SIXTEENTH) & mask[i]);
        second[i] = (int8_t)((b >> SIXTEENTH) & mask[i]);
    }
}

PHW_VECTORISED
static void give(int8_t *restrict bit, int8_t *restrict message,
                 const int8_t *restrict least, const int8_t *restrict second,
                 const int8_t *restrict kept, const int8_t *restrict sign, unsigned n)
{
    for (unsigned i = 0; i < n; ++i) {
        const int8_t x = bit[i];
        const int8_t size = (int8_t)(x < 0 ? -x : x);
        const int8_t own = (int8_t) - (size == kept[i]);
        const int8_t turned = (int8_t)(sign[i] ^ x);
        const int8_t minus = (int8_t) - (turned < 0);
        const int8_t v = (int8_t)((second[i] & own) | (least[i] & ~own));
        const int8_t m = (int8_t)((v ^ minus) - minus);
        message[i] = m;
        bit[i] = (int8_t)(x + m);
    }
}

void phw_ldpc_min_sum(int8_t *bit, int8_t *message, int8_t *scratch,
                      const phw_ldpc_min_sum_row *row)
{
    const size_t stride = row->stride;
    int8_t *least = scratch;
    int8_t *second = scratch + stride;
    int8_t *sign = scratch + 2 * stride;
    int8_t *kept = scratch + 3 * stride;
    memset(least, MESSAGE, 2 * stride);
    for (size_t i = 0; i < stride; ++i)
        sign[i] = (int8_t)-row->check[i];
    for (size_t e = 0; e < row->n_edges; ++e)
        take(bit + e * stride, message + e * stride, least, second, sign, row->stride);
    scale_both(least, second, kept, row->mask, row->stride, (int16_t)row->scale);
    for (size_t e = 0; e < row->n_edges; ++e)
        give(bit + e * stride, message + e * stride, least, second, kept, sign,
             row->stride);
}
