/** @file
 * A part of a trace: some of its probes, or some of its coefficients.
 */
#ifndef PHW_PHY_TRACE_SELECT_H
#define PHW_PHY_TRACE_SELECT_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** The probes row[n] (rising) of `in` with all that belongs to them, to be freed.
 * PHW_EINPUT when n is 0; PHW_EARG when a row is not there or they do not rise;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_select_probes(phw_trace *out,
                                                        const phw_trace *in,
                                                        const size_t *row, size_t n);

/** The coefficients which[n] (any order, none twice) of every probe, to be freed;
 * `n_antennas` is what the result has. PHW_EINPUT when n is 0; PHW_EARG when one is not
 * there or the antennas do not divide n; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_select_coefficients(phw_trace *out,
                                                              const phw_trace *in,
                                                              const size_t *which,
                                                              size_t n,
                                                              size_t n_antennas);

/** An empty trace of n_probes of `in`'s kind, coefficients, origin and columns (all
 * NaN), to be freed: what probes are then put into. PHW_EINPUT for none; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_like(phw_trace *out, const phw_trace *in,
                                               size_t n_probes);

PHW_END_C

#endif
