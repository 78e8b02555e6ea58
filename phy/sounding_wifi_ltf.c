#include "phy/sounding_wifi_ltf.h"

#include "phy/ofdm.h"
#include "phy/sounding_form.h"

static phw_status make(phw_sounding_form *out, const phw_params *params)
{
    phw_sounding_form form = {0};
    phw_cf value[PHW_OFDM_N_USED];
    (void)params;
    PHW_TRY(phw_sounding_form_alloc(&form, PHW_OFDM_N_FFT, 1));
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i) {
        const size_t bin = phw_ofdm_bin(i, PHW_OFDM_N_FFT);
        form.bin[i] = (int32_t)bin - (bin < PHW_OFDM_N_FFT / 2 ? 0 : PHW_OFDM_N_FFT);
        value[i] = phw_ofdm_long[i];
    }
    form.n_used = PHW_OFDM_N_USED;
    const phw_status s = phw_sounding_form_fill(&form, value);
    /* Two guard intervals at once, and the symbol twice. */
    return phw_sounding_form_finish(out, &form, s, 2,
                                    2.0 * PHW_OFDM_N_GUARD / PHW_OFDM_N_FFT);
}

const phw_sounding phw_sounding_wifi_ltf = {
    .name = "wifi-ltf",
    .summary = "802.11's long training symbol, twice, on 52 carriers of 64",
    .reference = "IEEE Std 802.11-2020, equation 17-8",
    .make = make,
};
