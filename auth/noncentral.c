#include "auth/noncentral.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

/* Terms below this share of the greatest one no longer move a double. */
#define NEGLIGIBLE 1e-18

double phw_noncentral_chisq_q(double x, double dof, double lambda)
{
    if (!(dof > 0 && lambda >= 0) || isnan(x) || isinf(lambda))
        return (double)NAN;
    if (x <= 0)
        return 1;
    if (isinf(x))
        return 0;
    /* Weights relative to the mode's, and their sum taken out in the end: the mode's
     * own would lose 1e-16 mean ln(mean) to cancellation. */
    const double mean = lambda / 2;
    const double mode = floor(mean);
    double sum = 0;
    double total = 0;
    double weight = 1;
    for (double j = mode; weight > NEGLIGIBLE; ++j) {
        sum += weight * gsl_cdf_chisq_Q(x, dof + 2 * j);
        total += weight;
        weight *= mean / (j + 1);
    }
    weight = 1;
    for (double j = mode; j > 0 && weight > NEGLIGIBLE; --j) {
        weight *= j / mean;
        sum += weight * gsl_cdf_chisq_Q(x, dof + 2 * (j - 1));
        total += weight;
    }
    return sum / total;
}
