/** @file
 * The device's part of error correction: the remainder of its bits, a block at a time,
 * by the generator of a BCH code, with a shift register. The reader's part is in
 * kgen/zero_power_decoder.h.
 */
#ifndef PHW_KGEN_ZERO_POWER_SYNDROME_H
#define PHW_KGEN_ZERO_POWER_SYNDROME_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/bch.h"
#include "kgen/zero_power_operations.h"

PHW_BEGIN_C

/** Words of the register. */
#define PHW_ZERO_POWER_REGISTER_WORDS 4

/** A generator as the register needs it: on a device, a table. */
typedef struct phw_zero_power_generator {
    uint64_t word[PHW_ZERO_POWER_REGISTER_WORDS]; /**< without its highest term, the
                                                       coefficient of x^j in bit j */
    unsigned degree;                              /**< n - k: bits of a remainder */
} phw_zero_power_generator;

/** That of a code. */
PHW_API void phw_zero_power_generator_read(phw_zero_power_generator *out,
                                           const phw_bch *bch);

/** Block `block` of a string, whose bits are dealt out to `n_blocks` blocks in turn, so
 * that errors that come in a row part: bit q is bits[block + q n_blocks]. The string
 * has n_blocks PHW_BCH_N bits or more. out[0 .. degree): the remainder of the
 * polynomial whose coefficient of x^(254 - q) is bit q, the coefficient of x^j in bit
 * j; the words' other bits are 0. No branch and no index depends on the bits. */
PHW_API void phw_zero_power_syndrome(uint64_t out[PHW_ZERO_POWER_REGISTER_WORDS],
                                     phw_zero_power_work *work, const phw_bits *bits,
                                     size_t block, size_t n_blocks,
                                     const phw_zero_power_generator *generator);

PHW_END_C

#endif
