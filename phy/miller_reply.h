/** @file
 * EPC Gen2 tag replies in Miller's codes, from the magnitude of what a reader's antenna
 * heard (GS1 EPC UHF Gen2 2.0.1, 6.3.1.3.2.4): four or sixteen bits of plain
 * subcarrier, the bits 010111, then the data and a dummy 1.
 */
#ifndef PHW_PHY_MILLER_REPLY_H
#define PHW_PHY_MILLER_REPLY_H

#include <stddef.h>

#include "core/status.h"
#include "phy/epc_reply.h"
#include "phy/line_code.h"

PHW_BEGIN_C

/** Finds the replies in one of Miller's codes (phy/line_code_miller.h) in `n`
 * magnitudes, as phw_epc_find() does those in FM0; given back with phw_epc_free(). A
 * reply's clock counts chips, half periods of the subcarrier, chip 0 being the first
 * data bit's; `start` is the first sample of the last four bits of plain subcarrier.
 * The subcarrier is sought first, by its correlation with a square wave over four bits,
 * then the preamble, whose squared correlation has to reach 0.35, or 60 / n of n
 * samples when that is less, but 0.12: data, which cannot imitate four bits without an
 * edge, stay below 0.64 of what the preamble has, and white noise reaches it with
 * probability exp(-30) or less. Timing is followed on the edges within the half bits.
 * PHW_EARG for another code or a config out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_miller_find(phw_epc_replies *out,
                                                const float *magnitude, size_t n,
                                                const phw_epc_config *config,
                                                const phw_line_code *code);

PHW_END_C

#endif
