#include "auth/fuzzy_extractor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/toeplitz.h"

static const char key_context[] = "phyward puf key";
static const char tag_context[] = "phyward puf helper data";

static phw_status check(const phw_fuzzy_config *config)
{
    if (config->key_bits % 8 != 0 || config->key_bits < PHW_FUZZY_KEY_BITS_MIN ||
        config->key_bits > PHW_FUZZY_KEY_BITS_MAX)
        return phw_fail(PHW_EARG,
                        "puf: a key of %zu bits; expected a multiple of 8, %d "
                        "to %d",
                        config->key_bits, PHW_FUZZY_KEY_BITS_MIN,
                        PHW_FUZZY_KEY_BITS_MAX);
    if (config->security_bits < 1 || config->security_bits > 256)
        return phw_fail(PHW_EARG, "puf: epsilon 2^-%u; expected 2^-1 to 2^-256",
                        config->security_bits);
    if (!(config->cell_entropy >= 0 && config->cell_entropy <= 1))
        return phw_fail(PHW_EARG, "puf: %g bits of entropy a cell; expected 0 to 1",
                        config->cell_entropy);
    return PHW_OK;
}

static phw_status plan(phw_fuzzy_account *out, const phw_fuzzy_config *config,
                       size_t n_cells, const phw_concatenation *code)
{
    const size_t n = phw_concatenation_n(code);
    const size_t k = phw_concatenation_k(code);
    const double left = (double)n * config->cell_entropy - (double)(n - k);
    const double wanted = (double)config->key_bits + 2 * (double)config->security_bits;
    if (!(left > 0))
        return phw_fail(PHW_ENOKEY,
                        "puf: %zu cells of %.4f bits have %.1f, and the code discloses "
                        "%zu: nothing is left; a code that repeats less leaves more",
                        n, config->cell_entropy, (double)n * config->cell_entropy,
                        n - k);
    /* The entropy is rounded down to whole bits, so one more than its share says. */
    const double blocks = fmax(ceil((wanted + 1) / left), (double)config->n_blocks);
    const size_t most = PHW_HELPER_CELLS_MAX / n;
    if (blocks > (double)most || config->from > n_cells ||
        blocks * (double)n > (double)(n_cells - config->from))
        return phw_fail(PHW_ENOKEY,
                        "puf: %.0f bits of key and margin at %.3f a block of %zu cells "
                        "need %.0f cells from %zu on; there are %zu (at most %u)",
                        wanted, left, n, blocks * (double)n, config->from, n_cells,
                        PHW_HELPER_CELLS_MAX);
    phw_fuzzy_account a = {.n_blocks = (size_t)blocks};
    a.n_cells = a.n_blocks * n;
    a.secret_bits = a.n_blocks * k;
    a.min_entropy_bits = (double)a.n_cells * config->cell_entropy;
    a.source_bits = (double)a.n_blocks * left;
    phw_ledger_add(&a.ledger, PHW_STAGE_RECONCILE, a.n_blocks * (n - k));
    phw_ledger_add(&a.ledger, PHW_STAGE_AMPLIFY, 2 * (uint64_t)config->security_bits);
    a.certified_bits = phw_ledger_key_bits(&a.ledger, a.min_entropy_bits, NULL);
    *out = a;
    return PHW_OK;
}

phw_status phw_fuzzy_plan(phw_fuzzy_account *out, const phw_fuzzy_config *config,
                          size_t n_cells)
{
    phw_concatenation *code = NULL;
    PHW_TRY(check(config));
    PHW_TRY(phw_concatenation_create(&code, config->code));
    const phw_status s = plan(out, config, n_cells, code);
    phw_concatenation_destroy(code);
    return s;
}

static phw_status draw_bits(phw_bits *out, size_t n, phw_entropy *entropy)
{
    const size_t size = n / 8 + (n % 8 != 0);
    uint8_t *byte = malloc(size);
    if (byte == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu random bits", n);
    phw_entropy_bytes(entropy, byte, size);
    const phw_status s = phw_bits_from_bytes(out, byte, n);
    sodium_memzero(byte, size);
    free(byte);
    return s;
}

/* Bits [from, from + n) as a byte each. */
static void spread(uint8_t *bit, const phw_bits *b, size_t from, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        bit[i] = phw_bits_get(b, from + i);
}

/* Xors them back; by shifts, so that no branch sees them. */
static void xor_in(phw_bits *b, const uint8_t *bit, size_t from, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        b->word[(from + i) / 64] ^= (uint64_t)bit[i] << ((from + i) % 64);
}

/* One way over all blocks: xors the code words of `secret` into `cells`, or, decoding,
 * xors the messages of `cells` into `secret`. Room for a block and its message lasts
 * for the call. */
static phw_status run_blocks(phw_bits *secret, phw_bits *cells, const char *text,
                             size_t n_blocks, bool decoding)
{
    phw_concatenation *code = NULL;
    PHW_TRY(phw_concatenation_create(&code, text));
    const size_t n = phw_concatenation_n(code);
    const size_t k = phw_concatenation_k(code);
    uint8_t *block = calloc(n + k, 1);
    const phw_status s =
        block != NULL ? PHW_OK : phw_fail(PHW_ENOMEM, "no memory for a block");
    for (size_t i = 0; i < n_blocks && !s; ++i) {
        uint8_t *message = block + n;
        if (decoding) {
            spread(block, cells, i * n, n);
            (void)phw_concatenation_decode(code, message, block);
            xor_in(secret, message, i * k, k);
        } else {
            spread(message, secret, i * k, k);
            phw_concatenation_encode(code, block, message);
            xor_in(cells, block, i * n, n);
        }
    }
    if (block != NULL)
        sodium_memzero(block, n + k);
    free(block);
    phw_concatenation_destroy(code);
    return s;
}

/* All of the secret, in bytes; what fills the last one is 0. */
static phw_status whole(phw_key *out, const phw_bits *secret)
{
    PHW_TRY(phw_key_alloc(out, secret->n / 8 + (secret->n % 8 != 0)));
    phw_bits_to_bytes(out->byte, secret);
    return PHW_OK;
}

/* The hash that shortens the secret to nearly uniform bits, and the key of them. */
static phw_status find_key(phw_key *key, const phw_bits *secret,
                           const phw_helper_data *h)
{
    phw_bits hashed = {0};
    phw_key root = {0};
    phw_status s =
        phw_toeplitz_hash(&hashed, secret, &h->seed, h->key_bits, PHW_TOEPLITZ_BEST);
    if (!s)
        s = phw_key_from_bits(&root, &hashed, h->key_bits / 8);
    if (!s)
        s = phw_key_derive(key, h->key_bits / 8, &root, key_context);
    phw_key_free(&root);
    phw_bits_free(&hashed);
    return s;
}

/* Under a key of the secret itself: one that went through the hash would be known to
 * whoever chose the hash's seed, which a stranger's helper data do. */
static phw_status find_tag(uint8_t tag[PHW_HELPER_TAG_SIZE], const phw_helper_data *h,
                           const phw_bits *secret)
{
    phw_key all = {0};
    phw_key key = {0};
    phw_status s = whole(&all, secret);
    if (!s)
        s = phw_key_derive(&key, PHW_HELPER_TAG_SIZE, &all, tag_context);
    if (!s)
        s = phw_helper_data_tag(tag, h, &key);
    phw_key_free(&key);
    phw_key_free(&all);
    return s;
}

/* Fills the offset, the seed and the tag of a helper that has the rest. */
static phw_status enroll(phw_key *key, phw_helper_data *h, const phw_bits *cells,
                         const phw_fuzzy_account *account, phw_entropy *entropy)
{
    phw_bits secret = {0};
    const size_t from = (size_t)h->from;
    phw_status s = draw_bits(&secret, account->secret_bits, entropy);
    if (!s)
        s = draw_bits(&h->seed, phw_toeplitz_seed_bits(secret.n, h->key_bits), entropy);
    if (!s)
        s = phw_bits_slice(&h->offset, cells, from, from + account->n_cells);
    if (!s)
        s = run_blocks(&secret, &h->offset, h->code, account->n_blocks, false);
    if (!s)
        s = find_tag(h->tag, h, &secret);
    if (!s)
        s = find_key(key, &secret, h);
    phw_bits_free(&secret);
    return s;
}

phw_status phw_fuzzy_enroll(phw_key *key, phw_helper_data *helper,
                            const phw_bits *cells, const phw_fuzzy_config *config,
                            phw_entropy *entropy)
{
    phw_fuzzy_account account;
    PHW_TRY(phw_fuzzy_plan(&account, config, cells->n));
    phw_helper_data h = {
        .reproducible = entropy->seeded,
        .key_bits = (uint32_t)config->key_bits,
        .security_bits = config->security_bits,
        .n_blocks = (uint32_t)account.n_blocks,
        .n_cells = cells->n,
        .from = config->from,
    };
    memcpy(h.code, config->code, strlen(config->code));
    const phw_status s = enroll(key, &h, cells, &account, entropy);
    if (s)
        phw_helper_data_free(&h);
    else
        *helper = h;
    return s;
}

static phw_status refuse(void)
{
    return phw_fail(PHW_EAUTH, "the cells are not those of the helper data: another "
                               "chip, or changed helper data");
}

/* A helper made by hand may have any fields: what pack and unpack would make of it. */
static phw_status measure(size_t *secret_bits, const phw_helper_data *h,
                          const phw_bits *cells)
{
    phw_concatenation *code = NULL;
    if (cells->n != h->n_cells || h->key_bits % 8 != 0 ||
        h->key_bits < PHW_FUZZY_KEY_BITS_MIN || h->key_bits > PHW_FUZZY_KEY_BITS_MAX ||
        h->n_blocks == 0 || h->n_blocks > PHW_HELPER_CELLS_MAX)
        return refuse();
    const phw_status s = phw_concatenation_create(&code, h->code);
    if (s)
        return s == PHW_ENOMEM ? s : refuse();
    const size_t n = phw_concatenation_n(code) * h->n_blocks;
    const size_t k = phw_concatenation_k(code) * h->n_blocks;
    phw_concatenation_destroy(code);
    if (h->offset.n != n || n > cells->n || h->from > cells->n - n ||
        h->seed.n != phw_toeplitz_seed_bits(k, h->key_bits))
        return refuse();
    *secret_bits = k;
    return PHW_OK;
}

static phw_status decode(phw_bits *secret, const phw_helper_data *h,
                         const phw_bits *cells, size_t secret_bits)
{
    phw_bits noisy = {0};
    const size_t from = (size_t)h->from;
    phw_status s = phw_bits_slice(&noisy, cells, from, from + h->offset.n);
    if (!s)
        s = phw_bits_alloc(secret, secret_bits);
    if (!s) {
        phw_bits_xor(&noisy, &h->offset);
        s = run_blocks(secret, &noisy, h->code, h->n_blocks, true);
    }
    phw_bits_free(&noisy);
    return s;
}

phw_status phw_fuzzy_reproduce(phw_key *key, const phw_helper_data *helper,
                               const phw_bits *cells)
{
    phw_bits secret = {0};
    uint8_t tag[PHW_HELPER_TAG_SIZE];
    size_t secret_bits = 0;
    PHW_TRY(measure(&secret_bits, helper, cells));
    phw_status s = decode(&secret, helper, cells, secret_bits);
    if (!s)
        s = find_tag(tag, helper, &secret);
    if (!s && sodium_memcmp(tag, helper->tag, sizeof tag) != 0)
        s = refuse();
    if (!s)
        s = find_key(key, &secret, helper);
    sodium_memzero(tag, sizeof tag);
    phw_bits_free(&secret);
    return s;
}
