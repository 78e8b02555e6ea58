#include "kgen/folded.h"

phw_status phw_folded_alloc(phw_folded *out, size_t n)
{
    phw_folded f = {0};
    phw_status s = phw_bits_alloc(&f.bit, n);
    if (!s)
        s = phw_bits_alloc(&f.fold, phw_bits_words(n));
    if (s) {
        phw_folded_free(&f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

void phw_folded_free(phw_folded *f)
{
    phw_bits_free(&f->bit);
    phw_bits_free(&f->fold);
}

void phw_folded_refresh(phw_folded *f)
{
    const size_t n = f->fold.n;
    for (size_t from = 0; from < n; from += 64) {
        const size_t to = n - from < 64 ? n : from + 64;
        uint64_t fold = 0;
        for (size_t w = from; w < to; ++w)
            fold |= (uint64_t)__builtin_parityll(f->bit.word[w]) << (w - from);
        f->fold.word[from / 64] = fold;
    }
}
