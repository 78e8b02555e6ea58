/** @file
 * Complex samples as bytes of any datatype: the way back of phw_sample_type_convert().
 */
#ifndef PHW_DATASETS_SAMPLE_ENCODE_H
#define PHW_DATASETS_SAMPLE_ENCODE_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "datasets/sample_type.h"

PHW_BEGIN_C

/** Writes `n` samples packed to `bytes` (n times phw_sample_type_size(), any alignment,
 * not overlapping); of a real type their real parts. Integers are scaled as told at
 * phw_component and rounded to the nearest, ties to even; what lies past the ends is
 * set to the end. Gives the number of components that were. What was converted from a
 * type of at most 16 bits comes back to the same bytes. Samples are finite
 * (phw_sample_encode_check()). */
PHW_API uint64_t phw_sample_encode(void *bytes, const phw_cf *sample, size_t n,
                                   phw_sample_type type);

/** PHW_EARG, naming sample `first` + i, when one of `n` is NaN or infinite. */
PHW_API PHW_MUST_USE phw_status phw_sample_encode_check(const phw_cf *sample, size_t n,
                                                        uint64_t first);

PHW_END_C

#endif
