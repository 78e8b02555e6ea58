#include "tools/plot_strip.h"

#include <stdlib.h>

#include "tools/gnuplot.h"

/* Of the picture's height; a quarter of it stays free. */
#define HEIGHT 0.07

/* More spans than pixels only smear. */
#define SPANS_MAX 4000

double phw_plot_strip_top(const phw_plot_data *data, double low, double high)
{
    return data->n_spans > 0 ? high + HEIGHT * (high - low) : high;
}

/* "#2f7de1" as gnuplot's number. */
static long number_of(const char *colour)
{
    return colour != NULL ? strtol(colour + 1, NULL, 16) : 0;
}

void phw_plot_strip_write(FILE *to, const phw_plot_data *data, double scale, double low,
                          double high)
{
    const size_t step = (data->n_spans + SPANS_MAX - 1) / SPANS_MAX;
    const double top = phw_plot_strip_top(data, low, high);
    const double bottom = high + (top - high) / 4;
    if (data->n_spans == 0)
        return;
    (void)fprintf(to, "$span << EOD\n");
    for (size_t i = 0; i < data->n_spans; i += step) {
        const phw_plot_span *s = &data->span[i];
        (void)fprintf(to, "%.9g %.9g %.9g %.9g %.9g %.9g %ld\n",
                      scale * (s->from + s->to) / 2, (bottom + top) / 2,
                      scale * s->from, scale * s->to, bottom, top,
                      number_of(data->lane[s->lane].colour));
    }
    (void)fprintf(to, "EOD\nset key below center horizontal samplen 1\n"
                      "set xlabel offset 0,0.5\nset bmargin 5\n");
}

void phw_plot_strip_draw(FILE *to, const phw_plot_data *data)
{
    if (data->n_spans == 0)
        return;
    (void)fprintf(to, ", $span using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder "
                      "lc rgb variable notitle");
    for (size_t i = 0; i < data->n_lanes; ++i) {
        if (data->lane[i].name == NULL)
            continue;
        (void)fprintf(to, ", NaN with points pt 5 ps 1 lc rgb \"%s\" title ",
                      data->lane[i].colour);
        phw_gnuplot_quote(to, data->lane[i].name);
    }
}
