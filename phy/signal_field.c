#include "phy/signal_field.h"

#include <string.h>

#include "phy/viterbi.h"

#define N_RATES   8
#define LENGTH_AT 5
#define PARITY_AT 17
#define TAIL_AT   18

/* Table 17-6, R1 the highest of four bits, and the data bits of one symbol (17-4). */
static const struct {
    unsigned mbps;
    unsigned bits;
    unsigned n_per_symbol;
} rate[N_RATES] = {
    {6, 0xD, 24},  {9, 0xF, 36},   {12, 0x5, 48},  {18, 0x7, 72},
    {24, 0x9, 96}, {36, 0xB, 144}, {48, 0x1, 192}, {54, 0x3, 216},
};

/* The entry of a rate, N_RATES when there is none. */
static size_t find_rate(unsigned mbps)
{
    size_t i = 0;
    while (i < N_RATES && rate[i].mbps != mbps)
        ++i;
    return i;
}

static unsigned count_ones(const uint8_t *bit, size_t n)
{
    unsigned ones = 0;
    for (size_t i = 0; i < n; ++i)
        ones += bit[i];
    return ones;
}

/* Where coded bit k goes: 17.3.5.7 with 48 coded bits of one bit a carrier, for which
 * the second permutation changes nothing. */
static size_t interleaved(size_t k)
{
    return 3 * (k % 16) + k / 16;
}

phw_status phw_signal_field_write(uint8_t bit[PHW_SIGNAL_N_BITS],
                                  const phw_signal_field *field)
{
    const size_t entry = find_rate(field->rate_mbps);
    if (entry == N_RATES)
        return phw_fail(PHW_EARG,
                        "signal field: rate %u Mb/s; expected 6, 9, 12, 18, 24, 36, 48 "
                        "or 54",
                        field->rate_mbps);
    if (field->length < 1 || field->length > PHW_SIGNAL_LENGTH_MAX)
        return phw_fail(PHW_EARG, "signal field: length %u bytes; expected 1 to %d",
                        field->length, PHW_SIGNAL_LENGTH_MAX);
    memset(bit, 0, PHW_SIGNAL_N_BITS);
    for (unsigned i = 0; i < 4; ++i)
        bit[i] = (rate[entry].bits >> (3 - i)) & 1;
    for (unsigned i = 0; i < 12; ++i)
        bit[LENGTH_AT + i] = (field->length >> i) & 1;
    bit[PARITY_AT] = count_ones(bit, PARITY_AT) % 2;
    return PHW_OK;
}

phw_status phw_signal_field_read(phw_signal_field *out,
                                 const uint8_t bit[PHW_SIGNAL_N_BITS])
{
    unsigned bits = 0;
    unsigned length = 0;
    for (unsigned i = 0; i < 4; ++i)
        bits = bits << 1 | bit[i];
    for (unsigned i = 0; i < 12; ++i)
        length |= (unsigned)bit[LENGTH_AT + i] << i;
    size_t entry = 0;
    while (entry < N_RATES && rate[entry].bits != bits)
        ++entry;

    if (count_ones(bit, PARITY_AT + 1) % 2)
        return phw_fail(PHW_EINPUT, "signal field: parity is odd");
    if (bit[4])
        return phw_fail(PHW_EINPUT, "signal field: the reserved bit is set");
    if (count_ones(bit + TAIL_AT, PHW_SIGNAL_N_BITS - TAIL_AT))
        return phw_fail(PHW_EINPUT, "signal field: the tail is not zero");
    if (entry == N_RATES)
        return phw_fail(PHW_EINPUT, "signal field: rate bits 0x%x mean no rate", bits);
    if (length == 0)
        return phw_fail(PHW_EINPUT, "signal field: length 0");
    *out = (phw_signal_field){.rate_mbps = rate[entry].mbps, .length = length};
    return PHW_OK;
}

phw_status phw_signal_field_encode(float point[PHW_OFDM_N_DATA],
                                   const phw_signal_field *field)
{
    uint8_t bit[PHW_SIGNAL_N_BITS];
    uint8_t coded[PHW_OFDM_N_DATA];
    PHW_TRY(phw_signal_field_write(bit, field));
    phw_convolution_encode(coded, bit, PHW_SIGNAL_N_BITS);
    for (size_t k = 0; k < PHW_OFDM_N_DATA; ++k)
        point[interleaved(k)] = coded[k] ? 1 : -1;
    return PHW_OK;
}

phw_status phw_signal_field_decode(phw_signal_field *out,
                                   const float soft[PHW_OFDM_N_DATA])
{
    float coded[PHW_OFDM_N_DATA];
    uint8_t bit[PHW_SIGNAL_N_BITS];
    uint64_t decision[PHW_SIGNAL_N_BITS];
    for (size_t k = 0; k < PHW_OFDM_N_DATA; ++k)
        coded[k] = soft[interleaved(k)];
    if (!phw_viterbi_decode(bit, decision, coded, PHW_SIGNAL_N_BITS))
        return phw_fail(PHW_EINPUT, "signal field: the tail is not zero");
    return phw_signal_field_read(out, bit);
}

size_t phw_signal_field_symbols(const phw_signal_field *field)
{
    const size_t entry = find_rate(field->rate_mbps);
    if (entry == N_RATES || field->length < 1 || field->length > PHW_SIGNAL_LENGTH_MAX)
        return 0;
    const size_t n = rate[entry].n_per_symbol;
    return (16 + 8 * (size_t)field->length + 6 + n - 1) / n;
}
