#include "tools/plot_series.h"

/* More rows than pixels only smear. */
#define ROWS_MAX 160

static bool possible(const phw_plot_data *data)
{
    return data->agreement != NULL && data->agreement->n > 1;
}

static void script(FILE *to, const phw_plot_data *data)
{
    const phw_plot_agreement *run = data->agreement;
    const size_t n = run->n < ROWS_MAX ? run->n : ROWS_MAX;
    (void)fprintf(to, "$series << EOD\n");
    for (size_t i = 0; i < n; ++i)
        (void)fprintf(to, "%.9g %.6g %.6g %.6g\n", run->time_s[i], run->alice[i],
                      run->bob[i], run->eve != NULL ? run->eve[i] : 0);
    (void)fprintf(to,
                  "EOD\n"
                  "set autoscale xfix\n"
                  "set xlabel \"%s\"\n"
                  "set ylabel \"%s\"\n"
                  "set key above right horizontal\n"
                  "plot ",
                  run->has_time ? "time, s" : "probe", run->feature);
    if (run->eve != NULL)
        (void)fprintf(to, "$series using 1:4 with lines lw 1 lc rgb \"" PHW_COLOUR_EVE
                          "\" notitle, ");
    (void)fprintf(to, "$series using 1:2 with lines lw 2.2 lc rgb \"" PHW_COLOUR_ALICE
                      "\" title \"Alice\", "
                      "$series using 1:3 with lines lw 1.2 lc rgb \"" PHW_COLOUR_BOB
                      "\" title \"Bob\"");
    /* Drawn first, named last. */
    (void)fprintf(to, run->eve != NULL ? ", NaN with lines lw 1 lc rgb "
                                         "\"" PHW_COLOUR_EVE "\" title \"Eve\"\n"
                                       : "\n");
}

const phw_plot phw_plot_series = {
    .name = "series",
    .title = "What both ends saw",
    .summary =
        "One component of the features over the first probes. Where the two lines "
        "lie on each other, Alice and Bob can agree.",
    .possible = possible,
    .script = script,
};
