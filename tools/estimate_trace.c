#include "tools/estimate_trace.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/cancel.h"

typedef struct bench {
    const phw_trace_pilots *pilots;
    const phw_estimate_plan *plan;
    phw_channel_estimation *estimation;
    phw_trace *out;
    phw_cf *value; /* a response */
    phw_ray ray[PHW_DELAY_TAPS_MAX];
    size_t n_rays; /* that the method gave last */
    double *error; /* columns, NULL those that there are not */
    double *mean;
    double *spread;
    double *count;
    double *delay[PHW_ESTIMATE_RAYS_MAX];
    double *power[PHW_ESTIMATE_RAYS_MAX];
    double sums[5]; /* error, change, rays, and power times delay, power */
    double squares; /* power times delay squared */
} bench;

static phw_status estimate(bench *b, phw_channel_response *out, size_t probe,
                           size_t antenna)
{
    const phw_pilot_estimate pilots = phw_trace_pilots_at(b->pilots, probe, antenna);
    *out = (phw_channel_response){.value = b->value, .path = b->ray};
    const phw_status s = b->plan->method->estimate(out, b->estimation, &pilots);
    if (s)
        return phw_fail_within(s, "probe %zu", probe);
    for (size_t k = 0; k < pilots.n; ++k)
        b->sums[1] += phw_cf_power(pilots.value[k] - b->value[k]);
    return PHW_OK;
}

static void store(bench *b, const phw_channel_response *r, size_t probe, size_t antenna)
{
    const size_t n = b->out->n_coefficients / b->out->n_antennas;
    phw_cf *to = b->out->cplx + probe * b->out->n_coefficients + antenna * n;
    for (size_t i = 0; i < n; ++i)
        to[i] = b->plan->impulse ? b->ray[i].gain : r->value[i];
}

typedef struct moments {
    double power, first, second;
} moments;

static void add_rays(moments *m, const phw_ray *ray, size_t n)
{
    for (size_t l = 0; l < n; ++l) {
        const double power = phw_cf_power(ray[l].gain);
        m->power += power;
        m->first += power * ray[l].delay;
        m->second += power * ray[l].delay * ray[l].delay;
    }
}

static int by_power(const void *a, const void *b)
{
    const double x = phw_cf_power(((const phw_ray *)a)->gain);
    const double y = phw_cf_power(((const phw_ray *)b)->gain);
    return (x < y) - (x > y);
}

/* The strongest paths of the first antenna. */
static void tell_rays(bench *b, size_t probe, size_t n)
{
    const double rate = b->pilots->rate_hz;
    if (n > 1)
        qsort(b->ray, n, sizeof *b->ray, by_power);
    for (size_t l = 0; l < b->plan->n_rays && l < n; ++l) {
        const double power = phw_cf_power(b->ray[l].gain);
        if (power == 0)
            break;
        b->delay[l][probe] = b->ray[l].delay / rate;
        b->power[l][probe] = 10 * log10(power);
    }
}

static void tell_moments(bench *b, const moments *m, size_t probe)
{
    const double rate = b->pilots->rate_hz;
    b->sums[3] += m->first;
    b->sums[4] += m->power;
    b->squares += m->second;
    if (!(m->power > 0))
        return;
    const double mean = m->first / m->power;
    b->mean[probe] = mean / rate;
    b->spread[probe] = sqrt(fmax(0, m->second / m->power - mean * mean)) / rate;
}

static phw_status estimate_probe(bench *b, size_t probe)
{
    const size_t n_antennas = b->out->n_antennas;
    moments m = {0, 0, 0};
    double error = 0;
    double count = 0;
    for (size_t a = 0; a < n_antennas; ++a) {
        phw_channel_response r;
        PHW_TRY(estimate(b, &r, probe, a));
        store(b, &r, probe, a);
        error += r.error / (double)n_antennas;
        add_rays(&m, b->ray, r.n_paths);
        for (size_t l = 0; l < r.n_paths; ++l)
            count += b->ray[l].gain != 0;
        if (a == 0)
            tell_rays(b, probe, r.n_paths);
    }
    b->error[probe] = error;
    b->sums[0] += error;
    b->sums[2] += count / (double)n_antennas;
    if (b->plan->method->has_paths) {
        b->count[probe] = count / (double)n_antennas;
        tell_moments(b, &m, probe);
    }
    return PHW_OK;
}

/* The taps of the first estimate are those of all. */
static phw_status write_delays(bench *b)
{
    phw_channel_response r;
    const size_t n = b->out->n_coefficients;
    PHW_TRY(estimate(b, &r, 0, 0));
    b->sums[1] = 0;
    for (size_t i = 0; i < n; ++i)
        b->out->coefficient[i] =
            b->ray[i % (n / b->out->n_antennas)].delay / b->pilots->rate_hz;
    return PHW_OK;
}

static phw_status add_ray_columns(bench *b)
{
    char name[48];
    for (size_t l = 0; l < b->plan->n_rays; ++l) {
        (void)snprintf(name, sizeof name, "ray%zu_delay_s", l + 1);
        PHW_TRY(phw_trace_add_column(&b->delay[l], b->out, name, "s"));
        (void)snprintf(name, sizeof name, "ray%zu_power_db", l + 1);
        PHW_TRY(phw_trace_add_column(&b->power[l], b->out, name, "dB"));
    }
    return PHW_OK;
}

static phw_status add_columns(bench *b)
{
    phw_trace *t = b->out;
    PHW_TRY(phw_trace_add_column(&b->error, t, "estimate_error", "1"));
    if (!b->plan->method->has_paths)
        return PHW_OK;
    PHW_TRY(phw_trace_add_column(&b->mean, t, "mean_delay_s", "s"));
    PHW_TRY(phw_trace_add_column(&b->spread, t, "rms_delay_s", "s"));
    PHW_TRY(phw_trace_add_column(&b->count, t, "rays", "1"));
    return add_ray_columns(b);
}

/* A trace of that many coefficients that is `from` in all else. */
static phw_status copy_shape(phw_trace *out, const phw_trace *from, phw_trace_kind kind,
                             size_t n_coefficients)
{
    phw_trace t = {0};
    PHW_TRY(phw_trace_alloc(&t, kind, from->n_probes, n_coefficients));
    memcpy(t.time_s, from->time_s, from->n_probes * sizeof *t.time_s);
    memcpy(t.sequence, from->sequence, from->n_probes * sizeof *t.sequence);
    t.n_antennas = from->n_antennas;
    t.has_time = from->has_time;
    t.carrier_hz = from->carrier_hz;
    t.bandwidth_hz = from->bandwidth_hz;
    memcpy(t.party, from->party, sizeof t.party);
    memcpy(t.origin, from->origin, sizeof t.origin);
    phw_status s = PHW_OK;
    for (size_t c = 0; c < from->n_columns && !s; ++c) {
        double *value = NULL;
        s = phw_trace_add_column(&value, &t, from->column[c].name,
                                 from->column[c].unit);
        if (!s)
            memcpy(value, from->column[c].value, from->n_probes * sizeof *value);
    }
    if (s) {
        phw_trace_free(&t);
        return s;
    }
    *out = t;
    return PHW_OK;
}

/* How many taps an estimate has. */
static phw_status count_taps(bench *b, size_t *n)
{
    phw_channel_response r;
    if (!b->plan->method->on_grid)
        return phw_fail(PHW_EARG,
                        "--cir: %s has no delays of its own for all probes; take lmmse "
                        "or taps",
                        b->plan->method->name);
    PHW_TRY(estimate(b, &r, 0, 0));
    *n = r.n_paths;
    return PHW_OK;
}

static phw_status prepare(bench *b, phw_trace *out)
{
    const phw_pilot_estimate pilots = phw_trace_pilots_at(b->pilots, 0, 0);
    const phw_trace *from = b->pilots->trace;
    size_t n = b->pilots->n;
    PHW_TRY(phw_array_alloc(&b->value, n, sizeof *b->value));
    PHW_TRY(b->plan->method->create(&b->estimation, &pilots, &b->plan->config));
    if (b->plan->impulse)
        PHW_TRY(count_taps(b, &n));
    PHW_TRY(copy_shape(out, from, b->plan->impulse ? PHW_TRACE_CIR : PHW_TRACE_CFR,
                       n * from->n_antennas));
    b->out = out;
    b->sums[1] = 0;
    if (b->plan->impulse)
        PHW_TRY(write_delays(b));
    else
        memcpy(out->coefficient, from->coefficient,
               from->n_coefficients * sizeof *out->coefficient);
    return add_columns(b);
}

static void conclude(phw_estimate_figures *f, const bench *b)
{
    const double n = (double)b->out->n_probes;
    const double rate = b->pilots->rate_hz;
    const double mean = b->sums[3] / b->sums[4];
    const bool paths = b->plan->method->has_paths;
    *f = (phw_estimate_figures){
        .error = b->sums[0] / n,
        .change = b->sums[1] / (n * (double)b->pilots->trace->n_coefficients),
        .n_rays = paths ? b->sums[2] / n : (double)NAN,
        .mean_delay_s = paths ? mean / rate : (double)NAN,
        .rms_delay_s = paths
                           ? sqrt(fmax(0, b->squares / b->sums[4] - mean * mean)) / rate
                           : (double)NAN};
}

static phw_status run(bench *b, phw_trace *out, phw_progress *progress)
{
    PHW_TRY(prepare(b, out));
    for (size_t p = 0; p < out->n_probes; ++p) {
        PHW_TRY(phw_cancel_check());
        PHW_TRY(estimate_probe(b, p));
        phw_progress_show(progress, (double)p);
    }
    return PHW_OK;
}

phw_status phw_estimate_trace(phw_trace *out, phw_estimate_figures *figures,
                              const phw_trace_pilots *pilots,
                              const phw_estimate_plan *plan, phw_progress *progress)
{
    phw_trace made = {0};
    bench *b = calloc(1, sizeof *b);
    if (b == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to estimate a trace");
    b->pilots = pilots;
    b->plan = plan;
    const phw_status s = run(b, &made, progress);
    if (!s) {
        conclude(figures, b);
        /* Of taps: what is left of the noise in one of them, on average. */
        made.noise_variance = plan->impulse ? figures->error * (double)made.n_antennas /
                                                  (double)made.n_coefficients
                                            : figures->error;
        *out = made;
    } else {
        phw_trace_free(&made);
    }
    plan->method->destroy(b->estimation);
    free(b->value);
    free(b);
    return s;
}
