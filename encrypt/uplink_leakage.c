#include "encrypt/uplink_leakage.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

#define CELLS_MAX     256
#define CELLS_PRESET  16
#define BITS_PER_CELL 100

/* A soft value with its bit, to be sorted. */
typedef struct sorted {
    float soft;
    uint8_t bit;
} sorted;

static int by_soft(const void *a, const void *b)
{
    const float x = ((const sorted *)a)->soft;
    const float y = ((const sorted *)b)->soft;
    return (x > y) - (x < y);
}

/* -p log2 p of a count. */
static double term(size_t count, size_t n)
{
    if (count == 0)
        return 0;
    const double p = (double)count / (double)n;
    return -p * log2(p);
}

/* I = H(cell) + H(bit) - H(cell, bit) of cells of equal counts; equal soft values stay
 * in one cell, so a constant has one. `n_used` gets the cells that hold anything. */
static double plug_in(unsigned *n_used, const sorted *x, size_t n, unsigned n_cells)
{
    size_t ones = 0;
    double information = 0;
    *n_used = 0;
    size_t from = 0;
    for (unsigned cell = 0; cell < n_cells && from < n; ++cell) {
        size_t to = (size_t)(((double)n * (cell + 1)) / n_cells);
        to = to > from ? to : from + 1;
        while (to < n && x[to].soft <= x[to - 1].soft)
            ++to;
        size_t in_cell = 0;
        for (size_t i = from; i < to; ++i)
            in_cell += x[i].bit != 0;
        information +=
            term(to - from, n) - term(in_cell, n) - term(to - from - in_cell, n);
        ones += in_cell;
        *n_used += 1;
        from = to;
    }
    return information + term(ones, n) + term(n - ones, n);
}

static unsigned preset_cells(size_t n)
{
    const size_t most = n / BITS_PER_CELL;
    if (most < 2)
        return 2;
    return most < CELLS_PRESET ? (unsigned)most : CELLS_PRESET;
}

static phw_status check(const float *soft, size_t n, unsigned n_cells)
{
    if (n < 4)
        return phw_fail(PHW_ESHORT, "leakage: %zu bits; expected 4 or more", n);
    if (n_cells == 1 || n_cells > CELLS_MAX)
        return phw_fail(PHW_EARG, "leakage: %u cells; expected 2 to %d", n_cells,
                        CELLS_MAX);
    for (size_t i = 0; i < n; ++i) {
        if (isnan(soft[i]))
            return phw_fail(PHW_EINPUT, "leakage: soft value %zu is not a number", i);
    }
    return PHW_OK;
}

phw_status phw_uplink_leakage_measure(phw_uplink_leakage *out, const uint8_t *bit,
                                      const float *soft, size_t n, unsigned n_cells)
{
    PHW_TRY(check(soft, n, n_cells));
    sorted *x = NULL;
    PHW_TRY(phw_array_alloc(&x, n, sizeof *x));
    phw_uplink_leakage leak = {.n_bits = n};
    for (size_t i = 0; i < n; ++i) {
        x[i] = (sorted){soft[i], bit[i] != 0};
        leak.n_errors += (soft[i] > 0) != (bit[i] != 0);
    }
    qsort(x, n, sizeof *x, by_soft);
    leak.plug_in = plug_in(&leak.n_cells, x, n, n_cells ? n_cells : preset_cells(n));
    free(x);
    leak.error_rate = (double)leak.n_errors / (double)n;
    leak.bias = ((double)leak.n_cells - 1) / (2 * (double)n * M_LN2);
    leak.mutual_information = fmax(0, leak.plug_in - leak.bias);
    leak.min_entropy = -log2(1 - fmin(leak.error_rate, 1 - leak.error_rate));
    *out = leak;
    return PHW_OK;
}
