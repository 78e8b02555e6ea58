/** @file
 * A repetition inside a block code: "repetition:times=5,golay" says each bit of a Golay
 * word five times. Where one cell in twenty flips, majorities leave so few errors that
 * a short code does.
 */
#ifndef PHW_AUTH_CONCATENATION_H
#define PHW_AUTH_CONCATENATION_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/code.h"

PHW_BEGIN_C

/** Room for the text of a code, its ending 0 included. */
#define PHW_CONCATENATION_TEXT_SIZE 64

/** One block: n bits carry k. Opaque scratch, so it belongs to one thread. */
typedef struct phw_concatenation phw_concatenation;

/** The code of a text: "CODE" or "repetition:times=R,CODE", each with parameters as
 * "name:parameter=value". PHW_EARG says what is wrong with it, also where it is longer
 * than PHW_CONCATENATION_TEXT_SIZE allows; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_concatenation_create(phw_concatenation **out,
                                                         const char *text);

/** Takes NULL; wipes. */
PHW_API void phw_concatenation_destroy(phw_concatenation *c);

/** Bits of a block, repetitions included. */
PHW_API size_t phw_concatenation_n(const phw_concatenation *c);

/** Bits of a message. */
PHW_API size_t phw_concatenation_k(const phw_concatenation *c);

/** block[n] of message[k], one bit a byte. */
PHW_API void phw_concatenation_encode(phw_concatenation *c, uint8_t *block,
                                      const uint8_t *message);

/** message[k] of block[n]; answers 1 where the outer code found a word within its
 * reach. That is no proof: a stranger's block passes Golay(24, 12) with probability
 * 2325 / 4096. */
PHW_API uint8_t phw_concatenation_decode(phw_concatenation *c, uint8_t *message,
                                         const uint8_t *block);

/** The probability that a block comes out wrong or not at all where each bit is wrong
 * with probability p, 0..1, on its own: P(X > t) for X ~ Bin(n, q), q that of a
 * majority. NaN outside. */
PHW_API double phw_concatenation_failure(const phw_concatenation *c, double p);

PHW_END_C

#endif
