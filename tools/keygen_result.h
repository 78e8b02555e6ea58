/** @file
 * The figures of a run of key generation as the fields of a result.
 */
#ifndef PHW_TOOLS_KEYGEN_RESULT_H
#define PHW_TOOLS_KEYGEN_RESULT_H

#include "kgen/agreement_config.h"
#include "tools/keygen.h"
#include "tools/result.h"

/** Adds all of them; `explanation` is phw_keygen_explain()'s. Texts are borrowed until
 * the call returns. */
void phw_keygen_fields(phw_result *out, const phw_keygen *k,
                       const phw_agreement_config *config, const char *explanation);

#endif
