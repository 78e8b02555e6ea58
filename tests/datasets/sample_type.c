#include "datasets/sample_type.h"

#include <complex.h>
#include <math.h>

#include "tests/datasets/scratch.h"

static phw_sample_type parse(const char *name)
{
    phw_sample_type type = {0};
    cr_assert_eq(phw_sample_type_parse(&type, name), PHW_OK, "%s", name);
    return type;
}

Test(sample_type, all_spellings_are_read_and_named_in_full)
{
    static const struct {
        const char *base;
        size_t size;
    } bases[] = {{"f32", 4}, {"f64", 8}, {"i32", 4}, {"i16", 2},
                 {"u32", 4}, {"u16", 2}, {"i8", 1},  {"u8", 1}};

    size_t n = 0;
    for (size_t b = 0; b < 8; ++b) {
        for (size_t k = 0; k < 2; ++k) {
            for (size_t o = 0; o < 3; ++o) {
                static const char *const orders[] = {"", "_le", "_be"};
                char name[16];
                char full[24];
                char got[PHW_SAMPLE_TYPE_NAME_SIZE];
                if (bases[b].size == 1 && o > 0)
                    continue;
                snprintf(name, sizeof name, "%c%s%s", k == 0 ? 'c' : 'r', bases[b].base,
                         orders[o]);
                snprintf(full, sizeof full, "%s%s", name,
                         bases[b].size > 1 && o == 0 ? "_le" : "");
                const phw_sample_type type = parse(name);
                phw_sample_type_name(got, type);
                cr_expect_str_eq(got, full);
                cr_expect_eq(phw_sample_type_size(type),
                             bases[b].size * (k == 0 ? 2 : 1), "%s", name);
                cr_expect(phw_sample_type_equal(type, parse(full)));
                ++n;
            }
        }
    }
    cr_expect_eq(n, 2 * (6 * 3 + 2));
}

Test(sample_type, other_names_are_refused_with_the_choices)
{
    static const char *const names[] = {
        "",       "c",      "ci",      "i16",     "ci16le", "ci16_", "CI16", "ci16_me",
        "cu8_le", "ri8_be", "ci24_le", "cf16_le", "ci16 ",  " ci16", "cs16", "xi16"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i) {
        phw_sample_type type = {.component = PHW_COMPONENT_U8};
        cr_expect_eq(phw_sample_type_parse(&type, names[i]), PHW_EINPUT, "'%s'",
                     names[i]);
        cr_expect_eq(type.component, PHW_COMPONENT_U8);
        cr_expect_not_null(strstr(phw_error_message(), "ci16, cu8"));
    }
}

/* Two values and their little-endian bytes, by hand. */
static const struct {
    const char *base;
    float value[2];
    size_t size;
    unsigned char byte[2][8];
} by_hand[] = {
    {"f32", {-1.5F, 0.25F}, 4, {{0, 0, 0xc0, 0xbf}, {0, 0, 0x80, 0x3e}}},
    {"f64",
     {-1.5F, 0.25F},
     8,
     {{0, 0, 0, 0, 0, 0, 0xf8, 0xbf}, {0, 0, 0, 0, 0, 0, 0xd0, 0x3f}}},
    {"i32", {-1.0F, 0.5F}, 4, {{0, 0, 0, 0x80}, {0, 0, 0, 0x40}}},
    {"i16", {-1.0F, 32767.0F / 32768.0F}, 2, {{0, 0x80}, {0xff, 0x7f}}},
    {"i8", {-1.0F, 1.0F / 128.0F}, 1, {{0x80}, {0x01}}},
    {"u32", {-1.0F, 1.0F}, 4, {{0, 0, 0, 0}, {0xff, 0xff, 0xff, 0xff}}},
    {"u16", {-1.0F, 0.5F / 32767.5F}, 2, {{0, 0}, {0x00, 0x80}}},
    {"u8", {1.0F, -0.5F / 127.5F}, 1, {{0xff}, {0x7f}}},
};

/* `n` samples whose components alternate between the two values. */
static void check_by_hand(size_t row, bool is_complex, bool big, size_t n)
{
    char name[16];
    const size_t size = by_hand[row].size;
    snprintf(name, sizeof name, "%c%s%s", is_complex ? 'c' : 'r', by_hand[row].base,
             size == 1 ? ""
             : big     ? "_be"
                       : "_le");
    /* One byte further than malloc's alignment: any alignment is fine. */
    unsigned char *bytes = malloc(2 * n * size + 1);
    unsigned char *at = bytes + 1;
    const size_t n_values = is_complex ? 2 * n : n;
    for (size_t v = 0; v < n_values; ++v) {
        for (size_t b = 0; b < size; ++b)
            *at++ = by_hand[row].byte[v % 2][big ? size - 1 - b : b];
    }
    phw_cf *out = malloc((n + 1) * sizeof *out);
    cr_assert_eq(phw_sample_type_convert(out, bytes + 1, n, parse(name), 0), PHW_OK);
    for (size_t i = 0; i < n; ++i) {
        const float re = by_hand[row].value[is_complex ? 0 : i % 2];
        const float im = is_complex ? by_hand[row].value[1] : 0.0F;
        cr_expect_eq(crealf(out[i]), re, "%s sample %zu: %g", name, i,
                     (double)crealf(out[i]));
        cr_expect_eq(cimagf(out[i]), im, "%s sample %zu: %g", name, i,
                     (double)cimagf(out[i]));
    }
    free(out);
    free(bytes);
}

Test(sample_type, bytes_made_by_hand_convert_exactly_in_every_type)
{
    static const size_t lengths[] = {0, 1, 2, 3, 17, 64, 1001};
    for (size_t row = 0; row < sizeof by_hand / sizeof by_hand[0]; ++row) {
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; ++i) {
            check_by_hand(row, true, false, lengths[i]);
            check_by_hand(row, false, false, lengths[i]);
            check_by_hand(row, true, true, lengths[i]);
            check_by_hand(row, false, true, lengths[i]);
        }
    }
}

Test(sample_type, every_16_bit_value_converts_to_its_own_share)
{
    phw_cf out = 0;
    for (int x = -32768; x < 32768; ++x) {
        const unsigned char bytes[2] = {(unsigned char)(x & 0xff),
                                        (unsigned char)((x >> 8) & 0xff)};
        cr_assert_eq(phw_sample_type_convert(&out, bytes, 1, parse("ri16"), 0), PHW_OK);
        cr_assert_eq(crealf(out), (float)x / 32768.0F);
    }
}

Test(sample_type, twenty_four_bits_keep_their_sign)
{
    const phw_sample_type type = {.component = PHW_COMPONENT_I24, .is_complex = true};
    const phw_sample_type big = {
        .component = PHW_COMPONENT_I24, .is_complex = true, .big_endian = true};
    const unsigned char bytes[] = {0, 0, 0x80, 0xff, 0xff, 0x7f};
    const unsigned char swapped[] = {0x80, 0, 0, 0x7f, 0xff, 0xff};
    char name[PHW_SAMPLE_TYPE_NAME_SIZE];
    phw_cf out[2] = {0};
    cr_assert_eq(phw_sample_type_convert(&out[0], bytes, 1, type, 0), PHW_OK);
    cr_assert_eq(phw_sample_type_convert(&out[1], swapped, 1, big, 0), PHW_OK);
    for (size_t i = 0; i < 2; ++i) {
        cr_expect_eq(crealf(out[i]), -1.0F);
        cr_expect_eq(cimagf(out[i]), 8388607.0F / 8388608.0F);
    }
    cr_expect_eq(phw_sample_type_size(type), 6);
    phw_sample_type_name(name, type);
    cr_expect_str_eq(name, "ci24_le");
}

Test(sample_type, a_float_that_is_not_finite_is_named_by_its_sample)
{
    const float bad[] = {NAN, INFINITY, -INFINITY};
    float values[2 * 100] = {0};
    phw_cf out[200];
    for (size_t b = 0; b < 3; ++b) {
        for (size_t at = 0; at < 200; ++at) {
            char word[32];
            values[at] = bad[b];
            snprintf(word, sizeof word, "sample %zu ", 1000 + at / 2);
            EXPECT_FAILURE(
                phw_sample_type_convert(out, values, 100, parse("cf32"), 1000),
                PHW_EINPUT, word);
            snprintf(word, sizeof word, "sample %zu ", 1000 + at);
            EXPECT_FAILURE(
                phw_sample_type_convert(out, values, 200, parse("rf32"), 1000),
                PHW_EINPUT, word);
            values[at] = 0.0F;
        }
    }
    const double wide[2] = {0.0, 1e300};
    EXPECT_FAILURE(phw_sample_type_convert(out, wide, 1, parse("cf64"), 7), PHW_EINPUT,
                   "sample 7 ");
    const float largest[2] = {3.4e38F, 1e-45F};
    cr_expect_eq(phw_sample_type_convert(out, largest, 1, parse("cf32"), 0), PHW_OK);
}
