#include "auth/sequential.h"

#include <math.h>

phw_status phw_sequential_start(phw_sequential *out, double dof, double ratio,
                                double false_alarm, double miss)
{
    if (!(dof > 0 && ratio > 1 && isfinite(dof) && isfinite(ratio)))
        return phw_fail(PHW_EARG,
                        "sequential: dof %g, variance ratio %g; expected above 0 and "
                        "above 1",
                        dof, ratio);
    if (!(false_alarm > 0 && miss > 0 && false_alarm + miss < 1))
        return phw_fail(PHW_EARG,
                        "sequential: false-alarm rate %g, miss rate %g; expected above "
                        "0, together below 1",
                        false_alarm, miss);
    *out = (phw_sequential){.dof = dof,
                            .ratio = ratio,
                            .accept = log(miss / (1 - false_alarm)),
                            .reject = log((1 - miss) / false_alarm)};
    return PHW_OK;
}

phw_sequential_verdict phw_sequential_step(phw_sequential *s, double statistic)
{
    if (s->verdict != PHW_SEQUENTIAL_OPEN)
        return s->verdict;
    s->evidence += statistic / 2 * (1 - 1 / s->ratio) - s->dof / 2 * log(s->ratio);
    s->n_frames++;
    if (s->evidence <= s->accept)
        s->verdict = PHW_SEQUENTIAL_SAME;
    else if (!(s->evidence < s->reject))
        s->verdict = PHW_SEQUENTIAL_OTHER;
    return s->verdict;
}

void phw_sequential_lengths(double *same, double *other, double dof, double ratio,
                            double false_alarm, double miss)
{
    const double reject = log((1 - miss) / false_alarm);
    const double accept = log(miss / (1 - false_alarm));
    const double constant = dof / 2 * log(ratio);
    const double drift_same = dof / 2 * (1 - 1 / ratio) - constant;
    const double drift_other = dof / 2 * (ratio - 1) - constant;
    *same = ((1 - false_alarm) * accept + false_alarm * reject) / drift_same;
    *other = ((1 - miss) * reject + miss * accept) / drift_other;
}
