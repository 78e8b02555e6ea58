/** @file
 * A similarity test tells whether a frame came over the channel of the frames before
 * it. The interface; the entries are similarity_NAME.c, their list is
 * auth/similarities.h.
 *
 * The noise convention: s2 is the variance E|e|^2 of the error of ONE complex channel
 * estimate; the difference of two has 2 s2. The tones' errors are independent of each
 * other and of the channel. The channel itself may be as smooth over the tones as it
 * likes: with the right sender it cancels, so the law of a difference keeps its degrees
 * of freedom; a wrong sender's smooth channel has fewer independent parts than tones,
 * and is missed more often than independent tones would say.
 */
#ifndef PHW_AUTH_SIMILARITY_H
#define PHW_AUTH_SIMILARITY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** What a test compares. Points to the caller's arrays. */
typedef struct phw_similarity_input {
    const phw_cf *reference; /**< n_references rows of n tones: the sender known */
    const phw_cf *frame;     /**< n tones: the frame to judge */
    const double *position;  /**< n: where each tone is, in any unit; or NULL, then no
                                  delay can be fitted */
    size_t n_references;     /**< >= 1 */
    size_t n;                /**< tones, >= 1 */
    double noise_reference;  /**< s2 of the reference, linear; 0 when unknown */
    double noise_frame;      /**< s2 of the frame; 0 when unknown */
} phw_similarity_input;

/** What the law of a statistic depends on besides the parameters. */
typedef struct phw_similarity_shape {
    size_t n;            /**< tones */
    size_t n_references; /**< rows of the reference */
    double snr;          /**< mean |h|^2 over s2, linear, without noise in it; 0 when
                              unknown */
} phw_similarity_shape;

/** What a decision is held to. */
typedef struct phw_similarity_rule {
    double false_alarm; /**< how often a frame of the same channel may be told apart,
                             within (0, 1) */
    double miss;        /**< how often a frame of an independent channel may be found
                             the same, 0..1; 1 asks for nothing */
    size_t n_parts;     /**< independent parts of such a channel, at most the tones: the
                             taps of a smooth one; 0: as many as tones */
} phw_similarity_rule;

/** One entry. The parameters are those of its table. */
typedef struct phw_similarity {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    size_t n_references_min; /**< least rows of the reference */
    bool more_is_same;       /**< a statistic from the threshold up speaks for one
                                  channel and not against it */
    bool needs_noise;        /**< the statistic has s2 in it */

    /** The statistic. PHW_EARG when the parameters ask for what the input lacks: a
     * delay without positions, noise without a variance, references; PHW_EINPUT for
     * frames of no power at all. */
    phw_status (*measure)(double *statistic, const phw_similarity_input *input,
                          const phw_params *params);

    /** The threshold that a frame of the same channel fails with the probability
     * `false_alarm` (0..1, both out). PHW_EARG when the shape leaves no degree of
     * freedom, or lacks a signal-to-noise ratio that the law needs. */
    phw_status (*threshold)(double *threshold, const phw_similarity_shape *shape,
                            double false_alarm, const phw_params *params);

    /** How probable a statistic as bad or worse is when the channel is the same; NaN
     * where threshold() would have failed. */
    double (*p_value)(double statistic, const phw_similarity_shape *shape,
                      const phw_params *params);

    /** How probable it is that a frame of the input's power passes the threshold when
     * its channel has nothing to do with the reference's: its direction is drawn evenly
     * over n_parts complex dimensions (auth/coincidence.h; exact for tones and one
     * reference, a bound where a delay is searched; several references are taken for
     * estimates of one channel). 1 for a frame so weak or so noisy that every direction
     * passes. As measure(). */
    phw_status (*miss)(double *miss, double threshold,
                       const phw_similarity_input *input, size_t n_parts,
                       const phw_params *params);

    /** For which channels the law behind threshold() and p_value() holds: a few words.
     */
    const char *(*holds_for)(const phw_params *params);

    /** Degrees of freedom of the statistic's law, and of its denominator's (0 when it
     * has none); both 0 for a law without any. */
    void (*freedom)(double dof[2], const phw_similarity_shape *shape,
                    const phw_params *params);
} phw_similarity;

/** What was found. */
typedef struct phw_similarity_decision {
    double statistic;
    double threshold;
    double p_value;
    double miss;     /**< of an independent channel as strong, see phw_similarity */
    bool told_apart; /**< beyond the threshold, at the false-alarm rate */
    bool same;       /**< not told apart, and `miss` is within the rule's: a frame that
                          is neither is undecided */
} phw_similarity_decision;

PHW_END_C

#endif
