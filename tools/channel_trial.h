/** @file
 * Senders told apart by their channels, in recordings where it is known who sent what:
 * each is enrolled on its first frames of a recording, and judged in the rest of it and
 * in all others.
 */
#ifndef PHW_TOOLS_CHANNEL_TRIAL_H
#define PHW_TOOLS_CHANNEL_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"
#include "datasets/truth.h"
#include "tools/fingerprint_frames.h"
#include "tools/similarity.h"

/** Most recordings of a trial. */
#define PHW_CHANNEL_RECORDINGS_MAX 64

/** One recording. */
typedef struct phw_channel_recording {
    phw_trace trace;
    phw_fingerprint_frames frames; /**< who sent each; no features */
    bool *enrolled;                /**< a frame for each: it is not judged */
} phw_channel_recording;

/** A sender enrolled in a recording, judged in one. */
typedef struct phw_channel_row {
    size_t enrolled; /**< recordings, by their place */
    size_t judged;
    char sender[PHW_FINGERPRINT_LABEL_SIZE];
    size_t n_own; /**< frames of the sender judged */
    size_t n_own_same;
    size_t n_other; /**< frames of other known senders judged */
    size_t n_other_same;
    size_t n_undecided; /**< of both */
} phw_channel_row;

/** What is tried, and what came out. A zeroed one is empty and may be freed; the plan
 * and n_first are the caller's, set before all. */
typedef struct phw_channel_trial {
    phw_similarity_plan plan;
    size_t n_first; /**< frames that enrol a sender, >= 1; one less than it has where it
                         has no more */
    phw_channel_recording recording[PHW_CHANNEL_RECORDINGS_MAX];
    size_t n_recordings;
    double own_least;  /**< least correlation of two enrolled frames of one sender */
    double other_most; /**< greatest of two senders' */
    phw_channel_row *row;
    size_t n_rows;
    size_t n_rows_allocated;
} phw_channel_trial;

/** Adds a recording, [LABEL=]FILE[:PART]. As phw_fingerprint_frames_read(); PHW_EARG
 * for too many, PHW_EINPUT when it can't be compared with the first. */
PHW_MUST_USE phw_status phw_channel_trial_add(phw_channel_trial *t, const char *spec,
                                              const phw_truth *truth, double tolerance);

/** Puts correlation:fit=full in the plan, its threshold r between own_least and
 * other_most of the first recording's enrolled frames: 1 - r is their geometric mean.
 * PHW_ESHORT when fewer than two senders have two frames enrolled there, PHW_EINPUT
 * when these tell the senders not apart. */
PHW_MUST_USE phw_status phw_channel_trial_learn(phw_channel_trial *t);

/** Fills the rows: by recording enrolled, sender, recording judged. PHW_ESHORT when no
 * sender could be enrolled; as phw_similarity_judge(). */
PHW_MUST_USE phw_status phw_channel_trial_run(phw_channel_trial *t);

/** The sums of the rows within recordings, or of those across. */
phw_channel_row phw_channel_trial_sum(const phw_channel_trial *t, bool across);

/** Gives back; the struct is zero afterwards. */
void phw_channel_trial_free(phw_channel_trial *t);

#endif
