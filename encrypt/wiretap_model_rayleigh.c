#include "encrypt/wiretap_model_rayleigh.h"

#include <math.h>

#include "encrypt/wiretap.h"

enum {
    BATCH = 256
};

static void figures(phw_wiretap_figures *out, const phw_wiretap_setting *s)
{
    *out = (phw_wiretap_figures){
        phw_wiretap_rayleigh_positive(s->snr_bob, s->snr_eve),
        phw_wiretap_rayleigh_outage(s->snr_bob, s->snr_eve, s->rate),
        phw_wiretap_rayleigh_ergodic_bits(s->snr_bob, s->snr_eve), (double)NAN};
}

/* Two words a draw: Bob's power and Eve's, unit exponentials. */
static void draw(double *out, const phw_wiretap_setting *s, const phw_rng *rng,
                 uint64_t from, size_t n)
{
    float u[2 * BATCH];
    for (size_t done = 0; done < n;) {
        const size_t now = n - done < BATCH ? n - done : BATCH;
        phw_rng_uniform(u, rng, 2 * (from + done), 2 * now);
        for (size_t i = 0; i < now; ++i)
            out[done + i] =
                phw_wiretap_awgn_bits(-s->snr_bob * log((double)u[2 * i]),
                                      -s->snr_eve * log((double)u[2 * i + 1]));
        done += now;
    }
}

const phw_wiretap_model phw_wiretap_model_rayleigh = {
    .name = "rayleigh",
    .summary = "both channels fade, independently and slowly",
    .reference = "Bloch, Barros, Rodrigues and McLaughlin, IEEE T-IT 54(6), 2008",
    .figures = figures,
    .draw = draw,
};
