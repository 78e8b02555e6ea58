#include "core/entropy.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

static phw_entropy seeded(uint64_t seed, const char *role)
{
    phw_entropy e;
    cr_assert_eq(phw_entropy_seeded(&e, seed, role), PHW_OK);
    return e;
}

Test(entropy, a_seed_and_a_role_repeat_their_bytes)
{
    phw_entropy a = seeded(7, "alice");
    phw_entropy b = seeded(7, "alice");
    for (size_t size = 0; size < 200; size += 13) {
        uint8_t x[200] = {0};
        uint8_t y[200] = {0};
        phw_entropy_bytes(&a, x, size);
        phw_entropy_bytes(&b, y, size);
        cr_expect_arr_eq(x, y, sizeof x);
    }
}

Test(entropy, draws_differ_from_draw_to_draw)
{
    phw_entropy e = seeded(7, "alice");
    const uint64_t first = phw_entropy_u64(&e);
    cr_expect_neq(phw_entropy_u64(&e), first);
}

Test(entropy, seeds_and_roles_part_the_streams)
{
    phw_entropy e[] = {seeded(7, "alice"), seeded(7, "bob"), seeded(8, "alice"),
                       seeded(7, ""), seeded(7 + (UINT64_C(1) << 56), "alice")};
    uint64_t value[5];
    for (size_t i = 0; i < 5; ++i) {
        value[i] = phw_entropy_u64(&e[i]);
        for (size_t k = 0; k < i; ++k)
            cr_expect_neq(value[i], value[k], "%zu and %zu", i, k);
    }
}

Test(entropy, only_the_seeded_one_is_marked)
{
    phw_entropy e = seeded(7, "alice");
    cr_expect(e.seeded);
    cr_assert_eq(phw_entropy_system(&e), PHW_OK);
    cr_expect_not(e.seeded);
}

Test(entropy, the_system_never_repeats)
{
    phw_entropy a;
    phw_entropy b;
    cr_assert_eq(phw_entropy_system(&a), PHW_OK);
    cr_assert_eq(phw_entropy_system(&b), PHW_OK);
    cr_expect_neq(phw_entropy_u64(&a), phw_entropy_u64(&b));
    cr_expect_neq(phw_entropy_u64(&a), phw_entropy_u64(&a));
}

Test(entropy, bits_are_balanced)
{
    enum {
        SIZE = 100000
    };

    static uint8_t byte[SIZE];
    phw_entropy e = seeded(1, "alice");
    phw_entropy_bytes(&e, byte, sizeof byte);
    long count[8] = {0};
    for (size_t i = 0; i < SIZE; ++i) {
        for (unsigned k = 0; k < 8; ++k)
            count[k] += byte[i] >> k & 1;
    }
    /* 5 sigma of a fair count of n: 5 * sqrt(n) / 2 = 790. */
    for (unsigned k = 0; k < 8; ++k)
        cr_expect_leq(labs(count[k] - SIZE / 2), 790, "bit %u", k);
}

Test(entropy, wiping_leaves_nothing)
{
    static const phw_entropy none;
    phw_entropy e = seeded(7, "alice");
    (void)phw_entropy_u64(&e);
    phw_entropy_wipe(&e);
    cr_expect_arr_eq(e.key, none.key, sizeof e.key);
    cr_expect_eq(e.counter, 0);
}

static void expect_draw(phw_entropy *e, size_t size, const char *want)
{
    uint8_t byte[70];
    char hex[141];
    phw_entropy_bytes(e, byte, size);
    for (size_t i = 0; i < size; ++i)
        (void)snprintf(hex + 2 * i, 3, "%02x", byte[i]);
    cr_expect_str_eq(hex, want);
}

Test(entropy, seeded_streams_are_the_known_answers)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/tests/kat/key.txt", getenv("PHW_SOURCE"));
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    char line[512];
    size_t n = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        uint64_t seed = 0;
        char role[16];
        char want[2][150];
        if (sscanf(line, "entropy %" SCNu64 " %15s %149s %149s", &seed, role, want[0],
                   want[1]) != 4)
            continue;
        phw_entropy e = seeded(seed, role);
        expect_draw(&e, 5, want[0]);
        expect_draw(&e, 70, want[1]);
        ++n;
    }
    (void)fclose(file);
    cr_expect_eq(n, 3);
}
