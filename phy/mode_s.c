#include "phy/mode_s.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/crc.h"

#define SHORT_BITS  56
#define PARITY_BITS 24
#define SHORTEST    (PHW_MODE_S_PREAMBLE + 2 * SHORT_BITS)
#define CODES       128 /* interrogators' codes lie in 7 bits */
#define FORMAT_BITS 5
#define N_GRIDS     4
#define N_PULSES    4
#define N_QUIET     6

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
    phw_mode_s_addresses *known;
    bool repair;
    uint32_t syndrome[PHW_MODE_S_BITS_MAX]; /* of one wrong bit in a long message */
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
    for (size_t i = 0; i < f->known->n; ++i) {
        if (f->known->address[i] == address)
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

/* What is left of a message once its parity is taken. */
static uint32_t rest_of(const uint8_t *bit, unsigned n_bits)
{
    const unsigned n_data = n_bits - PARITY_BITS;
    return phw_crc_value(&phw_crc_24_mode_s, bit, n_data) ^
           (uint32_t)phw_crc_number(bit + n_data, PARITY_BITS);
}

/* Turns over the one bit that explains the rest; false when none does. An address that
 * nobody was heard by is not believed: 107 bits times the lateness's 11 values would
 * let noise pass once in 14,000 preambles. */
static bool repair(phw_mode_s_message *m, const finder *f)
{
    const uint32_t rest = rest_of(m->bit, m->n_bits);
    if ((m->format != 17 && m->format != 18) || rest == 0)
        return false;
    for (unsigned i = FORMAT_BITS; i < m->n_bits; ++i) {
        if (f->syndrome[i] != rest)
            continue;
        m->bit[i] ^= 1;
        m->address = (uint32_t)phw_crc_number(m->bit + 8, PARITY_BITS);
        m->repaired = is_known(f, m->address);
        return m->repaired;
    }
    return false;
}

/* Whether the parity is good, and then whose message it is. */
static bool check(phw_mode_s_message *m, const finder *f)
{
    const uint32_t rest = rest_of(m->bit, m->n_bits);
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

/* Whether `n_bits` decided for that lateness are a message, as they are or `mended`. */
static bool attempt(phw_mode_s_message *m, const finder *f, const float *body,
                    unsigned n_bits, double t, bool mended)
{
    m->n_bits = n_bits;
    m->late = t;
    /* The preamble's pulses stand alone, and are 1 - |t| of a whole one. */
    decide(m->bit, body, n_bits, m->level / (1 - fabs(t)), t);
    m->format = (unsigned)phw_crc_number(m->bit, FORMAT_BITS);
    if ((m->format >= 16) != (n_bits > SHORT_BITS))
        return false;
    return mended ? repair(m, f) : check(m, f);
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
        good = attempt(&m, f, body, SHORT_BITS, late[i], false) ||
               (room && attempt(&m, f, body, PHW_MODE_S_BITS_MAX, late[i], false));
    for (size_t i = 0; f->repair && room && i < N_LATE && !good; ++i)
        good = attempt(&m, f, body, PHW_MODE_S_BITS_MAX, late[i], true);
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
    if (!is_known(f, m->address) && f->known->n < PHW_MODE_S_ADDRESSES_MAX)
        f->known->address[f->known->n++] = m->address;
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

/* Messages of one grid of half bits into f->found: once to hear who is there, once more
 * to know whom others speak to. */
static phw_status find_on_grid(finder *f)
{
    PHW_TRY(pass(f));
    return pass(f);
}

/* Means of whole windows of `length` samples, the first of which begins at `first`; a
 * sample divided by an edge counts by its share in both. How many were made. */
static size_t average(float *out, const float *x, size_t n, double first, double length)
{
    size_t made = 0;
    double from = first;
    double to = from + length;
    while (to <= (double)n) {
        size_t i = (size_t)from;
        const size_t last = (size_t)to;
        double sum = -(from - (double)i) * (double)x[i];
        for (; i < last; ++i)
            sum += (double)x[i];
        if (last < n)
            sum += (to - (double)last) * (double)x[last];
        out[made++] = (float)(sum / length);
        from = to;
        to = first + (double)(made + 1) * length;
    }
    return made;
}

/* Of two that overlap, the stronger one stays in place `i`. */
static phw_status merge(finder *all, const phw_mode_s_message *m, double length)
{
    const double reach = PHW_MODE_S_PREAMBLE * length / 2;
    for (size_t i = 0; i < all->found.n; ++i) {
        phw_mode_s_message *old = &all->found.message[i];
        if (fabs((double)old->start - (double)m->start) > reach)
            continue;
        const bool better =
            m->repaired == old->repaired ? m->snr_db > old->snr_db : old->repaired;
        if (better)
            *old = *m;
        return PHW_OK;
    }
    return keep(all, m);
}

static int by_start(const void *a, const void *b)
{
    const phw_mode_s_message *x = a;
    const phw_mode_s_message *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

/* Takes over what was found on the grid that begins at `first`. */
static phw_status take_grid(finder *f, const phw_mode_s_messages *found, double first,
                            double length)
{
    for (size_t i = 0; i < found->n; ++i) {
        phw_mode_s_message m = found->message[i];
        const double at = first + ((double)m.start + m.late) * length;
        m.start = (uint64_t)llround(fmax(at, 0));
        PHW_TRY(merge(f, &m, length));
    }
    return PHW_OK;
}

static phw_status find_on_grids(finder *f, float *half, double length)
{
    for (size_t g = 0; g < N_GRIDS; ++g) {
        const double first = (double)g / N_GRIDS * length;
        finder one = *f;
        one.found = (phw_mode_s_messages){0};
        one.n_allocated = 0;
        one.magnitude = half;
        one.n = average(half, f->magnitude, f->n, first, length);
        phw_status s = find_on_grid(&one);
        if (!s)
            s = take_grid(f, &one.found, first, length);
        f->found.n_preambles += g == 0 ? one.found.n_preambles : 0;
        phw_mode_s_free(&one.found);
        PHW_TRY(s);
    }
    if (f->found.n > 0)
        qsort(f->found.message, f->found.n, sizeof *f->found.message, by_start);
    return PHW_OK;
}

static phw_status find_at(finder *f, double rate_hz)
{
    const double length = rate_hz / PHW_MODE_S_RATE_HZ;
    if (length == 1)
        return find_on_grid(f);
    float *half = NULL;
    PHW_TRY(phw_array_alloc(&half, (size_t)((double)f->n / length) + 1, sizeof *half));
    const phw_status s = find_on_grids(f, half, length);
    free(half);
    return s;
}

static void tell_syndromes(finder *f)
{
    uint8_t bit[PHW_MODE_S_BITS_MAX] = {0};
    for (size_t i = 0; i < PHW_MODE_S_BITS_MAX; ++i) {
        bit[i] = 1;
        f->syndrome[i] = rest_of(bit, PHW_MODE_S_BITS_MAX);
        bit[i] = 0;
    }
}

phw_status phw_mode_s_search(phw_mode_s_messages *out, phw_mode_s_addresses *known,
                             const float *magnitude, size_t n,
                             const phw_mode_s_config *config)
{
    if (!(config->rate_hz >= PHW_MODE_S_RATE_HZ &&
          config->rate_hz <= PHW_MODE_S_RATE_MAX_HZ))
        return phw_fail(PHW_EARG,
                        "Mode S is read at %g to %g samples a second, not at %g",
                        PHW_MODE_S_RATE_HZ, PHW_MODE_S_RATE_MAX_HZ, config->rate_hz);
    phw_mode_s_addresses *own = calloc(1, sizeof *own);
    if (own == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the addresses heard");
    finder f = {.magnitude = magnitude,
                .n = n,
                .known = known != NULL ? known : own,
                .repair = config->repair};
    tell_syndromes(&f);
    const phw_status s = find_at(&f, config->rate_hz);
    if (s)
        phw_mode_s_free(&f.found);
    else
        *out = f.found;
    free(own);
    return s;
}

phw_status phw_mode_s_find(phw_mode_s_messages *out, const float *magnitude, size_t n)
{
    const phw_mode_s_config config = {.rate_hz = PHW_MODE_S_RATE_HZ};
    return phw_mode_s_search(out, NULL, magnitude, n, &config);
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
