#include "kgen/moving_window.h"

#include <string.h>

#include <criterion/criterion.h>

Test(moving_window, refuses_even_numbers_by_the_filters_name)
{
    phw_params p = {.value = {4}};
    cr_expect_eq(phw_moving_window_check("average", &p), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "average: window 4 rows"));
    p.value[0] = 5;
    cr_expect_eq(phw_moving_window_check("average", &p), PHW_OK);
}

Test(moving_window, is_shortened_to_the_longest_odd_one)
{
    static const double want[][3] = {{101, 40, 39}, {101, 41, 41}, {7, 41, 7}};
    for (size_t i = 0; i < 3; ++i) {
        phw_params p = {.value = {want[i][0]}};
        phw_moving_window_shorten(&p, (size_t)want[i][1]);
        cr_expect_eq(p.value[0], want[i][2]);
    }
}
