#include "tools/plot_points.h"

#include "tools/curves.h"

static void script(FILE *to, const phw_plot_data *data)
{
    phw_curves_write(to, data);
    phw_curves_axes(to, data, "", "");
    (void)fprintf(to, "set key below center horizontal samplen 1\n"
                      "set xlabel offset 0,0.5\nset bmargin 5\n");
    phw_curves_marks(to, data, 0.95);
    phw_curves_draw(to, data, PHW_CURVES_POINTS);
}

const phw_plot phw_plot_points = {
    .name = "points",
    .title = "One by one",
    .summary = "Each dot is one of them, its colour whose it is.",
    .possible = phw_curves_any,
    .script = script,
};
