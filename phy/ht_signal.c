#include "phy/ht_signal.h"

#include <string.h>

#include "phy/crc.h"
#include "phy/viterbi.h"
#include "phy/wifi_coding.h"

#define N_CHECKED 34
#define CHECK_AT  34
#define TAIL_AT   42
#define N_BITS    PHW_HT_SIGNAL_N_BITS

static void write_number(uint8_t *bit, unsigned value, unsigned n)
{
    for (unsigned i = 0; i < n; ++i)
        bit[i] = (value >> i) & 1;
}

static unsigned read_number(const uint8_t *bit, unsigned n)
{
    unsigned value = 0;
    for (unsigned i = 0; i < n; ++i)
        value |= (unsigned)bit[i] << i;
    return value;
}

static phw_status check_range(const char *what, unsigned value, unsigned most)
{
    if (value > most)
        return phw_fail(PHW_EARG, "ht signal: %s %u; expected 0 to %u", what, value,
                        most);
    return PHW_OK;
}

phw_status phw_ht_signal_write(uint8_t bit[N_BITS], const phw_ht_signal *field)
{
    PHW_TRY(check_range("MCS", field->mcs, PHW_HT_SIGNAL_MCS_MAX));
    PHW_TRY(check_range("length", field->length, PHW_HT_SIGNAL_LENGTH_MAX));
    PHW_TRY(check_range("space-time streams", field->stbc, 3));
    PHW_TRY(check_range("extension streams", field->n_extra_spatial, 3));
    if (field->bandwidth_mhz != 20 && field->bandwidth_mhz != 40)
        return phw_fail(PHW_EARG, "ht signal: bandwidth %u MHz; expected 20 or 40",
                        field->bandwidth_mhz);
    memset(bit, 0, N_BITS);
    write_number(bit, field->mcs, 7);
    bit[7] = field->bandwidth_mhz == 40;
    write_number(bit + 8, field->length, 16);
    bit[24] = field->smoothing;
    bit[25] = !field->sounding;
    bit[26] = 1; /* reserved */
    bit[27] = field->aggregated;
    write_number(bit + 28, field->stbc, 2);
    bit[30] = field->ldpc;
    bit[31] = field->short_guard;
    write_number(bit + 32, field->n_extra_spatial, 2);
    const uint32_t check = phw_crc_value(&phw_crc_8_ht, bit, N_CHECKED);
    for (unsigned i = 0; i < 8; ++i)
        bit[CHECK_AT + i] = (check >> (7 - i)) & 1;
    return PHW_OK;
}

bool phw_ht_signal_check(const uint8_t bit[N_BITS])
{
    return phw_crc_matches(&phw_crc_8_ht, bit, CHECK_AT + 8) &&
           read_number(bit + TAIL_AT, N_BITS - TAIL_AT) == 0;
}

phw_status phw_ht_signal_read(phw_ht_signal *out, const uint8_t bit[N_BITS])
{
    if (!phw_ht_signal_check(bit))
        return phw_fail(PHW_EINPUT, "ht signal: the check or the tail is wrong");
    const unsigned mcs = read_number(bit, 7);
    if (mcs > PHW_HT_SIGNAL_MCS_MAX)
        return phw_fail(PHW_EINPUT, "ht signal: MCS %u; expected 0 to %d", mcs,
                        PHW_HT_SIGNAL_MCS_MAX);
    if (!bit[26])
        return phw_fail(PHW_EINPUT, "ht signal: the reserved bit is not set");
    *out = (phw_ht_signal){
        .mcs = mcs,
        .bandwidth_mhz = bit[7] ? 40 : 20,
        .length = read_number(bit + 8, 16),
        .smoothing = bit[24],
        .sounding = !bit[25],
        .aggregated = bit[27],
        .stbc = read_number(bit + 28, 2),
        .ldpc = bit[30],
        .short_guard = bit[31],
        .n_extra_spatial = read_number(bit + 32, 2),
    };
    return PHW_OK;
}

/* Where coded bit k goes: each half as the BPSK symbol that SIGNAL is. */
static size_t interleaved(size_t k)
{
    static const phw_wifi_coding bpsk = {PHW_OFDM_N_DATA, 1, 1, 2, PHW_OFDM_N_DATA, 24};
    const size_t half = k / PHW_OFDM_N_DATA * PHW_OFDM_N_DATA;
    return half + phw_wifi_coding_interleaved(&bpsk, k % PHW_OFDM_N_DATA);
}

void phw_ht_signal_code(float point[PHW_HT_SIGNAL_N_POINTS], const uint8_t bit[N_BITS])
{
    uint8_t coded[PHW_HT_SIGNAL_N_POINTS];
    phw_convolution_encode(coded, bit, N_BITS);
    for (size_t k = 0; k < PHW_HT_SIGNAL_N_POINTS; ++k)
        point[interleaved(k)] = coded[k] ? 1 : -1;
}

void phw_ht_signal_decode(uint8_t bit[N_BITS], const float soft[PHW_HT_SIGNAL_N_POINTS])
{
    float coded[PHW_HT_SIGNAL_N_POINTS];
    uint64_t decision[N_BITS];
    for (size_t k = 0; k < PHW_HT_SIGNAL_N_POINTS; ++k)
        coded[k] = soft[interleaved(k)];
    (void)phw_viterbi_decode(bit, decision, coded, N_BITS);
}
