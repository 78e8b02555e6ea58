#include "encrypt/wiretap_model_binary.h"

#include <math.h>

#include "encrypt/wiretap.h"

static void figures(phw_wiretap_figures *out, const phw_wiretap_setting *s)
{
    const double bits = fmax(0, phw_wiretap_binary_bits(s->snr_bob) -
                                    phw_wiretap_binary_bits(s->snr_eve));
    *out =
        (phw_wiretap_figures){bits > 0, bits <= 0 || bits < s->rate, bits, (double)NAN};
}

const phw_wiretap_model phw_wiretap_model_binary = {
    .name = "binary",
    .summary = "+-1 is sent, no fading; ratios are to real noise, bits a real use",
    .reference = "difference of the binary-input capacities, a lower bound",
    .figures = figures,
};
