#include "phy/wifi_carriers.h"

#include <string.h>

#include <criterion/criterion.h>

static void expect_pilots(const phw_wifi_carriers *c)
{
    static const int pilot[PHW_OFDM_N_PILOTS] = {-21, -7, 7, 21};
    for (size_t p = 0; p < PHW_OFDM_N_PILOTS; ++p)
        cr_expect_eq(c->carrier[c->pilot[p]], pilot[p]);
    for (size_t i = 1; i < c->n_used; ++i)
        cr_expect_gt(c->carrier[i], c->carrier[i - 1]);
}

Test(wifi_carriers, legacy_ones_are_those_of_ofdm)
{
    phw_wifi_carriers c;
    phw_wifi_carriers_legacy(&c);
    expect_pilots(&c);
    cr_assert_eq(c.n_used, PHW_OFDM_N_USED);
    cr_assert_eq(c.n_data, PHW_OFDM_N_DATA);
    cr_expect_arr_eq(c.data, phw_ofdm_data, PHW_OFDM_N_DATA);
    cr_expect_arr_eq(c.pilot, phw_ofdm_pilot, PHW_OFDM_N_PILOTS);
    for (size_t i = 0; i < c.n_used; ++i) {
        cr_expect_eq(c.carrier[i], phw_ofdm_carrier[i]);
        cr_expect_eq(phw_wifi_carriers_bin(c.carrier[i], 64), phw_ofdm_bin(i, 64));
    }
}

Test(wifi_carriers, ht_has_four_more)
{
    phw_wifi_carriers c;
    phw_wifi_carriers_ht(&c);
    expect_pilots(&c);
    cr_expect_eq(c.n_used, 56);
    cr_expect_eq(c.n_data, 52);
    cr_expect_eq(c.carrier[0], -28);
    cr_expect_eq(c.carrier[55], 28);
    cr_expect_eq(c.training[0], 1);
    cr_expect_eq(c.training[55], -1);
    cr_expect_arr_eq(c.training + 2, phw_ofdm_long, PHW_OFDM_N_USED);
}
