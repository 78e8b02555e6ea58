#include "core/signal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64

phw_status phw_array_alloc(void *out, size_t n, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(n, size, &bytes) || bytes > SIZE_MAX / 2)
        return phw_fail(PHW_ENOMEM, "no memory for %zu elements of %zu bytes", n, size);
    bytes = (bytes + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    void *array = aligned_alloc(ALIGNMENT, bytes);
    if (array == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu elements of %zu bytes", n, size);
    memset(array, 0, bytes);
    memcpy(out, &array, sizeof array);
    return PHW_OK;
}

phw_status phw_signal_alloc(phw_signal *out, size_t n, double rate_hz,
                            double carrier_hz)
{
    phw_cf *sample = NULL;
    PHW_TRY(phw_array_alloc(&sample, n, sizeof *sample));
    *out = (phw_signal){
        .sample = sample, .n = n, .rate_hz = rate_hz, .carrier_hz = carrier_hz};
    return PHW_OK;
}

void phw_signal_free(phw_signal *s)
{
    free(s->sample);
    *s = (phw_signal){0};
}
