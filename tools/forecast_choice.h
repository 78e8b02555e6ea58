/** @file
 * The forecasters that --method names.
 */
#ifndef PHW_TOOLS_FORECAST_CHOICE_H
#define PHW_TOOLS_FORECAST_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "tools/forecast_set.h"

/** Most methods of a run. */
#define PHW_FORECAST_CHOICES_MAX 8

/** One of them. */
typedef struct phw_forecast_choice {
    char text[64]; /**< as it was given, cut */
    const phw_forecaster *method;
    phw_params params;
    phw_forecast_set loaded; /**< what model=FILE brought; empty without */
    bool left_out;           /**< had too few rows to learn from */
} phw_forecast_choice;

/** All of them; a zeroed one is empty and may be freed. */
typedef struct phw_forecast_choices {
    phw_forecast_choice choice[PHW_FORECAST_CHOICES_MAX];
    size_t n;
} phw_forecast_choices;

/** Reads "NAME[:param=value...][,...]", to be freed; NAME:model=FILE takes a model that
 * was trained, with its parameters. PHW_EARG names what is unknown, PHW_EINPUT the
 * file.
 */
PHW_MUST_USE phw_status phw_forecast_choices_read(phw_forecast_choices *out,
                                                  const char *text);

/** Gives back; the struct is zero afterwards. */
void phw_forecast_choices_free(phw_forecast_choices *c);

#endif
