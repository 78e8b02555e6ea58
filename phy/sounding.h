/** @file
 * A sounding waveform: samples that both ends know, by which a channel is measured. The
 * interface; the entries are sounding_NAME.c, their list is phy/soundings.h, and what a
 * sender and a receiver work with is phy/sounding_waveform.h.
 *
 * All are one idea. A core of n_core samples is read round and round, so that for as
 * long as a channel's echoes are shorter than the guard its effect on a block (n_core
 * samples) is a circular convolution: a transform parts it into one unknown factor for
 * each bin that the core uses. Blocks repeat, which tells the carrier offset without
 * knowing the channel. A second core serves where one does not do: the other of a Golay
 * pair, a chirp's mirror.
 */
#ifndef PHW_PHY_SOUNDING_H
#define PHW_PHY_SOUNDING_H

#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

#define PHW_SOUNDING_CORES_MAX  2  /**< different cores of a waveform */
#define PHW_SOUNDING_BLOCKS_MAX 64 /**< blocks of a waveform */
#define PHW_SOUNDING_RUNS_MAX   8  /**< runs of a waveform */

/** Most samples of a core, at one sample a chip and at any rate. */
#define PHW_SOUNDING_CORE_MAX 65536

/** A piece of the burst: n samples of a core, read cyclically. */
typedef struct phw_sounding_run {
    size_t core; /**< which one */
    size_t from; /**< its sample that comes first, 0..n_core - 1 */
    size_t n;    /**< samples; from + n may go round any number of times */
    double turn; /**< added to the phase, cycles; 0 for runs that blocks lie in */
} phw_sounding_run;

/** n_core samples of the burst that are a whole core from its sample 0 on. */
typedef struct phw_sounding_block {
    size_t core;
    size_t at; /**< its first sample's place in the burst */
} phw_sounding_block;

/** What a burst is made of, in samples at one a chip: the rate is the bandwidth. */
typedef struct phw_sounding_form {
    size_t n_core;
    size_t n_cores; /**< 1..PHW_SOUNDING_CORES_MAX */
    phw_cf *core;   /**< [n_cores][n_core], each of mean power 1 */
    int32_t *bin;   /**< n_used bins of the core's transform, rising from -n_core / 2 */
    size_t n_used;
    size_t guard; /**< samples before every block that continue it: echoes allowed */
    phw_sounding_run run[PHW_SOUNDING_RUNS_MAX]; /**< the burst, in this order */
    size_t n_runs;
    phw_sounding_block block[PHW_SOUNDING_BLOCKS_MAX]; /**< rising; 2 or more */
    size_t n_blocks;
} phw_sounding_form;

/** One entry. */
typedef struct phw_sounding {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;

    /** Makes the form, to be freed with phw_sounding_form_free(). PHW_EARG for values
     * that do not go together, PHW_ENOMEM. */
    phw_status (*make)(phw_sounding_form *out, const phw_params *params);

    /** Core `core` at `oversampling` samples a chip, out[n_core * oversampling]; NULL
     * where it is band-limited: what lies between its samples is then made of its own
     * n_core bins, -n_core / 2 the lowest. */
    void (*write)(phw_cf *out, const phw_params *params, size_t core,
                  size_t oversampling);
} phw_sounding;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_sounding_form_free(phw_sounding_form *form);

PHW_END_C

#endif
