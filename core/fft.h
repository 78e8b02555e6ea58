/** @file
 * Fourier transforms, single precision: planned once, executed many times. The only
 * user of FFTW's planner, with ESTIMATE so that results repeat from run to run.
 */
#ifndef PHW_CORE_FFT_H
#define PHW_CORE_FFT_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** One transform's plan. May be shared by threads: executing does not change it. */
typedef struct phw_fft phw_fft;

/** The sign of the exponent. */
typedef enum phw_fft_sign {
    PHW_FFT_FORWARD = -1, /**< X_k = sum x_n e^{-j 2 pi k n / N}, not scaled */
    PHW_FFT_INVERSE = +1  /**< x_n = sum X_k e^{+j 2 pi k n / N}, not scaled */
} phw_fft_sign;

/** A plan for n >= 1 points. Of short transforms a few dozen plans are kept when they
 * are given back, for whoever asks next. PHW_EARG for n = 0 or above 2^26; PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_fft_create(phw_fft **out, size_t n,
                                               phw_fft_sign sign);

/** Takes NULL. */
PHW_API void phw_fft_destroy(phw_fft *fft);

/** out[n] from in[n]; the arrays are the same or do not overlap. `in` is kept when
 * out != in. Arrays on a 16-byte boundary, as malloc() and phw_array_alloc() give them,
 * are fastest; others are copied there, and the bits are the same. */
PHW_API void phw_fft_execute(const phw_fft *fft, phw_cf *out, const phw_cf *in);

PHW_END_C

#endif
