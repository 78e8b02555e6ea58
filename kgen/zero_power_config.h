/** @file
 * What the two ends of an asymmetric agreement have settled before it: an end almost
 * without power that measures an envelope, and a reader that does the rest.
 */
#ifndef PHW_KGEN_ZERO_POWER_CONFIG_H
#define PHW_KGEN_ZERO_POWER_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/assessment.h"

PHW_BEGIN_C

/** Most bits of a symbol. */
#define PHW_ZERO_POWER_BITS_MAX 3

/** Most probes of a session, and most tones a probe. */
#define PHW_ZERO_POWER_ROWS_MAX  (1U << 20)
#define PHW_ZERO_POWER_TONES_MAX 64

/** Bytes of a configuration's digest. */
#define PHW_ZERO_POWER_DIGEST_SIZE 32

/** What the ends measure of a probe. */
typedef enum phw_zero_power_link {
    /** The envelope of the reader's tone. The reader has the amplitude of the same
     * path, or of the round trip over it: h^2, whose magnitude rises with that of h, so
     * that ranks do not differ. */
    PHW_ZERO_POWER_ENVELOPE = 0,
    /** The product of two envelopes, the direct one and that over the other tag: of
     * h_S1 and h_S2 h_12 at the first of two tags, of h_S2 and h_S1 h_12 at the second
     * (Wang, Jiao, Zeng and Yan, INFOCOM 2021). Tones come in pairs. */
    PHW_ZERO_POWER_TRIANGLE,
    PHW_N_ZERO_POWER_LINKS
} phw_zero_power_link;

/** Must be the same at both ends; the first messages compare digests. */
typedef struct phw_zero_power_config {
    phw_zero_power_link link;
    unsigned n_tones;   /**< values a probe, spread evenly over a trace's coefficients
                             (TRIANGLE: pairs of neighbours); 1 .. */
    unsigned adc_bits;  /**< of the device's converter, 4 .. 16 */
    unsigned n_bits;    /**< of a symbol, 1 .. PHW_ZERO_POWER_BITS_MAX */
    unsigned guard_256; /**< of 256 parts of a cell: dropped by the device on either
                             side of a threshold; 0 .. 120 */
    size_t window;      /**< probes that share their thresholds, 16 ..; 0: all */
    unsigned sample_every; /**< each so many-th bit is compared in public and dropped,
                                2 ..; 0: none */
    double assumed_error_rate;      /**< where none is, 0 .. 0.25 */
    phw_assessment_kind assessment; /**< where the min-entropy figure comes from; one
                                         that counts symbols */
    double eve_information_bits;    /**< what the eavesdropper is taken to know, >= 0 */
    unsigned security_bits;         /**< eps = 2^-security_bits, 1 .. 256 */
    size_t key_bits_min;            /**< fewer is no key; at least 1 */
} phw_zero_power_config;

/** The defaults: envelope, one tone, 10-bit converter, one bit, no guard, windows of
 * 256, each 20th bit compared, counted entropy, eps = 2^-64, at least 128 bits. */
PHW_API phw_zero_power_config phw_zero_power_preset(void);

/** PHW_EARG, with the field's name, for a value out of range. */
PHW_API PHW_MUST_USE phw_status
phw_zero_power_check(const phw_zero_power_config *config);

/** BLAKE2b over every field that both ends need. */
PHW_API void phw_zero_power_digest(uint8_t out[PHW_ZERO_POWER_DIGEST_SIZE],
                                   const phw_zero_power_config *config);

PHW_END_C

#endif
