/** @file
 * The uplink lab: replies of a scenario's tag under an auxiliary node's noise, read by
 * the reader who knows its seed and attacked by Eve who knows all but that.
 */
#ifndef PHW_TOOLS_LAB_UPLINK_H
#define PHW_TOOLS_LAB_UPLINK_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "tools/progress.h"
#include "tools/uplink_eve.h"
#include "tools/uplink_plan.h"

/** What a run gave. A zeroed one may be freed. */
typedef struct phw_uplink_run {
    size_t n_replies;
    size_t n_bits;     /**< data bits of all */
    size_t n_crc_bits; /**< of them at each reply's end its CRC-16; 0: there is none */
    size_t n_crc_ok;   /**< replies that the reader got with a good one */
    size_t n_errors;   /**< of the reader, in first reads */
    double theory_ber; /**< the reader's with the cancellation that was reached */
    double
        cancellation_db;  /**< average powers of the noise before and after, then dB */
    double jsr_reader_db; /**< as it was, average power over average |g|^2 */
    double jsr_eve_db;    /**< at the first antenna */
    phw_uplink_eve eve;
} phw_uplink_run;

/** Runs replies until `n_bits` data bits are there (whole replies), on `n_threads`
 * threads: the same bytes for any number. `progress` counts replies and may be NULL.
 * PHW_EARG when there would be 2^32 reads or more; PHW_ENOMEM, PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_uplink_run_make(phw_uplink_run *out,
                                            const phw_uplink_plan *plan, size_t n_bits,
                                            size_t n_threads, phw_progress *progress);

/** Replies that a run of that many bits has. */
size_t phw_uplink_run_replies(const phw_uplink_plan *plan, size_t n_bits);

/** Gives back; the struct is zero afterwards. */
void phw_uplink_run_free(phw_uplink_run *run);

#endif
