/** @file
 * Mutual information by nearest neighbours, of any law.
 */
#ifndef PHW_KGEN_INFORMATION_KSG_H
#define PHW_KGEN_INFORMATION_KSG_H

#include "kgen/information.h"

PHW_BEGIN_C

/** The entry "ksg": psi(k) + psi(n) - mean(psi(n_x + 1) + psi(n_y + 1)), n_x and n_y
 * the rows nearer than the k-th neighbour in one end alone, largest difference of any
 * component counting, each component over its deviation (Kraskov, Stoegbauer and
 * Grassberger, Phys. Rev. E 69, 2004, estimate 1). A component with equal values
 * (received powers are whole numbers) gets public dither, uniform over a step of its
 * grid, because the estimate diverges on ties. Of more than `rows` rows as many are
 * taken, evenly spread; time grows with their square. Of more than a few components it
 * is far too low: neighbours are not near. */
extern PHW_API const phw_information phw_information_ksg;

PHW_END_C

#endif
