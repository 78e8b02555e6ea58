#include "tools/lab_radio.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/calibration.h"
#include "channel/front_end.h"
#include "core/signal.h"
#include "tools/scenario_radio.h"

/* Of the calibrations' streams, apart from those of the front ends. */
#define CALIBRATION 0x800000

/* From which sample of what is received on a receiver's gain is another one. */
typedef struct gain_step {
    uint64_t sample;
    double gain_db;
} gain_step;

struct phw_lab_radio {
    const phw_lab_plan *plan;
    phw_front_end *front_end[PHW_LAB_NODES_MAX]; /* NULL: an ideal one */
    phw_cf *residual[PHW_LAB_NODES_MAX]; /* on each subcarrier; NULL: not calibrated */
    phw_lab_interference *interference;
    phw_cf *in; /* a signal and the zeros after it */
    phw_cf *out;
    size_t room;     /* of both */
    gain_step *step; /* of what was received last, room for one a sample */
    size_t n_steps;
    double level[PHW_LAB_NODES_MAX]; /* amplitudes that receivers are set for */
    uint64_t seed;
    uint32_t trial;
};

static void note_gain(void *context, uint64_t sample, double gain_db)
{
    phw_lab_radio *radio = context;
    radio->step[radio->n_steps++] = (gain_step){sample, gain_db};
}

static phw_status make_one(phw_lab_radio *radio, size_t node)
{
    const phw_scenario *s = radio->plan->scenario;
    const phw_scenario_item *item = radio->plan->node[node].item;
    phw_front_end_config config = {0};
    /* Without nodes the hub has all the offset that there is. */
    if (item == NULL)
        config.oscillator.cfo_hz = node == 0 ? s->value[PHW_SCENARIO_CFO_HZ] : 0;
    if (item != NULL)
        PHW_TRY(phw_scenario_radio(&config, NULL, item));
    if (phw_scenario_radio_is_ideal(&config))
        return PHW_OK;
    config.agc.log = note_gain;
    config.agc.context = radio;
    /* A radio keeps its flaws over all trials; its noise goes on. */
    const phw_rng flaws = {
        .seed = radio->seed,
        .purpose = PHW_RNG_PURPOSE(PHW_RNG_IMPAIRMENT, node * PHW_FRONT_END_STREAMS)};
    phw_rng noise = flaws;
    noise.trial = radio->trial;
    if (phw_front_end_create(&radio->front_end[node], &config,
                             s->value[PHW_SCENARIO_BANDWIDTH_HZ], &flaws,
                             &noise) != PHW_OK)
        return phw_fail_within(PHW_EARG, "nodes.%s", radio->plan->node[node].name);
    return PHW_OK;
}

/* What a node's calibration leaves of the ratio of its two chains. */
static phw_status calibrate(phw_lab_radio *radio, size_t node)
{
    const phw_scenario_item *item = radio->plan->node[node].item;
    const size_t n = (size_t)radio->plan->scenario->value[PHW_SCENARIO_SUBCARRIERS];
    if (item == NULL || phw_scenario_item_value(item, PHW_NODE_CALIBRATION_DB) >= 0)
        return PHW_OK;
    const phw_rng rng = {radio->seed,
                         PHW_RNG_PURPOSE(PHW_RNG_IMPAIRMENT, CALIBRATION + node),
                         radio->trial};
    const double db = phw_scenario_item_value(item, PHW_NODE_CALIBRATION_DB);
    PHW_TRY(phw_array_alloc(&radio->residual[node], n, sizeof(phw_cf)));
    phw_calibration_residual(radio->residual[node], n, pow(10, db / 10), &rng);
    return PHW_OK;
}

phw_status phw_lab_radio_create(phw_lab_radio **out, const phw_lab_plan *plan,
                                uint64_t seed, uint32_t trial)
{
    phw_lab_radio *radio = calloc(1, sizeof *radio);
    if (radio == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for radios");
    radio->plan = plan;
    radio->seed = seed;
    radio->trial = trial;
    phw_status s = phw_lab_interference_create(&radio->interference, plan, seed, trial);
    for (size_t i = 0; i < plan->n_nodes && !s; ++i) {
        radio->level[i] = 1;
        s = make_one(radio, i);
        if (!s)
            s = calibrate(radio, i);
    }
    if (s) {
        phw_lab_radio_destroy(radio);
        return s;
    }
    *out = radio;
    return PHW_OK;
}

void phw_lab_radio_destroy(phw_lab_radio *radio)
{
    if (radio == NULL)
        return;
    for (size_t i = 0; i < PHW_LAB_NODES_MAX; ++i)
        phw_front_end_destroy(radio->front_end[i]);
    for (size_t i = 0; i < PHW_LAB_NODES_MAX; ++i)
        free(radio->residual[i]);
    phw_lab_interference_destroy(radio->interference);
    free(radio->in);
    free(radio->out);
    free(radio->step);
    free(radio);
}

/* Room for n samples and what a clock that is off keeps back of them. */
static phw_status make_room(phw_lab_radio *radio, const phw_front_end *f, size_t n)
{
    const size_t room = phw_front_end_room(f, n + phw_front_end_latency(f));
    if (room <= radio->room)
        return PHW_OK;
    free(radio->in);
    free(radio->out);
    free(radio->step);
    radio->in = NULL;
    radio->out = NULL;
    radio->step = NULL;
    radio->room = 0;
    PHW_TRY(phw_array_alloc(&radio->in, room, sizeof *radio->in));
    PHW_TRY(phw_array_alloc(&radio->out, room, sizeof *radio->out));
    PHW_TRY(phw_array_alloc(&radio->step, room, sizeof *radio->step));
    radio->room = room;
    return PHW_OK;
}

typedef size_t run_chain(phw_front_end *front_end, phw_cf *out, const phw_cf *in,
                         size_t n);

/* n samples through one chain, from an instant on; what a slow clock lacks is silent.
 */
static phw_status run(phw_lab_radio *radio, phw_cf *out, const phw_cf *in, size_t n,
                      size_t node, double time_s, run_chain *chain)
{
    phw_front_end *f = radio->front_end[node];
    PHW_TRY(make_room(radio, f, n));
    const size_t more = phw_front_end_latency(f);
    memcpy(radio->in, in, n * sizeof *in);
    memset(radio->in + n, 0, more * sizeof *in);
    phw_front_end_start(f, time_s);
    const size_t got = chain(f, radio->out, radio->in, n + more);
    const size_t kept = got < n ? got : n;
    memcpy(out, radio->out, kept * sizeof *out);
    memset(out + kept, 0, (n - kept) * sizeof *out);
    return PHW_OK;
}

phw_status phw_lab_radio_transmit(phw_lab_radio *radio, phw_cf *out, const phw_cf *in,
                                  size_t n, size_t node, double time_s)
{
    if (radio->front_end[node] != NULL)
        return run(radio, out, in, n, node, time_s, phw_front_end_transmit);
    memcpy(out, in, n * sizeof *out);
    return PHW_OK;
}

static void scale(phw_cf *inout, size_t n, double factor)
{
    for (size_t i = 0; i < n && factor != 1; ++i)
        inout[i] *= (float)factor;
}

phw_status phw_lab_radio_receive(phw_lab_radio *radio, phw_cf *inout, size_t n,
                                 size_t node, double time_s, double noise_variance)
{
    radio->n_steps = 0;
    const phw_lab_listener listener = {.node = node, .noise_variance = noise_variance};
    PHW_TRY(phw_lab_interference_add(radio->interference, &listener, inout, n, time_s));
    if (radio->front_end[node] == NULL)
        return PHW_OK;
    scale(inout, n, 1 / radio->level[node]);
    PHW_TRY(run(radio, inout, inout, n, node, time_s, phw_front_end_receive));
    scale(inout, n, radio->level[node]);
    return PHW_OK;
}

void phw_lab_radio_expect(phw_lab_radio *radio, size_t node, double amplitude)
{
    radio->level[node] = amplitude;
}

void phw_lab_radio_undo_gain(const phw_lab_radio *radio, phw_cf *inout, size_t n)
{
    for (size_t i = 0; i < radio->n_steps && radio->step[i].sample < n; ++i) {
        const size_t from = (size_t)radio->step[i].sample;
        const size_t to = i + 1 < radio->n_steps && radio->step[i + 1].sample < n
                              ? (size_t)radio->step[i + 1].sample
                              : n;
        scale(inout + from, to - from, pow(10, -radio->step[i].gain_db / 20));
    }
}

static double complex gain(const phw_lab_radio *radio, size_t node, bool transmit,
                           double offset_hz)
{
    const phw_front_end *f = radio->front_end[node];
    return f != NULL ? (double complex)phw_front_end_gain(f, transmit, offset_hz) : 1;
}

static double phase(const phw_lab_radio *radio, size_t node, double time_s)
{
    phw_front_end *f = radio->front_end[node];
    return f != NULL ? phw_front_end_phase(f, time_s) : 0;
}

bool phw_lab_radio_is_ideal(const phw_lab_radio *radio)
{
    for (size_t i = 0; i < radio->plan->n_nodes; ++i) {
        if (radio->plan->node[i].item != NULL &&
            (radio->front_end[i] != NULL || radio->residual[i] != NULL))
            return false;
    }
    return true;
}

void phw_lab_radio_factors(phw_lab_radio *radio, phw_cf *factor,
                           const double *offset_hz, size_t n, size_t from, size_t to,
                           double time_s)
{
    const double turn = phase(radio, from, time_s) - phase(radio, to, time_s);
    const double complex rotor = CMPLX(cos(turn), sin(turn));
    /* A calibrated receiver has put its transmitter's response in place of its own, but
     * for what is left. */
    const phw_cf *residual = radio->residual[to];
    for (size_t k = 0; k < n; ++k) {
        const double complex left = residual != NULL ? (double complex)residual[k] : 1;
        factor[k] = (phw_cf)(rotor * left * gain(radio, from, true, offset_hz[k]) *
                             gain(radio, to, residual != NULL, offset_hz[k]));
    }
}

void phw_lab_radio_calibrate(const phw_lab_radio *radio, phw_cf *inout,
                             const double *offset_hz, size_t n, size_t node)
{
    const phw_cf *residual = radio->residual[node];
    if (residual == NULL)
        return;
    for (size_t k = 0; k < n; ++k)
        inout[k] *= residual[k] * (phw_cf)(gain(radio, node, true, offset_hz[k]) /
                                           gain(radio, node, false, offset_hz[k]));
}

phw_lab_interference *phw_lab_radio_interference(phw_lab_radio *radio)
{
    return radio->interference;
}
