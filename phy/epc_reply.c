#include "phy/epc_reply.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "phy/crc.h"
#include "phy/epc_levels.h"
#include "phy/epc_preamble.h"
#include "phy/line_code_fm0.h"

#define THRESHOLD  0.7
#define CRC_BITS   16
#define BITS_MAX   (PHW_EPC_BITS_MAX + 2) /* with the dummy and what looks like one */
#define PHASE_GAIN 0.25                   /* of the edges' followed timing */
#define SPEED_GAIN 0.01
#define SPEED_MAX  0.02 /* of a half bit's length from one bit to the next */
#define ALIVE      0.4  /* of the half step: what an edge has while the tag sends */

/* A reply being followed, bit by bit. Levels are as if the preamble were not
 * inverted. */
typedef struct tracker {
    const phw_epc_sums *sums;
    double sign;      /* -1 for an inverted one */
    double middle;    /* of x, not of sign * x */
    double half_step; /* > 0 */
    double edge;      /* before the next bit */
    double length;
    double before;             /* mean of the half bit before, about the middle */
    double half[2 * BITS_MAX]; /* about the middle */
    double at[BITS_MAX];       /* edges as measured */
    size_t n_bits;
} tracker;

const char *phw_epc_fault_text(phw_epc_fault fault)
{
    static const char *const text[PHW_N_EPC_FAULTS] = {
        [PHW_EPC_GOOD] = "CRC-16 good",
        [PHW_EPC_NO_CRC] = "a random number of 16 bits, which carries no CRC",
        [PHW_EPC_BAD_CRC] = "CRC-16 bad: at least one bit is wrong",
        [PHW_EPC_TOO_FEW] = "the signal ends within 16 bits",
        [PHW_EPC_CUT] = "the recording ends within the reply",
        [PHW_EPC_TOO_LONG] = "no end within 528 bits",
    };
    return text[fault];
}

static double level(const tracker *t, double from, double to)
{
    return t->sign * (phw_epc_sums_mean(t->sums, from, to) - t->middle);
}

/* How late the edge is, samples: the mean of half a half bit on each side is 0 when it
 * is in the middle, and moves by 2 half steps for a whole length. */
static double lateness(const tracker *t)
{
    const double mean = level(t, t->edge - t->length / 2, t->edge + t->length / 2);
    const double towards = t->before > 0 ? 1 : -1;
    const double late = mean * towards * t->length / (2 * t->half_step);
    return fmax(-t->length / 4, fmin(late, t->length / 4));
}

/* Takes the next bit's half bits and moves on; false when the edge before them is
 * missing, as FM0 has one before every bit. */
static bool follow(tracker *t)
{
    const double late = lateness(t);
    t->edge += PHASE_GAIN * late;
    const double turn =
        fmax(-SPEED_MAX, fmin(SPEED_GAIN * late / t->length, SPEED_MAX));
    t->length *= 1 + turn;
    const double first = level(t, t->edge, t->edge + t->length);
    const double second = level(t, t->edge + t->length, t->edge + 2 * t->length);
    t->at[t->n_bits] = t->edge + (1 - PHASE_GAIN) * late;
    t->half[2 * t->n_bits] = first;
    t->half[2 * t->n_bits + 1] = second;
    ++t->n_bits;
    const bool alive = fabs(t->before - first) > 2 * ALIVE * t->half_step;
    t->before = second;
    t->edge += 2 * t->length;
    return alive;
}

/* Bits up to the first of two that have no edge before them. */
static phw_epc_fault follow_all(tracker *t)
{
    size_t dead = 0;
    while (dead < 2 && t->n_bits < BITS_MAX) {
        if (t->edge + 2 * t->length > (double)t->sums->n - 0.5)
            return PHW_EPC_CUT;
        dead = follow(t) ? 0 : dead + 1;
    }
    if (dead < 2)
        return PHW_EPC_TOO_LONG;
    t->n_bits -= 2;
    return PHW_EPC_GOOD;
}

/* The straight line through the measured edges of bits 0 .. n - 1. */
static void fit_clock(phw_epc_reply *r, const tracker *t, size_t n)
{
    double mean = 0;
    double slope = 0;
    double square = 0;
    const double centre = ((double)n - 1) / 2;
    for (size_t i = 0; i < n; ++i)
        mean += t->at[i] / (double)n;
    for (size_t i = 0; i < n; ++i) {
        slope += ((double)i - centre) * (t->at[i] - mean);
        square += ((double)i - centre) * ((double)i - centre);
    }
    slope = n > 1 ? slope / square : 2 * t->length;
    double error = 0;
    for (size_t i = 0; i < n; ++i) {
        const double e = t->at[i] - mean - slope * ((double)i - centre);
        error += e * e / (double)n;
    }
    r->clock = (phw_half_bit_clock){mean - slope * centre, slope / 2};
    r->edge_error = sqrt(error);
}

/* The levels of the half bits, from the inner half of each. */
static void measure_levels(phw_epc_reply *r, const tracker *t, size_t n_halves)
{
    phw_epc_levels l = {.middle = t->middle};
    for (size_t k = 0; k < n_halves; ++k) {
        const double share = (double)(k % 2) + 0.25;
        phw_epc_levels_add(&l, t->sums, t->at[k / 2] + share * r->clock.length,
                           r->clock.length, t->half[k] > 0);
    }
    phw_epc_levels_settle(&r->middle, &r->half_step, &r->snr_db, &l);
}

/* The dummy may be a 1 at the level at rest: then what follows it looks like one more.
 * The CRC tells, or else the words of 16 bits that replies are made of. */
static unsigned settle_length(const uint8_t *bit, size_t n_seen)
{
    const size_t longer = n_seen - 1;
    const size_t shorter = n_seen - 2;
    if (longer >= 32 && phw_crc_matches(&phw_crc_16_gen2, bit, longer))
        return (unsigned)longer;
    if (shorter >= 32 && phw_crc_matches(&phw_crc_16_gen2, bit, shorter))
        return (unsigned)shorter;
    return (unsigned)(shorter % 16 == 0 && shorter > 0 ? shorter : longer);
}

phw_epc_fault phw_epc_judge(const phw_epc_reply *r)
{
    if (r->n_bits < 16)
        return PHW_EPC_TOO_FEW;
    if (r->n_bits < 32)
        return PHW_EPC_NO_CRC;
    return phw_crc_matches(&phw_crc_16_gen2, r->bit, r->n_bits) ? PHW_EPC_GOOD
                                                                : PHW_EPC_BAD_CRC;
}

/* What the followed half bits say. The preamble ends high, so bit 0 begins low. */
static void decide(phw_epc_reply *r, const tracker *t)
{
    float half[2 * BITS_MAX];
    float soft[BITS_MAX];
    uint8_t bit[BITS_MAX];
    if (t->n_bits < 2) {
        r->fault = r->fault == PHW_EPC_GOOD ? PHW_EPC_TOO_FEW : r->fault;
        return;
    }
    for (size_t i = 0; i < 2 * t->n_bits; ++i)
        half[i] = (float)t->half[i];
    phw_line_code_fm0.decode(soft, half, t->n_bits, PHW_LINE_LOW);
    for (size_t i = 0; i < t->n_bits; ++i)
        bit[i] = soft[i] > 0;
    const unsigned n = settle_length(bit, t->n_bits);
    r->n_bits = n <= PHW_EPC_BITS_MAX ? n : PHW_EPC_BITS_MAX;
    memcpy(r->bit, bit, r->n_bits);
    r->bit[r->n_bits] = 1;
    fit_clock(r, t, r->n_bits + 1);
    const size_t n_halves = 2 * ((size_t)r->n_bits + 1);
    r->end = (uint64_t)ceil(r->clock.first + (double)n_halves * r->clock.length);
    measure_levels(r, t, n_halves);
    if (r->fault == PHW_EPC_GOOD)
        r->fault = phw_epc_judge(r);
}

static void receive(phw_epc_reply *out, tracker *t, const phw_epc_sums *sums,
                    const phw_epc_preamble *p)
{
    *t = (tracker){
        .sums = sums,
        .sign = p->inverted ? -1 : 1,
        .middle = p->middle,
        .half_step = p->half_step,
        .edge = p->first + PHW_EPC_PREAMBLE * p->length,
        .length = p->length,
        .before = p->half_step,
    };
    phw_epc_reply r = {
        .code = &phw_line_code_fm0,
        .start = (uint64_t)fmax(0, ceil(p->first)),
        .end = (uint64_t)ceil(t->edge),
        .clock = {t->edge, p->length},
        .middle = p->middle,
        .half_step = p->half_step,
        .inverted = p->inverted,
        .correlation = p->correlation,
    };
    r.fault = follow_all(t);
    decide(&r, t);
    *out = r;
}

phw_status phw_epc_config_check(const phw_epc_config *c)
{
    if (!(c->rate_hz > 0) || !(c->blf_low_hz <= c->blf_high_hz) ||
        !(c->blf_low_hz >= PHW_EPC_BLF_MIN_HZ) ||
        !(c->blf_high_hz <= PHW_EPC_BLF_MAX_HZ))
        return phw_fail(
            PHW_EARG, "link frequencies %g to %g Hz; expected some within %g to %g",
            c->blf_low_hz, c->blf_high_hz, PHW_EPC_BLF_MIN_HZ, PHW_EPC_BLF_MAX_HZ);
    if (!(c->rate_hz >= 4 * c->blf_high_hz))
        return phw_fail(PHW_EARG,
                        "%g samples a second are less than two a half bit at the link "
                        "frequency %g Hz; expected at least %g",
                        c->rate_hz, c->blf_high_hz, 4 * c->blf_high_hz);
    return PHW_OK;
}

phw_status phw_epc_keep(phw_epc_replies *out, const phw_epc_reply *r)
{
    phw_epc_reply *grown = realloc(out->reply, (out->n + 1) * sizeof *grown);
    if (grown == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu replies", out->n + 1);
    out->reply = grown;
    out->reply[out->n++] = *r;
    return PHW_OK;
}

static phw_status find_all(phw_epc_replies *out, tracker *t, const phw_epc_sums *sums,
                           const phw_epc_config *config)
{
    const double shortest = config->rate_hz / (2 * config->blf_high_hz);
    const double longest = config->rate_hz / (2 * config->blf_low_hz);
    phw_epc_preamble p;
    phw_epc_reply r;
    size_t from = 0;
    while (phw_epc_preamble_find(&p, sums, from, shortest, longest, THRESHOLD)) {
        receive(&r, t, sums, &p);
        r.blf_hz = config->rate_hz / (2 * r.clock.length);
        PHW_TRY(phw_epc_keep(out, &r));
        from = (size_t)fmax((double)r.end, p.first + PHW_EPC_PREAMBLE * p.length);
    }
    return PHW_OK;
}

phw_status phw_epc_find(phw_epc_replies *out, const float *magnitude, size_t n,
                        const phw_epc_config *config)
{
    PHW_TRY(phw_epc_config_check(config));
    phw_epc_replies found = {0};
    phw_epc_sums sums = {0};
    tracker *t = malloc(sizeof *t);
    phw_status s = t != NULL ? PHW_OK : phw_fail(PHW_ENOMEM, "no memory for a reply");
    if (!s)
        s = phw_epc_sums_make(&sums, magnitude, n);
    if (!s)
        s = find_all(&found, t, &sums, config);
    phw_epc_sums_free(&sums);
    free(t);
    if (s)
        phw_epc_free(&found);
    else
        *out = found;
    return s;
}

void phw_epc_free(phw_epc_replies *r)
{
    free(r->reply);
    *r = (phw_epc_replies){0};
}
