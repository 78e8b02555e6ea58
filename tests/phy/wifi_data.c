#include "phy/wifi_data.h"

#include <criterion/criterion.h>

Test(wifi_data, formats_have_names)
{
    cr_expect_str_eq(phw_wifi_format_name(PHW_WIFI_LEGACY), "legacy");
    cr_expect_str_eq(phw_wifi_format_name(PHW_WIFI_HT), "ht");
    cr_expect_str_eq(phw_wifi_format_name(PHW_WIFI_VHT), "vht");
    cr_expect_str_eq(phw_wifi_format_name(PHW_WIFI_HE), "he");
}
