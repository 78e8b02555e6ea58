#include "tools/joint_histogram.h"

#include <math.h>

#include "encrypt/symbol_theory.h"

/* Counts a label that a cell must have. The bias beyond the first order is a sixth of
 * its inverse, a hundredth of the first: below the interval. */
#define ENOUGH 20

/* Of cells that were joined. */
typedef struct sums {
    double cell[PHW_MODEM_POINTS_MAX][PHW_JOINT_CELLS];
    double row[PHW_MODEM_POINTS_MAX];
    double column[PHW_JOINT_CELLS];
    size_t n_columns;
    double n;
} sums;

static double column_of(const phw_joint_histogram *h, size_t n_labels, size_t k)
{
    double sum = 0;
    for (size_t i = 0; i < n_labels; ++i)
        sum += (double)h->count[i][k];
    return sum;
}

/* What is left at the end joins the last one that is full. */
static void join(sums *s, const phw_joint_histogram *h, size_t n_labels)
{
    size_t at = 0;
    for (size_t k = 0; k < PHW_JOINT_CELLS; ++k)
        s->n += column_of(h, n_labels, k);
    double left = s->n;
    for (size_t k = 0; k < PHW_JOINT_CELLS; ++k) {
        const double count = column_of(h, n_labels, k);
        for (size_t i = 0; i < n_labels; ++i) {
            s->cell[i][at] += (double)h->count[i][k];
            s->row[i] += (double)h->count[i][k];
        }
        s->column[at] += count;
        left -= count;
        at += s->column[at] >= ENOUGH * (double)n_labels &&
              left >= ENOUGH * (double)n_labels;
    }
    s->n_columns = at + 1;
}

phw_joint_information phw_joint_information_of(const phw_joint_histogram *h,
                                               size_t n_labels)
{
    static const phw_joint_information unknown = {(double)NAN, (double)NAN, (double)NAN,
                                                  (double)NAN};
    sums s = {0};
    double mean = 0;
    double squares = 0;
    double n_cells = 0;
    double n_rows = 0;
    join(&s, h, n_labels);
    if (s.n_columns < 2)
        return unknown;
    for (size_t i = 0; i < n_labels; ++i) {
        n_rows += s.row[i] > 0;
        for (size_t k = 0; k < s.n_columns; ++k) {
            const double count = s.cell[i][k];
            const double told =
                count > 0 ? log2(count * s.n / (s.row[i] * s.column[k])) : 0;
            n_cells += count > 0;
            mean += count / s.n * told;
            squares += count / s.n * told * told;
        }
    }
    const double bias = phw_leak_bias(n_cells, n_rows, (double)s.n_columns, s.n);
    const double slack = 1.96 * sqrt(fmax(squares - mean * mean, 0) / s.n);
    return (phw_joint_information){.bits = mean - bias,
                                   .bias_bits = bias,
                                   .low_bits = mean - bias - slack,
                                   .high_bits = mean - bias + slack};
}
