/** @file
 * What three traces would have been, had the ends made the air random.
 *
 * A recording has what a channel did without draws. Multiplied by them it is nearly
 * what would have been heard: a receiver's noise, which the air does not multiply, is
 * multiplied too, and so is less where the sender's draw was small.
 */
#ifndef PHW_KGEN_EMULATION_H
#define PHW_KGEN_EMULATION_H

#include <stdbool.h>

#include "core/entropy.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/agreement_config.h"

PHW_BEGIN_C

/** What each has then. A zeroed one is empty and may be freed. */
typedef struct phw_emulation {
    phw_trace alice; /**< what she heard, times her own draws */
    phw_trace bob;   /**< likewise */
    phw_trace eve;   /**< what she heard of Alice, and beside it what she knows */
    bool has_eve;
} phw_emulation;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_emulation_free(phw_emulation *e);

/** Puts the configuration's randomizer of the air over traces, at the probes whose
 * numbers both ends have; to be freed. Each end draws from its own source, a draw a
 * coefficient (tones; taps of an impulse response share one) or antenna (whose sum is
 * left), anew for every probe. `eve`, which may be NULL, heard Alice, and gets Alice's
 * draws alone, in as many blocks as wide as Alice's as her trace has.
 *
 * Where config->eve_knows_channels, she has one block more. Of tones it is a b h: she
 * has her own channels from frames without draws and so both ends' draws from those
 * with, and is given the channel h between the ends as Alice saw it at the first probe,
 * so that what is left to her is how it changed since. Of antennas, where she has two
 * numbers or more of a probe, it is w^T h alike: numbers enough tell her the weights w.
 * Of one number a probe she has no more than that.
 *
 * PHW_EARG when the randomizer is not one of the air, is the surface's, or rows are
 * paired by time; PHW_EINPUT when antennas are to be weighted and a trace is real or of
 * one antenna, the traces are of different form, or Eve has not half of the numbers;
 * PHW_ESHORT without a common probe; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_emulate(phw_emulation *out, const phw_trace *alice,
                                            const phw_trace *bob, const phw_trace *eve,
                                            const phw_agreement_config *config,
                                            phw_entropy entropy[2]);

PHW_END_C

#endif
