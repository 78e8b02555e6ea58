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
/** In phase is the real part, quadrature the imaginary part. */
typedef float complex phw_cf;
#endif

#endif
