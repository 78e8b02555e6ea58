#include "datasets/recording_field.h"

#include <stdlib.h>
#include <string.h>

const phw_recording_field *phw_recording_field_find(const phw_recording_field *field,
                                                    size_t n, const char *name)
{
    for (size_t i = 0; i < n; ++i) {
        if (strcmp(field[i].name, name) == 0)
            return &field[i];
    }
    return NULL;
}

/* The type points to const for those who write; what was read came from malloc(). */
static void drop(const char *text)
{
    void *memory = NULL;
    memcpy(&memory, &text, sizeof text);
    free(memory);
}

void phw_recording_fields_free(phw_recording_field *field, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        drop(field[i].name);
        drop(field[i].text);
    }
    free(field);
}
