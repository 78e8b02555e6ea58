#include "auth/cell_lag.h"

#include <assert.h>
#include <math.h>

#include "core/vectorised.h"

/* Ones in both, the second `lag` cells on. */
PHW_VECTORISED static size_t count_both(const phw_bits *cells, size_t lag)
{
    const size_t n_words = phw_bits_words(cells->n);
    const size_t skip = lag / 64;
    const unsigned shift = lag % 64;
    size_t both = 0;
    for (size_t i = skip; i < n_words; ++i) {
        uint64_t later = cells->word[i] >> shift;
        if (shift != 0 && i + 1 < n_words)
            later |= cells->word[i + 1] << (64 - shift);
        both += (size_t)__builtin_popcountll(cells->word[i - skip] & later);
    }
    return both;
}

/* Ones among [from, to). */
PHW_VECTORISED static size_t count_range(const phw_bits *b, size_t from, size_t to)
{
    size_t ones = 0;
    for (; from < to && from % 64 != 0; ++from)
        ones += phw_bits_get(b, from);
    for (; from + 64 <= to; from += 64)
        ones += (size_t)__builtin_popcountll(b->word[from / 64]);
    for (; from < to; ++from)
        ones += phw_bits_get(b, from);
    return ones;
}

phw_cell_lag phw_cell_lag_count(const phw_bits *cells, size_t lag)
{
    assert(lag >= 1 && lag < cells->n);
    return (phw_cell_lag){
        .n = cells->n - lag,
        .before = count_range(cells, 0, cells->n - lag),
        .after = count_range(cells, lag, cells->n),
        .both = count_both(cells, lag),
    };
}

double phw_cell_lag_correlation(const phw_cell_lag *pairs)
{
    const double n = (double)pairs->n;
    const double p = (double)pairs->before / n;
    const double q = (double)pairs->after / n;
    const double spread = p * (1 - p) * q * (1 - q);
    return spread > 0 ? ((double)pairs->both / n - p * q) / sqrt(spread) : 0;
}
