/** @file
 * The page about a run of key generation.
 */
#ifndef PHW_TOOLS_KEYGEN_REPORT_H
#define PHW_TOOLS_KEYGEN_REPORT_H

#include "core/status.h"
#include "tools/keygen.h"
#include "tools/outputs.h"
#include "tools/page.h"
#include "tools/plot.h"
#include "tools/result.h"

/** What the page is made of. */
typedef struct phw_keygen_page {
    const phw_keygen *keygen;
    const phw_agreement_config *config;
    const phw_result *result;
    const char *subject;     /**< the files */
    const char *explanation; /**< phw_keygen_explain()'s */
    bool has_eve;
    bool keep_scripts;
} phw_keygen_page;

/** What the pictures of a run draw; points into both. */
void phw_keygen_page_agreement(phw_plot_agreement *out, const phw_keygen *k,
                               const phw_agreement_config *config);

/** Writes it; `outputs` and `missing` as phw_page_write(). */
PHW_MUST_USE phw_status phw_keygen_page_write(phw_outputs *outputs,
                                              const phw_keygen_page *page,
                                              const char *path,
                                              char missing[PHW_PAGE_MISSING_SIZE]);

#endif
