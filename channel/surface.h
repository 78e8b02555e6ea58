/** @file
 * A reconfigurable surface: N passive elements, each of which reflects what falls on it
 * with a phase that can be set.
 *
 * Between two ends whose hops to the elements are f_n and g_n the surface adds
 *     sum_n f_n g_n a e^{j theta_n}
 * to the direct path. The sum is the same in both directions to the last bit: elements
 * are passive and reciprocal. Hops are one coefficient an element and tap, from
 * wherever the caller has them. Who knows the phases and one hop knows much of the sum:
 * phases drawn anew are no secret.
 */
#ifndef PHW_CHANNEL_SURFACE_H
#define PHW_CHANNEL_SURFACE_H

#include <stddef.h>
#include <stdint.h>

#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most elements of one surface. */
#define PHW_SURFACE_MAX 65536

/** Most elements for what costs N^2: coupling, and the search for the best beam. */
#define PHW_SURFACE_SQUARE_MAX 4096

/** Most bits of a phase. */
#define PHW_SURFACE_BITS_MAX 8

/** What a surface is. Zeroed but for the counts: any phase, no loss, no coupling. */
typedef struct phw_surface_config {
    size_t n_rows;
    size_t n_columns; /**< rows times columns: 1..PHW_SURFACE_MAX */
    unsigned bits;    /**< phases are multiples of 2 pi / 2^bits; 0: any */
    double loss_db;   /**< of a reflection, >= 0: a = 10^(-loss/20) */
    /** Strength 0..1 of the elements' coupling; 0 leaves it out. What an element
     * reflects falls on another at distance d with coupling * sin(kd)/(kd), k = 2 pi /
     * wavelength, the mutual coupling of isotropic elements, and is reflected once
     * more; further orders are left out, so take it for sums of it well below 1. */
    double coupling;
    double spacing; /**< between neighbours, wavelengths, > 0; for coupling alone */
    phw_rng rng;    /**< of phases that are drawn */
} phw_surface_config;

/** A surface and its phases, all zero at first. Belongs to one thread. */
typedef struct phw_surface phw_surface;

/** Given back with phw_surface_destroy(). PHW_EARG names the field that is out of range
 * (a product that overflows too); PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_surface_create(phw_surface **out,
                                                   const phw_surface_config *config);

/** Takes NULL. */
PHW_API void phw_surface_destroy(phw_surface *surface);

/** Its elements N; element (row r, column c) is r * n_columns + c. */
PHW_API size_t phw_surface_size(const phw_surface *surface);

/** What the elements reflect, a e^{j theta_n}: N of them. */
PHW_API const phw_cf *phw_surface_reflection(const phw_surface *surface);

/** Sets phases in turns (1 is 2 pi), N of them, finite; each becomes the nearest that
 * its bits allow. */
PHW_API void phw_surface_set(phw_surface *surface, const double *turn);

/** Draws all phases: configuration `index` of the surface's stream, uniform over what
 * the bits allow, whatever was drawn before; index < 2^47. */
PHW_API void phw_surface_draw(phw_surface *surface, uint64_t index);

/** Sets each phase to the one nearest to what brings f_n g_n in line with the direct
 * path (with phase 0 when that is 0): the greatest sum when any phase is allowed. */
PHW_API void phw_surface_align(phw_surface *surface, phw_cf direct, const phw_cf *f,
                               const phw_cf *g);

/** Sets the phases with the greatest |direct + sum| of all that the bits allow,
 * coupling left out. Some direction is the best one to have all elements nearest to;
 * between two directions that differ an element changes its phase at one point, so
 * there are N 2^bits choices: O(N log N + N 2^bits). */
PHW_API void phw_surface_optimise(phw_surface *surface, phw_cf direct, const phw_cf *f,
                                  const phw_cf *g);

/** Sets beam `index` < N of the DFT codebook: row and column phases of -p r / n_rows
 * and -q c / n_columns turns, p = index / n_columns, q = index % n_columns. */
PHW_API void phw_surface_beam(phw_surface *surface, size_t index);

/** Tries every beam, sets the one with the greatest |direct + gain| and says which in
 * `index` (the first of equals). PHW_EARG for more than PHW_SURFACE_SQUARE_MAX
 * elements. */
PHW_API PHW_MUST_USE phw_status phw_surface_best_beam(phw_surface *surface,
                                                      size_t *index, phw_cf direct,
                                                      const phw_cf *f, const phw_cf *g);

/** The sum over the elements, for hops f and g, N of each; f and g swapped give the
 * same bits. */
PHW_API phw_cf phw_surface_gain(const phw_surface *surface, const phw_cf *f,
                                const phw_cf *g);

PHW_END_C

#endif
