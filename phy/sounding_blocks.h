/** @file
 * What the blocks of a sounding burst say of its carrier offset and clock: how they
 * agree with each other, bin by bin, when each is turned back by its place in time.
 */
#ifndef PHW_PHY_SOUNDING_BLOCKS_H
#define PHW_PHY_SOUNDING_BLOCKS_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/sounding_waveform.h"

PHW_BEGIN_C

/** Products of pairs of blocks, over the power sent, summed over the bins: weighted by
 * 1, by the bin's frequency and by its square. Entry a * n_blocks + b, a > b. */
typedef struct phw_sounding_blocks {
    double complex *product[3];
    double *power; /**< [n_used]: sum over the blocks of what was sent on each bin */
} phw_sounding_blocks;

/** Room for a waveform, given back with phw_sounding_blocks_free(). PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_blocks_alloc(phw_sounding_blocks *out,
                                                  const phw_sounding_waveform *w);

/** Takes a zeroed one. */
void phw_sounding_blocks_free(phw_sounding_blocks *blocks);

/** Fills the products from matched[n_blocks][n_used]: each block's transform times the
 * conjugate of what was sent. */
void phw_sounding_blocks_multiply(phw_sounding_blocks *blocks,
                                  const phw_sounding_waveform *w,
                                  const phw_cf *matched);

/** The carrier offset, cycles a sample, within half a turn over the smallest distance
 * of blocks from `about`, at which the blocks add up to most. */
double phw_sounding_blocks_offset(const phw_sounding_blocks *blocks,
                                  const phw_sounding_waveform *w, double about);

/** The clock's offset (the sender's rate over ours less 1) beside that carrier offset:
 * one step of Newton's from 0. NaN where one bin alone is in use. */
double phw_sounding_blocks_clock(const phw_sounding_blocks *blocks,
                                 const phw_sounding_waveform *w, double offset);

PHW_END_C

#endif
