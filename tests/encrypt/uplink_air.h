/** @file
 * A protected reply in the air of Eve's receiver, for tests: bits, their code, the
 * noise of a law, channels and receiver noise.
 */
#ifndef PHW_TESTS_ENCRYPT_UPLINK_AIR_H
#define PHW_TESTS_ENCRYPT_UPLINK_AIR_H

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"
#include "encrypt/noise_laws.h"
#include "encrypt/uplink_ratio.h"
#include "encrypt/uplink_view.h"

/** Half bits before the first bit and after the last. */
#define AIR_MARGIN 4

/** What is simulated. */
typedef struct air_config {
    const phw_line_code *code;
    const char *law;
    size_t n_bits;
    double length;  /* samples a half bit */
    double off;     /* the noise's edges, samples late */
    double jsr;     /* linear, a sample, at antenna 0 */
    double eb_n0;   /* linear, at antenna 0 */
    uint32_t trial; /* address of all that is drawn, and the noise's frame */
} air_config;

/** A reply, given back with air_free(). */
typedef struct air {
    uint8_t *bit;
    phw_cf *sample[2];
    phw_uplink_view view;
} air;

static inline phw_rng air_stream(uint32_t sub, uint32_t trial)
{
    return (phw_rng){
        .seed = 12, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, sub), .trial = trial};
}

static inline void air_free(air *a)
{
    free(a->bit);
    free(a->sample[0]);
    free(a->sample[1]);
}

/** The noise of the configuration: on the pairs of the code, then `off` samples late.
 */
static inline phw_noise_config air_noise(const air_config *c,
                                         const phw_half_bit_clock *tag)
{
    phw_noise_config noise = {
        .clock = {tag->first + c->code->first_half * tag->length + c->off,
                  tag->length}};
    cr_assert_eq(phw_noise_law_find(&noise.law, c->law), PHW_OK);
    phw_params_preset(&noise.params, noise.law->params, noise.law->n_params);
    return noise;
}

static inline void air_levels(float *level, size_t n, const air *a, const air_config *c)
{
    uint8_t *chip = NULL;
    phw_half_bit_clock clock = a->view.clock;
    const size_t n_halves = 2 * (c->n_bits + AIR_MARGIN);
    cr_assert_eq(phw_array_alloc(&chip, n_halves, 1), PHW_OK);
    /* Bits of the margin before and after make FM0's outer pairs whole. */
    c->code->encode(chip, a->bit, c->n_bits + AIR_MARGIN, PHW_LINE_HIGH);
    clock.first -= AIR_MARGIN * clock.length;
    cr_assert_eq(phw_half_bit_waveform(level, n, chip, n_halves, &clock), PHW_OK);
    free(chip);
}

/** One antenna: L + g m + h w + z. */
static inline void air_receive(air *a, const float *level, const phw_cf *w, size_t n,
                               size_t antenna, uint32_t trial)
{
    const phw_rng rng = air_stream(0x100 + (uint32_t)antenna, trial);
    phw_cf *y = NULL;
    cr_assert_eq(phw_array_alloc(&y, n, sizeof *y), PHW_OK);
    phw_rng_normal_complex(y, &rng, a->view.noise_variance, 0, n);
    for (size_t i = 0; i < n; ++i)
        y[i] += a->view.leakage[antenna] + a->view.tag[antenna] * level[i] +
                a->view.noise_channel[antenna] * w[i];
    a->sample[antenna] = y;
    a->view.sample[antenna] = y;
}

/** Fills `a`: bit[i] of the view is a->bit[AIR_MARGIN / 2 + i]. Two antennas, channels
 * of odd phases. */
static inline void air_make(air *a, const air_config *c)
{
    const size_t n =
        (size_t)(c->length * (double)(2 * c->n_bits + (size_t)4 * AIR_MARGIN));
    const phw_rng data = air_stream(1, c->trial);
    phw_noise_source *source = NULL;
    phw_key key = {0};
    float *level = NULL;
    phw_cf *w = NULL;
    *a = (air){.view = {.n_antennas = 2,
                        .leakage = {CMPLXF(3, -2), CMPLXF(-1, 4)},
                        .tag = {CMPLXF(0.6F, 0.8F), CMPLXF(0.3F, -0.7F)},
                        .noise_channel = {CMPLXF(-0.7F, 1.1F), CMPLXF(0.9F, 0.4F)},
                        .n_samples = n,
                        .code = c->code,
                        .clock = {2 * AIR_MARGIN * c->length, c->length},
                        .n_bits = c->n_bits}};
    const double g2 = phw_cf_power(a->view.tag[0]);
    const double h2 = phw_cf_power(a->view.noise_channel[0]);
    a->view.noise_variance = phw_uplink_noise_variance(g2, c->eb_n0, c->length);
    a->view.noise = air_noise(c, &a->view.clock);
    a->view.noise.power = phw_uplink_noise_power(g2, h2, c->jsr);
    cr_assert_eq(phw_array_alloc(&a->bit, c->n_bits + AIR_MARGIN, 1), PHW_OK);
    cr_assert_eq(phw_array_alloc(&level, n, sizeof *level), PHW_OK);
    cr_assert_eq(phw_array_alloc(&w, n, sizeof *w), PHW_OK);
    for (size_t i = 0; i < c->n_bits + AIR_MARGIN; ++i)
        a->bit[i] = phw_rng_below(&data, i, 2) != 0;
    cr_assert_eq(phw_key_alloc(&key, 32), PHW_OK);
    cr_assert_eq(phw_noise_source_create(&source, &a->view.noise, &key, 1, c->trial),
                 PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_noise_source_read(source, w, 0, n), PHW_OK);
    air_levels(level, n, a, c);
    for (size_t antenna = 0; antenna < 2; ++antenna)
        air_receive(a, level, w, n, antenna, c->trial);
    phw_noise_source_destroy(source);
    phw_key_free(&key);
    free(level);
    free(w);
}

/** The bits that the view asks for. */
static inline const uint8_t *air_bits(const air *a)
{
    return a->bit + AIR_MARGIN / 2;
}

#endif
