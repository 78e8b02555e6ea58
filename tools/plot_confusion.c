#include "tools/plot_confusion.h"

#include "tools/gnuplot.h"

/* More don't fit as text into a cell. */
#define CELLS_MAX 40

static bool possible(const phw_plot_data *data)
{
    const phw_plot_matrix *m = data->matrix;
    return m != NULL && m->n_rows > 0 && m->n_columns > 0 && m->n_rows <= CELLS_MAX &&
           m->n_columns <= CELLS_MAX;
}

static void tics(FILE *to, const char *axis, const char *const *name, size_t n)
{
    (void)fprintf(to, "set %s scale 0 (", axis);
    for (size_t i = 0; i < n; ++i) {
        (void)fprintf(to, "%s", i > 0 ? ", " : "");
        phw_gnuplot_quote(to, name[i]);
        (void)fprintf(to, " %zu", i);
    }
    (void)fprintf(to, ")\n");
}

/* The alpha of a cell is its share of the row: 255 is clear. */
static void cells(FILE *to, const phw_plot_matrix *m)
{
    for (size_t i = 0; i < m->n_rows; ++i) {
        uint64_t total = 0;
        for (size_t k = 0; k < m->n_columns; ++k)
            total += m->count[i * m->n_columns + k];
        for (size_t k = 0; k < m->n_columns; ++k) {
            const uint64_t count = m->count[i * m->n_columns + k];
            const double share = total > 0 ? (double)count / (double)total : 0;
            (void)fprintf(to, "%zu %zu %llu %u\n", k, i, (unsigned long long)count,
                          ((unsigned)(245 - 165 * share) << 24) | 0x2f7de1U);
        }
    }
}

static void script(FILE *to, const phw_plot_data *data)
{
    const phw_plot_matrix *m = data->matrix;
    (void)fprintf(to, "$cells << EOD\n");
    cells(to, m);
    (void)fprintf(to,
                  "EOD\n"
                  "set xrange [-0.5:%zu.5]\n"
                  "set yrange [%zu.5:-0.5]\n"
                  "set xlabel \"taken for\"\n"
                  "set ylabel \"is\"\n"
                  "unset key\nunset grid\nset border 0\n"
                  "set style fill solid noborder\n",
                  m->n_columns - 1, m->n_rows - 1);
    tics(to, "xtics", m->column, m->n_columns);
    tics(to, "ytics", m->row, m->n_rows);
    (void)fprintf(to, "plot $cells using 1:2:($1-0.48):($1+0.48):($2-0.46):($2+0.46):4 "
                      "with boxxyerror lc rgb variable, "
                      "$cells using 1:2:3 with labels tc rgb "
                      "\"" PHW_COLOUR_TEXT "\"\n");
}

const phw_plot phw_plot_confusion = {
    .name = "confusion",
    .title = "What was taken for what",
    .summary = "Counts; the darker, the greater the share of the row.",
    .possible = possible,
    .script = script,
};
