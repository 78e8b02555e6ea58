#include "core/signal.h"

#include <stdint.h>
#include <stdlib.h>

#include <criterion/criterion.h>

Test(signal, samples_are_zero_and_on_a_64_byte_boundary)
{
    const size_t sizes[] = {0, 1, 7, 8, 9, 1000};
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; ++k) {
        phw_signal s = {0};
        cr_assert_eq(phw_signal_alloc(&s, sizes[k], 20e6, 2.4e9), PHW_OK);
        cr_expect_eq((uintptr_t)s.sample % 64, 0);
        cr_expect(s.n == sizes[k] && s.rate_hz == 20e6 && s.carrier_hz == 2.4e9);
        for (size_t i = 0; i < s.n; ++i)
            cr_expect(s.sample[i] == 0);
        phw_signal_free(&s);
        cr_expect(s.sample == NULL && s.n == 0);
        phw_signal_free(&s);
    }
}

Test(signal, arrays_of_any_element_are_zero_and_aligned)
{
    for (size_t size = 1; size < 200; size += 7) {
        unsigned char *array = NULL;
        cr_assert_eq(phw_array_alloc(&array, 13, size), PHW_OK);
        cr_expect_eq((uintptr_t)array % 64, 0);
        for (size_t i = 0; i < 13 * size; ++i)
            cr_assert_eq(array[i], 0);
        free(array);
    }
}

Test(signal, a_size_that_overflows_is_refused)
{
    const size_t n[] = {SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 8 + 1, SIZE_MAX / 16};
    for (size_t k = 0; k < sizeof n / sizeof n[0]; ++k) {
        void *array = &array;
        cr_expect_eq(phw_array_alloc(&array, n[k], 8), PHW_ENOMEM);
        cr_expect_eq(array, &array, "out is untouched on failure");
    }
    phw_signal s = {.rate_hz = 1};
    cr_expect_eq(phw_signal_alloc(&s, SIZE_MAX, 1e6, 0), PHW_ENOMEM);
    cr_expect_eq(s.rate_hz, 1, "out is untouched on failure");
}
