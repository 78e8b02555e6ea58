#include "kgen/field_kernels.h"

#include <string.h>

#include <criterion/criterion.h>

#include "kgen/binary_field.h"
#include "kgen/field_kernel_portable.h"

enum {
    N = 192
};

static uint64_t draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state ^ *state >> 29;
}

static void fill(uint64_t *u, size_t n, uint64_t state)
{
    for (size_t i = 0; i < n; ++i)
        u[i] = i % 11 == 5 ? ~UINT64_C(0) : draw(&state);
}

static uint64_t steps[3][PHW_FIELD_KERNEL_LEAF / 2];

static phw_field_kernel_factors factors(uint64_t state)
{
    phw_field_kernel_factors t = {.step = (const uint64_t(*)[PHW_FIELD_KERNEL_LEAF / 2])
                                      steps};
    for (unsigned k = 0; k < 3; ++k) {
        for (unsigned j = 0; j < PHW_FIELD_KERNEL_LEAF / 2; ++j) {
            steps[k][j] = 0;
            for (unsigned b = 0; b < 5; ++b)
                steps[k][j] ^= j >> b & 1 ? phw_binary_field_cantor(b + k + 1) : 0;
        }
    }
    fill(t.first, PHW_FIELD_KERNEL_LEVELS, state);
    return t;
}

Test(field_kernels, are_named_and_the_first_is_everywhere)
{
    size_t n = 0;
    const phw_field_kernel *const *list = phw_field_kernel_list(&n);
    cr_assert_eq(n, 4);
    cr_expect_str_eq(list[0]->name, "portable");
    cr_expect_str_eq(list[3]->name, "vpclmulqdq-512");
    cr_expect(list[0]->has());
}

/* The plain words against the field's own product. */
Test(field_kernels, do_what_their_formulas_say)
{
    uint64_t a[N];
    uint64_t b[N];
    uint64_t x[N];
    uint64_t y[N];
    const uint64_t t = UINT64_C(0xfedcba9876543211);
    fill(a, N, 1);
    fill(b, N, 2);
    memcpy(x, a, sizeof a);
    memcpy(y, b, sizeof b);
    phw_field_kernel_portable.forward(x, y, N, t);
    for (size_t i = 0; i < N; ++i) {
        cr_assert_eq(x[i], a[i] ^ phw_binary_field_multiply(t, b[i]));
        cr_assert_eq(y[i], b[i] ^ x[i]);
    }
    memcpy(x, a, sizeof a);
    memcpy(y, b, sizeof b);
    phw_field_kernel_portable.transposed(x, y, N, t);
    for (size_t i = 0; i < N; ++i) {
        cr_assert_eq(x[i], a[i] ^ b[i]);
        cr_assert_eq(y[i], b[i] ^ phw_binary_field_multiply(t, x[i]));
    }
    memcpy(x, a, sizeof a);
    phw_field_kernel_portable.add(x, b, N, t);
    for (size_t i = 0; i < N; ++i)
        cr_assert_eq(x[i], a[i] ^ phw_binary_field_multiply(t, b[i]));
    memcpy(x, a, sizeof a);
    phw_field_kernel_portable.multiply(x, b, N);
    for (size_t i = 0; i < N; ++i)
        cr_assert_eq(x[i], phw_binary_field_multiply(a[i], b[i]));
}

typedef void pairwise(uint64_t *a, uint64_t *b, size_t n, uint64_t t);

static void expect_same(pairwise *f, pairwise *plain, uint64_t t, const char *name)
{
    uint64_t a[2][N];
    uint64_t b[2][N];
    fill(a[0], N, 3);
    fill(b[0], N, 4);
    memcpy(a[1], a[0], sizeof a[0]);
    memcpy(b[1], b[0], sizeof b[0]);
    f(a[0], b[0], N, t);
    plain(a[1], b[1], N, t);
    cr_expect_eq(memcmp(a[0], a[1], sizeof a[0]), 0, "%s", name);
    cr_expect_eq(memcmp(b[0], b[1], sizeof b[0]), 0, "%s", name);
}

Test(field_kernels, agree_with_the_plain_words)
{
    size_t n = 0;
    const phw_field_kernel *const *list = phw_field_kernel_list(&n);
    const phw_field_kernel *plain = &phw_field_kernel_portable;
    for (size_t i = 1; i < n; ++i) {
        const uint64_t t[] = {0, 1, ~UINT64_C(0), UINT64_C(0x8000000000000001)};
        uint64_t a[2][N];
        uint64_t b[N];
        if (!list[i]->has())
            continue;
        fill(b, N, 5);
        for (size_t j = 0; j < sizeof t / sizeof t[0]; ++j) {
            expect_same(list[i]->forward, plain->forward, t[j], list[i]->name);
            expect_same(list[i]->transposed, plain->transposed, t[j], list[i]->name);
            fill(a[0], N, 6);
            memcpy(a[1], a[0], sizeof a[0]);
            list[i]->add(a[0], b, N, t[j]);
            plain->add(a[1], b, N, t[j]);
            cr_expect_eq(memcmp(a[0], a[1], sizeof a[0]), 0, "%s", list[i]->name);
        }
        list[i]->multiply(a[0], b, N);
        plain->multiply(a[1], b, N);
        cr_expect_eq(memcmp(a[0], a[1], sizeof a[0]), 0, "%s", list[i]->name);
    }
}

/* The order within a leaf is a kind's own: value p of the plain one is found by a leaf
 * of distinct values, and is the same for both forward maps and for other factors. */
Test(field_kernels, leaves_agree_but_for_an_order_of_their_own)
{
    size_t n = 0;
    const phw_field_kernel *const *list = phw_field_kernel_list(&n);
    for (size_t i = 1; i < n; ++i) {
        size_t place[PHW_FIELD_KERNEL_LEAF];
        if (!list[i]->has())
            continue;
        for (uint64_t round = 0; round < 3; ++round) {
            const phw_field_kernel_factors t = factors(round);
            uint64_t plain[PHW_FIELD_KERNEL_LEAF];
            uint64_t own[PHW_FIELD_KERNEL_LEAF];
            fill(plain, PHW_FIELD_KERNEL_LEAF, 10 + round);
            memcpy(own, plain, sizeof own);
            phw_field_kernel_portable.leaf_forward(plain, &t);
            list[i]->leaf_forward(own, &t);
            for (size_t p = 0; p < PHW_FIELD_KERNEL_LEAF; ++p) {
                for (size_t q = 0; round == 0 && q < PHW_FIELD_KERNEL_LEAF; ++q)
                    if (own[q] == plain[p])
                        place[p] = q;
                cr_assert_eq(own[place[p]], plain[p], "%s", list[i]->name);
            }
            phw_field_kernel_portable.leaf_inverse_transposed(plain, &t);
            for (size_t p = 0; p < PHW_FIELD_KERNEL_LEAF; ++p)
                own[p] = plain[p];
            phw_field_kernel_portable.leaf_inverse_transposed(plain, &t);
            list[i]->leaf_inverse_transposed(own, &t);
            for (size_t p = 0; p < PHW_FIELD_KERNEL_LEAF; ++p)
                cr_assert_eq(own[place[p]], plain[p], "%s", list[i]->name);
            phw_field_kernel_portable.leaf_transposed(plain, &t);
            list[i]->leaf_transposed(own, &t);
            cr_assert_eq(memcmp(own, plain, sizeof own), 0, "%s", list[i]->name);
        }
    }
}

/* The transposed map has <u, F v> = <F' u, v>, and the transposed inverse undoes it. */
Test(field_kernels, transposed_leaves_are_transposed)
{
    size_t n = 0;
    const phw_field_kernel *const *list = phw_field_kernel_list(&n);
    for (size_t i = 0; i < n; ++i) {
        const phw_field_kernel_factors t = factors(7);
        uint64_t u[PHW_FIELD_KERNEL_LEAF];
        uint64_t v[PHW_FIELD_KERNEL_LEAF];
        uint64_t image[PHW_FIELD_KERNEL_LEAF];
        uint64_t left = 0;
        uint64_t right = 0;
        if (!list[i]->has())
            continue;
        fill(u, PHW_FIELD_KERNEL_LEAF, 1);
        fill(v, PHW_FIELD_KERNEL_LEAF, 2);
        memcpy(image, v, sizeof image);
        list[i]->leaf_forward(image, &t);
        for (size_t p = 0; p < PHW_FIELD_KERNEL_LEAF; ++p)
            left ^= phw_binary_field_multiply(u[p], image[p]);
        memcpy(image, u, sizeof image);
        list[i]->leaf_transposed(image, &t);
        for (size_t p = 0; p < PHW_FIELD_KERNEL_LEAF; ++p)
            right ^= phw_binary_field_multiply(image[p], v[p]);
        cr_expect_eq(left, right, "%s", list[i]->name);
        list[i]->leaf_inverse_transposed(image, &t);
        cr_expect_eq(memcmp(image, u, sizeof u), 0, "%s", list[i]->name);
    }
}
