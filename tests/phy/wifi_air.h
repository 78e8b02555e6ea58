/** @file
 * 802.11 frames of random bytes with a right check sequence, for tests.
 */
#ifndef PHW_TESTS_PHY_WIFI_AIR_H
#define PHW_TESTS_PHY_WIFI_AIR_H

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"
#include "phy/crc.h"
#include "phy/ofdm.h"
#include "phy/wifi_transmitter.h"

#define AIR_SENDER "\xe8\xde\x27\x90\x6e\x42"

static inline phw_rng air_stream(uint32_t sub, uint32_t trial)
{
    return (phw_rng){1, PHW_RNG_PURPOSE(PHW_RNG_TEST, sub), trial};
}

/* A data frame of n bytes: header of 24 where there is room, random bytes, check. */
static inline void air_bytes(uint8_t *byte, size_t n, uint32_t trial)
{
    const phw_rng rng = air_stream(0x740, trial);
    for (size_t i = 0; i < n; ++i)
        byte[i] = (uint8_t)phw_rng_below(&rng, i, 256);
    if (n >= 28) {
        memcpy(byte, "\x08\x01\x2c\x00\x98\x5f\xd3\xc7\x06\x27" AIR_SENDER, 16);
    }
    if (n <= 4)
        return;
    const uint32_t crc = phw_crc_32(byte, n - 4);
    for (size_t i = 0; i < 4; ++i)
        byte[n - 4 + i] = (uint8_t)(crc >> (8 * i));
}

static inline phw_signal air_send(const phw_wifi_transmission *t)
{
    phw_signal s = {0};
    cr_assert_eq(phw_wifi_transmit(&s, t), PHW_OK, "%s", phw_error_message());
    return s;
}

/* The frame `s` as it arrives: `before` samples late, its offset `cycles` a sample,
 * over two paths 5 samples apart, the second `echo` as strong, in noise of that
 * variance; `after` samples of noise follow. */
static inline phw_signal air_arrive(const phw_signal *s, size_t before, size_t after,
                                    double cycles, float echo, double noise,
                                    uint32_t trial)
{
    phw_signal x = {0};
    const phw_rng rng = air_stream(0x741, trial);
    cr_assert_eq(phw_signal_alloc(&x, before + s->n + after, s->rate_hz, 0), PHW_OK);
    phw_rng_normal_complex(x.sample, &rng, noise, 0, x.n);
    for (size_t i = 0; i < s->n + 5 && before + i < x.n; ++i) {
        phw_cf y = i < s->n ? s->sample[i] : 0;
        if (i >= 5)
            y += echo * I * s->sample[i - 5];
        x.sample[before + i] +=
            y * (phw_cf)cexp(CMPLX(0, 2 * M_PI * fmod(cycles * (double)i, 1)));
    }
    return x;
}

#endif
