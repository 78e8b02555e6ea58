#include "tools/plot_budget.h"

static bool possible(const phw_plot_data *data)
{
    return data->raw_bits > 0 && data->n_shares > 0;
}

static void script(FILE *to, const phw_plot_data *data)
{
    (void)fprintf(to, "$budget << EOD\n");
    for (size_t i = 0; i < data->n_shares; ++i)
        (void)fprintf(to, "%zu %.1f \"%s\"\n", i, data->share[i].bits,
                      data->share[i].name);
    (void)fprintf(to,
                  "%zu %.1f \"key\"\n"
                  "EOD\n"
                  "set xlabel \"bits\"\n"
                  "set xrange [0:%g]\n"
                  "set yrange [%zu.6:-0.6]\n"
                  "set style fill solid 0.9 noborder\n"
                  "set boxwidth 0.62\n"
                  "set ytics scale 0\n"
                  "set grid noytics\n"
                  "unset key\n"
                  "plot $budget using (0):0:(0):2:($1-0.31):($1+0.31):"
                  "($1 == %zu ? 0x1f9d61 : 0x9aa3ad):ytic(3) with boxxyerror "
                  "lc rgb variable, "
                  "$budget using 2:1:(sprintf(\"  %%.0f\", $2)) with labels left "
                  "tc rgb \"" PHW_COLOUR_TEXT "\"\n",
                  data->n_shares, data->key_bits, 1.12 * data->raw_bits, data->n_shares,
                  data->n_shares);
}

const phw_plot phw_plot_budget = {
    .name = "budget",
    .title = "Where the raw bits went",
    .summary = "Every raw bit is accounted for: what the estimator does not believe, "
               "what was said in public, and what is left as key.",
    .possible = possible,
    .script = script,
};
