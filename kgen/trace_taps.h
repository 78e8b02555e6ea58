/** @file
 * The taps of a trace: an impulse response as it is, or made of carriers.
 */
#ifndef PHW_KGEN_TRACE_TAPS_H
#define PHW_KGEN_TRACE_TAPS_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** How carriers become taps. */
typedef enum phw_trace_taps_window {
    PHW_TRACE_TAPS_RECTANGULAR = 0, /**< sharpest; a tap leaks -13 dB into others */
    PHW_TRACE_TAPS_HANN, /**< leaks -31 dB, but spreads over two neighbours */
    PHW_N_TRACE_TAPS_WINDOWS
} phw_trace_taps_window;

/** A zeroed one is empty and may be freed. Freeing wipes. */
typedef struct phw_trace_taps {
    phw_cf *value; /**< antenna a, tap k of probe p:
                        p n_antennas n_taps + a n_taps + k */
    size_t n_probes;
    size_t n_antennas;
    size_t n_taps; /**< of each antenna */
} phw_trace_taps;

/** The first `n` taps of each antenna (0: all; more than there are: all), to be freed.
 * A CIR's are its coefficients. A CFR's are
 *
 *     h_k = 1/W sum_m w_m H_m e^{j 2 pi f_m k / (N step)}, W = sum_m w_m,
 *
 * N the number of carriers from the first to the last, step the least distance between
 * two, f_m their offsets: where some are not there (the middle one, guards), they are
 * taken for 0 and taps leak into each other. PHW_EINPUT for a real trace, or a CFR
 * whose carriers are not on a grid; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_taps_make(phw_trace_taps *out,
                                                    const phw_trace *trace, size_t n,
                                                    phw_trace_taps_window window);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_trace_taps_free(phw_trace_taps *taps);

PHW_END_C

#endif
