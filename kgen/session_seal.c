#include "kgen/session_seal.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/frame_auth.h"

/* Whose tag a key makes, by role. */
static const char *const direction[2] = {
    [PHW_ALICE] = "from Alice",
    [PHW_BOB] = "from Bob",
};

static const uint8_t no_id[PHW_TRANSCRIPT_SIZE];

static phw_role other(phw_role role)
{
    return role == PHW_ALICE ? PHW_BOB : PHW_ALICE;
}

phw_status phw_session_seal_make(phw_session_seal *out, phw_role role,
                                 const phw_session_config *config)
{
    phw_session_seal s = {.role = role, .config = *config};
    PHW_TRY(phw_transcript_create(&s.transcript));
    if (config->auth == PHW_SESSION_AUTH_PSK) {
        const phw_status status = phw_session_keys_copy(&s.keys, config->keys);
        if (status) {
            phw_session_seal_free(&s);
            return status;
        }
    }
    *out = s;
    return PHW_OK;
}

void phw_session_seal_wipe(phw_session_seal *s)
{
    s->used = NULL;
    phw_session_keys_free(&s->keys);
    for (unsigned i = 0; i < 2; ++i) {
        phw_key_free(&s->frame_key[i]);
        phw_key_free(&s->one_time[i]);
    }
    free(s->said);
    s->said = NULL;
    s->said_size = 0;
    s->said_capacity = 0;
}

void phw_session_seal_free(phw_session_seal *s)
{
    phw_session_seal_wipe(s);
    phw_transcript_destroy(s->transcript);
    *s = (phw_session_seal){0};
}

phw_status phw_session_seal_stranger(const phw_session_seal *s)
{
    return s->config.auth == PHW_SESSION_AUTH_NONE ? PHW_EPEER : PHW_EAUTH;
}

void phw_session_seal_draw(phw_session_seal *s, phw_entropy *entropy)
{
    phw_entropy_bytes(entropy, s->nonce[s->role], sizeof s->nonce[0]);
}

static phw_status grow(phw_session_seal *s, size_t more)
{
    if (more <= s->said_capacity - s->said_size)
        return PHW_OK;
    size_t capacity = s->said_capacity > 0 ? s->said_capacity : 4096;
    while (more > capacity - s->said_size)
        capacity *= 2;
    uint8_t *byte = realloc(s->said, capacity);
    if (byte == NULL)
        return phw_fail(PHW_ENOMEM, "session: no memory for its transcript");
    s->said = byte;
    s->said_capacity = capacity;
    return PHW_OK;
}

phw_status phw_session_seal_record(phw_session_seal *s, const phw_message *frame)
{
    phw_transcript_add(s->transcript, frame->byte, frame->size);
    if (s->config.auth != PHW_SESSION_AUTH_ONE_TIME)
        return PHW_OK;
    PHW_TRY(grow(s, frame->size));
    memcpy(s->said + s->said_size, frame->byte, frame->size);
    s->said_size += frame->size;
    return PHW_OK;
}

static void make_id(phw_session_seal *s)
{
    static const uint8_t label[] = "phyward session";
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, sizeof s->id);
    (void)crypto_generichash_update(&state, label, sizeof label);
    (void)crypto_generichash_update(&state, s->nonce[PHW_ALICE], sizeof s->nonce[0]);
    (void)crypto_generichash_update(&state, s->nonce[PHW_BOB], sizeof s->nonce[0]);
    (void)crypto_generichash_final(&state, s->id, sizeof s->id);
}

/* The identity, and the keys of both directions. */
static phw_status make_frame_keys(phw_session_seal *s)
{
    make_id(s);
    if (s->config.auth == PHW_SESSION_AUTH_NONE)
        return PHW_OK;
    if (s->used == NULL)
        return phw_fail(PHW_EAUTH,
                        "session: the other end has none of this end's keys");
    for (unsigned i = 0; i < 2; ++i)
        PHW_TRY(phw_frame_key_derive(&s->frame_key[i], s->used, direction[i], s->id));
    return PHW_OK;
}

/* This end's keys in the order in which they are offered; NULL past the last. */
static const phw_key *offered(const phw_session_seal *s, unsigned i)
{
    if (s->config.auth == PHW_SESSION_AUTH_ONE_TIME)
        return i == 0 ? phw_key_pool_control(s->config.pool) : NULL;
    const phw_key *key = i == 0 ? &s->keys.present : &s->keys.former;
    return i < 2 && key->size > 0 ? key : NULL;
}

/* The own key that number i of a frame's names or tags is about, or NULL. */
static const phw_key *meant(const phw_session_seal *s, const phw_session_frame *f,
                            unsigned i)
{
    if (s->config.auth != PHW_SESSION_AUTH_PSK)
        return offered(s, i);
    for (unsigned k = 0; offered(s, k) != NULL; ++k) {
        uint8_t own[PHW_SESSION_KEY_NAME_SIZE];
        phw_session_keys_name(own, offered(s, k));
        if (memcmp(own, f->terms.name[i], sizeof own) == 0)
            return offered(s, k);
    }
    return NULL;
}

/* The tag of Alice's first frame by one of her keys: no identity is known yet. */
static phw_status first_tag(uint8_t tag[PHW_FRAME_TAG_SIZE], const phw_session_seal *s,
                            const phw_key *key, const phw_message *frame, size_t size)
{
    uint8_t before[PHW_TRANSCRIPT_SIZE];
    phw_key derived = {0};
    phw_transcript_digest(before, s->transcript);
    PHW_TRY(phw_frame_key_derive(&derived, key, "first", no_id));
    phw_frame_tag(tag, &derived, before, frame->byte, size);
    phw_key_free(&derived);
    return PHW_OK;
}

static phw_status compare_tags(const uint8_t own[PHW_FRAME_TAG_SIZE],
                               const uint8_t *theirs)
{
    if (sodium_memcmp(own, theirs, PHW_FRAME_TAG_SIZE) != 0)
        return phw_fail(PHW_EAUTH, "session: a frame that the other end did not send");
    return PHW_OK;
}

/* Alice's first frame has to be right by each of her keys that this end has; the first
 * of them is used. */
static phw_status check_first(phw_session_seal *s, const phw_session_frame *f,
                              const phw_message *in)
{
    uint8_t tag[PHW_FRAME_TAG_SIZE];
    for (unsigned i = 0; i < f->n_tags; ++i) {
        const phw_key *key = meant(s, f, i);
        const size_t at = f->tag_at + i * (size_t)PHW_FRAME_TAG_SIZE;
        if (key == NULL)
            continue;
        PHW_TRY(first_tag(tag, s, key, in, at));
        PHW_TRY(compare_tags(tag, in->byte + at));
        if (s->used == NULL)
            s->used = key;
    }
    return PHW_OK;
}

phw_status phw_session_seal_check(const phw_session_seal *s, const phw_session_frame *f,
                                  const phw_message *in)
{
    uint8_t before[PHW_TRANSCRIPT_SIZE];
    uint8_t tag[PHW_FRAME_TAG_SIZE];
    if (memcmp(f->id, s->id, sizeof s->id) != 0)
        return phw_fail(phw_session_seal_stranger(s),
                        "session: a frame of another session");
    if (s->config.auth == PHW_SESSION_AUTH_NONE)
        return PHW_OK;
    phw_transcript_digest(before, s->transcript);
    phw_frame_tag(tag, &s->frame_key[other(s->role)], before, in->byte, f->tag_at);
    return compare_tags(tag, in->byte + f->tag_at);
}

/* What the peer says of his pool, once it is known that he said it. */
static phw_status check_terms(phw_session_seal *s, const phw_session_frame *f)
{
    if (s->config.auth != PHW_SESSION_AUTH_ONE_TIME)
        return PHW_OK;
    if (f->terms.top_up_bytes != s->config.top_up_bytes)
        return phw_fail(PHW_EPEER,
                        "session: the peer tops its pool up by %u bytes, this end by "
                        "%zu",
                        f->terms.top_up_bytes, s->config.top_up_bytes);
    return phw_key_pool_compare(&s->match, s->config.pool, &f->terms.claim);
}

/* Alice hears which of her keys Bob took. */
static phw_status open_alice(phw_session_seal *s, const phw_session_frame *f,
                             const phw_message *in)
{
    const bool one = s->config.auth != PHW_SESSION_AUTH_PSK || f->terms.n_names == 1;
    s->used = one ? meant(s, f, 0) : NULL;
    PHW_TRY(make_frame_keys(s));
    return phw_session_seal_check(s, f, in);
}

static phw_status open_bob(phw_session_seal *s, const phw_session_frame *f,
                           const phw_message *in)
{
    if (memcmp(f->id, no_id, sizeof no_id) != 0)
        return phw_fail(phw_session_seal_stranger(s),
                        "session: a first frame of another session");
    PHW_TRY(check_first(s, f, in));
    return make_frame_keys(s);
}

phw_status phw_session_seal_open(phw_session_seal *s, const phw_session_frame *f,
                                 const phw_message *in)
{
    memcpy(s->nonce[other(s->role)], f->nonce, sizeof f->nonce);
    PHW_TRY(s->role == PHW_ALICE ? open_alice(s, f, in) : open_bob(s, f, in));
    return check_terms(s, f);
}

void phw_session_seal_terms(phw_session_frame *f, const phw_session_seal *s)
{
    memcpy(f->nonce, s->nonce[s->role], sizeof f->nonce);
    if (s->config.auth == PHW_SESSION_AUTH_ONE_TIME) {
        f->terms.top_up_bytes = (uint32_t)s->config.top_up_bytes;
        f->terms.claim = phw_key_pool_tell(s->config.pool);
    } else if (s->used != NULL) {
        f->terms.n_names = 1;
        phw_session_keys_name(f->terms.name[0], s->used);
    } else {
        for (unsigned i = 0; offered(s, i) != NULL; ++i)
            phw_session_keys_name(f->terms.name[f->terms.n_names++], offered(s, i));
    }
}

static phw_status sign_first(phw_session_seal *s, const phw_session_frame *f,
                             phw_message *out)
{
    for (unsigned i = 0; i < f->n_tags; ++i) {
        const size_t at = f->tag_at + i * (size_t)PHW_FRAME_TAG_SIZE;
        PHW_TRY(first_tag(out->byte + at, s, offered(s, i), out, at));
    }
    return PHW_OK;
}

phw_status phw_session_seal_sign(phw_session_seal *s, const phw_session_frame *f,
                                 phw_message *out)
{
    uint8_t before[PHW_TRANSCRIPT_SIZE];
    if (f->n_tags == 0)
        return PHW_OK;
    if (s->role == PHW_ALICE && f->kind == PHW_SESSION_OPEN)
        return sign_first(s, f, out);
    phw_transcript_digest(before, s->transcript);
    phw_frame_tag(out->byte + f->tag_at, &s->frame_key[s->role], before, out->byte,
                  f->tag_at);
    return PHW_OK;
}

phw_status phw_session_seal_take(phw_session_seal *s)
{
    return phw_key_pool_take(s->one_time, s->config.pool, s->match.at);
}

uint64_t phw_session_seal_close(phw_session_seal *s, const phw_session_frame *f,
                                phw_message *out)
{
    phw_one_time_tag(out->byte + f->one_time_at, &s->one_time[s->role], s->said,
                     s->said_size, out->byte, f->one_time_at);
    phw_key_free(&s->one_time[s->role]);
    return s->said_size + f->one_time_at;
}

phw_status phw_session_seal_closed(phw_session_seal *s, const phw_session_frame *f,
                                   const phw_message *in)
{
    uint8_t tag[PHW_ONE_TIME_TAG_SIZE];
    if (!f->closing)
        return phw_fail(PHW_EAUTH, "session: the other end ends without its tag");
    phw_key *key = &s->one_time[other(s->role)];
    phw_one_time_tag(tag, key, s->said, s->said_size - in->size, in->byte,
                     f->one_time_at);
    phw_key_free(key);
    if (sodium_memcmp(tag, in->byte + f->one_time_at, sizeof tag) != 0)
        return phw_fail(PHW_EAUTH, "session: the two ends heard different things");
    return PHW_OK;
}
