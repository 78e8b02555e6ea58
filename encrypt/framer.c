#include "encrypt/framer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "encrypt/encryptor.h"
#include "encrypt/rotation_leak.h"
#include "phy/modem.h"

/* Samples whose bytes are hashed at a time. */
#define BLOCK 512

struct phw_framer {
    char ciphers[PHW_CIPHERS_TEXT_SIZE];
    phw_encryptor *encryptor;
    phw_modem *modem; /* NULL for samples */
    phw_rings rings;
    double leak_bits;
    phw_key tag_key;
    uint32_t stream;
    bool hides_labels;
};

static phw_status check_suited(const phw_ciphers *c, const char *ciphers,
                               const phw_modem_info *info)
{
    const unsigned phase_bits = phw_ciphers_phase_bits(c);
    const bool hides = phw_ciphers_hide_labels(c);
    if (c->n == 0)
        return phw_fail(PHW_EARG, "cipher: none is named");
    if (!hides && phase_bits == 0)
        return phw_fail(PHW_EARG,
                        "cipher %s: an order alone leaves all symbols to see, and one "
                        "known frame tells it; add xor or a rotation",
                        ciphers);
    if (info == NULL && hides)
        return phw_fail(PHW_EARG,
                        "cipher %s: xor works on labels, and samples have "
                        "none; take a rotation",
                        ciphers);
    if (info != NULL && !hides &&
        !phw_rotation_hides(info->points, info->n_points, phase_bits))
        return phw_fail(
            PHW_EARG,
            "cipher %s on %s: what a rotation leaves as it is, the envelope "
            "first, carries %.4g of a symbol's %u bit; add xor",
            ciphers, info->name,
            phw_rotation_leak_bits(info->points, info->n_points, phase_bits),
            info->n_bits);
    return PHW_OK;
}

static phw_status make(phw_framer *f, const phw_frame_config *config,
                       const phw_key *key, bool opens)
{
    const phw_modem_info *info = NULL;
    phw_ciphers_write(f->ciphers, &config->ciphers);
    if (config->modulation != NULL) {
        PHW_TRY(phw_modem_create(&f->modem, config->modulation));
        info = phw_modem_about(f->modem);
        phw_rings_of(&f->rings, info->points, info->n_points);
    }
    PHW_TRY(check_suited(&config->ciphers, f->ciphers, info));
    if (info != NULL && !f->hides_labels)
        f->leak_bits = phw_rotation_leak_bits(info->points, info->n_points,
                                              phw_ciphers_phase_bits(&config->ciphers));
    PHW_TRY(phw_keystream_derive(&f->tag_key, key, "phyward symbol tag"));
    return phw_encryptor_create(&f->encryptor, &config->ciphers, key, config->stream,
                                opens);
}

phw_status phw_framer_create(phw_framer **out, const phw_frame_config *config,
                             const phw_key *key, bool opens)
{
    phw_framer *f = calloc(1, sizeof *f);
    if (f == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a framer");
    f->stream = config->stream;
    f->hides_labels = phw_ciphers_hide_labels(&config->ciphers);
    const phw_status s = make(f, config, key, opens);
    if (s)
        phw_framer_destroy(f);
    else
        *out = f;
    return s;
}

void phw_framer_destroy(phw_framer *f)
{
    if (f == NULL)
        return;
    phw_encryptor_destroy(f->encryptor);
    phw_modem_destroy(f->modem);
    phw_key_free(&f->tag_key);
    free(f);
}

const phw_rings *phw_framer_rings(const phw_framer *f)
{
    return f->modem != NULL ? &f->rings : NULL;
}

double phw_framer_leak_bits(const phw_framer *f)
{
    return f->modem != NULL ? f->leak_bits : (double)NAN;
}

static unsigned n_bits_of(const phw_framer *f)
{
    return phw_modem_about(f->modem)->n_bits;
}

phw_status phw_framer_n_symbols(size_t *n_symbols, size_t *n_tag, const phw_framer *f,
                                size_t n_bytes)
{
    if (f->modem == NULL)
        return phw_fail(PHW_EARG, "frame: samples carry no payload");
    const size_t tag = phw_modem_n_symbols(PHW_FRAME_TAG_SIZE, n_bits_of(f));
    if (n_bytes > PHW_FRAME_SYMBOLS_MAX ||
        phw_modem_n_symbols(n_bytes, n_bits_of(f)) > PHW_FRAME_SYMBOLS_MAX - tag)
        return phw_fail(PHW_EARG,
                        "frame: %zu bytes of payload; a frame has at most %zu symbols, "
                        "so send several",
                        n_bytes, PHW_FRAME_SYMBOLS_MAX);
    *n_symbols = phw_modem_n_symbols(n_bytes, n_bits_of(f)) + tag;
    if (n_tag != NULL)
        *n_tag = tag;
    return PHW_OK;
}

phw_status phw_framer_n_bytes(size_t *n_bytes, const phw_framer *f, size_t n_symbols)
{
    size_t tag = 0;
    size_t symbols = 0;
    PHW_TRY(phw_framer_n_symbols(&symbols, &tag, f, 0));
    const size_t bits = n_symbols >= tag && n_symbols <= PHW_FRAME_SYMBOLS_MAX
                            ? (n_symbols - tag) * n_bits_of(f)
                            : 0;
    /* The filling is below 8 bits, so one length at most fits. */
    if (n_symbols < tag || n_symbols > PHW_FRAME_SYMBOLS_MAX ||
        phw_modem_n_symbols(bits / 8, n_bits_of(f)) != n_symbols - tag)
        return phw_fail(PHW_EINPUT,
                        "frame: %zu symbols; no payload in %s makes that many",
                        n_symbols, phw_modem_about(f->modem)->name);
    *n_bytes = bits / 8;
    return PHW_OK;
}

static void hash_number(crypto_generichash_state *hash, uint64_t value)
{
    uint8_t byte[8];
    for (unsigned i = 0; i < 8; ++i)
        byte[i] = (uint8_t)(value >> (8 * i));
    (void)crypto_generichash_update(hash, byte, sizeof byte);
}

static void hash_text(crypto_generichash_state *hash, const char *text)
{
    hash_number(hash, strlen(text));
    (void)crypto_generichash_update(hash, (const unsigned char *)text, strlen(text));
}

/* All that is not secret and both ends must mean alike comes first; every part has a
 * fixed size or its length before it. */
static void start_tag(crypto_generichash_state *hash, const phw_framer *f,
                      uint64_t frame, uint64_t n)
{
    (void)crypto_generichash_init(hash, f->tag_key.byte, f->tag_key.size,
                                  PHW_FRAME_TAG_SIZE);
    hash_text(hash, "phyward frame 1");
    hash_number(hash, f->stream);
    hash_number(hash, frame);
    hash_text(hash, f->modem != NULL ? phw_modem_about(f->modem)->name : "");
    hash_text(hash, f->ciphers);
    hash_number(hash, n);
}

static void end_tag(uint8_t tag[PHW_FRAME_TAG_SIZE], crypto_generichash_state *hash)
{
    (void)crypto_generichash_final(hash, tag, PHW_FRAME_TAG_SIZE);
    sodium_memzero(hash, sizeof *hash);
}

/* The labels that the tag of these ciphertext labels becomes. */
static void tag_labels(uint8_t *out, const phw_framer *f, uint64_t frame,
                       const uint8_t *label, size_t n)
{
    crypto_generichash_state hash;
    uint8_t tag[PHW_FRAME_TAG_SIZE];
    start_tag(&hash, f, frame, n);
    (void)crypto_generichash_update(&hash, label, n);
    end_tag(tag, &hash);
    phw_modem_pack(out, tag, sizeof tag, n_bits_of(f));
    sodium_memzero(tag, sizeof tag);
}

phw_status phw_framer_seal(phw_framer *f, phw_cf *symbol, uint64_t frame,
                           const uint8_t *payload, size_t n_bytes)
{
    size_t n = 0;
    size_t n_tag = 0;
    PHW_TRY(phw_framer_n_symbols(&n, &n_tag, f, n_bytes));
    uint8_t *label = NULL;
    PHW_TRY(phw_array_alloc(&label, n, sizeof *label));
    phw_modem_pack(label, payload, n_bytes, n_bits_of(f));
    phw_status s = phw_encryptor_begin(f->encryptor, frame);
    if (!s)
        s = phw_encryptor_labels(f->encryptor, label, n - n_tag, n_bits_of(f));
    if (!s) {
        tag_labels(label + n - n_tag, f, frame, label, n - n_tag);
        s = phw_modem_modulate(f->modem, symbol, label, n);
    }
    if (!s)
        s = phw_encryptor_symbols(f->encryptor, symbol, n);
    sodium_memzero(label, n);
    free(label);
    return s;
}

static phw_status refuse(uint64_t frame)
{
    return phw_fail(PHW_EAUTH,
                    "frame %llu does not authenticate: another key, number or setting, "
                    "or it was changed on its way",
                    (unsigned long long)frame);
}

/* Ciphertext labels whose tag is right, or PHW_EAUTH. */
static phw_status receive(phw_framer *f, uint8_t *label, phw_cf *symbol, size_t n,
                          size_t n_tag, uint64_t frame)
{
    uint8_t want[8 * PHW_FRAME_TAG_SIZE];
    PHW_TRY(phw_encryptor_begin(f->encryptor, frame));
    PHW_TRY(phw_encryptor_symbols(f->encryptor, symbol, n));
    PHW_TRY(phw_modem_demodulate(f->modem, label, symbol, n));
    tag_labels(want, f, frame, label, n - n_tag);
    const int differs = sodium_memcmp(want, label + n - n_tag, n_tag);
    sodium_memzero(want, sizeof want);
    return differs == 0 ? PHW_OK : refuse(frame);
}

/* Before any order is undone: the index is the caller's. */
static phw_status check_finite(const phw_cf *symbol, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        if (!isfinite(crealf(symbol[i])) || !isfinite(cimagf(symbol[i])))
            return phw_fail(PHW_EINPUT, "sample %zu is not finite", i);
    }
    return PHW_OK;
}

static phw_status open_frame(phw_framer *f, uint8_t *payload, uint8_t *label,
                             phw_cf *symbol, size_t n, uint64_t frame)
{
    size_t n_bytes = 0;
    size_t n_all = 0;
    size_t n_tag = 0;
    PHW_TRY(phw_framer_n_bytes(&n_bytes, f, n));
    PHW_TRY(phw_framer_n_symbols(&n_all, &n_tag, f, n_bytes));
    PHW_TRY(check_finite(symbol, n));
    PHW_TRY(receive(f, label, symbol, n, n_tag, frame));
    PHW_TRY(phw_encryptor_labels(f->encryptor, label, n - n_tag, n_bits_of(f)));
    (void)phw_modem_unpack(payload, label, n_bytes, n_bits_of(f));
    return PHW_OK;
}

phw_status phw_framer_open(phw_framer *f, uint8_t *payload, uint64_t frame,
                           const phw_cf *symbol, size_t n)
{
    uint8_t *label = NULL;
    phw_cf *turned = NULL;
    if (n > PHW_FRAME_SYMBOLS_MAX)
        return phw_fail(PHW_EINPUT, "frame: %zu symbols; at most %zu", n,
                        PHW_FRAME_SYMBOLS_MAX);
    phw_status s = phw_array_alloc(&label, n, sizeof *label);
    if (!s)
        s = phw_array_alloc(&turned, n, sizeof *turned);
    if (!s) {
        memcpy(turned, symbol, n * sizeof *turned);
        s = open_frame(f, payload, label, turned, n, frame);
    }
    if (label != NULL)
        sodium_memzero(label, n);
    if (turned != NULL)
        sodium_memzero(turned, n * sizeof *turned);
    free(label);
    free(turned);
    return s;
}

/* Single precision, little-endian, as a cf32_le file has them. */
static void sample_bytes(uint8_t *byte, const phw_cf *sample, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const float part[2] = {crealf(sample[i]), cimagf(sample[i])};
        uint32_t word[2];
        memcpy(word, part, sizeof word);
        for (size_t k = 0; k < 8; ++k)
            byte[8 * i + k] = (uint8_t)(word[k / 4] >> (8 * (k % 4)));
    }
}

static void hash_hz(crypto_generichash_state *hash, double hz)
{
    uint64_t word = 0;
    const double plain = hz + 0.0; /* which makes -0 0 */
    memcpy(&word, &plain, sizeof word);
    hash_number(hash, word);
}

static void samples_tag(uint8_t tag[PHW_FRAME_TAG_SIZE], const phw_framer *f,
                        uint64_t frame, const phw_signal *signal)
{
    crypto_generichash_state hash;
    uint8_t byte[8 * BLOCK];
    start_tag(&hash, f, frame, signal->n);
    hash_hz(&hash, signal->rate_hz);
    hash_hz(&hash, signal->carrier_hz);
    for (size_t at = 0; at < signal->n; at += BLOCK) {
        const size_t take = signal->n - at < BLOCK ? signal->n - at : BLOCK;
        sample_bytes(byte, signal->sample + at, take);
        (void)crypto_generichash_update(&hash, byte, 8 * take);
    }
    end_tag(tag, &hash);
}

phw_status phw_framer_check_samples(const phw_signal *signal)
{
    static const float most = 0x1p127F;
    for (size_t i = 0; i < signal->n; ++i) {
        if (!(fabsf(crealf(signal->sample[i])) <= most &&
              fabsf(cimagf(signal->sample[i])) <= most))
            return phw_fail(PHW_EINPUT,
                            "sample %zu is not finite, or too large to be turned; "
                            "scale the samples",
                            i);
    }
    return PHW_OK;
}

phw_status phw_framer_seal_samples(phw_framer *f, phw_signal *signal,
                                   uint8_t tag[PHW_FRAME_TAG_SIZE], uint64_t frame)
{
    assert(f->modem == NULL);
    PHW_TRY(phw_framer_check_samples(signal));
    PHW_TRY(phw_encryptor_begin(f->encryptor, frame));
    PHW_TRY(phw_encryptor_symbols(f->encryptor, signal->sample, signal->n));
    samples_tag(tag, f, frame, signal);
    return PHW_OK;
}

phw_status phw_framer_open_samples(phw_framer *f, phw_signal *signal,
                                   const uint8_t tag[PHW_FRAME_TAG_SIZE],
                                   uint64_t frame)
{
    assert(f->modem == NULL);
    uint8_t want[PHW_FRAME_TAG_SIZE];
    PHW_TRY(phw_encryptor_begin(f->encryptor, frame));
    samples_tag(want, f, frame, signal);
    if (tag != NULL && sodium_memcmp(want, tag, sizeof want) != 0)
        return refuse(frame);
    return phw_encryptor_symbols(f->encryptor, signal->sample, signal->n);
}
