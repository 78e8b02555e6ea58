/** @file
 * EPC Gen2 tag replies in FM0 code, from the magnitude of what a reader's antenna heard
 * (GS1 EPC UHF Gen2 2.0.1, 6.3.1.3.2): the tag switches between two levels on top of
 * the reader's carrier. After a preamble of 12 half bits, 110100100011, that no data
 * can imitate come the bits, and a dummy 1.
 */
#ifndef PHW_PHY_EPC_REPLY_H
#define PHW_PHY_EPC_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "phy/half_bits.h"
#include "phy/line_code.h"

PHW_BEGIN_C

/** Most bits of a reply: PC, an EPC of 31 words, CRC. */
#define PHW_EPC_BITS_MAX 528

/** Backscatter link frequencies that the standard allows, Hz; half a period is a half
 * bit. */
#define PHW_EPC_BLF_MIN_HZ 40e3
#define PHW_EPC_BLF_MAX_HZ 640e3

/** What became of a reply. */
typedef enum phw_epc_fault {
    PHW_EPC_GOOD = 0, /**< its CRC-16 matches */
    PHW_EPC_NO_CRC,   /**< 16 bits: a random number, which has none */
    PHW_EPC_BAD_CRC,  /**< 32 bits or more, and it does not match */
    PHW_EPC_TOO_FEW,  /**< the signal ends within 16 bits */
    PHW_EPC_CUT,      /**< the recording ends within the reply */
    PHW_EPC_TOO_LONG, /**< no end within PHW_EPC_BITS_MAX */
    PHW_N_EPC_FAULTS
} phw_epc_fault;

/** A plain sentence of it, never NULL. */
PHW_API const char *phw_epc_fault_text(phw_epc_fault fault);

/** One reply. */
typedef struct phw_epc_reply {
    const phw_line_code *code;
    uint64_t start;           /**< first sample of the preamble */
    uint64_t end;             /**< first sample after the dummy bit */
    phw_half_bit_clock clock; /**< half bit 0 is bit 0's first: fitted to the edges of
                                   all bits */
    double edge_error;        /**< rms distance of the edges from it, samples */
    double blf_hz;            /**< its link frequency */
    double middle;            /**< half way between the two levels */
    double half_step;         /**< half their distance, > 0 */
    bool inverted;            /**< the preamble's 1 is the lower level */
    double correlation;       /**< squared, of the preamble with its template, 0..1 */
    double snr_db;            /**< half_step^2 over the variance of a sample about its
                                   level */
    phw_epc_fault fault;
    unsigned n_bits;                   /**< without the dummy */
    uint8_t bit[PHW_EPC_BITS_MAX + 1]; /**< one to a byte; the last is the dummy */
} phw_epc_reply;

/** What to look for. */
typedef struct phw_epc_config {
    double rate_hz; /**< samples a second */
    /** Link frequencies searched: within the standard's, with at least two samples a
     * half bit at the highest. */
    double blf_low_hz;
    double blf_high_hz;
} phw_epc_config;

/** What a recording held, in the order of the starts; a zeroed one may be freed. */
typedef struct phw_epc_replies {
    phw_epc_reply *reply;
    size_t n;
} phw_epc_replies;

/** Finds the replies in `n` magnitudes. A preamble is a place where the squared
 * correlation reaches 0.7, as it does from 4 dB a sample on: data, which differ in one
 * of the twelve half bits at least, stay below (10/12)^2, and white noise reaches it
 * with probability (1 - 0.7)^11 at 2 samples a half bit, the fewest, and 0.3^47 at 8.
 * Timing is followed edge by edge, and bits are decided by maximum likelihood.
 * None found is PHW_OK. PHW_EARG when the frequencies are out of range or a half bit
 * would have less than 2 samples; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_epc_find(phw_epc_replies *out,
                                             const float *magnitude, size_t n,
                                             const phw_epc_config *config);

/** PHW_EARG for frequencies out of range or too low a rate. */
PHW_API PHW_MUST_USE phw_status phw_epc_config_check(const phw_epc_config *config);

/** What the bits of a whole reply say: PHW_EPC_GOOD, PHW_EPC_NO_CRC, PHW_EPC_BAD_CRC or
 * PHW_EPC_TOO_FEW. */
PHW_API phw_epc_fault phw_epc_judge(const phw_epc_reply *r);

/** Appends one more reply. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_epc_keep(phw_epc_replies *out,
                                             const phw_epc_reply *r);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_epc_free(phw_epc_replies *r);

PHW_END_C

#endif
