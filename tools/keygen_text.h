/** @file
 * What came of a run of key generation, in words.
 */
#ifndef PHW_TOOLS_KEYGEN_TEXT_H
#define PHW_TOOLS_KEYGEN_TEXT_H

#include <stddef.h>

#include "kgen/agreement_config.h"
#include "tools/keygen.h"

/** What the entropy estimator tells of: "min-entropy", or "collision entropy". */
const char *phw_keygen_entropy(const phw_keygen *k);

/** One or two plain sentences: what came out, or why nothing did. */
void phw_keygen_explain(char *text, size_t size, const phw_keygen *k,
                        const phw_agreement_config *config);

#endif
