#include "phy/trace_gain.h"

#include <math.h>
#include <string.h>

static void scale_noise(phw_trace *t, size_t probe, double gain)
{
    for (size_t c = 0; c < t->n_columns; ++c) {
        if (strcmp(t->column[c].name, "noise_variance") == 0)
            t->column[c].value[probe] *= gain * gain;
    }
}

void phw_trace_gain(phw_trace *t, size_t probe, double gain_db)
{
    const double gain = pow(10, gain_db / 20);
    const size_t from = probe * t->n_coefficients;
    for (size_t i = from; i < from + t->n_coefficients; ++i) {
        if (t->cplx != NULL)
            t->cplx[i] *= (float)gain;
        else if (t->kind == PHW_TRACE_POWER_DB)
            t->real[i] += (float)gain_db;
        else
            t->real[i] *= (float)gain;
    }
    scale_noise(t, probe, gain);
}
