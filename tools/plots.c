#include "tools/plots.h"

#include <stdlib.h>

#include "tools/plot_autocorrelation.h"
#include "tools/plot_bars.h"
#include "tools/plot_budget.h"
#include "tools/plot_confusion.h"
#include "tools/plot_constellation.h"
#include "tools/plot_heat.h"
#include "tools/plot_lines.h"
#include "tools/plot_points.h"
#include "tools/plot_profile.h"
#include "tools/plot_roc.h"
#include "tools/plot_scatter.h"
#include "tools/plot_series.h"
#include "tools/plot_spectrogram.h"
#include "tools/plot_taps.h"

static const phw_plot *const plot[] = {
    &phw_plot_budget,        &phw_plot_series,
    &phw_plot_scatter,       &phw_plot_autocorrelation,
    &phw_plot_roc,           &phw_plot_confusion,
    &phw_plot_bars,          &phw_plot_lines,
    &phw_plot_constellation, &phw_plot_profile,
    &phw_plot_heat_map,      &phw_plot_taps,
    &phw_plot_spectrogram,   &phw_plot_points,
};

const phw_plot *phw_plot_at(size_t i)
{
    return i < sizeof plot / sizeof plot[0] ? plot[i] : NULL;
}

phw_status phw_plot_script(char **out, size_t *size, const phw_plot *p,
                           const phw_plot_data *data, const char *id)
{
    char *text = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&text, &n);
    if (to == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to draw %s", p->name);
    (void)fprintf(
        to,
        "set encoding utf8\n"
        "set terminal svg size 720,330 dynamic standalone font \"sans-serif,13\" "
        "name \"%s\" noenhanced\n"
        "set border 3 lc rgb \"" PHW_COLOUR_TEXT "\"\n"
        "set tics nomirror out scale 0.6 textcolor rgb \"" PHW_COLOUR_TEXT "\"\n"
        "set xlabel textcolor rgb \"" PHW_COLOUR_TEXT "\"\n"
        "set ylabel textcolor rgb \"" PHW_COLOUR_TEXT "\"\n"
        "set key textcolor rgb \"" PHW_COLOUR_TEXT "\"\n"
        "set grid lc rgb \"#b8bec6\" lw 0.5 dt 3\n",
        id);
    p->script(to, data);
    if (fclose(to) != 0) {
        free(text);
        return phw_fail(PHW_ENOMEM, "no memory to draw %s", p->name);
    }
    *out = text;
    *size = n;
    return PHW_OK;
}
