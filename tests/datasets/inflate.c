#include "datasets/inflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <criterion/criterion.h>

static uint8_t plain[5000];
static uint8_t packed[6000];

static size_t pack(void)
{
    uLongf n = sizeof packed;
    for (size_t i = 0; i < sizeof plain; ++i)
        plain[i] = (uint8_t)(i * i >> 5);
    cr_assert_eq(compress(packed, &n, plain, sizeof plain), Z_OK);
    return n;
}

Test(inflate, what_was_deflated_comes_back)
{
    uint8_t back[sizeof plain];
    const size_t n = pack();
    cr_expect_eq(phw_inflate(back, sizeof back, packed, n), sizeof plain);
    cr_expect_arr_eq(back, plain, sizeof plain);
}

Test(inflate, no_more_than_the_room_is_written)
{
    uint8_t back[101];
    const size_t n = pack();
    back[100] = 0x77;
    cr_expect_eq(phw_inflate(back, 100, packed, n), 100);
    cr_expect_arr_eq(back, plain, 100);
    cr_expect_eq(back[100], 0x77);
}

Test(inflate, cut_or_damaged_bytes_give_fewer)
{
    uint8_t back[sizeof plain];
    const size_t n = pack();
    for (size_t size = 0; size + 5 < n; size += 7) /* the last 4 are a checksum */
        cr_expect_lt(phw_inflate(back, sizeof back, packed, size), sizeof plain);
    packed[0] ^= 0xff;
    cr_expect_eq(phw_inflate(back, sizeof back, packed, n), 0);
    cr_expect_eq(phw_inflate(back, 0, packed, n), 0);
}
