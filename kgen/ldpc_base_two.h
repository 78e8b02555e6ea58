/** @file
 * Base graph 2 of 5G New Radio.
 */
#ifndef PHW_KGEN_LDPC_BASE_TWO_H
#define PHW_KGEN_LDPC_BASE_TWO_H

#include "kgen/ldpc_base.h"

PHW_BEGIN_C

/** 42 rows, 52 columns, 14 of them before the tails. 3GPP TS 38.212, table 5.3.2-3. */
PHW_API extern const phw_ldpc_base phw_ldpc_base_two;

PHW_END_C

#endif
