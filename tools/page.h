/** @file
 * One self-contained page that tells people what a command found: a verdict, then
 * sections with notes, pictures and tables. Light and dark, no script, nothing loaded
 * from elsewhere.
 *
 * A command that has --report (PHW_OPTIONS_REPORT in its table) fills a phw_page and
 * calls phw_page_publish(), or phw_page_write() when it writes other files too. Whether
 * there is a gnuplot changes the pictures and nothing else.
 */
#ifndef PHW_TOOLS_PAGE_H
#define PHW_TOOLS_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "tools/option.h"
#include "tools/outputs.h"
#include "tools/plot.h"
#include "tools/result.h"

/** Room for why there are no pictures. */
#define PHW_PAGE_MISSING_SIZE 256

/** A picture of a page. */
typedef struct phw_page_picture {
    const phw_plot *plot;
    const phw_plot_data *data;
} phw_page_picture;

/** A section: its parts in this order, each of which may be missing. */
typedef struct phw_page_section {
    const char *heading;
    const char *const *note; /**< paragraphs, NULL-terminated, or NULL */
    const phw_page_picture *picture;
    size_t n_pictures;
    const phw_result *result; /**< what has a label, tables too, or NULL */
} phw_page_section;

/** What the page says. Texts are plain, and escaped when written. */
typedef struct phw_page {
    const char *title;
    const char *subject;     /**< what it is about: the files */
    bool good;               /**< whether the verdict is a success */
    const char *verdict;     /**< plain sentences without a last full stop; what comes
                                  up to the first ". " is in bold */
    const char *const *note; /**< paragraphs below it, NULL-terminated, or NULL */
    const phw_page_section *section;
    size_t n_sections;
    bool keep_scripts; /**< writes PATH.NAME.gp for each picture, data inside */
} phw_page;

/** The options --report and --plot-scripts, for a command's table. */
#define PHW_OPTIONS_REPORT                                                 \
    {.param = {.name = "report",                                           \
               .summary = "one page with verdict, pictures and figures"},  \
     .kind = PHW_OPTION_TEXT,                                              \
     .placeholder = "FILE.html",                                           \
     .file = PHW_OPTION_WRITES},                                           \
    {                                                                      \
        .param = {                                                         \
            .name = "plot-scripts",                                        \
            .summary = "keeps the gnuplot scripts, with data, beside the " \
                       "report"                                            \
        }                                                                  \
    }

/** Writes the page and its scripts to files of `outputs`, which the caller ends in any
 * case. Without gnuplot it comes without pictures, says so, and `missing` gets why
 * (empty when all is drawn), to be told with phw_page_tell() once the outputs are
 * committed. A picture with nothing to draw is left out. PHW_EIO, PHW_ENOMEM, PHW_EARG
 * for a path that is too long. */
PHW_MUST_USE phw_status phw_page_write(phw_outputs *outputs, const phw_page *page,
                                       const char *path,
                                       char missing[PHW_PAGE_MISSING_SIZE]);

/** Says on stderr, for `phyward COMMAND`, why there are no pictures, if so. */
void phw_page_tell(const char *command, const char missing[PHW_PAGE_MISSING_SIZE]);

/** All of that for a command that writes no other file: the page to --report's file,
 * whole or not at all, with its scripts if --plot-scripts; nothing without --report. */
PHW_MUST_USE phw_status phw_page_publish(const phw_page *page, const char *command,
                                         const phw_arguments *arguments);

#endif
