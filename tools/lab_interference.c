#include "tools/lab_interference.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/interference.h"
#include "phy/ofdm.h"
#include "phy/wifi_frame.h"

/* The samples of a frame that its estimate reads: both training symbols, early. */
#define N_TRAINING    (2 * PHW_OFDM_N_FFT)
#define TRAINING_AT   (PHW_OFDM_LONG_AT - PHW_WIFI_FRAME_BEFORE)
#define N_UP_TO_THERE (TRAINING_AT + N_TRAINING)

struct phw_lab_interference {
    const phw_lab_plan *plan;
    phw_interference *source[PHW_SCENARIO_ITEMS_MAX]; /* of the node that hears next */
    size_t n_sources;
    size_t node;  /* whose sources these are, from 1; 0: none yet */
    bool listens; /* one of them */
    phw_cf sample[N_UP_TO_THERE];
    uint64_t seed;
    uint32_t trial;
};

phw_status phw_lab_interference_create(phw_lab_interference **out,
                                       const phw_lab_plan *plan, uint64_t seed,
                                       uint32_t trial)
{
    phw_lab_interference *x = calloc(1, sizeof *x);
    if (x == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for interferers");
    x->plan = plan;
    x->seed = seed;
    x->trial = trial;
    *out = x;
    return PHW_OK;
}

static void drop_sources(phw_lab_interference *x)
{
    for (size_t i = 0; i < x->n_sources; ++i)
        phw_interference_destroy(x->source[i]);
    x->n_sources = 0;
    x->node = 0;
    x->listens = false;
}

void phw_lab_interference_destroy(phw_lab_interference *interference)
{
    if (interference == NULL)
        return;
    drop_sources(interference);
    free(interference);
}

/* Whether a node hears an interferer. */
static bool is_heard(const phw_lab_interference *x, const phw_scenario_item *item,
                     size_t node)
{
    const char *target = phw_scenario_item_text(item, PHW_INTERFERER_TARGET);
    return *target == '\0' || strcmp(target, x->plan->node[node].name) == 0;
}

static phw_status add_source(phw_lab_interference *x, size_t i,
                             const phw_lab_listener *listener)
{
    const phw_scenario *s = x->plan->scenario;
    const phw_scenario_item *item = phw_scenario_item_at(s, PHW_SECTION_INTERFERERS, i);
    if (!is_heard(x, item, listener->node))
        return PHW_OK;
    phw_interferer_choice choice;
    PHW_TRY(phw_interferer_choose(&choice,
                                  phw_scenario_item_text(item, PHW_INTERFERER_KIND)));
    choice.params.value[0] = phw_scenario_item_value(item, PHW_INTERFERER_POWER_DB);
    const size_t source = i * PHW_LAB_NODES_MAX + listener->node;
    const phw_rng rng = {
        x->seed,
        PHW_RNG_PURPOSE(PHW_RNG_INTERFERENCE, source * PHW_INTERFERENCE_STREAMS),
        x->trial};
    PHW_TRY(phw_interference_create(&x->source[x->n_sources], &choice,
                                    listener->noise_variance,
                                    s->value[PHW_SCENARIO_BANDWIDTH_HZ], &rng));
    ++x->n_sources;
    x->listens = x->listens || choice.entry->reaction != NULL;
    return PHW_OK;
}

/* Makes the sources those of a listener. */
static phw_status turn_to(phw_lab_interference *x, const phw_lab_listener *listener)
{
    if (x->node == listener->node + 1)
        return PHW_OK;
    drop_sources(x);
    for (size_t i = 0;
         i < phw_scenario_count(x->plan->scenario, PHW_SECTION_INTERFERERS); ++i)
        PHW_TRY(add_source(x, i, listener));
    x->node = listener->node + 1;
    return PHW_OK;
}

phw_status phw_lab_interference_add(phw_lab_interference *interference,
                                    const phw_lab_listener *listener, phw_cf *inout,
                                    size_t n, double time_s)
{
    PHW_TRY(turn_to(interference, listener));
    for (size_t i = 0; i < interference->n_sources; ++i) {
        phw_interference_start(interference->source[i], time_s);
        phw_interference_add(interference->source[i], inout, n);
    }
    return PHW_OK;
}

/* The estimator is linear: the transforms' mean, over the training's amplitude. Signs
 * of its carriers change no law. */
static phw_cf estimate(const phw_cf *training, double cycles)
{
    const double complex step = cexp(CMPLX(0, -2 * M_PI * cycles));
    double complex phasor = cexp(CMPLX(0, 2 * M_PI * cycles * PHW_WIFI_FRAME_BEFORE)) *
                            sqrt(PHW_OFDM_N_USED) / N_TRAINING;
    double complex sum = 0;
    for (size_t i = 0; i < N_TRAINING; ++i) {
        sum += (double complex)training[i] * phasor;
        phasor *= step;
    }
    return (phw_cf)sum;
}

phw_status phw_lab_interference_estimate(phw_lab_interference *interference,
                                         const phw_lab_listener *listener, phw_cf *out,
                                         const double *offset_hz, size_t n,
                                         double instant_s)
{
    phw_lab_interference *x = interference;
    const double rate_hz = x->plan->scenario->value[PHW_SCENARIO_BANDWIDTH_HZ];
    PHW_TRY(turn_to(x, listener));
    memset(out, 0, n * sizeof *out);
    if (x->n_sources == 0)
        return PHW_OK;
    /* Those who listen hear the frame from its beginning, as steady as short training
     * is over 16 samples. */
    const size_t from = x->listens ? 0 : TRAINING_AT;
    const float heard =
        x->listens ? (float)sqrt(listener->signal + listener->noise_variance) : 0;
    for (size_t i = from; i < N_UP_TO_THERE; ++i)
        x->sample[i] = heard;
    PHW_TRY(phw_lab_interference_add(x, listener, x->sample + from,
                                     N_UP_TO_THERE - from,
                                     instant_s + (double)from / rate_hz));
    for (size_t i = from; i < N_UP_TO_THERE; ++i)
        x->sample[i] -= heard;
    for (size_t k = 0; k < n; ++k)
        out[k] = estimate(x->sample + TRAINING_AT, offset_hz[k] / rate_hz);
    return PHW_OK;
}
