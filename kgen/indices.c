#include "kgen/indices.h"

#include <math.h>

enum {
    N_GAPS = 5
};

/* Pairs of symbols next to each other: [bit before][gap][bit]. */
typedef struct tally {
    double of[2][N_GAPS][2];
} tally;

static size_t least_gap(const phw_raw_component *k)
{
    size_t least = SIZE_MAX;
    for (size_t i = 1; i < k->n; ++i) {
        const size_t gap = k->row[i] - k->row[i - 1];
        least = gap < least ? gap : least;
    }
    return least;
}

static unsigned gap_class(size_t gap)
{
    unsigned kind = 0;
    for (size_t most = 1; kind + 1 < N_GAPS && gap > most; most *= 2)
        ++kind;
    return kind;
}

static tally count(const phw_raw_component *k)
{
    tally t = {{{{0}}}};
    const size_t unit = least_gap(k);
    const unsigned shift = k->n_bits - 1;
    for (size_t i = 1; i < k->n; ++i) {
        const unsigned before = (k->symbol[i - 1] >> shift) & 1U;
        const unsigned bit = (k->symbol[i] >> shift) & 1U;
        ++t.of[before][gap_class((k->row[i] - k->row[i - 1]) / unit)][bit];
    }
    return t;
}

/* n times the mutual information of the table's rows and columns. */
static double information(const double of[N_GAPS][2])
{
    double column[2] = {0, 0};
    for (unsigned g = 0; g < N_GAPS; ++g) {
        column[0] += of[g][0];
        column[1] += of[g][1];
    }
    const double n = column[0] + column[1];
    double bits = 0;
    for (unsigned g = 0; g < N_GAPS; ++g) {
        const double row = of[g][0] + of[g][1];
        for (unsigned b = 0; b < 2; ++b) {
            if (of[g][b] > 0)
                bits += of[g][b] * log2(of[g][b] * n / (row * column[b]));
        }
    }
    return bits;
}

uint64_t phw_indices_charge(const phw_raw *raw, const uint8_t *n_planes)
{
    double charge = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        if (n_planes[c] == 0 || raw->component[c].n < 2)
            continue;
        const tally t = count(&raw->component[c]);
        charge += information(t.of[0]) + information(t.of[1]);
    }
    /* Independent counts sum to 0 but for rounding. */
    return (uint64_t)ceil(fmax(0, charge - 1e-6));
}
