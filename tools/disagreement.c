#include "tools/disagreement.h"

#include <math.h>
#include <stdbool.h>

static double binary_entropy(double p)
{
    return p <= 0 || p >= 1 ? 0 : -(p * log2(p) + (1 - p) * log2(1 - p));
}

static void add(phw_disagreement *d, size_t n, size_t n_errors)
{
    if (n == 0)
        return;
    const double rate = (double)n_errors / (double)n;
    d->n += n;
    d->n_errors += n_errors;
    d->shannon_bits += (double)n * binary_entropy(rate);
}

phw_disagreement phw_disagreement_measure(const phw_bits *a, const phw_bits *b,
                                          const phw_segment *segment, size_t n_segments,
                                          const phw_bits *used)
{
    phw_disagreement d = {0};
    for (size_t k = 0; k < n_segments; ++k) {
        size_t n = 0;
        size_t n_errors = 0;
        for (size_t i = segment[k].from; i < segment[k].to; ++i) {
            const bool counts = used->n == 0 || phw_bits_get(used, i);
            n += counts;
            n_errors += counts && phw_bits_get(a, i) != phw_bits_get(b, i);
        }
        add(&d, n, n_errors);
    }
    d.rate = d.n > 0 ? (double)d.n_errors / (double)d.n : (double)NAN;
    return d;
}
