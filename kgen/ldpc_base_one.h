/** @file
 * Base graph 1 of 5G New Radio.
 */
#ifndef PHW_KGEN_LDPC_BASE_ONE_H
#define PHW_KGEN_LDPC_BASE_ONE_H

#include "kgen/ldpc_base.h"

PHW_BEGIN_C

/** 46 rows, 68 columns, 26 of them before the tails. 3GPP TS 38.212, table 5.3.2-2. */
PHW_API extern const phw_ldpc_base phw_ldpc_base_one;

PHW_END_C

#endif
