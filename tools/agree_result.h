/** @file
 * The figures of an agreement between two hosts, as one of them knows them, as the
 * fields of a result.
 */
#ifndef PHW_TOOLS_AGREE_RESULT_H
#define PHW_TOOLS_AGREE_RESULT_H

#include <stddef.h>

#include "tools/agree.h"
#include "tools/peer.h"
#include "tools/result.h"

/** What came of it in a sentence or two. */
void phw_agree_explain(char *text, size_t size, const phw_agree *a,
                       const phw_agree_plan *plan);

/** Adds all fields; `explanation` is phw_agree_explain()'s. Texts are borrowed until
 * the call returns. */
void phw_agree_fields(phw_result *out, const phw_agree *a, const phw_agree_plan *plan,
                      const phw_peer *peer, const char *explanation);

#endif
