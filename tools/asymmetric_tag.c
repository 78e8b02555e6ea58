#include "tools/asymmetric_tag.h"

#include <math.h>
#include <stdlib.h>

#include "core/rng.h"
#include "core/signal.h"

/* Sub-purpose of PHW_RNG_DEVICE that no cell model uses. */
#define REFLECTION UINT32_C(0x726574)

phw_status phw_asymmetric_round_trip(phw_trace *inout, double snr_db, uint64_t seed)
{
    const phw_rng rng = {seed, PHW_RNG_PURPOSE(PHW_RNG_DEVICE, REFLECTION), 0};
    const size_t n = inout->n_probes * inout->n_coefficients;
    float *noise = NULL;
    double power = 0;
    if (inout->cplx == NULL)
        return phw_fail(PHW_EINPUT,
                        "--round-trip: the reader's trace has no phases, and "
                        "the way there and back is the square of complex "
                        "values; expected a trace of kind cfr or cir");
    PHW_TRY(phw_array_alloc(&noise, 2 * n, sizeof *noise));
    phw_rng_normal(noise, &rng, 0, 2 * n);
    for (size_t i = 0; i < n; ++i) {
        inout->cplx[i] *= inout->cplx[i];
        power += phw_cf_power(inout->cplx[i]) / (double)n;
    }
    const float scale = (float)sqrt(power / 2 * pow(10, -snr_db / 10));
    for (size_t i = 0; i < n; ++i)
        inout->cplx[i] =
            csqrtf(inout->cplx[i] + scale * CMPLXF(noise[2 * i], noise[2 * i + 1]));
    free(noise);
    return PHW_OK;
}
