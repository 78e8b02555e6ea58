#include "kgen/additive_fft.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "kgen/binary_field.h"
#include "kgen/field_kernel_portable.h"
#include "kgen/field_kernels.h"
#include "kgen/novel_basis.h"

static uint64_t draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state ^ *state >> 29;
}

/* Room for the transform, the first n words drawn, the others 0. */
static uint64_t *words(const phw_additive_fft *f, size_t n, uint64_t state)
{
    uint64_t *u = calloc((size_t)1 << f->levels, sizeof *u);
    cr_assert_not_null(u);
    for (size_t i = 0; i < n; ++i)
        u[i] = draw(&state);
    return u;
}

static uint64_t point(size_t k)
{
    uint64_t sum = 0;
    for (unsigned b = 0; k >> b > 0; ++b)
        sum ^= k >> b & 1 ? phw_binary_field_cantor(b) : 0;
    return sum;
}

static unsigned log2_up(size_t n)
{
    unsigned k = PHW_FIELD_KERNEL_LEVELS;
    while ((size_t)1 << k < n)
        ++k;
    return k;
}

static void expect_values(size_t n_points, size_t n)
{
    phw_additive_fft f;
    phw_additive_fft_init(&f, &phw_field_kernel_portable, n_points);
    uint64_t *u = words(&f, n, n_points);
    uint64_t *coefficient = words(&f, n, n_points);
    phw_novel_basis_forward(u, log2_up(n), n);
    phw_additive_fft_forward(&f, u, n);
    for (size_t k = 0; k < f.n_points; k += 1 + k / 16) {
        uint64_t want = 0;
        for (size_t i = n; i-- > 0;)
            want = phw_binary_field_multiply(want, point(k)) ^ coefficient[i];
        cr_assert_eq(u[k], want, "points %zu n %zu point %zu", n_points, n, k);
    }
    free(u);
    free(coefficient);
}

Test(additive_fft, evaluates_the_polynomial_at_its_points)
{
    const size_t size[] = {1, 64, 65, 128, 200, 256, 700, 1024, 1100};
    for (size_t i = 0; i < sizeof size / sizeof size[0]; ++i) {
        expect_values(size[i], 1);
        expect_values(size[i], size[i]);
        expect_values(size[i], (size[i] + 2) / 3);
    }
}

static uint64_t form(const uint64_t *a, const uint64_t *b, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum ^= phw_binary_field_multiply(a[i], b[i]);
    return sum;
}

/* <u, F v> = <F' u, v> for v with n coefficients. */
static void expect_transposed(const phw_field_kernel *kernel, size_t n_points, size_t n)
{
    phw_additive_fft f;
    phw_additive_fft_init(&f, kernel, n_points);
    uint64_t *u = words(&f, f.n_points, 1);
    uint64_t *v = words(&f, n, 2);
    uint64_t *image = words(&f, n, 2);
    phw_additive_fft_forward(&f, image, n);
    const uint64_t want = form(u, image, f.n_points);
    phw_additive_fft_transposed(&f, u, n);
    cr_expect_eq(form(u, v, n), want, "%s points %zu n %zu", kernel->name, n_points, n);
    free(u);
    free(v);
    free(image);
}

/* The transposed inverse undoes the transposed map. */
static void expect_inverse(const phw_field_kernel *kernel, size_t n_points)
{
    phw_additive_fft f;
    phw_additive_fft_init(&f, kernel, n_points);
    uint64_t *u = words(&f, f.n_points, 1);
    uint64_t *want = words(&f, f.n_points, 1);
    phw_additive_fft_inverse_transposed(&f, u);
    phw_additive_fft_transposed(&f, u, f.n_points);
    cr_expect_eq(memcmp(u, want, f.n_points * sizeof *u), 0, "%s points %zu",
                 kernel->name, n_points);
    free(u);
    free(want);
}

Test(additive_fft, transposed_maps_are_transposed_and_inverse)
{
    size_t n = 0;
    const phw_field_kernel *const *list = phw_field_kernel_list(&n);
    for (size_t i = 0; i < n; ++i) {
        if (!list[i]->has())
            continue;
        for (size_t leaves = 1; leaves <= 33; ++leaves) {
            const size_t points = leaves * PHW_FIELD_KERNEL_LEAF;
            expect_inverse(list[i], points);
            expect_transposed(list[i], points, points);
            expect_transposed(list[i], points, points / 3);
            expect_transposed(list[i], points, 1);
        }
    }
}
