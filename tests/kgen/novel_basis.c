#include "kgen/novel_basis.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "kgen/binary_field.h"

/* s_b(x) = s_(b-1)(x)^2 + s_(b-1)(x), s_0 = x. */
static uint64_t subspace(unsigned b, uint64_t x)
{
    for (unsigned i = 0; i < b; ++i)
        x ^= phw_binary_field_multiply(x, x);
    return x;
}

static uint64_t draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state ^ *state >> 29;
}

/* The same value at a point, by Horner and by the definition of X_i. */
static void expect_same_value(unsigned k, size_t n)
{
    const size_t size = (size_t)1 << k;
    const uint64_t x = UINT64_C(0x123456789abcdef1);
    uint64_t *u = calloc(size, sizeof *u);
    uint64_t state = k;
    uint64_t want = 0;
    uint64_t got = 0;
    cr_assert_not_null(u);
    for (size_t i = 0; i < n; ++i)
        u[i] = draw(&state);
    for (size_t i = n; i-- > 0;)
        want = phw_binary_field_multiply(want, x) ^ u[i];
    phw_novel_basis_forward(u, k, n);
    for (size_t i = 0; i < n; ++i) {
        uint64_t term = u[i];
        for (unsigned b = 0; b < k; ++b)
            if (i >> b & 1)
                term = phw_binary_field_multiply(term, subspace(b, x));
        got ^= term;
    }
    cr_expect_eq(got, want, "k %u n %zu", k, n);
    free(u);
}

Test(novel_basis, keeps_the_polynomial_s_value)
{
    for (unsigned k = 1; k <= 12; ++k) {
        expect_same_value(k, (size_t)1 << k);
        expect_same_value(k, ((size_t)1 << k) * 5 / 8);
        expect_same_value(k, 1);
    }
}

/* Column j of each map is what it makes of unit vector j, here as one bit. */
static void columns(uint8_t *out, unsigned k,
                    void (*map)(uint64_t *u, unsigned k, size_t n))
{
    const size_t size = (size_t)1 << k;
    uint64_t u[256];
    for (size_t j = 0; j < size; ++j) {
        memset(u, 0, sizeof u);
        u[j] = 1;
        map(u, k, size);
        for (size_t i = 0; i < size; ++i)
            out[i * size + j] = (uint8_t)u[i];
    }
}

Test(novel_basis, transposed_maps_are_transposed)
{
    static uint8_t forward[256 * 256];
    static uint8_t transposed[256 * 256];
    static uint8_t inverse[256 * 256];
    for (unsigned k = 1; k <= 8; ++k) {
        const size_t size = (size_t)1 << k;
        columns(forward, k, phw_novel_basis_forward);
        columns(transposed, k, phw_novel_basis_transposed);
        columns(inverse, k, phw_novel_basis_inverse_transposed);
        for (size_t i = 0; i < size; ++i)
            for (size_t j = 0; j < size; ++j)
                cr_assert_eq(forward[i * size + j], transposed[j * size + i]);
        for (size_t i = 0; i < size; i += 1 + k / 7) {
            for (size_t j = 0; j < size; ++j) {
                unsigned sum = 0;
                for (size_t l = 0; l < size; ++l)
                    sum ^= transposed[i * size + l] & inverse[l * size + j];
                cr_assert_eq(sum, i == j, "k %u", k);
            }
        }
    }
}

/* What lies past n neither reaches nor is needed by the words before. */
Test(novel_basis, maps_do_not_look_past_the_words_that_count)
{
    void (*const map[])(uint64_t *, unsigned, size_t) = {
        phw_novel_basis_transposed, phw_novel_basis_inverse_transposed};
    for (size_t m = 0; m < 2; ++m) {
        for (size_t n = 1; n < 1024; n += 31) {
            uint64_t whole[1024];
            uint64_t part[1024];
            uint64_t state = n;
            for (size_t i = 0; i < 1024; ++i) {
                whole[i] = draw(&state);
                part[i] = i < n ? whole[i] : 0;
            }
            map[m](whole, 10, 1024);
            map[m](part, 10, n);
            cr_assert_eq(memcmp(whole, part, n * sizeof *part), 0, "n %zu", n);
        }
    }
}
