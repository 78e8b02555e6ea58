/** @file
 * The covariance of many short vectors and what it is made of: the directions that
 * signals take up, and the noise. What ESPRIT (phy/esprit.h) and MUSIC (phy/music.h)
 * read waves from: angles, when the vectors are an array's snapshots; delays, when they
 * are windows of evenly spaced pilots.
 */
#ifndef PHW_PHY_SUBSPACE_H
#define PHW_PHY_SUBSPACE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Longest vector. */
#define PHW_SUBSPACE_MAX 128

/** Opaque; belongs to one thread. */
typedef struct phw_subspace phw_subspace;

/** For vectors of n, 2..PHW_SUBSPACE_MAX. PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_subspace_create(phw_subspace **out, size_t n);

/** Takes NULL. */
PHW_API void phw_subspace_destroy(phw_subspace *s);

/** Forgets all vectors. */
PHW_API void phw_subspace_reset(phw_subspace *s);

/** Adds x[n], finite. */
PHW_API void phw_subspace_add(phw_subspace *s, const phw_cf *x);

/** Adds all windows of the n_x >= n evenly spaced values x, n_x - n + 1 of them: what
 * tells waves apart that come once or that hang together (Shan, Wax and Kailath, IEEE
 * Trans. ASSP 33 (1985) 806). */
PHW_API void phw_subspace_add_windows(phw_subspace *s, const phw_cf *x, size_t n_x);

/** Splits what was added. `both_ways` takes each vector backwards and conjugated too:
 * right where the vectors' places are even, and worth twice as many vectors. PHW_ESHORT
 * when nothing was added, PHW_ENOCONV. */
PHW_API PHW_MUST_USE phw_status phw_subspace_split(phw_subspace *s, bool both_ways);

/** The covariance's eigenvalues, n of them, falling; of the last split. */
PHW_API const double *phw_subspace_values(const phw_subspace *s);

/** Entry i of the unit vector of eigenvalue k. */
PHW_API void phw_subspace_vector(double *re, double *im, const phw_subspace *s,
                                 size_t k, size_t i);

/** The vectors' length. */
PHW_API size_t phw_subspace_length(const phw_subspace *s);

/** The number of waves by minimum description length, at most n - 1 (Wax and Kailath,
 * IEEE Trans. ASSP 33 (1985) 387, equation 14; both ways by Xu, Roy and Kailath, IEEE
 * Trans. Signal Process. 42 (1994) 1100). Holds for independent vectors, more of them
 * than n, and noise that is white but of unknown power. */
PHW_API size_t phw_subspace_order(const phw_subspace *s);

PHW_END_C

#endif
