#include "phy/mac_dialogue.h"

#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

/* Subtypes of control frames. */
#define BLOCK_ACK_REQUEST 8
#define PS_POLL           10
#define RTS               11
#define CTS               12
#define ACK               13

/* A frame's start is found to a sample or so, its end follows from SIGNAL. */
#define EARLY_S 2e-6

#define N_ADDRESS_BITS 48

/* The first octet's lowest bit, of an address as a number. */
#define GROUP_BIT ((uint64_t)1 << 40)

/* Two stations that exchanged a frame; stands in the list either way round. */
typedef struct pair {
    uint64_t one;
    uint64_t other;
} pair;

/* What the frames with a right check tell: in rising order, each once. */
typedef struct facts {
    uint64_t *named;
    size_t n_named;
    pair *pair;
    size_t n_pairs;
} facts;

static const char *const evidence_name[PHW_N_MAC_EVIDENCES] = {
    "unknown", "own", "claimed", "answer", "partner",
};

const char *phw_mac_evidence_name(phw_mac_evidence evidence)
{
    return evidence_name[evidence];
}

static uint64_t number_of(const uint8_t address[PHW_MAC_N_ADDRESS])
{
    uint64_t number = 0;
    for (size_t i = 0; i < PHW_MAC_N_ADDRESS; ++i)
        number = number << 8 | address[i];
    return number;
}

static uint64_t transmitter_of(const phw_mac_turn *t)
{
    return number_of(t->header.transmitter) & ~GROUP_BIT;
}

static bool is_group(uint64_t address)
{
    return (address & GROUP_BIT) != 0;
}

/* Whether the frame names a receiver that is one station. */
static bool is_to_one(const phw_mac_turn *t)
{
    return t->header.has_receiver && !is_group(number_of(t->header.receiver));
}

static int compare_numbers(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int compare_pairs(const void *a, const void *b)
{
    const pair *x = a;
    const pair *y = b;
    const int first = compare_numbers(&x->one, &y->one);
    return first != 0 ? first : compare_numbers(&x->other, &y->other);
}

static void gather_turn(facts *f, const phw_mac_turn *t)
{
    const uint64_t from = transmitter_of(t);
    const uint64_t to = number_of(t->header.receiver);
    const bool has_from = t->header.has_transmitter;
    if (has_from)
        f->named[f->n_named++] = from;
    if (is_to_one(t))
        f->named[f->n_named++] = to;
    if (has_from && is_to_one(t) && from != to) {
        f->pair[f->n_pairs++] = (pair){from, to};
        f->pair[f->n_pairs++] = (pair){to, from};
    }
}

static void gather(facts *f, const phw_mac_turn *turn, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        if (turn[i].has_header && turn[i].check)
            gather_turn(f, &turn[i]);
    }
    qsort(f->named, f->n_named, sizeof *f->named, compare_numbers);
    qsort(f->pair, f->n_pairs, sizeof *f->pair, compare_pairs);
}

static bool is_named(const facts *f, uint64_t address)
{
    return bsearch(&address, f->named, f->n_named, sizeof *f->named, compare_numbers) !=
           NULL;
}

/* Whether an address one or two bits away was named too. */
static bool has_neighbour(const facts *f, uint64_t address)
{
    for (unsigned i = 0; i < N_ADDRESS_BITS; ++i) {
        const uint64_t one = address ^ (uint64_t)1 << i;
        if (is_named(f, one))
            return true;
        for (unsigned k = i + 1; k < N_ADDRESS_BITS; ++k) {
            if (is_named(f, one ^ (uint64_t)1 << k))
                return true;
        }
    }
    return false;
}

/* The first pair that is not less than (one, 0). */
static size_t first_pair(const facts *f, uint64_t one)
{
    size_t from = 0;
    size_t to = f->n_pairs;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (f->pair[middle].one < one)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* The one station that exchanged frames with `address`; false for none or several. */
static bool find_partner(uint64_t *out, const facts *f, uint64_t address)
{
    const size_t at = first_pair(f, address);
    if (at == f->n_pairs || f->pair[at].one != address)
        return false;
    const uint64_t partner = f->pair[at].other;
    for (size_t i = at + 1; i < f->n_pairs && f->pair[i].one == address; ++i) {
        if (f->pair[i].other != partner)
            return false;
    }
    *out = partner;
    return true;
}

static bool is_control(const phw_mac_turn *t, unsigned subtype)
{
    return t->header.type == PHW_MAC_CONTROL && t->header.subtype == subtype;
}

/* Whether a frame to one station is followed by what `answer` is. */
static bool asks_for(const phw_mac_turn *asked, const phw_mac_turn *answer)
{
    if (is_control(answer, CTS))
        return is_control(asked, RTS);
    return asked->header.type == PHW_MAC_DATA ||
           asked->header.type == PHW_MAC_MANAGEMENT || is_control(asked, PS_POLL) ||
           is_control(asked, BLOCK_ACK_REQUEST);
}

static bool is_answer(const phw_mac_turn *asked, const phw_mac_turn *answer,
                      double answer_s)
{
    const double pause_s = answer->start_s - asked->end_s;
    return asked->has_header && asked->check && asked->header.has_transmitter &&
           is_to_one(asked) && asks_for(asked, answer) && pause_s >= -EARLY_S &&
           pause_s <= answer_s &&
           transmitter_of(asked) == number_of(answer->header.receiver);
}

static phw_mac_evidence find_named(uint64_t *out, const facts *f, const phw_mac_turn *t)
{
    const uint64_t address = transmitter_of(t);
    if (!t->check && (!is_named(f, address) || has_neighbour(f, address)))
        return PHW_MAC_UNKNOWN;
    *out = address;
    return t->check ? PHW_MAC_OWN : PHW_MAC_CLAIMED;
}

static phw_mac_evidence find_sender(uint64_t *out, const facts *f,
                                    const phw_mac_turn *turn, size_t i, double answer_s)
{
    const phw_mac_turn *t = &turn[i];
    if (!t->has_header)
        return PHW_MAC_UNKNOWN;
    if (t->header.has_transmitter)
        return find_named(out, f, t);
    const bool answers = is_control(t, ACK) || is_control(t, CTS);
    if (!t->check || !answers || !is_to_one(t))
        return PHW_MAC_UNKNOWN;
    if (i > 0 && is_answer(&turn[i - 1], t, answer_s)) {
        *out = number_of(turn[i - 1].header.receiver);
        return PHW_MAC_ANSWER;
    }
    const bool known =
        is_control(t, ACK) && find_partner(out, f, number_of(t->header.receiver));
    return known ? PHW_MAC_PARTNER : PHW_MAC_UNKNOWN;
}

static void write_address(uint8_t out[PHW_MAC_N_ADDRESS], uint64_t number)
{
    for (size_t i = PHW_MAC_N_ADDRESS; i-- > 0; number >>= 8)
        out[i] = (uint8_t)number;
}

phw_status phw_mac_dialogue_senders(phw_mac_sender *sender, const phw_mac_turn *turn,
                                    size_t n, double answer_s)
{
    facts f = {.named = NULL};
    if (n == 0)
        return PHW_OK;
    phw_status s = phw_array_alloc(&f.named, n, 2 * sizeof *f.named);
    if (!s)
        s = phw_array_alloc(&f.pair, n, 2 * sizeof *f.pair);
    if (!s)
        gather(&f, turn, n);
    for (size_t i = 0; i < n && !s; ++i) {
        uint64_t address = 0;
        sender[i].evidence = find_sender(&address, &f, turn, i, answer_s);
        write_address(sender[i].address, address);
    }
    free(f.named);
    free(f.pair);
    return s;
}
