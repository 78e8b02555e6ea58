#include "tools/kernel_front_end.h"

#include <stdlib.h>

#include "channel/front_end.h"
#include "channel/power_amplifiers.h"
#include "core/signal.h"

enum {
    BLOCK = 8192 /* samples of a run */
};

static const double rate_hz = 20e6;

/* What both chains run on. */
typedef struct bench {
    phw_front_end *front_end;
    phw_cf *in;  /* BLOCK */
    phw_cf *out; /* what may come of them */
} bench;

static void destroy(void *state)
{
    bench *b = state;
    if (b == NULL)
        return;
    phw_front_end_destroy(b->front_end);
    free(b->in);
    free(b->out);
    free(b);
}

static phw_status fill(bench *b)
{
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x2c0)};
    phw_front_end_config config = {
        .oscillator = {.cfo_hz = 5e4, .drift_hz_s = 10, .linewidth_hz = 100},
        .clock_ppm = 10,
        .tx_mixer = {.gain_db = 0.5, .phase_rad = 0.03, .dc_dbc = -30},
        .rx_mixer = {.gain_db = -0.3, .phase_rad = 0.02, .dc_dbc = -40},
        .backoff_db = 6,
        .tx_filter = {.ripple_db = -20},
        .rx_filter = {.ripple_db = -25},
        .thermal_variance = 1e-3,
        .noise_figure_db = 5,
        .agc = {.on = true},
        .adc_bits = 8};
    PHW_TRY(phw_power_amplifier_choose(&config.amplifier, "rapp"));
    PHW_TRY(phw_front_end_create(&b->front_end, &config, rate_hz, &rng, &rng));
    PHW_TRY(phw_array_alloc(&b->in, BLOCK, sizeof *b->in));
    phw_rng_normal_complex(b->in, &rng, 1, UINT64_C(1) << 40, BLOCK);
    return phw_array_alloc(&b->out, phw_front_end_room(b->front_end, BLOCK),
                           sizeof *b->out);
}

static phw_status create(void **out)
{
    bench *b = NULL;
    PHW_TRY(phw_array_alloc(&b, 1, sizeof *b));
    const phw_status s = fill(b);
    if (s)
        destroy(b);
    else
        *out = b;
    return s;
}

static phw_status transmit(void *state)
{
    bench *b = state;
    (void)phw_front_end_transmit(b->front_end, b->out, b->in, BLOCK);
    return PHW_OK;
}

static phw_status receive(void *state)
{
    bench *b = state;
    (void)phw_front_end_receive(b->front_end, b->out, b->in, BLOCK);
    return PHW_OK;
}

const phw_kernel phw_kernel_transmit_chain = {
    .name = "transmit-chain",
    .summary = "clock, mixer, amplifier, filter, oscillator",
    .unit = "sample",
    .peer = "real time at 20 MS/s",
    .n_units = BLOCK,
    .peer_ns = 50,
    .create = create,
    .run = transmit,
    .destroy = destroy,
};

const phw_kernel phw_kernel_receive_chain = {
    .name = "receive-chain",
    .summary = "noise, filter, oscillator, clock, mixer, gain control, converter",
    .unit = "sample",
    .peer = "real time at 20 MS/s",
    .n_units = BLOCK,
    .peer_ns = 50,
    .create = create,
    .run = receive,
    .destroy = destroy,
};
