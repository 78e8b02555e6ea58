#include "tools/plot_heat.h"

#include <math.h>

#include "tools/gnuplot.h"
#include "tools/plot_strip.h"

/* More are drawn as one image, whose pixels viewers smooth. */
#define PIXELS_MAX 8192

/* From dark to light without a hue that says more than another. */
static const char amounts[] = "set palette defined (0 \"#14213d\", 0.35 \"#2f6f9f\", "
                              "0.7 \"#7cc4a1\", 1 \"#f4f1c4\")\n";

/* The same colour at either end, light at 0. */
static const char angles[] =
    "set palette defined (0 \"#14213d\", 0.25 \"#2f7de1\", 0.5 \"#f4f1c4\", "
    "0.75 \"#e8730c\", 1 \"#14213d\")\n"
    "set cbrange [-180:180]\nset cbtics 90\n";

static bool possible(const phw_plot_data *data)
{
    return data->heat != NULL && data->heat->n_x > 1 && data->heat->n_y > 1;
}

static void label(FILE *to, const char *axis, const char *text)
{
    (void)fprintf(to, "set %slabel ", axis);
    phw_gnuplot_quote(to, text);
    (void)fprintf(to, "\n");
}

static void values(FILE *to, const phw_plot_heat *h)
{
    (void)fprintf(to, "$heat << EOD\n");
    for (size_t y = 0; y < h->n_y; ++y) {
        for (size_t x = 0; x < h->n_x; ++x) {
            const double v = h->value[y * h->n_x + x];
            if (isfinite(v))
                (void)fprintf(to, "%.3f ", v);
            else
                (void)fprintf(to, "NaN ");
        }
        (void)fprintf(to, "\n");
    }
    (void)fprintf(to, "EOD\n");
}

static void script(FILE *to, const phw_plot_data *data)
{
    const phw_plot_heat *h = data->heat;
    const double step_x = (h->x_to - h->x_from) / (double)(h->n_x - 1);
    const double step_y = (h->y_to - h->y_from) / (double)(h->n_y - 1);
    const double low = h->y_from - step_y / 2;
    const double high = h->y_to + step_y / 2;
    values(to, h);
    phw_plot_strip_write(to, data, 1, low, high);
    label(to, "x", data->x.label);
    label(to, "y", data->y.label);
    label(to, "cb", h->label);
    (void)fprintf(to, "%s", h->cyclic ? angles : amounts);
    (void)fprintf(to,
                  "set cblabel offset 1.5,0 textcolor rgb \"" PHW_COLOUR_TEXT "\"\n"
                  "set colorbox\nunset grid\n"
                  "set xrange [%.9g:%.9g]\nset yrange [%.9g:%.9g]\n"
                  "plot $heat matrix using (%.9g + $1 * %.9g):(%.9g + $2 * %.9g):3 "
                  "with image%s notitle",
                  h->x_from - step_x / 2, h->x_to + step_x / 2, low,
                  phw_plot_strip_top(data, low, high), h->x_from, step_x, h->y_from,
                  step_y, h->n_x * h->n_y <= PIXELS_MAX ? " pixels" : "");
    phw_plot_strip_draw(to, data);
    (void)fprintf(to, "\n");
}

const phw_plot phw_plot_heat_map = {
    .name = "heat",
    .title = "Over time and frequency",
    .summary = "Light is strong, dark is faded.",
    .possible = possible,
    .script = script,
};
