/** @file
 * Alice's rows of the agreement's table.
 */
#ifndef PHW_KGEN_AGREEMENT_ALICE_H
#define PHW_KGEN_AGREEMENT_ALICE_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/agreement_machine.h"

PHW_BEGIN_C

/** The rows; `n` gets how many. */
PHW_API const phw_agreement_rule *phw_agreement_alice(size_t *n);

PHW_END_C

#endif
