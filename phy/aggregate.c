#include "phy/aggregate.h"

#include "phy/crc.h"

#define N_DELIMITER PHW_AGGREGATE_N_DELIMITER
#define SIGNATURE   0x4E

/* Over the reserved bits and the length, the lowest bit of each byte first; its highest
 * coefficient leaves first (9.7.1). */
static uint8_t check_of(const uint8_t byte[2])
{
    uint8_t bit[16];
    unsigned check = 0;
    for (unsigned i = 0; i < 16; ++i)
        bit[i] = byte[i / 8] >> (i % 8) & 1;
    const uint32_t value = phw_crc_value(&phw_crc_8_ht, bit, 16);
    for (unsigned i = 0; i < 8; ++i)
        check |= (value >> (7 - i) & 1) << i;
    return (uint8_t)check;
}

bool phw_aggregate_next(phw_aggregate *part, const uint8_t *byte, size_t n)
{
    for (size_t at = part->next; at <= n && n - at >= N_DELIMITER; at += N_DELIMITER) {
        const uint8_t *d = byte + at;
        const size_t length = (size_t)(d[0] >> 4 | d[1] << 4);
        if (length == 0 || d[3] != SIGNATURE || d[2] != check_of(d) ||
            length > n - at - N_DELIMITER)
            continue;
        part->at = at + N_DELIMITER;
        part->n = length;
        part->next = part->at + (length + 3) / 4 * 4;
        return true;
    }
    return false;
}

void phw_aggregate_delimiter(uint8_t out[N_DELIMITER], size_t n_bytes)
{
    out[0] = (uint8_t)(n_bytes << 4);
    out[1] = (uint8_t)(n_bytes >> 4);
    out[2] = check_of(out);
    out[3] = SIGNATURE;
}
