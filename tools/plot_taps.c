#include "tools/plot_taps.h"

#include <math.h>

#include "tools/curves.h"
#include "tools/gnuplot.h"

/* Of the picture below the weakest tap. */
#define ROOM_DB 8

static double weakest(const phw_plot_data *data)
{
    double least = HUGE_VAL;
    for (size_t i = 0; i < data->n_curves; ++i) {
        for (size_t k = 0; k < data->curve[i].n; ++k)
            least = fmin(least, data->curve[i].y[k]);
    }
    return least;
}

static bool possible(const phw_plot_data *data)
{
    return phw_curves_any(data) && isfinite(weakest(data));
}

static void script(FILE *to, const phw_plot_data *data)
{
    const double floor_db = 5 * floor((weakest(data) - ROOM_DB) / 5);
    const char *comma = "plot ";
    phw_curves_write(to, data);
    phw_curves_axes(to, data, "delay", "power, dB");
    (void)fprintf(to, "set yrange [%.9g:*]\nset offsets 0, 0, 2, 0\n", floor_db);
    for (size_t i = 0; i < data->n_curves; ++i) {
        const phw_plot_curve *c = &data->curve[i];
        if (c->closed_form)
            (void)fprintf(to,
                          "%s$curve%zu using 1:2 with points pt 6 ps 1.1 lw 1.4 lc "
                          "rgb \"" PHW_COLOUR_BOB "\" title ",
                          comma, i);
        else
            (void)fprintf(to,
                          "%s$curve%zu using 1:(%.9g):(0):($2 - %.9g) with vectors "
                          "nohead lw 3 lc rgb \"" PHW_COLOUR_ALICE "\" title ",
                          comma, i, floor_db, floor_db);
        phw_gnuplot_quote(to, c->name);
        comma = ", ";
    }
    (void)fprintf(to, "\n");
}

const phw_plot phw_plot_taps = {
    .name = "taps",
    .title = "Power over delay",
    .summary = "Stems: measured means. Rings: the profile.",
    .possible = possible,
    .script = script,
};
