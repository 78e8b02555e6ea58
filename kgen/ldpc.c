#include "kgen/ldpc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/ldpc_layout.h"

/* Ratios beyond this are no more believed than this: of 20000 such bits one may differ,
 * for the model they come from is not that good, and a wrong bit that is all but sure
 * keeps a block from being decoded. */
#define LLR_MAX 10.0F

/* Every so many rounds the decoder starts anew. */
#define RESUMED 3

struct phw_ldpc {
    phw_role role;
    phw_ldpc_config config;
    phw_ldpc_plan plan;
    phw_ldpc_layout layout;
    phw_ldpc_decoder *decoder; /* Bob's */
    phw_entropy *entropy;      /* Alice's */
    phw_bits key;
    phw_bits corrected;
    float *llr;        /* Bob's, of each bit of the frame: ln P(equal) / P(not) */
    uint8_t *private;  /* Alice's private bits, a byte each, all blocks */
    uint8_t *received; /* Bob's: a block's checks so far, `most` bytes a block */
    bool *open;        /* blocks that are still worked at */
    size_t n_open;
    unsigned round; /* requests so far */
    uint8_t *word;  /* scratch: a block's bits, a byte each */
    uint8_t *syndrome;
    uint8_t *errors;
    float *ratio;
    uint8_t *bytes; /* scratch: of a message */
    phw_reconcile_figures figures;
    bool ended;
};

static size_t private_bits(const phw_ldpc *l)
{
    return PHW_LDPC_PRIVATE * (size_t)l->plan.z;
}

/* Checks of an open block that were sent before this round, and with it. */
static size_t checks_before(const phw_ldpc *l)
{
    return l->round > 0 ? phw_ldpc_plan_checks(&l->plan, l->round - 1) : 0;
}

static size_t checks_now(const phw_ldpc *l)
{
    return phw_ldpc_plan_checks(&l->plan, l->round);
}

/* A block's bits, and Alice's private ones, as a word of the code. */
static void fill_word(phw_ldpc *l, size_t block)
{
    const phw_ldpc_graph *g = &l->layout.graph;
    phw_ldpc_layout_fill(l->word, &l->layout, &l->key, block);
    if (l->role == PHW_BOB)
        return;
    const uint8_t *private = l->private + block * private_bits(l);
    for (unsigned c = 0; c < PHW_LDPC_PRIVATE; ++c)
        memcpy(l->word + (size_t)c * g->stride, private + (size_t)c * g->z, g->z);
}

/* Into l->syndrome: the block's first n checks. */
static void own_checks(phw_ldpc *l, size_t block, size_t n)
{
    fill_word(l, block);
    const unsigned n_rows = (unsigned)((n + l->layout.graph.z - 1) / l->layout.graph.z);
    phw_ldpc_graph_syndrome(l->syndrome, &l->layout.graph, l->word, n_rows);
}

static void put_bit(uint8_t *bytes, size_t at, bool bit)
{
    bytes[at / 8] = (uint8_t)(bytes[at / 8] | (unsigned)bit << (at % 8));
}

static bool get_bit(const uint8_t *bytes, size_t at)
{
    return (bytes[at / 8] >> (at % 8)) & 1U;
}

/* n bits of a message's payload, the last byte filled up by zeros. */
static phw_status read_bits(const uint8_t **out, const phw_message *in, size_t n)
{
    phw_reader r = phw_reader_open(in);
    const uint8_t *bytes = phw_reader_view(&r, n / 8 + (n % 8 != 0));
    PHW_TRY(phw_reader_close(&r));
    if (n % 8 != 0 && bytes[n / 8] >> (n % 8) != 0)
        return phw_fail(PHW_EPEER, "ldpc: bits past the end of a message of %zu", n);
    *out = bytes;
    return PHW_OK;
}

static phw_status send_bits(phw_ldpc *l, phw_message *out, size_t n)
{
    phw_message_begin(out, 0, 0);
    phw_message_put_bytes(out, l->bytes, n / 8 + (n % 8 != 0));
    PHW_TRY(phw_message_end(out));
    l->figures.bytes_sent += out->size;
    ++l->figures.n_messages;
    return PHW_OK;
}

/* Bits of Alice's next message. */
static size_t message_bits(const phw_ldpc *l)
{
    if (l->plan.n_blocks == 0)
        return l->plan.n;
    return l->n_open * (checks_now(l) - checks_before(l));
}

static void count_checks(phw_ldpc *l)
{
    l->figures.leak_bits += message_bits(l);
    if (l->plan.n_blocks > 0 && l->round == 0)
        l->figures.leak_bits -= l->plan.n_blocks * private_bits(l);
    ++l->figures.n_rounds;
}

static phw_status send_checks(phw_ldpc *l, phw_message *out)
{
    const size_t n = message_bits(l);
    const size_t from = checks_before(l);
    const size_t to = checks_now(l);
    memset(l->bytes, 0, n / 8 + 1);
    if (l->plan.n_blocks == 0)
        phw_bits_to_bytes(l->bytes, &l->key);
    size_t at = 0;
    for (size_t b = 0; b < l->plan.n_blocks; ++b) {
        if (!l->open[b])
            continue;
        own_checks(l, b, to);
        for (size_t k = from; k < to; ++k)
            put_bit(l->bytes, at++,
                    l->syndrome[phw_ldpc_layout_check(&l->layout, k)] != 0);
    }
    count_checks(l);
    return send_bits(l, out, n);
}

/* The bits that differ, by the checks received so far. */
static bool decode(phw_ldpc *l, size_t block)
{
    const size_t n = checks_now(l);
    const uint8_t *received = l->received + block * l->plan.most;
    own_checks(l, block, n);
    for (size_t k = 0; k < n; ++k)
        l->syndrome[phw_ldpc_layout_check(&l->layout, k)] ^= received[k];
    phw_ldpc_layout_fill_ratios(l->ratio, &l->layout, l->llr, block);
    /* One decoder remembers one block; and messages that went astray are forgotten now
     * and then. */
    const bool resume = l->round % RESUMED != 0 && l->plan.n_blocks == 1;
    return phw_ldpc_decode(l->decoder, l->errors, l->ratio, l->syndrome, n, resume);
}

/* A frame that was sent as it is. */
static void take_over(phw_ldpc *l, const uint8_t *bytes)
{
    for (size_t i = 0; i < l->plan.n; ++i) {
        if (phw_bits_get(&l->key, i) == get_bit(bytes, i))
            continue;
        phw_bits_flip(&l->key, i);
        ++l->figures.n_corrected;
    }
    l->ended = true;
}

static bool may_ask(const phw_ldpc *l)
{
    return l->round < l->plan.rounds && checks_now(l) < l->plan.most;
}

/* Works at the open blocks; l->bytes gets a bit each, one where more is wanted. */
static void work(phw_ldpc *l, const uint8_t *bytes)
{
    const size_t from = checks_before(l);
    const size_t to = checks_now(l);
    const bool ask = may_ask(l);
    memset(l->bytes, 0, l->n_open / 8 + 1);
    size_t at = 0;
    size_t block = 0;
    size_t n_open = 0;
    for (size_t b = 0; b < l->plan.n_blocks; ++b) {
        if (!l->open[b])
            continue;
        for (size_t k = from; k < to; ++k)
            l->received[b * l->plan.most + k] = get_bit(bytes, at++);
        l->open[b] = !decode(l, b);
        if (!l->open[b])
            l->figures.n_corrected +=
                phw_ldpc_layout_flip(&l->key, &l->layout, l->errors, b);
        put_bit(l->bytes, block++, l->open[b] && ask);
        n_open += l->open[b];
    }
    l->n_open = n_open;
}

static phw_status step_bob(phw_ldpc *l, phw_message *out, const phw_message *in)
{
    if (in == NULL)
        return l->ended ? PHW_OK : phw_fail(PHW_EARG, "ldpc: Alice speaks first");
    const size_t n_asked = l->n_open;
    const uint8_t *bytes = NULL;
    PHW_TRY(read_bits(&bytes, in, message_bits(l)));
    l->figures.bytes_received += in->size;
    ++l->figures.n_messages;
    count_checks(l);
    if (l->plan.n_blocks == 0) {
        take_over(l, bytes);
        return PHW_OK;
    }
    const bool ask = may_ask(l);
    work(l, bytes);
    l->ended = l->n_open == 0 || !ask;
    l->figures.gave_up = l->n_open > 0 && l->ended;
    ++l->round;
    if (l->plan.rounds == 0)
        return PHW_OK;
    l->figures.reply_bits += n_asked;
    return send_bits(l, out, n_asked);
}

/* Which blocks Bob wants more of. */
static phw_status read_request(phw_ldpc *l, const phw_message *in)
{
    const bool may = may_ask(l);
    const uint8_t *bytes = NULL;
    PHW_TRY(read_bits(&bytes, in, l->n_open));
    l->figures.bytes_received += in->size;
    ++l->figures.n_messages;
    l->figures.reply_bits += l->n_open;
    size_t at = 0;
    size_t n_open = 0;
    for (size_t b = 0; b < l->plan.n_blocks; ++b) {
        if (l->open[b])
            l->open[b] = get_bit(bytes, at++);
        n_open += l->open[b];
    }
    if (n_open > 0 && !may)
        return phw_fail(PHW_EPEER, "ldpc: a request after the last round");
    l->n_open = n_open;
    l->ended = n_open == 0;
    ++l->round;
    return PHW_OK;
}

static phw_status step_alice(phw_ldpc *l, phw_message *out, const phw_message *in)
{
    if (in != NULL)
        PHW_TRY(read_request(l, in));
    if (l->ended)
        return PHW_OK;
    PHW_TRY(send_checks(l, out));
    l->ended = l->plan.rounds == 0 || l->plan.n_blocks == 0;
    return PHW_OK;
}

phw_status phw_ldpc_step(phw_ldpc *l, phw_message *out, bool *done,
                         const phw_message *in)
{
    if (in != NULL && l->ended)
        return phw_fail(PHW_EPEER, "ldpc: a message after the end");
    if (in == NULL && l->figures.n_messages > 0 && !l->ended)
        return phw_fail(PHW_EARG, "ldpc: a step without the peer's message");
    if (in != NULL && l->role == PHW_ALICE && l->figures.n_messages == 0)
        return phw_fail(PHW_EPEER, "ldpc: Bob spoke first");
    phw_message_clear(out);
    const phw_status s =
        l->role == PHW_ALICE ? step_alice(l, out, in) : step_bob(l, out, in);
    if (s) {
        l->ended = true;
        phw_message_clear(out);
        return s;
    }
    *done = l->ended;
    return PHW_OK;
}

static void draw_private(phw_ldpc *l)
{
    const size_t n = l->plan.n_blocks * private_bits(l);
    phw_entropy_bytes(l->entropy, l->private, n);
    for (size_t i = 0; i < n; ++i)
        l->private[i] &= 1;
}

phw_status phw_ldpc_reset(phw_ldpc *l, const phw_bits *key)
{
    if (key->n != l->plan.n)
        return phw_fail(PHW_EARG, "ldpc: %zu bits where the task has %zu", key->n,
                        l->plan.n);
    if (key->n > 0)
        memcpy(l->key.word, key->word, phw_bits_words(key->n) * sizeof *key->word);
    for (size_t b = 0; b < l->plan.n_blocks; ++b)
        l->open[b] = true;
    l->n_open = l->plan.n_blocks;
    l->round = 0;
    l->ended = l->plan.n == 0;
    l->figures = (phw_reconcile_figures){0};
    if (l->role == PHW_ALICE && l->plan.n_blocks > 0)
        draw_private(l);
    return PHW_OK;
}

/* What Bob believes of each bit. */
static void set_llr(phw_ldpc *l, const phw_reconcile_task *task)
{
    for (size_t s = 0; s < task->n_segments; ++s) {
        const phw_reconcile_segment *g = &task->segment[s];
        const double p = fmax(g->error_rate, PHW_RECONCILE_RATE_MIN);
        const float llr = (float)log((1 - p) / p);
        for (size_t i = g->from; i < g->to; ++i)
            l->llr[i] = llr;
    }
    for (size_t i = 0; task->reliability != NULL && i < task->n; ++i)
        l->llr[i] = fmaxf(-LLR_MAX, fminf(task->reliability[i], LLR_MAX));
}

/* Bits without a place are known to be 0; of the private ones nothing is known. */
static void set_filling(phw_ldpc *l)
{
    const phw_ldpc_graph *g = &l->layout.graph;
    const size_t n = (size_t)g->n_columns * g->stride;
    const size_t private = (size_t)PHW_LDPC_PRIVATE * g->stride;
    for (size_t i = 0; i < n; ++i)
        l->ratio[i] = i < private ? 0 : PHW_LDPC_SURE;
}

static bool alloc_ends(phw_ldpc *l)
{
    const size_t n_blocks = l->plan.n_blocks;
    const size_t word = phw_ldpc_layout_word(&l->layout);
    if (l->role == PHW_ALICE) {
        l->private = calloc(n_blocks * private_bits(l), 1);
        return l->private != NULL;
    }
    l->llr = calloc(l->plan.n, sizeof *l->llr);
    l->received = calloc(n_blocks * l->plan.most, 1);
    l->errors = calloc(word, 1);
    l->ratio = calloc(word, sizeof *l->ratio);
    return l->llr != NULL && l->received != NULL && l->errors != NULL &&
           l->ratio != NULL;
}

static bool alloc_blocks(phw_ldpc *l)
{
    l->open = calloc(l->plan.n_blocks, sizeof *l->open);
    l->word = calloc(phw_ldpc_layout_word(&l->layout), 1);
    l->syndrome = calloc(phw_ldpc_layout_syndrome(&l->layout), 1);
    return l->open != NULL && l->word != NULL && l->syndrome != NULL && alloc_ends(l);
}

static phw_status alloc_code(phw_ldpc *l, const phw_reconcile_task *task)
{
    if (l->role == PHW_ALICE && task->entropy == NULL)
        return phw_fail(PHW_EARG, "ldpc: Alice has no private randomness");
    l->entropy = task->entropy;
    PHW_TRY(phw_ldpc_layout_alloc(&l->layout, &l->plan));
    if (!alloc_blocks(l))
        return phw_fail(PHW_ENOMEM, "ldpc: no memory for %zu blocks", l->plan.n_blocks);
    if (l->role == PHW_ALICE)
        return PHW_OK;
    set_llr(l, task);
    set_filling(l);
    return phw_ldpc_decoder_create(&l->decoder, &l->layout.graph, &l->config.decoding);
}

static phw_status alloc(phw_ldpc *l, const phw_reconcile_task *task)
{
    PHW_TRY(phw_bits_alloc(&l->key, task->n));
    PHW_TRY(phw_bits_alloc(&l->corrected, task->n));
    const size_t first =
        l->plan.n_blocks > 0 ? l->plan.n_blocks * l->plan.most : task->n;
    l->bytes = calloc(first / 8 + 1, 1);
    if (l->bytes == NULL)
        return phw_fail(PHW_ENOMEM, "ldpc: no memory for a message");
    return l->plan.n_blocks > 0 ? alloc_code(l, task) : PHW_OK;
}

phw_status phw_ldpc_create(phw_ldpc **out, phw_role role, const phw_ldpc_config *config,
                           const phw_reconcile_task *task, const phw_bits *key)
{
    phw_ldpc *l = calloc(1, sizeof *l);
    if (l == NULL)
        return phw_fail(PHW_ENOMEM, "ldpc: no memory");
    l->role = role;
    l->config = *config;
    phw_status s = phw_ldpc_plan_make(&l->plan, task, &config->scheme);
    if (!s)
        s = alloc(l, task);
    if (!s)
        s = phw_ldpc_reset(l, key);
    if (s) {
        phw_ldpc_destroy(l);
        return s;
    }
    *out = l;
    return PHW_OK;
}

static void discard(void *p, size_t size)
{
    if (p != NULL)
        sodium_memzero(p, size);
    free(p);
}

void phw_ldpc_destroy(phw_ldpc *l)
{
    if (l == NULL)
        return;
    const size_t word = phw_ldpc_layout_word(&l->layout);
    phw_ldpc_decoder_destroy(l->decoder);
    phw_bits_free(&l->key);
    phw_bits_free(&l->corrected);
    discard(l->private, l->plan.n_blocks * private_bits(l));
    discard(l->word, word);
    discard(l->errors, word);
    discard(l->ratio, word * sizeof *l->ratio);
    discard(l->llr, l->plan.n * sizeof *l->llr);
    /* Of the last row more was computed than was said. */
    discard(l->syndrome, phw_ldpc_layout_syndrome(&l->layout));
    free(l->received);
    free(l->bytes);
    phw_ldpc_layout_free(&l->layout);
    free(l->open);
    sodium_memzero(l, sizeof *l);
    free(l);
}

const phw_bits *phw_ldpc_key(const phw_ldpc *l)
{
    return &l->key;
}

const phw_bits *phw_ldpc_corrected(const phw_ldpc *l)
{
    return &l->corrected;
}

phw_reconcile_figures phw_ldpc_figures(const phw_ldpc *l)
{
    return l->figures;
}
