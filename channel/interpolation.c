#include "channel/interpolation.h"

#include <math.h>

#include <gsl/gsl_sf_bessel.h>

/* The least worst error over tones up to an eighth of the grid rate: -90 dB; 9 gives
 * -87, 9.5 gives -84. */
#define BETA   9.25
#define POINTS PHW_INTERPOLATION_POINTS
#define PHASES PHW_INTERPOLATION_PHASES

static double kernel(double x)
{
    const double half = POINTS / 2.0;
    if (fabs(x) >= half)
        return 0;
    const double y = x / half;
    const double window =
        gsl_sf_bessel_I0(BETA * sqrt(1 - y * y)) / gsl_sf_bessel_I0(BETA);
    return x == 0 ? 1 : window * sin(M_PI * x) / (M_PI * x);
}

void phw_interpolation_fill(phw_interpolation *out)
{
    for (int p = 0; p <= PHASES; ++p)
        for (int i = 0; i < POINTS; ++i) {
            const double point = i - PHW_INTERPOLATION_BEFORE;
            out->weight[p][i] = (float)kernel((double)p / PHASES - point);
        }
}

/* Straight lines between 256 phases are off by at most (1/256)^2/8 of the kernel's
 * second derivative, 3.5: -103 dB. */
void phw_interpolation_weights(const phw_interpolation *table, float weight[POINTS],
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
