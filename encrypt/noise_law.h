/** @file
 * A law of artificial noise: what is sent over a tag's reply so that only who can
 * regenerate it reads the reply. The interface; the entries are noise_law_NAME.c, their
 * list is encrypt/noise_laws.h, and encrypt/noise_source.h makes the samples.
 *
 * The law is public, its draws come from the keystream. A law is: independent draws,
 * one a sample, a half bit or a pair of half bits (then with opposite signs in the
 * two), and perhaps a filter over them.
 */
#ifndef PHW_ENCRYPT_NOISE_LAW_H
#define PHW_ENCRYPT_NOISE_LAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** How often a law draws. */
typedef enum phw_noise_unit {
    PHW_NOISE_SAMPLE = 0, /**< anew at every sample */
    PHW_NOISE_HALF,       /**< anew at every half bit, constant inside */
    PHW_NOISE_PAIR /**< anew at every pair: +x in its first half, -x in the second
                    */
} phw_noise_unit;

/** Keystream words of one draw. */
#define PHW_NOISE_WORDS 2

/** One entry. */
typedef struct phw_noise_law {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    phw_noise_unit unit;
    bool gaussian; /**< circular Gaussian, so that its covariance says all */

    /** out[n]: draws of E|x|^2 = 1 of word[PHW_NOISE_WORDS n]. */
    void (*draw)(phw_cf *out, const uint32_t *word, size_t n);

    /** How many real taps of unit energy filter the draws (unit PHW_NOISE_SAMPLE only);
     * NULL: none. `length` is the samples of a half bit. */
    size_t (*n_taps)(double length, const phw_params *params);

    /** Those taps, tap[n_taps]. PHW_ENOMEM. NULL: none. */
    phw_status (*taps)(float *tap, size_t n_taps, double length,
                       const phw_params *params);

    /** ln of the density at x of a j + z, j a draw, z circular Gaussian of E|z|^2 =
     * `variance` > 0, up to a constant that depends on `variance` alone: what an
     * eavesdropper's maximum likelihood is made of. */
    double (*log_density)(phw_cf x, phw_cf a, double variance);
} phw_noise_law;

PHW_END_C

#endif
