#include "tools/kernel_stream.h"

#include <math.h>
#include <stdlib.h>

#include <liquid/liquid.h>

#include "channel/delay_line.h"
#include "channel/fading.h"
#include "channel/fractional_delay.h"
#include "channel/profiles.h"
#include "core/signal.h"

enum {
    BLOCK = 32768,     /* samples of a run */
    PEER_BLOCK = 2048, /* of the peers', a hundred times slower */
    TAPS = 16
};

static const double rate_hz = 20e6;
static const double doppler_hz = 100;
static const double noise_variance = 0.01;

/* What the streaming kernels and their peers run on. */
typedef struct stream {
    phw_taps taps;
    double amplitude[PHW_TAPS_MAX];
    phw_fading *fading;
    phw_delay_line *line;
    phw_rng noise;
    uint64_t n_drawn;
    phw_cf *in;  /* BLOCK */
    phw_cf *out; /* BLOCK */
    tvmpch_cccf moving;
    firfilt_cccf still;
} stream;

static phw_status read_taps(void *context, phw_cf *tap, double time_s)
{
    stream *s = context;
    PHW_TRY(phw_fading_read(s->fading, tap, time_s));
    for (size_t l = 0; l < s->taps.n; ++l)
        tap[l] *= (float)s->amplitude[l];
    return PHW_OK;
}

static void destroy(void *state)
{
    stream *s = state;
    if (s == NULL)
        return;
    phw_delay_line_destroy(s->line);
    phw_fading_destroy(s->fading);
    free(s->in);
    free(s->out);
    if (s->moving != NULL)
        (void)tvmpch_cccf_destroy(s->moving);
    if (s->still != NULL)
        (void)firfilt_cccf_destroy(s->still);
    free(s);
}

static phw_status make_line(stream *s, double variance)
{
    const phw_fading_config fading = {
        .n = s->taps.n,
        .doppler_hz = doppler_hz,
        .rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x100)}};
    const phw_delay_line_config config = {.taps = &s->taps,
                                          .rate_hz = rate_hz,
                                          .doppler_hz = doppler_hz,
                                          .source = read_taps,
                                          .context = s};
    for (size_t l = 0; l < s->taps.n; ++l)
        s->amplitude[l] = sqrt(s->taps.power[l]);
    PHW_TRY(phw_fading_create(&s->fading, &fading));
    PHW_TRY(phw_delay_line_create(&s->line, &config));
    return phw_delay_line_noise(s->line, variance, &s->noise, 0);
}

static phw_status make_blocks(stream *s)
{
    PHW_TRY(phw_array_alloc(&s->in, BLOCK, sizeof *s->in));
    PHW_TRY(phw_array_alloc(&s->out, BLOCK, sizeof *s->out));
    s->noise = (phw_rng){.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x140)};
    phw_rng_normal_complex(s->in, &s->noise, 1, UINT64_C(1) << 40, BLOCK);
    return PHW_OK;
}

/* Gives `s` over, or back. */
static phw_status finish(void **out, stream *s, phw_status status)
{
    if (status)
        destroy(s);
    else
        *out = s;
    return status;
}

static phw_status peer_missing(void)
{
    return phw_fail(PHW_ENOMEM, "no memory for liquid's channel");
}

static phw_status create_iq_16_taps(void **out)
{
    stream *s = NULL;
    PHW_TRY(phw_array_alloc(&s, 1, sizeof *s));
    s->taps.n = TAPS;
    for (size_t l = 0; l < TAPS; ++l) {
        s->taps.delay_s[l] = (double)l / rate_hz;
        s->taps.power[l] = 1.0 / TAPS;
    }
    phw_status status = make_blocks(s);
    if (!status)
        status = make_line(s, noise_variance);
    /* Standard deviation and rate of change of the peer: nothing hangs on them. */
    s->moving = tvmpch_cccf_create(TAPS, 0.1F, 0.01F);
    if (!status && s->moving == NULL)
        status = peer_missing();
    return finish(out, s, status);
}

static phw_status create_iq_tdl_c(void **out)
{
    stream *s = NULL;
    PHW_TRY(phw_array_alloc(&s, 1, sizeof *s));
    phw_status status =
        phw_profile_taps(&s->taps, phw_profile_find("tdl-c"), 300e-9, 0);
    if (!status)
        status = make_blocks(s);
    if (!status)
        status = make_line(s, noise_variance);
    return finish(out, s, status);
}

static phw_status create_fractional_delay(void **out)
{
    stream *s = NULL;
    float weight[PHW_FRACTIONAL_DELAY_POINTS];
    phw_cf tap[PHW_FRACTIONAL_DELAY_POINTS];
    PHW_TRY(phw_array_alloc(&s, 1, sizeof *s));
    s->taps.n = 1;
    s->taps.delay_s[0] = 0.5 / rate_hz;
    s->taps.power[0] = 1;
    phw_status status = make_blocks(s);
    if (!status)
        status = make_line(s, 0);
    if (!status)
        status = phw_fractional_delay(weight, 0.5);
    if (status)
        return finish(out, s, status);
    for (size_t k = 0; k < PHW_FRACTIONAL_DELAY_POINTS; ++k)
        tap[k] = weight[k];
    s->still = firfilt_cccf_create(tap, PHW_FRACTIONAL_DELAY_POINTS);
    return finish(out, s, s->still != NULL ? PHW_OK : peer_missing());
}

static phw_status create_noise(void **out)
{
    stream *s = NULL;
    PHW_TRY(phw_array_alloc(&s, 1, sizeof *s));
    return finish(out, s, make_blocks(s));
}

static phw_status push(void *state)
{
    stream *s = state;
    return phw_delay_line_push(s->line, s->out, s->in, BLOCK);
}

static phw_status draw(void *state)
{
    stream *s = state;
    phw_rng_normal_complex(s->out, &s->noise, noise_variance, s->n_drawn, BLOCK);
    s->n_drawn += BLOCK;
    return PHW_OK;
}

static phw_status run_moving(void *state)
{
    stream *s = state;
    (void)tvmpch_cccf_execute_block(s->moving, s->in, PEER_BLOCK, s->out);
    return PHW_OK;
}

static phw_status run_still(void *state)
{
    stream *s = state;
    (void)firfilt_cccf_execute_block(s->still, s->in, BLOCK, s->out);
    return PHW_OK;
}

static phw_status draw_liquid(void *state)
{
    stream *s = state;
    for (size_t i = 0; i < PEER_BLOCK; ++i)
        s->out[i] = CMPLXF(randnf(), randnf());
    return PHW_OK;
}

const phw_kernel phw_kernel_iq_16_taps = {
    .name = "iq-16-taps",
    .summary = "16 fading taps, a sample apart, and noise",
    .unit = "sample",
    .peer = "liquid tvmpch, 16 taps, no noise",
    .n_units = BLOCK,
    .n_peer_units = PEER_BLOCK,
    .create = create_iq_16_taps,
    .run = push,
    .run_peer = run_moving,
    .destroy = destroy,
};

const phw_kernel phw_kernel_iq_tdl_c = {
    .name = "iq-tdl-c",
    .summary = "TDL-C, 24 taps, 300 ns, 100 Hz, and noise at 20 MS/s",
    .unit = "sample",
    .peer = "real time at 20 MS/s",
    .n_units = BLOCK,
    .peer_ns = 50,
    .create = create_iq_tdl_c,
    .run = push,
    .destroy = destroy,
};

const phw_kernel phw_kernel_fractional_delay = {
    .name = "fractional-delay",
    .summary = "one fading tap, half a sample late",
    .unit = "sample",
    .peer = "liquid firfilt_cccf, 24 points, fixed",
    .n_units = BLOCK,
    .n_peer_units = BLOCK,
    .create = create_fractional_delay,
    .run = push,
    .run_peer = run_still,
    .destroy = destroy,
};

const phw_kernel phw_kernel_noise = {
    .name = "noise",
    .summary = "complex normals",
    .unit = "sample",
    .peer = "liquid randnf, two of them",
    .n_units = BLOCK,
    .n_peer_units = PEER_BLOCK,
    .create = create_noise,
    .run = draw,
    .run_peer = draw_liquid,
    .destroy = destroy,
};
