#include "phy/envelope_meter.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/beta_tail.h"

#define LEAST_FALSE_ALARM 1e-15
#define MOST_FALSE_ALARM  0.1

/* The best place so far of a search that a place above the threshold began. */
typedef struct peak {
    bool open;
    uint64_t until; /* the first place that is not part of it */
    phw_envelope_burst burst;
} peak;

struct phw_envelope_meter {
    size_t length;
    size_t reference;
    double threshold;
    float *square; /* |x|^2 of the last `capacity` samples, number i at i % capacity */
    size_t capacity;
    uint64_t n; /* samples so far */
    double signal;
    double noise;  /* sums of |x|^2 in both windows, as of sample n - 1 */
    uint64_t next; /* place to look at */
    peak peak;
    phw_envelope_burst *waiting; /* [room], the taken ones first */
    size_t room;
    size_t n_waiting;
    size_t n_taken;
};

static phw_status check(const phw_envelope_config *c)
{
    if (c->length < 1 || c->length > PHW_ENVELOPE_LENGTH_MAX ||
        c->reference > PHW_ENVELOPE_LENGTH_MAX)
        return phw_fail(PHW_EARG,
                        "envelope: %zu samples against %zu; expected 1 to %d of each",
                        c->length, c->reference, PHW_ENVELOPE_LENGTH_MAX);
    if (c->false_alarm != 0 &&
        !(c->false_alarm >= LEAST_FALSE_ALARM && c->false_alarm <= MOST_FALSE_ALARM))
        return phw_fail(PHW_EARG, "envelope: false_alarm %g; expected %g to %g",
                        c->false_alarm, LEAST_FALSE_ALARM, MOST_FALSE_ALARM);
    return PHW_OK;
}

phw_status phw_envelope_meter_create(phw_envelope_meter **out,
                                     const phw_envelope_config *config)
{
    phw_envelope_meter *m = NULL;
    PHW_TRY(check(config));
    PHW_TRY(phw_array_alloc(&m, 1, sizeof *m));
    const double p = config->false_alarm;
    m->length = config->length;
    m->reference = config->reference > 0 ? config->reference : config->length;
    m->threshold = phw_beta_threshold(p != 0 ? p : PHW_ENVELOPE_FALSE_ALARM, m->length,
                                      m->reference);
    m->capacity = m->reference + 2 * m->length + 1;
    m->next = m->reference;
    const phw_status s = phw_array_alloc(&m->square, m->capacity, sizeof *m->square);
    if (s) {
        phw_envelope_meter_destroy(m);
        return s;
    }
    *out = m;
    return PHW_OK;
}

void phw_envelope_meter_destroy(phw_envelope_meter *m)
{
    if (m == NULL)
        return;
    free(m->square);
    free(m->waiting);
    free(m);
}

double phw_envelope_meter_threshold(const phw_envelope_meter *m)
{
    return m->threshold;
}

static double square_at(const phw_envelope_meter *m, uint64_t i)
{
    return (double)m->square[i % m->capacity];
}

static phw_status keep(phw_envelope_meter *m)
{
    if (m->n_waiting == m->room) {
        const size_t room = 2 * m->room + 64;
        phw_envelope_burst *more = realloc(m->waiting, room * sizeof *more);
        if (more == NULL)
            return phw_fail(PHW_ENOMEM, "no memory for %zu bursts", room);
        m->waiting = more;
        m->room = room;
    }
    m->waiting[m->n_waiting++] = m->peak.burst;
    return PHW_OK;
}

static phw_status report(phw_envelope_meter *m)
{
    phw_envelope_burst *b = &m->peak.burst;
    double sum = 0;
    for (size_t i = 0; i < m->length; ++i)
        sum += sqrt(square_at(m, b->start_sample + i));
    b->amplitude = sum / (double)m->length;
    m->peak.open = false;
    m->next = b->start_sample + m->length;
    return keep(m);
}

/* Sums of both windows, from the samples themselves: what was added and taken off since
 * is rounding. */
static void sum_again(phw_envelope_meter *m)
{
    const uint64_t start = m->n - m->length;
    m->signal = 0;
    m->noise = 0;
    for (uint64_t i = start; i < m->n; ++i)
        m->signal += square_at(m, i);
    for (uint64_t i = start - m->reference; i < start; ++i)
        m->noise += square_at(m, i);
}

/* The windows, one sample on. */
static void slide(phw_envelope_meter *m)
{
    const uint64_t start = m->n - m->length;
    const double passed = square_at(m, start - 1);
    m->signal += square_at(m, m->n - 1) - passed;
    m->noise += passed - square_at(m, start - 1 - m->reference);
}

static void consider(phw_envelope_meter *m, uint64_t place)
{
    const double signal = fmax(0, m->signal);
    const double noise = fmax(0, m->noise);
    const double power = signal / (double)m->length;
    const double share = signal > 0 ? signal / (signal + noise) : 0;
    if (!(share > m->threshold))
        return;
    const bool first = !m->peak.open;
    const phw_envelope_burst *best = &m->peak.burst;
    if (first)
        m->peak.until = place + m->length;
    if (first || power > best->power + best->noise)
        m->peak.burst =
            (phw_envelope_burst){.start_sample = place,
                                 .power = power - noise / (double)m->reference,
                                 .noise = noise / (double)m->reference,
                                 .share = share};
    m->peak.open = true;
}

static phw_status add(phw_envelope_meter *m, double square)
{
    m->square[m->n % m->capacity] = (float)square;
    m->n++;
    const uint64_t windows = m->length + m->reference;
    if (m->n < windows)
        return PHW_OK;
    if ((m->n - windows) % windows == 0)
        sum_again(m);
    else
        slide(m);
    const uint64_t place = m->n - m->length;
    if (m->peak.open && place >= m->peak.until)
        PHW_TRY(report(m));
    if (place >= m->next)
        consider(m, place);
    return PHW_OK;
}

phw_status phw_envelope_meter_push(phw_envelope_meter *m, const phw_cf *sample,
                                   size_t n)
{
    for (size_t i = 0; i < n; ++i)
        PHW_TRY(add(m, phw_cf_power(sample[i])));
    return PHW_OK;
}

phw_status phw_envelope_meter_push_envelope(phw_envelope_meter *m,
                                            const float *magnitude, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        PHW_TRY(add(m, (double)magnitude[i] * (double)magnitude[i]));
    return PHW_OK;
}

phw_status phw_envelope_meter_finish(phw_envelope_meter *m)
{
    return m->peak.open ? report(m) : PHW_OK;
}

bool phw_envelope_meter_take(phw_envelope_meter *m, phw_envelope_burst *out)
{
    if (m->n_taken == m->n_waiting)
        return false;
    *out = m->waiting[m->n_taken++];
    if (m->n_taken == m->n_waiting) {
        m->n_taken = 0;
        m->n_waiting = 0;
    }
    return true;
}
