#include "auth/block_trial.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_wrong(phw_concatenation *code, uint8_t *message, const uint8_t *error)
{
    uint8_t any = 0;
    const uint8_t good = phw_concatenation_decode(code, message, error);
    for (size_t i = 0; i < phw_concatenation_k(code); ++i)
        any |= message[i];
    return !good || any;
}

phw_status phw_block_trial_add(phw_block_trial *trial, phw_concatenation *code,
                               const phw_bits *enrolled, const phw_bits *read)
{
    if (enrolled->n != read->n)
        return phw_fail(PHW_EARG, "puf: read-outs of %zu and %zu cells", enrolled->n,
                        read->n);
    const size_t n = phw_concatenation_n(code);
    uint8_t *error = calloc(n + phw_concatenation_k(code), 1);
    if (error == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a block");
    for (size_t from = 0; from + n <= read->n; from += n) {
        for (size_t i = 0; i < n; ++i) {
            error[i] = phw_bits_get(enrolled, from + i) != phw_bits_get(read, from + i);
            trial->flipped += error[i];
        }
        trial->cells += n;
        ++trial->blocks;
        trial->failed += is_wrong(code, error + n, error);
    }
    free(error);
    return PHW_OK;
}
