#include "encrypt/wiretap_model_awgn.h"

#include <math.h>

#include "encrypt/wiretap.h"

static void figures(phw_wiretap_figures *out, const phw_wiretap_setting *s)
{
    const double bits = phw_wiretap_awgn_bits(s->snr_bob, s->snr_eve);
    *out =
        (phw_wiretap_figures){bits > 0, bits <= 0 || bits < s->rate, bits, (double)NAN};
}

const phw_wiretap_model phw_wiretap_model_awgn = {
    .name = "awgn",
    .summary = "no fading: what there is, is always there",
    .reference = "Leung-Yan-Cheong and Hellman, IEEE T-IT 24(4), 1978",
    .figures = figures,
};
