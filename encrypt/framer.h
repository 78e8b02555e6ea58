/** @file
 * Authenticated frames of encrypted symbols: the payload's symbols, then those of a
 * 16-byte tag.
 *
 * The payload's bytes become labels (the last one filled with zero bits), the labels
 * ciphertext labels (xor), and the tag is keyed BLAKE2b-128 over those and over stream,
 * frame, modulation, ciphers and length, under a key of its own. Payload and tag are
 * modulated, permuted and rotated together. So with xor the tag is one of ciphertext
 * (encrypt, then authenticate); with a rotation alone it is one of the plain labels and
 * sent under the rotation like them. It is a keyed hash with a number that serves once
 * and tells nothing of what it covers. Either way a receiver releases nothing before
 * the tag is right. The tag holds for the labels that were decided, so noise that moves
 * no sample across a boundary does no harm, and one wrong label rejects the frame: over
 * a noisy channel the payload needs an error-correcting code around all this. Without a
 * tag a rotation is malleable: who adds pi to a phase flips bits.
 *
 * Samples that exist already (IQ of unknown modulation) are permuted and rotated as
 * they are; their tag covers every bit of every encrypted sample, the rate and the
 * carrier, and travels beside them, so it holds for files, not for what went over the
 * air.
 *
 * Not of constant time: modulation without xor looks points up by the payload's labels,
 * and permute moves symbols by the key's order, so another program on the same core can
 * learn of them through the cache. Tags are compared in constant time.
 */
#ifndef PHW_ENCRYPT_FRAMER_H
#define PHW_ENCRYPT_FRAMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "core/sample.h"
#include "core/signal.h"
#include "core/status.h"
#include "encrypt/ciphers.h"
#include "encrypt/rings.h"

PHW_BEGIN_C

/** Bytes of a tag. */
#define PHW_FRAME_TAG_SIZE 16

/** What both ends must know alike. */
typedef struct phw_frame_config {
    const char *modulation; /**< of phw_modem_create(); NULL for samples as they are */
    phw_ciphers ciphers;
    uint32_t stream; /**< the user's number */
} phw_frame_config;

/** One end of one stream, sealing or opening. Opaque, holds derived keys; for one
 * thread. */
typedef struct phw_framer phw_framer;

/** A sealing end, or with `opens` an opening one. `key` is of any size and not kept.
 * PHW_EARG for an unknown modulation and for ciphers that would not protect: a rotation
 * without xor that hides no more than a sign (phw_rotation_hides(): ASK, OOK,
 * arb32opt), permute alone, xor on samples; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_framer_create(phw_framer **out,
                                                  const phw_frame_config *config,
                                                  const phw_key *key, bool opens);

/** Wipes and gives back; takes NULL. */
PHW_API void phw_framer_destroy(phw_framer *f);

/** The rings of its modulation, and with them what a rotation alone leaves to see at
 * any SNR; NULL for samples. */
PHW_API const phw_rings *phw_framer_rings(const phw_framer *f);

/** What the ciphers leave to see of a symbol without noise, bits: 0 with xor, else
 * phw_rotation_leak_bits(), which has the rings and what lies between the grid's
 * phases; NaN for samples. */
PHW_API double phw_framer_leak_bits(const phw_framer *f);

/** Symbols of the frame that carries n_bytes of payload, tag included; `*n_tag`, when
 * not NULL, gets how many of them are the tag's. PHW_EARG past
 * PHW_FRAME_SYMBOLS_MAX, and for samples. */
PHW_API PHW_MUST_USE phw_status phw_framer_n_symbols(size_t *n_symbols, size_t *n_tag,
                                                     const phw_framer *f,
                                                     size_t n_bytes);

/** Payload bytes of a frame of n_symbols: PHW_EINPUT when no payload makes that many.
 */
PHW_API PHW_MUST_USE phw_status phw_framer_n_bytes(size_t *n_bytes, const phw_framer *f,
                                                   size_t n_symbols);

/** Makes a frame of n_bytes of payload: symbol[phw_framer_n_symbols()], mean power
 * about 1. PHW_EAUTH when `frame` is not greater than all that this end sealed;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_framer_seal(phw_framer *f, phw_cf *symbol,
                                                uint64_t frame, const uint8_t *payload,
                                                size_t n_bytes);

/** Opens a frame of n symbols, scaled to mean power about 1, and writes its
 * phw_framer_n_bytes() bytes of payload only when the tag is right; else PHW_EAUTH and
 * nothing: a wrong key, stream, frame, modulation or cipher, tampering, or noise look
 * the same. PHW_EINPUT for a sample that is not finite, by its place in `symbol`, or a
 * length that is none; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_framer_open(phw_framer *f, uint8_t *payload,
                                                uint64_t frame, const phw_cf *symbol,
                                                size_t n);

/** PHW_EINPUT for a sample that is not finite or of a part beyond 2^127, which a
 * rotation might carry beyond single precision: what phw_framer_seal_samples() refuses,
 * for a caller that must know before it uses up a frame number. */
PHW_API PHW_MUST_USE phw_status phw_framer_check_samples(const phw_signal *signal);

/** Encrypts the samples of a signal in place and makes the tag of samples, rate and
 * carrier. For ends without a modulation. As phw_framer_seal(); PHW_EINPUT as
 * phw_framer_check_samples(), and then no number is used. */
PHW_API PHW_MUST_USE phw_status phw_framer_seal_samples(phw_framer *f,
                                                        phw_signal *signal,
                                                        uint8_t tag[PHW_FRAME_TAG_SIZE],
                                                        uint64_t frame);

/** Decrypts the samples of a signal in place when the tag is right; else PHW_EAUTH, and
 * they stay as they were. A `tag` of NULL checks nothing. */
PHW_API PHW_MUST_USE phw_status
phw_framer_open_samples(phw_framer *f, phw_signal *signal,
                        const uint8_t tag[PHW_FRAME_TAG_SIZE], uint64_t frame);

PHW_END_C

#endif
