/** @file
 * The path losses that can be chosen by name, and what a link between two places loses.
 */
#ifndef PHW_CHANNEL_PATH_LOSSES_H
#define PHW_CHANNEL_PATH_LOSSES_H

#include <stddef.h>

#include "channel/path_loss.h"
#include "core/status.h"

PHW_BEGIN_C

/** What phw_path_loss_db() says at most: a null of two rays has no end. */
#define PHW_PATH_LOSS_MAX_DB 400

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_path_loss *const *phw_path_loss_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_path_loss_find(const phw_path_loss **out,
                                                   const char *name);

/** Reads "log-distance:exponent=2.2"; a parameter left out has its default. PHW_EARG
 * says what is wrong and what there is. */
PHW_API PHW_MUST_USE phw_status phw_path_loss_choose(phw_path_loss_choice *out,
                                                     const char *text);

/** The entry of a choice: free space when it has none. */
PHW_API const phw_path_loss *phw_path_loss_entry(const phw_path_loss_choice *choice);

/** The loss in dB, 0..PHW_PATH_LOSS_MAX_DB, between the places a and b, x y z in m, z
 * the height above ground (0 where it is below); the same for b and a. PHW_EARG when
 * both are one place, one is not finite, or the carrier is not above 0. */
PHW_API PHW_MUST_USE phw_status phw_path_loss_db(double *out,
                                                 const phw_path_loss_choice *choice,
                                                 const double a[3], const double b[3],
                                                 double carrier_hz);

PHW_END_C

#endif
