/** @file
 * Bob's rows of the agreement's table.
 */
#ifndef PHW_KGEN_AGREEMENT_BOB_H
#define PHW_KGEN_AGREEMENT_BOB_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/agreement_machine.h"

PHW_BEGIN_C

/** The rows; `n` gets how many. */
PHW_API const phw_agreement_rule *phw_agreement_bob(size_t *n);

PHW_END_C

#endif
