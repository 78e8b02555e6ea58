#include "tools/lab_probing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/lab_iq.h"
#include "tools/workers.h"

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
    const phw_scenario *scenario;
    phw_probing *out;
    place place[PHW_WORKERS_MAX];
    bool *found[PHW_N_PARTIES]; /* whether a probe was received */
    uint64_t seed;
    uint32_t trial;
    size_t n_probes;
    size_t n_subcarriers;
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
    for (size_t i = 0; i < PHW_N_PARTIES; ++i)
        phw_trace_free(&p->trace[i]);
}

static void store(phw_trace *t, size_t probe, const phw_cf *response, size_t n,
                  int observe)
{
    if (observe == PHW_OBSERVE_CFR) {
        memcpy(&t->cplx[probe * n], response, n * sizeof *response);
        return;
    }
    double power = 0;
    for (size_t i = 0; i < n; ++i) {
        const double square = phw_cf_power(response[i]);
        power += square;
        if (observe == PHW_OBSERVE_AMPLITUDE)
            t->real[probe * n + i] = (float)sqrt(square);
    }
    if (observe == PHW_OBSERVE_POWER)
        t->real[probe] = (float)(10 * log10(power / (double)n));
}

static phw_status prepare(bench *b, place *p)
{
    if (p->response == NULL)
        PHW_TRY(
            phw_array_alloc(&p->response, b->n_subcarriers * CHUNK, sizeof(phw_cf)));
    if (p->air == NULL)
        PHW_TRY(phw_air_create(&p->air, b->scenario, b->seed, b->trial));
    if (p->iq == NULL && b->iq)
        PHW_TRY(phw_iq_create(&p->iq, p->air, b->scenario, b->seed, b->trial));
    return PHW_OK;
}

static phw_status observe(bench *b, place *p, unsigned party, size_t from, size_t to)
{
    if (b->iq)
        return phw_iq_chunk(p->iq, p->response, p->found, party, from, to);
    for (size_t i = 0; i < to - from; ++i) {
        PHW_TRY(phw_air_observe(p->air, p->response + i * b->n_subcarriers, party,
                                from + i));
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
    for (unsigned party = 0; party < PHW_N_PARTIES; ++party) {
        phw_trace *t = &b->out->trace[party];
        PHW_TRY(observe(b, p, party, from, to));
        for (size_t i = 0; i < to - from; ++i) {
            store(t, from + i, p->response + i * b->n_subcarriers, b->n_subcarriers,
                  b->observe);
            t->time_s[from + i] = phw_air_instant(p->air, party, from + i);
            b->found[party][from + i] = p->found[i];
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

static phw_status make_traces(phw_probing *out, const phw_scenario *s, int observe)
{
    static const phw_trace_kind kind[] = {PHW_TRACE_CFR, PHW_TRACE_AMPLITUDE,
                                          PHW_TRACE_POWER_DB};
    static const char *const party[PHW_N_PARTIES] = {"alice", "bob", "eve"};
    const double *v = s->value;
    const size_t n =
        observe == PHW_OBSERVE_POWER ? 1 : (size_t)v[PHW_SCENARIO_SUBCARRIERS];

    for (size_t i = 0; i < PHW_N_PARTIES; ++i) {
        phw_trace *t = &out->trace[i];
        PHW_TRY(phw_trace_alloc(t, kind[observe], (size_t)v[PHW_SCENARIO_PROBES], n));
        t->has_time = true;
        t->carrier_hz = v[PHW_SCENARIO_CARRIER_HZ];
        t->bandwidth_hz = v[PHW_SCENARIO_BANDWIDTH_HZ];
        if (observe == PHW_OBSERVE_CFR)
            t->noise_variance = pow(10, -v[PHW_SCENARIO_SNR_ALICE_DB + i] / 10);
        if (observe != PHW_OBSERVE_POWER)
            phw_air_offsets(t->coefficient, s);
        (void)snprintf(t->party, sizeof t->party, "%s", party[i]);
        /* Not the path: the same scenario gives the same bytes wherever it lies. */
        (void)snprintf(t->origin, sizeof t->origin, "simulated: %.200s",
                       s->description);
    }
    return PHW_OK;
}

static phw_status set_up(bench *b, const phw_scenario *scenario)
{
    const double *v = scenario->value;
    b->scenario = scenario;
    b->n_probes = (size_t)v[PHW_SCENARIO_PROBES];
    b->n_subcarriers = (size_t)v[PHW_SCENARIO_SUBCARRIERS];
    b->observe = (int)v[PHW_SCENARIO_OBSERVE];
    b->iq = (int)v[PHW_SCENARIO_LEVEL] == PHW_LEVEL_IQ;
    for (size_t i = 0; i < PHW_N_PARTIES; ++i)
        PHW_TRY(phw_array_alloc(&b->found[i], b->n_probes, sizeof(bool)));
    return make_traces(b->out, scenario, b->observe);
}

static void tear_down(bench *b)
{
    for (size_t i = 0; i < PHW_WORKERS_MAX; ++i) {
        phw_iq_destroy(b->place[i].iq);
        phw_air_destroy(b->place[i].air);
        free(b->place[i].response);
    }
    for (size_t i = 0; i < PHW_N_PARTIES; ++i)
        free(b->found[i]);
    free(b);
}

phw_status phw_probing_run(phw_probing *out, const phw_scenario *scenario,
                           uint64_t seed, uint32_t trial, size_t n_threads,
                           phw_progress *progress)
{
    phw_probing made = {0};
    bench *b = calloc(1, sizeof *b);
    if (b == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the lab");
    b->out = &made;
    b->seed = seed;
    b->trial = trial;
    phw_status s = set_up(b, scenario);
    if (!s)
        s = phw_workers_run(n_threads, phw_probing_chunks(scenario), probe_chunk, b,
                            progress);
    for (size_t i = 0; i < PHW_N_PARTIES && !s; ++i)
        s = compact(&made.trace[i], b->found[i]);
    tear_down(b);
    if (s) {
        phw_probing_free(&made);
        return s;
    }
    *out = made;
    return PHW_OK;
}
