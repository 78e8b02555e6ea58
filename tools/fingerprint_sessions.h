/** @file
 * Verification error against the number of recordings enrolled: what one session does
 * not know of the next.
 */
#ifndef PHW_TOOLS_FINGERPRINT_SESSIONS_H
#define PHW_TOOLS_FINGERPRINT_SESSIONS_H

#include <stddef.h>

#include "auth/fingerprint.h"
#include "core/status.h"
#include "tools/fingerprint_frames.h"
#include "tools/interval.h"

/** The error with that many recordings enrolled. */
typedef struct phw_fingerprint_session_row {
    size_t n_enrolled;       /**< recordings */
    size_t n_trials;         /**< choices of them that could be learnt from */
    size_t n_tested;         /**< frames tested, over all trials */
    size_t n_refused;        /**< of them */
    double rate;             /**< n_refused / n_tested */
    phw_interval frames;     /**< of the rate as if each frame of the transmitter had
                                  been tested once and were independent, 95 % */
    double recordings_mean;  /**< mean over recordings of their own rates */
    phw_interval recordings; /**< of that mean as recordings scatter, 95 %, in [0, 1] */
    size_t n_impostors;      /**< frames of other senders tested */
    size_t n_accepted;       /**< of them */
    double threshold;        /**< mean over the trials */
} phw_fingerprint_session_row;

/** What is asked. */
typedef struct phw_fingerprint_sessions {
    const phw_fingerprint_frames *recording;
    size_t n_recordings; /**< each with frames of the label that are measured */
    const char *label;   /**< the transmitter; its frames have it as sender */
    phw_fingerprint_config config;
    const phw_fingerprint_columns *columns;
} phw_fingerprint_sessions;

/** Row k - 1 for k = 1 .. n_recordings - 1: enrols k recordings that follow each other
 * (each of the n_recordings such choices, in a circle) and tests the label's frames of
 * the others, and all other senders'. row[n_recordings - 1]. PHW_ESHORT for fewer than
 * two recordings, or when none of the trials of a row can be learnt from. */
PHW_MUST_USE phw_status phw_fingerprint_sessions_run(
    phw_fingerprint_session_row *row, const phw_fingerprint_sessions *in);

#endif
