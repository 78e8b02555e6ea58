#include "auth/handshake.h"

#include <string.h>

#include <criterion/criterion.h>
#include <sodium.h>

static const uint8_t name[] = "tag 1";

static phw_handshake *end(phw_handshake_role role, uint8_t key_byte, uint64_t seed,
                          const char *identity)
{
    phw_key key = {0};
    phw_entropy entropy;
    phw_handshake *h = NULL;
    cr_assert_eq(phw_key_alloc(&key, 16), PHW_OK);
    memset(key.byte, key_byte, key.size);
    cr_assert_eq(phw_entropy_seeded(&entropy, seed, role ? "tag" : "reader"), PHW_OK);
    cr_assert_eq(phw_handshake_create(&h, role, &key, (const uint8_t *)identity,
                                      strlen(identity), &entropy),
                 PHW_OK);
    phw_key_free(&key);
    return h;
}

/* One exchange; message[3] is what was on the air. */
typedef struct exchange {
    phw_handshake *reader, *tag;
    phw_message message[3];
    bool reader_done, tag_done;
} exchange;

static exchange start(uint8_t reader_key, uint8_t tag_key, uint64_t seed)
{
    return (exchange){.reader = end(PHW_HANDSHAKE_READER, reader_key, seed, "tag 1"),
                      .tag = end(PHW_HANDSHAKE_TAG, tag_key, seed, "tag 1")};
}

static phw_status run(exchange *x)
{
    phw_message last = {0};
    PHW_TRY(phw_handshake_step(x->reader, &x->message[0], &x->reader_done, NULL));
    cr_expect_not(x->reader_done);
    PHW_TRY(phw_handshake_step(x->tag, &x->message[1], &x->tag_done, &x->message[0]));
    cr_expect_not(x->tag_done);
    PHW_TRY(
        phw_handshake_step(x->reader, &x->message[2], &x->reader_done, &x->message[1]));
    PHW_TRY(phw_handshake_step(x->tag, &last, &x->tag_done, &x->message[2]));
    cr_expect_eq(last.size, 0);
    phw_message_free(&last);
    return PHW_OK;
}

static void finish(exchange *x)
{
    for (size_t i = 0; i < 3; ++i)
        phw_message_free(&x->message[i]);
    phw_handshake_destroy(x->reader);
    phw_handshake_destroy(x->tag);
}

Test(handshake, both_ends_show_the_key_and_share_a_fresh_one)
{
    phw_key session[2][2] = {{{0}}};
    for (uint64_t seed = 0; seed < 2; ++seed) {
        exchange x = start(1, 1, seed);
        cr_assert_eq(run(&x), PHW_OK, "%s", phw_error_message());
        cr_expect(x.reader_done && x.tag_done);
        cr_assert_eq(phw_handshake_key(&session[seed][0], x.reader, 32), PHW_OK);
        cr_assert_eq(phw_handshake_key(&session[seed][1], x.tag, 32), PHW_OK);
        cr_expect_arr_eq(session[seed][0].byte, session[seed][1].byte, 32);
        finish(&x);
    }
    cr_expect_neq(memcmp(session[0][0].byte, session[1][0].byte, 32), 0);
    for (size_t i = 0; i < 4; ++i)
        phw_key_free(&session[i / 2][i % 2]);
}

/* BLAKE2b keyed by a key of the shared one, over two nonces and the identity. */
static void expect_hash(const uint8_t *got, const char *context, const uint8_t *first,
                        const uint8_t *second)
{
    uint8_t text[32 + 32 + 5];
    uint8_t wanted[32];
    phw_key key = {0};
    phw_key root = {0};
    phw_key own = {0};
    cr_assert_eq(phw_key_alloc(&key, 16), PHW_OK);
    memset(key.byte, 1, key.size);
    cr_assert_eq(phw_key_derive(&root, 32, &key, "phyward handshake"), PHW_OK);
    cr_assert_eq(phw_key_derive(&own, 32, &root, context), PHW_OK);
    memcpy(text, first, 32);
    memcpy(text + 32, second, 32);
    memcpy(text + 64, name, 5);
    (void)crypto_generichash(wanted, 32, text, sizeof text, own.byte, own.size);
    cr_expect_arr_eq(got, wanted, 32, "%s", context);
    phw_key_free(&key);
    phw_key_free(&root);
    phw_key_free(&own);
}

/* Each of the three hashes has a label of its own, and the tag's proof has the nonces
 * in the other order than the reader's; what is on the air is never the session key. */
Test(handshake, proofs_and_the_session_key_are_what_the_header_says)
{
    exchange x = start(1, 1, 4);
    phw_key session = {0};
    cr_assert_eq(run(&x), PHW_OK);
    const uint8_t *reader = x.message[0].byte + 12;
    const uint8_t *tag = x.message[1].byte + 12;
    const uint8_t *tag_proof = tag + 32;
    const uint8_t *reader_proof = x.message[2].byte + 12;
    expect_hash(tag_proof, "tag", reader, tag);
    expect_hash(reader_proof, "reader", tag, reader);
    cr_assert_eq(phw_handshake_key(&session, x.reader, 32), PHW_OK);
    expect_hash(session.byte, "session", reader, tag);
    cr_expect_neq(memcmp(session.byte, tag_proof, 32), 0);
    cr_expect_neq(memcmp(session.byte, reader_proof, 32), 0);
    cr_expect_neq(memcmp(reader_proof, tag_proof, 32), 0);
    phw_key_free(&session);
    finish(&x);
}

Test(handshake, a_tag_with_another_key_is_refused)
{
    exchange x = start(1, 2, 0);
    phw_key key = {0};
    cr_expect_eq(run(&x), PHW_EAUTH);
    cr_expect_not(x.reader_done);
    cr_expect_eq(x.message[2].size, 0);
    cr_expect_eq(phw_handshake_key(&key, x.reader, 32), PHW_EARG);
    finish(&x);
}

Test(handshake, a_tag_of_another_name_is_refused)
{
    exchange x = start(1, 1, 0);
    phw_handshake_destroy(x.tag);
    x.tag = end(PHW_HANDSHAKE_TAG, 1, 0, "tag 2");
    cr_expect_eq(run(&x), PHW_EAUTH);
    finish(&x);
}

/* All of an earlier exchange is on record. */
Test(handshake, a_replay_is_refused_at_both_ends)
{
    exchange old = start(1, 1, 0);
    cr_assert_eq(run(&old), PHW_OK);
    exchange now = start(1, 1, 7);
    phw_message out = {0};
    bool done = false;
    cr_assert_eq(phw_handshake_step(now.reader, &out, &done, NULL), PHW_OK);
    cr_expect_eq(phw_handshake_step(now.reader, &out, &done, &old.message[1]),
                 PHW_EAUTH);
    cr_assert_eq(phw_handshake_step(now.tag, &out, &done, &old.message[0]), PHW_OK);
    cr_expect_eq(phw_handshake_step(now.tag, &out, &done, &old.message[2]), PHW_EAUTH);
    cr_expect_not(done);
    phw_message_free(&out);
    finish(&old);
    finish(&now);
}

/* A tag's own words, sent back as the reader's. */
Test(handshake, a_reflection_is_refused)
{
    exchange x = start(1, 1, 0);
    phw_message out = {0};
    bool done = false;
    cr_assert_eq(phw_handshake_step(x.reader, &x.message[0], &done, NULL), PHW_OK);
    cr_assert_eq(phw_handshake_step(x.tag, &x.message[1], &done, &x.message[0]),
                 PHW_OK);
    phw_message_begin(&x.message[2], 3, 0);
    phw_message_put_bytes(&x.message[2], x.message[1].byte + 12 + 32, 32);
    cr_assert_eq(phw_message_end(&x.message[2]), PHW_OK);
    cr_expect_eq(phw_handshake_step(x.tag, &out, &done, &x.message[2]), PHW_EAUTH);
    phw_message_free(&out);
    finish(&x);
}

/* An exchange whose message m arrives with a bit changed, as a socket would take it in.
 */
static phw_status run_changed(exchange *x, size_t m, size_t bit)
{
    phw_message came[3] = {{0}};
    phw_message last = {0};
    bool done = false;
    phw_status s = PHW_OK;
    for (size_t i = 0; i < 4 && !s; ++i) {
        phw_handshake *h = i % 2 == 0 ? x->reader : x->tag;
        phw_message *out = i < 3 ? &x->message[i] : &last;
        s = phw_handshake_step(h, out, &done, i > 0 ? &came[i - 1] : NULL);
        if (s || i == 3)
            break;
        if (i == m)
            out->byte[bit / 8] ^= (uint8_t)(1U << bit % 8);
        s = phw_message_from_bytes(&came[i], out->byte, out->size);
    }
    for (size_t i = 0; i < 3; ++i)
        phw_message_free(&came[i]);
    phw_message_free(&last);
    return s;
}

Test(handshake, every_changed_bit_ends_it)
{
    static const size_t size[] = {12 + 32, 12 + 64, 12 + 32};
    for (size_t m = 0; m < 3; ++m) {
        for (size_t bit = 0; bit < 8 * size[m]; bit += 3) {
            exchange x = start(1, 1, 3);
            const phw_status s = run_changed(&x, m, bit);
            cr_assert(s == PHW_EAUTH || s == PHW_EPEER, "message %zu bit %zu", m, bit);
            cr_assert_eq(x.message[m].size, size[m]);
            finish(&x);
        }
    }
}

Test(handshake, a_message_out_of_turn_kills_the_machine)
{
    exchange x = start(1, 1, 0);
    phw_message out = {0};
    bool done = false;
    cr_expect_eq(phw_handshake_step(x.tag, &out, &done, NULL), PHW_EPEER);
    cr_assert_eq(phw_handshake_step(x.reader, &x.message[0], &done, NULL), PHW_OK);
    cr_expect_eq(phw_handshake_step(x.tag, &out, &done, &x.message[0]), PHW_EPEER);
    cr_expect_eq(phw_handshake_step(x.reader, &out, &done, NULL), PHW_EPEER);
    cr_expect_eq(out.size, 0);
    phw_message_free(&out);
    finish(&x);
}

Test(handshake, sizes_out_of_range_are_refused)
{
    phw_key key = {0};
    phw_entropy entropy;
    phw_handshake *h = NULL;
    cr_assert_eq(phw_entropy_system(&entropy), PHW_OK);
    cr_expect_eq(phw_handshake_create(&h, PHW_HANDSHAKE_TAG, &key, name, 5, &entropy),
                 PHW_EARG);
    cr_assert_eq(phw_key_alloc(&key, 16), PHW_OK);
    cr_expect_eq(phw_handshake_create(&h, PHW_HANDSHAKE_TAG, &key, name, 0, &entropy),
                 PHW_EARG);
    cr_expect_eq(phw_handshake_create(&h, PHW_HANDSHAKE_TAG, &key, name, 65, &entropy),
                 PHW_EARG);
    cr_expect_null(h);
    phw_handshake_destroy(NULL);
    phw_key_free(&key);
}
