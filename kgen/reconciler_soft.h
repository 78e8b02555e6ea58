/** @file
 * Cascade that weighs its bits: blocks, and halves of them, are equal in expected
 * differences, by all that is known so far.
 */
#ifndef PHW_KGEN_RECONCILER_SOFT_H
#define PHW_KGEN_RECONCILER_SOFT_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** The entry "soft": for frames of up to PHW_SUSPECTS_BITS_MAX bits whose error rates
 * are told apart. Bits that are known to be equal by now take part in nothing; passes
 * end when fewer than a fiftieth of a difference is expected, and `checks` passes of
 * two halves follow, which leave a wrong frame with probability 2^-checks. */
extern PHW_API const phw_reconciler phw_reconciler_soft;

PHW_END_C

#endif
