/** @file
 * Complex draws that an end keeps to itself, from random words.
 */
#ifndef PHW_KGEN_PRIVATE_DRAWS_H
#define PHW_KGEN_PRIVATE_DRAWS_H

#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** How they are distributed, all circular and of mean power 1. */
typedef enum phw_draw_law {
    PHW_DRAW_GAUSSIAN = 0, /**< complex normal: a Rayleigh amplitude */
    PHW_DRAW_PHASE         /**< amplitude 1: the phase alone */
} phw_draw_law;

/** The parameter `law` of the randomizers that draw. */
#define PHW_DRAW_LAW_PARAM                                                       \
    {                                                                            \
        .name = "law", .unit = "",                                               \
        .summary = "of the draws: complex normal, or amplitude 1 and any phase " \
                   "(which amplitudes do not see)",                              \
        .choice = phw_draw_laws                                                  \
    }

/** The words of that parameter, in the order of phw_draw_law. */
PHW_API extern const char *const phw_draw_laws[];

/** out[n] from word[2 n]: draw i is sqrt(-ln u) e^{2 pi j v}, or e^{2 pi j v}, u and v
 * words 2i and 2i + 1 as fractions (each plus a half over 2^32). */
PHW_API void phw_private_draws(phw_cf *out, const uint32_t *word, size_t n,
                               phw_draw_law law);

PHW_END_C

#endif
