#include "tools/plot_spectrogram.h"

#include <math.h>
#include <stdlib.h>

#include "tools/gnuplot.h"

/* The spans' part of the picture's height. */
#define STRIP 0.06

/* Most spans that are drawn: more than pixels only smear. */
#define SPANS_MAX 4000

/* A unit that keeps numbers short. */
typedef struct unit {
    double scale;
    const char *label;
} unit;

static unit time_unit(double longest_s)
{
    if (longest_s < 2e-3)
        return (unit){1e6, "time, us"};
    if (longest_s < 2)
        return (unit){1e3, "time, ms"};
    return (unit){1, "time, s"};
}

static unit frequency_unit(double widest_hz)
{
    return widest_hz >= 1e6 ? (unit){1e-6, "offset, MHz"} : (unit){1e-3, "offset, kHz"};
}

static bool possible(const phw_plot_data *data)
{
    return data->heat != NULL && data->heat->n_x > 1 && data->heat->n_y > 1;
}

static void write_values(FILE *to, const phw_plot_heat *h)
{
    (void)fprintf(to, "$heat << EOD\n");
    for (size_t y = 0; y < h->n_y; ++y) {
        for (size_t x = 0; x < h->n_x; ++x)
            (void)fprintf(to, "%.1f ", h->value[y * h->n_x + x]);
        (void)fprintf(to, "\n");
    }
    (void)fprintf(to, "EOD\n");
}

/* "#2f7de1" as gnuplot's number. */
static long number_of(const char *colour)
{
    return colour != NULL ? strtol(colour + 1, NULL, 16) : 0;
}

static void write_spans(FILE *to, const phw_plot_data *data, double scale, double low,
                        double high)
{
    const size_t step = (data->n_spans + SPANS_MAX - 1) / SPANS_MAX;
    (void)fprintf(to, "$span << EOD\n");
    for (size_t i = 0; i < data->n_spans; i += step) {
        const phw_plot_span *s = &data->span[i];
        (void)fprintf(to, "%.9g %.9g %.9g %.9g %.9g %.9g %ld\n",
                      scale * (s->from + s->to) / 2, (low + high) / 2, scale * s->from,
                      scale * s->to, low, high, number_of(data->lane[s->lane].colour));
    }
    (void)fprintf(to, "EOD\n");
}

static void name_lanes(FILE *to, const phw_plot_data *data)
{
    for (size_t i = 0; i < data->n_lanes; ++i) {
        if (data->lane[i].name == NULL)
            continue;
        (void)fprintf(to, ", NaN with points pt 5 ps 1 lc rgb \"%s\" title ",
                      data->lane[i].colour);
        phw_gnuplot_quote(to, data->lane[i].name);
    }
}

static void axes(FILE *to, const phw_plot_heat *h, unit time, unit frequency,
                 double above)
{
    const double step_x = (h->x_to - h->x_from) / (double)(h->n_x - 1);
    const double step_y = (h->y_to - h->y_from) / (double)(h->n_y - 1);
    (void)fprintf(to, "set xlabel ");
    phw_gnuplot_quote(to, time.label);
    (void)fprintf(to, "\nset ylabel ");
    phw_gnuplot_quote(to, frequency.label);
    (void)fprintf(to, "\nset cblabel ");
    phw_gnuplot_quote(to, h->label);
    (void)fprintf(to,
                  " offset 1.5,0 textcolor rgb \"" PHW_COLOUR_TEXT "\"\n"
                  "set palette defined (0 \"#14213d\", 0.35 \"#2f6f9f\", "
                  "0.7 \"#7cc4a1\", 1 \"#f4f1c4\")\n"
                  "set colorbox\nset key above right horizontal\nunset grid\n"
                  "set xrange [%.9g:%.9g]\nset yrange [%.9g:%.9g]\n",
                  time.scale * (h->x_from - step_x / 2),
                  time.scale * (h->x_to + step_x / 2),
                  frequency.scale * (h->y_from - step_y / 2), above);
}

static void script(FILE *to, const phw_plot_data *data)
{
    const phw_plot_heat *h = data->heat;
    const unit time = time_unit(h->x_to);
    const unit frequency = frequency_unit(fabs(h->y_from));
    const double step_x = (h->x_to - h->x_from) / (double)(h->n_x - 1);
    const double step_y = (h->y_to - h->y_from) / (double)(h->n_y - 1);
    const double top = frequency.scale * (h->y_to + step_y / 2);
    const double strip = data->n_spans > 0 ? 2 * top * STRIP : 0;
    write_values(to, h);
    if (data->n_spans > 0)
        write_spans(to, data, time.scale, top + strip / 4, top + strip);
    axes(to, h, time, frequency, top + strip);
    (void)fprintf(to,
                  "plot $heat matrix using (%.9g + $1 * %.9g):(%.9g + $2 * %.9g):3 "
                  "with image notitle",
                  time.scale * h->x_from, time.scale * step_x,
                  frequency.scale * h->y_from, frequency.scale * step_y);
    if (data->n_spans > 0)
        (void)fprintf(to, ", $span using 1:2:3:4:5:6:7 with boxxyerror fs solid "
                          "noborder lc rgb variable notitle");
    name_lanes(to, data);
    (void)fprintf(to, "\n");
}

const phw_plot phw_plot_spectrogram = {
    .name = "spectrogram",
    .title = "Power over time and frequency",
    .summary = "Light is strong. The strip above marks what was found.",
    .possible = possible,
    .script = script,
};
