/** @file
 * A quantizer turns one component's series into symbols by statistics of the end's own
 * series. The interface; the entries are quantizer_NAME.c, their list is
 * kgen/quantizers.h.
 */
#ifndef PHW_KGEN_QUANTIZER_H
#define PHW_KGEN_QUANTIZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"
#include "kgen/symbols.h"

PHW_BEGIN_C

/** Most bits of one symbol, what is said of it in public included. */
#define PHW_QUANTIZER_BITS_MAX 4

/** Bound of soft output. */
#define PHW_SOFT_MAX 40.0F

/** Whose list of kept samples has to be said in public. */
typedef enum phw_exchange {
    PHW_EXCHANGE_NONE = 0, /**< nobody's: every sample is kept */
    PHW_EXCHANGE_LEADER,   /**< the leader's; the other end follows it */
    PHW_EXCHANGE_BOTH      /**< both ends'; what both keep is kept */
} phw_exchange;

/** One entry. */
typedef struct phw_quantizer {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    unsigned n_bits_max; /**< most bits of a symbol, 1..PHW_QUANTIZER_BITS_MAX */

    /** Bits of a symbol that the parameters ask for, 1..n_bits_max. */
    unsigned (*n_bits)(const phw_params *params);

    /** Who has to publish a list of kept samples with these parameters. */
    phw_exchange (*index_exchange)(const phw_params *params);

    /** Least share of the leader's kept samples that the other end has to keep, or it
     * is taken for somebody else; NULL: 0. For PHW_EXCHANGE_BOTH. */
    double (*accepted_min)(const phw_params *params);

    /** Most samples that one symbol depends on; NULL: 1, the sample itself (and levels
     * of the whole series). What judges symbols as cells of one value can't judge
     * others. */
    size_t (*span)(const phw_params *params);

    /** How many bits the leader says in public of each sample whose symbol has
     * `n_bits`, with them PHW_QUANTIZER_BITS_MAX at most; NULL: none, whatever the
     * parameters. An entry that says some keeps every sample. What is said is charged
     * in full: the entropy that counts is that of symbol and saying together, less the
     * bits of the saying (Dodis et al., SIAM J. Comput. 38(1), 2008, lemma 2.2 b). */
    unsigned (*said_bits)(const phw_params *params, unsigned n_bits);

    /** The leader's sayings about x[n], each below 2^said_bits, into said[n]; NULL with
     * said_bits. Errors as label. */
    phw_status (*announce)(uint8_t *said, const double *x, size_t n, unsigned n_bits,
                           const phw_params *params);

    /** Labels a series x[n] of one component: Gray-coded symbols of `n_bits`
     * (1..n_bits_max, else PHW_EARG) bits and which samples this end would keep, to be
     * freed. `leader` is the end whose bits are the reference; said[n] is what it said,
     * NULL when there is nothing to say. The thresholds are of x alone. Where a symbol
     * stands for several samples, it is at one of them and the others are dropped, at
     * both ends alike. PHW_ESHORT when x is constant or shorter than 2^n_bits;
     * PHW_EINPUT when a value is not finite. */
    phw_status (*label)(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said);

    /** What an end's own series x[n] tells about the leader's bits: llr[plane * n + i]
     * is ln P(bit = 0) / P(bit = 1) for plane `plane` (0 the most significant) of
     * sample i, |llr| <= PHW_SOFT_MAX, when the leader's values and these are jointly
     * Gaussian of correlation `rho` (-1 < rho < 1) after the entry's own normalisation,
     * and its thresholds are the same; 0 for dropped samples. NULL: the entry can't
     * tell. Errors as label, and PHW_ENOMEM. */
    phw_status (*soft)(float *llr, const double *x, size_t n, unsigned n_bits,
                       const phw_params *params, double rho, const uint8_t *said);

    /** The leader's public level of how far each of x[n] can be relied on, below
     * PHW_TRUST_LEVELS, a function of magnitudes; NULL: none is said. */
    void (*levels)(uint8_t *level, const double *x, size_t n);

    /** The other end's public answer, the grade of each bit, below
     * PHW_TRUST_GRADES, from level[n] and the magnitudes of its own x[n]; NULL
     * with levels. PHW_EPEER for a level out of range; PHW_ENOMEM. */
    phw_status (*grades)(uint8_t *grade, const uint8_t *level, const double *x,
                         size_t n);

    /** Bits that these answers and the corrected errors tell about the leader's bits,
     * as the other end finds it afterwards: bit[n] are the leader's, or
     * PHW_TRUST_DROPPED. NULL with levels. */
    phw_status (*told)(double *bits, const uint8_t *level, const double *x,
                       const uint8_t *bit, size_t n);
} phw_quantizer;

/** Most samples of a symbol: q->span, or 1. */
static inline size_t phw_quantizer_span(const phw_quantizer *q,
                                        const phw_params *params)
{
    return q->span != NULL ? q->span(params) : 1;
}

/** Bits said of each sample: q->said_bits, or 0. */
static inline unsigned phw_quantizer_said_bits(const phw_quantizer *q,
                                               const phw_params *params,
                                               unsigned n_bits)
{
    return q->said_bits != NULL ? q->said_bits(params, n_bits) : 0;
}

PHW_END_C

#endif
