#include "datasets/sample_type.h"

#include <endian.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define CHOICES                                                               \
    "c or r, then f32, f64, i32, i16, u32 or u16 with _le (may be left out) " \
    "or _be, or i8 or u8: ci16, cu8, cf32_be ..."

static uint8_t same8(uint8_t x)
{
    return x;
}

/* One loop for each component and byte order, plain enough for the compiler to
 * vectorise: load raw bits, swap, see them as `type`, scale to `value`. */
#define CONVERSION(name, type, raw_type, to_host, value)                              \
    static void name(float *restrict out, const unsigned char *restrict in, size_t n) \
    {                                                                                 \
        for (size_t i = 0; i < n; ++i) {                                              \
            raw_type raw;                                                             \
            memcpy(&raw, in + i * sizeof raw, sizeof raw);                            \
            raw = to_host(raw);                                                       \
            type x;                                                                   \
            memcpy(&x, &raw, sizeof x);                                               \
            out[i] = (value);                                                         \
        }                                                                             \
    }

CONVERSION(f32_le, float, uint32_t, le32toh, x)
CONVERSION(f32_be, float, uint32_t, be32toh, x)
CONVERSION(f64_le, double, uint64_t, le64toh, (float)x)
CONVERSION(f64_be, double, uint64_t, be64toh, (float)x)
CONVERSION(i32_le, int32_t, uint32_t, le32toh, (float)x * 0x1p-31F)
CONVERSION(i32_be, int32_t, uint32_t, be32toh, (float)x * 0x1p-31F)
CONVERSION(i16_le, int16_t, uint16_t, le16toh, (float)x * 0x1p-15F)
CONVERSION(i16_be, int16_t, uint16_t, be16toh, (float)x * 0x1p-15F)
CONVERSION(i8_any, int8_t, uint8_t, same8, (float)x * 0x1p-7F)
/* In double precision: 2^31 - 0.5 has 32 significant bits. */
CONVERSION(u32_le, uint32_t, uint32_t, le32toh,
           (float)(((double)x - 2147483647.5) / 2147483647.5))
CONVERSION(u32_be, uint32_t, uint32_t, be32toh,
           (float)(((double)x - 2147483647.5) / 2147483647.5))
CONVERSION(u16_le, uint16_t, uint16_t, le16toh, ((float)x - 32767.5F) / 32767.5F)
CONVERSION(u16_be, uint16_t, uint16_t, be16toh, ((float)x - 32767.5F) / 32767.5F)
CONVERSION(u8_any, uint8_t, uint8_t, same8, ((float)x - 127.5F) / 127.5F)

/* The three bytes become the upper ones of 32 bits, which keeps the sign. */
static void i24(float *out, const unsigned char *in, size_t n, size_t low, size_t high)
{
    for (size_t i = 0; i < n; ++i, in += 3) {
        const uint32_t raw =
            (uint32_t)in[low] << 8 | (uint32_t)in[1] << 16 | (uint32_t)in[high] << 24;
        int32_t x;
        memcpy(&x, &raw, sizeof x);
        out[i] = (float)x * 0x1p-31F;
    }
}

static void i24_le(float *restrict out, const unsigned char *restrict in, size_t n)
{
    i24(out, in, n, 0, 2);
}

static void i24_be(float *restrict out, const unsigned char *restrict in, size_t n)
{
    i24(out, in, n, 2, 0);
}

static const struct {
    const char *name;
    size_t size;
    void (*little)(float *restrict, const unsigned char *restrict, size_t);
    void (*big)(float *restrict, const unsigned char *restrict, size_t);
    bool is_float;
    bool in_sigmf;
} components[PHW_N_COMPONENTS] = {
    [PHW_COMPONENT_F32] = {"f32", 4, f32_le, f32_be, true, true},
    [PHW_COMPONENT_F64] = {"f64", 8, f64_le, f64_be, true, true},
    [PHW_COMPONENT_I32] = {"i32", 4, i32_le, i32_be, false, true},
    [PHW_COMPONENT_I24] = {"i24", 3, i24_le, i24_be, false, false},
    [PHW_COMPONENT_I16] = {"i16", 2, i16_le, i16_be, false, true},
    [PHW_COMPONENT_I8] = {"i8", 1, i8_any, i8_any, false, true},
    [PHW_COMPONENT_U32] = {"u32", 4, u32_le, u32_be, false, true},
    [PHW_COMPONENT_U16] = {"u16", 2, u16_le, u16_be, false, true},
    [PHW_COMPONENT_U8] = {"u8", 1, u8_any, u8_any, false, true},
};

/* Which component `name` starts with; PHW_N_COMPONENTS for none. */
static phw_component find_component(const char *name)
{
    for (int c = 0; c < PHW_N_COMPONENTS; ++c) {
        const char *known = components[c].name;
        if (components[c].in_sigmf && strncmp(name, known, strlen(known)) == 0)
            return (phw_component)c;
    }
    return PHW_N_COMPONENTS;
}

phw_status phw_sample_type_parse(phw_sample_type *out, const char *name)
{
    phw_sample_type type = {.is_complex = name[0] == 'c'};
    if (name[0] != 'c' && name[0] != 'r')
        return phw_fail(PHW_EINPUT, "sample type '%.32s' is unknown: expected " CHOICES,
                        name);
    type.component = find_component(name + 1);
    const char *order = "?";
    if (type.component != PHW_N_COMPONENTS)
        order = name + 1 + strlen(components[type.component].name);
    const bool has_order = strcmp(order, "_le") == 0 || strcmp(order, "_be") == 0;
    const bool may_have_order =
        type.component != PHW_N_COMPONENTS && components[type.component].size > 1;
    if (*order != '\0' && !(has_order && may_have_order))
        return phw_fail(PHW_EINPUT, "sample type '%.32s' is unknown: expected " CHOICES,
                        name);
    type.big_endian = strcmp(order, "_be") == 0;
    *out = type;
    return PHW_OK;
}

void phw_sample_type_name(char out[PHW_SAMPLE_TYPE_NAME_SIZE], phw_sample_type type)
{
    const char *order = type.big_endian ? "_be" : "_le";
    (void)snprintf(out, PHW_SAMPLE_TYPE_NAME_SIZE, "%c%s%s",
                   type.is_complex ? 'c' : 'r', components[type.component].name,
                   components[type.component].size > 1 ? order : "");
}

size_t phw_sample_type_size(phw_sample_type type)
{
    return components[type.component].size * (type.is_complex ? 2 : 1);
}

bool phw_sample_type_equal(phw_sample_type a, phw_sample_type b)
{
    return a.component == b.component && a.is_complex == b.is_complex &&
           a.big_endian == b.big_endian;
}

/* The n values at out[n ...] become n samples at out[0 ...]: value i is read before
 * anything is written past it, since 2i + 1 <= n + i for all i < n. */
static void spread_real(float *out, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const float x = out[n + i];
        out[2 * i] = x;
        out[2 * i + 1] = 0.0F;
    }
}

static bool all_finite(const float *x, size_t n)
{
    uint32_t bad = 0;
    for (size_t i = 0; i < n; ++i) {
        uint32_t bits;
        memcpy(&bits, x + i, sizeof bits);
        bad |= (uint32_t)((bits & 0x7f800000U) == 0x7f800000U);
    }
    return bad == 0;
}

static phw_status fail_not_finite(const float *x, uint64_t first)
{
    size_t i = 0;
    while (isfinite(x[i]))
        ++i;
    return phw_fail(PHW_EINPUT,
                    "sample %llu is NaN, infinite or too large (byte order or type "
                    "wrong?); expected finite numbers",
                    (unsigned long long)(first + i / 2));
}

phw_status phw_sample_type_convert(phw_cf *out, const void *bytes, size_t n,
                                   phw_sample_type type, uint64_t first)
{
    float *value = (float *)out;
    const size_t n_values = type.is_complex ? 2 * n : n;
    float *to = type.is_complex ? value : value + n;
    if (type.big_endian)
        components[type.component].big(to, bytes, n_values);
    else
        components[type.component].little(to, bytes, n_values);
    if (!type.is_complex)
        spread_real(value, n);
    if (components[type.component].is_float && !all_finite(value, 2 * n))
        return fail_not_finite(value, first);
    return PHW_OK;
}
