#include "tools/plot_budget.h"

static bool possible(const phw_plot_data *data)
{
    return data->agreement != NULL && data->agreement->raw_bits > 0 &&
           data->agreement->n_shares > 0;
}

/* From left to right: where a bar begins and ends, and how many bits that is. */
static void bar(FILE *to, size_t line, const char *name, double from, double bits)
{
    (void)fprintf(to, "%zu %.1f %.1f %.1f \"%s\"\n", line, from, from + bits, bits,
                  name);
}

/* Steps down from the raw bits: each bar begins where what is left of them ends, so
 * that more than there is sticks out to the left of zero. */
static void script(FILE *to, const phw_plot_data *data)
{
    const phw_plot_agreement *run = data->agreement;
    double left = run->raw_bits;
    (void)fprintf(to, "$budget << EOD\n");
    bar(to, 0, "raw bits", 0, left);
    for (size_t i = 0; i < run->n_shares; ++i) {
        left -= run->share[i].bits;
        bar(to, i + 1, run->share[i].name, left, run->share[i].bits);
    }
    bar(to, run->n_shares + 1, "certified", 0, run->certified_bits);
    (void)fprintf(to,
                  "EOD\n"
                  "set xlabel \"bits\"\n"
                  "set xrange [%g:%g]\n"
                  "set yrange [%zu.6:-0.6]\n"
                  "set style fill solid 0.9 border\n"
                  "set ytics scale 0\n"
                  "set grid noytics\n"
                  "set arrow from 0, graph 0 to 0, graph 1 nohead lc rgb "
                  "\"" PHW_COLOUR_TEXT "\"\n"
                  "unset key\n"
                  "plot $budget using (0):0:2:3:($1-0.31):($1+0.31):"
                  "($1 == 0 ? 0x2f7de1 : $1 == %zu ? 0x1f9d61 : 0x9aa3ad):ytic(5) "
                  "with boxxyerror lw 1.5 lc rgb variable, "
                  "$budget using 3:1:(sprintf(\"  %%.0f\", $4)) with labels left "
                  "tc rgb \"" PHW_COLOUR_TEXT "\"\n",
                  left < 0 ? 1.08 * left : 0, 1.14 * run->raw_bits, run->n_shares + 1,
                  run->n_shares + 1);
}

const phw_plot phw_plot_budget = {
    .name = "budget",
    .title = "Where the raw bits went",
    .summary =
        "From the raw bits everything is taken off that can't be relied on or was "
        "said in public. The rest can be certified. Where the steps lead below "
        "zero, more was said than there was to know, and nothing is left.",
    .possible = possible,
    .script = script,
};
