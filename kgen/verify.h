/** @file
 * The verification hash: whether two reconciled strings are the same, told by a short
 * tag under a key drawn afterwards.
 *
 * The string's words w_0 .. w_(d-1), d = ceil(n / 64), are the coefficients of a
 * polynomial P over GF(2^64) (modulus X^64 + X^4 + X^3 + X + 1), evaluated at r; the
 * tag is the low t bits of a P(r). The difference of two strings of equal length is
 * such a polynomial too, not 0 and of degree d - 1 at most: it vanishes at no more than
 * d - 1 points. Elsewhere a times it is uniform. For r and a uniform and drawn after
 * both strings, they collide with probability at most
 *
 *   (d - 1) / 2^64 + 2^-t,
 *
 * which differences with d - 1 zeros come up to but for (d - 1) / 2^(64 + t). Wegman
 * and Carter, J. Comput. Syst. Sci. 22, 1981. The t bits are disclosed and belong into
 * the ledger.
 */
#ifndef PHW_KGEN_VERIFY_H
#define PHW_KGEN_VERIFY_H

#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** Fewest and most bits of a tag, and the default. */
#define PHW_VERIFY_BITS_MIN 32
#define PHW_VERIFY_BITS_MAX 64

/** One-time key: public once it is sent, drawn after the strings are fixed. */
typedef struct phw_verify_key {
    uint64_t point;  /**< r, uniform */
    uint64_t factor; /**< a, uniform */
} phw_verify_key;

/** The tag of `bits`; n_bits is PHW_VERIFY_BITS_MIN .. PHW_VERIFY_BITS_MAX (asserted).
 * By PCLMULQDQ where the processor has it. No branch and no index depends on `bits`. */
PHW_API uint64_t phw_verify_tag(const phw_bits *bits, const phw_verify_key *key,
                                unsigned n_bits);

/** The same in plain C, whatever the processor: the reference. */
PHW_API uint64_t phw_verify_tag_plain(const phw_bits *bits, const phw_verify_key *key,
                                      unsigned n_bits);

PHW_END_C

#endif
