/** @file
 * The matched filter of a sounding waveform: at every place of a stretch of samples,
 * how much of a core is in them, for every carrier offset that is tried.
 */
#ifndef PHW_PHY_SOUNDING_FILTER_H
#define PHW_PHY_SOUNDING_FILTER_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/sounding_waveform.h"

PHW_BEGIN_C

/** Plans and the cores' spectra, for one thread. */
typedef struct phw_sounding_filter phw_sounding_filter;

/** For offsets of up to `cfo_max` cycles a sample either way, 0..0.5. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_filter_create(phw_sounding_filter **out,
                                                   const phw_sounding_waveform *w,
                                                   double cfo_max);

/** Takes NULL. */
void phw_sounding_filter_destroy(phw_sounding_filter *f);

/** Samples that one run reads. */
size_t phw_sounding_filter_reads(const phw_sounding_filter *f);

/** Places, from the first of those samples on, that it tells of. */
size_t phw_sounding_filter_places(const phw_sounding_filter *f);

/** How many offsets are tried, an odd number. */
size_t phw_sounding_filter_n_offsets(const phw_sounding_filter *f);

/** Number `i` of them, cycles a sample, rising. */
double phw_sounding_filter_offset(const phw_sounding_filter *f, size_t i);

/** Reads sample[reads]. energy[places] gets that of the n_core samples from each place
 * on, without their mean; row c * n_offsets + i of `held`, `stride` apart, the part of
 * it that core c at offset i explains. Both are raised by what rounding may make of
 * them: 1e-9 of the stretch's mean energy, in `energy`. */
void phw_sounding_filter_run(phw_sounding_filter *f, float *held, double *energy,
                             const phw_cf *sample, size_t stride);

PHW_END_C

#endif
