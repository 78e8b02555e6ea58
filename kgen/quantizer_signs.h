/** @file
 * The sign of each value, its magnitude said in public by both ends.
 */
#ifndef PHW_KGEN_QUANTIZER_SIGNS_H
#define PHW_KGEN_QUANTIZER_SIGNS_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "signs", for values of unit power that are symmetric about zero and hang
 * together little (transform "spectrum" with values=standard).
 *
 * The leader says how large each value is, the other end how likely, by both
 * magnitudes, the two signs differ (kgen/trust.h); hopeless ones are dropped and
 * every other bit is reconciled at an error rate of its own. For signs that are
 * symmetric and independent given the magnitudes nothing is disclosed; how far they are
 * not is the charge of PHW_ASSESS_COLLISION, the one assessment that holds whatever is
 * public of magnitudes: the others are refused. */
extern PHW_API const phw_quantizer phw_quantizer_signs;

PHW_END_C

#endif
