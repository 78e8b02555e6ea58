#include "auth/readouts.h"

#include <stdlib.h>

/* The highest bit first: cell 0. */
static uint8_t mirror(uint8_t x)
{
    x = (uint8_t)((x & 0x0fU) << 4 | x >> 4);
    x = (uint8_t)((x & 0x33U) << 2 | (x >> 2 & 0x33U));
    return (uint8_t)((x & 0x55U) << 1 | (x >> 1 & 0x55U));
}

static phw_status parse_one(phw_bits *out, const uint8_t *bytes, size_t size)
{
    PHW_TRY(phw_bits_alloc(out, 8 * size));
    for (size_t i = 0; i < size; ++i)
        out->word[i / 8] |= (uint64_t)mirror(bytes[i]) << (8 * (i % 8));
    return PHW_OK;
}

phw_status phw_readouts_parse(phw_readouts *out, const uint8_t *bytes, size_t size,
                              size_t readout_size)
{
    if (readout_size == 0 || readout_size > PHW_READOUT_SIZE_MAX)
        return phw_fail(PHW_EARG, "puf: read-outs of %zu bytes; expected 1 to %zu",
                        readout_size, PHW_READOUT_SIZE_MAX);
    if (size == 0 || size % readout_size != 0)
        return phw_fail(PHW_EINPUT, "%zu bytes are not read-outs of %zu bytes each",
                        size, readout_size);
    phw_readouts r = {.cells = calloc(size / readout_size, sizeof *r.cells)};
    if (r.cells == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the read-outs");
    phw_status s = PHW_OK;
    for (; r.n < size / readout_size && !s; ++r.n)
        s = parse_one(&r.cells[r.n], bytes + r.n * readout_size, readout_size);
    if (s)
        phw_readouts_free(&r);
    else
        *out = r;
    return s;
}

void phw_readouts_free(phw_readouts *r)
{
    for (size_t i = 0; i < r->n; ++i)
        phw_bits_free(&r->cells[i]);
    free(r->cells);
    *r = (phw_readouts){0};
}

phw_status phw_readouts_majority(phw_bits *out, const phw_readouts *r,
                                 const size_t *index, size_t n)
{
    if (n == 0)
        return phw_fail(PHW_EARG, "puf: a majority of no read-outs");
    for (size_t i = 0; i < n; ++i) {
        if (index[i] >= r->n)
            return phw_fail(PHW_EARG, "puf: read-out %zu; there are 0 to %zu", index[i],
                            r->n - 1);
    }
    phw_bits most = {0};
    PHW_TRY(phw_bits_copy(&most, &r->cells[index[0]]));
    for (size_t cell = 0; cell < most.n; ++cell) {
        size_t ones = 0;
        for (size_t i = 0; i < n; ++i)
            ones += phw_bits_get(&r->cells[index[i]], cell);
        if (2 * ones != n)
            phw_bits_set(&most, cell, 2 * ones > n);
    }
    *out = most;
    return PHW_OK;
}

void phw_readouts_count(uint32_t *out, const phw_readouts *r)
{
    for (size_t cell = 0; cell < r->cells[0].n; ++cell) {
        uint32_t ones = 0;
        for (size_t i = 0; i < r->n; ++i)
            ones += phw_bits_get(&r->cells[i], cell);
        out[cell] = ones;
    }
}
