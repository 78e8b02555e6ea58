#include "phy/miller_preamble.h"

#include <criterion/criterion.h>

#include "phy/line_code_miller.h"

/* 010111 starting high: ++ +- -- -+ +- -+, whose last half bit is high. */
Test(miller_preamble, ends_at_the_level_it_begins_with)
{
    cr_expect(phw_miller_preamble_returns(&phw_line_code_miller2));
    cr_expect(phw_miller_preamble_returns(&phw_line_code_miller4));
    cr_expect(phw_miller_preamble_returns(&phw_line_code_miller8));
}
