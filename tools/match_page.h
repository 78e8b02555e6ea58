/** @file
 * The page that shows what two paired traces have in common.
 */
#ifndef PHW_TOOLS_MATCH_PAGE_H
#define PHW_TOOLS_MATCH_PAGE_H

#include "core/status.h"
#include "tools/outputs.h"
#include "tools/page.h"
#include "tools/pairing.h"
#include "tools/result.h"

/** Writes the page: the correlations with their intervals and what was expected, and a
 * stretch of both series. As phw_page_write(). */
PHW_MUST_USE phw_status phw_match_page_write(phw_outputs *outputs, const phw_paired *p,
                                             const phw_result *result,
                                             const phw_arguments *arguments,
                                             char missing[PHW_PAGE_MISSING_SIZE]);

#endif
