/** @file
 * What a scenario makes random on the air: what its ends multiply their pilots by, or
 * the weights of the hub's antennas. (A surface's phases are tools/lab_paths.h's.)
 */
#ifndef PHW_TOOLS_LAB_RANDOMIZER_H
#define PHW_TOOLS_LAB_RANDOMIZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"
#include "kgen/randomizer.h"
#include "tools/lab_plan.h"

/** One thread's. A zeroed one is empty and may be freed. */
typedef struct phw_lab_randomizer {
    const phw_lab_plan *plan;
    const phw_randomizer *entry;
    phw_params params;
    uint64_t seed;
    uint32_t trial;
    size_t n;       /**< draws of a node for an exchange */
    uint32_t *word; /**< 2 n */
    phw_cf *draw;   /**< n */
} phw_lab_randomizer;

/** The entry that the scenario names, "" for none, and its parameters. PHW_EARG. */
PHW_MUST_USE phw_status phw_lab_randomizer_choose(const phw_randomizer **entry,
                                                  phw_params *params, const char *text);

/** PHW_EINPUT when the scenario's randomizer can't be, or needs what is not there. */
PHW_MUST_USE phw_status phw_lab_randomizer_check(const phw_scenario *scenario);

/** For a checked scenario and `n` draws an exchange and node; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_randomizer_open(phw_lab_randomizer *out,
                                                const phw_lab_plan *plan, size_t n,
                                                uint64_t seed, uint32_t trial);

/** Gives back; the struct is zero afterwards. */
void phw_lab_randomizer_close(phw_lab_randomizer *r);

/** The n draws of a node for an exchange, until the next call; NULL when it makes none.
 */
const phw_cf *phw_lab_randomizer_draw(phw_lab_randomizer *r, size_t node,
                                      size_t exchange);

/** Whether an observer who knows her own channels is shown a second hearing beside
 * what she hears of the hub, `n_taps` the taps of its link. */
bool phw_lab_randomizer_tells(const phw_lab_randomizer *r, size_t observation,
                              size_t n_taps);

/** What the same observer hears of the hub's first partner; the observation itself when
 * she hears the hub alone. */
size_t phw_lab_randomizer_other(const phw_lab_randomizer *r, size_t observation);

/** Whether a surface's phases are hidden from who hears by way of it: they are private,
 * and too many to be told from two numbers. */
bool phw_lab_randomizer_hides(const phw_lab_randomizer *r);

#endif
