#include "tools/plot_constellation.h"

#include "tools/curves.h"

static void script(FILE *to, const phw_plot_data *data)
{
    phw_curves_write(to, data);
    (void)fprintf(to, "set size ratio -1\n");
    phw_curves_axes(to, data, "in phase", "quadrature");
    (void)fprintf(to, "set key outside right center vertical samplen 1\n");
    phw_curves_draw(to, data, PHW_CURVES_POINTS);
}

const phw_plot phw_plot_constellation = {
    .name = "constellation",
    .title = "Symbols",
    .summary = "Each dot is a received symbol.",
    .possible = phw_curves_any,
    .script = script,
};
