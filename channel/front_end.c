#include "channel/front_end.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/converter.h"
#include "channel/impairment.h"
#include "channel/power_stage.h"
#include "core/signal.h"

/* Samples in hand at once: a chain's stages run over them in the first-level cache. */
enum {
    STEP = 512
};

/* Streams from the front end's own on. */
enum {
    OSCILLATOR = 0, /* and those after it */
    TX_FILTER = PHW_OSCILLATOR_STREAMS,
    RX_FILTER,
    NOISE
};

_Static_assert(NOISE < PHW_FRONT_END_STREAMS, "each has a stream of its own");

struct phw_front_end {
    phw_front_end_config config;
    double rate_hz;
    double noise_variance;
    phw_rng noise;
    phw_oscillator *oscillator;
    bool turns; /* the oscillator has flaws */
    phw_power_stage *amplifier;
    phw_sample_clock *tx_clock;
    phw_sample_clock *rx_clock;
    phw_chain_filter tx_filter;
    phw_chain_filter rx_filter;
    phw_gain_control agc;
    phw_converter adc;
    phw_cf tx_constant;
    phw_cf rx_constant;
    int64_t tx_at; /* number of the next sample at the antenna, each way */
    int64_t rx_at;
    phw_cf step[STEP];
};

static phw_status check_mixer(const phw_front_end_mixer *m, const char *which)
{
    if (!(m->gain_db >= -20 && m->gain_db <= 20))
        return phw_fail(PHW_EARG, "front end: %s imbalance %g dB; expected -20 to 20",
                        which, m->gain_db);
    if (!(fabs(m->phase_rad) <= M_PI / 4))
        return phw_fail(PHW_EARG,
                        "front end: %s %g rad off quadrature; expected at most pi / 4",
                        which, m->phase_rad);
    if (!(m->dc_dbc >= -200 && m->dc_dbc <= 20))
        return phw_fail(
            PHW_EARG, "front end: %s constant %g dBc; expected -200 to 20, 0 for none",
            which, m->dc_dbc);
    if (!(fabs(m->dc_phase_rad) <= 2 * M_PI))
        return phw_fail(PHW_EARG,
                        "front end: %s constant at %g rad; expected at most 2 pi",
                        which, m->dc_phase_rad);
    return PHW_OK;
}

static phw_status check(const phw_front_end_config *c)
{
    PHW_TRY(check_mixer(&c->tx_mixer, "transmit mixer's"));
    PHW_TRY(check_mixer(&c->rx_mixer, "receive mixer's"));
    if (!(fabs(c->clock_ppm) <= 1e4))
        return phw_fail(PHW_EARG, "front end: clock_ppm %g; expected at most 1e4",
                        c->clock_ppm);
    if (!(c->noise_figure_db >= 0 && c->noise_figure_db <= 60))
        return phw_fail(PHW_EARG, "front end: noise_figure_db %g; expected 0 to 60",
                        c->noise_figure_db);
    if (!(c->thermal_variance >= 0) || !isfinite(c->thermal_variance))
        return phw_fail(PHW_EARG, "front end: thermal_variance %g; expected 0 or more",
                        c->thermal_variance);
    return PHW_OK;
}

static phw_cf constant(const phw_front_end_mixer *m, double power)
{
    if (m->dc_dbc == 0)
        return 0;
    const double amplitude = sqrt(power) * pow(10, m->dc_dbc / 20);
    return (phw_cf)(amplitude * CMPLX(cos(m->dc_phase_rad), sin(m->dc_phase_rad)));
}

static phw_rng stream(const phw_rng *rng, uint32_t number)
{
    phw_rng out = *rng;
    out.purpose += number;
    return out;
}

static bool has_flaws(const phw_oscillator_config *c)
{
    return c->cfo_hz != 0 || c->drift_hz_s != 0 || c->phase_rad != 0 ||
           c->linewidth_hz != 0 || c->mask.n != 0;
}

static phw_status fill_receiver(phw_front_end *f, const phw_rng *flaws,
                                const phw_rng *noise)
{
    const phw_front_end_config *c = &f->config;
    const phw_rng rx = stream(flaws, RX_FILTER);
    const double power = c->agc.on ? pow(10, c->agc.target_db / 10) : 1;
    f->noise = stream(noise, NOISE);
    f->noise_variance = c->thermal_variance * pow(10, c->noise_figure_db / 10);
    f->rx_constant = constant(&c->rx_mixer, power);
    PHW_TRY(phw_chain_filter_draw(&f->rx_filter, &c->rx_filter, &rx));
    PHW_TRY(phw_gain_control_init(&f->agc, &c->agc));
    PHW_TRY(phw_converter_init(&f->adc, c->adc_bits, c->adc_clip, power));
    return phw_sample_clock_create(&f->rx_clock, 1 / (1 + 1e-6 * c->clock_ppm));
}

static phw_status fill_sender(phw_front_end *f, const phw_rng *flaws)
{
    const phw_front_end_config *c = &f->config;
    const phw_rng tx = stream(flaws, TX_FILTER);
    f->tx_constant = constant(&c->tx_mixer, 1);
    PHW_TRY(phw_chain_filter_draw(&f->tx_filter, &c->tx_filter, &tx));
    PHW_TRY(phw_power_stage_create(&f->amplifier, &c->amplifier, c->backoff_db));
    return phw_sample_clock_create(&f->tx_clock, 1 + 1e-6 * c->clock_ppm);
}

phw_status phw_front_end_create(phw_front_end **out, const phw_front_end_config *config,
                                double rate_hz, const phw_rng *flaws,
                                const phw_rng *noise)
{
    PHW_TRY(check(config));
    phw_front_end *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    f->config = *config;
    f->rate_hz = rate_hz;
    f->turns = has_flaws(&config->oscillator);
    phw_status s =
        phw_oscillator_create(&f->oscillator, &config->oscillator, rate_hz, noise);
    if (!s)
        s = fill_sender(f, flaws);
    if (!s)
        s = fill_receiver(f, flaws, noise);
    if (s) {
        phw_front_end_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

void phw_front_end_destroy(phw_front_end *front_end)
{
    if (front_end == NULL)
        return;
    phw_oscillator_destroy(front_end->oscillator);
    phw_power_stage_destroy(front_end->amplifier);
    phw_sample_clock_destroy(front_end->tx_clock);
    phw_sample_clock_destroy(front_end->rx_clock);
    free(front_end);
}

void phw_front_end_start(phw_front_end *front_end, double time_s)
{
    const int64_t at = (int64_t)nearbyint(time_s * front_end->rate_hz);
    front_end->tx_at = at;
    front_end->rx_at = at;
    phw_sample_clock_reset(front_end->tx_clock);
    phw_sample_clock_reset(front_end->rx_clock);
    phw_power_stage_reset(front_end->amplifier);
    phw_chain_filter_reset(&front_end->tx_filter);
    phw_chain_filter_reset(&front_end->rx_filter);
    phw_gain_control_reset(&front_end->agc);
}

size_t phw_front_end_latency(const phw_front_end *front_end)
{
    return front_end->config.clock_ppm != 0 ? PHW_SAMPLE_CLOCK_LATENCY : 0;
}

size_t phw_front_end_room(const phw_front_end *front_end, size_t n)
{
    if (front_end->config.clock_ppm == 0)
        return n;
    /* A step of its own for every STEP samples, each with its rounding. */
    return n + n / 64 + 2 * (n / STEP + 1);
}

static void add_constant(phw_cf *inout, size_t n, phw_cf constant)
{
    for (size_t i = 0; i < n; ++i)
        inout[i] += constant;
}

/* The configuration was checked when the front end was made: it can't be refused. */
static void mix(const phw_front_end_mixer *m, phw_cf *inout, size_t n)
{
    if (m->gain_db == 0 && m->phase_rad == 0)
        return;
    phw_signal s = {.n = n, .rate_hz = 1};
    s.sample = inout;
    (void)!phw_impairment_imbalance(&s, m->gain_db, m->phase_rad);
}

static void turn(phw_front_end *f, phw_cf *inout, size_t n, int64_t at, int sign)
{
    if (f->turns)
        phw_oscillator_turn(f->oscillator, inout, n, at, sign);
}

static void send(phw_front_end *f, phw_cf *inout, size_t n)
{
    mix(&f->config.tx_mixer, inout, n);
    if (f->tx_constant != 0)
        add_constant(inout, n, f->tx_constant);
    phw_power_stage_run(f->amplifier, inout, n);
    phw_chain_filter_run(&f->tx_filter, inout, n);
    turn(f, inout, n, f->tx_at, 1);
    f->tx_at += (int64_t)n;
}

size_t phw_front_end_transmit(phw_front_end *front_end, phw_cf *out, const phw_cf *in,
                              size_t n)
{
    size_t given = 0;
    while (n > 0) {
        const size_t take = n < STEP ? n : STEP;
        /* The copy lets a true clock work in place. */
        memcpy(front_end->step, in, take * sizeof *in);
        const size_t got = phw_sample_clock_push(front_end->tx_clock, out + given,
                                                 front_end->step, take);
        send(front_end, out + given, got);
        given += got;
        in += take;
        n -= take;
    }
    return given;
}

static void add_noise(phw_front_end *f, phw_cf *inout, size_t n)
{
    phw_cf noise[STEP];
    /* Instants before 0 have numbers in the same row. */
    const uint64_t index = (uint64_t)(f->rx_at + (INT64_C(1) << 44));
    phw_rng_normal_complex(noise, &f->noise, f->noise_variance, index, n);
    for (size_t i = 0; i < n; ++i)
        inout[i] += noise[i];
}

static void come_down(phw_front_end *f, phw_cf *inout, size_t n)
{
    if (f->noise_variance > 0)
        add_noise(f, inout, n);
    phw_chain_filter_run(&f->rx_filter, inout, n);
    turn(f, inout, n, f->rx_at, -1);
    f->rx_at += (int64_t)n;
}

static void convert(phw_front_end *f, phw_cf *inout, size_t n)
{
    mix(&f->config.rx_mixer, inout, n);
    phw_gain_control_run(&f->agc, inout, n);
    if (f->rx_constant != 0)
        add_constant(inout, n, f->rx_constant);
    phw_converter_run(&f->adc, inout, n);
}

size_t phw_front_end_receive(phw_front_end *front_end, phw_cf *out, const phw_cf *in,
                             size_t n)
{
    size_t given = 0;
    while (n > 0) {
        const size_t take = n < STEP ? n : STEP;
        memcpy(front_end->step, in, take * sizeof *in);
        come_down(front_end, front_end->step, take);
        const size_t got = phw_sample_clock_push(front_end->rx_clock, out + given,
                                                 front_end->step, take);
        convert(front_end, out + given, got);
        given += got;
        in += take;
        n -= take;
    }
    return given;
}

phw_cf phw_front_end_gain(const phw_front_end *front_end, bool transmit,
                          double offset_hz)
{
    return phw_chain_filter_gain(transmit ? &front_end->tx_filter
                                          : &front_end->rx_filter,
                                 offset_hz, front_end->rate_hz);
}

double phw_front_end_phase(phw_front_end *front_end, double time_s)
{
    return front_end->turns ? phw_oscillator_phase(front_end->oscillator, time_s) : 0;
}

double phw_front_end_noise_variance(const phw_front_end *front_end)
{
    return front_end->noise_variance;
}

double phw_front_end_gain_db(const phw_front_end *front_end)
{
    return front_end->agc.gain_db;
}

double phw_front_end_thermal_w(double rate_hz)
{
    return 1.380649e-23 * 290 * rate_hz;
}
