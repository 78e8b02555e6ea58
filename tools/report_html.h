/** @file
 * One self-contained page that tells a run of key generation to people.
 */
#ifndef PHW_TOOLS_REPORT_HTML_H
#define PHW_TOOLS_REPORT_HTML_H

#include <stdbool.h>

#include "core/status.h"
#include "tools/outputs.h"
#include "tools/plot.h"
#include "tools/result.h"

/** What the page says. Texts are plain, and escaped when written. */
typedef struct phw_report {
    const char *title;
    const char *subject;       /**< what it is about: the files */
    bool good;                 /**< whether the verdict is a success */
    const char *verdict;       /**< one plain sentence */
    const char *const *note;   /**< paragraphs below it, NULL-terminated */
    const phw_result *result;  /**< the table of figures */
    const phw_plot_data *data; /**< what is drawn */
    bool keep_scripts;         /**< writes PATH.NAME.gp beside the page, data inside */
} phw_report;

/** Writes the page and its scripts to files of `outputs`, which the caller ends in any
 * case. Without gnuplot it comes without pictures, says so, and `*missing` gets why
 * (empty when all is drawn). PHW_EIO, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_report_write(phw_outputs *outputs, const phw_report *report,
                                         const char *path, char *missing, size_t size);

#endif
