#include "channel/front_end.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

#define RATE 20e6

enum {
    N = 6000,
    ROOM = N + N / 50 + 100
};

static phw_rng radio(uint32_t number)
{
    return (phw_rng){
        .seed = 11,
        .purpose = PHW_RNG_PURPOSE(PHW_RNG_IMPAIRMENT, number * PHW_FRONT_END_STREAMS)};
}

static phw_front_end *create(const phw_front_end_config *c, uint32_t number)
{
    phw_front_end *f = NULL;
    const phw_rng rng = radio(number);
    cr_assert_eq(phw_front_end_create(&f, c, RATE, &rng, &rng), PHW_OK, "%s",
                 phw_error_message());
    return f;
}

static phw_front_end_config all_flaws(void)
{
    phw_front_end_config c = {
        .oscillator = {.cfo_hz = 5e4, .drift_hz_s = 10, .linewidth_hz = 100},
        .clock_ppm = 20,
        .tx_mixer = {0.5, 0.03, -30, 1},
        .rx_mixer = {-0.3, 0.02, -40, 2},
        .backoff_db = 6,
        .tx_filter = {.gain_db = 1, .phase_rad = 1, .ripple_db = -20},
        .rx_filter = {.ripple_db = -25, .n_taps = 6},
        .thermal_variance = 1e-3,
        .noise_figure_db = 5,
        .agc = {.on = true, .target_db = -3},
        .adc_bits = 8,
    };
    cr_assert_eq(phw_power_amplifier_choose(&c.amplifier, "memory-polynomial"), PHW_OK);
    cr_assert_eq(phw_phase_mask_read(&c.oscillator.mask, "10k:-90, 100k:-100, 1M:-120"),
                 PHW_OK);
    return c;
}

typedef size_t chain(phw_front_end *f, phw_cf *out, const phw_cf *in, size_t n);

static chain *const both[2] = {phw_front_end_transmit, phw_front_end_receive};

Test(front_end, an_ideal_one_passes_samples)
{
    static phw_cf in[N];
    static phw_cf out[N];
    const phw_rng rng = {.seed = 1};
    const phw_front_end_config c = {0};
    phw_front_end *f = create(&c, 0);
    phw_rng_normal_complex(in, &rng, 1, 0, N);
    for (size_t way = 0; way < 2; ++way) {
        cr_expect_eq(phw_front_end_room(f, N), N);
        cr_expect_eq(both[way](f, out, in, N), N);
        cr_expect_eq(memcmp(in, out, sizeof in), 0);
    }
    cr_expect_eq(phw_front_end_latency(f), 0);
    cr_expect_eq(phw_front_end_phase(f, 3.7), 0);
    cr_expect_eq(phw_front_end_gain(f, true, 1e6), 1.0F);
    cr_expect_eq(phw_front_end_noise_variance(f), 0);
    phw_front_end_destroy(f);
}

static size_t in_blocks(phw_front_end *f, chain *way, phw_cf *out, const phw_cf *in,
                        size_t most)
{
    size_t got = 0;
    for (size_t at = 0, take = 1; at < N; at += take, take = take % most + 1) {
        take = take < N - at ? take : N - at;
        const size_t room = phw_front_end_room(f, take);
        const size_t some = way(f, out + got, in + at, take);
        cr_assert_leq(some, room);
        got += some;
    }
    return got;
}

Test(front_end, blocks_do_not_matter_with_every_flaw_on)
{
    static phw_cf in[N];
    static phw_cf whole[ROOM];
    static phw_cf parts[ROOM];
    const phw_rng rng = {.seed = 1};
    const phw_front_end_config c = all_flaws();
    phw_front_end *f = create(&c, 0);
    phw_rng_normal_complex(in, &rng, 1, 0, N);
    for (size_t way = 0; way < 2; ++way) {
        phw_front_end_start(f, 12.34);
        const size_t n = both[way](f, whole, in, N);
        for (size_t most = 1; most < 2000; most = 3 * most + 4) {
            phw_front_end_start(f, 12.34);
            cr_expect_eq(in_blocks(f, both[way], parts, in, most), n);
            cr_expect_eq(memcmp(whole, parts, n * sizeof *whole), 0, "way %zu, %zu",
                         way, most);
        }
    }
    phw_front_end_destroy(f);
}

Test(front_end, works_in_place_with_a_true_clock)
{
    static phw_cf in[N];
    static phw_cf out[N];
    const phw_rng rng = {.seed = 1};
    phw_front_end_config c = all_flaws();
    c.clock_ppm = 0;
    phw_front_end *f = create(&c, 0);
    for (size_t way = 0; way < 2; ++way) {
        phw_rng_normal_complex(in, &rng, 1, 0, N);
        phw_front_end_start(f, -1);
        cr_expect_eq(both[way](f, out, in, N), N);
        phw_front_end_start(f, -1);
        cr_expect_eq(both[way](f, in, in, N), N);
        cr_expect_eq(memcmp(in, out, sizeof in), 0);
    }
    phw_front_end_destroy(f);
}

/* A sender and a receiver of no other flaw: what is left is the phase of one less the
 * other's, the same number that the coefficient level turns by; the other direction has
 * its negative. */
Test(front_end, both_levels_and_both_directions_share_the_oscillators)
{
    enum {
        FEW = 300
    };

    phw_front_end_config c = {.oscillator = {.cfo_hz = 4e4, .linewidth_hz = 200}};
    phw_front_end *a = create(&c, 0);
    c.oscillator.cfo_hz = -3e4;
    c.oscillator.phase_rad = 1;
    phw_front_end *b = create(&c, 1);
    phw_cf there[FEW];
    phw_cf back[FEW];
    for (size_t i = 0; i < FEW; ++i)
        there[i] = back[i] = 1;
    phw_front_end_start(a, 0.5);
    phw_front_end_start(b, 0.5);
    (void)phw_front_end_transmit(a, there, there, FEW);
    (void)phw_front_end_receive(b, there, there, FEW);
    (void)phw_front_end_transmit(b, back, back, FEW);
    (void)phw_front_end_receive(a, back, back, FEW);
    for (size_t i = 0; i < FEW; ++i) {
        const double t = 0.5 + (double)i / RATE;
        const double theta = phw_front_end_phase(a, t) - phw_front_end_phase(b, t);
        const double complex h = CMPLX(cos(theta), sin(theta));
        cr_expect_lt(cabs((double complex)there[i] - h), 2e-6, "%zu", i);
        cr_expect_lt(cabs((double complex)back[i] - conj(h)), 2e-6, "%zu", i);
        cr_expect_lt(cabsf(there[i] * back[i] - 1), 3e-6F);
    }
    phw_front_end_destroy(a);
    phw_front_end_destroy(b);
}

/* A tone's image is as far below as the closed form |mu|^2 / |nu|^2. */
Test(front_end, images_are_at_their_ratio_both_ways)
{
    static const double row[][3] = {
        {0.1, 1, 39.61}, {0.5, 2, 29.46}, {1, 5, 22.83}, {2, 10, 16.82}};
    for (size_t k = 0; k < 8; ++k) {
        const double *r = row[k / 2];
        const phw_front_end_mixer mixer = {.gain_db = r[0],
                                           .phase_rad = r[1] * M_PI / 180};
        const phw_front_end_config c = {.tx_mixer = mixer, .rx_mixer = mixer};
        phw_front_end *f = create(&c, 0);
        double complex direct = 0;
        double complex image = 0;
        phw_cf x[1000];
        for (size_t i = 0; i < 1000; ++i)
            x[i] = (phw_cf)phasor(0.01 * (double)i);
        (void)both[k % 2](f, x, x, 1000);
        for (size_t i = 0; i < 1000; ++i) {
            direct += (double complex)x[i] * phasor(-0.01 * (double)i);
            image += (double complex)x[i] * phasor(0.01 * (double)i);
        }
        cr_expect_float_eq(20 * log10(cabs(direct) / cabs(image)), r[2], 0.006);
        phw_front_end_destroy(f);
    }
}

Test(front_end, constants_stand_at_their_level)
{
    const phw_front_end_config c = {
        .tx_mixer = {.dc_dbc = -20, .dc_phase_rad = M_PI / 2},
        .rx_mixer = {.dc_dbc = -40},
        .agc = {.on = true, .target_db = 20}};
    phw_front_end *f = create(&c, 0);
    phw_cf x[10] = {0};
    (void)phw_front_end_transmit(f, x, x, 10);
    cr_expect_lt(cabsf(x[3] - CMPLXF(0, 0.1F)), 1e-6F);
    memset(x, 0, sizeof x);
    (void)phw_front_end_receive(f, x, x, 10);
    cr_expect_lt(cabsf(x[3] - 0.1F), 1e-6F);
    phw_front_end_destroy(f);
}

/* |n|^2 is exponential: variance v^2. 4 k T0 per 6 dB of noise figure. */
Test(front_end, noise_is_the_thermal_one_times_the_figure)
{
    static phw_cf x[N];
    static phw_cf again[N];
    const phw_front_end_config c = {.thermal_variance = 0.5, .noise_figure_db = 6.0206};
    phw_front_end *f = create(&c, 0);
    phw_front_end_start(f, -1e-5);
    (void)phw_front_end_receive(f, x, x, N);
    double power = 0;
    for (size_t i = 0; i < N; ++i)
        power += phw_cf_power(x[i]) / N;
    cr_expect_float_eq(phw_front_end_noise_variance(f), 2, 1e-4);
    cr_expect_float_eq(power, 2, tolerance(4, N), "%g", power);
    /* A receiver that begins 100 samples later hears the same noise. */
    phw_front_end_start(f, -1e-5 + 100 / RATE);
    (void)phw_front_end_receive(f, again, again, N);
    cr_expect_eq(memcmp(again, x + 100, (N - 100) * sizeof *x), 0);
    cr_expect_float_eq(10 * log10(phw_front_end_thermal_w(1)) + 30, -173.975, 1e-3);
    phw_front_end_destroy(f);
}

Test(front_end, filters_are_the_same_at_both_levels)
{
    const phw_front_end_config c = {.tx_filter = {.gain_db = 1, .ripple_db = -15},
                                    .rx_filter = {.phase_rad = 1, .ripple_db = -15}};
    phw_front_end *f = create(&c, 0);
    for (size_t way = 0; way < 2; ++way) {
        phw_cf x[100];
        for (size_t i = 0; i < 100; ++i)
            x[i] = (phw_cf)phasor(0.07 * (double)i);
        (void)both[way](f, x, x, 100);
        const phw_cf h = phw_front_end_gain(f, way == 0, 0.07 * RATE);
        cr_expect_lt(cabs((double complex)x[99] - (double complex)h * phasor(6.93)),
                     2e-6);
    }
    cr_expect_gt(
        cabsf(phw_front_end_gain(f, true, 0) - phw_front_end_gain(f, false, 0)), 0.01F);
    phw_front_end_destroy(f);
}

/* The stream of a front end's whose filter this is; PHW_FRONT_END_STREAMS: of none. */
static uint32_t filter_stream(const phw_front_end *f, bool transmit,
                              const phw_chain_filter_config *c)
{
    const phw_cf gain = phw_front_end_gain(f, transmit, 1e6);
    uint32_t k = 0;
    for (; k < PHW_FRONT_END_STREAMS; ++k) {
        phw_rng rng = radio(0);
        phw_chain_filter filter;
        rng.purpose += k;
        cr_assert_eq(phw_chain_filter_draw(&filter, c, &rng), PHW_OK);
        if (phw_chain_filter_gain(&filter, 1e6, RATE) == gain)
            break;
    }
    return k;
}

/* The same of the noise of the samples from time 0 on, whose number is 2^44. */
static uint32_t noise_stream(phw_front_end *f)
{
    phw_cf x[4] = {0};
    phw_front_end_start(f, 0);
    (void)phw_front_end_receive(f, x, x, 4);
    uint32_t k = 0;
    for (; k < PHW_FRONT_END_STREAMS; ++k) {
        phw_rng rng = radio(0);
        phw_cf noise[4];
        rng.purpose += k;
        phw_rng_normal_complex(noise, &rng, 1, UINT64_C(1) << 44, 4);
        if (memcmp(noise, x, sizeof x) == 0)
            break;
    }
    return k;
}

Test(front_end, filters_and_noise_have_a_stream_of_their_own_each)
{
    const phw_chain_filter_config filter = {.ripple_db = -15};
    const phw_front_end_config filters = {.tx_filter = filter, .rx_filter = filter};
    const phw_front_end_config noisy = {.thermal_variance = 1};
    phw_front_end *f = create(&filters, 0);
    phw_front_end *g = create(&noisy, 0);
    const uint32_t tx = filter_stream(f, true, &filter);
    const uint32_t rx = filter_stream(f, false, &filter);
    const uint32_t noise = noise_stream(g);
    cr_expect(tx < PHW_FRONT_END_STREAMS && rx < PHW_FRONT_END_STREAMS &&
              noise < PHW_FRONT_END_STREAMS);
    cr_expect(tx != rx && rx != noise && noise != tx, "%u %u %u", tx, rx, noise);
    cr_expect(tx >= PHW_OSCILLATOR_STREAMS && rx >= PHW_OSCILLATOR_STREAMS &&
              noise >= PHW_OSCILLATOR_STREAMS);
    phw_front_end_destroy(f);
    phw_front_end_destroy(g);
}

/* The trial of the noise goes on: filters stay, phase noise and noise are new. The
 * flaws' goes on: the other way round. */
Test(front_end, flaws_stay_while_the_trials_of_the_noise_go_on)
{
    const phw_chain_filter_config filter = {.ripple_db = -15};
    const phw_front_end_config c = {.oscillator = {.linewidth_hz = 1000},
                                    .tx_filter = filter,
                                    .rx_filter = filter,
                                    .thermal_variance = 1};
    const phw_rng first = radio(0);
    phw_rng second = first;
    second.trial = 1;
    const phw_rng *const address[3][2] = {
        {&first, &first}, {&first, &second}, {&second, &first}};
    phw_cf gain[3][2];
    double turned[3];
    for (size_t i = 0; i < 3; ++i) {
        phw_front_end *f = NULL;
        cr_assert_eq(phw_front_end_create(&f, &c, RATE, address[i][0], address[i][1]),
                     PHW_OK);
        for (size_t way = 0; way < 2; ++way)
            gain[i][way] = phw_front_end_gain(f, way == 0, 3e6);
        turned[i] = phw_front_end_phase(f, 0.01);
        phw_front_end_destroy(f);
    }
    cr_expect_eq(memcmp(gain[0], gain[1], sizeof gain[0]), 0);
    cr_expect_neq(turned[0], turned[1]);
    cr_expect_neq(memcmp(&gain[0][0], &gain[2][0], sizeof(phw_cf)), 0);
    cr_expect_neq(memcmp(&gain[0][1], &gain[2][1], sizeof(phw_cf)), 0);
    cr_expect_eq(turned[0], turned[2]);
}

/* A sender's clock and a receiver's that are fast by as much undo each other. */
Test(front_end, equal_clocks_undo_each_other)
{
    static phw_cf x[N + PHW_SAMPLE_CLOCK_LATENCY];
    static phw_cf air[ROOM];
    static phw_cf y[ROOM];
    const phw_front_end_config c = {.clock_ppm = 5000};
    phw_front_end *f = create(&c, 0);
    for (size_t i = 0; i < N; ++i)
        x[i] = (phw_cf)phasor(0.3 * (double)i);
    cr_expect_eq(phw_front_end_latency(f), PHW_SAMPLE_CLOCK_LATENCY);
    const size_t n = phw_front_end_transmit(f, air, x, N + PHW_SAMPLE_CLOCK_LATENCY);
    cr_expect_float_eq((double)n, N / 1.005, 2);
    const size_t got = phw_front_end_receive(f, y, air, n);
    double error = 0;
    for (size_t i = 50; i + 100 < got; ++i)
        error += phw_cf_power(y[i] - x[i]) / (double)(got - 150);
    cr_expect_lt(10 * log10(error), -65, "%g dB", 10 * log10(error));
    phw_front_end_destroy(f);
}

Test(front_end, the_receiver_tells_its_gain)
{
    const phw_front_end_config c = {.agc = {.on = true, .target_db = 0}, .adc_bits = 8};
    phw_front_end *f = create(&c, 0);
    phw_cf x[1000];
    for (size_t i = 0; i < 1000; ++i)
        x[i] = 0.1F;
    cr_expect_eq(phw_front_end_gain_db(f), 0);
    (void)phw_front_end_receive(f, x, x, 1000);
    cr_expect_float_eq(phw_front_end_gain_db(f), 20, 1e-9);
    /* 8 bits that clip at 3.94 / sqrt(2): steps of 0.0218. */
    cr_expect_lt(cabsf(x[999] - 1), 0.0218F / 1.41F);
    phw_front_end_start(f, 1);
    cr_expect_eq(phw_front_end_gain_db(f), 0);
    phw_front_end_destroy(f);
}

Test(front_end, settings_beyond_their_range_are_refused)
{
    const phw_front_end_config bad[] = {
        {.oscillator = {.cfo_hz = RATE}},
        {.oscillator = {.linewidth_hz = -1}},
        {.clock_ppm = 2e4},
        {.clock_ppm = (double)NAN},
        {.tx_mixer = {.gain_db = 21}},
        {.rx_mixer = {.phase_rad = 1}},
        {.tx_mixer = {.dc_dbc = 21}},
        {.rx_mixer = {.dc_phase_rad = 7}},
        {.backoff_db = 61},
        {.tx_filter = {.gain_db = 70}},
        {.rx_filter = {.ripple_db = 3}},
        {.thermal_variance = -1},
        {.thermal_variance = HUGE_VAL},
        {.noise_figure_db = -1},
        {.agc = {.on = true, .step_db = 50}},
        {.adc_bits = 40},
        {.adc_bits = 8, .adc_clip = -1},
    };
    const phw_rng rng = radio(0);
    phw_front_end *f = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_front_end_create(&f, &bad[i], RATE, &rng, &rng), PHW_EARG,
                     "%zu", i);
    const phw_front_end_config ideal = {0};
    cr_expect_eq(phw_front_end_create(&f, &ideal, -1, &rng, &rng), PHW_EARG);
    cr_expect_null(f);
    phw_front_end_destroy(NULL);
}
