#include "tools/group_link.h"

#include <math.h>
#include <stdlib.h>

#include "channel/light_speed.h"
#include "core/entropy.h"
#include "core/signal.h"
#include "kgen/eavesdropper.h"
#include "kgen/eavesdropper_view.h"
#include "tools/keygen.h"
#include "tools/lab_network.h"
#include "tools/lab_plan.h"
#include "tools/lab_probing.h"

/* The nodes of a pair's own scenario. */
enum {
    FROM = 0,
    TO,
    THIRD /* the neighbour where there is one, else the first observer */
};

/* What was measured of everybody who listened. */
typedef struct audience {
    phw_eavesdropper *listener; /* one a trace */
    bool *is_neighbour;
    size_t n;
} audience;

static void audience_free(audience *a)
{
    for (size_t i = 0; i < a->n; ++i)
        phw_eavesdropper_free(&a->listener[i]);
    free(a->listener);
    free(a->is_neighbour);
}

/* A pair, simulated. */
typedef struct session {
    const phw_agreement_config *config;
    phw_scenario scenario;
    phw_lab_plan plan;
    phw_probing probing;
    uint64_t seed;
    uint32_t link;
    bool has_neighbour;
} session;

static phw_status agree(phw_keygen *out, const session *s, double eve_bits)
{
    phw_agreement_config config = *s->config;
    phw_entropy entropy[2] = {0};
    config.eve_information_bits = fmax(config.eve_information_bits, eve_bits);
    PHW_TRY(phw_keygen_sources(entropy, s->seed, "group ", s->link));
    return phw_keygen_run(out, &s->probing.trace[PHW_PARTY_ALICE],
                          &s->probing.trace[PHW_PARTY_BOB], NULL, &config, entropy,
                          NULL);
}

static phw_status measure_one(audience *a, const session *s, const phw_keygen *k,
                              size_t observation)
{
    const phw_trace *alice = &s->probing.trace[PHW_PARTY_ALICE];
    phw_trace usable = {0};
    PHW_TRY(phw_eavesdropper_trace(&usable, &s->probing.trace[observation]));
    const phw_status status = phw_eavesdropper_measure(
        &a->listener[a->n], alice, &usable, &k->rehearsal.facts, s->config);
    phw_trace_free(&usable);
    PHW_TRY(status);
    a->is_neighbour[a->n++] =
        s->has_neighbour && s->plan.observation[observation].receiver == THIRD;
    return PHW_OK;
}

static phw_status measure_all(audience *a, const session *s, const phw_keygen *k)
{
    PHW_TRY(phw_array_alloc(&a->listener, s->plan.n, sizeof *a->listener));
    PHW_TRY(phw_array_alloc(&a->is_neighbour, s->plan.n, sizeof *a->is_neighbour));
    for (size_t i = 0; i < s->plan.n; ++i) {
        if (s->plan.observation[i].receiver >= THIRD)
            PHW_TRY(measure_one(a, s, k, i));
    }
    return PHW_OK;
}

/* What they know of the raw bits as used, or of all of them. */
static void known(double *neighbour, double *observers, const audience *a,
                  const phw_keygen *k, bool of_all)
{
    const phw_rehearsal *r = &k->rehearsal;
    const phw_bits none = {0};
    *neighbour = 0;
    *observers = 0;
    for (size_t i = 0; i < a->n; ++i) {
        const double bits =
            phw_eavesdropper_bits(&a->listener[i], r->segment, r->n_segments,
                                  of_all ? &none : &r->facts.used);
        *(a->is_neighbour[i] ? neighbour : observers) += bits;
    }
}

/* Again, charged. Which planes are reconciled depends a little on the bits drawn for
 * comparison: first with some slack, then with what all planes together can tell. */
static phw_status charge(phw_keygen *inout, const session *s, const audience *a)
{
    enum {
        RUNS = 2
    };

    double charged = 0;
    for (unsigned run = 0; run <= RUNS; ++run) {
        double neighbour = 0;
        double observers = 0;
        known(&neighbour, &observers, a, inout, run == RUNS);
        if (neighbour + observers <= charged)
            return PHW_OK;
        charged = (run < RUNS ? 1.02 : 1) * (neighbour + observers);
        phw_keygen_free(inout);
        *inout = (phw_keygen){0};
        PHW_TRY(agree(inout, s, charged));
    }
    return PHW_OK;
}

static void note_neighbour(phw_group_outcome *out, const session *s, const audience *a,
                           const phw_keygen *k)
{
    const phw_rehearsal *r = &k->rehearsal;
    out->neighbour_correlation = (double)NAN;
    out->neighbour_multiple = (double)NAN;
    for (size_t i = 0; i < a->n; ++i) {
        if (a->is_neighbour[i])
            out->neighbour_multiple =
                fmax(out->neighbour_multiple,
                     phw_eavesdropper_correlation(&a->listener[i], r->segment,
                                                  r->n_segments, &r->facts.used));
    }
    if (!s->has_neighbour)
        return;
    phw_matched m = {0};
    if (phw_matched_make(
            &m, &s->probing.trace[PHW_PARTY_ALICE], &s->probing.trace[PHW_PARTY_BOB],
            &s->probing.trace[PHW_PARTY_EVE], s->config, &r->facts) == PHW_OK)
        out->neighbour_correlation = phw_matched_correlation(&m.alice, &m.eve);
    phw_matched_free(&m);
}

static phw_status note(phw_group_outcome *out, const session *s, const audience *a,
                       const phw_keygen *k)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    out->status = k->status;
    out->n_raw = k->n_raw;
    out->disagreement_rate = k->disagreement_rate;
    out->certified_bits = k->certified_bits;
    out->shortfall_bits = r->shortfall_bits;
    out->n_messages = k->rehearsal.n_messages;
    out->n_bytes = k->rehearsal.n_bytes;
    known(&out->neighbour_bits, &out->observer_bits, a, k, false);
    /* Two traces of one listener may each tell all there is. */
    out->neighbour_bits = fmin(out->neighbour_bits, (double)k->n_raw);
    out->observer_bits = fmin(out->observer_bits, (double)k->n_raw);
    note_neighbour(out, s, a, k);
    if (k->status != PHW_OK)
        return PHW_OK;
    return phw_bits_copy(&out->key, &k->rehearsal.key[PHW_ALICE]);
}

static phw_status make_key(phw_group_outcome *out, const session *s)
{
    phw_keygen k = {0};
    audience a = {0};
    phw_status status = agree(&k, s, 0);
    if (!status && k.n_raw > 0)
        status = measure_all(&a, s, &k);
    if (!status)
        status = charge(&k, s, &a);
    if (!status)
        status = note(out, s, &a, &k);
    audience_free(&a);
    phw_keygen_free(&k);
    return status;
}

static phw_status note_channel(phw_group_outcome *out, const session *s)
{
    phw_network *network = NULL;
    double re = 0;
    double im = 0;
    out->channel_correlation = (double)NAN;
    out->distance_wavelengths = out->pair.distance_m *
                                s->scenario.value[PHW_SCENARIO_CARRIER_HZ] /
                                PHW_LIGHT_SPEED_M_S;
    if (!s->has_neighbour)
        return PHW_OK;
    PHW_TRY(phw_lab_network_create(&network, &s->plan, s->seed, s->link));
    phw_network_correlation(&re, &im, network, TO, THIRD, FROM);
    phw_network_destroy(network);
    out->channel_correlation = hypot(re, im);
    return PHW_OK;
}

static phw_status simulate(phw_group_outcome *out, session *s,
                           const phw_scenario *scenario)
{
    phw_group_scenario(&s->scenario, scenario, &out->pair);
    PHW_TRY(phw_lab_plan_make(&s->plan, &s->scenario));
    PHW_TRY(note_channel(out, s));
    PHW_TRY(phw_probing_run(&s->probing, &s->scenario, s->seed, s->link, 1, NULL));
    return make_key(out, s);
}

phw_status phw_group_link_run(phw_group_outcome *out, const phw_scenario *scenario,
                              const phw_group_pair *pair,
                              const phw_agreement_config *config, uint64_t seed,
                              uint32_t link)
{
    session *s =
        calloc(1, sizeof *s); /* scenarios are too large for a thread's stack */
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "group: no memory for a pair");
    s->config = config;
    s->seed = seed;
    s->link = link;
    s->has_neighbour = pair->neighbour != SIZE_MAX;
    phw_group_outcome made = {.pair = *pair};
    const phw_status status = simulate(&made, s, scenario);
    phw_probing_free(&s->probing);
    free(s);
    if (status)
        phw_group_outcome_free(&made);
    else
        *out = made;
    return status;
}

void phw_group_outcome_free(phw_group_outcome *outcome)
{
    phw_bits_free(&outcome->key);
    *outcome = (phw_group_outcome){0};
}
