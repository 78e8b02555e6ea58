#include "kgen/fast_cascade_tables.h"

#include <criterion/criterion.h>

#include "wire.h"

static phw_fast_cascade_tables make(size_t n, unsigned pass, size_t first, size_t block)
{
    const phw_cascade_plan plan = {
        .n = n, .stripe = {{.from = 0, .to = n, .k = first}}, .n_stripes = 1};
    const phw_fast_cascade_layout layout = {
        .plan = &plan,
        .block = &block,
        .first_block = &first,
        .pass = pass,
        .seed = 5,
    };
    phw_fast_cascade_tables t = {0};
    cr_assert_eq(phw_fast_cascade_tables_make(&t, &layout), PHW_OK);
    return t;
}

/* By tables and by the network; blocks of 16 in pass 1, dealt to 16 columns. */
Test(fast_cascade_tables, blocks_of_two_passes_share_one_bit)
{
    static const size_t sizes[] = {160, 250, 2000, 4096, 10000};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        const size_t n = sizes[k];
        phw_fast_cascade_tables t = make(n, 1, 16, 8);
        size_t shared = 0;
        for (size_t i = 0; i < n; ++i) {
            cr_assert_eq(t.bit_of_place[t.place_of_bit[i]], i);
            for (size_t j = i + 1; j < n && j / 16 == i / 16; ++j)
                shared += t.place_of_bit[i] / 8 == t.place_of_bit[j] / 8;
        }
        /* A block that lies in two columns may, and n / 16 is no multiple of 8. */
        const double uniform = (double)n * 7.5 * 7 / (double)(n - 1);
        cr_expect_lt((double)shared, uniform / 2, "n %zu: %zu", n, shared);
        phw_fast_cascade_tables_free(&t);
    }
}

Test(fast_cascade_tables, bits_go_where_they_say)
{
    static const size_t sizes[] = {1, 64, 1000, 2047, 2048, 5000};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        const size_t n = sizes[k];
        phw_fast_cascade_tables t = make(n, 2, 8, 32);
        phw_bits in = random_bits(n, (uint32_t)k);
        phw_bits out = {0};
        phw_bits scratch = {0};
        cr_assert_eq(phw_bits_alloc(&out, t.n_places), PHW_OK);
        cr_assert_eq(phw_bits_alloc(&scratch, 64 * phw_fast_cascade_tables_scratch(n)),
                     PHW_OK);
        phw_fast_cascade_tables_arrange(out.word, &t, in.word, scratch.word);
        for (size_t i = 0; i < n; ++i)
            cr_assert_eq(phw_bits_get(&out, t.place_of_bit[i]), phw_bits_get(&in, i));
        phw_bits_free(&in);
        phw_bits_free(&out);
        phw_bits_free(&scratch);
        phw_fast_cascade_tables_free(&t);
    }
}
