#include "tools/plot_autocorrelation.h"

#define LAGS_MAX 60

static bool possible(const phw_plot_data *data)
{
    return data->agreement != NULL && data->agreement->n > 8;
}

static double correlation_at(const double *x, size_t n, size_t lag, double mean)
{
    double sum = 0;
    double power = 0;
    for (size_t i = 0; i < n; ++i) {
        power += (x[i] - mean) * (x[i] - mean);
        if (i + lag < n)
            sum += (x[i] - mean) * (x[i + lag] - mean);
    }
    return power > 0 ? sum / power : 0;
}

static void script(FILE *to, const phw_plot_data *data)
{
    const phw_plot_agreement *run = data->agreement;
    const size_t lags = run->n / 4 < LAGS_MAX ? run->n / 4 : LAGS_MAX;
    double mean = 0;
    for (size_t i = 0; i < run->n; ++i)
        mean += run->alice[i] / (double)run->n;
    (void)fprintf(to, "$lags << EOD\n");
    for (size_t lag = 0; lag <= lags; ++lag)
        (void)fprintf(to, "%zu %.5f\n", lag,
                      correlation_at(run->alice, run->n, lag, mean));
    /* White noise stays within +-1.96 / sqrt(n) nineteen times of twenty. */
    (void)fprintf(to,
                  "EOD\n"
                  "set xlabel \"probes apart\"\n"
                  "set ylabel \"autocorrelation\"\n"
                  "set yrange [-0.4:1.05]\n"
                  "set xrange [-0.6:%zu.6]\n"
                  "set style fill solid 0.9\n"
                  "set boxwidth 0.6\n"
                  "unset key\n"
                  "white = 1.96 / sqrt(%zu)\n"
                  "plot $lags using 1:2 with boxes lc rgb \"" PHW_COLOUR_ALICE
                  "\", white with lines dt 2 lc rgb \"" PHW_COLOUR_TEXT
                  "\", -white with lines dt 2 lc rgb \"" PHW_COLOUR_TEXT "\"\n",
                  lags, run->n);
}

const phw_plot phw_plot_autocorrelation = {
    .name = "autocorrelation",
    .title = "How long the channel remembers",
    .summary = "Alice's series against itself. Bars outside the dashed band are "
               "memory, which the entropy estimate has to charge.",
    .possible = possible,
    .script = script,
};
