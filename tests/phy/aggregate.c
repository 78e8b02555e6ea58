#include "phy/aggregate.h"

#include <string.h>

#include <criterion/criterion.h>

enum {
    N_PARTS = 4,
    N = 400
};

static const size_t length[N_PARTS] = {30, 14, 101, 60};

/* Four frames, an empty delimiter before the third, then empty ones to the end. */
static void build(uint8_t byte[N], size_t start[N_PARTS])
{
    size_t at = 0;
    memset(byte, 0xA5, N);
    for (size_t i = 0; i < N_PARTS; ++i) {
        if (i == 2) {
            phw_aggregate_delimiter(byte + at, 0);
            at += PHW_AGGREGATE_N_DELIMITER;
        }
        phw_aggregate_delimiter(byte + at, length[i]);
        start[i] = at + PHW_AGGREGATE_N_DELIMITER;
        at = (start[i] + length[i] + 3) / 4 * 4;
    }
    for (; at < N; at += PHW_AGGREGATE_N_DELIMITER)
        phw_aggregate_delimiter(byte + at, 0);
}

Test(aggregate, frames_are_found_between_empty_delimiters)
{
    uint8_t byte[N];
    size_t start[N_PARTS];
    phw_aggregate part = {0};
    build(byte, start);
    for (size_t i = 0; i < N_PARTS; ++i) {
        cr_assert(phw_aggregate_next(&part, byte, N));
        cr_expect_eq(part.at, start[i]);
        cr_expect_eq(part.n, length[i]);
    }
    cr_expect_not(phw_aggregate_next(&part, byte, N));
}

/* A delimiter with one wrong bit in its length or check is passed over: that frame is
 * lost and no other. */
Test(aggregate, a_wrong_delimiter_costs_its_frame_alone)
{
    for (size_t bit = 0; bit < 32; ++bit) {
        uint8_t byte[N];
        size_t start[N_PARTS];
        size_t n = 0;
        phw_aggregate part = {0};
        build(byte, start);
        byte[start[1] - 4 + bit / 8] ^= (uint8_t)(1U << (bit % 8));
        while (phw_aggregate_next(&part, byte, N)) {
            cr_expect_neq(part.at, start[1], "bit %zu", bit);
            ++n;
        }
        cr_expect_eq(n, N_PARTS - 1, "bit %zu", bit);
    }
}

Test(aggregate, frames_that_are_cut_off_are_none)
{
    uint8_t byte[N];
    size_t start[N_PARTS];
    build(byte, start);
    for (size_t n = 0; n <= N; ++n) {
        size_t found = 0;
        size_t whole = 0;
        phw_aggregate part = {0};
        while (phw_aggregate_next(&part, byte, n)) {
            cr_expect_leq(part.at + part.n, n);
            ++found;
        }
        for (size_t i = 0; i < N_PARTS; ++i)
            whole += start[i] + length[i] <= n;
        cr_expect_eq(found, whole, "%zu bytes", n);
    }
}
