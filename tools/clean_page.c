#include "tools/clean_page.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/neighbours.h"
#include "tools/plot_lines.h"

/* Probes whose phases are drawn, and levels: evenly taken from all. */
#define PHASES      8
#define LEVELS_MOST 2000

/* Curves with the arrays that they borrow. */
typedef struct drawing {
    double *at; /* n x, then n y for each curve */
    phw_plot_curve curve[PHASES];
    size_t n_curves;
} drawing;

static void release(drawing *d)
{
    free(d->at);
}

/* The first antenna's phases, unwrapped along the carriers from the middle. */
static void unwrap(double *phase, const phw_trace *t, size_t probe, size_t n)
{
    const phw_cf *h = t->cplx + probe * t->n_coefficients;
    for (size_t k = 0; k < n; ++k)
        phase[k] = (double)cargf(h[k]);
    for (size_t k = n / 2 + 1; k < n; ++k)
        phase[k] -= 2 * M_PI * round((phase[k] - phase[k - 1]) / (2 * M_PI));
    for (size_t k = n / 2; k-- > 0;)
        phase[k] -= 2 * M_PI * round((phase[k] - phase[k + 1]) / (2 * M_PI));
}

static phw_status draw_phases(drawing *d, const phw_trace *t)
{
    const size_t n = t->n_coefficients / t->n_antennas;
    const size_t n_curves = t->n_probes < PHASES ? t->n_probes : PHASES;
    PHW_TRY(phw_array_alloc(&d->at, n * (PHASES + 1), sizeof *d->at));
    for (size_t k = 0; k < n; ++k)
        d->at[k] = t->coefficient[k] / 1e6;
    for (size_t i = 0; i < n_curves; ++i) {
        double *y = d->at + (i + 1) * n;
        unwrap(y, t, i * t->n_probes / n_curves, n);
        d->curve[i] = (phw_plot_curve){.x = d->at, .y = y, .n = n};
    }
    d->n_curves = n_curves;
    return PHW_OK;
}

static phw_status draw_levels(drawing *d, const phw_trace *before,
                              const phw_trace *after)
{
    const phw_trace *const t[2] = {before, after};
    static const char *const name[2] = {"before", "after"};
    PHW_TRY(phw_array_alloc(&d->at, 4 * LEVELS_MOST, sizeof *d->at));
    for (size_t i = 0; i < 2; ++i) {
        double *x = d->at + 2 * i * LEVELS_MOST;
        double *y = x + LEVELS_MOST;
        const size_t n = t[i]->n_probes < LEVELS_MOST ? t[i]->n_probes : LEVELS_MOST;
        for (size_t k = 0; k < n; ++k) {
            const size_t probe = k * t[i]->n_probes / n;
            x[k] = (double)t[i]->sequence[probe];
            y[k] = phw_probe_level_db(t[i], probe);
        }
        d->curve[i] =
            (phw_plot_curve){.name = name[i],
                             .x = x,
                             .y = y,
                             .n = n,
                             .colour = i == 0 ? PHW_COLOUR_LOST : PHW_COLOUR_ALICE};
    }
    d->n_curves = 2;
    return PHW_OK;
}

static const char *const note[] = {
    "Phases are those of eight probes, the first antenna's, unwrapped from the middle "
    "of the band: of a channel at rest they lie on one another once the radios' own "
    "is gone.",
    NULL};

/* The page itself, of what was drawn: phases before and after, levels. */
static phw_status write_page(phw_outputs *outputs, const drawing d[3], bool phases,
                             const char *verdict, const phw_result *result,
                             const phw_arguments *arguments,
                             char missing[PHW_PAGE_MISSING_SIZE])
{
    const phw_plot_axis carriers = {.label = "offset, MHz"};
    const phw_plot_axis phase = {.label = "phase, rad"};
    const phw_plot_data data[3] = {{.title = "Phases before",
                                    .summary = "As the driver told them.",
                                    .x = carriers,
                                    .y = phase},
                                   {.title = "Phases after",
                                    .summary = "The same share of the probes, cleaned.",
                                    .x = carriers,
                                    .y = phase},
                                   {.title = "Levels",
                                    .summary = "The mean power of every probe.",
                                    .x = {.label = "probe number"},
                                    .y = {.label = "level, dB"}}};
    phw_plot_data drawn[3];
    phw_page_picture picture[3];
    for (size_t i = 0; i < 3; ++i) {
        drawn[i] = data[i];
        drawn[i].curve = d[i].curve;
        drawn[i].n_curves = d[i].n_curves;
        picture[i] = (phw_page_picture){&phw_plot_lines, &drawn[i]};
    }
    const phw_page_section section[2] = {
        {.heading = "Before and after",
         .note = phases ? note : NULL,
         .picture = phases ? picture : picture + 2,
         .n_pictures = phases ? 3 : 1},
        {.heading = "Steps", .result = result},
    };
    const phw_page page = {.title = "Trace cleaning",
                           .subject = phw_argument_positional(arguments, 0),
                           .good = true,
                           .verdict = verdict,
                           .section = section,
                           .n_sections = 2,
                           .keep_scripts =
                               phw_argument_given(arguments, "plot-scripts")};
    return phw_page_write(outputs, &page, phw_argument_text(arguments, "report"),
                          missing);
}

phw_status phw_clean_page_write(phw_outputs *outputs, const phw_trace *before,
                                const phw_trace *after, const phw_result *result,
                                const phw_arguments *arguments,
                                char missing[PHW_PAGE_MISSING_SIZE])
{
    drawing d[3] = {{0}, {0}, {0}};
    char verdict[160];
    const bool phases = before->kind == PHW_TRACE_CFR;
    (void)snprintf(verdict, sizeof verdict,
                   "Cleaned. %zu of %zu probes and %zu of %zu values a probe are left",
                   after->n_probes, before->n_probes, after->n_coefficients,
                   before->n_coefficients);
    phw_status s = draw_levels(&d[2], before, after);
    if (!s && phases)
        s = draw_phases(&d[0], before);
    if (!s && phases)
        s = draw_phases(&d[1], after);
    if (!s)
        s = write_page(outputs, d, phases, verdict, result, arguments, missing);
    for (size_t i = 0; i < 3; ++i)
        release(&d[i]);
    return s;
}
