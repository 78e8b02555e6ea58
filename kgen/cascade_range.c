#include "kgen/cascade_range.h"

#include <stdlib.h>
#include <string.h>

/* Room for at least n entries of `size` bytes. */
static phw_status grow(void *array, size_t *capacity, size_t n, size_t size)
{
    const size_t wanted = 2 * n + 64;
    void *old;
    memcpy(&old, array, sizeof old);
    void *fresh = realloc(old, wanted * size);
    if (fresh == NULL)
        return phw_fail(PHW_ENOMEM, "cascade: no memory for %zu entries", wanted);
    memcpy(array, &fresh, sizeof fresh);
    *capacity = wanted;
    return PHW_OK;
}

phw_status phw_cascade_ranges_reserve(phw_cascade_ranges *list, size_t more)
{
    if (list->n + more <= list->capacity)
        return PHW_OK;
    return grow(&list->range, &list->capacity, list->n + more, sizeof *list->range);
}

phw_status phw_cascade_finds_add(phw_cascade_finds *list, uint32_t bit)
{
    if (list->n == list->capacity)
        PHW_TRY(grow(&list->bit, &list->capacity, list->n + 1, sizeof *list->bit));
    list->bit[list->n++] = bit;
    return PHW_OK;
}

void phw_cascade_ranges_free(phw_cascade_ranges *list)
{
    free(list->range);
    *list = (phw_cascade_ranges){0};
}

void phw_cascade_finds_free(phw_cascade_finds *list)
{
    free(list->bit);
    *list = (phw_cascade_finds){0};
}
