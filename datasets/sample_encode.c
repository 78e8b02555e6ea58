#include "datasets/sample_encode.h"

#include <endian.h>
#include <math.h>
#include <string.h>

#include "core/vectorised.h"

/* Samples worked on at a time; their components fit the first-level cache. */
#define BLOCK 1024

static uint8_t same8(uint8_t x)
{
    return x;
}

/* Adding and subtracting 1.5 times 2^(bits of the mantissa) rounds to the nearest whole
 * number, ties to even, without an instruction that old CPUs lack. */
#define ROUND_F32 0x1.8p23F
#define ROUND_F64 0x1.8p52

/* Comparisons raise no exceptions that anybody hears; gcc vectorises them once it is
 * told. */
#if defined(__GNUC__) && !defined(__clang__)
#    pragma GCC optimize("no-trapping-math")
#endif

/* One loop for each integer and byte order, plain enough for the compiler to vectorise.
 * `low` and `high` are the ends of the type: one more on either side is let through the
 * rounding, so that it is seen and counted. */
#define ENCODING(name, real, integer, raw_type, to_file, scale, offset, low, high, \
                 magic)                                                            \
    PHW_VECTORISED static uint64_t name(unsigned char *restrict out,               \
                                        const float *restrict in, size_t n)        \
    {                                                                              \
        integer n_clipped = 0;                                                     \
        for (size_t i = 0; i < n; ++i) {                                           \
            const real scaled = (real)in[i] * (scale) + (offset);                  \
            real near = scaled > (real)(high) + 1 ? (real)(high) + 1 : scaled;     \
            near = near < (real)(low)-1 ? (real)(low)-1 : near;                    \
            integer whole = (integer)((near + (magic)) - (magic));                 \
            n_clipped += (integer)(whole > (high)) + (integer)(whole < (low));     \
            whole = whole > (high) ? (high) : whole;                               \
            whole = whole < (low) ? (low) : whole;                                 \
            raw_type raw = to_file((raw_type)whole);                               \
            memcpy(out + i * sizeof raw, &raw, sizeof raw);                        \
        }                                                                          \
        return (uint64_t)n_clipped;                                                \
    }

#define ENCODINGS(name, real, integer, raw_type, bits, scale, offset, low, high,  \
                  magic)                                                          \
    ENCODING(name##_le, real, integer, raw_type, htole##bits, scale, offset, low, \
             high, magic)                                                         \
    ENCODING(name##_be, real, integer, raw_type, htobe##bits, scale, offset, low, \
             high, magic)

ENCODING(i8_any, float, int32_t, uint8_t, same8, 0x1p7F, 0.0F, -128, 127, ROUND_F32)
ENCODING(u8_any, float, int32_t, uint8_t, same8, 127.5F, 127.5F, 0, 255, ROUND_F32)
ENCODINGS(i16, float, int32_t, uint16_t, 16, 0x1p15F, 0.0F, -32768, 32767, ROUND_F32)
ENCODINGS(u16, float, int32_t, uint16_t, 16, 32767.5F, 32767.5F, 0, 65535, ROUND_F32)
ENCODINGS(i32, double, int64_t, uint32_t, 32, 0x1p31, 0.0, INT32_MIN, INT32_MAX,
          ROUND_F64)
ENCODINGS(u32, double, int64_t, uint32_t, 32, 2147483647.5, 2147483647.5, 0, UINT32_MAX,
          ROUND_F64)
/* In the lower three bytes of 32 bits. */
ENCODING(i24_word, double, int32_t, uint32_t, htole32, 0x1p23, 0.0, -8388608, 8388607,
         ROUND_F64)

#define COPYING(name, type, raw_type, to_file)                                  \
    static uint64_t name(unsigned char *restrict out, const float *restrict in, \
                         size_t n)                                              \
    {                                                                           \
        for (size_t i = 0; i < n; ++i) {                                        \
            const type x = (type)in[i];                                         \
            raw_type raw;                                                       \
            memcpy(&raw, &x, sizeof raw);                                       \
            raw = to_file(raw);                                                 \
            memcpy(out + i * sizeof raw, &raw, sizeof raw);                     \
        }                                                                       \
        return 0;                                                               \
    }

COPYING(f32_le, float, uint32_t, htole32)
COPYING(f32_be, float, uint32_t, htobe32)
COPYING(f64_le, double, uint64_t, htole64)
COPYING(f64_be, double, uint64_t, htobe64)

static uint64_t i24(unsigned char *out, const float *in, size_t n, size_t low,
                    size_t high)
{
    unsigned char word[4 * 2 * BLOCK];
    const uint64_t n_clipped = i24_word(word, in, n);
    for (size_t i = 0; i < n; ++i, out += 3) {
        out[low] = word[4 * i];
        out[1] = word[4 * i + 1];
        out[high] = word[4 * i + 2];
    }
    return n_clipped;
}

static uint64_t i24_le(unsigned char *restrict out, const float *restrict in, size_t n)
{
    return i24(out, in, n, 0, 2);
}

static uint64_t i24_be(unsigned char *restrict out, const float *restrict in, size_t n)
{
    return i24(out, in, n, 2, 0);
}

typedef uint64_t encoding(unsigned char *restrict, const float *restrict, size_t);

static const struct {
    encoding *little;
    encoding *big;
} encodings[PHW_N_COMPONENTS] = {
    [PHW_COMPONENT_F32] = {f32_le, f32_be}, [PHW_COMPONENT_F64] = {f64_le, f64_be},
    [PHW_COMPONENT_I32] = {i32_le, i32_be}, [PHW_COMPONENT_I24] = {i24_le, i24_be},
    [PHW_COMPONENT_I16] = {i16_le, i16_be}, [PHW_COMPONENT_I8] = {i8_any, i8_any},
    [PHW_COMPONENT_U32] = {u32_le, u32_be}, [PHW_COMPONENT_U16] = {u16_le, u16_be},
    [PHW_COMPONENT_U8] = {u8_any, u8_any},
};

static void real_parts(float *out, const phw_cf *sample, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        out[i] = crealf(sample[i]);
}

uint64_t phw_sample_encode(void *bytes, const phw_cf *sample, size_t n,
                           phw_sample_type type)
{
    encoding *const encode = type.big_endian ? encodings[type.component].big
                                             : encodings[type.component].little;
    const size_t size = phw_sample_type_size(type);
    unsigned char *out = bytes;
    float real[BLOCK];
    uint64_t n_clipped = 0;
    for (size_t from = 0; from < n; from += BLOCK) {
        const size_t count = n - from < BLOCK ? n - from : BLOCK;
        const float *in = (const float *)(sample + from);
        if (!type.is_complex) {
            real_parts(real, sample + from, count);
            in = real;
        }
        n_clipped += encode(out + from * size, in, type.is_complex ? 2 * count : count);
    }
    return n_clipped;
}

phw_status phw_sample_encode_check(const phw_cf *sample, size_t n, uint64_t first)
{
    const float *x = (const float *)sample;
    uint32_t bad = 0;
    for (size_t i = 0; i < 2 * n; ++i) {
        uint32_t bits;
        memcpy(&bits, x + i, sizeof bits);
        bad |= (uint32_t)((bits & 0x7f800000U) == 0x7f800000U);
    }
    if (bad == 0)
        return PHW_OK;
    size_t i = 0;
    while (isfinite(x[i]))
        ++i;
    return phw_fail(PHW_EARG, "sample %llu to be written is not finite",
                    (unsigned long long)(first + i / 2));
}
