#include "phy/sounder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/beta_tail.h"
#include "phy/sounding_estimator.h"
#include "phy/sounding_filter.h"

#define LEAST_FALSE_ALARM 1e-15
#define MOST_FALSE_ALARM  0.1

/* Chips that a burst may lie beside the place that the filter found. */
#define ASIDE 2

/* Most results of the filter at hand: 1 GB. */
#define HELD_MAX ((size_t)1 << 28)

/* An arrival that waits, with what its pilots point to. */
typedef struct waiting {
    struct waiting *next;
    phw_sounding_arrival arrival;
    phw_cf *value;
    float *variance;
} waiting;

/* The best place so far of a search that a place above the threshold began. */
typedef struct peak {
    bool open;
    uint64_t until; /* the first place that is not part of it */
    uint64_t at;
    size_t offset; /* which was tried */
    double held;   /* energy explained */
    double metric;
} peak;

/* Places and samples are counted from the recording's first sample. Those from `base`
 * on are at hand: samples up to n_samples, the filter's results up to n_places. */
struct phw_sounder {
    const phw_sounding_waveform *w;
    phw_sounding_filter *filter;
    phw_sounding_estimator *estimator;
    double threshold;
    double cfo_max;
    size_t reach;    /* from a burst's place to the end of its last block */
    size_t capacity; /* of the buffers below */
    uint64_t base;
    uint64_t n_samples;
    uint64_t n_places;
    phw_cf *sample;
    float *held; /* [n_cores n_offsets][capacity] */
    double *energy;
    uint64_t next; /* place to look at */
    peak peak;
    waiting *first;
    waiting *last;
    waiting *taken; /* whose pilots the caller reads */
    bool finished;
    phw_sounder_counts counts;
};

static void drop(waiting *a)
{
    if (a == NULL)
        return;
    free(a->value);
    free(a->variance);
    free(a);
}

static phw_status check(const phw_sounder_config *c)
{
    if (c->false_alarm != 0 &&
        !(c->false_alarm >= LEAST_FALSE_ALARM && c->false_alarm <= MOST_FALSE_ALARM))
        return phw_fail(PHW_EARG, "sounder: false_alarm %g; expected %g to %g",
                        c->false_alarm, LEAST_FALSE_ALARM, MOST_FALSE_ALARM);
    if (!(c->cfo_max >= 0 && c->cfo_max <= 0.5))
        return phw_fail(PHW_EARG,
                        "sounder: cfo_max %g cycles a sample; expected 0 to "
                        "0.5",
                        c->cfo_max);
    return PHW_OK;
}

/* Of B blocks the correlations' power is a sum of B exponential variables, the rest of
 * the energy one of B (N - 2). All offsets that are tried share the false alarms. */
static double find_threshold(const phw_sounder *r, double false_alarm)
{
    const double n_offsets = (double)phw_sounding_filter_n_offsets(r->filter);
    const double p = false_alarm != 0 ? false_alarm : PHW_SOUNDER_FALSE_ALARM;
    const size_t blocks = r->w->n_blocks;
    return phw_beta_threshold(p / n_offsets, blocks, blocks * (r->w->n_core - 2));
}

static phw_status make(phw_sounder *r, const phw_sounder_config *config)
{
    const phw_sounding_waveform *w = r->w;
    const double lag = (double)phw_sounding_waveform_lag(w);
    r->cfo_max = config->cfo_max > 0 ? config->cfo_max : 0.5 / lag;
    PHW_TRY(phw_sounding_filter_create(&r->filter, w, r->cfo_max));
    PHW_TRY(phw_sounding_estimator_create(&r->estimator, w));
    const size_t rows = w->n_cores * phw_sounding_filter_n_offsets(r->filter);
    r->reach = w->block[w->n_blocks - 1].at + w->n_core;
    r->threshold = find_threshold(r, config->false_alarm);
    /* A burst before the place that is looked at, one after it, and a stretch. */
    r->capacity =
        4 * (w->n_samples + r->reach) + 5 * phw_sounding_filter_reads(r->filter);
    if (r->capacity > HELD_MAX / rows)
        return phw_fail(
            PHW_EARG,
            "sounder: cfo_max %g cycles a sample takes %zu offsets of cores "
            "of %zu samples; expected a smaller one, or a shorter waveform",
            r->cfo_max, rows / w->n_cores, w->n_core);
    PHW_TRY(phw_array_alloc(&r->sample, r->capacity, sizeof *r->sample));
    PHW_TRY(phw_array_alloc(&r->held, rows * r->capacity, sizeof *r->held));
    return phw_array_alloc(&r->energy, r->capacity, sizeof *r->energy);
}

phw_status phw_sounder_create(phw_sounder **out, const phw_sounding_waveform *w,
                              const phw_sounder_config *config)
{
    const phw_sounder_config usual = {0};
    phw_sounder *r = NULL;
    PHW_TRY(check(config != NULL ? config : &usual));
    PHW_TRY(phw_array_alloc(&r, 1, sizeof *r));
    r->w = w;
    const phw_status s = make(r, config != NULL ? config : &usual);
    if (s) {
        phw_sounder_destroy(r);
        return s;
    }
    *out = r;
    return PHW_OK;
}

void phw_sounder_destroy(phw_sounder *r)
{
    if (r == NULL)
        return;
    while (r->first != NULL) {
        waiting *a = r->first;
        r->first = a->next;
        drop(a);
    }
    drop(r->taken);
    phw_sounding_filter_destroy(r->filter);
    phw_sounding_estimator_destroy(r->estimator);
    free(r->sample);
    free(r->held);
    free(r->energy);
    free(r);
}

double phw_sounder_threshold(const phw_sounder *r)
{
    return r->threshold;
}

/* A search is one reach long and looks one ahead, by whole stretches. */
size_t phw_sounder_latency(const phw_sounder *r)
{
    return 2 * r->reach + 2 * phw_sounding_filter_reads(r->filter);
}

static phw_status keep(phw_sounder *r, const phw_sounding_arrival *a)
{
    const size_t n = a->pilots.n;
    waiting *kept = NULL;
    PHW_TRY(phw_array_alloc(&kept, 1, sizeof *kept));
    phw_status s = phw_array_alloc(&kept->value, n, sizeof *kept->value);
    if (!s)
        s = phw_array_alloc(&kept->variance, n, sizeof *kept->variance);
    if (s) {
        drop(kept);
        return s;
    }
    memcpy(kept->value, a->pilots.value, n * sizeof *kept->value);
    memcpy(kept->variance, a->pilots.variance, n * sizeof *kept->variance);
    kept->arrival = *a;
    kept->arrival.pilots.value = kept->value;
    kept->arrival.pilots.variance = kept->variance;
    if (r->last != NULL)
        r->last->next = kept;
    else
        r->first = kept;
    r->last = kept;
    return PHW_OK;
}

/* Where to look for the offset: half a turn either way is all that was asked for, or
 * else near the best one tried. A chirp a chip late with an offset a turn off looks the
 * same to the filter, and is out of what was asked for. */
static double start_offset(const phw_sounder *r)
{
    const double lag = (double)phw_sounding_waveform_lag(r->w);
    const double tried = phw_sounding_filter_offset(r->filter, r->peak.offset);
    const double most = fmax(0, r->cfo_max - 0.5 / lag);
    return fmax(-most, fmin(tried, most));
}

/* How far the strongest path is from the place that was found, whole samples that are
 * at hand: an offset moves a chirp's. What is at hand goes by stretches, not by the
 * blocks that samples came in. */
static int64_t aside(const phw_sounder *r, double timing)
{
    const double most = (double)(ASIDE * r->w->oversampling);
    const uint64_t filtered = r->n_places + r->w->n_core - 1;
    const uint64_t end = filtered < r->n_samples ? filtered : r->n_samples;
    const int64_t late = isnan(timing) ? 0 : llround(fmax(-most, fmin(timing, most)));
    const int64_t from = (int64_t)r->peak.at + late;
    const bool is_there = from >= 0 && (uint64_t)from + r->reach <= end;
    return is_there ? late : 0;
}

static phw_status report(phw_sounder *r)
{
    phw_sounding_arrival a;
    const phw_cf *sample = r->sample + (r->peak.at - r->base);
    phw_sounding_estimator_run(r->estimator, &a, sample, start_offset(r));
    const int64_t late = aside(r, a.timing);
    if (late != 0)
        phw_sounding_estimator_run(r->estimator, &a, sample + late, a.cfo);
    a.start_sample = (uint64_t)((int64_t)r->peak.at + late);
    a.metric = r->peak.metric;
    r->counts.n_bursts++;
    r->next = r->peak.at + r->reach;
    r->peak.open = false;
    return keep(r, &a);
}

/* A place, with the offset that explains most energy. */
static peak look(const phw_sounder *r, uint64_t place)
{
    const phw_sounding_waveform *w = r->w;
    const size_t n_offsets = phw_sounding_filter_n_offsets(r->filter);
    const size_t at = (size_t)(place - r->base);
    double energy = 0;
    peak p = {.at = place};
    for (size_t b = 0; b < w->n_blocks; ++b)
        energy += r->energy[at + w->block[b].at];
    for (size_t i = 0; i < n_offsets; ++i) {
        double held = 0;
        for (size_t b = 0; b < w->n_blocks; ++b) {
            const float *row =
                r->held + (w->block[b].core * n_offsets + i) * r->capacity;
            held += (double)row[at + w->block[b].at];
        }
        p.offset = held > p.held ? i : p.offset;
        p.held = fmax(held, p.held);
    }
    p.metric = energy > 0 ? fmin(1, p.held / energy) : 0;
    return p;
}

/* Above the threshold the largest energy counts: in silence a burst's half has as large
 * a share as the whole. */
static void consider(phw_sounder *r)
{
    peak p = look(r, r->next);
    r->counts.largest = fmax(p.metric, r->counts.largest);
    if (p.metric > r->threshold) {
        r->counts.n_above++;
        p.open = true;
        p.until = r->peak.open ? r->peak.until : r->next + r->reach;
        if (!r->peak.open || p.held > r->peak.held)
            r->peak = p;
    }
    r->next++;
}

/* Looks at the places whose last block is filtered. */
static phw_status search(phw_sounder *r, uint64_t n_places)
{
    const uint64_t last = r->w->block[r->w->n_blocks - 1].at;
    while (r->next + last < n_places) {
        if (r->peak.open && r->next >= r->peak.until)
            PHW_TRY(report(r));
        else
            consider(r);
    }
    return PHW_OK;
}

/* Forgets what is before the place to look at and before an open search's best, and may
 * not be a burst's there. */
static void forget(phw_sounder *r)
{
    uint64_t from = r->next;
    if (r->peak.open && r->peak.at < from)
        from = r->peak.at;
    /* A report may send the search past what is filtered. */
    if (from > r->n_places)
        from = r->n_places;
    const uint64_t before = ASIDE * r->w->oversampling;
    from = from > r->base + before ? from - before : r->base;
    const size_t n = (size_t)(from - r->base);
    const size_t rows = r->w->n_cores * phw_sounding_filter_n_offsets(r->filter);
    const size_t n_places = (size_t)(r->n_places - from);
    if (n == 0)
        return;
    memmove(r->sample, r->sample + n,
            (size_t)(r->n_samples - from) * sizeof *r->sample);
    memmove(r->energy, r->energy + n, n_places * sizeof *r->energy);
    for (size_t i = 0; i < rows; ++i) {
        float *row = r->held + i * r->capacity;
        memmove(row, row + n, n_places * sizeof *row);
    }
    r->base = from;
}

/* Runs the filter over stretches that are at hand; they begin at multiples of the
 * number of places of one, whatever the blocks that samples came in. */
static phw_status advance(phw_sounder *r)
{
    const size_t reads = phw_sounding_filter_reads(r->filter);
    while (r->n_samples - r->n_places >= reads) {
        const size_t at = (size_t)(r->n_places - r->base);
        phw_sounding_filter_run(r->filter, r->held + at, r->energy + at, r->sample + at,
                                r->capacity);
        r->n_places += phw_sounding_filter_places(r->filter);
        PHW_TRY(search(r, r->n_places));
    }
    return PHW_OK;
}

phw_status phw_sounder_push(phw_sounder *r, const phw_cf *sample, size_t n)
{
    const size_t reads = phw_sounding_filter_reads(r->filter);
    if (r->finished)
        return phw_fail(PHW_EARG, "sounder: samples after the end");
    r->counts.n_samples += n;
    while (n > 0) {
        if (r->capacity - (size_t)(r->n_samples - r->base) < reads)
            forget(r);
        const size_t part = n < reads ? n : reads;
        memcpy(r->sample + (r->n_samples - r->base), sample, part * sizeof *sample);
        sample += part;
        r->n_samples += part;
        n -= part;
        PHW_TRY(advance(r));
    }
    return PHW_OK;
}

/* Zeros fill the last stretch up; no burst may reach into them. */
phw_status phw_sounder_finish(phw_sounder *r)
{
    if (r->finished)
        return phw_fail(PHW_EARG, "sounder: finished already");
    r->finished = true;
    const uint64_t n = r->n_samples;
    const uint64_t core = r->w->n_core;
    const size_t reads = phw_sounding_filter_reads(r->filter);
    if (n < core)
        return PHW_OK;
    /* Places that end within the samples; one stretch more has the rest of them. */
    const uint64_t n_places = n - core + 1;
    if (r->n_places < n_places) {
        forget(r);
        const size_t at = (size_t)(r->n_places - r->base);
        const size_t here = (size_t)(n - r->n_places);
        memset(r->sample + at + here, 0, (reads - here) * sizeof *r->sample);
        phw_sounding_filter_run(r->filter, r->held + at, r->energy + at, r->sample + at,
                                r->capacity);
        r->n_places += phw_sounding_filter_places(r->filter);
    }
    PHW_TRY(search(r, n_places));
    return r->peak.open ? report(r) : PHW_OK;
}

bool phw_sounder_take(phw_sounder *r, phw_sounding_arrival *out)
{
    drop(r->taken);
    r->taken = r->first;
    if (r->taken == NULL)
        return false;
    r->first = r->taken->next;
    if (r->first == NULL)
        r->last = NULL;
    *out = r->taken->arrival;
    return true;
}

phw_sounder_counts phw_sounder_counts_of(const phw_sounder *r)
{
    return r->counts;
}
