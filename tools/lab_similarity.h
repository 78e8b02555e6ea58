/** @file
 * The similarity lab: what a test makes of the right sender's frames and of impostors',
 * drawn trial by trial, and what the closed forms say.
 *
 * In a trial the right sender's channel H is Rayleigh of mean power snr on every tone,
 * the noise of an estimate has variance 1. References are H + noise; the genuine frame
 * is a H + sqrt(1 - a^2) W + noise.
 */
#ifndef PHW_TOOLS_LAB_SIMILARITY_H
#define PHW_TOOLS_LAB_SIMILARITY_H

#include <stddef.h>
#include <stdint.h>

#include "auth/similarities.h"
#include "core/status.h"
#include "core/trace.h"
#include "tools/progress.h"

/** Most impostors of a run. */
#define PHW_IMPOSTORS_MAX 10

/** Most tones of a trial. */
#define PHW_LAB_TONES_MAX 1024

/** Where an impostor is. */
typedef enum phw_impostor_kind {
    PHW_IMPOSTOR_CORRELATED = 0, /**< Rayleigh, its channel correlated with H */
    PHW_IMPOSTOR_FIXED           /**< always the same distance away from H */
} phw_impostor_kind;

/** One impostor. */
typedef struct phw_impostor {
    char name[48]; /**< as it was asked for */
    phw_impostor_kind kind;
    double value; /**< the correlation; or lambda = sum |He - H|^2 / s2 */
} phw_impostor;

/** What is simulated. */
typedef struct phw_similarity_lab {
    const phw_similarity *test;
    phw_params params;
    size_t n_tones;      /**< 1..PHW_LAB_TONES_MAX */
    size_t n_taps;       /**< of a channel of that many equal taps, a sample apart on an
                              FFT of n_tones; 0: independent tones */
    size_t n_references; /**< 1 or more */
    double snr;          /**< linear */
    double step;         /**< a, of the channel from the reference to the frame; the
                              difference test knows it */
    uint64_t seed;
    size_t n_trials;
    phw_impostor impostor[PHW_IMPOSTORS_MAX];
    size_t n_impostors;
} phw_similarity_lab;

/** Reads the impostors of a list "independent,distance:0.25,fixed:20": distances in
 * wavelengths among scatterers all around (Clarke). PHW_EARG. */
PHW_MUST_USE phw_status phw_impostors_read(phw_similarity_lab *inout, const char *text);

/** Statistics: genuine[n_trials], and impostor[n_impostors * n_trials], impostor after
 * impostor. The same bytes for any number of threads; `progress` counts
 * phw_similarity_lab_items() and may be NULL. PHW_EARG when the test can't be made of
 * such frames, PHW_ENOMEM, PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_similarity_lab_run(double *genuine, double *impostor,
                                               const phw_similarity_lab *lab,
                                               size_t n_threads,
                                               phw_progress *progress);

/** How many steps of the bar a run has. */
size_t phw_similarity_lab_items(const phw_similarity_lab *lab);

/** The test's threshold at a false-alarm rate. PHW_EARG. */
PHW_MUST_USE phw_status phw_similarity_lab_threshold(double *threshold,
                                                     const phw_similarity_lab *lab,
                                                     double false_alarm);

/** The false-alarm rate at a threshold by closed form; NaN where there is none, as
 * after a fit, whose degrees of freedom hold at high signal-to-noise ratios. */
double phw_similarity_lab_false_alarm(const phw_similarity_lab *lab, double threshold);

/** The miss rate of impostor i at a threshold by closed form; NaN where there is none.
 */
double phw_similarity_lab_miss(const phw_similarity_lab *lab, size_t i,
                               double threshold);

/** The same statistics of simulated traces: Alice knows Bob by frame i, judges his
 * frame i + 1, and Eve's in its place: her channel to Alice is the one that she
 * measures. n - 1 of each from the first n frames, n >= 2 at most that of each trace.
 * PHW_EARG, PHW_EINPUT. */
PHW_MUST_USE phw_status phw_similarity_lab_traces(double *genuine, double *impostor,
                                                  const phw_similarity_lab *lab,
                                                  const phw_trace *alice,
                                                  const phw_trace *eve, size_t n);

#endif
