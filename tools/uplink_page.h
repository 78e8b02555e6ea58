/** @file
 * The report page of an uplink: Eve's figures as bars beside the closed forms.
 */
#ifndef PHW_TOOLS_UPLINK_PAGE_H
#define PHW_TOOLS_UPLINK_PAGE_H

#include "core/status.h"
#include "tools/option.h"
#include "tools/plot.h"
#include "tools/result.h"
#include "tools/uplink_eve.h"

/** What the page says beside the figures. */
typedef struct phw_uplink_page {
    const char *command; /**< for messages: "uplink simulate" */
    const char *title;
    const char *subject; /**< the scenario, the recording */
    const char *reader;  /**< a sentence on the reader, without a full stop; or NULL */
    const char *component; /**< what of the noise lies there; NULL: all */
    bool good;             /**< whether the verdict is a success */
} phw_uplink_page;

/** Fills a bar for each attack, its error rate, with its closed form's bar below where
 * there is one; says how many. They point into `eve`. */
size_t phw_uplink_page_bars(phw_plot_bar bar[PHW_PLOT_BARS_MAX],
                            const phw_uplink_eve *eve);

/** Publishes it to --report; nothing without. PHW_EIO, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_uplink_page_publish(const phw_uplink_page *page,
                                                const phw_uplink_eve *eve,
                                                const phw_result *result,
                                                const phw_arguments *arguments);

#endif
