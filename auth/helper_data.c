#include "auth/helper_data.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/message.h"
#include "kgen/toeplitz.h"

void phw_helper_data_free(phw_helper_data *h)
{
    phw_bits_free(&h->offset);
    phw_bits_free(&h->seed);
    *h = (phw_helper_data){0};
}

static phw_status frame(phw_message *m, const phw_helper_data *h)
{
    phw_message_begin(m, PHW_HELPER_TYPE, 0);
    phw_message_put_u8(m, PHW_HELPER_VERSION);
    phw_message_put_u8(m, h->reproducible);
    phw_message_put_bytes(m, h->code, sizeof h->code);
    phw_message_put_u32(m, h->key_bits);
    phw_message_put_u32(m, h->security_bits);
    phw_message_put_u32(m, h->n_blocks);
    phw_message_put_u64(m, h->n_cells);
    phw_message_put_u64(m, h->from);
    phw_message_put_bits(m, &h->offset);
    phw_message_put_bits(m, &h->seed);
    phw_message_put_bytes(m, h->tag, sizeof h->tag);
    return phw_message_end(m);
}

phw_status phw_helper_data_pack(uint8_t **out, size_t *size, const phw_helper_data *h)
{
    phw_message m = {0};
    phw_status s = frame(&m, h);
    uint8_t *bytes = s ? NULL : malloc(m.size);
    if (!s && bytes == NULL)
        s = phw_fail(PHW_ENOMEM, "no memory for helper data");
    if (!s) {
        memcpy(bytes, m.byte, m.size);
        *out = bytes;
        *size = m.size;
    }
    phw_message_free(&m);
    return s;
}

/* Bits of the hash's seed and of the offset, from the code and the counts; false when
 * the counts make no sense. */
static bool measure(size_t *n_offset, size_t *n_seed, const phw_helper_data *h)
{
    phw_concatenation *code = NULL;
    if (memchr(h->code, '\0', sizeof h->code) == NULL ||
        phw_concatenation_create(&code, h->code) != PHW_OK)
        return false;
    const size_t n = phw_concatenation_n(code);
    const size_t k = phw_concatenation_k(code);
    phw_concatenation_destroy(code);
    if (h->n_blocks == 0 || h->n_blocks > PHW_HELPER_CELLS_MAX / n ||
        h->key_bits == 0 || h->key_bits > h->n_blocks * k)
        return false;
    *n_offset = h->n_blocks * n;
    *n_seed = phw_toeplitz_seed_bits(h->n_blocks * k, h->key_bits);
    return h->n_cells >= *n_offset && h->from <= h->n_cells - *n_offset;
}

static bool read_head(phw_helper_data *h, phw_reader *r)
{
    const uint8_t version = phw_reader_u8(r);
    const uint8_t reproducible = phw_reader_u8(r);
    phw_reader_bytes(r, h->code, sizeof h->code);
    h->reproducible = reproducible == 1;
    h->key_bits = phw_reader_u32(r);
    h->security_bits = phw_reader_u32(r);
    h->n_blocks = phw_reader_u32(r);
    h->n_cells = phw_reader_u64(r);
    h->from = phw_reader_u64(r);
    return r->status == PHW_OK && version == PHW_HELPER_VERSION && reproducible <= 1;
}

/* PHW_EPEER where the bytes are not what they ought to be. */
static phw_status read_all(phw_helper_data *h, const phw_message *m)
{
    phw_reader r = phw_reader_open(m);
    size_t n_offset = 0;
    size_t n_seed = 0;
    if (phw_message_type(m) != PHW_HELPER_TYPE || phw_message_sequence(m) != 0 ||
        !read_head(h, &r) || !measure(&n_offset, &n_seed, h))
        return PHW_EPEER;
    phw_reader_bits(&r, &h->offset, n_offset);
    phw_reader_bits(&r, &h->seed, n_seed);
    phw_reader_bytes(&r, h->tag, sizeof h->tag);
    return phw_reader_close(&r);
}

phw_status phw_helper_data_unpack(phw_helper_data *out, const uint8_t *bytes,
                                  size_t size)
{
    phw_helper_data h = {0};
    phw_message m = {0};
    phw_status s = phw_message_from_bytes(&m, bytes, size);
    if (!s)
        s = read_all(&h, &m);
    phw_message_free(&m);
    if (!s) {
        *out = h;
        return PHW_OK;
    }
    phw_helper_data_free(&h);
    return s == PHW_ENOMEM ? s
                           : phw_fail(PHW_EAUTH,
                                      "not the whole helper data of a chip, "
                                      "version %d: enroll again",
                                      PHW_HELPER_VERSION);
}

phw_status phw_helper_data_tag(uint8_t tag[PHW_HELPER_TAG_SIZE],
                               const phw_helper_data *h, const phw_key *key)
{
    if (key->size < crypto_generichash_KEYBYTES_MIN ||
        key->size > crypto_generichash_KEYBYTES_MAX)
        return phw_fail(PHW_EARG, "helper data: a tag's key of %zu bytes", key->size);
    phw_message m = {0};
    const phw_status s = frame(&m, h);
    if (!s)
        (void)crypto_generichash(tag, PHW_HELPER_TAG_SIZE, m.byte,
                                 m.size - PHW_HELPER_TAG_SIZE, key->byte, key->size);
    phw_message_free(&m);
    return s;
}
