#include "tools/uplink_page.h"

#include <math.h>
#include <stdio.h>

#include "tools/page.h"
#include "tools/plot_bars.h"

size_t phw_uplink_page_bars(phw_plot_bar bar[PHW_PLOT_BARS_MAX],
                            const phw_uplink_eve *eve)
{
    size_t n = 0;
    for (size_t i = 0; i < eve->n_outcomes && n + 2 <= PHW_PLOT_BARS_MAX; ++i) {
        const phw_uplink_outcome *o = &eve->outcome[i];
        if (o->soft == NULL)
            continue;
        bar[n++] = (phw_plot_bar){.name = o->attack->name,
                                  .value = o->leakage.error_rate,
                                  .low = o->ber.low,
                                  .high = o->ber.high};
        if (isfinite(o->theory_ber))
            bar[n++] = (phw_plot_bar){.name = "  closed form",
                                      .value = o->theory_ber,
                                      .low = 1,
                                      .high = 0,
                                      .colour = PHW_COLOUR_LOST};
    }
    return n;
}

phw_status phw_uplink_page_publish(const phw_uplink_page *page,
                                   const phw_uplink_eve *eve, const phw_result *result,
                                   const phw_arguments *arguments)
{
    char component[160];
    (void)snprintf(component, sizeof component, "Of the noise there is %s.",
                   page->component != NULL ? page->component : "all of it, circular");
    const char *const note[] = {
        "Eve is given everything but the seed: the tag's timing, her own channels, her "
        "receiver's noise, the law of the artificial noise and where its edges are.",
        component, NULL};
    phw_plot_bar bar[PHW_PLOT_BARS_MAX];
    const phw_plot_mark guessing = {"guessing", 0.5};
    const phw_plot_data data = {
        .title = "Bits that each attack gets wrong",
        .summary = "At one half she learns nothing by deciding; the table has what her "
                   "soft values hold.",
        .x = {.label = "bit error rate of Eve", .from = 0, .to = 1},
        .bar = bar,
        .n_bars = phw_uplink_page_bars(bar, eve),
        .mark = &guessing,
        .n_marks = 1};
    const phw_page_picture picture = {&phw_plot_bars, &data};
    const phw_page_section section[] = {
        {.heading = "Eve", .picture = &picture, .n_pictures = 1},
        {.heading = "Figures", .result = result},
    };
    const phw_uplink_outcome *best = phw_uplink_eve_strongest(eve);
    char rivals[PHW_UPLINK_REASON_SIZE];
    char verdict[512];
    phw_uplink_eve_rivals(rivals, sizeof rivals, eve);
    (void)snprintf(
        verdict, sizeof verdict,
        "%s%sEve's strongest attack, %s%s%s%s, learns %.4f bit a bit",
        page->reader != NULL ? page->reader : "", page->reader != NULL ? ". " : "",
        best != NULL ? best->attack->name : "none",
        rivals[0] != 0 ? " (by these bits not told apart from " : "", rivals,
        rivals[0] != 0 ? ")" : "", best != NULL ? best->leakage.mutual_information : 0);
    const phw_page p = {.title = page->title,
                        .subject = page->subject,
                        .good = page->good,
                        .verdict = verdict,
                        .note = note,
                        .section = section,
                        .n_sections = 2};
    return phw_page_publish(&p, page->command, arguments);
}
