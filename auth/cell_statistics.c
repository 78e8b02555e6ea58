#include "auth/cell_statistics.h"

#include <math.h>
#include <stdlib.h>

#include "auth/cell_lag.h"

enum {
    NEAR = 64,
    FAR = 4096
};

static void count_ones(phw_cell_statistics *x, const phw_readouts *chip)
{
    double sum = 0;
    x->ones_least = 1;
    for (size_t i = 0; i < chip->n; ++i) {
        const double ones =
            (double)phw_bits_count(&chip->cells[i]) / (double)x->n_cells;
        sum += ones;
        x->ones_least = fmin(x->ones_least, ones);
        x->ones_most = fmax(x->ones_most, ones);
    }
    x->ones = sum / (double)chip->n;
}

/* A cell with c ones of n read-outs differs in c (n - c) pairs, and min(c, n - c) times
 * from its majority. */
static void count_flips(phw_cell_statistics *x, phw_bits *majority,
                        const uint32_t *count)
{
    const double n = (double)x->n_readouts;
    const double cells = (double)x->n_cells;
    double pairs = 0;
    double off = 0;
    double never = 0;
    for (size_t i = 0; i < x->n_cells; ++i) {
        const double ones = count[i];
        pairs += ones * (n - ones);
        off += fmin(ones, n - ones);
        never += count[i] == 0 || count[i] == x->n_readouts;
        phw_bits_set(majority, i, 2 * ones > n);
    }
    x->pair_distance = n > 1 ? pairs / (n * (n - 1) / 2) / cells : (double)NAN;
    x->majority_distance = off / n / cells;
    x->never_flipping = never / cells;
}

static void correlate(phw_cell_statistics *x, const phw_bits *majority)
{
    for (size_t lag = 1; lag <= FAR && lag <= x->n_cells / 2; ++lag) {
        const phw_cell_lag pairs = phw_cell_lag_count(majority, lag);
        const double r = phw_cell_lag_correlation(&pairs);
        if (lag <= NEAR && fabs(r) > fabs(x->near_correlation))
            x->near_correlation = r;
        if (fabs(r) > fabs(x->far_correlation)) {
            x->far_correlation = r;
            x->far_lag = lag;
        }
    }
}

static phw_status alloc_counts(uint32_t **out, const phw_readouts *chip)
{
    *out = calloc(chip->cells[0].n, sizeof **out);
    return *out != NULL ? PHW_OK
                        : phw_fail(PHW_ENOMEM, "no memory for %zu cells' counts",
                                   chip->cells[0].n);
}

phw_status phw_cell_statistics_of(phw_cell_statistics *out, const phw_readouts *chip)
{
    if (chip->n == 0 || chip->cells[0].n < 2)
        return phw_fail(PHW_EARG, "puf: statistics of no read-outs");
    phw_cell_statistics x = {.n_readouts = chip->n, .n_cells = chip->cells[0].n};
    uint32_t *count = NULL;
    phw_bits majority = {0};
    phw_status s = alloc_counts(&count, chip);
    if (!s)
        s = phw_bits_alloc(&majority, x.n_cells);
    if (!s) {
        phw_readouts_count(count, chip);
        count_ones(&x, chip);
        count_flips(&x, &majority, count);
        correlate(&x, &majority);
        *out = x;
    }
    phw_bits_free(&majority);
    free(count);
    return s;
}

phw_status phw_cell_distance(double *out, const phw_readouts *a, const phw_readouts *b)
{
    if (a->n == 0 || b->n == 0 || a->cells[0].n != b->cells[0].n)
        return phw_fail(PHW_EARG, "puf: chips with read-outs of different lengths");
    uint32_t *count_a = NULL;
    uint32_t *count_b = NULL;
    phw_status s = alloc_counts(&count_a, a);
    if (!s)
        s = alloc_counts(&count_b, b);
    if (!s) {
        double sum = 0;
        phw_readouts_count(count_a, a);
        phw_readouts_count(count_b, b);
        for (size_t i = 0; i < a->cells[0].n; ++i) {
            const double p = (double)count_a[i] / (double)a->n;
            const double q = (double)count_b[i] / (double)b->n;
            sum += p * (1 - q) + q * (1 - p);
        }
        *out = sum / (double)a->cells[0].n;
    }
    free(count_a);
    free(count_b);
    return s;
}
