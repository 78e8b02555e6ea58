#include "tools/plot_profile.h"

#include <math.h>

#include "tools/curves.h"

#define DEPTH_DB 60

static double strongest_db(const phw_plot_data *data)
{
    double most = -HUGE_VAL;
    for (size_t i = 0; i < data->n_curves; ++i) {
        for (size_t k = 0; k < data->curve[i].n; ++k)
            most = fmax(most, data->curve[i].y[k]);
    }
    return most;
}

static void script(FILE *to, const phw_plot_data *data)
{
    const double top = strongest_db(data);
    phw_curves_write(to, data);
    if (data->y.to <= data->y.from)
        (void)fprintf(to, "set yrange [%.9g:%.9g]\n", top - DEPTH_DB, top + 5);
    phw_curves_axes(to, data, "distance, m", "power, dB");
    phw_curves_marks(to, data, 0.95);
    phw_curves_draw(to, data, PHW_CURVES_LINES);
}

static bool possible(const phw_plot_data *data)
{
    return phw_curves_any(data) && isfinite(strongest_db(data));
}

const phw_plot phw_plot_profile = {
    .name = "profile",
    .title = "Power over distance",
    .summary = "Peaks are what reflects; the rest is noise.",
    .possible = possible,
    .script = script,
};
