/** @file
 * One to three bits a sample at the end's own ranks, the leader saying in public
 * where within its cell a sample lies.
 */
#ifndef PHW_KGEN_QUANTIZER_LATTICE_H
#define PHW_KGEN_QUANTIZER_LATTICE_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "lattice". */
extern PHW_API const phw_quantizer phw_quantizer_lattice;

PHW_END_C

#endif
