/** @file
 * One thing that a benchmark times beside a peer that does the same work.
 */
#ifndef PHW_TOOLS_KERNEL_H
#define PHW_TOOLS_KERNEL_H

#include <stddef.h>

#include "core/status.h"

/** A kernel's entry in the list. */
typedef struct phw_kernel {
    const char *name;    /**< "iq-16-taps" */
    const char *summary; /**< one line */
    const char *unit;    /**< what there are n_units of: "sample" */
    const char *peer;    /**< what it is held against */
    size_t n_units;      /**< of one run, 1 or more */
    size_t n_peer_units; /**< of one run of the peer */
    double peer_ns;      /**< a unit, where the peer is a figure and run_peer NULL */
    /** Makes what both run on, given back with destroy(). */
    phw_status (*create)(void **out);
    phw_status (*run)(void *state);
    phw_status (*run_peer)(void *state);
    void (*destroy)(void *state); /**< takes NULL */
} phw_kernel;

#endif
