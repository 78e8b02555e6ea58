#include "channel/fractional_delay.h"

#include <math.h>

#include <gsl/gsl_linalg.h>

#define POINTS PHW_FRACTIONAL_DELAY_POINTS

/* Edge of the band, in turns a sample, and what an error beyond it weighs. Of the pairs
 * (0.4 to 0.42, 1e-2 to 1e-6) this has the least worst error over |f| <= 0.4. */
#define EDGE   0.405
#define BEYOND 1e-6

/* sin(pi x) / (pi x). */
static double sinc(double x)
{
    return x > 0 || x < 0 ? sin(M_PI * x) / (M_PI * x) : 1;
}

/* The integral of exp(j 2 pi f x) over the band, weighted. */
static double correlation(double x)
{
    return (1 - BEYOND) * 2 * EDGE * sinc(2 * EDGE * x) + BEYOND * sinc(x);
}

phw_status phw_fractional_delay(float weight[POINTS], double fraction)
{
    double matrix[POINTS * POINTS];
    double right[POINTS];
    if (!(fraction >= 0 && fraction <= 1))
        return phw_fail(PHW_EARG, "fractional delay: %g samples; expected 0 to 1",
                        fraction);
    for (int i = 0; i < POINTS; ++i) {
        for (int k = 0; k < POINTS; ++k)
            matrix[i * POINTS + k] = correlation(i - k);
        right[i] = correlation(i - PHW_FRACTIONAL_DELAY_AHEAD - fraction);
    }
    /* Positive definite with a condition of 1e5: no pivot is near zero. */
    gsl_matrix_view m = gsl_matrix_view_array(matrix, POINTS, POINTS);
    gsl_vector_view x = gsl_vector_view_array(right, POINTS);
    if (gsl_linalg_cholesky_decomp1(&m.matrix) != 0 ||
        gsl_linalg_cholesky_svx(&m.matrix, &x.vector) != 0)
        return phw_fail(PHW_ENOMEM, "fractional delay: no solution");
    for (int i = 0; i < POINTS; ++i)
        weight[i] = (float)right[i];
    return PHW_OK;
}
