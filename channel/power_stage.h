/** @file
 * A power amplifier at work on a stream of samples.
 */
#ifndef PHW_CHANNEL_POWER_STAGE_H
#define PHW_CHANNEL_POWER_STAGE_H

#include <stddef.h>

#include "channel/power_amplifiers.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** The model's gains in a table, and the samples that it remembers. Belongs to one
 * thread. */
typedef struct phw_power_stage phw_power_stage;

/** Signals of power 1 drive the amplifier `backoff_db` (-20..60) below the model's
 * amplitude 1. What comes out is scaled by a real factor such that a tone of power 1
 * leaves with power 1: its phase turn stays, and weaker tones leave weaker or stronger
 * by as much as the curve bends. Given back with phw_power_stage_destroy(). PHW_EARG,
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_power_stage_create(
    phw_power_stage **out, const phw_power_amplifier_choice *choice, double backoff_db);

/** Takes NULL. */
PHW_API void phw_power_stage_destroy(phw_power_stage *stage);

/** Forgets the past samples: silence came before. */
PHW_API void phw_power_stage_reset(phw_power_stage *stage);

/** Amplifies the next n samples, of any power. The gain's table of 4096 straight pieces
 * over r / (1 + r) is within 1e-5 of the formula up to 20 dB over the model's 1. The
 * same samples come out for every division into blocks. */
PHW_API void phw_power_stage_run(phw_power_stage *stage, phw_cf *inout, size_t n);

PHW_END_C

#endif
