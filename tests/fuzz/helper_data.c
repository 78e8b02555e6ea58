#include "auth/helper_data.h"

#include <stdlib.h>
#include <string.h>

#include "auth/fuzzy_extractor.h"

#include "tests/fuzz/fuzz.h"

/* A chip of zeros: nobody's helper data are its own. */
static void reproduce(const phw_helper_data *h)
{
    phw_bits cells = {0};
    phw_key key = {0};
    if (h->n_cells > 1U << 20 || phw_bits_alloc(&cells, (size_t)h->n_cells) != PHW_OK)
        return;
    if (phw_fuzzy_reproduce(&key, h, &cells) == PHW_OK || key.byte != NULL)
        abort();
    phw_bits_free(&cells);
}

/* What is taken apart has the bytes that it is put together to. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_helper_data h = {.n_blocks = 0};
    uint8_t *again = NULL;
    size_t size_again = 0;
    if (phw_helper_data_unpack(&h, data, size) != PHW_OK) {
        if (h.offset.word != NULL)
            abort();
        return 0;
    }
    if (phw_helper_data_pack(&again, &size_again, &h) != PHW_OK)
        return 0;
    if (size_again != size || memcmp(again, data, size) != 0)
        abort();
    free(again);
    reproduce(&h);
    phw_helper_data_free(&h);
    return 0;
}
