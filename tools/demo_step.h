/** @file
 * One scenario through everything: a reader and a tag agree on a key, the tag shows who
 * it is, its uplink is protected and its symbols are encrypted under that key, and Eve
 * tries her best at each step. The interface; the entries are demo_step_NAME.c, their
 * list is tools/demo_steps.h.
 */
#ifndef PHW_TOOLS_DEMO_STEP_H
#define PHW_TOOLS_DEMO_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "core/status.h"
#include "kgen/agreement_config.h"
#include "tools/keygen.h"
#include "tools/page.h"
#include "tools/plot.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario.h"

/** Most curves that a step draws. */
#define PHW_DEMO_CURVES_MAX 4

/** What a step may draw: it fills the arrays, and the pictures point into them. A
 * zeroed one is empty. */
typedef struct phw_demo_drawing {
    phw_plot_agreement agreement;
    phw_plot_curve curve[PHW_DEMO_CURVES_MAX];
    double *value; /**< all that the curves point into, with malloc(); or NULL */
    phw_plot_bar bar[PHW_PLOT_BARS_MAX];
    phw_plot_mark mark;
    phw_plot_data data[2];
    phw_page_picture picture[2];
    size_t n_pictures;
} phw_demo_drawing;

/** What came of a step. */
typedef struct phw_demo_outcome {
    bool run;           /**< false: there was no key to go on with */
    bool good;          /**< it came out as it should */
    phw_status failure; /**< when not good: what the exit status says */
    char said[400];     /**< a sentence, without a full stop */
    char eve[400];      /**< Eve's best attempt, likewise */
    bool by_eve;        /**< when not good: it is hers that came out, not `said`, that
                             went wrong */
    char limit[400];    /**< what the protection does not cover, and how Eve fares with
                             it, likewise; it does not count in `good`. May be empty */
    phw_result *figures;
    phw_demo_drawing drawing;
} phw_demo_outcome;

/** What the steps share. */
typedef struct phw_demo {
    const phw_scenario *scenario;
    uint64_t seed;
    size_t n_threads;
    phw_progress *progress; /**< counts steps */
    phw_agreement_config config;
    phw_keygen keygen;
    phw_key key; /**< the agreed one; empty until there is one */
} phw_demo;

/** A step. */
typedef struct phw_demo_step {
    const char *name;  /**< in JSON */
    const char *title; /**< for people */
    bool needs_key;
    /** Fills `out`, whose figures are there and empty. A status is a failure of the
     * machinery (no memory, cancelled); a step that does not come out is `good` =
     * false. */
    phw_status (*run)(phw_demo_outcome *out, phw_demo *demo);
} phw_demo_step;

#endif
