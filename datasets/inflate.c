#include "datasets/inflate.h"

#define ZLIB_CONST
#include <limits.h>
#include <zlib.h>

static uInt piece(size_t n)
{
    return n < UINT_MAX ? (uInt)n : UINT_MAX;
}

size_t phw_inflate(uint8_t *out, size_t room, const uint8_t *bytes, size_t size)
{
    z_stream z = {0};
    if (inflateInit(&z) != Z_OK)
        return 0;
    size_t taken = 0;
    size_t made = 0;
    int status = Z_OK;
    while (status == Z_OK && made < room) {
        z.next_in = (z_const Bytef *)(bytes + taken);
        z.avail_in = piece(size - taken);
        z.next_out = out + made;
        z.avail_out = piece(room - made);
        status = inflate(&z, Z_NO_FLUSH);
        taken = (size_t)(z.next_in - bytes);
        made = (size_t)(z.next_out - out);
    }
    (void)inflateEnd(&z);
    return made;
}
