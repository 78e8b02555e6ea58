#include "phy/mode_s.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "phy/crc.h"

#define SHORT_BITS    56
#define PARITY_BITS   24
#define SHORTEST      (PHW_MODE_S_PREAMBLE + 2 * SHORT_BITS)
#define CODES         128 /* interrogators' codes lie in 7 bits */
#define ADDRESSES_MAX 4096
#define N_PULSES      4
#define N_QUIET       6

/* Where the preamble's pulses are, and where surely nothing is: beside neither a pulse
 * nor the first bit. */
static const unsigned pulse[N_PULSES] = {0, 2, 7, 9};
static const unsigned quiet[N_QUIET] = {4, 5, 11, 12, 13, 14};

/* Shares of a sample by which pulses may be late; 0 first, as most are near it. */
static const double late[] = {0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3, 0.4, -0.4, 0.5, -0.5};

#define N_LATE (sizeof late / sizeof late[0])

typedef struct finder {
    const float *magnitude;
    size_t n;
    uint32_t address[ADDRESSES_MAX]; /* that named themselves */
    size_t n_addresses;
    phw_mode_s_messages found;
    size_t n_allocated;
} finder;

/* Twice the quiet samples' mean is 6 dB, and no pulse is as low as they are. */
static bool looks_like_preamble(double *level, const float *x)
{
    double high = 0;
    double lowest = HUGE_VAL;
    double low = 0;
    for (size_t i = 0; i < N_PULSES; ++i) {
        high += (double)x[pulse[i]] / N_PULSES;
        lowest = fmin(lowest, (double)x[pulse[i]]);
    }
    for (size_t i = 0; i < N_QUIET; ++i)
        low += (double)x[quiet[i]] / N_QUIET;
    *level = high;
    return high > 2 * low && lowest > low;
}

/* Pulses that begin `t` of a sample late: sample k holds (1 - t) chip k + t chip k - 1,
 * so the difference of a bit's two samples is (1 - t) (2b - 1) + t (c - b), c the chip
 * before: b is decided half way between its two values, at t (c - 1/2). Early ones by
 * -t are the mirror image in time, c the chip after, and the same threshold. */
static void decide(uint8_t *bit, const float *x, unsigned n_bits, double level,
                   double t)
{
    double neighbour = 0;
    for (unsigned i = 0; i < n_bits; ++i) {
        const unsigned k = t >= 0 ? i : n_bits - 1 - i;
        const double difference = (double)x[2 * k] - (double)x[2 * k + 1];
        bit[k] = difference > level * t * (neighbour - 0.5);
        neighbour = t >= 0 ? 1 - bit[k] : bit[k];
    }
}

static bool is_known(const finder *f, uint32_t address)
{
    for (size_t i = 0; i < f->n_addresses; ++i) {
        if (f->address[i] == address)
            return true;
    }
    return false;
}

static bool names_itself(unsigned format)
{
    return format == 11 || format == 17 || format == 18;
}

static bool is_addressed(unsigned format)
{
    return format == 0 || format == 4 || format == 5 || format == 16 || format == 20 ||
           format == 21;
}

/* Whether the parity is good, and then whose message it is. */
static bool check(phw_mode_s_message *m, const finder *f)
{
    const unsigned n_data = m->n_bits - PARITY_BITS;
    const uint32_t rest = phw_crc_value(&phw_crc_24_mode_s, m->bit, n_data) ^
                          (uint32_t)phw_crc_number(m->bit + n_data, PARITY_BITS);
    m->address = names_itself(m->format)
                     ? (uint32_t)phw_crc_number(m->bit + 8, PARITY_BITS)
                     : rest;
    if (names_itself(m->format) && rest == 0)
        return m->address != 0;
    if (m->format == 11 && rest < CODES)
        return is_known(f, m->address);
    return is_addressed(m->format) && is_known(f, rest);
}

/* Pulses' power over the variance about the two levels' means. */
static double snr_db(const float *x, const uint8_t *chip, size_t n)
{
    double sum[2] = {0};
    double square[2] = {0};
    for (size_t i = 0; i < n; ++i) {
        sum[chip[i]] += (double)x[i];
        square[chip[i]] += (double)x[i] * (double)x[i];
    }
    const double half = (double)n / 2; /* of each, for bits by pulse position */
    const double on = sum[1] / half;
    const double off = sum[0] / half;
    const double variance =
        (square[1] - half * on * on + square[0] - half * off * off) / (double)n;
    return 10 * log10((on - off) * (on - off) / fmax(variance, 1e-30));
}

/* Whether `n_bits` decided for that lateness are a message. */
static bool attempt(phw_mode_s_message *m, const finder *f, const float *body,
                    unsigned n_bits, double t)
{
    m->n_bits = n_bits;
    m->late = t;
    /* The preamble's pulses stand alone, and are 1 - |t| of a whole one. */
    decide(m->bit, body, n_bits, m->level / (1 - fabs(t)), t);
    m->format = (unsigned)phw_crc_number(m->bit, 5);
    return (m->format >= 16) == (n_bits > SHORT_BITS) && check(m, f);
}

/* The message that starts at sample `at`, if there is one with good parity. */
static bool receive(phw_mode_s_message *out, const finder *f, size_t at)
{
    phw_mode_s_message m = {.start = at};
    const float *body = f->magnitude + at + PHW_MODE_S_PREAMBLE;
    const bool room = f->n - at >= PHW_MODE_S_SAMPLES_MAX;
    bool good = false;
    if (!looks_like_preamble(&m.level, f->magnitude + at))
        return false;
    for (size_t i = 0; i < N_LATE && !good; ++i)
        good = attempt(&m, f, body, SHORT_BITS, late[i]) ||
               (room && attempt(&m, f, body, PHW_MODE_S_BITS_MAX, late[i]));
    if (!good)
        return false;
    uint8_t chip[PHW_MODE_S_SAMPLES_MAX];
    phw_mode_s_chips(chip, m.bit, m.n_bits);
    m.snr_db = snr_db(body, chip + PHW_MODE_S_PREAMBLE, (size_t)2 * m.n_bits);
    *out = m;
    return true;
}

static phw_status keep(finder *f, const phw_mode_s_message *m)
{
    phw_mode_s_messages *out = &f->found;
    if (out->n == f->n_allocated) {
        const size_t more = f->n_allocated > 0 ? 2 * f->n_allocated : 64;
        phw_mode_s_message *grown = realloc(out->message, more * sizeof *grown);
        if (grown == NULL)
            return phw_fail(PHW_ENOMEM, "no memory for %zu messages", more);
        out->message = grown;
        f->n_allocated = more;
    }
    out->message[out->n++] = *m;
    return PHW_OK;
}

static void learn(finder *f, const phw_mode_s_message *m)
{
    if (!is_known(f, m->address) && f->n_addresses < ADDRESSES_MAX)
        f->address[f->n_addresses++] = m->address;
}

/* One way through the samples; a message's own samples hold no other. */
static phw_status pass(finder *f)
{
    f->found.n = 0;
    f->found.n_preambles = 0;
    for (size_t i = 0; f->n >= SHORTEST && i <= f->n - SHORTEST; ++i) {
        double level = 0;
        phw_mode_s_message m;
        f->found.n_preambles += looks_like_preamble(&level, f->magnitude + i);
        if (!receive(&m, f, i))
            continue;
        learn(f, &m);
        PHW_TRY(keep(f, &m));
        i += PHW_MODE_S_PREAMBLE + (size_t)2 * m.n_bits - 1;
    }
    return PHW_OK;
}

phw_status phw_mode_s_find(phw_mode_s_messages *out, const float *magnitude, size_t n)
{
    finder *f = calloc(1, sizeof *f);
    if (f == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the addresses heard");
    f->magnitude = magnitude;
    f->n = n;
    /* Once to hear who is there, once more to know whom others speak to. */
    phw_status s = pass(f);
    if (!s)
        s = pass(f);
    if (s)
        phw_mode_s_free(&f->found);
    else
        *out = f->found;
    free(f);
    return s;
}

void phw_mode_s_free(phw_mode_s_messages *m)
{
    free(m->message);
    *m = (phw_mode_s_messages){0};
}

void phw_mode_s_chips(uint8_t chip[PHW_MODE_S_SAMPLES_MAX], const uint8_t *bit,
                      unsigned n_bits)
{
    memset(chip, 0, PHW_MODE_S_PREAMBLE);
    for (size_t i = 0; i < N_PULSES; ++i)
        chip[pulse[i]] = 1;
    for (unsigned i = 0; i < n_bits; ++i) {
        chip[PHW_MODE_S_PREAMBLE + 2 * i] = bit[i];
        chip[PHW_MODE_S_PREAMBLE + 2 * i + 1] = !bit[i];
    }
}
