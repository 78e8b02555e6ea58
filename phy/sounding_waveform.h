/** @file
 * A sounding waveform as it is sent and looked for: its samples at a rate that is a
 * whole multiple of its bandwidth, its blocks, and the bins that it shows of a channel.
 */
#ifndef PHW_PHY_SOUNDING_WAVEFORM_H
#define PHW_PHY_SOUNDING_WAVEFORM_H

#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** Most samples a chip. */
#define PHW_SOUNDING_OVERSAMPLING_MAX 256

/** All of it, to be read. Lengths and places are in samples at the rate asked for. A
 * zeroed one may be freed. */
typedef struct phw_sounding_waveform {
    const phw_sounding *entry;
    phw_params params;
    size_t oversampling; /**< samples a chip: the rate over the bandwidth */
    phw_cf *sample;      /**< the burst, n_samples; blocks have mean power 1 */
    size_t n_samples;
    size_t n_core;
    size_t n_cores;
    phw_cf *core;  /**< [n_cores][n_core] */
    size_t guard;  /**< longest echo that the model of circular convolution allows */
    size_t n_used; /**< bins in use */
    int32_t *bin;  /**< rising, negative ones too: bin k is at k / n_core */
    double *frequency; /**< of each in cycles a sample, rising */
    phw_cf *known; /**< [n_cores][n_used]: what a transform (core/fft.h, not scaled) of
                      a core has there */
    phw_sounding_block block[PHW_SOUNDING_BLOCKS_MAX];
    size_t n_blocks;
} phw_sounding_waveform;

/** Makes "name:param=value:..." at `oversampling` samples a chip, 1..
 * PHW_SOUNDING_OVERSAMPLING_MAX; a core has at most PHW_SOUNDING_CORE_MAX samples.
 * PHW_EARG, PHW_ENOMEM. Given back with phw_sounding_waveform_free(). */
PHW_API PHW_MUST_USE phw_status phw_sounding_waveform_make(phw_sounding_waveform *out,
                                                           const char *text,
                                                           size_t oversampling);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_sounding_waveform_free(phw_sounding_waveform *w);

/** Distance between neighbouring blocks that is smallest, samples: a carrier offset is
 * told without doubt within half a turn over it, 1 / (2 lag) cycles a sample. */
PHW_API size_t phw_sounding_waveform_lag(const phw_sounding_waveform *w);

/** The middle of all blocks, samples from the burst's first one: the instant whose
 * phase an estimated channel has. */
PHW_API double phw_sounding_waveform_middle(const phw_sounding_waveform *w);

PHW_END_C

#endif
