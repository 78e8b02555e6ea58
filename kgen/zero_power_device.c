#include "kgen/zero_power_device.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/bch.h"
#include "kgen/rows.h"
#include "kgen/zero_power_front.h"
#include "kgen/zero_power_hash.h"
#include "kgen/zero_power_session.h"
#include "kgen/zero_power_syndrome.h"

enum {
    PLANES = PHW_ZERO_POWER_BITS_MAX
};

/* What it waits for. */
typedef enum device_state {
    WAITS_PROBE,
    WAITS_SAMPLE,
    WAITS_CODE,
    WAITS_VERIFY,
    WAITS_AMPLIFY,
    WAITS_CONFIRM,
    IS_OVER
} device_state;

struct phw_zero_power_device {
    phw_zero_power_config config;
    const phw_zero_power_codes *codes; /* borrowed */
    phw_zero_power_session session;
    phw_zero_power_operations operations;
    device_state state;
    phw_status status;
    phw_rows offered;       /* the reader's probes */
    phw_bits plane[PLANES]; /* kept bits */
    phw_bits left[PLANES];  /* of them, those that were not compared in public */
    unsigned t[PLANES];     /* errors that the code of a plane corrects; 0: unused */
    size_t n_blocks;        /* of each used plane */
    uint64_t said;          /* bits of syndromes */
    phw_bits x;             /* what is hashed */
    phw_bits key;
};

phw_status phw_zero_power_device_create(phw_zero_power_device **out,
                                        const phw_zero_power_codes *codes,
                                        const phw_zero_power_config *config)
{
    PHW_TRY(phw_zero_power_check(config));
    const bool pairs = config->link == PHW_ZERO_POWER_TRIANGLE;
    if (codes->n_values != (pairs ? 2 : 1) * (size_t)config->n_tones)
        return phw_fail(PHW_EARG, "zero power: %zu values a probe, %u tones",
                        codes->n_values, config->n_tones);
    phw_zero_power_device *d = calloc(1, sizeof *d);
    if (d == NULL)
        return phw_fail(PHW_ENOMEM, "zero power: no memory for a device");
    const phw_status s = phw_zero_power_session_open(&d->session);
    if (s) {
        free(d);
        return s;
    }
    d->config = *config;
    d->codes = codes;
    d->status = PHW_EPEER; /* until it ends otherwise */
    *out = d;
    return PHW_OK;
}

static void wipe(phw_zero_power_device *d)
{
    for (unsigned p = 0; p < PLANES; ++p)
        phw_bits_free(&d->left[p]);
    phw_bits_free(&d->x);
}

void phw_zero_power_device_destroy(phw_zero_power_device *d)
{
    if (d == NULL)
        return;
    wipe(d);
    for (unsigned p = 0; p < PLANES; ++p)
        phw_bits_free(&d->plane[p]);
    phw_bits_free(&d->key);
    phw_rows_free(&d->offered);
    phw_zero_power_session_close(&d->session);
    sodium_memzero(d, sizeof *d);
    free(d);
}

static phw_status say_labels(phw_zero_power_device *d, phw_message *out)
{
    phw_bits have = {0};
    phw_bits kept = {0};
    phw_status s = phw_zero_power_match(&have, d->codes, &d->offered, &d->config);
    if (!s)
        s = phw_zero_power_quantize(d->plane, &kept, &d->operations, d->codes,
                                    &d->offered, &have, &d->config);
    if (!s) {
        phw_message_put_bits(out, &have);
        if (d->config.guard_256 > 0)
            phw_message_put_bits(out, &kept);
        d->state = WAITS_SAMPLE;
    }
    phw_bits_free(&have);
    phw_bits_free(&kept);
    return s;
}

static phw_status on_probe(phw_zero_power_device *d, phw_message *out, phw_reader *in)
{
    uint8_t own[PHW_ZERO_POWER_DIGEST_SIZE];
    uint8_t theirs[PHW_ZERO_POWER_DIGEST_SIZE];
    bool last = false;
    phw_zero_power_digest(own, &d->config);
    phw_reader_bytes(in, theirs, sizeof theirs);
    PHW_TRY(in->status);
    if (memcmp(own, theirs, sizeof own) != 0)
        return phw_fail(PHW_EPEER, "zero power: the peer is configured differently");
    PHW_TRY(phw_rows_read(&d->offered, &last, in, false));
    phw_message_begin(out, PHW_ZERO_POWER_LABELS, 0);
    return last ? say_labels(d, out) : PHW_OK;
}

/* Parts the bits that are compared from those that are left. */
static phw_status split(phw_zero_power_device *d, phw_bits *sample, size_t offset)
{
    const size_t every = d->config.sample_every;
    phw_status s = PHW_OK;
    for (unsigned p = 0; p < d->config.n_bits; ++p) {
        size_t next = every > 0 ? offset : d->plane[p].n;
        for (size_t i = 0; i < d->plane[p].n && !s; ++i) {
            const bool compared = i == next;
            next += compared ? every : 0;
            s = phw_bits_push(compared ? sample : &d->left[p],
                              phw_bits_get(&d->plane[p], i), 1);
        }
    }
    return s;
}

static phw_status on_sample(phw_zero_power_device *d, phw_message *out, phw_reader *in)
{
    const uint32_t offset = phw_reader_u32(in);
    PHW_TRY(phw_reader_close(in));
    if (offset >= d->config.sample_every)
        return phw_fail(PHW_EPEER, "zero power: comparing starts at bit %u", offset);
    phw_bits sample = {0};
    const phw_status s = split(d, &sample, offset);
    if (!s) {
        phw_message_begin(out, PHW_ZERO_POWER_SAMPLED, 0);
        phw_message_put_bits(out, &sample);
        d->state = WAITS_CODE;
    }
    phw_bits_free(&sample);
    return s;
}

/* The codes that the reader chose: of the most significant planes, without a gap. */
static phw_status read_code(phw_zero_power_device *d, phw_reader *in)
{
    for (unsigned p = 0; p < d->config.n_bits; ++p)
        d->t[p] = phw_reader_u8(in);
    PHW_TRY(phw_reader_close(in));
    d->n_blocks = d->left[0].n / PHW_BCH_N;
    bool good = d->t[0] > 0 && d->n_blocks > 0;
    for (unsigned p = 0; p < d->config.n_bits; ++p)
        good = good && d->t[p] <= PHW_BCH_T_MAX &&
               (p == 0 || d->t[p] == 0 || d->t[p - 1] > 0);
    return good ? PHW_OK
                : phw_fail(PHW_EPEER, "zero power: the peer wants no such code");
}

/* Appends the remainders of all blocks of a plane. */
static phw_status divide(phw_bits *out, phw_zero_power_device *d, unsigned plane)
{
    phw_bch *bch = NULL;
    phw_zero_power_generator generator;
    PHW_TRY(phw_bch_create(&bch, d->t[plane]));
    phw_zero_power_generator_read(&generator, bch);
    phw_bch_destroy(bch);
    phw_status s = PHW_OK;
    for (size_t b = 0; b < d->n_blocks && !s; ++b) {
        uint64_t rest[PHW_ZERO_POWER_REGISTER_WORDS];
        phw_zero_power_syndrome(rest,
                                &d->operations.stage[PHW_ZERO_POWER_STAGE_SYNDROME],
                                &d->left[plane], b, d->n_blocks, &generator);
        for (unsigned j = 0; j < generator.degree && !s; j += 64) {
            const unsigned left = generator.degree - j;
            s = phw_bits_push(out, rest[j / 64], left < 64 ? left : 64);
        }
    }
    return s;
}

static phw_status on_code(phw_zero_power_device *d, phw_message *out, phw_reader *in)
{
    phw_bits syndromes = {0};
    if (d->state == WAITS_SAMPLE)
        PHW_TRY(split(d, &syndromes, 0));
    PHW_TRY(read_code(d, in));
    phw_status s = PHW_OK;
    for (unsigned p = 0; p < d->config.n_bits && d->t[p] > 0 && !s; ++p)
        s = divide(&syndromes, d, p);
    if (!s) {
        d->said = syndromes.n;
        phw_message_begin(out, PHW_ZERO_POWER_SYNDROME, 0);
        phw_message_put_bits(out, &syndromes);
        phw_zero_power_hold(&d->operations, d->left[0].n / 8 * d->config.n_bits +
                                                2 * sizeof(phw_zero_power_generator));
        d->state = WAITS_VERIFY;
    }
    phw_bits_free(&syndromes);
    return s;
}

static phw_status on_code_at_once(phw_zero_power_device *d, phw_message *out,
                                  phw_reader *in)
{
    if (d->config.sample_every > 0)
        return phw_fail(PHW_EPEER, "zero power: nothing was compared yet");
    return on_code(d, out, in);
}

static phw_status add_block(phw_zero_power_device *d, unsigned plane, size_t block)
{
    phw_status s = PHW_OK;
    for (size_t q = 0; q < PHW_BCH_N && !s; ++q)
        s = phw_bits_push(&d->x, phw_bits_get(&d->left[plane], block + q * d->n_blocks),
                          1);
    return s;
}

/* Puts the blocks that are not dropped together. */
static phw_status gather(phw_zero_power_device *d, const phw_bits *drop)
{
    size_t at = 0;
    phw_status s = PHW_OK;
    for (unsigned p = 0; p < d->config.n_bits && d->t[p] > 0; ++p) {
        for (size_t b = 0; b < d->n_blocks && !s; ++b) {
            if (!phw_bits_get(drop, at++))
                s = add_block(d, p, b);
        }
    }
    if (!s && d->x.n == 0)
        s = phw_fail(PHW_EPEER, "zero power: the peer drops all blocks");
    return s;
}

static phw_status on_verify(phw_zero_power_device *d, phw_message *out, phw_reader *in)
{
    uint8_t nonce[PHW_ZERO_POWER_NONCE_SIZE];
    size_t n_blocks = 0;
    uint64_t tag = 0;
    phw_bits drop = {0};
    for (unsigned p = 0; p < d->config.n_bits && d->t[p] > 0; ++p)
        n_blocks += d->n_blocks;
    phw_reader_bits(in, &drop, n_blocks);
    phw_reader_bytes(in, nonce, sizeof nonce);
    phw_status s = phw_reader_close(in);
    if (!s)
        s = gather(d, &drop);
    if (!s)
        s = phw_zero_power_tag(&tag, &d->operations.stage[PHW_ZERO_POWER_STAGE_HASH],
                               &d->x, nonce);
    if (!s) {
        phw_message_begin(out, PHW_ZERO_POWER_TAG, 0);
        phw_message_put_u64(out, tag);
        d->state = WAITS_AMPLIFY;
    }
    phw_bits_free(&drop);
    return s;
}

static phw_status say_confirm(phw_zero_power_device *d, phw_message *out)
{
    uint8_t digest[PHW_TRANSCRIPT_SIZE];
    uint8_t mac[PHW_TRANSCRIPT_SIZE];
    phw_transcript_digest(digest, d->session.transcript);
    PHW_TRY(phw_zero_power_confirm(mac, &d->operations.stage[PHW_ZERO_POWER_STAGE_HASH],
                                   &d->key, PHW_BOB, digest));
    phw_message_begin(out, PHW_ZERO_POWER_CONFIRM, 0);
    phw_message_put_bytes(out, mac, sizeof mac);
    d->state = WAITS_CONFIRM;
    return PHW_OK;
}

static phw_status on_amplify(phw_zero_power_device *d, phw_message *out, phw_reader *in)
{
    const uint32_t m = phw_reader_u32(in);
    PHW_TRY(in->status);
    /* No key is longer than what is left when every bit had been a full one. */
    const uint64_t spent = PHW_ZERO_POWER_TAG_BITS + 2 * d->config.security_bits;
    if (m < 1 || m + spent > d->x.n)
        return phw_fail(PHW_EPEER, "zero power: the peer wants a key of %u bits", m);
    phw_bits seed = {0};
    phw_reader_bits(in, &seed, d->x.n + m - 1);
    phw_status s = phw_reader_close(in);
    if (!s)
        s = phw_zero_power_key(&d->key, &d->operations.stage[PHW_ZERO_POWER_STAGE_HASH],
                               &d->x, &seed, m);
    phw_zero_power_hold(&d->operations, d->x.n / 8 + 2 * (size_t)(m / 8) +
                                            sizeof(crypto_generichash_state));
    phw_bits_free(&seed);
    return s ? s : say_confirm(d, out);
}

static phw_status on_nokey(phw_zero_power_device *d, phw_message *out, phw_reader *in)
{
    (void)out;
    PHW_TRY(phw_reader_close(in));
    d->session.peer_told = true;
    return phw_fail(PHW_ENOKEY,
                    "zero power: by the reader's accounting nothing is left");
}

static phw_status on_confirm(phw_zero_power_device *d, phw_message *out, phw_reader *in)
{
    uint8_t theirs[PHW_TRANSCRIPT_SIZE];
    uint8_t mac[PHW_TRANSCRIPT_SIZE];
    (void)out;
    phw_reader_bytes(in, theirs, sizeof theirs);
    PHW_TRY(phw_reader_close(in));
    PHW_TRY(phw_zero_power_confirm(mac, &d->operations.stage[PHW_ZERO_POWER_STAGE_HASH],
                                   &d->key, PHW_ALICE, d->session.before));
    if (sodium_memcmp(mac, theirs, sizeof mac) != 0)
        return phw_fail(PHW_EAUTH, "zero power: the confirmation does not match");
    d->state = IS_OVER;
    return PHW_OK;
}

static const struct {
    device_state state;
    phw_zero_power_message kind;
    phw_status (*handle)(phw_zero_power_device *d, phw_message *out, phw_reader *in);
} rules[] = {
    {WAITS_PROBE, PHW_ZERO_POWER_PROBE, on_probe},
    {WAITS_SAMPLE, PHW_ZERO_POWER_SAMPLE, on_sample},
    {WAITS_SAMPLE, PHW_ZERO_POWER_CODE, on_code_at_once},
    {WAITS_CODE, PHW_ZERO_POWER_CODE, on_code},
    {WAITS_VERIFY, PHW_ZERO_POWER_VERIFY, on_verify},
    {WAITS_AMPLIFY, PHW_ZERO_POWER_AMPLIFY, on_amplify},
    {WAITS_AMPLIFY, PHW_ZERO_POWER_NOKEY, on_nokey},
    {WAITS_CONFIRM, PHW_ZERO_POWER_CONFIRM, on_confirm},
};

static phw_status handle(phw_zero_power_device *d, phw_message *out,
                         const phw_message *in)
{
    if (in == NULL)
        return phw_fail(PHW_EPEER, "zero power: the reader speaks first");
    PHW_TRY(phw_zero_power_session_take(&d->session, in));
    phw_reader reader = phw_reader_open(in);
    const uint8_t kind = phw_message_type(in);
    if (kind == PHW_ZERO_POWER_ABORT)
        return phw_zero_power_session_aborted(&d->session, &reader);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; ++i) {
        if (rules[i].state == d->state && rules[i].kind == kind)
            return rules[i].handle(d, out, &reader);
    }
    return phw_fail(PHW_EPEER, "zero power: message %u is not due now", kind);
}

phw_status phw_zero_power_device_step(phw_zero_power_device *d, phw_message *out,
                                      bool *done, const phw_message *in)
{
    phw_message_clear(out);
    *done = true;
    if (d->state == IS_OVER)
        return phw_fail(PHW_EPEER, "zero power: it is over");
    phw_status s = handle(d, out, in);
    if (!s)
        s = phw_zero_power_session_give(&d->session, out);
    if (s) {
        phw_zero_power_session_abort(&d->session, out, s);
        if (phw_zero_power_session_give(&d->session, out) != PHW_OK)
            phw_message_clear(out);
        phw_bits_free(&d->key);
        d->state = IS_OVER;
    }
    if (d->state == IS_OVER)
        wipe(d);
    d->status = d->state == IS_OVER ? s : d->status;
    *done = d->state == IS_OVER;
    return s;
}

void phw_zero_power_device_operations(phw_zero_power_operations *out,
                                      const phw_zero_power_device *d)
{
    *out = d->operations;
    out->bits_sent = 8 * d->session.bytes_out;
    out->bits_received = 8 * d->session.bytes_in;
}

const phw_bits *phw_zero_power_device_key(const phw_zero_power_device *d)
{
    static const phw_bits none;
    return d->state == IS_OVER && d->status == PHW_OK ? &d->key : &none;
}

const phw_bits *phw_zero_power_device_plane(const phw_zero_power_device *d,
                                            unsigned plane)
{
    return &d->plane[plane];
}
