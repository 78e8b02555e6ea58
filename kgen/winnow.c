#include "kgen/winnow.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/rng.h"
#include "kgen/spans.h"
#include "kgen/winnow_blocks.h"

/* Parts winnow's permutations from the Cascades', of the same seed. */
#define PURPOSE(pass) PHW_RNG_PURPOSE(PHW_RNG_CASCADE, 0x100000 | (pass))

struct phw_winnow {
    phw_role role;
    phw_winnow_plan plan;
    uint32_t *order;        /* [pass][section]: the section's bit at a place */
    size_t n_section_words; /* room for whole blocks of every pass */
    uint64_t *view;         /* the bits of a pass, section after section */
    unsigned pass;          /* under way; n_passes: only syndromes are due */
    phw_bits odd;           /* the pass before: blocks that differed */
    size_t n_odd;
    phw_bits own; /* what this end says in a round */
    phw_bits peer;
    phw_bits key;
    phw_bits corrected;
    phw_reconcile_figures figures;
    bool ended;
};

static unsigned order_of(const phw_winnow *w, unsigned pass)
{
    return w->plan.order[pass];
}

/* All sections' blocks of a pass; none past the last. */
static size_t count_blocks(const phw_winnow *w, unsigned pass)
{
    return pass < w->plan.n_passes
               ? phw_winnow_plan_blocks(&w->plan, pass) * w->plan.n_sections
               : 0;
}

static size_t syndrome_bits(const phw_winnow *w)
{
    return w->pass > 0 ? w->n_odd * order_of(w, w->pass - 1) : 0;
}

/* The bit of the frame at a place of a section in a pass; plan.n or more: a bit that a
 * shorter section lacks, 0 at both ends. */
static size_t bit_at(const phw_winnow *w, unsigned pass, size_t section, size_t place)
{
    return w->order[pass * w->plan.section + place] * w->plan.n_sections + section;
}

/* A section's bits [from, from + 64) in the order of the pass. */
static uint64_t look_at(const phw_winnow *w, size_t section, size_t from)
{
    uint64_t word = 0;
    for (size_t i = from; i < w->plan.section && i < from + 64; ++i) {
        const size_t bit = bit_at(w, w->pass, section, i);
        if (bit < w->plan.n)
            word |= (uint64_t)phw_bits_get(&w->key, bit) << (i - from);
    }
    return word;
}

static void look(phw_winnow *w)
{
    for (size_t s = 0; s < w->plan.n_sections; ++s)
        for (size_t i = 0; i < w->plan.section; i += 64)
            w->view[s * w->n_section_words + i / 64] = look_at(w, s, i);
}

static void say_parities(phw_winnow *w)
{
    if (w->pass == w->plan.n_passes)
        return;
    look(w);
    const size_t n_blocks = phw_winnow_plan_blocks(&w->plan, w->pass);
    for (size_t s = 0; s < w->plan.n_sections; ++s)
        phw_winnow_parities(&w->own, s * n_blocks, w->view + s * w->n_section_words,
                            n_blocks, order_of(w, w->pass));
}

/* Of the pass before, whose bits are still in view: after the parities. */
static void say_syndromes(phw_winnow *w)
{
    if (w->pass == 0)
        return;
    const unsigned order = order_of(w, w->pass - 1);
    const size_t n_blocks = phw_winnow_plan_blocks(&w->plan, w->pass - 1);
    size_t at = count_blocks(w, w->pass);
    for (size_t b = 0; b < w->odd.n; ++b) {
        if (!phw_bits_get(&w->odd, b))
            continue;
        const uint64_t syndrome = phw_winnow_syndrome(
            w->view + b / n_blocks * w->n_section_words, b % n_blocks, order);
        phw_span_write(&w->own, &syndrome, at, order);
        at += order;
    }
}

/* Inverts the bit of each odd block that the two syndromes point at, if there is such a
 * bit. */
static void correct(phw_winnow *w)
{
    if (w->pass == 0)
        return;
    const unsigned order = order_of(w, w->pass - 1);
    const size_t n_blocks = phw_winnow_plan_blocks(&w->plan, w->pass - 1);
    size_t at = count_blocks(w, w->pass);
    for (size_t b = 0; b < w->odd.n; ++b) {
        if (!phw_bits_get(&w->odd, b))
            continue;
        uint64_t own = 0;
        uint64_t peer = 0;
        phw_span_read(&own, &w->own, at, order);
        phw_span_read(&peer, &w->peer, at, order);
        at += order;
        const size_t i = (b % n_blocks << order) + (size_t)(own ^ peer);
        const size_t bit =
            i < w->plan.section ? bit_at(w, w->pass - 1, b / n_blocks, i) : w->plan.n;
        if (bit >= w->plan.n)
            continue;
        phw_bits_flip(&w->corrected, bit);
        if (w->role == PHW_BOB)
            phw_bits_flip(&w->key, bit);
    }
}

/* What is odd of the pass under way, and on to the next. */
static void learn_odd(phw_winnow *w)
{
    w->odd.n = count_blocks(w, w->pass);
    for (size_t i = 0; i < phw_bits_words(w->odd.n); ++i)
        w->odd.word[i] = w->own.word[i] ^ w->peer.word[i];
    if (w->odd.n % 64 != 0)
        w->odd.word[w->odd.n / 64] &= (UINT64_C(1) << (w->odd.n % 64)) - 1;
    w->n_odd = phw_bits_count(&w->odd);
}

/* After both ends' words of a round are known: whether that was the last. */
static void end_round(phw_winnow *w)
{
    const size_t said = w->own.n;
    w->figures.leak_bits += said;
    w->figures.reply_bits += said;
    ++w->figures.n_rounds;
    learn_odd(w);
    ++w->pass;
    w->ended = w->pass > w->plan.n_passes || w->n_odd + count_blocks(w, w->pass) == 0;
    w->figures.n_corrected = phw_bits_count(&w->corrected);
}

static void begin_round(phw_winnow *w)
{
    w->own.n = count_blocks(w, w->pass) + syndrome_bits(w);
    w->peer.n = w->own.n;
    memset(w->own.word, 0, phw_bits_words(w->own.n) * sizeof *w->own.word);
    say_syndromes(w);
}

static phw_status speak(phw_winnow *w, phw_message *out)
{
    phw_message_begin(out, 0, 0);
    phw_message_put_bits(out, &w->own);
    PHW_TRY(phw_message_end(out));
    w->figures.bytes_sent += out->size;
    ++w->figures.n_messages;
    return PHW_OK;
}

static phw_status listen(phw_winnow *w, const phw_message *in)
{
    phw_reader r = phw_reader_open(in);
    const size_t n = w->peer.n;
    const uint8_t *byte = phw_reader_view(&r, n / 8 + (n % 8 != 0));
    PHW_TRY(phw_reader_close(&r));
    if (!phw_span_from_bytes(w->peer.word, byte, n))
        return phw_fail(PHW_EPEER, "winnow: bits past the end of a message");
    w->figures.bytes_received += in->size;
    ++w->figures.n_messages;
    return PHW_OK;
}

/* Alice's bits don't change: her parities of a pass need not wait for Bob's syndromes
 * of the one before. */
static phw_status step_alice(phw_winnow *w, phw_message *out, const phw_message *in)
{
    if (in != NULL) {
        PHW_TRY(listen(w, in));
        correct(w);
        end_round(w);
    }
    if (w->ended)
        return PHW_OK;
    begin_round(w);
    say_parities(w);
    return speak(w, out);
}

static phw_status step_bob(phw_winnow *w, phw_message *out, const phw_message *in)
{
    if (in == NULL)
        return w->ended ? PHW_OK : phw_fail(PHW_EARG, "winnow: Alice speaks first");
    begin_round(w);
    PHW_TRY(listen(w, in));
    correct(w);
    say_parities(w);
    PHW_TRY(speak(w, out));
    end_round(w);
    return PHW_OK;
}

phw_status phw_winnow_step(phw_winnow *w, phw_message *out, bool *done,
                           const phw_message *in)
{
    if (in != NULL && w->ended)
        return phw_fail(PHW_EPEER, "winnow: a message after the end");
    if (in == NULL && w->figures.n_messages > 0)
        return phw_fail(PHW_EARG, "winnow: a step without the peer's message");
    if (in != NULL && w->role == PHW_ALICE && w->figures.n_messages == 0)
        return phw_fail(PHW_EPEER, "winnow: a message before Alice's first");
    phw_message_clear(out);
    const phw_status s =
        w->role == PHW_ALICE ? step_alice(w, out, in) : step_bob(w, out, in);
    if (s) {
        w->ended = true;
        phw_message_clear(out);
        return s;
    }
    *done = w->ended;
    return PHW_OK;
}

phw_status phw_winnow_reset(phw_winnow *w, const phw_bits *key)
{
    if (key->n != w->plan.n)
        return phw_fail(PHW_EARG, "winnow: %zu bits where the task has %zu", key->n,
                        w->plan.n);
    const size_t size = phw_bits_words(key->n) * sizeof *key->word;
    if (size > 0) {
        memcpy(w->key.word, key->word, size);
        memset(w->corrected.word, 0, size);
    }
    w->pass = 0;
    w->odd.n = 0;
    w->n_odd = 0;
    w->figures = (phw_reconcile_figures){0};
    w->ended = w->plan.n_passes == 0;
    return PHW_OK;
}

/* Most bits of a round: every block of a pass, and the syndromes of all of the one
 * before. */
static size_t most_bits(const phw_winnow *w)
{
    size_t most = 0;
    for (unsigned pass = 0; pass <= w->plan.n_passes; ++pass) {
        const size_t before =
            pass > 0 ? count_blocks(w, pass - 1) * order_of(w, pass - 1) : 0;
        const size_t n = count_blocks(w, pass) + before;
        most = n > most ? n : most;
    }
    return most;
}

static size_t most_blocks(const phw_winnow *w)
{
    size_t most = 0;
    for (unsigned pass = 0; pass < w->plan.n_passes; ++pass)
        most = count_blocks(w, pass) > most ? count_blocks(w, pass) : most;
    return most;
}

static phw_status alloc(phw_winnow *w)
{
    const size_t n = w->plan.section;
    unsigned order = 6;
    for (unsigned pass = 0; pass < w->plan.n_passes; ++pass)
        order = order_of(w, pass) > order ? order_of(w, pass) : order;
    const size_t block = (size_t)1 << order;
    w->n_section_words = (n + block - 1) / block * (block / 64);
    w->order = calloc(n * w->plan.n_passes + 1, sizeof *w->order);
    w->view = calloc(w->n_section_words * w->plan.n_sections + 1, sizeof *w->view);
    if (w->order == NULL || w->view == NULL)
        return phw_fail(PHW_ENOMEM, "winnow: no memory for %zu bits", w->plan.n);
    PHW_TRY(phw_bits_alloc(&w->odd, most_blocks(w) + 1));
    PHW_TRY(phw_bits_alloc(&w->own, most_bits(w) + 1));
    PHW_TRY(phw_bits_alloc(&w->peer, most_bits(w) + 1));
    PHW_TRY(phw_bits_alloc(&w->key, w->plan.n));
    return phw_bits_alloc(&w->corrected, w->plan.n);
}

phw_status phw_winnow_create(phw_winnow **out, phw_role role,
                             const phw_winnow_plan *plan, uint64_t seed,
                             const phw_bits *key)
{
    phw_winnow *w = calloc(1, sizeof *w);
    if (w == NULL)
        return phw_fail(PHW_ENOMEM, "winnow: no memory");
    w->role = role;
    w->plan = *plan;
    phw_status s = alloc(w);
    if (!s)
        s = phw_winnow_reset(w, key);
    if (s) {
        phw_winnow_destroy(w);
        return s;
    }
    for (unsigned pass = 0; pass < plan->n_passes; ++pass) {
        const phw_rng rng = {.seed = seed, .purpose = PURPOSE(pass)};
        phw_rng_permutation(w->order + pass * plan->section, &rng, plan->section);
    }
    *out = w;
    return PHW_OK;
}

void phw_winnow_destroy(phw_winnow *w)
{
    if (w == NULL)
        return;
    if (w->view != NULL)
        sodium_memzero(w->view,
                       w->n_section_words * w->plan.n_sections * sizeof *w->view);
    free(w->view);
    free(w->order);
    phw_bits_free(&w->odd);
    phw_bits_free(&w->own);
    phw_bits_free(&w->peer);
    phw_bits_free(&w->key);
    phw_bits_free(&w->corrected);
    sodium_memzero(w, sizeof *w);
    free(w);
}

const phw_bits *phw_winnow_key(const phw_winnow *w)
{
    return &w->key;
}

const phw_bits *phw_winnow_corrected(const phw_winnow *w)
{
    return &w->corrected;
}

phw_reconcile_figures phw_winnow_figures(const phw_winnow *w)
{
    return w->figures;
}
