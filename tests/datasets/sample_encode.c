#include "datasets/sample_encode.h"

#include <math.h>
#include <stdlib.h>

#include "core/rng.h"

#include "tests/datasets/scratch.h"

static phw_sample_type type_of(phw_component component, bool is_complex, bool big)
{
    return (phw_sample_type){component, is_complex, big};
}

static size_t component_size(phw_component c)
{
    return phw_sample_type_size(type_of(c, false, false));
}

/* Whether a float holds every value of the type. */
static bool is_exact(phw_component c)
{
    return c == PHW_COMPONENT_F32 || c == PHW_COMPONENT_I24 || component_size(c) <= 2;
}

Test(sample_encode, what_was_converted_comes_back_to_the_same_bytes)
{
    enum {
        N = 40000
    };

    unsigned char *bytes = malloc(8 * N + 1);
    unsigned char *again = malloc(8 * N + 1);
    phw_cf *sample = malloc(N * sizeof *sample);
    for (int c = 0; c < PHW_N_COMPONENTS; ++c) {
        for (int k = 0; k < 4; ++k) {
            const phw_sample_type type =
                type_of((phw_component)c, k % 2 == 1, k >= 2 && component_size(c) > 1);
            const size_t size = phw_sample_type_size(type);
            const size_t n = 4 * (size_t)N / (size > 4 ? 8 : 4) / 2;
            for (size_t i = 0; i < n * size; ++i)
                bytes[i + 1] = (unsigned char)(i * 2654435761U >> 24);
            if (c == PHW_COMPONENT_F32 || c == PHW_COMPONENT_F64) {
                const phw_cf one = CMPLXF(0.75F, -1.0F / 3);
                for (size_t i = 0; i < n; ++i)
                    (void)phw_sample_encode(bytes + 1 + i * size, &one, 1, type);
            }
            cr_assert_eq(phw_sample_type_convert(sample, bytes + 1, n, type, 0), 0);
            cr_expect_eq(phw_sample_encode(again + 1, sample, n, type), 0);
            if (is_exact(type.component) || c == PHW_COMPONENT_F64)
                cr_expect_eq(memcmp(bytes + 1, again + 1, n * size), 0, "%d %d", c, k);
        }
    }
    free(sample);
    free(again);
    free(bytes);
}

/* The same by arithmetic in long double, one component at a time. */
static long double plain(float x, phw_component c, bool *clipped)
{
    static const long double scale[] = {
        [PHW_COMPONENT_I32] = 0x1p31L,       [PHW_COMPONENT_I24] = 0x1p23L,
        [PHW_COMPONENT_I16] = 0x1p15L,       [PHW_COMPONENT_I8] = 0x1p7L,
        [PHW_COMPONENT_U32] = 2147483647.5L, [PHW_COMPONENT_U16] = 32767.5L,
        [PHW_COMPONENT_U8] = 127.5L};
    const bool is_signed = c <= PHW_COMPONENT_I8;
    const long double s = scale[c];
    const long double low = is_signed ? -s : 0;
    const long double high = is_signed ? s - 1 : 2 * s;
    const long double whole = rintl((long double)x * s + (is_signed ? 0 : s));
    *clipped = whole < low || whole > high;
    return whole < low ? low : whole > high ? high : whole;
}

static long double stored(const unsigned char *at, phw_component c, bool big)
{
    const size_t size = component_size(c);
    uint64_t raw = 0;
    for (size_t i = 0; i < size; ++i)
        raw |= (uint64_t)at[big ? size - 1 - i : i] << 8 * i;
    const bool negative = c <= PHW_COMPONENT_I8 && raw >> (8 * size - 1) != 0;
    return (long double)raw - (negative ? (long double)(1ULL << 8 * size) : 0);
}

Test(sample_encode, integers_are_the_nearest_and_clipping_is_counted)
{
    enum {
        N = 2500
    };

    phw_cf x[N];
    unsigned char bytes[N * 8];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x517), 0};
    phw_rng_normal_complex(x, &rng, 0.5, 0, N);
    for (size_t i = 0; i < 600; ++i) /* halves of the steps, and the ends */
        x[i] = CMPLXF(((float)i - 300) * 0x1p-8F, ((float)i - 300 + 32768) * 0x1p-16F);
    x[600] = CMPLXF(1, -1);
    x[601] = CMPLXF(1e30F, -1e30F);
    for (int c = PHW_COMPONENT_I32; c < PHW_N_COMPONENTS; ++c) {
        for (int big = 0; big < (component_size(c) > 1 ? 2 : 1); ++big) {
            const phw_sample_type type = type_of((phw_component)c, true, big == 1);
            const uint64_t n_clipped = phw_sample_encode(bytes, x, N, type);
            uint64_t expected = 0;
            for (size_t i = 0; i < 2 * (size_t)N; ++i) {
                const float part = ((const float *)x)[i];
                bool clipped = false;
                const long double want = plain(part, type.component, &clipped);
                const long double got =
                    stored(bytes + i * component_size(c), type.component, big == 1);
                expected += clipped;
                /* Offsets in single precision: half a step may fall to either side. */
                const long double off =
                    c == PHW_COMPONENT_U16 || c == PHW_COMPONENT_U8 ? 1 : 0;
                cr_assert(fabsl(got - want) <= off, "%d: %zu: %Lg, not %Lg", c, i, got,
                          want);
            }
            cr_expect_eq(n_clipped, expected, "%d", c);
        }
    }
}

Test(sample_encode, any_length_writes_its_own_bytes_alone)
{
    static const size_t length[] = {0, 1, 63, 64, 65, 1000, 1023, 1024, 1025, 2049};
    static phw_cf x[2049];
    static unsigned char bytes[2049 * 16 + 1];
    for (size_t i = 0; i < 2049; ++i)
        x[i] = CMPLXF((float)i * 0x1p-12F, 0.5F);
    for (int c = 0; c < PHW_N_COMPONENTS; ++c) {
        for (size_t k = 0; k < 20; ++k) {
            const phw_sample_type type = type_of((phw_component)c, k % 2 == 0, false);
            const size_t size = length[k / 2] * phw_sample_type_size(type);
            bytes[size] = 0xA5;
            (void)phw_sample_encode(bytes, x, length[k / 2], type);
            cr_expect_eq(bytes[size], 0xA5);
            unsigned char last[16];
            if (length[k / 2] == 0)
                continue;
            (void)phw_sample_encode(last, x + length[k / 2] - 1, 1, type);
            cr_expect_eq(memcmp(last, bytes + size - phw_sample_type_size(type),
                                phw_sample_type_size(type)),
                         0);
        }
    }
}

Test(sample_encode, names_the_sample_that_is_not_finite)
{
    phw_cf x[100] = {0};
    cr_expect_eq(phw_sample_encode_check(x, 100, 0), PHW_OK);
    x[77] = CMPLXF(0, -(float)HUGE_VAL);
    EXPECT_FAILURE(phw_sample_encode_check(x, 100, 1000), PHW_EARG, "sample 1077 ");
    cr_expect_eq(phw_sample_encode_check(x, 77, 0), PHW_OK);
}
