/** @file
 * Orthonormal wavelets of consecutive rows of each component: fixed public bases.
 */
#ifndef PHW_KGEN_TRANSFORM_WAVELET_H
#define PHW_KGEN_TRANSFORM_WAVELET_H

#include "kgen/transform.h"

PHW_BEGIN_C

/** The entry "wavelet": blocks of 2^m rows, wrapped around, through `levels` steps of
 * Haar's or Daubechies' four-coefficient filters. Component c n_kept + k is coefficient
 * drop + k of component c: first the block / 2^levels averages, then details from the
 * coarsest to the finest. Rows that fill no block are dropped, each row of the output
 * stands at its block's first. Coefficients of one block that lie at one scale come
 * from rows one after the other and hang together as the channel does there.
 *
 * PHW_EARG when block is no power of two, levels are too many for it or nothing is
 * kept; PHW_ESHORT for less than a block. */
extern PHW_API const phw_transform phw_transform_wavelet;

PHW_END_C

#endif
