#include "channel/interpolator.h"

#include <math.h>

#include <gsl/gsl_sf_bessel.h>

/* The least worst error over tones up to an eighth of the grid rate: -90 dB; 9 gives
 * -87, 9.5 gives -84. */
#define BETA   9.25
#define POINTS PHW_INTERPOLATOR_POINTS
#define PHASES PHW_INTERPOLATOR_PHASES

/* |x| < POINTS / 2. */
static double kernel(double x, double top)
{
    const double y = x / (POINTS / 2.0);
    const double window = gsl_sf_bessel_I0(BETA * sqrt(1 - y * y)) / top;
    return x > 0 || x < 0 ? window * sin(M_PI * x) / (M_PI * x) : 1;
}

void phw_interpolator_fill(phw_interpolator *out)
{
    const double top = gsl_sf_bessel_I0(BETA);
    for (int p = 0; p <= PHASES; ++p) {
        for (int i = 0; i < POINTS / 2; ++i) {
            const double x = (double)p / PHASES - (i - PHW_INTERPOLATOR_BEFORE);
            const float weight = x < POINTS / 2.0 ? (float)kernel(x, top) : 0;
            out->weight[p][i] = weight;
            out->weight[PHASES - p][POINTS - 1 - i] = weight;
        }
    }
}

/* Straight lines between 256 phases are off by at most (1/256)^2/8 of the kernel's
 * second derivative, 3.5: -103 dB. */
void phw_interpolator_weights(const phw_interpolator *table, float weight[POINTS],
                              double fraction)
{
    const double place = fraction * PHASES;
    const int p = (int)place;
    const float part = (float)(place - p);
    const float *a = table->weight[p];
    const float *b = table->weight[p + 1];
    for (int i = 0; i < POINTS; ++i)
        weight[i] = a[i] + part * (b[i] - a[i]);
}
