#include "phy/wifi_carriers.h"

#include <stdlib.h>
#include <string.h>

/* The carriers -most..most; those with |carrier| 7 and 21 are pilots. */
static void number(phw_wifi_carriers *out, int most)
{
    size_t n_pilots = 0;
    *out = (phw_wifi_carriers){0};
    for (int k = -most; k <= most; ++k) {
        if (k == 0)
            continue;
        if (abs(k) == 7 || abs(k) == 21)
            out->pilot[n_pilots++] = (uint8_t)out->n_used;
        else
            out->data[out->n_data++] = (uint8_t)out->n_used;
        out->carrier[out->n_used++] = (int16_t)k;
    }
}

void phw_wifi_carriers_legacy(phw_wifi_carriers *out)
{
    number(out, 26);
    memcpy(out->training, phw_ofdm_long, sizeof phw_ofdm_long);
}

/* Equation 19-23: the legacy symbol with two carriers more at either end. */
void phw_wifi_carriers_ht(phw_wifi_carriers *out)
{
    number(out, 28);
    out->training[0] = out->training[1] = 1;
    memcpy(out->training + 2, phw_ofdm_long, sizeof phw_ofdm_long);
    out->training[PHW_HT_N_USED - 2] = out->training[PHW_HT_N_USED - 1] = -1;
}
