/** @file
 * A real FIR filter over complex draws, block by block in the frequency domain
 * (overlap and save). Blocks lie at fixed places, so their bits do not depend on what
 * is asked for.
 */
#ifndef PHW_ENCRYPT_NOISE_FILTER_H
#define PHW_ENCRYPT_NOISE_FILTER_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** The taps' spectrum, the transforms and one block. One thread's. */
typedef struct phw_noise_filter phw_noise_filter;

/** Given back with phw_noise_filter_destroy(). PHW_EARG for no taps or more than 2^20;
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_noise_filter_create(phw_noise_filter **out,
                                                const float *tap, size_t n_taps);

/** Wipes the block; takes NULL. */
void phw_noise_filter_destroy(phw_noise_filter *filter);

/** Samples of a block's input. */
size_t phw_noise_filter_points(const phw_noise_filter *filter);

/** Samples of a block's output, B = points - taps + 1: block b takes inputs b B .. b B
 * + points - 1. */
size_t phw_noise_filter_block(const phw_noise_filter *filter);

/** Where the next block's input is to be written: phw_noise_filter_points() of them. */
phw_cf *phw_noise_filter_input(phw_noise_filter *filter);

/** Filters that input; the output is phw_noise_filter_block() samples and stays until
 * the input is written again: y[k] = sum_j tap[j] x[k + taps - 1 - j]. */
const phw_cf *phw_noise_filter_run(phw_noise_filter *filter);

PHW_END_C

#endif
