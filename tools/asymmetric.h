/** @file
 * One run of the asymmetric agreement with both ends in memory, and every figure of it.
 */
#ifndef PHW_TOOLS_ASYMMETRIC_H
#define PHW_TOOLS_ASYMMETRIC_H

#include <stddef.h>

#include "core/entropy.h"
#include "core/key.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/zero_power_rehearsal.h"

/** What came of it; a zeroed one may be freed. */
typedef struct phw_asymmetric {
    phw_zero_power_rehearsal rehearsal;
    phw_status status;               /**< PHW_OK with a key, else why there is none */
    size_t n_disagreements;          /**< raw bits that differ */
    double duration_s;               /**< of the probing; NaN when unknown */
    double correlation;              /**< of the ends' values; NaN when unknown */
    size_t n_eve_bits;               /**< bits that Eve can set against the device's */
    size_t n_eve_errors;             /**< of them, differ */
    double eve_multiple_correlation; /**< of the device's values with all views of Eve's
                                          trace, 99 % upper bound; NaN when unknown */
    char fingerprint[PHW_FINGERPRINT_SIZE]; /**< of the key; "" without one */
} phw_asymmetric;

/** Runs it; `eve` may be NULL. What her trace tells of the planes that are used is
 * charged, or config->eve_information_bits when that is more. PHW_OK also without a
 * key: `status` says so. PHW_ECANCEL when the user asks to stop; other statuses as
 * phw_zero_power_rehearse(), and as the measuring of Eve where there would be a key
 * without her. To be freed. */
PHW_MUST_USE phw_status phw_asymmetric_run(phw_asymmetric *out, const phw_trace *device,
                                           const phw_trace *reader,
                                           const phw_trace *eve,
                                           const phw_zero_power_config *config,
                                           phw_entropy *entropy);

/** Wipes and gives back. */
void phw_asymmetric_free(phw_asymmetric *a);

/** The key, to be freed; status is PHW_OK. */
PHW_MUST_USE phw_status phw_asymmetric_key(phw_key *out, const phw_asymmetric *a);

/** Says in plain sentences what came of it. */
void phw_asymmetric_explain(char *text, size_t size, const phw_asymmetric *a,
                            const phw_zero_power_config *config);

#endif
