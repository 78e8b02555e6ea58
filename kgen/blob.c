#include "kgen/blob.h"

#include <stdlib.h>

#include "core/signal.h"

phw_status phw_blob_alloc(phw_blob *out, size_t size)
{
    uint8_t *byte = NULL;
    PHW_TRY(phw_array_alloc(&byte, size, 1));
    *out = (phw_blob){.byte = byte, .size = size};
    return PHW_OK;
}

void phw_blob_free(phw_blob *blob)
{
    free(blob->byte);
    *blob = (phw_blob){0};
}
