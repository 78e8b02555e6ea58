#include "kgen/session_seal.h"

#include <string.h>

#include <criterion/criterion.h>

#include "kgen/frame_auth.h"

static phw_key make_key(uint8_t first)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, 32), PHW_OK);
    key.byte[0] = first;
    return key;
}

/* Keys as they are after sessions that broke off at one end. */
static phw_session_keys make_keys(uint8_t present, uint8_t former)
{
    phw_session_keys keys = {.present = make_key(present)};
    if (former != 0)
        keys.former = make_key(former);
    return keys;
}

/* Alice's first frame at Bob's and his at hers; which of the keys serves, by its first
 * byte, or 0 when they do not come together. */
static uint8_t meet_by(const phw_session_keys *alice, const phw_session_keys *bob,
                       size_t flip)
{
    static const uint8_t inner[] = {1};
    const phw_session_keys *keys[2] = {alice, bob};
    phw_session_seal seal[2];
    uint8_t used = 0;
    phw_status s = PHW_OK;
    phw_message m = {0};
    phw_entropy entropy;
    cr_assert_eq(phw_entropy_seeded(&entropy, 1, "seal"), PHW_OK);
    for (int i = 0; i < 2; ++i) {
        const phw_session_config c = {.auth = PHW_SESSION_AUTH_PSK, .keys = keys[i]};
        cr_assert_eq(phw_session_seal_make(&seal[i], (phw_role)i, &c), PHW_OK);
        phw_session_seal_draw(&seal[i], &entropy);
    }
    for (int i = 0; i < 2 && !s; ++i) {
        phw_session_frame f = {.kind = PHW_SESSION_OPEN,
                               .auth = PHW_SESSION_AUTH_PSK,
                               .from = (phw_role)i,
                               .inner = inner,
                               .inner_size = sizeof inner};
        phw_session_seal_terms(&f, &seal[i]);
        memcpy(f.id, seal[i].id, sizeof f.id);
        cr_assert_eq(phw_session_frame_write(&m, &f, 0), PHW_OK);
        cr_assert_eq(phw_session_seal_sign(&seal[i], &f, &m), PHW_OK);
        cr_assert_eq(phw_session_seal_record(&seal[i], &m), PHW_OK);
        if (i == 0 && flip > 0)
            m.byte[m.size - flip] ^= 1;
        s = phw_session_frame_read(&f, &m);
        if (!s)
            s = phw_session_seal_open(&seal[1 - i], &f, &m);
        if (!s)
            s = phw_session_seal_record(&seal[1 - i], &m);
    }
    if (!s) {
        cr_assert_not_null(seal[0].used);
        used = seal[0].used->byte[0];
        cr_expect_eq(seal[1].used->byte[0], used);
        cr_expect_eq(memcmp(seal[0].id, seal[1].id, sizeof seal[0].id), 0);
        for (int i = 0; i < 2; ++i)
            cr_expect_eq(
                memcmp(seal[0].frame_key[i].byte, seal[1].frame_key[i].byte, 32), 0);
        cr_expect_neq(memcmp(seal[0].frame_key[0].byte, seal[0].frame_key[1].byte, 32),
                      0, "each direction has its own");
        phw_key other = {0};
        const uint8_t no_id[PHW_TRANSCRIPT_SIZE] = {0};
        cr_assert_eq(phw_frame_key_derive(&other, seal[0].used, "from Alice", no_id),
                     PHW_OK);
        cr_expect_neq(memcmp(seal[0].frame_key[0].byte, other.byte, 32), 0,
                      "and each session");
        phw_key_free(&other);
    } else {
        cr_expect_eq(s, PHW_EAUTH);
    }
    phw_session_seal_free(&seal[0]);
    phw_session_seal_free(&seal[1]);
    phw_message_free(&m);
    return used;
}

Test(session_seal, ends_come_together_by_the_latest_key_in_common)
{
    static const struct {
        uint8_t alice[2], bob[2], used;
    } row[] = {
        {{1, 0}, {1, 0}, 1}, /* before the first refresh */
        {{2, 1}, {1, 0}, 1}, /* Bob missed it */
        {{1, 0}, {2, 1}, 1}, /* Alice missed it */
        {{2, 1}, {2, 1}, 2}, /* both have it */
        {{3, 1}, {2, 1}, 1}, /* one each of two that broke off */
        {{1, 0}, {2, 0}, 0}, /* strangers */
    };

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        phw_session_keys a = make_keys(row[i].alice[0], row[i].alice[1]);
        phw_session_keys b = make_keys(row[i].bob[0], row[i].bob[1]);
        cr_expect_eq(meet_by(&a, &b, 0), row[i].used, "row %zu", i);
        phw_session_keys_free(&a);
        phw_session_keys_free(&b);
    }
}

/* Alice's tags are her frame's last 64 bytes: nobody talks the ends down to the former
 * key by spoiling one of them. */
Test(session_seal, a_spoilt_tag_does_not_lead_to_the_former_key)
{
    phw_session_keys a = make_keys(2, 1);
    phw_session_keys b = make_keys(2, 1);
    for (size_t flip = 1; flip <= 64; ++flip)
        cr_expect_eq(meet_by(&a, &b, flip), 0, "byte %zu from the end", flip);
    phw_session_keys_free(&a);
    phw_session_keys_free(&b);
}
