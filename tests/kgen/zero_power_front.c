#include "kgen/zero_power_front.h"

#include "tests/kgen/zero_power.h"

/* Rows as the reader offers them: every second number from `first` on. */
static phw_rows offer(size_t n, int64_t first, int64_t step)
{
    phw_rows rows = {0};
    rows.sequence = malloc(n * sizeof *rows.sequence);
    rows.time_s = calloc(n, sizeof *rows.time_s);
    cr_assert(rows.sequence != NULL && rows.time_s != NULL);
    rows.n = n;
    for (size_t i = 0; i < n; ++i)
        rows.sequence[i] = first + (int64_t)i * step;
    return rows;
}

Test(zero_power_front, matches_probes_by_number)
{
    const phw_zero_power_config c = phw_zero_power_preset();
    phw_trace t = rayleigh_trace(100, 1, 30, 0, 1, 2);
    phw_rows rows = offer(80, -20, 2); /* -20 .. 138: 0, 2 .. 98 are there */
    phw_zero_power_codes codes = {0};
    phw_bits have = {0};
    cr_assert_eq(phw_zero_power_detect(&codes, &t, &c), PHW_OK);
    cr_assert_eq(phw_zero_power_match(&have, &codes, &rows, &c), PHW_OK);
    cr_expect_eq(phw_bits_count(&have), 50);
    cr_expect(!phw_bits_get(&have, 9) && phw_bits_get(&have, 10));
    cr_expect(phw_bits_get(&have, 59) && !phw_bits_get(&have, 60));
    phw_bits_free(&have);
    phw_rows_free(&rows);
    rows = offer(31, 0, 1); /* 16 of each of 2 levels would be 32 */
    cr_expect_eq(phw_zero_power_match(&have, &codes, &rows, &c), PHW_ESHORT);
    phw_rows_free(&rows);
    phw_zero_power_codes_free(&codes);
    phw_trace_free(&t);
}

/* Each window has its own threshold: as many ones as zeros in each but for ties, which
 * count as zeros. */
Test(zero_power_front, makes_balanced_bits_in_every_window)
{
    phw_zero_power_config c = phw_zero_power_preset();
    c.window = 64;
    c.adc_bits = 16;
    phw_trace t = rayleigh_trace(200, 2, 30, 0.99, 1, 2);
    c.n_tones = 2;
    phw_rows rows = offer(200, 0, 1);
    phw_zero_power_codes codes = {0};
    phw_zero_power_operations operations = {0};
    phw_bits plane[PHW_ZERO_POWER_BITS_MAX] = {{0}};
    phw_bits have = {0};
    phw_bits kept = {0};
    cr_assert_eq(phw_zero_power_detect(&codes, &t, &c), PHW_OK);
    cr_assert_eq(phw_zero_power_match(&have, &codes, &rows, &c), PHW_OK);
    cr_assert_eq(
        phw_zero_power_quantize(plane, &kept, &operations, &codes, &rows, &have, &c),
        PHW_OK);
    cr_assert_eq(plane[0].n, 400);
    cr_expect_eq(phw_bits_count(&kept), 400);
    static const size_t edge[] = {0, 64, 128, 200, 264, 328, 400};
    for (size_t w = 0; w < 6; ++w) {
        phw_bits part = {0};
        cr_assert_eq(phw_bits_slice(&part, &plane[0], edge[w], edge[w + 1]), PHW_OK);
        cr_expect_leq(2 * phw_bits_count(&part), part.n);
        cr_expect_geq(2 * phw_bits_count(&part) + 4, part.n);
        phw_bits_free(&part);
    }
    cr_expect_eq(operations.stage[PHW_ZERO_POWER_STAGE_MEASURE].additions, 400);
    cr_expect_eq(operations.stage[PHW_ZERO_POWER_STAGE_MEASURE].multiplications, 0);
    cr_expect_gt(operations.memory_bytes, 2 * 2 * 64);
    phw_bits_free(&plane[0]);
    phw_bits_free(&have);
    phw_bits_free(&kept);
    phw_rows_free(&rows);
    phw_zero_power_codes_free(&codes);
    phw_trace_free(&t);
}
