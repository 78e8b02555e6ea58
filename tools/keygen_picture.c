#include "tools/keygen_picture.h"

#include <math.h>
#include <stdio.h>

#include "tools/keygen_rows.h"
#include "tools/plot_bars.h"
#include "tools/plot_sheet.h"

/* What is drawn. */
static const struct {
    const char *file;
    const char *column;
    const char *axis;
    const char *colour;
} picture[] = {
    {"certified", "certified_bit_per_probe", "bits certified a probe", PHW_COLOUR_KEY},
    {"raw", "raw_rate_bit_per_probe", "raw bits a probe: no key", PHW_COLOUR_LOST},
    {"disagreement", "bit_disagreement_rate", "raw bits that differ, share",
     PHW_COLOUR_BOB},
    {"eve", "eve_bit_disagreement_rate", "Eve's bits that differ, share",
     PHW_COLOUR_EVE},
};

#define N_PICTURES (sizeof picture / sizeof picture[0])

/* The names of the rows, and their bars in every picture. */
typedef struct sheet {
    char name[PHW_PLOT_BARS_MAX][96];
    phw_plot_bar bar[N_PICTURES][PHW_PLOT_BARS_MAX];
    size_t n;
} sheet;

static void fill_row(sheet *to, const phw_keygen_study *s, size_t row)
{
    char scenario[48];
    const char *scheme = s->scheme[row % s->n_schemes];
    phw_keygen_rows_scenario(scenario, sizeof scenario,
                             &s->scenario[row / s->n_schemes]);
    (void)snprintf(to->name[row], sizeof to->name[row], "%s %.40s", scenario,
                   scheme != NULL ? scheme : "");
    for (size_t i = 0; i < N_PICTURES; ++i) {
        const size_t column = phw_keygen_column_find(picture[i].column);
        const phw_keygen_summary *summary = &s->summary[row];
        const phw_interval span = phw_keygen_rows_interval(summary, column);
        const phw_moments *m = &summary->column[column];
        to->bar[i][row] = (phw_plot_bar){
            .name = to->name[row],
            .value = m->n > 0 ? m->mean : (double)NAN,
            .low = span.low,
            .high = span.high,
            .colour = picture[i].colour,
        };
    }
}

phw_status phw_keygen_picture_write(phw_outputs *outputs, const char *path,
                                    const phw_keygen_study *s)
{
    phw_plot_sheet_picture all[N_PICTURES] = {0};
    sheet rows = {.n = s->n_scenarios * s->n_schemes};
    rows.n = rows.n < PHW_PLOT_BARS_MAX ? rows.n : PHW_PLOT_BARS_MAX;
    for (size_t row = 0; row < rows.n; ++row)
        fill_row(&rows, s, row);
    for (size_t i = 0; i < N_PICTURES; ++i) {
        all[i].name = picture[i].file;
        all[i].plot = &phw_plot_bars;
        all[i].data.bar = rows.bar[i];
        all[i].data.n_bars = rows.n;
        all[i].data.x.label = picture[i].axis;
    }
    return phw_plot_sheet_write(outputs, path, all, N_PICTURES);
}
