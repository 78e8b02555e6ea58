#include "kgen/tape.h"

#include <stdlib.h>
#include <string.h>

void phw_tape_free(phw_tape *t)
{
    free(t->byte);
    free(t->entry);
    *t = (phw_tape){0};
}

void phw_tape_clear(phw_tape *t)
{
    t->n_bytes = 0;
    t->n = 0;
}

/* Room for `more` items of `size` bytes after the `used` ones. */
static phw_status grow(void **memory, size_t *capacity, size_t used, size_t more,
                       size_t size)
{
    if (more <= *capacity - used)
        return PHW_OK;
    if (more > SIZE_MAX / size / 4 || used > SIZE_MAX / size / 4)
        return phw_fail(PHW_ENOMEM, "tape: no memory for another message");
    const size_t wanted = 2 * (used + more);
    void *grown = realloc(*memory, wanted * size);
    if (grown == NULL)
        return phw_fail(PHW_ENOMEM, "tape: no memory for another message");
    *memory = grown;
    *capacity = wanted;
    return PHW_OK;
}

phw_status phw_tape_add(phw_tape *t, phw_role role, const phw_message *message)
{
    void *byte = t->byte;
    void *entry = t->entry;
    phw_status s =
        grow(&byte, &t->bytes_capacity, t->n_bytes, message->size, sizeof *t->byte);
    if (!s)
        s = grow(&entry, &t->capacity, t->n, 1, sizeof *t->entry);
    t->byte = byte;
    t->entry = entry;
    if (s)
        return s;
    if (message->size > 0)
        memcpy(t->byte + t->n_bytes, message->byte, message->size);
    t->entry[t->n++] = (phw_tape_entry){t->n_bytes, message->size, role};
    t->n_bytes += message->size;
    return PHW_OK;
}

phw_message phw_tape_at(const phw_tape *t, size_t i)
{
    const phw_tape_entry *e = &t->entry[i];
    /* A tape of empty messages alone has no bytes. */
    uint8_t *byte = e->size > 0 ? t->byte + e->from : NULL;
    return (phw_message){.byte = byte, .size = e->size, .capacity = e->size};
}
