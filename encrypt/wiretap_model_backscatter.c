#include "encrypt/wiretap_model_backscatter.h"

#include <math.h>

#include "encrypt/wiretap.h"

enum {
    BATCH = 256
};

static void figures(phw_wiretap_figures *out, const phw_wiretap_setting *s)
{
    *out = (phw_wiretap_figures){
        phw_wiretap_rayleigh_positive(s->snr_bob, s->snr_eve),
        phw_wiretap_backscatter_outage(s->snr_bob, s->snr_eve, s->rate),
        phw_wiretap_backscatter_ergodic_bits(s->snr_bob, s->snr_eve), (double)NAN};
}

/* Three words a draw: the way to the tag, then from it to Bob and to Eve. */
static void draw(double *out, const phw_wiretap_setting *s, const phw_rng *rng,
                 uint64_t from, size_t n)
{
    float u[3 * BATCH];
    for (size_t done = 0; done < n;) {
        const size_t now = n - done < BATCH ? n - done : BATCH;
        phw_rng_uniform(u, rng, 3 * (from + done), 3 * now);
        for (size_t i = 0; i < now; ++i) {
            const double forward = -log((double)u[3 * i]);
            out[done + i] = phw_wiretap_awgn_bits(
                -s->snr_bob * forward * log((double)u[3 * i + 1]),
                -s->snr_eve * forward * log((double)u[3 * i + 2]));
        }
        done += now;
    }
}

const phw_wiretap_model phw_wiretap_model_backscatter = {
    .name = "backscatter",
    .summary = "a tag's reflection: the fading of the carrier's way to it is common",
    .reference = "the Rayleigh outage averaged over the common channel",
    .figures = figures,
    .draw = draw,
};
