#include "tools/lab_probing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/cancel.h"
#include "tools/lab_air.h"
#include "tools/lab_iq.h"
#include "tools/lab_plan.h"
#include "tools/lab_sounding.h"
#include "tools/printable.h"
#include "tools/workers.h"

#define GIGA 1e9

/* Of all traces together. */
#define MEMORY_MAX (16 * GIGA)

/* Exchanges that one thread does at a time: enough that fading epochs are made once. */
#define CHUNK 64

/* One thread's things, made when it first needs them. */
typedef struct place {
    phw_air *air;
    phw_iq *iq;
    phw_cf *response; /* CHUNK rows of all subcarriers */
    bool found[CHUNK];
} place;

typedef struct bench {
    phw_lab_plan plan;
    phw_probing *out;
    place place[PHW_WORKERS_MAX];
    bool *found[PHW_LAB_TRACES_MAX]; /* whether a probe was received */
    uint64_t seed;
    uint32_t trial;
    size_t n_probes;
    size_t n_subcarriers;
    size_t n_most; /* values of a probe's largest observation */
    int observe;
    bool iq;
} bench;

size_t phw_probing_chunks(const phw_scenario *scenario)
{
    const size_t n = (size_t)scenario->value[PHW_SCENARIO_PROBES];
    return n / CHUNK + (n % CHUNK != 0);
}

void phw_probing_free(phw_probing *p)
{
    for (size_t i = 0; i < p->n; ++i)
        phw_trace_free(&p->trace[i]);
    free(p->trace);
    *p = (phw_probing){0};
}

/* Values of a probe: all tones of all channels of all hearings. */
static size_t width_of(const bench *b, const phw_air *air, size_t o)
{
    return phw_air_hearings(air, o) * phw_air_channels(air, o) * b->n_subcarriers;
}

/* The mean power over one hearing. */
static float power_of(const phw_cf *response, size_t n)
{
    double power = 0;
    for (size_t i = 0; i < n; ++i)
        power += phw_cf_power(response[i]);
    return (float)(10 * log10(power / (double)n));
}

static void store(phw_trace *t, size_t probe, const phw_cf *response, size_t n,
                  int observe)
{
    if (observe == PHW_OBSERVE_CFR) {
        memcpy(&t->cplx[probe * n], response, n * sizeof *response);
        return;
    }
    for (size_t i = 0; i < n && observe == PHW_OBSERVE_AMPLITUDE; ++i)
        t->real[probe * n + i] = (float)sqrt(phw_cf_power(response[i]));
    const size_t n_hearings = t->n_coefficients;
    for (size_t i = 0; i < n_hearings && observe == PHW_OBSERVE_POWER; ++i)
        t->real[probe * n_hearings + i] =
            power_of(response + i * (n / n_hearings), n / n_hearings);
}

static phw_status prepare(bench *b, place *p)
{
    if (p->response == NULL)
        PHW_TRY(phw_array_alloc(&p->response, b->n_most * CHUNK, sizeof(phw_cf)));
    if (p->air == NULL)
        PHW_TRY(phw_air_create(&p->air, b->plan.scenario, b->seed, b->trial));
    PHW_TRY(phw_air_randomize(p->air));
    if (p->iq == NULL && b->iq)
        PHW_TRY(phw_iq_create(&p->iq, p->air, b->seed, b->trial));
    return PHW_OK;
}

static phw_status observe(bench *b, place *p, size_t o, size_t from, size_t to)
{
    const size_t n = width_of(b, p->air, o);
    if (b->iq)
        return phw_iq_chunk(p->iq, p->response, p->found, o, from, to);
    for (size_t i = 0; i < to - from; ++i) {
        PHW_TRY(phw_cancel_check());
        PHW_TRY(phw_air_observe(p->air, p->response + i * n, o, from + i));
        p->found[i] = true;
    }
    return PHW_OK;
}

static phw_status probe_chunk(void *context, size_t item, size_t worker)
{
    bench *b = context;
    place *p = &b->place[worker];
    PHW_TRY(prepare(b, p));
    const size_t from = item * CHUNK;
    const size_t to = from + CHUNK < b->n_probes ? from + CHUNK : b->n_probes;
    for (size_t o = 0; o < b->plan.n; ++o) {
        const size_t n = width_of(b, p->air, o);
        phw_trace *t = &b->out->trace[o];
        PHW_TRY(observe(b, p, o, from, to));
        for (size_t i = 0; i < to - from; ++i) {
            store(t, from + i, p->response + i * n, n, b->observe);
            t->time_s[from + i] = phw_lab_plan_instant(&b->plan, o, from + i);
            b->found[o][from + i] = p->found[i];
        }
    }
    return PHW_OK;
}

/* Takes out the probes that were not received; their sequence numbers stay out. */
static phw_status compact(phw_trace *t, const bool *found)
{
    const size_t n = t->n_coefficients;
    size_t to = 0;
    for (size_t from = 0; from < t->n_probes; ++from) {
        if (!found[from])
            continue;
        t->time_s[to] = t->time_s[from];
        t->sequence[to] = t->sequence[from];
        if (t->real != NULL)
            memmove(t->real + to * n, t->real + from * n, n * sizeof *t->real);
        else
            memmove(t->cplx + to * n, t->cplx + from * n, n * sizeof *t->cplx);
        ++to;
    }
    if (to == 0)
        return phw_fail(PHW_ESHORT,
                        "%s received none of %zu probes: raise the signal-to-noise "
                        "ratio",
                        t->party, t->n_probes);
    t->n_probes = to;
    return PHW_OK;
}

static phw_status make_trace(phw_trace *t, const bench *b, const phw_air *air, size_t o)
{
    static const phw_trace_kind kind[] = {PHW_TRACE_CFR, PHW_TRACE_AMPLITUDE,
                                          PHW_TRACE_POWER_DB};
    const phw_scenario *s = b->plan.scenario;
    const double *v = s->value;
    const size_t n_channels =
        phw_air_hearings(air, o) *
        (b->observe == PHW_OBSERVE_POWER ? 1 : phw_air_channels(air, o));
    const size_t n = b->observe == PHW_OBSERVE_POWER ? 1 : b->n_subcarriers;

    PHW_TRY(phw_trace_alloc(t, kind[b->observe], b->n_probes, n * n_channels));
    t->has_time = true;
    t->n_antennas = n_channels;
    t->carrier_hz = v[PHW_SCENARIO_CARRIER_HZ];
    t->bandwidth_hz = v[PHW_SCENARIO_BANDWIDTH_HZ];
    if (b->observe == PHW_OBSERVE_CFR)
        t->noise_variance = phw_air_noise_variance(air, o);
    for (size_t c = 0; c < n_channels && b->observe != PHW_OBSERVE_POWER; ++c)
        PHW_TRY(phw_lab_sounding_offsets(t->coefficient + c * n, s));
    (void)snprintf(t->party, sizeof t->party, "%.63s", b->plan.observation[o].name);
    /* Not the path: the same scenario gives the same bytes wherever it lies. */
    (void)snprintf(t->origin, sizeof t->origin, "simulated: %.*s",
                   (int)phw_printable_cut(s->description, 200), s->description);
    return PHW_OK;
}

/* Arrays at both ends multiply what a probe holds; a chunk is at work beside the
 * traces.
 */
static phw_status check_size(const bench *b, const phw_air *air)
{
    double bytes = 0;
    for (size_t o = 0; o < b->plan.n; ++o)
        bytes += (double)(b->n_probes + CHUNK) * (double)width_of(b, air, o) *
                 sizeof(phw_cf);
    if (bytes <= MEMORY_MAX)
        return PHW_OK;
    return phw_fail(PHW_EINPUT,
                    "%s: n_probes x subcarriers x antennas are %.0f GB; expected at "
                    "most %.0f GB",
                    b->plan.scenario->path, bytes / GIGA, MEMORY_MAX / GIGA);
}

static phw_status prepare_traces(bench *b, const phw_air *air)
{
    for (size_t o = 0; o < b->plan.n; ++o) {
        const size_t n = width_of(b, air, o);
        b->n_most = n > b->n_most ? n : b->n_most;
        PHW_TRY(phw_array_alloc(&b->found[o], b->n_probes, sizeof(bool)));
        PHW_TRY(make_trace(&b->out->trace[o], b, air, o));
    }
    return PHW_OK;
}

/* One air is made beforehand, or is there: it says how large the traces are. */
static phw_status make_traces(bench *b)
{
    phw_air *air = b->place[0].air;
    if (air == NULL)
        PHW_TRY(phw_air_create(&air, b->plan.scenario, b->seed, b->trial));
    else
        PHW_TRY(phw_air_reset(air, b->seed, b->trial));
    b->place[0].air = air;
    PHW_TRY(phw_air_randomize(air));
    PHW_TRY(check_size(b, air));
    PHW_TRY(phw_array_alloc(&b->out->trace, b->plan.n, sizeof *b->out->trace));
    b->out->n = b->plan.n;
    return prepare_traces(b, air);
}

static phw_status set_up(bench *b, const phw_scenario *scenario)
{
    const double *v = scenario->value;
    PHW_TRY(phw_lab_plan_make(&b->plan, scenario));
    b->n_probes = (size_t)v[PHW_SCENARIO_PROBES];
    b->n_subcarriers = (size_t)v[PHW_SCENARIO_SUBCARRIERS];
    b->observe = (int)v[PHW_SCENARIO_OBSERVE];
    b->iq = (int)v[PHW_SCENARIO_LEVEL] == PHW_LEVEL_IQ;
    return make_traces(b);
}

static void tear_down(bench *b)
{
    for (size_t i = 0; i < PHW_WORKERS_MAX; ++i) {
        phw_iq_destroy(b->place[i].iq);
        phw_air_destroy(b->place[i].air);
        free(b->place[i].response);
    }
    for (size_t i = 0; i < PHW_LAB_TRACES_MAX; ++i)
        free(b->found[i]);
    free(b);
}

/* `b` is zero but for its seed, trial and, maybe, an air, which it leaves in place[0].
 */
static phw_status run(phw_probing *out, bench *b, const phw_scenario *scenario,
                      size_t n_threads, phw_progress *progress)
{
    phw_probing made = {0};
    b->out = &made;
    phw_status s = set_up(b, scenario);
    if (!s)
        s = phw_workers_run(n_threads, phw_probing_chunks(scenario), probe_chunk, b,
                            progress);
    for (size_t i = 0; i < made.n && !s; ++i)
        s = compact(&made.trace[i], b->found[i]);
    if (!s) {
        *out = made;
        return PHW_OK;
    }
    phw_probing_free(&made);
    /* What can't be after all is the file's, not an argument's. */
    return s == PHW_EARG ? phw_fail_within(PHW_EINPUT, "%s", scenario->path) : s;
}

static phw_status open_bench(bench **out, uint64_t seed, uint32_t trial)
{
    bench *b = calloc(1, sizeof *b);
    if (b == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the lab");
    b->seed = seed;
    b->trial = trial;
    *out = b;
    return PHW_OK;
}

phw_status phw_probing_run(phw_probing *out, const phw_scenario *scenario,
                           uint64_t seed, uint32_t trial, size_t n_threads,
                           phw_progress *progress)
{
    bench *b = NULL;
    PHW_TRY(open_bench(&b, seed, trial));
    const phw_status s = run(out, b, scenario, n_threads, progress);
    tear_down(b);
    return s;
}

phw_status phw_probing_trial(phw_probing *out, phw_air **inout,
                             const phw_scenario *scenario, uint64_t seed,
                             uint32_t trial)
{
    bench *b = NULL;
    PHW_TRY(open_bench(&b, seed, trial));
    b->place[0].air = *inout;
    const phw_status s = run(out, b, scenario, 1, NULL);
    *inout = b->place[0].air;
    b->place[0].air = NULL;
    tear_down(b);
    return s;
}
