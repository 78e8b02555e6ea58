/** @file
 * Sounding waveforms at ratios of signal to noise, each tried by as many bursts; over
 * threads, with results that do not depend on them.
 */
#ifndef PHW_TOOLS_SOUNDING_GRID_H
#define PHW_TOOLS_SOUNDING_GRID_H

#include <stddef.h>

#include "core/status.h"
#include "tools/interval.h"
#include "tools/number_list.h"
#include "tools/progress.h"
#include "tools/sounding_trial.h"

/** Most waveforms. */
#define PHW_SOUNDING_WAVEFORMS_MAX 12

/** Room for one of a list of choices. */
#define PHW_SOUNDING_TEXT_SIZE 96

/** The grid and what came out. A zeroed one is empty and may be freed; the first part
 * is the caller's. */
typedef struct phw_sounding_grid {
    phw_sounding_choice estimator[PHW_SOUNDING_ESTIMATORS_MAX];
    char estimator_text[PHW_SOUNDING_ESTIMATORS_MAX][PHW_SOUNDING_TEXT_SIZE];
    size_t n_estimators;
    char text[PHW_SOUNDING_WAVEFORMS_MAX][PHW_SOUNDING_TEXT_SIZE]; /**< as written */
    size_t n_waveforms;
    phw_numbers snr_db;
    phw_taps taps;
    double rate_hz;
    double false_alarm;
    double cfo_turns;
    size_t oversampling;
    size_t n_trials; /**< bursts of each waveform at each ratio */
    uint64_t seed;

    phw_sounding_waveform waveform[PHW_SOUNDING_WAVEFORMS_MAX];
    char reason[PHW_SOUNDING_WAVEFORMS_MAX][PHW_SOUNDING_ESTIMATORS_MAX]
               [PHW_SOUNDING_REASON_SIZE];
    phw_sounding_result *result; /**< [n_waveforms][snr_db.n][n_trials] */
} phw_sounding_grid;

/** Gives back; the struct is zero afterwards. */
void phw_sounding_grid_free(phw_sounding_grid *g);

/** Makes the waveforms and looks which estimators can have them. As
 * phw_sounding_trial_create(), and PHW_EARG for a waveform that is none or too many
 * bursts in all. */
PHW_MUST_USE phw_status phw_sounding_grid_make(phw_sounding_grid *g);

/** Chunks of phw_sounding_grid_run(), for its bar. */
size_t phw_sounding_grid_items(const phw_sounding_grid *g);

/** Tries all. PHW_ECANCEL, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_grid_run(phw_sounding_grid *g, size_t n_threads,
                                              phw_progress *progress);

/** A figure whose squared error has a bound. */
typedef struct phw_sounding_figure {
    double rms;
    double bound;      /**< the bound's root mean; NaN without */
    double ratio;      /**< root of the mean square error over its burst's bound */
    phw_interval span; /**< of the ratio, 95 % */
} phw_sounding_figure;

/** A waveform at a ratio of signal to noise. */
typedef struct phw_sounding_point {
    uint64_t n_detected;
    uint64_t n_false;
    uint64_t n_ambiguous;
    phw_sounding_figure cfo;    /**< cycles a sample */
    phw_sounding_figure timing; /**< samples */
    phw_sounding_figure clock;
} phw_sounding_point;

/** An estimator at that. */
typedef struct phw_sounding_estimate {
    double error; /**< mean square, of the bursts detected; NaN: none */
    phw_interval span;
    double closed;
} phw_sounding_estimate;

/** What waveform `w` gave at ratio `s`. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_grid_point(phw_sounding_point *out,
                                                const phw_sounding_grid *g, size_t w,
                                                size_t s);

/** What estimator `e` gave there. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_grid_estimate(phw_sounding_estimate *out,
                                                   const phw_sounding_grid *g, size_t w,
                                                   size_t s, size_t e);

#endif
