#include "tools/plot_scatter.h"

#define POINTS_MAX 900

static bool possible(const phw_plot_data *data)
{
    return data->n > 1;
}

static void script(FILE *to, const phw_plot_data *data)
{
    const size_t step = data->n / POINTS_MAX + 1;
    (void)fprintf(to, "$scatter << EOD\n");
    for (size_t i = 0; i < data->n; i += step)
        (void)fprintf(to, "%.6g %.6g %.6g\n", data->alice[i], data->bob[i],
                      data->eve != NULL ? data->eve[i] : 0);
    (void)fprintf(to,
                  "EOD\n"
                  "set xlabel \"Alice's %s\"\n"
                  "set ylabel \"the other's %s\"\n"
                  "set key above right horizontal\n"
                  "set size ratio 0.75\n"
                  "plot ",
                  data->feature, data->feature);
    if (data->eve != NULL)
        (void)fprintf(to, "$scatter using 1:3 with points pt 7 ps 0.25 lc rgb "
                          "\"" PHW_COLOUR_EVE "\" notitle, ");
    (void)fprintf(to, "$scatter using 1:2 with points pt 7 ps 0.3 lc rgb "
                      "\"" PHW_COLOUR_BOB "\" notitle, "
                      "NaN with points pt 7 ps 0.8 lc rgb "
                      "\"" PHW_COLOUR_BOB "\" title \"Bob\"");
    (void)fprintf(to, data->eve != NULL ? ", NaN with points pt 7 ps 0.8 lc rgb "
                                          "\"" PHW_COLOUR_EVE "\" title \"Eve\"\n"
                                        : "\n");
}

const phw_plot phw_plot_scatter = {
    .name = "scatter",
    .title = "Alice against Bob",
    .summary = "A thin diagonal is a channel that both saw alike; a round cloud is one "
               "that they did not.",
    .possible = possible,
    .script = script,
};
