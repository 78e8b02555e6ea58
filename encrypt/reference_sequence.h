/** @file
 * A keyed reference for channel estimation and ranging: QPSK symbols of constant
 * modulus from a keystream, in place of the Zadoff-Chu, Gold or m-sequences that anyone
 * can make.
 *
 * The key holder divides by it and has the channel with the noise alone on it, nothing
 * lost against an open sequence; with a wrong key what is left is noise as strong as
 * the signal. What stays open to anyone without the key is in encrypt/sensing_leak.h.
 * Whoever uses it for ranging sends no cyclic prefix and repeats no symbol: a copy
 * could be sent on early.
 */
#ifndef PHW_ENCRYPT_REFERENCE_SEQUENCE_H
#define PHW_ENCRYPT_REFERENCE_SEQUENCE_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "encrypt/keystream.h"

PHW_BEGIN_C

/** The use, for phw_keystream_derive(): its bytes are shared with no other. */
#define PHW_REFERENCE_USE "phyward reference"

/** Indices u = 0..3 of symbols [from, from + n): two bits each, four to a byte of the
 * keystream, lowest first. PHW_EARG as phw_keystream_read(). */
PHW_API PHW_MUST_USE phw_status phw_reference_indices(uint8_t *out,
                                                      const phw_keystream *keystream,
                                                      uint64_t from, size_t n);

/** The symbols p = e^(j pi / 2 (u + 1/2)) themselves. */
PHW_API PHW_MUST_USE phw_status phw_reference_symbols(phw_cf *out,
                                                      const phw_keystream *keystream,
                                                      uint64_t from, size_t n);

/** The least-squares channel estimate y / p = y p* / |p|^2 of n received elements, with
 * mean square error the noise's over the symbol's power. `out` may be `y`. */
PHW_API void phw_reference_divide(phw_cf *out, const phw_cf *y, const phw_cf *p,
                                  size_t n);

PHW_END_C

#endif
