/** @file
 * A picture, drawn by gnuplot. The interface; the entries are plot_NAME.c, their list
 * is tools/plots.h, the page that shows them tools/page.h.
 *
 * A command fills the members of phw_plot_data that its picture reads (each entry's
 * header says which) and leaves the others zero. All memory is borrowed; texts may hold
 * anything, also what a file brought.
 */
#ifndef PHW_TOOLS_PLOT_H
#define PHW_TOOLS_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** Colours that are read on light and on dark ground, and by the colour-blind. */
#define PHW_COLOUR_ALICE "#2f7de1"
#define PHW_COLOUR_BOB   "#e8730c"
#define PHW_COLOUR_EVE   "#8f6bd6"
#define PHW_COLOUR_LOST  "#9aa3ad"
#define PHW_COLOUR_KEY   "#1f9d61"

/** Axes and texts: the page puts its own text colour in this one's place. */
#define PHW_COLOUR_TEXT "#010203"

/** One curve, or one cloud of points: y over x, n of each. Non-finite values are gaps.
 */
typedef struct phw_plot_curve {
    const char *name; /**< in the legend; NULL: not there */
    const double *x;
    const double *y;
    const double *low;  /**< an interval of each y, or NULL */
    const double *high; /**< with low */
    size_t n;
    const char *colour; /**< PHW_COLOUR_..., or NULL for the next of five */
    bool closed_form;   /**< computed, not measured: thin and dashed */
} phw_plot_curve;

/** Most curves of one picture. Those of one colour have other dots and dashes. */
#define PHW_PLOT_CURVES_MAX 16

/** An axis. */
typedef struct phw_plot_axis {
    const char *label; /**< with the unit; NULL for none */
    double from;       /**< both 0: as the data say */
    double to;
    bool logarithmic;
} phw_plot_axis;

/** A value of x that is pointed at: a threshold, a true distance. */
typedef struct phw_plot_mark {
    const char *name;
    double x;
} phw_plot_mark;

/** Most marks of one picture. */
#define PHW_PLOT_MARKS_MAX 8

/** A bar with its confidence interval; low > high: it has none. */
typedef struct phw_plot_bar {
    const char *name;
    double value;
    double low;
    double high;
    const char *colour; /**< PHW_COLOUR_..., or NULL for Eve's */
} phw_plot_bar;

/** Most bars of one picture. */
#define PHW_PLOT_BARS_MAX 24

/** Counts of what was (row) and what it was taken for (column), row by row. A row is
 * shaded by its shares. */
typedef struct phw_plot_matrix {
    const char *const *row;    /**< n_rows names */
    const char *const *column; /**< n_columns names, "unknown" among them maybe */
    const uint64_t *count;     /**< n_rows x n_columns */
    size_t n_rows;             /**< 0: there is none */
    size_t n_columns;
} phw_plot_matrix;

/** A value over two axes, drawn as colours. */
typedef struct phw_plot_heat {
    const double *value; /**< n_y rows of n_x, evenly spaced */
    size_t n_x;
    size_t n_y;
    double x_from; /**< of the first and the last column, and row */
    double x_to;
    double y_from;
    double y_to;
    const char *label; /**< of the colours, with the unit */
    bool cyclic;       /**< the values are angles of -180 to 180 degrees */
} phw_plot_heat;

/** A stretch of x that is marked above a picture, such as a frame. */
typedef struct phw_plot_span {
    double from;
    double to;
    size_t lane; /**< whose it is */
} phw_plot_span;

/** Whose spans they are. */
typedef struct phw_plot_lane {
    const char *name;   /**< in the legend; NULL: not there */
    const char *colour; /**< PHW_COLOUR_... */
} phw_plot_lane;

/** Where some of a key's raw bits went. */
typedef struct phw_plot_share {
    const char *name;
    double bits;
} phw_plot_share;

/** Most shares. */
#define PHW_PLOT_SHARES_MAX 12

/** A run of key generation: one component of both ends' features after matching. */
typedef struct phw_plot_agreement {
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
} phw_plot_agreement;

/** What there is to draw. */
typedef struct phw_plot_data {
    const char *title;   /**< above the picture, NULL: the entry's own */
    const char *summary; /**< below it, NULL: the entry's own */
    phw_plot_axis x;
    phw_plot_axis y;
    const phw_plot_curve *curve; /**< n_curves, at most PHW_PLOT_CURVES_MAX */
    size_t n_curves;
    const phw_plot_mark *mark; /**< n_marks, at most PHW_PLOT_MARKS_MAX */
    size_t n_marks;
    const phw_plot_bar *bar; /**< n_bars, at most PHW_PLOT_BARS_MAX */
    size_t n_bars;
    const phw_plot_matrix *matrix; /**< or NULL */
    const phw_plot_heat *heat;     /**< or NULL */
    const phw_plot_span *span;     /**< n_spans, of the n_lanes lanes */
    size_t n_spans;
    const phw_plot_lane *lane;
    size_t n_lanes;
    const phw_plot_agreement *agreement; /**< or NULL */
} phw_plot_data;

/** One entry. */
typedef struct phw_plot {
    const char *name;
    const char *title;   /**< above the picture */
    const char *summary; /**< how to read it, in a sentence */
    /** Whether there is anything to draw. */
    bool (*possible)(const phw_plot_data *data);
    /** Writes gnuplot commands with the data inside; terminal and size are set before.
     */
    void (*script)(FILE *to, const phw_plot_data *data);
} phw_plot;

#endif
