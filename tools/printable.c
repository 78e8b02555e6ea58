#include "tools/printable.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the first byte promises, 0 where it begins nothing. */
static size_t size_by_first(uint8_t first)
{
    static const uint8_t from[] = {0xf8, 0xf0, 0xe0, 0xc0, 0x80, 0};
    static const size_t size[] = {0, 4, 3, 2, 0, 1};
    size_t i = 0;
    while (first < from[i])
        ++i;
    return size[i];
}

/* Bytes of the character of UTF-8 that the text begins with, 0 where it begins with
 * none (RFC 3629: nothing longer than need be, no surrogates, nothing past 10ffff). */
static size_t character_size(const uint8_t *text)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const uint8_t first = text[0];
    const size_t size = size_by_first(first);
    if (size < 2)
        return size;
    uint32_t value = first & (0x7fU >> size);
    for (size_t i = 1; i < size; ++i) {
        if ((text[i] & 0xc0) != 0x80) /* a text's end, too */
            return 0;
        value = value << 6 | (text[i] & 0x3fU);
    }
    const bool is_surrogate = value >= 0xd800 && value < 0xe000;
    return value < least[size] || is_surrogate || value > 0x10ffff ? 0 : size;
}

json_t *phw_printable(const char *text)
{
    if (text == NULL)
        return NULL;
    const size_t room = 4 * strlen(text) + 1; /* \xNN each */
    char *out = malloc(room);
    if (out == NULL)
        return NULL;
    size_t n = 0;
    while (*text != '\0') {
        const size_t size = character_size((const uint8_t *)text);
        if (size > 0) {
            memcpy(out + n, text, size);
            n += size;
            text += size;
        } else {
            n += (size_t)snprintf(out + n, room - n, "\\x%02x", (uint8_t)*text);
            ++text;
        }
    }
    json_t *string = json_stringn(out, n);
    free(out);
    return string;
}

size_t phw_printable_cut(const char *text, size_t most)
{
    size_t n = 0;
    while (n < most && text[n] != '\0') {
        const size_t size = character_size((const uint8_t *)text + n);
        if (n + size > most)
            break;
        n += size > 0 ? size : 1;
    }
    return n;
}

bool phw_printable_is_utf8(const char *text)
{
    while (*text != '\0') {
        const size_t size = character_size((const uint8_t *)text);
        if (size == 0)
            return false;
        text += size;
    }
    return true;
}
