/** @file
 * Compression estimate, SP 800-90B section 6.3.4.
 */
#ifndef PHW_KGEN_ESTIMATOR_90B_COMPRESSION_H
#define PHW_KGEN_ESTIMATOR_90B_COMPRESSION_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "90b-compression", for bits. From the distances between equal blocks of 6
 * bits (Maurer, J. Cryptology 5(2), 1992), after 1000 blocks that only fill the
 * dictionary: the 99 % lower bound of the mean of their log2 is solved for the
 * probability p of the likeliest block, the other 63 alike. Pessimistic for few: fair
 * bits get 0.61 of 10^4. PHW_ESHORT for fewer than 1002 blocks. */
extern PHW_API const phw_estimator phw_estimator_90b_compression;

PHW_END_C

#endif
