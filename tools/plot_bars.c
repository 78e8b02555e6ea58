#include "tools/plot_bars.h"

#include <math.h>

#include "tools/curves.h"
#include "tools/gnuplot.h"

static bool possible(const phw_plot_data *data)
{
    return data->n_bars > 0;
}

static const char *colour(const phw_plot_bar *b)
{
    return b->colour != NULL ? b->colour : PHW_COLOUR_EVE;
}

/* The names stand in ytics, not among the data: there gnuplot would read more into
 * them than text. */
static void names(FILE *to, const phw_plot_data *data, size_t n)
{
    (void)fprintf(to, "set ytics scale 0 (");
    for (size_t i = 0; i < n; ++i) {
        (void)fprintf(to, "%s", i > 0 ? ", " : "");
        phw_gnuplot_quote(to, data->bar[i].name);
        (void)fprintf(to, " %zu", i);
    }
    (void)fprintf(to, ")\n");
}

static double end(const phw_plot_bar *b)
{
    return b->low <= b->high && isfinite(b->high) ? fmax(b->value, b->high) : b->value;
}

static void script(FILE *to, const phw_plot_data *data)
{
    const size_t n =
        data->n_bars < PHW_PLOT_BARS_MAX ? data->n_bars : PHW_PLOT_BARS_MAX;
    double most = 0;
    for (size_t i = 0; i < n; ++i)
        most = fmax(most, isfinite(end(&data->bar[i])) ? end(&data->bar[i]) : 0);
    (void)fprintf(to, "set xrange [0:%.9g]\nset yrange [%zu.6:-0.6]\n",
                  most > 0 ? 1.18 * most : 1, n - 1);
    phw_curves_axes(to, data, "", "");
    phw_curves_marks(to, data, 1.04);
    names(to, data, n);
    (void)fprintf(to, "set grid noytics\nunset key\n");
    for (size_t i = 0; i < n; ++i) {
        const phw_plot_bar *b = &data->bar[i];
        if (!isfinite(b->value))
            continue;
        (void)fprintf(to,
                      "set object rectangle from 0, %.2f to %.9g, %.2f fc rgb \"%s\" "
                      "fs solid 0.85 noborder\n"
                      "set label '%.4g' at %.9g, %zu offset 0.8,0 left textcolor rgb "
                      "\"" PHW_COLOUR_TEXT "\"\n",
                      (double)i - 0.3, b->value, (double)i + 0.3, colour(b), b->value,
                      end(b), i);
    }
    (void)fprintf(to, "$span << EOD\n");
    for (size_t i = 0; i < n; ++i) {
        const phw_plot_bar *b = &data->bar[i];
        if (b->low <= b->high && isfinite(b->high))
            (void)fprintf(to, "%.9g %zu %.9g %.9g\n", b->value, i, b->low, b->high);
        else
            (void)fprintf(to, "NaN %zu NaN NaN\n", i);
    }
    (void)fprintf(to, "EOD\n"
                      "plot $span using 1:2:3:4 with xerrorbars pt 0 lw 1.4 lc rgb "
                      "\"" PHW_COLOUR_TEXT "\"\n");
}

const phw_plot phw_plot_bars = {
    .name = "bars",
    .title = "Side by side",
    .summary = "The thin line is the 95 % interval.",
    .possible = possible,
    .script = script,
};
