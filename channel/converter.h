/** @file
 * Analogue-to-digital conversion: a uniform quantiser of each rail that clips.
 */
#ifndef PHW_CHANNEL_CONVERTER_H
#define PHW_CHANNEL_CONVERTER_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most bits of a rail. */
#define PHW_CONVERTER_BITS_MAX 16

/** A plain value. Zeroed: samples pass as they are. */
typedef struct phw_converter {
    unsigned bits;
    float clip; /**< amplitude at which a rail clips */
    float step; /**< between two levels: 2 clip / 2^bits */
} phw_converter;

/** Of `bits` (0: none; 1..PHW_CONVERTER_BITS_MAX) for signals of mean power `power`
 * (> 0), clipping at `clip` (0.1..100) root mean squares of a rail, sqrt(power / 2); 0:
 * at the best place for a normal rail, phw_converter_best_clip(). PHW_EARG. */
PHW_API PHW_MUST_USE phw_status phw_converter_init(phw_converter *out, unsigned bits,
                                                   double clip, double power);

/** Each rail becomes the nearest of the levels +-step/2, +-3 step/2, ... +-(clip -
 * step/2). */
PHW_API void phw_converter_run(const phw_converter *converter, phw_cf *inout, size_t n);

/** Signal over distortion, dB, of a normal rail of standard deviation 1 that clips at
 * `clip`: the integral of (x - q(x))^2 over the cells in closed form. bits in
 * 1..PHW_CONVERTER_BITS_MAX. */
PHW_API double phw_converter_sqnr_db(unsigned bits, double clip);

/** The clip of the greatest phw_converter_sqnr_db() (J. Max, "Quantizing for minimum
 * distortion", IRE Trans. Inf. Theory 6(1), 1960, table II, as multiples of the step).
 */
PHW_API double phw_converter_best_clip(unsigned bits);

PHW_END_C

#endif
