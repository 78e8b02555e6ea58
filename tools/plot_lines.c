#include "tools/plot_lines.h"

#include "tools/curves.h"

/* Points further apart than that are shown as such. */
#define DOTS_MAX 60

static void script(FILE *to, const phw_plot_data *data)
{
    size_t longest = 0;
    for (size_t i = 0; i < data->n_curves; ++i) {
        if (!data->curve[i].closed_form && data->curve[i].n > longest)
            longest = data->curve[i].n;
    }
    phw_curves_write(to, data);
    phw_curves_axes(to, data, "", "");
    phw_curves_marks(to, data, 0.95);
    phw_curves_draw(to, data,
                    longest <= DOTS_MAX ? PHW_CURVES_DOTTED : PHW_CURVES_LINES);
}

const phw_plot phw_plot_lines = {
    .name = "lines",
    .title = "Over the parameter",
    .summary = "Shaded: the 95 % interval. Dashed: the closed form.",
    .possible = phw_curves_any,
    .script = script,
};
