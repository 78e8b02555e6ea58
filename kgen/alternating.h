/** @file
 * Two quantization maps over one fine grid: every value lies far from the thresholds of
 * one of them, and the leader says which.
 */
#ifndef PHW_KGEN_ALTERNATING_H
#define PHW_KGEN_ALTERNATING_H

#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"
#include "kgen/quantizer.h"
#include "kgen/soft.h"
#include "kgen/symbols.h"

PHW_BEGIN_C

/** Most bits of a symbol. */
#define PHW_ALTERNATING_BITS_MAX 3

/** Cells of the grid for symbols of n_bits. */
static inline unsigned phw_alternating_cells(unsigned n_bits)
{
    return 4U << n_bits;
}

/** Which map, 0 or 1, is the safe one in cell `cell`, 0 .. 4 * 2^n_bits - 1:
 * e(k) = 1 where k mod 4 >= 2, k = cell + 1. */
PHW_API unsigned phw_alternating_map(unsigned cell);

/** The Gray-coded symbol of a cell in a map: f_1(k) = floor((k - 1) / 4),
 * f_0(k) = floor(((k + 1) mod K) / 4), K the cells (Patwari, Croft, Jana and Kasera,
 * IEEE Trans. Mobile Comput. 9(1), 2010, section 3.3). With equally likely cells every
 * pair of map and symbol has two of them: the map tells nothing of the symbol. */
PHW_API uint8_t phw_alternating_symbol(unsigned cell, unsigned map, unsigned n_bits);

/** The leader's maps from the cells of n samples. */
PHW_API void phw_alternating_announce(uint8_t *said, const uint8_t *cell, size_t n);

/** Turns cells in out->symbol into symbols by the maps that were said. */
PHW_API void phw_alternating_label(phw_symbols *inout, const uint8_t *said);

/** Levels and symbols of the leader for soft output, thresholds at equal shares. */
PHW_API void phw_alternating_soft(phw_soft_map *out, unsigned n_bits);

/** How an entry finds the cells of x[n], 0 .. phw_alternating_cells(n_bits) - 1. */
typedef phw_status phw_alternating_place(uint8_t *cell, const double *x, size_t n,
                                         unsigned n_bits);

/** The parameter `bits` of an entry with two maps. */
extern PHW_API const phw_param phw_alternating_param;

/** Its value: an entry's n_bits. */
PHW_API unsigned phw_alternating_bits(const phw_params *params);

/** Nobody's list of samples: an entry's index_exchange. */
PHW_API phw_exchange phw_alternating_exchange(const phw_params *params);

/** One bit of each sample, its map: an entry's said_bits. */
PHW_API unsigned phw_alternating_said_bits(const phw_params *params, unsigned n_bits);

/** PHW_EARG, PHW_ESHORT or PHW_EINPUT, for the entry `name`, when x[n] can't be
 * labelled with n_bits bits a sample. */
PHW_API PHW_MUST_USE phw_status phw_alternating_check(const char *name, const double *x,
                                                      size_t n, unsigned n_bits);

/** What the leader says of x[n], checked before: the map of each sample's cell. */
PHW_API PHW_MUST_USE phw_status phw_alternating_say(uint8_t *said, const double *x,
                                                    size_t n, unsigned n_bits,
                                                    phw_alternating_place *place);

/** The symbols of x[n], checked before, by the maps that were said; to be freed. */
PHW_API PHW_MUST_USE phw_status phw_alternating_symbols(phw_symbols *out,
                                                        const double *x, size_t n,
                                                        unsigned n_bits,
                                                        phw_alternating_place *place,
                                                        const uint8_t *said);

PHW_END_C

#endif
