#include "tools/plot_spectrogram.h"

#include <math.h>

#include "tools/gnuplot.h"
#include "tools/plot_strip.h"

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

static void name_axes(FILE *to, const phw_plot_heat *h, unit time, unit frequency)
{
    (void)fprintf(to, "set xlabel ");
    phw_gnuplot_quote(to, time.label);
    (void)fprintf(to, "\nset ylabel ");
    phw_gnuplot_quote(to, frequency.label);
    (void)fprintf(to, "\nset cblabel ");
    phw_gnuplot_quote(to, h->label);
    (void)fprintf(to, " offset 1.5,0 textcolor rgb \"" PHW_COLOUR_TEXT "\"\n"
                      "set palette defined (0 \"#14213d\", 0.35 \"#2f6f9f\", "
                      "0.7 \"#7cc4a1\", 1 \"#f4f1c4\")\n"
                      "set colorbox\nunset grid\n");
}

static void script(FILE *to, const phw_plot_data *data)
{
    const phw_plot_heat *h = data->heat;
    const unit time = time_unit(h->x_to);
    const unit frequency = frequency_unit(fabs(h->y_from));
    const double step_x = time.scale * (h->x_to - h->x_from) / (double)(h->n_x - 1);
    const double step_y =
        frequency.scale * (h->y_to - h->y_from) / (double)(h->n_y - 1);
    const double left = time.scale * h->x_from;
    const double low = frequency.scale * h->y_from - step_y / 2;
    const double high = frequency.scale * h->y_to + step_y / 2;
    write_values(to, h);
    phw_plot_strip_write(to, data, time.scale, low, high);
    name_axes(to, h, time, frequency);
    (void)fprintf(to,
                  "set xrange [%.9g:%.9g]\nset yrange [%.9g:%.9g]\n"
                  "plot $heat matrix using (%.9g + $1 * %.9g):(%.9g + $2 * %.9g):3 "
                  "with image notitle",
                  left - step_x / 2, time.scale * h->x_to + step_x / 2, low,
                  phw_plot_strip_top(data, low, high), left, step_x, low + step_y / 2,
                  step_y);
    phw_plot_strip_draw(to, data);
    (void)fprintf(to, "\n");
}

const phw_plot phw_plot_spectrogram = {
    .name = "spectrogram",
    .title = "Power over time and frequency",
    .summary = "Light is strong. The strip above marks what was found.",
    .possible = possible,
    .script = script,
};
