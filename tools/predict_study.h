/** @file
 * One evaluation of forecasters: what they are run on, held against and scored by.
 */
#ifndef PHW_TOOLS_PREDICT_STUDY_H
#define PHW_TOOLS_PREDICT_STUDY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "tools/even_series.h"
#include "tools/forecast_choice.h"
#include "tools/forecast_effect.h"
#include "tools/forecast_trial.h"
#include "tools/number_list.h"
#include "tools/option.h"
#include "tools/series_pair.h"

/** Most scores. */
#define PHW_PREDICT_ROWS_MAX (PHW_FORECAST_CHOICES_MAX * 16)

/** What forecasts are held against. */
typedef enum phw_predict_against {
    PHW_PREDICT_OWN = 0, /**< the trace's own later readings */
    PHW_PREDICT_TRUTH,   /**< another trace, at the instants foretold */
    PHW_PREDICT_END      /**< the other end's readings of the same exchanges */
} phw_predict_against;

/** A method at a horizon. */
typedef struct phw_predict_row {
    const char *method; /**< as it was asked for */
    size_t taps;
    double horizon; /**< intervals */
    phw_forecast_score score;
    double least;                /**< Wiener's, of as long a past as may be; NaN */
    phw_forecast_likeness after; /**< with PHW_PREDICT_END */
} phw_predict_row;

/** A zeroed one is empty and may be freed. */
typedef struct phw_predict_study {
    phw_even_series series; /**< with PHW_PREDICT_END the exchanges both ends have */
    phw_even_series other;
    phw_predict_against against;
    double offset_s; /**< with PHW_PREDICT_END: of the other end's instants; NaN */
    size_t lead;     /**< with PHW_PREDICT_END: exchanges on, so that the other end's
                          reading is not over when it is foretold */
    size_t n_training;
    size_t component; /**< whose likeness is told */
    phw_forecast_truth truth;
    phw_forecast_likeness before; /**< with PHW_PREDICT_END */
    double open;                  /**< of the readings to who knows their past: bound */
    phw_predict_row row[PHW_PREDICT_ROWS_MAX];
    size_t n_rows;
    phw_forecast_choices choices;
} phw_predict_study;

/** Does all that the options of predict evaluate ask for; to be freed. Errors name the
 * option or the file. */
PHW_MUST_USE phw_status phw_predict_study_make(phw_predict_study *out,
                                               const phw_arguments *arguments);

/** Gives back; the struct is zero afterwards. */
void phw_predict_study_free(phw_predict_study *s);

#endif
