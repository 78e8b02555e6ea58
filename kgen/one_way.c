#include "kgen/one_way.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/spans.h"

/* Bits of the syndrome in one message: half of the longest. */
#define PART_BITS ((size_t)1 << 22)

/* Bob's verdict. */
enum {
    GAVE_UP = 0,
    FOUND = 1
};

/* phw_reconciliation is a name alone: behind it stands this machine. */
typedef struct one_way {
    phw_role role;
    const phw_one_way_code *code;
    void *codec;
    phw_bits key;
    phw_bits came; /* Bob's key as it came */
    phw_bits corrected;
    phw_bits syndrome;
    size_t at; /* bits of the syndrome that crossed the wire */
    phw_reconcile_figures figures;
    bool ended;
} one_way;

static void set_bits(phw_bits *out, const phw_bits *in)
{
    if (in->n > 0)
        memcpy(out->word, in->word, phw_bits_words(in->n) * sizeof *in->word);
}

static size_t part_bits(const one_way *o)
{
    const size_t rest = o->syndrome.n - o->at;
    return rest < PART_BITS ? rest : PART_BITS;
}

static phw_status close_message(one_way *o, phw_message *out)
{
    PHW_TRY(phw_message_end(out));
    o->figures.bytes_sent += out->size;
    ++o->figures.n_messages;
    return PHW_OK;
}

static void count_part(one_way *o, size_t n)
{
    o->at += n;
    o->figures.leak_bits += n;
    ++o->figures.n_rounds;
}

/* A part begins at a word; a syndrome of no bits has none. */
static uint64_t *part_words(const one_way *o)
{
    return o->syndrome.n > 0 ? o->syndrome.word + o->at / 64 : NULL;
}

static phw_status send_part(one_way *o, phw_message *out)
{
    const size_t n = part_bits(o);
    const phw_bits part = {.word = part_words(o), .n = n}; /* borrowed */
    phw_message_begin(out, 0, 0);
    phw_message_put_bits(out, &part);
    count_part(o, n);
    return close_message(o, out);
}

static phw_status take_part(one_way *o, const phw_message *in)
{
    const size_t n = part_bits(o);
    phw_reader r = phw_reader_open(in);
    const uint8_t *byte = phw_reader_view(&r, n / 8 + (n % 8 != 0));
    PHW_TRY(phw_reader_close(&r));
    if (!phw_span_from_bytes(part_words(o), byte, n))
        return phw_fail(PHW_EPEER, "one-way code: bits past the end of the syndrome");
    count_part(o, n);
    return PHW_OK;
}

static phw_status take_verdict(one_way *o, const phw_message *in)
{
    phw_reader r = phw_reader_open(in);
    const uint8_t verdict = phw_reader_u8(&r);
    PHW_TRY(phw_reader_close(&r));
    if (verdict != FOUND && verdict != GAVE_UP)
        return phw_fail(PHW_EPEER, "one-way code: a verdict of %u, expected 0 or 1",
                        verdict);
    o->figures.gave_up = verdict == GAVE_UP;
    o->figures.reply_bits = 1;
    o->ended = true;
    return PHW_OK;
}

static phw_status take_answer(one_way *o, const phw_message *in)
{
    if (o->at == o->syndrome.n)
        return take_verdict(o, in);
    const phw_reader r = phw_reader_open(in);
    return phw_reader_close(&r);
}

static phw_status step_alice(one_way *o, phw_message *out, const phw_message *in)
{
    if (in != NULL) {
        PHW_TRY(take_answer(o, in));
    } else {
        o->code->measure(o->codec, &o->syndrome, &o->key);
        o->ended = o->syndrome.n == 0;
    }
    return o->ended ? PHW_OK : send_part(o, out);
}

static phw_status step_bob(one_way *o, phw_message *out, const phw_message *in)
{
    if (in == NULL) {
        o->ended = o->syndrome.n == 0;
        return o->ended ? PHW_OK
                        : phw_fail(PHW_EARG, "one-way code: Alice speaks first");
    }
    PHW_TRY(take_part(o, in));
    phw_message_begin(out, 0, 0);
    if (o->at < o->syndrome.n)
        return close_message(o, out);
    set_bits(&o->came, &o->key);
    const bool found = o->code->correct(o->codec, &o->key, &o->syndrome);
    phw_message_put_u8(out, found ? FOUND : GAVE_UP);
    o->figures.n_corrected = phw_bits_distance(&o->came, &o->key);
    o->figures.gave_up = !found;
    o->figures.reply_bits = 1;
    o->ended = true;
    return close_message(o, out);
}

static phw_status step(one_way *o, phw_message *out, const phw_message *in)
{
    if (in != NULL && o->ended)
        return phw_fail(PHW_EPEER, "one-way code: a message after the end");
    if (in == NULL && o->figures.n_messages > 0)
        return phw_fail(PHW_EARG, "one-way code: a step without the peer's message");
    if (in != NULL && o->role == PHW_ALICE && o->figures.n_messages == 0)
        return phw_fail(PHW_EPEER, "one-way code: a message before Alice's first");
    if (in != NULL) {
        o->figures.bytes_received += in->size;
        ++o->figures.n_messages;
    }
    return o->role == PHW_ALICE ? step_alice(o, out, in) : step_bob(o, out, in);
}

phw_status phw_one_way_step(phw_reconciliation *r, phw_message *out, bool *done,
                            const phw_message *in)
{
    one_way *o = (one_way *)r;
    phw_message_clear(out);
    const phw_status s = step(o, out, in);
    if (s) {
        o->ended = true;
        phw_message_clear(out);
        return s;
    }
    *done = o->ended;
    return PHW_OK;
}

phw_status phw_one_way_reset(phw_reconciliation *r, const phw_bits *key)
{
    one_way *o = (one_way *)r;
    if (key->n != o->key.n)
        return phw_fail(PHW_EARG, "one-way code: %zu bits where the task has %zu",
                        key->n, o->key.n);
    set_bits(&o->key, key);
    o->at = 0;
    o->ended = false;
    o->figures = (phw_reconcile_figures){0};
    return PHW_OK;
}

static phw_status alloc(one_way *o, size_t n, size_t n_syndrome)
{
    PHW_TRY(phw_bits_alloc(&o->key, n));
    PHW_TRY(phw_bits_alloc(&o->came, n));
    PHW_TRY(phw_bits_alloc(&o->corrected, n));
    return phw_bits_alloc(&o->syndrome, n_syndrome);
}

phw_status phw_one_way_create(phw_reconciliation **out, phw_role role,
                              const phw_one_way_code *code, void *codec,
                              size_t n_syndrome, const phw_bits *key)
{
    one_way *o = calloc(1, sizeof *o);
    if (o == NULL) {
        code->destroy(codec);
        return phw_fail(PHW_ENOMEM, "one-way code: no memory");
    }
    o->role = role;
    o->code = code;
    o->codec = codec;
    phw_status s = alloc(o, key->n, n_syndrome);
    if (!s)
        s = phw_one_way_reset((phw_reconciliation *)o, key);
    if (s) {
        phw_one_way_destroy((phw_reconciliation *)o);
        return s;
    }
    *out = (phw_reconciliation *)o;
    return PHW_OK;
}

void phw_one_way_destroy(phw_reconciliation *r)
{
    one_way *o = (one_way *)r;
    if (o == NULL)
        return;
    o->code->destroy(o->codec);
    phw_bits_free(&o->key);
    phw_bits_free(&o->came);
    phw_bits_free(&o->corrected);
    phw_bits_free(&o->syndrome);
    sodium_memzero(o, sizeof *o);
    free(o);
}

const phw_bits *phw_one_way_key(const phw_reconciliation *r)
{
    return &((const one_way *)r)->key;
}

const phw_bits *phw_one_way_corrected(const phw_reconciliation *r)
{
    return &((const one_way *)r)->corrected;
}

phw_reconcile_figures phw_one_way_figures(const phw_reconciliation *r)
{
    return ((const one_way *)r)->figures;
}
