#include "tools/match_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "core/signal.h"
#include "phy/neighbours.h"
#include "tools/plot_bars.h"
#include "tools/plot_lines.h"

/* Pairs drawn, from the first on. */
#define DRAWN 200

/* A bar, unless there is no such figure. */
static size_t add_bar(phw_plot_bar *bar, size_t n, const char *name,
                      const phw_correlation_figure *x, const char *colour)
{
    const double t = gsl_cdf_tdist_Pinv(0.975, PHW_CORRELATION_BLOCKS - 1);
    if (!isfinite(x->value))
        return n;
    bar[n] = (phw_plot_bar){.name = name,
                            .value = x->value,
                            .low = x->value - t * x->error,
                            .high = fmin(x->value + t * x->error, 1),
                            .colour = colour};
    return n + 1;
}

static size_t fill_bars(phw_plot_bar bar[6], const phw_paired *p)
{
    const phw_correlation_figure expected[2] = {{p->expected.before, 0},
                                                {p->expected.after, 0}};
    size_t n = 0;
    n = add_bar(bar, n, "sizes, as they are", &p->before.sizes, PHW_COLOUR_LOST);
    n = add_bar(bar, n, "sizes, interpolated", &p->after.sizes, PHW_COLOUR_ALICE);
    n = add_bar(bar, n, "values, as they are", &p->before.values, PHW_COLOUR_LOST);
    n = add_bar(bar, n, "expected", &expected[0], PHW_COLOUR_KEY);
    n = add_bar(bar, n, "values, interpolated", &p->after.values, PHW_COLOUR_ALICE);
    return add_bar(bar, n, "expected, interpolated", &expected[1], PHW_COLOUR_KEY);
}

/* Both ends' first coefficient: n x, n of A, n of B. */
static phw_status draw_series(double **out, size_t *n, const phw_paired *p)
{
    const phw_trace *const t[2] = {&p->a, &p->b};
    const size_t n_drawn = p->a.n_probes < DRAWN ? p->a.n_probes : DRAWN;
    double *x = NULL;
    PHW_TRY(phw_array_alloc(&x, 3 * n_drawn, sizeof *x));
    for (size_t i = 0; i < n_drawn; ++i) {
        x[i] = p->a.has_time ? p->a.time_s[i] : (double)p->a.sequence[i];
        for (size_t k = 0; k < 2; ++k)
            x[(k + 1) * n_drawn + i] = phw_trace_size(t[k], i * t[k]->n_coefficients);
    }
    *out = x;
    *n = n_drawn;
    return PHW_OK;
}

phw_status phw_match_page_write(phw_outputs *outputs, const phw_paired *p,
                                const phw_result *result,
                                const phw_arguments *arguments,
                                char missing[PHW_PAGE_MISSING_SIZE])
{
    phw_plot_bar bar[6];
    double *x = NULL;
    size_t n = 0;
    char verdict[160];
    char subject[512];
    PHW_TRY(draw_series(&x, &n, p));
    const phw_plot_curve curve[2] = {
        {.name = "A", .x = x, .y = x + n, .n = n, .colour = PHW_COLOUR_ALICE},
        {.name = "B", .x = x, .y = x + 2 * n, .n = n, .colour = PHW_COLOUR_BOB}};
    const phw_plot_data data[2] = {
        {.title = "Correlation of both ends",
         .summary = "With 95 % intervals from ten stretches of the trace.",
         .x = {.label = "correlation"},
         .bar = bar,
         .n_bars = fill_bars(bar, p)},
        {.title = "The first coefficient",
         .summary = "Both ends' sizes at the first pairs.",
         .x = {.label = p->a.has_time ? "time on A's clock, s" : "probe number"},
         .y = {.label = p->a.kind == PHW_TRACE_POWER_DB ? "power, dB" : "size"},
         .curve = curve,
         .n_curves = 2},
    };
    const phw_page_picture picture[2] = {{&phw_plot_bars, &data[0]},
                                         {&phw_plot_lines, &data[1]}};
    const phw_page_section section[2] = {
        {.heading = "Both ends", .picture = picture, .n_pictures = 2},
        {.heading = "Figures", .result = result},
    };
    (void)snprintf(verdict, sizeof verdict,
                   "%zu pairs. %zu probes of A and %zu of B have none", p->pairs.n,
                   p->pairs.n_unpaired_a, p->pairs.n_unpaired_b);
    (void)snprintf(subject, sizeof subject, "%s and %s",
                   phw_argument_positional(arguments, 0),
                   phw_argument_positional(arguments, 1));
    const phw_page page = {.title = "Two receivers' packets",
                           .subject = subject,
                           .good = true,
                           .verdict = verdict,
                           .section = section,
                           .n_sections = 2,
                           .keep_scripts =
                               phw_argument_given(arguments, "plot-scripts")};
    const phw_status s =
        phw_page_write(outputs, &page, phw_argument_text(arguments, "report"), missing);
    free(x);
    return s;
}
