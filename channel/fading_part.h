/** @file
 * Which fading processes are made in step: those whose spectra are about as wide.
 *
 * Epochs and redraws end a process's memory. Counted in the largest shift fd they would
 * end that of a narrow spectrum long before its correlation is gone, so they count in
 * the spectrum's own width: where all but 1e-8 of the power is within half the
 * spectrum's edge of its centre, that is what everything counts in; and a line has
 * none, it stays the tone that it is drawn as.
 */
#ifndef PHW_CHANNEL_FADING_PART_H
#define PHW_CHANNEL_FADING_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "channel/fading_config.h"
#include "core/status.h"

PHW_BEGIN_C

/** Processes that are made in step. */
typedef struct phw_fading_part {
    size_t n;
    size_t *index; /**< n of them: number of each among the bank's, rising */
    double centre; /**< of their spectra, in fd: 0 when they are not narrow */
    double reach; /**< they lie within centre - reach..centre + reach, in fd: the widest
                       edge when they are not narrow, 0 for lines */
    bool is_narrow;
} phw_fading_part;

/** The parts of a configuration that phw_fading_create() has checked, each process in
 * one of them; given back with phw_fading_parts_free(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_fading_split(phw_fading_part **out, size_t *n_parts,
                                                 const phw_fading_config *config);

/** Takes NULL. */
PHW_API void phw_fading_parts_free(phw_fading_part *part, size_t n_parts);

PHW_END_C

#endif
