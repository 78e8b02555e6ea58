#include "phy/wifi_data.h"

const char *phw_wifi_format_name(phw_wifi_format format)
{
    static const char *const name[PHW_N_WIFI_FORMATS] = {"legacy", "ht", "vht", "he"};
    return name[format];
}
