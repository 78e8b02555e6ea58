/** @file
 * A picture of one run of key generation, drawn by gnuplot. The interface; the entries
 * are plot_NAME.c, their list is tools/plots.h.
 */
#ifndef PHW_TOOLS_PLOT_H
#define PHW_TOOLS_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** Colours that are read on light and on dark ground, and by the colour-blind. */
#define PHW_COLOUR_ALICE "#2f7de1"
#define PHW_COLOUR_BOB   "#e8730c"
#define PHW_COLOUR_EVE   "#8f6bd6"
#define PHW_COLOUR_LOST  "#9aa3ad"
#define PHW_COLOUR_KEY   "#1f9d61"

/** Axes and texts: the page puts its own text colour in this one's place. */
#define PHW_COLOUR_TEXT "#010203"

/** Where some of the bits went. */
typedef struct phw_plot_share {
    const char *name;
    double bits;
} phw_plot_share;

/** Most shares. */
#define PHW_PLOT_SHARES_MAX 12

/** What there is to draw: one component of both ends' features after matching. */
typedef struct phw_plot_data {
    const double *alice;  /**< n values */
    const double *bob;    /**< n values, at the same probes */
    const double *eve;    /**< n values, or NULL */
    const char *feature;  /**< what the values are: "power", "amplitude" */
    const double *time_s; /**< n instants, or counts when !has_time */
    size_t n;             /**< 0: there are no series */
    bool has_time;
    phw_plot_share share[PHW_PLOT_SHARES_MAX]; /**< taken off raw_bits */
    size_t n_shares;
    double raw_bits;
    double certified_bits;
} phw_plot_data;

/** One entry. */
typedef struct phw_plot {
    const char *name;
    const char *title;   /**< above the picture */
    const char *summary; /**< one sentence on how to read it */
    /** Whether there is anything to draw. */
    bool (*possible)(const phw_plot_data *data);
    /** Writes gnuplot commands with the data inside; terminal and size are set before.
     */
    void (*script)(FILE *to, const phw_plot_data *data);
} phw_plot;

#endif
