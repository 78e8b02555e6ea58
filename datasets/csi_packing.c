#include "datasets/csi_packing.h"

#define GROUPS     PHW_CSI_5300_GROUPS
#define MOST_SIDE  PHW_CSI_MOST_SIDE
#define SPACING_HZ 312500.0

/* Bits of a part: 5300 and ath9k; and bits before each group of the 5300 that mean
 * nothing. */
#define N_BITS_5300    8
#define N_BITS_ATHEROS 10
#define N_GAP          3

static const int8_t carriers_20[GROUPS] = {
    -28, -26, -24, -22, -20, -18, -16, -14, -12, -10, -8, -6, -4, -2, -1,
    1,   3,   5,   7,   9,   11,  13,  15,  17,  19,  21, 23, 25, 27, 28};

static bool is_side(size_t n)
{
    return n >= 1 && n <= MOST_SIDE;
}

size_t phw_csi_5300_size(size_t n_rx, size_t n_tx)
{
    if (!is_side(n_rx) || !is_side(n_tx))
        return 0;
    return (GROUPS * (2 * N_BITS_5300 * n_rx * n_tx + N_GAP) + 7) / 8;
}

size_t phw_csi_atheros_size(size_t n_tones, size_t n_rx, size_t n_tx)
{
    if ((n_tones != 56 && n_tones != 114) || !is_side(n_rx) || !is_side(n_tx))
        return 0;
    return n_tones * n_rx * n_tx * 2 * N_BITS_ATHEROS / 8;
}

/* Signed bits from bit `at` of the stream, least significant first; they never reach
 * into a third byte. */
static float get_signed(const uint8_t *packed, size_t at, unsigned n_bits)
{
    const unsigned shift = (unsigned)(at % 8);
    unsigned word = packed[at / 8];
    if (shift + n_bits > 8)
        word |= (unsigned)packed[at / 8 + 1] << 8;
    const int x = (int)(word >> shift & ((1U << n_bits) - 1));
    return (float)(x < 1 << (n_bits - 1) ? x : x - (1 << n_bits));
}

/* Which antenna the k-th chain of the stream is. */
static bool get_order(size_t order[MOST_SIDE], size_t n_rx, unsigned antenna_sel)
{
    unsigned seen = 0;
    for (size_t k = 0; k < n_rx; ++k) {
        order[k] = antenna_sel >> (2 * k) & 3;
        seen |= 1U << order[k];
    }
    if (seen == (1U << n_rx) - 1)
        return true;
    for (size_t k = 0; k < n_rx; ++k)
        order[k] = k;
    return false;
}

/* Groups slowest, then receiving chains, then transmitters. */
bool phw_csi_5300_unpack(phw_cf *value, const uint8_t *packed, size_t n_rx, size_t n_tx,
                         unsigned antenna_sel)
{
    size_t order[MOST_SIDE] = {0};
    const bool ordered = get_order(order, n_rx, antenna_sel);
    size_t at = 0;
    for (size_t g = 0; g < GROUPS; ++g) {
        at += N_GAP;
        for (size_t k = 0; k < n_rx * n_tx; ++k, at += 2 * (size_t)N_BITS_5300) {
            const size_t antenna = order[k / n_tx] * n_tx + k % n_tx;
            value[antenna * GROUPS + g] =
                CMPLXF(get_signed(packed, at, N_BITS_5300),
                       get_signed(packed, at + N_BITS_5300, N_BITS_5300));
        }
    }
    return ordered;
}

void phw_csi_5300_offsets(double *offset_hz, size_t n_antennas, bool is_wide)
{
    for (size_t i = 0; i < n_antennas * GROUPS; ++i) {
        const int g = (int)(i % GROUPS);
        offset_hz[i] = (is_wide ? -58 + 4 * g : carriers_20[g]) * SPACING_HZ;
    }
}

/* Carriers slowest, then transmitters, then receiving chains; imaginary part first. */
void phw_csi_atheros_unpack(phw_cf *value, const uint8_t *packed, size_t n_tones,
                            size_t n_rx, size_t n_tx)
{
    size_t at = 0;
    for (size_t tone = 0; tone < n_tones; ++tone) {
        for (size_t k = 0; k < n_rx * n_tx; ++k, at += 2 * (size_t)N_BITS_ATHEROS) {
            const size_t antenna = k % n_rx * n_tx + k / n_rx;
            value[antenna * n_tones + tone] =
                CMPLXF(get_signed(packed, at + N_BITS_ATHEROS, N_BITS_ATHEROS),
                       get_signed(packed, at, N_BITS_ATHEROS));
        }
    }
}
