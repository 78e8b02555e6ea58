/** @file
 * What the entries of the sounding registry make their forms with.
 */
#ifndef PHW_PHY_SOUNDING_FORM_H
#define PHW_PHY_SOUNDING_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "core/param.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** How often blocks repeat, and how long the cyclic prefix is: of most entries. */
#define PHW_SOUNDING_PARAM_REPEATS(times)                                        \
    {                                                                            \
        .name = "repeats", .unit = "", .summary = "times that the core is sent", \
        .min = 2, .max = 31, .preset = (times), .whole = true                    \
    }
#define PHW_SOUNDING_PARAM_PREFIX                                              \
    {                                                                          \
        .name = "prefix", .unit = "",                                          \
        .summary = "cyclic prefix as a share of the core", .min = 0, .max = 1, \
        .preset = 0.25                                                         \
    }

/** A form with room for its cores and n_core bins, all zero. PHW_EARG for a length that
 * is not 2..PHW_SOUNDING_CORE_MAX, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_form_alloc(phw_sounding_form *out, size_t n_core,
                                                size_t n_cores);

/** The bins in use are those where all cores together have at least a hundredth of the
 * mean power of a bin; without 0, where a receiver's own leakage lies, if that is asked
 * for. PHW_EARG when none is left; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_form_use(phw_sounding_form *form,
                                              bool without_zero);

/** Writes core 0 from values on its bins: value[n_used] on form->bin, scaled
 * to mean power 1. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_form_fill(phw_sounding_form *form,
                                               const phw_cf *value);

/** What an entry's make() ends with, `s` being what became of its cores. PHW_OK: lays
 * them one after the other, each `repeats` times behind a prefix of round(prefix
 * n_core) samples, and hands the form to `out`. Else: gives the form back. Returns s.
 */
PHW_MUST_USE phw_status phw_sounding_form_finish(phw_sounding_form *out,
                                                 phw_sounding_form *form, phw_status s,
                                                 size_t repeats, double prefix);

PHW_END_C

#endif
