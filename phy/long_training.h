/** @file
 * The search for the long training field: the one known symbol of 64 samples, twice.
 */
#ifndef PHW_PHY_LONG_TRAINING_H
#define PHW_PHY_LONG_TRAINING_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Samples that one search looks at. */
#define PHW_LONG_SEARCH 512
/** Starts of the first training symbol that are tried: 0..319 samples in. */
#define PHW_LONG_STARTS 320

/** Plans and tables, for one thread. */
typedef struct phw_long_training phw_long_training;

/** PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_long_training_create(phw_long_training **out);

/** Takes NULL. */
PHW_API void phw_long_training_destroy(phw_long_training *t);

/** Whether two long training symbols, 64 apart, start within `sample`, at the bandwidth
 * rate; `at` gets where. `offset` is their frequency in cycles a sample, known to 1/200
 * or better. They are there when the cross correlation with the known symbol has two
 * places 64 apart where it holds 15 % of the energy each (in noise: once in 8e8 pairs),
 * and a fifth of the energy repeats at that distance; `at` is where their product is
 * largest, that is the strongest path. False also when the two places that begin with
 * the second one are better still: the guard interval before them is half a symbol. */
PHW_API bool phw_long_training_find(phw_long_training *t, size_t *at,
                                    const phw_cf sample[PHW_LONG_SEARCH],
                                    double offset);

PHW_END_C

#endif
