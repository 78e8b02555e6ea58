#include "auth/handshake.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

enum {
    NONCE_SIZE = 32,
    TAG_SIZE = 32
};

enum {
    READER_HELLO = 1,
    TAG_PROOF,
    READER_PROOF
};

typedef enum stage {
    START,
    WAITING, /* for the other end's proof */
    DONE,
    DEAD
} stage;

struct phw_handshake {
    phw_handshake_role role;
    stage stage;
    phw_key root;
    uint8_t identity[PHW_HANDSHAKE_IDENTITY_MAX];
    size_t identity_size;
    uint8_t nonce[2][NONCE_SIZE]; /* by role */
};

phw_status phw_handshake_create(phw_handshake **out, phw_handshake_role role,
                                const phw_key *key, const uint8_t *identity,
                                size_t size, phw_entropy *entropy)
{
    if (size < 1 || size > PHW_HANDSHAKE_IDENTITY_MAX || key->size == 0)
        return phw_fail(PHW_EARG,
                        "handshake: an identity of %zu bytes and a key of "
                        "%zu; expected 1 to %d and some",
                        size, key->size, PHW_HANDSHAKE_IDENTITY_MAX);
    phw_handshake *h = calloc(1, sizeof *h);
    if (h == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a handshake");
    const phw_status s = phw_key_derive(&h->root, TAG_SIZE, key, "phyward handshake");
    if (s) {
        free(h);
        return s;
    }
    h->role = role;
    h->identity_size = size;
    memcpy(h->identity, identity, size);
    phw_entropy_bytes(entropy, h->nonce[role], NONCE_SIZE);
    *out = h;
    return PHW_OK;
}

void phw_handshake_destroy(phw_handshake *h)
{
    if (h == NULL)
        return;
    phw_key_free(&h->root);
    sodium_memzero(h, sizeof *h);
    free(h);
}

/* Keyed BLAKE2b over both nonces, `first`'s first, and the identity, which ends last
 * and so needs no length. */
static phw_status hash(uint8_t *out, size_t size, const phw_handshake *h,
                       phw_handshake_role first, const char *context)
{
    phw_key key = {0};
    crypto_generichash_state state;
    PHW_TRY(phw_key_derive(&key, TAG_SIZE, &h->root, context));
    (void)crypto_generichash_init(&state, key.byte, key.size, size);
    (void)crypto_generichash_update(&state, h->nonce[first], NONCE_SIZE);
    (void)crypto_generichash_update(&state, h->nonce[!first], NONCE_SIZE);
    (void)crypto_generichash_update(&state, h->identity, h->identity_size);
    (void)crypto_generichash_final(&state, out, size);
    sodium_memzero(&state, sizeof state);
    phw_key_free(&key);
    return PHW_OK;
}

static phw_status proof_of(uint8_t tag[TAG_SIZE], const phw_handshake *h,
                           phw_handshake_role role)
{
    static const char *const context[] = {"reader", "tag"};
    return hash(tag, TAG_SIZE, h,
                role == PHW_HANDSHAKE_TAG ? PHW_HANDSHAKE_READER : PHW_HANDSHAKE_TAG,
                context[role]);
}

static phw_status put_proof(phw_message *out, const phw_handshake *h)
{
    uint8_t tag[TAG_SIZE];
    PHW_TRY(proof_of(tag, h, h->role));
    phw_message_put_bytes(out, tag, sizeof tag);
    return phw_message_end(out);
}

static phw_status check_proof(const phw_handshake *h, const uint8_t *got)
{
    uint8_t tag[TAG_SIZE];
    PHW_TRY(proof_of(tag, h, (phw_handshake_role)!h->role));
    if (sodium_memcmp(tag, got, sizeof tag) != 0)
        return phw_fail(PHW_EAUTH, "handshake: the other end did not show the key");
    return PHW_OK;
}

/* A message of that type: a nonce and a proof, each where wanted. */
static phw_status take(uint8_t *nonce, uint8_t *proof, const phw_message *in,
                       uint8_t type)
{
    phw_reader r = phw_reader_open(in);
    if (phw_message_type(in) != type || phw_message_sequence(in) != 0)
        return phw_fail(PHW_EPEER, "handshake: message %u, expected %u",
                        phw_message_type(in), type);
    if (nonce != NULL)
        phw_reader_bytes(&r, nonce, NONCE_SIZE);
    if (proof != NULL)
        phw_reader_bytes(&r, proof, TAG_SIZE);
    return phw_reader_close(&r);
}

static phw_status open_exchange(phw_handshake *h, phw_message *out)
{
    phw_message_begin(out, READER_HELLO, 0);
    phw_message_put_bytes(out, h->nonce[h->role], NONCE_SIZE);
    h->stage = WAITING;
    return phw_message_end(out);
}

static phw_status answer(phw_handshake *h, phw_message *out, const phw_message *in)
{
    PHW_TRY(take(h->nonce[PHW_HANDSHAKE_READER], NULL, in, READER_HELLO));
    phw_message_begin(out, TAG_PROOF, 0);
    phw_message_put_bytes(out, h->nonce[h->role], NONCE_SIZE);
    h->stage = WAITING;
    return put_proof(out, h);
}

static phw_status conclude(phw_handshake *h, phw_message *out, const phw_message *in)
{
    uint8_t proof[TAG_SIZE];
    const bool reader = h->role == PHW_HANDSHAKE_READER;
    PHW_TRY(take(reader ? h->nonce[PHW_HANDSHAKE_TAG] : NULL, proof, in,
                 reader ? TAG_PROOF : READER_PROOF));
    PHW_TRY(check_proof(h, proof));
    h->stage = DONE;
    phw_message_clear(out);
    if (!reader)
        return PHW_OK;
    phw_message_begin(out, READER_PROOF, 0);
    return put_proof(out, h);
}

static phw_status step(phw_handshake *h, phw_message *out, const phw_message *in)
{
    const bool opens = h->stage == START && h->role == PHW_HANDSHAKE_READER;
    if (h->stage == DONE || h->stage == DEAD || (in == NULL) != opens)
        return phw_fail(PHW_EPEER, "handshake: a message out of turn");
    if (opens)
        return open_exchange(h, out);
    return h->stage == START ? answer(h, out, in) : conclude(h, out, in);
}

phw_status phw_handshake_step(phw_handshake *h, phw_message *out, bool *done,
                              const phw_message *in)
{
    const phw_status s = step(h, out, in);
    if (s) {
        h->stage = DEAD;
        phw_message_clear(out);
        return s;
    }
    *done = h->stage == DONE;
    return PHW_OK;
}

phw_status phw_handshake_key(phw_key *out, const phw_handshake *h, size_t size)
{
    if (h->stage != DONE || size < crypto_generichash_BYTES_MIN ||
        size > crypto_generichash_BYTES_MAX)
        return phw_fail(PHW_EARG,
                        "handshake: a session key of %zu bytes; expected %u to "
                        "%u, and a finished exchange",
                        size, crypto_generichash_BYTES_MIN,
                        crypto_generichash_BYTES_MAX);
    phw_key key = {0};
    PHW_TRY(phw_key_alloc(&key, size));
    const phw_status s = hash(key.byte, size, h, PHW_HANDSHAKE_READER, "session");
    if (s)
        phw_key_free(&key);
    else
        *out = key;
    return s;
}
