/** @file
 * A wiretap channel with its figures, by formula and by simulation. The interface; the
 * entries are wiretap_model_NAME.c, their list is encrypt/wiretap_models.h.
 */
#ifndef PHW_ENCRYPT_WIRETAP_MODEL_H
#define PHW_ENCRYPT_WIRETAP_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/rng.h"
#include "core/status.h"

PHW_BEGIN_C

/** What is asked. */
typedef struct phw_wiretap_setting {
    double snr_bob;    /**< linear, finite; a mean where the channel fades */
    double snr_eve;    /**< the same */
    double rate;       /**< R, bits a use */
    phw_params params; /**< the entry's own */
} phw_wiretap_setting;

/** What there is to say; NaN for what a model does not have. */
typedef struct phw_wiretap_figures {
    double positive_probability; /**< that there is any secrecy capacity */
    double outage;               /**< probability that it is below R or there is none */
    double ergodic_bits;         /**< its mean, bits a use */
    double best_share;           /**< of the power, where the model divides it */
} phw_wiretap_figures;

/** One entry. Functions get params from the entry's own table, in its order. */
typedef struct phw_wiretap_model {
    const char *name;
    const char *summary; /**< one line */
    const char *reference;
    const phw_param *params; /**< n_params of them */
    size_t n_params;
    /** By formula. */
    void (*figures)(phw_wiretap_figures *out, const phw_wiretap_setting *setting);
    /** Secrecy capacities of draws [from, from + n) of the channel, which do not depend
     * on how draws are cut into calls; NULL for a channel that is always the same. */
    void (*draw)(double *out, const phw_wiretap_setting *setting, const phw_rng *rng,
                 uint64_t from, size_t n);
} phw_wiretap_model;

PHW_END_C

#endif
