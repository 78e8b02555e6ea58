#include "kgen/symbols.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"

phw_status phw_symbols_alloc(phw_symbols *out, size_t n, unsigned n_bits)
{
    phw_symbols s = {.n = n, .n_bits = n_bits};
    phw_status status = phw_array_alloc(&s.symbol, n, 1);
    if (!status)
        status = phw_array_alloc(&s.keep, n, 1);
    if (status) {
        phw_symbols_free(&s);
        return status;
    }
    memset(s.keep, 1, n);
    *out = s;
    return PHW_OK;
}

void phw_symbols_free(phw_symbols *s)
{
    if (s->symbol != NULL)
        sodium_memzero(s->symbol, s->n);
    free(s->symbol);
    free(s->keep);
    free(s->said);
    *s = (phw_symbols){0};
}
