#include "phy/mac_header.h"

#include <string.h>

/* Where things are, 9.2.4.1 and 9.3.2. */
#define FIRST_AT    4
#define SECOND_AT   10
#define SEQUENCE_AT 22
#define N_PLAIN     24
#define N_CONTROL   4 /* HT control */
#define N_QOS       2

/* Control subtypes. */
#define TRIGGER         2
#define REPORT_POLL     4
#define ANNOUNCEMENT    5
#define WRAPPER         7
#define BLOCK_REQUEST   8
#define CLEAR_TO_SEND   12
#define ACKNOWLEDGEMENT 13

static phw_status refuse_short(size_t needed, size_t n)
{
    return phw_fail(PHW_EINPUT, "mac header: %zu bytes; expected %zu or more", n,
                    needed);
}

static void read_control_field(phw_mac_header *h, const uint8_t byte[FIRST_AT])
{
    h->type = (phw_mac_type)(byte[0] >> 2 & 3);
    h->subtype = byte[0] >> 4;
    h->to_ds = byte[1] & 1;
    h->from_ds = byte[1] >> 1 & 1;
    h->more_fragments = byte[1] >> 2 & 1;
    h->retry = byte[1] >> 3 & 1;
    h->protected_frame = byte[1] >> 6 & 1;
    h->duration = (uint16_t)(byte[2] | byte[3] << 8);
}

static void take_receiver(phw_mac_header *h, const uint8_t *at)
{
    memcpy(h->receiver, at, PHW_MAC_N_ADDRESS);
    h->has_receiver = true;
}

static void take_transmitter(phw_mac_header *h, const uint8_t *at)
{
    memcpy(h->transmitter, at, PHW_MAC_N_ADDRESS);
    /* A sender is never a group: its bit says that a bandwidth is signalled (9.3.1.2).
     */
    h->transmitter[0] &= 0xFE;
    h->has_transmitter = true;
}

static bool has_one_address(unsigned subtype)
{
    return subtype == CLEAR_TO_SEND || subtype == ACKNOWLEDGEMENT;
}

static bool has_two_addresses(unsigned subtype)
{
    return subtype == TRIGGER || subtype == REPORT_POLL || subtype == ANNOUNCEMENT ||
           (subtype >= BLOCK_REQUEST && !has_one_address(subtype));
}

/* The wrapped frame's control field follows the first address, and an HT control field
 * that; the rest of the wrapped frame comes after. */
static phw_status read_wrapped(phw_mac_header *h, const uint8_t *byte, size_t n)
{
    const size_t rest_at = SECOND_AT + 2 + N_CONTROL;
    if (n < rest_at)
        return refuse_short(rest_at, n);
    const unsigned subtype = byte[SECOND_AT] >> 4;
    const bool control = (byte[SECOND_AT] >> 2 & 3) == PHW_MAC_CONTROL;
    take_receiver(h, byte + FIRST_AT);
    h->n_bytes = rest_at;
    if (!control || !has_two_addresses(subtype))
        return PHW_OK;
    if (n < rest_at + PHW_MAC_N_ADDRESS)
        return refuse_short(rest_at + PHW_MAC_N_ADDRESS, n);
    take_transmitter(h, byte + rest_at);
    h->n_bytes += PHW_MAC_N_ADDRESS;
    return PHW_OK;
}

static phw_status read_control(phw_mac_header *h, const uint8_t *byte, size_t n)
{
    if (h->subtype == WRAPPER)
        return read_wrapped(h, byte, n);
    const bool one = has_one_address(h->subtype);
    if (!one && !has_two_addresses(h->subtype))
        return phw_fail(PHW_EINPUT, "mac header: control subtype %u is not known",
                        h->subtype);
    h->n_bytes = one ? SECOND_AT : SECOND_AT + PHW_MAC_N_ADDRESS;
    if (n < h->n_bytes)
        return refuse_short(h->n_bytes, n);
    take_receiver(h, byte + FIRST_AT);
    if (!one)
        take_transmitter(h, byte + SECOND_AT);
    return PHW_OK;
}

static phw_status read_addressed(phw_mac_header *h, const uint8_t *byte, size_t n)
{
    const bool data = h->type == PHW_MAC_DATA;
    const bool qos = data && (h->subtype & 8) != 0;
    const bool ordered = (byte[1] & 0x80) != 0;
    h->n_bytes = N_PLAIN;
    h->n_bytes += data && h->to_ds && h->from_ds ? PHW_MAC_N_ADDRESS : 0;
    h->n_bytes += qos ? N_QOS : 0;
    h->n_bytes += ordered && (qos || !data) ? N_CONTROL : 0;
    if (n < h->n_bytes)
        return refuse_short(h->n_bytes, n);
    const unsigned control = byte[SEQUENCE_AT] | (unsigned)byte[SEQUENCE_AT + 1] << 8;
    take_receiver(h, byte + FIRST_AT);
    take_transmitter(h, byte + SECOND_AT);
    h->has_sequence = true;
    h->sequence = control >> 4;
    h->fragment = control & 15;
    return PHW_OK;
}

phw_status phw_mac_header_read(phw_mac_header *out, const uint8_t *byte, size_t n)
{
    phw_mac_header h = {0};
    if (n < SECOND_AT)
        return refuse_short(SECOND_AT, n);
    if ((byte[0] & 3) != 0)
        return phw_fail(PHW_EINPUT, "mac header: protocol version %d; expected 0",
                        byte[0] & 3);
    read_control_field(&h, byte);
    if (h.type == PHW_MAC_EXTENSION)
        return phw_fail(PHW_EINPUT, "mac header: an extension frame, subtype %u",
                        h.subtype);
    if (h.type == PHW_MAC_CONTROL)
        PHW_TRY(read_control(&h, byte, n));
    else
        PHW_TRY(read_addressed(&h, byte, n));
    *out = h;
    return PHW_OK;
}

void phw_mac_address_text(char out[PHW_MAC_N_TEXT],
                          const uint8_t address[PHW_MAC_N_ADDRESS])
{
    static const char digit[] = "0123456789abcdef";
    for (size_t i = 0; i < PHW_MAC_N_ADDRESS; ++i) {
        out[3 * i] = digit[address[i] >> 4];
        out[3 * i + 1] = digit[address[i] & 15];
        out[3 * i + 2] = i + 1 < PHW_MAC_N_ADDRESS ? ':' : '\0';
    }
}
