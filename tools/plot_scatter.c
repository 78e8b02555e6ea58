#include "tools/plot_scatter.h"

#define POINTS_MAX 900

static bool possible(const phw_plot_data *data)
{
    return data->agreement != NULL && data->agreement->n > 1;
}

static void script(FILE *to, const phw_plot_data *data)
{
    const phw_plot_agreement *run = data->agreement;
    const size_t step = run->n / POINTS_MAX + 1;
    (void)fprintf(to, "$scatter << EOD\n");
    for (size_t i = 0; i < run->n; i += step)
        (void)fprintf(to, "%.6g %.6g %.6g\n", run->alice[i], run->bob[i],
                      run->eve != NULL ? run->eve[i] : 0);
    (void)fprintf(to,
                  "EOD\n"
                  "set xlabel \"Alice's %s\"\n"
                  "set ylabel \"the other's %s\"\n"
                  "set key above right horizontal\n"
                  "set size ratio 0.75\n"
                  "plot ",
                  run->feature, run->feature);
    if (run->eve != NULL)
        (void)fprintf(to, "$scatter using 1:3 with points pt 7 ps 0.25 lc rgb "
                          "\"" PHW_COLOUR_EVE "\" notitle, ");
    (void)fprintf(to, "$scatter using 1:2 with points pt 7 ps 0.3 lc rgb "
                      "\"" PHW_COLOUR_BOB "\" notitle, "
                      "NaN with points pt 7 ps 0.8 lc rgb "
                      "\"" PHW_COLOUR_BOB "\" title \"Bob\"");
    (void)fprintf(to, run->eve != NULL ? ", NaN with points pt 7 ps 0.8 lc rgb "
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
