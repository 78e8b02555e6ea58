/** @file
 * One complex sample, single precision: C's own complex type, and for C++ a pair of the
 * same layout.
 */
#ifndef PHW_CORE_SAMPLE_H
#define PHW_CORE_SAMPLE_H

#ifdef __cplusplus
/** Layout of C's float complex. */
typedef struct phw_cf {
    float re; /**< in phase */
    float im; /**< quadrature */
} phw_cf;
#else
#    include <complex.h>
/* C11's constructors, which glibc's header gives to gcc alone. */
#    ifndef CMPLX
#        define CMPLX(re, im) __builtin_complex((double)(re), (double)(im))
#    endif
#    ifndef CMPLXF
#        define CMPLXF(re, im) __builtin_complex((float)(re), (float)(im))
#    endif
/** In phase is the real part, quadrature the imaginary part. */
typedef float complex phw_cf;

/** |x|^2, summed in double precision. */
static inline double phw_cf_power(phw_cf x)
{
    const double re = (double)crealf(x);
    const double im = (double)cimagf(x);
    return re * re + im * im;
}
#endif

#endif
