#include "encrypt/uplink_ratio.h"

#include <math.h>

double phw_uplink_to_db(double ratio)
{
    return 10 * log10(ratio);
}

double phw_uplink_from_db(double db)
{
    return pow(10, db / 10);
}

/* sigma^2 = v / n = 4 |g|^2 / (Eb/N0). */
double phw_uplink_noise_variance(double tag, double eb_n0, double n)
{
    return 4 * tag * n / eb_n0;
}

double phw_uplink_noise_power(double tag, double channel, double jsr)
{
    return jsr * tag / channel;
}

double phw_uplink_decision_snr(double eb_n0, double jsr, double kappa, double residual)
{
    return 2 / (2 / eb_n0 + residual * kappa * jsr);
}
