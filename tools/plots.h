/** @file
 * The pictures that a report has.
 */
#ifndef PHW_TOOLS_PLOTS_H
#define PHW_TOOLS_PLOTS_H

#include <stddef.h>

#include "core/status.h"
#include "tools/plot.h"

/** Picture `i` in order, NULL past the last: first those of a key's report. */
const phw_plot *phw_plot_at(size_t i);

/** A whole gnuplot script of a picture, data included, that draws SVG whose identifiers
 * begin with `id` (letters, digits and _); to be freed. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_plot_script(char **out, size_t *size, const phw_plot *plot,
                                        const phw_plot_data *data, const char *id);

#endif
