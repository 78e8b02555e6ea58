#include "kgen/message.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

enum {
    AT_VERSION = 0,
    AT_TYPE = 1,
    AT_SPARE = 2,
    AT_SEQUENCE = 4,
    AT_LENGTH = 8,
    FIRST_CAPACITY = 256
};

static void store(uint8_t *byte, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; ++i)
        byte[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t load(const uint8_t *byte, unsigned size)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < size; ++i)
        value |= (uint64_t)byte[i] << (8 * i);
    return value;
}

/* Room for `more` bytes after the ones in use. What is left behind is wiped: a frame is
 * public, but nobody has to prove it here. */
static phw_status reserve(phw_message *m, size_t more)
{
    if (more > PHW_MESSAGE_SIZE_MAX - m->size)
        return phw_fail(PHW_EARG,
                        "message: %zu bytes after %zu exceed the frame limit of %u",
                        more, m->size, PHW_MESSAGE_SIZE_MAX);
    const size_t need = m->size + more;
    if (need <= m->capacity)
        return PHW_OK;
    size_t capacity = m->capacity > 0 ? m->capacity : FIRST_CAPACITY;
    while (capacity < need)
        capacity *= 2;
    uint8_t *byte = malloc(capacity);
    if (byte == NULL)
        return phw_fail(PHW_ENOMEM, "message: no memory for %zu bytes", capacity);
    if (m->size > 0)
        memcpy(byte, m->byte, m->size);
    if (m->byte != NULL)
        sodium_memzero(m->byte, m->capacity);
    free(m->byte);
    m->byte = byte;
    m->capacity = capacity;
    return PHW_OK;
}

/* The next `size` bytes to be filled, or NULL once the message has failed. */
static uint8_t *extend(phw_message *m, size_t size)
{
    if (m->status == PHW_OK)
        m->status = reserve(m, size);
    if (m->status != PHW_OK)
        return NULL;
    uint8_t *at = m->byte + m->size;
    m->size += size;
    return at;
}

static void put(phw_message *m, uint64_t value, unsigned size)
{
    uint8_t *at = extend(m, size);
    if (at != NULL)
        store(at, value, size);
}

void phw_message_free(phw_message *m)
{
    if (m->byte != NULL)
        sodium_memzero(m->byte, m->capacity);
    free(m->byte);
    *m = (phw_message){0};
}

void phw_message_clear(phw_message *m)
{
    m->size = 0;
    m->status = PHW_OK;
}

void phw_message_begin(phw_message *m, uint8_t type, uint32_t sequence)
{
    phw_message_clear(m);
    uint8_t *header = extend(m, PHW_MESSAGE_HEADER_SIZE);
    if (header == NULL)
        return;
    memset(header, 0, PHW_MESSAGE_HEADER_SIZE);
    header[AT_VERSION] = PHW_MESSAGE_VERSION;
    phw_message_stamp(m, type, sequence);
}

void phw_message_stamp(phw_message *m, uint8_t type, uint32_t sequence)
{
    if (m->size < PHW_MESSAGE_HEADER_SIZE)
        return;
    m->byte[AT_TYPE] = type;
    store(m->byte + AT_SEQUENCE, sequence, 4);
}

void phw_message_put_u8(phw_message *m, uint8_t value)
{
    put(m, value, 1);
}

void phw_message_put_u32(phw_message *m, uint32_t value)
{
    put(m, value, 4);
}

void phw_message_put_u64(phw_message *m, uint64_t value)
{
    put(m, value, 8);
}

void phw_message_put_varint(phw_message *m, uint64_t value)
{
    while (value >= 0x80) {
        put(m, (value & 0x7f) | 0x80, 1);
        value >>= 7;
    }
    put(m, value, 1);
}

void phw_message_put_f64(phw_message *m, double value)
{
    uint64_t image;
    memcpy(&image, &value, sizeof image);
    put(m, image, 8);
}

void phw_message_put_bytes(phw_message *m, const void *bytes, size_t size)
{
    uint8_t *at = extend(m, size);
    if (at != NULL && size > 0)
        memcpy(at, bytes, size);
}

void phw_message_put_bits(phw_message *m, const phw_bits *bits)
{
    uint8_t *at = extend(m, bits->n / 8 + (bits->n % 8 != 0));
    if (at != NULL)
        phw_bits_to_bytes(at, bits);
}

phw_status phw_message_end(phw_message *m)
{
    const phw_status s = m->status;
    if (s != PHW_OK) {
        phw_message_clear(m);
        return s;
    }
    assert(m->size >= PHW_MESSAGE_HEADER_SIZE);
    store(m->byte + AT_LENGTH, m->size - PHW_MESSAGE_HEADER_SIZE, 4);
    return PHW_OK;
}

phw_status phw_message_measure(size_t *payload, const uint8_t *header)
{
    if (header[AT_VERSION] != PHW_MESSAGE_VERSION)
        return phw_fail(PHW_EPEER,
                        "message: the peer speaks version %u, this end version %d",
                        header[AT_VERSION], PHW_MESSAGE_VERSION);
    if (load(header + AT_SPARE, 2) != 0)
        return phw_fail(PHW_EPEER, "message: the header's spare bytes are not zero");
    const uint64_t length = load(header + AT_LENGTH, 4);
    if (length > PHW_MESSAGE_SIZE_MAX - PHW_MESSAGE_HEADER_SIZE)
        return phw_fail(PHW_EPEER,
                        "message: a payload of %llu bytes exceeds the frame limit",
                        (unsigned long long)length);
    *payload = (size_t)length;
    return PHW_OK;
}

phw_status phw_message_from_bytes(phw_message *m, const uint8_t *bytes, size_t size)
{
    if (size < PHW_MESSAGE_HEADER_SIZE)
        return phw_fail(PHW_EPEER, "message: %zu bytes are less than a header", size);
    size_t payload = 0;
    PHW_TRY(phw_message_measure(&payload, bytes));
    if (payload != size - PHW_MESSAGE_HEADER_SIZE)
        return phw_fail(PHW_EPEER,
                        "message: the header promises %zu payload bytes, %zu came",
                        payload, size - PHW_MESSAGE_HEADER_SIZE);
    phw_message_clear(m);
    PHW_TRY(reserve(m, size));
    memcpy(m->byte, bytes, size);
    m->size = size;
    return PHW_OK;
}

uint8_t phw_message_type(const phw_message *m)
{
    return m->size >= PHW_MESSAGE_HEADER_SIZE ? m->byte[AT_TYPE] : 0;
}

uint32_t phw_message_sequence(const phw_message *m)
{
    return m->size >= PHW_MESSAGE_HEADER_SIZE ? (uint32_t)load(m->byte + AT_SEQUENCE, 4)
                                              : 0;
}

phw_reader phw_reader_open(const phw_message *m)
{
    phw_reader r = {.status = PHW_OK};
    if (m->size >= PHW_MESSAGE_HEADER_SIZE) {
        r.byte = m->byte + PHW_MESSAGE_HEADER_SIZE;
        r.size = m->size - PHW_MESSAGE_HEADER_SIZE;
    } else {
        r.status = phw_fail(PHW_EPEER, "message: there is none to read");
    }
    return r;
}

const uint8_t *phw_reader_view(phw_reader *r, size_t size)
{
    if (r->status != PHW_OK)
        return NULL;
    if (size > r->size - r->at) {
        r->status =
            phw_fail(PHW_EPEER, "message: %zu bytes wanted at offset %zu of %zu", size,
                     r->at, r->size);
        return NULL;
    }
    const uint8_t *at = r->byte + r->at;
    r->at += size;
    return at;
}

static uint64_t take(phw_reader *r, unsigned size)
{
    const uint8_t *at = phw_reader_view(r, size);
    return at != NULL ? load(at, size) : 0;
}

uint8_t phw_reader_u8(phw_reader *r)
{
    return (uint8_t)take(r, 1);
}

uint32_t phw_reader_u32(phw_reader *r)
{
    return (uint32_t)take(r, 4);
}

uint64_t phw_reader_u64(phw_reader *r)
{
    return take(r, 8);
}

uint64_t phw_reader_varint(phw_reader *r)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const uint64_t byte = take(r, 1);
        if (r->status != PHW_OK)
            return 0;
        const uint64_t part = byte & 0x7f;
        if ((shift == 63 && part > 1) || (shift > 0 && byte == 0))
            break;
        value |= part << shift;
        if (byte < 0x80)
            return value;
    }
    r->status = phw_fail(PHW_EPEER, "message: malformed number at offset %zu", r->at);
    return 0;
}

double phw_reader_f64(phw_reader *r)
{
    const uint64_t image = take(r, 8);
    double value;
    memcpy(&value, &image, sizeof value);
    if (r->status == PHW_OK && !isfinite(value))
        r->status = phw_fail(PHW_EPEER, "message: a number at offset %zu is not finite",
                             r->at - 8);
    return r->status == PHW_OK ? value : 0.0;
}

void phw_reader_bytes(phw_reader *r, void *out, size_t size)
{
    const uint8_t *at = phw_reader_view(r, size);
    if (at != NULL && size > 0)
        memcpy(out, at, size);
    else if (size > 0)
        memset(out, 0, size);
}

void phw_reader_bits(phw_reader *r, phw_bits *out, size_t n)
{
    *out = (phw_bits){0};
    const uint8_t *at = phw_reader_view(r, n / 8 + (n % 8 != 0));
    if (at == NULL)
        return;
    if (n % 8 != 0 && at[n / 8] >> (n % 8) != 0) {
        r->status = phw_fail(PHW_EPEER, "message: bits past the end of a bit string");
        return;
    }
    r->status = phw_bits_from_bytes(out, at, n);
}

/* Up to eight bytes, little-endian, without the loop of load(). */
static uint64_t load_word(const uint8_t *byte, size_t size)
{
    uint64_t value = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&value, byte, size);
#else
    value = load(byte, (unsigned)size);
#endif
    return value;
}

void phw_reader_add_bits(phw_reader *r, phw_bits *inout)
{
    const size_t size = inout->n / 8 + (inout->n % 8 != 0);
    const uint8_t *at = phw_reader_view(r, size);
    if (at == NULL)
        return;
    if (inout->n % 8 != 0 && at[size - 1] >> (inout->n % 8) != 0) {
        r->status = phw_fail(PHW_EPEER, "message: bits past the end of a bit string");
        return;
    }
    size_t i = 0;
    for (; 8 * i + 8 <= size; ++i)
        inout->word[i] ^= load_word(at + 8 * i, 8);
    if (8 * i < size)
        inout->word[i] ^= load_word(at + 8 * i, size - 8 * i);
}

phw_status phw_reader_close(const phw_reader *r)
{
    PHW_TRY(r->status);
    if (r->at != r->size)
        return phw_fail(PHW_EPEER, "message: %zu bytes too many", r->size - r->at);
    return PHW_OK;
}
