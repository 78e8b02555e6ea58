#include "tools/bit_balance.h"

#include <math.h>
#include <stdbool.h>

typedef struct counts {
    size_t n;
    size_t ones;
    size_t repeats;
} counts;

static counts count(const phw_bits *bits, const phw_bits *used)
{
    counts c = {0};
    bool before = false;
    for (size_t i = 0; i < bits->n; ++i) {
        if (used->n > 0 && !phw_bits_get(used, i))
            continue;
        const bool bit = phw_bits_get(bits, i);
        c.ones += bit;
        c.repeats += c.n > 0 && bit == before;
        before = bit;
        ++c.n;
    }
    return c;
}

/* With V runs of n bits of which a share p are ones: erfc(|V - 2 n p (1 - p)| /
 * (2 sqrt(2 n) p (1 - p))). */
static double runs_p(const counts *c, double p)
{
    const double n = (double)c->n;
    if (fabs(p - 0.5) >= 2 / sqrt(n))
        return 0;
    const double v = n - (double)c->repeats;
    const double q = p * (1 - p);
    return erfc(fabs(v - 2 * n * q) / (2 * sqrt(2 * n) * q));
}

phw_bit_balance phw_bit_balance_measure(const phw_bits *bits, const phw_bits *used)
{
    const counts c = count(bits, used);
    const double n = (double)c.n;
    if (c.n == 0)
        return (phw_bit_balance){.ones = (double)NAN,
                                 .repeats = (double)NAN,
                                 .frequency = (double)NAN,
                                 .runs = (double)NAN};
    const double p = (double)c.ones / n;
    return (phw_bit_balance){
        .n = c.n,
        .ones = p,
        .repeats = c.n > 1 ? (double)c.repeats / (n - 1) : (double)NAN,
        .frequency = erfc(fabs(2 * (double)c.ones - n) / sqrt(2 * n)),
        .runs = runs_p(&c, p),
    };
}
