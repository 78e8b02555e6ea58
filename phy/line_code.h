/** @file
 * A line code: how a tag's bits become levels of its chips, and back. The interface;
 * the entries are line_code_NAME.c, their list is phy/line_codes.h.
 *
 * Chips are the shortest runs of one level: half bits of Manchester and FM0, half
 * periods of the subcarrier of Miller's codes. Bits and chips are one a byte, 0 or 1;
 * chip 1 is the high level (m = +1), chip 0 the low one (m = -1). A decision is a soft
 * value: positive says 1, its size how sure.
 *
 * All codes here are made of antipodal pairs of neighbouring chips, (1,0) or (0,1), and
 * of nothing else: of Manchester the pairs are the bits; of FM0, which inverts at every
 * bit's edge, they straddle the edges, half a bit earlier, and a bit says whether two
 * neighbouring pairs are alike; of Miller they are the subcarrier's cycles. So what
 * protects or attacks one code by its pairs does it for the other
 * (encrypt/uplink_view.h, for the codes of two chips a bit).
 */
#ifndef PHW_PHY_LINE_CODE_H
#define PHW_PHY_LINE_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most chips a bit. */
#define PHW_LINE_CHIPS_MAX 16

/** What is known of the level of the first chip. Manchester does not ask. */
typedef enum phw_line_start {
    PHW_LINE_LOW = 0, /**< chip 0 is 0 */
    PHW_LINE_HIGH,    /**< chip 0 is 1 */
    PHW_LINE_UNKNOWN  /**< to be found */
} phw_line_start;

/** One entry. */
typedef struct phw_line_code {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    size_t chips_per_bit; /**< 2 without a subcarrier, else 2 a cycle of it */
    int first_half;       /**< chip at which pair 0 begins: 0, or -1 */
    size_t
        n_extra_pairs; /**< pairs of n bits are n * chips_per_bit / 2 + n_extra_pairs */

    /** chip[chips_per_bit n] of bit[n]; `start` is the level of the first chip (low
     * unless PHW_LINE_HIGH), where the code leaves it open. */
    void (*encode)(uint8_t *chip, const uint8_t *bit, size_t n, phw_line_start start);

    /** Maximum-likelihood decisions soft[n] of chips' statistics half[chips_per_bit n]
     * that grow with the level and have equal, independent Gaussian noise: coherent
     * amplitudes (then the best there is), or, for a receiver without phase, energies
     * or magnitudes. Only differences inside a pair count, so a constant (carrier
     * leakage) is harmless; a pair of which one half lies outside is told by the other
     * one's distance from the mean of all. FM0's last bit is such a one: send a dummy
     * bit and drop it. */
    void (*decode)(float *soft, const float *half, size_t n, phw_line_start start);

    /** What a receiver without memory does: each half bit (of Miller's codes once the
     * subcarrier is taken off) is sliced at 0 and the bit read of its own two, soft[n]:
     * +-1. */
    void (*slice)(float *soft, const float *half, size_t n);

    /** Bits' log-likelihood ratios soft[n] of the pairs' pair[], positive where the
     * first half of the pair is the high one. Exact for independent pairs. */
    void (*join)(float *soft, const float *pair, size_t n);

    /** The pairs themselves: +1 where the first half is the
     * high one, else -1; `start` as in encode. */
    void (*pairs)(float *pair, const uint8_t *bit, size_t n, phw_line_start start);

    /** |S(f)|^2 / Tb of a bit's pulse at f Tb, Tb a bit's duration: the power spectrum
     * of equiprobable, independent bits; its integral over f Tb is 1. */
    double (*spectrum)(double f_tb);
} phw_line_code;

PHW_END_C

#endif
