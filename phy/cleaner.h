/** @file
 * A cleaner: one thing that is taken out of a trace before anybody compares it with
 * another. The interface; the entries are cleaner_NAME.c, their list is phy/cleaners.h.
 *
 * Antennas stand one after the other in a probe: coefficient a * K + k is carrier or
 * tap k of antenna a, K = n_coefficients / n_antennas.
 *
 * A column is read by its name: `agc_db` or `agc` (gain that the receiver applied, dB),
 * `rssi_dbm` (received power), `cfo_hz` (the sender's offset, Hz).
 */
#ifndef PHW_PHY_CLEANER_H
#define PHW_PHY_CLEANER_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** What a cleaner has done. */
typedef struct phw_clean_report {
    const char *noun;   /**< what `n_changed` and `n_dropped` count: "probes" ... */
    size_t n_seen;      /**< of them there were */
    size_t n_changed;   /**< got another value */
    size_t n_dropped;   /**< are no more */
    const char *figure; /**< what `before` and `after` are, a few words */
    const char *unit;   /**< "rad", "dB", "1" ... */
    double before;      /**< the figure of the trace as it was; NaN: none */
    double after;       /**< and of what is left of it */
    char note[160];     /**< what was found: "standard ht, 20 MHz"; may be empty */
} phw_clean_report;

/** One entry. */
typedef struct phw_cleaner {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from; NULL: nowhere else */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;

    /** Cleans a trace that phw_trace_check() takes, and leaves one. PHW_EINPUT when
     * this trace has nothing of the kind to clean (real values have no phase, say) or
     * lacks a column, or when nothing would be left; the trace is then as it
     * was. PHW_ENOMEM. */
    phw_status (*apply)(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params);
} phw_cleaner;

PHW_END_C

#endif
