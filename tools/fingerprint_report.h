/** @file
 * What an evaluation of fingerprints tells: figures with their counts and intervals,
 * and the page.
 */
#ifndef PHW_TOOLS_FINGERPRINT_REPORT_H
#define PHW_TOOLS_FINGERPRINT_REPORT_H

#include "auth/fingerprint.h"
#include "auth/roc.h"
#include "core/status.h"
#include "tools/fingerprint_sessions.h"
#include "tools/fingerprint_trial.h"
#include "tools/option.h"

/** Prints a trial of a model, and publishes its page with --report. */
PHW_MUST_USE phw_status phw_fingerprint_report_trial(const phw_fingerprint *model,
                                                     const phw_fingerprint_trial *trial,
                                                     const phw_arguments *arguments);

/** The same of rows [0, n) of verification error against recordings enrolled. */
PHW_MUST_USE phw_status phw_fingerprint_report_sessions(
    const phw_fingerprint_session_row *row, size_t n,
    const phw_fingerprint_sessions *in, const phw_arguments *arguments);

#endif
