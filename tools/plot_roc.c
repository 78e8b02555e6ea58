#include "tools/plot_roc.h"

#include "tools/curves.h"

static void script(FILE *to, const phw_plot_data *data)
{
    phw_curves_write(to, data);
    if (!data->x.logarithmic && data->x.to <= data->x.from)
        (void)fprintf(to, "set xrange [0:1]\n");
    (void)fprintf(to, "set yrange [0:1.02]\n");
    phw_curves_axes(to, data, "false-alarm probability", "detection probability");
    phw_curves_marks(to, data, 0.95);
    (void)fprintf(to, "set key outside right center vertical\n");
    phw_curves_draw(to, data, PHW_CURVES_LINES);
}

const phw_plot phw_plot_roc = {
    .name = "roc",
    .title = "How well it tells one from the other",
    .summary = "The higher to the left, the better; a diagonal is guessing. Dashed: "
               "the closed form.",
    .possible = phw_curves_any,
    .script = script,
};
