#include "kgen/group.h"

#include <sodium.h>

#include "kgen/verify.h"

/* 64 bits of a string from bit `from` on. */
static uint64_t word_at(const phw_bits *bits, size_t from)
{
    uint64_t value = 0;
    for (size_t i = 0; i < 64; ++i)
        value |= (uint64_t)phw_bits_get(bits, from + i) << i;
    return value;
}

phw_status phw_group_link_make(phw_group_link *out, const phw_bits *key, size_t n)
{
    if (n == 0 || n > PHW_GROUP_BITS_MAX)
        return phw_fail(PHW_EARG, "group: a key of %zu bits, expected 1 to %d", n,
                        PHW_GROUP_BITS_MAX);
    if (key->n < n + PHW_GROUP_TAG_KEY_BITS)
        return phw_fail(PHW_ENOKEY,
                        "group: the link's key has %zu bits; %zu are needed, %d of "
                        "them to authenticate",
                        key->n, n + PHW_GROUP_TAG_KEY_BITS, PHW_GROUP_TAG_KEY_BITS);
    phw_group_link link = {.point = word_at(key, n), .mask = word_at(key, n + 64)};
    PHW_TRY(phw_bits_alloc(&link.pad, n));
    for (size_t i = 0; i < n; ++i)
        phw_bits_set(&link.pad, i, phw_bits_get(key, i));
    *out = link;
    sodium_memzero(&link, sizeof link);
    return PHW_OK;
}

void phw_group_link_free(phw_group_link *link)
{
    phw_bits_free(&link->pad);
    sodium_memzero(link, sizeof *link);
}

/* The polynomial has no constant term (the factor is the point), and the number of the
 * link is its last coefficient but one: every bit that is said counts. */
static phw_status tag(uint64_t *out, const phw_bits *difference,
                      const phw_group_link *link, uint32_t number)
{
    const size_t n_words = phw_bits_words(difference->n);
    const phw_verify_key key = {.point = link->point, .factor = link->point};
    phw_bits said = {0};
    PHW_TRY(phw_bits_alloc(&said, 64 * (n_words + 1)));
    for (size_t w = 0; w < n_words; ++w)
        said.word[w] = difference->word[w];
    said.word[n_words] = number;
    *out = phw_verify_tag(&said, &key, PHW_VERIFY_BITS_MAX) ^ link->mask;
    phw_bits_free(&said);
    return PHW_OK;
}

phw_status phw_group_difference(phw_message *out, const phw_bits *group,
                                const phw_group_link *link, uint32_t number)
{
    if (group->n != link->pad.n)
        return phw_fail(PHW_EARG, "group: a key of %zu bits, the link's pad has %zu",
                        group->n, link->pad.n);
    phw_bits difference = {0};
    uint64_t value = 0;
    PHW_TRY(phw_bits_copy(&difference, group));
    phw_bits_xor(&difference, &link->pad);
    phw_status s = tag(&value, &difference, link, number);
    if (!s) {
        phw_message_begin(out, PHW_GROUP_DIFFERENCE, number);
        phw_message_put_bits(out, &difference);
        phw_message_put_u64(out, value);
        s = phw_message_end(out);
    }
    phw_bits_free(&difference);
    return s;
}

static phw_status check(const phw_bits *difference, uint64_t theirs,
                        const phw_group_link *link, uint32_t number)
{
    uint64_t value = 0;
    PHW_TRY(tag(&value, difference, link, number));
    if (sodium_memcmp(&value, &theirs, sizeof value) != 0)
        return phw_fail(PHW_EAUTH, "group: the tag of link %u's difference is wrong",
                        number);
    return PHW_OK;
}

phw_status phw_group_recover(phw_bits *group, const phw_message *in,
                             const phw_group_link *link, uint32_t number)
{
    phw_message copy = {0};
    const phw_status whole = phw_message_from_bytes(&copy, in->byte, in->size);
    phw_message_free(&copy);
    PHW_TRY(whole);
    if (phw_message_type(in) != PHW_GROUP_DIFFERENCE ||
        phw_message_sequence(in) != number)
        return phw_fail(PHW_EPEER, "group: not the difference for link %u", number);
    phw_bits difference = {0};
    phw_reader reader = phw_reader_open(in);
    phw_reader_bits(&reader, &difference, link->pad.n);
    const uint64_t theirs = phw_reader_u64(&reader);
    phw_status s = phw_reader_close(&reader);
    if (!s)
        s = check(&difference, theirs, link, number);
    if (s) {
        phw_bits_free(&difference);
        return s;
    }
    phw_bits_xor(&difference, &link->pad);
    *group = difference;
    return PHW_OK;
}
