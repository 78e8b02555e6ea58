#include "tools/curves.h"

#include <math.h>
#include <string.h>

#include "tools/gnuplot.h"

/* More points than pixels only smear. */
#define POINTS_MAX 1500

/* Letters of a legend beside the title, and what the sample of a curve takes. */
#define LEGEND_MAX    64
#define LEGEND_SAMPLE 9

static const char *const palette[] = {
    PHW_COLOUR_ALICE, PHW_COLOUR_BOB, PHW_COLOUR_EVE, PHW_COLOUR_KEY, PHW_COLOUR_LOST,
};

static const char *colour(const phw_plot_data *data, size_t i)
{
    const char *own = data->curve[i].colour;
    return own != NULL ? own : palette[i % (sizeof palette / sizeof palette[0])];
}

/* How curves of one colour are told apart, by how many such stand before: gnuplot's
 * point and dash types. Dash type 2 is the closed forms'. */
static const struct {
    int point;
    int dash;
} look[] = {{7, 1}, {4, 4}, {9, 3}, {2, 5}};

static size_t look_of(const phw_plot_data *data, size_t i)
{
    size_t n = 0;
    for (size_t k = 0; k < i && data->curve[i].name != NULL; ++k)
        n += data->curve[k].name != NULL && !data->curve[k].closed_form &&
             strcmp(colour(data, k), colour(data, i)) == 0;
    return n % (sizeof look / sizeof look[0]);
}

bool phw_curves_any(const phw_plot_data *data)
{
    for (size_t i = 0; i < data->n_curves; ++i) {
        if (data->curve[i].n > 0)
            return true;
    }
    return false;
}

static void axis(FILE *to, char name, const phw_plot_axis *a, const char *label)
{
    (void)fprintf(to, "set %clabel ", name);
    phw_gnuplot_quote(to, a->label != NULL ? a->label : label);
    (void)fprintf(to, "\n");
    if (a->logarithmic)
        (void)fprintf(to, "set logscale %c\nset format %c '%%g'\n", name, name);
    if (a->from < a->to)
        (void)fprintf(to, "set %crange [%.9g:%.9g]\n", name, a->from, a->to);
}

void phw_curves_marks(FILE *to, const phw_plot_data *data, double height)
{
    for (size_t i = 0; i < data->n_marks && i < PHW_PLOT_MARKS_MAX; ++i) {
        const phw_plot_mark *m = &data->mark[i];
        (void)fprintf(to,
                      "set arrow from %.9g, graph 0 to %.9g, graph 1 nohead dt 2 lc "
                      "rgb \"" PHW_COLOUR_TEXT "\"\nset label ",
                      m->x, m->x);
        phw_gnuplot_quote(to, m->name);
        (void)fprintf(to,
                      " at %.9g, graph %.2f offset 0.6,0 textcolor rgb "
                      "\"" PHW_COLOUR_TEXT "\"\n",
                      m->x, height - 0.08 * (double)(i % 3));
    }
}

/* Columns that the legend takes on one line. */
static size_t legend_width(const phw_plot_data *data)
{
    size_t n = 0;
    for (size_t i = 0; i < data->n_curves; ++i) {
        if (data->curve[i].name != NULL)
            n += strlen(data->curve[i].name) + LEGEND_SAMPLE;
    }
    return n;
}

void phw_curves_axes(FILE *to, const phw_plot_data *data, const char *x, const char *y)
{
    axis(to, 'x', &data->x, x);
    axis(to, 'y', &data->y, y);
    (void)fprintf(to, legend_width(data) > LEGEND_MAX
                          ? "set key outside right center vertical\n"
                          : "set key above right horizontal\n");
}

static void number(FILE *to, double value)
{
    if (isfinite(value))
        (void)fprintf(to, " %.9g", value);
    else
        (void)fprintf(to, " NaN");
}

static void write_curve(FILE *to, const phw_plot_curve *c)
{
    const size_t step = (c->n + POINTS_MAX - 1) / POINTS_MAX;
    for (size_t k = 0; k < c->n; k += step) {
        number(to, c->x[k]);
        number(to, c->y[k]);
        if (c->low != NULL) {
            number(to, c->low[k]);
            number(to, c->high[k]);
        }
        (void)fprintf(to, "\n");
    }
}

void phw_curves_write(FILE *to, const phw_plot_data *data)
{
    for (size_t i = 0; i < data->n_curves && i < PHW_PLOT_CURVES_MAX; ++i) {
        (void)fprintf(to, "$curve%zu << EOD\n", i);
        write_curve(to, &data->curve[i]);
        (void)fprintf(to, "EOD\n");
    }
}

static void draw_style(FILE *to, const phw_plot_data *data, size_t i,
                       phw_curves_style style)
{
    const phw_plot_curve *c = &data->curve[i];
    const char *rgb = colour(data, i);
    const int point = look[look_of(data, i)].point;
    const int dash = look[look_of(data, i)].dash;
    if (c->closed_form)
        (void)fprintf(to, "with lines lw 1.4 dt 2 lc rgb \"%s\"", rgb);
    else if (style == PHW_CURVES_POINTS)
        (void)fprintf(to, "with points pt %d ps 0.3 lc rgb \"%s\"", point, rgb);
    else if (style == PHW_CURVES_DOTTED)
        (void)fprintf(to, "with linespoints pt %d ps %g lw 1.8 dt %d lc rgb \"%s\"",
                      point, point == look[0].point ? 0.5 : 0.8, dash, rgb);
    else
        (void)fprintf(to, "with lines lw 1.8 dt %d lc rgb \"%s\"", dash, rgb);
}

/* One curve of the plot command. */
static void draw_curve(FILE *to, const phw_plot_data *data, size_t i,
                       phw_curves_style style)
{
    const phw_plot_curve *c = &data->curve[i];
    (void)fprintf(to, "$curve%zu using 1:2 ", i);
    draw_style(to, data, i, style);
    /* A dot of that size is lost in the legend. */
    if (c->name != NULL && style == PHW_CURVES_POINTS && !c->closed_form)
        (void)fprintf(to, " notitle, NaN with points pt %d ps 0.8 lc rgb \"%s\"",
                      look[look_of(data, i)].point, colour(data, i));
    (void)fprintf(to, c->name != NULL ? " title " : " notitle");
    if (c->name != NULL)
        phw_gnuplot_quote(to, c->name);
}

void phw_curves_draw(FILE *to, const phw_plot_data *data, phw_curves_style style)
{
    const char *comma = "plot ";
    for (size_t i = 0; i < data->n_curves && i < PHW_PLOT_CURVES_MAX; ++i) {
        const phw_plot_curve *c = &data->curve[i];
        if (c->n == 0 || c->low == NULL)
            continue;
        (void)fprintf(to,
                      "%s$curve%zu using 1:3:4 with filledcurves fs transparent solid "
                      "0.2 noborder lc rgb \"%s\" notitle",
                      comma, i, colour(data, i));
        comma = ", ";
    }
    /* The closed forms on top, where they are not hidden. */
    for (size_t k = 0; k < 2 * data->n_curves; ++k) {
        const size_t i = k % data->n_curves;
        if (i >= PHW_PLOT_CURVES_MAX || data->curve[i].n == 0 ||
            data->curve[i].closed_form != (k >= data->n_curves))
            continue;
        (void)fprintf(to, "%s", comma);
        draw_curve(to, data, i, style);
        comma = ", ";
    }
    (void)fprintf(to, "\n");
}
