/** @file
 * The Doppler spectra that can be chosen by name, and what one says.
 */
#ifndef PHW_CHANNEL_SPECTRA_H
#define PHW_CHANNEL_SPECTRA_H

#include <stdbool.h>
#include <stddef.h>

#include "channel/spectrum.h"
#include "core/status.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_spectrum *const *phw_spectrum_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_spectrum_find(const phw_spectrum **out,
                                                  const char *name);

/** Reads "bell" or "directional:mean_deg=30:kappa=3"; a parameter left out has its
 * default. PHW_EARG says what is wrong and what there is. */
PHW_API PHW_MUST_USE phw_status phw_spectrum_choose(phw_spectrum_choice *out,
                                                    const char *text);

/** The entry of a choice: Clarke's when it has none. */
PHW_API const phw_spectrum *phw_spectrum_entry(const phw_spectrum_choice *choice);

/** Whether two choices are of one entry with the same parameters. */
PHW_API bool phw_spectrum_same(const phw_spectrum_choice *a,
                               const phw_spectrum_choice *b);

/** Share of the power at shifts <= x fd. */
PHW_API double phw_spectrum_cdf(const phw_spectrum_choice *choice, double x);

/** The correlation at x = fd tau: re and im of the entry's R. */
PHW_API void phw_spectrum_correlation(double *re, double *im,
                                      const phw_spectrum_choice *choice, double x);

/** The least x within -edge..edge with a cdf of at least u, 0 <= u <= 1 (cut to it):
 * by the entry's formula, or by bisection to 1e-12 of the edge. */
PHW_API double phw_spectrum_quantile(const phw_spectrum_choice *choice, double u);

/** The first two moments of the shift in units of fd and fd^2: `mean` is the mean
 * shift, `square` the mean squared one (1/2 for Clarke's); within 1e-8 edge^2. */
PHW_API void phw_spectrum_moments(double *mean, double *square,
                                  const phw_spectrum_choice *choice);

PHW_END_C

#endif
