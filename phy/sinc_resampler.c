#include "phy/sinc_resampler.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_sf_bessel.h>

#include "core/signal.h"

#define CROSSINGS 8       /* on each side */
#define FINE      256     /* steps of the table from one to the next */
#define BETA      5.65326 /* Kaiser's for 60 dB: 0.1102 (60 - 8.7) */

/* The kernel from 0 on, in zero crossings. */
static phw_status make(float **out)
{
    const size_t n = (size_t)CROSSINGS * FINE + 2;
    PHW_TRY(phw_array_alloc(out, n, sizeof **out));
    for (size_t i = 0; i <= (size_t)CROSSINGS * FINE; ++i) {
        const double t = (double)i / FINE;
        const double u = t / CROSSINGS;
        const double sinc = t > 0 ? sin(M_PI * t) / (M_PI * t) : 1;
        const double window =
            gsl_sf_bessel_I0(BETA * sqrt(fmax(0, 1 - u * u))) / gsl_sf_bessel_I0(BETA);
        (*out)[i] = (float)(sinc * window);
    }
    return PHW_OK;
}

/* x at the instant, the kernel's crossings lying `width` samples apart. */
static phw_cf interpolate(const float *kernel, const phw_cf *x, size_t n, double at,
                          double width)
{
    const double reach = CROSSINGS * width;
    const size_t from = (size_t)fmax(0, ceil(at - reach));
    const double last = fmin((double)n - 1, floor(at + reach));
    float re = 0;
    float im = 0;
    for (size_t i = from; (double)i <= last; ++i) {
        const double place = fabs(at - (double)i) / width * FINE;
        const size_t k = (size_t)place;
        const float share = (float)(place - (double)k);
        const float tap = kernel[k] + share * (kernel[k + 1] - kernel[k]);
        re += tap * crealf(x[i]);
        im += tap * cimagf(x[i]);
    }
    return CMPLXF(re / (float)width, im / (float)width);
}

phw_status phw_sinc_resample(phw_cf *out, size_t n_out, const phw_cf *x, size_t n,
                             double step, double cutoff)
{
    if (!(step > 0 && step <= 1e9) || !(cutoff > 0 && cutoff <= 0.5))
        return phw_fail(PHW_EARG,
                        "resampler: step %g, cutoff %g; expected a step above 0 and a "
                        "cutoff up to 1/2 cycle a sample",
                        step, cutoff);
    float *kernel = NULL;
    PHW_TRY(make(&kernel));
    for (size_t k = 0; k < n_out; ++k)
        out[k] = interpolate(kernel, x, n, (double)k * step, 1 / (2 * cutoff));
    free(kernel);
    return PHW_OK;
}
