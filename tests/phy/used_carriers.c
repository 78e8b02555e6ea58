#include "phy/used_carriers.h"

#include <criterion/criterion.h>

/* IEEE 802.11-2020, tables 17-5, 19-6 and 21-5; IEEE 802.11ax-2021, table 27-15. */
Test(used_carriers, are_as_many_as_the_standard_says)
{
    static const int width[] = {20, 40, 80, 160};
    static const int count[PHW_N_CARRIER_PLANS][4] = {
        [PHW_CARRIERS_LEGACY] = {52, 104, 208, 416},
        [PHW_CARRIERS_HT] = {56, 114, 242, 484},
        [PHW_CARRIERS_HE] = {242, 484, 996, 1992},
    };
    for (int plan = 0; plan < PHW_N_CARRIER_PLANS; ++plan) {
        for (int i = 0; i < 4; ++i) {
            int n = 0;
            for (int k = -4096; k <= 4096; ++k)
                n += phw_carrier_is_used((phw_carrier_plan)plan, width[i], k);
            cr_expect_eq(n, count[plan][i], "%s, %d MHz: %d",
                         phw_carrier_plan_name((phw_carrier_plan)plan), width[i], n);
        }
    }
}

Test(used_carriers, lie_where_the_standard_says)
{
    cr_expect(phw_carrier_is_used(PHW_CARRIERS_LEGACY, 20, -26));
    cr_expect(!phw_carrier_is_used(PHW_CARRIERS_LEGACY, 20, 27));
    cr_expect(!phw_carrier_is_used(PHW_CARRIERS_LEGACY, 20, 0));
    cr_expect(!phw_carrier_is_used(PHW_CARRIERS_LEGACY, 40, 32));
    cr_expect(phw_carrier_is_used(PHW_CARRIERS_LEGACY, 40, 33));
    cr_expect(phw_carrier_is_used(PHW_CARRIERS_HT, 20, 28));
    cr_expect(!phw_carrier_is_used(PHW_CARRIERS_HT, 40, 1));
    cr_expect(phw_carrier_is_used(PHW_CARRIERS_HT, 160, -250));
    cr_expect(!phw_carrier_is_used(PHW_CARRIERS_HT, 160, 128));
    cr_expect(phw_carrier_is_used(PHW_CARRIERS_HE, 80, 500));
    cr_expect(!phw_carrier_is_used(PHW_CARRIERS_HE, 80, -2));
    cr_expect_eq(phw_carrier_spacing_hz(PHW_CARRIERS_HE), 78125);
}

Test(used_carriers, of_no_plan_or_width_are_none)
{
    cr_expect(!phw_carrier_is_used(PHW_N_CARRIER_PLANS, 20, 1));
    cr_expect(!phw_carrier_is_used(PHW_CARRIERS_HT, 30, 1));
    cr_expect(!phw_carrier_is_used(PHW_CARRIERS_HT, 0, 1));
    cr_expect_null(phw_carrier_plan_name(PHW_N_CARRIER_PLANS));
    cr_expect_eq(phw_carrier_spacing_hz(PHW_N_CARRIER_PLANS), 0);
}
