#include "kgen/segments.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

phw_status phw_segments_alloc(phw_segments *out, size_t n)
{
    assert(n >= 1);
    phw_segments s = {.n = n};
    s.n_words = n / 64 + 1;
    s.n_sums = s.n_words / 64 + 1;
    s.start = calloc(2 * (s.n_words + s.n_sums), sizeof *s.start);
    if (s.start == NULL)
        return phw_fail(PHW_ENOMEM, "cascade: no memory for %zu places", n);
    s.odd = s.start + s.n_words;
    s.cut = s.odd + s.n_words;
    s.busy = s.cut + s.n_sums;
    *out = s;
    return PHW_OK;
}

void phw_segments_free(phw_segments *s)
{
    free(s->start);
    *s = (phw_segments){0};
}

void phw_segments_clear(phw_segments *s)
{
    memset(s->start, 0, 2 * (s->n_words + s->n_sums) * sizeof *s->start);
    phw_segments_cut(s, 0);
    phw_segments_cut(s, s->n);
}

size_t phw_segments_cut_every(phw_segments *s, size_t from, size_t to, size_t step)
{
    size_t n = 0;
    for (size_t at = from; at < to; at += step, ++n)
        phw_segments_cut(s, at);
    return n;
}

size_t phw_segments_odd_from(const phw_segments *s, size_t place)
{
    uint64_t first = ~UINT64_C(0) << (place % 64);
    for (size_t w = place / 64; w < s->n_words; ++w, first = ~UINT64_C(0)) {
        const uint64_t left = s->odd[w] & first;
        if (left != 0)
            return 64 * w + (size_t)__builtin_ctzll(left);
    }
    return s->n;
}
