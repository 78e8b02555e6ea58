#include "tools/sounding_series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is heard sooner than this share of an interval is no burst of the sender's. */
#define SOONEST 0.5

#define PPM 1e6

void phw_sounding_series_free(phw_sounding_series *s)
{
    free(s->row);
    free(s->value);
    *s = (phw_sounding_series){0};
}

static phw_status grow(phw_sounding_series *s)
{
    if (s->n < s->room)
        return PHW_OK;
    const size_t room = 2 * s->room + 64;
    phw_sounding_row *row = realloc(s->row, room * sizeof *row);
    if (row == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu bursts", room);
    s->row = row;
    if (s->n_values > 0) {
        if (room > SIZE_MAX / s->n_values / sizeof *s->value)
            return phw_fail(PHW_ENOMEM, "no memory for %zu bursts", room);
        phw_cf *value = realloc(s->value, room * s->n_values * sizeof *value);
        if (value == NULL)
            return phw_fail(PHW_ENOMEM, "no memory for %zu bursts", room);
        s->value = value;
    }
    s->room = room;
    return PHW_OK;
}

static double place_of(const phw_sounding_row *row)
{
    return (double)row->start_sample + (isfinite(row->timing) ? row->timing : 0);
}

/* Numbers by the interval from one burst to the next, so that a clock's drift does not
 * add up; false for a burst that comes too soon. */
static bool number(phw_sounding_row *row, const phw_sounding_series *s)
{
    row->sequence = 0;
    if (s->n == 0)
        return true;
    const phw_sounding_row *before = &s->row[s->n - 1];
    row->sequence = before->sequence + 1;
    if (!(s->interval > 0))
        return true;
    const double steps = (place_of(row) - place_of(before)) / s->interval;
    row->sequence = before->sequence + llround(steps);
    return steps > SOONEST && row->sequence > before->sequence;
}

static phw_status add(phw_sounding_series *s, phw_sounding_row row, const phw_cf *value)
{
    if (!number(&row, s)) {
        ++s->n_dropped;
        return PHW_OK;
    }
    PHW_TRY(grow(s));
    if (value != NULL)
        memcpy(s->value + s->n * s->n_values, value, s->n_values * sizeof *value);
    s->row[s->n++] = row;
    return PHW_OK;
}

phw_status phw_sounding_series_add(phw_sounding_series *s,
                                   const phw_sounding_arrival *a)
{
    const size_t n = s->n;
    const phw_sounding_row row = {.start_sample = a->start_sample,
                                  .timing = a->timing,
                                  .cfo = a->cfo,
                                  .cfo_deviation = a->cfo_deviation,
                                  .clock = a->clock,
                                  .power = a->power,
                                  .noise = a->noise,
                                  .snr_db = a->snr_db,
                                  .metric = a->metric,
                                  .amplitude = sqrt(a->power)};
    PHW_TRY(add(s, row, a->pilots.value));
    if (s->n > n)
        s->variance += phw_pilot_estimate_noise(&a->pilots);
    return PHW_OK;
}

phw_status phw_sounding_series_add_burst(phw_sounding_series *s,
                                         const phw_envelope_burst *b)
{
    const double none = (double)NAN;
    const phw_sounding_row row = {.start_sample = b->start_sample,
                                  .timing = none,
                                  .cfo = none,
                                  .cfo_deviation = none,
                                  .clock = none,
                                  .power = b->power,
                                  .noise = b->noise,
                                  .snr_db = 10 * log10(b->power / b->noise),
                                  .metric = b->share,
                                  .amplitude = b->amplitude};
    return add(s, row, NULL);
}

void phw_sounding_series_clock(double *clock, double *deviation,
                               const phw_sounding_series *s)
{
    *clock = (double)NAN;
    *deviation = (double)NAN;
    if (s->n < 3 || !(s->interval > 0))
        return;
    const double n = (double)s->n;
    const double first = place_of(&s->row[0]);
    double mean = 0;
    double place = 0;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (size_t i = 0; i < s->n; ++i) {
        mean += (double)s->row[i].sequence / n;
        place += (place_of(&s->row[i]) - first) / n;
    }
    for (size_t i = 0; i < s->n; ++i) {
        const double x = (double)s->row[i].sequence - mean;
        /* What is over the interval, so that digits are left for the drift. */
        const double y = place_of(&s->row[i]) - first - place - s->interval * x;
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    const double slope = xy / xx;
    const double rest = fmax(0, yy - slope * xy) / (n - 2);
    *clock = s->interval / (s->interval + slope) - 1;
    *deviation = sqrt(rest / xx) / s->interval;
}

static void fill(double *column, const phw_sounding_series *s, size_t offset,
                 double scale)
{
    for (size_t i = 0; i < s->n; ++i) {
        double x = 0;
        memcpy(&x, (const char *)&s->row[i] + offset, sizeof x);
        column[i] = isfinite(x) ? x * scale : (double)NAN;
    }
}

static phw_status add_columns(phw_trace *t, const phw_sounding_series *s,
                              double rate_hz)
{
    const struct {
        const char *name;
        const char *unit;
        size_t offset;
        double scale;
        bool channel;
    } column[] = {
        {"snr_db", "dB", offsetof(phw_sounding_row, snr_db), 1, false},
        {"noise_variance", "1", offsetof(phw_sounding_row, noise), 1, false},
        {"metric", "1", offsetof(phw_sounding_row, metric), 1, false},
        {"timing", "samples", offsetof(phw_sounding_row, timing), 1, true},
        {"cfo_hz", "Hz", offsetof(phw_sounding_row, cfo), rate_hz, true},
        {"clock_ppm", "ppm", offsetof(phw_sounding_row, clock), PPM, true},
    };

    double *value = NULL;
    PHW_TRY(phw_trace_add_column(&value, t, "start_sample", "samples"));
    for (size_t i = 0; i < s->n; ++i)
        value[i] = (double)s->row[i].start_sample;
    for (size_t k = 0; k < sizeof column / sizeof column[0]; ++k) {
        if (column[k].channel && s->measure != PHW_MEASURE_CHANNEL)
            continue;
        PHW_TRY(phw_trace_add_column(&value, t, column[k].name, column[k].unit));
        fill(value, s, column[k].offset, column[k].scale);
    }
    return PHW_OK;
}

static void fill_values(phw_trace *t, const phw_sounding_series *s)
{
    if (s->measure == PHW_MEASURE_CHANNEL) {
        memcpy(t->cplx, s->value, s->n * s->n_values * sizeof *s->value);
        t->noise_variance = s->variance / (double)s->n;
        return;
    }
    for (size_t i = 0; i < s->n; ++i) {
        const phw_sounding_row *row = &s->row[i];
        t->real[i] = (float)(s->measure == PHW_MEASURE_POWER ? 10 * log10(row->power)
                                                             : row->amplitude);
    }
}

phw_status phw_sounding_series_trace(phw_trace *out, const phw_sounding_series *s,
                                     const double *frequency, double rate_hz,
                                     double carrier_hz)
{
    static const phw_trace_kind kind[PHW_N_MEASURES] = {
        PHW_TRACE_CFR, PHW_TRACE_POWER_DB, PHW_TRACE_AMPLITUDE};
    phw_trace t = {0};
    if (s->n == 0)
        return phw_fail(PHW_ESHORT, "no burst was heard");
    PHW_TRY(
        phw_trace_alloc(&t, kind[s->measure], s->n, s->n_values > 0 ? s->n_values : 1));
    t.has_time = true;
    t.carrier_hz = carrier_hz;
    for (size_t i = 0; i < s->n; ++i) {
        t.time_s[i] = place_of(&s->row[i]) / rate_hz;
        t.sequence[i] = s->row[i].sequence;
    }
    for (size_t k = 0; k < s->n_values; ++k)
        t.coefficient[k] = frequency[k] * rate_hz;
    fill_values(&t, s);
    const phw_status status = add_columns(&t, s, rate_hz);
    if (status) {
        phw_trace_free(&t);
        return status;
    }
    *out = t;
    return PHW_OK;
}
