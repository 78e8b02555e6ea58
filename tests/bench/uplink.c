/* A protected uplink stage by stage, in bits of the tag a second at 8 samples a bit:
 * the noise of each law beside the keystream it is made of (the limit) and beside the
 * simulator's own noise (the peer), the reader's cancellation and decoding, and each
 * attack; then whole simulated replies of a scenario, of its own samples a bit. Prints;
 * asserts nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/rng.h"
#include "core/signal.h"
#include "encrypt/cancellation.h"
#include "encrypt/keystream.h"
#include "encrypt/noise_laws.h"
#include "encrypt/noise_source.h"
#include "encrypt/uplink_attacks.h"
#include "encrypt/uplink_ratio.h"
#include "phy/line_codes.h"
#include "tools/lab_uplink.h"
#include "tools/uplink_plan.h"

#include "tests/bench/clock.h"

enum {
    REPEATS = 5,
    BITS = 20000,
    MARGIN = 2,
    LENGTH = 4,
    SAMPLES = (BITS + 2 * MARGIN) * 2 * LENGTH,
    BURST = 8000, /* samples of one cancellation */
    TAPS = 4
};

/* Everything that the stages work on. */
typedef struct bench {
    phw_key key;
    uint8_t *bit;
    float *level;
    phw_cf *w;
    phw_cf *y[2];
    phw_cf *out;
    float *soft;
    phw_uplink_view view;
    const char *scenario;
} bench;

/* One stage, which may be asked for an entry of a registry. */
typedef phw_status stage(bench *b, size_t entry);

static void measure(const char *what, stage *run, bench *b, size_t entry)
{
    double least_s = HUGE_VAL;
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        const double from = now_s();
        const phw_status s = run(b, entry);
        least_s = fmin(least_s, now_s() - from);
        if (s) {
            (void)fprintf(stderr, "%s: %s\n", what, phw_error_message());
            return;
        }
    }
    printf("  %-28s %9.3f Mbit/s\n", what, 1e-6 * BITS / least_s);
}

static phw_status keystream(bench *b, size_t entry)
{
    (void)entry;
    const phw_keystream address = {&b->key, 1, 2};
    return phw_keystream_read((uint8_t *)b->out, &address, 0, SAMPLES * sizeof *b->out);
}

static phw_status simulated(bench *b, size_t entry)
{
    (void)entry;
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 16)};
    phw_rng_normal_complex(b->out, &rng, 1, 0, SAMPLES);
    return PHW_OK;
}

static phw_noise_config config_of(const bench *b, size_t entry)
{
    size_t n = 0;
    phw_noise_config config = {
        .law = phw_noise_law_list(&n)[entry], .clock = b->view.clock, .power = 1};
    phw_params_preset(&config.params, config.law->params, config.law->n_params);
    return config;
}

static phw_status noise(bench *b, size_t entry)
{
    const phw_noise_config config = config_of(b, entry);
    phw_noise_source *source = NULL;
    PHW_TRY(phw_noise_source_create(&source, &config, &b->key, 1, 2));
    const phw_status s = phw_noise_source_read(source, b->w, 0, SAMPLES);
    phw_noise_source_destroy(source);
    return s;
}

static phw_status cancel(bench *b, size_t entry)
{
    (void)entry;
    for (size_t from = 0; from + BURST <= SAMPLES; from += BURST) {
        const phw_known_noise known = {b->w + from, from};
        const phw_cf *y = b->y[0] + from;
        phw_cancellation found;
        PHW_TRY(phw_cancellation_estimate(&found, y, BURST, &known, NULL, TAPS));
        PHW_TRY(
            phw_cancellation_estimate(&found, y, BURST, &known, b->level + from, TAPS));
        phw_cancellation_subtract(b->out + from, y, BURST, &known, &found);
    }
    return PHW_OK;
}

static phw_status decode(bench *b, size_t entry)
{
    size_t n = 0;
    const phw_line_code *code = phw_line_code_list(&n)[entry];
    PHW_TRY(phw_half_bit_means(b->out, (size_t)2 * BITS, b->y[0], SAMPLES,
                               &b->view.clock, 0));
    float *half = (float *)b->out;
    for (size_t i = 0; i < (size_t)2 * BITS; ++i)
        half[i] = crealf(b->out[i]);
    code->decode(b->soft, half, (size_t)2 * BITS / code->chips_per_bit,
                 PHW_LINE_UNKNOWN);
    return PHW_OK;
}

static phw_status attack(bench *b, size_t entry)
{
    size_t n = 0;
    return phw_uplink_attack_run(b->soft, phw_uplink_attack_list(&n)[entry], &b->view,
                                 NULL);
}

/* A reply under antisymmetric noise, JSR 20 dB, Eb/N0 20 dB. */
static phw_status prepare(bench *b)
{
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 17)};
    size_t n = 0;
    uint8_t *chip = NULL;
    PHW_TRY(phw_array_alloc(&chip, (size_t)2 * BITS, 1));
    for (uint32_t i = 0; i < BITS; ++i)
        b->bit[i] = phw_rng_below(&rng, i, 2) != 0;
    b->view = (phw_uplink_view){.n_antennas = 2,
                                .sample = {b->y[0], b->y[1]},
                                .tag = {1, 1},
                                .noise_channel = {10, -10},
                                .n_samples = SAMPLES,
                                .noise_variance = phw_uplink_noise_variance(1, 100, 4),
                                .code = phw_line_code_list(&n)[0],
                                .clock = {2 * MARGIN * LENGTH, LENGTH},
                                .n_bits = BITS};
    b->view.code->encode(chip, b->bit, BITS, PHW_LINE_HIGH);
    phw_status s = phw_half_bit_waveform(b->level, SAMPLES, chip, (size_t)2 * BITS,
                                         &b->view.clock);
    free(chip);
    b->view.noise = config_of(b, 1);
    if (!s)
        s = noise(b, 1);
    for (uint32_t a = 0; a < 2 && !s; ++a) {
        const phw_rng receiver = {.seed = 1,
                                  .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 18 + a)};
        phw_rng_normal_complex(b->y[a], &receiver, b->view.noise_variance, 0, SAMPLES);
        for (size_t i = 0; i < SAMPLES; ++i)
            b->y[a][i] += b->level[i] + b->view.noise_channel[a] * b->w[i];
    }
    return s;
}

static phw_status alloc(bench *b)
{
    PHW_TRY(phw_key_alloc(&b->key, 32));
    PHW_TRY(phw_array_alloc(&b->bit, BITS, sizeof *b->bit));
    PHW_TRY(phw_array_alloc(&b->level, SAMPLES, sizeof *b->level));
    PHW_TRY(phw_array_alloc(&b->w, SAMPLES, sizeof *b->w));
    PHW_TRY(phw_array_alloc(&b->y[0], SAMPLES, sizeof *b->y[0]));
    PHW_TRY(phw_array_alloc(&b->y[1], SAMPLES, sizeof *b->y[1]));
    PHW_TRY(phw_array_alloc(&b->out, SAMPLES, sizeof *b->out));
    return phw_array_alloc(&b->soft, BITS, sizeof *b->soft);
}

/* Whole replies as `phyward uplink simulate` makes them, on one thread: air, the
 * reader's two passes and every attack with its closed form. */
static phw_status end_to_end(bench *b, size_t entry)
{
    (void)entry;
    phw_scenario scenario;
    phw_uplink_plan plan;
    phw_uplink_run made = {0};
    PHW_TRY(phw_scenario_read(&scenario, b->scenario));
    PHW_TRY(phw_uplink_plan_make(&plan, &scenario, 1));
    PHW_TRY(phw_uplink_run_make(&made, &plan, BITS, 1, NULL));
    phw_uplink_run_free(&made);
    return PHW_OK;
}

static void run_all(bench *b)
{
    char what[64];
    size_t n = 0;
    printf("a protected uplink, 8 samples a bit, one core\n");
    measure("keystream (limit)", keystream, b, 0);
    measure("simulator's noise (peer)", simulated, b, 0);
    const phw_noise_law *const *laws = phw_noise_law_list(&n);
    for (size_t i = n; i-- > 0;) {
        (void)snprintf(what, sizeof what, "noise %s", laws[i]->name);
        measure(what, noise, b, i);
    }
    /* The antisymmetric one, which the reply lies under, was made last but one. */
    if (noise(b, 1) != PHW_OK)
        return;
    measure("cancel, 4 taps, two passes", cancel, b, 0);
    const phw_line_code *const *codes = phw_line_code_list(&n);
    for (size_t i = 0; i < n; ++i) {
        (void)snprintf(what, sizeof what, "decode %s", codes[i]->name);
        measure(what, decode, b, i);
    }
    const phw_uplink_attack *const *attacks = phw_uplink_attack_list(&n);
    for (size_t i = 0; i < n; ++i) {
        (void)snprintf(what, sizeof what, "attack %s", attacks[i]->name);
        measure(what, attack, b, i);
    }
    if (b->scenario != NULL)
        measure("simulated end to end", end_to_end, b, 0);
}

int main(int argc, char **argv)
{
    bench b = {.scenario = argc > 1 ? argv[1] : NULL};
    phw_status s = alloc(&b);
    if (!s)
        s = prepare(&b);
    if (!s)
        run_all(&b);
    else
        (void)fprintf(stderr, "%s\n", phw_error_message());
    phw_key_free(&b.key);
    free(b.bit);
    free(b.level);
    free(b.w);
    free(b.y[0]);
    free(b.y[1]);
    free(b.out);
    free(b.soft);
    return s == PHW_OK ? 0 : 1;
}
