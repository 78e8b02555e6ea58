/** @file
 * Artificial noise from an agreed key: the same samples at the auxiliary node, which
 * sends them, and at the reader, which cancels them. The seed is shared, the samples
 * never are.
 *
 * The key of this use is derived from the agreed one, so no bytes are shared with other
 * uses of it; the law, its parameters and whether the noise lies along the carrier go
 * into the derivation, so two laws at one address share no draws either. Clock, power
 * and phase do not: they shape the same draws. (key, stream, frame) is an address as in
 * encrypt/keystream.h: each protected reply takes a frame number of its own, because
 * the difference of two replies under the same noise has no noise.
 */
#ifndef PHW_ENCRYPT_NOISE_SOURCE_H
#define PHW_ENCRYPT_NOISE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"
#include "encrypt/noise_law.h"
#include "phy/half_bits.h"

PHW_BEGIN_C

/** Everything about the noise but its seed: public, and known to Eve. */
typedef struct phw_noise_config {
    const phw_noise_law *law;
    phw_params params; /**< of the law; phw_params_preset() for its defaults */
    phw_half_bit_clock
        clock;        /**< first: where any pair's first half begins. For Manchester
                         a bit's edge, for FM0 the middle of a bit: the tag's first edge
                         + phw_line_code.first_half * length */
    double power;     /**< P = E|w|^2 a sample, >= 0; encrypt/uplink_ratio.h */
    bool along;       /**< only the component along a carrier, for receivers that have
                         magnitudes alone: of circular noise that is half the power */
    double phase_rad; /**< the carrier's phase, used with `along` */
} phw_noise_config;

/** A source: scratch, the derived key, one block of filtered noise. One thread's. */
typedef struct phw_noise_source phw_noise_source;

/** Given back with phw_noise_source_destroy(). `key` is any agreed key, not kept.
 * PHW_EARG when the configuration is out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_noise_source_create(phw_noise_source **out,
                                                        const phw_noise_config *config,
                                                        const phw_key *key,
                                                        uint32_t stream,
                                                        uint64_t frame);

/** Wipes the key; takes NULL. */
PHW_API void phw_noise_source_destroy(phw_noise_source *source);

/** Starts another frame of the same stream: cheaper than a new source. */
PHW_API void phw_noise_source_frame(phw_noise_source *source, uint64_t frame);

/** Samples w[from .. from + n): a pure function of key, stream, frame, configuration
 * and number, so any chunking gives the same bytes. PHW_EARG past sample 2^33. */
PHW_API PHW_MUST_USE phw_status phw_noise_source_read(phw_noise_source *source,
                                                      phw_cf *out, uint64_t from,
                                                      size_t n);

/** Most samples of a covariance's window. */
#define PHW_NOISE_WINDOW_MAX 512

/** E[w_i w_k*] of samples from .. from + n - 1, r[n n], real, row by row: what Eve
 * knows of the noise. `along` does not show in it (see there). PHW_EARG for n above
 * PHW_NOISE_WINDOW_MAX; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_noise_covariance(double *r,
                                                     const phw_noise_config *config,
                                                     int64_t from, size_t n);

/** kappa of encrypt/uplink_ratio.h: E|J|^2 / P for the pair of half bits of the tag's
 * clock `tag` that begins with half bit `half`; a pair of at most PHW_NOISE_WINDOW_MAX
 * samples. */
PHW_API PHW_MUST_USE phw_status phw_noise_pair_share(double *kappa,
                                                     const phw_noise_config *config,
                                                     const phw_half_bit_clock *tag,
                                                     int64_t half);

PHW_END_C

#endif
