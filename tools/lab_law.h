/** @file
 * The law of the first tap's envelope (channel/law.h), where the scenario names one.
 */
#ifndef PHW_TOOLS_LAB_LAW_H
#define PHW_TOOLS_LAB_LAW_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/scenario_data.h"

/** One scenario's law; constant once created. */
typedef struct phw_lab_law phw_lab_law;

/** NULL where the scenario names none. `doppler_hz` is the greatest shift, which steady
 * waves move with. PHW_EINPUT, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_law_create(phw_lab_law **out,
                                           const phw_scenario *scenario,
                                           double doppler_hz, uint64_t seed,
                                           uint32_t trial);

/** Takes NULL. */
void phw_lab_law_destroy(phw_lab_law *law);

/** Makes inout[n], Gaussian of mean power `power`, follow the law at an instant: the
 * values of one pair of nodes, in either order, share their steady waves' phases.
 * Nothing for NULL. */
void phw_lab_law_apply(const phw_lab_law *law, phw_cf *inout, size_t n, double power,
                       size_t from, size_t to, double time_s);

#endif
