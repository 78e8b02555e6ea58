#include "phy/miller_reply.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/crc.h"
#include "phy/epc_levels.h"
#include "phy/epc_preamble.h"
#include "phy/line_code_miller.h"
#include "phy/miller_preamble.h"

#define BITS_MAX   (PHW_EPC_BITS_MAX + 12) /* with the dummy and those behind it */
#define PHASE_GAIN 0.5
#define SPEED_GAIN 0.12
#define ALIVE      0.5  /* of the half step: what the subcarrier has in a reply, */
#define TOO_MUCH   2    /* and what a reader's command has, and no tag */
#define DROP       1.2  /* of what bits have beyond ALIVE, in all: the reply is over */
#define SURE       0.35 /* correlation from which on one of few bits is told, too */

/* A reply being followed, bit by bit. */
typedef struct tracker {
    const phw_epc_sums *sums;
    const phw_line_code *code;
    double middle;
    double half_step; /* > 0 */
    double edge;      /* before the next bit */
    double length;    /* of a chip */
    size_t n_bits;
    size_t n_followed;   /* with those that had no subcarrier */
    double at[BITS_MAX]; /* edges before the bits */
    double chip_length[BITS_MAX];
    float chip[BITS_MAX * PHW_LINE_CHIPS_MAX]; /* means about the middle */
} tracker;

static double level(const tracker *t, double from, double to)
{
    return phw_epc_sums_mean(t->sums, from, to) - t->middle;
}

/* Half bit `half` of the bit whose chips' means are `chip`, without the subcarrier. */
static double half_bit(const tracker *t, const float *chip, size_t half)
{
    const size_t n = t->code->chips_per_bit / 2;
    double sum = 0;
    for (size_t c = 0; c < n; ++c)
        sum += c % 2 ? -(double)chip[half * n + c] : (double)chip[half * n + c];
    return sum / (double)n;
}

/* How late the edges within a half bit are, samples: the mean of half a chip on each
 * side is 0 when an edge is in the middle, and moves by 2 half steps for a length. */
static double lateness(const tracker *t, const float *chip)
{
    const size_t n = t->code->chips_per_bit / 2;
    double sum = 0;
    for (size_t half = 0; half < 2; ++half) {
        const double towards = half_bit(t, chip, half) > 0 ? 1 : -1;
        for (size_t c = 1; c < n; ++c) {
            const double at = t->edge + (double)(half * n + c) * t->length;
            const double mean = level(t, at - t->length / 2, at + t->length / 2);
            sum += (c % 2 ? towards : -towards) * mean;
        }
    }
    const double late = sum / (2 * ((double)n - 1)) * t->length / (2 * t->half_step);
    return fmax(-t->length / 4, fmin(late, t->length / 4));
}

/* Takes the next bit and moves on. How much of the half step the subcarrier has. */
static double follow(tracker *t)
{
    const size_t n = t->code->chips_per_bit;
    float *chip = t->chip + t->n_followed * n;
    for (size_t c = 0; c < n; ++c)
        chip[c] = (float)level(t, t->edge + (double)c * t->length,
                               t->edge + (double)(c + 1) * t->length);
    const double both = fabs(half_bit(t, chip, 0)) + fabs(half_bit(t, chip, 1));
    const double strength = both / (2 * t->half_step);
    if (strength > ALIVE && strength < TOO_MUCH) {
        const double late = lateness(t, chip);
        t->edge += PHASE_GAIN * late;
        t->length += SPEED_GAIN * late / (double)n;
    }
    t->at[t->n_followed] = t->edge;
    t->chip_length[t->n_followed] = t->length;
    t->edge += (double)n * t->length;
    ++t->n_followed;
    return strength;
}

/* Bits as long as their strength beyond ALIVE, summed up, grows: the reply ends where
 * the sum is greatest, and that is sure once it has dropped (Page, Biometrika 41 (1954)
 * 100). */
static phw_epc_fault follow_all(tracker *t)
{
    double sum = 0;
    double most = 0;
    while (t->n_followed < BITS_MAX) {
        const double end = t->edge + (double)t->code->chips_per_bit * t->length;
        if (end > (double)t->sums->n - 0.5)
            return t->n_bits < t->n_followed ? PHW_EPC_GOOD : PHW_EPC_CUT;
        const double strength = follow(t);
        sum += (strength < TOO_MUCH ? fmin(strength, 1) : 0) - ALIVE;
        if (sum > most) {
            most = sum;
            t->n_bits = t->n_followed;
        }
        if (most - sum > DROP)
            return PHW_EPC_GOOD;
    }
    return PHW_EPC_TOO_LONG;
}

/* The levels of the chips, from the inner half of each. */
static void measure(phw_epc_reply *r, const tracker *t, size_t n_chips)
{
    phw_epc_levels l = {.middle = t->middle};
    for (size_t k = 0; k < n_chips; ++k) {
        const size_t i_bit = k / t->code->chips_per_bit;
        const double length = t->chip_length[i_bit];
        const double c = (double)(k % t->code->chips_per_bit);
        phw_epc_levels_add(&l, t->sums, t->at[i_bit] + (c + 0.25) * length, length,
                           t->chip[k] > 0);
    }
    phw_epc_levels_settle(&r->middle, &r->half_step, &r->snr_db, &l);
}

/* Bits without the dummy, of n_seen; in noise the end may be one bit off, and then the
 * CRC tells. How many. */
static unsigned take_bits(uint8_t *bit, const float *soft, size_t n_seen)
{
    for (size_t i = 0; i < n_seen && i < PHW_EPC_BITS_MAX; ++i)
        bit[i] = soft[i] > 0;
    if (n_seen > PHW_EPC_BITS_MAX)
        return PHW_EPC_BITS_MAX;
    for (size_t n = n_seen; n >= 32 && n + 2 >= n_seen; --n) {
        if (phw_crc_matches(&phw_crc_16_gen2, bit, n))
            return (unsigned)n;
    }
    return (unsigned)(n_seen - 1);
}

/* What the followed chips say; the last bit is the dummy. The first begins at the level
 * that the preamble ends with, as its last bit is a 1. */
static void decide(phw_epc_reply *r, const tracker *t)
{
    float soft[BITS_MAX];
    if (t->n_bits < 1) {
        r->fault = r->fault == PHW_EPC_GOOD ? PHW_EPC_TOO_FEW : r->fault;
        return;
    }
    const bool high = phw_miller_preamble_returns(t->code) != r->inverted;
    t->code->decode(soft, t->chip, t->n_bits, high ? PHW_LINE_HIGH : PHW_LINE_LOW);
    r->n_bits = take_bits(r->bit, soft, t->n_bits);
    r->bit[r->n_bits] = 1;
    const size_t n_used =
        r->n_bits + 1U < t->n_followed ? r->n_bits + 1U : t->n_followed;
    const size_t n_chips = n_used * t->code->chips_per_bit;
    r->end = (uint64_t)ceil(r->clock.first + (double)n_chips * r->clock.length);
    measure(r, t, n_chips);
    if (r->fault == PHW_EPC_GOOD)
        r->fault = phw_epc_judge(r);
}

static void receive(phw_epc_reply *out, tracker *t, const phw_epc_preamble *p)
{
    t->middle = p->middle;
    t->half_step = p->half_step;
    t->edge =
        p->first + (double)(PHW_MILLER_PREAMBLE * t->code->chips_per_bit) * p->length;
    t->length = p->length;
    t->n_bits = 0;
    t->n_followed = 0;
    phw_epc_reply r = {
        .code = t->code,
        .start = (uint64_t)fmax(0, ceil(p->first)),
        .end = (uint64_t)ceil(t->edge),
        .clock = {t->edge, p->length},
        .middle = p->middle,
        .half_step = p->half_step,
        .inverted = p->inverted,
        .correlation = p->correlation,
    };
    r.fault = follow_all(t);
    if (t->n_followed > 0) {
        const double n_chips = (double)(t->n_followed * t->code->chips_per_bit);
        r.clock.length = (t->edge - r.clock.first) / n_chips;
    }
    decide(&r, t);
    *out = r;
}

static phw_status find_all(phw_epc_replies *out, tracker *t,
                           const phw_epc_config *config)
{
    const double shortest = config->rate_hz / (2 * config->blf_high_hz);
    const double longest = config->rate_hz / (2 * config->blf_low_hz);
    phw_epc_preamble p;
    phw_epc_reply r;
    size_t from = 0;
    while (phw_miller_preamble_find(&p, t->sums, from, shortest, longest, t->code)) {
        receive(&r, t, &p);
        r.blf_hz = config->rate_hz / (2 * r.clock.length);
        if (r.fault != PHW_EPC_TOO_FEW || r.correlation > SURE)
            PHW_TRY(phw_epc_keep(out, &r));
        from = (size_t)r.end;
    }
    return PHW_OK;
}

static bool is_miller(const phw_line_code *code)
{
    return code == &phw_line_code_miller2 || code == &phw_line_code_miller4 ||
           code == &phw_line_code_miller8;
}

phw_status phw_miller_find(phw_epc_replies *out, const float *magnitude, size_t n,
                           const phw_epc_config *config, const phw_line_code *code)
{
    if (!is_miller(code))
        return phw_fail(PHW_EARG, "line code %s; expected miller2, miller4 or miller8",
                        code->name);
    PHW_TRY(phw_epc_config_check(config));
    phw_epc_replies found = {0};
    phw_epc_sums sums = {0};
    tracker *t = NULL;
    phw_status s = phw_array_alloc(&t, 1, sizeof *t);
    if (!s)
        s = phw_epc_sums_make(&sums, magnitude, n);
    if (!s) {
        t->sums = &sums;
        t->code = code;
        s = find_all(&found, t, config);
    }
    phw_epc_sums_free(&sums);
    free(t);
    if (s)
        phw_epc_free(&found);
    else
        *out = found;
    return s;
}
